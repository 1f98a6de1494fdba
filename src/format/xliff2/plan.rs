//! What each code of a `<unit>` is written as: settled over both sides and all segments before anything is written,
//! since ids have one scope and a code bears the same id and element in source and target (XLIFF 2, `id`).

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use indexmap::IndexSet;

use super::flows::{SubFlows, SubUnit};
use super::losses::Findings;
use super::references::{self, Around};
use super::{codes, flows, hints, shape};
use crate::diag::{DiagnosticCode, Fact};
use crate::model::{Code, CodeKind, Hints, Role, Segment, Waiting};

/// One `<segment>` or `<ignorable>`, as far as its codes are concerned.
#[derive(Debug, Clone, Copy)]
pub(super) struct Part<'a> {
    /// The source; none in the unit of a flow that only the target has.
    pub(super) source: Option<&'a Segment>,
    /// The target.
    pub(super) target: Option<&'a Segment>,
    /// Whether its state is `final`.
    pub(super) is_final: bool,
    /// The number of the unit that findings are told of.
    pub(super) of: usize,
}

/// Which element or pair of elements a code is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Element {
    /// `<ph/>`
    Ph,
    /// `<pc>…</pc>`
    Pc,
    /// `<sc/>…<ec/>`
    ScEc,
    /// `<sc isolated="yes"/>`
    Sc,
    /// `<ec isolated="yes"/>`
    Ec,
    /// `<mrk>…</mrk>`
    Mrk,
    /// `<sm/>…<em/>`
    SmEm,
    /// A mark without its other half, which has no element.
    Nothing,
}

/// The two ends of a code, as indexes.
pub(super) const START: usize = 0;
/// See [`START`].
pub(super) const END: usize = 1;

/// A code of one side: a pair, one end without the other, or a code that stands alone.
#[derive(Debug)]
pub(super) struct Item<'a> {
    /// The end that comes first, which has the facts of the whole.
    pub(super) first: &'a Code,
    /// The closing end of a pair.
    pub(super) closing: Option<&'a Code>,
    /// The part that the first end stands in.
    pub(super) part: usize,
    /// The part that the closing end stands in.
    pub(super) closing_part: usize,
    /// What it is written as.
    pub(super) element: Element,
    /// Whether it is a pair that holds one end of another and not the other end.
    pub(super) encloses_half: bool,
    /// The same code on the other side, by number.
    pub(super) mate: Option<usize>,
    /// Its id, without the letter that marks have in front.
    pub(super) id: usize,
    /// The editing hints that can stand; `copy_of` is resolved in [`Item::copy_of`].
    pub(super) hints: Hints,
    /// The id of the code it copies.
    pub(super) copy_of: Option<usize>,
    /// What a mark refers to, as it is written.
    pub(super) reference: Option<Cow<'a, str>>,
    /// The native code of each end, by number in [`Plan::data`].
    pub(super) data: [Option<usize>; 2],
    /// The flows inside each end, by number in [`Plan::sub_units`].
    pub(super) subs: [Vec<usize>; 2],
}

impl<'a> Item<'a> {
    fn new(first: &'a Code, part: usize) -> Self {
        Self {
            first,
            closing: None,
            part,
            closing_part: part,
            element: Element::Nothing,
            encloses_half: false,
            mate: None,
            id: 0,
            hints: first.hints.clone(),
            copy_of: None,
            reference: None,
            data: [None; 2],
            subs: [Vec::new(), Vec::new()],
        }
    }

    /// Both ends, those that there are.
    pub(super) fn ends(&self) -> [Option<&'a Code>; 2] {
        [Some(self.first), self.closing]
    }

    /// Whether both ends stand in one segment.
    pub(super) fn is_whole(&self) -> bool {
        self.closing.is_some() && self.part == self.closing_part
    }

    /// Whether neither end has native code.
    pub(super) fn has_no_data(&self) -> bool {
        self.ends().iter().flatten().all(|code| code.data.is_empty())
    }
}

/// The codes of one side of a `<unit>`.
#[derive(Debug, Default)]
pub(super) struct Side<'a> {
    /// In the order of their first ends.
    pub(super) items: Vec<Item<'a>>,
    /// For each part and each code of its segment, the number of its item.
    pub(super) ends: Vec<Vec<usize>>,
}

