//! What diagnostics and errors have in common when they are drawn.

use super::{Diagnostic, Excerpt, Severity};
use crate::error::Error;

/// A finding or an error, ready to be drawn.
#[derive(Debug, Clone)]
pub struct Drawing<'a> {
    pub(super) severity: Severity,
    pub(super) code: String,
    pub(super) message: String,
    pub(super) file: Option<&'a str>,
    pub(super) line: u64,
    pub(super) column: u64,
    pub(super) unit: Option<&'a str>,
    pub(super) help: Option<&'a str>,
    #[cfg_attr(not(feature = "cli"), expect(dead_code, reason = "only people are shown it"))]
    pub(super) excerpt: Option<&'a Excerpt>,
}

impl<'a> From<&'a Diagnostic> for Drawing<'a> {
    fn from(diagnostic: &'a Diagnostic) -> Self {
        Self {
            severity: diagnostic.severity,
            code: diagnostic.code.to_word(),
            message: diagnostic.message.clone(),
            file: diagnostic.file.as_deref(),
            line: diagnostic.line,
            column: diagnostic.column,
            unit: diagnostic.unit.as_deref(),
            help: diagnostic.help.as_deref(),
            excerpt: diagnostic.excerpt.as_deref(),
        }
    }
}

impl<'a> From<&'a Error> for Drawing<'a> {
    fn from(error: &'a Error) -> Self {
        let origin = error.origin();
        Self {
            severity: Severity::Error,
            code: error.code().to_owned(),
            message: error.message(),
            file: origin.file.as_deref(),
            line: origin.line,
            column: origin.column,
            unit: error.unit(),
            help: error.help(),
            excerpt: None,
        }
    }
}
