//! A table of words that are translations of each other, learnt from the beads of the text itself.

use std::collections::{BTreeMap, HashMap};

use super::links::Link;
use super::words::Words;
use crate::align::anchors::Kind;
use crate::align::beads::Step;

/// How often the table is re-estimated from itself.
const ITERATIONS: usize = 5;

/// What is taken from each expected count: a word that is seen once with another is not thereby its translation.
const DISCOUNT: f64 = 0.9;

/// What must be left of a count.
const LEAST_COUNT: f64 = 0.7;

/// How many beads are learnt from; more add little and take long.
const MOST_BEADS: usize = 4000;

/// The least probability that a link must have one way or the other.
const LEAST_PROBABILITY: f64 = 0.02;

/// How far what the text itself has taught is believed.
const LEARNT: f64 = 0.4;

/// How many times a link that is known beforehand counts as seen.
const KNOWN_WEIGHT: f64 = 3.0;

/// By how much a link that is known beforehand is preferred at first.
const KNOWN_FIRST: f64 = 30.0;

/// Learns links from the two-sided beads of a path (IBM model 1, both directions), with those that are known beforehand as
/// a Dirichlet prior: all of these stay, with what the text says of them.
pub(crate) fn learn(words: &Words, steps: &[Step], known: &[Link]) -> Vec<Link> {
    let mut at = [0, 0];
    let mut beads: Vec<[Vec<u32>; 2]> = Vec::new();
    for step in steps {
        let next = [at[0] + step.source, at[1] + step.target];
        if step.source > 0 && step.target > 0 && beads.len() < MOST_BEADS {
            beads.push([0, 1].map(|side| learnt_tokens(words, side, at[side]..next[side])));
        }
        at = next;
    }
    let mut links: BTreeMap<(u32, u32), Link> = BTreeMap::new();
    for link in known {
        let entry = links.entry((link.source, link.target)).or_insert(*link);
        entry.forward = entry.forward.max(link.forward);
        entry.backward = entry.backward.max(link.backward);
        entry.belief = entry.belief.max(link.belief);
    }
    let prior = links.clone();
    let seen = Seen::in_beads(&beads, &prior);
    for given in [0, 1] {
        for (pair, probability) in seen.model_1(&beads, given, &prior) {
            let link = links.entry((pair[0], pair[1])).or_insert(Link {
                source: pair[0],
                target: pair[1],
                forward: 0.0,
                backward: 0.0,
                belief: LEARNT,
            });
            if given == 0 {
                link.forward = probability;
            } else {
                link.backward = probability;
            }
        }
    }
    links.into_values().collect()
}

/// The words and characters of a stretch, each once; numbers and marks need no learning.
fn learnt_tokens(words: &Words, side: usize, segments: std::ops::Range<usize>) -> Vec<u32> {
    let mut tokens: Vec<u32> = words.segments[side]
        .get(segments)
        .unwrap_or_default()
        .iter()
        .flatten()
        .map(|&(token, _)| token)
        .filter(|&token| {
            matches!(
                words.vocabulary[side][token as usize].kind,
                Kind::Word | Kind::Character
            )
        })
        .collect();
    tokens.sort_unstable();
    tokens.dedup();
    tokens
}

/// The pairs of words that are seen together in beads.
struct Seen {
    /// The words of each pair, by side.
    pairs: Vec<[u32; 2]>,
    /// For each bead, source word and target word in it, the number of their pair.
    cells: Vec<u32>,
    /// How many beads hold each word, by side.
    held: [Vec<f64>; 2],
    /// What is known of each pair beforehand: forward and backward.
    known: Vec<[f64; 2]>,
}

