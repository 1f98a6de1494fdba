//! `<unit>`: one unit, or those that are the parts of one.

use std::borrow::Cow;
use std::collections::{BTreeSet, VecDeque};

use super::flows::{SubFlows, SubUnit};
use super::losses::Findings;
use super::markup::Markup;
use super::matches::Offered;
use super::metadata::OfSegment;
use super::plan::{Part, Plan};
use super::write::Settings;
use super::{Version, ids, inline, matches, metadata, notes, state};
use crate::diag::{DiagnosticCode, Fact, Sink};
use crate::model::{AppliesTo, LanguageTag, Note, PartKind, State, TranslationUnit, Variant};

/// How deep `<unit>` stands.
const DEPTH: usize = 2;

/// One `<segment>` or `<ignorable>`.
struct Member<'a> {
    /// The number of its unit among those rendered.
    of: usize,
    unit: &'a TranslationUnit,
    source: &'a Variant,
    target: Option<&'a Variant>,
    is_ignorable: bool,
    /// Its id; empty if nothing needs one.
    id: Cow<'a, str>,
    /// The id of its unit, where that is no token.
    original_id: Option<&'a str>,
}

/// Renders `units`, one or all parts of one, at the end of `out`. It says nothing of other units and keeps nothing, so
/// units may be rendered in any order; `ordinal`, the number of units before these, names those without an id. Gives
/// whether anything was written.
pub(super) fn render(
    units: &[&TranslationUnit],
    ordinal: u64,
    settings: &Settings,
    out: &mut String,
    sink: &mut dyn Sink,
) -> bool {
    let mut findings = Findings::default();
    let members = members(units, settings, &mut findings);
    let is_written = !members.is_empty();
    if is_written {
        let mut markup = Markup::new(out, settings.illegal_characters);
        write_unit(&mut markup, members, ordinal, settings, &mut findings);
    }
    findings.report(units, settings.version.name(), sink);
    is_written
}

/// The parts that can be written, and what is lost with the others.
fn members<'a>(units: &[&'a TranslationUnit], settings: &Settings, findings: &mut Findings) -> Vec<Member<'a>> {
    let mut members = Vec::with_capacity(units.len());
    for (of, unit) in units.iter().copied().enumerate() {
        let find = |lang: &LanguageTag, not: Option<usize>| {
            unit.variants
                .iter()
                .enumerate()
                .find(|(number, variant)| variant.lang == *lang && Some(*number) != not)
        };
        let Some((number, source)) = find(&settings.source, None) else {
            findings.lose(of, Fact::Unit, "a unit without text in the source language");
            continue;
        };
        let target = find(&settings.target, Some(number)).map(|(_, variant)| variant);
        let written = 1 + usize::from(target.is_some());
        findings.lose_if(unit.variants.len() > written, of, Fact::Variant, "further languages");
        findings.lose_if(
            !unit.extensions.is_empty(),
            of,
            Fact::Extension,
            "foreign elements of another format",
        );
        let is_ignorable = unit.part.as_ref().is_some_and(|part| part.kind == PartKind::Ignorable);
        members.push(Member {
            of,
            unit,
            source,
            target,
            is_ignorable,
            id: Cow::Borrowed(""),
            original_id: None,
        });
    }
    // a unit has at least one segment (XLIFF 2, `unit`)
    if members.iter().all(|member| member.is_ignorable) {
        for member in members.drain(..) {
            findings.lose(
                member.of,
                Fact::Ignorable,
                "what stood between segments that are not there",
            );
        }
    }
    members
}

fn write_unit(
    markup: &mut Markup<'_>,
    mut members: Vec<Member<'_>>,
    ordinal: u64,
    settings: &Settings,
    findings: &mut Findings,
) {
    let Some(first) = members.first() else { return };
    let original_id = match &first.unit.part {
        Some(part) => Some(part.of.as_str()),
        None => first.unit.id.as_deref(),
    };
    let id = original_id.map_or_else(|| Cow::Owned(ids::of_nameless_unit(ordinal)), ids::of_unit);
    let name = original_id.filter(|original| *original != id);
    let first_of = first.of;
    if let Some(original) = name {
        let message =
            format!("id `{original}` may not stand in XLIFF 2, and is written as `{id}` with the name `{original}`");
        findings.say(first_of, DiagnosticCode::IdChanged, message);
    }
    name_segments(&mut members, findings);

    let parts: Vec<Part<'_>> = members
        .iter()
        .map(|member| Part {
            source: Some(&member.source.segment),
            target: member.target.map(|target| &target.segment),
            is_final: !member.is_ignorable && member.unit.state == Some(State::Final),
            of: member.of,
        })
        .collect();
    let taken: BTreeSet<&str> = members
        .iter()
        .map(|member| &*member.id)
        .filter(|id| !id.is_empty())
        .collect();
    let plan = Plan::new(&parts, &taken, &SubFlows::Units(&id), findings);

    markup.indent(DEPTH);
    markup.raw("<unit");
    markup.attribute("id", &id);
    markup.optional("name", name);
    markup.raw(">\n");
    findings.lose_characters(markup.take_cleaned(), first_of);
    write_matches(markup, &members, findings);
    write_notes_and_metadata(markup, &members, settings, findings);
    inline::write_original_data(markup, &plan, DEPTH + 1);
    for (number, member) in members.iter().enumerate() {
        write_segment(markup, &plan, number, member, findings);
    }
    markup.indent(DEPTH);
    markup.raw("</unit>\n");
    write_sub_units(markup, plan.sub_units, findings);
}

