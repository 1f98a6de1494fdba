//! Reading: the document, down to its units.
//!
//! Any `1.x` is read, and files that name no version or no namespace. Each `<file>` has languages of its own; groups,
//! phases and headers around a unit are read as far as units can say what they say.

mod alt_trans;
mod attributes;
mod code;
mod draft;
mod drafting;
mod exemplar;
mod file;
mod findings;
mod foreign;
mod groups;
mod header;
mod inline;
mod marks;
mod numbers;
mod openings;
mod own;
mod place;
mod references;
mod segments;
mod standing;
mod strict;
mod trans_unit;
mod waiting;

pub(super) use draft::{Draft, by_mid};
pub(super) use file::OWN_TOOL;
pub(super) use findings::Findings;
pub(super) use header::MEMORY;
pub(super) use own::{is_own_group, note_letter};
pub(super) use standing::is_open_word;

use super::dialect::Dialects;
use crate::diag::{DiagnosticCode, Sink};
use crate::error::{ErrorKind, Result};
use crate::format::xml::{Cut, DocumentParser, Element, Gaps, Reading, XmlReader};
use crate::format::{ReadOptions, UnitReader};
use crate::io::Decoded;
use crate::model::{Header, RawDialect, TranslationUnit};
use file::{Asked, FileFacts, Wholes};
use findings::Once;
use groups::foreign_contexts;
pub(super) use groups::says_something;
use header::read_header_element;
use inline::Setting;
use place::{GroupFacts, Place};
use trans_unit::{Around, read_trans_unit};
use waiting::Waiting;

/// The namespaces of XLIFF 1.1 and 1.2; XLIFF 1.0 has none.
const NAMESPACES: &[&str] = &[strict::NAMESPACE, "urn:oasis:names:tc:xliff:document:1.1"];

/// A reader of XLIFF 1.
pub(crate) fn reader(input: Decoded, options: &ReadOptions, sink: &mut dyn Sink) -> Box<dyn UnitReader> {
    let parser = Parser {
        asked: Asked {
            source: options.source_lang.clone(),
            target: options.target_lang.clone(),
            copied: options.copied.clone(),
        },
        ..Parser::default()
    };
    Box::new(XmlReader::new(input, parser, options, sink))
}

/// Makes units of the pieces of a document.
#[derive(Default)]
struct Parser {
    header: Header,
    asked: Asked,
    /// The namespace of the root.
    namespace: String,
    places: Vec<Place>,
    file: FileFacts,
    /// How many files have begun.
    files: u64,
    once: Once,
    dialects: Dialects,
    wholes: Wholes,
    waiting: Waiting,
}

impl DocumentParser for Parser {
    const UNITS: &'static [&'static str] = &["trans-unit"];

    fn cut(local: &str, _depth: usize) -> Cut {
        match local {
            "xliff" | "file" | "header" | "body" | "group" | "bin-unit" => Cut::Open,
            "skl" | "reference" | "glossary" | "internal-file" | "bin-source" | "bin-target" => Cut::Skip,
            _ => Dialects::cut(local),
        }
    }

    fn header(&self) -> &Header {
        &self.header
    }

    fn exemplar<'u>(
        &'u self,
        element: Element<'_>,
        pushed: Option<&'u TranslationUnit>,
    ) -> Option<(&'u TranslationUnit, Gaps)> {
        // what one unit waits for another may be, and the first of a file may have got another name
        let depends_on_others = !self.waiting.is_empty() || self.wholes.is_renaming() || self.dialects.needs_state();
        Some((pushed.filter(|_| !depends_on_others)?, exemplar::gaps(element)?))
    }

    fn admit(&mut self, unit: &TranslationUnit) -> bool {
        let Some(id) = unit.id.as_deref().filter(|_| self.waiting.is_empty()) else {
            return false;
        };
        let is_of_another = Dialects::says_something_by_id(id) || self.wholes.follows(id, self.files);
        // last of all, since it is taken note of an id
        if is_of_another || !self.file.is_new(id) {
            return false;
        }
        self.wholes.settle(id, self.files);
        true
    }

    fn start(&mut self, element: Element<'_>, reading: &mut Reading<'_>) -> Result<()> {
        reading.say_oddities(None)?;
        for attribute in element
            .attributes()
            .filter(|attribute| attribute.declared_prefix().is_some())
        {
            self.dialects.declare(attribute.value);
        }
        if self.places.is_empty() {
            self.places.push(Place::Root);
            return self.start_root(element, reading);
        }
        let place = self.place_of(element, reading);
        self.places.push(place);
        Ok(())
    }

    fn end(&mut self) {
        self.places.pop();
    }

    fn whole(&mut self, element: Element<'_>, reading: &mut Reading<'_>) -> Result<()> {
        let is_core = element.namespace() == self.namespace;
        if is_core && element.local() == "trans-unit" && !self.is_in_foreign() {
            return self.read_unit(element, reading);
        }
        reading.say_oddities(None)?;
        if is_core && matches!(element.local(), "unit" | "segment") {
            let message = format!(
                "the root says XLIFF 1, but `<{}>` is an element of XLIFF 2",
                element.local()
            );
            let help = "set the version of the root to that of the file's body";
            return Err(reading
                .spot
                .error(ErrorKind::Format(message), element.at())
                .with_help(help));
        }
        if self.dialects.read_outside(element) || self.is_in_foreign() {
            return Ok(());
        }
        let mut findings = Findings::new(reading, &mut self.once, None);
        if !is_core {
            findings.never_carried(&format!("`<{}>`", element.name()), element.at());
            return Ok(());
        }
        match self.places.last_mut() {
            Some(Place::Header) => read_header_element(element, self.files == 1, &mut self.header, &mut findings),
            Some(Place::Group(group)) => read_group_element(element, group, &mut findings),
            Some(Place::Binary)
                if matches!(element.local(), "context-group" | "count-group" | "note" | "prop-group") =>
            {
                findings.never_carried(&format!("`<{}>` of a binary unit", element.local()), element.at());
            }
            _ => findings.unknown_element(element.name(), element.at()),
        }
        Ok(())
    }

    fn skipped(&mut self, reading: &mut Reading<'_>) {
        let what = match self.places.last() {
            Some(Place::Binary) => "the binary of a unit",
            Some(Place::Header) => "a skeleton, a reference or a glossary of the header",
            _ => "an element that belongs to the tool that wrote the file",
        };
        Findings::new(reading, &mut self.once, None).never_carried(what, 0);
    }

    fn release(&mut self, sink: &mut dyn Sink) -> Vec<TranslationUnit> {
        self.waiting.release(sink)
    }
}

