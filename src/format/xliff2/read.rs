//! Reading: the document, its files and groups.

mod code;
mod content;
mod copy;
mod data;
mod exemplar;
mod findings;
mod flow;
mod foreign;
mod level;
mod matches;
mod metadata;
mod notes;
mod pairs;
mod properties;
mod references;
mod unit;
mod window;

#[cfg(test)]
mod tests;

use std::collections::BTreeSet;

use self::findings::Findings;
use self::foreign::{SCHEMA_INSTANCE, XML};
use self::level::Level;
use self::window::{Held, Window};
use super::{OWN_FILE, Version};
use crate::diag::{DiagnosticCode, Sink};
use crate::error::{Error, ErrorKind, Result};
use crate::format::xml::{Cut, DocumentParser, Element, Gaps, Language, Reading, XmlReader};
use crate::format::{CopiedDialects, ReadOptions, UnitReader};
use crate::io::Decoded;
use crate::key_set::NameSet;
use crate::model::{Header, RawDialect, SourceLanguage, TranslationUnit};

pub(super) use self::copy::stands_alone;
pub(super) use self::properties::PATH;

/// A reader of XLIFF 2.
pub(crate) fn reader(input: Decoded, options: &ReadOptions, sink: &mut dyn Sink) -> Box<dyn UnitReader> {
    let parser = Parser {
        document: Document {
            source: options.source_lang.clone().map(Language::of).unwrap_or_default(),
            asked_target: options.target_lang.clone().map(Language::of),
            copied: options.copied.clone(),
            ..Document::default()
        },
        ..Parser::default()
    };
    Box::new(XmlReader::new(input, parser, options, sink))
}

/// What a document says of all that stands in it.
#[derive(Debug, Default)]
struct Document {
    /// The namespace of the core, as the document declares it.
    core: String,
    /// What its units can be copied to.
    dialect: Option<RawDialect>,
    copied: CopiedDialects,
    source: Language,
    target: Option<Language>,
    /// The language of targets where the document names none.
    asked_target: Option<Language>,
    /// The id of the file under way.
    file_id: Option<String>,
    /// The name of the original of the file under way; `None` in a memory of our own writing.
    original: Option<String>,
    /// How many files have begun.
    files: u32,
}

#[derive(Debug, Default)]
struct Parser {
    header: Header,
    document: Document,
    /// The open elements, the root first.
    levels: Vec<Level>,
    has_root: bool,
    /// The ids of the units of the file under way.
    ids: NameSet,
    window: Window,
    said: BTreeSet<String>,
}

/// Reads the root.
fn read_root(root: Element<'_>, document: &mut Document, header: &mut Header, findings: &mut Findings<'_, '_>) {
    const OLD: &str = Version::V20.namespace();
    const NEW: &str = Version::V22.namespace();
    root.namespace().clone_into(&mut document.core);
    document.dialect = match root.namespace() {
        OLD => Some(RawDialect::Xliff20),
        NEW => Some(RawDialect::Xliff22),
        _ => None,
    };
    let mut version = None;
    let mut has_source = false;
    for attribute in root.attributes() {
        let at = attribute.at;
        match attribute.name {
            _ if attribute.declared_prefix().is_some() || attribute.namespace == SCHEMA_INSTANCE => {}
            "version" => version = Some(attribute.value),
            "srcLang" => {
                has_source = true;
                document.source = findings.language(attribute.value, at);
            }
            "trgLang" => document.target = Some(findings.language(attribute.value, at)),
            "xml:space" => {}
            name if attribute.namespace.is_empty() || attribute.namespace == XML => {
                let message = format!("`xliff` has no attribute `{name}`; it is not read");
                findings.say(DiagnosticCode::AttributeUnknown, at, message);
            }
            name => findings.not_carried_in_document(&format!("attribute `{name}` of the root"), at),
        }
    }
    if !has_source {
        let message = format!(
            "`xliff` has no `srcLang`; the source is taken to be `{}`",
            document.source.tag
        );
        findings.say(DiagnosticCode::AttributeMissing, root.at(), message);
    }
    let expected = match version {
        Some("2.0" | "2.1") => Some(OLD),
        Some("2.2") => Some(NEW),
        Some(other) => {
            let message = format!("version `{other}` is not known; the file is read as the XLIFF 2 that it looks like");
            findings.say(DiagnosticCode::VersionOdd, root.at(), message);
            None
        }
        None => {
            let message = "`xliff` has no `version`; the file is read as the XLIFF 2 that it looks like";
            findings.say(DiagnosticCode::VersionOdd, root.at(), message);
            None
        }
    };
    if document.dialect.is_none() || expected.is_some_and(|expected| expected != document.core) {
        let message = match document.core.as_str() {
            "" => "the root is in no namespace; the file is read as XLIFF 2".to_owned(),
            core => format!("namespace `{core}` is not that of the version; the file is read as XLIFF 2"),
        };
        findings.say(DiagnosticCode::NamespaceOdd, root.at(), message);
    }
    header.source_language = Some(SourceLanguage::Tag(document.source.tag.clone()));
    header.languages.push(document.source.tag.clone());
    header
        .languages
        .extend(document.target.as_ref().map(|target| target.tag.clone()));
}

