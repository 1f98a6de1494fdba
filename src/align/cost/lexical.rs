//! Words: numbers, names and marks that both sides share, and words that a table links.

use std::collections::HashMap;
use std::ops::Range;

use libm::{log, pow};

use super::{Cost, WordTable};
use crate::align::anchors::{Kind, Token, size};
use crate::align::band::Band;
use crate::align::real;

/// The least share of a side's words that a word is taken to have: in a short text all words look frequent.
const LEAST_SHARE: f64 = 1.0 / 2500.0;

/// How far similar words are believed to be translations.
const SIMILAR: f64 = 0.4;

/// How far what the text itself has taught is believed.
const LEARNT: f64 = 0.4;

/// What each sentence's number of words is held towards, so that long sentences are not believed too easily.
const USUAL_SIZE: f64 = 14.0;

/// The tokens of both sides, by number.
#[derive(Debug, Default)]
pub(crate) struct Words {
    /// The tokens of each segment: number and count.
    pub(crate) segments: [Vec<Vec<(u32, f64)>>; 2],
    /// How much each segment says.
    pub(crate) sizes: [Vec<f64>; 2],
    /// The tokens themselves, by number.
    pub(crate) vocabulary: [Vec<Token>; 2],
    /// The share of each token in its side.
    shares: [Vec<f64>; 2],
}

impl Words {
    /// Numbers the tokens of both sides.
    pub(crate) fn new(tokens: [Vec<Vec<Token>>; 2]) -> Self {
        let mut words = Self::default();
        for (side, segments) in tokens.into_iter().enumerate() {
            let mut numbers: HashMap<Token, u32> = HashMap::new();
            let mut counts: Vec<f64> = Vec::new();
            for segment in segments {
                words.sizes[side].push(size(&segment));
                let mut found: Vec<u32> = Vec::with_capacity(segment.len());
                for token in segment {
                    let next = u32::try_from(counts.len()).unwrap_or(u32::MAX);
                    let number = *numbers.entry(token).or_insert_with_key(|token| {
                        words.vocabulary[side].push(token.clone());
                        counts.push(0.0);
                        next
                    });
                    counts[number as usize] += 1.0;
                    found.push(number);
                }
                found.sort_unstable();
                let counted = found
                    .chunk_by(|a, b| a == b)
                    .map(|run| (run[0], real(run.len())))
                    .collect();
                words.segments[side].push(counted);
            }
            let total = counts.iter().sum::<f64>().max(1.0);
            words.shares[side] = counts
                .into_iter()
                .map(|count| (count / total).max(LEAST_SHARE))
                .collect();
        }
        words
    }
}

/// What a token of one side is linked with on the other.
#[derive(Debug, Clone, Default)]
struct Linked {
    /// What it costs where nothing produces it.
    missing: f64,
    /// How far its links are believed; 0 where there are none, since an unknown word must cost nothing.
    belief: f64,
    /// The tokens that it may stand for, each with the probability that they produce it.
    from: Vec<(u32, f64)>,
}

/// Scores the words of two stretches: how much likelier they are as translations than by chance.
#[derive(Debug)]
pub(crate) struct Lexical<'a> {
    words: &'a Words,
    /// The links of each side's tokens.
    links: [Vec<Linked>; 2],
    /// The tables of both directions: the score of a segment of one side given a span of the other.
    tables: [SpanTable; 2],
    /// The most segments of a span.
    max_span: usize,
}

impl<'a> Lexical<'a> {
    /// Links equal tokens, similar words where both sides have the same letters, and what `table` has learnt.
    pub(crate) fn new(words: &'a Words, table: &WordTable, max_span: usize) -> Self {
        let mut links = [0, 1].map(|side| vec![Linked::default(); words.vocabulary[side].len()]);
        let numbers: HashMap<&Token, u32> = (0..)
            .zip(&words.vocabulary[0])
            .map(|(number, token)| (token, number))
            .collect();
        for (target, token) in (0_u32..).zip(&words.vocabulary[1]) {
            if let Some(&source) = numbers.get(token) {
                link(&mut links, source, target, 1.0, 1.0, belief(token.kind));
            }
        }
        for (source, target) in super::table::similar(words) {
            link(&mut links, source, target, 0.5, 0.5, SIMILAR);
        }
        for found in table.links() {
            link(
                &mut links,
                found.source,
                found.target,
                found.backward,
                found.forward,
                LEARNT,
            );
        }
        for linked in links.iter_mut().flatten() {
            linked.missing = log(1.0 - linked.belief);
        }
        Self {
            words,
            links,
            tables: [SpanTable::default(), SpanTable::default()],
            max_span,
        }
    }

