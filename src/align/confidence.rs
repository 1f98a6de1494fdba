//! How sure a bead is: the share of all paths, weighed by their odds, that go through it. And the beads that are so sure
//! together that most of them can be expected to be right.

use super::band::Band;
use super::beads::{Scores, Step};
use super::maths::{exp, ln};
use super::real;
use super::side_by_side::both;
use crate::io::Threads;

/// By how much the evidence is held back, since its parts are not independent of each other.
const TEMPER: f64 = 0.6;

/// From the logarithmic odds of a posterior to those of being right: factor and summand, fitted (docs/alignment.md).
const CALIBRATION: (f64, f64) = (1.19, -0.42);

/// The posterior from which a bead without counterpart is sure to be one.
const SURE: f64 = 0.7;

/// Between which shares of such beads a text goes from one where they are an exception to one where they are common.
const NULL_SHARES: (f64, f64) = (0.07, 0.15);

/// The posterior that a bead with both sides must exceed to be worth anything where others are common.
const LEAST_POSTERIOR: f64 = 0.3;

/// The path whose beads can be expected to be right most often, each bead with its confidence. `path` is the likeliest as a
/// whole: unrelated sentences that stand beside each other make one bead in it where they would be two, each of which is in
/// most of the other likely paths. `nulls_rarer`, a logarithm, is added to the scores of beads without counterpart while beads are
/// chosen, but does not make those that are chosen any surer.
pub(super) fn surest(
    scores: &mut Scores,
    band: &Band,
    path: &[Step],
    nulls_rarer: Option<f64>,
    threads: Threads,
) -> Vec<(Step, f64)> {
    let Some(passed) = Passed::of(scores, band, threads) else {
        return Vec::new();
    };
    let likeliest = passed.with_posteriors(scores, band, path);
    let nulls = commonness(&likeliest, SURE);
    let chosen = |scores: &Scores, passed: &Passed| {
        scores.best_path_by(band, |here, there, step, score| {
            worth(step, passed.posterior(here, there, score), nulls)
        })
    };
    let path = match nulls_rarer {
        Some(rarer) => {
            scores.weigh_nulls(rarer);
            let path = Passed::of(scores, band, threads).map(|passed| chosen(scores, &passed));
            scores.weigh_nulls(0.0);
            path.unwrap_or_default()
        }
        None => chosen(scores, &passed),
    };
    let path = passed.with_posteriors(scores, band, &path);
    path.into_iter()
        .map(|(step, posterior)| (step, calibrated(posterior)))
        .collect()
}

/// How common beads without counterpart are in a text, from 0 where they are an exception to 1, by those that are surer than `sure`.
fn commonness(beads: &[(Step, f64)], sure: f64) -> f64 {
    let sure = beads.iter().filter(|(step, of_bead)| step.is_null() && *of_bead > sure);
    let share = real(sure.count()) / real(beads.len()).max(1.0);
    ((share - NULL_SHARES.0) / (NULL_SHARES.1 - NULL_SHARES.0)).clamp(0.0, 1.0)
}

/// The same, of beads with their confidence.
pub(super) fn commonness_of_nulls(beads: &[(Step, f64)]) -> f64 {
    commonness(beads, calibrated(SURE))
}

/// What a bead adds to how well a path can be expected to do, in a text where beads without counterpart are as common as
/// `nulls` says, from 0 to 1.
///
/// Where they are an exception, a path is measured by its F1: each bead that is chosen costs one in precision, and gains one
/// there if it is right; one with both sides gains one in recall as well. Where they are common, it is measured by how many
/// sentences are in a bead that is right, as far as it is likelier than others.
fn worth(step: Step, posterior: f64, nulls: f64) -> f64 {
    let cost = 1.0 - nulls;
    if step.is_null() {
        return posterior - cost;
    }
    let sentences = f64::midpoint(real(step.source), real(step.target));
    ((2.0 - nulls) * posterior - cost - LEAST_POSTERIOR * nulls) * (1.0 + nulls * (sentences - 1.0))
}

/// The logarithms of the odds of all paths to each cell, and from it.
struct Passed {
    forward: Vec<f64>,
    backward: Vec<f64>,
    /// Those of all paths.
    all: f64,
}

impl Passed {
    /// `None` for a band without cells.
    fn of(scores: &Scores, band: &Band, threads: Threads) -> Option<Self> {
        let [forward, backward] = both(
            threads,
            band.is_large(),
            [Way::Forward, Way::Backward],
            |way| match way {
                Way::Forward => forward(scores, band),
                Way::Backward => backward(scores, band),
            },
        );
        let all = forward.last().copied()?;
        Some(Self { forward, backward, all })
    }

