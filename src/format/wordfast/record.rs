//! The header and the records: fields between tabs.

use std::collections::BTreeSet;

use super::escape::unescape;
use crate::diag::{Diagnostic, DiagnosticCode, Sink};
use crate::error::{Error, ErrorKind, Result};
use crate::format::ReadOptions;
use crate::model::{
    Bead, Header, LanguageTag, Moment, Origin, Property, Repaired, SourceLanguage, Standing, TranslationUnit, Variant,
};

/// The fields of a record, in their order; those after the last are attributes. The header has them too, with its own
/// things in the places of source and target.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Field {
    Date,
    User,
    Counter,
    SourceLang,
    Source,
    TargetLang,
    Target,
}

impl Field {
    const COUNT: usize = 7;
}

/// A line cut at its tabs.
pub(super) struct Fields<'l>(Vec<&'l str>);

impl<'l> Fields<'l> {
    pub(super) fn cut(line: &'l str) -> Self {
        Self(line.split('\t').collect())
    }

    pub(super) fn count(&self) -> usize {
        self.0.len()
    }

    /// A field; empty where the line has ended.
    fn get(&self, field: Field) -> &'l str {
        self.0.get(field as usize).copied().unwrap_or_default()
    }

    /// What stands behind the seven fields, numbered from 1, without empty ones.
    fn attributes(&self) -> impl Iterator<Item = (usize, &'l str)> {
        let behind = self.0.iter().skip(Field::COUNT).enumerate();
        behind
            .map(|(place, text)| (place + 1, *text))
            .filter(|(_, text)| !text.trim().is_empty())
    }
}

/// Whether a line begins as the header does: a date behind `%`, or the words that name the format.
pub(in crate::format) fn looks_like_header(line: &str) -> bool {
    let Some(first) = line.strip_prefix('%') else {
        return false;
    };
    let date = first.split('\t').next().unwrap_or_default();
    (first.contains("\t%") && is_date(date)) || first.contains("%Wordfast T")
}

/// Whether this is `yyyymmdd~hhmmss`, with a day that the calendar has.
fn is_date(written: &str) -> bool {
    let is_number = |text: &str, digits| text.len() == digits && text.bytes().all(|byte| byte.is_ascii_digit());
    written.split_once('~').is_some_and(|(day, time)| {
        is_number(day, 8) && is_number(time, 6) && matches!(Moment::parse(day), Moment::Day(_))
    })
}

/// What the first line says of all units; the languages are told to `parser` too.
pub(super) fn parse_header(
    fields: &Fields<'_>,
    parser: &mut RecordParser,
    options: &ReadOptions,
    origin: &Origin,
    sink: &mut dyn Sink,
) -> Header {
    let without_mark = |field: Field| fields.get(field).trim_start_matches('%').trim();
    let sides = [
        (Field::SourceLang, &options.source_lang),
        (Field::TargetLang, &options.target_lang),
    ];
    parser.langs = sides.map(|(field, asked_for)| match without_mark(field) {
        "" => asked_for.clone(),
        // a code that is none only matters where a record has none of its own
        code => parser.tag(code, origin, sink).ok().or_else(|| asked_for.clone()),
    });
    let languages: Vec<LanguageTag> = parser.langs.iter().flatten().cloned().collect();
    let mut header = Header {
        source_language: parser.langs[0].clone().map(SourceLanguage::Tag),
        languages,
        ..Header::default()
    };
    let version = without_mark(Field::Source);
    if !version.is_empty() {
        header.original_format = Some(version.to_owned());
    }
    let mut property = |name: String, value: &str| {
        if !value.trim().is_empty() {
            header.properties.push(Property::new(name, value.trim()));
        }
    };
    property("x-wordfast-date".to_owned(), without_mark(Field::Date));
    property("x-wordfast-users".to_owned(), without_mark(Field::User));
    for (number, list) in fields.attributes() {
        property(format!("x-wordfast-attribute-{number}"), list.trim_start_matches('%'));
    }
    header
}

/// Makes a unit of a record; remembers only what it has said.
pub(super) struct RecordParser {
    /// The languages of records that name none.
    langs: [Option<LanguageTag>; 2],
    /// Codes whose repair was said.
    said: BTreeSet<String>,
}

impl RecordParser {
    pub(super) fn new() -> Self {
        Self {
            langs: [None, None],
            said: BTreeSet::new(),
        }
    }

