//! Sorting more records than memory should hold.
//!
//! Records of one fixed size are gathered up to a limit, sorted, and put as a run on the disk; at the end the runs are merged.
//! What fits into the limit never touches the disk. Behind the first run, another thread may sort and write one while the next is
//! gathered, and merge them ahead of whoever takes the records. The temporary file has no name where the system allows it,
//! so that nothing of it stays behind, however the run ends.

mod in_memory;
mod merging;
mod tournament;

use std::fs::File;
use std::io::{self, Write};
use std::path::Path;
use std::sync::Arc;

use self::in_memory::{InMemory, sorting_bytes};
pub(crate) use self::merging::Sorted;
use self::merging::{Merging, Run};
use super::behind::Behind;
use crate::error::{Error, ErrorKind, Result};

/// How many bytes of a run are read at once.
const RUN_BUFFER_BYTES: usize = 1 << 15;

/// From how many bytes of memory on another thread is taken: runs are shorter with it, and more of them slow down the merging.
const BYTES_WORTH_A_THREAD: usize = 1 << 20;

/// How many runs are in memory where another thread sorts: one is gathered, one waits, and one is sorted.
const RUNS_WITH_THREAD: usize = 3;

/// What can be sorted: a value that takes the same number of bytes each time.
pub(crate) trait Record: Ord + Copy + Send + 'static {
    /// How many bytes it takes on the disk.
    const BYTES: usize;

    /// Adds its bytes.
    fn put(&self, bytes: &mut Vec<u8>);

    /// Reads what [`Record::put`] wrote.
    fn get(bytes: &mut Bytes<'_>) -> Self;

    /// What decides the order of most large records: of two, the lesser one has no greater lead.
    fn lead(&self) -> u64 {
        0
    }
}

/// The bytes of a record, read number by number.
pub(crate) struct Bytes<'b>(&'b [u8]);

impl Bytes<'_> {
    fn take<const N: usize>(&mut self) -> [u8; N] {
        let mut taken = [0; N];
        if let Some((bytes, rest)) = self.0.split_at_checked(N) {
            taken.copy_from_slice(bytes);
            self.0 = rest;
        }
        taken
    }

    /// The next eight bytes.
    pub(crate) fn number(&mut self) -> u64 {
        u64::from_le_bytes(self.take())
    }

    /// The next sixteen bytes.
    pub(crate) fn wide_number(&mut self) -> u128 {
        u128::from_le_bytes(self.take())
    }
}

/// Where what does not fit into memory goes, and how much does.
#[derive(Debug, Clone)]
pub struct Room {
    /// The most that one structure holds, in bytes.
    pub bytes: usize,
    /// The most that may be held for speed alone, in bytes.
    pub bytes_for_speed: usize,
    /// The folder of temporary files.
    pub folder: Arc<Path>,
    /// Whether other threads may do what takes long.
    pub may_have_threads: bool,
}

impl Default for Room {
    fn default() -> Self {
        Self {
            bytes: 8 << 20,
            bytes_for_speed: 48 << 20,
            folder: std::env::temp_dir().into(),
            may_have_threads: false,
        }
    }
}

impl Room {
    /// A new temporary file, which nobody else sees.
    ///
    /// # Errors
    ///
    /// Fails if the folder can't be written to.
    pub(crate) fn file(&self) -> Result<File> {
        tempfile::tempfile_in(&self.folder).map_err(|error| self.failed(error))
    }

    /// Whether other threads may sort, and have enough to do.
    fn are_threads_worth_it(&self) -> bool {
        self.may_have_threads && self.bytes >= BYTES_WORTH_A_THREAD
    }

    /// That a temporary file can't be written or read.
    pub(crate) fn failed(&self, error: std::io::Error) -> Error {
        let folder = self.folder.to_string_lossy();
        Error::from(ErrorKind::Write(error))
            .in_file(&folder)
            .with_help("temporary files need room in this folder")
    }
}

/// Takes records in any order.
#[derive(Debug)]
pub(crate) struct Sorter<R> {
    room: Room,
    records: Vec<R>,
    runs: Vec<Run>,
    file: Option<File>,
    /// What sorts and writes runs behind the first.
    thread: Option<Behind<Vec<R>>>,
}