impl Parser {
    /// The open element around.
    fn level(&self) -> Level {
        self.levels.last().cloned().unwrap_or_default()
    }

    fn start_file(&mut self, element: Element<'_>, level: &mut Level, reading: &mut Reading<'_>) {
        let mut findings = Findings::new(reading, &mut self.said);
        level.groups.clear();
        let said = level::read(element, level, &mut findings);
        self.document.files += 1;
        self.ids.clear();
        let is_memory = said.id.is_some_and(|id| id.starts_with(OWN_FILE));
        self.document.file_id = said.id.map(str::to_owned);
        self.document.original = said.original.filter(|_| !is_memory).map(str::to_owned);
        if self.document.files == 1 {
            self.header.original = said.original.map(str::to_owned);
        }
    }

    fn read_unit(&mut self, element: Element<'_>, reading: &mut Reading<'_>) -> Result<()> {
        let id = element.attribute("id");
        reading.say_oddities(id)?;
        let mut findings = Findings::new(reading, &mut self.said);
        findings.set_unit(id);
        match id {
            None => findings.say(DiagnosticCode::AttributeMissing, 0, "`unit` has no `id`"),
            Some(id) => {
                if !crate::format::xml::is_nmtoken(id) {
                    let message = format!("`{id}` is no id that XLIFF 2 allows; it is kept");
                    findings.say(DiagnosticCode::IdForm, 0, message);
                }
                if !self.ids.insert(id) {
                    let message = format!("`{id}` is the id of another unit of the file; both are read");
                    findings.say(DiagnosticCode::IdRepeated, 0, message);
                }
            }
        }
        say_key(element, &self.document.core, &mut findings);
        let held = match self.levels.last() {
            Some(level) => unit::read(element, level, &self.document, &mut findings)?,
            None => None,
        };
        if let Some(held) = held {
            self.hold(held, reading);
        }
        Ok(())
    }

    /// Holds a unit, and hands on those that were held long enough.
    fn hold(&mut self, unit: Held, reading: &mut Reading<'_>) {
        let ready = self.window.push(unit);
        for said in self.window.take_said() {
            reading.take(said);
        }
        for unit in ready {
            reading.push(unit);
        }
    }

    /// Notes and metadata of a file stand in the header, as far as it is still open: those of the first file.
    fn read_of_level(&mut self, element: Element<'_>, reading: &mut Reading<'_>) {
        let of_header = matches!((self.document.files, self.levels.len()), (0, 1) | (1, 2));
        let level = self.level();
        let core = self.document.core.clone();
        let mut findings = Findings::new(reading, &mut self.said);
        match (element.namespace(), element.local()) {
            (namespace, "notes") if namespace == core => {
                if of_header {
                    let read = notes::read(element, &core, &mut findings);
                    if read.iter().any(|read| read.id.is_some()) {
                        findings.not_carried_in_document("the `id` of a note on a file or on all files", element.at());
                    }
                    self.header.notes.extend(read.into_iter().map(|read| read.note));
                } else {
                    let what = if level.is_group {
                        "a note on a group"
                    } else {
                        "a note on a further file"
                    };
                    findings.not_carried_in_document(what, element.at());
                }
            }
            (metadata::NAMESPACE, "metadata") if of_header => {
                let mut facts = metadata::Facts::of_header();
                metadata::read(element, &mut facts, &mut findings);
                facts.apply_to_header(&mut self.header);
            }
            (namespace, _) if namespace == core => {
                let message = format!("`{}` may not stand here and is not read", element.name());
                findings.say(DiagnosticCode::ElementUnknown, element.at(), message);
            }
            _ => {
                let of = if level.is_group { "group" } else { "file" };
                findings.not_carried_in_document(&format!("`{}` of a {of}", element.name()), element.at());
            }
        }
    }
}

