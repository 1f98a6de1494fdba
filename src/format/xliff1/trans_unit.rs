//! `<trans-unit>`: a unit, or the parts of one (XLIFF 1.2, 3.2.4).

use std::borrow::Cow;

use super::alt_trans::{Codes, write_alt_trans};
use super::context::{Leftover, Owner, note_letters, write_groups, write_notes};
use super::ids::{Ids, segment_id, unit_id};
use super::inline::{Stretch, write_content};
use super::leftover::{
    common_key, fills_gaps, has_no_document, is_denied, is_translated_unsaid, leftover_id, leftover_state, own_key,
    rest_of_properties, target_mark,
};
use super::marks::{WrittenMark, mismatch};
use super::native::{Approval, Native, Situation, TargetShape};
use super::page::Page;
use super::parts::{TargetOrder, normalized};
use super::placing::{Placing, is_segment};
use super::state::{Approvable, WrittenState, least, written};
use crate::diag::{DiagnosticCode, Fact, Sink};
use crate::error::Result;
use crate::format::BESIDE_A_WHOLE;
use crate::model::{IllegalCharacters, LanguageTag, Segment, State, TranslationUnit, Variant};

/// What is the same for all units of a file.
#[derive(Debug, Clone)]
pub(super) struct Frame {
    pub(super) source_language: LanguageTag,
    pub(super) target_language: LanguageTag,
    pub(super) illegal_characters: IllegalCharacters,
}

/// The variants of a unit that are written.
#[derive(Debug, Clone, Copy)]
pub(super) struct Roles<'u> {
    pub(super) source: Option<&'u Variant>,
    pub(super) target: Option<&'u Variant>,
}

/// How a segment is known among the others.
pub(super) struct Mid {
    /// The `mid` of its `mrk`; `None` for what stands between segments.
    pub(super) mid: Option<String>,
    /// Whether the part's own id is another.
    pub(super) changed: bool,
}

impl Frame {
    /// Which variants are source and target.
    fn places(&self, unit: &TranslationUnit) -> [Option<usize>; 2] {
        let (source, target) = (&self.source_language, &self.target_language);
        let source_at = position(unit, 0, source, None, target);
        [source_at, position(unit, 1, target, source_at, source)]
    }

    fn target_of(&self, unit: &TranslationUnit) -> Option<usize> {
        let [_, target] = self.places(unit);
        target
    }

    fn roles<'u>(&self, unit: &'u TranslationUnit) -> Roles<'u> {
        let [source_at, target_at] = self.places(unit);
        let at = |at: Option<usize>| at.and_then(|at| unit.variants.get(at));
        Roles {
            source: at(source_at),
            target: at(target_at),
        }
    }
}

/// The variant of `lang`: at the `usual` place, else elsewhere, else the only other one of the same language subtag.
fn position(
    unit: &TranslationUnit,
    usual: usize,
    lang: &LanguageTag,
    taken: Option<usize>,
    other: &LanguageTag,
) -> Option<usize> {
    let free = || {
        unit.variants
            .iter()
            .enumerate()
            .filter(move |(at, _)| Some(*at) != taken)
    };
    let exact = |at: usize, variant: &Variant| (variant.lang == *lang).then_some(at);
    let at_usual = free().find_map(|(at, variant)| exact(at, variant).filter(|at| *at == usual));
    at_usual
        .or_else(|| free().find_map(|(at, variant)| exact(at, variant)))
        .or_else(|| {
            let mut alike = free().filter(|(_, variant)| variant.lang.same_language(lang) && variant.lang != *other);
            let (at, _) = alike.next()?;
            alike.next().is_none().then_some(at)
        })
}

