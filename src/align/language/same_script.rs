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
    let hinted = hinted_pair(hints, script);
    let pair = found_pair(lines, letters, script).or(hinted)?;
    let evidence: Vec<f64> = lines
        .iter()
        .zip(letters)
        .map(|(line, letters)| towards_second(line.text, letters.weight(script), pair))
        .collect();
    let sides = smooth(lines, &evidence);
    let used = |side: usize| sides.contains(&Some(side));
    (used(0) && used(1)).then(|| {
        let tags = pair.map(|lang| {
            let hint = hints
                .into_iter()
                .flatten()
                .find(|hint| hinted.is_some() && guess::lang(hint) == Some(lang));
            hint.filter(|hint| hint.as_str().len() == 2)
                .cloned()
                .unwrap_or_else(|| guess::tag(lang))
        });
        Languages { tags, sides }
    })
}

/// The two languages asked for, if both are of this script and known.
fn hinted_pair(hints: [Option<&LanguageTag>; 2], script: Script) -> Option<[Lang; 2]> {
    let [first, second] = hints;
    let (first, second) = (first?, second?);
    if guess::script(first) != script || guess::script(second) != script {
        return None;
    }
    let pair = [guess::lang(first)?, guess::lang(second)?];
    (pair[0] != pair[1]).then_some(pair)
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
    pools.sort_by(|a, b| b.1.total_cmp(&a.1));
    match pools.as_slice() {
        [(first, ..), (second, ..), ..] => Some([*first, *second]),
        _ => None,
    }
}

/// How much a line speaks for the second of two languages, from -1 to 1.
fn towards_second(line: &str, weight: f64, pair: [Lang; 2]) -> f64 {
    let Some(found) = guess::guess(line, &pair) else {
        return 0.0;
    };
    let sure = found.confidence.max(0.05) * (weight / 40.0).min(1.0);
    if found.lang == pair[1] { sure } else { -sure }
}

/// The languages of the lines that agree best with the evidence and don't change without need. A paragraph stays in one
/// language more surely than a text does.
fn smooth(lines: &[Line<'_>], evidence: &[f64]) -> Vec<Option<usize>> {
    let mut worth = [0.0_f64; 2];
    let mut came: Vec<[usize; 2]> = Vec::with_capacity(lines.len());
    for &towards in evidence {
        let stay = worth;
        let mut from = [0, 1];
        for side in 0..2 {
            if stay[1 - side] - TURN > stay[side] {
                worth[side] = stay[1 - side] - TURN;
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
