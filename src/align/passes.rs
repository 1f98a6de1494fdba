//! From two rows of segments to beads with their confidence: passes that learn from each other.

use super::anchors::tokens;
use super::band::Band;
use super::beads::{MAX_SPAN, Model, Shapes, Step, best_path, null_share};
use super::confidence::posteriors;
use super::cost::{Length, Lexical, Paragraphs, WordTable, Words, characters};
use super::segment::Segment;
use super::{coarse, real};
use crate::model::LanguageTag;

/// How many segments a side may have for every pass to look everywhere.
const SMALL: usize = 40;

/// How many places a text may have for the first pass to look everywhere.
const WHOLE: usize = 250_000;

/// How far from the path of the pass before the next one looks, in a text that is not small.
const WIDTH: usize = 10;

/// How many times the table of words is learnt anew before the last pass.
const LEARNING_PASSES: usize = 1;

/// The share of beads that have one side only, before any is found.
const FIRST_NULL_SHARE: f64 = 0.1;

/// How many beads the first share counts for.
const NULL_WEIGHT: f64 = 30.0;

/// How much lengths count against words.
const LENGTH_WEIGHT: f64 = 1.4;

/// Aligns the segments of two sides: the beads in order, each with its confidence from 0 to 1.
pub(super) fn align(sides: [&[Segment]; 2], langs: [&LanguageTag; 2]) -> Vec<(Step, f64)> {
    let [sources, targets] = sides.map(<[Segment]>::len);
    if sources == 0 || targets == 0 {
        let nulls = std::iter::repeat_n(Step { source: 1, target: 0 }, sources);
        return nulls
            .chain(std::iter::repeat_n(Step { source: 0, target: 1 }, targets))
            .map(|step| (step, 1.0))
            .collect();
    }
    let evidence = Evidence::new(sides, langs);
    let small = sources.max(targets) <= SMALL;
    let mut steps = if small {
        evidence.pass(&Band::whole(sources, targets), None, &WordTable::default())
    } else if (sources + 1) * (targets + 1) <= WHOLE {
        evidence.coarse_pass(&Band::whole(sources, targets))
    } else {
        evidence.coarse_pass(&coarse::band(&evidence.words, &evidence.lengths))
    };
    for _ in 0..LEARNING_PASSES {
        let table = WordTable::learn(&evidence.words, &steps);
        steps = evidence.pass(&evidence.band(small, &steps), Some(&steps), &table);
    }
    let table = WordTable::learn(&evidence.words, &steps);
    let band = evidence.band(small, &steps);
    let mut model = evidence.model(Some(&steps), &table);
    model.prepare(&band);
    let path = best_path(&model, &band);
    let sure = posteriors(&model, &band, &path);
    path.into_iter().zip(sure).collect()
}

/// What is known of the two sides, whatever the pass.
struct Evidence {
    words: Words,
    lengths: [Vec<f64>; 2],
    places: [Vec<super::cost::Place>; 2],
}

impl Evidence {
    fn new(sides: [&[Segment]; 2], langs: [&LanguageTag; 2]) -> Self {
        let both = [0, 1];
        Self {
            words: Words::new(both.map(|side| {
                sides[side]
                    .iter()
                    .map(|segment| tokens(&segment.text, langs[side]))
                    .collect()
            })),
            lengths: both.map(|side| {
                sides[side]
                    .iter()
                    .map(|segment| characters(&segment.text, langs[side]))
                    .collect()
            }),
            places: both.map(|side| sides[side].iter().map(|segment| segment.place).collect()),
        }
    }

    fn lengths(&self) -> [&[f64]; 2] {
        [&self.lengths[0], &self.lengths[1]]
    }

    fn band(&self, small: bool, steps: &[Step]) -> Band {
        let [sources, targets] = [0, 1].map(|side| self.lengths[side].len());
        if small {
            Band::whole(sources, targets)
        } else {
            Band::around_steps(steps, sources, targets, WIDTH)
        }
    }

    /// The evidence of a pass that follows one with `steps`.
    fn model<'a>(&'a self, steps: Option<&[Step]>, table: &WordTable) -> Model<'a> {
        let null = steps.map_or(FIRST_NULL_SHARE, |steps| {
            let count = real(steps.len());
            ((null_share(steps) * count + FIRST_NULL_SHARE * NULL_WEIGHT) / (count + NULL_WEIGHT)).clamp(0.01, 0.3)
        });
        let length = steps.map_or_else(
            || Length::new(self.lengths()),
            |steps| Length::from_beads(self.lengths(), steps),
        );
        Model::new(Shapes::all(null))
            .with(LENGTH_WEIGHT, length)
            .with(1.0, Lexical::new(&self.words, table, MAX_SPAN))
            .with(1.0, Paragraphs::new(&self.places))
    }

    fn pass(&self, band: &Band, steps: Option<&[Step]>, table: &WordTable) -> Vec<Step> {
        let mut model = self.model(steps, table);
        model.prepare(band);
        best_path(&model, band)
    }

    /// A first pass over a long text: small beads only.
    fn coarse_pass(&self, band: &Band) -> Vec<Step> {
        /// The most segments of a bead on both sides together.
        const SIZE: usize = 3;
        let mut model = Model::new(Shapes::within(SIZE, FIRST_NULL_SHARE))
            .with(LENGTH_WEIGHT, Length::new(self.lengths()))
            .with(1.0, Lexical::new(&self.words, &WordTable::default(), SIZE - 1))
            .with(1.0, Paragraphs::new(&self.places));
        model.prepare(band);
        best_path(&model, band)
    }
}
