//! A unit as a JSON object, for writing: members in the order of the contract, absent when empty.

use serde::{Serialize, Serializer};

use super::codes::{CodeRow, rows};
use crate::model::{
    AppliesTo, Beside, Candidate, Context, Ignorable, Moment, Note, PartKind, Property, Provenance, Segment,
    SourceLanguage, Standing, TranslationUnit, Untranslated, Variant,
};

#[derive(Serialize, Default)]
pub(super) struct Row<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    source_lang: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    target_lang: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    source: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    target: Option<&'a str>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    source_codes: Vec<CodeRow<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    target_codes: Vec<CodeRow<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    variants: Vec<VariantRow<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    srclang: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    junk: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    bead: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    confidence: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    segments: Option<Segments<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    origin: Option<OriginRow<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    context: Option<ContextRow<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    state: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    untranslated: Option<&'static str>,
    #[serde(flatten)]
    provenance: ProvenanceRow<'a>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    notes: Vec<NoteRow<'a>>,
    #[serde(skip_serializing_if = "Properties::is_empty")]
    properties: Properties<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    source_facts: Option<VariantFacts<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    target_facts: Option<VariantFacts<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    candidates: Vec<CandidateRow<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    part: Option<PartRow<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    ignorables: Vec<IgnorableRow<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    extensions: Vec<ExtensionRow<'a>>,
}

#[derive(Serialize)]
struct VariantRow<'a> {
    lang: &'a str,
    text: &'a str,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    codes: Vec<CodeRow<'a>>,
    #[serde(flatten)]
    facts: VariantFacts<'a>,
}

/// What is said of one variant alone.
#[derive(Serialize)]
struct VariantFacts<'a> {
    #[serde(flatten)]
    provenance: ProvenanceRow<'a>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    notes: Vec<NoteRow<'a>>,
    #[serde(skip_serializing_if = "Properties::is_empty")]
    properties: Properties<'a>,
}

#[derive(Serialize)]
struct Segments<'a> {
    source: &'a [u32],
    target: &'a [u32],
}

#[derive(Serialize)]
struct OriginRow<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    file: Option<&'a str>,
    #[serde(skip_serializing_if = "is_zero")]
    line: u64,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde passes fields by reference")]
fn is_zero(number: &u64) -> bool {
    *number == 0
}

#[derive(Serialize)]
struct ContextRow<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    previous: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    next: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    key: Option<&'a str>,
}

#[derive(Serialize, Default)]
struct ProvenanceRow<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    created: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    created_by: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    changed: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    changed_by: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    last_used: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    usage_count: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    tool: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    tool_version: Option<&'a str>,
}

/// A note that says nothing but its text is a string.
#[derive(Serialize)]
#[serde(untagged)]
enum NoteRow<'a> {
    Text(&'a str),
    Detailed {
        text: &'a str,
        #[serde(skip_serializing_if = "Option::is_none")]
        lang: Option<&'a str>,
        #[serde(skip_serializing_if = "Option::is_none")]
        category: Option<&'a str>,
        #[serde(skip_serializing_if = "Option::is_none")]
        applies_to: Option<&'static str>,
        #[serde(skip_serializing_if = "Option::is_none")]
        priority: Option<u8>,
    },
}

/// Properties as one object: a name that repeats has an array, a value with a language is an object.
#[derive(Default)]
struct Properties<'a>(&'a [Property]);

impl Properties<'_> {
    fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

#[derive(Serialize)]
#[serde(untagged)]
enum PropertyRow<'a> {
    Value(&'a str),
    InLanguage { value: &'a str, lang: &'a str },
}

impl Serialize for Properties<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut by_name: indexmap::IndexMap<&str, Vec<PropertyRow>> = indexmap::IndexMap::new();
        for property in self.0 {
            let value = property.value.as_str();
            let row = match &property.lang {
                Some(lang) => PropertyRow::InLanguage {
                    value,
                    lang: lang.as_str(),
                },
                None => PropertyRow::Value(value),
            };
            by_name.entry(&property.name).or_default().push(row);
        }
        serializer.collect_map(by_name.iter().map(|(name, rows)| (name, OneOrMany(rows))))
    }
}

