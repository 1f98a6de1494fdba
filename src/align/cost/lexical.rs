//! Words: numbers, names and marks that both sides share, and words that are linked.

use std::ops::Range;

use libm::log;

use super::Cost;
use super::links::Link;
use super::spans::SpanTable;
use super::words::Words;
use crate::align::band::Band;
use crate::align::beads::Step;
use crate::align::maths::{exp, ln};
use crate::align::side_by_side::both;
use crate::io::Threads;

/// The least share of a side's words that a word is taken to have: in a short text all words look frequent.
const LEAST_SHARE: f64 = 1.0 / 2500.0;

/// What each sentence's number of words is held towards, so that long sentences are not believed too easily.
const USUAL_SIZE: f64 = 14.0;

/// How many times a word is seen before what its beads say of it counts as much as what is believed of its kind.
const BELIEF_WEIGHT: f64 = 4.0;

/// Between which bounds a belief stays.
const BELIEFS: (f64, f64) = (0.05, 0.9);

/// What a segment without counterpart gains for each logarithm that its linked words would cost in a bead where nothing
/// produces them: a sentence is expected to have its words on the other side, and not only not to miss them.
const WORTH_OF_NONE: f64 = 0.1;

/// The most that one word adds to what is at stake.
const MOST_AT_STAKE: f64 = 0.5;

/// The share of what is at stake that a segment beside others of its bead is expected to be worth by itself.
const EXPECTED_WORTH: f64 = 0.3;

/// How much it counts that such a segment is worth less.
const IDLE_WEIGHT: f64 = 0.5;

/// What is known of a token as one that may be produced.
#[derive(Debug, Clone, Copy, Default)]
struct Produced {
    /// How far its links are believed; 0 where there are none, since an unknown word must cost nothing.
    belief: f64,
    /// What it costs where nothing produces it.
    missing: f64,
    /// By how much it is likelier if something produces it for certain.
    odds: f64,
}

/// What each token of a side produces on the other, by token: the other token and the probability.
#[derive(Debug, Default)]
struct Producing {
    starts: Vec<u32>,
    links: Vec<(u32, f32)>,
}

impl Producing {
    fn of(&self, token: u32) -> &[(u32, f32)] {
        let at = token as usize;
        let range = self
            .starts
            .get(at..at + 2)
            .map_or(0..0, |ends| ends[0] as usize..ends[1] as usize);
        self.links.get(range).unwrap_or_default()
    }
}

/// Scores the words of two stretches: how much likelier they are as translations than by chance.
#[derive(Debug)]
pub(crate) struct Lexical<'a> {
    words: &'a Words,
    /// Each side's tokens as produced ones.
    produced: [Vec<Produced>; 2],
    /// What each side's tokens produce.
    producing: [Producing; 2],
    shares: [Vec<f64>; 2],
    /// The tables of both directions: the score of a segment of one side given a span of the other.
    tables: [SpanTable; 2],
    /// The most segments of a span.
    max_span: usize,
    /// What each segment's linked words would cost if nothing produced any of them.
    stakes: [Vec<f64>; 2],
}

impl<'a> Lexical<'a> {
    pub(crate) fn new(words: &'a Words, links: &[Link], max_span: usize) -> Self {
        let sizes = [0, 1].map(|side| words.vocabulary[side].len());
        let mut produced = sizes.map(|size| vec![Produced::default(); size]);
        for link in links {
            if link.forward > 0.0 {
                let token = &mut produced[1][link.target as usize];
                token.belief = token.belief.max(link.belief);
            }
            if link.backward > 0.0 {
                let token = &mut produced[0][link.source as usize];
                token.belief = token.belief.max(link.belief);
            }
        }
        let mut lexical = Self {
            words,
            produced,
            producing: [producing(links, 0, sizes[0]), producing(links, 1, sizes[1])],
            shares: [0, 1].map(|side| words.shares(side, LEAST_SHARE)),
            tables: [SpanTable::default(), SpanTable::default()],
            max_span,
            stakes: [Vec::new(), Vec::new()],
        };
        lexical.settle();
        lexical
    }

