//! What stands beside the texts of a `trans-unit`: `context-group`, `count-group`, `prop-group` and `note`.

use super::draft::{Draft, give_each};
use super::findings::Findings;
use super::own::{OwnFacts, parse_name, take_context, take_usage};
use crate::diag::DiagnosticCode;
use crate::format::xliff1::schema::is_known;
use crate::format::xml::Element;
use crate::model::{AppliesTo, Note, Property};

/// Reads a `context-group` of a unit.
pub(super) fn read_contexts(
    group: Element<'_>,
    id: &str,
    drafts: &mut [Draft],
    own: &mut OwnFacts,
    findings: &mut Findings<'_, '_>,
) {
    let ours = group.attribute("name").and_then(|name| parse_name(name, id));
    if let Some((kind, part)) = ours {
        let mut others = Vec::new();
        for context in group.elements() {
            if context.local() != "context" {
                findings.unknown_element(context.name(), context.at());
                continue;
            }
            let context_type = context.attribute("context-type").unwrap_or("x-context");
            let text = context.text();
            if !take_context(kind, part, context_type, &text, drafts, own) {
                others.push(Property::new(context_type, text));
            }
        }
        if !others.is_empty() {
            findings.never_carried("the `name` of a group of contexts", group.at());
        }
        for property in others {
            give_each(drafts, &property, findings);
        }
        return;
    }
    for property in foreign_contexts(group, findings) {
        give_each(drafts, &property, findings);
    }
}

/// The contexts of a group as properties, by their types.
pub(super) fn foreign_contexts(group: Element<'_>, findings: &mut Findings<'_, '_>) -> Vec<Property> {
    for attribute in group.attributes() {
        if is_known("context-group", attribute.name) {
            findings.never_carried(
                &format!("the `{}` of a group of contexts", attribute.name),
                attribute.at,
            );
        } else {
            unread("context-group", attribute.name, attribute.at, findings);
        }
    }
    let mut contexts = Vec::new();
    for context in group.elements() {
        if context.local() != "context" {
            findings.unknown_element(context.name(), context.at());
            continue;
        }
        for attribute in context
            .attributes()
            .filter(|attribute| attribute.name != "context-type")
        {
            if is_known("context", attribute.name) {
                findings.never_carried(&format!("the `{}` of a context", attribute.name), attribute.at);
            } else {
                unread("context", attribute.name, attribute.at, findings);
            }
        }
        let context_type = context.attribute("context-type").unwrap_or_else(|| {
            findings.repaired(
                context.at(),
                "`<context>` has no `context-type` and is read as `x-context`",
            );
            "x-context"
        });
        contexts.push(Property::new(context_type, context.text()));
    }
    contexts
}

pub(super) fn unread(element: &str, name: &str, at: usize, findings: &mut Findings<'_, '_>) {
    if name.contains(':') || name == "xmlns" {
        findings.is_sound = false;
        findings.never_carried(&format!("the attribute `{name}` of `<{element}>`"), at);
    } else {
        findings.unknown_attribute(element, name, at);
    }
}

/// Reads a `count-group` of a unit.
pub(super) fn read_counts(group: Element<'_>, id: &str, drafts: &mut [Draft], findings: &mut Findings<'_, '_>) {
    let ours = group.attribute("name").and_then(|name| parse_name(name, id));
    let ours = ours.filter(|(kind, part)| kind.ends_with("usage") && *part < drafts.len());
    if ours.is_none() && group.attribute("name").is_some() {
        findings.never_carried("the `name` of a group of counts", group.at());
    }
    for count in group.elements() {
        if count.local() != "count" {
            findings.unknown_element(count.name(), count.at());
            continue;
        }
        let text = count.text();
        let count_type = count.attribute("count-type").unwrap_or("total");
        let usage: Option<u64> = text.trim().parse().ok().filter(|_| count_type == "num-usages");
        if let (Some((kind, part)), Some(usage)) = (ours, usage) {
            take_usage(kind, part, usage, drafts);
            continue;
        }
        for attribute in count.attributes() {
            match attribute.name {
                "count-type" => {}
                "unit" if attribute.value == "word" => {}
                name if is_known("count", name) => {
                    findings.not_carried(&format!("the `{name}` of a count"), attribute.at);
                }
                name => unread("count", name, attribute.at, findings),
            }
        }
        give_each(
            drafts,
            &Property::new(format!("x-count-{count_type}"), text.as_str()),
            findings,
        );
        if let Some(usage) = usage {
            for draft in drafts.iter_mut().filter(|draft| draft.is_segment) {
                draft.unit.provenance_mut().usage_count.get_or_insert(usage);
            }
        }
    }
}

/// The properties of a `prop-group` (XLIFF 1.0 and 1.1, and transitional).
pub(super) fn read_props(group: Element<'_>, findings: &mut Findings<'_, '_>) -> Vec<Property> {
    findings.is_sound = false;
    for attribute in group.attributes().filter(|_| group.local() == "prop-group") {
        match attribute.name {
            "name" => findings.never_carried("the `name` of a group of properties", attribute.at),
            name => unread("prop-group", name, attribute.at, findings),
        }
    }
    let mut properties = Vec::new();
    let props = std::iter::once(group)
        .filter(|group| group.local() == "prop")
        .chain(group.elements());
    for prop in props {
        if prop.local() != "prop" {
            findings.unknown_element(prop.name(), prop.at());
            continue;
        }
        let lang = prop
            .attribute("xml:lang")
            .map(|lang| findings.language(lang, prop.at()).tag);
        properties.push(Property {
            name: prop.attribute("prop-type").unwrap_or("x-prop").to_owned(),
            value: prop.text(),
            lang,
        });
    }
    properties
}

/// Reads a `note`; `None` if it says nothing.
pub(super) fn read_note(element: Element<'_>, findings: &mut Findings<'_, '_>) -> Note {
    let mut note = Note::new(element.text());
    for attribute in element.attributes() {
        match attribute.name {
            "xml:lang" => note.lang = Some(findings.language(attribute.value, attribute.at).tag),
            "from" => note.category = Some(attribute.value.to_owned()),
            "annotates" => match attribute.value {
                "source" => note.applies_to = Some(AppliesTo::Source),
                "target" => note.applies_to = Some(AppliesTo::Target),
                "general" => {}
                other => {
                    let message = format!("a note can't annotate `{other}`, and is read as one on the whole unit");
                    findings.is_sound = false;
                    findings.say(DiagnosticCode::AttributeValue, attribute.at, message);
                }
            },
            "priority" => {
                if let Ok(priority @ 1..=10) = attribute.value.trim().parse() {
                    note.priority = Some(priority);
                } else {
                    let message = format!("`{}` is no priority from 1 to 10, and is not read", attribute.value);
                    findings.is_sound = false;
                    findings.say(DiagnosticCode::AttributeValue, attribute.at, message);
                }
            }
            name => unread("note", name, attribute.at, findings),
        }
    }
    if let Some(inside) = element.elements().next() {
        findings.repaired(
            inside.at(),
            format!("`<{}>` stands in a note, and its text is read", inside.name()),
        );
    }
    note
}

/// Whether a note says anything.
pub(in super::super) fn says_something(note: &Note) -> bool {
    *note != Note::default()
}
