//! Saying what was found, and reading the attributes that several elements have.

use super::FileFacts;
use super::tu::TuReader;
use crate::diag::{DiagnosticCode, Severity};
use crate::format::xml::{Attribute, Element, Language, Reading};
use crate::model::{LanguageTag, Moment, Property, Provenance};

/// The namespace that is defined for TMX inside of other documents (TMX 1.4b, 1.1).
pub(super) const NAMESPACE: &str = "http://www.lisa.org/tmx14";

/// Whoever reads a part of a file, and says what is odd about it.
pub(super) trait Findings<'r> {
    fn file(&mut self) -> &mut FileFacts;

    fn reading(&mut self) -> &mut Reading<'r>;

    /// The id of the unit that is read.
    fn unit(&self) -> Option<String>;

    /// Takes note that the markup is not valid as it stands.
    fn is_not_valid(&mut self);

    fn say(&mut self, code: DiagnosticCode, at: usize, message: impl Into<String>) {
        let unit = self.unit();
        self.reading().say(code, at, unit.as_deref(), message);
    }

    fn say_as(&mut self, code: DiagnosticCode, severity: Severity, at: usize, message: impl Into<String>) {
        let unit = self.unit();
        let mut finding = self.reading().spot.finding(code, at, unit.as_deref(), message);
        finding.severity = severity;
        self.reading().take(finding);
    }

    /// Says something once a file; `what` tells it from others of its code.
    fn say_once(&mut self, code: DiagnosticCode, what: &str, at: usize, message: impl Into<String>) {
        if self.file().basis.said.is_first(code, what) {
            self.say(code, at, message);
        }
    }

    /// Says that something is not valid and was read as it was meant.
    fn repair(&mut self, at: usize, message: impl Into<String>) {
        self.is_not_valid();
        self.say(DiagnosticCode::MarkupRepaired, at, message);
    }

    /// Whether an element is one of TMX, by its namespace.
    fn is_own(&mut self, element: Element<'_>) -> bool {
        let namespace = element.namespace();
        namespace.is_empty() || namespace == NAMESPACE || *namespace == *self.file().namespace
    }

    fn stray_text(&mut self, text: &str, at: usize) {
        let shown = text.trim_matches([' ', '\t', '\r', '\n']);
        if !shown.is_empty() {
            const SHOWN: usize = 60;
            self.is_not_valid();
            let shown: String = shown.chars().take(SHOWN).collect();
            let message = format!("`{shown}` stands where no text may stand, and is not read");
            self.say(DiagnosticCode::TextStray, at, message);
        }
    }

    /// Says once a file that an element has an attribute which it should not have. Gives it as a property, unless it
    /// only declares a namespace.
    fn unknown_attribute(&mut self, element: &str, attribute: Attribute<'_>) -> Option<Property> {
        self.is_not_valid();
        if attribute.declared_prefix().is_some() {
            return None;
        }
        let name = attribute.name;
        let is_kept = matches!(element, "tu" | "tuv" | "header");
        let property = if name.contains(':') {
            name.to_owned()
        } else {
            format!("x-{name}")
        };
        let done = if is_kept {
            format!("its value is kept as the property `{property}`")
        } else {
            format!("its value `{}` is not read", attribute.value)
        };
        let message = format!("`{name}` is no attribute of `{element}`; {done}");
        self.say_once(
            DiagnosticCode::AttributeUnknown,
            &format!("{element}/@{name}"),
            attribute.at,
            message,
        );
        is_kept.then(|| Property::new(property, attribute.value))
    }

    fn odd_value(&mut self, attribute: Attribute<'_>, wanted: &str) {
        self.is_not_valid();
        let message = format!("`{}=\"{}\"` is not {wanted}", attribute.name, attribute.value);
        self.say(DiagnosticCode::AttributeValue, attribute.at, message);
    }

    fn missing(&mut self, element: Element<'_>, attribute: &str) {
        self.is_not_valid();
        let message = format!("`{}` has no `{attribute}`", element.name());
        self.say(DiagnosticCode::AttributeMissing, element.at(), message);
    }

    /// The language that an attribute names.
    fn tag(&mut self, attribute: Attribute<'_>) -> LanguageTag {
        let language = match self.file().basis.tags.known(attribute.value) {
            Some(known) => known.clone(),
            None => self.read_tag(attribute),
        };
        if language.is_mended {
            self.is_not_valid();
        }
        language.tag
    }

    /// Reads a tag that has not come before.
    fn read_tag(&mut self, attribute: Attribute<'_>) -> Language {
        let unit = self.unit();
        // taken out, so that what is odd can be said on the way
        let mut tags = std::mem::take(&mut self.file().basis.tags);
        let tag = tags.read(attribute.value, attribute.at, unit.as_deref(), self.reading());
        self.file().basis.tags = tags;
        tag
    }

    /// Reads an attribute that says who, when or with what; `false` if it does not.
    fn read_provenance(&mut self, attribute: Attribute<'_>, provenance: &mut Provenance) -> bool {
        let text = || Some(attribute.value.to_owned());
        match attribute.name {
            "creationdate" => provenance.created = self.moment(attribute),
            "changedate" => provenance.changed = self.moment(attribute),
            "lastusagedate" => provenance.last_used = self.moment(attribute),
            "creationid" => provenance.created_by = text(),
            "changeid" => provenance.changed_by = text(),
            "creationtool" => provenance.tool = text(),
            "creationtoolversion" => provenance.tool_version = text(),
            _ => return false,
        }
        true
    }

    /// A date. Forms other than that which TMX recommends are said, each form once a file.
    fn moment(&mut self, attribute: Attribute<'_>) -> Option<Moment> {
        let written = attribute.value;
        if let Some(moment) = Moment::from_compact(written) {
            return Some(moment);
        }
        let moment = Moment::parse(written);
        let form: String = written
            .chars()
            .map(|c| if c.is_ascii_digit() { '9' } else { c })
            .collect();
        let read = match &moment {
            _ if written.is_empty() => "is no date",
            Moment::Instant(_) => "is read, but is not of the form `YYYYMMDDThhmmssZ`",
            Moment::Day(_) => "is a day without time, not of the form `YYYYMMDDThhmmssZ`",
            Moment::Unknown(_) => "is not of the form `YYYYMMDDThhmmssZ` and is kept as it is",
        };
        let message = format!("`{}=\"{written}\"` {read}", attribute.name);
        self.say_once(DiagnosticCode::DateForm, &form, attribute.at, message);
        (!written.is_empty()).then_some(moment)
    }
}

impl<'r> Findings<'r> for TuReader<'_, 'r> {
    fn file(&mut self) -> &mut FileFacts {
        self.file
    }

    fn reading(&mut self) -> &mut Reading<'r> {
        self.reading
    }

    fn unit(&self) -> Option<String> {
        self.id.clone()
    }

    fn is_not_valid(&mut self) {
        self.is_valid = false;
    }
}
