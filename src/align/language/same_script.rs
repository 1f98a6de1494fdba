//! Two languages of one script in one text: German and English.

use std::collections::HashMap;
use std::ops::Range;

use whatlang::Lang;

use super::smooth::{Evidence, MOST, smooth};
use super::{Languages, guess, han};
use crate::align::lines::{Line, trim};
use crate::align::script::{Letters, Script};
use crate::model::LanguageTag;

/// The least share of the letters that a second language must have.
const LEAST_SHARE: f64 = 0.1;

/// The least letters for a line to be asked about its language by itself.
const LINE_FLOOR: f64 = 12.0;

/// How sure the block of all lines of a language must be.
const BLOCK_FLOOR: f64 = 0.9;

/// Tells the two languages apart; `None` where there is only one.
pub(super) fn tell_apart(
    lines: &[Line<'_>],
    letters: &[Letters],
    script: Script,
    hints: [Option<&LanguageTag>; 2],
) -> Option<Languages> {
    if script == Script::Han {
        return han::chinese_and_japanese(lines, letters, 0.15);
    }
    let mut repeated = repeated(lines);
    let asked = |lang: &Lang| hints.iter().flatten().any(|hint| guess::lang(hint) == Some(*lang));
    let mut pools = pools(lines, letters, script, &repeated);
    if pools.len() < 2 {
        // a text that says much twice in one language
        repeated.fill(false);
        pools = self::pools(lines, letters, script, &repeated);
    }
    let (pair, tags) = match asked_pair(hints, script, &pools) {
        Some((pair, tags)) => (pair, Some(tags)),
        None => (found_pair(&pools, &asked)?.map(Some), None),
    };
    let mut langs = pair.to_vec();
    langs.extend(further(&pools, pair).into_iter().map(Some));
    let say = |at: Range<usize>| said(at, lines, letters, script, &repeated, &langs);
    let written: Vec<bool> = lines.iter().map(|line| !line.is_blank()).collect();
    let mut sides = smooth(lines, &written, langs.len(), &say);
    let used = |side: usize| sides.contains(&Some(side));
    if !used(0) || !used(1) {
        return None;
    }
    let guessed = |side: usize| {
        let of_side = lines.iter().zip(&sides).filter(|&(_, &of)| of == Some(side));
        let block: String = of_side.flat_map(|(line, _)| [line.text, "\n"]).collect();
        let by_guess = || pair[side].map(guess::tag).unwrap_or_default();
        guess::by_letters(&block).unwrap_or_else(by_guess)
    };
    let tags = tags.unwrap_or_else(|| [0, 1].map(guessed));
    let others = set_aside(&mut sides, &langs);
    Some(Languages { tags, sides, others })
}

/// What lines say of their language, but for those that are `skipped`.
fn said(
    at: Range<usize>,
    lines: &[Line<'_>],
    letters: &[Letters],
    script: Script,
    skipped: &[bool],
    langs: &[Option<Lang>],
) -> Evidence {
    let mut block = String::new();
    let mut weight = 0.0;
    for at in at.filter(|&at| !skipped[at]) {
        if block.len() < super::ENOUGH {
            block.push_str(lines[at].text);
            block.push('\n');
            weight += letters[at].weight(script);
        }
    }
    evidence(&block, weight, langs)
}

/// Whether a text has both languages asked for, of which neither is told by its script.
pub(super) fn has_both(
    lines: &[Line<'_>],
    letters: &[Letters],
    script: Script,
    hints: [Option<&LanguageTag>; 2],
) -> bool {
    let asked = hints.map(|hint| hint.filter(|hint| guess::script(hint) == script).and_then(guess::lang));
    let [Some(first), Some(second)] = asked else {
        return false;
    };
    let pools = pools(lines, letters, script, &repeated(lines));
    let has = |lang: Lang| pools.iter().any(|pool| pool.lang == lang);
    first != second && has(first) && has(second)
}

/// The lines of one side of a text that are in a further language than that asked for or, if that is none, that stands first.
pub(super) fn further_of_side(
    lines: &[Line<'_>],
    letters: &[Letters],
    script: Script,
    hints: [Option<&LanguageTag>; 2],
    sides: &mut [Option<usize>],
    side: usize,
) -> Vec<(usize, LanguageTag)> {
    if script == Script::Han {
        return han::further(lines, letters, hints, sides, side);
    }
    let written: Vec<bool> = sides.iter().map(|&of| of == Some(side)).collect();
    let mut skipped = repeated(lines);
    for (skipped, &written) in skipped.iter_mut().zip(&written) {
        *skipped |= !written;
    }
    let pools = pools(lines, letters, script, &skipped);
    let Some(first) = pools.first() else { return Vec::new() };
    let mut whole: Vec<&Pool> = further_pools(&pools, [first; 2]).take(MOST - 1).collect();
    if whole.is_empty() {
        return Vec::new();
    }
    whole.push(first);
    let asked = |lang: &Lang| hints.iter().flatten().any(|hint| guess::lang(hint) == Some(*lang));
    put_in_order(&mut whole, &asked);
    let langs: Vec<Option<Lang>> = whole.iter().map(|pool| Some(pool.lang)).collect();
    let say = |at: Range<usize>| said(at, lines, letters, script, &skipped, &langs);
    let mut others = Vec::new();
    for (at, of) in smooth(lines, &written, langs.len(), &say).into_iter().enumerate() {
        if let Some(lang) = of.filter(|&of| of > 0).and_then(|of| langs[of]) {
            others.push((at, guess::tag(lang)));
            sides[at] = None;
        }
    }
    others
}

/// Takes the lines off the sides that are in a third language.
fn set_aside(sides: &mut [Option<usize>], langs: &[Option<Lang>]) -> Vec<(usize, LanguageTag)> {
    let mut others = Vec::new();
    for (at, side) in sides.iter_mut().enumerate() {
        if let Some(lang) = side.filter(|&side| side > 1).and_then(|side| langs[side]) {
            others.push((at, guess::tag(lang)));
            *side = None;
        }
    }
    others
}

/// Which lines stand in the text more than once, word for word: those of both languages are in neither of them.
fn repeated(lines: &[Line<'_>]) -> Vec<bool> {
    let mut repeated = vec![false; lines.len()];
    let mut first = HashMap::new();
    for (at, line) in lines.iter().enumerate() {
        let before = *first.entry(trim(line.text)).or_insert(at);
        if before < at {
            (repeated[before], repeated[at]) = (true, true);
        }
    }
    repeated
}

/// The two languages asked for, as they are told apart, if both are written in this script and the text is not surely in
/// others. A language that can't be guessed is told by not being the other, or is what the text is guessed to be.
fn asked_pair(
    hints: [Option<&LanguageTag>; 2],
    script: Script,
    pools: &[Pool],
) -> Option<([Option<Lang>; 2], [LanguageTag; 2])> {
    let [first, second] = [hints[0]?, hints[1]?];
    if guess::script(first) != script || guess::script(second) != script {
        return None;
    }
    let asked = [first, second].map(guess::lang);
    let has = |lang: &Lang| pools.iter().any(|pool| pool.lang == *lang);
    let pair = match asked {
        [Some(a), Some(b)] if a == b => return None,
        [Some(_), Some(_)] if pools.len() > 1 && !asked.iter().flatten().all(has) => return None,
        [None, None] => found_pair(pools, &|_| false)?.map(Some),
        _ => asked,
    };
    Some((pair, [first.clone(), second.clone()]))
}

/// The lines of a text that are guessed, one by one, to be in a language.
pub(super) struct Pool {
    lang: Lang,
    weight: f64,
    block: String,
    /// Those that are long enough to be surely so.
    places: Vec<usize>,
}

impl Pool {
    /// Whether this language and another stand apart: each in few pieces, or by turns. Lines of one language that are guessed
    /// to be in one that is like it stand among the others.
    fn is_apart(&self, other: &Self) -> bool {
        let mut places: Vec<usize> = self.places.iter().chain(&other.places).copied().collect();
        places.sort_unstable();
        let is_own = |at: &usize| self.places.binary_search(at).is_ok();
        let turns = places
            .windows(2)
            .filter(|pair| is_own(&pair[0]) != is_own(&pair[1]))
            .count();
        turns <= 2 || turns * 4 >= (places.len() - 1) * 3
    }
}

/// The languages of a text, heaviest first. Each is believed only if all its lines together are surely of it.
pub(super) fn pools(lines: &[Line<'_>], letters: &[Letters], script: Script, skipped: &[bool]) -> Vec<Pool> {
    /// The least letters for a line to show where a language stands.
    const LONG: f64 = 30.0;
    let mut pools: Vec<Pool> = Vec::new();
    let mut all = 0.0;
    for (at, (line, letters)) in lines.iter().zip(letters).enumerate() {
        let weight = letters.weight(script);
        if weight < LINE_FLOOR || skipped[at] {
            continue;
        }
        all += weight;
        let Some(found) = guess::guess(line.text, &[]) else {
            continue;
        };
        let number = pools
            .iter()
            .position(|pool| pool.lang == found.lang)
            .unwrap_or_else(|| {
                pools.push(Pool {
                    lang: found.lang,
                    weight: 0.0,
                    block: String::new(),
                    places: Vec::new(),
                });
                pools.len() - 1
            });
        let pool = &mut pools[number];
        pool.weight += weight;
        if pool.block.len() < super::ENOUGH {
            pool.block.push_str(line.text);
            pool.block.push('\n');
        }
        if weight >= LONG {
            pool.places.push(at);
        }
    }
    pools.retain(|pool| {
        pool.weight >= LEAST_SHARE * all
            && guess::guess(&pool.block, &[])
                .is_some_and(|found| found.lang == pool.lang && found.confidence >= BLOCK_FLOOR)
    });
    pools.sort_unstable_by(|a, b| b.weight.total_cmp(&a.weight).then_with(|| a.block.cmp(&b.block)));
    pools
}

/// The two languages that have most of the text; of more that have about as much, those asked for and those that stand first.
fn found_pair(pools: &[Pool], asked: &dyn Fn(&Lang) -> bool) -> Option<[Lang; 2]> {
    let [first, second, ..] = pools else { return None };
    let mut pair = [first, second];
    let mut whole: Vec<&Pool> = further_pools(pools, pair).collect();
    if !whole.is_empty() {
        whole.extend(pair);
        put_in_order(&mut whole, asked);
        if let [first, second, ..] = *whole {
            pair = [first, second];
        }
    }
    Some(pair.map(|pool| pool.lang))
}

/// Puts those first that are asked for, and of others those that stand first.
fn put_in_order(pools: &mut [&Pool], asked: &dyn Fn(&Lang) -> bool) {
    pools.sort_unstable_by_key(|pool| (!asked(&pool.lang), pool.places.first().copied()));
}

/// The languages that have a text of their own beside the two.
fn further(pools: &[Pool], pair: [Option<Lang>; 2]) -> Vec<Lang> {
    let of = |lang: Option<Lang>| pools.iter().find(|pool| Some(pool.lang) == lang);
    let [Some(first), Some(second)] = pair.map(of) else {
        return Vec::new();
    };
    further_pools(pools, [first, second])
        .map(|pool| pool.lang)
        .take(MOST - 2)
        .collect()
}

fn further_pools<'a>(pools: &'a [Pool], pair: [&'a Pool; 2]) -> impl Iterator<Item = &'a Pool> {
    /// How much a language must have of what the lesser of the two has, how many letters, and how many lines that say much.
    const LEAST: f64 = 0.5;
    const LEAST_LETTERS: f64 = 80.0;
    const FEWEST: usize = 2;
    let least = LEAST_LETTERS.max(LEAST * pair[0].weight.min(pair[1].weight));
    pools.iter().filter(move |pool| {
        let is_new = pair
            .iter()
            .all(|of_pair| of_pair.lang != pool.lang && pool.is_apart(of_pair));
        is_new && pool.weight >= least && pool.places.len() >= FEWEST
    })
}

/// What a text says of its language, of several. One that can't be guessed is whatever the other is not.
fn evidence(text: &str, weight: f64, langs: &[Option<Lang>]) -> Evidence {
    /// How much it speaks for a language that it is guessed to be another than the one beside it.
    const OTHER: f64 = 0.5;
    let known: Vec<Lang> = langs.iter().copied().flatten().collect();
    let among = if known.len() == langs.len() {
        known.as_slice()
    } else {
        &[]
    };
    let Some(found) = guess::guess(text, among) else {
        return Evidence::default();
    };
    let place = langs.iter().position(|&lang| lang == Some(found.lang));
    let confidence = if place.is_some() { found.confidence } else { OTHER };
    let of = place
        .or_else(|| langs.iter().position(Option::is_none))
        .unwrap_or_default();
    Evidence {
        of,
        sure: confidence.max(0.05) * (weight / 40.0).min(1.0),
    }
}