    /// Scores each segment of `side` that the band allows against each span of the other side.
    fn fill(&self, side: usize, band: &Band) -> SpanTable {
        let other = 1 - side;
        let spans = self.words.segments[other].len();
        let linked: Vec<Vec<(u32, f64)>> = self.words.segments[side]
            .iter()
            .map(|tokens| {
                tokens
                    .iter()
                    .copied()
                    .filter(|&(token, _)| self.links[side][token as usize].belief > 0.0)
                    .collect()
            })
            .collect();
        let mut table = SpanTable::new(band, spans, self.max_span);
        let mut held = vec![0.0; self.words.vocabulary[other].len()];
        for start in 0..spans {
            let mut amount = 0.0;
            for length in 1..=self.max_span.min(spans - start) {
                let last = start + length - 1;
                for &(token, count) in &self.words.segments[other][last] {
                    held[token as usize] += count;
                }
                amount += self.words.sizes[other][last];
                let normal = pow(amount.max(1.0), 0.85) * pow(USUAL_SIZE, 0.15);
                for segment in table.segments(start, length) {
                    let score = linked
                        .get(segment)
                        .map_or(0.0, |tokens| self.tokens_score(side, tokens, &held, normal));
                    table.set(start, length, segment, score);
                }
            }
            for segment in self.words.segments[other].iter().skip(start).take(self.max_span) {
                for &(token, _) in segment {
                    held[token as usize] = 0.0;
                }
            }
        }
        table
    }

    fn tokens_score(&self, side: usize, tokens: &[(u32, f64)], held: &[f64], normal: f64) -> f64 {
        let mut score = 0.0;
        for &(token, count) in tokens {
            let linked = &self.links[side][token as usize];
            let produced: f64 = linked
                .from
                .iter()
                .map(|&(from, probability)| held[from as usize] * probability)
                .sum();
            if produced == 0.0 {
                score += count * linked.missing;
                continue;
            }
            let share = self.words.shares[side][token as usize];
            score += count * log(1.0 - linked.belief + linked.belief * produced / (normal * share));
        }
        score
    }
}

/// Links a pair of tokens both ways.
fn link(links: &mut [Vec<Linked>; 2], source: u32, target: u32, backward: f64, forward: f64, belief: f64) {
    for (side, token, from, probability) in [(0, source, target, backward), (1, target, source, forward)] {
        if probability > 0.0 {
            let linked = &mut links[side][token as usize];
            linked.belief = linked.belief.max(belief);
            match linked.from.iter_mut().find(|(known, _)| *known == from) {
                Some((_, known)) => *known = known.max(probability),
                None => linked.from.push((from, probability)),
            }
        }
    }
}

/// How far equal tokens of a kind are believed to be translations.
fn belief(kind: Kind) -> f64 {
    match kind {
        Kind::Number | Kind::Word => 0.6,
        Kind::Mark => 0.5,
        Kind::Character => 0.3,
    }
}

impl Cost for Lexical<'_> {
    fn prepare(&mut self, band: &Band) {
        self.tables = [
            self.fill(0, &band.transposed(self.words.segments[1].len())),
            self.fill(1, band),
        ];
    }

    fn score(&self, source: Range<usize>, target: Range<usize>) -> f64 {
        if source.is_empty() || target.is_empty() {
            return 0.0;
        }
        let forward: f64 = target
            .clone()
            .map(|segment| self.tables[1].get(source.start, source.len(), segment))
            .sum();
        let backward: f64 = source
            .map(|segment| self.tables[0].get(target.start, target.len(), segment))
            .sum();
        f64::midpoint(forward, backward)
    }
}

/// A score for each span of one side, up to a number of segments, and each segment of the other, within a band.
#[derive(Debug, Default)]
struct SpanTable {
    /// The first segment, how many there are, and where their scores start, for each span.
    rows: Vec<(usize, usize, usize)>,
    max_span: usize,
    scores: Vec<f32>,
}

impl SpanTable {
    fn new(band: &Band, spans: usize, max_span: usize) -> Self {
        let mut rows = Vec::with_capacity(spans * max_span);
        let mut total = 0;
        for start in 0..spans {
            for length in 1..=max_span {
                let low = *band.row(start).start();
                let high = *band.row((start + length).min(spans)).end();
                let count = high.saturating_sub(low);
                rows.push((low, count, total));
                total += count;
            }
        }
        Self {
            rows,
            max_span,
            scores: vec![0.0; total],
        }
    }

    fn row(&self, start: usize, length: usize) -> (usize, usize, usize) {
        self.rows
            .get(start * self.max_span + length.saturating_sub(1))
            .copied()
            .unwrap_or_default()
    }

    fn segments(&self, start: usize, length: usize) -> Range<usize> {
        let (low, count, _) = self.row(start, length);
        low..low + count
    }

    fn set(&mut self, start: usize, length: usize, segment: usize, score: f64) {
        let (low, _, at) = self.row(start, length);
        #[expect(
            clippy::cast_possible_truncation,
            reason = "a score needs no more than the precision of `f32`"
        )]
        if let Some(place) = self.scores.get_mut(at + segment - low) {
            *place = score as f32;
        }
    }

    fn get(&self, start: usize, length: usize, segment: usize) -> f64 {
        let (low, count, at) = self.row(start, length);
        match segment.checked_sub(low) {
            Some(offset) if offset < count => f64::from(self.scores[at + offset]),
            _ => 0.0,
        }
    }
}
