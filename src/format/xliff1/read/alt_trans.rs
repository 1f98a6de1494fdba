//! `<alt-trans>` (XLIFF 1.2, 3.2.5): translations that were offered.

use super::findings::Findings;
use super::groups::{foreign_contexts, read_note};
use super::inline::{Cutting, Setting, read_flow};
use super::numbers::Numbers;
use crate::diag::DiagnosticCode;
use crate::format::xliff1::schema::is_known;
use crate::format::xml::Element;
use crate::model::{Candidate, LanguageTag, Segment};

/// The most that a similarity or a quality can be.
const FULL: f64 = 100.0;

/// What candidates are read by.
#[derive(Debug, Clone, Copy)]
pub(super) struct CandidateSetting<'s, 't> {
    pub(super) setting: Setting<'s>,
    /// The `trans-unit`.
    pub(super) unit: Element<'t>,
    pub(super) source_language: &'s LanguageTag,
    pub(super) target_language: Option<&'s LanguageTag>,
}

/// The candidates that `element` offers. `numbers` are those of the unit's own codes.
pub(super) fn read_alt_trans(
    element: Element<'_>,
    by: CandidateSetting<'_, '_>,
    numbers: &mut Numbers,
    findings: &mut Findings<'_, '_>,
) -> Vec<Candidate> {
    let setting = by.setting;
    let mut template = Candidate::default();
    read_attributes(element, by, &mut template, findings);
    // some tools put the language of the source here
    let around = element.attribute("xml:lang").filter(|written| {
        let language = findings.language(written, element.at());
        !language.tag.same_language(by.source_language)
    });
    let mut own_numbers = Numbers::default();
    let mut source: Option<Segment> = None;
    let mut targets: Vec<Segment> = Vec::new();
    for child in element.elements() {
        if !setting.is_core(&child) {
            findings.is_sound = false;
            findings.never_carried(
                &format!("`<{}>` of a translation that is offered", child.name()),
                child.at(),
            );
            continue;
        }
        match child.local() {
            "source" => {
                let flow = read_flow(child, Cutting::Whole, setting, &mut own_numbers, findings);
                source = flow.stretches.into_iter().next().map(|stretch| stretch.segment);
                say_attributes(child, findings);
            }
            "seg-source" => findings.never_carried("the segmentation of a translation that is offered", child.at()),
            "target" => {
                let written = child.attribute("xml:lang").or(around);
                if !is_in_language(child, written, by.target_language, findings) {
                    continue;
                }
                let numbers = if source.is_some() {
                    &mut own_numbers
                } else {
                    &mut *numbers
                };
                let flow = read_flow(child, Cutting::Whole, setting, numbers, findings);
                say_attributes(child, findings);
                let target = flow
                    .stretches
                    .into_iter()
                    .next()
                    .map(|stretch| stretch.segment)
                    .unwrap_or_default();
                if setting.dialects.is_no_candidate(element, target.text()) {
                    let message = format!(
                        "`{}` is no translation, but says that a like text comes later",
                        target.text()
                    );
                    findings.say(DiagnosticCode::ToolHabit, child.at(), message);
                } else {
                    targets.push(target);
                }
            }
            "context-group" => read_quality(child, &mut template, findings),
            "note" => {
                read_note(child, findings);
                findings.not_carried("a note on a translation that is offered", child.at());
            }
            "prop-group" | "prop" => {
                findings.is_sound = false;
                findings.not_carried("a property of a translation that is offered", child.at());
            }
            _ => findings.unknown_element(child.name(), child.at()),
        }
    }
    let is_target = |child: Element<'_>| setting.is_core(&child) && child.local() == "target";
    if !element.elements().any(is_target) {
        findings.is_sound = false;
        findings.not_carried("what is offered without a translation", element.at());
    }
    let candidate = |target| Candidate {
        source: source.clone(),
        target,
        ..template.clone()
    };
    targets.into_iter().map(candidate).collect()
}

fn read_attributes(
    element: Element<'_>,
    by: CandidateSetting<'_, '_>,
    candidate: &mut Candidate,
    findings: &mut Findings<'_, '_>,
) {
    for attribute in element.attributes() {
        match attribute.name {
            "match-quality" => {
                let number = attribute.value.trim().trim_end_matches('%').trim_end().parse::<f64>();
                if let Some(number) = number.ok().filter(|number| number.is_finite() && *number >= 0.0) {
                    let similarity = by.setting.dialects.similarity(by.unit, number);
                    if similarity > FULL {
                        let message = format!("a match of `{}` is read as a full one", attribute.value);
                        findings.is_sound = false;
                        findings.say_once(DiagnosticCode::ToolHabit, "more than full", attribute.at, message);
                    }
                    candidate.similarity = Some(similarity.min(FULL));
                } else {
                    let what = format!("the `match-quality` `{}`, which is no number,", attribute.value);
                    findings.is_sound = false;
                    findings.not_carried(&what, attribute.at);
                }
            }
            "origin" => candidate.origin = Some(attribute.value.to_owned()),
            "alttranstype" => {
                let word = attribute.value.strip_prefix("x-").unwrap_or(attribute.value);
                candidate.candidate_type = Some(word.to_owned());
            }
            "mid" | "xml:space" | "xml:lang" => {}
            name if attribute.namespace.is_empty() && !is_known("alt-trans", name) && !name.starts_with("xmlns") => {
                findings.unknown_attribute("alt-trans", name, attribute.at);
            }
            name => {
                findings.is_sound &= is_known("alt-trans", name);
                findings.never_carried(&format!("the `{name}` of a translation that is offered"), attribute.at);
            }
        }
    }
}

/// Says what of the attributes of its texts is not carried.
fn say_attributes(element: Element<'_>, findings: &mut Findings<'_, '_>) {
    for attribute in element.attributes().filter(|attribute| attribute.name != "xml:lang") {
        let what = format!("the `{}` of a translation that is offered", attribute.name);
        findings.never_carried(&what, attribute.at);
    }
}

/// Whether a translation offered is in the language of the unit's target. `written` is what it says itself, or what is
/// around it.
fn is_in_language(
    element: Element<'_>,
    written: Option<&str>,
    expected: Option<&LanguageTag>,
    findings: &mut Findings<'_, '_>,
) -> bool {
    let (Some(written), Some(expected)) = (written, expected) else {
        return true;
    };
    let fits = findings.language(written, element.at()).tag.same_language(expected);
    if !fits {
        findings.not_carried(&format!("a translation in `{written}` that is offered"), element.at());
    }
    fits
}

/// Reads a quality as our own writer puts it down.
fn read_quality(group: Element<'_>, candidate: &mut Candidate, findings: &mut Findings<'_, '_>) {
    let is_quality = |context: &Element<'_>| context.attribute("context-type") == Some("x-quality");
    let ours = group.attributes().next().is_none() && group.elements().all(|context| is_quality(&context));
    if ours {
        let text = group.text();
        candidate.quality = text.trim().parse::<f64>().ok().filter(|quality| quality.is_finite());
        return;
    }
    for context in foreign_contexts(group, findings) {
        let what = format!("the context `{}` of a translation that is offered", context.name);
        findings.not_carried(&what, group.at());
    }
}
