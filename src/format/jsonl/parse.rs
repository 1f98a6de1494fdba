//! Parsing one line: a JSON object becomes a unit.

use std::sync::Arc;

use serde_json::{Map, Value};

use super::codes::segment;
use super::facts;
use super::value::{Members, Row, wrong};
use crate::diag::{Diagnostic, DiagnosticCode, Sink};
use crate::error::{Error, ErrorKind, Result};
use crate::model::{
    AppliesTo, Bead, LanguageTag, Note, Origin, Property, Repaired, Role, Segment, SourceLanguage, Standing, State,
    TranslationUnit, Variant,
};

/// The languages of rows that name none.
#[derive(Debug, Clone, Default)]
pub(super) struct Defaults {
    pub(super) source: Option<LanguageTag>,
    pub(super) target: Option<LanguageTag>,
}

/// Language tags that have come and are spelt as they should be: a file has few, and each of its rows names them.
#[derive(Debug, Default)]
pub(super) struct KnownTags(Vec<(Box<str>, LanguageTag)>);

/// How many tags are remembered.
const MOST_TAGS: usize = 16;

impl KnownTags {
    fn find(&self, written: &str) -> Option<&LanguageTag> {
        let known = self.0.iter().find(|(known, _)| **known == *written);
        known.map(|(_, tag)| tag)
    }

    fn remember(&mut self, written: &str, tag: &LanguageTag) {
        if self.0.len() < MOST_TAGS {
            self.0.push((written.into(), tag.clone()));
        }
    }
}

/// Parses one line, read at `origin`.
pub(super) fn parse_line(
    line: &str,
    origin: &Origin,
    defaults: &Defaults,
    tags: &mut KnownTags,
    sink: &mut dyn Sink,
) -> Result<TranslationUnit> {
    let placed = |error: Error, column: u64| {
        error.at_origin(&Origin {
            column,
            ..origin.clone()
        })
    };
    let row: Row = match serde_json::from_str(line) {
        Ok(row) => row,
        Err(error) if error.is_data() => {
            let error = Error::from(ErrorKind::Json("the line is no JSON object".into()));
            return Err(placed(
                error.with_help("write one object a line, as `{\"source\":…,\"target\":…}`"),
                1,
            ));
        }
        Err(error) => return Err(placed(syntax(&error), column(line, error.column()))),
    };
    row.say_repeated(origin, sink);
    let mut row = RowReader {
        members: Members::of_row(row),
        origin,
        defaults,
        tags,
        sink,
    };
    row.read().map_err(|error| placed(error, 1))
}

fn syntax(error: &serde_json::Error) -> Error {
    let words = error.to_string();
    let what = words.split(" at line ").next().unwrap_or(&words);
    let help = if error.is_eof() {
        "the line is cut short; write one whole object a line"
    } else {
        "write one object a line"
    };
    Error::from(ErrorKind::Json(format!(
        "the line is not valid JSON: {}",
        what.to_lowercase()
    )))
    .with_help(help)
}

/// The column in characters of a column in bytes, both from 1.
fn column(line: &str, byte: usize) -> u64 {
    let before = line.as_bytes().get(..byte.saturating_sub(1)).unwrap_or(line.as_bytes());
    before.iter().filter(|byte| **byte & 0xC0 != 0x80).count() as u64 + 1
}

/// Takes one row apart.
struct RowReader<'r> {
    members: Members<'static>,
    origin: &'r Origin,
    defaults: &'r Defaults,
    tags: &'r mut KnownTags,
    sink: &'r mut dyn Sink,
}

