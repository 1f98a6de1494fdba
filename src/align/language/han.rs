//! Languages of one script that is not of letters: Chinese and Japanese, and Chinese in both its scripts.

use super::Languages;
use super::chinese::is_traditional_tag;
use crate::align::lines::Line;
use crate::align::real;
use crate::align::script::Letters;
use crate::model::LanguageTag;

/// Of Chinese and Japanese on one side of a text, the lines of that which is not asked for or stands second.
pub(super) fn further(
    lines: &[Line<'_>],
    letters: &[Letters],
    hints: [Option<&LanguageTag>; 2],
    sides: &mut [Option<usize>],
    side: usize,
) -> Vec<(usize, LanguageTag)> {
    /// The least share of each, and the least Han characters and kana.
    const LEAST: f64 = 0.3;
    const LEAST_LETTERS: f64 = 24.0;
    let of_side: Vec<Letters> = letters
        .iter()
        .zip(&*sides)
        .map(|(letters, &of)| if of == Some(side) { *letters } else { Letters::default() })
        .collect();
    let found = chinese_and_japanese(lines, &of_side, LEAST).or_else(|| both_chinese(lines, &of_side, LEAST));
    let Some(found) = found else { return Vec::new() };
    let known: Vec<usize> = found.sides.iter().copied().flatten().collect();
    let turns = known.windows(2).filter(|pair| pair[0] != pair[1]).count();
    let all: f64 = of_side.iter().map(|letters| letters.han + letters.kana).sum();
    if all * LEAST < LEAST_LETTERS || turns > 2 && turns * 4 < known.len() * 3 {
        return Vec::new();
    }
    let fits = |hint: &LanguageTag, tag: &LanguageTag| {
        hint.same_language(tag)
            && (hint.as_str() == hint.language() || is_traditional_tag(hint) == is_traditional_tag(tag))
    };
    let is_asked = |of: usize| hints.iter().flatten().any(|hint| fits(hint, &found.tags[of]));
    let first = known.first().copied().unwrap_or(0);
    let kept = if is_asked(1 - first) && !is_asked(first) {
        1 - first
    } else {
        first
    };
    let mut others = Vec::new();
    let mut last = first;
    for (at, side_of) in sides.iter_mut().enumerate() {
        last = found.sides[at].unwrap_or(last);
        if last != kept && *side_of == Some(side) {
            others.push((at, found.tags[last].clone()));
            *side_of = None;
        }
    }
    others
}

/// Simplified and traditional Chinese in one text. `None` unless each has this share at `least`.
fn both_chinese(lines: &[Line<'_>], letters: &[Letters], least: f64) -> Option<Languages> {
    let balances = super::chinese::balances(lines.iter().map(|line| line.text));
    let (mut weights, mut kana) = ([0.0; 2], 0.0);
    let mut sides = Vec::with_capacity(lines.len());
    for (letters, balance) in letters.iter().zip(balances) {
        let side = (letters.han > 0.0 && balance != 0).then_some(usize::from(balance > 0));
        if let Some(side) = side {
            weights[side] += letters.han;
        }
        kana += letters.kana;
        sides.push(side);
    }
    let all = weights[0] + weights[1];
    let both = kana == 0.0 && weights.iter().all(|&weight| weight > least * all);
    let tags = ["zh-CN", "zh-TW"].map(|tag| LanguageTag::parse(tag).unwrap_or_default());
    both.then_some(Languages {
        tags,
        sides,
        others: Vec::new(),
    })
}

/// Japanese lines have kana; Chinese sentences have none. `None` unless each has this share at `least`.
pub(super) fn chinese_and_japanese(lines: &[Line<'_>], letters: &[Letters], least: f64) -> Option<Languages> {
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
    if chinese <= least * (chinese + japanese) || japanese <= least * (chinese + japanese) {
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
    Some(Languages {
        tags,
        sides,
        others: Vec::new(),
    })
}
