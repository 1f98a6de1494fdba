//! `mtc:matches`: candidates for the segments of a unit.

use std::collections::{BTreeMap, HashMap};

use super::super::fragment::{Fragment, Home, Named};
use super::content::Piece;
use super::data;
use super::findings::Findings;
use super::flow::Flows;
use super::foreign::XML;
use crate::diag::DiagnosticCode;
use crate::format::xml::Element;
use crate::model::{AppliesTo, Candidate, Segment};

/// The namespace of the module.
pub(in super::super) const NAMESPACE: &str = "urn:oasis:names:tc:xliff:matches:2.0";

pub(super) use super::super::matches::TYPES;

/// The candidates of each segment of a unit; nothing where there are none at all. `sources` are the sources of the segments.
pub(super) fn read<'t>(
    matches: &[Element<'t>],
    core: &str,
    home: Home<'_>,
    pieces: &[Piece<'t>],
    sources: &[Option<Segment>],
    findings: &mut Findings<'_, '_>,
) -> Vec<Vec<Candidate>> {
    let mut found = Vec::new();
    if matches.is_empty() {
        return found;
    }
    found.resize_with(pieces.len(), Vec::new);
    let named = named_pieces(pieces);
    for element in matches.iter().flat_map(Element::elements) {
        if element.namespace() != NAMESPACE || element.local() != "match" {
            let message = format!("`{}` may not stand in `matches` and is not read", element.name());
            findings.say(DiagnosticCode::ElementUnknown, element.at(), message);
            continue;
        }
        let piece = piece_of(element, &named, home, findings);
        if let Some(mut candidate) = read_match(element, core, home, findings) {
            let of_segment = sources.get(piece).and_then(Option::as_ref);
            if let (Some(own), Some(segment)) = (&candidate.source, of_segment)
                && is_same(own, segment)
            {
                renumber(&mut candidate.target, own, segment);
                candidate.source = None;
            }
            if let Some(of_piece) = found.get_mut(piece) {
                of_piece.push(candidate);
            }
        }
    }
    found
}

/// The number of the segment that has an id, or has it inside.
type NamedPieces<'t> = HashMap<&'t str, usize>;

/// Finds the first segment of each id. Those of segments come before those inside of them.
fn named_pieces<'t>(pieces: &[Piece<'t>]) -> NamedPieces<'t> {
    let mut named = NamedPieces::new();
    for (number, piece) in pieces.iter().enumerate() {
        if let Some(id) = piece.id {
            named.entry(id).or_insert(number);
        }
    }
    for (number, piece) in pieces.iter().enumerate() {
        name_inside(piece.element, number, &mut named);
    }
    named
}

fn name_inside<'t>(element: Element<'t>, number: usize, named: &mut NamedPieces<'t>) {
    for child in element.elements() {
        if let Some(id) = child.attribute("id") {
            named.entry(id).or_insert(number);
        }
        name_inside(child, number, named);
    }
}

/// The number of the segment that `ref` names, or in which it names something.
fn piece_of(element: Element<'_>, named: &NamedPieces<'_>, home: Home<'_>, findings: &mut Findings<'_, '_>) -> usize {
    let Some(reference) = element.attribute("ref") else {
        let message = "`match` has no `ref`; it is taken to be for the first segment";
        findings.say(DiagnosticCode::AttributeMissing, element.at(), message);
        return 0;
    };
    let fragment = Fragment::parse_loosely(reference).and_then(|fragment| fragment.within(home));
    let piece = fragment.and_then(Named::inline_id).and_then(|id| named.get(id));
    piece.copied().unwrap_or_else(|| {
        let message = format!("a match is for `{reference}`, which is not in the unit; the first segment is taken");
        findings.say(DiagnosticCode::ReferenceBroken, element.at(), message);
        0
    })
}