/// Appends the parts of one unit as a `<trans-unit>` to `out`, and hands what was found to `sink`.
///
/// What is written hangs on nothing but the arguments. `number` serves units without an id, `placing` says what the place
/// already says of the unit. Gives whether there was anything to write.
///
/// # Errors
///
/// Fails if characters that XML 1.0 forbids are to be refused, and one was there; what was appended is of no use then.
pub(super) fn write_trans_unit(
    parts: &[TranslationUnit],
    number: u64,
    frame: &Frame,
    placing: Placing<'_>,
    out: &mut String,
    sink: &mut dyn Sink,
) -> Result<bool> {
    let (order, parts) = TargetOrder::take(parts, |unit| frame.target_of(unit));
    let (parts, joined) = normalized(&parts);
    let parts = &*parts;
    let mut page = Page::new(out, frame.illegal_characters);
    page.lose_if(
        joined.is_some(),
        Fact::Ignorable,
        "what stands between two segments, where that is empty or in pieces",
    );
    let Some(first) = parts.iter().find(|unit| is_segment(unit)) else {
        page.lose(Fact::Ignorable, "what stands between segments, none of which is there");
        page.finish(parts, sink)?;
        return Ok(false);
    };
    let roles: Vec<Roles<'_>> = parts.iter().map(|unit| frame.roles(unit)).collect();
    find_losses(&mut page, frame, parts, &roles);
    let whole = Whole::of(first, number);
    let mids = mids(parts);
    let state = whole_state(parts, &roles);
    let situation = situation(parts, &roles, state.as_ref());
    let native = Native::of(parts, situation);
    let key = common_key(parts).filter(|_| whole.own_id.is_none());
    if let Some(own) = whole.own_id {
        let id = &whole.id;
        let message = format!("the id `{own}` does not fit, so `{id}` is written, and the id itself as `resname`");
        page.turn_to(0);
        page.say(DiagnosticCode::IdChanged, message);
    }
    write_start(&mut page, &whole, key, native, situation);
    let mut texts = Texts {
        ids: Ids::default(),
        source_marks: Vec::new(),
        fills_gaps: fills_gaps(parts, &roles),
        order: match &joined {
            Some(firsts) => order.of_joined(firsts),
            None => order,
        },
    };
    let state_word = state.as_ref().map(|(_, state)| &*state.word);
    texts.write(&mut page, parts, &roles, &mids, state_word, native.state_qualifier());

    for (part, (unit, roles)) in parts.iter().zip(&roles).enumerate() {
        page.turn_to(part);
        let owner = Owner { id: &whole.id, part };
        let mid = mids.get(part);
        let says_state = situation.approval == Approval::ByState && !native.has_approved();
        let leftover = Leftover {
            id: leftover_id(unit, &whole, mid, part, &mut page),
            unit: whole.own_id.filter(|_| part == 0 && unit.part.is_some()),
            state: leftover_state(unit, state.as_ref(), says_state),
            is_translated: is_translated_unsaid(unit, *roles),
            key: own_key(unit).filter(|own| !is_segment(unit) || key != Some(*own)),
            notes: note_letters(unit, roles.source, roles.target, part),
            target: target_mark(unit, *roles, texts.fills_gaps),
            no_document: has_no_document(unit, placing),
        };
        let properties = rest_of_properties(unit, native, placing);
        write_groups(
            &mut page,
            owner,
            unit,
            &leftover,
            properties,
            roles.source,
            roles.target,
        );
        write_notes(&mut page, unit, roles.source, roles.target);
        let is_offered = is_segment(unit);
        page.lose_if(
            !is_offered && !unit.candidates.is_empty(),
            Fact::Candidate,
            "a translation that is offered for what stands between segments",
        );
        for candidate in unit.candidates.iter().filter(|_| is_offered) {
            let mut whole = Codes {
                ids: &mut texts.ids,
                marks: &texts.source_marks,
                scope: scope(part),
            };
            let mid = mid.and_then(|mid| mid.mid.as_deref());
            write_alt_trans(&mut page, &mut whole, candidate, part, mid);
        }
    }
    page.markup("      </trans-unit>\n");
    page.finish(parts, sink)?;
    Ok(true)
}

/// The `<trans-unit>` itself.
pub(super) struct Whole<'u> {
    /// The id that is written.
    pub(super) id: Cow<'u, str>,
    /// Its own id, where that does not fit.
    pub(super) own_id: Option<&'u str>,
    /// The id that its parts name, if it has parts.
    pub(super) of: Option<&'u str>,
}

impl<'u> Whole<'u> {
    fn of(first: &'u TranslationUnit, number: u64) -> Self {
        let of = first.part.as_deref().map(|part| part.of.as_str());
        let own = of.or(first.id.as_deref());
        let (id, changed) = unit_id(own, number);
        Self {
            id,
            own_id: own.filter(|_| changed),
            of,
        }
    }
}

fn write_start(page: &mut Page<'_>, whole: &Whole<'_>, key: Option<&str>, native: Native<'_>, situation: Situation) {
    page.markup("      <trans-unit");
    page.attribute("id", &whole.id);
    page.attribute_if("resname", whole.own_id.or(key));
    if situation.approval == Approval::ByState && !native.has_approved() {
        page.attribute("approved", "yes");
    }
    for (name, value) in native.of_unit() {
        page.attribute(name, value);
    }
    page.markup(" xml:space=\"preserve\">\n");
}

fn situation(parts: &[TranslationUnit], roles: &[Roles<'_>], state: Option<&(&State, WrittenState<'_>)>) -> Situation {
    let mut segments = parts.iter().zip(roles).filter(|(unit, _)| is_segment(unit));
    let is_filled = |roles: &Roles<'_>| roles.target.is_some_and(|target| !target.segment.is_empty());
    let has_state = parts.iter().any(|unit| is_segment(unit) && unit.state.is_some());
    Situation {
        approval: match state {
            Some((_, state)) if state.approved => Approval::ByState,
            _ if has_state => Approval::NotByState,
            _ => Approval::Stateless,
        },
        target: if roles.iter().all(|roles| roles.target.is_none()) {
            TargetShape::Missing
        } else if segments.all(|(_, roles)| is_filled(roles)) {
            TargetShape::Filled
        } else {
            TargetShape::Empty
        },
    }
}

/// The texts of a unit while they are written.
struct Texts {
    ids: Ids,
    source_marks: Vec<WrittenMark>,
    /// Whether segments without a target are written empty.
    fills_gaps: bool,
    order: TargetOrder,
}

