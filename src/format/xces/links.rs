//! Reading links, and the documents that they link.

use std::path::PathBuf;
use std::sync::Arc;

use super::document::Document;
use super::find;
use super::xml::{Element, Node, XmlInput, declared_encoding};
use crate::align::joint;
use crate::diag::{Diagnostic, DiagnosticCode, Sink};
use crate::error::{Error, ErrorKind, Result};
use crate::format::{InputFacts, ReadOptions, UnitReader};
use crate::io::{self, Decoded};
use crate::model::{
    Bead, Header, LanguageTag, Origin, Property, Segment, SourceLanguage, Standing, TranslationUnit, Variant,
};

/// The attributes that name the documents, source first.
const DOCUMENTS: [&str; 2] = ["fromDoc", "toDoc"];

/// Reads links as units.
///
/// The documents of one group are held.
pub struct XcesReader {
    xml: XmlInput,
    options: ReadOptions,
    /// What the root says for groups that don't say it.
    root: Option<Element>,
    group: Option<Group>,
    header: Header,
    facts: InputFacts,
    at_end: bool,
}

/// Two documents and what of them was linked.
struct Group {
    sides: [Side; 2],
    /// The place of the next sentence to be looked at once the links are read: its side and number.
    rest: Option<(usize, u32)>,
}

struct Side {
    document: Document,
    lang: LanguageTag,
    is_linked: Vec<bool>,
}

impl XcesReader {
    /// Reads up to the first group of `input`, and its documents.
    ///
    /// # Errors
    ///
    /// Fails if a file can't be found or read, or is not well-formed, or nothing names the languages.
    pub fn new(input: Decoded, options: &ReadOptions, sink: &mut dyn Sink) -> Result<Self> {
        let mut reader = Self {
            xml: XmlInput::new(input),
            options: options.clone(),
            root: None,
            group: None,
            header: Header {
                original_format: Some("XCES".to_owned()),
                ..Header::default()
            },
            facts: InputFacts::default(),
            at_end: false,
        };
        reader.next_group(sink)?;
        let languages: Vec<LanguageTag> = match &reader.group {
            Some(group) => group.sides.iter().map(|side| side.lang.clone()).collect(),
            None => options
                .source_lang
                .iter()
                .chain(&options.target_lang)
                .cloned()
                .collect(),
        };
        reader.header.source_language = languages.first().cloned().map(SourceLanguage::Tag);
        reader.header.languages = languages;
        Ok(reader)
    }

    /// Reads up to the next group and opens its documents; none is left at the end of the file.
    fn next_group(&mut self, sink: &mut dyn Sink) -> Result<()> {
        self.group = None;
        while let Some(node) = self.xml.next()? {
            match node {
                Node::Start(element) if element.name == "linkGrp" => {
                    self.group = Some(self.open_group(&element, sink)?);
                    return Ok(());
                }
                Node::Start(element) if element.name == "link" => {
                    let error = ErrorKind::Xml("the link stands outside a `linkGrp`".into());
                    return Err(self
                        .place(error, &element)
                        .with_help("put it into the group of its documents"));
                }
                Node::Start(element) => {
                    self.root.get_or_insert(element);
                }
                Node::End(_) | Node::Text(_) => {}
            }
        }
        self.xml.say_bad_bytes(sink);
        Ok(())
    }

    fn open_group(&mut self, group: &Element, sink: &mut dyn Sink) -> Result<Group> {
        let [source, target] = DOCUMENTS;
        let sides = [
            self.open_side(group, source, self.options.source_lang.clone(), sink)?,
            self.open_side(group, target, self.options.target_lang.clone(), sink)?,
        ];
        Ok(Group { sides, rest: None })
    }

    fn open_side(
        &mut self,
        group: &Element,
        attribute: &str,
        asked_for: Option<LanguageTag>,
        sink: &mut dyn Sink,
    ) -> Result<Side> {
        let of_root = self.root.as_ref().and_then(|root| root.attribute(attribute));
        let Some(document) = group.attribute(attribute).or(of_root) else {
            let error = ErrorKind::Xml(format!("the group names no document in `{attribute}`"));
            return Err(self.place(error, group).with_help("name it"));
        };
        let path = self.find(group, document)?;
        let Some(lang) = find::language(document).or(asked_for) else {
            let error = ErrorKind::Language(format!("nothing names the language of `{document}`"));
            return Err(self.place(error, group).with_help("give -s and -t"));
        };
        let input = io::open(&path.to_string_lossy())?;
        let told = self.options.encoding.filter(|_| !input.peek().starts_with(b"<?xml"));
        let told = told.unwrap_or_else(|| declared_encoding(input.peek()));
        let mut xml = XmlInput::new(Decoded::new(input, Some(told), self.options.on_bad_bytes, sink));
        let document = Document::read(&mut xml, &lang)?;
        xml.say_bad_bytes(sink);
        self.facts.bad_bytes += xml.facts().bad_bytes;
        Ok(Side {
            is_linked: vec![false; document.sentences.len()],
            document,
            lang,
        })
    }

    fn find(&self, group: &Element, document: &str) -> Result<PathBuf> {
        if document.contains("://") {
            let error = ErrorKind::Xml(format!("`{document}` is not on this machine, and nothing is fetched"));
            return Err(self
                .place(error, group)
                .with_help("get the document and put it beside the link file"));
        }
        let places = find::candidates(self.xml.file(), document);
        if let Some(found) = places.iter().find(|path| path.is_file()) {
            return Ok(found.clone());
        }
        let error = ErrorKind::Xml(format!("the document `{document}` is not found"));
        let looked_at = places.first().map(|path| path.to_string_lossy().into_owned());
        let help = format!("put it at `{}`, or beside the link file", looked_at.unwrap_or_default());
        Err(self.place(error, group).with_help(help))
    }

