//! Editing hints that can stand together (XLIFF 2, Editing Hints; Duplicating an existing code).

use std::collections::HashMap;

use super::losses::Findings;
use super::plan::{END, Element, Item, Part, Plan, START, Side};
use crate::diag::Fact;
use crate::model::{CodeKind, Reorder, Role, YesNo};

const REORDER: &str = "an order of codes that the other codes of the unit contradict";

/// Takes away the hints that would break a constraint, and finds the codes that others copy.
pub(super) fn settle(plan: &mut Plan<'_>, parts: &[Part<'_>], findings: &mut Findings) {
    if plan.source.items.iter().chain(&plan.target.items).all(says_nothing) {
        return;
    }
    keep_undeletable(plan, parts, findings);
    for side in [&mut plan.source, &mut plan.target] {
        for item in &mut side.items {
            let of = parts.get(item.part).map_or(0, |part| part.of);
            settle_item(item, of, findings);
        }
    }
    settle_order(plan, parts, findings);
    settle_copies(plan, parts, findings);
}

fn says_nothing(item: &Item<'_>) -> bool {
    item.hints == crate::model::Hints::default()
}

/// What one code says by itself.
fn settle_item(item: &mut Item<'_>, of: usize, findings: &mut Findings) {
    let hints = &mut item.hints;
    if item.first.kind == CodeKind::Mark {
        *hints = crate::model::Hints::default();
        return;
    }
    for hint in [&mut hints.can_copy, &mut hints.can_delete] {
        if *hint == Some(YesNo::Yes) {
            *hint = None;
        }
    }
    if item.first.role == Role::Alone {
        findings.lose_if(
            hints.can_overlap.take().is_some(),
            of,
            Fact::CanOverlap,
            "overlap of a code that stands alone",
        );
        findings.lose_if(
            hints.dir.take().is_some(),
            of,
            Fact::Dir,
            "the direction of a code that stands alone",
        );
    }
    if item.encloses_half && hints.can_overlap == Some(YesNo::No) {
        hints.can_overlap = None;
        findings.lose(of, Fact::CanOverlap, "a ban on overlap for a pair that overlaps");
    }
    // canReorder wants canCopy and canDelete to be no (2.1 Schematron, F10)
    if hints.can_reorder.is_some() && (hints.can_copy, hints.can_delete) != (Some(YesNo::No), Some(YesNo::No)) {
        hints.can_reorder = None;
        findings.lose(
            of,
            Fact::CanReorder,
            "a fixed place for a code that may be copied or deleted",
        );
    }
}

/// A final segment has all codes that may not be deleted (2.1 Schematron, F20): one that is gone was deletable.
fn keep_undeletable(plan: &mut Plan<'_>, parts: &[Part<'_>], findings: &mut Findings) {
    for item in &mut plan.source.items {
        let Some(part) = parts.get(item.part) else { continue };
        if item.hints.can_delete != Some(YesNo::No) || !part.is_final || part.target.is_none() {
            continue;
        }
        let mate = item.mate.and_then(|mate| plan.target.items.get(mate));
        if mate.is_none_or(|mate| mate.closing.is_some() != item.closing.is_some()) {
            item.hints.can_delete = None;
            findings.lose(
                part.of,
                Fact::CanDelete,
                "a ban on deletion for a code that a final target lacks",
            );
        }
    }
}

/// One place where an element stands: an item and its end.
type Event = (usize, usize);

/// The elements of a side, in the order of the document. Marks are among them: validators look at the element before,
/// and so a mark ends a sequence of codes.
fn events(side: &Side<'_>) -> Vec<Event> {
    let mut seen = vec![false; side.items.len()];
    let mut events = Vec::new();
    for &number in side.ends.iter().flatten() {
        let (Some(item), Some(seen)) = (side.items.get(number), seen.get_mut(number)) else {
            continue;
        };
        let end = if std::mem::replace(seen, true) { END } else { START };
        let is_element = match item.element {
            Element::Nothing => false,
            Element::Pc | Element::Mrk => end == START,
            _ => true,
        };
        if is_element {
            events.push((number, end));
        }
    }
    events
}

