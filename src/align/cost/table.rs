//! A table of words that are translations of each other, learnt from the beads of the text itself.

use std::collections::{BTreeMap, HashMap};

use super::lexical::Words;
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

/// A pair of words.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Link {
    pub(crate) source: u32,
    pub(crate) target: u32,
    /// The probability that the source word produces the target word.
    pub(crate) forward: f64,
    /// The probability that the target word produces the source word.
    pub(crate) backward: f64,
}

/// Words of the text that are linked.
#[derive(Debug, Default)]
pub(crate) struct WordTable {
    links: Vec<Link>,
}

impl WordTable {
    /// Learns a table from the two-sided beads of a path (IBM model 1, both directions).
    pub(crate) fn learn(words: &Words, steps: &[Step]) -> Self {
        let mut at = [0, 0];
        let mut beads: Vec<[Vec<u32>; 2]> = Vec::new();
        for step in steps {
            let next = [at[0] + step.source, at[1] + step.target];
            if step.source > 0 && step.target > 0 && beads.len() < MOST_BEADS {
                beads.push([0, 1].map(|side| learnt_tokens(words, side, at[side]..next[side])));
            }
            at = next;
        }
        let seen = Seen::in_beads(&beads);
        let mut links: BTreeMap<(u32, u32), Link> = BTreeMap::new();
        for forward in [true, false] {
            let given = usize::from(!forward);
            for (from, to, probability) in seen.model_1(&beads, given) {
                let (source, target) = if forward { (from, to) } else { (to, from) };
                let link = links.entry((source, target)).or_insert(Link {
                    source,
                    target,
                    forward: 0.0,
                    backward: 0.0,
                });
                if forward {
                    link.forward = probability;
                } else {
                    link.backward = probability;
                }
            }
        }
        Self {
            links: links.into_values().collect(),
        }
    }

    /// The links, in the order of their words.
    pub(crate) fn links(&self) -> &[Link] {
        &self.links
    }
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
}

impl Seen {
    fn in_beads(beads: &[[Vec<u32>; 2]]) -> Self {
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
        Self { pairs, cells, held }
    }

    /// The probabilities that words of side `given` produce words of the other, discounted: (given, produced,
    /// probability).
    fn model_1(&self, beads: &[[Vec<u32>; 2]], given: usize) -> Vec<(u32, u32, f64)> {
        let produced = &self.held[1 - given];
        let all: f64 = produced.iter().sum::<f64>().max(1.0);
        let mut probability = vec![1.0; self.pairs.len()];
        let mut counts = vec![0.0; self.pairs.len()];
        let mut totals = vec![0.0; self.held[given].len()];
        for round in 0..ITERATIONS {
            counts.fill(0.0);
            totals.fill(0.0);
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
                probability[cell] = if total > 0.0 { counts[cell] / total } else { 0.0 };
            }
        }
        let kept = self.pairs.iter().zip(&counts).filter_map(|(pair, count)| {
            let left = count - DISCOUNT;
            let share = left / totals[pair[given] as usize].max(1.0);
            (left >= LEAST_COUNT && share >= LEAST_PROBABILITY).then_some((pair[given], pair[1 - given], share))
        });
        kept.collect()
    }
}

/// Pairs of words that are written almost alike, where both sides have the same letters.
pub(super) fn similar(words: &Words) -> Vec<(u32, u32)> {
    /// How many words with the same beginning are compared.
    const MOST: usize = 60;
    /// Words by number, with their letters.
    type Spelled = Vec<(u32, Vec<char>)>;
    let mut by_start: BTreeMap<String, [Spelled; 2]> = BTreeMap::new();
    for side in [0, 1] {
        for (number, token) in (0_u32..).zip(&words.vocabulary[side]) {
            let letters: Vec<char> = token.key.chars().collect();
            if token.kind == Kind::Word
                && (4..=40).contains(&letters.len())
                && letters.iter().all(|c| c.is_alphabetic())
            {
                let start: String = letters.iter().take(3).collect();
                by_start.entry(start).or_default()[side].push((number, letters));
            }
        }
    }
    let mut found = Vec::new();
    for [sources, targets] in by_start.values() {
        for (source, letters) in sources.iter().take(MOST) {
            for (target, others) in targets.iter().take(MOST) {
                if letters != others && likeness(letters, others) >= 0.72 {
                    found.push((*source, *target));
                }
            }
        }
    }
    found
}

/// Twice the longest common subsequence by the sum of both lengths.
fn likeness(a: &[char], b: &[char]) -> f64 {
    let mut row = vec![0_u16; b.len() + 1];
    for x in a {
        let mut diagonal = 0;
        for (at, y) in b.iter().enumerate() {
            let above = row[at + 1];
            row[at + 1] = if x == y { diagonal + 1 } else { above.max(row[at]) };
            diagonal = above;
        }
    }
    let common = f64::from(row.last().copied().unwrap_or(0));
    2.0 * common / crate::align::real(a.len() + b.len()).max(1.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cognates_are_alike_and_other_words_are_not() {
        let like = |a: &str, b: &str| likeness(&a.chars().collect::<Vec<_>>(), &b.chars().collect::<Vec<_>>());
        assert!(like("kommission", "commission") > 0.72);
        assert!(like("national", "nation") > 0.72);
        assert!(like("parlament", "parking") < 0.72);
    }
}
