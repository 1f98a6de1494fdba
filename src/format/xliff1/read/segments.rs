//! The texts of a `trans-unit`, source and target brought together (XLIFF 1.2, 3.2.4 `<seg-source>`).

use std::collections::{BTreeMap, VecDeque};

use super::findings::Findings;
use super::inline::{Cutting, Flow, Setting, read_flow};
use super::numbers::Numbers;
use super::references::Reference;
use crate::diag::DiagnosticCode;
use crate::format::xml::{Child, Element};
use crate::model::Segment;

/// The elements of a `trans-unit` that hold its text.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Texts<'t> {
    pub(super) source: Option<Element<'t>>,
    pub(super) seg_source: Option<Element<'t>>,
    pub(super) target: Option<Element<'t>>,
}

/// A segment, or what stands between two, in both languages.
#[derive(Debug, Default)]
pub(super) struct Part {
    pub(super) is_segment: bool,
    /// The `mid`, or its number; `None` where the unit is not cut at segments.
    pub(super) mid: Option<String>,
    pub(super) source: Option<Segment>,
    pub(super) target: Option<Segment>,
    pub(super) references: [Vec<Reference>; 2],
    /// Where it begins in the markup.
    pub(super) at: usize,
}

/// Reads the texts of a unit; there is one part at least.
pub(super) fn read_parts(
    texts: Texts<'_>,
    setting: Setting<'_>,
    numbers: &mut Numbers,
    findings: &mut Findings<'_, '_>,
) -> Vec<Part> {
    if let Some(parted) = texts.seg_source.filter(|parted| has_segments(*parted, setting)) {
        if let Some(source) = texts.source
            && shown_text(source, setting) != shown_text(parted, setting)
        {
            let message = "`seg-source` says another text than `source`, and is read in its place";
            findings.repaired(parted.at(), message);
        }
        let source = read_flow(parted, Cutting::Segments, setting, numbers, findings);
        let count = source.stretches.iter().filter(|stretch| stretch.is_segment).count();
        let target = match texts.target {
            Some(target) if has_segments(target, setting) => {
                Some(read_flow(target, Cutting::Segments, setting, numbers, findings))
            }
            Some(target) if is_blank(target) => None,
            Some(target) if count == 1 => {
                let mut flow = read_flow(target, Cutting::Whole, setting, numbers, findings);
                let mid = source
                    .stretches
                    .iter()
                    .find(|stretch| stretch.is_segment)
                    .and_then(|only| only.mid);
                flow.stretches.iter_mut().for_each(|stretch| stretch.mid = mid);
                Some(flow)
            }
            Some(target) => {
                let message =
                    format!("the source has {count} segments and the target none, so the unit is read as one segment");
                findings.repaired(target.at(), message);
                drop(source);
                return vec![read_whole(texts, setting, numbers, findings)];
            }
            None => None,
        };
        let (parts, places) = source_parts(source, findings);
        return match target {
            Some(target) => with_target(parts, places, target, findings),
            None => parts,
        };
    }
    if let Some(target) = texts.target.filter(|target| has_segments(*target, setting)) {
        let message = "the target is cut at segments and the source is not; the marks of segments are passed over";
        findings.repaired(target.at(), message);
    }
    vec![read_whole(texts, setting, numbers, findings)]
}

fn read_whole(texts: Texts<'_>, setting: Setting<'_>, numbers: &mut Numbers, findings: &mut Findings<'_, '_>) -> Part {
    let source = texts.source.or(texts.seg_source);
    let mut part = Part {
        is_segment: true,
        at: source.or(texts.target).map_or(0, |element| element.at()),
        ..Part::default()
    };
    let mut side = |element: Option<Element<'_>>| {
        let flow = read_flow(element?, Cutting::Whole, setting, numbers, findings);
        let segment = flow.stretches.into_iter().next()?.segment;
        Some((segment, flow.references))
    };
    let [mut source, mut target] = [side(source), side(texts.target)];
    part.source = source.as_mut().map(|(segment, _)| std::mem::take(segment));
    part.target = target.as_mut().map(|(segment, _)| std::mem::take(segment));
    part.references = [source, target].map(|side| side.map(|(_, references)| references).unwrap_or_default());
    part
}

/// Whether a mark of a segment is in it, at any depth.
fn has_segments(element: Element<'_>, setting: Setting<'_>) -> bool {
    element
        .elements()
        .filter(|child| setting.is_core(child))
        .any(|child| match child.local() {
            "mrk" if child.attribute("mtype") == Some("seg") => true,
            "mrk" | "g" => has_segments(child, setting),
            _ => false,
        })
}

fn is_blank(element: Element<'_>) -> bool {
    element
        .children()
        .all(|child| matches!(child, Child::Text(text, _) if text.trim().is_empty()))
}

