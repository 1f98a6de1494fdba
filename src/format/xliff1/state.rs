//! `target/@state` and `trans-unit/@approved`.

use std::borrow::Cow;

use super::values::listed_or_x;
use crate::model::State;

/// Whether a target has anything in it. `approved` and the states that mean it want something.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Filled {
    /// Text or codes.
    Yes,
    /// Neither.
    No,
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

/// Words of 1.2 stay, `initial` is its `new`, all others are `x-…`. An empty target is not approved, so that its `final`
/// becomes `x-final`.
pub(super) fn written(state: &State, filled: Filled) -> WrittenState<'_> {
    let (word, exact) = match state {
        State::Initial => (Cow::Borrowed("new"), false),
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

/// The state of a whole unit whose segments have these: the one that has come least far, or none if a segment has none.
pub(super) fn least<'s>(states: impl Iterator<Item = Option<&'s State>>) -> Option<&'s State> {
    let states: Option<Vec<&State>> = states.collect();
    states?.into_iter().min_by_key(|state| rank(state))
}

fn rank(state: &State) -> u8 {
    match state {
        State::Initial | State::New => 0,
        State::NeedsTranslation => 1,
        State::NeedsL10n | State::NeedsAdaptation => 2,
        State::Other(_) => 3,
        State::NeedsReviewTranslation | State::NeedsReviewL10n | State::NeedsReviewAdaptation => 4,
        State::Translated => 5,
        State::Reviewed => 6,
        State::SignedOff => 7,
        State::Final => 8,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn word(state: &State, filled: Filled) -> (String, bool, bool) {
        let written = written(state, filled);
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
        assert_eq!(word(&other, Filled::Yes), ("x-Rejected-Sign-off".into(), false, false));
    }

    #[test]
    fn the_least_state_of_all_segments_is_that_of_the_unit() {
        let states = [Some(&State::Final), Some(&State::Translated)];
        assert_eq!(least(states.into_iter()), Some(&State::Translated));
        assert_eq!(least([Some(&State::Final), None].into_iter()), None);
    }
}
