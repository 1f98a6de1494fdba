//! Reading `tu` and `tuv`.

use std::collections::HashSet;

use super::FileFacts;
use super::findings::{Findings, NAMESPACE};
use super::languages::is_any;
use super::remarks::{ReadRemarks, Remarks};
use crate::diag::{Diagnostic, DiagnosticCode, Severity};
use crate::error::Result;
use crate::format::tmx::{copy, habits, own};
use crate::format::xml::{Attribute, Child, Element, Reading};
use crate::model::{
    Extension, LanguageTag, Property, Provenance, Raw, RawDialect, SegmentType, SourceLanguage, TranslationUnit,
    Untranslated, to_front,
};

/// Reads one `tu`.
pub(super) struct TuReader<'a, 'r> {
    pub(super) file: &'a mut FileFacts,
    pub(super) reading: &'a mut Reading<'r>,
    /// The unit's id.
    pub(super) id: Option<String>,
    /// Whether the unit is valid by the DTD of TMX 1.4, and by what that can't express: pairs (T1 of its rules),
    /// language tags, values, Level 2.
    pub(super) is_valid: bool,
    /// Whether what is read stands in a `seg`.
    pub(super) is_in_seg: bool,
    /// The `i` that have come in this `seg`.
    pub(super) numbers: HashSet<String>,
    /// The names of foreign elements that were said of this unit.
    pub(super) foreign: HashSet<String>,
}

/// Where the text of a variant stands.
pub(super) struct Place {
    pub(super) seg: usize,
}

impl<'a, 'r> TuReader<'a, 'r> {
    pub(super) fn new(file: &'a mut FileFacts, reading: &'a mut Reading<'r>) -> Self {
        file.pairing.clear();
        Self {
            file,
            reading,
            id: None,
            is_valid: true,
            is_in_seg: false,
            numbers: HashSet::new(),
            foreign: HashSet::new(),
        }
    }

    /// Reads `element`, and hands on its unit. A `tu` without any `tuv` is none.
    pub(super) fn read(mut self, element: Element<'_>) -> Result<()> {
        self.id = element.attribute("tuid").filter(|id| !id.is_empty()).map(str::to_owned);
        self.reading.say_oddities(self.id.as_deref())?;
        let mut unit = self.reading.new_unit();
        unit.origin = self.reading.origin(element.at());
        if element.has_prefix() {
            self.is_valid = false;
        }
        self.read_tu_attributes(element, &mut unit);
        let mut remarks = Remarks::default();
        let mut places = Vec::new();
        for child in element.children() {
            match child {
                Child::Text(text, at) => self.stray_text(text, at),
                Child::Element(child) => self.read_tu_child(child, &mut unit, &mut remarks, &mut places),
            }
        }
        unit.notes.append(&mut remarks.notes);
        unit.properties.append(&mut remarks.properties);
        if unit.variants.is_empty() {
            self.say(
                DiagnosticCode::MarkupRepaired,
                element.at(),
                "a `tu` without `tuv` holds no text and is left out",
            );
            // it counts as a unit all the same
            self.reading.push(unit);
            return Ok(());
        }
        unit.id.clone_from(&self.id);
        self.check_id(element);
        let source = self.move_source_to_front(&mut unit, &mut places, element);
        self.notice(&unit, element.at());
        own::absorb(&mut unit);
        habits::fill(&mut unit, self.file.basis.habits);
        self.judge(&mut unit, &places);
        if self.is_valid && self.reading.is_plain() {
            unit.raw = self.raw(element, source);
        }
        self.reading.push(unit);
        Ok(())
    }

    /// The markup of a valid unit, if another document may hold it.
    fn raw(&mut self, element: Element<'_>, inherited_source: Option<LanguageTag>) -> Option<Box<Raw>> {
        let markup = element.markup();
        let may_be_copied = if self.reading.is_written_plainly() {
            // what XML forbids in it is an oddity, and was looked for
            copy::has_known_references(markup)
        } else {
            copy::may_be_copied(markup)
        };
        if !may_be_copied {
            let message = "instructions, entities of the file and what XML forbids in comments are not carried on: the unit \
                           is written anew";
            self.say_once(DiagnosticCode::NotCarried, "markup", element.at(), message);
            return None;
        }
        Some(Box::new(Raw {
            inherited_source,
            ..Raw::new(RawDialect::Tmx14, markup, 1, 1)
        }))
    }

