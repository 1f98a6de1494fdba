//! Reading `header`.

use super::FileFacts;
use super::findings::Findings;
use super::languages::is_any;
use super::remarks::{ReadRemarks, Remarks};
use crate::diag::DiagnosticCode;
use crate::error::Result;
use crate::format::tmx::habits::{Habits, is_omegat};
use crate::format::tmx::{copy, own};
use crate::format::xml::{Attribute, Child, Element, Reading};
use crate::model::{Header, Property, SegmentType, SourceLanguage};

/// The attributes that a header must have (TMX 1.4b, `header`).
const REQUIRED: &[&str] = &[
    "creationtool",
    "creationtoolversion",
    "segtype",
    "o-tmf",
    "adminlang",
    "srclang",
    "datatype",
];

struct HeaderReader<'a, 'r> {
    file: &'a mut FileFacts,
    reading: &'a mut Reading<'r>,
    is_valid: bool,
}

/// Reads a header, and what it tells about the units that follow.
pub(super) fn read(file: &mut FileFacts, element: Element<'_>, reading: &mut Reading<'_>) -> Result<Header> {
    reading.say_oddities(None)?;
    let reader = HeaderReader {
        file,
        reading,
        is_valid: !element.name().contains(':'),
    };
    Ok(reader.read(element))
}

impl HeaderReader<'_, '_> {
    fn read(mut self, element: Element<'_>) -> Header {
        let mut header = Header::default();
        for attribute in element.attributes() {
            self.read_attribute(attribute, &mut header);
        }
        self.say_missing(element);
        let mut remarks = Remarks::default();
        let mut encodings = Vec::new();
        for child in element.children() {
            let child = match child {
                Child::Text(text, at) => {
                    self.stray_text(text, at);
                    continue;
                }
                Child::Element(child) => child,
            };
            match child.local() {
                _ if child.name().contains(':') => self.unknown(child),
                "note" | "prop" => self.read_remark(child, &mut remarks),
                "ude" => {
                    self.check_encoding(child);
                    encodings.push(child);
                }
                _ => self.unknown(child),
            }
        }
        header.notes = remarks.notes;
        header.properties.append(&mut remarks.properties);
        own::absorb_note_details(&mut header.notes, &mut header.properties);
        if let Some(SourceLanguage::Tag(source)) = &header.source_language {
            self.file.basis.source = Some(source.clone());
            header.languages.push(source.clone());
        }
        let tool = header.provenance.tool.as_deref();
        self.file.basis.habits = Habits::of(&header, tool);
        self.file.basis.of_omegat = tool.is_some_and(is_omegat).then(|| self.reading.origin(element.at()));
        if self.is_valid && self.reading.is_plain() && copy::may_be_copied(element.markup()) {
            header.raw = Some(element.markup().into());
        } else {
            for ude in encodings {
                let message = "user-defined characters (`ude`) stay only in a valid header, and are not carried on";
                self.say(DiagnosticCode::NotCarried, ude.at(), message);
            }
        }
        header
    }

    fn read_attribute(&mut self, attribute: Attribute<'_>, header: &mut Header) {
        let value = attribute.value;
        match attribute.name {
            "srclang" if is_any(value) => {
                header.source_language = Some(SourceLanguage::Any);
                let message = "`srclang=\"*all*\"` names no source language; the first text of each unit is its source";
                self.say(DiagnosticCode::SourceUnknown, attribute.at, message);
            }
            "srclang" | "adminlang" if value.trim().is_empty() => self.odd_value(attribute, "a language"),
            "srclang" => header.source_language = Some(SourceLanguage::Tag(self.tag(attribute))),
            "adminlang" => header.admin_language = Some(self.tag(attribute)),
            "segtype" => {
                header.segment_type = SegmentType::parse(value);
                if header.segment_type.is_none_or(|known| known.as_str() != value) {
                    self.odd_value(attribute, "`block`, `paragraph`, `sentence` or `phrase`");
                }
            }
            "datatype" => header.datatype = Some(value.to_owned()),
            "o-tmf" => header.original_format = Some(value.to_owned()),
            "o-encoding" => header.properties.push(Property::new(own::ORIGINAL_ENCODING, value)),
            "lastusagedate" => header.properties.extend(self.unknown_attribute("header", attribute)),
            _ if self.read_provenance(attribute, &mut header.provenance) => {}
            _ => header.properties.extend(self.unknown_attribute("header", attribute)),
        }
    }

    fn say_missing(&mut self, element: Element<'_>) {
        let missing: Vec<String> = REQUIRED
            .iter()
            .filter(|name| element.attribute(name).is_none())
            .map(|name| format!("`{name}`"))
            .collect();
        if missing.is_empty() {
            return;
        }
        self.is_valid = false;
        let source = if element.attribute("srclang").is_none() {
            "; the first text of each unit is read as its source"
        } else {
            ""
        };
        let message = format!("the header has no {}{source}", missing.join(", "));
        self.say(DiagnosticCode::AttributeMissing, element.at(), message);
    }

    /// `ude` and the `map`s in it (TMX 1.4b, `ude`).
    fn check_encoding(&mut self, ude: Element<'_>) {
        let is_plain = |element: Element<'_>, known: &[&str]| element.attributes().all(|a| known.contains(&a.name));
        let mut maps = ude.elements().peekable();
        let has_code = ude.elements().any(|map| map.attribute("code").is_some());
        let is_valid = maps.peek().is_some()
            && maps.all(|map| {
                map.name() == "map"
                    && map.attribute("unicode").is_some()
                    && map.children().next().is_none()
                    && is_plain(map, &["unicode", "code", "ent", "subst"])
            })
            && ude.attribute("name").is_some()
            && (!has_code || ude.attribute("base").is_some())
            && is_plain(ude, &["name", "base"])
            && ude.children().all(|child| match child {
                Child::Text(text, _) => text.trim().is_empty(),
                Child::Element(_) => true,
            });
        if !is_valid {
            self.repair(ude.at(), "a `ude` is not as TMX wants it");
        }
    }

    fn unknown(&mut self, element: Element<'_>) {
        self.is_valid = false;
        let message = format!("`{}` is no element of a `header` and is not read", element.name());
        self.say(DiagnosticCode::ElementUnknown, element.at(), message);
    }
}

impl<'r> Findings<'r> for HeaderReader<'_, 'r> {
    fn file(&mut self) -> &mut FileFacts {
        self.file
    }

    fn reading(&mut self) -> &mut Reading<'r> {
        self.reading
    }

    fn unit(&self) -> Option<String> {
        None
    }

    fn is_not_valid(&mut self) {
        self.is_valid = false;
    }
}
