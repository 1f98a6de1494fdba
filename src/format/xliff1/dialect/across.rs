//! Across: what is said of a unit, comments among it, stands in named properties of named values.

use super::add_property;
use crate::format::xliff1::read::Draft;
use crate::format::xml::Element;

const NAMESPACE: &str = "AcrossXliff";

pub(super) fn absorbs(element: &Element<'_>) -> bool {
    element.namespace() == NAMESPACE && element.local() == "named-properties"
}

/// Makes `ax:PROPERTY/VALUE` of each value.
pub(super) fn adjust(element: Element<'_>, drafts: &mut [Draft]) {
    let Some(first) = drafts.iter_mut().find(|draft| draft.is_segment) else {
        return;
    };
    for property in element
        .elements()
        .filter(absorbs)
        .flat_map(|holder| holder.elements().collect::<Vec<_>>())
    {
        let name = property
            .attribute("name")
            .or_else(|| property.attribute_of(NAMESPACE, "name"))
            .unwrap_or("property");
        for value in property.elements() {
            let value_name = value
                .attribute_of(NAMESPACE, "name")
                .or_else(|| value.attribute("name"));
            let full = format!("ax:{name}/{}", value_name.unwrap_or("value"));
            add_property(&mut first.unit, &full, &value.text());
        }
    }
}
