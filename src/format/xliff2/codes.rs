//! Facts of codes and marks: which have no attribute, and how the others are written.

use super::losses::Findings;
use super::markup::Markup;
use super::plan::{END, Element, Item, Part, Plan, START, id_text};
use super::types::{self, MarkType};
use crate::diag::Fact;
use crate::model::{Code, CodeKind, Direction, MarkFacts, Reorder, YesNo};

/// Names the facts of an item that XLIFF 2 has no place for.
pub(super) fn report_losses(item: &Item<'_>, parts: &[Part<'_>], findings: &mut Findings) {
    let of = |part: usize| parts.get(part).map_or(0, |part| part.of);
    if item.element == Element::Nothing {
        return;
    }
    for (code, part) in item.ends().into_iter().zip([item.part, item.closing_part]) {
        if let Some(code) = code {
            let of = of(part);
            findings.lose_if(
                code.assoc.is_some(),
                of,
                Fact::Assoc,
                "the neighbour that a code belongs to",
            );
            findings.lose_if(code.ts.is_some(), of, Fact::Ts, "tool data of a code (`ts`)");
            findings.lose_if(code.crc.is_some(), of, Fact::Crc, "the check value of a code");
        }
    }
    let of = of(item.part);
    match item.first.kind {
        CodeKind::Code => report_code(item.first, of, findings),
        CodeKind::Mark => report_mark(item, of, findings),
    }
}

fn report_code(code: &Code, of: usize, findings: &mut Findings) {
    let is_lost = code
        .code_type
        .as_deref()
        .is_some_and(|word| types::of_code(word).is_none());
    findings.lose_if(is_lost, of, Fact::Type, "the type of a code that is no `prefix:value`");
    let mark = &code.mark;
    findings.lose_if(
        mark.translate.is_some(),
        of,
        Fact::Translate,
        "whether what a code covers is to be translated",
    );
    findings.lose_if(mark.comment.is_some(), of, Fact::Comment, "a comment on a code");
    findings.lose_if(mark.value.is_some(), of, Fact::Value, "the value of a code");
    findings.lose_if(mark.reference.is_some(), of, Fact::Ref, "the reference of a code");
}

fn report_mark(item: &Item<'_>, of: usize, findings: &mut Findings) {
    let ends = item.ends();
    let mut ends = ends.iter().flatten();
    findings.lose_if(!item.has_no_data(), of, Fact::Data, "native code of a mark");
    findings.lose_if(
        ends.clone().any(|end| end.equiv.is_some()),
        of,
        Fact::Equiv,
        "equivalent text of a mark",
    );
    findings.lose_if(
        ends.clone().any(|end| end.disp.is_some()),
        of,
        Fact::Disp,
        "display text of a mark",
    );
    findings.lose_if(
        ends.any(|end| !end.subs.is_empty()),
        of,
        Fact::Sub,
        "a flow inside a mark",
    );
    let written = Mark::of(item);
    findings.lose_if(
        written.type_lost,
        of,
        Fact::Type,
        "the type of a mark that is no `prefix:value`",
    );
    let MarkFacts {
        translate,
        comment,
        value,
        reference,
    } = &item.first.mark;
    let is_comment = written.kind == MarkType::Comment;
    findings.lose_if(
        !is_comment && comment.is_some(),
        of,
        Fact::Comment,
        "a comment on a mark of another type",
    );
    findings.lose_if(is_comment && value.is_some(), of, Fact::Value, "the value of a comment");
    findings.lose_if(
        reference.is_some() && written.reference.is_none(),
        of,
        Fact::Ref,
        "what a mark refers to, which is no URI, not in the unit, or not allowed there",
    );
    if let MarkType::Translate(word) = written.kind {
        let contradicts = translate.is_some_and(|translate| translate.as_str() != word);
        findings.lose_if(
            contradicts,
            of,
            Fact::Translate,
            "a `translate` that contradicts the type of its mark",
        );
    }
}

/// The attributes of a mark.
struct Mark<'a> {
    kind: MarkType<'a>,
    type_lost: bool,
    value: Option<&'a str>,
    reference: Option<&'a str>,
}

impl<'a> Mark<'a> {
    fn of(item: &'a Item<'_>) -> Self {
        let code = item.first;
        let facts = &code.mark;
        let (kind, type_lost) = types::of_mark(code.code_type.as_deref(), facts.comment.is_some());
        let value = match kind {
            MarkType::Comment => facts.comment.as_deref(),
            _ => facts.value.as_deref(),
        };
        // a comment has one of `value` and `ref` (F12); a candidate annotation has no `ref` (F24)
        let takes_reference = match &kind {
            MarkType::Comment => false,
            MarkType::Other(word) => word != "mtc:match",
            MarkType::Translate(_) => true,
        };
        let reference = item.reference.as_deref();
        Self {
            reference: reference.filter(|word| takes_reference && types::is_uri(word)),
            kind,
            type_lost,
            value,
        }
    }
}

