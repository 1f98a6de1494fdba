//! What marks refer to within their unit: found once all of it is read, and named as a memory names it.

use std::cell::OnceCell;
use std::collections::BTreeSet;

use super::super::fragment::{Fragment, Named};
use super::super::references::{NAME_OF_UNIT, code_named, fragment_of, name_of_code, name_of_note, name_of_segment};
use super::content::Piece;
use super::findings::Findings;
use super::flow::{Flows, SideState};
use crate::diag::DiagnosticCode;
use crate::format::xml::Element;
use crate::model::{AppliesTo, Segment};

/// A mark that refers to something within its unit.
pub(super) struct MarkRef<'t> {
    side: AppliesTo,
    part: usize,
    code: usize,
    reference: &'t str,
    named: Named<'t>,
    at: usize,
}

/// The segments of a unit, as references name them. Hardly any unit has such, so their ids are gathered when one is asked for.
pub(super) struct Segments<'t, 'd> {
    pieces: &'d [Piece<'t>],
    ids: OnceCell<BTreeSet<&'t str>>,
    /// Whether the only one is a whole unit, which has no id of a segment.
    is_whole: bool,
}

impl<'t, 'd> Segments<'t, 'd> {
    pub(super) fn new(pieces: &'d [Piece<'t>], is_whole: bool) -> Self {
        Self {
            pieces,
            ids: OnceCell::new(),
            is_whole,
        }
    }

    fn has(&self, id: &str) -> bool {
        let ids = self.ids.get_or_init(|| {
            let mut ids = BTreeSet::new();
            ids.extend(self.pieces.iter().filter_map(|piece| piece.id));
            ids
        });
        ids.contains(id)
    }
}

/// What a reference comes to.
enum Found {
    Named(String),
    Nowhere,
    /// It is there, and a memory has no name for it.
    Nameless(&'static str),
}

impl<'t> Flows<'t, '_> {
    /// Remembers what the next code of a segment, a mark, refers to.
    pub(super) fn refer(&mut self, mark: Element<'t>, segment: &Segment, state: &SideState<'t>) {
        let Some(reference) = mark.attribute("ref") else { return };
        let named = Fragment::parse(reference).and_then(|fragment| fragment.within(self.home));
        let Some(named) = named else { return };
        self.references.push(MarkRef {
            side: state.side,
            part: state.part,
            code: segment.codes().len(),
            reference,
            named,
            at: mark.at(),
        });
    }

    /// Gives the marks that refer to something within the unit its name, or none.
    pub(super) fn settle_references(
        &mut self,
        sources: &mut [Option<Segment>],
        targets: &mut [Option<Segment>],
        findings: &mut Findings<'_, '_>,
    ) {
        if self.references.is_empty() {
            return;
        }
        for of in std::mem::take(&mut self.references) {
            let segments = match of.side {
                AppliesTo::Source => &mut *sources,
                AppliesTo::Target => &mut *targets,
            };
            let segment = segments.get_mut(of.part).and_then(Option::as_mut);
            let Some(code) = segment.and_then(|segment| segment.codes_mut().nth(of.code)) else {
                continue;
            };
            // what a comment names is its text by now, or is said not to be there
            if code.mark.reference.take().is_none() || code.code_type.as_deref() == Some("comment") {
                continue;
            }
            match self.found(of.named) {
                Found::Named(name) => code.mark.reference = Some(name),
                Found::Nameless(what) => findings.not_carried(what, of.at),
                Found::Nowhere => {
                    let message = format!(
                        "`ref` of a mark names `{}`, which is not in the unit; it is not read",
                        of.reference
                    );
                    findings.say(DiagnosticCode::ReferenceBroken, of.at, message);
                }
            }
        }
    }

    fn found(&self, named: Named<'_>) -> Found {
        let Some(segments) = &self.segments else {
            return Found::Nameless("what a mark of a match refers to in the unit");
        };
        match named {
            Named::Unit => Found::Named(NAME_OF_UNIT.to_owned()),
            Named::Nameless => Found::Nameless("a reference to native code, or to what a module says,"),
            Named::Note(id) => {
                let text = self.text_of_note(id);
                text.map_or(Found::Nowhere, |text| Found::Named(name_of_note(text)))
            }
            Named::Inline { id, side } => match self.numbers.get(id) {
                Some((number, kind, _)) => {
                    let number = usize::try_from(*number).unwrap_or(usize::MAX);
                    Found::Named(name_of_code(*kind, number, side))
                }
                None if !segments.has(id) => Found::Nowhere,
                None if segments.is_whole => Found::Named(name_of_segment(side)),
                None if code_named(id).is_some() => Found::Nameless("a reference to a segment whose id is a number"),
                // of the id alone, whatever the reference names on the way to it
                None => Found::Named(fragment_of(id, side)),
            },
        }
    }

    /// Says of a match for a span of a segment that it is offered for all of it.
    pub(super) fn say_spans(&self, matches: Element<'t>, findings: &mut Findings<'_, '_>) {
        for element in matches.elements() {
            let reference = element.attribute("ref").unwrap_or_default();
            let named = Fragment::parse_loosely(reference).and_then(|fragment| fragment.within(self.home));
            let Some(id) = named.and_then(Named::inline_id) else {
                continue;
            };
            let is_segment = self.segments.as_ref().is_some_and(|segments| segments.has(id));
            if !is_segment && self.numbers.contains_key(id) {
                findings.not_carried("the span of a segment that a match is for", element.at());
            }
        }
    }
}
