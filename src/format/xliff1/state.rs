//! `target/@state` and `trans-unit/@approved`.

use std::borrow::Cow;

use super::values::listed_or_x;
use crate::model::{State, TranslationUnit, Untranslated};

/// Whether a target has anything in it. `approved` and the states that mean it want something.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Filled {
    /// Text or codes.
    Yes,
    /// Neither.
    No,
}

/// What a unit counts as, whatever its tool calls its state.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Counted {
    /// A translation.
    Translated,
    /// Work that is still to be done.
    Open,
}

impl Counted {
    /// As the input was read; what no input says to be open is translated.
    pub(super) fn of(unit: &TranslationUnit) -> Self {
        match unit.untranslated {
            Some(Untranslated::State | Untranslated::Rejected) => Self::Open,
            _ => Self::Translated,
        }
    }
}

/// How a state is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct WrittenState<'s> {
    /// The value of `state`.
    pub(super) word: Cow<'s, str>,
    /// Whether a reader gets the very state back.
    pub(super) exact: bool,
    /// Whether the unit is `approved`; so exactly if `word` is `final` or `signed-off`.
    pub(super) approved: bool,
}

/// Words of 1.2 stay, `initial` is its `new`, all others are `x-…`; but a tool's own word for a translation is
/// `translated`, since other tools know no more of an `x-…` than that it is none of theirs. An empty target is not
/// approved, so that its `final` becomes `x-final`.
pub(super) fn written(state: &State, filled: Filled, counted: Counted) -> WrittenState<'_> {
    let (word, exact) = match state {
        State::Initial => (Cow::Borrowed("new"), false),
        State::Other(_) if filled == Filled::Yes && counted == Counted::Translated => {
            (Cow::Borrowed("translated"), false)
        }
        State::Other(word) => listed_or_x(word, &[]),
        State::Reviewed => (Cow::Borrowed("x-reviewed"), true),
        State::Final if filled == Filled::No => (Cow::Borrowed("x-final"), true),
        State::SignedOff if filled == Filled::No => (Cow::Borrowed("x-signed-off"), true),
        listed => (Cow::Borrowed(listed.as_str()), true),
    };
    WrittenState {
        word,
        exact,
        approved: matches!(state, State::Final | State::SignedOff) && filled == Filled::Yes,
    }
}

/// The state of a whole unit of these segments, and what it counts as: those of the one that has come least far, or none
/// if a segment has no state.
pub(super) fn least<'u>(segments: impl Iterator<Item = &'u TranslationUnit>) -> Option<(&'u State, Counted)> {
    let states = segments.map(|unit| Some((unit.state.as_ref()?, Counted::of(unit))));
    let states: Option<Vec<_>> = states.collect();
    states?.into_iter().min_by_key(|(state, counted)| rank(state, *counted))
}

fn rank(state: &State, counted: Counted) -> u8 {
    match state {
        State::Initial | State::New => 0,
        State::NeedsTranslation => 1,
        State::NeedsL10n | State::NeedsAdaptation => 2,
        State::Other(_) if counted == Counted::Open => 3,
        State::NeedsReviewTranslation | State::NeedsReviewL10n | State::NeedsReviewAdaptation => 4,
        State::Translated | State::Other(_) => 5,
        State::Reviewed => 6,
        State::SignedOff => 7,
        State::Final => 8,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn word(state: &State, filled: Filled) -> (String, bool, bool) {
        let written = written(state, filled, Counted::Translated);
        (written.word.into_owned(), written.exact, written.approved)
    }

    #[test]
    fn final_and_approved_go_together() {
        assert_eq!(word(&State::Final, Filled::Yes), ("final".into(), true, true));
        assert_eq!(word(&State::SignedOff, Filled::Yes), ("signed-off".into(), true, true));
        assert_eq!(word(&State::Final, Filled::No), ("x-final".into(), true, false));
        assert_eq!(
            word(&State::Translated, Filled::Yes),
            ("translated".into(), true, false)
        );
        assert_eq!(word(&State::Reviewed, Filled::Yes), ("x-reviewed".into(), true, false));
    }

    #[test]
    fn a_word_that_is_not_kept_is_not_exact() {
        assert_eq!(word(&State::Initial, Filled::Yes), ("new".into(), false, false));
        let other = State::Other("Rejected Sign-off".into());
        let written = written(&other, Filled::Yes, Counted::Open);
        assert_eq!((&*written.word, written.exact), ("x-Rejected-Sign-off", false));
    }

    #[test]
    fn a_tools_own_word_for_a_translation_is_translated() {
        let own = State::Other("APPROVED".into());
        assert_eq!(word(&own, Filled::Yes), ("translated".into(), false, false));
        assert_eq!(word(&own, Filled::No), ("x-APPROVED".into(), true, false));
        assert_eq!(written(&own, Filled::Yes, Counted::Open).word, "x-APPROVED");
    }

    #[test]
    fn the_least_state_of_all_segments_is_that_of_the_unit() {
        let segment = |state: Option<State>| TranslationUnit {
            state,
            ..TranslationUnit::default()
        };
        let of = |states: [Option<State>; 2]| {
            let segments = states.map(segment);
            least(segments.iter()).map(|(state, _)| state.clone())
        };
        assert_eq!(
            of([Some(State::Final), Some(State::Translated)]),
            Some(State::Translated)
        );
        assert_eq!(of([Some(State::Final), None]), None);
        let own = || State::Other("APPROVED".into());
        assert_eq!(
            of([Some(own()), Some(State::NeedsReviewL10n)]),
            Some(State::NeedsReviewL10n)
        );
        assert_eq!(of([Some(State::Final), Some(own())]), Some(own()));
    }
}