impl RowReader<'_> {
    fn read(&mut self) -> Result<TranslationUnit> {
        let mut unit = TranslationUnit {
            id: self.members.text_or_number("id")?,
            origin: self.origin.clone(),
            standing: self.members.text("junk")?.map_or(Standing::Unit, Standing::Junk),
            bead: facts::bead(&mut self.members)?,
            state: self.members.text("state")?.map(|word| State::parse(&word)),
            untranslated: facts::untranslated(&mut self.members)?,
            context: facts::context(&mut self.members)?,
            part: facts::part(&mut self.members)?,
            ..TranslationUnit::default()
        };
        if let Some(own) = self.members.object("origin")? {
            let mut own = Members::new(own, "origin");
            if let Some(file) = own.text("file")? {
                unit.origin.file = Some(Arc::from(file));
                unit.origin.line = own.count("line")?.unwrap_or_default();
                unit.origin.column = 0;
            }
        }
        unit.source_language = match self.members.text("srclang")? {
            Some(any) if any == "*all*" => Some(SourceLanguage::Any),
            Some(tag) => Some(SourceLanguage::Tag(self.tag(&tag)?)),
            None => None,
        };
        let has_source = self.members.has("source") || !self.members.has("target");
        unit.variants = self.variants(&unit.standing)?;
        unit.provenance = facts::boxed(facts::provenance(&mut self.members)?);
        unit.notes = self.notes("notes")?;
        for candidate in self.members.objects("candidates")? {
            unit.candidates.push(facts::candidate(candidate)?);
        }
        for ignorable in self.members.objects("ignorables")? {
            unit.ignorables.push(facts::ignorable(ignorable)?);
        }
        for extension in self.members.objects("extensions")? {
            unit.extensions.push(facts::extension(extension)?);
        }
        self.settle_sides(&mut unit, has_source);
        if let Some(own) = self.members.object("properties")? {
            unit.properties = self.properties(own)?;
        }
        let rest = std::mem::replace(&mut self.members, Members::new([], "")).rest();
        unit.properties
            .extend(rest.into_iter().map(|(name, value)| Property::new(name, plain(value))));
        self.repair_codes(&mut unit);
        Ok(unit)
    }

    /// A side with neither text nor codes is none, and a unit of one side is unaligned.
    fn settle_sides(&mut self, unit: &mut TranslationUnit, has_source: bool) {
        if unit.part.is_some() || unit.untranslated.is_some() {
            return;
        }
        let is_bare = unit.source().is_some_and(|source| source.segment.is_empty());
        let target_only = !has_source || is_bare && unit.variants.len() == 2;
        unit.variants.retain(|variant| !variant.segment.is_empty());
        if unit.variants.len() == 1 && unit.bead.is_none() && (unit.standing == Standing::Unit || target_only) {
            let (source_count, target_count) = if target_only { (0, 1) } else { (1, 0) };
            unit.bead = Some(Box::new(Bead {
                source_count,
                target_count,
                ..Bead::default()
            }));
        }
        if unit.variants.len() < 2 && unit.standing == Standing::Unit {
            unit.standing = Standing::Unaligned;
            let message = "text of one side has no counterpart and is left out";
            self.sink.take(
                Diagnostic::new(DiagnosticCode::Unaligned, message)
                    .at(self.origin)
                    .of_unit(unit.id.as_deref()),
            );
        }
    }

    /// Ends of pairs without their other end are isolated, whatever the row says.
    fn repair_codes(&mut self, unit: &mut TranslationUnit) {
        let mut repaired = 0;
        for variant in &mut unit.variants {
            let partners = variant.segment.partners();
            for (code, partner) in variant.segment.codes_mut().zip(partners) {
                let is_lonely = partner.is_none() && code.role != Role::Alone;
                if is_lonely && !code.isolated {
                    code.isolated = true;
                    repaired += 1;
                }
            }
        }
        if repaired > 0 {
            let message = match repaired {
                1 => "1 code opens or closes nothing in its segment and is read as isolated".to_owned(),
                repaired => {
                    format!("{repaired} codes open or close nothing in their segment and are read as isolated")
                }
            };
            self.sink.take(
                Diagnostic::new(DiagnosticCode::CodeRepaired, message)
                    .at(self.origin)
                    .of_unit(unit.id.as_deref()),
            );
        }
    }

    fn variants(&mut self, standing: &Standing) -> Result<Vec<Variant>> {
        let several = self.members.objects("variants")?;
        if !several.is_empty() {
            return several.into_iter().map(|object| self.variant(object)).collect();
        }
        if let Some(translation) = self.members.object("translation")? {
            return self.translation(translation);
        }
        let mut variants = Vec::new();
        let sides = [
            (
                [
                    "source",
                    "source_lang",
                    "source_language",
                    "source_codes",
                    "source_facts",
                ],
                self.defaults.source.clone(),
            ),
            (
                [
                    "target",
                    "target_lang",
                    "target_language",
                    "target_codes",
                    "target_facts",
                ],
                self.defaults.target.clone(),
            ),
        ];
        for ([text, lang, other_lang, codes, facts], default) in sides {
            let tag = match self.members.text(lang)? {
                Some(tag) => Some(tag),
                None => self.members.text(other_lang)?,
            };
            let (Some(text), codes_value) = (self.members.text(text)?, self.members.take(codes)) else {
                continue;
            };
            let lang = match (tag, default) {
                (Some(tag), _) => self.tag(&tag)?,
                (None, Some(default)) => default,
                (None, None) if *standing != Standing::Unit || text.is_empty() => LanguageTag::undetermined(),
                (None, None) => {
                    let message = format!("the row names no language: it has no `{lang}`");
                    return Err(Error::from(ErrorKind::Language(message)).with_help("give -s and -t"));
                }
            };
            let mut variant = Variant::new(lang, segment(text, codes_value, codes)?);
            if let Some(facts) = self.members.object(facts)? {
                self.facts(&mut variant, facts)?;
            }
            variants.push(variant);
        }
        if variants.is_empty() {
            let error = Error::from(ErrorKind::Json("the row has neither `source` nor `target`".into()));
            return Err(error.with_help("both are needed, or `variants`"));
        }
        Ok(variants)
    }

    fn translation(&mut self, texts: Map<String, Value>) -> Result<Vec<Variant>> {
        texts
            .into_iter()
            .map(|(tag, text)| match text {
                Value::String(text) => Ok(Variant::new(self.tag(&tag)?, Segment::plain(text))),
                _ => Err(wrong("translation", "an object of texts by language")),
            })
            .collect()
    }

    fn variant(&mut self, object: Map<String, Value>) -> Result<Variant> {
        let mut members = Members::new(object, "variants");
        let tag = members
            .text("lang")?
            .ok_or_else(|| wrong("variants", "an array of objects with `lang`"))?;
        let text = members.text("text")?.unwrap_or_default();
        let segment = segment(text, members.take("codes"), "variants.codes")?;
        let mut variant = Variant::new(self.tag(&tag)?, segment);
        self.facts(&mut variant, members.rest())?;
        Ok(variant)
    }

    /// What is said of one variant alone.
    fn facts(&mut self, variant: &mut Variant, object: impl IntoIterator<Item = (String, Value)>) -> Result<()> {
        let mut members = Members::new(object, "variants");
        variant.provenance = facts::boxed(facts::provenance(&mut members)?);
        for note in members.array("notes") {
            variant.notes.push(self.note(note)?);
        }
        if let Some(own) = members.object("properties")? {
            variant.properties = self.properties(own)?;
        }
        variant.properties.extend(
            members
                .rest()
                .into_iter()
                .map(|(name, value)| Property::new(name, plain(value))),
        );
        Ok(())
    }

    fn notes(&mut self, name: &str) -> Result<Vec<Note>> {
        self.members
            .array(name)
            .into_iter()
            .map(|note| self.note(note))
            .collect()
    }

    fn note(&mut self, value: Value) -> Result<Note> {
        let object = match value {
            Value::String(text) => return Ok(Note::new(text)),
            Value::Object(object) => object,
            _ => return Err(wrong("notes", "an array of strings or objects")),
        };
        let mut members = Members::new(object, "notes");
        let sides = [("source", AppliesTo::Source), ("target", AppliesTo::Target)];
        let note = Note {
            text: members.text("text")?.unwrap_or_default(),
            lang: members.text("lang")?.map(|tag| self.tag(&tag)).transpose()?,
            category: members.text("category")?,
            applies_to: members.word("applies_to", &sides)?,
            priority: members.count("priority")?.map(priority).transpose()?,
        };
        members.refuse_rest()?;
        Ok(note)
    }

    fn properties(&mut self, object: Map<String, Value>) -> Result<Vec<Property>> {
        let mut properties = Vec::new();
        for (name, value) in object {
            let values = match value {
                Value::Array(values) => values,
                value => vec![value],
            };
            for value in values {
                properties.push(self.property(&name, value)?);
            }
        }
        Ok(properties)
    }

    fn property(&mut self, name: &str, value: Value) -> Result<Property> {
        if let Value::Object(object) = &value
            && let (Some(Value::String(text)), Some(Value::String(tag)), 2) =
                (object.get("value"), object.get("lang"), object.len())
        {
            return Ok(Property {
                lang: Some(self.tag(tag)?),
                ..Property::new(name, text.as_str())
            });
        }
        Ok(Property::new(name, plain(value)))
    }

    /// A language tag; one that had to be repaired is said. A well-formed one stays, even if nobody knows its language.
    fn tag(&mut self, tag: &str) -> Result<LanguageTag> {
        if let Some(known) = self.tags.find(tag) {
            return Ok(known.clone());
        }
        let (language, repaired) = LanguageTag::read(tag);
        let finding = match repaired {
            Repaired::No => {
                self.tags.remember(tag, &language);
                return Ok(language);
            }
            Repaired::Underscore => DiagnosticCode::LangUnderscore,
            Repaired::Subtags | Repaired::Private => {
                return Err(Error::from(ErrorKind::LanguageUnknown { tag: tag.to_owned() }));
            }
        };
        let message = format!("`{tag}` is read as `{language}`");
        self.sink.take(Diagnostic::new(finding, message).at(self.origin));
        Ok(language)
    }
}

/// A priority from 1 to 10.
fn priority(number: u64) -> Result<u8> {
    let priority = u8::try_from(number).ok().filter(|priority| (1..=10).contains(priority));
    priority.ok_or_else(|| wrong("notes.priority", "a number from 1 to 10"))
}

/// A string as it is, any other value as JSON.
fn plain(value: Value) -> String {
    match value {
        Value::String(text) => text,
        value => value.to_string(),
    }
}