/// Gives segments ids where something refers to them: in units of several segments, and where there are candidates.
fn name_segments(members: &mut [Member<'_>], findings: &mut Findings) {
    let mut taken: BTreeSet<String> = BTreeSet::new();
    for member in members.iter_mut() {
        let Some(part) = &member.unit.part else { continue };
        let Some(original) = member.unit.id.as_deref() else {
            continue;
        };
        let id = ids::of_part(original, &part.of);
        if ids::is_token(id) && taken.insert(id.to_owned()) {
            member.id = Cow::Borrowed(id);
        } else {
            member.original_id = Some(original);
        }
    }
    let mut last = 0;
    for member in members.iter_mut().filter(|member| member.id.is_empty()) {
        if member.unit.part.is_none() && member.unit.candidates.is_empty() {
            continue;
        }
        let id = loop {
            last += 1;
            let id = format!("s{last}");
            if !taken.contains(&id) {
                break id;
            }
        };
        if let Some(original) = member.original_id {
            let message =
                format!("id `{original}` may not stand in XLIFF 2, and is written as `{id}`; metadata keep it");
            findings.say(member.of, DiagnosticCode::IdChanged, message);
        }
        member.id = Cow::Owned(id);
    }
}

fn write_matches(markup: &mut Markup<'_>, members: &[Member<'_>], findings: &mut Findings) {
    let mut offered = Vec::new();
    for member in members {
        let candidates = member.unit.candidates.as_slice();
        if member.is_ignorable {
            // a candidate is for a span of a segment (2.1 Schematron, mtc2)
            findings.lose_if(
                !candidates.is_empty(),
                member.of,
                Fact::Candidate,
                "a candidate for what stands between segments",
            );
            continue;
        }
        offered.push(Offered {
            candidates,
            segment: &member.id,
            source: &member.source.segment,
            of: member.of,
        });
    }
    matches::write(markup, &offered, DEPTH + 1, findings);
}

/// The notes on a unit and its variants, with the side of the latter.
fn notes_of<'a>(member: &Member<'a>) -> Vec<(&'a Note, Option<AppliesTo>)> {
    let of_unit = member.unit.notes.iter().map(|note| (note, None));
    let of_source = member.source.notes.iter().map(|note| (note, Some(AppliesTo::Source)));
    let of_target = member.target.into_iter().flat_map(|target| &target.notes);
    of_unit
        .chain(of_source)
        .chain(of_target.map(|note| (note, Some(AppliesTo::Target))))
        .collect()
}

