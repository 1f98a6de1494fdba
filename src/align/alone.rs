//! A last look at sentences alone: whether one stands better in the bead beside it, whether the first or last of several
//! sentences in a bead stands better alone, and whether the two of a pair do.
//!
//! The search scores each bead by sums over words, in which two sentences of a bead may both be explained by the same word of the
//! other side. Here words are claimed: what the rest of the bead explains already says nothing for the sentence. The part of the
//! other side where the sentence would stand is looked at as well; if the rest explains its words, there is no room.
//!
//! The weights are fitted (docs/alignment.md) on texts whose paragraphs are not known, and hold for these.

use std::ops::Range;

use super::anchors::Kind;
use super::band::Band;
use super::beads::{Scores, Step};
use super::confidence::commonness_of_nulls;
use super::cost::{Link, Words};
use super::maths::{exp, ln};
use super::real;

/// The log odds of one bead where nothing speaks for or against it.
const ONE_BEAD: f64 = 1.6;

/// How much the model counts, from which the path was found.
const MODEL_WEIGHT: f64 = 0.37;

/// The model counts for as much as this, either way.
const MOST_OF_MODEL: f64 = 8.0;

/// How much each word counts that only the sentence explains.
const WORD_WEIGHT: f64 = 1.16;

/// How many such words count.
const MOST_WORDS: usize = 4;

/// How much it counts against one bead that the rest of it explains all words of the part where the sentence would stand.
const ROOM_WEIGHT: f64 = 3.87;

/// How much it counts against one bead that its lengths are further from each other than those of the rest, by a factor of e.
const LENGTH_WEIGHT: f64 = 3.48;

/// Between which bounds that difference counts.
const LENGTHS: (f64, f64) = (-1.0, 1.5);

/// How much it counts against one bead that sentences alone are common in the text.
const COMMON_WEIGHT: f64 = 2.29;

/// What the model must say for a pair, as a logarithm, for it to be as likely as two sentences alone. The search takes a pair
/// for less, since the ways of which two sentences alone are part are many, and none is likely.
const LEAST_OF_PAIR: f64 = 4.0;

/// The words of both sides that are linked with each other well enough, marks left out.
#[derive(Debug)]
pub(super) struct Linked {
    /// For each side and word of it, where its words of the other side begin.
    starts: [Vec<u32>; 2],
    others: [Vec<u32>; 2],
}

impl Linked {
    pub(super) fn of(words: &Words, links: &[Link]) -> Self {
        /// The least probability, one way or the other.
        const LEAST: f64 = 0.1;
        let pairs: Vec<[u32; 2]> = links
            .iter()
            .filter(|link| link.forward.max(link.backward) >= LEAST)
            .filter(|link| words.vocabulary[0][link.source as usize].kind != Kind::Mark)
            .map(|link| [link.source, link.target])
            .collect();
        let mut linked = Self {
            starts: [0, 1].map(|side| vec![0; words.vocabulary[side].len() + 1]),
            others: [0, 1].map(|_| vec![0; pairs.len()]),
        };
        for side in [0, 1] {
            let starts = &mut linked.starts[side];
            for pair in &pairs {
                starts[pair[side] as usize + 1] += 1;
            }
            for at in 1..starts.len() {
                starts[at] += starts[at - 1];
            }
            let mut next = starts.clone();
            for pair in &pairs {
                let next = &mut next[pair[side] as usize];
                linked.others[side][*next as usize] = pair[1 - side];
                *next += 1;
            }
        }
        linked
    }

    /// The words of the other side that a word of `side` is linked with.
    fn with(&self, side: usize, word: u32) -> &[u32] {
        let ends = self.starts[side].get(word as usize..word as usize + 2);
        ends.and_then(|ends| self.others[side].get(ends[0] as usize..ends[1] as usize))
            .unwrap_or_default()
    }
}

/// A sentence of each side without the other.
const ALONE: [Step; 2] = [Step { source: 1, target: 0 }, Step { source: 0, target: 1 }];

/// A bead and its place.
#[derive(Debug, Clone, Copy)]
struct Placed {
    from: [usize; 2],
    step: Step,
}

impl Placed {
    /// The place behind a step from here.
    fn behind(&self, step: Step) -> [usize; 2] {
        [self.from[0] + step.source, self.from[1] + step.target]
    }

    fn span(&self, side: usize) -> Range<usize> {
        let count = [self.step.source, self.step.target][side];
        self.from[side]..self.from[side] + count
    }
}