    fn read_tu_attributes(&mut self, element: Element<'_>, unit: &mut TranslationUnit) {
        let mut provenance = Provenance::default();
        for attribute in element.attributes() {
            let value = attribute.value;
            match attribute.name {
                "tuid" => {}
                "srclang" if is_any(value) => unit.source_language = Some(SourceLanguage::Any),
                "srclang" if value.trim().is_empty() => self.odd_value(attribute, "a language"),
                "srclang" => unit.source_language = Some(SourceLanguage::Tag(self.tag(attribute))),
                "segtype" => {
                    let known = SegmentType::parse(value);
                    if known.is_none_or(|known| known.as_str() != value) {
                        self.odd_value(attribute, "`block`, `paragraph`, `sentence` or `phrase`");
                    }
                    let word = known.map_or(value, |known| known.as_str());
                    unit.properties.push(Property::new(own::SEGTYPE, word));
                }
                _ => self.read_common_attribute("tu", attribute, &mut provenance, &mut unit.properties),
            }
        }
        unit.provenance = (!provenance.is_empty()).then(|| Box::new(provenance));
    }

    /// An attribute that `tu` and `tuv` both have, or none of them.
    pub(super) fn read_common_attribute(
        &mut self,
        element: &str,
        attribute: Attribute<'_>,
        provenance: &mut Provenance,
        properties: &mut Vec<Property>,
    ) {
        let value = attribute.value;
        match attribute.name {
            "usagecount" => match value.parse() {
                Ok(count) if value.bytes().all(|byte| byte.is_ascii_digit()) => provenance.usage_count = Some(count),
                _ => {
                    self.odd_value(attribute, "a number");
                    properties.push(Property::new("x-usagecount", value));
                }
            },
            "datatype" => properties.push(Property::new(own::DATATYPE, value)),
            "o-tmf" => properties.push(Property::new(own::ORIGINAL_FORMAT, value)),
            "o-encoding" => properties.push(Property::new(own::ORIGINAL_ENCODING, value)),
            _ if self.read_provenance(attribute, provenance) => {}
            _ => {
                if let Some(property) = self.unknown_attribute(element, attribute) {
                    properties.push(property);
                }
            }
        }
    }

    fn read_tu_child(
        &mut self,
        child: Element<'_>,
        unit: &mut TranslationUnit,
        remarks: &mut Remarks,
        places: &mut Vec<Place>,
    ) {
        if child.has_prefix() {
            self.is_valid = false;
        }
        if !self.is_own(child) {
            return self.read_extension(child, unit);
        }
        match child.local() {
            name @ ("note" | "prop") => {
                if !unit.variants.is_empty() {
                    self.repair(
                        child.at(),
                        format!("a `{name}` stands behind a `tuv` and is read as if before"),
                    );
                }
                self.read_remark(child, remarks);
            }
            "tuv" => self.read_tuv(child, unit, places),
            name => self.unknown_element(name, "tu", child),
        }
    }

    /// The header says `OmegaT`, whose readers take codes as text; here they are codes.
    pub(super) fn say_codes_of_omegat(&mut self) {
        if let Some(origin) = self.file.basis.of_omegat.take() {
            let message =
                "the file says that OmegaT made it, which reads its own files as text; its codes are read as codes";
            self.reading
                .take(Diagnostic::new(DiagnosticCode::ToolHabit, message).at(&origin));
        }
    }

    fn read_extension(&mut self, element: Element<'_>, unit: &mut TranslationUnit) {
        self.is_valid = false;
        let message = format!("`{}` is no element of TMX; it is kept as it is", element.name());
        self.say_once(DiagnosticCode::ElementUnknown, element.name(), element.at(), message);
        unit.extensions.push(Extension {
            namespace: element.namespace().to_owned(),
            markup: with_namespaces(element, self.reading),
        });
    }

    pub(super) fn unknown_element(&mut self, name: &str, parent: &str, element: Element<'_>) {
        self.is_valid = false;
        let message = format!("`{name}` is no element of a `{parent}` and is not read");
        self.say(DiagnosticCode::ElementUnknown, element.at(), message);
    }

    fn check_id(&mut self, element: Element<'_>) {
        let Some(id) = self.id.as_deref() else { return };
        let is_repeated = self.file.ids.is_repeated(id);
        let has_space = id.contains(char::is_whitespace);
        if !is_repeated && !has_space {
            return;
        }
        let id = id.to_owned();
        if has_space {
            self.is_valid = false;
            let message = format!("`tuid` `{id}` has white space in it, which TMX forbids");
            self.say(DiagnosticCode::IdForm, element.at(), message);
        }
        if is_repeated {
            let message = format!("another unit before has the `tuid` `{id}`");
            self.say(DiagnosticCode::IdRepeated, element.at(), message);
        }
    }