/// `canReorder` where it stands. The `ec` of an `sc` that may not move may not either.
fn reorder_at(side: &Side<'_>, (number, end): Event) -> Option<Reorder> {
    let reorder = side.items.get(number)?.hints.can_reorder?;
    Some(if end == START { reorder } else { Reorder::No })
}

fn settle_order(plan: &mut Plan<'_>, parts: &[Part<'_>], findings: &mut Findings) {
    let is_fixed = |side: &Side<'_>| side.items.iter().any(|item| item.hints.can_reorder.is_some());
    if !is_fixed(&plan.source) && !is_fixed(&plan.target) {
        return;
    }
    let (source, target) = (events(&plan.source), events(&plan.target));
    begin_sequences(&mut plan.source, &source, parts, findings);
    keep_sequences(plan, &source, &target, parts, findings);
    begin_sequences(&mut plan.source, &source, parts, findings);
    begin_sequences(&mut plan.target, &target, parts, findings);
    agree(plan, &source, &target, parts, findings);
}

/// Source and target of a segment fix the same codes in the same order, unless the target lacks some of them.
fn agree(plan: &mut Plan<'_>, source: &[Event], target: &[Event], parts: &[Part<'_>], findings: &mut Findings) {
    let of_source = fixed(&plan.source, source, parts.len());
    let of_target = fixed(&plan.target, target, parts.len());
    let mut differs: Vec<bool> = of_source
        .iter()
        .zip(&of_target)
        .map(|(one, other)| one != other)
        .collect();
    for (differs, part) in differs.iter_mut().zip(parts) {
        *differs &= part.source.is_some() && part.target.is_some();
    }
    let lacking = plan.source.items.iter();
    for item in lacking.filter(|item| item.hints.can_delete == Some(YesNo::No) && item.mate.is_none()) {
        if let Some(differs) = differs.get_mut(item.part) {
            *differs = false;
        }
    }
    for side in [&mut plan.source, &mut plan.target] {
        for number in 0..side.items.len() {
            let part = side.items.get(number).map(|item| item.part);
            if part.and_then(|part| differs.get(part)) == Some(&true) {
                release(side, number, parts, findings);
            }
        }
    }
}

/// A code that may not move: its id, its end, and whether it begins a sequence.
type Fixed = (usize, usize, bool);

/// Those of each part, in their order.
fn fixed(side: &Side<'_>, events: &[Event], parts: usize) -> Vec<Vec<Fixed>> {
    let mut fixed = vec![Vec::new(); parts];
    for &event in events {
        let (Some(item), Some(reorder)) = (side.items.get(event.0), reorder_at(side, event)) else {
            continue;
        };
        if let Some(of_part) = fixed.get_mut(item.part) {
            of_part.push((item.id, event.1, reorder == Reorder::FirstNo));
        }
    }
    fixed
}

/// A code that may not move follows another one at once, or begins a sequence (2.1 Schematron, F30).
fn begin_sequences(side: &mut Side<'_>, events: &[Event], parts: &[Part<'_>], findings: &mut Findings) {
    loop {
        let mut dropped = false;
        let mut in_sequence = false;
        for &event in events {
            let reorder = reorder_at(side, event);
            let stands = reorder != Some(Reorder::No) || in_sequence;
            if !stands {
                release(side, event.0, parts, findings);
                dropped = true;
            }
            in_sequence = reorder.is_some() && stands;
        }
        if !dropped {
            return;
        }
    }
}

