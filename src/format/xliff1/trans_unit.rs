//! `<trans-unit>`: a unit, or the parts of one (XLIFF 1.2, 3.2.4).

use super::alt_trans::{Whole, write_alt_trans};
use super::context::{Leftover, Owner, write_groups, write_notes};
use super::ids::{Ids, segment_id, unit_id};
use super::inline::{Stretch, write_content};
use super::marks::{WrittenMark, mismatch};
use super::page::Page;
use super::state::{Filled, WrittenState, least, written};
use crate::diag::{DiagnosticCode, Fact, Sink};
use crate::error::Result;
use crate::model::{IllegalCharacters, LanguageTag, PartKind, Segment, State, TranslationUnit, Variant};

/// What is the same for all units of a file.
#[derive(Debug, Clone)]
pub(super) struct Frame {
    pub(super) source_language: LanguageTag,
    pub(super) target_language: LanguageTag,
    pub(super) illegal_characters: IllegalCharacters,
}

/// The variants of a unit that are written.
#[derive(Debug, Clone, Copy)]
struct Roles<'u> {
    source: Option<&'u Variant>,
    target: Option<&'u Variant>,
}

/// The segments of a unit by the `mid` of their `mrk`.
struct Mid {
    /// `None` for what stands between segments.
    mid: Option<String>,
    /// Whether the part's own id is another.
    changed: bool,
}

impl Frame {
    fn roles<'u>(&self, unit: &'u TranslationUnit) -> Roles<'u> {
        let (source, target) = (&self.source_language, &self.target_language);
        let source_at = position(unit, 0, source, None, target);
        let target_at = position(unit, 1, target, source_at, source);
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
/// What is written hangs on nothing but the arguments. `number` serves units without an id.
///
/// # Errors
///
/// Fails if characters that XML 1.0 forbids are to be refused, and one was there; what was appended is of no use then.
pub(super) fn write_trans_unit(
    parts: &[TranslationUnit],
    number: u64,
    frame: &Frame,
    out: &mut String,
    sink: &mut dyn Sink,
) -> Result<()> {
    let Some(first) = parts.first() else { return Ok(()) };
    let mut page = Page::new(out, frame.illegal_characters);
    let roles: Vec<Roles<'_>> = parts.iter().map(|unit| frame.roles(unit)).collect();
    find_losses(&mut page, frame, parts, &roles);
    let mids = mids(parts);
    let state = whole_state(parts, &roles);
    let (id, id_changed) = unit_id(first.id.as_deref(), number);
    let own_id = first.id.as_deref().filter(|_| id_changed);
    if let Some(own) = own_id {
        let message = format!("the id `{own}` does not fit, so `{id}` is written, and the id itself as `resname`");
        page.turn_to(0);
        page.say(DiagnosticCode::IdChanged, message);
    }

    page.markup("      <trans-unit");
    page.attribute("id", &id);
    page.attribute_if("resname", own_id.or_else(|| key(first)));
    if state.as_ref().is_some_and(|(_, state)| state.approved) {
        page.attribute("approved", "yes");
    }
    page.markup(" xml:space=\"preserve\">\n");
    let mut texts = Texts {
        ids: Ids::default(),
        source_marks: Vec::new(),
    };
    texts.write(&mut page, &roles, &mids, state.as_ref().map(|(_, state)| state));

    for (part, (unit, roles)) in parts.iter().zip(&roles).enumerate() {
        page.turn_to(part);
        let owner = Owner { id: &id, part };
        let mid = mids.get(part);
        let mid_changed = mid.is_none_or(|mid| mid.changed);
        if let (Some(own), Some(mid)) = (&unit.id, mid.and_then(|mid| mid.mid.as_deref()))
            && mid_changed
            && part > 0
        {
            let message = format!("the id `{own}` does not fit, so `{mid}` is written, and the id itself as `x-id`");
            page.say(DiagnosticCode::IdChanged, message);
        }
        let kept = |own: &State| matches!(&state, Some((whole, written)) if *whole == own && written.exact);
        let of = unit.part.as_deref().map(|part| part.of.as_str());
        let leftover = Leftover {
            id: unit.id.as_deref().filter(|_| part > 0 && mid_changed),
            state: unit.state.as_ref().filter(|own| !kept(own)).map(State::as_str),
            unit: of.filter(|of| part == 0 && Some(*of) != unit.id.as_deref()),
            key: key(unit).filter(|_| part > 0 || id_changed),
        };
        write_groups(&mut page, owner, unit, &leftover, roles.source, roles.target);
        write_notes(&mut page, owner, unit, roles.source, roles.target);
        for candidate in &unit.candidates {
            let mut whole = Whole {
                ids: &mut texts.ids,
                marks: &texts.source_marks,
                scope: scope(part),
            };
            let mid = mid.and_then(|mid| mid.mid.as_deref());
            write_alt_trans(&mut page, &mut whole, candidate, part, mid);
        }
    }
    page.markup("      </trans-unit>\n");
    page.finish(parts, sink)
}

/// The texts of a unit while they are written.
struct Texts {
    ids: Ids,
    source_marks: Vec<WrittenMark>,
}

impl Texts {
    /// Writes `<source>`, `<seg-source>` if the unit has several parts, and `<target>` if any part has one.
    fn write(&mut self, page: &mut Page<'_>, roles: &[Roles<'_>], mids: &[Mid], state: Option<&WrittenState<'_>>) {
        let empty = Segment::default();
        let source = roles
            .iter()
            .map(|roles| Some(roles.source.map_or(&empty, |source| &source.segment)));
        let target = roles.iter().map(|roles| roles.target.map(|target| &target.segment));
        page.markup("        <source>");
        self.source_marks = write_content(page, &mut self.ids, &stretches(source.clone(), &[]));
        page.markup("</source>\n");
        if !mids.is_empty() {
            page.markup("        <seg-source>");
            write_content(page, &mut self.ids, &stretches(source, mids));
            page.markup("</seg-source>\n");
        }
        let target = stretches(target, mids);
        if target.is_empty() {
            return;
        }
        page.markup("        <target");
        page.attribute_if("state", state.map(|state| &*state.word));
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

fn is_segment(unit: &TranslationUnit) -> bool {
    unit.part.as_ref().is_none_or(|part| part.kind == PartKind::Segment)
}

fn key(unit: &TranslationUnit) -> Option<&str> {
    unit.context.as_deref()?.key.as_deref()
}

/// The `mid` of each part; nothing where the unit is one segment, which needs none.
fn mids(parts: &[TranslationUnit]) -> Vec<Mid> {
    if let [only] = parts
        && is_segment(only)
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
        let (mid, changed) = segment_id(unit.id.as_deref(), part + 1, &taken);
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
    let state = least(segments().map(|(unit, _)| unit.state.as_ref()))?;
    let filled = |roles: &Roles<'_>| roles.target.is_some_and(|target| !target.segment.is_empty());
    let filled = if segments().all(|(_, roles)| filled(roles)) {
        Filled::Yes
    } else {
        Filled::No
    };
    Some((state, written(state, filled)))
}
