//! Units without a date that can be compared, where the newest or the oldest is asked for.

use super::{Conflicts, DedupeBy, DedupeOptions, Keep};
use crate::diag::{Diagnostic, DiagnosticCode, Severity};
use crate::model::{Moment, TranslationUnit};

/// Counts such units.
#[derive(Debug, Default)]
pub(super) struct Undated {
    units: u64,
    /// A date that one of them states.
    written: Option<String>,
}

impl DedupeOptions {
    /// Whether any unit is chosen by its date.
    pub(super) fn asks_for_dates(&self) -> bool {
        let by_date = |keep| matches!(keep, Keep::Newest | Keep::Oldest);
        (self.by != DedupeBy::Off && by_date(self.keep))
            || matches!(self.conflicts, Conflicts::Choose(keep) if by_date(keep))
    }
}

impl Undated {
    /// Counts a unit.
    pub(super) fn add(&mut self) {
        self.units += 1;
    }

    /// Takes note of the date that a unit states, if it can't be compared and is the first such.
    pub(super) fn look_at(&mut self, unit: &TranslationUnit) {
        if self.written.is_none() {
            let unknown = super::dates(unit).find(|moment| moment.to_seconds().is_none());
            self.written = unknown.map(Moment::to_extended);
        }
    }

    /// What is to be said of the units so far; nothing where all have a date.
    pub(super) fn into_finding(self) -> Option<Diagnostic> {
        let units = match self.units {
            0 => return None,
            1 => "1 unit has".to_owned(),
            many => format!("{many} units have"),
        };
        let such = self.written.as_ref().map(|written| format!(" (`{written}` is none)"));
        let message = format!(
            "{units} no date that can be compared{}; one with a date is preferred",
            such.unwrap_or_default()
        );
        let mut finding = Diagnostic::new(DiagnosticCode::DateForm, message);
        if self.written.is_none() {
            // many inputs have no dates at all
            finding.severity = Severity::Note;
        }
        Some(finding)
    }
}
