//! What marks refer to within their unit (XLIFF 2, `ref` and Fragment Identification).
//!
//! Ids are given anew in each document, so that a reference in a memory names what it means by what stays: a code by its
//! number in the unit (`#4`), a mark likewise (`#m4`), a note by a digest of its text (`#n=`), a segment by its id. What is
//! beyond the unit, or in a foreign element, is named as it was. The unit itself is `#u=~`, and its segment, where it has but
//! one and no id of its own, `#~`.

use std::borrow::Cow;
use std::collections::{BTreeSet, HashMap};

use super::fragment::{Fragment, Home, Named};
use super::ids;
use super::notes::Written;
use super::plan::{Element, Plan, Side, id_text};
use crate::model::{AppliesTo, CodeKind, Segment};

/// What a unit is called in its own references, and a segment that is a unit: no id in a document can be this.
const ITSELF: &str = "~";

/// The name of the unit itself.
pub(super) const NAME_OF_UNIT: &str = "#u=~";

/// What `reference` of a memory names within its unit; `None` if that is none of the unit's own.
fn local(reference: &str) -> Option<Named<'_>> {
    Fragment::parse(reference)?.within(Home {
        file: None,
        unit: Some(ITSELF),
    })
}

/// Whether a mark of `segment` refers to the segment itself, which is a whole unit.
pub(super) fn refers_to_itself(segment: &Segment) -> bool {
    let mut references = segment.codes().iter().filter_map(|code| code.mark.reference.as_deref());
    references.any(|reference| local(reference).and_then(Named::inline_id) == Some(ITSELF))
}

/// The name of a segment that is a whole unit.
pub(super) fn name_of_segment(side: AppliesTo) -> String {
    fragment_of(ITSELF, side)
}

/// The name of a note in a memory, where notes have no ids: the same for all that say the same.
pub(super) fn name_of_note(text: &str) -> String {
    format!("#n={}", ids::digest(text))
}

/// The name of a code or mark, or the fragment of its id.
pub(super) fn name_of_code(kind: CodeKind, id: usize, side: AppliesTo) -> String {
    fragment_of(&id_text(kind, id), side)
}

/// The fragment that names what has this id.
pub(super) fn fragment_of(id: &str, side: AppliesTo) -> String {
    match side {
        AppliesTo::Source => format!("#{id}"),
        AppliesTo::Target => format!("#t={id}"),
    }
}

/// The code or mark that has the name `#id` in a memory.
pub(super) fn code_named(id: &str) -> Option<(CodeKind, u32)> {
    let (kind, number) = match id.strip_prefix('m') {
        Some(number) => (CodeKind::Mark, number),
        None => (CodeKind::Code, id),
    };
    let is_number = number.bytes().all(|byte| byte.is_ascii_digit()) && !number.starts_with('0');
    Some((kind, number.parse().ok().filter(|_| is_number)?))
}

/// What stands around the codes of a `<unit>`.
#[derive(Debug, Default)]
pub(super) struct Around<'a> {
    /// Its id.
    pub(super) unit: &'a str,
    /// The id of its segment, if that is a unit of the memory for itself.
    pub(super) only_segment: Option<&'a str>,
    /// The ids of its segments, and whether they were theirs before.
    pub(super) segments: HashMap<&'a str, bool>,
    /// Its notes.
    pub(super) notes: &'a [Written<'a>],
}

/// What marks can refer to, by its name in the memory.
struct Targets<'a> {
    around: &'a Around<'a>,
    /// The ids of codes and marks, by side, kind and number, each with the number of its segment.
    codes: HashMap<(AppliesTo, CodeKind, u32), Vec<(usize, usize)>>,
    /// The numbers of notes.
    notes: HashMap<String, usize>,
}

impl<'a> Targets<'a> {
    fn new(plan: &Plan<'_>, around: &'a Around<'a>) -> Self {
        let mut codes: HashMap<_, Vec<(usize, usize)>> = HashMap::new();
        for (side, codes_of) in [(AppliesTo::Source, &plan.source), (AppliesTo::Target, &plan.target)] {
            for item in codes_of.items.iter().filter(|item| item.element != Element::Nothing) {
                let of = codes.entry((side, item.first.kind, item.first.id)).or_default();
                of.push((item.part, item.id));
            }
        }
        let mut notes = HashMap::new();
        for (place, written) in around.notes.iter().enumerate() {
            notes.entry(name_of_note(&written.note.text)).or_insert(place + 1);
        }
        Self { around, codes, notes }
    }

    /// The id of a code that a mark of this segment names: of the same segment, or the only one of the unit. Segments that were read
    /// apart may have the same number for several.
    fn code(&self, key: (AppliesTo, CodeKind, u32), part: usize) -> Option<usize> {
        let all = self.codes.get(&key)?;
        let of_part = all.iter().find(|(own, _)| *own == part);
        let only = || all.first().filter(|_| all.len() == 1);
        of_part.or_else(only).map(|(_, id)| *id)
    }

    /// The fragment for what `reference` of a mark of this segment, which means `named`, names; `None` if that is not written.
    fn fragment(&self, reference: &str, named: Named<'_>, part: usize) -> Option<String> {
        match named {
            Named::Nameless => None,
            Named::Unit => Some(format!("#u={}", self.around.unit)).filter(|_| !self.around.unit.is_empty()),
            Named::Inline { id: ITSELF, side } => Some(fragment_of(self.around.only_segment?, side)),
            Named::Note(_) => Some(format!("#n=n{}", self.notes.get(reference)?)),
            Named::Inline { id, side } => match code_named(id) {
                Some((kind, number)) => {
                    let of_side = |side| self.code((side, kind, number), part);
                    let only_in_target = || of_side(AppliesTo::Target).filter(|_| side == AppliesTo::Source);
                    let id = of_side(side).or_else(only_in_target)?;
                    Some(name_of_code(kind, id, side))
                }
                None => self
                    .around
                    .segments
                    .get(id)
                    .is_some_and(|is_own| *is_own)
                    .then(|| fragment_of(id, side)),
            },
        }
    }
}

/// Settles what the marks of `plan` refer to, by the ids that all is written with; gives the numbers of notes that need
/// theirs.
pub(super) fn settle(plan: &mut Plan<'_>, around: &Around<'_>) -> BTreeSet<usize> {
    let mut noted = BTreeSet::new();
    let refers = |side: &Side<'_>| side.items.iter().any(|item| item.first.mark.reference.is_some());
    if !refers(&plan.source) && !refers(&plan.target) {
        return noted;
    }
    let targets = Targets::new(plan, around);
    for item in plan.source.items.iter_mut().chain(&mut plan.target.items) {
        let Some(reference) = item.first.mark.reference.as_deref() else {
            continue;
        };
        let Some(named) = local(reference) else {
            item.reference = Some(Cow::Borrowed(reference));
            continue;
        };
        item.reference = targets.fragment(reference, named, item.part).map(Cow::Owned);
        if let Named::Note(_) = named {
            noted.extend(targets.notes.get(reference));
        }
    }
    noted
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_codes_read_back() {
        for (kind, number, name) in [(CodeKind::Code, 4, "4"), (CodeKind::Mark, 4, "m4")] {
            assert_eq!(name_of_code(kind, number, AppliesTo::Source), format!("#{name}"));
            assert_eq!(code_named(name), Some((kind, 4)));
        }
        for id in ["", "m", "04", "m04", "+4", "s4", "4a", "99999999999"] {
            assert_eq!(code_named(id), None, "{id}");
        }
    }
}
