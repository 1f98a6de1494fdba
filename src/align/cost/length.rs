//! Lengths: a long sentence has a long translation.

use std::ops::Range;

use libm::{lgamma, log};

use super::Cost;
use crate::align::beads::{MAX_SPAN, Step};
use crate::align::maths::{exp, ln};
use crate::align::real;
use crate::align::script::{is_han, is_kana};
use crate::model::LanguageTag;

/// How likely a translation's length has nothing to do with its original's.
const STRANGE: f64 = 0.03;

/// What is added to a length before it scales the variance.
const VARIANCE_OFFSET: f64 = 12.0;

/// The variance per character that is taken before there are beads to learn from.
const FIRST_VARIANCE: f64 = 6.0;

/// How many beads the first variance counts for.
const FIRST_WEIGHT: f64 = 12.0;

/// The least density of a length that is taken to be possible.
const LEAST_DENSITY: f64 = 1e-100;

/// Scores the lengths of two stretches against what stretches of as many sentences have anyway, so that merging is not
/// rewarded for its own sake.
#[derive(Debug)]
pub(crate) struct Length {
    /// Sums of lengths up to each segment, both sides in characters of the side that takes more of them.
    sums: [Vec<f64>; 2],
    /// One by how likely each span's length is whatever the other side, by start and number of segments.
    background: [Vec<[f64; MAX_SPAN]>; 2],
    variance: f64,
}

impl Length {
    /// Learns the ratio of the two sides' lengths from their totals.
    pub(crate) fn new(lengths: [&[f64]; 2]) -> Self {
        let totals = lengths.map(|side| side.iter().sum::<f64>());
        let ratio = if totals.iter().all(|&total| total > 0.0) {
            totals[1] / totals[0]
        } else {
            1.0
        };
        Self::with(lengths, ratio, FIRST_VARIANCE)
    }

    /// Learns ratio and variance from beads, which a pass before has found.
    pub(crate) fn from_beads(lengths: [&[f64]; 2], steps: &[Step]) -> Self {
        let first = Self::new(lengths);
        let mut at = [0, 0];
        let (mut totals, mut pairs) = ([0.0; 2], Vec::new());
        for step in steps {
            let next = [at[0] + step.source, at[1] + step.target];
            if step.source > 0 && step.target > 0 && step.source + step.target <= 3 {
                let pair = [0, 1].map(|side| lengths[side][at[side]..next[side]].iter().sum::<f64>());
                totals[0] += pair[0];
                totals[1] += pair[1];
                pairs.push(pair);
            }
            at = next;
        }
        if pairs.is_empty() || totals[0] <= 0.0 || totals[1] <= 0.0 {
            return first;
        }
        let ratio = totals[1] / totals[0];
        let mut sum = FIRST_VARIANCE * FIRST_WEIGHT;
        for pair in &pairs {
            let (source, target) = (pair[0] * ratio.max(1.0), pair[1] * (1.0 / ratio).max(1.0));
            let spread = (target - source) * (target - source) / (f64::midpoint(source, target) + VARIANCE_OFFSET);
            // a bead that is wrong says nothing about those that are right
            sum += spread.min(FIRST_VARIANCE * 9.0);
        }
        Self::with(lengths, ratio, sum / (FIRST_WEIGHT + real(pairs.len())))
    }

    fn with(lengths: [&[f64]; 2], ratio: f64, variance: f64) -> Self {
        // in characters of the side that takes more of them, so that neither order of the two is better
        let factors = [ratio.max(1.0), (1.0 / ratio).max(1.0)];
        let scaled = [0, 1].map(|side| {
            lengths[side]
                .iter()
                .map(|length| length * factors[side])
                .collect::<Vec<f64>>()
        });
        Self {
            background: scaled.each_ref().map(|side| Gamma::fit(side).of_spans(side)),
            sums: scaled.map(|side: Vec<f64>| {
                let mut sum = 0.0;
                let mut sums = vec![0.0];
                sums.extend(side.into_iter().map(|length| {
                    sum += length;
                    sum
                }));
                sums
            }),
            variance,
        }
    }

    /// How unlikely a span's length is whatever the other side: one by its density.
    fn oddness(&self, side: usize, span: &Range<usize>) -> f64 {
        let of_start = self.background[side].get(span.start);
        of_start
            .and_then(|spans| spans.get(span.len().wrapping_sub(1)))
            .copied()
            .unwrap_or(1.0)
    }

