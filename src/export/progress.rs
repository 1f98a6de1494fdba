//! How far a run has come.

use std::fs;

use super::InputSpec;
use crate::error::Result;
use crate::io::ByteCount;

/// What a run is doing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Step {
    /// The inputs are read.
    Reading,
    /// What is said of units that go is handed on to those that stay; only where there are such.
    Merging,
    /// The units that stay are written; those of large inputs are read once more for that.
    Writing,
}

impl Step {
    /// The word for it.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Reading => "reading",
            Self::Merging => "merging",
            Self::Writing => "writing",
        }
    }
}

/// How far a run has come. Each step counts from the beginning.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Progress {
    /// What the run is doing.
    pub step: Step,
    /// How many units have passed in this step.
    pub units: u64,
    /// How many there are, once that is known.
    pub units_in_all: Option<u64>,
    /// How many bytes of the inputs have been read in this step, as they stand on the disk.
    pub bytes: u64,
    /// How many this step reads, where all its inputs are files.
    pub bytes_in_all: Option<u64>,
    /// How many duplicates have gone so far, once that is known.
    pub duplicates: Option<u64>,
}

impl Progress {
    /// The share of this step that is done, from 0 to 1, where it can be told.
    #[must_use]
    #[expect(clippy::cast_precision_loss, reason = "a share need not be exact")]
    pub fn share(&self) -> Option<f64> {
        let (done, all) = match (self.units_in_all, self.bytes_in_all) {
            (Some(units), _) => (self.units, units),
            (None, Some(bytes)) => (self.bytes, bytes),
            (None, None) => return None,
        };
        (all > 0).then(|| (done as f64 / all as f64).min(1.0))
    }
}

/// Told of each unit how far the run has come. An error that it returns ends the run, which then writes nothing.
pub type OnProgress<'p> = &'p mut dyn FnMut(&Progress) -> Result<()>;

/// Counts what passes.
pub(super) struct Meter<'p> {
    now: Progress,
    bytes: ByteCount,
    on_progress: OnProgress<'p>,
}

impl<'p> Meter<'p> {
    /// Begins with the first step; `bytes` is what the readers count with.
    pub(super) fn new(inputs: &[InputSpec], bytes: ByteCount, on_progress: OnProgress<'p>) -> Self {
        let now = Progress {
            step: Step::Reading,
            units: 0,
            units_in_all: None,
            bytes: 0,
            bytes_in_all: bytes_of(inputs),
            duplicates: None,
        };
        Self {
            now,
            bytes,
            on_progress,
        }
    }

    /// Begins another step over so many units, for which the inputs named are read again.
    pub(super) fn begin(&mut self, step: Step, units: u64, read_again: &[&InputSpec]) -> Result<()> {
        self.bytes.restart();
        self.now = Progress {
            step,
            units: 0,
            units_in_all: Some(units),
            bytes_in_all: bytes_of(read_again.iter().copied()),
            ..self.now
        };
        self.tell()
    }

    /// Counts so many units.
    pub(super) fn units(&mut self, count: u64) -> Result<()> {
        self.now.units += count;
        self.tell()
    }

    /// Notes how many duplicates have gone.
    pub(super) fn duplicates(&mut self, duplicates: u64) {
        self.now.duplicates = Some(duplicates);
    }

    /// Says how far the run is.
    pub(super) fn tell(&mut self) -> Result<()> {
        self.now.bytes = self.bytes.get();
        (self.on_progress)(&self.now)
    }
}

/// How many bytes the inputs have on the disk, if there are any and they are files.
fn bytes_of<'i>(inputs: impl IntoIterator<Item = &'i InputSpec>) -> Option<u64> {
    let bytes: Option<u64> = inputs.into_iter().map(size).sum();
    bytes.filter(|bytes| *bytes > 0)
}

fn size(input: &InputSpec) -> Option<u64> {
    let sizes = input.names().into_iter().map(|name| {
        let metadata = fs::metadata(name).ok().filter(fs::Metadata::is_file);
        metadata.map(|metadata| metadata.len())
    });
    sizes.sum()
}
