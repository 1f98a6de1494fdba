//! The trait that every reader of a format has.

use super::{Given, Incoming, SparingReader};
use crate::diag::Sink;
use crate::error::Result;
use crate::io::Decoded;
use crate::model::{Header, TranslationUnit};

/// Yields the translation units of one input, in file order.
pub trait UnitReader: Send {
    /// What the input says about all its units; known before the first unit.
    fn header(&self) -> &Header;

    /// Reads the next unit into `unit`, whose memory is used again; `false` at the true end of the document.
    ///
    /// What can be repaired or skipped goes to `sink`, and reading goes on.
    ///
    /// # Errors
    ///
    /// Fails only when nothing after this point can be trusted: I/O, bytes that don't decode, a table row or JSON line
    /// that makes no sense, input cut short. Each later call gives `false`.
    fn read_unit(&mut self, unit: &mut TranslationUnit, sink: &mut dyn Sink) -> Result<bool>;

    /// Reads on as [`UnitReader::read_unit`] does, but for what a plan says, and for digests: only a [`SparingReader`] is told of these.
    ///
    /// # Errors
    ///
    /// Fails where [`UnitReader::read_unit`] does.
    fn read_next(&mut self, next: &mut Incoming, sink: &mut dyn Sink) -> Result<Given> {
        next.is_legal = false;
        let has_unit = self.read_unit(&mut next.unit, sink)?;
        Ok(if has_unit { Given::Unit } else { Given::End })
    }

    /// The reader as one that need not read each unit whole, where the format has such.
    fn sparing(&mut self) -> Option<&mut dyn SparingReader> {
        None
    }

    /// What was found about the input's encoding and layout, for the report; final once the last unit is read.
    fn facts(&self) -> InputFacts;
}

/// What a reader found out about its input, for the report.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct InputFacts {
    /// The encoding's name (`UTF-8`, `GB18030`); of a pair, both if they differ.
    pub encoding: String,
    /// How many undecodable sequences were replaced by U+FFFD.
    pub bad_bytes: u64,
    /// Whether it is XML in which all characters stand for themselves: none that XML forbids has come, and no CR.
    pub is_plain: bool,
}

impl InputFacts {
    /// What was found about `input` so far.
    pub(crate) fn of(input: &Decoded) -> Self {
        Self {
            encoding: input.encoding().to_owned(),
            bad_bytes: input.bad_bytes(),
            is_plain: false,
        }
    }

    /// What was found about two files that are read together.
    pub(crate) fn of_pair(source: &Decoded, target: &Decoded) -> Self {
        let encoding = match (source.encoding(), target.encoding()) {
            (source, target) if source == target => source.to_owned(),
            (source, target) => format!("{source}, {target}"),
        };
        Self {
            encoding,
            bad_bytes: source.bad_bytes() + target.bad_bytes(),
            is_plain: false,
        }
    }
}

/// The units of a reader, as an iterator, for callers who want ease over speed.
pub struct Units<'a> {
    reader: &'a mut dyn UnitReader,
    sink: &'a mut dyn Sink,
}

/// Wraps `reader` as an iterator; diagnostics go to `sink`.
pub fn units<'a>(reader: &'a mut dyn UnitReader, sink: &'a mut dyn Sink) -> Units<'a> {
    Units { reader, sink }
}

impl Iterator for Units<'_> {
    type Item = Result<TranslationUnit>;

    fn next(&mut self) -> Option<Self::Item> {
        let mut unit = TranslationUnit::default();
        match self.reader.read_unit(&mut unit, self.sink) {
            Ok(true) => Some(Ok(unit)),
            Ok(false) => None,
            Err(error) => Some(Err(error)),
        }
    }
}