impl Seen {
    fn in_beads(beads: &[[Vec<u32>; 2]], known: &BTreeMap<(u32, u32), Link>) -> Self {
        let held = [0, 1].map(|side| {
            let size = beads
                .iter()
                .flat_map(|bead| &bead[side])
                .max()
                .map_or(0, |&most| most as usize + 1);
            let mut held = vec![0.0; size];
            for &token in beads.iter().flat_map(|bead| &bead[side]) {
                held[token as usize] += 1.0;
            }
            held
        });
        let mut pairs: Vec<[u32; 2]> = Vec::new();
        let mut cells: Vec<u32> = Vec::new();
        let mut numbers: HashMap<[u32; 2], u32> = HashMap::new();
        for [sources, targets] in beads {
            for &source in sources {
                for &target in targets {
                    let next = u32::try_from(pairs.len()).unwrap_or(u32::MAX);
                    // a word of one bead only is in no pair of another
                    let once = held[0][source as usize] < 2.0 || held[1][target as usize] < 2.0;
                    let number = if once {
                        next
                    } else {
                        *numbers.entry([source, target]).or_insert(next)
                    };
                    if number == next {
                        pairs.push([source, target]);
                    }
                    cells.push(number);
                }
            }
        }
        let known = pairs
            .iter()
            .map(|pair| {
                known
                    .get(&(pair[0], pair[1]))
                    .map_or([0.0; 2], |link| [link.forward, link.backward])
            })
            .collect();
        Self {
            pairs,
            cells,
            held,
            known,
        }
    }

    /// The probabilities that words of side `given` produce words of the other, discounted, by pair.
    fn model_1(
        &self,
        beads: &[[Vec<u32>; 2]],
        given: usize,
        prior: &BTreeMap<(u32, u32), Link>,
    ) -> Vec<([u32; 2], f64)> {
        let produced = &self.held[1 - given];
        let all: f64 = produced.iter().sum::<f64>().max(1.0);
        let mut known_totals = vec![0.0; self.held[given].len()];
        for link in prior.values() {
            let (from, share) = if given == 0 {
                (link.source, link.forward)
            } else {
                (link.target, link.backward)
            };
            if let Some(total) = known_totals.get_mut(from as usize) {
                *total += KNOWN_WEIGHT * share;
            }
        }
        let known = |cell: usize| KNOWN_WEIGHT * self.known[cell][given];
        let mut probability: Vec<f64> = self
            .known
            .iter()
            .map(|shares| 1.0 + KNOWN_FIRST * shares[given])
            .collect();
        let mut counts = vec![0.0; self.pairs.len()];
        let mut totals = vec![0.0; self.held[given].len()];
        for round in 0..ITERATIONS {
            counts.fill(0.0);
            totals.copy_from_slice(&known_totals);
            let mut base = 0;
            for bead in beads {
                let (rows, columns) = (bead[0].len(), bead[1].len());
                // cells stand by source word, then target word
                let (step_to, step_from) = if given == 0 { (1, columns) } else { (columns, 1) };
                for (number, &to) in bead[1 - given].iter().enumerate() {
                    let row = || {
                        (0..bead[given].len())
                            .map(|from| self.cells[base + number * step_to + from * step_from] as usize)
                    };
                    // the empty word produces each word as often as it is found anywhere
                    let empty = if round == 0 { 1.0 } else { produced[to as usize] / all };
                    let sum = empty + row().map(|cell| probability[cell]).sum::<f64>();
                    for cell in row() {
                        let part = probability[cell] / sum;
                        counts[cell] += part;
                        totals[self.pairs[cell][given] as usize] += part;
                    }
                }
                base += rows * columns;
            }
            for (cell, pair) in self.pairs.iter().enumerate() {
                let total: f64 = totals[pair[given] as usize];
                probability[cell] = if total > 0.0 {
                    (counts[cell] + known(cell)) / total
                } else {
                    0.0
                };
            }
        }
        let kept = self.pairs.iter().enumerate().filter_map(|(cell, &pair)| {
            let total = totals[pair[given] as usize].max(1.0);
            let left = counts[cell] - DISCOUNT;
            if known(cell) > 0.0 {
                return Some((pair, (left.max(0.0) + known(cell)) / total));
            }
            let share = left / total;
            (left >= LEAST_COUNT && share >= LEAST_PROBABILITY).then_some((pair, share))
        });
        kept.collect()
    }
}