impl Parser {
    fn start_root(&mut self, root: Element<'_>, reading: &mut Reading<'_>) -> Result<()> {
        let version = root.attribute("version").unwrap_or_default();
        if version.trim_start().starts_with('2') {
            let message = format!("the version of the root is `{version}`, which is no XLIFF 1");
            return Err(reading
                .spot
                .error(ErrorKind::Format(message), root.at())
                .with_help("leave `--from` out"));
        }
        root.namespace().clone_into(&mut self.namespace);
        let mut findings = Findings::new(reading, &mut self.once, None);
        match version {
            "1.2" => {}
            "" => findings.say(
                DiagnosticCode::VersionOdd,
                root.at(),
                "the root names no version, and is read as XLIFF 1.2",
            ),
            other => {
                let message = format!("the version is `{other}`, and the file is read like XLIFF 1.2");
                findings.say(DiagnosticCode::VersionOdd, root.at(), message);
            }
        }
        let is_old = version == "1.0" && self.namespace.is_empty();
        if !NAMESPACES.contains(&self.namespace.as_str()) && !is_old {
            let message = match self.namespace.as_str() {
                "" => "the root has no namespace, and is read as XLIFF 1.2 all the same".to_owned(),
                other => format!("`{other}` is no namespace of XLIFF 1, and the file is read all the same"),
            };
            findings.say(DiagnosticCode::NamespaceOdd, root.at(), message);
        }
        for attribute in root.attributes() {
            let name = attribute.name;
            match name {
                "version" | "xml:lang" | "xml:space" => {}
                _ if name.starts_with("xmlns") || name.starts_with("xsi:") => {}
                _ if name.contains(':') => {
                    self.header
                        .properties
                        .push(crate::model::Property::new(name, attribute.value));
                }
                _ => findings.unknown_attribute("xliff", name, attribute.at),
            }
        }
        Ok(())
    }

    /// What the element is that opens; what it says is read.
    fn place_of(&mut self, element: Element<'_>, reading: &mut Reading<'_>) -> Place {
        let is_core = element.namespace() == self.namespace;
        let is_in_foreign = self.is_in_foreign();
        let mut findings = Findings::new(reading, &mut self.once, None);
        if !is_core || is_in_foreign {
            if !is_in_foreign {
                findings.never_carried(&format!("`<{}>`", element.name()), element.at());
            }
            return Place::Foreign;
        }
        match element.local() {
            "file" => {
                self.start_file(element, reading);
                Place::File
            }
            "header" => Place::Header,
            "body" => Place::Body,
            "group" => {
                let around = self.places.iter().rev().find_map(|place| match place {
                    Place::Group(facts) => Some(facts),
                    _ => None,
                });
                Place::Group(around.unwrap_or(&GroupFacts::default()).with(element, &mut findings))
            }
            "bin-unit" => {
                let id = element.attribute("id").unwrap_or_default();
                if !self.file.is_new(id) {
                    let message = format!("the id `{id}` stands in the file once more");
                    findings.say(DiagnosticCode::IdRepeated, element.at(), message);
                }
                findings.never_carried("what is said of a binary unit", element.at());
                Place::Binary
            }
            _ => {
                findings.unknown_element(element.name(), element.at());
                Place::Foreign
            }
        }
    }

