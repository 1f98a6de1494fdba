//! Words without their endings, so that `developed` is found under `development`.

/// English forms that no rule leads back to their word.
const IRREGULAR: &[(&str, &str)] = &[
    ("arose", "arise"),
    ("ate", "eat"),
    ("awoke", "awake"),
    ("became", "become"),
    ("been", "be"),
    ("began", "begin"),
    ("begun", "begin"),
    ("bent", "bend"),
    ("best", "good"),
    ("better", "good"),
    ("bitten", "bite"),
    ("blew", "blow"),
    ("blown", "blow"),
    ("bore", "bear"),
    ("born", "bear"),
    ("bought", "buy"),
    ("bound", "bind"),
    ("broke", "break"),
    ("broken", "break"),
    ("brought", "bring"),
    ("built", "build"),
    ("burnt", "burn"),
    ("came", "come"),
    ("caught", "catch"),
    ("children", "child"),
    ("chose", "choose"),
    ("chosen", "choose"),
    ("crept", "creep"),
    ("dealt", "deal"),
    ("did", "do"),
    ("done", "do"),
    ("drank", "drink"),
    ("drawn", "draw"),
    ("drew", "draw"),
    ("driven", "drive"),
    ("drove", "drive"),
    ("drunk", "drink"),
    ("dug", "dig"),
    ("eaten", "eat"),
    ("fallen", "fall"),
    ("fed", "feed"),
    ("feet", "foot"),
    ("fell", "fall"),
    ("felt", "feel"),
    ("fled", "flee"),
    ("flew", "fly"),
    ("flown", "fly"),
    ("forgot", "forget"),
    ("forgotten", "forget"),
    ("fought", "fight"),
    ("found", "find"),
    ("froze", "freeze"),
    ("frozen", "freeze"),
    ("gave", "give"),
    ("geese", "goose"),
    ("given", "give"),
    ("gone", "go"),
    ("got", "get"),
    ("grew", "grow"),
    ("grown", "grow"),
    ("had", "have"),
    ("has", "have"),
    ("heard", "hear"),
    ("held", "hold"),
    ("hid", "hide"),
    ("hidden", "hide"),
    ("hung", "hang"),
    ("is", "be"),
    ("kept", "keep"),
    ("knew", "know"),
    ("known", "know"),
    ("laid", "lay"),
    ("lain", "lie"),
    ("leapt", "leap"),
    ("led", "lead"),
    ("left", "leave"),
    ("lent", "lend"),
    ("lit", "light"),
    ("lost", "lose"),
    ("made", "make"),
    ("meant", "mean"),
    ("men", "man"),
    ("met", "meet"),
    ("mice", "mouse"),
    ("paid", "pay"),
    ("ran", "run"),
    ("rang", "ring"),
    ("risen", "rise"),
    ("rose", "rise"),
    ("said", "say"),
    ("sang", "sing"),
    ("sank", "sink"),
    ("sat", "sit"),
    ("saw", "see"),
    ("seen", "see"),
    ("sent", "send"),
    ("shaken", "shake"),
    ("shone", "shine"),
    ("shook", "shake"),
    ("shot", "shoot"),
    ("shown", "show"),
    ("shrank", "shrink"),
    ("slept", "sleep"),
    ("sold", "sell"),
    ("sought", "seek"),
    ("spent", "spend"),
    ("spoke", "speak"),
    ("spoken", "speak"),
    ("sprang", "spring"),
    ("stole", "steal"),
    ("stolen", "steal"),
    ("stood", "stand"),
    ("strove", "strive"),
    ("struck", "strike"),
    ("stuck", "stick"),
    ("sung", "sing"),
    ("swam", "swim"),
    ("swept", "sweep"),
    ("swore", "swear"),
    ("sworn", "swear"),
    ("swung", "swing"),
    ("taken", "take"),
    ("taught", "teach"),
    ("teeth", "tooth"),
    ("thought", "think"),
    ("threw", "throw"),
    ("thrown", "throw"),
    ("told", "tell"),
    ("took", "take"),
    ("tore", "tear"),
    ("torn", "tear"),
    ("understood", "understand"),
    ("was", "be"),
    ("went", "go"),
    ("wept", "weep"),
    ("were", "be"),
    ("woke", "wake"),
    ("women", "woman"),
    ("won", "win"),
    ("wore", "wear"),
    ("worn", "wear"),
    ("worse", "bad"),
    ("worst", "bad"),
    ("written", "write"),
    ("wrote", "write"),
];

