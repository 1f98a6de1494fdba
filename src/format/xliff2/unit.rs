//! `<unit>`: one unit, or those that are the parts of one.

use std::borrow::Cow;
use std::collections::{BTreeSet, HashMap, VecDeque};

use super::flows::{SubFlows, SubUnit};
use super::frames::Frames;
use super::losses::Findings;
use super::markup::Markup;
use super::matches::Offered;
use super::own::{self, Own};
use super::plan::{Part, Plan};
use super::references::{self, Around};
use super::write::Settings;
use super::{besides, ids, inline, matches, metadata, state};
use crate::diag::{DiagnosticCode, Fact, Sink};
use crate::format::xml::written_attribute;
use crate::format::{BESIDE_A_WHOLE, orders, whole_markup};
use crate::model::{LanguageTag, PartKind, Segment, TranslationUnit, Variant};

/// One `<segment>` or `<ignorable>`.
pub(super) struct Member<'a> {
    /// The number of its unit among those rendered.
    pub(super) of: usize,
    pub(super) unit: &'a TranslationUnit,
    pub(super) source: &'a Variant,
    pub(super) target: Option<&'a Variant>,
    pub(super) is_ignorable: bool,
    state: state::Written,
    /// Its properties that are no metadata.
    own: Own<'a>,
    /// The place of its target, where that is another than that of its source.
    order: Option<usize>,
    /// Its id; empty if nothing needs one.
    pub(super) id: Cow<'a, str>,
    /// The id of its unit, where it can't be told from the id of the segment.
    pub(super) original_id: Option<&'a str>,
}

impl<'a> Member<'a> {
    /// Its texts.
    fn segments(&self) -> impl Iterator<Item = &'a Segment> {
        [Some(self.source), self.target]
            .into_iter()
            .flatten()
            .map(|variant| &variant.segment)
    }

    /// What metadata say of it.
    pub(super) fn for_metadata(&self) -> metadata::OfUnit<'a> {
        let of_target = self.target.map_or(&[][..], |target| target.properties.as_slice());
        let left = of_target.len() - usize::from(self.order.is_some());
        let (state, _) = state::read(self.state.state, self.state.sub_state.as_deref());
        let target = self.target.map(|target| &target.segment);
        let told = if self.is_ignorable {
            state::untranslated_between(target)
        } else {
            state::untranslated(&self.source.segment, target, state.as_ref(), self.state.state)
        };
        metadata::OfUnit {
            unit: self.unit,
            source: self.source,
            target: self.target,
            properties: self.own.left(self.unit),
            target_properties: own::left(of_target, left),
            name: self.own.name(),
            untranslated: self.unit.untranslated.filter(|standing| Some(*standing) != told),
        }
    }
}

/// Renders `units`, one or all parts of one, at the end of `out`, within `frames`. `ordinal`, the number of units before
/// these, names those without an id.
pub(super) fn render(
    units: &[&TranslationUnit],
    ordinal: u64,
    frames: &mut Frames,
    settings: &Settings,
    out: &mut String,
    sink: &mut dyn Sink,
) {
    let mut findings = Findings::default();
    let mut members = members(units, settings, &mut findings);
    settle_own(&mut members, frames);
    if let Some(own) = members.first().map(|first| first.own) {
        let mut markup = Markup::new(out, settings.illegal_characters);
        frames.enter(&mut markup, own.document(), own.groups(), settings);
        if let Some(copied) = copied(units, &members, settings) {
            markup.indent(frames.depth());
            markup.raw(copied);
            markup.raw("\n");
            return;
        }
        write_unit(&mut markup, members, ordinal, frames.depth(), settings, &mut findings);
    }
    findings.report(units, settings.version.name(), sink);
}