/// A bead as one, or as a sentence alone before or behind the rest.
#[derive(Debug, Clone, Copy)]
struct Joint {
    whole: Placed,
    alone: Placed,
    rest: Placed,
    /// The side of the sentence.
    side: usize,
    is_before: bool,
}

impl Joint {
    /// `None` where `whole` has no other segment on the side.
    // in one place: inlined five times it is large, and beads are few
    #[inline(never)]
    fn of(whole: Placed, side: usize, is_before: bool) -> Option<Self> {
        let alone = ALONE[side];
        let rest = Step {
            source: whole.step.source.checked_sub(alone.source)?,
            target: whole.step.target.checked_sub(alone.target)?,
        };
        let behind = |step| Placed {
            from: whole.behind(step),
            step: if is_before { rest } else { alone },
        };
        let first = |step| Placed { step, ..whole };
        let (alone, rest) = if is_before {
            (first(alone), behind(alone))
        } else {
            (behind(rest), first(rest))
        };
        (!rest.step.is_null()).then_some(Self {
            whole,
            alone,
            rest,
            side,
            is_before,
        })
    }

    /// Two beads of which one is a sentence alone; `None` for others.
    fn of_two(first: Placed, second: Step) -> Option<Self> {
        let step = Step {
            source: first.step.source + second.source,
            target: first.step.target + second.target,
        };
        let whole = Placed { step, ..first };
        let side_of = |step: Step| ALONE.iter().position(|&alone| alone == step);
        match (side_of(first.step), side_of(second)) {
            (Some(side), None) => Self::of(whole, side, true),
            (None, Some(side)) => Self::of(whole, side, false),
            _ => None,
        }
    }

    /// The beads that it is when it is not one.
    fn apart(&self) -> [Step; 2] {
        if self.is_before {
            [self.alone.step, self.rest.step]
        } else {
            [self.rest.step, self.alone.step]
        }
    }
}

/// Another way to take a bead of a path, or two that stand together.
struct Change {
    /// How likely it is.
    chance: f64,
    /// The numbers of the beads.
    beads: Range<usize>,
    /// What is taken instead, with its confidence.
    instead: [Option<Step>; 2],
    confidence: f64,
}

/// What is looked at.
pub(super) struct LastLook<'a> {
    pub(super) words: &'a Words,
    pub(super) linked: &'a Linked,
    pub(super) lengths: [&'a [f64]; 2],
    pub(super) scores: &'a Scores,
    pub(super) band: &'a Band,
}