/// A sequence that may not be reordered is the same in the target (2.1 Schematron, F31).
fn keep_sequences(
    plan: &mut Plan<'_>,
    source: &[Event],
    target: &[Event],
    parts: &[Part<'_>],
    findings: &mut Findings,
) {
    let places = places(&plan.target, target);
    let mut at = 0;
    while at < source.len() {
        let rest = source.get(at..).unwrap_or_default();
        let following = rest.iter().skip(1);
        let length = 1 + following
            .take_while(|&&event| reorder_at(&plan.source, event) == Some(Reorder::No))
            .count();
        let run = rest.get(..length).unwrap_or_default();
        at += length;
        if length == 1 || is_kept(plan, run, (target, &places), parts) {
            continue;
        }
        for &(number, _) in run {
            let mate = plan.source.items.get(number).and_then(|item| item.mate);
            release(&mut plan.source, number, parts, findings);
            if let Some(mate) = mate {
                release(&mut plan.target, mate, parts, findings);
            }
        }
    }
}

/// Where each end of each item stands among `events`.
fn places(side: &Side<'_>, events: &[Event]) -> Vec<[Option<usize>; 2]> {
    let mut places = vec![[None; 2]; side.items.len()];
    for (place, &(number, end)) in events.iter().enumerate() {
        if let Some(of_end) = places.get_mut(number).and_then(|ends| ends.get_mut(end)) {
            *of_end = Some(place);
        }
    }
    places
}

/// Whether a run of the source is one in the target, which comes with the places of its elements.
fn is_kept(
    plan: &Plan<'_>,
    run: &[Event],
    (target, places): (&[Event], &[[Option<usize>; 2]]),
    parts: &[Part<'_>],
) -> bool {
    let item = |number: usize| plan.source.items.get(number);
    let has_target = |&(number, _): &Event| {
        item(number)
            .and_then(|item| parts.get(item.part))
            .is_some_and(|part| part.target.is_some())
    };
    if !run.iter().all(has_target) {
        return true;
    }
    let mated: Option<Vec<Event>> = run
        .iter()
        .map(|&(number, end)| Some((item(number)?.mate?, end)))
        .collect();
    mated.is_some_and(|mated| {
        let first = mated.first().and_then(|&(number, end)| *places.get(number)?.get(end)?);
        first.and_then(|first| target.get(first..first + mated.len())) == Some(mated.as_slice())
    })
}

/// Takes `canReorder` from an item.
fn release(side: &mut Side<'_>, number: usize, parts: &[Part<'_>], findings: &mut Findings) {
    let Some(item) = side.items.get_mut(number) else { return };
    if item.hints.can_reorder.take().is_some()
        && let Some(part) = parts.get(item.part)
    {
        findings.lose(part.of, Fact::CanReorder, REORDER);
    }
}

/// `copyOf` names a code of the same segment that has no native code and may be copied (2.1 Schematron, F9, F14).
fn settle_copies(plan: &mut Plan<'_>, parts: &[Part<'_>], findings: &mut Findings) {
    let found = |side: &Side<'_>, other: &Side<'_>| -> Vec<Option<usize>> {
        let originals = originals(side, other);
        side.items.iter().map(|item| original(item, &originals)).collect()
    };
    let source = found(&plan.source, &plan.target);
    let target = found(&plan.target, &plan.source);
    for (side, found) in [(&mut plan.source, source), (&mut plan.target, target)] {
        for (item, found) in side.items.iter_mut().zip(found) {
            item.copy_of = found;
            if let Some(part) = parts.get(item.part) {
                let is_lost = item.hints.copy_of.is_some() && found.is_none();
                findings.lose_if(
                    is_lost,
                    part.of,
                    Fact::CopyOf,
                    "a copy of a code that is not there or may not be copied",
                );
            }
        }
    }
}

/// A code that others may copy, by its part and its number in the memory.
#[derive(Debug, Clone, Copy)]
struct Original {
    id: usize,
    may_be_copied: bool,
}

/// The codes that those of `side` may copy, first those of their own side.
fn originals(side: &Side<'_>, other: &Side<'_>) -> HashMap<(usize, u32), Original> {
    let mut originals = HashMap::new();
    if side.items.iter().all(|item| item.hints.copy_of.is_none()) {
        return originals;
    }
    let codes = side.items.iter().chain(&other.items);
    for base in codes.filter(|base| base.first.kind == CodeKind::Code) {
        let original = originals.entry((base.part, base.first.id)).or_insert(Original {
            id: base.id,
            may_be_copied: true,
        });
        original.may_be_copied &= base.has_no_data() && base.hints.can_copy.is_none();
    }
    originals
}

/// The id of the code that `item` copies.
fn original(item: &Item<'_>, originals: &HashMap<(usize, u32), Original>) -> Option<usize> {
    let original = originals.get(&(item.part, item.hints.copy_of?))?;
    (original.id != item.id && item.has_no_data() && original.may_be_copied).then_some(original.id)
}