    fn length(&self, side: usize, span: &Range<usize>) -> f64 {
        let sum = |at: usize| self.sums[side].get(at).copied().unwrap_or_default();
        sum(span.end) - sum(span.start)
    }
}

impl Cost for Length {
    fn score(&self, source: Range<usize>, target: Range<usize>) -> f64 {
        if source.is_empty() || target.is_empty() {
            return 0.0;
        }
        let lengths = [self.length(0, &source), self.length(1, &target)];
        let oddness = [self.oddness(0, &source), self.oddness(1, &target)];
        let precision = 1.0 / (self.variance * (f64::midpoint(lengths[0], lengths[1]) + VARIANCE_OFFSET));
        let difference = lengths[1] - lengths[0];
        let density =
            exp(-0.5 * difference * difference * precision) * (precision * std::f64::consts::FRAC_1_PI * 0.5).sqrt();
        let better = |side: usize| (1.0 - STRANGE) * density * oddness[side] + STRANGE;
        0.5 * ln(better(0) * better(1))
    }
}

/// How many characters a text counts for: a letter of another script than Chinese or Japanese says less in them.
pub(crate) fn characters(text: &str, lang: &LanguageTag) -> f64 {
    let wide = matches!(lang.language(), "zh" | "ja");
    let of = |c: char| match (wide, is_han(c) || is_kana(c)) {
        (true, false) => 0.45,
        (false, true) => 3.0,
        _ => 1.0,
    };
    text.chars().map(of).sum::<f64>().max(0.5)
}

/// The gamma distribution of the length of one segment, and so of the sum of several.
#[derive(Debug)]
struct Gamma {
    shape: f64,
    scale: f64,
    /// Logarithms that depend on the number of segments alone.
    constants: [f64; MAX_SPAN + 1],
}

impl Gamma {
    fn fit(lengths: &[f64]) -> Self {
        let count = real(lengths.len()).max(1.0);
        let mean = (lengths.iter().sum::<f64>() / count).max(1.0);
        let spread: f64 = lengths.iter().map(|length| (length - mean) * (length - mean)).sum();
        // a few sentences of usual spread stand for what a short text does not tell
        let variance = (spread + 4.0 * mean * mean * 0.4) / (count + 4.0);
        let shape = (mean * mean / variance).clamp(0.7, 8.0);
        let scale = mean / shape;
        let mut constants = [0.0; MAX_SPAN + 1];
        for (segments, constant) in constants.iter_mut().enumerate().skip(1) {
            let shape = shape * real(segments);
            *constant = shape * log(scale) + lgamma(shape);
        }
        Self {
            shape,
            scale,
            constants,
        }
    }

    /// One by the density of each span of a side.
    fn of_spans(&self, lengths: &[f64]) -> Vec<[f64; MAX_SPAN]> {
        (0..lengths.len())
            .map(|start| {
                let mut length = 0.0;
                let mut spans = [1.0; MAX_SPAN];
                for (segments, (span, one)) in (1..).zip(spans.iter_mut().zip(lengths.iter().skip(start))) {
                    length += one;
                    *span = 1.0 / exp(self.log_density(length, segments)).max(LEAST_DENSITY);
                }
                spans
            })
            .collect()
    }

    fn log_density(&self, length: f64, segments: usize) -> f64 {
        let length = length.max(0.5);
        let constant = self.constants.get(segments).copied().unwrap_or_default();
        (self.shape * real(segments) - 1.0) * ln(length) - length / self.scale - constant
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn like_lengths_speak_for_a_bead_and_unlike_ones_against_it() {
        let lengths: [&[f64]; 2] = [&[20.0, 60.0, 35.0, 50.0], &[21.0, 57.0, 36.0, 52.0]];
        let cost = Length::new(lengths);
        assert!(cost.score(1..2, 1..2) > 0.5);
        assert!(cost.score(0..1, 1..2) < 0.0);
        assert!(cost.score(0..2, 0..2) > cost.score(0..2, 0..1));
    }

    #[test]
    fn an_empty_document_scores_without_a_fault() {
        let cost = Length::new([&[], &[]]);
        assert!(cost.score(0..1, 0..1).is_finite());
    }
}
