//! What the elements of codes and marks say.

use super::super::fragment::{Fragment, Named};
use super::super::types::{CODE_TYPES, XLF_SUBTYPES};
use super::findings::Findings;
use super::flow::Flows;
use super::foreign::XML;
use crate::diag::DiagnosticCode;
use crate::format::xml::Element;
use crate::model::{Code, Direction, Hints, Reorder, Role, YesNo};

/// Which end of a code the attributes are asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum End {
    /// An element that is one end, or stands alone.
    Only,
    /// The start of a `pc`.
    Start,
    /// The end of a `pc`.
    Close,
}

/// The names of the attributes that `pc` has twice.
pub(super) struct EndNames {
    pub(super) equiv: &'static str,
    pub(super) disp: &'static str,
    pub(super) sub_flows: &'static str,
    pub(super) data_ref: &'static str,
}

impl End {
    pub(super) fn names(self) -> EndNames {
        let [equiv, disp, sub_flows, data_ref] = match self {
            Self::Only => ["equiv", "disp", "subFlows", "dataRef"],
            Self::Start => ["equivStart", "dispStart", "subFlowsStart", "dataRefStart"],
            Self::Close => ["equivEnd", "dispEnd", "subFlowsEnd", "dataRefEnd"],
        };
        EndNames {
            equiv,
            disp,
            sub_flows,
            data_ref,
        }
    }
}

const PH: &[&str] = &[
    "id",
    "canCopy",
    "canDelete",
    "canReorder",
    "copyOf",
    "disp",
    "equiv",
    "dataRef",
    "subFlows",
    "subType",
    "type",
];
const PC: &[&str] = &[
    "id",
    "canCopy",
    "canDelete",
    "canOverlap",
    "canReorder",
    "copyOf",
    "dispEnd",
    "dispStart",
    "equivEnd",
    "equivStart",
    "dataRefEnd",
    "dataRefStart",
    "subFlowsEnd",
    "subFlowsStart",
    "subType",
    "type",
    "dir",
];
const SC: &[&str] = &[
    "id",
    "canCopy",
    "canDelete",
    "canOverlap",
    "canReorder",
    "copyOf",
    "dataRef",
    "dir",
    "disp",
    "equiv",
    "isolated",
    "subFlows",
    "subType",
    "type",
];
const EC: &[&str] = &[
    "id",
    "canCopy",
    "canDelete",
    "canOverlap",
    "canReorder",
    "copyOf",
    "dataRef",
    "dir",
    "disp",
    "equiv",
    "isolated",
    "startRef",
    "subFlows",
    "subType",
    "type",
];
const MRK: &[&str] = &["id", "translate", "type", "ref", "value"];

/// The attributes that an inline element of the core may have.
pub(super) fn attributes_of(local: &str) -> &'static [&'static str] {
    match local {
        "ph" => PH,
        "pc" => PC,
        "sc" => SC,
        "ec" => EC,
        "mrk" | "sm" => MRK,
        "em" => &["startRef"],
        "cp" => &["hex"],
        _ => &[],
    }
}

/// Names the attributes that have no place in the model.
fn check_attributes(element: Element<'_>, findings: &mut Findings<'_, '_>) {
    let known = attributes_of(element.local());
    for attribute in element.attributes() {
        if attribute.declared_prefix().is_some() || known.contains(&attribute.name) {
            continue;
        }
        if attribute.namespace.is_empty() || attribute.namespace == XML {
            let message = format!(
                "`{}` has no attribute `{}`; it is not read",
                element.local(),
                attribute.name
            );
            findings.say(DiagnosticCode::AttributeUnknown, attribute.at, message);
        } else {
            let what = format!("attribute `{}` of `{}`", attribute.name, element.local());
            findings.not_carried(&what, attribute.at);
        }
    }
}

/// A code with what it says as a whole; its ends and ids are the caller's part.
pub(super) fn code(element: Element<'_>, role: Role, findings: &mut Findings<'_, '_>) -> Code {
    check_attributes(element, findings);
    let mut code = Code::new(role, 0);
    code.code_type = code_type(element, findings);
    code.hints = hints(element, findings);
    code
}

fn yes_no(element: Element<'_>, name: &str, findings: &mut Findings<'_, '_>) -> Option<YesNo> {
    let word = element.attribute(name)?;
    let parsed = YesNo::parse(word);
    if parsed.is_none() {
        findings.odd_value(name, word, element.at(), "it is not read");
    }
    parsed
}

fn hints(element: Element<'_>, findings: &mut Findings<'_, '_>) -> Hints {
    let only_no = |hint: Option<YesNo>| hint.filter(|hint| *hint == YesNo::No);
    let can_reorder = match element.attribute("canReorder") {
        None | Some("yes") => None,
        Some("no") => Some(Reorder::No),
        Some("firstNo") => Some(Reorder::FirstNo),
        Some(other) => {
            findings.odd_value("canReorder", other, element.at(), "it is not read");
            None
        }
    };
    let dir = match element.attribute("dir") {
        None => None,
        Some("ltr") => Some(Direction::Ltr),
        Some("rtl") => Some(Direction::Rtl),
        Some("auto") => Some(Direction::Auto),
        Some(other) => {
            findings.odd_value("dir", other, element.at(), "it is not read");
            None
        }
    };
    Hints {
        can_copy: only_no(yes_no(element, "canCopy", findings)),
        can_delete: only_no(yes_no(element, "canDelete", findings)),
        can_reorder,
        can_overlap: yes_no(element, "canOverlap", findings),
        copy_of: None,
        dir,
    }
}