struct OneOrMany<'a, T>(&'a [T]);

impl<T: Serialize> Serialize for OneOrMany<'_, T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.0 {
            [one] => one.serialize(serializer),
            many => many.serialize(serializer),
        }
    }
}

#[derive(Serialize)]
struct CandidateRow<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    source: Option<&'a str>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    source_codes: Vec<CodeRow<'a>>,
    target: &'a str,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    target_codes: Vec<CodeRow<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    similarity: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    quality: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    origin: Option<&'a str>,
    #[serde(rename = "type", skip_serializing_if = "Option::is_none")]
    candidate_type: Option<&'a str>,
}

#[derive(Serialize)]
struct PartRow<'a> {
    of: &'a str,
    kind: &'static str,
}

#[derive(Serialize)]
struct ExtensionRow<'a> {
    namespace: &'a str,
    markup: &'a str,
}

/// Why a unit is no translation yet; without a word, a row of one side would be read as text without counterpart.
fn untranslated(unit: &TranslationUnit) -> Option<Untranslated> {
    let is_whole = || {
        let texts = unit.variants.iter().filter(|variant| !variant.segment.is_empty());
        texts.count() > 1
    };
    match unit.untranslated {
        None if unit.standing == Standing::Unit && unit.part.is_none() && !is_whole() => match unit.variants.as_slice()
        {
            [source, _] if source.segment.is_empty() => Some(Untranslated::EmptySource),
            [_, _, ..] => Some(Untranslated::EmptyTarget),
            _ => Some(Untranslated::NoTarget),
        },
        why => why,
    }
}

#[derive(Serialize)]
struct IgnorableRow<'a> {
    place: &'static str,
    source: &'a str,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    source_codes: Vec<CodeRow<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    target: Option<&'a str>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    target_codes: Vec<CodeRow<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    order: Option<usize>,
}

fn ignorable_row(ignorable: &Ignorable) -> IgnorableRow<'_> {
    IgnorableRow {
        place: match ignorable.place {
            Beside::Before => "before",
            Beside::After => "after",
        },
        source: ignorable.source.text(),
        source_codes: rows(&ignorable.source),
        target: ignorable.target.as_ref().map(Segment::text),
        target_codes: ignorable.target.as_ref().map(rows).unwrap_or_default(),
        order: ignorable.order,
    }
}

impl<'a> Row<'a> {
    pub(super) fn new(unit: &'a TranslationUnit, reason: Option<&'a str>) -> Self {
        let provenance = unit.provenance.as_deref();
        let origin = &unit.origin;
        let mut row = Self {
            reason,
            id: unit.id.as_deref(),
            srclang: unit.source_language.as_ref().map(|source| match source {
                SourceLanguage::Any => "*all*",
                SourceLanguage::Tag(tag) => tag.as_str(),
            }),
            junk: match &unit.standing {
                Standing::Junk(reason) => Some(reason),
                _ => None,
            },
            origin: (origin.file.is_some() || origin.line > 0).then_some(OriginRow {
                file: origin.file.as_deref(),
                line: origin.line,
            }),
            context: unit.context.as_deref().map(context_row),
            state: unit.state.as_ref().map(crate::model::State::as_str),
            untranslated: untranslated(unit).map(Untranslated::word),
            provenance: provenance.map(provenance_row).unwrap_or_default(),
            notes: unit.notes.iter().map(note_row).collect(),
            properties: Properties(&unit.properties),
            candidates: unit.candidates.iter().map(candidate_row).collect(),
            part: unit.part.as_deref().map(|part| PartRow {
                of: &part.of,
                kind: if part.kind == PartKind::Ignorable {
                    "ignorable"
                } else {
                    "segment"
                },
            }),
            ignorables: unit.ignorables.iter().map(ignorable_row).collect(),
            extensions: unit
                .extensions
                .iter()
                .map(|extension| ExtensionRow {
                    namespace: &extension.namespace,
                    markup: &extension.markup,
                })
                .collect(),
            ..Self::default()
        };
        row.set_bead(unit);
        row.set_texts(unit);
        row
    }

