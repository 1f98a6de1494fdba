//! Units that others can be made after: an id, a key, two texts and notes, and nothing else that differs from unit to unit.

use crate::format::xml::{Attribute, Element, Gap, Gaps};

/// Where the id, key, texts and notes of `unit` stand, if there is nothing else in it that another unit would have otherwise.
pub(super) fn gaps(unit: Element<'_>) -> Option<Gaps> {
    if has_foreign_attribute(unit) {
        return None;
    }
    let mut gaps = vec![(Gap::Id, unit.value_place("id")?)];
    gaps.extend(unit.value_place("resname").map(|place| (Gap::Key, place)));
    let (mut texts, mut notes) = (0, 0);
    for child in unit.elements() {
        let gap = match (child.name(), texts, notes) {
            ("source", 0, 0) | ("target", 1, 0) => {
                texts += 1;
                Gap::Text(texts - 1)
            }
            ("note", 2, _) => {
                notes += 1;
                Gap::Note(notes - 1)
            }
            _ => return None,
        };
        if has_foreign_attribute(child) {
            return None;
        }
        gaps.push((gap, child.text_place()?));
    }
    (texts == 2).then_some(gaps)
}

/// Whether an attribute is one of another namespace: those are a tool's own.
fn has_foreign_attribute(element: Element<'_>) -> bool {
    let is_foreign = |attribute: Attribute<'_>| !attribute.namespace.is_empty() && !attribute.name.starts_with("xml:");
    element.attributes().any(is_foreign)
}
