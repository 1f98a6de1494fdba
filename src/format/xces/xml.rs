//! XML as far as link files and documents need it: elements with attributes, and text, each with its place.

use std::io::{self, BufRead, Read};
use std::sync::Arc;

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};
use quick_xml::XmlVersion;
use quick_xml::escape::resolve_predefined_entity;
use quick_xml::events::{BytesStart, Event};
use quick_xml::{Error as QuickError, Reader};

use crate::diag::Sink;
use crate::error::{Error, ErrorKind, Result};
use crate::format::InputFacts;
use crate::io::{Decoded, RunningPlace};

/// How many bytes a tag, a comment or a stretch of text may have, since it is held whole.
const LARGEST_EVENT: u64 = 16 << 20;

/// How deep elements may stand in each other.
const DEEPEST: usize = 256;

/// The encoding that a file beginning with `peek` declares, else the one of XML: UTF-8. A byte order mark says more.
pub(in crate::format) fn declared_encoding(peek: &[u8]) -> &'static Encoding {
    let start = String::from_utf8_lossy(peek.get(..256).unwrap_or(peek)).into_owned();
    let declaration = start
        .trim_start()
        .strip_prefix("<?xml")
        .and_then(|rest| rest.split("?>").next());
    let value = declaration
        .and_then(|declaration| declaration.split_once("encoding"))
        .map(|(_, rest)| rest);
    let label = value.and_then(|rest| {
        let rest = rest.trim_start().strip_prefix('=')?.trim_start();
        let quote = rest.chars().next().filter(|c| matches!(c, '"' | '\''))?;
        rest.split(quote).nth(1)
    });
    // whoever could read the declaration as it stands does not read UTF-16
    label
        .and_then(|label| Encoding::for_label(label.as_bytes()))
        .filter(|encoding| *encoding != UTF_16LE && *encoding != UTF_16BE)
        .unwrap_or(UTF_8)
}

/// What comes next in a file.
pub(super) enum Node {
    Start(Element),
    /// The end of an element, by its name.
    End(String),
    Text(String),
}

/// A start tag. Names are without prefix.
pub(super) struct Element {
    pub(super) name: String,
    pub(super) attributes: Vec<(String, String)>,
    pub(super) line: u64,
    pub(super) column: u64,
}

impl Element {
    pub(super) fn attribute(&self, name: &str) -> Option<&str> {
        let attribute = self.attributes.iter().find(|(known, _)| known == name);
        attribute.map(|(_, value)| value.as_str())
    }
}

/// A file, read node by node.
pub(super) struct XmlInput {
    reader: Reader<Metered>,
    buffer: Vec<u8>,
    file: Arc<str>,
    depth: usize,
    has_root: bool,
}

impl XmlInput {
    pub(super) fn new(input: Decoded) -> Self {
        let file = Arc::clone(input.name());
        let mut reader = Reader::from_reader(Metered {
            input,
            of_event: 0,
            place: RunningPlace::START,
        });
        let config = reader.config_mut();
        config.expand_empty_elements = true;
        config.check_comments = true;
        Self {
            reader,
            buffer: Vec::new(),
            file,
            depth: 0,
            has_root: false,
        }
    }

    pub(super) fn file(&self) -> &Arc<str> {
        &self.file
    }

    pub(super) fn facts(&self) -> InputFacts {
        InputFacts::of(&self.reader.get_ref().input)
    }

    pub(super) fn say_bad_bytes(&self, sink: &mut dyn Sink) {
        self.reader.get_ref().input.say_bad_bytes(sink);
    }

