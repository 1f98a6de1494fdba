//! A table of words that are translations of each other, learnt from the beads of the text itself.

use std::collections::{BTreeMap, HashMap};

use super::links::Link;
use super::words::Words;
use crate::align::anchors::Kind;
use crate::align::beads::Step;
use crate::align::narrow;
use crate::align::side_by_side::both;
use crate::io::Threads;
use crate::key_set::ByNumber;

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

/// How many pairs of words there must be for each direction to be learnt on a thread of its own.
const MANY: usize = 100_000;

/// Learns links from the two-sided beads of a path (IBM model 1, both directions), with those that are known beforehand as
/// a Dirichlet prior: all of these stay, with what the text says of them.
pub(crate) fn learn(words: &Words, steps: &[Step], known: &[Link], threads: Threads) -> Vec<Link> {
    let mut at = [0, 0];
    let mut beads: Vec<[Vec<u32>; 2]> = Vec::new();
    for step in steps {
        let next = [at[0] + step.source, at[1] + step.target];
        if step.source > 0 && step.target > 0 && beads.len() < MOST_BEADS {
            beads.push([0, 1].map(|side| learnt_tokens(words, side, at[side]..next[side])));
        }
        at = next;
    }
    let mut links = each_once(known);
    let seen = Seen::in_beads(&beads, &links);
    let learnt = both(threads, seen.cells.len() > MANY, [0, 1], |given| {
        seen.model_1(&beads, given, &links)
    });
    let mut new: BTreeMap<u32, Link> = BTreeMap::new();
    for (given, learnt) in learnt.into_iter().enumerate() {
        for (number, probability) in learnt {
            let link = match seen.known.binary_search_by_key(&number, |&(known, _)| known) {
                Ok(at) => &mut links[seen.known[at].1 as usize],
                Err(_) => new.entry(number).or_insert_with(|| {
                    let [source, target] = seen.pairs[number as usize];
                    Link {
                        source,
                        target,
                        forward: 0.0,
                        backward: 0.0,
                        belief: LEARNT,
                    }
                }),
            };
            if given == 0 {
                link.forward = probability;
            } else {
                link.backward = probability;
            }
        }
    }
    links.extend(new.into_values());
    links.sort_unstable_by_key(Link::pair);
    links
}

/// Links in the order of their words, each pair once.
fn each_once(links: &[Link]) -> Vec<Link> {
    let mut found = links.to_vec();
    found.sort_unstable_by_key(Link::pair);
    found.dedup_by(|again, link| {
        let is_again = again.pair() == link.pair();
        if is_again {
            link.forward = link.forward.max(again.forward);
            link.backward = link.backward.max(again.backward);
            link.belief = link.belief.max(again.belief);
        }
        is_again
    });
    found
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
    /// The numbers of those pairs that are known beforehand, in order, each with its place among the known links.
    known: Vec<(u32, u32)>,
    /// For each bead, source word and target word in it, the number of their pair.
    cells: Vec<u32>,
    /// How many beads hold each word, by side.
    held: [Vec<f64>; 2],
}

impl Seen {
    /// `known` are in the order of their words.
    fn in_beads(beads: &[[Vec<u32>; 2]], known: &[Link]) -> Self {
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
        let mut seen = Self {
            pairs: Vec::new(),
            known: Vec::new(),
            cells: Vec::with_capacity(
                beads
                    .iter()
                    .map(|[sources, targets]| sources.len() * targets.len())
                    .sum(),
            ),
            held,
        };
        let mut numbers: HashMap<u64, u32, ByNumber> = HashMap::default();
        for [sources, targets] in beads {
            for &source in sources {
                let mut place = known.partition_point(|link| link.source < source);
                for &target in targets {
                    let next = narrow(seen.pairs.len());
                    // a word of one bead only is in no pair of another
                    let once = seen.held[0][source as usize] < 2.0 || seen.held[1][target as usize] < 2.0;
                    let number = if once {
                        next
                    } else {
                        let pair = u64::from(source) << u32::BITS | u64::from(target);
                        *numbers.entry(pair).or_insert(next)
                    };
                    if number == next {
                        place += known[place..]
                            .iter()
                            .take_while(|link| link.pair() < (source, target))
                            .count();
                        if known.get(place).is_some_and(|link| link.pair() == (source, target)) {
                            seen.known.push((number, narrow(place)));
                        }
                        seen.pairs.push([source, target]);
                    }
                    seen.cells.push(number);
                }
            }
        }
        seen
    }

