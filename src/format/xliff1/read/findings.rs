//! What is said while an element is read.

use std::collections::BTreeSet;

use crate::diag::{Diagnostic, DiagnosticCode, Severity};
use crate::format::xml::{Language, Reading};

/// How many different things that are said once a file are remembered; further ones are said each time.
const REMEMBERED: usize = 1000;

/// How many bytes a unit may spend on giving each of its segments what is said of them all.
const SHARED_BYTES: usize = 4 << 20;

/// How many findings one unit may have; who mends it needs no more at once.
const MAX_FINDINGS: u32 = 100;

/// What was said once and need not be said again in the same file.
#[derive(Debug, Default)]
pub(crate) struct Once(BTreeSet<(DiagnosticCode, String)>);

impl Once {
    /// Whether this is the first time.
    fn is_first(&mut self, code: DiagnosticCode, about: &str) -> bool {
        let key = (code, about.to_owned());
        if self.0.contains(&key) {
            return false;
        }
        if self.0.len() < REMEMBERED {
            self.0.insert(key);
        }
        true
    }

    pub(super) fn clear(&mut self) {
        self.0.clear();
    }
}

/// Where findings on an element go, and whether its markup can still be copied.
pub(crate) struct Findings<'a, 'r> {
    pub(crate) reading: &'a mut Reading<'r>,
    once: &'a mut Once,
    unit: Option<&'a str>,
    /// What of the unit was said not to be carried.
    not_carried: BTreeSet<String>,
    /// What is left to be given to more than one segment.
    shared_bytes: usize,
    said: u32,
    /// Whether the markup means just what was read.
    pub(crate) is_sound: bool,
}

impl<'a, 'r> Findings<'a, 'r> {
    pub(crate) fn new(reading: &'a mut Reading<'r>, once: &'a mut Once, unit: Option<&'a str>) -> Self {
        Self {
            reading,
            once,
            unit,
            not_carried: BTreeSet::new(),
            shared_bytes: SHARED_BYTES,
            said: 0,
            is_sound: true,
        }
    }

    pub(crate) fn say(&mut self, code: DiagnosticCode, at: usize, message: impl Into<String>) {
        if self.may_say(at) {
            self.reading.say(code, at, self.unit, message);
        }
    }

    /// Whether one more finding is shown; that no more are is said once.
    fn may_say(&mut self, at: usize) -> bool {
        self.said += 1;
        if self.said == MAX_FINDINGS + 1 {
            let message = format!("more than {MAX_FINDINGS} findings are on this unit; only the first are shown");
            let mut finding = self.finding(DiagnosticCode::LimitMet, at, message);
            finding.severity = Severity::Warning;
            self.reading.take(finding);
        }
        self.said <= MAX_FINDINGS
    }

    /// The same of another severity than the code's own.
    pub(crate) fn say_as(&mut self, severity: Severity, code: DiagnosticCode, at: usize, message: impl Into<String>) {
        if self.may_say(at) {
            let mut finding = self.finding(code, at, message);
            finding.severity = severity;
            self.reading.take(finding);
        }
    }

    pub(crate) fn finding(&self, code: DiagnosticCode, at: usize, message: impl Into<String>) -> Diagnostic {
        self.reading.spot.finding(code, at, self.unit, message)
    }

    /// Says something unless the same was said of `about` in this file.
    pub(crate) fn say_once(&mut self, code: DiagnosticCode, about: &str, at: usize, message: impl Into<String>) {
        if self.once.is_first(code, about) {
            self.say(code, at, message);
        }
    }

    /// The same of another severity than the code's own.
    pub(crate) fn say_once_as(
        &mut self,
        severity: Severity,
        code: DiagnosticCode,
        about: &str,
        at: usize,
        message: impl Into<String>,
    ) {
        if self.once.is_first(code, about) {
            self.say_as(severity, code, at, message);
        }
    }

    /// Reads a language; what is odd about a tag is said once for the file.
    pub(crate) fn language(&mut self, written: &str, at: usize) -> Language {
        let (language, remark) = Language::read(written);
        if let Some((code, message)) = remark {
            self.say_once(code, written, at, message);
        }
        language
    }

    /// Says that something is invalid, and what it was read as.
    pub(crate) fn repaired(&mut self, at: usize, message: impl Into<String>) {
        self.is_sound = false;
        self.say(DiagnosticCode::MarkupRepaired, at, message);
    }

    /// Whether one more segment can be given something of so many bytes; if not, only the first has it.
    pub(super) fn spend(&mut self, bytes: usize) -> bool {
        if let Some(left) = self.shared_bytes.checked_sub(bytes) {
            self.shared_bytes = left;
            true
        } else {
            self.is_sound = false;
            self.not_carried("what is said of all its segments, beyond the first ones,", 0);
            false
        }
    }

    /// What becomes of that which has no place in a memory: it is still in the markup of the unit, as long as that is copied.
    fn what_becomes(&self) -> &'static str {
        match self.unit {
            Some(_) if self.is_sound => "and stays only where the unit is copied as it is",
            _ => "and is left out",
        }
    }

    /// Says once for the unit that `what` has no place in a memory.
    pub(crate) fn not_carried(&mut self, what: &str, at: usize) {
        if !self.not_carried.insert(what.to_owned()) {
            return;
        }
        let message = format!("{what} has no place in a memory {}", self.what_becomes());
        self.say(DiagnosticCode::NotCarried, at, message);
    }

    /// Says once for the file that `what` has no place in a memory.
    pub(crate) fn never_carried(&mut self, what: &str, at: usize) {
        let becomes = self.what_becomes();
        let message = format!("{what} has no place in a memory {becomes}; this is said once for the file");
        self.say_once(DiagnosticCode::NotCarried, what, at, message);
    }

    /// Says once for the file that an element of the format is none of it.
    pub(crate) fn unknown_element(&mut self, name: &str, at: usize) {
        self.is_sound = false;
        let message = format!("XLIFF 1 has no `<{name}>` here, and it is not read; this is said once for the file");
        self.say_once(DiagnosticCode::ElementUnknown, name, at, message);
    }

    /// Says once for the file that an attribute of the format is none of it.
    pub(crate) fn unknown_attribute(&mut self, element: &str, name: &str, at: usize) {
        self.is_sound = false;
        let about = format!("{name} of {element}");
        let message = format!(
            "XLIFF 1 has no attribute `{name}` of `<{element}>`, and it is not read; this is said once for the file"
        );
        self.say_once(DiagnosticCode::AttributeUnknown, &about, at, message);
    }
}
