//! Parsing an element that is written plainly: tags with ASCII names, text, references, and nothing else.
//!
//! Most units are written so. Where anything else stands in one, or anything is wrong with it, [`Tree::parse`] takes it,
//! which knows all of XML; out of both comes the same tree.

use std::ops::Range;

use super::{AttributeNode, NO_NAMESPACE, Node, Settings, Stretch, Tree, What};
use crate::format::xml::cursor::{Cursor, Stop};
use crate::format::xml::limits::{MAX_NODES, MAX_TAG_BYTES};
use crate::format::xml::text::Decoder;
use crate::model::ByteKinds;

/// What was found at the beginning of a stretch of markup.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Plain<T = usize> {
    /// A whole element that reaches so far; where no more is told, up to this byte.
    Whole(T),
    /// What may become one, once more is there.
    Part,
    /// Anything else.
    Other,
}

/// How deep elements may stand in each other to be parsed here.
const DEEPEST: usize = 64;

/// How many attributes a tag may have to be parsed here: each is compared with all before it.
const MOST_ATTRIBUTES: usize = 16;

/// What in a value may not stand for itself: white space, references.
const SPECIAL: u8 = 1;

/// What may not stand in a value.
const ODD: u8 = 2;

static VALUE: ByteKinds = ByteKinds::NONE
    .and(SPECIAL, 0, b' ' - 1)
    .and(SPECIAL, b'&', b'&')
    .and(ODD, b'<', b'<');

impl Tree {
    /// Parses the element that `markup` begins with, if it is written plainly. What was in the tree is gone in any case.
    pub(crate) fn parse_plain(&mut self, markup: &str, settings: Settings<'_>) -> Plain {
        let mut parser = PlainParser::new(self, markup, settings);
        let found = match parser.element() {
            Ok(end) => end,
            Err(Stop::Part) => return Plain::Part,
            Err(Stop::Other) => return Plain::Other,
        };
        if found > MAX_TAG_BYTES {
            return Plain::Other;
        }
        let mut oddities = parser.decoder.oddities;
        self.oddities.append(&mut oddities);
        Plain::Whole(found)
    }
}

struct PlainParser<'p> {
    tree: &'p mut Tree,
    cursor: Cursor<'p>,
    settings: Settings<'p>,
    decoder: Decoder<'p>,
}

impl<'p> PlainParser<'p> {
    fn new(tree: &'p mut Tree, markup: &'p str, settings: Settings<'p>) -> Self {
        tree.clear();
        Self {
            tree,
            cursor: Cursor::new(markup),
            settings,
            decoder: Decoder::new(settings.entities, settings.illegal_characters),
        }
    }

