//! What stands in a unit besides its texts: metadata, foreign elements, notes. What all segments say is said once.

use std::collections::{BTreeSet, HashSet};
use std::hash::Hash;

use super::losses::Findings;
use super::markup::Markup;
use super::metadata::OfSegment;
use super::unit::Member;
use super::write::Settings;
use super::{Version, extensions, metadata, notes};
use crate::diag::Fact;
use crate::model::{AppliesTo, Extension, Note};

/// A note, and the side whose variant it is on.
type SidedNote<'a> = (&'a Note, Option<AppliesTo>);

/// What all of several lists have.
fn shared_by_all<T: Copy + Eq + Hash>(all: &[Vec<T>]) -> HashSet<T> {
    let Some((first, others)) = all.split_first() else {
        return HashSet::new();
    };
    let mut shared: HashSet<T> = first.iter().copied().collect();
    for list in others {
        let own: HashSet<T> = list.iter().copied().collect();
        shared.retain(|value| own.contains(value));
    }
    shared
}

/// Whether each segment's notes stand in their order if those that are `shared` by all are written once: with the notes of
/// the first.
fn keep_their_order(all: &[Vec<SidedNote<'_>>], shared: &HashSet<SidedNote<'_>>) -> bool {
    let Some((first, others)) = all.split_first() else {
        return true;
    };
    let in_first: Vec<&SidedNote<'_>> = first.iter().filter(|note| shared.contains(note)).collect();
    others.iter().all(|notes| {
        let (front, rest) = notes.split_at_checked(in_first.len()).unwrap_or_default();
        front.iter().eq(in_first.iter().copied()) && !rest.iter().any(|note| shared.contains(note))
    })
}

/// The notes on a unit and its variants, with the side of the latter.
fn notes_of<'a>(member: &Member<'a>) -> Vec<SidedNote<'a>> {
    let of_unit = member.unit.notes.iter().map(|note| (note, None));
    let of_source = member.source.notes.iter().map(|note| (note, Some(AppliesTo::Source)));
    let of_target = member.target.into_iter().flat_map(|target| &target.notes);
    of_unit
        .chain(of_source)
        .chain(of_target.map(|note| (note, Some(AppliesTo::Target))))
        .collect()
}

/// What metadata say of notes: which are on one segment, by its number, and which on a variant.
#[derive(Debug, Default)]
struct NoteFacts {
    by_segment: Vec<Vec<usize>>,
    on_source: Vec<(usize, bool)>,
    on_target: Vec<(usize, bool)>,
}

/// The notes of a unit, with what metadata say of them.
#[derive(Debug)]
pub(super) struct Notes<'a> {
    written: Vec<notes::Written<'a>>,
    facts: NoteFacts,
}

impl<'a> Notes<'a> {
    /// The notes of all segments; those that all of them have, once.
    pub(super) fn of(members: &'a [Member<'_>], settings: &Settings) -> Self {
        settle_notes(members, settings.version == Version::V22)
    }

    /// In the order in which they are written, by which they are numbered from 1.
    pub(super) fn written(&self) -> &[notes::Written<'a>] {
        &self.written
    }

    /// Gives the notes of these numbers ids.
    pub(super) fn name(&mut self, numbers: &BTreeSet<usize>) {
        for number in numbers {
            if let Some(written) = self.written.get_mut(number - 1) {
                written.id = Some(*number);
            }
        }
    }
}

