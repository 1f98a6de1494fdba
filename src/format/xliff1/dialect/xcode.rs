//! Xcode: a format key of a `.stringsdict` is a unit and is no text.

use crate::diag::DiagnosticCode;
use crate::format::xliff1::read::Findings;
use crate::format::xml::Element;

const FORMAT_KEY: &str = "NSStringLocalizedFormatKey";

/// Whether the unit is a format key.
pub(super) fn is_format_key(element: Element<'_>) -> bool {
    element.attribute("id").is_some_and(is_of_format_key)
}

/// Whether an id is that of a format key.
pub(super) fn is_of_format_key(id: &str) -> bool {
    id.contains(FORMAT_KEY)
}

pub(super) fn adjust(element: Element<'_>, findings: &mut Findings<'_, '_>) {
    if is_format_key(element) {
        let message = "a format key is no text; it is read like one, since the file calls it translated";
        findings.say(DiagnosticCode::ToolHabit, element.at(), message);
    }
}
