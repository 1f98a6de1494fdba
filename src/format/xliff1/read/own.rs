//! The groups that our own writer puts facts in which XLIFF 1.2 has no place for: `KIND:ID`, and `KIND-NUMBER:ID` for
//! the second and later parts of a unit.

use std::collections::{BTreeMap, BTreeSet};

use super::draft::Draft;
use crate::format::xliff1::values::CONTEXT_TYPES;
use crate::model::{
    AppliesTo, Bead, Confidence, LanguageTag, Moment, Note, Property, Segment, SourceLanguage, Standing, State,
    TranslationUnit, Variant,
};

/// The kinds of groups.
const KINDS: &[&str] = &[
    "unit",
    "context",
    "alignment",
    "properties",
    "provenance",
    "usage",
    "source-properties",
    "source-provenance",
    "source-usage",
    "target-properties",
    "target-provenance",
    "target-usage",
];

/// Kind of a group, and the part of the unit that it speaks of, from 0; `None` if the group is none of ours.
pub(super) fn parse_name<'n>(name: &'n str, unit_id: &str) -> Option<(&'n str, usize)> {
    let head = name.strip_suffix(unit_id)?.strip_suffix(':')?;
    if KINDS.contains(&head) {
        return Some((head, 0));
    }
    let (kind, number) = head.rsplit_once('-')?;
    let number: usize = number.parse().ok().filter(|number| *number > 1)?;
    KINDS.contains(&kind).then_some((kind, number - 1))
}

/// Whether `name` is one that our own writer gives to a group of the unit.
pub(in crate::format::xliff1) fn is_own_group(name: &str, unit_id: &str) -> bool {
    parse_name(name, unit_id).is_some()
}

/// What our groups say beside what a draft holds.
#[derive(Debug, Default)]
pub(super) struct OwnFacts {
    /// The id of the first part is another than that of the `trans-unit`.
    pub(super) has_id: bool,
    /// The id of the unit that the parts belong to.
    pub(super) whole: Option<String>,
    /// Parts whose state says all, `approved` included.
    pub(super) with_state: BTreeSet<usize>,
    /// Parts that are translations, whatever their state is called.
    pub(super) translated: BTreeSet<usize>,
    /// Parts that belong to no document.
    pub(super) without_document: BTreeSet<usize>,
    /// Whom the notes of each part speak of, a letter a note.
    pub(super) notes: BTreeMap<usize, String>,
}

/// The name of a property as it was before the schema wanted a prefix.
fn property_name(context_type: &str) -> &str {
    if CONTEXT_TYPES.contains(&context_type) {
        return context_type;
    }
    context_type.strip_prefix("x-").unwrap_or(context_type)
}

/// Takes one context of a group of ours; `false` if it is none that our own writer writes, and no more than a namesake.
pub(super) fn take_context(
    kind: &str,
    part: usize,
    context_type: &str,
    text: &str,
    drafts: &mut [Draft],
    facts: &mut OwnFacts,
) -> bool {
    let Some(draft) = drafts.get_mut(part) else {
        return false;
    };
    let unit = &mut draft.unit;
    let property = || Property::new(property_name(context_type), text);
    match (kind, context_type) {
        ("properties", _) => unit.properties.push(property()),
        ("source-properties" | "target-properties", _) => {
            let Some(variant) = unit.variants.get_mut(side(kind)) else {
                return false;
            };
            variant.properties.push(property());
        }
        ("provenance" | "source-provenance" | "target-provenance", _) => {
            return take_provenance(kind, unit, context_type, text);
        }
        ("context", "x-context-pre") => unit.context.get_or_insert_default().previous = Some(text.to_owned()),
        ("context", "x-context-post") => unit.context.get_or_insert_default().next = Some(text.to_owned()),
        ("context", "x-key") => unit.context.get_or_insert_default().key = Some(text.to_owned()),
        ("alignment", _) => return take_alignment(unit, context_type, text),
        ("unit", "x-id") => {
            facts.has_id |= part == 0;
            unit.id = Some(text.to_owned());
        }
        ("unit", "x-unit") => facts.whole = Some(text.to_owned()),
        ("unit", "x-notes") => drop(facts.notes.insert(part, text.to_owned())),
        ("unit", "x-document") if text.is_empty() => drop(facts.without_document.insert(part)),
        ("unit", "x-state") => {
            facts.with_state.insert(part);
            let state = State::parse(text);
            unit.state = Some(if state.as_str() == text {
                state
            } else {
                State::Other(text.to_owned())
            });
        }
        ("unit", "x-target") if text == "missing" => unit.variants.truncate(1),
        ("unit", "x-target") if text == "empty" => {
            if let (1, Some(lang)) = (unit.variants.len(), draft.target_language.clone()) {
                unit.variants.push(Variant {
                    spelling: lang.spelling,
                    ..Variant::new(lang.tag, Segment::default())
                });
            }
        }
        ("unit", "x-source-language") => {
            unit.source_language = Some(match text {
                "*all*" => SourceLanguage::Any,
                tag => SourceLanguage::Tag(LanguageTag::read(tag).0),
            });
        }
        ("unit", "x-standing") if text == "translated" => drop(facts.translated.insert(part)),
        ("unit", "x-standing") if text == "unaligned" => unit.standing = Standing::Unaligned,
        ("unit", "x-junk") => unit.standing = Standing::Junk(text.to_owned()),
        _ => return false,
    }
    true
}