    /// The next node; `None` at the end of the document.
    ///
    /// # Errors
    ///
    /// Fails if the file can't be read, is not well-formed, or goes beyond a limit.
    pub(super) fn next(&mut self) -> Result<Option<Node>> {
        loop {
            let (line, column) = self.reader.get_ref().place.line_and_column();
            self.reader.get_mut().of_event = 0;
            self.buffer.clear();
            let refuse = |what: String, help: &str| {
                Err(Error::from(ErrorKind::Xml(what))
                    .in_file(&self.file)
                    .at(line, column)
                    .with_help(help.to_owned()))
            };
            let event = match self.reader.read_event_into(&mut self.buffer) {
                Ok(event) => event,
                Err(error) => return Err(self.failed(error, line, column)),
            };
            match event {
                Event::Start(_) if self.depth == 0 && self.has_root => {
                    return refuse(
                        "a second root element follows".into(),
                        "cut the file into one document each",
                    );
                }
                Event::Start(_) if self.depth == DEEPEST => {
                    return refuse(
                        format!("elements stand in each other more than {DEEPEST} deep"),
                        "no document of sentences does: look where it comes from",
                    );
                }
                Event::Start(tag) => {
                    self.depth += 1;
                    self.has_root = true;
                    let element = element(&tag, line, column);
                    return element.map(|element| Some(Node::Start(element))).map_err(|error| {
                        Error::from(ErrorKind::Xml(format!("the tag is not well-formed: {error}")))
                            .in_file(&self.file)
                            .at(line, column)
                    });
                }
                Event::End(tag) => {
                    self.depth = self.depth.saturating_sub(1);
                    let name = tag.local_name().as_ref().to_owned();
                    return Ok(Some(Node::End(name)));
                }
                Event::Text(text) if self.depth > 0 => return Ok(Some(Node::Text(text.xml10_content().into_owned()))),
                Event::CData(text) if self.depth > 0 => return Ok(Some(Node::Text(text.xml10_content().into_owned()))),
                Event::Text(text) if text.trim_ascii().is_empty() => {}
                Event::GeneralRef(name) if self.depth > 0 => {
                    let text = match name.resolve_char_ref() {
                        Ok(Some(character)) => Some(character.to_string()),
                        Ok(None) => resolve_predefined_entity(&name).map(str::to_owned),
                        Err(_) => None,
                    };
                    let Some(text) = text else {
                        return refuse(
                            format!("`&{};` names no character that is known", &*name),
                            "entities that files declare are not expanded: write the character itself",
                        );
                    };
                    return Ok(Some(Node::Text(text)));
                }
                Event::Text(_) | Event::CData(_) | Event::GeneralRef(_) => {
                    return refuse("text stands outside the root element".into(), "take it out");
                }
                Event::Eof if self.depth > 0 || !self.has_root => {
                    return refuse(
                        "the file ends before its root element does".into(),
                        "get the file again",
                    );
                }
                Event::Eof => return Ok(None),
                Event::Empty(_) | Event::Comment(_) | Event::Decl(_) | Event::PI(_) | Event::DocType(_) => {}
            }
        }
    }

    fn failed(&self, error: QuickError, line: u64, column: u64) -> Error {
        let error = match error {
            QuickError::Io(error) => match Arc::try_unwrap(error) {
                Ok(error) => Error::from_read(error),
                Err(error) => ErrorKind::Xml(error.to_string()).into(),
            },
            other => Error::from(ErrorKind::Xml(format!("not well-formed: {other}")))
                .with_help("mend the file, or get it again"),
        };
        if error.origin().line > 0 {
            return error.in_file(&self.file);
        }
        error.in_file(&self.file).at(line, column)
    }
}

fn element(tag: &BytesStart<'_>, line: u64, column: u64) -> Result<Element, QuickError> {
    let mut attributes = Vec::new();
    for attribute in tag.attributes() {
        let attribute = attribute?;
        let name = attribute.key.local_name().as_ref().to_owned();
        let value = attribute.normalized_value(XmlVersion::Implicit1_0)?.into_owned();
        attributes.push((name, value));
    }
    Ok(Element {
        name: tag.local_name().as_ref().to_owned(),
        attributes,
        line,
        column,
    })
}

/// An input that knows its place, and how much it has given since the last event.
struct Metered {
    input: Decoded,
    of_event: u64,
    place: RunningPlace,
}

