//! Two languages of one script in one text: German and English, Chinese and Japanese.

use whatlang::Lang;

use super::{Languages, guess};
use crate::align::lines::Line;
use crate::align::real;
use crate::align::script::{Letters, Script};
use crate::model::LanguageTag;

/// The least share of the letters that a second language must have.
const LEAST_SHARE: f64 = 0.1;

/// The least letters for a line to be asked about its language by itself.
const LINE_FLOOR: f64 = 12.0;

/// How sure the block of all lines of a language must be.
const BLOCK_FLOOR: f64 = 0.9;

/// What it costs to change language from one line to the next, in the unit of a sure line.
const TURN: f64 = 0.25;

/// Tells the two languages apart; `None` where there is only one.
pub(super) fn tell_apart(
    lines: &[Line<'_>],
    letters: &[Letters],
    script: Script,
    hints: [Option<&LanguageTag>; 2],
) -> Option<Languages> {
    if script == Script::Han {
        return chinese_and_japanese(lines, letters);
    }
    let found = found_pair(lines, letters, script);
    let (pair, tags) = match (asked_pair(hints, script, found), found) {
        (Some((pair, tags)), _) => (pair, Some(tags)),
        (None, found) => (found?.map(Some), None),
    };
    let evidence: Vec<f64> = lines
        .iter()
        .zip(letters)
        .map(|(line, letters)| towards_second(line.text, letters.weight(script), pair))
        .collect();
    let sides = smooth(lines, &evidence);
    let used = |side: usize| sides.contains(&Some(side));
    (used(0) && used(1)).then(|| {
        let guessed = |side: usize| {
            let of_side = lines.iter().zip(&sides).filter(|&(_, &of)| of == Some(side));
            let block: String = of_side.flat_map(|(line, _)| [line.text, "\n"]).collect();
            let by_guess = || pair[side].map(guess::tag).unwrap_or_default();
            guess::by_letters(&block).unwrap_or_else(by_guess)
        };
        let tags = tags.unwrap_or_else(|| [0, 1].map(guessed));
        Languages { tags, sides }
    })
}

/// The two languages asked for, as they are told apart, if both are written in this script and the text is not surely in
/// two others. A language that can't be guessed is told by not being the other, or is what the text is guessed to be.
fn asked_pair(
    hints: [Option<&LanguageTag>; 2],
    script: Script,
    found: Option<[Lang; 2]>,
) -> Option<([Option<Lang>; 2], [LanguageTag; 2])> {
    let [first, second] = [hints[0]?, hints[1]?];
    if guess::script(first) != script || guess::script(second) != script {
        return None;
    }
    let asked = [first, second].map(guess::lang);
    let pair = match (asked, found) {
        ([Some(a), Some(b)], _) if a == b => return None,
        ([Some(_), Some(_)], Some(found)) if !asked.iter().flatten().all(|lang| found.contains(lang)) => return None,
        ([None, None], found) => found?.map(Some),
        _ => asked,
    };
    Some((pair, [first.clone(), second.clone()]))
}

/// The two languages that have most of the text: lines are guessed one by one, and each language is believed only if
/// all its lines together are surely of it.
fn found_pair(lines: &[Line<'_>], letters: &[Letters], script: Script) -> Option<[Lang; 2]> {
    let mut pools: Vec<(Lang, f64, String)> = Vec::new();
    let mut all = 0.0;
    for (line, letters) in lines.iter().zip(letters) {
        let weight = letters.weight(script);
        if weight < LINE_FLOOR {
            continue;
        }
        all += weight;
        let Some(found) = guess::guess(line.text, &[]) else {
            continue;
        };
        match pools.iter_mut().find(|(lang, ..)| *lang == found.lang) {
            Some((_, sum, block)) => {
                *sum += weight;
                if block.len() < super::ENOUGH {
                    block.push_str(line.text);
                    block.push('\n');
                }
            }
            None => pools.push((found.lang, weight, format!("{}\n", line.text))),
        }
    }
    pools.retain(|(lang, weight, block)| {
        *weight >= LEAST_SHARE * all
            && guess::guess(block, &[]).is_some_and(|found| found.lang == *lang && found.confidence >= BLOCK_FLOOR)
    });
    pools.sort_unstable_by(|a, b| b.1.total_cmp(&a.1).then_with(|| a.2.cmp(&b.2)));
    match pools.as_slice() {
        [(first, ..), (second, ..), ..] => Some([*first, *second]),
        _ => None,
    }
}

/// How much a line speaks for the second of two languages, from -1 to 1. One that can't be guessed is whatever the other
/// is not.
fn towards_second(line: &str, weight: f64, pair: [Option<Lang>; 2]) -> f64 {
    /// How much it speaks for a language that it is guessed to be another than the one beside it.
    const OTHER: f64 = 0.5;
    let known: Vec<Lang> = pair.into_iter().flatten().collect();
    let among = if known.len() == 2 { known.as_slice() } else { &[] };
    let Some(found) = guess::guess(line, among) else {
        return 0.0;
    };
    let place = pair.iter().position(|&lang| lang == Some(found.lang));
    let confidence = if place.is_some() { found.confidence } else { OTHER };
    let sure = confidence.max(0.05) * (weight / 40.0).min(1.0);
    let is_second = match place {
        Some(place) => place == 1,
        None => pair[1].is_none(),
    };
    if is_second { sure } else { -sure }
}

/// The languages of the lines that agree best with the evidence: they don't change without need, or, where they take turns
/// line by line, don't stay without need.
fn smooth(lines: &[Line<'_>], evidence: &[f64]) -> Vec<Option<usize>> {
    /// How much a line must speak for its language to count.
    const CLEAR: f64 = 0.25;
    let spoken: Vec<f64> = lines
        .iter()
        .zip(evidence)
        .filter(|(line, _)| !line.is_blank())
        .map(|(_, &towards)| towards)
        .collect();
    let clear = || {
        spoken
            .windows(2)
            .filter(|pair| pair.iter().all(|towards| towards.abs() >= CLEAR))
    };
    let turns = clear().filter(|pair| pair[0] * pair[1] < 0.0).count();
    let takes_turns = turns >= 3 && turns * 4 >= clear().count() * 3;
    best_sides(lines, evidence, if takes_turns { [TURN, 0.0] } else { [0.0, TURN] })
}

/// The sides of the lines, where staying on one and turning to the other cost this much.
fn best_sides(lines: &[Line<'_>], evidence: &[f64], [stay, turn]: [f64; 2]) -> Vec<Option<usize>> {
    let mut worth = [0.0_f64; 2];
    let mut came: Vec<[usize; 2]> = Vec::with_capacity(lines.len());
    for (line, &towards) in lines.iter().zip(evidence) {
        let before = worth;
        let mut from = [0, 1];
        // blank lines are on no side
        for side in (0..2).filter(|_| !line.is_blank()) {
            let (stays, turns) = (before[side] - stay, before[1 - side] - turn);
            worth[side] = stays.max(turns);
            if turns > stays {
                from[side] = 1 - side;
            }
        }
        worth[0] -= towards;
        worth[1] += towards;
        came.push(from);
    }
    let mut side = usize::from(worth[1] > worth[0]);
    let mut sides = vec![None; lines.len()];
    for at in (0..lines.len()).rev() {
        if !lines[at].is_blank() {
            sides[at] = Some(side);
        }
        side = came[at][side];
    }
    sides
}

/// Japanese lines have kana; Chinese sentences have none. `None` unless both are there.
fn chinese_and_japanese(lines: &[Line<'_>], letters: &[Letters]) -> Option<Languages> {
    /// The least Han characters without kana that make a line Chinese by itself.
    const LONG: f64 = 8.0;
    let (mut japanese, mut chinese) = (0.0, 0.0);
    for line in letters {
        if line.kana > 0.0 {
            japanese += line.han + line.kana;
        } else if line.han >= LONG {
            chinese += line.han;
        }
    }
    if chinese <= 0.15 * (chinese + japanese) || japanese <= 0.15 * (chinese + japanese) {
        return None;
    }
    let side = |letters: &Letters| {
        if letters.kana > 0.0 {
            Some(1)
        } else {
            (letters.han >= real(4)).then_some(0)
        }
    };
    let sides: Vec<Option<usize>> = letters.iter().map(side).collect();
    let of_chinese = lines.iter().zip(&sides).filter(|&(_, &side)| side == Some(0));
    let chinese = if super::chinese::is_traditional(of_chinese.map(|(line, _)| line.text)) {
        "zh-TW"
    } else {
        "zh-CN"
    };
    let tags = [chinese, "ja"].map(|tag| LanguageTag::parse(tag).unwrap_or_default());
    Some(Languages { tags, sides })
}
