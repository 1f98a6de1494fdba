//! What is said of the whole memory: attributes of `<file>`, and `<header>`.
//!
//! What neither has a place for stands in notes of a `<phase>` of ours (XLIFF 1.2, 2.2.2), which tools show to nobody.

use std::borrow::Cow;

use jiff::tz::Offset;

use super::context::write_note;
use super::page::Page;
use super::read::{MEMORY, OWN_TOOL, says_something};
use super::schema::is_extended;
use super::values::DATATYPES;
use crate::diag::Fact;
use crate::model::{Header, LanguageTag, Moment, Provenance, SegmentType};

/// What the tool that made the memory is called among the tools.
const MAKER: &str = "maker";

/// The `datatype` that is written.
pub(super) fn datatype(header: &Header) -> &str {
    own_datatype(header).unwrap_or("plaintext")
}

/// The header's own, if the schema takes it.
fn own_datatype(header: &Header) -> Option<&str> {
    let takes = |name: &&str| DATATYPES.contains(name) || is_extended(name);
    header.datatype.as_deref().filter(takes)
}

/// Writes the attributes of `<file>` that tell of the whole memory.
pub(super) fn write_file_attributes(page: &mut Page<'_>, header: &Header) {
    let date = date(&header.provenance).map(Moment::to_extended);
    page.attribute_if("date", date.as_deref());
    write_file_properties(page, header);
}

/// The date of the file: when it was changed, else made, if that is an `xs:dateTime`.
fn date(provenance: &Provenance) -> Option<&Moment> {
    let date = provenance.changed.as_ref().or(provenance.created.as_ref());
    // before the year 1 it would need a form of its own
    let is_late = |instant| Offset::UTC.to_datetime(instant).year() > 0;
    date.filter(|date| matches!(date, Moment::Instant(instant) if is_late(*instant)))
}

/// Writes the properties that are attributes of `<file>`; all others are lost.
fn write_file_properties(page: &mut Page<'_>, header: &Header) {
    let mut names: Vec<&str> = Vec::new();
    for property in &header.properties {
        let name = property.name.strip_prefix("x-").unwrap_or_default();
        let is_attribute = matches!(name, "category" | "product-name" | "product-version" | "build-num");
        if is_attribute && property.lang.is_none() && !names.contains(&name) {
            names.push(name);
            page.attribute(name, &property.value);
        } else {
            page.lose(Fact::Property, "the properties of a whole file");
        }
    }
}

/// Writes what a header says of the whole memory; of further files there is no `header`.
pub(super) fn write_header(page: &mut Page<'_>, header: Option<&Header>) {
    page.markup("    <header>\n");
    if let Some(header) = header {
        write_phase(page, header);
        for note in header.notes.iter().filter(|note| says_something(note)) {
            write_note(page, "      ", note, None);
        }
    }
    write_tool(page, OWN_TOOL, OWN_TOOL, Some(env!("CARGO_PKG_VERSION")));
    let made_with = header.map(|header| &header.provenance);
    if let Some(Provenance { tool, tool_version, .. }) = made_with {
        match tool.as_deref().filter(|tool| !tool.is_empty()) {
            Some(OWN_TOOL) => {}
            Some(tool) => write_tool(page, MAKER, tool, tool_version.as_deref()),
            None => page.lose_if(
                tool_version.is_some(),
                Fact::Provenance,
                "the version of a tool without a name",
            ),
        }
    }
    page.markup("    </header>\n");
}

fn write_tool(page: &mut Page<'_>, id: &str, name: &str, version: Option<&str>) {
    page.markup("      <tool");
    page.attribute("tool-id", id);
    page.attribute("tool-name", name);
    page.attribute_if("tool-version", version);
    page.markup("/>\n");
}

fn write_phase(page: &mut Page<'_>, header: &Header) {
    let mut facts = facts(header).peekable();
    if facts.peek().is_none() {
        return;
    }
    page.markup("      <phase-group>\n        <phase");
    page.attribute("phase-name", OWN_TOOL);
    page.attribute("process-name", MEMORY);
    page.markup(">\n");
    for (name, fact) in facts {
        page.markup("          <note");
        page.attribute("from", name);
        page.markup(">");
        page.text(&fact);
        page.markup("</note>\n");
    }
    page.markup("        </phase>\n      </phase-group>\n");
}

/// What the attributes of `<file>` don't say, by its name.
fn facts(header: &Header) -> impl Iterator<Item = (&'static str, Cow<'_, str>)> {
    let provenance = &header.provenance;
    let moment = |moment: Option<&Moment>| moment.map(|moment| Cow::Owned(moment.to_extended()));
    // the date of a file is taken for that of its making where it is the same
    let changed = provenance
        .changed
        .as_ref()
        .filter(|changed| date(provenance) != Some(changed) || provenance.created.as_ref() == Some(changed));
    // where nothing is said, a segment is a sentence
    let segment_type = header.segment_type.filter(|known| *known != SegmentType::default());
    let facts = [
        ("created", moment(provenance.created.as_ref())),
        ("created-by", provenance.created_by.as_deref().map(Cow::Borrowed)),
        ("changed", moment(changed)),
        ("changed-by", provenance.changed_by.as_deref().map(Cow::Borrowed)),
        ("last-used", moment(provenance.last_used.as_ref())),
        (
            "usage-count",
            provenance.usage_count.map(|count| count.to_string().into()),
        ),
        ("segment-type", segment_type.map(SegmentType::as_str).map(Cow::Borrowed)),
        (
            "datatype",
            header
                .datatype
                .as_deref()
                .filter(|_| own_datatype(header).is_none())
                .map(Cow::Borrowed),
        ),
        ("original-format", header.original_format.as_deref().map(Cow::Borrowed)),
        (
            "admin-language",
            header
                .admin_language
                .as_ref()
                .map(LanguageTag::as_str)
                .map(Cow::Borrowed),
        ),
    ];
    facts.into_iter().filter_map(|(name, fact)| Some((name, fact?)))
}
