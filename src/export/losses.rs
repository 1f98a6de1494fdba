//! What outputs can't hold, counted and refused.

use std::collections::BTreeMap;

use super::OnLoss;
use crate::diag::{Diagnostic, DiagnosticCode, Fact, Sink};
use crate::error::{Error, ErrorKind, Result};
use crate::model::{IllegalCharacters, Origin};

/// Counts losses on their way to another sink.
pub(super) struct LossSink<'s> {
    sink: &'s mut dyn Sink,
    left_out: &'s mut BTreeMap<&'static str, u64>,
    first: Option<Diagnostic>,
    first_character: Option<Diagnostic>,
}

impl<'s> LossSink<'s> {
    pub(super) fn new(sink: &'s mut dyn Sink, left_out: &'s mut BTreeMap<&'static str, u64>) -> Self {
        Self {
            sink,
            left_out,
            first: None,
            first_character: None,
        }
    }

    /// An error, if something was lost that was to be refused.
    pub(super) fn refuse(&mut self, on_loss: OnLoss, illegal_characters: IllegalCharacters) -> Result<()> {
        if self.first.is_none() {
            return Ok(());
        }
        let (loss, help) = match (self.first.take(), self.first_character.take()) {
            (_, Some(loss)) if illegal_characters == IllegalCharacters::Refuse => {
                (loss, "take them out, or choose `--illegal-characters clean`")
            }
            (Some(loss), _) if on_loss == OnLoss::Refuse => {
                (loss, "choose an output that holds it, or `--on-loss warn`")
            }
            _ => return Ok(()),
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
            self.first.get_or_insert_with(|| diagnostic.clone());
            if fact == Fact::Character {
                self.first_character.get_or_insert_with(|| diagnostic.clone());
            }
        }
        self.sink.take(diagnostic);
    }
}
