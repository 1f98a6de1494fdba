//! `<context-group>`, `<count-group>` and `<note>`: what is said of a unit beside its text.

use super::page::Page;
use super::placing::is_segment;
use super::read::note_letter;
use super::values::{CONTEXT_TYPES, listed_or_prefixed};
use crate::diag::Fact;
use crate::model::{
    AppliesTo, LanguageTag, Moment, Note, Property, Provenance, SourceLanguage, Standing, TranslationUnit, Variant,
};

/// Whose groups they are: the names of groups must differ within a file.
#[derive(Debug, Clone, Copy)]
pub(super) struct Owner<'a> {
    /// The `id` of the `<trans-unit>`.
    pub(super) id: &'a str,
    /// The part of the unit, from 0.
    pub(super) part: usize,
}

/// Facts of a part that found no place of their own in the `<trans-unit>`.
#[derive(Debug, Default)]
pub(super) struct Leftover<'a> {
    /// The part's id, where `id` or `mid` and `resname` don't hold it.
    pub(super) id: Option<&'a str>,
    /// The part's state, where `state` does not hold it.
    pub(super) state: Option<&'a str>,
    /// Whether it is a translation, though its state would not tell readers.
    pub(super) is_translated: bool,
    /// The id of the XLIFF unit that the part belonged to, where `id` does not hold it.
    pub(super) unit: Option<&'a str>,
    /// The part's key, where `resname` does not hold it.
    pub(super) key: Option<&'a str>,
    /// Whom each note speaks of, where that is not the unit as a whole.
    pub(super) notes: Option<String>,
    /// That a target is empty, or missing, where it does not look so.
    pub(super) target: Option<&'a str>,
    /// Whether it belongs to no document, though its file does.
    pub(super) no_document: bool,
}

/// Writes all groups of `unit`; `source` and `target` are its variants that are written, `properties` those of its own that
/// neither attributes nor the place of the unit hold.
pub(super) fn write_groups<'u>(
    page: &mut Page<'_>,
    owner: Owner<'_>,
    unit: &TranslationUnit,
    leftover: &Leftover<'_>,
    properties: impl Iterator<Item = &'u Property>,
    source: Option<&Variant>,
    target: Option<&Variant>,
) {
    write_unit_group(page, owner, unit, leftover);
    let mut group = Group::new(page, owner, "context");
    group.purpose = Some("information");
    if let Some(context) = unit.context.as_deref() {
        group.write_if("x-context-pre", context.previous.as_deref());
        group.write_if("x-context-post", context.next.as_deref());
    }
    group.write_if("x-key", leftover.key);
    group.end();
    write_alignment(page, owner, unit);
    write_properties(page, owner, "properties", properties);
    write_provenance(page, owner, "provenance", "usage", unit.provenance.as_deref());
    if let Some(source) = source {
        write_properties(page, owner, "source-properties", &source.properties);
        let provenance = source.provenance.as_deref();
        write_provenance(page, owner, "source-provenance", "source-usage", provenance);
    }
    if let Some(target) = target {
        write_properties(page, owner, "target-properties", &target.properties);
        let provenance = target.provenance.as_deref();
        write_provenance(page, owner, "target-provenance", "target-usage", provenance);
    }
}

/// A `<context-group>`, which is begun with its first context: without any, there is none.
struct Group<'g, 'o> {
    page: &'g mut Page<'o>,
    owner: Owner<'g>,
    kind: &'static str,
    purpose: Option<&'static str>,
    is_open: bool,
}

impl<'g, 'o> Group<'g, 'o> {
    fn new(page: &'g mut Page<'o>, owner: Owner<'g>, kind: &'static str) -> Self {
        Self {
            page,
            owner,
            kind,
            purpose: None,
            is_open: false,
        }
    }

    fn write(&mut self, context_type: &str, text: &str) {
        self.write_of(["", context_type], text);
    }

