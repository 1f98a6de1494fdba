//! How sure a bead is: the share of all paths, weighed by their odds, that go through it.

use libm::{exp, log};

use super::band::Band;
use super::beads::{Model, Step};

/// By how much the evidence is held back, since its parts are not independent of each other.
const TEMPER: f64 = 0.6;

/// The posterior of each bead of a path, within a band that holds it.
pub(super) fn posteriors(model: &Model<'_>, band: &Band, path: &[Step]) -> Vec<f64> {
    let cells = band.cells();
    let mut forward = vec![f64::NEG_INFINITY; cells];
    let mut backward = vec![f64::NEG_INFINITY; cells];
    if cells == 0 {
        return Vec::new();
    }
    forward[0] = 0.0;
    backward[cells - 1] = 0.0;
    let width = model.shapes().len();
    let mut scores = vec![0.0_f32; cells * width];
    for source in 0..band.height() {
        for target in band.row(source) {
            visit(model, band, source, target, |here, there, shape| {
                let score = TEMPER * model.score(source, target, &model.shapes()[shape]);
                forward[there] = log_add(forward[there], forward[here] + score);
                #[expect(
                    clippy::cast_possible_truncation,
                    reason = "a score needs no more than the precision of `f32`"
                )]
                {
                    scores[here * width + shape] = score as f32;
                }
            });
        }
    }
    for source in (0..band.height()).rev() {
        for target in band.row(source).rev() {
            visit(model, band, source, target, |here, there, shape| {
                let score = f64::from(scores[here * width + shape]);
                backward[here] = log_add(backward[here], backward[there] + score);
            });
        }
    }
    let all = forward[cells - 1];
    let mut at = (0, 0);
    path.iter()
        .map(|step| {
            let next = (at.0 + step.source, at.1 + step.target);
            let shape = model.shapes().iter().position(|shape| shape.step == *step);
            let posterior = shape.and_then(|shape| {
                let here = band.cell(at.0, at.1)?;
                let there = band.cell(next.0, next.1)?;
                let score = f64::from(scores[here * width + shape]);
                Some(exp(forward[here] + score + backward[there] - all))
            });
            at = next;
            posterior.unwrap_or(0.0).clamp(0.0, 1.0)
        })
        .collect()
}

/// Names each step from a place: the cells it joins and the number of its shape.
fn visit(model: &Model<'_>, band: &Band, source: usize, target: usize, mut take: impl FnMut(usize, usize, usize)) {
    let Some(here) = band.cell(source, target) else { return };
    for (number, shape) in model.shapes().iter().enumerate() {
        if let Some(there) = band.cell(source + shape.step.source, target + shape.step.target) {
            take(here, there, number);
        }
    }
}

/// The logarithm of the sum of two numbers given by their logarithms.
fn log_add(a: f64, b: f64) -> f64 {
    let (high, low) = if a > b { (a, b) } else { (b, a) };
    if low == f64::NEG_INFINITY || high - low > 40.0 {
        return high;
    }
    high + log(1.0 + exp(low - high))
}
