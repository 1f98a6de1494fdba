//! What went in, what came out, what did not, and why: the report of a run.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::diag::{Diagnostic, DiagnosticCode, Severity, Sink};

/// The report of a run. `units_read = units_kept + duplicates_removed + dropped` always holds.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Report {
    /// The program's name.
    pub tool: &'static str,
    /// The program's version.
    pub version: &'static str,
    /// Each input, in order.
    pub inputs: Vec<InputReport>,
    /// Each output, in order.
    pub outputs: Vec<OutputReport>,
    /// Units of all inputs; text without counterpart and junk are none.
    pub units_read: u64,
    /// Units that were the same as one that stays.
    pub duplicates_removed: u64,
    /// Units left out for any other reason.
    pub dropped: u64,
    /// Units that stay.
    pub units_kept: u64,
    /// Sources that keep more than one target.
    pub conflicts: u64,
    /// How many kept units have text in each language, in order of appearance.
    pub languages: serde_json::Map<String, serde_json::Value>,
    /// How many findings there were of each code.
    pub findings: BTreeMap<String, u64>,
    /// Why nothing was written, if nothing was.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub error: Option<String>,
    /// How long the run took, in milliseconds: the only figure that may differ between two runs.
    pub elapsed_ms: u64,
    /// The severest finding.
    #[serde(skip)]
    pub worst: Option<Severity>,
}

impl Report {
    /// An empty report that names this program.
    pub(crate) fn of_this_tool() -> Self {
        Self {
            tool: env!("CARGO_PKG_NAME"),
            version: env!("CARGO_PKG_VERSION"),
            ..Self::default()
        }
    }
}

/// What was read from one input.
#[derive(Debug, Clone, Default, Serialize)]
pub struct InputReport {
    /// The path as it was given.
    pub file: String,
    /// Of a pair, the path of the target.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub file_target: Option<String>,
    /// Of a pair that another tool has aligned, the path of the alignment.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub file_alignment: Option<String>,
    /// The format's name.
    pub format: &'static str,
    /// The encoding's name.
    pub encoding: String,
    /// Units, two-sided at least.
    pub units_read: u64,
    /// Lines that belong to no translation.
    pub junk_lines: u64,
    /// Texts without counterpart.
    pub unaligned: Unaligned,
    /// Two-sided beads by shape, such as `1-2`.
    pub beads: BTreeMap<String, u64>,
    /// Units that stayed out since they are no translations yet, by reason.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub left_out: BTreeMap<&'static str, u64>,
    /// Translations that were only offered and did not enter as units.
    #[serde(skip_serializing_if = "is_zero")]
    pub matches_left_out: u64,
    /// Byte sequences that did not decode and became U+FFFD.
    #[serde(skip_serializing_if = "is_zero")]
    pub bad_bytes: u64,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde passes fields by reference")]
fn is_zero(number: &u64) -> bool {
    *number == 0
}

/// Texts without counterpart, by side.
#[derive(Debug, Clone, Copy, Default, Serialize)]
pub struct Unaligned {
    /// On the source side.
    pub source: u64,
    /// On the target side.
    pub target: u64,
}

/// What was written to one output.
#[derive(Debug, Clone, Default, Serialize)]
pub struct OutputReport {
    /// The path as it was given.
    pub file: String,
    /// The format's name.
    pub format: &'static str,
    /// Units that are in it.
    pub units_written: u64,
    /// Its size.
    pub bytes: u64,
    /// Facts that it can't hold, and of how many units.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub left_out: BTreeMap<&'static str, u64>,
}

/// Counts findings on their way to another sink.
pub(crate) struct Counting<'s> {
    sink: &'s mut dyn Sink,
    counts: BTreeMap<DiagnosticCode, u64>,
    pub(crate) worst: Option<Severity>,
}

impl<'s> Counting<'s> {
    pub(crate) fn new(sink: &'s mut dyn Sink) -> Self {
        Self {
            sink,
            counts: BTreeMap::new(),
            worst: None,
        }
    }

    /// How many findings there were of each code.
    pub(crate) fn findings(&self) -> BTreeMap<String, u64> {
        let mut findings = BTreeMap::new();
        for (code, count) in &self.counts {
            findings.insert(code.to_word(), *count);
        }
        findings
    }
}

impl Sink for Counting<'_> {
    fn take(&mut self, diagnostic: Diagnostic) {
        *self.counts.entry(diagnostic.code).or_default() += 1;
        self.worst = self.worst.max(Some(diagnostic.severity));
        self.sink.take(diagnostic);
    }
}
