//! Leaves out what is no translation yet.

use std::collections::{BTreeMap, BTreeSet};

use super::{Outlet, Reason, Stage};
use crate::diag::{Diagnostic, DiagnosticCode, Sink};
use crate::error::Result;
use crate::format::Format;
use crate::model::{State, TranslationUnit, Untranslated};

/// Which states enter a memory.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum WantedStates {
    /// What its file counts as translated, or better.
    #[default]
    Translated,
    /// Everything, units without a target too.
    All,
    /// These words, as written without `x-`, in any case of letters; `none` is a unit that has none.
    Words(Vec<String>),
}

/// Leaves out units that are no translation yet.
///
/// Formats of the translation process (XLIFF, PO) hold units of every state, and only those that are translated enter a
/// memory unless others are asked for; other formats hold translations only.
#[derive(Debug, Clone, Default)]
pub struct States {
    wanted: WantedStates,
    is_tracked: bool,
    left_out: BTreeMap<&'static str, u64>,
    /// Whether any input was of a format that tracks states.
    was_tracked: bool,
    /// The words asked for that some unit had, by their numbers.
    met: BTreeSet<usize>,
}

/// The word for units that have no state.
const NONE: &str = "none";

/// The state of a message of PO that is yet to be checked.
const FUZZY: &str = "fuzzy";

/// The states that XLIFF names, in the order in which work goes on.
const NAMED: [State; 12] = [
    State::Initial,
    State::New,
    State::NeedsTranslation,
    State::NeedsL10n,
    State::NeedsAdaptation,
    State::Translated,
    State::NeedsReviewTranslation,
    State::NeedsReviewL10n,
    State::NeedsReviewAdaptation,
    State::Reviewed,
    State::SignedOff,
    State::Final,
];

impl States {
    /// Keeps what is `wanted`.
    #[must_use]
    pub fn new(wanted: WantedStates) -> Self {
        Self {
            wanted,
            ..Self::default()
        }
    }

    /// Says which format the next units come from.
    pub fn set_input(&mut self, format: Format) {
        self.is_tracked = format.tracks_states();
        self.was_tracked |= self.is_tracked;
    }

    /// Says which words were asked for that neither XLIFF names nor any unit had: they may be misspelt.
    pub fn say_unmet(&self, sink: &mut dyn Sink) {
        let WantedStates::Words(words) = &self.wanted else {
            return;
        };
        let is_named = |word: &str| {
            let mut named = NAMED.iter().map(State::as_str).chain([NONE, FUZZY]);
            named.any(|named| named.eq_ignore_ascii_case(word))
        };
        // a word that stands twice is met where it stands first
        let is_first =
            |number: usize, word: &str| !words.iter().take(number).any(|other| other.eq_ignore_ascii_case(word));
        for (number, word) in words
            .iter()
            .enumerate()
            .filter(|(number, word)| is_first(*number, word))
        {
            if self.was_tracked && !self.met.contains(&number) && !is_named(word) {
                let names: Vec<String> = NAMED.iter().map(|named| format!("`{named}`")).collect();
                sink.take(
                    Diagnostic::new(
                        DiagnosticCode::StateUnknown,
                        format!("no unit has the state `{word}`, and XLIFF names none such"),
                    )
                    .with_help(format!("it names {}", names.join(", "))),
                );
            }
        }
    }

    /// Whether the input is of a format that tracks states.
    #[must_use]
    pub fn are_tracked(&self) -> bool {
        self.is_tracked
    }

