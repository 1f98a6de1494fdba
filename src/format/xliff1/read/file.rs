//! What a `<file>` says of its units (XLIFF 1.2, 3.2.2).

use super::findings::Findings;
use crate::diag::DiagnosticCode;
use crate::format::CopiedDialects;
use crate::format::xliff1::schema::is_known;
use crate::format::xml::{Attribute, Element, Language};
use crate::key_set::NameSet;
use crate::model::reuse;
use crate::model::{Header, LanguageTag, Moment, Property, SourceLanguage};

/// What our own writer calls itself.
pub(in crate::format::xliff1) const OWN_TOOL: &str = "tmforge";

/// What a run asks for: languages for files that name none, and what is copied.
#[derive(Debug, Clone, Default)]
pub(super) struct Asked {
    pub(super) source: Option<LanguageTag>,
    pub(super) target: Option<LanguageTag>,
    pub(super) copied: CopiedDialects,
}

/// What the `<file>` under way says of its units.
#[derive(Debug, Default)]
pub(super) struct FileFacts {
    pub(super) source: Language,
    /// `None` where neither the file nor the run names one.
    pub(super) target: Option<Language>,
    /// The document that the units are of; `None` in a memory of our own writing.
    pub(super) document: Option<String>,
    pub(super) preserves_space: bool,
    ids: NameSet,
}

impl FileFacts {
    /// Reads the start tag of a `<file>`.
    pub(super) fn read(file: Element<'_>, asked: &Asked, findings: &mut Findings<'_, '_>) -> Self {
        let mut language = |name: &str, asked: Option<&LanguageTag>| {
            let written = file
                .attribute(name)
                .map(str::trim)
                .filter(|written| !written.is_empty());
            match (written, asked) {
                (Some(written), _) => Some(findings.language(written, file.at())),
                (None, Some(asked)) => Some(Language::of(asked.clone())),
                (None, None) => None,
            }
        };
        let (source, target) = (
            language("source-language", asked.source.as_ref()),
            language("target-language", asked.target.as_ref()),
        );
        if file
            .attribute("source-language")
            .is_none_or(|written| written.trim().is_empty())
        {
            let message = "`<file>` names no `source-language`";
            findings.say(DiagnosticCode::AttributeMissing, file.at(), message);
        }
        let is_memory = file.attribute("tool-id") == Some(OWN_TOOL);
        Self {
            source: source.unwrap_or_else(|| Language::of(LanguageTag::undetermined())),
            target,
            document: file.attribute("original").filter(|_| !is_memory).map(str::to_owned),
            preserves_space: file.attribute("xml:space") == Some("preserve"),
            ids: NameSet::default(),
        }
    }

    /// Remembers the id of a `trans-unit` or `bin-unit`; whether it is the first of that id.
    pub(super) fn is_new(&mut self, id: &str) -> bool {
        self.ids.insert(id)
    }
}

/// Tells units apart that have one id, follow each other, and stand in different files.
#[derive(Debug, Default)]
pub(super) struct Wholes {
    last: Option<(String, u64)>,
    repeats: u32,
}

impl Wholes {
    /// The id that the parts of a unit get for their whole. `file` is the number of the file.
    pub(super) fn settle(&mut self, id: &str, file: u64) -> Option<String> {
        let follows = self.follows(id, file);
        self.repeats = if follows { self.repeats + 1 } else { 0 };
        match &mut self.last {
            Some((last, last_file)) => {
                reuse::refill(last, id);
                *last_file = file;
            }
            None => self.last = Some((id.to_owned(), file)),
        }
        follows.then(|| format!("{id}-{}", self.repeats + 1))
    }

    /// Whether a unit of this id follows one of the same id in another file.
    pub(super) fn follows(&self, id: &str, file: u64) -> bool {
        let last = self.last.as_ref();
        last.is_some_and(|(last, last_file)| last == id && *last_file != file)
    }

    /// Whether the last unit got another id for its whole.
    pub(super) fn is_renaming(&self) -> bool {
        self.repeats > 0
    }

    /// A unit that is no whole stands between.
    pub(super) fn part(&mut self) {
        self.last = None;
    }
}

/// Puts into `header` what the first `<file>` says.
pub(super) fn read_header(file: Element<'_>, facts: &FileFacts, header: &mut Header, findings: &mut Findings<'_, '_>) {
    header.source_language = Some(SourceLanguage::Tag(facts.source.tag.clone()));
    header.languages = std::iter::once(&facts.source)
        .chain(&facts.target)
        .map(|language| language.tag.clone())
        .collect();
    for attribute in file.attributes() {
        let value = attribute.value;
        match attribute.name {
            "original" => header.original = Some(value.to_owned()),
            "datatype" => header.datatype = Some(value.to_owned()),
            "date" => header.provenance.changed = read_date(&attribute, findings),
            "tool" => header.provenance.tool = Some(value.to_owned()),
            "source-language" | "target-language" | "tool-id" | "xml:space" => {}
            name if name.starts_with("xmlns") || name.starts_with("xsi:") => {}
            name if name.contains(':') => header.properties.push(Property::new(name, value)),
            name if is_known("file", name) => header.properties.push(Property::new(format!("x-{name}"), value)),
            name => findings.unknown_attribute("file", name, attribute.at),
        }
    }
}

/// Reads a date, which the schema wants to be an `xs:dateTime`; without a zone it does not say which moment it means, and a
/// memory writes it as it stands.
fn read_date(date: &Attribute<'_>, findings: &mut Findings<'_, '_>) -> Option<Moment> {
    let written = date.value;
    let moment = Moment::parse(written);
    let read = match &moment {
        _ if written.is_empty() => "is no date",
        Moment::Instant(_) if Moment::from_compact(written).is_none() => return Some(moment),
        Moment::Instant(_) => "is read, but is not of the form `YYYY-MM-DDThh:mm:ssZ`",
        Moment::Day(_) => "is a day without time, not of the form `YYYY-MM-DDThh:mm:ssZ`",
        Moment::Unknown(_) => "is not of the form `YYYY-MM-DDThh:mm:ssZ` and is kept as it is",
    };
    findings.say(
        DiagnosticCode::DateForm,
        date.at,
        format!("`date=\"{written}\"` {read}"),
    );
    (!written.is_empty()).then_some(moment)
}

/// Says what a further `<file>` says that has no place, since there is one header.
pub(super) fn say_unread(file: Element<'_>, header: &Header, findings: &mut Findings<'_, '_>) {
    for attribute in file.attributes() {
        match attribute.name {
            "original" | "source-language" | "target-language" | "tool-id" | "xml:space" => {}
            name if name.starts_with("xmlns") || name.starts_with("xsi:") => {}
            name if !name.contains(':') && !is_known("file", name) => {
                findings.unknown_attribute("file", name, attribute.at);
            }
            name => {
                let is_held = header.properties.iter().any(|property| {
                    property.value == attribute.value
                        && property.name.strip_prefix("x-").unwrap_or(&property.name) == name
                });
                let is_datatype = name == "datatype" && header.datatype.as_deref() == Some(attribute.value);
                if !is_held && !is_datatype {
                    findings.never_carried(&format!("the `{name}` of a further file"), attribute.at);
                }
            }
        }
    }
}