/// The side of a kind of group that speaks of one.
fn side(kind: &str) -> usize {
    usize::from(kind.starts_with("target-"))
}

/// Puts the fact of a group of a `kind` in its place.
fn take_provenance(kind: &str, unit: &mut TranslationUnit, context_type: &str, text: &str) -> bool {
    const KNOWN: [&str; 7] = [
        "x-created",
        "x-created-by",
        "x-changed",
        "x-changed-by",
        "x-last-used",
        "x-tool",
        "x-tool-version",
    ];
    if !KNOWN.contains(&context_type) {
        return false;
    }
    let provenance = if kind == "provenance" {
        unit.provenance_mut()
    } else if let Some(variant) = unit.variants.get_mut(side(kind)) {
        variant.provenance.get_or_insert_default()
    } else {
        return false;
    };
    let moment = || Some(Moment::parse(text));
    let word = || Some(text.to_owned());
    match context_type {
        "x-created" => provenance.created = moment(),
        "x-created-by" => provenance.created_by = word(),
        "x-changed" => provenance.changed = moment(),
        "x-changed-by" => provenance.changed_by = word(),
        "x-last-used" => provenance.last_used = moment(),
        "x-tool" => provenance.tool = word(),
        _ => provenance.tool_version = word(),
    }
    true
}

fn take_alignment(unit: &mut TranslationUnit, context_type: &str, text: &str) -> bool {
    let numbers = || -> Option<Vec<u32>> { text.split(' ').map(|number| number.parse().ok()).collect() };
    match context_type {
        "x-bead" => {
            let Some(shape) = Bead::parse_shape(text) else {
                return false;
            };
            let bead = unit.bead.get_or_insert_default();
            (bead.source_count, bead.target_count) = (shape.source_count, shape.target_count);
        }
        "x-confidence" => {
            let Ok(share) = text.parse() else { return false };
            unit.bead.get_or_insert_default().confidence = Some(Confidence::told(share));
        }
        "x-source-segments" | "x-target-segments" => {
            let Some(numbers) = numbers() else { return false };
            let bead = unit.bead.get_or_insert_default();
            if context_type == "x-source-segments" {
                bead.source = numbers;
            } else {
                bead.target = numbers;
            }
        }
        _ => return false,
    }
    true
}

/// Takes the usage count of a group of ours.
pub(super) fn take_usage(kind: &str, part: usize, count: u64, drafts: &mut [Draft]) {
    let Some(draft) = drafts.get_mut(part) else { return };
    let variant = |variant: Option<&mut Variant>| {
        if let Some(variant) = variant {
            variant.provenance.get_or_insert_default().usage_count = Some(count);
        }
    };
    match kind {
        "source-usage" => variant(draft.unit.variants.first_mut()),
        "target-usage" => variant(draft.unit.variants.get_mut(1)),
        _ => draft.unit.provenance_mut().usage_count = Some(count),
    }
}

/// Gives each note to the part and the side that it speaks of: by our groups where they say it, else to `first`.
pub(super) fn share_notes(notes: Vec<Note>, facts: &OwnFacts, first: usize, drafts: &mut [Draft]) {
    let mut notes = notes.into_iter();
    let said: usize = facts.notes.values().map(String::len).sum();
    let unsaid = notes.len().saturating_sub(said);
    for (part, draft) in drafts.iter_mut().enumerate() {
        match facts.notes.get(&part) {
            Some(letters) => {
                for (letter, note) in letters.chars().zip(notes.by_ref()) {
                    give_note(note, letter, &mut draft.unit);
                }
            }
            None if part == first => draft.unit.notes.extend(notes.by_ref().take(unsaid)),
            None => {}
        }
    }
    if let Some(draft) = drafts.get_mut(first) {
        draft.unit.notes.extend(notes);
    }
}

/// The letter of a note of a variant is `s` or `t`, a capital where the note itself names its side; all others are
/// notes of the unit.
fn give_note(mut note: Note, letter: char, unit: &mut TranslationUnit) {
    let place = match letter {
        's' | 'S' => unit.variants.first_mut(),
        't' | 'T' => unit.variants.get_mut(1),
        _ => None,
    };
    let Some(variant) = place else {
        unit.notes.push(note);
        return;
    };
    if letter.is_ascii_lowercase() {
        note.applies_to = None;
    }
    variant.notes.push(note);
}

/// The letter of a note of our own writing.
pub(in crate::format::xliff1) fn note_letter(note: &Note, side: Option<AppliesTo>) -> char {
    match (side, note.applies_to) {
        (None, _) => 'u',
        (Some(AppliesTo::Source), None) => 's',
        (Some(AppliesTo::Source), Some(_)) => 'S',
        (Some(AppliesTo::Target), None) => 't',
        (Some(AppliesTo::Target), Some(_)) => 'T',
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_name_of_a_group_tells_its_kind_and_part() {
        assert_eq!(parse_name("unit:a:b", "a:b"), Some(("unit", 0)));
        assert_eq!(parse_name("source-properties:1", "1"), Some(("source-properties", 0)));
        assert_eq!(parse_name("target-usage-3:1", "1"), Some(("target-usage", 2)));
        assert_eq!(parse_name("unit-1:1", "1"), None);
        assert_eq!(parse_name("po-entry", "1"), None);
        assert_eq!(parse_name("unit:1", "2"), None);
        assert_eq!(parse_name("other:1", "1"), None);
    }
}
