//! Links between the words of both sides: what may stand for what.

use std::collections::{BTreeMap, HashMap};

use super::words::Words;
use crate::align::anchors::{Kind, Token};

/// How far similar words are believed to be translations.
const SIMILAR: f64 = 0.4;

/// A pair of words.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Link {
    pub(crate) source: u32,
    pub(crate) target: u32,
    /// The probability that the source word produces the target word.
    pub(crate) forward: f64,
    /// The probability that the target word produces the source word.
    pub(crate) backward: f64,
    /// How far it is believed that a word with such a link has its counterpart in the other text.
    pub(crate) belief: f64,
}

impl Link {
    pub(super) fn pair(&self) -> (u32, u32) {
        (self.source, self.target)
    }
}

/// Links that the words show by themselves: equal ones, and similar ones where both sides have the same letters.
pub(crate) fn of_spelling(words: &Words) -> Vec<Link> {
    let numbers: HashMap<&Token, u32> = (0..)
        .zip(&words.vocabulary[0])
        .map(|(number, token)| (token, number))
        .collect();
    let mut found = Vec::new();
    for (target, token) in (0_u32..).zip(&words.vocabulary[1]) {
        if let Some(&source) = numbers.get(token) {
            found.push(Link {
                source,
                target,
                forward: 1.0,
                backward: 1.0,
                belief: belief(token.kind),
            });
        }
    }
    for (source, target) in similar(words) {
        found.push(Link {
            source,
            target,
            forward: 0.5,
            backward: 0.5,
            belief: SIMILAR,
        });
    }
    found
}

/// How far equal tokens of a kind are believed to be translations.
fn belief(kind: Kind) -> f64 {
    match kind {
        Kind::Number | Kind::Word => 0.6,
        Kind::Mark => 0.5,
        Kind::Character => 0.3,
    }
}

/// Pairs of words that are written almost alike, where both sides have the same letters.
fn similar(words: &Words) -> Vec<(u32, u32)> {
    /// How many words with the same beginning are compared.
    const MOST: usize = 60;
    /// Words by number, with their letters.
    type Spelled = Vec<(u32, Vec<char>)>;
    let mut by_start: BTreeMap<String, [Spelled; 2]> = BTreeMap::new();
    for side in [0, 1] {
        for (number, token) in (0_u32..).zip(&words.vocabulary[side]) {
            let letters: Vec<char> = token.key.chars().collect();
            if token.kind == Kind::Word
                && (4..=40).contains(&letters.len())
                && letters.iter().all(|c| c.is_alphabetic())
            {
                let start: String = letters.iter().take(3).collect();
                by_start.entry(start).or_default()[side].push((number, letters));
            }
        }
    }
    let mut found = Vec::new();
    for [sources, targets] in by_start.values() {
        for (source, letters) in sources.iter().take(MOST) {
            for (target, others) in targets.iter().take(MOST) {
                if letters != others && likeness(letters, others) >= 0.72 {
                    found.push((*source, *target));
                }
            }
        }
    }
    found
}

/// Twice the longest common subsequence by the sum of both lengths.
fn likeness(a: &[char], b: &[char]) -> f64 {
    let mut row = vec![0_u16; b.len() + 1];
    for x in a {
        let mut diagonal = 0;
        for (at, y) in b.iter().enumerate() {
            let above = row[at + 1];
            row[at + 1] = if x == y { diagonal + 1 } else { above.max(row[at]) };
            diagonal = above;
        }
    }
    let common = f64::from(row.last().copied().unwrap_or(0));
    2.0 * common / crate::align::real(a.len() + b.len()).max(1.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cognates_are_alike_and_other_words_are_not() {
        let like = |a: &str, b: &str| likeness(&a.chars().collect::<Vec<_>>(), &b.chars().collect::<Vec<_>>());
        assert!(like("kommission", "commission") > 0.72);
        assert!(like("national", "nation") > 0.72);
        assert!(like("parlament", "parking") < 0.72);
    }
}