/// Writes the attributes of `mrk` and `sm`.
pub(super) fn write_mark(markup: &mut Markup<'_>, item: &Item<'_>) {
    let code = item.first;
    let mark = Mark::of(item);
    markup.attribute("id", &id_text(CodeKind::Mark, item.id));
    let translate = code.mark.translate.map(YesNo::as_str);
    match &mark.kind {
        MarkType::Translate(word) => markup.attribute("translate", word),
        MarkType::Comment => {
            markup.attribute("type", "comment");
            markup.optional("translate", translate);
        }
        MarkType::Other(word) => {
            markup.attribute("type", word);
            markup.optional("translate", translate);
        }
    }
    markup.optional("value", mark.value);
    markup.optional("ref", mark.reference);
}

/// The names of the attributes that `pc` has twice.
struct EndNames {
    equiv: &'static str,
    disp: &'static str,
    sub_flows: &'static str,
    data_ref: &'static str,
}

const ONE_END: EndNames = EndNames {
    equiv: "equiv",
    disp: "disp",
    sub_flows: "subFlows",
    data_ref: "dataRef",
};
const BOTH_ENDS: [EndNames; 2] = [
    EndNames {
        equiv: "equivStart",
        disp: "dispStart",
        sub_flows: "subFlowsStart",
        data_ref: "dataRefStart",
    },
    EndNames {
        equiv: "equivEnd",
        disp: "dispEnd",
        sub_flows: "subFlowsEnd",
        data_ref: "dataRefEnd",
    },
];

/// Writes the attributes of `ph`, `pc`, `sc` and an isolated `ec`.
pub(super) fn write_code(markup: &mut Markup<'_>, plan: &Plan<'_>, item: &Item<'_>) {
    markup.attribute("id", &id_text(CodeKind::Code, item.id));
    if matches!(item.element, Element::Sc | Element::Ec) {
        markup.raw(" isolated=\"yes\"");
    }
    if let Some(written) = item.first.code_type.as_deref().and_then(types::of_code) {
        markup.attribute("type", written.main);
        markup.optional("subType", written.sub.as_deref());
    }
    write_hints(markup, item, START);
    if let Some(dir) = item.hints.dir {
        markup.attribute(
            "dir",
            match dir {
                Direction::Ltr => "ltr",
                Direction::Rtl => "rtl",
                Direction::Auto => "auto",
            },
        );
    }
    if let Some(original) = item.copy_of {
        markup.attribute("copyOf", &id_text(CodeKind::Code, original));
    }
    if item.element == Element::Pc {
        for (end, (names, code)) in BOTH_ENDS.iter().zip(item.ends()).enumerate() {
            if let Some(code) = code {
                write_end(markup, plan, item, end, code, names);
            }
        }
    } else {
        write_end(markup, plan, item, START, item.first, &ONE_END);
    }
}

/// Writes the attributes of an `ec` whose `sc` is in the unit; the two agree in their hints (XLIFF 2, `ec`).
pub(super) fn write_ec(markup: &mut Markup<'_>, plan: &Plan<'_>, item: &Item<'_>) {
    markup.attribute("startRef", &id_text(CodeKind::Code, item.id));
    write_hints(markup, item, END);
    if let Some(closing) = item.closing {
        write_end(markup, plan, item, END, closing, &ONE_END);
    }
}

fn write_hints(markup: &mut Markup<'_>, item: &Item<'_>, end: usize) {
    let hints = &item.hints;
    markup.optional("canCopy", hints.can_copy.map(YesNo::as_str));
    markup.optional("canDelete", hints.can_delete.map(YesNo::as_str));
    markup.optional(
        "canReorder",
        hints.can_reorder.map(|reorder| match reorder {
            Reorder::FirstNo if end == START => "firstNo",
            _ => "no",
        }),
    );
    markup.optional("canOverlap", hints.can_overlap.map(YesNo::as_str));
}

fn write_end(markup: &mut Markup<'_>, plan: &Plan<'_>, item: &Item<'_>, end: usize, code: &Code, names: &EndNames) {
    markup.optional(names.equiv, code.equiv.as_deref());
    markup.optional(names.disp, code.disp.as_deref());
    if let Some(subs) = item.subs.get(end).filter(|subs| !subs.is_empty()) {
        let ids: Vec<&str> = subs
            .iter()
            .filter_map(|&number| plan.sub_units.get(number))
            .map(|unit| unit.id.as_str())
            .collect();
        markup.attribute(names.sub_flows, &ids.join(" "));
    }
    if let Some(data) = item.data.get(end).copied().flatten() {
        markup.attribute(names.data_ref, &data_id(data));
    }
}

/// The id of the native code of this number.
pub(super) fn data_id(number: usize) -> String {
    format!("d{}", number + 1)
}