/// The markup that units were read from, if it says the same here.
fn copied<'a>(units: &[&'a TranslationUnit], members: &[Member<'_>], settings: &Settings) -> Option<&'a str> {
    let markup = whole_markup(units.iter().copied(), settings.version.raw_dialect())?;
    let is_in_place = |member: &Member<'_>| {
        let of_frame = ["x-group", "x-document"].iter().all(|name| {
            let property = member.unit.properties.iter().find(|property| property.name == *name);
            let written = match *name {
                "x-group" => member.own.groups(),
                _ => member.own.document(),
            };
            property.is_none_or(|property| written == Some(&property.value))
        });
        of_frame && member.unit.variants.len() == 1 + usize::from(member.target.is_some())
    };
    let is_complete = members.len() == units.len() && members.iter().all(is_in_place);
    let languages = members.iter().all(|member| {
        let raw = member.unit.raw.as_ref().and_then(|raw| raw.inherited_source.as_ref());
        raw.is_none_or(|source| *source == settings.source)
    });
    // an id that was made unique since is in the unit, not in its markup
    let whole = members.first().and_then(|first| id_of_whole(first.unit));
    let has_its_id = whole.is_none_or(|whole| own_id(markup) == Some(&*ids::of_unit(whole)));
    (is_complete && languages && has_its_id).then_some(markup)
}

