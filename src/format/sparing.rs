//! The trait of readers that need not read each unit whole.

use std::sync::Arc;

use super::{CopyPlan, UnitReader};
use crate::error::Result;
use crate::model::{Account, Digest, Digests, Sketch};

/// A reader that gives less than a unit where less will do: the digest by which it is compared, or the markup that is copied.
///
/// What is wanted is said before a unit is read; units then come by [`UnitReader::read_next`].
pub trait SparingReader: UnitReader {
    /// Takes the units that `plan` names in passing. Of an input only that was read before.
    fn follow(&mut self, plan: CopyPlan);

    /// Whether a plan knows most units, so that they are read in less time than it takes to bring them to another thread.
    fn is_quick(&self) -> bool;

    /// Gives digests of units that have nothing unusual.
    fn give_digests(&mut self, digests: Arc<dyn Digests>);

    /// Has scouts make these digests too, if there are any, before the reader comes to the units. Where few units are wanted
    /// whole: what scouts have found is read once more then.
    fn scout(&mut self, digests: Arc<dyn Digests>);

    /// Whether there are scouts, so that there is little left to be read on another thread.
    fn has_scouts(&self) -> bool;

    /// The digests of units that come next, as far as they are known; each is given once.
    fn coming(&mut self) -> &[Digest];

    /// What may be told later of the unit that came last, of which there is a digest.
    ///
    /// # Errors
    ///
    /// Fails if the unit reads otherwise now than it did when its digest was made.
    fn account(&mut self) -> Result<Account<'_>>;

    /// The sketch of the unit that came last, of which there is a digest. What is given is of no use if no digest came last.
    ///
    /// # Errors
    ///
    /// Fails if the unit reads otherwise now than it did when its digest was made.
    fn sketch(&mut self) -> Result<&Sketch>;
}