impl Texts {
    /// Writes `<source>`, `<seg-source>` if the unit has several parts, and `<target>` if any part has one.
    fn write(
        &mut self,
        page: &mut Page<'_>,
        parts: &[TranslationUnit],
        roles: &[Roles<'_>],
        mids: &[Mid],
        state: Option<&str>,
        qualifier: Option<&str>,
    ) {
        let empty = Segment::default();
        let source = roles
            .iter()
            .map(|roles| Some(roles.source.map_or(&empty, |source| &source.segment)));
        let missing = Some(&empty).filter(|_| self.fills_gaps);
        let target = roles
            .iter()
            .map(|roles| roles.target.map(|target| &target.segment).or(missing));
        page.markup("        <source>");
        self.source_marks = write_content(page, &mut self.ids, &stretches(source.clone(), &[]));
        page.markup("</source>\n");
        if !mids.is_empty() {
            page.markup("        <seg-source>");
            write_content(page, &mut self.ids, &stretches(source, mids));
            page.markup("</seg-source>\n");
        }
        let target = self.order.arrange(stretches(target, mids));
        if target.is_empty() {
            return;
        }
        page.lose_if(
            self.order.misleads(&target, parts),
            Fact::Ignorable,
            "the pairing of texts between segments, where the target has another order",
        );
        page.markup("        <target");
        page.attribute_if("state", state);
        page.attribute_if("state-qualifier", qualifier);
        page.markup(">");
        let target_marks = write_content(page, &mut self.ids, &target);
        page.markup("</target>\n");
        if let Some(part) = mismatch(&self.source_marks, &target_marks) {
            page.turn_to(part);
            page.lose(Fact::MarkMatch, "which of several equal marks is which");
        }
    }
}

/// The stretches of one side. A part without that side has none.
fn stretches<'a>(segments: impl Iterator<Item = Option<&'a Segment>>, mids: &'a [Mid]) -> Vec<Stretch<'a>> {
    segments
        .enumerate()
        .filter_map(|(part, segment)| {
            Some(Stretch {
                segment: segment?,
                scope: scope(part),
                part,
                mid: mids.get(part).and_then(|mid| mid.mid.as_deref()),
            })
        })
        .collect()
}

/// Where the codes of a part have their ids from.
fn scope(part: usize) -> u32 {
    u32::try_from(part).map_or(u32::MAX, |part| part.saturating_add(1))
}

fn find_losses(page: &mut Page<'_>, frame: &Frame, parts: &[TranslationUnit], roles: &[Roles<'_>]) {
    for (part, (unit, roles)) in parts.iter().zip(roles).enumerate() {
        page.turn_to(part);
        let written = usize::from(roles.source.is_some()) + usize::from(roles.target.is_some());
        page.lose_if(unit.variants.len() > written, Fact::Variant, "a third language");
        // those of a part are parts of their own by now
        page.lose_if(!unit.ignorables.is_empty(), Fact::Ignorable, BESIDE_A_WHOLE);
        page.lose_if(
            !unit.extensions.is_empty(),
            Fact::Extension,
            "foreign elements in its strict form",
        );
        if roles.source.is_none() && is_segment(unit) {
            let lang = &frame.source_language;
            let message = format!("there is no text in `{lang}`; an empty source is written");
            page.say(DiagnosticCode::EmptySegment, message);
        }
    }
}

/// The `mid` of each part; nothing where the unit is no part of another, and needs none.
fn mids(parts: &[TranslationUnit]) -> Vec<Mid> {
    if let [only] = parts
        && only.part.is_none()
    {
        return Vec::new();
    }
    let mut taken = Vec::with_capacity(parts.len());
    let mid = |(part, unit): (usize, &TranslationUnit)| {
        if !is_segment(unit) {
            return Mid {
                mid: None,
                changed: true,
            };
        }
        let of = unit.part.as_deref().map_or("", |part| part.of.as_str());
        let own = unit.id.as_deref();
        let bare = own
            .and_then(|own| own.strip_prefix(of)?.strip_prefix('#'))
            .filter(|bare| !bare.is_empty());
        let (mid, changed) = segment_id(bare.or(own), part + 1, &taken);
        taken.push(mid.clone());
        Mid {
            mid: Some(mid),
            changed,
        }
    };
    parts.iter().enumerate().map(mid).collect()
}

/// The state of the whole unit, and how it is written; none if there is no target to bear it.
fn whole_state<'a>(parts: &'a [TranslationUnit], roles: &[Roles<'_>]) -> Option<(&'a State, WrittenState<'a>)> {
    roles.iter().find(|roles| roles.target.is_some())?;
    let segments = || parts.iter().zip(roles).filter(|(unit, _)| is_segment(unit));
    let (state, counted) = least(segments().map(|(unit, _)| unit))?;
    let filled = |roles: &Roles<'_>| roles.target.is_some_and(|target| !target.segment.is_empty());
    let approvable = if !segments().all(|(_, roles)| filled(roles)) {
        Approvable::Empty
    } else if segments().any(|(unit, _)| is_denied(unit)) {
        Approvable::Denied
    } else {
        Approvable::Yes
    };
    Some((state, written(state, approvable, counted)))
}
