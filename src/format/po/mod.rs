//! PO: the message catalogues of GNU gettext.
//!
//! Scope: what the gettext manual calls PO files (GNU gettext, "The Format of PO Files"). They are only read, message by
//! message.
//!
//! - **Units.** A message that is translated is a unit of `msgid` and `msgstr`. Of a message with plural forms each form is
//!   a unit: the source of form 0 is `msgid`, that of all others `msgid_plural`, and the property `x-plural-form` has the
//!   number. Where a language has one form only, that form serves for both; so form 0 carries the other source in
//!   `x-msgid-plural`.
//! - **What stays out**: the header; messages without translation and fuzzy ones, which are left out by their state;
//!   obsolete ones (`#~`) and further headers, each of which is named and goes to the removed units. Of a template, which
//!   names no language and translates nothing, units have a source alone.
//! - **Facts.** `msgctxt` is the key of the context. Comments are notes, of the category `translator` (`#`) or `developer`
//!   (`#.`); references (`#:`) are properties `x-reference`, one a line; flags (`#,`, `#=`) are `x-flags`; what was there
//!   before (`#|`) is `x-previous-msgctxt`, `x-previous-msgid` and `x-previous-msgid-plural`.
//! - **Languages.** The target is the header's `Language`, with the modifiers that gettext knows (`sr@latin` is `sr-Latn`).
//!   The source is the header's `X-Source-Language`, else the one asked for, else English, which is said.
//! - **Encoding.** `Content-Type` of the header names it, unless a byte order mark does.
//! - **Escapes** are those of C. One that is none, or names a byte above 127 by its number, stays as it stands and is
//!   named: which character such a byte is part of, only the tool that wrote it knew.
//!
//! The parser is our own. Of the two crates for PO, polib 0.3.0 panics where a string is not closed or text comes before
//! the first keyword, passes over what it does not know, and gives no places; rspolib 0.1.2 holds the whole file, panics
//! at `msgstr` without `msgid` and at unknown previous lines, and takes an error of the disk for the end of the file.

mod header;
mod line;
mod message;
mod units;

use std::collections::VecDeque;

use self::header::Facts;
pub(super) use self::header::declared_encoding;
use self::message::{Message, Parser};
use self::units::Form;
use crate::diag::{Diagnostic, DiagnosticCode, Sink};
use crate::error::{Error, Result};
use crate::format::line_input::LineInput;
use crate::format::{InputFacts, ReadOptions, UnitReader};
use crate::io::Decoded;
use crate::model::{Header, Standing, TranslationUnit, Untranslated};

/// Whether a file that begins with `start` is a catalogue: its first line that is no comment has a keyword.
pub(super) fn looks_like_catalogue(start: &str) -> bool {
    let obsolete = |line: &str| line.starts_with("#~ msg") || line.starts_with("#~| msg");
    start
        .lines()
        .map(str::trim_start)
        .find(|line| !line.is_empty() && (!line.starts_with('#') || obsolete(line)))
        .is_some_and(|line| {
            let keyword = |word: &str| {
                line.strip_prefix(word)
                    .is_some_and(|rest| rest.trim_start().starts_with('"'))
            };
            obsolete(line) || keyword("msgid") || keyword("msgctxt")
        })
}

/// Reads units from a catalogue.
pub struct PoReader {
    lines: LineInput,
    parser: Parser,
    facts: Facts,
    header: Header,
    /// Messages that are read and not yet given.
    waiting: VecDeque<Message>,
    /// The error that comes after the messages that are waiting.
    broken: Option<Error>,
    /// The message whose forms are being given, and the form that comes next.
    current: Option<(Message, usize)>,
    /// How many messages nobody has translated, in a catalogue that names no language.
    templates: u64,
    at_end: bool,
}

impl PoReader {
    /// Reads the header of `input`.
    ///
    /// # Errors
    ///
    /// Fails if the input can't be read, or its first message is not well-formed.
    pub fn new(input: Decoded, options: &ReadOptions, sink: &mut dyn Sink) -> Result<Self> {
        let mut reader = Self {
            lines: LineInput::new(input),
            parser: Parser::default(),
            facts: Facts::default(),
            header: Header::default(),
            waiting: VecDeque::new(),
            broken: None,
            current: None,
            templates: 0,
            at_end: false,
        };
        let first = reader.next_message(sink)?;
        let header = first.as_ref().filter(|message| message.is_header());
        reader.facts = Facts::find(header, options, reader.lines.name(), sink);
        reader.header = reader.facts.to_header(header);
        if let Some(message) = first.filter(|message| !message.is_header()) {
            reader.waiting.push_front(message);
        }
        Ok(reader)
    }

    fn next_message(&mut self, sink: &mut dyn Sink) -> Result<Option<Message>> {
        loop {
            if let Some(message) = self.waiting.pop_front() {
                return Ok(Some(message));
            }
            if let Some(error) = self.broken.take() {
                return Err(error);
            }
            let taken = match self.lines.cut() {
                Ok(true) => self.parser.take_line(&self.lines, &mut self.waiting),
                Ok(false) => return self.parser.finish(&self.lines, sink),
                Err(error) => {
                    self.parser.break_off(&mut self.waiting);
                    Err(error)
                }
            };
            self.broken = taken.err();
        }
    }

    /// Takes the next message; `false` at the end.
    fn advance(&mut self, sink: &mut dyn Sink) -> Result<bool> {
        if let Some(message) = self.next_message(sink)? {
            let origin = self.lines.origin_at(message.line);
            let why = match (message.is_obsolete, message.is_header()) {
                (true, _) => Some("is obsolete"),
                (false, true) => Some("is another header"),
                (false, false) => None,
            };
            if let Some(why) = why {
                let said = format!("the message {why} and is left out");
                sink.take(Diagnostic::new(DiagnosticCode::Retired, said).at(&origin));
            }
            message.say_escapes(&origin, sink);
            self.current = Some((message, 0));
            return Ok(true);
        }
        Ok(false)
    }

    /// Says once that a catalogue without a language holds no translation.
    fn say_template(&self, sink: &mut dyn Sink) {
        if self.templates > 0 {
            let message = match self.templates {
                1 => "the catalogue is a template: its message is not translated".to_owned(),
                many => format!("the catalogue is a template: none of its {many} messages is translated"),
            };
            sink.take(Diagnostic::new(DiagnosticCode::Untranslated, message).in_file(self.lines.name()));
        }
    }
}

impl UnitReader for PoReader {
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
        loop {
            if let Some((message, next)) = &mut self.current
                && let Some(form) = Form::of(message, *next)
            {
                *next += 1;
                let origin = self.lines.origin_at(form.line());
                if message.is_obsolete {
                    unit.standing = Standing::Junk("obsolete".to_owned());
                } else if message.is_header() {
                    unit.standing = Standing::Junk("header".to_owned());
                } else if self.facts.target.lang.is_none() && form.untranslated() == Some(Untranslated::EmptyTarget) {
                    self.templates += 1;
                }
                form.fill(unit, origin, &self.facts)?;
                self.at_end = false;
                return Ok(true);
            }
            if !self.advance(sink)? {
                self.lines.say_bad_bytes(sink);
                self.say_template(sink);
                return Ok(false);
            }
        }
    }

    fn facts(&self) -> InputFacts {
        self.lines.facts()
    }
}

#[cfg(test)]
mod tests;
