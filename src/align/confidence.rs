//! How sure a bead is: the share of all paths, weighed by their odds, that go through it.

use super::band::Band;
use super::beads::{Scores, Step};
use super::maths::{exp, ln};

/// By how much the evidence is held back, since its parts are not independent of each other.
const TEMPER: f64 = 0.6;

/// From the logarithmic odds of a posterior to those of being right: factor and summand, fitted (docs/alignment.md).
const CALIBRATION: (f64, f64) = (1.19, -0.42);

/// The posterior of each bead of a path, within a band that holds it.
pub(super) fn posteriors(scores: &Scores, band: &Band, path: &[Step]) -> Vec<f64> {
    let cells = band.cells();
    let mut forward = vec![f64::NEG_INFINITY; cells];
    let mut backward = vec![f64::NEG_INFINITY; cells];
    if cells == 0 {
        return Vec::new();
    }
    forward[0] = 0.0;
    backward[cells - 1] = 0.0;
    for source in 0..band.height() {
        for target in band.row(source) {
            scores.visit(band, source, target, |here, there, _, score| {
                forward[there] = log_add(forward[there], forward[here] + TEMPER * score);
            });
        }
    }
    for source in (0..band.height()).rev() {
        for target in band.row(source).rev() {
            scores.visit(band, source, target, |here, there, _, score| {
                backward[here] = log_add(backward[here], backward[there] + TEMPER * score);
            });
        }
    }
    let all = forward[cells - 1];
    let mut at = (0, 0);
    path.iter()
        .map(|step| {
            let next = (at.0 + step.source, at.1 + step.target);
            let posterior = scores.shape(*step).and_then(|shape| {
                let here = band.cell(at.0, at.1)?;
                let there = band.cell(next.0, next.1)?;
                let score = TEMPER * scores.get(here, shape);
                Some(exp(forward[here] + score + backward[there] - all))
            });
            at = next;
            calibrated(posterior.unwrap_or(0.0))
        })
        .collect()
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
