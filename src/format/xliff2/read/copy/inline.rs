//! The inline elements of a unit or a match.

use std::collections::{BTreeMap, BTreeSet};

use super::super::super::{ids, types};
use super::super::code::attributes_of;
use super::super::level::Dir;
use super::{Check, attributes_pass, is_yes_no};
use crate::format::xml::{Attribute, Child, Element};
use crate::model::is_illegal;

/// Where an inline element stands.
#[derive(Debug, Clone, Copy)]
pub(super) struct Where {
    /// The number of the segment.
    pub(super) piece: usize,
    pub(super) is_target: bool,
    pub(super) is_final: bool,
}

/// The inline elements of one scope of ids, as far as they are checked.
pub(super) struct Inline<'t, 'c> {
    check: &'c Check<'c>,
    data: BTreeSet<&'t str>,
    notes: BTreeSet<&'t str>,
    segments: BTreeSet<&'t str>,
    /// The elements of the source by their ids, and their segments.
    source: BTreeMap<&'t str, (&'t str, usize)>,
    target: BTreeSet<&'t str>,
    /// Each `sc` and `sm` by its side, name and id.
    open: BTreeMap<(bool, &'t str, &'t str), Opening<'t>>,
    /// Codes of the source of a final segment that may not be deleted.
    undeletable: BTreeSet<&'t str>,
}

/// An `sc` or `sm`.
struct Opening<'t> {
    element: Element<'t>,
    is_closed: bool,
}

/// Whether a `cp` is valid: a character that XML forbids, and no other.
pub(super) fn is_cp(element: Element<'_>) -> bool {
    let hex = element.attribute("hex").unwrap_or_default();
    let digits = hex.len().is_multiple_of(2) && !hex.is_empty() && hex.bytes().all(|byte| byte.is_ascii_hexdigit());
    let character = u32::from_str_radix(hex, 16).ok().and_then(char::from_u32);
    digits
        && character.is_some_and(is_illegal)
        && element.inner_markup().is_empty()
        && attributes_pass(element, false, |attribute| attribute.name == "hex")
}

impl<'t, 'c> Inline<'t, 'c> {
    pub(super) fn new(check: &'c Check<'c>, data: BTreeSet<&'t str>) -> Self {
        Self {
            check,
            data,
            notes: BTreeSet::new(),
            segments: BTreeSet::new(),
            source: BTreeMap::new(),
            target: BTreeSet::new(),
            open: BTreeMap::new(),
            undeletable: BTreeSet::new(),
        }
    }

    /// Adds the id of a segment; `false` if it is taken.
    pub(super) fn add_segment(&mut self, id: &'t str) -> bool {
        self.segments.insert(id)
    }

    /// Adds the id of a note; `false` if it is taken.
    pub(super) fn add_note(&mut self, id: &'t str) -> bool {
        self.notes.insert(id)
    }

    /// Whether a fragment names a segment.
    pub(super) fn is_segment_reference(&self, reference: &str) -> bool {
        reference.strip_prefix('#').is_some_and(|id| self.segments.contains(id))
    }

    /// Whether a fragment names a segment or what stands in a source or target.
    pub(super) fn is_span_reference(&self, reference: &str) -> bool {
        self.is_segment_reference(reference)
            || reference
                .strip_prefix('#')
                .is_some_and(|id| self.source.contains_key(id))
    }

    /// Whether every start has its end.
    pub(super) fn is_closed(&self) -> bool {
        self.open.values().all(|opening| {
            let is_isolated = opening.element.attribute("isolated") == Some("yes");
            opening.is_closed != is_isolated
        })
    }

    /// What stands in `source`, `target`, `pc` or `mrk`.
    pub(super) fn flow(&mut self, flow: Element<'t>, at: Where) -> bool {
        let is_valid = self.inside(flow, at);
        // the codes of the source that a final target must have
        let lacks = at.is_target && self.undeletable.iter().any(|id| !self.target.contains(id));
        if at.is_target {
            self.undeletable.clear();
        }
        is_valid && !lacks
    }

    fn inside(&mut self, parent: Element<'t>, at: Where) -> bool {
        parent.children().all(|child| match child {
            Child::Text(..) => true,
            Child::Element(element) => element.namespace() == self.check.document.core && self.element(element, at),
        })
    }

    fn element(&mut self, element: Element<'t>, at: Where) -> bool {
        let local = element.local();
        if local == "cp" {
            return is_cp(element);
        }
        let known = attributes_of(local);
        let is_mark = matches!(local, "mrk" | "sm");
        let attributes = attributes_pass(element, is_mark, |attribute| {
            known.contains(&attribute.name) && self.attribute(element, attribute, is_mark)
        });
        let holds_text = matches!(local, "pc" | "mrk");
        !known.is_empty()
            && attributes
            && (holds_text || element.inner_markup().is_empty())
            && self.id(element, at)
            && match local {
                "ph" => true,
                "pc" => is_even(element) && holds_whole_pairs(element) && self.inside(element, at),
                "mrk" => self.mark(element) && self.inside(element, at),
                "sm" => self.mark(element) && self.open(element, at),
                "sc" => self.open(element, at),
                "ec" => self.end(element, at),
                "em" => self.close(element, "sm", at).is_some(),
                _ => false,
            }
    }

