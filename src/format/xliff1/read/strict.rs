//! Whether a `trans-unit` can be copied: valid by the strict schema, and whole in itself.

use std::collections::BTreeSet;

use crate::format::xliff1::schema::{attribute, required};
use crate::format::xml::{Child, Element};

pub(super) const NAMESPACE: &str = "urn:oasis:names:tc:xliff:document:1.2";

/// What stands in text.
const INLINE: &[&str] = &["g", "x", "bx", "ex", "ph", "bpt", "ept", "it", "mrk"];

/// Whether the strict schema takes `unit` in any document of ours: it has no prefixes, and refers to nothing outside.
pub(super) fn is_strict(unit: Element<'_>) -> bool {
    is_valid(unit) && has_its_mids(unit)
}

fn is_valid(element: Element<'_>) -> bool {
    let name = element.name();
    if element.namespace() != NAMESPACE || name.contains(':') {
        return false;
    }
    let takes = |attribute_name: &str, value: &str| {
        attribute(name, attribute_name).is_some_and(|value_type| value_type.takes(value))
    };
    if !element
        .attributes()
        .all(|attribute| takes(attribute.name, attribute.value))
    {
        return false;
    }
    if !required(name)
        .iter()
        .all(|required| element.attribute(required).is_some())
    {
        return false;
    }
    has_its_children(element) && element.elements().all(is_valid) && has_its_rids(element)
}

/// Whether just those children stand in `element` that may, in their order.
fn has_its_children(element: Element<'_>) -> bool {
    let only = |allowed: &[&str]| element.elements().all(|child| allowed.contains(&child.local()));
    let is_blank = || {
        element
            .children()
            .all(|child| matches!(child, Child::Element(_)) || is_white(&child))
    };
    let is_empty = || element.children().next().is_none();
    match element.local() {
        "trans-unit" => is_blank() && is_in_order(element, unit_rank) && has_its_texts(element),
        "alt-trans" => is_blank() && is_in_order(element, candidate_rank) && has_its_texts(element),
        "source" | "seg-source" | "target" | "g" | "mrk" | "sub" => only(INLINE),
        "ph" | "bpt" | "ept" | "it" => only(&["sub"]),
        "x" | "bx" | "ex" => is_empty(),
        "note" | "context" | "count" => element.elements().next().is_none(),
        "context-group" => is_blank() && only(&["context"]) && element.elements().next().is_some(),
        "count-group" => is_blank() && only(&["count"]),
        _ => false,
    }
}

fn is_white(child: &Child<'_>) -> bool {
    matches!(child, Child::Text(text, _) if text.chars().all(|c| matches!(c, ' ' | '\t' | '\r' | '\n')))
}

/// The place of a child among the others; those of one place may mix.
fn unit_rank(local: &str) -> Option<u8> {
    match local {
        "source" => Some(0),
        "seg-source" => Some(1),
        "target" => Some(2),
        "context-group" | "count-group" | "note" | "alt-trans" => Some(3),
        _ => None,
    }
}

fn candidate_rank(local: &str) -> Option<u8> {
    match local {
        "context-group" => Some(3),
        "note" => Some(4),
        "count-group" | "alt-trans" => None,
        other => unit_rank(other),
    }
}

fn is_in_order(element: Element<'_>, rank: fn(&str) -> Option<u8>) -> bool {
    let mut least = 0;
    element.elements().all(|child| {
        let found = rank(child.local()).filter(|rank| *rank >= least);
        least = found.unwrap_or(least);
        found.is_some()
    })
}

fn has_its_texts(element: Element<'_>) -> bool {
    let count = |local: &str| element.elements().filter(|child| child.local() == local).count();
    let sources = count("source");
    let (least_sources, least_targets) = if element.local() == "trans-unit" {
        (1, 0)
    } else {
        (0, 1)
    };
    (least_sources..=1).contains(&sources) && count("seg-source") <= 1 && (least_targets..=1).contains(&count("target"))
}

/// Whether the `mid` of each segment of the target and of each `alt-trans` is one of the source.
fn has_its_mids(unit: Element<'_>) -> bool {
    let candidates = || unit.elements().filter(|child| child.local() == "alt-trans");
    let mut named = mids(unit, "target");
    named.extend(candidates().filter_map(|candidate| candidate.attribute("mid")));
    fit(unit, &named) && candidates().all(|candidate| fit(candidate, &mids(candidate, "target")))
}

/// The `mid` of each segment in the text of that name.
fn mids<'t>(holder: Element<'t>, text: &str) -> Vec<&'t str> {
    let texts = holder.first(text).into_iter();
    texts
        .flat_map(|text| text.elements())
        .filter(|child| child.local() == "mrk")
        .filter_map(|mark| mark.attribute("mid"))
        .collect()
}

/// Whether each of these `mid` is one of the source, where none stands twice.
fn fit(holder: Element<'_>, others: &[&str]) -> bool {
    let mut known = BTreeSet::new();
    let is_new = mids(holder, "seg-source").into_iter().all(|mid| known.insert(mid));
    is_new && others.iter().all(|mid| known.contains(mid))
}

/// Whether each closing of a text has its opening by `rid`, and no `rid` opens twice.
fn has_its_rids(element: Element<'_>) -> bool {
    if !matches!(element.local(), "source" | "seg-source" | "target") {
        return true;
    }
    let mut rids = Rids::default();
    rids.collect(element) && rids.closing.iter().all(|closing| rids.opening.contains(closing))
}

#[derive(Default)]
struct Rids<'t> {
    /// Of `bpt` and `bx`, by the name of their end.
    opening: BTreeSet<(&'t str, &'t str)>,
    closing: BTreeSet<(&'t str, &'t str)>,
}

impl<'t> Rids<'t> {
    /// Takes all in `element`; `false` if one opens twice.
    fn collect(&mut self, element: Element<'t>) -> bool {
        element.elements().all(|child| {
            let is_fine = match (child.local(), child.attribute("rid")) {
                ("bpt", Some(rid)) => self.opening.insert(("ept", rid)),
                ("bx", Some(rid)) => self.opening.insert(("ex", rid)),
                (name @ ("ept" | "ex"), Some(rid)) => {
                    self.closing.insert((name, rid));
                    true
                }
                _ => true,
            };
            is_fine && self.collect(child)
        })
    }
}
