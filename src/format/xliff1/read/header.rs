//! What stands in `<header>` (XLIFF 1.2, 2.2.2): of the first file, since there is one header of a memory.

use super::file::OWN_TOOL;
use super::findings::Findings;
use super::groups::{read_note, read_props, says_something, unread};
use crate::format::xml::Element;
use crate::model::{Header, LanguageTag, Moment, SegmentType};

/// What the phase of our own writer says that it is of.
pub(in crate::format::xliff1) const MEMORY: &str = "memory";

/// Reads an element of the header of the first file, and names what can't be carried of any.
pub(super) fn read_header_element(
    element: Element<'_>,
    is_first: bool,
    header: &mut Header,
    findings: &mut Findings<'_, '_>,
) {
    match element.local() {
        "note" => {
            let note = read_note(element, findings);
            if !is_first {
                findings.never_carried("a note on a further file", element.at());
            } else if says_something(&note) {
                header.notes.push(note);
            }
        }
        "tool" => read_tool(element, is_first, header, findings),
        "prop-group" | "prop" if is_first => header.properties.extend(read_props(element, findings)),
        "phase-group" => {
            for phase in element.elements() {
                if is_first && is_ours(phase) {
                    read_memory(phase, header);
                } else {
                    findings.never_carried("the phases of the work", element.at());
                }
            }
        }
        "count-group" | "prop-group" | "prop" => {
            findings.never_carried(&format!("`<{}>` of the header", element.local()), element.at());
        }
        _ => findings.unknown_element(element.name(), element.at()),
    }
}

/// Reads the first tool that is another than ours.
fn read_tool(element: Element<'_>, is_first: bool, header: &mut Header, findings: &mut Findings<'_, '_>) {
    let name = element.attribute("tool-name").or_else(|| element.attribute("tool-id"));
    if name == Some(OWN_TOOL) {
        return;
    }
    let provenance = &mut header.provenance;
    if is_first && provenance.tool.is_none() {
        provenance.tool = name.map(str::to_owned);
    } else if provenance.tool.as_deref() != name {
        findings.never_carried("a further tool", element.at());
        return;
    }
    for attribute in element.attributes() {
        match attribute.name {
            "tool-id" | "tool-name" => {}
            "tool-version" if is_first && provenance.tool_version.is_none() => {
                provenance.tool_version = Some(attribute.value.to_owned());
            }
            "tool-version" if provenance.tool_version.as_deref() == Some(attribute.value) => {}
            // the last is none of XLIFF 1, and Xcode writes it
            name @ ("tool-version" | "tool-company" | "build-num") => {
                findings.never_carried(&format!("the `{name}` of a tool"), attribute.at);
            }
            name if name.starts_with("xmlns:") => {}
            name => unread("tool", name, attribute.at, findings),
        }
    }
    if let Some(inside) = element.elements().next() {
        findings.never_carried(&format!("`<{}>` of a tool", inside.name()), inside.at());
    }
}

/// Whether a phase is that of our own writer.
fn is_ours(phase: Element<'_>) -> bool {
    phase.attribute("phase-name") == Some(OWN_TOOL) && phase.attribute("process-name") == Some(MEMORY)
}

/// Reads what our own writer says of the whole memory.
fn read_memory(phase: Element<'_>, header: &mut Header) {
    let provenance = &mut header.provenance;
    let date = provenance.changed.take();
    for note in phase.elements() {
        let text = note.text();
        match note.attribute("from").unwrap_or_default() {
            "created" => provenance.created = Some(Moment::parse(&text)),
            "created-by" => provenance.created_by = Some(text),
            "changed" => provenance.changed = Some(Moment::parse(&text)),
            "changed-by" => provenance.changed_by = Some(text),
            "last-used" => provenance.last_used = Some(Moment::parse(&text)),
            "usage-count" => provenance.usage_count = text.parse().ok(),
            "segment-type" => header.segment_type = SegmentType::parse(&text),
            "datatype" => header.datatype = Some(text),
            "original-format" => header.original_format = Some(text),
            "admin-language" => header.admin_language = Some(LanguageTag::read(&text).0),
            _ => {}
        }
    }
    // the date of the file is that of its last change, or of its making where it has not been changed
    if provenance.created != date {
        provenance.changed = provenance.changed.take().or(date);
    }
}
