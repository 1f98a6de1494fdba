//! Text and attribute values: references replaced, line ends made LF, forbidden characters treated.

use std::ops::Range;

use quick_xml::errors::Error as ParserError;
use quick_xml::events::attributes::AttrError;

use super::entities::{Entities, Unresolved, character, predefined};
use super::limits::MAX_EXPANDED_BYTES;
use super::names::is_name;
use super::tree::Stretch;
use crate::error::ErrorKind;
use crate::model::{IllegalCharacters, has_byte_or_noncharacter, is_illegal, is_separator};

/// Whether a byte is white space (XML 1.0, production 3).
pub(super) fn is_white(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\r' | b'\n')
}

/// Why markup can't be read, and at which byte of it.
#[derive(Debug)]
pub(crate) struct IllFormed {
    pub(crate) kind: ErrorKind,
    pub(crate) offset: usize,
}

impl IllFormed {
    pub(super) fn new(message: impl Into<String>, offset: usize) -> Self {
        Self {
            kind: ErrorKind::Xml(message.into()),
            offset,
        }
    }

    /// In our own words what the parser says.
    pub(super) fn of_parser(error: &ParserError, offset: usize) -> Self {
        let message = match error {
            ParserError::IllFormed(error) => error.to_string(),
            ParserError::Syntax(error) => error.to_string(),
            other => other.to_string(),
        };
        Self::new(message, offset)
    }

    /// `base` is where the tag begins: the parser counts from behind its `<`.
    pub(super) fn of_attribute(error: &AttrError, base: usize) -> Self {
        let (at, message) = match error {
            AttrError::ExpectedEq(at) | AttrError::ExpectedValue(at) => (at, "an attribute has no value"),
            AttrError::UnquotedValue(at) => (at, "the value of an attribute stands in no quotes"),
            AttrError::ExpectedQuote(at, _) => (at, "the value of an attribute is not closed"),
            AttrError::Duplicated(at, _) => (at, "an attribute stands twice"),
        };
        Self::new(message, base + 1 + at)
    }
}

/// Something that XML forbids, or that is not known, and was read all the same.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Oddity {
    pub(crate) kind: OddityKind,
    /// Where, in bytes of the markup.
    pub(crate) offset: usize,
}

/// What was odd.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum OddityKind {
    /// A character that XML 1.0 forbids, raw or by reference, by its number.
    IllegalCharacter(u32),
    /// An `&` that begins no reference.
    BareAmpersand,
    /// A reference to an entity that is not declared, or stands in another file.
    UnknownEntity(String),
}

/// Decodes the text of one piece.
pub(super) struct Decoder<'e> {
    entities: &'e Entities,
    policy: IllegalCharacters,
    expanded: usize,
    pub(super) oddities: Vec<Oddity>,
}

/// Where a text stands, which decides on white space.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    Content,
    Attribute,
}

impl<'e> Decoder<'e> {
    pub(super) fn new(entities: &'e Entities, policy: IllegalCharacters) -> Self {
        Self {
            entities,
            policy,
            expanded: 0,
            oddities: Vec::new(),
        }
    }

    /// Element content between two tags.
    pub(super) fn text(&mut self, markup: &str, span: Range<usize>, out: &mut String) -> Result<Stretch, IllFormed> {
        let raw = markup.get(span.clone()).unwrap_or_default();
        if let Some(at) = memchr::memmem::find(raw.as_bytes(), b"]]>") {
            return Err(IllFormed::new("`]]>` stands in text", span.start + at));
        }
        self.stretch(raw, span, Place::Content, out)
    }

    /// The value of an attribute.
    pub(super) fn attribute_value(
        &mut self,
        markup: &str,
        span: Range<usize>,
        out: &mut String,
    ) -> Result<Stretch, IllFormed> {
        let raw = markup.get(span.clone()).unwrap_or_default();
        self.stretch(raw, span, Place::Attribute, out)
    }

    /// The inside of a CDATA section: no references.
    pub(super) fn cdata(&mut self, markup: &str, span: Range<usize>, out: &mut String) -> Stretch {
        let raw = markup.get(span.clone()).unwrap_or_default();
        if !has_special(raw, Place::Content) {
            return Stretch::Source(span);
        }
        let start = out.len();
        self.plain(raw, span.start, Place::Content, out);
        Stretch::Decoded(start..out.len())
    }

