//! Lines of a decoded input, one at a time, for the formats that are made of them.

use std::sync::Arc;

use super::InputFacts;
use crate::diag::Sink;
use crate::error::{Error, ErrorKind, Result};
use crate::io::Decoded;
use crate::model::Origin;

/// How many bytes a line may have: more is no line of text, and would be held whole.
pub(super) const LONGEST_LINE: usize = 64 << 20;

/// What is wrong with a line of more than [`LONGEST_LINE`] bytes.
pub(super) fn too_long(line: u64) -> Error {
    let message = format!(
        "the line has more than {} MiB, which is no line of text",
        LONGEST_LINE >> 20
    );
    Error::from(ErrorKind::Record(message))
        .at(line, 0)
        .with_help("look whether the file is what its name says")
}

/// Cuts lines at LF or CRLF, and at CR where there is no LF: U+2028, U+0085, VT and FF stand inside lines.
pub(super) struct LineInput {
    input: Decoded,
    line: u64,
    buffer: String,
}

impl LineInput {
    pub(super) fn new(input: Decoded) -> Self {
        Self {
            input,
            line: 0,
            buffer: String::new(),
        }
    }

    /// Cuts the next line; `false` at the end.
    ///
    /// # Errors
    ///
    /// Fails if the input can't be read or decoded, or the line is too long to be one.
    pub(super) fn cut(&mut self) -> Result<bool> {
        self.buffer.clear();
        let count = self
            .input
            .read_line_of(LONGEST_LINE, &mut self.buffer)
            .map_err(|error| Error::from_read(error).in_file(self.input.name()))?;
        if count > LONGEST_LINE {
            return Err(too_long(self.line + 1).in_file(self.input.name()));
        }
        self.line += u64::from(count > 0);
        Ok(count > 0)
    }

    /// The line last cut, without its end.
    pub(super) fn text(&self) -> &str {
        self.input.without_end(&self.buffer)
    }

    /// The number of the line last cut, from 1.
    pub(super) fn number(&self) -> u64 {
        self.line
    }

    /// The file's name, as it was given.
    pub(super) fn name(&self) -> &Arc<str> {
        self.input.name()
    }

    /// Where the line last cut stands.
    pub(super) fn origin(&self) -> Origin {
        self.origin_at(self.line)
    }

    /// Where line `line` stands.
    pub(super) fn origin_at(&self, line: u64) -> Origin {
        Origin {
            file: Some(Arc::clone(self.input.name())),
            line,
            column: 1,
        }
    }

    /// An error of the line last cut; a column of 0 is not known.
    pub(super) fn error(&self, kind: ErrorKind, column: u64) -> Error {
        Error::from(kind).in_file(self.input.name()).at(self.line, column)
    }

    /// Says what was replaced, at the end of the input.
    pub(super) fn say_bad_bytes(&self, sink: &mut dyn Sink) {
        self.input.say_bad_bytes(sink);
    }

    /// What was found about the encoding.
    pub(super) fn facts(&self) -> InputFacts {
        InputFacts::of(&self.input)
    }
}