impl<R: Record> Sorter<R> {
    pub(crate) fn new(room: Room) -> Self {
        Self {
            room,
            records: Vec::new(),
            runs: Vec::new(),
            file: None,
            thread: None,
        }
    }

    /// Adds a record.
    ///
    /// # Errors
    ///
    /// Fails if a temporary file can't be written.
    pub(crate) fn push(&mut self, record: R) -> Result<()> {
        let at_a_time = if self.thread.is_some() { RUNS_WITH_THREAD } else { 1 };
        let most = (self.room.bytes / sorting_bytes::<R>() / at_a_time).max(1);
        if self.records.len() == self.records.capacity() {
            // never more memory than there is room for
            let more = self
                .records
                .len()
                .max(4)
                .min(most.saturating_sub(self.records.len()).max(1));
            self.records.reserve_exact(more);
        }
        self.records.push(record);
        if self.records.len() >= most {
            self.spill()?;
        }
        Ok(())
    }

    /// Puts the records on the disk as a run, or has it done.
    fn spill(&mut self) -> Result<()> {
        let start = self.runs.last().map_or(0, Run::end);
        let file = match &mut self.file {
            Some(file) => file,
            None => self.file.insert(self.room.file()?),
        };
        let run = Run::new(start..start + (self.records.len() * R::BYTES) as u64);
        if let Some(thread) = &self.thread {
            let Some(memory) = thread.memory() else {
                return self.end_thread();
            };
            thread.give(std::mem::replace(&mut self.records, memory));
        } else {
            write_run(&mut self.records, file).map_err(|error| self.room.failed(error))?;
        }
        if self.runs.is_empty()
            && self.room.are_threads_worth_it()
            && let Ok(mut file) = file.try_clone()
        {
            // where none is to be had, it goes on without
            self.thread = Behind::start(1, move |records| write_run(records, &mut file));
            self.records = Vec::new();
        }
        self.runs.push(run);
        Ok(())
    }

    /// Waits until all runs are on the disk.
    fn end_thread(&mut self) -> Result<()> {
        let ended = self.thread.take().map_or(Ok(()), Behind::end);
        ended.map_err(|error| self.room.failed(error))
    }

    /// All records, the least first.
    ///
    /// # Errors
    ///
    /// Fails if the temporary file can't be written.
    pub(crate) fn sorted(mut self) -> Result<Sorted<R>> {
        if !self.runs.is_empty() {
            if !self.records.is_empty() {
                self.spill()?;
            }
            self.end_thread()?;
            // what the runs are read into takes as much
            self.records = Vec::new();
        }
        let threads = usize::from(!self.runs.is_empty() && self.room.are_threads_worth_it());
        let merging = Merging::new(self.room, InMemory::sort(self.records), self.runs, self.file)?;
        Ok(Sorted::of(merging, threads))
    }
}

