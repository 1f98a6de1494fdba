//! Full stops that end an abbreviation or a number and no sentence.

/// Abbreviations that stand before a name or a number, so that no sentence ends with them, in lower case, without their
/// stop. Languages share them: none is a common last word in another.
const BEFORE: &str = "mr mrs ms dr prof st mt messrs hon rev fr gen lt col maj capt cmdr sgt gov sen rep pres supt insp vs cf e.g i.e \
     viz vol vols art arts fig figs pp ch sec ed eds nos approx ca ref ext tel incl esp op cit eq eqs para paras p.r \
     u.n nr bzw abs vgl z.b d.h u.a hr frl str sog ggf evtl inkl zzgl mind max min geb dipl ing o.g s.o i.d.r dgl \
     einschl h.c mme mlle mm me p.ex av bd sig dott sr sra srta dra núm pág págs avda aprox exmo им ул стр просп \
     тел см ср рис табл напр проф акад ген т.е т.к гр";

/// Abbreviations that may also be the last word of a sentence.
const EITHER: &str = "inc ltd co corp llc plc bros jr sr esq a.m p.m u.s u.k u.s.a d.c e.u ph.d m.d b.c a.d dept univ assn ave \
     blvd rd jan feb mar apr jun jul aug sep sept oct nov dec mon tue tues wed thu thur thurs fri sat sun al mio \
     mrd tsd др г гг в вв млн млрд тыс руб коп cie gmbh mass calif ltda zrt kft";

/// What ends a list that could go on: what follows with a capital letter is a new sentence, but in German, where nouns
/// have one.
const AND_SO_ON: &str = "etc т.д т.п т.ін itd itp stb o.s.frv osv usw u.s.w κ.λπ κ.ά ff ee.uu";

/// Abbreviations of one language that are words or endings in another; a sentence does not end with them.
const OF_LANGUAGE: &[(&str, &str)] = &[
    ("cs", "ing mudr judr mgr bc doc phdr tzv např resp ul tř čl odst"),
    ("el", "κ κα κκ κ.κ δρ σελ αριθ λεωφ δηλ π.χ βλ καθ αρ χιλ"),
    ("es", "dª d.ª excmo excma ilmo exma"),
    ("fr", "p j.-c vol n.b chap"),
    ("hu", "pl kb ifj id ún u ill vö özv dr"),
    ("is", "þ.e u.þ.b m.a sbr t.d t.a.m m.t.t bls nr dr þ.m.t s.s svo.n"),
    ("it", "ing avv on geom arch es"),
    ("nl", "bijv d.w.z m.b.t o.a dhr mevr drs"),
    ("pl", "ul hab inż tzw m.in mgr ks por np al pl gen płk św tj godz"),
    ("pt", "profª prof.ª exmo exma ilmo eng n.º p.ex"),
    ("ru", "с гл ок обл респ пос п см"),
    ("sk", "ing mudr judr mgr bc doc tzv napr resp ul"),
    ("sv", "t.ex bl.a dvs s.k f.d kl m.fl ca"),
    ("uk", "м вул ім с акад див обл просп ст гл с.-г"),
];

/// Words that start a sentence far more often than they follow an abbreviation.
const STARTERS: &str = "the this that these those it its in on at he she they we you i his her their our a an and but or for from with \
     by as if when while where after before since during under all some many most more no not there here what who how \
     why please to of also however meanwhile according first second third another other such one two so then today \
     both each every any only details total die der das ein eine es er sie wir im am auf mit nach für auch dies diese dann danach später außerdem \
     le la les un une il elle ils en dans ce cette mais pour au el los las se su con para в на по это он она они мы \
     их его однако также кроме при для с к как за из но и что так если все после";

/// Languages that write ordinals with a stop: `3. Oktober`.
const ORDINAL_STOP: &str = "de da nb nn no fi cs sk sl hr sr bs hu et lv is tr pl";

/// Whether a sentence may end with the stop after `sentence`, with `rest` after it.
pub(super) fn may_end(sentence: &[char], rest: &[char], lang: &str) -> bool {
    let token = without_elision(last_token(sentence), lang);
    let word: String = token.iter().flat_map(|c| c.to_lowercase()).collect();
    let alone = token.len() == sentence.len();
    if word.is_empty() {
        return true;
    }
    if alone && is_list_number(&word) {
        return false;
    }
    if word.chars().all(|c| c.is_ascii_digit()) {
        if lang == "ko" && is_in_date(sentence, token, rest) {
            return false;
        }
        return !(holds(ORDINAL_STOP, lang) && word.len() <= 2 && !is_starter(rest));
    }
    if matches!(
        word.as_str(),
        "no" | "n" | "art" | "nos" | "p" | "s" | "с" | "ст" | "σελ"
    ) && rest.first().is_some_and(char::is_ascii_digit)
    {
        return false;
    }
    // `z. B.`, `i. e.`: the first half of two
    if token.len() == 1
        && matches!(rest, [letter, '.', ..] if letter.is_alphabetic())
        && token.iter().all(|c| c.is_alphabetic())
    {
        return false;
    }
    let two_words = last_two(sentence);
    if let Some((_, list)) = OF_LANGUAGE.iter().find(|(known, _)| *known == lang)
        && (holds(list, &word) || holds(list, &two_words))
        && !(token.len() == 1 && follows_number(sentence, token))
    {
        return false;
    }
    // Arabic titles are one letter
    if token.len() == 1 && matches!(lang, "ar" | "fa" | "ur") && token.iter().all(|c| c.is_alphabetic()) {
        return false;
    }
    // Spanish doubles letters: `EE. UU.`
    if let ([a, b], [c, d, '.', ..]) = (token, rest)
        && a == b
        && c == d
        && a.is_uppercase()
        && c.is_uppercase()
    {
        return false;
    }
    if holds(BEFORE, &word)
        && !matches!(
            word.as_str(),
            "art" | "me" | "max" | "min" | "ed" | "sec" | "mind" | "fr"
        )
        || holds(BEFORE, &two_words)
    {
        return false;
    }
    if matches!(word.as_str(), "art" | "sec" | "min" | "max" | "ed") {
        return !rest.first().is_some_and(char::is_ascii_digit);
    }
    if holds(AND_SO_ON, &word) || holds(AND_SO_ON, &two_words) {
        return lang != "de" || is_starter(rest);
    }
    if holds(EITHER, &word) || holds(EITHER, &two_words) {
        return is_starter(rest) || begins_quotation(rest);
    }
    if is_initial(token) {
        // `influenza B. In other words`, but `J. T. Harmon`
        let before = &sentence[..sentence.len() - token.len()];
        let after_small_word = last_token(before.strip_suffix(&[' ']).unwrap_or(before))
            .first()
            .is_some_and(|c| c.is_lowercase());
        return after_small_word && is_starter(rest);
    }
    true
}