impl LastLook<'_> {
    /// The beads of a path, sentences joined to the bead beside them and parted from it where that is likelier.
    pub(super) fn revise(&self, beads: &[(Step, f64)]) -> Vec<(Step, f64)> {
        let mut revised = Vec::with_capacity(beads.len());
        let mut at = 0;
        for change in self.changes(beads) {
            revised.extend_from_slice(beads.get(at..change.beads.start).unwrap_or_default());
            let instead = change.instead.into_iter().flatten();
            revised.extend(instead.map(|step| (step, change.confidence)));
            at = change.beads.end;
        }
        revised.extend_from_slice(beads.get(at..).unwrap_or_default());
        revised
    }

    /// The changes in order, of those to the same bead the likeliest.
    fn changes(&self, beads: &[(Step, f64)]) -> Vec<Change> {
        let common = commonness_of_nulls(beads);
        let totals = self.lengths.map(|side| side.iter().sum::<f64>());
        let ratio = totals[1] / totals[0];
        let mut changes: Vec<Change> = Vec::new();
        let mut from = [0, 0];
        for (number, &(step, confidence)) in beads.iter().enumerate() {
            let here = Placed { from, step };
            let next = beads.get(number + 1);
            let joints = [
                Joint::of(here, 0, true),
                Joint::of(here, 0, false),
                Joint::of(here, 1, true),
                Joint::of(here, 1, false),
                next.and_then(|&(next, _)| Joint::of_two(here, next)),
            ];
            for (kind, joint) in joints.iter().enumerate() {
                let of_one = match joint {
                    Some(joint) => self.chance_of_one(joint, common, ratio),
                    // a pair has no joint of the first kind
                    None if kind == 0 => self.chance_of_pair(here),
                    None => None,
                };
                let Some(of_one) = of_one else { continue };
                let change = match (joint, next) {
                    (Some(joint), Some(&(_, of_next))) if kind == 4 => Change {
                        chance: of_one,
                        beads: number..number + 2,
                        instead: [Some(joint.whole.step), None],
                        confidence: of_one * confidence.max(of_next),
                    },
                    _ => Change {
                        chance: 1.0 - of_one,
                        beads: number..number + 1,
                        instead: joint.as_ref().map_or(ALONE, Joint::apart).map(Some),
                        confidence: 1.0 - of_one,
                    },
                };
                if change.chance > 0.5 {
                    match changes.last_mut() {
                        Some(last) if last.beads.end > number => {
                            if change.chance > last.chance {
                                *last = change;
                            }
                        }
                        _ => changes.push(change),
                    }
                }
            }
            from = here.behind(step);
        }
        changes
    }

    /// How likely a pair is one, if it is either that or two sentences alone; `None` for other beads.
    fn chance_of_pair(&self, bead: Placed) -> Option<f64> {
        let score = |from, step| self.scores.at(self.band, from, step);
        if bead.step != (Step { source: 1, target: 1 }) {
            return None;
        }
        let [source, target] = ALONE;
        let model = score(bead.from, bead.step)? - score(bead.from, source)? - score(bead.behind(source), target)?;
        Some(1.0 / (1.0 + exp(LEAST_OF_PAIR - model)))
    }

    /// How likely a bead is one, if it is either that or a sentence alone beside the rest; `None` where the search did not look
    /// at both.
    fn chance_of_one(&self, joint: &Joint, common: f64, ratio: f64) -> Option<f64> {
        let score = |bead: &Placed| self.scores.at(self.band, bead.from, bead.step);
        let model = score(&joint.whole)? - score(&joint.alone)? - score(&joint.rest)?;
        let (words, taken) = self.words_and_room(joint);
        let log_odds = ONE_BEAD
            + MODEL_WEIGHT * model.clamp(-MOST_OF_MODEL, MOST_OF_MODEL)
            + WORD_WEIGHT * real(words.min(MOST_WORDS))
            - ROOM_WEIGHT * taken
            - LENGTH_WEIGHT * self.further(joint, ratio).clamp(LENGTHS.0, LENGTHS.1)
            - COMMON_WEIGHT * common;
        Some(1.0 / (1.0 + exp(-log_odds)))
    }

    /// By how much the lengths of the whole are further from each other than those of the rest.
    fn further(&self, joint: &Joint, ratio: f64) -> f64 {
        let apart = |bead: &Placed| {
            let [source, target] = [0, 1].map(|side| self.length(bead, side));
            ln(source * ratio / target).abs()
        };
        apart(&joint.whole) - apart(&joint.rest)
    }

    fn length(&self, bead: &Placed, side: usize) -> f64 {
        self.lengths[side].get(bead.span(side)).unwrap_or_default().iter().sum()
    }

    /// How many words of the other side only the sentence explains, and the share of those that the rest explains in the part
    /// of the other side where the sentence would stand.
    fn words_and_room(&self, joint: &Joint) -> (usize, f64) {
        let (side, other) = (joint.side, 1 - joint.side);
        let there = self.words.of_span(other, joint.whole.span(other));
        let mut is_claimed = vec![false; there.len()];
        for word in self.words.of_span(side, joint.rest.span(side)) {
            for with in self.linked.with(side, word) {
                if let Ok(at) = there.binary_search(with) {
                    is_claimed[at] = true;
                }
            }
        }
        let mut is_explained = vec![false; there.len()];
        let mut explaining = 0;
        for word in self.words.of_span(side, joint.alone.span(side)) {
            let mut explains = false;
            for with in self.linked.with(side, word) {
                if let Ok(at) = there.binary_search(with)
                    && !is_claimed[at]
                {
                    is_explained[at] = true;
                    explains = true;
                }
            }
            explaining += usize::from(explains);
        }
        let explained = is_explained.iter().filter(|&&explained| explained).count();

        let [all, alone] = [&joint.whole, &joint.alone].map(|bead| self.length(bead, side));
        let row = self.words.in_order(other, joint.whole.span(other));
        let room = real(row.len()) * alone / all;
        let (mut words, mut taken) = (0.0, 0.0);
        for (at, word) in row.iter().enumerate() {
            let before = if joint.is_before { at } else { row.len() - 1 - at };
            if real(before) + 0.5 < room {
                words += 1.0;
                let claimed = there.binary_search(word).is_ok_and(|at| is_claimed[at]);
                taken += f64::from(u8::from(claimed));
            }
        }
        (explaining.min(explained), taken / f64::max(words, 1.0))
    }
}

#[cfg(test)]
mod tests;
