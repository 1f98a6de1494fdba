//! Candidates, in the Translation Candidates module.

use std::borrow::Cow;

use super::flows::SubFlows;
use super::inline;
use super::losses::Findings;
use super::markup::Markup;
use super::plan::{Part, Plan};
use super::references::Around;
use super::types;
use crate::diag::Fact;
use crate::model::{Candidate, Segment};

/// The values of `mtc:match/@type`.
pub(super) const TYPES: [&str; 7] = ["am", "mt", "icm", "idm", "tb", "tm", "other"];

/// The segment that candidates are offered for.
#[derive(Debug, Clone, Copy)]
pub(super) struct Offered<'a> {
    /// The candidates.
    pub(super) candidates: &'a [Candidate],
    /// The id of the segment.
    pub(super) segment: &'a str,
    /// Its source, which a candidate without a source of its own was made for.
    pub(super) source: &'a Segment,
    /// The number of the unit that findings are told of.
    pub(super) of: usize,
}

/// Writes `<mtc:matches>` for the segments of a unit, if any of them has candidates.
pub(super) fn write(markup: &mut Markup<'_>, offered: &[Offered<'_>], depth: usize, findings: &mut Findings) {
    if offered.iter().all(|offered| offered.candidates.is_empty()) {
        return;
    }
    markup.indent(depth);
    markup.raw("<mtc:matches>\n");
    let mut number = 0;
    for offered in offered {
        for candidate in offered.candidates {
            number += 1;
            write_match(markup, offered, candidate, number, depth + 1, findings);
        }
        findings.lose_characters(markup.take_cleaned(), offered.of);
    }
    markup.indent(depth);
    markup.raw("</mtc:matches>\n");
}

fn write_match(
    markup: &mut Markup<'_>,
    offered: &Offered<'_>,
    candidate: &Candidate,
    number: usize,
    depth: usize,
    findings: &mut Findings,
) {
    let source = candidate.source.as_ref().unwrap_or(offered.source);
    let part = Part {
        source: Some(source),
        target: Some(&candidate.target),
        is_final: false,
        of: offered.of,
    };
    let sub_flows = if candidate.source.is_some() {
        SubFlows::Lost
    } else {
        SubFlows::LostFromTarget
    };
    let plan = Plan::new(&[part], &Around::default(), &sub_flows, findings);
    let (match_type, sub_type, is_lost) = types_of(candidate.candidate_type.as_deref());
    findings.lose_if(
        is_lost,
        offered.of,
        Fact::Candidate,
        "the type of a candidate that is no `prefix:value`",
    );
    markup.indent(depth);
    markup.raw("<mtc:match id=\"m");
    markup.number(number);
    markup.raw("\" ref=\"#");
    markup.raw(offered.segment);
    markup.raw("\"");
    markup.optional("type", match_type);
    markup.optional("subType", sub_type.as_deref());
    for (name, share) in [
        ("similarity", candidate.similarity),
        ("matchQuality", candidate.quality),
    ] {
        match share {
            Some(share) if (0.0..=100.0).contains(&share) => markup.attribute(name, &share.abs().to_string()),
            Some(_) => findings.lose(offered.of, Fact::Candidate, "a measure of a candidate outside 0 to 100"),
            None => {}
        }
    }
    markup.optional("origin", candidate.origin.as_deref());
    markup.raw(">\n");
    inline::write_original_data(markup, &plan, depth + 1);
    inline::write_sides(markup, &plan, 0, Some(source), Some(&candidate.target), None, depth + 1);
    markup.indent(depth);
    markup.raw("</mtc:match>\n");
}

/// `type`, `subType`, and whether the word has no place: words that the list lacks, as those of XLIFF 1.2
/// (`previous-version`), are subtypes of `other`.
fn types_of(word: Option<&str>) -> (Option<&str>, Option<Cow<'_, str>>, bool) {
    match word {
        None => (None, None, false),
        Some(word) if TYPES.contains(&word) => (Some(word), None, false),
        Some(word) => {
            let sub_type = types::custom(word);
            let is_lost = sub_type.is_none();
            (Some("other"), sub_type, is_lost)
        }
    }
}
