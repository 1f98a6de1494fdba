//! Units that others can be made after: an id, two texts and notes, and nothing else that differs from unit to unit.

use crate::format::xml::{Element, Gap, Gaps};

/// The attributes of a unit that say nothing of the unit alone but its id.
const COMMON: &[&str] = &["id", "approved", "translate", "xml:space"];

/// Where the id, texts and notes of `unit` stand, if there is nothing else in it that another unit would have otherwise.
pub(super) fn gaps(unit: Element<'_>) -> Option<Gaps> {
    if !unit.attributes().all(|attribute| COMMON.contains(&attribute.name)) {
        return None;
    }
    let mut gaps = vec![(Gap::Id, unit.value_place("id")?)];
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
        // attributes of other namespaces are a tool's own
        if child
            .attributes()
            .any(|attribute| !attribute.namespace.is_empty() && !attribute.name.starts_with("xml:"))
        {
            return None;
        }
        gaps.push((gap, child.text_place()?));
    }
    (texts == 2).then_some(gaps)
}