/// The word of the model for `type` and `subType`.
fn code_type(element: Element<'_>, findings: &mut Findings<'_, '_>) -> Option<String> {
    let main = element.attribute("type");
    if let Some(word) = main.filter(|word| !CODE_TYPES.contains(word)) {
        findings.odd_value("type", word, element.at(), "it is kept");
    }
    let Some(sub) = element.attribute("subType") else {
        return main.map(str::to_owned);
    };
    let main = main.unwrap_or_else(|| {
        let message = "`subType` stands without `type`, which is taken to be `other`";
        findings.say(DiagnosticCode::AttributeMissing, element.at(), message);
        "other"
    });
    if let Some((word, ..)) = XLF_SUBTYPES.iter().find(|(_, of, known)| (*of, *known) == (main, sub)) {
        return Some((*word).to_owned());
    }
    if !sub.contains(':') || sub.starts_with("xlf:") {
        findings.odd_value("subType", sub, element.at(), "it is kept");
    }
    Some(match sub.strip_prefix("x:") {
        Some(word) if main == "other" => word.to_owned(),
        _ => format!("{main}/{sub}"),
    })
}

/// Checks that an `ec` says what its `sc` does (XLIFF 2, `ec`): the start is what counts.
pub(super) fn check_end(element: Element<'_>, opening: Option<&Code>, findings: &mut Findings<'_, '_>) {
    check_attributes(element, findings);
    let Some(opening) = opening else { return };
    if let Some(said) = code_type(element, findings)
        && opening.code_type.as_ref() != Some(&said)
    {
        findings.not_carried("a type of an `ec` that its `sc` has not", element.at());
    }
    if element.attribute("copyOf").is_some() {
        findings.not_carried("what an `ec` with an `sc` is a copy of", element.at());
    }
    let said = hints(element, findings);
    let same_order = match (said.can_reorder, opening.hints.can_reorder) {
        (Some(Reorder::FirstNo), _) => false,
        (said, of_opening) => said.is_some() == of_opening.is_some(),
    };
    let overlap = |hints: &Hints| hints.can_overlap.unwrap_or(YesNo::Yes);
    let same = said.can_copy == opening.hints.can_copy
        && said.can_delete == opening.hints.can_delete
        && overlap(&said) == overlap(&opening.hints)
        && same_order;
    if !same {
        let message = "`ec` says otherwise than its `sc` what may be done with the code; the `sc` counts";
        findings.say(DiagnosticCode::MarkupRepaired, element.at(), message);
    }
}

/// The start of a mark of `flows`; its id is the caller's part.
pub(super) fn mark(element: Element<'_>, flows: &Flows<'_, '_>, findings: &mut Findings<'_, '_>) -> Code {
    check_attributes(element, findings);
    let mut code = Code::new_mark(Role::Open, 0);
    let translate = yes_no(element, "translate", findings);
    let value = element.attribute("value").map(str::to_owned);
    let reference = element.attribute("ref");
    match element.attribute("type") {
        None | Some("generic") => {
            code.code_type = translate.map(|translate| match translate {
                YesNo::No => "protected".to_owned(),
                YesNo::Yes => "its-translate-yes".to_owned(),
            });
            code.mark.value = value;
            code.mark.reference = reference.map(str::to_owned);
        }
        Some("comment") => {
            code.code_type = Some("comment".to_owned());
            code.mark.translate = translate;
            code.mark.comment = value.or_else(|| comment(element, reference?, flows, findings));
            if code.mark.comment.is_none() {
                code.mark.reference = reference.map(str::to_owned);
            } else if element.attribute("value").is_some() && reference.is_some() {
                findings.not_carried("the `ref` of a comment that has a `value`", element.at());
            }
        }
        Some(word) => {
            if word != "term" && !super::super::types::is_user_defined(word) {
                findings.odd_value("type", word, element.at(), "it is kept");
            }
            code.code_type = match word.strip_prefix("x:").unwrap_or(word) {
                "hi" if word == "x:hi" => None,
                bare => Some(bare.to_owned()),
            };
            code.mark.translate = translate;
            code.mark.value = value;
            code.mark.reference = reference.map(str::to_owned);
        }
    }
    code
}

/// The text of the note that a comment names.
fn comment(
    element: Element<'_>,
    reference: &str,
    flows: &Flows<'_, '_>,
    findings: &mut Findings<'_, '_>,
) -> Option<String> {
    let id = match Fragment::parse_loosely(reference).and_then(|fragment| fragment.within(flows.home)) {
        Some(Named::Note(id) | Named::Inline { id, .. }) => Some(id),
        _ => None,
    };
    let text = id.and_then(|id| flows.text_of_note(id));
    if text.is_none() {
        let message = format!("`ref` of a comment names `{reference}`, which is no note of the unit; it is not read");
        findings.say(DiagnosticCode::ReferenceBroken, element.at(), message);
    }
    text.map(str::to_owned)
}
