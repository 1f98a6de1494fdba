//! memoQ: mqxliff. State, lock, user and time are attributes of the `trans-unit`; the key is a context; comments and
//! earlier versions are elements.

use crate::format::xliff1::read::{Draft, Findings};
use crate::format::xml::Element;
use crate::model::{AppliesTo, Moment, Note, State};

const NAMESPACE: &str = "MQXliff";

pub(super) fn absorbs(element: &Element<'_>) -> bool {
    element.namespace() == NAMESPACE && matches!(element.local(), "comments" | "minorversions")
}

pub(super) fn adjust(element: Element<'_>, drafts: &mut [Draft], findings: &mut Findings<'_, '_>) {
    let said = |local| element.attribute_of(NAMESPACE, local).filter(|value| !value.is_empty());
    for draft in drafts.iter_mut().filter(|draft| draft.is_segment) {
        let unit = &mut draft.unit;
        if let Some(status) = said("status") {
            unit.state = Some(State::Other(status.to_owned()));
        }
        if let Some(time) = said("lastchangedtimestamp") {
            unit.provenance_mut().changed = Some(Moment::parse(time));
        }
        if let Some(user) = said("lastchanginguser") {
            unit.provenance_mut().changed_by = Some(user.to_owned());
        }
        let key = unit.properties.iter().find(|property| property.name == "x-mmq-context");
        if let Some(key) = key.map(|property| property.value.clone()) {
            let context = unit.context.get_or_insert_default();
            context.key.get_or_insert(key);
        }
    }
    for child in element.elements().filter(absorbs) {
        if child.local() == "minorversions" {
            findings.never_carried("an earlier version of a unit", child.at());
            continue;
        }
        for comment in child.elements() {
            read_comment(comment, drafts, findings);
        }
    }
}

fn read_comment(comment: Element<'_>, drafts: &mut [Draft], findings: &mut Findings<'_, '_>) {
    if comment.attribute("deleted") == Some("true") {
        findings.never_carried("a comment that was deleted", comment.at());
        return;
    }
    let Some(first) = drafts.iter_mut().find(|draft| draft.is_segment) else {
        return;
    };
    first.unit.notes.push(Note {
        text: comment.text(),
        category: comment.attribute("creatoruser").map(str::to_owned),
        applies_to: match comment.attribute("appliesto") {
            Some("Source") => Some(AppliesTo::Source),
            Some("Target") => Some(AppliesTo::Target),
            _ => None,
        },
        ..Note::default()
    });
    findings.never_carried("when a comment was made, and its kind", comment.at());
}