    fn start_file(&mut self, element: Element<'_>, reading: &mut Reading<'_>) {
        for finding in self.waiting.take_findings() {
            reading.take(finding);
        }
        for unit in self.waiting.take_units() {
            reading.push(unit);
        }
        self.once.clear();
        self.files += 1;
        let mut findings = Findings::new(reading, &mut self.once, None);
        self.file = FileFacts::read(element, &self.asked, &mut findings);
        if self.files == 1 {
            file::read_header(element, &self.file, &mut self.header, &mut findings);
        } else {
            file::say_unread(element, &self.header, &mut findings);
        }
    }

    fn is_in_foreign(&self) -> bool {
        matches!(self.places.last(), Some(Place::Foreign))
    }

    fn read_unit(&mut self, element: Element<'_>, reading: &mut Reading<'_>) -> Result<()> {
        let id = element.attribute("id").filter(|id| !id.is_empty());
        reading.say_oddities(id)?;
        let is_repeated = id.is_some_and(|id| !self.file.is_new(id));
        let whole = id.and_then(|id| self.wholes.settle(id, self.files));
        let default = GroupFacts::default();
        let groups = self.places.iter().rev().find_map(|place| match place {
            Place::Group(facts) => Some(facts),
            _ => None,
        });
        let mut findings = Findings::new(reading, &mut self.once, id);
        match id {
            None => findings.say(DiagnosticCode::AttributeMissing, element.at(), "the unit has no `id`"),
            Some(id) if is_repeated => {
                let message = format!("the id `{id}` stands in the file once more");
                findings.say(DiagnosticCode::IdRepeated, element.at(), message);
                findings.is_sound = false;
            }
            Some(_) => {}
        }
        let has_target = element.elements().any(|child| child.local() == "target");
        if element.attribute("translate") == Some("no") && !has_target {
            let message = "the unit is not to be translated and has no target; it is passed over";
            findings.say(DiagnosticCode::Structure, element.at(), message);
            return Ok(());
        }
        let around = Around {
            setting: Setting {
                namespace: &self.namespace,
                dialects: &self.dialects,
            },
            file: &self.file,
            groups: groups.unwrap_or(&default),
            whole: whole.as_deref(),
            may_be_copied: self.asked.copied.has(RawDialect::Xliff12),
        };
        let drafts = read_trans_unit(element, around, &mut findings);
        self.hand_on(id, drafts, reading);
        Ok(())
    }

    /// Hands on the parts of a unit, or lets them wait.
    fn hand_on(&mut self, id: Option<&str>, mut drafts: Vec<Draft>, reading: &mut Reading<'_>) {
        if let Some(id) = id.filter(|id| self.waiting.wants(id))
            && let [only] = drafts.as_slice()
        {
            self.waiting.give(id, &only.unit);
            let message = format!("`{id}` is the flow of text of a code, and all else that is said of it is left out");
            reading.say(DiagnosticCode::NotCarried, 0, Some(id), message);
            self.wholes.part();
            drafts.clear();
        }
        for draft in drafts {
            let waits = draft.references.iter().any(|references| !references.is_empty());
            if waits || !self.waiting.is_empty() {
                self.waiting.push(draft);
            } else {
                reading.push(draft.unit);
            }
        }
        if self.waiting.is_done() || self.waiting.is_full() {
            for finding in self.waiting.take_findings() {
                reading.take(finding);
            }
            for unit in self.waiting.take_units() {
                reading.push(unit);
            }
        }
    }
}

/// Reads what a group says beside its units.
fn read_group_element(element: Element<'_>, group: &mut GroupFacts, findings: &mut Findings<'_, '_>) {
    match element.local() {
        "context-group" => {
            let contexts = foreign_contexts(element, findings);
            if group.contexts.len() + contexts.len() > MAX_GROUP_CONTEXTS {
                findings.never_carried("so many contexts of a group", element.at());
                return;
            }
            group.is_neutral &= contexts.is_empty();
            group.contexts.extend(contexts);
        }
        "note" => findings.never_carried("a note on a group", element.at()),
        "prop-group" | "prop" => {
            let properties = groups::read_props(element, findings);
            group.is_neutral = false;
            group.contexts.extend(properties.into_iter().take(MAX_GROUP_CONTEXTS));
        }
        "count-group" => findings.never_carried("the counts of a group", element.at()),
        _ => findings.unknown_element(element.name(), element.at()),
    }
}

/// How many contexts a group may have that each of its units gets.
const MAX_GROUP_CONTEXTS: usize = 100;

#[cfg(test)]
mod tests;
