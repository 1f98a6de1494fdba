//! What is run, beside what, and how fast and small it is to be.

use std::ffi::OsString;
use std::path::PathBuf;
use std::time::Duration;

/// Works that run in turn, so that what slows the machine down slows down all of them.
pub(crate) struct Group {
    /// Its name.
    pub(crate) name: &'static str,
    /// How often each work runs.
    pub(crate) runs: usize,
    /// The works, in the order in which they run.
    pub(crate) works: Vec<Work>,
}

/// A program with its arguments, and what is asked of it.
pub(crate) struct Work {
    /// Its name in the table.
    pub(crate) name: String,
    /// The program.
    pub(crate) program: PathBuf,
    /// Its arguments.
    pub(crate) args: Vec<OsString>,
    /// What it writes, removed before each run.
    pub(crate) output: PathBuf,
    /// Whether it writes its output to standard output.
    pub(crate) to_stdout: bool,
    /// How fast it is to be.
    pub(crate) goals: Vec<Goal>,
    /// How small it is to be.
    pub(crate) memory: MemoryGoal,
}

/// How fast a work is to be. `beside` is the number of another work in the group.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Goal {
    /// Nothing is asked, and it is shown how they compare.
    Beside(usize),
    /// It takes at most so many times the time of another.
    AtMost { beside: usize, times: f64 },
    /// Another takes at least so many times its time.
    Faster { beside: usize, times: f64 },
    /// It takes at most so long.
    Within(Duration),
}

/// How much memory a work may take at its peak. A megabyte is a million bytes.
#[derive(Debug, Clone, Copy)]
pub(crate) enum MemoryGoal {
    /// Nothing is asked.
    Any,
    /// At most so many megabytes.
    Megabytes(u64),
    /// At most so many megabytes, and so many bytes for each unit that stays.
    ForUnits { megabytes: u64, bytes: u64 },
}

impl MemoryGoal {
    /// The most that is allowed, in bytes, where `kept` units stay.
    pub(crate) fn bytes(self, kept: Option<u64>) -> Option<u64> {
        match self {
            Self::Any => None,
            Self::Megabytes(megabytes) => Some(megabytes * 1_000_000),
            Self::ForUnits { megabytes, bytes } => Some(megabytes * 1_000_000 + bytes * kept?),
        }
    }
}