    fn place(&self, kind: ErrorKind, element: &Element) -> Error {
        Error::from(kind)
            .in_file(self.xml.file())
            .at(element.line, element.column)
    }

    /// Fills `unit` from a link; `false` if it has no text.
    fn fill(&mut self, link: &Element, unit: &mut TranslationUnit) -> Result<bool> {
        let Some((source, target)) = link.attribute("xtargets").and_then(|targets| targets.split_once(';')) else {
            let error = ErrorKind::Xml("the link has no `xtargets` of two sides with a `;` between them".into());
            return Err(self.place(error, link).with_help("mend the link"));
        };
        let file = Arc::clone(self.xml.file());
        let mut numbers = [Vec::new(), Vec::new()];
        let Some(group) = &mut self.group else { return Ok(false) };
        for ((ids, side), numbers) in [source, target].into_iter().zip(&mut group.sides).zip(&mut numbers) {
            let joined = side.take(ids, numbers).map_err(|id| {
                let what = format!("sentence `{id}` is not in `{}`", side.document.file);
                Error::from(ErrorKind::Alignment(what))
                    .in_file(&file)
                    .at(link.line, link.column)
                    .with_help("get links and documents of the same version")
            })?;
            if !joined.is_empty() {
                unit.variants
                    .push(Variant::new(side.lang.clone(), Segment::plain(joined)));
            }
        }
        unit.origin = Origin {
            file: Some(file),
            line: link.line,
            column: link.column,
        };
        unit.bead = Some(Box::new(bead_of(numbers)));
        for (name, value) in &link.attributes {
            match name.as_str() {
                "xtargets" => {}
                "id" => unit.id = Some(value.clone()),
                name => unit.properties.push(Property::new(format!("x-{name}"), value.as_str())),
            }
        }
        Ok(!unit.variants.is_empty())
    }

    /// Fills `unit` with the next sentence that no link has named; `false` if the group has none left.
    fn fill_rest(&mut self, unit: &mut TranslationUnit) -> bool {
        let Some(group) = &mut self.group else { return false };
        let Some((mut side_number, mut number)) = group.rest else {
            return false;
        };
        while let Some(side) = group.sides.get(side_number) {
            let Some(sentence) = side.document.sentences.get(number as usize) else {
                (side_number, number) = (side_number + 1, 0);
                continue;
            };
            let is_linked = side.is_linked.get(number as usize) == Some(&true);
            number += 1;
            if is_linked || sentence.text.is_empty() {
                continue;
            }
            unit.variants
                .push(Variant::new(side.lang.clone(), Segment::plain(sentence.text.as_str())));
            unit.origin = Origin {
                file: Some(Arc::clone(&side.document.file)),
                line: sentence.line,
                column: sentence.column,
            };
            let mut numbers = [Vec::new(), Vec::new()];
            if let Some(numbers) = numbers.get_mut(side_number) {
                numbers.push(number);
            }
            unit.bead = Some(Box::new(bead_of(numbers)));
            group.rest = Some((side_number, number));
            return true;
        }
        group.rest = None;
        false
    }

    /// Reads on to the next link with text, or sentence that none names; `false` at the end.
    fn read_next(&mut self, unit: &mut TranslationUnit, sink: &mut dyn Sink) -> Result<bool> {
        loop {
            let Some(group) = &mut self.group else { return Ok(false) };
            if group.rest.is_some() {
                if self.fill_rest(unit) {
                    return Ok(true);
                }
                self.next_group(sink)?;
                continue;
            }
            match self.xml.next()? {
                Some(Node::Start(element)) if element.name == "link" => {
                    if self.fill(&element, unit)? {
                        return Ok(true);
                    }
                    unit.clear();
                }
                Some(Node::End(name)) if name == "linkGrp" => group.rest = Some((0, 0)),
                Some(_) => {}
                None => return Ok(false),
            }
        }
    }
}

impl Side {
    /// Joins the sentences of the ids in a list, marks them as linked, and gives their numbers, from 1; an id that the
    /// document does not have is the error.
    fn take(&mut self, ids: &str, numbers: &mut Vec<u32>) -> Result<String, String> {
        let mut texts = Vec::new();
        for id in ids.split_ascii_whitespace() {
            let place = self.document.place(id).ok_or_else(|| id.to_owned())?;
            let at = place as usize;
            if let Some(is_linked) = self.is_linked.get_mut(at) {
                *is_linked = true;
            }
            if let Some(sentence) = self
                .document
                .sentences
                .get(at)
                .filter(|sentence| !sentence.text.is_empty())
            {
                texts.push(sentence.text.as_str());
                numbers.push(place + 1);
            }
        }
        Ok(texts.join(joint(&self.lang)))
    }
}

/// A bead of sentences by number, from 1.
fn bead_of([source, target]: [Vec<u32>; 2]) -> Bead {
    let count = |numbers: &[u32]| u32::try_from(numbers.len()).unwrap_or(u32::MAX);
    Bead {
        source_count: count(&source),
        target_count: count(&target),
        source,
        target,
        ..Bead::default()
    }
}

impl UnitReader for XcesReader {
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
        if !self.read_next(unit, sink)? {
            return Ok(false);
        }
        if unit.variants.len() == 1 {
            unit.standing = Standing::Unaligned;
            let message = "the sentence has no counterpart and is left out";
            sink.take(Diagnostic::new(DiagnosticCode::Unaligned, message).at(&unit.origin));
        }
        self.at_end = false;
        Ok(true)
    }

    fn facts(&self) -> InputFacts {
        let own = self.xml.facts();
        InputFacts {
            bad_bytes: own.bad_bytes + self.facts.bad_bytes,
            ..own
        }
    }
}

#[cfg(test)]
mod tests;