    fn settle(&mut self) {
        for (tokens, shares) in self.produced.iter_mut().zip(&self.shares) {
            for (token, share) in tokens.iter_mut().zip(shares) {
                token.missing = log(1.0 - token.belief);
                token.odds = token.belief / (1.0 - token.belief) / share;
            }
        }
        self.stakes = [0, 1].map(|side| {
            let stake = |tokens: &Vec<(u32, f64)>| {
                let costs = tokens
                    .iter()
                    .map(|&(token, count)| count * self.produced[side][token as usize].missing.max(-MOST_AT_STAKE));
                -costs.sum::<f64>()
            };
            self.words.segments[side].iter().map(stake).collect()
        });
    }

    /// Believes each token as far as the beads of a path bear it out.
    #[must_use]
    pub(crate) fn with_beliefs_of(mut self, steps: &[Step]) -> Self {
        let mut seen = self.produced.each_ref().map(|tokens| vec![(0.0, 0.0); tokens.len()]);
        let mut at = [0, 0];
        let mut held = self.produced.each_ref().map(|tokens| vec![0.0_f64; tokens.len()]);
        for step in steps {
            let next = [at[0] + step.source, at[1] + step.target];
            if step.source > 0 && step.target > 0 {
                for side in [0, 1] {
                    let (from, to) = (&self.words.segments[1 - side], &self.words.segments[side]);
                    let span = at[1 - side]..next[1 - side];
                    let amount = self.words.sizes[1 - side][span.clone()].iter().sum();
                    for &(token, count) in from[span.clone()].iter().flatten() {
                        for &(other, probability) in self.producing[1 - side].of(token) {
                            held[side][other as usize] += count * f64::from(probability);
                        }
                    }
                    for &(token, _) in to[at[side]..next[side]].iter().flatten() {
                        let known = &self.produced[side][token as usize];
                        let likelier = known.odds * held[side][token as usize] / normal(amount);
                        let seen = &mut seen[side][token as usize];
                        *seen = (seen.0 + likelier / (1.0 + likelier), seen.1 + 1.0);
                    }
                    for &(token, _) in from[span].iter().flatten() {
                        for &(other, _) in self.producing[1 - side].of(token) {
                            held[side][other as usize] = 0.0;
                        }
                    }
                }
            }
            at = next;
        }
        for (tokens, seen) in self.produced.iter_mut().zip(&seen) {
            for (token, (hits, times)) in tokens.iter_mut().zip(seen) {
                if token.belief > 0.0 {
                    let belief = (hits + BELIEF_WEIGHT * token.belief) / (times + BELIEF_WEIGHT);
                    token.belief = belief.clamp(BELIEFS.0, BELIEFS.1);
                }
            }
        }
        self.settle();
        self
    }

    /// Scores each segment of `side` that the band allows against each span of the other side.
    fn fill(&self, side: usize, band: &Band) -> SpanTable {
        let other = 1 - side;
        let spans = self.words.segments[other].len();
        let produced = &self.produced[side];
        let awaiting = Awaiting::of(&self.words.segments[side], produced);
        let mut table = SpanTable::new(band, spans, self.max_span);
        let mut held = vec![0.0_f64; produced.len()];
        for start in 0..spans {
            let mut amount = 0.0;
            for length in 1..=self.max_span.min(spans - start) {
                let last = start + length - 1;
                for &(token, count) in &self.words.segments[other][last] {
                    for &(to, probability) in self.producing[other].of(token) {
                        held[to as usize] += count * f64::from(probability);
                    }
                }
                amount += self.words.sizes[other][last];
                let scale = 1.0 / normal(amount);
                let segments = table.segments(start, length);
                for (score, segment) in table.scores_mut(start, length).iter_mut().zip(segments) {
                    #[expect(
                        clippy::cast_possible_truncation,
                        reason = "a score needs no more than the precision of `f32`"
                    )]
                    {
                        *score = awaiting.score(segment, &held, scale) as f32;
                    }
                }
            }
            for segment in self.words.segments[other].iter().skip(start).take(self.max_span) {
                for &(token, _) in segment {
                    for &(to, _) in self.producing[other].of(token) {
                        held[to as usize] = 0.0;
                    }
                }
            }
        }
        table
    }
}

/// The tokens of each segment of a side that are linked, one segment after the other.
struct Awaiting {
    /// Where the tokens of each segment begin.
    starts: Vec<usize>,
    tokens: Vec<Awaited>,
    /// What the tokens of each segment cost if nothing produces any.
    missing: Vec<f64>,
}