/// Says once a document that a source is the key of its text, as some tools write it.
fn say_key(unit: Element<'_>, core: &str, findings: &mut Findings<'_, '_>) {
    let Some(name) = unit.attribute("name") else { return };
    let is_key = name.contains(['.', '_']) && !name.contains(char::is_whitespace);
    if !is_key {
        return;
    }
    for segment in unit.elements().filter(|element| element.namespace() == core) {
        let source = segment.first("source");
        if let Some(source) = source.filter(|source| source.text() == name) {
            let message = "the source is the name of the unit: a key, it seems, and no text of a language";
            findings.warn_once_a_document(DiagnosticCode::ToolHabit, "key", source.at(), message);
        }
    }
}

impl DocumentParser for Parser {
    const UNITS: &'static [&'static str] = &["unit"];

    fn cut(local: &str, _depth: usize) -> Cut {
        match local {
            "xliff" | "file" | "group" | "body" => Cut::Open,
            "skeleton" | "resourceData" => Cut::Skip,
            _ => Cut::Whole,
        }
    }

    fn header(&self) -> &Header {
        &self.header
    }

    fn exemplar<'u>(
        &'u self,
        element: Element<'_>,
        _pushed: Option<&'u TranslationUnit>,
    ) -> Option<(&'u TranslationUnit, Gaps)> {
        let is_core = element.namespace() == self.document.core && element.local() == "unit";
        Some((self.window.last().filter(|_| is_core)?, exemplar::gaps(element)?))
    }

    fn admit(&mut self, unit: &TranslationUnit) -> bool {
        // last of all, since it is taken note of an id
        unit.id
            .as_deref()
            .is_some_and(|id| crate::format::xml::is_nmtoken(id) && self.ids.insert(id))
    }

    fn hand_on(&mut self, unit: Box<TranslationUnit>, reading: &mut Reading<'_>) {
        let held = Held {
            id: unit.id.clone(),
            file: self.document.files,
            parts: vec![unit],
            ..Held::default()
        };
        self.hold(held, reading);
    }

    fn start(&mut self, element: Element<'_>, reading: &mut Reading<'_>) -> Result<()> {
        reading.say_oddities(None)?;
        if !self.has_root {
            self.has_root = true;
            let mut findings = Findings::new(reading, &mut self.said);
            read_root(element, &mut self.document, &mut self.header, &mut findings);
            let mut level = Level::default();
            level.inherited.keeps_space = element.attribute("xml:space") == Some("preserve");
            level.is_foreign = element.local() != "xliff";
            if level.is_foreign {
                let message = format!("`{}` is no root of an XLIFF document", element.name());
                let error = reading.spot.error(ErrorKind::Format(message), 0);
                return Err(error.with_help("name the format of the file with `--from`"));
            }
            self.levels.push(level);
            return Ok(());
        }
        let mut level = self.level();
        let is_core = element.namespace() == self.document.core;
        match element.local() {
            _ if level.is_foreign => {}
            "file" if is_core => self.start_file(element, &mut level, reading),
            "group" if is_core => {
                let mut findings = Findings::new(reading, &mut self.said);
                level::read(element, &mut level, &mut findings);
            }
            // what stands in a body tells whether this is XLIFF 1
            "body" if is_core => {}
            _ => {
                level.is_foreign = true;
                self.read_of_level(element, reading);
            }
        }
        self.levels.push(level);
        Ok(())
    }

    fn end(&mut self) {
        self.levels.pop();
    }

    fn whole(&mut self, element: Element<'_>, reading: &mut Reading<'_>) -> Result<()> {
        if self.levels.last().is_none_or(|level| level.is_foreign) {
            return reading.say_oddities(None);
        }
        let is_core = element.namespace() == self.document.core;
        match element.local() {
            "unit" if is_core => self.read_unit(element, reading),
            local @ ("trans-unit" | "bin-unit") => {
                let message =
                    format!("`{local}` is XLIFF 1.2 structure under version 2.0, which can't be read as either");
                let error = reading.spot.error(ErrorKind::Format(message), 0);
                let help = "give the file the version and namespace of XLIFF 1.2, or the structure of XLIFF 2";
                Err(Error::of_unit(error, element.attribute("id")).with_help(help))
            }
            _ => {
                reading.say_oddities(None)?;
                self.read_of_level(element, reading);
                Ok(())
            }
        }
    }

    fn skipped(&mut self, reading: &mut Reading<'_>) {
        let mut findings = Findings::new(reading, &mut self.said);
        findings.not_carried_in_document("the skeleton of a file, or data that it embeds,", 0);
    }

    fn release(&mut self, sink: &mut dyn Sink) -> Vec<TranslationUnit> {
        let units = self.window.release().into_iter().map(|unit| *unit).collect();
        for said in self.window.take_said() {
            sink.take(said);
        }
        units
    }
}
