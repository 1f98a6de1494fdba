//! Sub-flows that stand in a `trans-unit` of their own (`xid`).

use super::inline::{FlowReader, Place};
use crate::diag::{Diagnostic, DiagnosticCode};
use crate::format::xml::Element;

/// A code that names a `trans-unit` as its sub-flow (`xid`).
#[derive(Debug)]
pub(crate) struct Reference {
    /// The id of the `trans-unit`.
    pub(super) xid: String,
    pub(super) stretch: usize,
    pub(super) code: usize,
    /// What is said if it never comes.
    pub(super) broken: Diagnostic,
}

/// How many codes of one text may name a sub-flow.
const MAX_REFERENCES: usize = 100;

impl<'t> FlowReader<'_, 't, '_, '_> {
    /// Notes that a code names its sub-flow.
    pub(super) fn refer(&mut self, element: Element<'t>, place: Place) {
        let Some(xid) = element.attribute("xid") else { return };
        self.findings.is_sound = false;
        if self.setting.dialects.has_own_references() {
            self.findings
                .never_carried("what a tag refers to by `xid`", element.at());
            return;
        }
        if self.flow.references.len() >= MAX_REFERENCES {
            self.findings
                .not_carried("what further codes of the text refer to by `xid`", element.at());
            return;
        }
        let message = format!("`xid` names `{xid}`, which is no unit that follows soon; the code has no flow of text");
        let broken = self
            .findings
            .finding(DiagnosticCode::ReferenceBroken, element.at(), message);
        self.flow.references.push(Reference {
            xid: xid.to_owned(),
            stretch: place.stretch,
            code: place.code,
            broken,
        });
    }
}
