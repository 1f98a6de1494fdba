//! `<alt-trans>`: translations that the input offered (XLIFF 1.2, 3.2.5).

use super::context::write_context;
use super::ids::Ids;
use super::inline::{Stretch, write_content};
use super::marks::{WrittenMark, mismatch};
use super::page::Page;
use super::values::{ALT_TRANS_TYPES, listed_or_x};
use crate::diag::Fact;
use crate::model::Candidate;

/// The source that candidates without one of their own belong to.
pub(super) struct Codes<'w> {
    /// The ids of the codes in it.
    pub(super) ids: &'w mut Ids,
    /// The marks in it, of all parts.
    pub(super) marks: &'w [WrittenMark],
    /// Where the codes of the part have their ids from.
    pub(super) scope: u32,
}

/// Writes one candidate of the part `part`; `mid` is that of its segment.
pub(super) fn write_alt_trans(
    page: &mut Page<'_>,
    whole: &mut Codes<'_>,
    candidate: &Candidate,
    part: usize,
    mid: Option<&str>,
) {
    page.markup("        <alt-trans");
    page.attribute_if("mid", mid);
    let quality = candidate.similarity.map(|similarity| similarity.to_string());
    page.attribute_if("match-quality", quality.as_deref());
    page.attribute_if("origin", candidate.origin.as_deref());
    if let Some(candidate_type) = &candidate.candidate_type {
        let (spelt, exact) = listed_or_x(candidate_type, ALT_TRANS_TYPES);
        page.attribute("alttranstype", &spelt);
        page.lose_if(!exact, Fact::Candidate, "the exact type of an offered translation");
    }
    page.markup(" xml:space=\"preserve\">\n");
    let mut own_ids = Ids::default();
    let stretch = |segment, scope| Stretch {
        segment,
        scope,
        part,
        mid: None,
    };
    let (ids, marks, scope) = if let Some(source) = &candidate.source {
        page.markup("          <source>");
        let marks = write_content(page, &mut own_ids, &[stretch(source, 1)]);
        page.markup("</source>\n");
        (&mut own_ids, marks, 1)
    } else {
        let marks = whole.marks.iter().filter(|mark| mark.part == part).cloned();
        (&mut *whole.ids, marks.collect(), whole.scope)
    };
    page.markup("          <target>");
    let target_marks = write_content(page, ids, &[stretch(&candidate.target, scope)]);
    page.markup("</target>\n");
    if mismatch(&marks, &target_marks).is_some() {
        page.lose(Fact::MarkMatch, "which of several equal marks is which");
    }
    if let Some(quality) = candidate.quality {
        page.markup("          <context-group>\n");
        write_context(page, "            ", ["", "x-quality"], &quality.to_string());
        page.markup("          </context-group>\n");
    }
    page.markup("        </alt-trans>\n");
}
