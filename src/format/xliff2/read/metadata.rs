//! `mda:metadata`: our own groups become the facts that they were, those of others properties.

mod own;

use std::collections::{BTreeSet, HashMap};

use own::{read_own, well_formed};

use super::findings::Findings;
use super::notes::{ReadNote, side};
use crate::diag::DiagnosticCode;
use crate::format::xml::Element;
use crate::model::{
    AppliesTo, Bead, Context, Header, Property, Provenance, SourceLanguage, TranslationUnit, Untranslated,
};

/// The namespace of the module.
pub(in super::super) const NAMESPACE: &str = "urn:oasis:names:tc:xliff:metadata:2.0";

/// What is said of one side.
#[derive(Debug, Default, Clone)]
struct OfSide {
    properties: Vec<Property>,
    provenance: Provenance,
}

impl OfSide {
    /// How many bytes a unit gets.
    fn bytes(&self) -> usize {
        let Provenance {
            created,
            created_by,
            changed,
            changed_by,
            last_used,
            usage_count: _,
            tool,
            tool_version,
        } = &self.provenance;
        let moments = [created, changed, last_used].into_iter().flatten();
        let of_moments = moments.map(|moment| moment.compact().len()).sum::<usize>();
        let names = [created_by, changed_by, tool, tool_version];
        let of_names = names.into_iter().flatten().map(String::len).sum::<usize>();
        self.properties.iter().map(Property::bytes).sum::<usize>() + of_moments + of_names
    }
}

/// A note that belongs to a variant.
#[derive(Debug, Clone)]
pub(super) struct OfVariant {
    pub(super) note: String,
    pub(super) side: AppliesTo,
    /// Whether the note names its side itself.
    pub(super) has_side: bool,
}

/// What metadata say of a unit, or of one of its segments.
#[derive(Debug, Default, Clone)]
pub(super) struct Facts {
    unit: OfSide,
    source: OfSide,
    target: OfSide,
    language: Option<SourceLanguage>,
    context: Context,
    bead: Option<Bead>,
    standing: Option<Untranslated>,
    header: Header,
    /// Whether they are said of a file or of all, and may say what a header does.
    is_of_header: bool,
    /// The key that a tool gives it in a property.
    key: Option<String>,
    pub(super) notes_of_variants: Vec<OfVariant>,
    pub(super) segments: Vec<OfSegment>,
}

/// What metadata say of one segment of several.
#[derive(Debug, Default, Clone)]
pub(super) struct OfSegment {
    pub(super) id: String,
    pub(super) original_id: Option<String>,
    pub(super) notes: Vec<String>,
    pub(super) facts: Facts,
}

