//! `notes`.

use super::findings::Findings;
use super::foreign::XML;
use crate::diag::DiagnosticCode;
use crate::format::xml::Element;
use crate::model::{AppliesTo, Note};

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