/// The text, without native code.
fn shown_text(element: Element<'_>, setting: Setting<'_>) -> String {
    let mut shown = String::new();
    add_shown(element, setting, &mut shown);
    shown
}

fn add_shown(element: Element<'_>, setting: Setting<'_>, shown: &mut String) {
    for child in element.children() {
        match child {
            Child::Text(text, _) => shown.push_str(text),
            Child::Element(inside) if matches!(inside.local(), "g" | "mrk") && setting.is_core(&inside) => {
                add_shown(inside, setting, shown);
            }
            Child::Element(_) => {}
        }
    }
}

/// The places of the segments of a source, by their `mid`: those of several of one `mid` in their order.
type Places<'t> = BTreeMap<Option<&'t str>, VecDeque<usize>>;

fn source_parts<'t>(source: Flow<'t>, findings: &mut Findings<'_, '_>) -> (Vec<Part>, Places<'t>) {
    let mut places = Places::new();
    let mut parts: Vec<Part> = Vec::with_capacity(source.stretches.len());
    let mut count = 0_usize;
    for stretch in source.stretches {
        if stretch.is_segment {
            count += 1;
            let of_mid = places.entry(stretch.mid).or_default();
            of_mid.push_back(parts.len());
            match stretch.mid {
                Some(mid) if of_mid.len() > 1 => {
                    findings.repaired(stretch.at, format!("the segment `{mid}` stands here once more"));
                }
                Some(_) => {}
                None => {
                    let message = "a segment has no `mid` and is known by its place";
                    findings.is_sound = false;
                    findings.say(DiagnosticCode::AttributeMissing, stretch.at, message);
                }
            }
        }
        let mid = stretch
            .is_segment
            .then(|| stretch.mid.map_or_else(|| count.to_string(), str::to_owned));
        let part = Part {
            is_segment: stretch.is_segment,
            mid,
            source: Some(stretch.segment),
            at: stretch.at,
            ..Part::default()
        };
        parts.push(part);
    }
    for reference in source.references {
        if let Some(part) = parts.get_mut(reference.stretch) {
            part.references[0].push(reference);
        }
    }
    (parts, places)
}

/// Puts each stretch of the target to the part of the source that it belongs to: segments by `mid`, what stands between
/// two by the segment before it.
fn with_target<'t>(
    mut parts: Vec<Part>,
    mut places: Places<'t>,
    target: Flow<'t>,
    findings: &mut Findings<'_, '_>,
) -> Vec<Part> {
    // what stands in the target only, by the number of the part that it follows, from 1
    let mut added: Vec<Vec<Part>> = Vec::new();
    added.resize_with(parts.len() + 1, Vec::new);
    let mut references: Vec<Vec<Reference>> = Vec::new();
    references.resize_with(target.stretches.len(), Vec::new);
    for reference in target.references {
        if let Some(of_stretch) = references.get_mut(reference.stretch) {
            of_stretch.push(reference);
        }
    }
    let mut last: Option<usize> = None;
    for (stretch, own_references) in target.stretches.into_iter().zip(references) {
        if stretch.is_segment {
            let place = places.get_mut(&stretch.mid).and_then(VecDeque::pop_front);
            let Some(place) = place else {
                let mid = stretch.mid.unwrap_or_default();
                let message = format!(
                    "the segment `{mid}` of the target has no partner in the source, and its text `{}` is not read",
                    stretch.segment.text()
                );
                findings.is_sound = false;
                findings.say(DiagnosticCode::ReferenceBroken, stretch.at, message);
                continue;
            };
            if last.is_some_and(|last| place < last) {
                findings.not_carried("the order of the segments of the target", stretch.at);
            }
            last = Some(place);
            if let Some(part) = parts.get_mut(place) {
                part.target = Some(stretch.segment);
                part.references[1] = own_references;
            }
            continue;
        }
        let after = last.map_or(0, |last| last + 1);
        let own = parts.get_mut(after);
        if let Some(part) = own.filter(|part| !part.is_segment && part.target.is_none()) {
            part.target = Some(stretch.segment);
            part.references[1] = own_references;
        } else if let Some(behind) = added.get_mut(after) {
            behind.push(Part {
                is_segment: false,
                source: Some(Segment::default()),
                target: Some(stretch.segment),
                references: [Vec::new(), own_references],
                at: stretch.at,
                ..Part::default()
            });
        }
    }
    if added.iter().all(Vec::is_empty) {
        return parts;
    }
    let mut added = added.into_iter();
    let mut all = added.next().unwrap_or_default();
    for (part, behind) in parts.into_iter().zip(added) {
        all.push(part);
        all.extend(behind);
    }
    all
}
