//! Flows of text inside codes, which become units of their own (XLIFF 2, Sub-Flows).

use std::borrow::Cow;

use super::losses::Findings;
use super::plan::{END, Item, Part, Plan, START};
use super::{ids, types};
use crate::diag::Fact;
use crate::model::{CodeKind, SubFlow};

/// What becomes of flows inside codes.
#[derive(Debug, Clone, Copy)]
pub(super) enum SubFlows<'a> {
    /// Each is a unit, with an id made from this one.
    Units(&'a str),
    /// They are lost: a candidate can't have units of its own.
    Lost,
    /// Those of the target are lost; the source is that of the unit itself, where they are kept.
    LostFromTarget,
}

/// The unit that a flow, the same in source and target, becomes.
#[derive(Debug)]
pub(super) struct SubUnit<'a> {
    /// Its id.
    pub(super) id: String,
    /// The flow in the source.
    pub(super) source: Option<&'a SubFlow>,
    /// The flow in the target.
    pub(super) target: Option<&'a SubFlow>,
    /// The number of the unit that findings are told of.
    pub(super) of: usize,
}

impl SubUnit<'_> {
    /// `unit/@type`.
    pub(super) fn unit_type(&self) -> Option<Cow<'_, str>> {
        self.word().and_then(types::custom)
    }

    fn word(&self) -> Option<&str> {
        let word = |flow: Option<&SubFlow>| flow.is_some_and(|flow| flow.sub_type.is_some());
        let flow = if word(self.source) { self.source } else { self.target };
        flow?.sub_type.as_deref()
    }

    fn report_losses(&self, findings: &mut Findings) {
        let flows = || self.source.into_iter().chain(self.target);
        let datatype = flows().any(|flow| flow.datatype.is_some());
        findings.lose_if(
            datatype,
            self.of,
            Fact::SubDatatype,
            "the data type of a flow inside a code",
        );
        let written = self.unit_type();
        let is_held = |word: &str| written.is_some() && types::custom(word) == written;
        let types_lost = flows()
            .filter_map(|flow| flow.sub_type.as_deref())
            .any(|word| !is_held(word));
        findings.lose_if(types_lost, self.of, Fact::SubType, "the type of a flow inside a code");
    }
}

/// Makes units of the flows inside the codes of `plan`, in the order of the source. The flows of a code and of its mate
/// are one by their places in the list.
pub(super) fn settle(plan: &mut Plan<'_>, parts: &[Part<'_>], policy: &SubFlows<'_>, findings: &mut Findings) {
    let of_source = plan.source.items.iter().enumerate();
    let mut codes: Vec<(Option<usize>, Option<usize>)> =
        of_source.map(|(number, item)| (Some(number), item.mate)).collect();
    let of_target = plan.target.items.iter().enumerate();
    codes.extend(
        of_target
            .filter(|(_, item)| item.mate.is_none())
            .map(|(number, _)| (None, Some(number))),
    );
    for (source, target) in codes {
        for end in [START, END] {
            settle_end(plan, (source, target), end, parts, policy, findings);
        }
    }
}

/// Makes units of the flows inside one end of a code, given by its numbers on each side.
fn settle_end(
    plan: &mut Plan<'_>,
    (source, target): (Option<usize>, Option<usize>),
    end: usize,
    parts: &[Part<'_>],
    policy: &SubFlows<'_>,
    findings: &mut Findings,
) {
    let mut source = source.and_then(|number| plan.source.items.get_mut(number));
    let mut target = target.and_then(|number| plan.target.items.get_mut(number));
    let of = source
        .as_deref()
        .or(target.as_deref())
        .and_then(|item| parts.get(item.part))
        .map_or(0, |part| part.of);
    let (in_source, in_target) = (flows_of(source.as_deref(), end), flows_of(target.as_deref(), end));
    let ends = (data_length(source.as_deref(), end), data_length(target.as_deref(), end));
    let parent = match policy {
        SubFlows::Units(parent) => parent,
        SubFlows::Lost | SubFlows::LostFromTarget => {
            let is_lost = !in_target.is_empty() || (!in_source.is_empty() && matches!(policy, SubFlows::Lost));
            findings.lose_if(is_lost, of, Fact::Sub, "a flow inside a code of a candidate");
            return;
        }
    };
    for index in 0..in_source.len().max(in_target.len()) {
        let number = plan.sub_units.len();
        let unit = SubUnit {
            id: ids::of_sub_flow(parent, number + 1),
            source: in_source.get(index),
            target: in_target.get(index),
            of,
        };
        // readers that are told no place take a flow to stand at the end
        let stands_inside =
            |flow: Option<&SubFlow>, end: usize| flow.is_some_and(|flow| flow.at.is_some_and(|at| at < end));
        let place = stands_inside(unit.source, ends.0) || stands_inside(unit.target, ends.1);
        findings.lose_if(place, of, Fact::SubPlace, "where in its code a flow stands");
        unit.report_losses(findings);
        for (item, flow) in [(&mut source, unit.source), (&mut target, unit.target)] {
            if let (Some(item), Some(_)) = (item, flow)
                && let Some(subs) = item.subs.get_mut(end)
            {
                subs.push(number);
            }
        }
        plan.sub_units.push(unit);
    }
}

/// How many bytes of native code one end of a code has.
fn data_length(item: Option<&Item<'_>>, end: usize) -> usize {
    let code = item.and_then(|item| item.ends().get(end).copied().flatten());
    code.map_or(0, |code| code.data.len())
}

fn flows_of<'a>(item: Option<&Item<'a>>, end: usize) -> &'a [SubFlow] {
    let code = item.and_then(|item| item.ends().get(end).copied().flatten());
    code.filter(|code| code.kind == CodeKind::Code)
        .map_or(&[], |code| &code.subs)
}
