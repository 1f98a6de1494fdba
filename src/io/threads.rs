//! How many threads a run may have.

use std::num::NonZero;
use std::sync::OnceLock;
use std::thread;

/// How many threads work on a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Threads {
    /// As many as pay, if the machine has more than one core.
    #[default]
    Several,
    /// One.
    One,
}

impl Threads {
    /// Whether there are several, for which the machine has cores.
    pub(crate) fn are_several(self) -> bool {
        self.cores_beside_one() > 0
    }

    /// How many cores the machine has for threads beside the one on which most of the work is done; 0 where there is to be none.
    pub(crate) fn cores_beside_one(self) -> usize {
        // asking takes a dozen calls of the system
        static CORES: OnceLock<usize> = OnceLock::new();
        let cores = || thread::available_parallelism().map_or(1, NonZero::get);
        match self {
            Self::Several => CORES.get_or_init(cores) - 1,
            Self::One => 0,
        }
    }
}
