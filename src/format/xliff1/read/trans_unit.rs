//! `<trans-unit>` (XLIFF 1.2, 3.2.4).

use super::alt_trans::{CandidateSetting, read_alt_trans};
use super::attributes::{read_state_qualifier, read_unit_attributes};
use super::draft::{Draft, by_mid, give_each};
use super::drafting::to_drafts;
use super::file::FileFacts;
use super::findings::Findings;
use super::foreign::extension;
use super::groups::{read_contexts, read_counts, read_note, read_props, says_something};
use super::inline::Setting;
use super::numbers::Numbers;
use super::own::{OwnFacts, share_notes};
use super::place::GroupFacts;
use super::segments::{Texts, read_parts};
use super::standing::{Stateless, is_copy, read_state, why_untranslated};
use super::strict;
use crate::diag::DiagnosticCode;
use crate::format::ORDER;
use crate::format::xml::Element;
use crate::model::{AppliesTo, Note, PartKind, Property, Raw, RawDialect, Untranslated};

/// What stands around a unit.
#[derive(Clone, Copy)]
pub(super) struct Around<'s> {
    pub(super) setting: Setting<'s>,
    pub(super) file: &'s FileFacts,
    pub(super) groups: &'s GroupFacts,
    /// The id that the unit has for its parts, where that is not its own.
    pub(super) whole: Option<&'s str>,
    /// Whether its markup is of use to an output.
    pub(super) may_be_copied: bool,
}

/// The children of a `trans-unit`.
#[derive(Default)]
struct Children<'t> {
    texts: Texts<'t>,
    beside: Vec<Element<'t>>,
    foreign: Vec<Element<'t>>,
}

/// Reads a unit: a draft for each of its parts.
pub(super) fn read_trans_unit(element: Element<'_>, around: Around<'_>, findings: &mut Findings<'_, '_>) -> Vec<Draft> {
    let children = sort_children(element, around.setting, findings);
    let id = element.attribute("id").unwrap_or_default();
    let mut numbers = Numbers::default();
    let parts = read_parts(children.texts, around.setting, &mut numbers, findings);
    let mut drafts = to_drafts(parts, element, &children.texts, around, findings);
    read_unit_attributes(element, &mut drafts, findings);
    read_target_state(&children.texts, &mut drafts, findings);
    if let Some(target) = children.texts.target {
        read_state_qualifier(target, &mut drafts, findings);
    }
    for property in around.groups.contexts.iter().filter(|_| around.groups.has_contexts()) {
        give_each(&mut drafts, property, findings);
    }
    let mut own = OwnFacts::default();
    let mut notes = Vec::new();
    read_beside(
        element,
        &children.beside,
        around,
        &mut drafts,
        &mut own,
        &mut notes,
        &mut numbers,
        findings,
    );
    settle_ids(element, id, around, &own, &mut drafts, findings);
    let first = drafts.iter().position(|draft| draft.is_segment).unwrap_or_default();
    if own.notes.is_empty() {
        notes.retain(says_something);
    }
    share_notes(notes, &own, first, &mut drafts);
    note_comments(&mut drafts);
    read_foreign(element, &children.foreign, around, &mut drafts, findings);
    around.setting.dialects.adjust(element, &mut drafts, findings);
    place(around, &own, &mut drafts, findings);
    give_order(&mut drafts);
    judge(element, &children.texts, around, &own, &mut drafts, findings);
    // several parts know each other by it
    if (around.may_be_copied || drafts.len() > 1) && is_copied(element, around, findings) {
        let segments = || drafts.iter().filter(|draft| draft.is_segment);
        let count = u32::try_from(segments().count()).unwrap_or(u32::MAX);
        let mut number = 0;
        each_segment(&mut drafts, |draft| {
            number += 1;
            let raw = Raw::new(RawDialect::Xliff12, element.markup(), number, count);
            draft.unit.raw = Some(Box::new(raw));
        });
    }
    drafts
}

fn each_segment(drafts: &mut [Draft], change: impl FnMut(&mut Draft)) {
    drafts.iter_mut().filter(|draft| draft.is_segment).for_each(change);
}

