//! Lines in further languages, which are set aside.

use super::{Languages, guess, place_neutral, tag_of_script};
use crate::align::lines::Line;
use crate::align::script::{Letters, Script};
use crate::model::LanguageTag;

/// Sets aside what is in a script of its own, of which there is much, and in neither language.
pub(super) fn by_script(
    found: &mut Languages,
    lines: &[Line<'_>],
    letters: &[Letters],
    scripts: &[(Script, f64)],
    alike: Option<Script>,
) {
    /// The least share of the text that such a script must have, and the least that it says, in Latin letters.
    const LEAST: f64 = 0.1;
    const LEAST_LETTERS: f64 = 60.0;
    let all: f64 = scripts.iter().map(|(_, weight)| weight).sum();
    let in_use = found.tags.each_ref().map(guess::script);
    for &(script, weight) in scripts {
        let is_of_pair = match alike {
            Some(alike) => script == alike,
            None => in_use.contains(&script) || scripts.iter().take(2).any(|&(of_pair, _)| of_pair == script),
        };
        if is_of_pair || weight < LEAST_LETTERS || weight < LEAST * all {
            continue;
        }
        let is_other = |letters: &Letters| letters.main() == Some(script);
        let of_script = lines.iter().zip(letters).filter(|(_, letters)| is_other(letters));
        let tag = tag_of_script(
            of_script.map(|(line, letters)| (line.text, letters)),
            script,
            [None, None],
        );
        let places = (0..lines.len()).filter(|&at| is_other(&letters[at]));
        found.others.extend(places.map(|at| (at, tag.clone())));
    }
    for &(at, _) in &found.others {
        found.sides[at] = None;
    }
    if alike.is_some() {
        // what stands in a block without saying so may stand in one that is set aside
        for (side, letters) in found.sides.iter_mut().zip(letters) {
            *side = side.filter(|_| letters.main().is_some());
        }
    }
}

/// Gives lines without letters the language of their neighbours, which may be a third one.
pub(super) fn place(found: &mut Languages, lines: &[Line<'_>]) {
    const OTHER: usize = 2;
    let mut own: Vec<Option<LanguageTag>> = vec![None; lines.len()];
    let mut last = None;
    for (at, tag) in std::mem::take(&mut found.others) {
        found.sides[at] = Some(OTHER);
        own[at] = Some(tag);
    }
    place_neutral(&mut found.sides, lines);
    for (at, side) in found
        .sides
        .iter_mut()
        .enumerate()
        .filter(|(_, side)| **side == Some(OTHER))
    {
        *side = None;
        // one that was placed is in the language of the one before, or of the next
        let tag = own[at]
            .take()
            .or_else(|| last.take())
            .or_else(|| own[at..].iter().flatten().next().cloned());
        last.clone_from(&tag);
        found.others.extend(tag.map(|tag| (at, tag)));
    }
}
