//! What takes the units of a passage.

use std::sync::Arc;

use crate::error::Result;
use crate::format::KnownUnits;
use crate::model::{Account, Digest, Digested, Digests, Sketch, TranslationUnit};
use crate::stage::Outlet;

/// Where the units of a passage go.
pub(super) trait Receiver: Outlet {
    /// How digests are made, if they will do where nothing is to be changed of a unit.
    fn digests(&self) -> Option<Arc<dyn Digests>> {
        None
    }

    /// Whether units are held, so that all are wanted whole.
    fn holds_units(&self) -> bool {
        false
    }

    /// Hears of units that come next, so that what is known of them can be fetched together.
    fn foresee(&mut self, coming: &[Digest]) {
        let _ = coming;
    }

    /// What is wanted of a unit beside its digest. It is asked once, before the digest is taken.
    fn wanted_of(&mut self, digested: &Digested) -> Wanted {
        let _ = digested;
        Wanted::Digest
    }

    /// Takes the digest of a unit that no stage would change, and what was wanted beside it.
    ///
    /// # Errors
    ///
    /// Fails where what is done with it does.
    fn take_digest(&mut self, digested: &Digested, more: More<'_>) -> Result<()> {
        let _ = (digested, more);
        Ok(())
    }

    /// Hears that the unit which was taken last, if it was kept, has lost text of a language that was not asked for.
    fn note_short(&mut self) {}

    /// Takes units that need not be parsed once more: the markup alone, in `unit`, of those that are copied, and nothing of
    /// the others.
    ///
    /// # Errors
    ///
    /// Fails where what is done with them does.
    fn take_known(&mut self, unit: &mut TranslationUnit, known: KnownUnits) -> Result<()> {
        let _ = (unit, known);
        Ok(())
    }
}

/// What is wanted of a unit of which there is a digest.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Wanted {
    Digest,
    Account,
    Sketch,
}

/// What comes beside a digest, as it was wanted.
pub(super) enum More<'u> {
    Nothing,
    Account(Account<'u>),
    Sketch(&'u Sketch),
}
