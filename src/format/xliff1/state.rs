//! `target/@state` and `trans-unit/@approved`.

use std::borrow::Cow;

use super::read::is_open_word;
use super::values::listed_or_x;
use crate::model::{State, TranslationUnit, Untranslated};

/// Whether a unit may be `approved`, and so have one of the states that mean it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Approvable {
    /// Each segment has text or codes.
    Yes,
    /// A segment has neither.
    Empty,
    /// It is said that the unit is not approved.
    Denied,
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

/// Words of 1.2 stay, `initial` is its `new`, all others are `x-…`; but a word that tools are known to have for a translation is
/// `translated`, since other tools know no more of an `x-…` than that it is none of theirs. What can't be
/// approved is not `final` either, but `x-final`.
pub(super) fn written(state: &State, approvable: Approvable, counted: Counted) -> WrittenState<'_> {
    let (word, exact) = match state {
        State::Initial => (Cow::Borrowed("new"), false),
        State::Other(word)
            if approvable != Approvable::Empty && counted == Counted::Translated && !is_open_word(word) =>
        {
            (Cow::Borrowed("translated"), false)
        }
        State::Other(word) => listed_or_x(word, &[]),
        State::Reviewed => (Cow::Borrowed("x-reviewed"), true),
        State::Final if approvable != Approvable::Yes => (Cow::Borrowed("x-final"), true),
        State::SignedOff if approvable != Approvable::Yes => (Cow::Borrowed("x-signed-off"), true),
        listed => (Cow::Borrowed(listed.as_str()), true),
    };
    WrittenState {
        word,
        exact,
        approved: matches!(state, State::Final | State::SignedOff) && approvable == Approvable::Yes,
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

    fn word(state: &State, approvable: Approvable) -> (String, bool, bool) {
        let written = written(state, approvable, Counted::Translated);
        (written.word.into_owned(), written.exact, written.approved)
    }

    #[test]
    fn final_and_approved_go_together() {
        assert_eq!(word(&State::Final, Approvable::Yes), ("final".into(), true, true));
        assert_eq!(
            word(&State::SignedOff, Approvable::Yes),
            ("signed-off".into(), true, true)
        );
        for approvable in [Approvable::Empty, Approvable::Denied] {
            assert_eq!(word(&State::Final, approvable), ("x-final".into(), true, false));
        }
        assert_eq!(
            word(&State::Translated, Approvable::Yes),
            ("translated".into(), true, false)
        );
        assert_eq!(
            word(&State::Reviewed, Approvable::Yes),
            ("x-reviewed".into(), true, false)
        );
    }

    #[test]
    fn a_word_that_is_not_kept_is_not_exact() {
        assert_eq!(word(&State::Initial, Approvable::Yes), ("new".into(), false, false));
        let other = State::Other("Rejected Sign-off".into());
        let written = written(&other, Approvable::Yes, Counted::Open);
        assert_eq!((&*written.word, written.exact), ("x-Rejected-Sign-off", false));
    }

    #[test]
    fn a_tools_own_word_for_a_translation_is_translated() {
        let own = State::Other("APPROVED".into());
        assert_eq!(word(&own, Approvable::Yes), ("translated".into(), false, false));
        assert_eq!(word(&own, Approvable::Empty), ("x-APPROVED".into(), true, false));
        assert_eq!(written(&own, Approvable::Yes, Counted::Open).word, "x-APPROVED");
        // a memory may hold it, and nobody would take it for done
        let draft = State::Other("Draft".into());
        assert_eq!(word(&draft, Approvable::Yes), ("x-Draft".into(), true, false));
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
