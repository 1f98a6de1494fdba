//! What is kept of an input that is broken: the whole units before the break.

use super::{Given, Incoming, InputFacts, OnBreak, UnitReader};
use crate::diag::{Diagnostic, DiagnosticCode, Sink};
use crate::error::{Error, ErrorKind, Result};
use crate::io::replaced;
use crate::model::{Header, Standing, TranslationUnit};

/// Whether an error is a break in a file: what stands before it is whole.
pub(super) fn is_a_break(error: &Error) -> bool {
    matches!(
        error.kind(),
        ErrorKind::Xml(_)
            | ErrorKind::Json(_)
            | ErrorKind::Table(_)
            | ErrorKind::Record(_)
            | ErrorKind::Alignment(_)
            | ErrorKind::LanguageUnknown { .. }
            | ErrorKind::Undecodable { .. }
            | ErrorKind::Gzip(_)
    )
}

/// Says where and why a file breaks off, and that so many units of it are kept.
pub(super) fn salvaged(error: &Error, units: u64) -> Diagnostic {
    let kept = match units {
        0 => "no whole unit stands before it".to_owned(),
        1 => "the whole unit before it is kept".to_owned(),
        units => format!("the {units} whole units before it are kept"),
    };
    let message = format!("{}; {kept}, and nothing behind it is read", error.message());
    let said = Diagnostic::new(DiagnosticCode::Salvaged, message);
    said.at(error.origin()).of_unit(error.unit())
}

/// A reader for which a break in its file is the end of it.
pub(super) struct Salvaging {
    reader: Box<dyn UnitReader>,
    /// How many units were read so far.
    units: u64,
}

impl Salvaging {
    /// A reader of the same units, which salvages them if it is to. XML readers do so themselves.
    pub(super) fn of(reader: Box<dyn UnitReader>, on_break: OnBreak) -> Box<dyn UnitReader> {
        match on_break {
            OnBreak::Salvage => Box::new(Self { reader, units: 0 }),
            OnBreak::Refuse => reader,
        }
    }

    /// Takes note of what was read; what is no unit and no break is given back.
    fn note(&mut self, read: Result<Given>, unit: &mut TranslationUnit, sink: &mut dyn Sink) -> Result<Given> {
        match read {
            Err(error) if is_a_break(&error) => {
                unit.clear();
                sink.take(salvaged(&error, self.units));
                self.say_bad_bytes(&error, sink);
                Ok(Given::End)
            }
            Ok(Given::Unit) => {
                // what has no other side, or is junk, is none that is kept
                self.units += u64::from(unit.standing == Standing::Unit);
                Ok(Given::Unit)
            }
            other => other,
        }
    }

    /// Says how many bad sequences were replaced before the break, as readers do at the end.
    fn say_bad_bytes(&self, error: &Error, sink: &mut dyn Sink) {
        let facts = self.reader.facts();
        if facts.bad_bytes > 0 {
            let said = Diagnostic::new(DiagnosticCode::BadBytes, replaced(facts.bad_bytes, &facts.encoding));
            sink.take(match &error.origin().file {
                Some(file) => said.in_file(file),
                None => said,
            });
        }
    }
}

impl UnitReader for Salvaging {
    fn header(&self) -> &Header {
        self.reader.header()
    }

    fn read_unit(&mut self, unit: &mut TranslationUnit, sink: &mut dyn Sink) -> Result<bool> {
        let has_unit = self.reader.read_unit(unit, sink);
        let read = has_unit.map(|has_unit| if has_unit { Given::Unit } else { Given::End });
        Ok(self.note(read, unit, sink)? == Given::Unit)
    }

    fn read_next(&mut self, next: &mut Incoming, sink: &mut dyn Sink) -> Result<Given> {
        let read = self.reader.read_next(next, sink);
        self.note(read, &mut next.unit, sink)
    }

    fn facts(&self) -> InputFacts {
        self.reader.facts()
    }
}