fn read_match(element: Element<'_>, core: &str, home: Home<'_>, findings: &mut Findings<'_, '_>) -> Option<Candidate> {
    let mut original_data = None;
    let (mut source, mut target) = (None, None);
    for child in element.elements() {
        match child.local() {
            "originalData" if child.namespace() == core => original_data = Some(child),
            "source" if child.namespace() == core => source = Some(child),
            "target" if child.namespace() == core => target = Some(child),
            _ if child.namespace() == core => {
                let message = format!("`{}` may not stand in `match` and is not read", child.name());
                findings.say(DiagnosticCode::ElementUnknown, child.at(), message);
            }
            _ => findings.not_carried(&format!("`{}` of a match", child.name()), child.at()),
        }
    }
    let Some(target) = target else {
        let message = "a match without `target` is no candidate and is not read";
        findings.say(DiagnosticCode::MarkupRepaired, element.at(), message);
        return None;
    };
    let data = data::read(original_data, core, findings);
    let mut flows = Flows::new(core, &data, &[], home);
    let mut sources = flows.read_side(AppliesTo::Source, std::iter::once(source), findings);
    let mut targets = flows.read_side(AppliesTo::Target, std::iter::once(Some(target)), findings);
    flows.settle(&mut sources, &mut targets, findings);
    if !flows.named_units.is_empty() {
        findings.not_carried("what a code of a match names as a flow inside of it", element.at());
    }
    let mut candidate = Candidate {
        source: sources.pop().flatten(),
        target: targets.pop().flatten().unwrap_or_default(),
        ..Candidate::default()
    };
    read_attributes(element, &mut candidate, findings);
    Some(candidate)
}

fn read_attributes(element: Element<'_>, candidate: &mut Candidate, findings: &mut Findings<'_, '_>) {
    let mut sub_type = None;
    for attribute in element.attributes() {
        let at = attribute.at;
        match attribute.name {
            _ if attribute.declared_prefix().is_some() => {}
            "id" | "ref" => {}
            "origin" => candidate.origin = Some(attribute.value.to_owned()),
            "type" => candidate.candidate_type = Some(attribute.value.to_owned()),
            "subType" => sub_type = Some(attribute.value),
            "similarity" => candidate.similarity = share(attribute.name, attribute.value, at, findings),
            "matchQuality" => candidate.quality = share(attribute.name, attribute.value, at, findings),
            "reference" if attribute.value == "no" => {}
            "reference" | "matchSuitability" => {
                findings.not_carried(&format!("`{}` of a match", attribute.name), at);
            }
            name if attribute.namespace.is_empty() || attribute.namespace == XML => {
                let message = format!("`match` has no attribute `{name}`; it is not read");
                findings.say(DiagnosticCode::AttributeUnknown, at, message);
            }
            name => findings.not_carried(&format!("attribute `{name}` of a match"), at),
        }
    }
    let Some(sub_type) = sub_type else { return };
    // the words that the list of types lacks are subtypes of `other`
    if candidate.candidate_type.as_deref() == Some("other") {
        candidate.candidate_type = Some(sub_type.strip_prefix("x:").unwrap_or(sub_type).to_owned());
    } else {
        findings.not_carried("`subType` of a match", element.at());
    }
}

fn share(name: &str, value: &str, at: usize, findings: &mut Findings<'_, '_>) -> Option<f64> {
    let share = value.trim().trim_end_matches('%').parse::<f64>().ok();
    let share = share.filter(|share| (0.0..=100.0).contains(share));
    if share.is_none() {
        findings.odd_value(name, value, at, "it is not read");
    }
    share
}

/// Whether two segments say the same, their codes numbered otherwise or not.
fn is_same(one: &Segment, other: &Segment) -> bool {
    let numbered = |segment: &Segment| {
        let mut numbers = BTreeMap::new();
        let mut segment = segment.clone();
        for code in segment.codes_mut() {
            let next = u32::try_from(numbers.len()).unwrap_or(u32::MAX);
            code.id = *numbers.entry(code.id).or_insert(next);
            code.subs.clear();
            code.hints.copy_of = None;
            // what is in another segment of the unit is not in the match
            code.span = false;
        }
        segment
    };
    one.text() == other.text()
        && one.codes().len() == other.codes().len()
        && (one.codes().is_empty() || numbered(one) == numbered(other))
}

/// Gives the codes of a target the numbers that they have in `segment`, which says the same as the source that it was
/// made for, `own`; those that are not in it get numbers that are no others'.
fn renumber(target: &mut Segment, own: &Segment, segment: &Segment) {
    let mut numbers: BTreeMap<u32, u32> = BTreeMap::new();
    for (code, same) in own.codes().iter().zip(segment.codes()) {
        numbers.insert(code.id, same.id);
    }
    let mut last = numbers.values().copied().max().unwrap_or_default();
    for code in target.codes_mut() {
        code.id = *numbers.entry(code.id).or_insert_with(|| {
            last += 1;
            last
        });
    }
}
