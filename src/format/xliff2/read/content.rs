//! What stands in a `unit`, `segment` and `ignorable`, sorted by what it is.

use super::findings::Findings;
use super::foreign;
use super::notes::{self, ReadNote};
use super::{matches, metadata};
use crate::diag::DiagnosticCode;
use crate::format::xml::Element;

/// A `segment` or `ignorable`.
#[derive(Debug, Clone, Copy)]
pub(super) struct Piece<'t> {
    pub(super) element: Element<'t>,
    pub(super) id: Option<&'t str>,
    pub(super) is_ignorable: bool,
    pub(super) source: Option<Element<'t>>,
    pub(super) target: Option<Element<'t>>,
}

/// What stands in a unit.
#[derive(Default)]
pub(super) struct Content<'t> {
    pub(super) pieces: Vec<Piece<'t>>,
    pub(super) notes: Vec<ReadNote<'t>>,
    pub(super) original_data: Option<Element<'t>>,
    pub(super) metadata: Vec<Element<'t>>,
    pub(super) matches: Vec<Element<'t>>,
    pub(super) foreign: Vec<Element<'t>>,
}

/// Where in a unit an element stands, by the schema: modules, notes, native code, segments.
fn rank(element: Element<'_>, core: &str) -> u8 {
    match element.local() {
        _ if element.namespace() != core => 0,
        "notes" => 1,
        "originalData" => 2,
        _ => 3,
    }
}

pub(super) fn content<'t>(unit: Element<'t>, core: &str, findings: &mut Findings<'_, '_>) -> Content<'t> {
    let mut content = Content::default();
    let mut last = 0;
    say_stray(unit, findings);
    for element in unit.elements() {
        let rank = rank(element, core);
        if rank < last {
            let message = format!(
                "`{}` stands too late in the unit; it is read all the same",
                element.name()
            );
            findings.say(DiagnosticCode::MarkupRepaired, element.at(), message);
        }
        last = last.max(rank);
        match (element.namespace(), element.local()) {
            (namespace, local @ ("segment" | "ignorable")) if namespace == core => {
                content
                    .pieces
                    .push(piece(element, local == "ignorable", core, findings));
            }
            (namespace, "notes") if namespace == core => content.notes.extend(notes::read(element, core, findings)),
            (namespace, "originalData") if namespace == core => {
                if content.original_data.is_some() {
                    let message = "`originalData` stands twice in the unit; the last is read";
                    findings.say(DiagnosticCode::MarkupRepaired, element.at(), message);
                }
                content.original_data = Some(element);
            }
            (metadata::NAMESPACE, "metadata") => content.metadata.push(element),
            (matches::NAMESPACE, "matches") => content.matches.push(element),
            (namespace, _) if namespace == core => {
                let message = format!("`{}` may not stand in `unit` and is not read", element.name());
                findings.say(DiagnosticCode::ElementUnknown, element.at(), message);
            }
            _ => content.foreign.push(element),
        }
    }
    content
}

fn say_stray(element: Element<'_>, findings: &mut Findings<'_, '_>) {
    if let Some((text, at)) = foreign::stray_text(element) {
        const SHOWN: usize = 60;
        let shown: String = text.trim().chars().take(SHOWN).collect();
        let message = format!(
            "`{shown}` stands in `{}`, where no text may stand, and is not read",
            element.local()
        );
        findings.say(DiagnosticCode::TextStray, at, message);
    }
}

fn piece<'t>(element: Element<'t>, is_ignorable: bool, core: &str, findings: &mut Findings<'_, '_>) -> Piece<'t> {
    let mut piece = Piece {
        element,
        id: element.attribute("id"),
        is_ignorable,
        source: None,
        target: None,
    };
    say_stray(element, findings);
    for child in element.elements() {
        let place = match child.local() {
            "source" if child.namespace() == core => {
                if piece.target.is_some() {
                    let message = "`source` stands behind `target`; both are read";
                    findings.say(DiagnosticCode::MarkupRepaired, child.at(), message);
                }
                &mut piece.source
            }
            "target" if child.namespace() == core => &mut piece.target,
            _ => {
                let message = format!(
                    "`{}` may not stand in `{}` and is not read",
                    child.name(),
                    element.local()
                );
                findings.say(DiagnosticCode::ElementUnknown, child.at(), message);
                continue;
            }
        };
        if place.is_some() {
            let message = format!(
                "`{}` stands twice in `{}`; the first is read",
                child.local(),
                element.local()
            );
            findings.say(DiagnosticCode::MarkupRepaired, child.at(), message);
        } else {
            *place = Some(child);
        }
    }
    if piece.source.is_none() {
        let message = format!("`{}` has no `source`, which is taken to be empty", element.local());
        findings.say(DiagnosticCode::MarkupRepaired, element.at(), message);
    }
    piece
}
