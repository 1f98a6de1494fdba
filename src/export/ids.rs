//! Whether the ids of a run are all different, in bounded memory.

use std::io;
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::{Builder, JoinHandle};

use crate::error::{ErrorKind, Result};
use crate::io::{Bytes, Record, Room, Sorter};

/// A hash of a unit's id.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct IdHash(u64);

impl IdHash {
    fn of(id: &str) -> Self {
        Self(twox_hash::XxHash3_64::oneshot(id.as_bytes()))
    }
}

impl Record for IdHash {
    const BYTES: usize = 8;

    fn put(&self, bytes: &mut Vec<u8>) {
        bytes.extend_from_slice(&self.0.to_le_bytes());
    }

    fn get(bytes: &mut Bytes<'_>) -> Self {
        Self(bytes.number())
    }
}

/// How many ids are worth another thread.
const MANY: u64 = 1 << 15;

/// All ids of a run, as they come in.
pub(super) struct Ids {
    hashes: Sorter<IdHash>,
    count: u64,
    may_have_thread: bool,
}

impl Ids {
    pub(super) fn new(room: Room) -> Self {
        Self {
            may_have_thread: room.may_have_threads,
            hashes: Sorter::new(room),
            count: 0,
        }
    }

    /// Takes note of an id.
    ///
    /// # Errors
    ///
    /// Fails if a temporary file can't be written.
    pub(super) fn take(&mut self, id: &str) -> Result<()> {
        self.count += 1;
        self.hashes.push(IdHash::of(id))
    }

    /// Looks for one that repeats; of many, another thread does so meanwhile, if it may.
    pub(super) fn search(self) -> Search {
        let hashes = Arc::new(Mutex::new(Some(self.hashes)));
        let thread = (self.may_have_thread && self.count >= MANY).then(|| {
            let hashes = Arc::clone(&hashes);
            Builder::new().spawn(move || is_any_repeated(&hashes))
        });
        Search {
            // where no thread is to be had, they are still here
            thread: thread.and_then(io::Result::ok),
            hashes,
        }
    }
}

/// The ids of a run, and who looks for one that repeats.
pub(super) struct Search {
    hashes: Arc<Mutex<Option<Sorter<IdHash>>>>,
    thread: Option<JoinHandle<Result<bool>>>,
}

impl Search {
    /// Whether one repeats. Two ids of one hash are taken for the same.
    ///
    /// # Errors
    ///
    /// Fails if a temporary file can't be written or read.
    pub(super) fn finds_one(self) -> Result<bool> {
        let Some(thread) = self.thread else {
            return is_any_repeated(&self.hashes);
        };
        let lost = |_| Err(ErrorKind::Read(io::Error::other("the thread that sorts has stopped")).into());
        thread.join().unwrap_or_else(lost)
    }
}

fn is_any_repeated(hashes: &Mutex<Option<Sorter<IdHash>>>) -> Result<bool> {
    let hashes = hashes.lock().unwrap_or_else(PoisonError::into_inner).take();
    let Some(hashes) = hashes else { return Ok(false) };
    let mut hashes = hashes.sorted()?;
    let mut last = None;
    while let Some(hash) = hashes.next()? {
        if last == Some(hash) {
            return Ok(true);
        }
        last = Some(hash);
    }
    Ok(false)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_that_repeats_is_found_with_a_thread_or_without() {
        for count in [0, 1, 2, MANY - 1, MANY, 3 * MANY] {
            for may_have_threads in [false, true] {
                for repeated in [None, count.checked_sub(1), count.checked_sub(1).map(|_| 0)] {
                    let mut ids = Ids::new(Room {
                        bytes: 1 << 17,
                        may_have_threads,
                        ..Room::default()
                    });
                    for number in (0..count).chain(repeated) {
                        ids.take(&number.to_string()).unwrap();
                    }
                    let search = ids.search();
                    let has_thread = search.thread.is_some();
                    assert!(!has_thread || may_have_threads && count + 1 >= MANY, "{count}");
                    assert!(has_thread || !may_have_threads || count < MANY, "{count}");
                    let is_any_repeated = search.finds_one().unwrap();
                    assert_eq!(
                        is_any_repeated,
                        repeated.is_some(),
                        "{count} {may_have_threads} {repeated:?}"
                    );
                }
            }
        }
    }
}
