//! `state` and `subState` of a segment.
//!
//! | model | `state` | why |
//! |---|---|---|
//! | initial, new, needs-translation, needs-l10n, needs-adaptation | initial | work on it has still to begin |
//! | translated, needs-review-… | translated | there is a translation, and nobody has approved it |
//! | reviewed, signed-off | reviewed | XLIFF 1.2 calls signed off what is reviewed and approved; `final` comes after it |
//! | final | final | |
//! | a tool's own word | translated | what the word promises is not known, but there is a target |
//! | the same, where the unit counts as not translated | initial | |
//!
//! Words that XLIFF 2 lacks stand in `subState`, which needs `state` beside it (XLIFF 2, `subState`): those of
//! XLIFF 1.2 under `xliff12:`, others under `x:`. It is the right place rather than metadata, since a tool that changes
//! `state` must change or remove it, and so an outdated word can't stay behind.

use super::types::prefixed;
use crate::model::{Segment, State, Untranslated};

/// What `<segment>` says of its state.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Written {
    /// `state`
    pub(super) state: Option<&'static str>,
    /// `subState`
    pub(super) sub_state: Option<String>,
    /// Whether the exact word is lost.
    pub(super) lost: bool,
}

/// The attributes for `state`. Without a target only `initial` may stand (XLIFF 2, `state`).
pub(super) fn of_segment(state: &State, has_target: bool, untranslated: Option<Untranslated>) -> Written {
    let is_open = !has_target || matches!(untranslated, Some(Untranslated::State | Untranslated::Rejected));
    let word = state.as_str();
    let old = || prefixed("xliff12", word);
    let (state, sub_state, lost) = match state {
        State::Initial => ("initial", None, false),
        State::New | State::NeedsTranslation | State::NeedsL10n | State::NeedsAdaptation => ("initial", old(), false),
        State::Other(word) if is_open => {
            let sub_state = prefixed("x", word);
            let lost = sub_state.is_none();
            ("initial", sub_state, lost)
        }
        _ if !has_target => {
            return Written {
                lost: true,
                ..Written::default()
            };
        }
        State::Translated => ("translated", None, false),
        State::NeedsReviewTranslation | State::NeedsReviewL10n | State::NeedsReviewAdaptation => {
            ("translated", old(), false)
        }
        State::Reviewed => ("reviewed", None, false),
        State::SignedOff => ("reviewed", old(), false),
        State::Final => ("final", None, false),
        State::Other(word) => {
            let sub_state = prefixed("x", word);
            let lost = sub_state.is_none();
            ("translated", sub_state, lost)
        }
    };
    Written {
        state: Some(state),
        sub_state,
        lost,
    }
}

/// The state that `state` and `subState` stand for, and what is left of `subState`: the word of another tool.
pub(super) fn read<'t>(state: Option<&str>, sub_state: Option<&'t str>) -> (Option<State>, Option<&'t str>) {
    let own = sub_state.and_then(|sub_state| {
        let word = sub_state
            .strip_prefix("xliff12:")
            .or_else(|| sub_state.strip_prefix("x:"))?;
        let exact = State::parse(word);
        let is_ours = [None, Some(Untranslated::State)].into_iter().any(|untranslated| {
            let written = of_segment(&exact, true, untranslated);
            written.state == state && written.sub_state.as_deref() == Some(sub_state)
        });
        is_ours.then_some(exact)
    });
    match own {
        Some(exact) => (Some(exact), None),
        None => (state.map(State::parse), sub_state),
    }
}

/// Why a segment is no translation yet. A target without a state is one: tools that know no states write none.
pub(super) fn untranslated(
    source: &Segment,
    target: Option<&Segment>,
    state: Option<&State>,
    written: Option<&str>,
) -> Option<Untranslated> {
    let Some(target) = target else {
        return Some(Untranslated::NoTarget);
    };
    let is_open = match state {
        Some(
            State::Initial
            | State::New
            | State::NeedsTranslation
            | State::NeedsL10n
            | State::NeedsAdaptation
            | State::NeedsReviewTranslation
            | State::NeedsReviewL10n
            | State::NeedsReviewAdaptation,
        ) => true,
        _ => written == Some("initial"),
    };
    if target.is_empty() {
        Some(Untranslated::EmptyTarget)
    } else if source.is_empty() {
        Some(Untranslated::EmptySource)
    } else {
        is_open.then_some(Untranslated::State)
    }
}

/// The same of what stands between segments, which may well be nothing in another language.
pub(super) fn untranslated_between(target: Option<&Segment>) -> Option<Untranslated> {
    target.is_none().then_some(Untranslated::NoTarget)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn drawn(word: &str, has_target: bool) -> String {
        let Written { state, sub_state, lost } = of_segment(&State::parse(word), has_target, None);
        format!(
            "{} {} {lost}",
            state.unwrap_or("-"),
            sub_state.as_deref().unwrap_or("-")
        )
    }

    #[test]
    fn each_word_has_a_state_and_keeps_itself() {
        for (word, expected) in [
            ("initial", "initial - false"),
            ("new", "initial xliff12:new false"),
            ("needs-adaptation", "initial xliff12:needs-adaptation false"),
            ("translated", "translated - false"),
            ("needs-review-l10n", "translated xliff12:needs-review-l10n false"),
            ("reviewed", "reviewed - false"),
            ("signed-off", "reviewed xliff12:signed-off false"),
            ("final", "final - false"),
            ("x-Draft", "translated x:Draft false"),
            ("two words", "translated - true"),
        ] {
            assert_eq!(drawn(word, true), expected, "{word}");
        }
    }

    #[test]
    fn without_a_target_only_initial_stands() {
        assert_eq!(drawn("new", false), "initial xliff12:new false");
        assert_eq!(drawn("Draft", false), "initial x:Draft false");
        assert_eq!(drawn("final", false), "- - true");
        assert_eq!(drawn("translated", false), "- - true");
    }
}