    /// Writes a context of a type that is given in two pieces.
    fn write_of(&mut self, context_type: [&str; 2], text: &str) {
        if !std::mem::replace(&mut self.is_open, true) {
            self.page.markup("        <context-group");
            write_group_name(self.page, self.kind, self.owner);
            self.page.attribute_if("purpose", self.purpose);
            self.page.markup(">\n");
        }
        write_context(self.page, "          ", context_type, text);
    }

    fn write_if(&mut self, context_type: &str, text: Option<&str>) {
        if let Some(text) = text {
            self.write(context_type, text);
        }
    }

    fn end(self) {
        if self.is_open {
            self.page.markup("        </context-group>\n");
        }
    }
}

/// Writes one `<context>` on a line of its own, whose type is given in two pieces.
pub(super) fn write_context(page: &mut Page<'_>, indent: &str, context_type: [&str; 2], text: &str) {
    page.markup(indent);
    page.markup("<context");
    page.attribute_of("context-type", &context_type);
    page.markup(">");
    page.text(text);
    page.markup("</context>\n");
}

/// Writes the name of a group. No kind holds a colon or ends in a number, so names differ where ids do.
fn write_group_name(page: &mut Page<'_>, kind: &str, owner: Owner<'_>) {
    match owner.part {
        0 => page.attribute_of("name", &[kind, ":", owner.id]),
        part => page.attribute_of("name", &[kind, "-", &(part + 1).to_string(), ":", owner.id]),
    }
}

fn write_unit_group(page: &mut Page<'_>, owner: Owner<'_>, unit: &TranslationUnit, leftover: &Leftover<'_>) {
    let mut group = Group::new(page, owner, "unit");
    group.write_if("x-id", leftover.id);
    group.write_if("x-unit", leftover.unit);
    group.write_if("x-state", leftover.state);
    group.write_if("x-notes", leftover.notes.as_deref());
    group.write_if("x-target", leftover.target);
    if leftover.no_document {
        group.write("x-document", "");
    }
    match &unit.source_language {
        Some(SourceLanguage::Any) => group.write("x-source-language", "*all*"),
        Some(SourceLanguage::Tag(tag)) => group.write("x-source-language", tag.as_str()),
        None => {}
    }
    match &unit.standing {
        Standing::Unit if leftover.is_translated => group.write("x-standing", "translated"),
        Standing::Unit => {}
        Standing::Unaligned => group.write("x-standing", "unaligned"),
        Standing::Junk(reason) => group.write("x-junk", reason.as_str()),
    }
    group.end();
}

fn write_alignment(page: &mut Page<'_>, owner: Owner<'_>, unit: &TranslationUnit) {
    let Some(bead) = unit.bead.as_deref() else { return };
    let mut group = Group::new(page, owner, "alignment");
    group.write("x-bead", &bead.shape());
    if let Some(confidence) = bead.confidence {
        group.write("x-confidence", &confidence.to_string());
    }
    for (context_type, segments) in [("x-source-segments", &bead.source), ("x-target-segments", &bead.target)] {
        if !segments.is_empty() {
            let numbers: Vec<String> = segments.iter().map(u32::to_string).collect();
            group.write(context_type, &numbers.join(" "));
        }
    }
    group.end();
}

fn write_properties<'p>(
    page: &mut Page<'_>,
    owner: Owner<'_>,
    kind: &'static str,
    properties: impl IntoIterator<Item = &'p Property>,
) {
    let mut group = Group::new(page, owner, kind);
    for property in properties {
        let (context_type, exact) = listed_or_prefixed(&property.name, CONTEXT_TYPES);
        let has_lang = property.lang.is_some();
        let page = &mut *group.page;
        page.lose_if(!exact, Fact::Property, "the exact name of a property");
        page.lose_if(has_lang, Fact::Property, "the language of a property");
        let (prefix, word) = &context_type;
        group.write_of([prefix, word], &property.value);
    }
    group.end();
}

