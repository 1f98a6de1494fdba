//! What is valid, read as it stands, and yet worth a note: once a file.

use std::collections::HashSet;

use super::findings::Findings;
use super::tu::TuReader;
use super::{Basis, braces};
use crate::diag::DiagnosticCode;
use crate::format::tmx::habits::Habits;
use crate::model::{Property, TranslationUnit};

/// What Okapi, among others, names as the author of a machine's translation.
const MACHINE: &str = "MT!";

/// What XTM thinks of a unit.
const XTM_STATUS: &str = "x-xtm-status";

/// Where LF Aligner puts its score.
const NOTE_OF_LF_ALIGNER: &str = "Txt::Note";

/// What is remembered of having noted that codes stand in text as Wordfast writes them.
const PLACEABLE: &str = "placeable";

impl TuReader<'_, '_> {
    /// Notes what is unusual about a unit that begins at `at`.
    pub(super) fn notice(&mut self, unit: &TranslationUnit, at: usize) {
        self.notice_repeated_properties(&unit.properties, at);
        for property in &unit.properties {
            self.notice_property(property, at);
        }
        for variant in &unit.variants {
            let author = variant.provenance.as_deref().and_then(|who| who.created_by.as_deref());
            if author == Some(MACHINE) {
                let message =
                    format!("`{MACHINE}` as the author says that a machine translated; the unit counts as any other");
                self.say_once(DiagnosticCode::ToolHabit, MACHINE, at, message);
            }
            if self.file.basis.habits.has_placeables && has_placeable(variant.segment.text()) {
                let message = "placeables of Wordfast such as `&tA;` stay in the text";
                self.say_once(DiagnosticCode::ToolHabit, PLACEABLE, at, message);
            }
        }
    }

    fn notice_repeated_properties(&mut self, properties: &[Property], at: usize) {
        let mut names = HashSet::new();
        for property in properties {
            if !names.insert(&*property.name) {
                let message = format!(
                    "the property `{}` stands more than once in a unit; all are kept",
                    property.name
                );
                self.say_once(DiagnosticCode::MarkupKept, &property.name, at, message);
            }
        }
    }

    fn notice_property(&mut self, property: &Property, at: usize) {
        if let Some(message) = remark_on(&property.name, &property.value) {
            self.say_once(DiagnosticCode::ToolHabit, &property.name, at, message);
        }
    }
}

/// What is to be noted of a property.
fn remark_on(name: &str, value: &str) -> Option<String> {
    match name {
        XTM_STATUS if value == "Not approved" => Some("units that XTM has not approved count as translated".to_owned()),
        NOTE_OF_LF_ALIGNER if value.starts_with('-') && value.parse::<f64>().is_ok() => Some(format!(
            "an aligner gave its pair the score {value}, as bad as below zero"
        )),
        _ => None,
    }
}

/// Whether something may be noted about a property of this name, by its value.
pub(super) fn may_notice(name: &str) -> bool {
    matches!(name, XTM_STATUS | NOTE_OF_LF_ALIGNER)
}

impl Basis {
    /// Whether something is yet to be noted about a property.
    pub(super) fn notices_property(&self, name: &str, value: &str) -> bool {
        remark_on(name, value).is_some() && !self.said.has(DiagnosticCode::ToolHabit, name)
    }

    /// Whether something in a text is a code by a habit, or is yet to be noted.
    pub(super) fn notices_text(&self, text: &str) -> bool {
        let Habits {
            has_braces,
            has_placeables,
            ..
        } = self.habits;
        has_braces && braces::may_stand_in(text)
            || has_placeables && !self.said.has(DiagnosticCode::ToolHabit, PLACEABLE) && has_placeable(text)
    }

    /// Whether an author is yet to be noted.
    pub(super) fn notices_author(&self, author: &str) -> bool {
        author == MACHINE && !self.said.has(DiagnosticCode::ToolHabit, MACHINE)
    }
}

/// Whether text has a code in it as Wordfast writes them: `&tA;`.
fn has_placeable(text: &str) -> bool {
    text.match_indices("&t").any(|(at, found)| {
        let after = text.get(at + found.len()..).unwrap_or_default();
        let mut letters = after.chars();
        letters.next().is_some_and(|c| c.is_ascii_uppercase()) && letters.next() == Some(';')
    })
}