/// Settles which notes are written, in which order, and which of them need ids. `has_ref` is whether a note can name the
/// segment that it is on.
fn settle_notes<'a>(members: &'a [Member<'_>], has_ref: bool) -> Notes<'a> {
    let all_notes: Vec<_> = members.iter().map(notes_of).collect();
    // what stands between segments says nothing of its own
    let speaking: Vec<Vec<SidedNote<'_>>> = members
        .iter()
        .zip(&all_notes)
        .filter(|(member, notes)| !member.is_ignorable || !notes.is_empty())
        .map(|(_, notes)| notes.clone())
        .collect();
    let is_alone = members.len() == 1;
    let shared = if is_alone {
        HashSet::new()
    } else {
        shared_by_all(&speaking)
    };
    let are_shared = !is_alone && keep_their_order(&speaking, &shared);
    let is_shared = |note: &SidedNote<'_>| is_alone || are_shared && shared.contains(note);
    let mut were_written = false;
    let mut written = Vec::new();
    let mut facts = NoteFacts {
        by_segment: vec![Vec::new(); members.len()],
        ..NoteFacts::default()
    };
    for (number, (member, notes)) in members.iter().zip(&all_notes).enumerate() {
        for &(note, side) in notes {
            let shared = is_shared(&(note, side));
            if shared && were_written {
                continue;
            }
            let id = written.len() + 1;
            let is_named = !shared && !has_ref;
            if is_named && let Some(named) = facts.by_segment.get_mut(number) {
                named.push(id);
            }
            match side {
                Some(AppliesTo::Source) => facts.on_source.push((id, note.applies_to.is_some())),
                Some(AppliesTo::Target) => facts.on_target.push((id, note.applies_to.is_some())),
                None => {}
            }
            written.push(notes::Written {
                note,
                side,
                id: Some(id).filter(|_| is_named || side.is_some()),
                segment: (!shared && has_ref).then_some(&*member.id),
                of: member.of,
            });
        }
        // those that are shared stand with the first that has any
        were_written |= !notes.is_empty();
    }
    Notes { written, facts }
}

/// Writes `<mda:metadata>`, foreign elements and `<notes>`. What all segments of a unit say is said once, of the unit.
pub(super) fn write(
    markup: &mut Markup<'_>,
    members: &[Member<'_>],
    notes: &Notes<'_>,
    depth: usize,
    settings: &Settings,
    findings: &mut Findings,
) {
    markup.enclose(depth + 1, "<mda:metadata>\n", "</mda:metadata>\n", |markup| {
        write_metadata(markup, members, &notes.facts, depth, settings, findings);
    });
    write_extensions(markup, members, depth + 1, findings);
    notes::write(markup, &notes.written, depth + 1, findings);
}

fn write_metadata(
    markup: &mut Markup<'_>,
    members: &[Member<'_>],
    notes: &NoteFacts,
    depth: usize,
    settings: &Settings,
    findings: &mut Findings,
) {
    let write_one = |markup: &mut Markup<'_>, member: &Member<'_>| {
        metadata::write_unit(markup, &member.for_metadata(), depth + 2);
    };
    let texts: Vec<String> = if members.len() == 1 {
        Vec::new()
    } else {
        members
            .iter()
            .map(|member| {
                let mut text = String::new();
                write_one(&mut Markup::new(&mut text, settings.illegal_characters), member);
                text
            })
            .collect()
    };
    let mut said = members
        .iter()
        .zip(&texts)
        .filter(|(member, text)| !member.is_ignorable || !text.is_empty());
    let (first, first_text) = said
        .next()
        .map_or((None, ""), |(member, text)| (Some(member), text.as_str()));
    let all_say_the_same = said.all(|(_, text)| text == first_text);
    if let Some(first) = first.or(members.first()).filter(|_| all_say_the_same) {
        write_one(markup, first);
        findings.lose_characters(markup.take_cleaned(), first.of);
    }
    metadata::write_notes(markup, AppliesTo::Source, &notes.on_source, depth + 2);
    metadata::write_notes(markup, AppliesTo::Target, &notes.on_target, depth + 2);
    for (number, member) in members.iter().enumerate() {
        let says_more = !all_say_the_same && texts.get(number).is_some_and(|text| !text.is_empty());
        let notes = notes.by_segment.get(number).map_or(&[][..], Vec::as_slice);
        // the only one of several that is left would be taken for the whole unit
        let is_left = members.len() == 1 && member.unit.part.is_some();
        if !says_more && notes.is_empty() && member.original_id.is_none() && !is_left {
            continue;
        }
        let of_segment = OfSegment {
            id: &member.id,
            original_id: member.original_id,
            notes,
            unit: says_more.then(|| member.for_metadata()),
        };
        metadata::write_segment(markup, &of_segment, depth + 2);
        findings.lose_characters(markup.take_cleaned(), member.of);
    }
}

/// Writes the foreign elements that all segments of a unit have: such an element can't say which it is on.
fn write_extensions(markup: &mut Markup<'_>, members: &[Member<'_>], depth: usize, findings: &mut Findings) {
    let speaks = |member: &&Member<'_>| !member.is_ignorable || !member.unit.extensions.is_empty();
    let Some(first) = members.iter().find(speaks) else {
        return;
    };
    let is_alone = members.len() == 1;
    let shared = if is_alone {
        HashSet::new()
    } else {
        let speaking = members.iter().filter(speaks);
        let all: Vec<Vec<&Extension>> = speaking.map(|member| member.unit.extensions.iter().collect()).collect();
        shared_by_all(&all)
    };
    for member in members {
        for extension in &member.unit.extensions {
            let is_shared = is_alone || shared.contains(extension);
            let is_written = is_shared && extensions::can_be_written(extension);
            findings.lose_if(
                !is_written,
                member.of,
                Fact::Extension,
                "foreign elements of another format, of a module, or on one segment",
            );
            if is_written && member.of == first.of {
                markup.indent(depth);
                markup.raw(&extension.markup);
                markup.raw("\n");
            }
        }
    }
}
