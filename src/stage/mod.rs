//! What happens to units between reading and writing: one stage, one file.
//!
//! A stage takes a unit and hands on none, one or many. A chain of stages ends in an [`Outlet`] that counts and writes.

mod clean;
mod date;
mod dedupe;
mod filter;
mod identify;
mod languages;
mod matches;
mod placeholders;
mod states;
mod untranslated;

pub use clean::{Clean, Normalization, Trim};
pub use date::Dated;
pub use dedupe::{Conflicts, Decisions, Dedupe, DedupeBy, DedupeOptions, Ignore, Keep, Verdict};
pub use filter::MinConfidence;
pub use identify::Identify;
pub(crate) use identify::{IdHash, Repeats};
pub use languages::{Languages, MissingTarget};
pub use matches::{OfferedTranslations, units_offered};
pub use placeholders::{Pattern, Placeholders};
pub use states::{States, WantedStates};
pub use untranslated::{DropUntranslated, UntranslatedUnits};

use crate::diag::Sink;
use crate::error::Result;
use crate::model::TranslationUnit;

/// Why a unit or a text is not in the outputs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Reason {
    /// The same as a unit that stays.
    Duplicate,
    /// Another translation of its source was preferred.
    Conflict,
    /// Its bead is less sure than was asked for.
    LowConfidence,
    /// It has none of the languages asked for.
    Language,
    /// Nothing is left of its source or target.
    Empty,
    /// It is no translation yet.
    Untranslated,
    /// Text of one side without counterpart.
    Unaligned,
    /// Text that belongs to no translation.
    Junk,
}

impl Reason {
    /// The word in the removed file, in kebab-case.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Duplicate => "duplicate",
            Self::Conflict => "conflict",
            Self::LowConfidence => "low-confidence",
            Self::Language => "language",
            Self::Empty => "empty",
            Self::Untranslated => "untranslated",
            Self::Unaligned => "unaligned",
            Self::Junk => "junk",
        }
    }
}

/// Where units go from a stage: to the next one, or to the end of the chain.
pub trait Outlet {
    /// Hands a unit on; what is left in `unit` afterwards is of no use.
    ///
    /// # Errors
    ///
    /// Fails where a later stage or a writer does.
    fn keep(&mut self, unit: &mut TranslationUnit, sink: &mut dyn Sink) -> Result<()>;

    /// Takes a unit out of the run, past all later stages.
    ///
    /// # Errors
    ///
    /// Fails if the file of removed units can't be written.
    fn remove(&mut self, unit: &TranslationUnit, reason: Reason, sink: &mut dyn Sink) -> Result<()>;
}

/// One step of work on units.
pub trait Stage {
    /// Takes a unit and hands on none, one or many. It may leave anything in `unit`.
    ///
    /// # Errors
    ///
    /// Fails if the unit has something that the run was told to refuse, or where `outlet` fails.
    fn take(&mut self, unit: &mut TranslationUnit, outlet: &mut dyn Outlet, sink: &mut dyn Sink) -> Result<()>;
}

/// Stages one after the other.
pub struct Chain<'c, 's> {
    stages: &'c mut [&'s mut dyn Stage],
}

impl<'c, 's> Chain<'c, 's> {
    /// A chain of `stages`, the first first.
    #[must_use]
    pub fn new(stages: &'c mut [&'s mut dyn Stage]) -> Self {
        Self { stages }
    }

    /// Passes a unit through all stages to `end`.
    ///
    /// # Errors
    ///
    /// Fails where a stage or `end` does.
    pub fn take(&mut self, unit: &mut TranslationUnit, end: &mut dyn Outlet, sink: &mut dyn Sink) -> Result<()> {
        Rest {
            stages: self.stages,
            end,
        }
        .keep(unit, sink)
    }
}

/// The stages that a unit has still before it.
struct Rest<'r, 's> {
    stages: &'r mut [&'s mut dyn Stage],
    end: &'r mut dyn Outlet,
}

impl Outlet for Rest<'_, '_> {
    fn keep(&mut self, unit: &mut TranslationUnit, sink: &mut dyn Sink) -> Result<()> {
        match self.stages.split_first_mut() {
            Some((stage, later)) => stage.take(
                unit,
                &mut Rest {
                    stages: later,
                    end: self.end,
                },
                sink,
            ),
            None => self.end.keep(unit, sink),
        }
    }

    fn remove(&mut self, unit: &TranslationUnit, reason: Reason, sink: &mut dyn Sink) -> Result<()> {
        self.end.remove(unit, reason, sink)
    }
}

#[cfg(test)]
pub(crate) mod tests_support {
    use super::*;
    use crate::model::{LanguageTag, Variant};

    /// The end of a chain, for tests: keeps what comes.
    #[derive(Default)]
    pub(crate) struct Collected {
        pub(crate) kept: Vec<TranslationUnit>,
        pub(crate) removed: Vec<(TranslationUnit, Reason)>,
    }

    impl Outlet for Collected {
        fn keep(&mut self, unit: &mut TranslationUnit, _sink: &mut dyn Sink) -> Result<()> {
            self.kept.push(std::mem::take(unit));
            Ok(())
        }

        fn remove(&mut self, unit: &TranslationUnit, reason: Reason, _sink: &mut dyn Sink) -> Result<()> {
            self.removed.push((unit.clone(), reason));
            Ok(())
        }
    }

    /// An English–German unit.
    pub(crate) fn unit(source: &str, target: &str) -> TranslationUnit {
        let variant = |lang: &str, text: &str| Variant::new(LanguageTag::parse(lang).unwrap_or_default(), text);
        TranslationUnit::bilingual(variant("en", source), variant("de", target))
    }
}
