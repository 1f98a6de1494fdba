//! One element with all that stands in it, parsed: what the unit parsers of the XML formats work on.
//!
//! A tree is built anew for each piece and keeps its memory. Text is joined over comments, instructions and CDATA
//! sections, references are replaced, line ends are LF (XML 1.0, 2.11); what was odd on the way is listed in
//! [`Tree::oddities`], for the format to report once it knows which unit it is about.

mod element;
mod namespaces;
mod plain;

use std::ops::Range;

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

pub(crate) use element::{Attribute, Child, Element};
pub(crate) use plain::Plain;

use self::namespaces::{NO_NAMESPACE, NamespaceList, NamespaceNumber, namespace_of};
use super::entities::Entities;
use super::limits::{MAX_DEPTH, MAX_NODES};
use super::names::{Namespaces, is_name};
use super::specials::Specials;
use super::text::{Decoder, IllFormed, Oddity};
use crate::error::ErrorKind;
use crate::model::IllegalCharacters;

/// A stretch of text: in the markup as it stands, or decoded.
#[derive(Debug, Clone)]
pub(super) enum Stretch {
    Source(Range<usize>),
    Decoded(Range<usize>),
}

#[derive(Debug)]
enum What {
    Element {
        name: Range<usize>,
        /// Where its name begins behind the prefix.
        local: usize,
        namespace: NamespaceNumber,
        attributes: Range<usize>,
    },
    Text(Stretch),
}

#[derive(Debug)]
struct Node {
    what: What,
    /// Where it begins in the markup.
    start: usize,
    /// Where its content begins, and where that ends.
    inside: Range<usize>,
    /// Where it ends.
    end: usize,
    /// The number of the first node behind it and all that stands in it.
    next: usize,
}

#[derive(Debug)]
struct AttributeNode {
    name: Range<usize>,
    namespace: NamespaceNumber,
    value: Stretch,
}

/// What a tree is built by.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Settings<'s> {
    pub(crate) entities: &'s Entities,
    /// The namespaces that are declared around the element.
    pub(crate) namespaces: &'s Namespaces,
    pub(crate) illegal_characters: IllegalCharacters,
    /// What may stand in it beside characters that stand for themselves; [`Tree::parse`] finds that out by itself.
    pub(crate) specials: Specials,
}

/// An element and all that stands in it, or a start tag alone.
#[derive(Debug, Default)]
pub(crate) struct Tree {
    nodes: Vec<Node>,
    attributes: Vec<AttributeNode>,
    decoded: String,
    oddities: Vec<Oddity>,
    open: Vec<usize>,
    /// The text that further text goes on from: no tag stands between.
    last_text: Option<usize>,
    /// What is declared inside the tree itself.
    declared: Namespaces,
    namespaces: NamespaceList,
}

impl Tree {
    /// Parses `markup`, which is one whole element, or one start tag.
    ///
    /// # Errors
    ///
    /// Fails where the markup is not well-formed, or meets a limit.
    pub(crate) fn parse(&mut self, markup: &str, settings: Settings<'_>) -> Result<(), IllFormed> {
        self.clear();
        let mut reader = Reader::from_str(markup);
        let config = reader.config_mut();
        config.check_comments = true;
        config.allow_dangling_amp = true;
        let mut decoder = Decoder::new(settings.entities, settings.illegal_characters);
        let mut start = 0;
        // text that goes on over references, and where it began
        let mut text: Option<Range<usize>> = None;
        loop {
            let event = reader
                .read_event()
                .map_err(|error| IllFormed::of_parser(&error, position(reader.error_position())))?;
            let end = position(reader.buffer_position());
            if let Event::Text(_) | Event::GeneralRef(_) = event {
                text = Some(text.map_or(start, |text| text.start)..end);
                start = end;
                continue;
            }
            if let Some(text) = text.take() {
                self.push_text(markup, text, &mut decoder)?;
            }
            if self.nodes.len() + self.attributes.len() > MAX_NODES {
                return Err(IllFormed {
                    kind: ErrorKind::Limit(format!(
                        "an element holds more than {MAX_NODES} elements and attributes"
                    )),
                    offset: start,
                });
            }
            if let Event::Start(_) | Event::Empty(_) | Event::End(_) = event {
                self.last_text = None;
            }
            match event {
                Event::Start(tag) => {
                    self.push_element(markup, &tag, start..end, settings.namespaces, &mut decoder)?;
                    self.open.push(self.nodes.len() - 1);
                    if self.open.len() > MAX_DEPTH {
                        let message = format!("elements stand more than {MAX_DEPTH} deep in each other");
                        return Err(IllFormed {
                            kind: ErrorKind::Limit(message),
                            offset: start,
                        });
                    }
                }
                Event::Empty(tag) => {
                    self.push_element(markup, &tag, start..end, settings.namespaces, &mut decoder)?;
                    self.declared.leave();
                }
                Event::End(_) => self.close(start, end),
                Event::CData(_) => {
                    let inside = start + "<![CDATA[".len()..end.saturating_sub("]]>".len());
                    self.push_cdata(markup, inside, &mut decoder);
                }
                Event::Eof => break,
                Event::Decl(_) | Event::DocType(_) => {
                    return Err(IllFormed::new("a declaration stands inside an element", start));
                }
                Event::Comment(_) | Event::PI(_) | Event::Text(_) | Event::GeneralRef(_) => {}
            }
            start = end;
        }
        // a start tag alone
        while let Some(number) = self.open.pop() {
            self.finish(number, markup.len(), markup.len());
        }
        self.oddities.append(&mut decoder.oddities);
        Ok(())
    }

