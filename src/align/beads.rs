//! The best path of beads through two rows of segments. It knows no language: what speaks for a bead is given to it.

use std::ops::Range;

use libm::{exp, log};

use super::band::Band;
use super::cost::Cost;
use super::real;
use super::side_by_side::both;
use crate::io::Threads;

/// The most segments that one side of a bead has.
pub(super) const MAX_SPAN: usize = 5;

/// One bead as a step of a path: how many segments it takes on each side.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Step {
    pub(super) source: usize,
    pub(super) target: usize,
}

impl Step {
    /// Whether one side has no segment.
    pub(super) fn is_null(self) -> bool {
        self.source == 0 || self.target == 0
    }
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

/// How many beads the usual shares count for against those of a path.
const USUAL_WEIGHT: f64 = 30.0;

/// The least and the greatest share of beads that have one side only.
const NULL_SHARES: (f64, f64) = (0.01, 0.3);

/// The shapes that are tried.
#[derive(Debug, Clone)]
pub(super) struct Shapes(Vec<Shape>);

impl Shapes {
    /// All shapes, with a share `null` of beads that have one side only.
    pub(super) fn all(null: f64) -> Self {
        Self::within(MAX_SPAN * 2, null)
    }

    /// The same, as usual as they are in a path.
    #[must_use]
    pub(super) fn with_shares_of(mut self, steps: &[Step]) -> Self {
        let count = real(steps.len());
        for shape in &mut self.0 {
            let alike = steps.iter().filter(|&&step| step == shape.step).count();
            let mut share = (exp(shape.log_prior) * USUAL_WEIGHT + real(alike)) / (USUAL_WEIGHT + count);
            if shape.step.is_null() {
                share = share.clamp(NULL_SHARES.0 / 2.0, NULL_SHARES.1 / 2.0);
            }
            shape.log_prior = log(share);
        }
        self
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
                    log_prior: log(prior),
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

    pub(super) fn prepare(&mut self, band: &Band, threads: Threads) {
        for (_, part) in &mut self.parts {
            part.prepare(band, threads);
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

/// The score of each shape at each place of a band.
pub(super) struct Scores {
    shapes: Vec<Shape>,
    values: Vec<f32>,
    /// What is added to the scores of each shape.
    summands: Vec<f64>,
}

impl Scores {
    /// What `model`, which must be prepared for the band, says.
    pub(super) fn of(model: &Model<'_>, band: &Band, threads: Threads) -> Self {
        let shapes = model.shapes().to_vec();
        let mut scores = vec![f32::NEG_INFINITY; band.cells() * shapes.len()];
        let middle = band.middle();
        let (first, second) = scores.split_at_mut(band.cells_before(middle) * shapes.len());
        let halves = [(0..middle, first), (middle..band.height(), second)];
        both(threads, band.is_large(), halves, |(rows, scores)| {
            Self::fill_rows(model, band, rows, scores);
        });
        Self {
            summands: vec![0.0; shapes.len()],
            shapes,
            values: scores,
        }
    }

    /// Puts the scores of some rows of the band into `scores`.
    fn fill_rows(model: &Model<'_>, band: &Band, rows: Range<usize>, scores: &mut [f32]) {
        let shapes = model.shapes();
        let mut places = scores.chunks_exact_mut(shapes.len().max(1));
        for source in rows {
            for target in band.row(source) {
                let Some(place) = places.next() else { continue };
                for (score, shape) in place.iter_mut().zip(shapes) {
                    let step = shape.step;
                    if band.cell(source + step.source, target + step.target).is_some() {
                        #[expect(
                            clippy::cast_possible_truncation,
                            reason = "a score needs no more than the precision of `f32`"
                        )]
                        {
                            *score = model.score(source, target, shape) as f32;
                        }
                    }
                }
            }
        }
    }

    /// The number of a shape.
    pub(super) fn shape(&self, step: Step) -> Option<usize> {
        self.shapes.iter().position(|shape| shape.step == step)
    }

    /// Has `summand` added to the scores of the shapes that have one side only.
    pub(super) fn weigh_nulls(&mut self, summand: f64) {
        let of_shape = |shape: &Shape| if shape.step.is_null() { summand } else { 0.0 };
        self.summands = self.shapes.iter().map(of_shape).collect();
    }

    /// The score of a shape, by its number, at a cell.
    pub(super) fn get(&self, cell: usize, shape: usize) -> f64 {
        let score = self.values.get(cell * self.shapes.len() + shape);
        score.map_or(f64::NEG_INFINITY, |&score| f64::from(score) + self.summands[shape])
    }

    /// The score of a bead that starts at a place; `None` if it has no shape that is tried or leaves the band.
    pub(super) fn at(&self, band: &Band, from: [usize; 2], step: Step) -> Option<f64> {
        let shape = self.shape(step)?;
        band.cell(from[0] + step.source, from[1] + step.target)?;
        Some(self.get(band.cell(from[0], from[1])?, shape))
    }

    /// Names each step that the band allows from a place: the cells it joins, and its score.
    pub(super) fn visit(
        &self,
        band: &Band,
        source: usize,
        target: usize,
        mut take: impl FnMut(usize, usize, usize, f64),
    ) {
        let Some(here) = band.cell(source, target) else { return };
        for (number, shape) in self.shapes.iter().enumerate() {
            if let Some(there) = band.cell(source + shape.step.source, target + shape.step.target) {
                take(here, there, number, self.get(here, number));
            }
        }
    }

    /// The path within the band that is likeliest as a whole.
    pub(super) fn best_path(&self, band: &Band) -> Vec<Step> {
        self.best_path_by(band, |_, _, _, score| score)
    }

    /// The path within the band whose beads are worth most together: `worth_of` is told the cells that a bead joins, its shape
    /// and its score.
    pub(super) fn best_path_by(&self, band: &Band, worth_of: impl Fn(usize, usize, Step, f64) -> f64) -> Vec<Step> {
        let mut worth = vec![f64::NEG_INFINITY; band.cells()];
        let mut taken = vec![u8::MAX; band.cells()];
        if let Some(first) = worth.first_mut() {
            *first = 0.0;
        }
        for source in 0..band.height() {
            for target in band.row(source) {
                self.visit(band, source, target, |here, there, shape, score| {
                    let score = worth[here] + worth_of(here, there, self.shapes[shape].step, score);
                    if score > worth[there] {
                        worth[there] = score;
                        taken[there] = u8::try_from(shape).unwrap_or(u8::MAX);
                    }
                });
            }
        }
        self.trace(band, &taken)
    }

    fn trace(&self, band: &Band, taken: &[u8]) -> Vec<Step> {
        let mut source = band.height().saturating_sub(1);
        let mut target = *band.row(source).end();
        let mut steps = Vec::new();
        while source > 0 || target > 0 {
            let shape = band
                .cell(source, target)
                .and_then(|cell| self.shapes.get(usize::from(taken[cell])));
            // a band always hangs together by steps of one segment
            let Some(Shape { step, .. }) = shape else { break };
            steps.push(*step);
            source -= step.source.min(source);
            target -= step.target.min(target);
        }
        steps.reverse();
        steps
    }
}