/// Whether a quotation with a capital letter begins: who speaks was named before it.
fn begins_quotation(rest: &[char]) -> bool {
    matches!(rest, ['“' | '"' | '„' | '«', first, ..] if first.is_uppercase())
}

/// Whether a number is part of a Korean date, `2024. 5. 20.`: a month or a day follows it with a stop, or a month stands
/// before it.
fn is_in_date(sentence: &[char], token: &[char], rest: &[char]) -> bool {
    let digits = rest.iter().take_while(|c| c.is_ascii_digit()).count();
    let is_followed = (1..=2).contains(&digits) && rest.get(digits) == Some(&'.');
    let is_year = token.len() == 4;
    let is_part = token.len() <= 2 && follows_number(sentence, token);
    (is_year || is_part) && is_followed || is_part && has_year(sentence)
}

/// Whether a number of four digits with a stop is among the last words.
fn has_year(sentence: &[char]) -> bool {
    let words = sentence.rsplit(|c| c.is_whitespace()).take(3);
    let is_year = |word: &[char]| matches!(word, [digits @ .., '.'] if digits.len() == 4 && digits.iter().all(char::is_ascii_digit));
    words.into_iter().any(is_year)
}

/// Whether a number stands right before the last token.
fn follows_number(sentence: &[char], token: &[char]) -> bool {
    let before = &sentence[..sentence.len() - token.len()];
    let before = before.strip_suffix(&[' ']).unwrap_or(before);
    let before = before.strip_suffix(&['.']).unwrap_or(before);
    before.last().is_some_and(char::is_ascii_digit)
}

/// Whether `rest` begins with a word that starts sentences.
pub(super) fn is_starter(rest: &[char]) -> bool {
    let word: String = rest
        .iter()
        .skip_while(|c| !c.is_alphanumeric())
        .take_while(|c| c.is_alphabetic())
        .flat_map(|c| c.to_lowercase())
        .collect();
    rest.iter()
        .find(|c| c.is_alphabetic())
        .is_some_and(|c| c.is_uppercase())
        && holds(STARTERS, &word)
}

/// Whether a list of words holds `word`.
fn holds(list: &str, word: &str) -> bool {
    list.split_ascii_whitespace().any(|known| known == word)
}

/// A token without the article that is drawn to it: `l'art. 5`.
fn without_elision<'c>(token: &'c [char], lang: &str) -> &'c [char] {
    let mark = token.iter().rposition(|&c| matches!(c, '\'' | '’'));
    match mark {
        Some(at) if matches!(lang, "fr" | "it" | "ca") && token.len() > at + 2 => &token[at + 1..],
        _ => token,
    }
}

/// The last run without spaces, without opening marks.
fn last_token(chars: &[char]) -> &[char] {
    let start = chars.iter().rposition(|c| c.is_whitespace()).map_or(0, |at| at + 1);
    let token = &chars[start..];
    let skip = token.iter().take_while(|c| !c.is_alphanumeric()).count();
    &token[skip..]
}

/// The last two runs, in lower case and joined.
fn last_two(chars: &[char]) -> String {
    let text: String = chars
        .iter()
        .rev()
        .take(16)
        .collect::<Vec<_>>()
        .into_iter()
        .rev()
        .collect();
    let mut words = text.rsplit(char::is_whitespace).filter(|word| !word.is_empty());
    let last = words.next().unwrap_or_default();
    let before = words.next().unwrap_or_default();
    format!("{before}{last}").to_lowercase()
}

/// A number, a Roman number or one letter, as it stands before an item of a list.
fn is_list_number(word: &str) -> bool {
    word.chars().all(|c| c.is_ascii_digit() || c == '.')
        || word.chars().count() == 1
        || word.len() <= 5 && word.chars().all(|c| matches!(c, 'i' | 'v' | 'x'))
}

/// One capital letter, or several with stops: `J`, `J.T`, `P.R`, `J.-C`.
fn is_initial(token: &[char]) -> bool {
    if let [letter, '.', '-', rest @ ..] = token {
        return letter.is_uppercase() && is_initial(rest);
    }
    !token.is_empty()
        && token.len() <= 5
        && token
            .iter()
            .enumerate()
            .all(|(at, c)| if at % 2 == 0 { c.is_uppercase() } else { *c == '.' })
}