    fn bytes(&self) -> &'p [u8] {
        self.cursor.markup.as_bytes()
    }

    /// Where the element ends that begins at the first byte.
    fn element(&mut self) -> Result<usize, Stop> {
        if self.cursor.next()? != b'<' {
            return Err(Stop::Other);
        }
        loop {
            match self.bytes().get(self.cursor.at + 1) {
                Some(b'/') => self.end_tag()?,
                _ => self.start_tag()?,
            }
            if self.tree.open.is_empty() {
                return Ok(self.cursor.at);
            }
            if self.tree.nodes.len() + self.tree.attributes.len() > MAX_NODES {
                return Err(Stop::Other);
            }
            self.text()?;
        }
    }

    /// The text up to the next tag.
    fn text(&mut self) -> Result<(), Stop> {
        let start = self.cursor.at;
        let rest = self.cursor.rest();
        let length = memchr::memchr2(b'<', b'&', rest).ok_or(Stop::Part)?;
        let has_reference = rest.get(length) == Some(&b'&');
        let length = if has_reference {
            memchr::memchr(b'<', rest).ok_or(Stop::Part)?
        } else {
            length
        };
        self.cursor.at += length;
        if length == 0 {
            return Ok(());
        }
        let span = start..self.cursor.at;
        let stretch = if has_reference || self.settings.specials.are_any() {
            let decoded = &mut self.tree.decoded;
            let text = self.decoder.text(self.cursor.markup, span.clone(), decoded);
            text.map_err(|_| Stop::Other)?
        } else {
            Stretch::Source(span.clone())
        };
        let number = self.tree.nodes.len();
        self.tree.nodes.push(Node {
            what: What::Text(stretch),
            start: span.start,
            inside: span.clone(),
            end: span.end,
            next: number + 1,
        });
        Ok(())
    }

    fn end_tag(&mut self) -> Result<(), Stop> {
        let start = self.cursor.at;
        let innermost = self.tree.open.last().and_then(|open| self.tree.nodes.get(*open));
        let Some(What::Element { name, .. }) = innermost.map(|node| &node.what) else {
            return Err(Stop::Other);
        };
        let expected = self.bytes().get(name.clone()).unwrap_or_default();
        self.cursor.at += 2;
        self.cursor.literal(expected)?;
        self.cursor.white_space();
        self.cursor.expect(b'>')?;
        let end = self.cursor.at;
        let next = self.tree.nodes.len();
        if let Some(node) = self.tree.open.pop().and_then(|open| self.tree.nodes.get_mut(open)) {
            node.inside.end = start;
            node.end = end;
            node.next = next;
        }
        Ok(())
    }

    fn start_tag(&mut self) -> Result<(), Stop> {
        let start = self.cursor.at;
        self.cursor.at += 1;
        let name = self.name()?;
        let first = self.tree.attributes.len();
        let is_empty = loop {
            let has_space = self.cursor.white_space();
            match self.cursor.next()? {
                b'>' => break false,
                b'/' => {
                    self.cursor.at += 1;
                    break true;
                }
                _ if has_space => self.attribute(first)?,
                _ => return Err(Stop::Other),
            }
        };
        self.cursor.expect(b'>')?;
        let number = self.tree.nodes.len();
        self.tree.finish_tag(
            self.cursor.markup,
            name,
            first,
            start..self.cursor.at,
            self.settings.namespaces,
        );
        if !is_empty {
            self.tree.open.push(number);
            if self.tree.open.len() > DEEPEST {
                return Err(Stop::Other);
            }
        }
        Ok(())
    }

    fn attribute(&mut self, first: usize) -> Result<(), Stop> {
        let name = self.name()?;
        let written = self.bytes().get(name.clone()).unwrap_or_default();
        let others = self.tree.attributes.get(first..).unwrap_or_default();
        let is_repeated = others
            .iter()
            .any(|other| self.bytes().get(other.name.clone()) == Some(written));
        if is_repeated || others.len() == MOST_ATTRIBUTES || written.starts_with(b"xmlns") {
            return Err(Stop::Other);
        }
        self.cursor.white_space();
        self.cursor.expect(b'=')?;
        self.cursor.white_space();
        let span = self.cursor.quoted()?;
        let value = self.bytes().get(span.clone()).unwrap_or_default();
        let kinds = VALUE.of(value);
        if kinds & ODD != 0 {
            return Err(Stop::Other);
        }
        let stretch = if kinds & SPECIAL != 0 || self.settings.specials.are_any() {
            let decoded = &mut self.tree.decoded;
            let text = self.decoder.attribute_value(self.cursor.markup, span, decoded);
            text.map_err(|_| Stop::Other)?
        } else {
            Stretch::Source(span)
        };
        self.tree.attributes.push(AttributeNode {
            name,
            namespace: NO_NAMESPACE,
            value: stretch,
        });
        Ok(())
    }

    /// A name in ASCII (XML 1.0, production 5; Namespaces in XML 1.0, production 7).
    fn name(&mut self) -> Result<Range<usize>, Stop> {
        let start = self.cursor.at;
        let is_start = |byte: u8| byte.is_ascii_alphabetic() || byte == b'_';
        let is_letter = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.');
        let mut colons = 0;
        loop {
            if !is_start(self.cursor.next()?) {
                return Err(Stop::Other);
            }
            self.cursor.at += self
                .cursor
                .rest()
                .iter()
                .position(|byte| !is_letter(*byte))
                .ok_or(Stop::Part)?;
            match self.bytes().get(self.cursor.at) {
                Some(b':') if colons == 0 => colons += 1,
                // a letter beyond ASCII, or a second colon
                Some(b':' | 0x80..) => return Err(Stop::Other),
                _ => return Ok(start..self.cursor.at),
            }
            self.cursor.at += 1;
        }
    }
}