    /// Fills `unit`, whose origin is set; `false` if the record has no text, which was said.
    pub(super) fn parse(
        &mut self,
        fields: &Fields<'_>,
        unit: &mut TranslationUnit,
        sink: &mut dyn Sink,
    ) -> Result<bool> {
        self.read_variants(fields, unit, sink)?;
        read_facts(fields, unit, sink);
        let mut say = |code: DiagnosticCode, message: String| {
            sink.take(Diagnostic::new(code, message).at(&unit.origin));
        };
        if let Some(counter) = struck_out(fields) {
            let message = format!("the counter `{counter}` marks a record that is deleted, and it is left out");
            say(DiagnosticCode::Retired, message);
            unit.standing = Standing::Junk("deleted".to_owned());
        } else if unit.variants.len() == 1 {
            let message = "the record has text in one language only and is left out".to_owned();
            say(DiagnosticCode::Unaligned, message);
            let is_source = !fields.get(Field::Source).trim().is_empty();
            unit.standing = Standing::Unaligned;
            unit.bead = Some(Box::new(Bead {
                source_count: u32::from(is_source),
                target_count: u32::from(!is_source),
                ..Bead::default()
            }));
        } else if unit.variants.is_empty() {
            let message = "the record has neither source nor target and is left out".to_owned();
            say(DiagnosticCode::EmptySegment, message);
        }
        Ok(!unit.variants.is_empty())
    }

    fn read_variants(&mut self, fields: &Fields<'_>, unit: &mut TranslationUnit, sink: &mut dyn Sink) -> Result<()> {
        let sides = [
            (0, Field::SourceLang, Field::Source),
            (1, Field::TargetLang, Field::Target),
        ];
        for (side, lang, text) in sides {
            let written = fields.get(text);
            if written.trim().is_empty() {
                continue;
            }
            let code = fields.get(lang).trim();
            let tag = if code.is_empty() {
                self.langs.get(side).cloned().flatten().ok_or_else(|| {
                    Error::from(ErrorKind::Language(
                        "neither the record nor the header names the language".into(),
                    ))
                    .with_help("give -s and -t")
                })?
            } else {
                self.tag(code, &unit.origin, sink)?
            };
            let spelling = (code != tag.as_str() && !code.is_empty()).then(|| code.into());
            let (plain, unknown) = unescape(written);
            for escape in unknown {
                let message = format!("`{escape}` is no escape of a Wordfast memory and stays as it stands");
                sink.take(Diagnostic::new(DiagnosticCode::Escape, message).at(&unit.origin));
            }
            unit.variants.push(Variant {
                spelling,
                ..Variant::new(tag, plain.as_ref())
            });
        }
        Ok(())
    }

    /// The language of a code; what BCP 47 does not know of it is dropped, which is said once.
    fn tag(&mut self, code: &str, origin: &Origin, sink: &mut dyn Sink) -> Result<LanguageTag> {
        let (tag, finding) = match LanguageTag::read(code) {
            (tag, Repaired::No) => return Ok(tag),
            (tag, Repaired::Underscore) => (tag, DiagnosticCode::LangUnderscore),
            (_, Repaired::Private) => {
                return Err(Error::from(ErrorKind::LanguageUnknown { tag: code.to_owned() }).at_origin(origin));
            }
            (tag, Repaired::Subtags) => (tag, DiagnosticCode::LangForm),
        };
        if self.said.insert(code.to_owned()) {
            let message = format!("`{code}` is read as `{tag}`");
            sink.take(Diagnostic::new(finding, message).at(origin));
        }
        Ok(tag)
    }
}

/// The counter of a record that Wordfast no longer counts.
fn struck_out<'l>(fields: &Fields<'l>) -> Option<&'l str> {
    let counter = fields.get(Field::Counter).trim();
    counter.parse::<i64>().is_ok_and(|count| count < 0).then_some(counter)
}

fn read_facts(fields: &Fields<'_>, unit: &mut TranslationUnit, sink: &mut dyn Sink) {
    let date = fields.get(Field::Date).trim();
    if !date.is_empty() {
        if !is_date(date) {
            let message = format!("`{date}` is no date of a Wordfast memory and is kept as a property");
            sink.take(Diagnostic::new(DiagnosticCode::DateForm, message).at(&unit.origin));
        }
        unit.properties.push(Property::new("x-wordfast-date", date));
    }
    let user = fields.get(Field::User).trim();
    if !user.is_empty() {
        unit.provenance_mut().created_by = Some(user.to_owned());
    }
    let counter = fields.get(Field::Counter).trim();
    if let Ok(count) = counter.parse() {
        unit.provenance_mut().usage_count = Some(count);
    } else if !counter.is_empty() {
        unit.properties.push(Property::new("x-wordfast-counter", counter));
    }
    for (number, value) in fields.attributes() {
        let name = format!("x-wordfast-attribute-{number}");
        unit.properties.push(Property::new(name, value.trim()));
    }
}
