//! What is found while one piece is read, said of its unit.

use std::collections::BTreeSet;

use crate::diag::{Diagnostic, DiagnosticCode, Severity};
use crate::format::xml::{Language, Reading};

/// The findings of a piece on their way out.
pub(super) struct Findings<'f, 'r> {
    pub(super) reading: &'f mut Reading<'r>,
    unit: Option<String>,
    of_unit: BTreeSet<String>,
    of_document: &'f mut BTreeSet<String>,
}

impl<'f, 'r> Findings<'f, 'r> {
    /// `of_document` remembers what is said once a document.
    pub(super) fn new(reading: &'f mut Reading<'r>, of_document: &'f mut BTreeSet<String>) -> Self {
        Self {
            reading,
            unit: None,
            of_unit: BTreeSet::new(),
            of_document,
        }
    }

    /// All that follows is said of the unit of this id.
    pub(super) fn set_unit(&mut self, id: Option<&str>) {
        self.unit = id.map(str::to_owned);
    }

    pub(super) fn say(&mut self, code: DiagnosticCode, at: usize, message: impl Into<String>) {
        self.reading.say(code, at, self.unit.as_deref(), message);
    }

    /// Says something once a unit; `key` tells what.
    pub(super) fn say_once(&mut self, code: DiagnosticCode, key: &str, at: usize, message: impl Into<String>) {
        if self.of_unit.insert(format!("{code} {key}")) {
            self.say(code, at, message);
        }
    }

    /// Says something once a document; `key` tells what.
    pub(super) fn say_once_a_document(
        &mut self,
        code: DiagnosticCode,
        key: &str,
        at: usize,
        message: impl Into<String>,
    ) {
        if self.of_document.insert(format!("{code} {key}")) {
            self.say(code, at, message);
        }
    }

    /// The same as a warning, whatever the code's own severity is.
    pub(super) fn warn_once_a_document(&mut self, code: DiagnosticCode, key: &str, at: usize, message: &str) {
        if self.of_document.insert(format!("{code} {key}")) {
            let mut said = Diagnostic::new(code, message)
                .at(&self.reading.origin(at))
                .of_unit(self.unit.as_deref());
            said.severity = Severity::Warning;
            self.reading.take(said);
        }
    }

    /// Reads a language; what is odd about a tag is said once a document.
    pub(super) fn language(&mut self, written: &str, at: usize) -> Language {
        let (language, remark) = Language::read(written);
        if let Some((code, message)) = remark {
            self.say_once_a_document(code, written, at, message);
        }
        language
    }

    /// Says once a unit that `what`, a noun phrase, has no place in a memory.
    pub(super) fn not_carried(&mut self, what: &str, at: usize) {
        let message = format!("{what} has no place in a memory and is not carried on");
        self.say_once(DiagnosticCode::NotCarried, what, at, message);
    }

    /// The same once a document.
    pub(super) fn not_carried_in_document(&mut self, what: &str, at: usize) {
        let message = format!("{what} has no place in a memory and is not carried on");
        self.say_once_a_document(DiagnosticCode::NotCarried, what, at, message);
    }

    /// Says that a value is none that the attribute may have.
    pub(super) fn odd_value(&mut self, name: &str, value: &str, at: usize, done: &str) {
        let message = format!("`{value}` is no value of `{name}`; {done}");
        self.say(DiagnosticCode::AttributeValue, at, message);
    }
}