    /// Puts the text of the source language first; gives that language where the unit takes it from the header.
    fn move_source_to_front(
        &mut self,
        unit: &mut TranslationUnit,
        places: &mut [Place],
        element: Element<'_>,
    ) -> Option<LanguageTag> {
        let (source, inherited) = match (&unit.source_language, &self.file.basis.source) {
            (Some(SourceLanguage::Tag(own)), _) => (Some(own.clone()), None),
            (Some(SourceLanguage::Any), _) => (None, None),
            (None, inherited) => (inherited.clone(), inherited.clone()),
        };
        if let Some(source) = &source {
            match place_of(unit, source) {
                Some(0) => {}
                Some(place) => {
                    let message = "the source stands behind another text; languages tell them apart, not places";
                    self.say_once(DiagnosticCode::MarkupKept, "order", element.at(), message);
                    to_front(&mut unit.variants, place);
                    to_front(places, place);
                }
                None => {
                    // TMX 1.4b, `srclang`: the source is one of the texts
                    self.is_not_valid();
                    let message = format!(
                        "a unit has no text in its source language `{source}`; its first text is read as its source"
                    );
                    self.say_once(DiagnosticCode::MarkupRepaired, source.as_str(), element.at(), message);
                }
            }
        }
        inherited
    }

    /// Says where a unit is no translation, for the languages that were asked for.
    fn judge(&mut self, unit: &mut TranslationUnit, places: &[Place]) {
        let source = match &self.file.basis.asked.0 {
            Some(tag) => place_of(unit, tag),
            None => match &self.file.basis.asked.1 {
                Some(target) => unit.variants.iter().position(|v| !v.lang.same_language(target)),
                None => Some(0),
            },
        };
        let Some(source) = source else { return };
        let is_empty = |place: usize| unit.variants.get(place).is_some_and(|v| v.segment.is_empty());
        let others = (0..unit.variants.len()).filter(|place| *place != source);
        let target = match &self.file.basis.asked.1 {
            Some(tag) => place_of(unit, tag),
            None => others.clone().find(|place| !is_empty(*place)).or(others.clone().next()),
        };
        unit.untranslated = match target {
            _ if is_empty(source) => Some(Untranslated::EmptySource),
            None => Some(Untranslated::NoTarget),
            Some(target) if is_empty(target) => Some(Untranslated::EmptyTarget),
            Some(_) => None,
        };
        for (place, Place { seg }) in places.iter().enumerate().filter(|(place, _)| is_empty(*place)) {
            let lang = unit.variants.get(place).map(|variant| &variant.lang);
            let message = format!("there is no text in `{}`", lang.cloned().unwrap_or_default());
            let severity = if place == source {
                Severity::Warning
            } else {
                Severity::Note
            };
            self.say_as(DiagnosticCode::EmptySegment, severity, *seg, message);
        }
    }
}

/// The place of the variant that a tag means: the very same tag, else the only one of its language.
fn place_of(unit: &TranslationUnit, tag: &LanguageTag) -> Option<usize> {
    let variants = || unit.variants.iter().enumerate();
    if let Some((place, _)) = variants().find(|(_, variant)| variant.lang == *tag) {
        return Some(place);
    }
    let mut alike = variants().filter(|(_, variant)| variant.lang.same_language(tag));
    let (place, _) = alike.next()?;
    alike.next().is_none().then_some(place)
}

/// The markup of an element with the declarations that stand around it.
fn with_namespaces(element: Element<'_>, reading: &Reading<'_>) -> String {
    let markup = element.markup();
    let mut declarations = String::new();
    let own = |prefix: &str| element.attributes().any(|a| a.declared_prefix() == Some(prefix));
    for (prefix, uri) in reading.namespaces.all() {
        let is_used = if prefix.is_empty() {
            !uri.is_empty() && uri != NAMESPACE
        } else {
            markup.contains(&format!("{prefix}:"))
        };
        if is_used && !own(prefix) {
            let name = if prefix.is_empty() {
                "xmlns".to_owned()
            } else {
                format!("xmlns:{prefix}")
            };
            crate::format::xml::Escaper::default().attribute(&mut declarations, &name, uri);
        }
    }
    let name = 1 + element.name().len();
    match markup.split_at_checked(name) {
        Some((begin, rest)) => format!("{begin}{declarations}{rest}"),
        None => markup.to_owned(),
    }
}
