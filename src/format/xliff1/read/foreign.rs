//! Elements of other namespaces inside a unit, kept as they are.

use std::collections::BTreeSet;
use std::fmt::Write;

use crate::format::xml::{Child, Element, Namespaces};
use crate::model::Extension;

/// `element` with every namespace declared that it needs; `around` are those declared around the piece that it stands
/// in, `parents` the elements of the piece around it, the outermost first.
pub(super) fn extension(element: Element<'_>, around: &Namespaces, parents: &[Element<'_>]) -> Extension {
    let mut needed = BTreeSet::new();
    need(element, &mut needed);
    for (own, _) in declared(element) {
        needed.remove(own);
    }
    needed.remove("xml");
    let mut declarations = String::new();
    for prefix in needed {
        let inside = parents.iter().rev().find_map(|parent| {
            let mut found = declared(*parent).filter(|(name, _)| *name == prefix);
            found.next().map(|(_, uri)| uri.to_owned())
        });
        let uri = inside.unwrap_or_else(|| around.of_prefix(prefix).to_string());
        if uri.is_empty() && !prefix.is_empty() {
            continue;
        }
        let escaped = uri.replace('&', "&amp;").replace('<', "&lt;").replace('"', "&quot;");
        let name = if prefix.is_empty() {
            "xmlns".to_owned()
        } else {
            format!("xmlns:{prefix}")
        };
        let _ = write!(declarations, " {name}=\"{escaped}\"");
    }
    let name_end = 1 + element.name().len();
    let (start, rest) = element
        .markup()
        .split_at_checked(name_end)
        .unwrap_or((element.markup(), ""));
    Extension {
        namespace: element.namespace().to_owned(),
        markup: format!("{start}{declarations}{rest}"),
    }
}

fn declared(element: Element<'_>) -> impl Iterator<Item = (&str, &str)> {
    element.attributes().filter_map(|attribute| {
        let prefix = attribute.name.strip_prefix("xmlns")?;
        let prefix = if prefix.is_empty() {
            ""
        } else {
            prefix.strip_prefix(':')?
        };
        Some((prefix, attribute.value))
    })
}

/// Adds the prefixes that stand in names of `element` and of all inside; the empty one for the default namespace.
fn need<'t>(element: Element<'t>, needed: &mut BTreeSet<&'t str>) {
    needed.insert(element.name().split_once(':').map_or("", |(prefix, _)| prefix));
    for attribute in element.attributes() {
        if let Some((prefix, _)) = attribute.name.split_once(':').filter(|(prefix, _)| *prefix != "xmlns") {
            needed.insert(prefix);
        }
    }
    for child in element.children() {
        if let Child::Element(child) = child {
            need(child, needed);
        }
    }
}
