//! Numbers the words of both sides: the same word has the same number.

use std::collections::HashMap;
use std::ops::Range;

use crate::align::anchors::{Token, size};
use crate::align::{narrow, real};

/// The tokens of both sides, by number.
#[derive(Debug, Default)]
pub(crate) struct Words {
    /// The tokens of each segment: number and count.
    pub(crate) segments: [Vec<Vec<(u32, f64)>>; 2],
    /// How much each segment says.
    pub(crate) sizes: [Vec<f64>; 2],
    /// The tokens themselves, by number.
    pub(crate) vocabulary: [Vec<Token>; 2],
    /// How often each token stands in its side.
    counts: [Vec<f64>; 2],
    /// The tokens of each side as they stand, and where those of each segment end.
    rows: [(Vec<u32>, Vec<u32>); 2],
}

impl Words {
    /// Numbers the tokens of both sides.
    pub(crate) fn new(tokens: [Vec<Vec<Token>>; 2]) -> Self {
        let mut words = Self::default();
        for (side, segments) in tokens.into_iter().enumerate() {
            let mut numbers: HashMap<Token, u32> = HashMap::new();
            let mut counts: Vec<f64> = Vec::new();
            for segment in segments {
                words.sizes[side].push(size(&segment));
                let mut found: Vec<u32> = Vec::with_capacity(segment.len());
                for token in segment {
                    let next = u32::try_from(counts.len()).unwrap_or(u32::MAX);
                    let number = *numbers.entry(token).or_insert_with_key(|token| {
                        words.vocabulary[side].push(token.clone());
                        counts.push(0.0);
                        next
                    });
                    counts[number as usize] += 1.0;
                    found.push(number);
                }
                let (row, ends) = &mut words.rows[side];
                row.extend(&found);
                ends.push(narrow(row.len()));
                found.sort_unstable();
                let counted = found
                    .chunk_by(|a, b| a == b)
                    .map(|run| (run[0], real(run.len())))
                    .collect();
                words.segments[side].push(counted);
            }
            words.counts[side] = counts;
        }
        words
    }

    /// How often a token stands in its side.
    pub(crate) fn count(&self, side: usize, token: u32) -> f64 {
        self.counts[side].get(token as usize).copied().unwrap_or(0.0)
    }

    /// The tokens of some segments as they stand.
    pub(crate) fn in_order(&self, side: usize, segments: Range<usize>) -> &[u32] {
        let (row, ends) = &self.rows[side];
        let end_of = |count: usize| {
            let end = count.checked_sub(1).and_then(|last| ends.get(last));
            end.map_or(0, |&end| end as usize)
        };
        row.get(end_of(segments.start)..end_of(segments.end))
            .unwrap_or_default()
    }

    /// The tokens of some segments by number, each once.
    pub(crate) fn of_span(&self, side: usize, segments: Range<usize>) -> Vec<u32> {
        let mut tokens = self.in_order(side, segments).to_vec();
        tokens.sort_unstable();
        tokens.dedup();
        tokens
    }

    /// The share of each token of a side among all of them, but at least `least`.
    pub(super) fn shares(&self, side: usize, least: f64) -> Vec<f64> {
        let total = self.counts[side].iter().sum::<f64>().max(1.0);
        let counts = self.counts[side].iter();
        counts.map(|count| (count / total).max(least)).collect()
    }
}
