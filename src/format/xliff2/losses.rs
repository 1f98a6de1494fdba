//! Findings on the units of one `<unit>`, kept until it is rendered.

use crate::diag::{Diagnostic, DiagnosticCode, Fact, Sink};
use crate::format::Losses;
use crate::model::TranslationUnit;

/// What was found while one `<unit>` was made. Each finding belongs to one of the units it is made of, by number.
#[derive(Debug, Default)]
pub(super) struct Findings {
    lost: Vec<(usize, Fact, &'static str)>,
    /// The characters that were cleaned away, each with its unit.
    cleaned: Vec<(usize, char)>,
    said: Vec<(usize, DiagnosticCode, String)>,
}

impl Findings {
    /// `what`, a noun phrase, has no place.
    pub(super) fn lose(&mut self, unit: usize, fact: Fact, what: &'static str) {
        if !self.lost.iter().any(|&(of, known, _)| of == unit && known == fact) {
            self.lost.push((unit, fact, what));
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
            self.cleaned.extend(characters.into_iter().map(|c| (unit, c)));
        }
    }

    /// Says something that is no loss.
    pub(super) fn say(&mut self, unit: usize, code: DiagnosticCode, message: String) {
        self.said.push((unit, code, message));
    }

    /// Hands all findings on.
    pub(super) fn report(self, units: &[&TranslationUnit], format: &'static str, sink: &mut dyn Sink) {
        for (number, unit) in units.iter().enumerate() {
            let mut losses = Losses::new(unit, format, sink);
            for (_, fact, what) in self.lost.iter().filter(|(of, ..)| *of == number) {
                if *fact == Fact::Character {
                    let cleaned = self.cleaned.iter().filter(|(of, _)| *of == number);
                    let cleaned = cleaned.map(|&(_, c)| c).collect();
                    losses.lose_these_characters(cleaned, " outside of text and native code");
                } else {
                    losses.lose(*fact, what);
                }
            }
            for (_, code, message) in self.said.iter().filter(|(of, ..)| *of == number) {
                sink.take(
                    Diagnostic::new(*code, message.as_str())
                        .at(&unit.origin)
                        .of_unit(unit.id.as_deref()),
                );
            }
        }
    }
}
