//! Scores by span of one side and segment of the other.

use std::ops::Range;

use crate::align::band::Band;

/// A score for each span of one side, up to a number of segments, and each segment of the other, within a band.
#[derive(Debug, Default)]
pub(super) struct SpanTable {
    /// The first segment, how many there are, and where their scores start, for each span.
    rows: Vec<(usize, usize, usize)>,
    max_span: usize,
    scores: Vec<f32>,
}

impl SpanTable {
    pub(super) fn new(band: &Band, spans: usize, max_span: usize) -> Self {
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

    /// The segments that are scored against a span.
    pub(super) fn segments(&self, start: usize, length: usize) -> Range<usize> {
        let (low, count, _) = self.row(start, length);
        low..low + count
    }

    /// The scores of those segments.
    pub(super) fn scores_mut(&mut self, start: usize, length: usize) -> &mut [f32] {
        let (_, count, at) = self.row(start, length);
        self.scores.get_mut(at..at + count).unwrap_or_default()
    }

    /// The sum of the scores of neighbouring segments against a span.
    pub(super) fn sum(&self, start: usize, length: usize, segments: Range<usize>) -> f64 {
        let (low, count, at) = self.row(start, length);
        let mut sum = 0.0;
        for segment in segments {
            if let Some(offset) = segment.checked_sub(low)
                && offset < count
            {
                sum += f64::from(self.scores[at + offset]);
            }
        }
        sum
    }
}
