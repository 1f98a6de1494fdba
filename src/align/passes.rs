//! From two rows of segments to beads with their confidence: passes that learn from each other.

use super::alone::{LastLook, Linked};
use super::anchors::tokens;
use super::band::Band;
use super::beads::{MAX_SPAN, Model, Scores, Shapes, Step};
use super::coarse;
use super::confidence::surest;
use super::cost::{Length, Lexical, Link, Paragraphs, Place, Words, characters, learn, of_spelling};
use super::lexicon::{Lexicon, Reading, links};
use super::segment::Segment;
use super::side_by_side::{are_long, both};
use crate::io::Threads;
use crate::model::LanguageTag;

/// The source and the target.
const SIDES: [usize; 2] = [0, 1];

/// How many segments a side may have for every pass to look everywhere.
const SMALL: usize = 40;

/// How many places a text may have for the first pass to look everywhere.
const WHOLE: usize = 1_000_000;

/// How far from the path of the first pass the second one looks, in a text that is not small.
const WIDTH: usize = 8;

/// How far from the path of the second pass the last one looks.
const LAST_WIDTH: usize = 5;

/// The share of beads that have one side only, before any is found.
const FIRST_NULL_SHARE: f64 = 0.1;

/// How much rarer beads with one side are in texts whose paragraphs are known, as a logarithm: what stands beside a release is
/// taken out before, and translators who leave out a sentence are rarer than those who make one of two.
const RARER_IN_PARAGRAPHS: f64 = -1.6;

/// How much lengths count against words.
const LENGTH_WEIGHT: f64 = 1.7;

/// Aligns the segments of two sides: the beads in order, each with its confidence from 0 to 1.
pub(super) fn align(
    sides: [&[Segment]; 2],
    langs: [&LanguageTag; 2],
    lexicon: &Lexicon,
    threads: Threads,
) -> Vec<(Step, f64)> {
    let [sources, targets] = sides.map(<[Segment]>::len);
    if sources == 0 || targets == 0 {
        let nulls = std::iter::repeat_n(Step { source: 1, target: 0 }, sources);
        return nulls
            .chain(std::iter::repeat_n(Step { source: 0, target: 1 }, targets))
            .map(|step| (step, 1.0))
            .collect();
    }
    let evidence = Evidence::new(sides, langs, lexicon, threads);
    let small = sources.max(targets) <= SMALL;
    let steps = if small {
        let band = Band::whole(sources, targets);
        let mut model = evidence.first_model(Shapes::all(FIRST_NULL_SHARE), MAX_SPAN);
        model.prepare(&band, threads);
        Scores::of(&model, &band, threads).best_path(&band)
    } else if (sources + 1) * (targets + 1) <= WHOLE {
        evidence.coarse_pass(&Band::whole(sources, targets))
    } else {
        evidence.coarse_pass(&coarse::band(&evidence.words, &evidence.lengths))
    };
    let mut band = evidence.band(small, &steps, WIDTH);
    let (mut scores, mut linked) = evidence.scores(&band, &steps);
    let mut path = scores.best_path(&band);
    // learnt once, and once more for good, unless that would be the same again
    if path != steps {
        band = evidence.band(small, &path, LAST_WIDTH);
        (scores, linked) = evidence.scores(&band, &path);
        path = scores.best_path(&band);
    }
    let rarity_of_nulls = evidence.rarity_of_nulls();
    let beads = surest(&mut scores, &band, &path, rarity_of_nulls, threads);
    if rarity_of_nulls.is_some() {
        return beads;
    }
    let last_look = LastLook {
        words: &evidence.words,
        linked: &linked,
        lengths: evidence.lengths(),
        scores: &scores,
        band: &band,
    };
    last_look.revise(&beads)
}

/// What is known of the two sides, whatever the pass.
struct Evidence {
    threads: Threads,
    words: Words,
    /// Links that are known before anything is learnt.
    known: Vec<Link>,
    lengths: [Vec<f64>; 2],
    places: [Vec<Place>; 2],
}

