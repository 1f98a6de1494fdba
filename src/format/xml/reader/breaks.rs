//! The end of a document that is broken: what else is wrong with it, and what of it is kept.

use super::{DocumentParser, XmlReader};
use crate::diag::{Diagnostic, DiagnosticCode, Sink};
use crate::error::{Error, ErrorKind, Result};
use crate::format::OnBreak;
use crate::format::salvage::{is_a_break, salvaged};
use crate::format::xml::limits::MAX_ERRORS;

impl<P: DocumentParser> XmlReader<P> {
    /// Ends the reading. All further errors of the document come out too; of a broken file that is to be salvaged the
    /// error itself is only a finding.
    pub(super) fn break_off(&mut self, first: Error, sink: &mut dyn Sink) -> Result<bool> {
        let is_salvaged = self.on_break == OnBreak::Salvage && is_a_break(&first);
        if is_salvaged {
            sink.take(salvaged(&first, self.units));
            self.source.say_at_end(sink);
            return Ok(false);
        }
        let mut last = first;
        let mut kept = None;
        for _ in 0..MAX_ERRORS {
            let can_go_on = matches!(last.kind(), ErrorKind::Xml(_));
            if kept.is_none() {
                kept = Some(last);
            } else {
                let said = Diagnostic::new(DiagnosticCode::IllFormed, last.message()).at(last.origin());
                sink.take(said.of_unit(last.unit()));
            }
            if !can_go_on {
                break;
            }
            match self.next_failure(sink) {
                Some(failure) => last = failure,
                None => break,
            }
        }
        match kept {
            Some(error) => Err(error),
            None => Ok(false),
        }
    }

    /// Passes over units to the next error; `None` if there is none.
    fn next_failure(&mut self, sink: &mut dyn Sink) -> Option<Error> {
        loop {
            match self.take_piece(sink) {
                Ok(true) => {
                    self.queue.clear();
                    self.known = None;
                }
                Ok(false) => return None,
                Err(failure) => return Some(failure),
            }
        }
    }
}
