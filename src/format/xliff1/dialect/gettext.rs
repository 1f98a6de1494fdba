//! Gettext catalogues as po2xliff writes them: the header of the catalogue is a unit, and is no text.

use crate::diag::DiagnosticCode;
use crate::format::xliff1::read::{Draft, Findings};
use crate::format::xml::Element;
use crate::model::Untranslated;

pub(super) fn adjust(element: Element<'_>, drafts: &mut [Draft], findings: &mut Findings<'_, '_>) {
    let is_header = |restype: &str| matches!(restype, "x-gettext-domain-header" | "x-po-header");
    if !element.attribute("restype").is_some_and(is_header) {
        return;
    }
    let message = "the header of a catalogue is no text and counts as untranslated, whatever its state is";
    findings.say(DiagnosticCode::Untranslated, element.at(), message);
    for draft in drafts {
        draft.unit.untranslated = Some(Untranslated::NoText);
    }
}
