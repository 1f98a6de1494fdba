//! From the texts of a `trans-unit` to units in their languages.

use super::attributes::read_text_attributes;
use super::draft::Draft;
use super::findings::Findings;
use super::segments::{Part, Texts};
use super::trans_unit::Around;
use crate::diag::DiagnosticCode;
use crate::format::xml::{Element, Language};
use crate::model::Variant;

/// A draft for each of `parts`.
pub(super) fn to_drafts(
    parts: Vec<Part>,
    element: Element<'_>,
    texts: &Texts<'_>,
    around: Around<'_>,
    findings: &mut Findings<'_, '_>,
) -> Vec<Draft> {
    let file = around.file;
    check_language(texts.source, Some(&file.source), findings);
    check_language(texts.seg_source, Some(&file.source), findings);
    check_language(texts.target, file.target.as_ref(), findings);
    let target_language = match (&file.target, texts.target) {
        (Some(target), _) => Some(target.clone()),
        (None, Some(target)) => Some(if let Some(written) = target.attribute("xml:lang") {
            findings.language(written, target.at())
        } else {
            let message = "nothing says what language the target is in, and it is read as undetermined";
            findings.say_once(
                DiagnosticCode::AttributeMissing,
                "target-language",
                target.at(),
                message,
            );
            Language::default()
        }),
        (None, None) => None,
    };
    let is_whole = matches!(parts.as_slice(), [only] if only.mid.is_none());
    let to_draft = |part: Part| {
        let mut unit = findings.reading.new_unit();
        let variant = |language: &Language, segment| Variant {
            spelling: language.spelling.clone(),
            ..Variant::new(language.tag.clone(), segment)
        };
        let source = part.source.unwrap_or_default();
        unit.variants.push(variant(&file.source, source));
        if let (Some(target), Some(language)) = (part.target, &target_language) {
            unit.variants.push(variant(language, target));
        }
        unit.origin = findings.reading.origin(if is_whole { element.at() } else { part.at });
        Draft {
            unit,
            mid: part.mid,
            is_segment: part.is_segment,
            order: part.order,
            target_language: target_language.clone(),
            references: part.references,
            comments: part.comments,
        }
    };
    let mut drafts: Vec<Draft> = parts.into_iter().map(to_draft).collect();
    for (side, text) in [texts.seg_source.or(texts.source), texts.target]
        .into_iter()
        .enumerate()
    {
        let Some(text) = text else { continue };
        read_text_attributes(text, side, &mut drafts, findings);
    }
    drafts
}

/// Says where a text says that it is in another language than its file (rule X1).
fn check_language(text: Option<Element<'_>>, expected: Option<&Language>, findings: &mut Findings<'_, '_>) {
    let (Some(text), Some(expected)) = (text, expected) else {
        return;
    };
    let Some(written) = text.attribute("xml:lang") else {
        return;
    };
    let is_same = |spelling: &str| spelling.eq_ignore_ascii_case(written);
    if is_same(expected.tag.as_str()) || expected.spelling.as_deref().is_some_and(is_same) {
        return;
    }
    findings.is_sound = false;
    let language = findings.language(written, text.at());
    if language.tag != expected.tag {
        let message = format!(
            "`<{}>` says that it is in `{written}`, its file in `{}`, which counts; this is said once for the file",
            text.local(),
            expected.tag
        );
        let about = format!("{written} in {}", text.local());
        findings.say_once(DiagnosticCode::LangForm, &about, text.at(), message);
    }
}