/// The `id` of a unit that is copied, as it is written; its value has no references where it is a token.
fn own_id(markup: &str) -> Option<&str> {
    written_attribute(markup.strip_prefix("<unit")?, "id")
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
        findings.lose_if(!unit.ignorables.is_empty(), of, Fact::Ignorable, BESIDE_A_WHOLE);
        let is_ignorable = unit.part.as_ref().is_some_and(|part| part.kind == PartKind::Ignorable);
        let state = match &unit.state {
            None => state::Written::default(),
            Some(_) if is_ignorable => state::Written {
                lost: true,
                ..state::Written::default()
            },
            Some(state) => state::of_segment(state, target.is_some(), unit.untranslated),
        };
        findings.lose_if(
            state.lost,
            of,
            Fact::State,
            "the state of what has no target, or its own word for it",
        );
        members.push(Member {
            of,
            unit,
            source,
            target,
            is_ignorable,
            state,
            own: Own::default(),
            order: None,
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

/// The id that units have together.
fn id_of_whole(unit: &TranslationUnit) -> Option<&str> {
    match &unit.part {
        Some(part) => Some(part.of.as_str()),
        None => unit.id.as_deref(),
    }
}

/// Settles which properties are attributes. What stands between segments has none of its own, and stands where they do.
fn settle_own(members: &mut [Member<'_>], frames: &Frames) {
    let has_target = members.iter().any(|member| member.target.is_some());
    let places: Vec<_> = members
        .iter()
        .map(|member| {
            let free = member.state.state.filter(|_| member.state.sub_state.is_none());
            let place = own::Place {
                takes_name: id_of_whole(member.unit).is_none_or(|id| ids::of_unit(id) == id),
                state: free,
                takes_documents: frames.takes_documents(),
                has_target,
            };
            (member.unit, place)
        })
        .collect();
    let all = own::settle(&places);
    let properties: Vec<_> = members
        .iter()
        .map(|member| member.target.map(|target| target.properties.as_slice()))
        .collect();
    let orders = orders(&properties);
    for (member, (own, order)) in members.iter_mut().zip(all.into_iter().zip(orders)) {
        member.own = own;
        member.order = order;
    }
}

fn write_unit(
    markup: &mut Markup<'_>,
    mut members: Vec<Member<'_>>,
    ordinal: u64,
    depth: usize,
    settings: &Settings,
    findings: &mut Findings,
) {
    let Some(first) = members.first() else { return };
    let original_id = id_of_whole(first.unit);
    let id = original_id.map_or_else(|| Cow::Owned(ids::of_nameless_unit(ordinal)), ids::of_unit);
    let name = original_id.filter(|original| *original != id);
    let (first_of, own) = (first.of, first.own);
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
            is_final: member.state.state == Some("final"),
            of: member.of,
        })
        .collect();
    let mut notes = besides::Notes::of(&members, settings);
    let is_whole = |member: &&Member<'_>| member.unit.part.is_none() && !member.id.is_empty();
    let around = Around {
        unit: &id,
        only_segment: members.first().filter(is_whole).map(|only| &*only.id),
        segments: ids_of_segments(&members),
        notes: notes.written(),
    };
    let plan = Plan::new(&parts, &around, &SubFlows::Units(&id), findings);
    notes.name(&plan.noted);

    markup.indent(depth);
    markup.raw("<unit");
    markup.attribute("id", &id);
    markup.optional("name", name);
    for (attribute, value) in own.attributes() {
        markup.attribute(attribute, value);
    }
    markup.raw(">\n");
    findings.lose_characters(markup.take_cleaned(), first_of);
    write_matches(markup, &members, depth, findings);
    besides::write(markup, &members, &notes, depth, settings, findings);
    inline::write_original_data(markup, &plan, depth + 1);
    for (number, member) in members.iter().enumerate() {
        write_segment(markup, &plan, number, member, depth, findings);
    }
    markup.indent(depth);
    markup.raw("</unit>\n");
    write_sub_units(markup, plan.sub_units, depth, findings);
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
            member.original_id = Some(original).filter(|_| ids::of_segment(&part.of, id) != original);
        } else {
            member.original_id = Some(original);
        }
    }
    let mut last = 0;
    for member in members.iter_mut().filter(|member| member.id.is_empty()) {
        let is_referred_to =
            || !member.unit.candidates.is_empty() || member.segments().any(references::refers_to_itself);
        if member.unit.part.is_none() && !is_referred_to() {
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

/// The ids of segments, and whether they were theirs before.
fn ids_of_segments<'m>(members: &'m [Member<'_>]) -> HashMap<&'m str, bool> {
    let named = members.iter().filter(|member| !member.id.is_empty());
    named
        .map(|member| (&*member.id, matches!(member.id, Cow::Borrowed(_))))
        .collect()
}

fn write_matches(markup: &mut Markup<'_>, members: &[Member<'_>], depth: usize, findings: &mut Findings) {
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
    matches::write(markup, &offered, depth + 1, findings);
}

fn write_segment(
    markup: &mut Markup<'_>,
    plan: &Plan<'_>,
    number: usize,
    member: &Member<'_>,
    depth: usize,
    findings: &mut Findings,
) {
    let element = if member.is_ignorable { "ignorable" } else { "segment" };
    markup.indent(depth + 1);
    markup.raw("<");
    markup.raw(element);
    if !member.id.is_empty() {
        markup.attribute("id", &member.id);
    }
    markup.optional("state", member.state.state);
    markup.optional("subState", member.state.sub_state.as_deref().or(member.own.sub_state()));
    markup.raw(">\n");
    let target = member.target.map(|target| &target.segment);
    let source = Some(&member.source.segment);
    inline::write_sides(markup, plan, number, source, target, member.order, depth + 2);
    markup.indent(depth + 1);
    markup.raw("</");
    markup.raw(element);
    markup.raw(">\n");
    findings.lose_characters(markup.take_cleaned(), member.of);
}

/// Writes the units of flows inside codes, and of flows inside the codes of those.
fn write_sub_units(markup: &mut Markup<'_>, units: Vec<SubUnit<'_>>, depth: usize, findings: &mut Findings) {
    let mut waiting = VecDeque::from(units);
    while let Some(unit) = waiting.pop_front() {
        let part = Part {
            source: unit.source.map(|flow| &flow.segment),
            target: unit.target.map(|flow| &flow.segment),
            is_final: false,
            of: unit.of,
        };
        let plan = Plan::new(&[part], &Around::default(), &SubFlows::Units(&unit.id), findings);
        markup.indent(depth);
        markup.raw("<unit");
        markup.attribute("id", &unit.id);
        markup.optional("type", unit.unit_type().as_deref());
        markup.raw(">\n");
        inline::write_original_data(markup, &plan, depth + 1);
        markup.indent(depth + 1);
        markup.raw("<segment>\n");
        inline::write_sides(markup, &plan, 0, part.source, part.target, None, depth + 2);
        markup.indent(depth + 1);
        markup.raw("</segment>\n");
        markup.indent(depth);
        markup.raw("</unit>\n");
        findings.lose_characters(markup.take_cleaned(), unit.of);
        waiting.extend(plan.sub_units);
    }
}
