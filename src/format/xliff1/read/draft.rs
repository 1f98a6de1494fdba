//! What becomes of a `trans-unit`: a unit for each of its segments, and for what stands between two.

use std::collections::BTreeMap;

use super::findings::Findings;
use super::references::Reference;
use crate::format::xml::Language;
use crate::model::{Property, TranslationUnit};

/// A unit under way.
#[derive(Debug)]
pub(crate) struct Draft {
    pub(crate) unit: Box<TranslationUnit>,
    /// The `mid` of the segment; its number where it has none.
    pub(crate) mid: Option<String>,
    /// Whether it is a segment or what stands between two.
    pub(crate) is_segment: bool,
    /// The place of its target among those of the unit, from 1, where that is not its own.
    pub(super) order: Option<usize>,
    /// The language that its target has, or would have.
    pub(super) target_language: Option<Language>,
    /// Codes of each variant that name another `trans-unit` as their sub-flow.
    pub(super) references: [Vec<Reference>; 2],
    /// The `comment` of its `mrk` in each language.
    pub(super) comments: [Option<String>; 2],
}

/// The segments by their `mid`.
pub(crate) fn by_mid(drafts: &[Draft]) -> BTreeMap<String, usize> {
    let mut places = BTreeMap::new();
    for (place, draft) in drafts.iter().enumerate().filter(|(_, draft)| draft.is_segment) {
        if let Some(mid) = &draft.mid {
            places.entry(mid.clone()).or_insert(place);
        }
    }
    places
}

/// Gives each segment a property that is said of the whole unit.
pub(super) fn give_each(drafts: &mut [Draft], property: &Property, findings: &mut Findings<'_, '_>) {
    for_each(drafts, property, findings, |draft| {
        draft.unit.properties.push(property.clone());
    });
}

/// Gives each segment a property that is said of the whole text of a side.
pub(super) fn give_each_variant(
    drafts: &mut [Draft],
    side: usize,
    property: &Property,
    findings: &mut Findings<'_, '_>,
) {
    for_each(drafts, property, findings, |draft| {
        if let Some(variant) = draft.unit.variants.get_mut(side) {
            variant.properties.push(property.clone());
        }
    });
}

fn for_each(
    drafts: &mut [Draft],
    property: &Property,
    findings: &mut Findings<'_, '_>,
    mut give: impl FnMut(&mut Draft),
) {
    let cost = property.name.len() + property.value.len() + size_of::<Property>();
    for (number, draft) in drafts.iter_mut().filter(|draft| draft.is_segment).enumerate() {
        if number > 0 && !findings.spend(cost) {
            return;
        }
        give(draft);
    }
}
