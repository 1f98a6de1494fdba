//! Which two languages a raw text is in, and which of them each line is in.
//!
//! Scripts are counted first: no library is better on short lines. Only where both languages share a script are letters
//! and trigrams asked, over as much text at a time as there is.

mod chinese;
mod guess;
mod han;
mod others;
mod same_script;
mod smooth;
mod twins;

use super::lines::Line;
use super::script::{Letters, Script};
use crate::error::{Error, ErrorKind, Result};
use crate::model::LanguageTag;

/// The least share of the text that a second script must have to be a language of the text.
const LEAST_SHARE: f64 = 0.03;

/// The least confidence at which a guess is believed against what is usual for a script.
const CONFIDENCE_FLOOR: f64 = 0.8;

/// The least letters for such a guess.
const LETTERS_FLOOR: f64 = 60.0;

/// The two languages of a text, in no order, and the language of each line.
#[derive(Debug)]
pub(crate) struct Languages {
    /// The languages.
    pub(crate) tags: [LanguageTag; 2],
    /// Which of the two each line is in; `None` for blank lines and those of a third language.
    pub(crate) sides: Vec<Option<usize>>,
    /// The lines that are in a third language.
    pub(crate) others: Vec<(usize, LanguageTag)>,
}

/// Finds the languages of a text that holds two.
///
/// One of `hints` alone is asked where the text itself does not say. Two are believed, unless the text is written in other
/// scripts or is surely in another language.
///
/// # Errors
///
/// Fails if the text is blank, has no letters, or is in one language only.
pub(crate) fn of_bilingual(lines: &[Line<'_>], hints: [Option<&LanguageTag>; 2]) -> Result<Languages> {
    if lines.iter().all(Line::is_blank) {
        return Err(no_text());
    }
    let letters: Vec<Letters> = lines.iter().map(|line| Letters::of(line.text)).collect();
    let hinted = hints.map(|hint| hint.map(guess::script));
    let mut scripts = scripts_by_weight(&letters);
    first_two(&mut scripts, &letters, hinted);
    let Some(&(main, _)) = scripts.first() else {
        return Err(Error::from(ErrorKind::Language(
            "has no letters, so its languages can't be told".to_owned(),
        ))
        .with_help("name them with `-s` and `-t`, and give a text that has letters"));
    };
    let all: f64 = scripts.iter().map(|(_, weight)| weight).sum();
    let expected = |script: Script| hinted.contains(&Some(script));
    let second = scripts.get(1).copied().filter(|&(script, weight)| {
        let same_hinted = hinted == [Some(main); 2];
        let share = weight / all;
        share >= LEAST_SHARE && !(same_hinted && share < 0.1) || expected(script) && expected(main)
    });
    let asked_alike = second
        .is_some()
        .then_some(hinted[0])
        .flatten()
        .filter(|&script| hinted[1] == Some(script) && same_script::has_both(lines, &letters, script, hints));
    let main = asked_alike.unwrap_or(main);
    let mut found = if let Some((second, _)) = second.filter(|_| asked_alike.is_none()) {
        by_script(lines, &letters, [main, second], hints)
    } else {
        let apart = same_script::tell_apart(lines, &letters, main, hints);
        apart.ok_or_else(|| {
            let of_text = lines.iter().zip(&letters).map(|(line, letters)| (line.text, letters));
            one_language(&tag_of_script(of_text, main, hints), hints.iter().all(Option::is_some))
        })?
    };
    others::by_script(&mut found, lines, &letters, &scripts, asked_alike);
    twins::settle(&mut found.sides, lines, &letters);
    others::place(&mut found, lines);
    Ok(found)
}

/// The languages of a text whose two languages have different scripts.
fn by_script(
    lines: &[Line<'_>],
    letters: &[Letters],
    scripts: [Script; 2],
    hints: [Option<&LanguageTag>; 2],
) -> Languages {
    let side = |letters: &Letters| {
        let [first, second] = scripts.map(|script| letters.weight(script));
        (first > second || second > first).then_some(usize::from(second > first))
    };
    let mut sides: Vec<Option<usize>> = letters.iter().map(side).collect();
    let mut others = Vec::new();
    for side in [0, 1] {
        let further = same_script::further_of_side(lines, letters, scripts[side], hints, &mut sides, side);
        others.extend(further);
    }
    let tags = [0, 1].map(|side| {
        let of_side = lines
            .iter()
            .zip(letters)
            .zip(&sides)
            .filter(|&(_, &on)| on == Some(side));
        tag_of_script(
            of_side.map(|((line, letters), _)| (line.text, letters)),
            scripts[side],
            hints,
        )
    });
    Languages { tags, sides, others }
}

/// Finds the language of a text that holds one. `hints` are what it is said to be in, and what the text beside it is.
///
/// # Errors
///
/// Fails if the text is blank, or has no letters and there is no hint.
pub(crate) fn of_monolingual(lines: &[Line<'_>], hints: [Option<&LanguageTag>; 2]) -> Result<LanguageTag> {
    if lines.iter().all(Line::is_blank) {
        return Err(no_text());
    }
    let letters: Vec<Letters> = lines.iter().map(|line| Letters::of(line.text)).collect();
    match (scripts_by_weight(&letters).first(), hints[0]) {
        (Some(&(script, _)), _) => Ok(tag_of_script(
            lines.iter().zip(&letters).map(|(line, letters)| (line.text, letters)),
            script,
            hints,
        )),
        (None, Some(hint)) => Ok(hint.clone()),
        (None, None) => Err(Error::from(ErrorKind::Language(
            "has no letters, so its language can't be told".to_owned(),
        ))
        .with_help("name it with `-s` or `-t`")),
    }
}

/// What a text of one language is guessed to be in, however unsure that is.
pub(crate) fn best_guess(lines: &[Line<'_>]) -> Option<LanguageTag> {
    let mut block = String::new();
    for line in lines {
        if block.len() < ENOUGH {
            block.push_str(line.text);
            block.push('\n');
        }
    }
    guess::guess(&block, &[]).map(|guess| guess::tag(guess.lang))
}

fn no_text() -> Error {
    Error::from(ErrorKind::Text("holds no text".to_owned()))
        .with_help("give a text with both languages, or two files with `--pair`")
}

/// That a text holds one language only; `are_told` if both that it is to hold are named.
fn one_language(tag: &LanguageTag, are_told: bool) -> Error {
    let found = if *tag == LanguageTag::undetermined() {
        "holds one language only".to_owned()
    } else {
        format!("holds one language only, `{tag}`")
    };
    Error::from(ErrorKind::Language(found)).with_help(if are_told {
        "give the other language's file with `--pair`"
    } else {
        "give the other language's file with `--pair`, or name both languages with `-s` and `-t`"
    })
}

/// The scripts in which lines are written, heaviest first, each with the weight of its own lines.
fn scripts_by_weight(letters: &[Letters]) -> Vec<(Script, f64)> {
    let mut weights = Script::ALL.map(|script| (script, 0.0));
    for line in letters {
        if let Some(script) = line.main() {
            weights[script as usize].1 += line.weight(script);
        }
    }
    let mut found: Vec<(Script, f64)> = weights.into_iter().filter(|&(_, weight)| weight > 0.0).collect();
    found.sort_unstable_by(|a, b| b.1.total_cmp(&a.1).then((a.0 as usize).cmp(&(b.0 as usize))));
    found
}

/// Puts first, of more than two scripts of which there is about as much, those asked for and those that stand first.
fn first_two(scripts: &mut [(Script, f64)], letters: &[Letters], hinted: [Option<Script>; 2]) {
    /// How much there must be of what there is of the second.
    const LEAST: f64 = 0.5;
    let Some(&(_, second)) = scripts.get(1) else { return };
    let whole = scripts.iter().filter(|&&(_, weight)| weight >= LEAST * second).count();
    if let Some(whole) = scripts.get_mut(..whole).filter(|whole| whole.len() > 2) {
        whole.sort_unstable_by_key(|&(script, _)| {
            let first = letters.iter().position(|letters| letters.main() == Some(script));
            (!hinted.contains(&Some(script)), first)
        });
    }
}

/// The tag of the lines that are in one script.
fn tag_of_script<'a>(
    lines: impl Iterator<Item = (&'a str, &'a Letters)> + Clone,
    script: Script,
    hints: [Option<&LanguageTag>; 2],
) -> LanguageTag {
    let usual = || {
        guess::usual(script)
            .and_then(|tag| LanguageTag::parse(tag).ok())
            .unwrap_or_default()
    };
    if script == Script::Han {
        let (mut kana, mut han) = (0.0, 0.0);
        for (_, letters) in lines.clone() {
            kana += letters.kana;
            han += letters.han;
        }
        let tag = if kana > 0.1 * (kana + han) {
            "ja"
        } else if chinese::is_traditional(lines.map(|(line, _)| line)) {
            "zh-TW"
        } else {
            return usual();
        };
        return LanguageTag::parse(tag).unwrap_or_default();
    }
    let mut block = String::new();
    let mut weight = 0.0;
    for (line, letters) in lines {
        if letters.main() == Some(script) && block.len() < ENOUGH {
            block.push_str(line);
            block.push('\n');
            weight += letters.weight(script);
        }
    }
    let is_sure = |guess: &guess::Guess| guess.confidence >= CONFIDENCE_FLOOR && weight >= LETTERS_FLOOR;
    let guessed = guess::guess(&block, &[]);
    let fitting = hints.map(|hint| hint.filter(|hint| guess::script(hint) == script));
    if hints.iter().all(Option::is_some)
        && let Some(hint) = of_two(&block, guessed, fitting, is_sure)
    {
        return hint.clone();
    }
    if let Some(tag) = guess::by_letters(&block) {
        return tag;
    }
    let hint = fitting.into_iter().flatten().next();
    match (guessed, hint) {
        // a language that can't be guessed is guessed to be another
        (_, Some(hint)) if guess::lang(hint).is_none() => hint.clone(),
        (Some(guess), _) if is_sure(&guess) => guess::tag(guess.lang),
        (_, Some(hint)) => hint.clone(),
        (Some(guess), None) if guess::usual(script).is_none() => guess::tag(guess.lang),
        _ => usual(),
    }
}

/// Which of the languages that are named a text is in, which is `guessed` to be in some: the first, unless it is surely in the second, or in none.
fn of_two<'h>(
    text: &str,
    guessed: Option<guess::Guess>,
    hints: [Option<&'h LanguageTag>; 2],
    is_sure: impl Fn(&guess::Guess) -> bool,
) -> Option<&'h LanguageTag> {
    let known: Option<Vec<_>> = hints.into_iter().flatten().map(guess::lang).collect();
    let surely = guessed.filter(&is_sure);
    if let (Some(known), Some(surely)) = (known, surely)
        && !known.contains(&surely.lang)
    {
        return None;
    }
    let [Some(first), Some(second)] = hints else {
        return hints.into_iter().flatten().next();
    };
    let Some(of_second) = guess::lang(second) else {
        return Some(first);
    };
    let of_first = guess::lang(first);
    let found = match of_first {
        Some(of_first) => guess::guess(text, &[of_first, of_second]).filter(&is_sure),
        None => surely,
    };
    let is_second = found.is_some_and(|found| found.lang == of_second) && of_first != Some(of_second);
    Some(if is_second { second } else { first })
}

/// How many bytes of a language are looked at to name it.
const ENOUGH: usize = 20_000;

/// Gives lines without letters the language of their neighbours.
///
/// Two that are alike, one below the other, are taken for both languages' version of one line.
fn place_neutral(sides: &mut [Option<usize>], lines: &[Line<'_>]) {
    let known = sides.to_vec();
    let mut next: Vec<Option<(usize, usize)>> = vec![None; lines.len()];
    let mut after = None;
    for (at, place) in next.iter_mut().enumerate().rev() {
        after = known[at].map(|side| (at, side)).or(after);
        *place = after;
    }
    let mut blank_before = Vec::with_capacity(lines.len() + 1);
    let mut blank = 0;
    for line in lines {
        blank_before.push(blank);
        blank += usize::from(line.is_blank());
    }
    let mut previous: Option<(usize, usize)> = None;
    let mut waiting: Option<usize> = None;
    for (number, line) in lines.iter().enumerate() {
        if let Some(side) = known[number] {
            previous = Some((number, side));
            waiting = None;
            continue;
        }
        if line.is_blank() {
            continue;
        }
        let text = super::lines::trim(line.text);
        if let Some(twin) = waiting.take()
            && super::lines::trim(lines[twin].text) == text
            && is_alternating(&known, twin)
        {
            let first = previous.map_or(0, |(_, before)| usize::from(before == 0));
            sides[twin] = Some(first);
            sides[number] = Some(1 - first);
            continue;
        }
        waiting = Some(number);
        sides[number] = Some(match (previous, next[number]) {
            (Some((from, before)), Some((to, after))) => {
                let (above, below) = (
                    blank_before[number] - blank_before[from],
                    blank_before[to] - blank_before[number],
                );
                if below < above { after } else { before }
            }
            (Some((_, side)), None) | (None, Some((_, side))) => side,
            (None, None) => 0,
        });
    }
}

/// Whether the languages take turns around a line.
fn is_alternating(sides: &[Option<usize>], at: usize) -> bool {
    let window = &sides[at.saturating_sub(12)..sides.len().min(at + 12)];
    let known: Vec<usize> = window.iter().copied().flatten().collect();
    let turns = known.windows(2).filter(|pair| pair[0] != pair[1]).count();
    turns * 3 >= known.len() && turns >= 2
}

#[cfg(test)]
mod tests;
