//! Diagnostics: what was found in an input, and what was done about it. Values, made in the library and drawn by
//! `human` or `json`; only the command line prints them.

mod code;
mod drawing;
mod json;

#[cfg(feature = "cli")]
mod human;

use std::fmt;
use std::sync::Arc;

pub use code::{DiagnosticCode, Fact};
pub use drawing::Drawing;
#[cfg(feature = "cli")]
pub use human::draw as draw_human;
pub use json::draw as draw_json;

use crate::model::Origin;

/// How much a diagnostic matters, from least to most.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Worth knowing.
    Note,
    /// Something was repaired, left out or lost.
    Warning,
    /// Something is wrong that the user must look at.
    Error,
}

impl Severity {
    /// The word as it is drawn.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Note => "note",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// So many of a thing, in words: `1 unit`, `2 units`.
#[must_use]
pub fn counted(count: u64, thing: &str) -> String {
    format!("{count} {thing}{}", if count == 1 { "" } else { "s" })
}

/// The source line that a diagnostic points at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Excerpt {
    /// The line, without its end.
    pub line: String,
    /// Where the marked stretch begins, in bytes of `line`.
    pub start: usize,
    /// Where it ends, in bytes of `line`.
    pub end: usize,
    /// What to say beside the mark.
    pub label: String,
}

/// Something found that does not end the run.
///
/// Messages are lower case without full stop, with data in backticks; they say what was found and what was done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// What kind of thing was found.
    pub code: DiagnosticCode,
    /// How much it matters.
    pub severity: Severity,
    /// What was found and what was done about it.
    pub message: String,
    /// The file, as it was given.
    pub file: Option<Arc<str>>,
    /// The line, from 1; 0 if not known.
    pub line: u64,
    /// The column in characters, from 1; 0 if not known.
    pub column: u64,
    /// The id of the unit.
    pub unit: Option<String>,
    /// What the user may do.
    pub help: Option<String>,
    /// The line itself, where it is at hand.
    pub excerpt: Option<Box<Excerpt>>,
}

impl Diagnostic {
    /// A diagnostic of the code's own severity, without a place.
    #[must_use]
    pub fn new(code: DiagnosticCode, message: impl Into<String>) -> Self {
        Self {
            code,
            severity: code.severity(),
            message: message.into(),
            file: None,
            line: 0,
            column: 0,
            unit: None,
            help: None,
            excerpt: None,
        }
    }

    /// That an output can't hold a fact of a unit.
    #[must_use]
    pub fn loss(fact: Fact, message: impl Into<String>) -> Self {
        Self::new(DiagnosticCode::Loss(fact), message)
    }

    /// The same, placed where `origin` says.
    #[must_use]
    pub fn at(mut self, origin: &Origin) -> Self {
        self.file.clone_from(&origin.file);
        self.line = origin.line;
        self.column = origin.column;
        self
    }

    /// The same, in `file`.
    #[must_use]
    pub fn in_file(mut self, file: &Arc<str>) -> Self {
        self.file = Some(Arc::clone(file));
        self
    }

    /// The same, at the beginning of a line.
    #[must_use]
    pub(crate) fn at_line(mut self, line: u64) -> Self {
        (self.line, self.column) = (line, 1);
        self
    }

    /// The same, said of the unit of this id.
    #[must_use]
    pub fn of_unit(mut self, id: Option<&str>) -> Self {
        self.unit = id.map(str::to_owned);
        self
    }

    /// The same, with what the user may do.
    #[must_use]
    pub fn with_help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }
}

/// The beginning of a text, for a message.
pub(crate) fn quoted(text: &str) -> String {
    /// How many characters of it.
    const MOST: usize = 60;
    match text.char_indices().nth(MOST) {
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or(text)),
        None => text.to_owned(),
    }
}

/// Takes diagnostics as they arise.
pub trait Sink {
    /// Takes one.
    fn take(&mut self, diagnostic: Diagnostic);
}

/// Takes what was said before, or is said again later.
pub(crate) struct Silent;

impl Sink for Silent {
    fn take(&mut self, _diagnostic: Diagnostic) {}
}

impl Sink for Vec<Diagnostic> {
    fn take(&mut self, diagnostic: Diagnostic) {
        self.push(diagnostic);
    }
}
