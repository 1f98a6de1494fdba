//! What marks refer to within their unit (XLIFF 2, `ref` and Fragment Identification).
//!
//! Ids are given anew in each document, so that a reference in a memory names what it means by what stays: a code by its
//! number in the unit (`#4`), a mark likewise (`#m4`), a note by a digest of its text (`#n=`), a segment by its id. What is
//! beyond the unit, or in a foreign element, is named as it was.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::ids;
use super::notes::Written;
use super::plan::{Element, Plan, Side, id_text};
use crate::model::CodeKind;

/// The prefixes of modules, whose ids no memory keeps.
const MODULES: [&str; 10] = ["ctr", "fs", "gls", "its", "mda", "mtc", "pgs", "res", "slr", "val"];

/// What a reference names within its unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Local<'a> {
    /// A note.
    Note(&'a str),
    /// A code, mark or segment.
    Inline {
        /// Its id.
        id: &'a str,
        /// Whether it is the one of the target that is meant.
        of_target: bool,
    },
    /// Native code or what a module says, which has no name in a memory.
    Nameless,
}

/// What `reference` names within its unit; `None` if that is none of the unit's own.
pub(super) fn local(reference: &str) -> Option<Local<'_>> {
    let fragment = reference.strip_prefix('#')?;
    if fragment.is_empty() || fragment.contains('/') {
        return None;
    }
    match fragment.split_once('=') {
        None => Some(Local::Inline {
            id: fragment,
            of_target: false,
        }),
        Some(("t", id)) => Some(Local::Inline { id, of_target: true }),
        Some(("n", id)) => Some(Local::Note(id)),
        Some((prefix, _)) if prefix == "d" || MODULES.contains(&prefix) => Some(Local::Nameless),
        Some(_) => None,
    }
}

/// The name of a note in a memory, where notes have no ids: the same for all that say the same.
pub(super) fn name_of_note(text: &str) -> String {
    format!("#n={}", ids::digest(text))
}

/// The name of a code or mark, or the fragment of its id.
pub(super) fn name_of_code(kind: CodeKind, id: usize, of_target: bool) -> String {
    let side = if of_target { "t=" } else { "" };
    format!("#{side}{}", id_text(kind, id))
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
    /// The ids of its segments, and whether they were theirs before.
    pub(super) segments: BTreeMap<&'a str, bool>,
    /// Its notes.
    pub(super) notes: &'a [Written<'a>],
}

/// What marks can refer to, by its name in the memory.
struct Targets<'a> {
    around: &'a Around<'a>,
    /// The ids of codes and marks, by side, kind and number, each with the number of its segment; the side is whether it is the
    /// target.
    codes: HashMap<(bool, CodeKind, u32), Vec<(usize, usize)>>,
    /// The numbers of notes.
    notes: HashMap<String, usize>,
}

impl<'a> Targets<'a> {
    fn new(plan: &Plan<'_>, around: &'a Around<'a>) -> Self {
        let mut codes: HashMap<_, Vec<(usize, usize)>> = HashMap::new();
        for (side, of_target) in [(&plan.source, false), (&plan.target, true)] {
            for item in side.items.iter().filter(|item| item.element != Element::Nothing) {
                let of = codes.entry((of_target, item.first.kind, item.first.id)).or_default();
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
    fn code(&self, key: (bool, CodeKind, u32), part: usize) -> Option<usize> {
        let all = self.codes.get(&key)?;
        let of_part = all.iter().find(|(own, _)| *own == part);
        let only = || all.first().filter(|_| all.len() == 1);
        of_part.or_else(only).map(|(_, id)| *id)
    }

    /// The fragment for what `reference` of a mark of this segment, which means `local`, names; `None` if that is not written.
    fn fragment(&self, reference: &str, local: Local<'_>, part: usize) -> Option<String> {
        match local {
            Local::Nameless => None,
            Local::Note(_) => Some(format!("#n=n{}", self.notes.get(reference)?)),
            Local::Inline { id, of_target } => match code_named(id) {
                Some((kind, number)) => {
                    let of_side = |of_target| self.code((of_target, kind, number), part);
                    let only_in_target = || of_side(true).filter(|_| !of_target);
                    let id = of_side(of_target).or_else(only_in_target)?;
                    Some(name_of_code(kind, id, of_target))
                }
                None => self
                    .around
                    .segments
                    .get(id)
                    .is_some_and(|is_own| *is_own)
                    .then(|| reference.to_owned()),
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
        let Some(local) = local(reference) else {
            item.reference = Some(Cow::Borrowed(reference));
            continue;
        };
        item.reference = targets.fragment(reference, local, item.part).map(Cow::Owned);
        if let Local::Note(_) = local {
            noted.extend(targets.notes.get(reference));
        }
    }
    noted
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_beyond_the_unit_is_not_local() {
        for reference in [
            "",
            "#",
            "http://example.org/x#y",
            "#f=f1/u=u1/5",
            "#/f=f1",
            "#u=u1",
            "#my=1",
            "a.xlf#5",
        ] {
            assert_eq!(local(reference), None, "{reference}");
        }
        assert_eq!(local("#n=a"), Some(Local::Note("a")));
        assert_eq!(local("#d=a"), Some(Local::Nameless));
        assert_eq!(local("#gls=a"), Some(Local::Nameless));
        let inline = |id, of_target| Some(Local::Inline { id, of_target });
        assert_eq!(local("#a"), inline("a", false));
        assert_eq!(local("#t=a"), inline("a", true));
    }

    #[test]
    fn names_of_codes_read_back() {
        for (kind, number, name) in [(CodeKind::Code, 4, "4"), (CodeKind::Mark, 4, "m4")] {
            assert_eq!(name_of_code(kind, number, false), format!("#{name}"));
            assert_eq!(code_named(name), Some((kind, 4)));
        }
        for id in ["", "m", "04", "m04", "+4", "s4", "4a", "99999999999"] {
            assert_eq!(code_named(id), None, "{id}");
        }
    }
}
