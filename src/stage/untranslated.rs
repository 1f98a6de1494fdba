//! Leaves out what says nothing new, of the pair that was chosen.

use std::collections::BTreeMap;

use super::states::say_untranslated;
use super::{Outlet, Reason, Stage};
use crate::diag::Sink;
use crate::error::Result;
use crate::model::{Segment, State, TranslationUnit, Untranslated};

/// Whether units enter that say nothing new: without text on one side, or with the source for a target.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum UntranslatedUnits {
    /// They stay where the format of their input does not track states: a memory keeps what it has.
    #[default]
    Keep,
    /// They go, but those whose target is the source again and is signed off: somebody has looked at it, and means it.
    Drop,
}

/// Leaves out units that say nothing new in the languages of the run, whatever other languages they had.
#[derive(Debug, Clone, Default)]
pub struct DropUntranslated {
    units: UntranslatedUnits,
    left_out: BTreeMap<&'static str, u64>,
}

impl DropUntranslated {
    /// Leaves out as `units` says.
    #[must_use]
    pub fn new(units: UntranslatedUnits) -> Self {
        Self {
            units,
            left_out: BTreeMap::new(),
        }
    }

    /// How many units of the input were left out, by reason; the count begins anew.
    pub fn take_left_out(&mut self) -> BTreeMap<&'static str, u64> {
        std::mem::take(&mut self.left_out)
    }
}

/// What a unit lacks: text on one side, or a target that is not the source again.
fn lack(unit: &TranslationUnit) -> Option<Untranslated> {
    let [source, others @ ..] = unit.variants.as_slice() else {
        return Some(Untranslated::NoTarget);
    };
    let is_signed_off = matches!(unit.state, Some(State::Reviewed | State::SignedOff | State::Final));
    let is_empty = |segment: &Segment| segment.text().trim().is_empty();
    let is_copy = |segment: &Segment| !is_signed_off && *segment == source.segment;
    if others.is_empty() {
        Some(Untranslated::NoTarget)
    } else if is_empty(&source.segment) {
        Some(Untranslated::EmptySource)
    } else if others.iter().all(|other| is_empty(&other.segment)) {
        Some(Untranslated::EmptyTarget)
    } else if others
        .iter()
        .all(|other| is_empty(&other.segment) || is_copy(&other.segment))
    {
        Some(Untranslated::SourceCopy)
    } else {
        None
    }
}

impl Stage for DropUntranslated {
    fn take(&mut self, unit: &mut TranslationUnit, outlet: &mut dyn Outlet, sink: &mut dyn Sink) -> Result<()> {
        let lack = match self.units {
            UntranslatedUnits::Keep => None,
            // what stands between segments has no text, mostly
            UntranslatedUnits::Drop if unit.is_ignorable() => None,
            UntranslatedUnits::Drop => lack(unit),
        };
        let Some(lack) = lack else {
            return outlet.keep(unit, sink);
        };
        *self.left_out.entry(lack.word()).or_default() += 1;
        say_untranslated(unit, lack, "without `--drop-untranslated` it would stay", sink);
        outlet.remove(unit, Reason::Untranslated, sink)
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests_support::{Collected, unit};
    use super::*;
    use crate::diag::Diagnostic;

    #[test]
    fn a_memory_keeps_what_it_has_unless_told_otherwise() {
        let with = |state: State| TranslationUnit {
            state: Some(state),
            ..unit("a", "a")
        };
        for (unit, dropped) in [
            (unit("a", " "), Some("empty-target")),
            (unit("", "b"), Some("empty-source")),
            (unit("a", "a"), Some("source-copy")),
            (with(State::NeedsTranslation), Some("source-copy")),
            (with(State::Translated), Some("source-copy")),
            (with(State::Other("Draft".to_owned())), Some("source-copy")),
            (with(State::Reviewed), None),
            (with(State::SignedOff), None),
            (with(State::Final), None),
            (unit("a", "b"), None),
        ] {
            for (units, dropped) in [(UntranslatedUnits::Keep, None), (UntranslatedUnits::Drop, dropped)] {
                let mut stage = DropUntranslated::new(units);
                let (mut end, mut said) = (Collected::default(), Vec::<Diagnostic>::new());
                stage.take(&mut unit.clone(), &mut end, &mut said).unwrap();
                assert_eq!(end.kept.is_empty(), dropped.is_some(), "{unit:?}");
                assert_eq!(stage.take_left_out().into_keys().next(), dropped);
                let helps = said.iter().filter_map(|said| said.help.as_deref());
                assert!(helps.into_iter().all(|help| help.contains("--drop-untranslated")));
            }
        }
    }
}
