//! What a format has at hand while it makes units of a piece.

use super::limits::MAX_ODDITIES_SAID;
use super::names::Namespaces;
use super::place::Spot;
use super::queue::UnitQueue;
use super::text::{Oddity, OddityKind};
use crate::diag::{Diagnostic, DiagnosticCode, Sink};
use crate::error::{ErrorKind, Result};
use crate::model::{IllegalCharacters, Origin, Segment, TranslationUnit};

/// A piece while a format works on it: where it stands, and where findings and units go.
pub(crate) struct Reading<'r> {
    pub(crate) spot: Spot<'r>,
    /// The namespaces that are declared around the piece.
    pub(crate) namespaces: &'r Namespaces,
    pub(super) oddities: &'r [Oddity],
    pub(super) is_written_plainly: bool,
    pub(super) illegal_characters: IllegalCharacters,
    pub(super) queue: &'r mut UnitQueue,
    pub(super) sink: &'r mut dyn Sink,
}

impl Reading<'_> {
    /// Says something about the place `offset`, in bytes of the piece.
    pub(crate) fn say(&mut self, code: DiagnosticCode, offset: usize, unit: Option<&str>, message: impl Into<String>) {
        let finding = self.spot.finding(code, offset, unit, message);
        self.sink.take(finding);
    }

    /// Hands on a diagnostic.
    pub(crate) fn take(&mut self, diagnostic: Diagnostic) {
        self.sink.take(diagnostic);
    }

    /// Where the byte `offset` of the piece stands.
    pub(crate) fn origin(&self, offset: usize) -> Origin {
        self.spot.origin(offset)
    }

    /// Whether the piece is written plainly: no comment stands in it, no instruction and no CDATA section.
    pub(crate) fn is_written_plainly(&self) -> bool {
        self.is_written_plainly
    }

    /// Whether the piece is just what XML wants, so that its markup can be copied.
    pub(crate) fn is_plain(&self) -> bool {
        self.oddities.is_empty()
    }

    /// Says what was odd about the characters of the piece. Once a piece, as soon as the unit's id is known.
    ///
    /// # Errors
    ///
    /// Fails at a character that XML forbids, where such are to be refused.
    pub(crate) fn say_oddities(&mut self, unit: Option<&str>) -> Result<()> {
        for Oddity { kind, offset } in self.oddities.iter().take(MAX_ODDITIES_SAID) {
            let (code, message) = match kind {
                OddityKind::IllegalCharacter(number) if self.illegal_characters == IllegalCharacters::Refuse => {
                    let error = self.spot.error(ErrorKind::IllegalCharacter { code: *number }, *offset);
                    return Err(error
                        .of_unit(unit)
                        .with_help("take it out, or choose `--illegal-characters clean`"));
                }
                OddityKind::IllegalCharacter(number) => {
                    let becomes_space = char::from_u32(*number).is_some_and(|c| {
                        self.illegal_characters == IllegalCharacters::Space || crate::model::is_separator(c)
                    });
                    let done = if becomes_space {
                        "became a space"
                    } else {
                        "was taken out"
                    };
                    let message = format!("U+{number:04X} {done}, since XML 1.0 forbids it");
                    (DiagnosticCode::IllegalCharacter, message)
                }
                OddityKind::BareAmpersand => {
                    let message = "`&` begins no reference and is read as text".to_owned();
                    (DiagnosticCode::AmpersandBare, message)
                }
                OddityKind::UnknownEntity(name) => {
                    let message = format!("`&{name};` is not declared in the file and is read as text");
                    (DiagnosticCode::EntityUnknown, message)
                }
            };
            self.say(code, *offset, unit, message);
        }
        let more = self.oddities.len().saturating_sub(MAX_ODDITIES_SAID);
        if more > 0 {
            let message = match more {
                1 => "1 more character of the unit is treated like those above".to_owned(),
                more => format!("{more} more characters of the unit are treated like those above"),
            };
            self.say(DiagnosticCode::MarkupRepaired, 0, unit, message);
        }
        Ok(())
    }

    /// An empty unit.
    pub(crate) fn new_unit(&mut self) -> Box<TranslationUnit> {
        self.queue.unit()
    }

    /// An empty segment.
    pub(crate) fn new_segment(&mut self) -> Segment {
        self.queue.segment()
    }

    /// Hands on a unit.
    pub(crate) fn push(&mut self, unit: impl Into<Box<TranslationUnit>>) {
        self.queue.push(unit.into());
    }
}