    fn set_bead(&mut self, unit: &'a TranslationUnit) {
        let Some(bead) = unit.bead.as_deref() else { return };
        self.bead = Some(bead.shape());
        self.confidence = bead.confidence.map(crate::model::Confidence::to_share);
        if !bead.source.is_empty() || !bead.target.is_empty() {
            self.segments = Some(Segments {
                source: &bead.source,
                target: &bead.target,
            });
        }
    }

    fn set_texts(&mut self, unit: &'a TranslationUnit) {
        match unit.variants.as_slice() {
            [one]
                if unit
                    .bead
                    .as_ref()
                    .is_some_and(|bead| bead.source_count == 0 && bead.target_count > 0) =>
            {
                self.set_target(one);
            }
            [one] => self.set_source(one),
            [source, target] => {
                self.set_source(source);
                self.set_target(target);
            }
            variants => self.variants = variants.iter().map(variant_row).collect(),
        }
    }

    fn set_source(&mut self, variant: &'a Variant) {
        self.source_lang = Some(variant.lang.as_str());
        self.source = Some(variant.segment.text());
        self.source_codes = rows(&variant.segment);
        self.source_facts = own_facts(variant);
    }

    fn set_target(&mut self, variant: &'a Variant) {
        self.target_lang = Some(variant.lang.as_str());
        self.target = Some(variant.segment.text());
        self.target_codes = rows(&variant.segment);
        self.target_facts = own_facts(variant);
    }
}

fn own_facts(variant: &Variant) -> Option<VariantFacts<'_>> {
    let has_any = !variant.notes.is_empty() || !variant.properties.is_empty() || variant.provenance.is_some();
    has_any.then(|| variant_facts(variant))
}

fn variant_facts(variant: &Variant) -> VariantFacts<'_> {
    VariantFacts {
        provenance: variant.provenance.as_deref().map(provenance_row).unwrap_or_default(),
        notes: variant.notes.iter().map(note_row).collect(),
        properties: Properties(&variant.properties),
    }
}

fn variant_row(variant: &Variant) -> VariantRow<'_> {
    VariantRow {
        lang: variant.lang.as_str(),
        text: variant.segment.text(),
        codes: rows(&variant.segment),
        facts: variant_facts(variant),
    }
}

fn context_row(context: &Context) -> ContextRow<'_> {
    ContextRow {
        previous: context.previous.as_deref(),
        next: context.next.as_deref(),
        key: context.key.as_deref(),
    }
}

fn provenance_row(provenance: &Provenance) -> ProvenanceRow<'_> {
    ProvenanceRow {
        created: provenance.created.as_ref().map(Moment::to_extended),
        created_by: provenance.created_by.as_deref(),
        changed: provenance.changed.as_ref().map(Moment::to_extended),
        changed_by: provenance.changed_by.as_deref(),
        last_used: provenance.last_used.as_ref().map(Moment::to_extended),
        usage_count: provenance.usage_count,
        tool: provenance.tool.as_deref(),
        tool_version: provenance.tool_version.as_deref(),
    }
}

fn note_row(note: &Note) -> NoteRow<'_> {
    if *note == Note::new(note.text.as_str()) {
        return NoteRow::Text(&note.text);
    }
    NoteRow::Detailed {
        text: &note.text,
        lang: note.lang.as_ref().map(crate::model::LanguageTag::as_str),
        category: note.category.as_deref(),
        applies_to: note.applies_to.map(|side| match side {
            AppliesTo::Source => "source",
            AppliesTo::Target => "target",
        }),
        priority: note.priority,
    }
}

fn candidate_row(candidate: &Candidate) -> CandidateRow<'_> {
    CandidateRow {
        source: candidate.source.as_ref().map(Segment::text),
        source_codes: candidate.source.as_ref().map(rows).unwrap_or_default(),
        target: candidate.target.text(),
        target_codes: rows(&candidate.target),
        similarity: candidate.similarity,
        quality: candidate.quality,
        origin: candidate.origin.as_deref(),
        candidate_type: candidate.candidate_type.as_deref(),
    }
}
