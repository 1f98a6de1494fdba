//! Sorted runs become one order.

use std::fmt;
use std::fs::File;
use std::io::{Read, Seek, SeekFrom};
use std::ops::Range;

use super::in_memory::InMemory;
use super::tournament::Tournament;
use super::{Bytes, RUN_BUFFER_BYTES, Record, Room};
use crate::error::{Error, ErrorKind, Result};
use crate::io::{Ahead, Maker};

/// How many records are taken at once.
const BATCH_RECORDS: usize = 2048;

/// How many batches may wait.
const BATCHES_AHEAD: usize = 4;

/// Records that stand sorted in the file.
#[derive(Debug)]
pub(super) struct Run {
    /// What was not read yet, in bytes of the file.
    left: Range<u64>,
    buffer: Vec<u8>,
    /// How much of the buffer is used up.
    used: usize,
}

impl Run {
    /// The records at these bytes of the file.
    pub(super) fn new(at: Range<u64>) -> Self {
        Self {
            left: at,
            buffer: Vec::new(),
            used: 0,
        }
    }

    /// Where it ends in the file.
    pub(super) fn end(&self) -> u64 {
        self.left.end
    }
}

/// Records in order, the least first.
pub(crate) struct Sorted<R: Record> {
    ahead: Ahead<Merging<R>>,
    batch: Batch<R>,
    /// How many of the batch were given.
    given: usize,
}

impl<R: Record> Sorted<R> {
    /// What is merged, on so many other threads.
    pub(super) fn of(merging: Merging<R>, threads: usize) -> Self {
        Self {
            ahead: Ahead::new(merging, BATCHES_AHEAD).on_threads(threads),
            batch: Batch::default(),
            given: 0,
        }
    }

    /// The next record.
    ///
    /// # Errors
    ///
    /// Fails if the temporary file can't be read.
    pub(crate) fn next(&mut self) -> Result<Option<R>> {
        loop {
            if let Some(record) = self.batch.records.get(self.given) {
                self.given += 1;
                return Ok(Some(*record));
            }
            if let Some(failed) = self.batch.failed.take() {
                return Err(failed);
            }
            self.given = 0;
            if !self.ahead.next(&mut self.batch).map_err(ErrorKind::Read)? {
                self.batch.records.clear();
                return Ok(None);
            }
        }
    }
}

impl<R: Record> fmt::Debug for Sorted<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Sorted").finish_non_exhaustive()
    }
}

/// Records that follow each other.
#[derive(Debug)]
pub(super) struct Batch<R> {
    records: Vec<R>,
    /// Why the next could not be read.
    failed: Option<Error>,
}

impl<R> Default for Batch<R> {
    fn default() -> Self {
        Self {
            records: Vec::new(),
            failed: None,
        }
    }
}

/// Merges runs.
#[derive(Debug)]
pub(super) struct Merging<R: Record> {
    room: Room,
    /// What never left memory, where nothing did.
    records: InMemory<R>,
    runs: Vec<Run>,
    file: Option<File>,
    /// Which of the runs is next.
    tournament: Tournament<R>,
    /// How many bytes each run may hold.
    run_bytes: usize,
}

impl<R: Record> Merging<R> {
    /// Merges the runs of a file, or gives records that are in memory.
    ///
    /// # Errors
    ///
    /// Fails if the file can't be read.
    pub(super) fn new(room: Room, records: InMemory<R>, runs: Vec<Run>, file: Option<File>) -> Result<Self> {
        let run_bytes = room.bytes / runs.len().max(1);
        let mut merging = Self {
            room,
            records,
            runs,
            file,
            tournament: Tournament::new(Vec::new()),
            run_bytes,
        };
        let heads: Result<_> = (0..merging.runs.len()).map(|run| merging.next_of(run)).collect();
        merging.tournament = Tournament::new(heads?);
        Ok(merging)
    }

    fn next(&mut self) -> Result<Option<R>> {
        if self.runs.is_empty() {
            return Ok(self.records.next());
        }
        let Some((record, run)) = self.tournament.least() else {
            return Ok(None);
        };
        let next = self.next_of(run)?;
        self.tournament.go_on(run, next);
        Ok(Some(record))
    }

    /// The next record of a run.
    fn next_of(&mut self, number: usize) -> Result<Option<R>> {
        let (Some(run), Some(file)) = (self.runs.get_mut(number), &mut self.file) else {
            return Ok(None);
        };
        if run.used == run.buffer.len() {
            let most = RUN_BUFFER_BYTES.min(self.run_bytes).max(R::BYTES);
            let whole = most - most % R::BYTES;
            let left = usize::try_from(run.left.end - run.left.start).unwrap_or(usize::MAX);
            run.buffer.resize(whole.min(left), 0);
            file.seek(SeekFrom::Start(run.left.start))
                .and_then(|_| file.read_exact(&mut run.buffer))
                .map_err(|error| self.room.failed(error))?;
            run.left.start += run.buffer.len() as u64;
            run.used = 0;
        }
        let bytes = run.buffer.get(run.used..run.used + R::BYTES);
        let record = bytes.map(|bytes| R::get(&mut Bytes(bytes)));
        run.used += record.map_or(0, |_| R::BYTES);
        Ok(record)
    }
}

impl<R: Record> Maker for Merging<R> {
    type Made = Batch<R>;

    fn make(&mut self, batch: &mut Batch<R>) -> bool {
        batch.records.clear();
        batch.failed = None;
        while batch.records.len() < BATCH_RECORDS {
            match self.next() {
                Ok(Some(record)) => batch.records.push(record),
                Ok(None) => return false,
                Err(failed) => {
                    batch.failed = Some(failed);
                    return false;
                }
            }
        }
        true
    }
}