    fn clear(&mut self) {
        self.nodes.clear();
        self.attributes.clear();
        self.decoded.clear();
        self.oddities.clear();
        self.open.clear();
        self.last_text = None;
        self.declared.clear();
        self.namespaces.clear();
    }

    /// The tree of markup that stands by itself: one whole element, with nothing odd in it. `None` for any other.
    pub(crate) fn of_fragment(markup: &str) -> Option<Self> {
        let mut tree = Self::default();
        let settings = Settings {
            entities: &Entities::default(),
            namespaces: &Namespaces::default(),
            illegal_characters: IllegalCharacters::default(),
            specials: Specials::default(),
        };
        tree.parse(markup, settings).ok()?;
        let root = tree.nodes.first()?;
        let is_element = matches!(root.what, What::Element { .. });
        let is_closed = root.inside.end < root.end || (root.inside.start == root.end && markup.ends_with("/>"));
        let is_all = root.start == 0 && root.end == markup.len() && root.next == tree.nodes.len();
        (is_element && is_closed && is_all && tree.oddities.is_empty()).then_some(tree)
    }

    fn push_element(
        &mut self,
        markup: &str,
        tag: &BytesStart<'_>,
        span: Range<usize>,
        around: &Namespaces,
        decoder: &mut Decoder<'_>,
    ) -> Result<(), IllFormed> {
        let name_start = span.start + 1;
        let name = name_start..name_start + tag.name().as_ref().len();
        if !is_name(tag.name().as_ref()) {
            return Err(IllFormed::new(
                format!("`{}` is no name of an element", tag.name().as_ref()),
                span.start,
            ));
        }
        let first = self.attributes.len();
        self.declared.enter();
        for attribute in tag.attributes() {
            let attribute = attribute.map_err(|error| IllFormed::of_attribute(&error, span.start))?;
            let key = attribute.key.as_ref();
            if !is_name(key) {
                return Err(IllFormed::new(
                    format!("`{key}` is no name of an attribute"),
                    span.start,
                ));
            }
            let value: &str = &attribute.value;
            // both are slices of the markup: the parser borrows
            let Some((key_at, value_at)) = offset_in(markup, key).zip(offset_in(markup, value)) else {
                return Err(IllFormed::new("an attribute can't be read", span.start));
            };
            if value.contains('<') {
                return Err(IllFormed::new(format!("`<` stands in the value of `{key}`"), value_at));
            }
            let before = key_at.checked_sub(1).and_then(|at| markup.as_bytes().get(at));
            if !before.is_some_and(|byte| b" \t\r\n".contains(byte)) {
                return Err(IllFormed::new(format!("no white space stands before `{key}`"), key_at));
            }
            let value = decoder.attribute_value(markup, value_at..value_at + value.len(), &mut self.decoded)?;
            if let Some(prefix) = declared_prefix(key) {
                let uri = self.text_of(markup, &value).to_owned();
                self.declared.declare(prefix, &uri);
            }
            self.attributes.push(AttributeNode {
                name: key_at..key_at + key.len(),
                namespace: NO_NAMESPACE,
                value,
            });
        }
        self.finish_tag(markup, name, first, span, around);
        Ok(())
    }