impl Evidence {
    fn new(sides: [&[Segment]; 2], langs: [&LanguageTag; 2], lexicon: &Lexicon, threads: Threads) -> Self {
        let readings = SIDES.map(|side| {
            let other = sides[1 - side].iter().map(|segment| segment.text.as_str());
            Reading::new(langs[side], other, lexicon)
        });
        let is_long = are_long(sides);
        // half a side at a time: words of one language may take much longer than those of the other
        let words = Words::new(SIDES.map(|side| {
            let halves = sides[side].split_at(sides[side].len() / 2);
            let [mut first, second] = both(threads, is_long, [halves.0, halves.1], |segments| {
                let of = |segment: &Segment| tokens(&segment.text, langs[side], &readings[side]);
                segments.iter().map(of).collect::<Vec<_>>()
            });
            first.extend(second);
            first
        }));
        let mut known = of_spelling(&words);
        known.extend(links(&words, langs, lexicon));
        Self {
            threads,
            words,
            known,
            lengths: SIDES.map(|side| {
                sides[side]
                    .iter()
                    .map(|segment| characters(&segment.text, langs[side]))
                    .collect()
            }),
            places: SIDES.map(|side| sides[side].iter().map(|segment| segment.place).collect()),
        }
    }

    fn lengths(&self) -> [&[f64]; 2] {
        [&self.lengths[0], &self.lengths[1]]
    }

    fn band(&self, small: bool, steps: &[Step], width: usize) -> Band {
        let [sources, targets] = [0, 1].map(|side| self.lengths[side].len());
        if small {
            Band::whole(sources, targets)
        } else {
            Band::around_steps(steps, sources, targets, width)
        }
    }

    /// By how much beads with one side are rarer than elsewhere, while beads are chosen.
    fn rarity_of_nulls(&self) -> Option<f64> {
        let has_paragraphs =
            |side: &Vec<Place>| side.first().map(|place| place.paragraph) != side.last().map(|place| place.paragraph);
        self.places.iter().all(has_paragraphs).then_some(RARER_IN_PARAGRAPHS)
    }

    /// The evidence of a first pass, for spans of so many segments.
    fn first_model(&self, shapes: Shapes, span: usize) -> Model<'_> {
        Model::new(shapes)
            .with(LENGTH_WEIGHT, Length::new(self.lengths()))
            .with(1.0, Lexical::new(&self.words, &self.known, span))
            .with(1.0, Paragraphs::new(&self.places))
    }

    /// The scores of a pass that follows one with `steps`, and the words that are linked in it.
    fn scores(&self, band: &Band, steps: &[Step]) -> (Scores, Linked) {
        let links = learn(&self.words, steps, &self.known, self.threads);
        let linked = Linked::of(&self.words, &links);
        let mut model = Model::new(Shapes::all(FIRST_NULL_SHARE).with_shares_of(steps))
            .with(LENGTH_WEIGHT, Length::from_beads(self.lengths(), steps))
            .with(1.0, Lexical::new(&self.words, &links, MAX_SPAN).with_beliefs_of(steps))
            .with(1.0, Paragraphs::new(&self.places));
        drop(links);
        model.prepare(band, self.threads);
        (Scores::of(&model, band, self.threads), linked)
    }

    /// A first pass over a long text: small beads only.
    fn coarse_pass(&self, band: &Band) -> Vec<Step> {
        /// The most segments of a bead on both sides together.
        const SIZE: usize = 3;
        let mut model = self.first_model(Shapes::within(SIZE, FIRST_NULL_SHARE), SIZE - 1);
        model.prepare(band, self.threads);
        let likeliest = Scores::of(&model, band, self.threads).best_path(band);
        // what is far from it is in no likely path
        let near = self.band(false, &likeliest, WIDTH);
        model.prepare(&near, self.threads);
        let mut scores = Scores::of(&model, &near, self.threads);
        let surest = surest(&mut scores, &near, &likeliest, None, self.threads);
        surest.into_iter().map(|(step, _)| step).collect()
    }
}
