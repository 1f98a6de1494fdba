//! What outputs can't hold, counted and refused.

use std::collections::BTreeMap;

use super::{ExportOptions, OnLoss};
use crate::diag::{Diagnostic, DiagnosticCode, Fact, Sink};
use crate::error::{Error, ErrorKind, Result};
use crate::model::{IllegalCharacters, Origin};

/// Which losses end the run.
#[derive(Debug, Clone, Copy)]
pub(super) struct Refusal {
    pub(super) on_loss: OnLoss,
    pub(super) illegal_characters: IllegalCharacters,
}

impl ExportOptions {
    /// Which losses end the run.
    pub(super) fn refusal(&self) -> Refusal {
        Refusal {
            on_loss: self.on_loss,
            illegal_characters: self.illegal_characters,
        }
    }
}

/// Counts losses on their way to another sink.
pub(super) struct LossSink<'s> {
    sink: &'s mut dyn Sink,
    left_out: &'s mut BTreeMap<&'static str, u64>,
    refusal: Refusal,
    /// The first loss, where any is refused.
    first: Option<Diagnostic>,
    /// The first of a character, where such is refused.
    first_character: Option<Diagnostic>,
}

impl<'s> LossSink<'s> {
    pub(super) fn new(sink: &'s mut dyn Sink, left_out: &'s mut BTreeMap<&'static str, u64>, refusal: Refusal) -> Self {
        Self {
            sink,
            left_out,
            refusal,
            first: None,
            first_character: None,
        }
    }

    /// An error, if something was lost that was to be refused.
    pub(super) fn refuse(&mut self) -> Result<()> {
        let (loss, help) = match (self.first.take(), self.first_character.take()) {
            (_, Some(loss)) => (loss, "take them out, or choose `--illegal-characters clean`"),
            (Some(loss), None) => (loss, "choose an output that holds it, or `--on-loss warn`"),
            (None, None) => return Ok(()),
        };
        let origin = Origin {
            file: loss.file,
            line: loss.line,
            column: loss.column,
        };
        let error = Error::from(ErrorKind::Loss(loss.message)).at_origin(&origin);
        Err(error.of_unit(loss.unit.as_deref()).with_help(help))
    }
}

impl Sink for LossSink<'_> {
    fn take(&mut self, diagnostic: Diagnostic) {
        if let DiagnosticCode::Loss(fact) = diagnostic.code {
            *self.left_out.entry(fact.as_str()).or_default() += 1;
            if self.refusal.on_loss == OnLoss::Refuse {
                self.first.get_or_insert_with(|| diagnostic.clone());
            }
            if fact == Fact::Character && self.refusal.illegal_characters == IllegalCharacters::Refuse {
                self.first_character.get_or_insert_with(|| diagnostic.clone());
            }
        }
        self.sink.take(diagnostic);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_refused_ends_the_run_and_a_character_before_all_else() {
        let lost = [(Fact::Note, "n"), (Fact::Character, "c"), (Fact::Character, "d")];
        for (on_loss, illegal_characters, refused) in [
            (OnLoss::Warn, IllegalCharacters::Clean, None),
            (OnLoss::Warn, IllegalCharacters::Refuse, Some("c; take them out")),
            (
                OnLoss::Refuse,
                IllegalCharacters::Clean,
                Some("n; choose an output that holds it"),
            ),
            (OnLoss::Refuse, IllegalCharacters::Refuse, Some("c; take them out")),
        ] {
            let (mut said, mut left_out) = (Vec::new(), BTreeMap::new());
            let refusal = Refusal {
                on_loss,
                illegal_characters,
            };
            let mut losses = LossSink::new(&mut said, &mut left_out, refusal);
            for (fact, message) in lost {
                losses.take(Diagnostic::loss(fact, message.to_owned()));
            }
            let error = losses.refuse().err().map(|error| error.to_string());
            let end = error.as_deref().and_then(|error| error.split_once(", or"));
            assert_eq!(end.map(|(end, _)| end), refused, "{on_loss:?} {illegal_characters:?}");
            assert_eq!((said.len(), left_out[Fact::Character.as_str()]), (3, 2));
        }
    }
}
