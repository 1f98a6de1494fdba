//! The texts of a `trans-unit`, source and target brought together (XLIFF 1.2, 3.2.4 `<seg-source>`).

use std::collections::BTreeMap;

use super::findings::Findings;
use super::inline::{Cutting, Flow, Setting, Stretch, read_flow};
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
    /// The place of the target among those of the unit, from 1, where that is not the place of the part.
    pub(super) order: Option<usize>,
    pub(super) references: [Vec<Reference>; 2],
    /// The `comment` of the segment in each language.
    pub(super) comments: [Option<String>; 2],
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
        let mut source = read_flow(parted, Cutting::Segments, setting, numbers, findings);
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
        let parts = source_parts(&mut source, findings);
        return match target {
            Some(target) => with_target(parts, target, findings),
            None => parts.into_iter().map(|(_, part)| part).collect(),
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

/// What tells a segment from the others: its `mid`, and which of several of that `mid` it is.
type Key = (Option<String>, u32);

fn keys() -> impl FnMut(&Stretch<'_>) -> Key {
    let mut seen: BTreeMap<Option<String>, u32> = BTreeMap::new();
    move |stretch| {
        let mid = stretch.mid.map(str::to_owned);
        let nth = seen.entry(mid.clone()).or_default();
        *nth += 1;
        (mid, *nth)
    }
}

fn source_parts(source: &mut Flow<'_>, findings: &mut Findings<'_, '_>) -> Vec<(Option<Key>, Part)> {
    let mut key = keys();
    let mut parts: Vec<(Option<Key>, Part)> = Vec::with_capacity(source.stretches.len());
    let mut count = 0_usize;
    for stretch in &mut source.stretches {
        let key = stretch.is_segment.then(|| key(stretch));
        if let Some((mid, nth)) = &key {
            count += 1;
            match mid {
                Some(mid) if *nth > 1 => {
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
            source: Some(std::mem::take(&mut stretch.segment)),
            comments: [stretch.comment.map(str::to_owned), None],
            at: stretch.at,
            ..Part::default()
        };
        parts.push((key, part));
    }
    for reference in source.references.drain(..) {
        if let Some((_, part)) = parts.get_mut(reference.stretch) {
            part.references[0].push(reference);
        }
    }
    parts
}

/// Puts each stretch of the target to the part of the source that it belongs to: segments by `mid`; what stands between
/// two by the segment before it, or, where the segments have another order, the n-th to the n-th.
fn with_target(parts: Vec<(Option<Key>, Part)>, target: Flow<'_>, findings: &mut Findings<'_, '_>) -> Vec<Part> {
    let mut places: BTreeMap<Key, usize> = BTreeMap::new();
    for (place, (key, _)) in parts.iter().enumerate() {
        if let Some(key) = key {
            places.insert(key.clone(), place);
        }
    }
    let mut parts: Vec<Part> = parts.into_iter().map(|(_, part)| part).collect();
    // what stands in the target only: before all parts, and behind each
    let mut added: Vec<Vec<Part>> = Vec::new();
    added.resize_with(parts.len() + 1, Vec::new);
    let mut references: Vec<Vec<Reference>> = Vec::new();
    references.resize_with(target.stretches.len(), Vec::new);
    for reference in target.references {
        if let Some(of_stretch) = references.get_mut(reference.stretch) {
            of_stretch.push(reference);
        }
    }
    let mut key = keys();
    // the part of each segment of the target; `None` for what stands between
    let segments: Vec<Option<Option<usize>>> = target
        .stretches
        .iter()
        .map(|stretch| stretch.is_segment.then(|| places.get(&key(stretch)).copied()))
        .collect();
    let known = || segments.iter().copied().flatten().flatten();
    let is_turned = known().zip(known().skip(1)).any(|(one, next)| next < one);
    let mut last: Option<usize> = None;
    // in a turned target: where the next part between two segments is looked for
    let mut next_between = 0;
    for (number, (stretch, segment)) in target.stretches.into_iter().zip(&segments).enumerate() {
        let own_references = references.get_mut(number).map(std::mem::take).unwrap_or_default();
        if let Some(place) = *segment {
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
            last = Some(place);
            if let Some(part) = parts.get_mut(place) {
                part.comments[1] = stretch.comment.map(str::to_owned);
                part.target = Some(stretch.segment);
                part.order = Some(number);
                part.references[1] = own_references;
            }
            continue;
        }
        let after = last.map_or(0, |last| last + 1);
        let place = if is_turned {
            let mut rest = parts.iter().enumerate().skip(next_between);
            let place = rest
                .find(|(_, part)| !part.is_segment)
                .map_or(parts.len(), |(place, _)| place);
            next_between = place + 1;
            place
        } else {
            after
        };
        match parts
            .get_mut(place)
            .filter(|part| !part.is_segment && part.target.is_none())
        {
            Some(part) => {
                part.target = Some(stretch.segment);
                part.order = Some(number);
                part.references[1] = own_references;
            }
            None => added[after].push(Part {
                is_segment: false,
                source: Some(Segment::default()),
                target: Some(stretch.segment),
                order: Some(number),
                references: [Vec::new(), own_references],
                at: stretch.at,
                ..Part::default()
            }),
        }
    }
    let mut added = added.into_iter();
    let mut all = added.next().unwrap_or_default();
    for (part, behind) in parts.into_iter().zip(added) {
        all.push(part);
        all.extend(behind);
    }
    settle_order(&mut all, segments.len());
    all
}

/// Makes of the number of each target among `count` stretches its place among the parts that have one, where that is not
/// its own.
fn settle_order(parts: &mut [Part], count: usize) {
    let mut in_target = vec![None; count];
    let mut taken = Vec::with_capacity(count);
    for (place, part) in parts.iter_mut().enumerate() {
        if let Some(slot) = part.order.take().and_then(|number| in_target.get_mut(number)) {
            *slot = Some(place);
            taken.push(place);
        }
    }
    for (own, place) in in_target.into_iter().flatten().zip(taken) {
        if let Some(part) = parts.get_mut(own).filter(|_| own != place) {
            part.order = Some(place + 1);
        }
    }
}
