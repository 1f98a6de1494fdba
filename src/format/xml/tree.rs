//! One element with all that stands in it, parsed: what the unit parsers of the XML formats work on.
//!
//! A tree is built anew for each piece and keeps its memory. Text is joined over comments, instructions and CDATA
//! sections, references are replaced, line ends are LF (XML 1.0, 2.11); what was odd on the way is listed in
//! [`Tree::oddities`], for the format to report once it knows which unit it is about.

use std::ops::Range;
use std::sync::Arc;

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use super::entities::Entities;
use super::limits::{MAX_DEPTH, MAX_NODES};
use super::names::{Namespaces, is_name};
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
        namespace: Arc<str>,
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
    namespace: Arc<str>,
    value: Stretch,
}

/// What a tree is built by.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Settings<'s> {
    pub(crate) entities: &'s Entities,
    /// The namespaces that are declared around the element.
    pub(crate) namespaces: &'s Namespaces,
    pub(crate) illegal_characters: IllegalCharacters,
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
    namespaces: Namespaces,
}

impl Tree {
    /// Parses `markup`, which is one whole element, or one start tag.
    ///
    /// # Errors
    ///
    /// Fails where the markup is not well-formed, or meets a limit.
    pub(crate) fn parse(&mut self, markup: &str, settings: Settings<'_>) -> Result<(), IllFormed> {
        self.nodes.clear();
        self.attributes.clear();
        self.decoded.clear();
        self.oddities.clear();
        self.open.clear();
        self.last_text = None;
        self.namespaces.clone_from(settings.namespaces);
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
                    self.push_element(markup, &tag, start..end, &mut decoder)?;
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
                    self.push_element(markup, &tag, start..end, &mut decoder)?;
                    self.namespaces.leave();
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

    /// The tree of markup that stands by itself: one whole element, with nothing odd in it. `None` for any other.
    pub(crate) fn of_fragment(markup: &str) -> Option<Self> {
        let mut tree = Self::default();
        let settings = Settings {
            entities: &Entities::default(),
            namespaces: &Namespaces::default(),
            illegal_characters: IllegalCharacters::default(),
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
        self.namespaces.enter();
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
                self.namespaces.declare(prefix, &uri);
            }
            self.attributes.push(AttributeNode {
                name: key_at..key_at + key.len(),
                namespace: Namespaces::none(),
                value,
            });
        }
        if let Some(attributes) = self.attributes.get_mut(first..) {
            for attribute in attributes {
                let name = markup.get(attribute.name.clone()).unwrap_or_default();
                if let Some((prefix, _)) = name.split_once(':')
                    && prefix != "xmlns"
                {
                    attribute.namespace = self.namespaces.of_prefix(prefix);
                }
            }
        }
        let written = markup.get(name.clone()).unwrap_or_default();
        let namespace = match written.split_once(':') {
            Some((prefix, _)) => self.namespaces.of_prefix(prefix),
            None => self.namespaces.of_default(),
        };
        let number = self.nodes.len();
        self.nodes.push(Node {
            what: What::Element {
                name,
                namespace,
                attributes: first..self.attributes.len(),
            },
            start: span.start,
            inside: span.end..span.end,
            end: span.end,
            next: number + 1,
        });
        Ok(())
    }

    fn close(&mut self, start: usize, end: usize) {
        if let Some(number) = self.open.pop() {
            self.finish(number, start, end);
        }
    }

    fn finish(&mut self, number: usize, inside_end: usize, end: usize) {
        self.namespaces.leave();
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
            let joined = self.decoded.len();
            for part in [before.clone(), stretch] {
                match part {
                    Stretch::Source(range) => self.decoded.push_str(markup.get(range).unwrap_or_default()),
                    Stretch::Decoded(range) => self.decoded.extend_from_within(range),
                }
            }
            *before = Stretch::Decoded(joined..self.decoded.len());
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
        matches!(self.nodes.first()?.what, What::Element { .. }).then_some(Element {
            tree: self,
            markup,
            number: 0,
        })
    }

    /// What was odd, in the order of the markup; where there is anything, the markup is not to be copied.
    pub(crate) fn oddities(&self) -> &[Oddity] {
        &self.oddities
    }
}

/// An element of a [`Tree`].
#[derive(Debug, Clone, Copy)]
pub(crate) struct Element<'t> {
    tree: &'t Tree,
    markup: &'t str,
    number: usize,
}

/// What stands in an element.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Child<'t> {
    Element(Element<'t>),
    /// Text, and where it begins in the markup.
    Text(&'t str, usize),
}

/// An attribute of an element, its value decoded and normalized (XML 1.0, 3.3.3).
#[derive(Debug, Clone, Copy)]
pub(crate) struct Attribute<'t> {
    /// The name, with its prefix.
    pub(crate) name: &'t str,
    /// The namespace of its prefix; empty without one.
    pub(crate) namespace: &'t str,
    pub(crate) value: &'t str,
    /// Where the name begins in the markup.
    pub(crate) at: usize,
}

