//! Finds units that are the same and units that contradict each other.
//!
//! Units are not held: they pass three times, and each time are known by their number in the run.
//!
//! 1. [`Dedupe::survey`] notes the keys of each unit, 64 bytes and 16 more while they are in memory. They are sorted, on the
//!    disk where memory is short.
//! 2. [`Decisions::run_errand`] sees the few units that have something to hand on to the one that stays, or that
//!    contradict another. Only where there are any, and not all that is needed was taken down the first time.
//! 3. [`Decisions::settle`] says of each unit whether it stays, and gives it what others hand on to it.
//!
//! In this folder,
//! - a *witness* is what is known of a unit that may hand something on or contradict another;
//! - a *legacy* is what a unit that goes hands on: notes, properties, candidates, who made it and when;
//! - an *heir* is the unit that stays and inherits it; all legacies of a run are its *estate*;
//! - an *errand* is a second look at a unit whose legacy was not taken down the first time.
//!
//! Beyond what is being sorted, a few bits a unit are remembered, and where memory allows it the sources that have come, at two
//! to six bytes each. Units that are the same are held while it is decided which of them stays, beyond the room on the disk.

mod decide;
mod decisions;
mod gathered;
mod inherit;
mod key;
mod merge;
mod normalize;
mod rank;
mod seen;
mod sources;
mod undated;
mod witness;

pub use decisions::{Decisions, Verdict};
pub use key::Ignore;

use std::sync::Arc;

use self::key::Keys;
use self::seen::Seen;
use self::undated::Undated;
use self::witness::{Witness, Witnesses};
use crate::diag::Diagnostic;
use crate::error::Result;
use crate::io::{Room, Sorter};
use crate::model::{Account, Content, Digest, Digested, Digester, Digests, Moment, TranslationUnit};
use crate::stage::IdHash;

/// What makes two units the same.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum DedupeBy {
    /// Source and target, codes included.
    #[default]
    Exact,
    /// Source and target, once the differences that are ignored are taken out.
    Normalized(Vec<Ignore>),
    /// The source alone.
    Source,
    /// Nothing.
    Off,
}

/// Which of several units that are the same stays.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Keep {
    /// The one that came first.
    #[default]
    First,
    /// The one that came last.
    Last,
    /// The one changed, else made, last.
    Newest,
    /// The one changed, else made, first.
    Oldest,
    /// The form that came most often.
    Frequent,
}

/// What becomes of units with the same source and different targets.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Conflicts {
    /// All stay, and they are reported.
    #[default]
    Keep,
    /// One stays, chosen as [`Keep`] says.
    Choose(Keep),
    /// The run ends with an error.
    Fail,
}

/// How units are deduplicated.
#[derive(Debug, Clone, Default)]
#[non_exhaustive]
pub struct DedupeOptions {
    /// What makes two units the same.
    pub by: DedupeBy,
    /// Which of them stays.
    pub keep: Keep,
    /// What becomes of contradictions.
    pub conflicts: Conflicts,
    /// Whether units of different context are different.
    pub with_context: bool,
}

/// Takes note of the units of a run, so that it can be decided which of them stay.
#[derive(Debug)]
pub struct Dedupe {
    options: DedupeOptions,
    keys: Keys,
    /// What the unit under way hands on.
    legacy: Vec<u8>,
    room: Room,
    seen: Sorter<Seen>,
    /// What is known of units that may have something to hand on to an earlier one, while there is memory to tell.
    witnesses: Option<Witnesses>,
    /// Whether the unit under way is one of them.
    is_witness: bool,
    taken: u64,
    undated: Undated,
}

impl Dedupe {
    /// Deduplicates by `options`, in the memory that `room` allows.
    #[must_use]
    pub fn new(options: DedupeOptions, room: Room) -> Self {
        Self {
            keys: Keys::new(&options),
            legacy: Vec::new(),
            // elsewhere the first unit of several may be one that goes
            witnesses: (options.keep == Keep::First && options.conflicts != Conflicts::Fail)
                .then(|| Witnesses::new(&room)),
            options,
            seen: Sorter::new(room.clone()),
            room,
            is_witness: false,
            taken: 0,
            undated: Undated::default(),
        }
    }

    /// Takes note of the next unit; gives its number, from 0.
    ///
    /// # Errors
    ///
    /// Fails if a temporary file can't be written.
    pub fn survey(&mut self, unit: &TranslationUnit) -> Result<u64> {
        let found = self.keys.find(unit);
        let legacy = merge::write(unit, &mut self.legacy);
        let order = self.taken;
        if let Some(witnesses) = &mut self.witnesses
            && !witnesses.is_first(found.source)
        {
            witnesses.hear(&Witness::of(order, unit, &self.legacy))?;
        }
        let date = date(unit);
        if date.is_none() && self.options.asks_for_dates() {
            self.undated.look_at(unit);
        }
        self.note(&found.digest(legacy, date))
    }

