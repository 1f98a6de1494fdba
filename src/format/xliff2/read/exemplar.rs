//! Units that others can be made after: an id, two texts of one segment, and notes, and nothing else that differs from unit
//! to unit.

use crate::format::xml::{Element, Gap, Gaps};

/// Where the id, texts and notes of `unit` stand, if there is nothing else in it that another unit would have otherwise.
pub(super) fn gaps(unit: Element<'_>) -> Option<Gaps> {
    let mut gaps = vec![(Gap::Id, unit.value_place("id")?)];
    let is_common = |name: &str| matches!(name, "id" | "xml:space" | "translate" | "canResegment");
    if !unit.attributes().all(|attribute| is_common(attribute.name)) {
        return None;
    }
    let mut notes = 0;
    let mut segment = None;
    for child in unit.elements() {
        match (child.name(), segment) {
            ("notes", None) if notes == 0 && child.attributes().next().is_none() => {
                for note in child.elements() {
                    let is_of_unit =
                        note.name() == "note" && note.attributes().all(|attribute| is_of_note(attribute.name));
                    gaps.push((Gap::Note(notes), note.text_place().filter(|_| is_of_unit)?));
                    notes += 1;
                }
            }
            ("segment", None) => segment = Some(child),
            _ => return None,
        }
    }
    let segment = segment.filter(|segment| segment.attributes().all(|attribute| attribute.namespace.is_empty()))?;
    let mut texts = 0;
    for child in segment.elements() {
        if !matches!((child.name(), texts), ("source", 0) | ("target", 1)) {
            return None;
        }
        gaps.push((Gap::Text(texts), child.text_place()?));
        texts += 1;
    }
    (texts == 2).then_some(gaps)
}

/// Whether an attribute of a note says what the note is, not what it is on.
fn is_of_note(name: &str) -> bool {
    matches!(name, "category" | "priority" | "appliesTo")
}
