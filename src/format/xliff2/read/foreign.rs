//! Markup of other namespaces, taken out of its document.

use std::collections::BTreeMap;

use crate::format::xml::{Child, Element};
use crate::model::Extension;

/// The namespace that the prefix `xml` means.
pub(super) const XML: &str = "http://www.w3.org/XML/1998/namespace";

/// The namespace of what links a document to its schemas.
pub(super) const SCHEMA_INSTANCE: &str = "http://www.w3.org/2001/XMLSchema-instance";

/// The namespace that prefixes are declared in.
const XMLNS: &str = "http://www.w3.org/2000/xmlns/";

/// Whether a declaration is one that namespaces allow (Namespaces in XML 1.0, 2.2 and 3).
pub(super) fn is_declaration(prefix: &str, namespace: &str) -> bool {
    !matches!(prefix, "xml" | "xmlns")
        && namespace != XML
        && namespace != XMLNS
        && (prefix.is_empty() || !namespace.is_empty())
}

/// Whether `namespace` is one of the standard: the core, a module, or ITS.
pub(super) fn is_of_standard(namespace: &str) -> bool {
    namespace.starts_with("urn:oasis:names:tc:xliff:") || namespace == "http://www.w3.org/2005/11/its"
}

/// The prefixes that the markup of an element uses and does not declare, with what they mean around it. The prefix of
/// elements without one is empty.
pub(super) fn borrowed_prefixes(element: Element<'_>) -> BTreeMap<&str, &str> {
    let mut borrowed = BTreeMap::new();
    collect(element, &mut Vec::new(), &mut borrowed);
    borrowed
}

fn collect<'t>(element: Element<'t>, declared: &mut Vec<&'t str>, borrowed: &mut BTreeMap<&'t str, &'t str>) {
    let outside = declared.len();
    declared.extend(
        element
            .attributes()
            .filter_map(|attribute| declared_prefix(attribute.name)),
    );
    let mut uses = |name: &'t str, namespace: &'t str| {
        let prefix = name.split_once(':').map_or("", |(prefix, _)| prefix);
        if !declared.contains(&prefix) && prefix != "xml" {
            borrowed.entry(prefix).or_insert(namespace);
        }
    };
    uses(element.name(), element.namespace());
    for attribute in element.attributes() {
        if attribute.name.contains(':') && declared_prefix(attribute.name).is_none() {
            uses(attribute.name, attribute.namespace);
        }
    }
    for child in element.elements() {
        collect(child, declared, borrowed);
    }
    declared.truncate(outside);
}

fn declared_prefix(name: &str) -> Option<&str> {
    match name.strip_prefix("xmlns")? {
        "" => Some(""),
        rest => rest.strip_prefix(':'),
    }
}

/// The markup of an element with all namespaces declared that it needs; `None` where one of them has no name.
pub(super) fn extension(element: Element<'_>) -> Option<Extension> {
    let mut markup = element.markup().to_owned();
    let mut declarations = String::new();
    for (prefix, namespace) in borrowed_prefixes(element) {
        if !prefix.is_empty() && (namespace.is_empty() || namespace == XMLNS) {
            return None;
        }
        if prefix.is_empty() && namespace.is_empty() {
            continue;
        }
        let name = if prefix.is_empty() {
            "xmlns".to_owned()
        } else {
            format!("xmlns:{prefix}")
        };
        crate::format::xml::Escaper::default().attribute(&mut declarations, &name, namespace);
    }
    markup.insert_str(1 + element.name().len(), &declarations);
    Some(Extension {
        namespace: element.namespace().to_owned(),
        markup,
    })
}

/// Whether the markup has references to entities that only its own document declares.
pub(super) fn has_own_entities(markup: &str) -> bool {
    let is_own = |rest: &str| {
        let name = rest.split(';').next().unwrap_or_default();
        !name.starts_with('#') && !matches!(name, "lt" | "gt" | "amp" | "quot" | "apos")
    };
    // references stand nowhere but outside of CDATA sections; comments are looked at too, which does no harm
    markup.split("<![CDATA[").enumerate().any(|(number, stretch)| {
        let outside = match stretch.split_once("]]>") {
            Some((_, outside)) if number > 0 => outside,
            _ => stretch,
        };
        outside.split('&').skip(1).any(is_own)
    })
}

/// Whether an element or one inside of it has an attribute that some value of `names` calls.
pub(super) fn has_attribute(element: Element<'_>, names: &[&str]) -> bool {
    element.attributes().any(|attribute| names.contains(&attribute.name))
        || element.elements().any(|child| has_attribute(child, names))
}

/// Whether there is more than white space of text directly in an element; where.
pub(super) fn stray_text(element: Element<'_>) -> Option<(&str, usize)> {
    element.children().find_map(|child| match child {
        Child::Text(text, at) if !text.trim_matches([' ', '\t', '\r', '\n']).is_empty() => Some((text, at)),
        _ => None,
    })
}
