//! Where things stand in an input.

use std::sync::Arc;

use crate::diag::{Diagnostic, DiagnosticCode};
use crate::error::{Error, ErrorKind};
use crate::model::Origin;

/// A line and a column, both from 1, the column in characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Place {
    pub(crate) line: u64,
    pub(crate) column: u64,
}

impl Place {
    /// The place of the first character.
    pub(crate) const START: Self = Self { line: 1, column: 1 };

    /// The place behind `text` that begins here. Lines end at LF.
    pub(crate) fn after(self, text: &str) -> Self {
        let characters = |text: &str| text.bytes().filter(|byte| byte & 0xC0 != 0x80).count() as u64;
        let lines = memchr::memchr_iter(b'\n', text.as_bytes()).count() as u64;
        match text.rsplit_once('\n') {
            Some((_, last)) => Self {
                line: self.line + lines,
                column: 1 + characters(last),
            },
            None => Self {
                line: self.line,
                column: self.column + characters(text),
            },
        }
    }
}

/// A stretch of an input that was cut out of it: its markup, and where it began. Places inside are counted only when
/// somebody asks for one.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Spot<'p> {
    pub(crate) file: &'p Arc<str>,
    pub(crate) start: Place,
    pub(crate) markup: &'p str,
}

impl Spot<'_> {
    /// The place of the byte `offset` of the markup.
    pub(crate) fn place(&self, offset: usize) -> Place {
        self.start.after(self.markup.get(..offset).unwrap_or(self.markup))
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
    fn columns_count_characters_and_lines_end_at_line_feeds() {
        let file: Arc<str> = Arc::from("a.tmx");
        let spot = Spot {
            file: &file,
            start: Place { line: 3, column: 5 },
            markup: "<é>\r\n字b",
        };
        assert_eq!(spot.place(0), Place { line: 3, column: 5 });
        assert_eq!(spot.place(3), Place { line: 3, column: 7 });
        assert_eq!(spot.place(9), Place { line: 4, column: 2 });
    }
}