    /// Adds the element whose attributes, from the number `first` on, are those added last.
    fn finish_tag(&mut self, markup: &str, name: Range<usize>, first: usize, span: Range<usize>, around: &Namespaces) {
        for attribute in self.attributes.get_mut(first..).unwrap_or_default() {
            let written = markup.get(attribute.name.clone()).unwrap_or_default();
            let colon = written.bytes().position(|byte| byte == b':');
            if let Some(prefix) = colon.and_then(|colon| written.get(..colon))
                && prefix != "xmlns"
            {
                attribute.namespace = namespace_of(prefix, &self.declared, around, &mut self.namespaces);
            }
        }
        let written = markup.get(name.clone()).unwrap_or_default();
        let colon = written.bytes().position(|byte| byte == b':');
        let prefix = colon.and_then(|colon| written.get(..colon)).unwrap_or_default();
        let local = name.start + colon.map_or(0, |colon| colon + 1);
        let namespace = namespace_of(prefix, &self.declared, around, &mut self.namespaces);
        let number = self.nodes.len();
        self.nodes.push(Node {
            what: What::Element {
                name,
                local,
                namespace,
                attributes: first..self.attributes.len(),
            },
            start: span.start,
            inside: span.end..span.end,
            end: span.end,
            next: number + 1,
        });
    }

    fn close(&mut self, start: usize, end: usize) {
        if let Some(number) = self.open.pop() {
            self.finish(number, start, end);
        }
    }

    fn finish(&mut self, number: usize, inside_end: usize, end: usize) {
        self.declared.leave();
        let next = self.nodes.len();
        if let Some(node) = self.nodes.get_mut(number) {
            node.inside.end = inside_end;
            node.end = end;
            node.next = next;
        }
    }

    fn push_text(&mut self, markup: &str, span: Range<usize>, decoder: &mut Decoder<'_>) -> Result<(), IllFormed> {
        let stretch = decoder.text(markup, span.clone(), &mut self.decoded)?;
        self.join_text(markup, stretch, span);
        Ok(())
    }

    fn push_cdata(&mut self, markup: &str, inside: Range<usize>, decoder: &mut Decoder<'_>) {
        let stretch = decoder.cdata(markup, inside.clone(), &mut self.decoded);
        self.join_text(markup, stretch, inside);
    }

    /// Adds text, to the text before it where only comments, instructions or the edge of a CDATA section lie between.
    fn join_text(&mut self, markup: &str, stretch: Stretch, span: Range<usize>) {
        let number = self.nodes.len();
        let last = self.last_text.and_then(|last| self.nodes.get_mut(last));
        if let Some(Node {
            what: What::Text(before),
            end,
            ..
        }) = last
        {
            let follows_at = match &stretch {
                Stretch::Source(_) => self.decoded.len(),
                Stretch::Decoded(range) => range.start,
            };
            let start = match before {
                // it is not copied for each further stretch
                Stretch::Decoded(range) if range.end == follows_at => {
                    if let Stretch::Source(range) = stretch {
                        self.decoded.push_str(markup.get(range).unwrap_or_default());
                    }
                    range.start
                }
                _ => {
                    let start = self.decoded.len();
                    for part in [before.clone(), stretch] {
                        match part {
                            Stretch::Source(range) => self.decoded.push_str(markup.get(range).unwrap_or_default()),
                            Stretch::Decoded(range) => self.decoded.extend_from_within(range),
                        }
                    }
                    start
                }
            };
            *before = Stretch::Decoded(start..self.decoded.len());
            *end = span.end;
            return;
        }
        self.last_text = Some(number);
        self.nodes.push(Node {
            what: What::Text(stretch),
            start: span.start,
            inside: span.clone(),
            end: span.end,
            next: number + 1,
        });
    }

    fn text_of<'t>(&'t self, markup: &'t str, stretch: &Stretch) -> &'t str {
        match stretch {
            Stretch::Source(range) => markup.get(range.clone()),
            Stretch::Decoded(range) => self.decoded.get(range.clone()),
        }
        .unwrap_or_default()
    }

    /// The element itself. `markup` is what was parsed.
    pub(crate) fn root<'t>(&'t self, markup: &'t str) -> Option<Element<'t>> {
        matches!(self.nodes.first()?.what, What::Element { .. }).then(|| Element::root(self, markup))
    }

    /// What was odd, in the order of the markup; where there is anything, the markup is not to be copied.
    pub(crate) fn oddities(&self) -> &[Oddity] {
        &self.oddities
    }
}

/// The prefix that an attribute declares, if it is a declaration; empty for the default namespace.
fn declared_prefix(name: &str) -> Option<&str> {
    match name.strip_prefix("xmlns")? {
        "" => Some(""),
        rest => rest.strip_prefix(':'),
    }
}

fn position(offset: u64) -> usize {
    usize::try_from(offset).unwrap_or(usize::MAX)
}

/// Where `part`, a slice of `whole`, begins in it.
fn offset_in(whole: &str, part: &str) -> Option<usize> {
    let offset = part.as_ptr().addr().checked_sub(whole.as_ptr().addr())?;
    (offset + part.len() <= whole.len()).then_some(offset)
}

#[cfg(test)]
mod tests;