impl<'a> Side<'a> {
    fn read(segments: impl Iterator<Item = Option<&'a Segment>>) -> Self {
        let mut side = Self::default();
        let mut open_spans: BTreeMap<(bool, u32), usize> = BTreeMap::new();
        for (part, segment) in segments.enumerate() {
            let codes = segment.map_or(&[][..], Segment::codes);
            let mut ends: Vec<usize> = Vec::with_capacity(codes.len());
            let partners = segment.filter(|_| !codes.is_empty()).map(Segment::partners);
            let mut opened_here = Vec::new();
            for (number, code) in codes.iter().enumerate() {
                let key = (code.kind == CodeKind::Mark, code.id);
                let partner = partners
                    .as_ref()
                    .and_then(|partners| partners.get(number).copied().flatten());
                let opened = match (code.role, partner) {
                    (Role::Close, Some(opening)) => ends.get(opening).copied(),
                    (Role::Close, None) if code.span => open_spans.remove(&key),
                    _ => None,
                };
                if let Some(item) = opened.and_then(|opened| side.items.get_mut(opened)) {
                    item.closing = Some(code);
                    item.closing_part = part;
                    ends.extend(opened);
                    continue;
                }
                ends.push(side.items.len());
                if code.role == Role::Open && code.span && partner.is_none() {
                    opened_here.push((key, side.items.len()));
                }
                side.items.push(Item::new(code, part));
            }
            open_spans.extend(opened_here);
            side.ends.push(ends);
        }
        side
    }

    /// The item that a code of a part is an end of.
    pub(super) fn item(&self, part: usize, code: usize) -> Option<&Item<'a>> {
        self.items.get(self.number(part, code)?)
    }

    /// Its number.
    pub(super) fn number(&self, part: usize, code: usize) -> Option<usize> {
        self.ends.get(part)?.get(code).copied()
    }
}

/// All that has to be known of the codes of a `<unit>`, or of a `<mtc:match>`, before it is written.
#[derive(Debug, Default)]
pub(super) struct Plan<'a> {
    /// The codes of the source.
    pub(super) source: Side<'a>,
    /// The codes of the target.
    pub(super) target: Side<'a>,
    /// Native code, each text once.
    pub(super) data: IndexSet<&'a str>,
    /// The units that the flows inside codes become.
    pub(super) sub_units: Vec<SubUnit<'a>>,
    /// The notes that marks refer to, by number.
    pub(super) noted: BTreeSet<usize>,
}

