//! Reading the document: `tmx`, `header`, `body`, and the `tu`s in it.

mod braces;
mod findings;
mod flow;
mod foreign;
mod header;
mod languages;
mod pairing;
mod remarks;
mod said;
mod sketch;
mod tu;
mod tuv;
mod unusual;

use std::sync::Arc;

use self::languages::Tags;
use self::pairing::Pairing;
use self::said::{Ids, Said};
use self::sketch::{Sketches, UnitScouts};
use self::tu::TuReader;
pub(super) use braces::without as without_braces;

use super::habits::Habits;
use crate::diag::{Diagnostic, DiagnosticCode, Sink};
use crate::error::Result;
use crate::format::xml::{Cut, DocumentParser, Element, Extent, Plain, Reading, Scouts, XmlReader};
use crate::format::{ReadOptions, UnitReader};
use crate::io::Decoded;
use crate::model::{Header, LanguageTag, Origin, Sketch};

/// A reader of TMX.
pub(crate) fn reader(input: Decoded, options: &ReadOptions, sink: &mut dyn Sink) -> Box<dyn UnitReader> {
    let parser = Parser {
        file: FileFacts {
            basis: Basis {
                asked: (options.source_lang.clone(), options.target_lang.clone()),
                ..Basis::default()
            },
            ..FileFacts::default()
        },
        ..Parser::default()
    };
    Box::new(XmlReader::new(input, parser, options, sink))
}

/// What is known of the file that units stand in.
#[derive(Debug, Default)]
struct FileFacts {
    /// Whether it says that it is TMX 1.1, which allows what later versions do not.
    is_1_1: bool,
    /// The namespace of its root.
    namespace: String,
    basis: Basis,
    ids: Ids,
    pairing: Pairing,
}

/// What units are sketched by, beside their markup. Once there is a header, more is only added; `of_omegat` goes once it is said.
#[derive(Debug, Clone, Default)]
struct Basis {
    /// Whether its version wants `xml:lang`, not `lang`.
    wants_xml_lang: bool,
    /// The source language of units that name none.
    source: Option<LanguageTag>,
    /// The languages that were asked for.
    asked: (Option<LanguageTag>, Option<LanguageTag>),
    habits: Habits,
    /// The header says that `OmegaT` made the file: where it stands, until that is said.
    of_omegat: Option<Origin>,
    tags: Tags,
    said: Said,
}

#[derive(Debug, Default)]
struct Parser {
    header: Header,
    file: FileFacts,
    /// Where the root begins.
    root: Origin,
    has_header: bool,
    /// How many elements are open.
    depth: usize,
    body_depth: Option<usize>,
    sketches: Sketches,
    /// What sketches units ahead, where there are threads for it.
    scouts: Option<Arc<UnitScouts>>,
}

/// The versions that this reader knows by their names.
const VERSIONS: &[&str] = &["1.1", "1.2", "1.3", "1.4"];