/// A token that is linked, in a segment.
struct Awaited {
    token: u32,
    /// How often it stands there.
    count: f64,
    /// By how much it is likelier if produced.
    odds: f64,
}

impl Awaiting {
    fn of(segments: &[Vec<(u32, f64)>], produced: &[Produced]) -> Self {
        let mut awaiting = Self {
            starts: vec![0],
            tokens: Vec::new(),
            missing: Vec::new(),
        };
        for tokens in segments {
            let mut missing = 0.0;
            for &(number, count) in tokens {
                let token = produced[number as usize];
                missing += count * token.missing;
                if token.belief > 0.0 {
                    awaiting.tokens.push(Awaited {
                        token: number,
                        count,
                        odds: token.odds,
                    });
                }
            }
            awaiting.missing.push(missing);
            awaiting.starts.push(awaiting.tokens.len());
        }
        awaiting
    }

    /// By how much the tokens of a segment are likelier given what is held.
    fn score(&self, segment: usize, held: &[f64], scale: f64) -> f64 {
        /// Products above this are turned into logarithms before they overflow.
        const LARGE: f64 = 1e200;
        let tokens = self.starts.get(segment).zip(self.starts.get(segment + 1));
        let tokens = tokens.and_then(|(start, end)| self.tokens.get(*start..*end));
        let (mut product, mut sum) = (1.0, self.missing.get(segment).copied().unwrap_or_default());
        for &Awaited { token, count, odds } in tokens.unwrap_or_default() {
            let held = held[token as usize];
            if held > 0.0 {
                let factor = 1.0 + odds * held * scale;
                let mut times = count;
                while times > 0.5 {
                    product *= factor;
                    times -= 1.0;
                    if product > LARGE {
                        sum += ln(product);
                        product = 1.0;
                    }
                }
            }
        }
        if product > 1.0 { sum + ln(product) } else { sum }
    }
}

/// By what the probabilities of a span of `amount` words are divided.
fn normal(amount: f64) -> f64 {
    exp(0.85 * ln(amount.max(1.0)) + 0.15 * ln(USUAL_SIZE))
}

fn producing(links: &[Link], side: usize, count: usize) -> Producing {
    let ends = |link: &Link| match side {
        0 => (link.source, link.target, link.forward),
        _ => (link.target, link.source, link.backward),
    };
    let mut starts = vec![0_u32; count + 1];
    for link in links {
        starts[ends(link).0 as usize + 1] += 1;
    }
    for at in 0..count {
        starts[at + 1] += starts[at];
    }
    let mut next = starts.clone();
    let mut found = vec![(0, 0.0); links.len()];
    for link in links {
        let (from, to, probability) = ends(link);
        #[expect(
            clippy::cast_possible_truncation,
            reason = "a probability needs no more than the precision of `f32`"
        )]
        {
            found[next[from as usize] as usize] = (to, probability as f32);
        }
        next[from as usize] += 1;
    }
    Producing { starts, links: found }
}

impl Cost for Lexical<'_> {
    fn prepare(&mut self, band: &Band, threads: Threads) {
        self.tables = both(threads, band.is_large(), [0, 1], |side| match side {
            0 => self.fill(0, &band.transposed(self.words.segments[1].len())),
            _ => self.fill(1, band),
        });
    }

    fn score(&self, source: Range<usize>, target: Range<usize>) -> f64 {
        if source.is_empty() || target.is_empty() {
            let stakes = self.stakes[0]
                .get(source)
                .into_iter()
                .chain(self.stakes[1].get(target))
                .flatten();
            return WORTH_OF_NONE * stakes.sum::<f64>();
        }
        let mut idle = 0.0;
        for (side, span, given) in [(1, &target, &source), (0, &source, &target)] {
            // one of several must earn its place: inserted sentences say nothing of what stands on the other side
            for segment in span.clone().filter(|_| span.len() > 1) {
                let worth = self.tables[side].sum(given.start, given.len(), segment..segment + 1);
                let stake = self.stakes[side].get(segment).copied().unwrap_or(0.0);
                idle += (worth - EXPECTED_WORTH * stake).min(0.0);
            }
        }
        let forward = self.tables[1].sum(source.start, source.len(), target.clone());
        let backward = self.tables[0].sum(target.start, target.len(), source);
        f64::midpoint(forward, backward) + IDLE_WEIGHT * idle
    }
}
