//! What was decided on units, and what is to be done about it when they pass again.

use super::inherit::{Estate, Heirs};
use super::merge;
use super::witness::{Witness, Witnesses};
use crate::diag::{Diagnostic, DiagnosticCode, Sink};
use crate::error::{Error, ErrorKind, Result};
use crate::io::{Bytes, Record, Sorted};
use crate::marks::Marks;
use crate::model::{Origin, TranslationUnit};
use crate::stage::Reason;

/// What is to be done when a unit passes the second time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Errand {
    pub(super) order: u64,
    pub(super) what: What,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum What {
    /// It hands on what is said of it to the unit of this number.
    HandOn(u64),
    /// Its source has so many different targets.
    SayConflict(u64),
    /// It contradicts a later unit, which must not be.
    Contradicted,
    /// It contradicts the unit before, which must not be.
    Contradicts,
}

impl Record for Errand {
    const BYTES: usize = 24;

    fn put(&self, bytes: &mut Vec<u8>) {
        let (kind, number) = match self.what {
            What::HandOn(to) => (0_u64, to),
            What::SayConflict(targets) => (1, targets),
            What::Contradicted => (2, 0),
            What::Contradicts => (3, 0),
        };
        for number in [self.order, kind, number] {
            bytes.extend(number.to_le_bytes());
        }
    }

    fn get(bytes: &mut Bytes<'_>) -> Self {
        let order = bytes.number();
        let what = match (bytes.number(), bytes.number()) {
            (0, to) => What::HandOn(to),
            (1, targets) => What::SayConflict(targets),
            (2, _) => What::Contradicted,
            _ => What::Contradicts,
        };
        Self { order, what }
    }
}

/// What becomes of a unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// It stays.
    Stays,
    /// It is the same as one that stays.
    Duplicate,
    /// Another translation of its source was preferred.
    Conflict,
}

impl Verdict {
    /// Why a unit goes; nothing if it stays.
    pub(crate) fn reason(self) -> Option<Reason> {
        match self {
            Self::Stays => None,
            Self::Duplicate => Some(Reason::Duplicate),
            Self::Conflict => Some(Reason::Conflict),
        }
    }
}

/// What was decided on the units of a run.
#[derive(Debug)]
pub struct Decisions {
    pub(super) duplicates: Marks,
    pub(super) losers: Marks,
    /// The units that others hand something on to.
    pub(super) inheriting: Marks,
    /// The units that have errands.
    pub(super) errand_runners: Marks,
    pub(super) errands: Sorted<Errand>,
    pub(super) next: Option<Errand>,
    /// What was taken down of all units that have errands.
    pub(super) witnesses: Option<Witnesses>,
    /// Where the unit stands that another contradicts.
    pub(super) contradicted: Option<Origin>,
    pub(super) estate: Option<Estate>,
    pub(super) heirs: Option<Heirs>,
    pub(super) conflicts: u64,
}

impl Decisions {
    /// How many sources keep more than one target.
    #[must_use]
    pub fn conflicts(&self) -> u64 {
        self.conflicts
    }

    /// Whether some units must pass once more before all can be settled.
    #[must_use]
    pub fn has_errands(&self) -> bool {
        self.next.is_some()
    }

    /// Whether the unit of number `order` must be there when units pass for the sake of errands.
    pub(crate) fn has_errand(&self, order: u64) -> bool {
        self.errand_runners.has(order)
    }

    /// Does what is to be done with units that were taken down when they passed.
    ///
    /// # Errors
    ///
    /// Fails as [`Decisions::run_errand`] does.
    pub fn run_known_errands(&mut self, sink: &mut dyn Sink) -> Result<()> {
        let Some(witnesses) = self.witnesses.take() else {
            return Ok(());
        };
        let mut called = witnesses.called()?;
        while let Some(next) = self.next {
            let Some((witness, legacy_at)) = called.next_from(next.order)? else {
                break;
            };
            self.run(&witness, Some(legacy_at), sink)?;
        }
        if let Some(estate) = &mut self.estate {
            estate.lies_in(called.into_file())?;
        }
        Ok(())
    }