    fn attribute(&self, element: Element<'_>, attribute: &Attribute<'_>, is_mark: bool) -> bool {
        let value = attribute.value;
        match attribute.name {
            "id" | "startRef" => ids::is_token(value),
            "canCopy" | "canDelete" | "canOverlap" | "isolated" | "translate" => is_yes_no(value),
            "canReorder" => value == "yes",
            "dir" => Dir::parse(value).is_some(),
            "dataRef" | "dataRefStart" | "dataRefEnd" => self.data.contains(value),
            "type" if is_mark => matches!(value, "generic" | "comment" | "term") || types::is_user_defined(value),
            "type" => types::CODE_TYPES.contains(&value),
            "subType" => {
                let main = element.attribute("type");
                let is_xlf = |(_, of, sub): &(&str, &str, &str)| (Some(*of), *sub) == (main, value);
                main.is_some() && (types::is_user_defined(value) || types::XLF_SUBTYPES.iter().any(is_xlf))
            }
            "ref" => types::is_uri(value),
            "value" | "equiv" | "equivStart" | "equivEnd" | "disp" | "dispStart" | "dispEnd" => true,
            _ => false,
        }
    }

    /// Adds the id of an element: new in its scope, or that of the same element in the source of its segment.
    fn id(&mut self, element: Element<'t>, at: Where) -> bool {
        let local = element.local();
        let Some(id) = element.attribute("id") else {
            return matches!(local, "ec" | "em");
        };
        if self.segments.contains(id) {
            return false;
        }
        if at.is_target {
            let of_source = self.source.get(id);
            return of_source.is_none_or(|of_source| *of_source == (local, at.piece)) && self.target.insert(id);
        }
        if at.is_final && element.attribute("canDelete") == Some("no") {
            self.undeletable.insert(id);
        }
        self.source.insert(id, (local, at.piece)).is_none()
    }

    fn mark(&self, element: Element<'_>) -> bool {
        match element.attribute("type").unwrap_or("generic") {
            "generic" => element.attribute("translate").is_some(),
            "comment" => match (element.attribute("value"), element.attribute("ref")) {
                (Some(_), None) => true,
                (None, Some(reference)) => reference
                    .strip_prefix("#n=")
                    .is_some_and(|note| self.notes.contains(note)),
                _ => false,
            },
            "mtc:match" => element.attribute("ref").is_none(),
            _ => true,
        }
    }

    fn open(&mut self, element: Element<'t>, at: Where) -> bool {
        let id = element.attribute("id").unwrap_or_default();
        let opening = Opening {
            element,
            is_closed: false,
        };
        self.open.insert((at.is_target, element.local(), id), opening).is_none()
    }

    fn end(&mut self, element: Element<'t>, at: Where) -> bool {
        let id = element.attribute("id");
        let start = element.attribute("startRef");
        if element.attribute("isolated") == Some("yes") {
            return id.is_some() && start.is_none();
        }
        let Some(opening) = self.close(element, "sc", at) else {
            return false;
        };
        let agrees = |name| opening.attribute(name).unwrap_or("yes") == element.attribute(name).unwrap_or("yes");
        let says_no_more = ["type", "subType"].iter().all(|name| {
            element
                .attribute(name)
                .is_none_or(|word| opening.attribute(name) == Some(word))
        });
        id.is_none()
            && element.attribute("dir").is_none()
            && agrees("canCopy")
            && agrees("canDelete")
            && agrees("canOverlap")
            && says_no_more
    }

    /// The start that an `ec` or `em` closes.
    fn close(&mut self, element: Element<'t>, local: &'t str, at: Where) -> Option<Element<'t>> {
        let start = element.attribute("startRef")?;
        let opening = self.open.get_mut(&(at.is_target, local, start))?;
        (!std::mem::replace(&mut opening.is_closed, true)).then_some(opening.element)
    }
}

/// Whether both ends of a `pc` say as much (2.1 Schematron, F16, F17, F22, F26).
fn is_even(element: Element<'_>) -> bool {
    let both = |start, end| element.attribute(start).is_some() == element.attribute(end).is_some();
    both("dataRefStart", "dataRefEnd") && both("equivStart", "equivEnd")
}

/// Whether a `pc` holds no end of a pair without the other, or may do so (XLIFF 2, `canOverlap`).
fn holds_whole_pairs(element: Element<'_>) -> bool {
    fn collect<'t>(element: Element<'t>, starts: &mut BTreeSet<&'t str>, ends: &mut BTreeSet<&'t str>) {
        for child in element.elements() {
            match child.local() {
                "sc" => {
                    starts.insert(child.attribute("id").unwrap_or_default());
                }
                "ec" => {
                    ends.insert(child.attribute("startRef").unwrap_or_default());
                }
                _ => collect(child, starts, ends),
            }
        }
    }
    if element.attribute("canOverlap") == Some("yes") {
        return true;
    }
    let (mut starts, mut ends) = (BTreeSet::new(), BTreeSet::new());
    collect(element, &mut starts, &mut ends);
    starts == ends
}
