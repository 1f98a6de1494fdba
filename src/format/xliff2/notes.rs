//! Notes.

use super::losses::Findings;
use super::markup::Markup;
use crate::diag::Fact;
use crate::model::{AppliesTo, Note};

/// A note as it is written.
#[derive(Debug, Clone, Copy)]
pub(super) struct Written<'a> {
    /// The note.
    pub(super) note: &'a Note,
    /// The side whose variant it belongs to; metadata say so.
    pub(super) side: Option<AppliesTo>,
    /// Its `id`, which metadata name it by.
    pub(super) id: Option<usize>,
    /// The segment it speaks of, where the version has a place for that.
    pub(super) segment: Option<&'a str>,
    /// The number of the unit that findings are told of.
    pub(super) of: usize,
}

/// Writes `<notes>`, if there are any.
pub(super) fn write(markup: &mut Markup<'_>, notes: &[Written<'_>], depth: usize, findings: &mut Findings) {
    if notes.is_empty() {
        return;
    }
    markup.indent(depth);
    markup.raw("<notes>\n");
    for written in notes {
        write_note(markup, written, depth + 1, findings);
    }
    markup.indent(depth);
    markup.raw("</notes>\n");
}

fn write_note(markup: &mut Markup<'_>, written: &Written<'_>, depth: usize, findings: &mut Findings) {
    let Written { note, of, .. } = *written;
    findings.lose_if(note.lang.is_some(), of, Fact::NoteDetail, "the language of a note");
    let applies_to = note.applies_to.or(written.side);
    let priority = note.priority.filter(|priority| (1..=10).contains(priority));
    findings.lose_if(
        priority != note.priority,
        of,
        Fact::NoteDetail,
        "a priority of a note outside 1 to 10",
    );
    markup.indent(depth);
    markup.raw("<note");
    if let Some(id) = written.id {
        markup.raw(" id=\"n");
        markup.number(id);
        markup.raw("\"");
    }
    if let Some(segment) = written.segment {
        markup.raw(" ref=\"#");
        markup.raw(segment);
        markup.raw("\"");
    }
    markup.optional(
        "appliesTo",
        applies_to.map(|side| match side {
            AppliesTo::Source => "source",
            AppliesTo::Target => "target",
        }),
    );
    markup.optional("category", note.category.as_deref());
    if let Some(priority) = priority {
        markup.raw(" priority=\"");
        markup.number(usize::from(priority));
        markup.raw("\"");
    }
    markup.raw(">");
    markup.text(&note.text);
    markup.raw("</note>\n");
    findings.lose_characters(markup.take_cleaned(), of);
}
