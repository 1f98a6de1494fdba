//! `notes`, and which of them are on which segment.

use std::collections::{BTreeSet, HashMap};

use super::super::fragment::{Fragment, Home, Named};
use super::content::Piece;
use super::findings::Findings;
use super::foreign::XML;
use super::metadata::{Facts, OfVariant};
use crate::diag::DiagnosticCode;
use crate::format::xml::Element;
use crate::model::{AppliesTo, Note, TranslationUnit};

/// A note as it stands in the file.
#[derive(Debug)]
pub(super) struct ReadNote<'t> {
    pub(super) id: Option<&'t str>,
    /// What it speaks of, in XLIFF 2.2.
    pub(super) reference: Option<&'t str>,
    pub(super) at: usize,
    pub(super) note: Note,
}

/// The side that `appliesTo` names.
pub(super) fn side(element: Element<'_>, findings: &mut Findings<'_, '_>) -> Option<AppliesTo> {
    match element.attribute("appliesTo") {
        None => None,
        Some("source") => Some(AppliesTo::Source),
        Some("target") => Some(AppliesTo::Target),
        // of metadata alone: what it says is said of the unit
        Some("ignorable") if element.local() == "metaGroup" => None,
        Some(other) => {
            findings.odd_value("appliesTo", other, element.at(), "it is not read");
            None
        }
    }
}

/// The notes that stand in a `notes`.
pub(super) fn read<'t>(notes: Element<'t>, core: &str, findings: &mut Findings<'_, '_>) -> Vec<ReadNote<'t>> {
    let mut read = Vec::new();
    for element in notes.elements() {
        if element.namespace() != core || element.local() != "note" {
            let message = format!("`{}` may not stand in `notes` and is not read", element.name());
            findings.say(DiagnosticCode::ElementUnknown, element.at(), message);
            continue;
        }
        read.push(note(element, findings));
    }
    read
}

fn note<'t>(element: Element<'t>, findings: &mut Findings<'_, '_>) -> ReadNote<'t> {
    let mut read = ReadNote {
        id: None,
        reference: None,
        at: element.at(),
        note: Note::new(element.text()),
    };
    for attribute in element.attributes() {
        match attribute.name {
            _ if attribute.declared_prefix().is_some() => {}
            "id" => read.id = Some(attribute.value),
            "ref" => read.reference = Some(attribute.value),
            "appliesTo" => read.note.applies_to = side(element, findings),
            "category" => read.note.category = Some(attribute.value.to_owned()),
            "priority" => match attribute.value.trim().parse() {
                Ok(priority) if (1..=10).contains(&priority) => read.note.priority = Some(priority),
                _ => findings.odd_value("priority", attribute.value, attribute.at, "it is not read"),
            },
            name if attribute.namespace.is_empty() || attribute.namespace == XML => {
                let message = format!("`note` has no attribute `{name}`; it is not read");
                findings.say(DiagnosticCode::AttributeUnknown, attribute.at, message);
            }
            name => findings.not_carried(&format!("attribute `{name}` of a note"), attribute.at),
        }
    }
    let fragment = read.reference.and_then(Fragment::parse_loosely);
    if fragment.is_some_and(|fragment| fragment.side() == AppliesTo::Target) {
        read.note.applies_to.get_or_insert(AppliesTo::Target);
    }
    read
}

/// What a note speaks of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Subject<'n> {
    /// All of the unit.
    Unit,
    /// The segment of this id.
    Segment(&'n str),
    /// Nothing that a note of the unit can speak of.
    Nothing,
}

impl<'n> Subject<'n> {
    /// What `ref` of a note names: a segment, itself or by its source or target (XLIFF 2.2, `ref`).
    fn of(reference: &'n str, home: Home<'_>) -> Self {
        match Fragment::parse_loosely(reference).and_then(|fragment| fragment.within(home)) {
            Some(Named::Unit) => Self::Unit,
            Some(Named::Inline { id, .. }) => Self::Segment(id),
            _ => Self::Nothing,
        }
    }
}

