//! `sc` and `ec`, `sm` and `em`: pairs whose ends stand apart, in different segments perhaps.

use super::code::{self, End};
use super::findings::Findings;
use super::flow::{Flows, SideState};
use crate::diag::DiagnosticCode;
use crate::format::xml::Element;
use crate::model::{Code, CodeKind, Role, Segment};

/// An `sc` or `sm` that was not closed yet.
pub(super) struct Opening<'t> {
    pub(super) id: &'t str,
    part: usize,
    code: usize,
    number: u32,
    pub(super) is_isolated: bool,
    pub(super) at: usize,
}

impl<'t> Flows<'t, '_> {
    /// Remembers a start that waits for its end.
    pub(super) fn open(element: Element<'t>, opening: &Code, segment: &Segment, state: &mut SideState<'t>) {
        let id = element.attribute("id").unwrap_or_default();
        let waiting = Opening {
            id,
            part: state.part,
            code: segment.codes().len(),
            number: opening.id,
            is_isolated: opening.kind == CodeKind::Code && element.attribute("isolated") == Some("yes"),
            at: element.at(),
        };
        state.open.open((opening.kind, id), waiting);
    }

    /// `ec` and `em`.
    pub(super) fn close(
        &mut self,
        element: Element<'t>,
        segment: &mut Segment,
        state: &mut SideState<'t>,
        findings: &mut Findings<'_, '_>,
    ) {
        let kind = if element.local() == "em" {
            CodeKind::Mark
        } else {
            CodeKind::Code
        };
        let start = element.attribute("startRef");
        let opening = start.and_then(|start| state.open.close(&(kind, start)));
        if let Some(opening) = opening {
            let mut closing = Code::new(Role::Close, opening.number);
            closing.kind = kind;
            if opening.is_isolated {
                let message = format!("`{}` is isolated and closed; it is read as a pair", opening.id);
                findings.say(DiagnosticCode::MarkupRepaired, element.at(), message);
            }
            self.end(element, &mut closing, End::Only, segment, state, findings);
            if opening.part == state.part {
                // it stands in this segment, which is not among those that are done
                if opening.is_isolated
                    && let Some(code) = segment.codes_mut().nth(opening.code)
                {
                    code.isolated = false;
                }
            } else {
                isolate(&mut state.done, &opening, true);
                closing.isolated = true;
                closing.span = true;
            }
            if kind == CodeKind::Code {
                code::check_end(
                    element,
                    opening_of(&state.done, segment, state.part, &opening),
                    findings,
                );
            }
            segment.push_code(closing);
            return;
        }
        if kind == CodeKind::Code && (start.is_none() || element.attribute("isolated") == Some("yes")) {
            let mut closing = self.code(element, Role::Close, End::Only, segment, state, findings);
            closing.isolated = true;
            segment.push_code(closing);
            if element.attribute("isolated") != Some("yes") {
                let message = "`ec` names no `startRef` and is read as isolated";
                findings.say(DiagnosticCode::MarkupRepaired, element.at(), message);
            }
            return;
        }
        let message = format!(
            "`{}` closes `{}`, which is not open; it is read as isolated",
            element.local(),
            start.unwrap_or_default()
        );
        findings.say(DiagnosticCode::MarkupRepaired, element.at(), message);
        let mut closing = Code::new(Role::Close, self.next());
        closing.kind = kind;
        closing.isolated = true;
        self.end(element, &mut closing, End::Only, segment, state, findings);
        segment.push_code(closing);
    }
}

/// Says of a start in a segment that is done that its end is not in that segment.
pub(super) fn isolate(done: &mut [Option<Segment>], opening: &Opening<'_>, span: bool) {
    let segment = done.get_mut(opening.part).and_then(Option::as_mut);
    if let Some(code) = segment.and_then(|segment| segment.codes_mut().nth(opening.code)) {
        code.isolated = true;
        code.span = span;
    }
}

fn opening_of<'s>(
    done: &'s [Option<Segment>],
    current: &'s Segment,
    part: usize,
    opening: &Opening<'_>,
) -> Option<&'s Code> {
    let segment = if opening.part == part {
        Some(current)
    } else {
        done.get(opening.part).and_then(Option::as_ref)
    };
    segment?.codes().get(opening.code)
}