impl Facts {
    /// What each `mda:metadata` of a unit says.
    pub(super) fn of_unit(all: &[Element<'_>], findings: &mut Findings<'_, '_>) -> Self {
        let mut facts = Self::default();
        for metadata in all {
            read(*metadata, &mut facts, findings);
        }
        facts
    }

    /// To be read from what stands before the units of a document.
    pub(super) fn of_header() -> Self {
        Self {
            is_of_header: true,
            ..Self::default()
        }
    }

    /// Makes properties of what is said in the way of our own metadata of notes that are not there: it is another's.
    pub(super) fn keep_notes_of_others(&mut self, notes: &[ReadNote<'_>]) {
        if self.notes_of_variants.is_empty() && self.segments.iter().all(|of| of.facts.notes_of_variants.is_empty()) {
            return;
        }
        let mut ids = BTreeSet::new();
        ids.extend(notes.iter().filter_map(|note| note.id));
        self.keep_notes(|id| ids.contains(id));
        // notes of variants are told of the whole unit alone
        for of_segment in &mut self.segments {
            of_segment.facts.keep_notes(|_| false);
        }
    }

    fn keep_notes(&mut self, is_there: impl Fn(&str) -> bool) {
        for of in std::mem::take(&mut self.notes_of_variants) {
            if is_there(&of.note) {
                self.notes_of_variants.push(of);
                continue;
            }
            let name = if of.has_side { "note-with-side" } else { "note" };
            self.of(Some(of.side)).properties.push(named("notes", name, &of.note));
        }
    }

    fn of(&mut self, side: Option<AppliesTo>) -> &mut OfSide {
        match side {
            None => &mut self.unit,
            Some(AppliesTo::Source) => &mut self.source,
            Some(AppliesTo::Target) => &mut self.target,
        }
    }

    /// How many bytes a unit gets.
    pub(super) fn bytes(&self) -> usize {
        let of_sides = [&self.unit, &self.source, &self.target].map(OfSide::bytes);
        let Context { previous, next, key } = &self.context;
        let texts = [previous, next, key, &self.key];
        let of_bead = self
            .bead
            .as_ref()
            .map_or(0, |bead| (bead.source.len() + bead.target.len()) * size_of::<u32>());
        of_sides.iter().sum::<usize>() + texts.into_iter().flatten().map(String::len).sum::<usize>() + of_bead
    }

    /// What they say of single segments, by the id of the segment: the first of each.
    pub(super) fn by_segment(&self) -> HashMap<&str, &OfSegment> {
        let mut by_segment = HashMap::new();
        for of in &self.segments {
            by_segment.entry(of.id.as_str()).or_insert(of);
        }
        by_segment
    }

    /// Adds what they say to a unit. What is said of a target that it does not have goes to the unit.
    pub(super) fn apply(&self, unit: &mut TranslationUnit) {
        unit.properties.extend_from_slice(&self.unit.properties);
        merge(&self.unit.provenance, &mut unit.provenance);
        for (number, of_side) in [&self.source, &self.target].into_iter().enumerate() {
            if let Some(variant) = unit.variants.get_mut(number) {
                variant.properties.extend_from_slice(&of_side.properties);
                merge(&of_side.provenance, &mut variant.provenance);
            } else {
                unit.properties.extend_from_slice(&of_side.properties);
                merge(&of_side.provenance, &mut unit.provenance);
            }
        }
        if let Some(language) = &self.language {
            unit.source_language = Some(language.clone());
        }
        if self.context != Context::default() {
            unit.context = Some(Box::new(self.context.clone()));
        }
        if let Some(key) = &self.key {
            unit.context
                .get_or_insert_default()
                .key
                .get_or_insert_with(|| key.clone());
        }
        if let Some(bead) = &self.bead {
            unit.bead = Some(Box::new(bead.clone()));
        }
        unit.untranslated = self.standing.or(unit.untranslated);
    }

    /// Adds what they say to the header.
    pub(super) fn apply_to_header(self, header: &mut Header) {
        header.segment_type = header.segment_type.or(self.header.segment_type);
        header.datatype = header.datatype.take().or(self.header.datatype);
        header.original_format = header.original_format.take().or(self.header.original_format);
        header.admin_language = header.admin_language.take().or(self.header.admin_language);
        for of_side in [self.unit, self.source, self.target] {
            for property in &of_side.properties {
                let place = match property.name.as_str() {
                    "format/datatype" => &mut header.datatype,
                    "tool/tool-name" => &mut header.provenance.tool,
                    "tool/tool-version" => &mut header.provenance.tool_version,
                    _ => continue,
                };
                place.get_or_insert_with(|| property.value.clone());
            }
            header.properties.extend(of_side.properties);
            merge_into(&of_side.provenance, &mut header.provenance);
        }
    }
}

fn merge(from: &Provenance, into: &mut Option<Box<Provenance>>) {
    if !from.is_empty() {
        merge_into(from, into.get_or_insert_default());
    }
}

fn merge_into(from: &Provenance, into: &mut Provenance) {
    fn set<T: Clone>(place: &mut Option<T>, value: Option<&T>) {
        if let Some(value) = value {
            *place = Some(value.clone());
        }
    }
    set(&mut into.created, from.created.as_ref());
    set(&mut into.created_by, from.created_by.as_ref());
    set(&mut into.changed, from.changed.as_ref());
    set(&mut into.changed_by, from.changed_by.as_ref());
    set(&mut into.last_used, from.last_used.as_ref());
    set(&mut into.usage_count, from.usage_count.as_ref());
    set(&mut into.tool, from.tool.as_ref());
    set(&mut into.tool_version, from.tool_version.as_ref());
}

/// Reads an `mda:metadata`.
pub(super) fn read(metadata: Element<'_>, facts: &mut Facts, findings: &mut Findings<'_, '_>) {
    if metadata.attribute("id").is_some() {
        findings.not_carried_in_document("the `id` of metadata", metadata.at());
    }
    for group in metadata.elements() {
        if is_module(group, "metaGroup") {
            read_group(group, facts, findings);
        } else {
            unknown(group, "metadata", findings);
        }
    }
}

fn is_module(element: Element<'_>, local: &str) -> bool {
    element.namespace() == NAMESPACE && element.local() == local
}

fn unknown(element: Element<'_>, parent: &str, findings: &mut Findings<'_, '_>) {
    let message = format!("`{}` may not stand in `{parent}` and is not read", element.name());
    findings.say(DiagnosticCode::ElementUnknown, element.at(), message);
}

/// What stands in a group: values by their type, and groups.
enum Entry<'t> {
    Meta(&'t str, String),
    Group(Element<'t>),
}

fn entries<'t>(group: Element<'t>, findings: &mut Findings<'_, '_>) -> Vec<Entry<'t>> {
    let mut entries = Vec::new();
    for element in group.elements() {
        if is_module(element, "metaGroup") {
            entries.push(Entry::Group(element));
        } else if is_module(element, "meta") {
            let name = element.attribute("type").unwrap_or_else(|| {
                let message = "`mda:meta` has no `type`, which is taken to be empty";
                findings.say(DiagnosticCode::AttributeMissing, element.at(), message);
                ""
            });
            entries.push(Entry::Meta(name, element.text()));
        } else {
            unknown(element, "metaGroup", findings);
        }
    }
    entries
}

fn read_group(group: Element<'_>, facts: &mut Facts, findings: &mut Findings<'_, '_>) {
    let side = side(group, findings);
    say_side(group, side, facts, findings);
    let category = group.attribute("category").unwrap_or_default();
    let entries = entries(group, findings);
    match category {
        "properties" => read_properties(&entries, side, facts, findings),
        "segment" if matches!(entries.first(), Some(Entry::Meta("id", _))) => {
            let mut of_segment = OfSegment::default();
            for entry in &entries {
                match entry {
                    Entry::Meta("id", value) => of_segment.id.clone_from(value),
                    Entry::Meta("original-id", value) => of_segment.original_id = Some(value.clone()),
                    Entry::Meta("note", value) => of_segment.notes.push(value.clone()),
                    Entry::Meta(name, value) => of_segment.facts.unit.properties.push(named(category, name, value)),
                    Entry::Group(group) => read_group(*group, &mut of_segment.facts, findings),
                }
            }
            facts.segments.push(of_segment);
        }
        _ => {
            let path = match (category, group.attribute("id")) {
                (category, Some(id)) if !is_own(category) => join(category, id),
                _ => category.to_owned(),
            };
            for entry in &entries {
                match entry {
                    Entry::Meta(name, value) if read_own(category, name, value, side, facts) => {}
                    Entry::Meta(name, value) => push_foreign(facts, side, &path, name, value),
                    Entry::Group(group) => read_foreign(*group, &path, side, facts, findings),
                }
            }
        }
    }
}

/// Says that a header has no sides.
fn say_side(group: Element<'_>, side: Option<AppliesTo>, facts: &Facts, findings: &mut Findings<'_, '_>) {
    if facts.is_of_header && side.is_some() {
        findings.not_carried_in_document("the `appliesTo` of metadata on a file or on all files", group.at());
    }
}

fn is_own(category: &str) -> bool {
    [
        "provenance",
        "context",
        "alignment",
        "language",
        "header",
        "translation",
        "notes",
    ]
    .contains(&category)
}

/// Properties stand by themselves, or in a group for their language.
fn read_properties(entries: &[Entry<'_>], side: Option<AppliesTo>, facts: &mut Facts, findings: &mut Findings<'_, '_>) {
    for entry in entries {
        match entry {
            Entry::Meta(name, value) => facts.of(side).properties.push(Property::new(*name, value.as_str())),
            Entry::Group(group) => {
                let category = group.attribute("category").unwrap_or_default();
                let lang = category.strip_prefix("lang:").and_then(well_formed);
                if lang.is_none() {
                    read_foreign(*group, "properties", side, facts, findings);
                    continue;
                }
                for entry in self::entries(*group, findings) {
                    match entry {
                        Entry::Meta(name, value) => facts.of(side).properties.push(Property {
                            lang: lang.clone(),
                            ..Property::new(name, value)
                        }),
                        Entry::Group(group) => read_foreign(group, category, side, facts, findings),
                    }
                }
            }
        }
    }
}

/// A group that is none of ours: its values are properties, named by the path to them.
fn read_foreign(
    group: Element<'_>,
    path: &str,
    side: Option<AppliesTo>,
    facts: &mut Facts,
    findings: &mut Findings<'_, '_>,
) {
    let own_side = self::side(group, findings);
    say_side(group, own_side, facts, findings);
    let side = own_side.or(side);
    let mut path = join(path, group.attribute("category").unwrap_or_default());
    if let Some(id) = group.attribute("id") {
        path = join(&path, id);
    }
    for entry in entries(group, findings) {
        match entry {
            Entry::Meta(name, value) => push_foreign(facts, side, &path, name, &value),
            Entry::Group(group) => read_foreign(group, &path, side, facts, findings),
        }
    }
}

fn push_foreign(facts: &mut Facts, side: Option<AppliesTo>, path: &str, name: &str, value: &str) {
    let property = named(path, name, value);
    if property.name == "transUnitAttributes/resname" && !value.is_empty() {
        facts.key.get_or_insert_with(|| value.to_owned());
    }
    facts.of(side).properties.push(property);
}

fn named(path: &str, name: &str, value: &str) -> Property {
    Property::new(join(path, name), value)
}

fn join(path: &str, name: &str) -> String {
    match (path, name) {
        ("", name) => name.to_owned(),
        (path, "") => path.to_owned(),
        (path, name) => format!("{path}/{name}"),
    }
}
