//! What of a part its `trans-unit` can't say by elements and attributes of the standard, and our groups say instead.

use super::native::Native;
use super::page::Page;
use super::placing::{Placing, is_segment};
use super::read::is_open_word;
use super::state::{Counted, WrittenState};
use super::trans_unit::{Mid, Roles, Whole};
use crate::diag::DiagnosticCode;
use crate::model::{Property, State, TranslationUnit, Variant};

/// The part's id, where neither `id` nor `mid` gives it back.
pub(super) fn leftover_id<'u>(
    unit: &'u TranslationUnit,
    whole: &Whole<'_>,
    mid: Option<&Mid>,
    part: usize,
    page: &mut Page<'_>,
) -> Option<&'u str> {
    let own = unit.id.as_deref()?;
    let Some(of) = whole.of else {
        return whole.own_id.is_some().then_some(own);
    };
    let expected = match mid.and_then(|mid| mid.mid.as_deref()) {
        Some(mid) => format!("{of}#{mid}"),
        None => format!("{of}#~{}", part + 1),
    };
    if let Some(mid) = mid.filter(|mid| mid.changed && is_segment(unit))
        && let Some(mid) = &mid.mid
    {
        let message = format!("the id `{own}` does not fit, so `{mid}` is written, and the id itself as `x-id`");
        page.say(DiagnosticCode::IdChanged, message);
    }
    (own != expected).then_some(own)
}

/// The part's state, where `state` of the target does not give it back.
pub(super) fn leftover_state<'u>(
    unit: &'u TranslationUnit,
    whole: Option<&(&State, WrittenState<'_>)>,
    is_said_anyway: bool,
) -> Option<&'u str> {
    let own = unit.state.as_ref()?;
    let is_kept = is_segment(unit) && whole.is_some_and(|(state, written)| *state == own && written.exact);
    (!is_kept || is_said_anyway).then_some(own.as_str())
}

/// Whether the unit says itself that it is not approved, which goes before what its state would mean.
pub(super) fn is_denied(unit: &TranslationUnit) -> bool {
    let is_no = |property: &Property| property.name == "x-approved" && property.value == "no";
    unit.properties.iter().any(is_no)
}

/// Whether it must be said that the part is a translation, since readers do not know its tool's word for that.
pub(super) fn is_translated_unsaid(unit: &TranslationUnit, roles: Roles<'_>) -> bool {
    let is_filled = |variant: Option<&Variant>| variant.is_some_and(|variant| !variant.segment.is_empty());
    let is_unknown = matches!(&unit.state, Some(State::Other(word)) if is_open_word(word));
    is_segment(unit)
        && is_unknown
        && Counted::of(unit) == Counted::Translated
        && is_filled(roles.source)
        && is_filled(roles.target)
}

/// The key that all segments have.
pub(super) fn common_key(parts: &[TranslationUnit]) -> Option<&str> {
    let mut segments = parts.iter().filter(|unit| is_segment(unit));
    let key = own_key(segments.next()?)?;
    segments.all(|unit| own_key(unit) == Some(key)).then_some(key)
}

pub(super) fn own_key(unit: &TranslationUnit) -> Option<&str> {
    unit.context.as_deref()?.key.as_deref()
}

/// Whether a text that stands between segments of the target would come to stand elsewhere, because a segment beside it
/// has no target: then such a segment is written empty, and marked.
pub(super) fn fills_gaps(parts: &[TranslationUnit], roles: &[Roles<'_>]) -> bool {
    let both = || parts.iter().zip(roles);
    both().any(|(unit, roles)| is_segment(unit) && roles.target.is_none())
        && both().any(|(unit, roles)| !is_segment(unit) && roles.target.is_some())
}

/// What is to be said of a target that can't be told from none.
pub(super) fn target_mark(unit: &TranslationUnit, roles: Roles<'_>, fills_gaps: bool) -> Option<&'static str> {
    match roles.target {
        None if is_segment(unit) && fills_gaps => Some("missing"),
        Some(target) if !is_segment(unit) && target.segment.is_empty() => Some("empty"),
        _ => None,
    }
}

/// Whether it must be said that the unit belongs to no document, since its file does.
pub(super) fn has_no_document(unit: &TranslationUnit, placing: Placing<'_>) -> bool {
    let is_said = || unit.properties.iter().any(|property| property.name == "x-document");
    is_segment(unit) && placing.document.is_some() && !is_said()
}

/// The properties that neither attributes nor the place say.
pub(super) fn rest_of_properties<'u>(
    unit: &'u TranslationUnit,
    native: Native<'_>,
    placing: Placing<'_>,
) -> impl Iterator<Item = &'u Property> {
    let (said, placing) = if is_segment(unit) {
        (native.count(), placing)
    } else {
        (0, Placing::default())
    };
    let rest = unit.properties.iter().skip(said);
    rest.filter(move |property| !placing.says(property))
}