/// Sorts records and writes them; none are left.
fn write_run<R: Record>(records: &mut Vec<R>, file: &mut File) -> io::Result<()> {
    let mut sorted = InMemory::sort(std::mem::take(records));
    let mut bytes = Vec::with_capacity(RUN_BUFFER_BYTES);
    loop {
        bytes.clear();
        for record in sorted.by_ref().take(RUN_BUFFER_BYTES.div_ceil(R::BYTES)) {
            record.put(&mut bytes);
        }
        if bytes.is_empty() {
            break;
        }
        file.write_all(&bytes)?;
    }
    *records = sorted.emptied();
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    impl Record for u64 {
        const BYTES: usize = 8;

        fn put(&self, bytes: &mut Vec<u8>) {
            bytes.extend(self.to_le_bytes());
        }

        fn get(bytes: &mut Bytes<'_>) -> Self {
            bytes.number()
        }
    }

    fn sorted(numbers: &[u64], bytes: usize, may_have_threads: bool) -> Vec<u64> {
        let mut sorter = Sorter::new(Room {
            bytes,
            may_have_threads,
            ..Room::default()
        });
        for number in numbers {
            sorter.push(*number).unwrap();
        }
        let mut records = sorter.sorted().unwrap();
        let mut out = Vec::new();
        while let Some(number) = records.next().unwrap() {
            out.push(number);
        }
        out
    }

    /// A record too large to be moved, of which many have one lead.
    #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
    struct Large(u64, [u64; 5]);

    impl Record for Large {
        const BYTES: usize = 48;

        fn put(&self, bytes: &mut Vec<u8>) {
            for number in [&[self.0], self.1.as_slice()].concat() {
                number.put(bytes);
            }
        }

        fn get(bytes: &mut Bytes<'_>) -> Self {
            Self(bytes.number(), std::array::from_fn(|_| bytes.number()))
        }

        fn lead(&self) -> u64 {
            self.0
        }
    }

    #[test]
    fn large_records_are_sorted_by_all_that_they_hold() {
        let given: Vec<Large> = (0..4000)
            .map(|n: u64| Large(n.wrapping_mul(0x9E37_79B9) % 50, [0, 7, n % 11, n % 3, n]))
            .collect();
        let mut wanted = given.clone();
        wanted.sort_unstable();
        for bytes in [500, 20_000, 1 << 20] {
            let mut sorter = Sorter::new(Room {
                bytes,
                ..Room::default()
            });
            for record in &given {
                sorter.push(*record).unwrap();
            }
            let mut records = sorter.sorted().unwrap();
            let all: Vec<Large> = std::iter::from_fn(|| records.next().unwrap()).collect();
            assert_eq!(all, wanted, "{bytes}");
        }
    }

    #[test]
    fn the_order_is_the_same_however_little_fits_into_memory() {
        let numbers: Vec<u64> = (0..20_000)
            .map(|n: u64| n.wrapping_mul(0x9E37_79B9_7F4A_7C15) % 5000)
            .collect();
        for bytes in [1, 64, 5000, 80_000, 1 << 20] {
            let few = if bytes < 64 { 300 } else { numbers.len() };
            let mut wanted = numbers[..few].to_vec();
            wanted.sort_unstable();
            for may_have_threads in [false, true] {
                assert_eq!(sorted(&numbers[..few], bytes, may_have_threads), wanted, "{bytes}");
            }
        }
        assert!(sorted(&[], 8, true).is_empty());
    }

    /// Enough numbers for runs behind the first that another thread sorts.
    fn many() -> impl Iterator<Item = u64> {
        (0..600_000_u64).map(|n| n.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 40)
    }

    #[test]
    fn another_thread_sorts_the_same() {
        let numbers: Vec<u64> = many().collect();
        let mut wanted = numbers.clone();
        wanted.sort_unstable();
        assert!(sorted(&numbers, BYTES_WORTH_A_THREAD, true) == wanted);
    }

    #[test]
    fn a_run_that_another_thread_can_not_write_is_an_error() {
        let mut sorter = Sorter::new(Room {
            bytes: BYTES_WORTH_A_THREAD,
            may_have_threads: true,
            ..Room::default()
        });
        let mut numbers = many();
        while sorter.thread.is_none() {
            sorter.push(numbers.next().unwrap()).unwrap();
        }
        // in place of the thread that writes, one that can't
        sorter.thread = Behind::start(1, |_: &mut Vec<u64>| Err(io::Error::other("full")));
        let pushed = numbers.try_for_each(|number| sorter.push(number));
        let error = pushed.and_then(|()| sorter.sorted().map(|_| ())).unwrap_err();
        assert!(error.to_string().contains("full"), "{error}");
    }

    #[test]
    fn a_run_that_can_not_be_read_to_its_end_is_an_error() {
        let mut sorter = Sorter::new(Room {
            bytes: 80_000,
            ..Room::default()
        });
        many().take(20_000).for_each(|number| sorter.push(number).unwrap());
        let file = sorter.file.as_ref().unwrap().try_clone().unwrap();
        let mut records = sorter.sorted().unwrap();
        file.set_len(0).unwrap();
        let mut count = 0;
        let error = loop {
            match records.next() {
                Ok(record) => assert!(record.is_some()),
                Err(error) => break error,
            }
            count += 1;
        };
        assert!(count > 1000, "{count}");
        assert!(matches!(error.kind(), ErrorKind::Write(_)), "{error}");
        assert!(records.next().unwrap().is_none());
    }
}
