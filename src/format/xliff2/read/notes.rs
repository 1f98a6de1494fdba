//! `notes`, and which of them are on which segment.

use super::content::Piece;
use super::findings::Findings;
use super::foreign::XML;
use super::metadata::Facts;
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
    read
}

/// Adds the notes on a segment: those of the unit that name no other.
pub(super) fn add(unit: &mut TranslationUnit, piece: &Piece<'_>, count: usize, notes: &[ReadNote<'_>], facts: &Facts) {
    for read in notes {
        let is_here = if let Some(reference) = read.reference {
            refers_to(reference, piece) || count == 1
        } else {
            let of_segment = read.id.and_then(|id| segment_of_note(facts, id));
            of_segment.is_none_or(|segment| Some(segment) == piece.id)
        };
        if !is_here {
            continue;
        }
        let of_variant = read
            .id
            .and_then(|id| facts.notes_of_variants.iter().find(|of| of.note == id));
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

/// The segment that metadata say a note is on.
fn segment_of_note<'f>(facts: &'f Facts, note: &str) -> Option<&'f str> {
    let of_segment = facts.segments.iter().find(|of| of.notes.iter().any(|id| id == note));
    of_segment.map(|of| of.id.as_str())
}

/// Whether a fragment names a segment, its source or its target (XLIFF 2.2, `ref`).
fn refers_to(reference: &str, piece: &Piece<'_>) -> bool {
    let last = reference.rsplit(['/', '#']).next().unwrap_or_default();
    piece.id == Some(last.strip_prefix("t=").unwrap_or(last))
}

pub(super) fn say_broken_references(
    notes: &[ReadNote<'_>],
    pieces: &[Piece<'_>],
    facts: &Facts,
    findings: &mut Findings<'_, '_>,
) {
    for note in notes {
        let Some(reference) = note.reference else { continue };
        if !pieces.iter().any(|piece| refers_to(reference, piece)) {
            let message = if pieces.len() == 1 {
                format!("a note is on `{reference}`, which is not in the unit; it is read as one on the unit")
            } else {
                format!("a note is on `{reference}`, which is not in the unit; it is not read")
            };
            findings.say(DiagnosticCode::ReferenceBroken, note.at, message);
        }
    }
    for of in &facts.segments {
        if !pieces.iter().any(|piece| piece.id == Some(&of.id)) {
            let message = format!(
                "metadata are on segment `{}`, which is not in the unit; they are not read",
                of.id
            );
            let at = pieces.first().map_or(0, |piece| piece.element.at());
            findings.say(DiagnosticCode::ReferenceBroken, at, message);
        }
    }
}