/// The notes of a unit, by what they are on.
#[derive(Debug)]
pub(super) struct NotesOf<'n> {
    all: &'n [ReadNote<'n>],
    /// The numbers of those on all segments.
    shared: Vec<usize>,
    /// The numbers of those on one segment, by its id.
    of_segments: HashMap<&'n str, Vec<usize>>,
    /// What metadata say of those on a variant, by the id of the note.
    of_variants: HashMap<&'n str, &'n OfVariant>,
}

impl<'n> NotesOf<'n> {
    /// The notes of a unit of so many segments, with what metadata say of them.
    pub(super) fn new(all: &'n [ReadNote<'n>], facts: &'n Facts, segments: usize, home: Home<'_>) -> Self {
        let mut named: HashMap<&str, &str> = HashMap::new();
        for of in &facts.segments {
            for note in &of.notes {
                named.entry(note).or_insert(&of.id);
            }
        }
        let mut notes = Self {
            all,
            shared: Vec::new(),
            of_segments: HashMap::new(),
            of_variants: HashMap::new(),
        };
        for of in &facts.notes_of_variants {
            notes.of_variants.entry(&of.note).or_insert(of);
        }
        for (number, note) in all.iter().enumerate() {
            let subject = match (note.reference, note.id.and_then(|id| named.get(id))) {
                (Some(_), _) if segments == 1 => Subject::Unit,
                (Some(reference), _) => Subject::of(reference, home),
                (None, Some(segment)) => Subject::Segment(segment),
                (None, None) => Subject::Unit,
            };
            match subject {
                Subject::Unit => notes.shared.push(number),
                Subject::Segment(segment) => notes.of_segments.entry(segment).or_default().push(number),
                Subject::Nothing => {}
            }
        }
        notes
    }

    /// How many bytes each segment gets.
    pub(super) fn shared_bytes(&self) -> usize {
        let shared = self.shared.iter().filter_map(|number| self.all.get(*number));
        shared
            .map(|read| {
                let category = read.note.category.as_deref().unwrap_or_default();
                size_of::<Note>() + read.note.text.len() + category.len()
            })
            .sum()
    }

    /// Gives a segment its notes, in the order of the file.
    pub(super) fn give(&self, unit: &mut TranslationUnit, segment: Option<&str>) {
        let own = segment.and_then(|id| self.of_segments.get(id));
        let mut numbers: Vec<usize> = self.shared.iter().chain(own.into_iter().flatten()).copied().collect();
        numbers.sort_unstable();
        for read in numbers.into_iter().filter_map(|number| self.all.get(number)) {
            let of_variant = read.id.and_then(|id| self.of_variants.get(id));
            let mut note = read.note.clone();
            let Some(of_variant) = of_variant else {
                unit.notes.push(note);
                continue;
            };
            if !of_variant.has_side {
                note.applies_to = None;
            }
            let number = usize::from(of_variant.side == AppliesTo::Target);
            match unit.variants.get_mut(number) {
                Some(variant) => variant.notes.push(note),
                None => unit.notes.push(read.note.clone()),
            }
        }
    }
}

pub(super) fn say_broken_references(
    notes: &[ReadNote<'_>],
    pieces: &[Piece<'_>],
    facts: &Facts,
    home: Home<'_>,
    findings: &mut Findings<'_, '_>,
) {
    let mut named = BTreeSet::new();
    named.extend(pieces.iter().filter_map(|piece| piece.id));
    for note in notes {
        let Some(reference) = note.reference else { continue };
        let is_there = match Subject::of(reference, home) {
            Subject::Unit => true,
            Subject::Segment(id) => named.contains(id),
            Subject::Nothing => false,
        };
        if !is_there {
            let message = if pieces.len() == 1 {
                format!("a note is on `{reference}`, which is not in the unit; it is read as one on the unit")
            } else {
                format!("a note is on `{reference}`, which is not in the unit; it is not read")
            };
            findings.say(DiagnosticCode::ReferenceBroken, note.at, message);
        }
    }
    for of in &facts.segments {
        if !named.contains(of.id.as_str()) {
            let message = format!(
                "metadata are on segment `{}`, which is not in the unit; they are not read",
                of.id
            );
            let at = pieces.first().map_or(0, |piece| piece.element.at());
            findings.say(DiagnosticCode::ReferenceBroken, at, message);
        }
    }
}
