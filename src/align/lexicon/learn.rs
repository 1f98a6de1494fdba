//! Learning from pairs of texts that are aligned already.

use std::collections::BTreeMap;

use super::{LearntPair, Lexicon, Reading};
use crate::align::anchors::tokens;
use crate::align::beads::Step;
use crate::align::cost::{Words, learn, of_spelling};
use crate::io::Threads;
use crate::model::LanguageTag;

/// What a pair of words must have one way or the other to be kept for other texts.
const LEAST_SHARE: f64 = 0.02;

/// Pairs of segments to learn from, by languages.
#[derive(Debug, Default)]
pub struct LearnFrom {
    pairs: BTreeMap<[String; 2], Vec<[String; 2]>>,
}

impl LearnFrom {
    /// Takes two segments that are translations of each other.
    pub fn add(&mut self, langs: [&LanguageTag; 2], texts: [&str; 2]) {
        /// More pairs of two languages add little and take long.
        const MOST: usize = 20_000;
        let mut sides = [0, 1].map(|side| (langs[side].language().to_owned(), texts[side].to_owned()));
        // a text that has its languages in the other order teaches the same
        if sides[0].0 > sides[1].0 {
            sides.reverse();
        }
        let [(a, first), (b, second)] = sides;
        let pairs = self.pairs.entry([a, b]).or_default();
        if pairs.len() < MOST {
            pairs.push([first, second]);
        }
    }

    /// Adds what the pairs teach to a lexicon.
    pub fn teach(&self, lexicon: &mut Lexicon, threads: Threads) {
        for (langs, pairs) in &self.pairs {
            let tags = langs
                .each_ref()
                .map(|lang| LanguageTag::parse(lang).unwrap_or_default());
            let readings = [0, 1].map(|side| {
                let other = pairs.iter().map(move |pair| pair[1 - side].as_str());
                Reading::new(&tags[side], other, lexicon)
            });
            let words = Words::new([0, 1].map(|side| {
                let segments = pairs
                    .iter()
                    .map(|pair| tokens(&pair[side], &tags[side], &readings[side]));
                segments.collect()
            }));
            let mut known = of_spelling(&words);
            known.extend(super::links(&words, [&tags[0], &tags[1]], lexicon));
            let steps = vec![Step { source: 1, target: 1 }; pairs.len()];
            let mut found: BTreeMap<[String; 2], [f64; 2]> = BTreeMap::new();
            for pair in lexicon.learnt.iter().filter(|pair| pair.langs == *langs) {
                found.insert(pair.words.clone(), pair.shares);
            }
            for link in learn(&words, &steps, &known, threads) {
                let [source, target] = [
                    &words.vocabulary[0][link.source as usize],
                    &words.vocabulary[1][link.target as usize],
                ];
                if source != target && link.forward.max(link.backward) >= LEAST_SHARE {
                    found.insert([source.key.clone(), target.key.clone()], [link.forward, link.backward]);
                }
            }
            lexicon.learnt.retain(|pair| pair.langs != *langs);
            lexicon
                .learnt
                .extend(found.into_iter().map(|(words, shares)| LearntPair {
                    langs: langs.clone(),
                    words,
                    shares,
                }));
        }
    }
}