fn write_provenance(
    page: &mut Page<'_>,
    owner: Owner<'_>,
    kind: &'static str,
    usage: &str,
    provenance: Option<&Provenance>,
) {
    let Some(provenance) = provenance else { return };
    let moments = [&provenance.created, &provenance.changed, &provenance.last_used];
    let [created, changed, last_used] = moments.map(|moment| moment.as_ref().map(Moment::extended));
    let mut group = Group::new(page, owner, kind);
    group.write_if("x-created", created.as_deref());
    group.write_if("x-created-by", provenance.created_by.as_deref());
    group.write_if("x-changed", changed.as_deref());
    group.write_if("x-changed-by", provenance.changed_by.as_deref());
    group.write_if("x-last-used", last_used.as_deref());
    group.write_if("x-tool", provenance.tool.as_deref());
    group.write_if("x-tool-version", provenance.tool_version.as_deref());
    group.end();
    if let Some(count) = provenance.usage_count {
        page.markup("        <count-group");
        write_group_name(page, usage, owner);
        page.markup(">\n          <count count-type=\"num-usages\" unit=\"trans-unit\">");
        page.markup(&count.to_string());
        page.markup("</count>\n        </count-group>\n");
    }
}

/// The notes of `unit` and of its two variants, each with the side that it speaks of where it does not say so itself.
fn all_notes<'u>(
    unit: &'u TranslationUnit,
    source: Option<&'u Variant>,
    target: Option<&'u Variant>,
) -> impl Iterator<Item = (&'u Note, Option<AppliesTo>)> {
    let own = unit.notes.iter().map(|note| (note, None));
    own.chain(variant_notes(source, AppliesTo::Source))
        .chain(variant_notes(target, AppliesTo::Target))
}

/// A letter for each note that says whom it speaks of; `None` where all speak of the first segment as a whole.
pub(super) fn note_letters(
    unit: &TranslationUnit,
    source: Option<&Variant>,
    target: Option<&Variant>,
    part: usize,
) -> Option<String> {
    let notes = || all_notes(unit, source, target);
    let is_plain = |(note, side): (&Note, Option<AppliesTo>)| side.is_none() && *note != Note::default();
    if (part == 0 && is_segment(unit) && notes().all(is_plain)) || notes().next().is_none() {
        return None;
    }
    Some(notes().map(|(note, side)| note_letter(note, side)).collect())
}

/// Writes the notes of `unit` and of its two variants.
pub(super) fn write_notes(
    page: &mut Page<'_>,
    unit: &TranslationUnit,
    source: Option<&Variant>,
    target: Option<&Variant>,
) {
    for (note, side) in all_notes(unit, source, target) {
        write_note(page, "        ", note, side);
    }
}

fn variant_notes(variant: Option<&Variant>, side: AppliesTo) -> impl Iterator<Item = (&Note, Option<AppliesTo>)> {
    let notes = variant.map(|variant| variant.notes.as_slice()).unwrap_or_default();
    notes.iter().map(move |note| (note, Some(side)))
}

/// Writes one note; `side` is the one it speaks of where it does not say so itself.
pub(super) fn write_note(page: &mut Page<'_>, indent: &str, note: &Note, side: Option<AppliesTo>) {
    page.markup(indent);
    page.markup("<note");
    page.attribute_if("xml:lang", note.lang.as_ref().map(LanguageTag::as_str));
    match note.priority {
        Some(priority @ 1..=10) => page.attribute("priority", &priority.to_string()),
        Some(_) => page.lose(Fact::NoteDetail, "a priority of a note that is not 1 to 10"),
        None => {}
    }
    page.attribute_if("from", note.category.as_deref());
    let side = note.applies_to.or(side).map(|side| match side {
        AppliesTo::Source => "source",
        AppliesTo::Target => "target",
    });
    page.attribute_if("annotates", side);
    page.markup(">");
    page.text(&note.text);
    page.markup("</note>\n");
}
