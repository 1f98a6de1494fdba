//! Wordfast: the memory of Wordfast Classic and Server, as tab-delimited text.
//!
//! Scope: the TXT memory as Wordfast's manual describes it (wordfast.net, "The WFC Translation memory format"), in UTF-16,
//! UTF-8 or a Windows code page. It is only read. The first line is the header, whose fields begin with `%`; each further
//! line is a record of date, user, counter, source language, source, target language, target and attributes. Nothing is
//! quoted.
//!
//! - **Dates** (`20041231~165410`) are local time, and nothing says where. To call them UTC would be a guess, and a day
//!   without time is no date that TMX has; so the field as written is the property `x-wordfast-date`, and no date.
//! - **Counters** say how often a unit was reused, from 0 to 9999. A record with a counter below 0 is deleted: it is
//!   named, and goes to the removed units.
//! - **Languages** are the record's own, else the header's. Old codes such as `EL-01` have regions that BCP 47 does not
//!   know; what is left of them is the language.
//! - **Escapes** are `&'XX;`, with the hexadecimal number of a character in Windows-1252, or in Unicode from four digits
//!   on; `&'B;` is the line break of Word. Macintosh versions count in another code page, which nothing in the file tells.
//!   Placeables such as `&tA;` stand for formatting that the memory does not hold; they stay text.
//! - **Attributes** are the properties `x-wordfast-attribute-1` and on, as written. The header's lists of users and
//!   attributes are properties of the file; its serial number of the licence goes.

mod escape;
mod record;

pub(super) use self::record::looks_like_header;
use self::record::{Field, Fields, RecordParser, parse_header};
use crate::diag::{Diagnostic, DiagnosticCode, Sink, counted};
use crate::error::{Error, ErrorKind, Result};
use crate::format::line_input::LineInput;
use crate::format::{InputFacts, ReadOptions, UnitReader};
use crate::io::Decoded;
use crate::model::{Header, TranslationUnit};

/// Reads units from a Wordfast memory.
pub struct WordfastReader {
    lines: LineInput,
    parser: RecordParser,
    header: Header,
    at_end: bool,
}

impl WordfastReader {
    /// Reads the header of `input`.
    ///
    /// # Errors
    ///
    /// Fails if the input can't be read, or its first line is no header of a Wordfast memory.
    pub fn new(input: Decoded, options: &ReadOptions, sink: &mut dyn Sink) -> Result<Self> {
        let mut lines = LineInput::new(input);
        lines.cut()?;
        if !looks_like_header(lines.text()) {
            let error = ErrorKind::Record("the first line is no header of a Wordfast memory".into());
            return Err(lines
                .error(error, 1)
                .with_help("its fields begin with `%`; leave `--from` out to have the format found"));
        }
        let mut parser = RecordParser::new();
        let header = parse_header(&Fields::cut(lines.text()), &mut parser, options, &lines.origin(), sink);
        Ok(Self {
            lines,
            parser,
            header,
            at_end: false,
        })
    }
}

impl UnitReader for WordfastReader {
    fn header(&self) -> &Header {
        &self.header
    }

    fn read_unit(&mut self, unit: &mut TranslationUnit, sink: &mut dyn Sink) -> Result<bool> {
        unit.clear();
        if self.at_end {
            return Ok(false);
        }
        // after an error or the end, nothing more comes
        self.at_end = true;
        while self.lines.cut()? {
            let line = self.lines.text();
            if line.trim().is_empty() {
                continue;
            }
            let origin = self.lines.origin();
            if line.starts_with('%') {
                let message = "a further line of the header is left out";
                sink.take(Diagnostic::new(DiagnosticCode::Retired, message).at(&origin));
                continue;
            }
            let fields = Fields::cut(line);
            if fields.count() <= Field::Source as usize {
                let message = format!(
                    "the record has {} where a Wordfast memory has 7 or more",
                    counted(fields.count() as u64, "field")
                );
                return Err(self
                    .lines
                    .error(ErrorKind::Record(message), 0)
                    .with_help("mend the record; if it is the last, the file is cut short"));
            }
            unit.origin = origin;
            if self
                .parser
                .parse(&fields, unit, sink)
                .map_err(|error| self.place(error))?
            {
                self.at_end = false;
                return Ok(true);
            }
            unit.clear();
        }
        self.lines.say_bad_bytes(sink);
        Ok(false)
    }

    fn facts(&self) -> InputFacts {
        self.lines.facts()
    }
}

impl WordfastReader {
    fn place(&self, error: Error) -> Error {
        error.in_file(self.lines.name()).at(self.lines.number(), 0)
    }
}

#[cfg(test)]
mod tests;