impl Attribute<'_> {
    /// The name without its prefix.
    pub(crate) fn local(&self) -> &str {
        self.name.rsplit(':').next().unwrap_or(self.name)
    }

    /// The prefix that it declares, if it declares a namespace; empty for the default one.
    pub(crate) fn declared_prefix(&self) -> Option<&str> {
        declared_prefix(self.name)
    }
}

impl<'t> Element<'t> {
    fn node(&self) -> Option<&'t Node> {
        self.tree.nodes.get(self.number)
    }

    /// The name, with its prefix.
    pub(crate) fn name(&self) -> &'t str {
        match self.node().map(|node| &node.what) {
            Some(What::Element { name, .. }) => self.markup.get(name.clone()).unwrap_or_default(),
            _ => "",
        }
    }

    /// The name without its prefix.
    pub(crate) fn local(&self) -> &'t str {
        self.name().rsplit(':').next().unwrap_or_default()
    }

    /// The namespace; empty where there is none.
    pub(crate) fn namespace(&self) -> &'t str {
        match self.node().map(|node| &node.what) {
            Some(What::Element { namespace, .. }) => namespace,
            _ => "",
        }
    }

    /// Where it begins in the markup that was parsed.
    pub(crate) fn at(&self) -> usize {
        self.node().map_or(0, |node| node.start)
    }

    /// Its markup, from `<` to `>`.
    pub(crate) fn markup(&self) -> &'t str {
        let range = self.node().map_or(0..0, |node| node.start..node.end);
        self.markup.get(range).unwrap_or_default()
    }

    /// The markup of what stands in it.
    pub(crate) fn inner_markup(&self) -> &'t str {
        let range = self.node().map_or(0..0, |node| node.inside.clone());
        self.markup.get(range).unwrap_or_default()
    }

    /// Its attributes, in file order, declarations of namespaces among them.
    pub(crate) fn attributes(&self) -> impl Iterator<Item = Attribute<'t>> + use<'t> {
        let (tree, markup) = (self.tree, self.markup);
        let range = match self.node().map(|node| &node.what) {
            Some(What::Element { attributes, .. }) => attributes.clone(),
            _ => 0..0,
        };
        let nodes = tree.attributes.get(range).unwrap_or_default();
        nodes.iter().map(move |node| Attribute {
            name: markup.get(node.name.clone()).unwrap_or_default(),
            namespace: &node.namespace,
            value: tree.text_of(markup, &node.value),
            at: node.name.start,
        })
    }

    /// The value of the attribute of this name, written with just this prefix.
    pub(crate) fn attribute(&self, name: &str) -> Option<&'t str> {
        self.attributes()
            .find(|attribute| attribute.name == name)
            .map(|attribute| attribute.value)
    }

    /// The value of the attribute of a namespace, whatever its prefix is.
    pub(crate) fn attribute_of(&self, namespace: &str, local: &str) -> Option<&'t str> {
        self.attributes()
            .find(|attribute| attribute.namespace == namespace && attribute.local() == local)
            .map(|attribute| attribute.value)
    }

    /// What stands in it, in file order.
    pub(crate) fn children(&self) -> impl Iterator<Item = Child<'t>> + use<'t> {
        let (tree, markup) = (self.tree, self.markup);
        let mut number = self.number + 1;
        let end = self.node().map_or(number, |node| node.next);
        std::iter::from_fn(move || {
            let node = tree.nodes.get(number).filter(|_| number < end)?;
            let child = match &node.what {
                What::Element { .. } => Child::Element(Element { tree, markup, number }),
                What::Text(stretch) => Child::Text(tree.text_of(markup, stretch), node.start),
            };
            number = node.next;
            Some(child)
        })
    }

    /// The elements that stand in it, in file order.
    pub(crate) fn elements(&self) -> impl Iterator<Item = Element<'t>> + use<'t> {
        self.children().filter_map(|child| match child {
            Child::Element(element) => Some(element),
            Child::Text(..) => None,
        })
    }

    /// The first element of this local name that stands in it.
    pub(crate) fn first(&self, local: &str) -> Option<Element<'t>> {
        self.elements().find(|element| element.local() == local)
    }

    /// All text in it and in the elements inside.
    pub(crate) fn text(&self) -> String {
        let end = self.node().map_or(0, |node| node.next);
        let nodes = self.tree.nodes.get(self.number + 1..end).unwrap_or_default();
        let texts = nodes.iter().filter_map(|node| match &node.what {
            What::Text(stretch) => Some(self.tree.text_of(self.markup, stretch)),
            What::Element { .. } => None,
        });
        texts.collect()
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
