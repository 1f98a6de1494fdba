//! Paragraphs: translators keep them, mostly.

use std::ops::Range;

use super::Cost;

/// What joining segments across the end of a paragraph costs, on each side.
const CROSSING: f64 = -6.0;

/// What it is worth that both sides end a paragraph.
const TOGETHER: f64 = 1.5;

/// What it costs that only one side ends a paragraph.
const APART: f64 = -1.0;

/// What it is worth that a segment without counterpart brings both sides to the end of a paragraph.
const MAKES_UP: f64 = 2.0;

/// What it costs to join text of different groups of an interleaved text.
const OTHER_GROUP: f64 = -9.0;

/// Where a segment stands in its side.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Place {
    /// The number of its paragraph; where lines are segments, of the lines between two blank ones.
    pub(crate) paragraph: usize,
    /// The number of its group: in an interleaved text, a stretch of one language and its translation that follows.
    pub(crate) group: usize,
}

/// Scores whether both sides of a bead keep to their paragraphs.
#[derive(Debug)]
pub(crate) struct Paragraphs<'a> {
    places: &'a [Vec<Place>; 2],
}

impl<'a> Paragraphs<'a> {
    pub(crate) fn new(places: &'a [Vec<Place>; 2]) -> Self {
        Self { places }
    }

    fn paragraph(&self, side: usize, at: usize) -> Option<usize> {
        self.places[side].get(at).map(|place| place.paragraph)
    }

    /// Whether a paragraph ends before the segment at `end`.
    fn ends(&self, side: usize, end: usize) -> bool {
        self.paragraph(side, end) != self.paragraph(side, end.wrapping_sub(1))
    }
}

impl Cost for Paragraphs<'_> {
    fn score(&self, source: Range<usize>, target: Range<usize>) -> f64 {
        let together = |source: usize, target: usize| (self.ends(0, source), self.ends(1, target));
        let end = together(source.end, target.end);
        if source.is_empty() || target.is_empty() {
            // a segment without counterpart may be what a paragraph has more than its translation
            let makes_up = together(source.start, target.start) != (true, true) && end == (true, true);
            return if makes_up { MAKES_UP } else { 0.0 };
        }
        let mut score = 0.0;
        for (side, span) in [(0, &source), (1, &target)] {
            if self.paragraph(side, span.start) != self.paragraph(side, span.end.saturating_sub(1)) {
                score += CROSSING;
            }
        }
        score += match end {
            (true, true) => TOGETHER,
            (false, false) => 0.0,
            _ => APART,
        };
        let group = |side: usize, at: usize| self.places[side].get(at).map(|place| place.group);
        if group(0, source.start) != group(1, target.start) {
            score += OTHER_GROUP;
        }
        score
    }
}
