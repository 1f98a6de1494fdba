//! Findings on the units of one `<unit>`, kept until it is rendered.

use crate::diag::{Diagnostic, DiagnosticCode, Fact, Sink};
use crate::format::Losses;
use crate::model::TranslationUnit;

/// What was found while one `<unit>` was made. Each finding belongs to one of the units it is made of, by number.
#[derive(Debug, Default)]
pub(super) struct Findings {
    /// By the number of the unit; those of the last ones may be missing.
    of_units: Vec<Found>,
}

/// What was found of one unit.
#[derive(Debug, Default)]
struct Found {
    lost: Vec<(Fact, &'static str)>,
    /// The characters that were cleaned away.
    cleaned: Vec<char>,
    said: Vec<(DiagnosticCode, String)>,
}

impl Findings {
    fn of(&mut self, unit: usize) -> Option<&mut Found> {
        if self.of_units.len() <= unit {
            self.of_units.resize_with(unit + 1, Found::default);
        }
        self.of_units.get_mut(unit)
    }

    /// `what`, a noun phrase, has no place.
    pub(super) fn lose(&mut self, unit: usize, fact: Fact, what: &'static str) {
        let Some(found) = self.of(unit) else { return };
        if !found.lost.iter().any(|(known, _)| *known == fact) {
            found.lost.push((fact, what));
        }
    }

    /// The same, if `held` is true.
    pub(super) fn lose_if(&mut self, held: bool, unit: usize, fact: Fact, what: &'static str) {
        if held {
            self.lose(unit, fact, what);
        }
    }

    /// Characters which XML 1.0 forbids were cleaned from places that have no `cp`.
    pub(super) fn lose_characters(&mut self, characters: Vec<char>, unit: usize) {
        if !characters.is_empty() {
            self.lose(unit, Fact::Character, "characters that XML 1.0 forbids");
            if let Some(found) = self.of(unit) {
                found.cleaned.extend(characters);
            }
        }
    }

    /// Says something that is no loss.
    pub(super) fn say(&mut self, unit: usize, code: DiagnosticCode, message: String) {
        if let Some(found) = self.of(unit) {
            found.said.push((code, message));
        }
    }

    /// Hands all findings on.
    pub(super) fn report(self, units: &[&TranslationUnit], format: &'static str, sink: &mut dyn Sink) {
        for (unit, found) in units.iter().zip(self.of_units) {
            let mut losses = Losses::new(unit, format, sink);
            let mut cleaned = found.cleaned;
            for (fact, what) in found.lost {
                if fact == Fact::Character {
                    losses.lose_these_characters(std::mem::take(&mut cleaned), " outside of text and native code");
                } else {
                    losses.lose(fact, what);
                }
            }
            for (code, message) in found.said {
                sink.take(
                    Diagnostic::new(code, message)
                        .at(&unit.origin)
                        .of_unit(unit.id.as_deref()),
                );
            }
        }
    }
}