    /// What is to be said of the dates of the units since the last call: that some can't be compared, where the newest or
    /// the oldest is asked for.
    pub fn take_undated(&mut self) -> Option<Diagnostic> {
        std::mem::take(&mut self.undated).into_finding()
    }

    /// Whether of units with the same languages and texts, and without codes, at most one stays.
    pub(crate) fn makes_contents_differ(&self) -> bool {
        self.options.by != DedupeBy::Off && !self.options.with_context
    }

    /// Whether all that units are compared by is in their digests: their contexts are not.
    #[must_use]
    pub fn takes_digests(&self) -> bool {
        !self.options.with_context
    }

    /// How the digests are made that [`Dedupe::survey_digest`] takes.
    #[must_use]
    pub fn digests(&self) -> Arc<dyn Digests> {
        Arc::new(DigestsBy(self.options.clone()))
    }

    /// Fetches what is known of the sources of units that come next: one by one, each would be waited for.
    pub fn foresee(&self, coming: &[Digest]) {
        if let Some(witnesses) = &self.witnesses {
            witnesses.foresee(coming);
        }
    }

    /// Whether more is wanted of the next unit than its digest, because its source may have come before. To be asked once, before
    /// [`Dedupe::survey_digest`].
    pub fn wants_account(&mut self, digest: &Digest) -> bool {
        let witnesses = self.witnesses.as_mut();
        self.is_witness = witnesses.is_some_and(|witnesses| !witnesses.is_first(digest.source));
        self.is_witness
    }

    /// Takes note of the next unit, of which there is a digest, and if it was wanted an account; gives its number, from 0.
    ///
    /// # Errors
    ///
    /// Fails if a temporary file can't be written.
    pub fn survey_digest(&mut self, digested: &Digested, account: Option<Account<'_>>) -> Result<u64> {
        if let (Some(witnesses), Some(account), true) = (&mut self.witnesses, account, self.is_witness) {
            merge::write_facts(account.facts, &digested.languages, &mut self.legacy)?;
            witnesses.hear(&Witness::by_account(self.taken, digested, account, &self.legacy))?;
        }
        self.note(&digested.digest)
    }

    fn note(&mut self, digest: &Digest) -> Result<u64> {
        let order = self.taken;
        self.taken += 1;
        if digest.date.get().is_none() && self.options.asks_for_dates() {
            self.undated.add();
        }
        if self.witnesses.as_ref().is_some_and(Witnesses::is_full) {
            self.witnesses = None;
        }
        self.seen.push(Seen::new(order, digest))?;
        Ok(order)
    }

    /// Decides which of all units that were surveyed stay.
    ///
    /// # Errors
    ///
    /// Fails if a temporary file can't be read or written.
    pub fn decide(self) -> Result<Decisions> {
        decide::decide(
            self.seen.sorted()?,
            self.witnesses.map(Witnesses::dismissed),
            &self.options,
            self.taken,
            self.room,
        )
    }
}

/// Digests by some options.
struct DigestsBy(DedupeOptions);

impl Digests for DigestsBy {
    fn digester(&self) -> Digester {
        let mut keys = Keys::new(&self.0);
        let mut bytes = Vec::new();
        Box::new(move |sketch, facts| {
            let found = keys.find_sketch(sketch);
            let digest = found.digest(merge::mark(sketch, facts), sketch.last_date());
            match sketch.id() {
                Some(_) => digest,
                None => Digest {
                    content: IdHash::of_content(Content::of_sketch(sketch, &mut bytes)).number(),
                    ..digest
                },
            }
        })
    }
}

/// When a unit was last changed, else made, in seconds since 1970.
fn date(unit: &TranslationUnit) -> Option<i64> {
    dates(unit).find_map(Moment::to_seconds)
}

/// When a unit was changed and made, as far as it says: its target before the whole, as `OmegaT` reads it.
fn dates(unit: &TranslationUnit) -> impl Iterator<Item = &Moment> {
    let of_target = unit.target().and_then(|target| target.provenance.as_deref());
    let provenances = [of_target, unit.provenance.as_deref()];
    let dates = provenances.into_iter().flatten().flat_map(|p| [&p.changed, &p.created]);
    dates.flatten()
}

#[cfg(test)]
mod tests;
