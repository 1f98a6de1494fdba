//! Whether a unit is a translation (XLIFF 1.2, 3.2.4 `state`).

use super::findings::Findings;
use crate::diag::DiagnosticCode;
use crate::format::xliff1::values::STATES;
use crate::model::{State, TranslationUnit, Untranslated};

/// Words of tools for what is translated.
const TRANSLATED: &[&str] = &[
    "Translated",
    "TRANSLATED",
    "Approved",
    "APPROVED",
    "APPROVED2",
    "ApprovedTranslation",
    "ApprovedSignOff",
    "ManuallyConfirmed",
    "Proofread",
    "Reviewer1Confirmed",
    "Reviewer2Confirmed",
];

/// Words of tools for what was rejected.
const REJECTED: &[&str] = &["RejectedTranslation", "RejectedSignOff", "Rejected"];

/// How Phrase counts the steps of work that have confirmed a unit.
const CONFIRMED: &str = "m:confirmed=";

/// Whether a unit without a state is translated.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Stateless {
    Translated,
    Untranslated,
}

/// Why `unit` is no translation yet.
pub(super) fn why_untranslated(unit: &TranslationUnit, stateless: Stateless) -> Option<Untranslated> {
    let is_empty = |side: usize| unit.variants.get(side).is_none_or(|variant| variant.segment.is_empty());
    if unit.variants.len() < 2 {
        return Some(Untranslated::NoTarget);
    }
    if is_empty(0) {
        return Some(Untranslated::EmptySource);
    }
    if is_empty(1) {
        return Some(Untranslated::EmptyTarget);
    }
    let is_rejected = unit
        .properties
        .iter()
        .any(|property| property.name == "x-state-qualifier" && property.value.starts_with("rejected-"));
    if is_rejected {
        return Some(Untranslated::Rejected);
    }
    match &unit.state {
        None => (stateless == Stateless::Untranslated).then_some(Untranslated::State),
        Some(State::Translated | State::SignedOff | State::Final | State::Reviewed) => None,
        Some(State::Other(word)) => by_word(word),
        Some(_) => Some(Untranslated::State),
    }
}

/// Whether a tool's own word for a state is not known to be one for a translation.
pub(in crate::format::xliff1) fn is_open_word(word: &str) -> bool {
    by_word(word).is_some()
}

fn by_word(word: &str) -> Option<Untranslated> {
    if TRANSLATED.contains(&word) {
        return None;
    }
    if REJECTED.contains(&word) {
        return Some(Untranslated::Rejected);
    }
    let steps = word.strip_prefix(CONFIRMED).and_then(|steps| steps.parse::<u32>().ok());
    match steps {
        Some(1..) => None,
        _ => Some(Untranslated::State),
    }
}

/// The state that `state` of a target says; a word that is none of the format is kept.
pub(super) fn read_state(written: &str, at: usize, findings: &mut Findings<'_, '_>) -> State {
    if !STATES.contains(&written) && !written.starts_with("x-") {
        let message = format!("`{written}` is no state of XLIFF 1.2, and is kept as it is");
        findings.is_sound = false;
        findings.say(DiagnosticCode::StateUnknown, at, message);
    }
    State::parse(written)
}

/// Whether the target is the source again, with nothing that says whether it is a translation.
pub(super) fn is_copy(unit: &TranslationUnit) -> bool {
    let [source, target] = unit.variants.as_slice() else {
        return false;
    };
    unit.state.is_none()
        && unit.untranslated.is_none()
        && source.segment.text() == target.segment.text()
        && source.segment.text().chars().any(char::is_alphabetic)
        && !source.lang.same_language(&target.lang)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{LanguageTag, Variant};

    fn why(state: Option<State>, stateless: Stateless) -> Option<Untranslated> {
        let variant = |tag| Variant::new(LanguageTag::parse(tag).unwrap(), "a");
        let mut unit = TranslationUnit::bilingual(variant("en"), variant("fr"));
        unit.state = state;
        why_untranslated(&unit, stateless)
    }

    #[test]
    fn states_and_words_of_tools_say_what_is_translated() {
        let other = |word: &str| Some(State::Other(word.to_owned()));
        for state in [
            None,
            Some(State::Final),
            Some(State::Reviewed),
            other("ApprovedSignOff"),
            other("m:confirmed=1"),
        ] {
            assert_eq!(why(state.clone(), Stateless::Translated), None, "{state:?}");
        }
        for state in [
            Some(State::New),
            Some(State::NeedsReviewL10n),
            other("Draft"),
            other("m:confirmed=0"),
        ] {
            assert_eq!(
                why(state.clone(), Stateless::Translated),
                Some(Untranslated::State),
                "{state:?}"
            );
        }
        assert_eq!(
            why(other("RejectedSignOff"), Stateless::Translated),
            Some(Untranslated::Rejected)
        );
        assert_eq!(why(None, Stateless::Untranslated), Some(Untranslated::State));
    }
}
