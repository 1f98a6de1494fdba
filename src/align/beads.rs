//! The best path of beads through two rows of segments. It knows no language: what speaks for a bead is given to it.

use super::band::Band;
use super::cost::Cost;
use super::real;

/// The most segments that one side of a bead has.
pub(super) const MAX_SPAN: usize = 5;

/// One bead as a step of a path: how many segments it takes on each side.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Step {
    pub(super) source: usize,
    pub(super) target: usize,
}

/// A shape that beads may have, and the logarithm of how usual it is.
#[derive(Debug, Clone, Copy)]
pub(super) struct Shape {
    pub(super) step: Step,
    pub(super) log_prior: f64,
}

/// How usual each shape is where both sides have segments.
const USUAL: [(usize, usize, f64); 12] = [
    (1, 1, 0.80),
    (1, 2, 0.06),
    (2, 1, 0.06),
    (2, 2, 0.02),
    (1, 3, 0.012),
    (3, 1, 0.012),
    (2, 3, 0.003),
    (3, 2, 0.003),
    (1, 4, 0.003),
    (4, 1, 0.003),
    (1, 5, 0.001),
    (5, 1, 0.001),
];

/// The shapes that are tried.
#[derive(Debug, Clone)]
pub(super) struct Shapes(Vec<Shape>);

impl Shapes {
    /// All shapes, with a share `null` of beads that have one side only.
    pub(super) fn all(null: f64) -> Self {
        Self::within(MAX_SPAN * 2, null)
    }

    /// The shapes of at most `segments` on both sides together.
    pub(super) fn within(segments: usize, null: f64) -> Self {
        let two_sided = USUAL.iter().filter(|(source, target, _)| source + target <= segments);
        let shapes = two_sided.map(|&(source, target, prior)| (source, target, prior * (1.0 - null)));
        let one_sided = [(1, 0, null / 2.0), (0, 1, null / 2.0)];
        Self(
            shapes
                .chain(one_sided)
                .map(|(source, target, prior)| Shape {
                    step: Step { source, target },
                    log_prior: libm::log(prior),
                })
                .collect(),
        )
    }
}

/// What all evidence together says.
pub(super) struct Model<'a> {
    shapes: Shapes,
    parts: Vec<(f64, Box<dyn Cost + 'a>)>,
}

impl<'a> Model<'a> {
    pub(super) fn new(shapes: Shapes) -> Self {
        Self {
            shapes,
            parts: Vec::new(),
        }
    }

    /// The same, with another kind of evidence, which counts `weight` times.
    #[must_use]
    pub(super) fn with(mut self, weight: f64, cost: impl Cost + 'a) -> Self {
        self.parts.push((weight, Box::new(cost)));
        self
    }

    pub(super) fn prepare(&mut self, band: &Band) {
        for (_, part) in &mut self.parts {
            part.prepare(band);
        }
    }

    pub(super) fn shapes(&self) -> &[Shape] {
        &self.shapes.0
    }

    /// The log odds of the bead of this shape that starts at a place.
    pub(super) fn score(&self, source: usize, target: usize, shape: &Shape) -> f64 {
        let Step { source: m, target: n } = shape.step;
        let evidence = self
            .parts
            .iter()
            .map(|(weight, part)| weight * part.score(source..source + m, target..target + n));
        shape.log_prior + evidence.sum::<f64>()
    }
}

/// The best path within a band. `model` must be prepared for it.
pub(super) fn best_path(model: &Model<'_>, band: &Band) -> Vec<Step> {
    let mut worth = vec![f64::NEG_INFINITY; band.cells()];
    let mut taken = vec![u8::MAX; band.cells()];
    if let Some(first) = worth.first_mut() {
        *first = 0.0;
    }
    for source in 0..band.height() {
        for target in band.row(source) {
            let Some(here) = band.cell(source, target) else {
                continue;
            };
            let so_far = worth[here];
            if so_far == f64::NEG_INFINITY {
                continue;
            }
            for (number, shape) in (0_u8..).zip(model.shapes()) {
                let Some(there) = band.cell(source + shape.step.source, target + shape.step.target) else {
                    continue;
                };
                let score = so_far + model.score(source, target, shape);
                if score > worth[there] {
                    worth[there] = score;
                    taken[there] = number;
                }
            }
        }
    }
    trace(model, band, &taken)
}

fn trace(model: &Model<'_>, band: &Band, taken: &[u8]) -> Vec<Step> {
    let mut source = band.height().saturating_sub(1);
    let mut target = *band.row(source).end();
    let mut steps = Vec::new();
    while source > 0 || target > 0 {
        let shape = band
            .cell(source, target)
            .and_then(|cell| model.shapes().get(usize::from(taken[cell])));
        // a band always hangs together by steps of one segment
        let Some(Shape { step, .. }) = shape else { break };
        steps.push(*step);
        source -= step.source.min(source);
        target -= step.target.min(target);
    }
    steps.reverse();
    steps
}

/// The share of each shape among the beads of a path, one-sided ones together first.
pub(super) fn null_share(steps: &[Step]) -> f64 {
    let nulls = steps.iter().filter(|step| step.source == 0 || step.target == 0).count();
    real(nulls) / real(steps.len()).max(1.0)
}