fn sort_children<'t>(element: Element<'t>, setting: Setting<'_>, findings: &mut Findings<'_, '_>) -> Children<'t> {
    let mut sorted = Children::default();
    let mut last: Option<(u8, Element<'t>)> = None;
    for child in element.elements() {
        let (slot, rank) = if setting.is_core(&child) {
            match child.local() {
                "source" => (Some(&mut sorted.texts.source), 0),
                "seg-source" => (Some(&mut sorted.texts.seg_source), 1),
                "target" => (Some(&mut sorted.texts.target), 2),
                "context-group" | "count-group" | "prop-group" | "prop" | "note" | "alt-trans" => {
                    sorted.beside.push(child);
                    (None, 3)
                }
                _ => {
                    findings.unknown_element(child.name(), child.at());
                    continue;
                }
            }
        } else {
            findings.is_sound = false;
            sorted.foreign.push(child);
            (None, 4)
        };
        match slot {
            Some(slot @ None) => *slot = Some(child),
            Some(_) => {
                let message = format!("a second `<{}>` stands in the unit and is not read", child.local());
                findings.repaired(child.at(), message);
            }
            None => {}
        }
        if let Some((last_rank, before)) = last
            && rank < last_rank
        {
            let message = format!(
                "`<{}>` stands behind `<{}>`, and is read all the same",
                child.name(),
                before.name()
            );
            findings.repaired(child.at(), message);
        }
        last = Some((rank, child));
    }
    if let Some((text, at)) = stray_text(element) {
        findings.is_sound = false;
        let message = format!("`{text}` stands where no text may stand, and is not read");
        findings.say(DiagnosticCode::TextStray, at, message);
    }
    if sorted.texts.source.is_none() {
        findings.repaired(
            element.at(),
            "the unit has no `<source>`, and is read with an empty one",
        );
    }
    sorted
}

/// The first text that stands between the children.
fn stray_text(element: Element<'_>) -> Option<(&str, usize)> {
    element.children().find_map(|child| match child {
        crate::format::xml::Child::Text(text, at) if !text.trim().is_empty() => Some((text.trim(), at)),
        _ => None,
    })
}

/// Reads `state` of the target, which is that of all segments with a target.
fn read_target_state(texts: &Texts<'_>, drafts: &mut [Draft], findings: &mut Findings<'_, '_>) {
    let Some(target) = texts.target else { return };
    let Some(written) = target.attribute("state") else {
        return;
    };
    let state = read_state(written, target.at(), findings);
    each_segment(drafts, |draft| draft.unit.state = Some(state.clone()));
}

#[expect(
    clippy::too_many_arguments,
    reason = "what stands beside the texts may speak of anything in the unit"
)]
fn read_beside(
    element: Element<'_>,
    beside: &[Element<'_>],
    around: Around<'_>,
    drafts: &mut [Draft],
    own: &mut OwnFacts,
    notes: &mut Vec<Note>,
    numbers: &mut Numbers,
    findings: &mut Findings<'_, '_>,
) {
    let id = element.attribute("id").unwrap_or_default();
    let by_mid = by_mid(drafts);
    for child in beside {
        match child.local() {
            "context-group" => read_contexts(*child, id, drafts, own, findings),
            "count-group" => read_counts(*child, id, drafts, findings),
            "note" => notes.push(read_note(*child, findings)),
            "alt-trans" => {
                let by = CandidateSetting {
                    setting: around.setting,
                    unit: element,
                    source_language: &around.file.source.tag,
                    target_language: around.file.target.as_ref().map(|target| &target.tag),
                };
                let candidates = read_alt_trans(*child, by, numbers, findings);
                let mid = child.attribute("mid");
                let place = mid.and_then(|mid| by_mid.get(mid).copied());
                if let Some(mid) = mid.filter(|_| place.is_none()) {
                    let message = format!(
                        "a translation is offered for the segment `{mid}`, which is not there; it is kept with the first"
                    );
                    findings.is_sound = false;
                    findings.say(DiagnosticCode::ReferenceBroken, child.at(), message);
                }
                let place = place.or_else(|| drafts.iter().position(|draft| draft.is_segment));
                if let Some(draft) = place.and_then(|place| drafts.get_mut(place)) {
                    draft.unit.candidates.extend(candidates);
                }
            }
            _ => {
                for property in read_props(*child, findings) {
                    give_each(drafts, &property, findings);
                }
            }
        }
    }
}

/// Gives each part its id and its key, where our own groups gave none.
fn settle_ids(
    element: Element<'_>,
    id: &str,
    around: Around<'_>,
    own: &OwnFacts,
    drafts: &mut [Draft],
    findings: &mut Findings<'_, '_>,
) {
    let has_id = element.attribute("id").is_some();
    let is_whole = matches!(drafts, [only] if only.mid.is_none());
    let own_id = drafts
        .first()
        .filter(|_| is_whole && own.has_id)
        .and_then(|only| only.unit.id.clone());
    let is_key = |resname: &&str| own.whole.as_deref() != Some(*resname) && own_id.as_deref() != Some(*resname);
    let resname = element.attribute("resname").filter(is_key);
    let mut of = own.whole.as_deref().or(around.whole).unwrap_or(id);
    let short;
    if drafts.len() > 1 && !findings.spend(of.len().saturating_mul(drafts.len() - 1)) {
        short = blake3::hash(of.as_bytes()).to_hex();
        of = &short;
    }
    for (number, draft) in drafts.iter_mut().enumerate() {
        if let Some(key) = resname.filter(|key| draft.is_segment && (number == 0 || findings.spend(key.len()))) {
            draft
                .unit
                .context
                .get_or_insert_default()
                .key
                .get_or_insert_with(|| key.to_owned());
        }
        if is_whole {
            if draft.unit.id.is_none() && has_id {
                draft.unit.id = Some(id.to_owned());
            }
            continue;
        }
        let own_id = match &draft.mid {
            Some(mid) => format!("{of}#{mid}"),
            None => format!("{of}#~{}", number + 1),
        };
        draft.unit.id.get_or_insert(own_id);
        draft.unit.part = Some(Box::new(crate::model::Part {
            of: of.to_owned(),
            kind: if draft.is_segment {
                PartKind::Segment
            } else {
                PartKind::Ignorable
            },
        }));
    }
    if element.attribute("approved") == Some("yes") {
        for part in &own.with_state {
            let Some(draft) = drafts.get_mut(*part).filter(|draft| draft.is_segment) else {
                continue;
            };
            let properties = &mut draft.unit.properties;
            // the attribute came first, and only follows from the state
            if let Some(place) = properties.iter().position(|property| property.name == "x-approved") {
                properties.remove(place);
            }
        }
    }
}

/// Keeps foreign elements with the first segment, unless a dialect reads them.
fn read_foreign(
    element: Element<'_>,
    foreign: &[Element<'_>],
    around: Around<'_>,
    drafts: &mut [Draft],
    findings: &Findings<'_, '_>,
) {
    let Some(first) = drafts.iter_mut().find(|draft| draft.is_segment) else {
        return;
    };
    for child in foreign.iter().filter(|child| !around.setting.dialects.absorbs(child)) {
        first
            .unit
            .extensions
            .push(extension(*child, findings.reading.namespaces, &[element]));
    }
}

/// Says where the unit stands: its groups, and its document.
fn place(around: Around<'_>, own: &OwnFacts, drafts: &mut [Draft], findings: &mut Findings<'_, '_>) {
    for (number, draft) in drafts.iter_mut().enumerate().filter(|(_, draft)| draft.is_segment) {
        let properties = &mut draft.unit.properties;
        let cost = around.groups.path.len() + around.file.document.as_deref().map_or(0, str::len);
        if number > 0 && !findings.spend(cost) {
            break;
        }
        if !around.groups.path.is_empty() {
            properties.push(Property::new("x-group", around.groups.path.as_str()));
        }
        let document = around
            .file
            .document
            .as_deref()
            .filter(|_| !own.without_document.contains(&number));
        if let Some(document) = document
            && !properties.iter().any(|property| property.name == "x-document")
        {
            properties.push(Property::new("x-document", document));
        }
    }
}

/// Makes notes of the comments of segments.
fn note_comments(drafts: &mut [Draft]) {
    for draft in drafts {
        for (comment, side) in draft.comments.iter_mut().zip([AppliesTo::Source, AppliesTo::Target]) {
            let note = comment.take().map(|comment| Note {
                applies_to: Some(side),
                ..Note::new(comment)
            });
            draft.unit.notes.extend(note);
        }
    }
}

/// Says where each target stands, if that is not where its source stands: behind all other properties.
fn give_order(drafts: &mut [Draft]) {
    for draft in drafts {
        if let (Some(order), Some(target)) = (draft.order, draft.unit.variants.get_mut(1)) {
            target.properties.push(Property::new(ORDER, order.to_string()));
        }
    }
}

/// Says of each segment whether it is a translation.
fn judge(
    element: Element<'_>,
    texts: &Texts<'_>,
    around: Around<'_>,
    own: &OwnFacts,
    drafts: &mut [Draft],
    findings: &mut Findings<'_, '_>,
) {
    let stateless = if around.setting.dialects.needs_state() {
        Stateless::Untranslated
    } else {
        Stateless::Translated
    };
    let mut has_copy = false;
    for (part, draft) in drafts.iter_mut().enumerate().filter(|(_, draft)| draft.is_segment) {
        let unit = &mut draft.unit;
        let is_by_state = |why: &Untranslated| matches!(why, Untranslated::State | Untranslated::Rejected);
        let why = why_untranslated(unit, stateless).filter(|why| !is_by_state(why) || !own.translated.contains(&part));
        unit.untranslated = unit.untranslated.or(why);
        has_copy |= is_copy(unit);
    }
    if has_copy && !around.setting.dialects.is_no_text(element) {
        let message = "the target is the source again, and no state says whether it is a translation; it counts as one";
        let at = texts.target.map_or(element.at(), |target| target.at());
        findings.say(DiagnosticCode::TargetCopied, at, message);
    }
}

/// Whether the markup can be copied: nothing was odd, and nothing around it is needed.
fn is_copied(element: Element<'_>, around: Around<'_>, findings: &Findings<'_, '_>) -> bool {
    let inherits_space = around.groups.preserves_space.unwrap_or(around.file.preserves_space);
    findings.is_sound
        && findings.reading.is_plain()
        && around.groups.is_neutral
        && around.whole.is_none()
        && (!inherits_space || element.attribute("xml:space").is_some())
        && strict::is_strict(element)
}
