//! Where things stand in an input.

use std::cell::RefCell;
use std::ops::Range;
use std::sync::Arc;

use crate::diag::{Diagnostic, DiagnosticCode};
use crate::error::{Error, ErrorKind};
use crate::io::{LineEnds, characters};
use crate::model::Origin;

/// A line and a column, both from 1, the column in characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Place {
    pub(crate) line: u64,
    pub(crate) column: u64,
}

impl Default for Place {
    fn default() -> Self {
        Self::START
    }
}

impl Place {
    /// The place of the first character.
    pub(crate) const START: Self = Self { line: 1, column: 1 };

    /// The place `within` of a text that begins here.
    pub(crate) fn and(self, within: Self) -> Self {
        Self {
            line: self.line + within.line - 1,
            column: if within.line == 1 {
                self.column + within.column - 1
            } else {
                within.column
            },
        }
    }

    /// The place behind `text`, which begins here.
    pub(crate) fn after(self, text: &str) -> Self {
        self.behind(text, 0..text.len())
    }

    /// The place behind a stretch of `text` that begins here. It may begin or end inside a character, which counts where it
    /// begins, and between CR and LF, which end a line together.
    pub(crate) fn behind(self, text: &str, stretch: Range<usize>) -> Self {
        let is_before_feed = text.as_bytes().get(stretch.end) == Some(&b'\n');
        let stretch = text.as_bytes().get(stretch).unwrap_or_default();
        let halved = if is_before_feed {
            stretch.strip_suffix(b"\r")
        } else {
            None
        };
        let whole = halved.unwrap_or(stretch);
        let ends = LineEnds::of(whole);
        let column = ends.last.map_or(self.column, |_| 1);
        let tail = whole.get(ends.last.unwrap_or_default()..).unwrap_or_default();
        Self {
            line: self.line + ends.count,
            column: column + characters(tail) + u64::from(halved.is_some()),
        }
    }
}

/// How many bytes lie between two places of a stretch that are remembered.
const STEP: usize = 1 << 12;

/// A stretch of an input that was cut out of it: its markup, and where it began. Places inside are counted only when
/// somebody asks for one.
#[derive(Debug)]
pub(crate) struct Spot<'p> {
    pub(crate) file: &'p Arc<str>,
    pub(crate) markup: &'p str,
    start: Place,
    /// The places of the bytes [`STEP`], twice as many, and so on, as far as they have been counted: a large unit may be
    /// asked for the places of all its elements.
    known: RefCell<Vec<Place>>,
}

impl<'p> Spot<'p> {
    pub(crate) fn new(file: &'p Arc<str>, start: Place, markup: &'p str) -> Self {
        Self {
            file,
            markup,
            start,
            known: RefCell::default(),
        }
    }

    /// The place of the byte `offset` of the markup.
    pub(crate) fn place(&self, offset: usize) -> Place {
        let offset = offset.min(self.markup.len());
        let wanted = offset / STEP;
        let mut known = self.known.borrow_mut();
        while known.len() < wanted {
            let (number, last) = (known.len(), known.last().copied().unwrap_or(self.start));
            known.push(last.behind(self.markup, number * STEP..(number + 1) * STEP));
        }
        let near = wanted.checked_sub(1).and_then(|number| known.get(number).copied());
        near.unwrap_or(self.start).behind(self.markup, wanted * STEP..offset)
    }

    /// The same, as what units and diagnostics bear.
    pub(crate) fn origin(&self, offset: usize) -> Origin {
        let place = self.place(offset);
        Origin {
            file: Some(Arc::clone(self.file)),
            line: place.line,
            column: place.column,
        }
    }

    /// A diagnostic at the byte `offset`.
    pub(crate) fn finding(
        &self,
        code: DiagnosticCode,
        offset: usize,
        unit: Option<&str>,
        message: impl Into<String>,
    ) -> Diagnostic {
        Diagnostic::new(code, message).at(&self.origin(offset)).of_unit(unit)
    }

    /// An error at the byte `offset`.
    pub(crate) fn error(&self, kind: ErrorKind, offset: usize) -> Error {
        Error::from(kind).at_origin(&self.origin(offset))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_count_characters() {
        let file: Arc<str> = Arc::from("a.tmx");
        let spot = Spot::new(&file, Place { line: 3, column: 5 }, "<é>\r\n字b");
        assert_eq!(spot.place(0), Place { line: 3, column: 5 });
        assert_eq!(spot.place(3), Place { line: 3, column: 7 });
        assert_eq!(spot.place(9), Place { line: 4, column: 2 });
        for at in [0, 1, 4, 5, 9] {
            let within = Place::START.behind(spot.markup, 0..at);
            assert_eq!(Place { line: 3, column: 5 }.and(within), spot.place(at));
        }
    }

    #[test]
    fn places_of_a_large_stretch_are_the_same_in_any_order() {
        let file: Arc<str> = Arc::from("a.tmx");
        let markup = "字é\nb\r".repeat(STEP) + &"a\r\n".repeat(STEP);
        let spot = Spot::new(&file, Place { line: 7, column: 9 }, &markup);
        let start = Place { line: 7, column: 9 };
        let offsets: Vec<usize> = markup.char_indices().map(|(at, _)| at).step_by(997).collect();
        let backwards = offsets.iter().rev();
        for &at in backwards.chain(&offsets).chain(&[STEP * 2 + 3, markup.len(), 0]) {
            assert_eq!(spot.place(at), start.behind(&markup, 0..at), "{at}");
        }
        assert_eq!(spot.place(markup.len() + 1), start.after(&markup));
    }
}