impl BufRead for Metered {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.of_event > LARGEST_EVENT {
            let message = format!("a tag or a stretch of text has more than {} MiB", LARGEST_EVENT >> 20);
            return Err(io::Error::other(Error::from(ErrorKind::Xml(message))));
        }
        self.input.fill_buf()
    }

    fn consume(&mut self, count: usize) {
        // what is consumed is in the buffer, so nothing is read here
        let bytes = self.input.fill_buf().unwrap_or_default();
        let bytes = bytes.get(..count).unwrap_or(bytes);
        self.place.pass(bytes);
        self.of_event += count as u64;
        self.input.consume(count);
    }
}

impl Read for Metered {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let bytes = self.fill_buf()?;
        let count = bytes.len().min(buffer.len());
        if let (Some(to), Some(from)) = (buffer.get_mut(..count), bytes.get(..count)) {
            to.copy_from_slice(from);
        }
        self.consume(count);
        Ok(count)
    }
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use super::*;
    use crate::io::{Input, OnBadBytes};

    fn read(text: &str) -> Result<String> {
        let input = Input::new("x", Box::new(Cursor::new(text.as_bytes().to_vec())))?;
        let mut xml = XmlInput::new(Decoded::new(input, None, OnBadBytes::Refuse, &mut Vec::new()));
        let mut shown = Vec::new();
        while let Some(node) = xml.next()? {
            shown.push(match node {
                Node::Start(element) => format!("<{}@{}:{}", element.name, element.line, element.column),
                Node::End(name) => format!("/{name}>"),
                Node::Text(text) => text,
            });
        }
        Ok(shown.concat())
    }

    #[test]
    fn elements_have_their_places_and_references_are_resolved() {
        let text =
            "<?xml version=\"1.0\"?>\n<!DOCTYPE a SYSTEM \"a.dtd\">\n<a>é<x:b c='1'/>&amp;&#x41;<![CDATA[<]]></a>\n";
        assert_eq!(read(text).unwrap(), "<a@3:1é<b@3:5/b>&A</a>");
    }

    #[test]
    fn what_is_not_one_whole_document_is_an_error_with_its_place() {
        for (text, place) in [
            ("<a>\n<b></a>", (2, 4)),
            ("<a>\n", (2, 1)),
            ("<a/>\n<a/>", (2, 1)),
            ("<a/>x", (1, 5)),
            ("<a b='1' b='2'/>", (1, 1)),
            ("<a>&b;</a>", (1, 4)),
            (" ", (1, 2)),
        ] {
            let error = read(text).unwrap_err();
            assert!(matches!(error.kind(), ErrorKind::Xml(_)), "{error}");
            assert_eq!((error.origin().line, error.origin().column), place, "{text}: {error}");
        }
    }

    #[test]
    fn a_declared_entity_is_not_expanded() {
        let text = "<!DOCTYPE a [<!ENTITY b \"c\"><!ENTITY d SYSTEM \"/etc/hostname\">]><a>&b;</a>";
        assert!(read(text).unwrap_err().message().contains("`&b;`"));
    }

    #[test]
    fn depth_and_size_have_limits() {
        let deep = format!("{}{}", "<a>".repeat(DEEPEST + 1), "</a>".repeat(DEEPEST + 1));
        assert!(read(&deep).unwrap_err().message().contains("256 deep"));
        let size = usize::try_from(LARGEST_EVENT).unwrap() + (1 << 18);
        let long = format!("<a b='{}'/>", "x".repeat(size));
        assert!(read(&long).unwrap_err().message().contains("16 MiB"));
    }

    #[test]
    fn the_encoding_is_the_declared_one_or_utf_8() {
        let declared = |text: &str| declared_encoding(text.as_bytes()).name();
        assert_eq!(
            declared("<?xml version='1.0' encoding=\"ISO-8859-15\" ?>"),
            "ISO-8859-15"
        );
        assert_eq!(declared("<?xml version='1.0'?>"), "UTF-8");
        assert_eq!(declared("<?xml version='1.0' encoding='UTF-16'?>"), "UTF-8");
    }
}