    fn stretch(&mut self, raw: &str, span: Range<usize>, place: Place, out: &mut String) -> Result<Stretch, IllFormed> {
        if !has_special(raw, place) {
            return Ok(Stretch::Source(span));
        }
        let start = out.len();
        let mut at = 0;
        while let Some(ampersand) = raw.get(at..).and_then(|rest| rest.find('&')).map(|found| at + found) {
            self.plain(raw.get(at..ampersand).unwrap_or_default(), span.start + at, place, out);
            at = self.reference(raw, ampersand, span.start, out)?;
        }
        self.plain(raw.get(at..).unwrap_or_default(), span.start + at, place, out);
        Ok(Stretch::Decoded(start..out.len()))
    }

    /// Replaces the reference at `ampersand`; gives where the text behind it begins.
    fn reference(&mut self, raw: &str, ampersand: usize, base: usize, out: &mut String) -> Result<usize, IllFormed> {
        /// Nobody writes longer names; what is longer is text with a semicolon somewhere behind it.
        const LONGEST_NAME: usize = 256;
        let offset = base + ampersand;
        let after = raw.get(ampersand + 1..).unwrap_or_default();
        let end = after.bytes().take(LONGEST_NAME).position(|byte| byte == b';');
        let name = end.and_then(|end| after.get(..end)).unwrap_or_default();
        let behind = ampersand + 1 + name.len() + 1;
        if let Some(found) = character(name) {
            match found {
                Ok(c) if !is_illegal(c) => out.push(c),
                Ok(c) => self.forbidden(c, offset, out),
                // a number that is no character at all
                Err(number) => self.oddities.push(Oddity {
                    kind: OddityKind::IllegalCharacter(number),
                    offset,
                }),
            }
            return Ok(behind);
        }
        if let Some(c) = predefined(name) {
            out.push(c);
            return Ok(behind);
        }
        if !is_name(name) {
            out.push('&');
            self.oddities.push(Oddity {
                kind: OddityKind::BareAmpersand,
                offset,
            });
            return Ok(ampersand + 1);
        }
        let refuse = |message: String| {
            Err(IllFormed {
                kind: ErrorKind::Limit(message),
                offset,
            })
        };
        match self.entities.resolve(name) {
            Ok(text) => {
                self.expanded += text.len();
                if self.expanded > MAX_EXPANDED_BYTES {
                    return refuse(format!(
                        "the entities here stand for more than {MAX_EXPANDED_BYTES} bytes"
                    ));
                }
                self.plain(&text, offset, Place::Content, out);
            }
            Err(Unresolved::Unknown | Unresolved::External) => {
                out.push('&');
                out.push_str(name);
                out.push(';');
                self.oddities.push(Oddity {
                    kind: OddityKind::UnknownEntity(name.to_owned()),
                    offset,
                });
            }
            Err(Unresolved::TooLarge) => {
                return refuse(format!("the entity `{name}` stands for too much, or for itself"));
            }
            Err(Unresolved::Markup) => {
                return Err(IllFormed::new(
                    format!("the entity `{name}` stands for markup, which is not read"),
                    offset,
                ));
            }
        }
        Ok(behind)
    }

    /// Text without references.
    fn plain(&mut self, raw: &str, base: usize, place: Place, out: &mut String) {
        if !has_special(raw, place) {
            out.push_str(raw);
            return;
        }
        let mut letters = raw.char_indices().peekable();
        while let Some((at, c)) = letters.next() {
            match (c, place) {
                // a line end is one LF, however it is written
                ('\r', _) if letters.peek().is_some_and(|(_, next)| *next == '\n') => {}
                ('\r', Place::Content) => out.push('\n'),
                ('\r' | '\n' | '\t', Place::Attribute) => out.push(' '),
                (c, _) if is_illegal(c) => self.forbidden(c, base + at, out),
                (c, _) => out.push(c),
            }
        }
    }

    fn forbidden(&mut self, c: char, offset: usize, out: &mut String) {
        self.oddities.push(Oddity {
            kind: OddityKind::IllegalCharacter(u32::from(c)),
            offset,
        });
        if self.policy == IllegalCharacters::Space || is_separator(c) {
            out.push(' ');
        }
    }
}

/// Whether something in a text does not stand for itself.
fn has_special(text: &str, place: Place) -> bool {
    let is_in_content = |byte: u8| matches!(byte, 0..b'\t' | 0x0B..b' ' | b'&');
    let is_in_attribute = |byte: u8| matches!(byte, 0..b' ' | b'&');
    match place {
        Place::Content => has_byte_or_noncharacter(text, is_in_content),
        Place::Attribute => has_byte_or_noncharacter(text, is_in_attribute),
    }
}
