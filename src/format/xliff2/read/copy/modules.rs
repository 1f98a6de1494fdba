//! Candidates, metadata, and what is of no module.

use std::collections::BTreeSet;

use super::super::super::{ids, types};
use super::super::{matches as of_matches, metadata as of_metadata};
use super::inline::{Inline, Where};
use super::{Check, attributes_pass, has_elements_only, has_text_only, is_foreign, is_yes_no};
use crate::format::xml::Element;

/// Whether neither an element nor anything inside of it is of the standard, whose schemas would have a say.
pub(super) fn is_foreign_throughout(element: Element<'_>) -> bool {
    is_foreign(element.namespace()) && has_no_standard(element)
}

fn has_no_standard(element: Element<'_>) -> bool {
    let namespace = element.namespace();
    (namespace.is_empty() || is_foreign(namespace))
        && attributes_pass(element, true, |attribute| !attribute.name.contains(':'))
        && element.elements().all(has_no_standard)
}

/// `mda:metadata`.
pub(super) fn metadata(metadata: Element<'_>) -> bool {
    let mut seen = BTreeSet::new();
    let attributes = attributes_pass(metadata, false, |attribute| {
        attribute.name == "id" && ids::is_token(attribute.value)
    });
    seen.extend(metadata.attribute("id"));
    attributes
        && has_elements_only(metadata)
        && metadata.elements().next().is_some()
        && metadata.elements().all(|group| meta_group(group, &mut seen))
}

fn meta_group<'t>(group: Element<'t>, seen: &mut BTreeSet<&'t str>) -> bool {
    let attributes = attributes_pass(group, false, |attribute| match attribute.name {
        "id" => ids::is_token(attribute.value),
        "category" => true,
        "appliesTo" => matches!(attribute.value, "source" | "target" | "ignorable"),
        _ => false,
    });
    group.namespace() == of_metadata::NAMESPACE
        && group.local() == "metaGroup"
        && attributes
        && group.attribute("id").is_none_or(|id| seen.insert(id))
        && has_elements_only(group)
        && group.elements().next().is_some()
        && group.elements().all(|child| {
            if child.local() == "meta" && child.namespace() == of_metadata::NAMESPACE {
                child.attribute("type").is_some_and(|name| !name.is_empty())
                    && attributes_pass(child, false, |attribute| attribute.name == "type")
                    && has_text_only(child)
            } else {
                meta_group(child, seen)
            }
        })
}

/// `mtc:matches`. `unit` knows the spans that matches may be for.
pub(super) fn matches(matches: Element<'_>, check: &Check<'_>, keeps_space: bool, unit: &Inline<'_, '_>) -> bool {
    let mut seen = BTreeSet::new();
    attributes_pass(matches, false, |_| false)
        && has_elements_only(matches)
        && matches.elements().next().is_some()
        && matches
            .elements()
            .all(|one| one.attribute("id").is_none_or(|id| seen.insert(id)) && is_match(one, check, keeps_space, unit))
}

fn is_match(one: Element<'_>, check: &Check<'_>, keeps_space: bool, unit: &Inline<'_, '_>) -> bool {
    let attributes = attributes_pass(one, false, |attribute| match attribute.name {
        "id" => ids::is_token(attribute.value),
        "matchQuality" | "matchSuitability" | "similarity" => is_share(attribute.value),
        "origin" => true,
        "ref" => unit.is_span_reference(attribute.value),
        "reference" => is_yes_no(attribute.value),
        "subType" => types::is_user_defined(attribute.value) && one.attribute("type").is_some(),
        "type" => of_matches::TYPES.contains(&attribute.value),
        _ => false,
    });
    let mut children = one.elements().peekable();
    let metadata = children.next_if(|child| child.namespace() == of_metadata::NAMESPACE && child.local() == "metadata");
    let data = children.next_if(|child| check.is_core(*child, "originalData"));
    let (source, target) = (children.next(), children.next());
    let (Some(source), Some(target), None) = (source, target, children.next()) else {
        return false;
    };
    let Some(data) = check.data(data) else { return false };
    let mut inline = Inline::new(check, data);
    let at = Where {
        piece: 0,
        is_target: false,
        is_final: false,
    };
    one.namespace() == of_matches::NAMESPACE
        && one.local() == "match"
        && one.attribute("ref").is_some()
        && attributes
        && has_elements_only(one)
        && metadata.is_none_or(self::metadata)
        && check.is_core(source, "source")
        && check.is_core(target, "target")
        && target.attribute("order").is_none()
        && check.flow(source, keeps_space, at, &mut inline)
        && check.flow(target, keeps_space, Where { is_target: true, ..at }, &mut inline)
        && inline.is_closed()
}

/// Whether `word` is a decimal from 0 to 100.
fn is_share(word: &str) -> bool {
    let (whole, fraction) = word.split_once('.').unwrap_or((word, "0"));
    let is_number = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    is_number(whole) && is_number(fraction) && word.parse::<f64>().is_ok_and(|share| share <= 100.0)
}