    /// Does what is to be done with the unit of number `order`. Units come in order.
    ///
    /// # Errors
    ///
    /// Fails if the unit is in a conflict that must not be, or a temporary file can't be read or written.
    pub fn run_errand(&mut self, order: u64, unit: &TranslationUnit, sink: &mut dyn Sink) -> Result<()> {
        if self.next.is_some_and(|next| next.order <= order) {
            let mut legacy = Vec::new();
            merge::write(unit, &mut legacy);
            self.run(&Witness::of(order, unit, &legacy), None, sink)?;
        }
        Ok(())
    }

    /// Does what is to be done with a unit, whose legacy may lie somewhere already.
    fn run(&mut self, unit: &Witness<'_>, legacy_at: Option<u64>, sink: &mut dyn Sink) -> Result<()> {
        while let Some(errand) = self.next.filter(|next| next.order <= unit.order) {
            self.next = self.errands.next()?;
            match errand.what {
                What::HandOn(to) => {
                    if let Some(estate) = &mut self.estate {
                        match legacy_at {
                            Some(at) => estate.note(at, unit.legacy, to)?,
                            None => estate.take(unit.legacy, to)?,
                        }
                        self.inheriting.add(to);
                    }
                }
                What::SayConflict(targets) => {
                    let message = format!(
                        "`{}` has {targets} different translations, which all stay",
                        unit.beginning()
                    );
                    sink.take(
                        Diagnostic::new(DiagnosticCode::Conflict, message)
                            .at(&unit.origin())
                            .of_unit(unit.id)
                            .with_help("choose one with `--conflicts newest`, `frequent`, `first` …"),
                    );
                }
                What::Contradicted => self.contradicted = Some(unit.origin()),
                What::Contradicts => return Err(conflict(self.contradicted.as_ref(), unit)),
            }
        }
        Ok(())
    }

    /// What becomes of the unit of number `order`.
    #[must_use]
    pub fn verdict(&self, order: u64) -> Verdict {
        if self.duplicates.has(order) {
            Verdict::Duplicate
        } else if self.losers.has(order) {
            Verdict::Conflict
        } else {
            Verdict::Stays
        }
    }

    /// The units that go.
    pub(crate) fn gone(&self) -> Marks {
        self.duplicates.or(&self.losers)
    }

    /// Whether others hand something on to the unit of number `order`; known once all errands are done.
    pub(crate) fn inherits(&self, order: u64) -> bool {
        self.inheriting.has(order)
    }

    /// Says what becomes of the unit of number `order`, and gives it what others hand on to it. Units come in order, once
    /// all errands are done.
    ///
    /// # Errors
    ///
    /// Fails if a temporary file can't be read.
    pub fn settle(&mut self, order: u64, unit: &mut TranslationUnit) -> Result<Verdict> {
        let verdict = self.verdict(order);
        if verdict != Verdict::Stays {
            return Ok(verdict);
        }
        if let Some(estate) = self.estate.take() {
            self.heirs = Some(estate.heirs()?);
        }
        if let Some(heirs) = &mut self.heirs {
            heirs.give(order, unit)?;
        }
        Ok(Verdict::Stays)
    }
}

fn conflict(first: Option<&Origin>, other: &Witness<'_>) -> Error {
    let place = match first.and_then(|first| first.file.as_ref().map(|file| (file, first.line))) {
        Some((file, line)) => format!("{file}:{line}"),
        None => "above".to_owned(),
    };
    let message = format!("`{}` is translated otherwise than at {place}", other.beginning());
    Error::from(ErrorKind::Conflict(message))
        .at_origin(&other.origin())
        .of_unit(other.id)
        .with_help("settle it, or choose another `--conflicts`")
}