    /// How many units of the input were left out, by reason; the count begins anew.
    pub fn take_left_out(&mut self) -> BTreeMap<&'static str, u64> {
        std::mem::take(&mut self.left_out)
    }

    /// Why a unit does not enter.
    fn objection(&mut self, unit: &TranslationUnit) -> Option<Untranslated> {
        if !self.is_tracked {
            return None;
        }
        match &self.wanted {
            WantedStates::All => None,
            WantedStates::Translated => unit.untranslated,
            WantedStates::Words(words) => {
                let own = unit.state.as_ref().map_or(NONE, State::as_str);
                let wanted = words.iter().position(|word| word.eq_ignore_ascii_case(own));
                self.met.extend(wanted);
                let is_wanted = wanted.is_some();
                let is_bare = unit.target().is_none_or(|target| target.segment.is_empty());
                match (is_wanted, is_bare && unit.state.is_none()) {
                    (true, false) => None,
                    (true, true) => Some(unit.untranslated.unwrap_or(Untranslated::NoTarget)),
                    (false, _) => Some(unit.untranslated.unwrap_or(Untranslated::State)),
                }
            }
        }
    }
}

impl Stage for States {
    fn take(&mut self, unit: &mut TranslationUnit, outlet: &mut dyn Outlet, sink: &mut dyn Sink) -> Result<()> {
        let Some(objection) = self.objection(unit) else {
            return outlet.keep(unit, sink);
        };
        *self.left_out.entry(objection.word()).or_default() += 1;
        say_untranslated(unit, objection, "`--states all` takes it in", sink);
        outlet.remove(unit, Reason::Untranslated, sink)
    }
}

/// Says why a unit stays out.
pub(super) fn say_untranslated(unit: &TranslationUnit, objection: Untranslated, help: &str, sink: &mut dyn Sink) {
    let message = format!("the unit is no translation yet and stays out: {}", objection.as_str());
    sink.take(
        Diagnostic::new(DiagnosticCode::Untranslated, message)
            .at(&unit.origin)
            .of_unit(unit.id.as_deref())
            .with_help(help),
    );
}

#[cfg(test)]
mod tests {
    use super::super::tests_support::{Collected, unit};
    use super::*;

    fn kept(stage: &mut States, mut unit: TranslationUnit) -> bool {
        let mut end = Collected::default();
        stage.take(&mut unit, &mut end, &mut Vec::new()).unwrap();
        !end.kept.is_empty()
    }

    fn draft() -> TranslationUnit {
        TranslationUnit {
            state: Some(State::parse("x-Draft")),
            untranslated: Some(Untranslated::State),
            ..unit("a", "b")
        }
    }

    #[test]
    fn a_draft_enters_only_where_it_is_asked_for() {
        let words = |words: &[&str]| WantedStates::Words(words.iter().map(|word| (*word).to_owned()).collect());
        for (wanted, enters) in [
            (WantedStates::Translated, false),
            (WantedStates::All, true),
            (words(&["translated", "draft"]), true),
            (words(&["translated", "none"]), false),
        ] {
            let mut stage = States::new(wanted);
            stage.set_input(Format::Xliff12);
            assert_eq!(kept(&mut stage, draft()), enters);
            assert_eq!(
                stage.take_left_out().get("state").copied().unwrap_or_default(),
                u64::from(!enters)
            );
        }
    }

    #[test]
    fn a_word_that_no_unit_has_and_xliff_does_not_name_is_said() {
        assert!(
            !NAMED
                .iter()
                .any(|named| matches!(State::parse(named.as_str()), State::Other(_)))
        );
        let words = [
            "translatd",
            "Final",
            "draft",
            "none",
            "Signed",
            "Draft",
            "fuzzy",
            "signed",
        ]
        .map(str::to_owned);
        let mut stage = States::new(WantedStates::Words(words.to_vec()));
        let said = |stage: &States| {
            let mut said = Vec::new();
            stage.say_unmet(&mut said);
            said.into_iter().map(|said| said.message).collect::<Vec<_>>()
        };
        stage.set_input(Format::Tmx);
        assert!(said(&stage).is_empty());
        stage.set_input(Format::Xliff12);
        assert!(kept(&mut stage, draft()));
        assert_eq!(
            said(&stage),
            ["translatd", "Signed"].map(|word| format!("no unit has the state `{word}`, and XLIFF names none such"))
        );
    }

    #[test]
    fn a_memory_keeps_what_it_has() {
        let mut stage = States::new(WantedStates::Translated);
        stage.set_input(Format::Tmx);
        assert!(kept(&mut stage, unit("a", "")));
    }
}
