//! Pairs of words that texts have taught, kept for other texts: `--lexicon-out`, `--lexicon-in`.

use std::collections::HashMap;

use super::Lexicon;
use crate::align::anchors::Kind;
use crate::align::cost::{Link, Words};
use crate::model::LanguageTag;

/// How far what other texts have taught is believed.
const BELIEF: f64 = 0.4;

/// Two words that were found to stand for each other.
#[derive(Debug, Clone, PartialEq)]
pub struct LearntPair {
    /// The languages of both words, without regions.
    pub langs: [String; 2],
    /// The words in plain form.
    pub words: [String; 2],
    /// The probabilities that the first produces the second, and the other way round.
    pub shares: [f64; 2],
}

impl Lexicon {
    /// The links of a text's words that other texts have taught.
    pub(super) fn learnt_links(&self, words: &Words, langs: [&LanguageTag; 2]) -> Vec<Link> {
        if self.learnt.is_empty() {
            return Vec::new();
        }
        let numbers = [0, 1].map(|side| {
            let tokens = (0_u32..).zip(&words.vocabulary[side]);
            let learnt = tokens.filter(|(_, token)| matches!(token.kind, Kind::Word | Kind::Character));
            learnt
                .map(|(number, token)| (token.key.as_str(), number))
                .collect::<HashMap<_, _>>()
        });
        let mut found = Vec::new();
        for pair in &self.learnt {
            for first in [0, 1] {
                let order = [first, 1 - first];
                if order
                    .iter()
                    .zip(langs)
                    .any(|(&at, lang)| pair.langs[at] != lang.language())
                {
                    continue;
                }
                let [source, target] = [0, 1].map(|side| numbers[side].get(pair.words[order[side]].as_str()));
                if let (Some(&source), Some(&target)) = (source, target) {
                    found.push(Link {
                        source,
                        target,
                        forward: pair.shares[order[0]],
                        backward: pair.shares[order[1]],
                        belief: BELIEF,
                    });
                }
            }
        }
        found
    }
}