/// Writes `<mda:metadata>` and `<notes>`. What all segments of a unit say is said once, of the unit.
fn write_notes_and_metadata(
    markup: &mut Markup<'_>,
    members: &[Member<'_>],
    settings: &Settings,
    findings: &mut Findings,
) {
    let all_notes: Vec<_> = members.iter().map(notes_of).collect();
    let is_shared =
        |note: &(&Note, Option<AppliesTo>)| members.len() == 1 || all_notes.iter().all(|notes| notes.contains(note));
    let mut written = Vec::new();
    let mut of_segment: Vec<Vec<usize>> = vec![Vec::new(); members.len()];
    for (number, (member, notes)) in members.iter().zip(&all_notes).enumerate() {
        for note in notes {
            let shared = is_shared(note);
            if shared && number > 0 {
                continue;
            }
            let has_ref = settings.version == Version::V22;
            let id = (!shared && !has_ref).then(|| written.len() + 1);
            if let Some(named) = of_segment.get_mut(number) {
                named.extend(id);
            }
            written.push(notes::Written {
                note: note.0,
                side: note.1,
                id,
                segment: (!shared && has_ref).then_some(&*member.id),
                of: member.of,
            });
        }
    }
    markup.enclose(DEPTH + 1, "<mda:metadata>\n", "</mda:metadata>\n", |markup| {
        write_metadata(markup, members, &of_segment, settings, findings);
    });
    notes::write(markup, &written, DEPTH + 1, findings);
}

fn write_metadata(
    markup: &mut Markup<'_>,
    members: &[Member<'_>],
    notes: &[Vec<usize>],
    settings: &Settings,
    findings: &mut Findings,
) {
    let write_one = |markup: &mut Markup<'_>, member: &Member<'_>| {
        let sides = (member.source, member.target);
        metadata::write_unit(markup, member.unit, sides, &settings.source, DEPTH + 2);
    };
    let texts: Vec<String> = if members.len() == 1 {
        Vec::new()
    } else {
        members
            .iter()
            .map(|member| {
                let mut text = String::new();
                write_one(&mut Markup::new(&mut text, settings.illegal_characters), member);
                text
            })
            .collect()
    };
    let all_say_the_same = texts.windows(2).all(|pair| matches!(pair, [a, b] if a == b));
    if let Some(first) = members.first().filter(|_| all_say_the_same) {
        write_one(markup, first);
        findings.lose_characters(markup.take_cleaned(), first.of);
    }
    for (number, member) in members.iter().enumerate() {
        let says_more = !all_say_the_same && texts.get(number).is_some_and(|text| !text.is_empty());
        let notes = notes.get(number).map_or(&[][..], Vec::as_slice);
        if !says_more && notes.is_empty() && member.original_id.is_none() {
            continue;
        }
        let of_segment = OfSegment {
            id: &member.id,
            original_id: member.original_id,
            notes,
            unit: says_more.then_some((member.unit, member.source, member.target)),
        };
        metadata::write_segment(markup, &of_segment, &settings.source, DEPTH + 2);
        findings.lose_characters(markup.take_cleaned(), member.of);
    }
}

fn write_segment(
    markup: &mut Markup<'_>,
    plan: &Plan<'_>,
    number: usize,
    member: &Member<'_>,
    findings: &mut Findings,
) {
    let element = if member.is_ignorable { "ignorable" } else { "segment" };
    markup.indent(DEPTH + 1);
    markup.raw("<");
    markup.raw(element);
    if !member.id.is_empty() {
        markup.attribute("id", &member.id);
    }
    if let Some(of_unit) = &member.unit.state {
        let written = if member.is_ignorable {
            state::Written {
                lost: true,
                ..state::Written::default()
            }
        } else {
            state::of_segment(of_unit, member.target.is_some())
        };
        findings.lose_if(
            written.lost,
            member.of,
            Fact::State,
            "the state of what has no target, or its own word for it",
        );
        markup.optional("state", written.state);
        markup.optional("subState", written.sub_state.as_deref());
    }
    markup.raw(">\n");
    let target = member.target.map(|target| &target.segment);
    inline::write_sides(markup, plan, number, Some(&member.source.segment), target, DEPTH + 2);
    markup.indent(DEPTH + 1);
    markup.raw("</");
    markup.raw(element);
    markup.raw(">\n");
    findings.lose_characters(markup.take_cleaned(), member.of);
}

/// Writes the units of flows inside codes, and of flows inside the codes of those.
fn write_sub_units(markup: &mut Markup<'_>, units: Vec<SubUnit<'_>>, findings: &mut Findings) {
    let mut waiting = VecDeque::from(units);
    while let Some(unit) = waiting.pop_front() {
        let part = Part {
            source: unit.source.map(|flow| &flow.segment),
            target: unit.target.map(|flow| &flow.segment),
            is_final: false,
            of: unit.of,
        };
        let plan = Plan::new(&[part], &BTreeSet::new(), &SubFlows::Units(&unit.id), findings);
        markup.indent(DEPTH);
        markup.raw("<unit");
        markup.attribute("id", &unit.id);
        markup.optional("type", unit.unit_type().as_deref());
        markup.raw(">\n");
        inline::write_original_data(markup, &plan, DEPTH + 1);
        markup.indent(DEPTH + 1);
        markup.raw("<segment>\n");
        inline::write_sides(markup, &plan, 0, part.source, part.target, DEPTH + 2);
        markup.indent(DEPTH + 1);
        markup.raw("</segment>\n");
        markup.indent(DEPTH);
        markup.raw("</unit>\n");
        findings.lose_characters(markup.take_cleaned(), unit.of);
        waiting.extend(plan.sub_units);
    }
}