    /// The probabilities that words of side `given` produce words of the other, discounted, by number of the pair; without
    /// those that are too small.
    fn model_1(&self, beads: &[[Vec<u32>; 2]], given: usize, prior: &[Link]) -> Vec<(u32, f64)> {
        let produced = &self.held[1 - given];
        let all: f64 = produced.iter().sum::<f64>().max(1.0);
        let share = |link: &Link| if given == 0 { link.forward } else { link.backward };
        let mut known_totals = vec![0.0; self.held[given].len()];
        for link in prior {
            let from = if given == 0 { link.source } else { link.target };
            if let Some(total) = known_totals.get_mut(from as usize) {
                *total += KNOWN_WEIGHT * share(link);
            }
        }
        let known = || {
            let known = self.known.iter();
            known.map(|&(number, place)| (number as usize, share(&prior[place as usize])))
        };
        let mut probability = vec![1.0; self.pairs.len()];
        for (number, share) in known() {
            probability[number] += KNOWN_FIRST * share;
        }
        let mut counts = vec![0.0; self.pairs.len()];
        let mut totals = vec![0.0; self.held[given].len()];
        let mut scales = Vec::new();
        for round in 0..ITERATIONS {
            counts.fill(0.0);
            totals.copy_from_slice(&known_totals);
            // the empty word produces each word as often as it is found anywhere
            let empty = |to: u32| if round == 0 { 1.0 } else { produced[to as usize] / all };
            let mut cells = self.cells.as_slice();
            for [sources, targets] in beads {
                let (held, rest) = cells.split_at(sources.len() * targets.len());
                cells = rest;
                let rows = || sources.iter().zip(held.chunks_exact(targets.len().max(1)));
                if given == 0 {
                    scales.clear();
                    scales.resize(targets.len(), 0.0);
                    for (_, row) in rows() {
                        for (scale, &cell) in scales.iter_mut().zip(row) {
                            *scale += probability[cell as usize];
                        }
                    }
                    for (scale, &target) in scales.iter_mut().zip(targets) {
                        *scale = 1.0 / (empty(target) + *scale);
                    }
                    for (&source, row) in rows() {
                        let total = &mut totals[source as usize];
                        for (scale, &cell) in scales.iter().zip(row) {
                            let part = probability[cell as usize] * scale;
                            counts[cell as usize] += part;
                            *total += part;
                        }
                    }
                } else {
                    for (&source, row) in rows() {
                        let sum: f64 = row.iter().map(|&cell| probability[cell as usize]).sum();
                        let scale = 1.0 / (empty(source) + sum);
                        for (&target, &cell) in targets.iter().zip(row) {
                            let part = probability[cell as usize] * scale;
                            counts[cell as usize] += part;
                            totals[target as usize] += part;
                        }
                    }
                }
            }
            for (number, share) in known() {
                counts[number] += KNOWN_WEIGHT * share;
            }
            for ((probability, count), pair) in probability.iter_mut().zip(&counts).zip(&self.pairs) {
                let total: f64 = totals[pair[given] as usize];
                *probability = if total > 0.0 { count / total } else { 0.0 };
            }
        }
        let mut known = known().peekable();
        let mut kept = Vec::new();
        for (number, (count, pair)) in counts.iter().zip(&self.pairs).enumerate() {
            let total = totals[pair[given] as usize].max(1.0);
            let share = known
                .next_if(|&(known, _)| known == number)
                .map_or(0.0, |(_, share)| KNOWN_WEIGHT * share);
            let left = count - share - DISCOUNT;
            if share > 0.0 {
                kept.push((narrow(number), (left.max(0.0) + share) / total));
            } else if left >= LEAST_COUNT && left / total >= LEAST_PROBABILITY {
                kept.push((narrow(number), left / total));
            }
        }
        kept
    }
}
