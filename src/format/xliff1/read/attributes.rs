//! Attributes of `trans-unit`, `source` and `target` that the model has no field for.

use super::draft::{Draft, give_each, give_each_variant};
use super::findings::Findings;
use crate::diag::DiagnosticCode;
use crate::format::xliff1::schema::is_known;
use crate::format::xml::{Attribute, Element};
use crate::model::Property;

/// Whether an attribute says nothing of the text: declarations, white space, where the schema is.
fn is_technical(attribute: &Attribute<'_>) -> bool {
    let name = attribute.name;
    name == "xmlns" || ["xmlns:", "xml:", "xsi:"].iter().any(|prefix| name.starts_with(prefix))
}

/// Those of `trans-unit` become properties of each segment: `x-NAME`, and `prefix:name` as they are.
pub(super) fn read_unit_attributes(unit: Element<'_>, drafts: &mut [Draft], findings: &mut Findings<'_, '_>) {
    for attribute in unit.attributes() {
        if attribute.name.contains(':') && !attribute.name.starts_with("xml:") {
            findings.is_sound = false;
        }
        if is_technical(&attribute) || matches!(attribute.name, "id" | "resname") {
            continue;
        }
        if let Some(property) = to_property("trans-unit", &attribute, findings) {
            give_each(drafts, &property, findings);
        }
    }
}

/// Those of a text become properties of the variant of that side, but for `state-qualifier`, which tells of the unit.
pub(super) fn read_text_attributes(
    text: Element<'_>,
    side: usize,
    drafts: &mut [Draft],
    findings: &mut Findings<'_, '_>,
) {
    for attribute in text.attributes() {
        if attribute.name.contains(':') && !attribute.name.starts_with("xml:") {
            findings.is_sound = false;
        }
        if is_technical(&attribute) || matches!(attribute.name, "state" | "state-qualifier") {
            continue;
        }
        let Some(property) = to_property(text.local(), &attribute, findings) else {
            continue;
        };
        give_each_variant(drafts, side, &property, findings);
    }
}

/// `state-qualifier` becomes a property of each segment.
pub(super) fn read_state_qualifier(target: Element<'_>, drafts: &mut [Draft], findings: &mut Findings<'_, '_>) {
    if let Some(qualifier) = target.attribute("state-qualifier") {
        give_each(drafts, &Property::new("x-state-qualifier", qualifier), findings);
    }
}

fn to_property(element: &str, attribute: &Attribute<'_>, findings: &mut Findings<'_, '_>) -> Option<Property> {
    let name = attribute.name;
    if name.contains(':') {
        return Some(Property::new(name, attribute.value));
    }
    if !is_known(element, name) {
        findings.unknown_attribute(element, name, attribute.at);
        return None;
    }
    if matches!(name, "approved" | "translate") && !matches!(attribute.value, "yes" | "no") {
        let message = format!("`{name}` is `yes` or `no`; `{}` is kept as it is", attribute.value);
        findings.is_sound = false;
        findings.say(DiagnosticCode::AttributeValue, attribute.at, message);
    }
    Some(Property::new(format!("x-{name}"), attribute.value))
}