impl<'a> Plan<'a> {
    /// Settles everything for `parts`. Ids of codes keep clear of those of the segments.
    pub(super) fn new(
        parts: &[Part<'a>],
        around: &Around<'_>,
        sub_flows: &SubFlows<'_>,
        findings: &mut Findings,
    ) -> Self {
        let mut plan = Self {
            source: Side::read(parts.iter().map(|part| part.source)),
            target: Side::read(parts.iter().map(|part| part.target)),
            ..Self::default()
        };
        if plan.source.items.is_empty() && plan.target.items.is_empty() {
            return plan;
        }
        plan.link(parts, findings);
        shape::settle(&mut plan);
        plan.report_lone_ends(parts, findings);
        plan.name(around);
        plan.noted = references::settle(&mut plan, around);
        hints::settle(&mut plan, parts, findings);
        for item in plan.source.items.iter().chain(&plan.target.items) {
            codes::report_losses(item, parts, findings);
        }
        flows::settle(&mut plan, parts, sub_flows, findings);
        for item in plan.source.items.iter_mut().chain(&mut plan.target.items) {
            for (end, code) in item.ends().into_iter().enumerate() {
                if let Some(code) = code.filter(|code| code.kind == CodeKind::Code && !code.data.is_empty()) {
                    item.data[end] = Some(plan.data.insert_full(&code.data).0);
                }
            }
        }
        plan
    }

    /// Finds the code of the source that each code of the target corresponds to: of several with one id, each the next.
    fn link(&mut self, parts: &[Part<'_>], findings: &mut Findings) {
        let key = |item: &Item<'_>, role: Role| (item.part, item.first.kind, item.first.id, role);
        let of_source = self.source.items.iter().enumerate();
        let mut waiting: Waiting<_> = of_source
            .map(|(number, item)| (key(item, item.first.role), number))
            .collect();
        for (number, item) in self.target.items.iter_mut().enumerate() {
            if let Some(mate) = waiting.take(&key(item, item.first.role)) {
                item.mate = Some(mate);
                if let Some(source) = self.source.items.get_mut(mate) {
                    source.mate = Some(number);
                }
                continue;
            }
            let waits_as = |role| waiting.has(&key(item, role));
            let waits = [Role::Open, Role::Close, Role::Alone].into_iter().any(waits_as);
            if let (true, Some(part)) = (waits, parts.get(item.part)) {
                let message = format!(
                    "code {} is one end in the source and another in the target, and is written as two codes",
                    item.first.id
                );
                findings.say(part.of, DiagnosticCode::CodeRepaired, message);
            }
        }
    }

    /// An end whose partner should be in another segment and is not has nothing to point to.
    fn report_lone_ends(&self, parts: &[Part<'_>], findings: &mut Findings) {
        for item in self.source.items.iter().chain(&self.target.items) {
            let Some(part) = parts.get(item.part) else { continue };
            match item.element {
                Element::Nothing => findings.lose(part.of, Fact::Mark, "a mark of which only one end is in the unit"),
                Element::Sc | Element::Ec => findings.lose_if(
                    item.first.span,
                    part.of,
                    Fact::Span,
                    "the other half of a pair, which is not in the unit",
                ),
                _ => {}
            }
        }
    }

    /// Gives ids, in the order of the source; codes that only the target has get new ones.
    fn name(&mut self, around: &Around<'_>) {
        let mut last = 0;
        let mut next = |kind: CodeKind| {
            loop {
                last += 1;
                let taken = &around.segments;
                let is_taken = !taken.is_empty() && taken.contains_key(id_text(kind, last).as_str());
                if !is_taken {
                    return last;
                }
            }
        };
        for item in &mut self.source.items {
            if item.element != Element::Nothing {
                item.id = next(item.first.kind);
            }
        }
        for item in &mut self.target.items {
            let mate = item.mate.and_then(|mate| self.source.items.get(mate));
            item.id = match mate {
                Some(mate) if mate.element != Element::Nothing => mate.id,
                _ if item.element == Element::Nothing => 0,
                _ => next(item.first.kind),
            };
        }
    }
}

/// The id of a code as it is written.
pub(super) fn id_text(kind: CodeKind, id: usize) -> String {
    match kind {
        CodeKind::Code => id.to_string(),
        CodeKind::Mark => format!("m{id}"),
    }
}

#[cfg(test)]
mod tests {
    use proptest::collection::vec;
    use proptest::prelude::*;

    use super::*;

    fn any_codes() -> impl Strategy<Value = Vec<Code>> {
        let role = prop_oneof![Just(Role::Open), Just(Role::Close), Just(Role::Alone)];
        vec((role, 0..3u32), 0..12).prop_map(|codes| codes.into_iter().map(|(role, id)| Code::new(role, id)).collect())
    }

    fn side(codes: &[Code]) -> Side<'_> {
        Side {
            items: codes.iter().map(|code| Item::new(code, 0)).collect(),
            ends: Vec::new(),
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(1000) })]
        #[test]
        fn each_code_of_the_target_finds_the_next_of_its_id_and_role((source, target) in (any_codes(), any_codes())) {
            let mut plan = Plan {
                source: side(&source),
                target: side(&target),
                ..Plan::default()
            };
            plan.link(&[], &mut Findings::default());
            let mut left: Vec<usize> = (0..source.len()).collect();
            for (code, item) in target.iter().zip(&plan.target.items) {
                let is_like = |&number: &usize| (source[number].id, source[number].role) == (code.id, code.role);
                let place = left.iter().position(is_like);
                prop_assert_eq!(item.mate, place.map(|place| left.remove(place)));
            }
        }
    }
}