    /// The beads of a path, each with its posterior.
    fn with_posteriors(&self, scores: &Scores, band: &Band, path: &[Step]) -> Vec<(Step, f64)> {
        let mut at = (0, 0);
        path.iter()
            .map(|&step| {
                let next = (at.0 + step.source, at.1 + step.target);
                let posterior = scores.shape(step).and_then(|shape| {
                    let here = band.cell(at.0, at.1)?;
                    let there = band.cell(next.0, next.1)?;
                    Some(self.posterior(here, there, scores.get(here, shape)))
                });
                at = next;
                (step, posterior.unwrap_or(0.0))
            })
            .collect()
    }

    /// The posterior of the bead with this score that joins two cells.
    fn posterior(&self, here: usize, there: usize, score: f64) -> f64 {
        exp(self.forward[here] + TEMPER * score + self.backward[there] - self.all)
    }
}

/// Which way paths are followed.
#[derive(Debug, Clone, Copy)]
enum Way {
    Forward,
    Backward,
}

/// The logarithms of the odds of all paths to each cell.
fn forward(scores: &Scores, band: &Band) -> Vec<f64> {
    let mut to = vec![f64::NEG_INFINITY; band.cells()];
    if let Some(first) = to.first_mut() {
        *first = 0.0;
    }
    for source in 0..band.height() {
        for target in band.row(source) {
            scores.visit(band, source, target, |here, there, _, score| {
                to[there] = log_add(to[there], to[here] + TEMPER * score);
            });
        }
    }
    to
}

/// The logarithms of the odds of all paths from each cell.
fn backward(scores: &Scores, band: &Band) -> Vec<f64> {
    let mut from = vec![f64::NEG_INFINITY; band.cells()];
    if let Some(last) = from.last_mut() {
        *last = 0.0;
    }
    for source in (0..band.height()).rev() {
        for target in band.row(source).rev() {
            scores.visit(band, source, target, |here, there, _, score| {
                from[here] = log_add(from[here], from[there] + TEMPER * score);
            });
        }
    }
    from
}

/// How often a bead of this posterior is right.
fn calibrated(posterior: f64) -> f64 {
    /// Nothing is surer than this, either way.
    const LEAST: f64 = 0.000_1;
    let posterior = posterior.clamp(LEAST, 1.0 - LEAST);
    let odds = ln(posterior / (1.0 - posterior));
    let (factor, summand) = CALIBRATION;
    1.0 / (1.0 + exp(-(factor * odds + summand)))
}

/// The logarithm of the sum of two numbers given by their logarithms.
fn log_add(a: f64, b: f64) -> f64 {
    let (high, low) = if a > b { (a, b) } else { (b, a) };
    if low == f64::NEG_INFINITY || high - low > 40.0 {
        return high;
    }
    high + ln(1.0 + exp(low - high))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::align::beads::{Model, Shapes};
    use crate::align::cost::Cost;

    /// Knows that the first segments belong together, and next to nothing of a second one.
    struct OnePair;

    impl Cost for OnePair {
        fn score(&self, source: std::ops::Range<usize>, target: std::ops::Range<usize>) -> f64 {
            match (source.len(), target.len()) {
                (1, 1) => 6.0,
                (2, 1) => 3.5,
                _ => 0.0,
            }
        }
    }

    fn chosen(nulls_rarer: Option<f64>) -> Vec<(Step, f64)> {
        let band = Band::whole(2, 1);
        let model = Model::new(Shapes::all(0.1)).with(1.0, OnePair);
        let mut scores = Scores::of(&model, &band, Threads::One);
        let likeliest = scores.best_path(&band);
        surest(&mut scores, &band, &likeliest, nulls_rarer, Threads::One)
    }

    #[test]
    fn where_sentences_alone_are_rarer_a_doubtful_one_joins_its_neighbour_and_is_no_surer() {
        let steps = |chosen: &[(Step, f64)]| {
            chosen
                .iter()
                .map(|(step, _)| (step.source, step.target))
                .collect::<Vec<_>>()
        };
        let (as_usual, rarer) = (chosen(None), chosen(Some(-3.0)));
        assert_eq!(steps(&as_usual).len(), 2);
        assert_eq!(steps(&rarer), [(2, 1)]);
        // of all likely paths it is in fewer than half
        assert!(rarer.iter().all(|(_, confidence)| *confidence < 0.5), "{rarer:?}");
    }
}