impl DocumentParser for Parser {
    const UNITS: &'static [&'static str] = &["tu"];
    const UNIT_END: &'static str = super::UNIT_END;

    fn cut(local: &str, depth: usize) -> Cut {
        match local {
            "tmx" | "body" => Cut::Open,
            "header" | "tu" | "tuv" | "note" | "prop" | "ude" | "map" | "seg" => Cut::Whole,
            // whatever is put around units holds them all the same
            _ if depth > 0 => Cut::Open,
            _ => Cut::Whole,
        }
    }

    fn header(&self) -> &Header {
        &self.header
    }

    fn sketch(&mut self, markup: &str, sketch: &mut Sketch) -> Plain<Extent> {
        if markup.starts_with("<tu") {
            self.sketch_unit(markup, sketch)
        } else {
            Plain::Other
        }
    }

    fn admit_find(&mut self, id: Option<&str>) -> bool {
        self.may_sketch() && !self.is_repeated(id)
    }

    fn names_source(&self) -> bool {
        self.file.basis.source.is_some()
    }

    fn sketch_again(&mut self, markup: &str, sketch: &mut Sketch) -> Plain<Extent> {
        self.sketches.sketch(markup, &self.file.basis, sketch)
    }

    fn scouts(&mut self) -> Option<Arc<dyn Scouts>> {
        Some(self.send_scouts())
    }

    fn start(&mut self, element: Element<'_>, reading: &mut Reading<'_>) -> Result<()> {
        reading.say_oddities(None)?;
        self.depth += 1;
        match element.local() {
            "tmx" if self.depth == 1 => self.start_tmx(element, reading),
            "body" if self.body_depth.is_none() => {
                self.body_depth = Some(self.depth);
                self.say_missing_header(reading);
                if let Some(attribute) = element.attributes().next() {
                    let message = format!("`{}` is no attribute of `body` and is not read", attribute.name);
                    reading.say(DiagnosticCode::AttributeUnknown, attribute.at, None, message);
                }
            }
            name => {
                let message = format!("`{name}` is no element of TMX here; the units in it are read");
                reading.say(DiagnosticCode::ElementUnknown, element.at(), None, message);
            }
        }
        Ok(())
    }

    fn end(&mut self) {
        self.depth = self.depth.saturating_sub(1);
    }

    fn whole(&mut self, element: Element<'_>, reading: &mut Reading<'_>) -> Result<()> {
        match element.local() {
            "tu" => {
                self.say_missing_header(reading);
                if self.body_depth.is_none() && self.file.basis.said.is_first(DiagnosticCode::MarkupRepaired, "body") {
                    let message = "a `tu` stands outside of `body`, and is read as if in it";
                    reading.say(DiagnosticCode::MarkupRepaired, element.at(), None, message);
                }
                TuReader::new(&mut self.file, reading).read(element)
            }
            "header" if !self.has_header && self.body_depth.is_none() => {
                self.has_header = true;
                self.header = header::read(&mut self.file, element, reading)?;
                Ok(())
            }
            name => {
                reading.say_oddities(None)?;
                let message = format!("`{name}` does not stand where TMX has it, and is not read");
                reading.say(DiagnosticCode::ElementUnknown, element.at(), None, message);
                Ok(())
            }
        }
    }

    fn skipped(&mut self, _reading: &mut Reading<'_>) {}
}

impl Parser {
    fn start_tmx(&mut self, element: Element<'_>, reading: &mut Reading<'_>) {
        self.root = reading.origin(element.at());
        element.namespace().clone_into(&mut self.file.namespace);
        let mut version = None;
        let mut namespaces = Vec::new();
        for attribute in element.attributes() {
            if attribute.name == "version" {
                version = Some(attribute.value);
            } else if attribute.declared_prefix().is_some() {
                namespaces.push(format!("`{}`", attribute.name));
            } else {
                let message = format!(
                    "`{}` is no attribute of `tmx`; its value `{}` is not read",
                    attribute.name, attribute.value
                );
                reading.say(DiagnosticCode::AttributeUnknown, attribute.at, None, message);
            }
        }
        if !namespaces.is_empty() {
            let message = format!(
                "{} declares a namespace, which a TMX file does not have; it is read all the same",
                namespaces.join(", ")
            );
            reading.say(DiagnosticCode::NamespaceOdd, element.at(), None, message);
        }
        self.read_version(version, element, reading);
    }

    /// Versions are written in odd ways: `1.4b`, `1.4.`, `version 1.1`.
    fn read_version(&mut self, version: Option<&str>, element: Element<'_>, reading: &mut Reading<'_>) {
        let written = version.unwrap_or_default();
        let known = VERSIONS.iter().copied().find(|known| *known == written);
        let meant = known
            .or_else(|| VERSIONS.iter().copied().find(|known| written.contains(known)))
            .unwrap_or("1.4");
        if known.is_none() {
            let message = match version {
                Some(written) => format!("the version `{written}` is read as {meant}"),
                None => format!("no version is named; the file is read as {meant}"),
            };
            reading.say(DiagnosticCode::VersionOdd, element.at(), None, message);
        }
        self.file.is_1_1 = meant == "1.1";
        self.file.basis.wants_xml_lang = known.is_some_and(|known| known >= "1.3");
    }

    fn say_missing_header(&mut self, reading: &mut Reading<'_>) {
        if self.has_header || !self.file.basis.said.is_first(DiagnosticCode::HeaderMissing, "") {
            return;
        }
        let message = "there is no `header`; the first text of each unit is read as its source";
        reading.take(
            Diagnostic::new(DiagnosticCode::HeaderMissing, message)
                .at(&self.root)
                .with_help("name the languages with -s and -t if it is another"),
        );
    }
}