/// Endings that make a word of another, the longest first, and how many letters must be left.
const DERIVED: &[(&str, usize)] = &[
    ("ization", 3),
    ("isation", 3),
    ("ational", 3),
    ("fulness", 3),
    ("iveness", 3),
    ("ability", 3),
    ("ibility", 3),
    ("ation", 3),
    ("ition", 4),
    ("ement", 4),
    ("ment", 4),
    ("ness", 4),
    ("less", 4),
    ("ship", 4),
    ("hood", 4),
    ("ance", 4),
    ("ence", 4),
    ("ious", 4),
    ("able", 4),
    ("ible", 4),
    ("ally", 4),
    ("ical", 4),
    ("ate", 3),
    ("ize", 3),
    ("ise", 4),
    ("ion", 4),
    ("ity", 4),
    ("ful", 4),
    ("ist", 4),
    ("ive", 4),
    ("ous", 4),
    ("ant", 4),
    ("ent", 4),
    ("ial", 4),
    ("ian", 4),
    ("al", 4),
    ("ic", 4),
    ("ly", 3),
    ("iz", 4),
    ("at", 4),
    ("er", 4),
    ("or", 4),
    ("y", 4),
];

/// The stem of an English word in lower case.
pub(super) fn english(word: &str) -> String {
    let word = word.trim_end_matches("'s");
    if let Ok(place) = IRREGULAR.binary_search_by(|(form, _)| (*form).cmp(word)) {
        return IRREGULAR[place].1.trim_end_matches('e').to_owned();
    }
    let mut stem = word.to_owned();
    if !word.is_ascii() {
        return stem;
    }
    inflection(&mut stem);
    while let Some((ending, _)) = DERIVED.iter().find(|(ending, least)| {
        // most endings are told by their last letter already
        stem.as_bytes().last() == ending.as_bytes().last()
            && stem.len() >= ending.len() + least
            && stem.ends_with(ending)
    }) {
        stem.truncate(stem.len() - ending.len());
        undouble(&mut stem);
    }
    if stem.len() > 3 && stem.ends_with('e') {
        stem.pop();
    }
    if stem.len() > 2 && stem.ends_with('i') {
        stem.pop();
        stem.push('y');
    }
    stem
}

/// Takes the ending of a plural or a verb's form away.
fn inflection(stem: &mut String) {
    let cut = |stem: &mut String, by: usize| stem.truncate(stem.len().saturating_sub(by));
    if stem.len() > 4 && (stem.ends_with("ies") || stem.ends_with("ied")) {
        cut(stem, 3);
        stem.push('y');
        return;
    }
    let hissing = ["sses", "xes", "ches", "shes", "zes"]
        .iter()
        .any(|end| stem.ends_with(end));
    if hissing {
        cut(stem, 2);
    } else if stem.len() > 3
        && stem.ends_with('s')
        && !stem.ends_with("ss")
        && !stem.ends_with("us")
        && !stem.ends_with("is")
    {
        cut(stem, 1);
    }
    let has_vowel = |text: &str| text.contains(['a', 'e', 'i', 'o', 'u', 'y']);
    for ending in ["ing", "ed"] {
        if let Some(before) = stem.strip_suffix(ending)
            && before.len() >= 2
            && has_vowel(before)
        {
            let length = before.len();
            stem.truncate(length);
            undouble(stem);
            break;
        }
    }
}

/// Takes one of two equal consonants at the end away: `stopp`.
fn undouble(stem: &mut String) {
    let mut last = stem.bytes().rev();
    if let (Some(a), Some(b)) = (last.next(), last.next())
        && a == b
        && stem.len() > 3
        && !matches!(a, b'a' | b'e' | b'i' | b'o' | b'u' | b'l' | b's')
    {
        stem.pop();
    }
}

/// What a word of another language is looked up by: its beginning.
pub(super) fn other(word: &str) -> String {
    /// How many letters hardly ever hold an ending.
    const LETTERS: usize = 6;
    word.chars().take(LETTERS).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn irregular_forms_are_in_order() {
        assert!(IRREGULAR.is_sorted_by(|a, b| a.0 < b.0));
    }

    #[test]
    fn forms_of_a_word_have_one_stem() {
        for (a, b) in [
            ("developed", "development"),
            ("cities", "city"),
            ("held", "holding"),
            ("cooperation", "cooperate"),
            ("national", "nation"),
            ("stopped", "stop"),
            ("organization", "organized"),
            ("boxes", "box"),
            ("making", "make"),
            ("politics", "political"),
        ] {
            assert_eq!(english(a), english(b), "{a} {b}");
        }
        for (a, b) in [("sing", "single"), ("thing", "th"), ("this", "thi")] {
            assert_ne!(english(a), english(b), "{a} {b}");
        }
    }
}
