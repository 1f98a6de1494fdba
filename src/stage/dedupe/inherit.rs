//! What removed units hand on to those that stay, on its way between two passages of the units.

use std::io::{Read, Seek, SeekFrom, Write};

use tempfile::SpooledTempFile;

use super::gathered::Gathered;
use super::merge::{self, Legacy};
use crate::error::{Error, ErrorKind, Result};
use crate::io::{Ahead, Bytes, Maker, Record, Room, Sorted, Sorter};
use crate::model::TranslationUnit;

/// To whom a legacy goes, and where it stands: those of units that come later stand behind those of earlier ones.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Entry {
    /// The number of the unit that it goes to.
    to: u64,
    at: u64,
    bytes: u64,
}

impl Record for Entry {
    const BYTES: usize = 24;

    fn put(&self, bytes: &mut Vec<u8>) {
        for number in [self.to, self.at, self.bytes] {
            bytes.extend(number.to_le_bytes());
        }
    }

    fn get(bytes: &mut Bytes<'_>) -> Self {
        Self {
            to: bytes.number(),
            at: bytes.number(),
            bytes: bytes.number(),
        }
    }
}

/// All legacies, as they come in: in a part of the memory that is allowed, and where that is used up in a file.
#[derive(Debug)]
pub(super) struct Estate {
    entries: Sorter<Entry>,
    held: Vec<u8>,
    /// Whether nothing of them lies in the file.
    is_all_held: bool,
    /// How many bytes may be held. Beyond these, places count on in the file.
    most_held: usize,
    file: SpooledTempFile,
    /// Where the file ends.
    at: u64,
    room: Room,
}

impl Estate {
    pub(super) fn new(room: Room) -> Self {
        Self {
            held: Vec::new(),
            is_all_held: true,
            // each that lies in the file is fetched for itself
            most_held: (room.bytes / 2).max(room.bytes_for_speed / 4),
            file: tempfile::spooled_tempfile_in(0, &room.folder),
            entries: Sorter::new(room.clone()),
            room,
            at: 0,
        }
    }

    /// Takes what the next unit hands on to the unit of number `to`, as [`merge`] writes it.
    pub(super) fn take(&mut self, legacy: &[u8], to: u64) -> Result<()> {
        if self.has_room_for(legacy) {
            return self.note(0, legacy, to);
        }
        self.file.write_all(legacy).map_err(|error| self.room.failed(error))?;
        self.note(self.at, legacy, to)?;
        self.at += legacy.len() as u64;
        Ok(())
    }

    /// Takes the same, which lies at the byte `at` of a file that is given afterwards ([`Estate::lies_in`]), if it can't be held:
    /// behind what was taken before, since units are called in the order in which they lie there.
    pub(super) fn note(&mut self, at: u64, legacy: &[u8], to: u64) -> Result<()> {
        let at = if self.has_room_for(legacy) {
            self.held.extend_from_slice(legacy);
            self.held.len() - legacy.len()
        } else {
            self.is_all_held = false;
            usize::try_from(at).unwrap_or(usize::MAX).saturating_add(self.most_held)
        };
        self.entries.push(Entry {
            to,
            at: at as u64,
            bytes: legacy.len() as u64,
        })
    }

    /// Whether a legacy can be held; behind one that could not, none is, so that places tell which came first.
    fn has_room_for(&self, legacy: &[u8]) -> bool {
        self.is_all_held && self.held.len() + legacy.len() <= self.most_held
    }

    /// Takes the file in which all lies that was noted and is not held, and nothing was written.
    pub(super) fn lies_in(&mut self, mut file: SpooledTempFile) -> Result<()> {
        self.at = file.seek(SeekFrom::End(0)).map_err(ErrorKind::Read)?;
        self.file = file;
        Ok(())
    }

    /// The same, to be given out.
    pub(super) fn heirs(self) -> Result<Heirs> {
        let mut entries = self.entries.sorted()?;
        let fetcher = Fetcher {
            next: entries.next()?,
            entries,
            held: self.held,
            most_held: self.most_held as u64,
            file: self.file,
        };
        let threads = usize::from(self.room.may_have_threads && !self.is_all_held);
        Ok(Heirs {
            ahead: Ahead::new(fetcher, BATCHES_AHEAD).on_threads(threads),
            batch: Batch::default(),
            given: 0,
        })
    }
}

/// How many legacies are fetched at once.
const BATCH_LEGACIES: usize = 128;

/// Beyond how many bytes no more are fetched at once.
const BATCH_BYTES: usize = 1 << 16;

/// How many batches may wait for the units that they go to.
const BATCHES_AHEAD: usize = 4;

/// Legacies that follow each other.
#[derive(Debug, Default)]
struct Batch {
    /// The units that they go to, and where they end in `bytes`.
    legacies: Vec<(u64, usize)>,
    bytes: Vec<u8>,
    /// Why the next could not be fetched.
    failed: Option<Error>,
}

/// Fetches legacies in the order of the units that they go to.
struct Fetcher {
    entries: Sorted<Entry>,
    next: Option<Entry>,
    held: Vec<u8>,
    most_held: u64,
    file: SpooledTempFile,
}

impl Fetcher {
    /// Adds the next legacies to `batch`.
    fn fetch(&mut self, batch: &mut Batch) -> Result<()> {
        while let Some(entry) = self.next
            && batch.legacies.len() < BATCH_LEGACIES
            && batch.bytes.len() < BATCH_BYTES
        {
            self.next = self.entries.next()?;
            self.add(entry, &mut batch.bytes)?;
            batch.legacies.push((entry.to, batch.bytes.len()));
        }
        Ok(())
    }

    /// Adds the legacy of an entry to `fetched`.
    fn add(&mut self, entry: Entry, fetched: &mut Vec<u8>) -> Result<()> {
        let bytes = usize::try_from(entry.bytes).unwrap_or(0);
        let Some(at) = entry.at.checked_sub(self.most_held) else {
            let at = usize::try_from(entry.at).unwrap_or(usize::MAX);
            fetched.extend_from_slice(self.held.get(at..at.saturating_add(bytes)).unwrap_or_default());
            return Ok(());
        };
        let start = fetched.len();
        fetched.resize(start + bytes, 0);
        let place = fetched.get_mut(start..).unwrap_or_default();
        let sought = self.file.seek(SeekFrom::Start(at));
        sought
            .and_then(|_| self.file.read_exact(place))
            .map_err(|error| ErrorKind::Read(error).into())
    }
}

impl Maker for Fetcher {
    type Made = Batch;

    fn make(&mut self, batch: &mut Batch) -> bool {
        batch.legacies.clear();
        batch.bytes.clear();
        // the memory of a long one is not kept
        batch.bytes.shrink_to(2 * BATCH_BYTES);
        batch.failed = self.fetch(batch).err();
        self.next.is_some() && batch.failed.is_none()
    }
}

/// Legacies in the order of the units that they go to.
pub(super) struct Heirs {
    ahead: Ahead<Fetcher>,
    batch: Batch,
    /// How many of the batch were given.
    given: usize,
}

impl Heirs {
    /// Gives `unit`, whose number is `order`, all that goes to it.
    pub(super) fn give(&mut self, order: u64, unit: &mut TranslationUnit) -> Result<()> {
        let mut gathered: Option<Gathered> = None;
        while let Some((to, legacy)) = self.next()?.filter(|(to, _)| *to <= order) {
            // else the unit goes itself, since another translation of its source was preferred
            let legacy = if to == order { Legacy::read(legacy)? } else { None };
            if let Some(legacy) = legacy {
                merge::merge(unit, &legacy);
                gathered.get_or_insert_default().add(legacy);
            }
            self.given += 1;
        }
        if let Some(gathered) = gathered {
            gathered.give(unit);
        }
        Ok(())
    }

    /// The next legacy that was not given, and the unit that it goes to.
    fn next(&mut self) -> Result<Option<(u64, &[u8])>> {
        // a batch that failed may be empty
        while self.given == self.batch.legacies.len() {
            if let Some(failed) = self.batch.failed.take() {
                return Err(failed);
            }
            self.given = 0;
            if !self.ahead.next(&mut self.batch).map_err(ErrorKind::Read)? {
                self.batch.legacies.clear();
                return Ok(None);
            }
        }
        let Batch { legacies, bytes, .. } = &self.batch;
        let start = self.given.checked_sub(1).and_then(|before| legacies.get(before));
        let start = start.map_or(0, |(_, end)| *end);
        let next = legacies.get(self.given);
        Ok(next.map(|(to, end)| (*to, bytes.get(start..*end).unwrap_or_default())))
    }
}

impl std::fmt::Debug for Heirs {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Heirs").finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_legacy_that_can_not_be_fetched_is_an_error_for_the_unit_that_it_goes_to() {
        let mut legacy = Vec::new();
        let says_something = TranslationUnit {
            notes: vec![crate::model::Note::new("n")],
            ..TranslationUnit::default()
        };
        merge::write(&says_something, &mut legacy);
        for may_have_threads in [false, true] {
            for count in [1, 127, 128, 129, 200] {
                let mut estate = Estate::new(Room {
                    bytes: 1,
                    bytes_for_speed: 1,
                    may_have_threads,
                    ..Room::default()
                });
                for _ in 1..count {
                    estate.take(&legacy, 0).unwrap();
                }
                // where nothing lies
                estate.note(1 << 20, b"abc", 0).unwrap();
                let mut heirs = estate.heirs().unwrap();
                let given = heirs.give(0, &mut TranslationUnit::default());
                assert!(given.is_err(), "{count} {may_have_threads}");
            }
        }
    }

    #[test]
    fn what_is_handed_on_comes_in_order_wherever_it_lies() {
        let legacy = |note: &str| {
            let mut bytes = Vec::new();
            let unit = TranslationUnit {
                notes: vec![crate::model::Note::new(note)],
                ..TranslationUnit::default()
            };
            merge::write(&unit, &mut bytes);
            bytes
        };
        let long = "x".repeat(400);
        let notes = ["1", &long, "2", "3"];
        for bytes in [1, 200, 800, 4000] {
            let mut estate = Estate::new(Room {
                bytes,
                bytes_for_speed: bytes,
                ..Room::default()
            });
            for note in notes {
                estate.take(&legacy(note), 0).unwrap();
            }
            assert!(estate.held.len() <= estate.most_held);
            let mut unit = TranslationUnit::default();
            estate.heirs().unwrap().give(0, &mut unit).unwrap();
            let given: Vec<&str> = unit.notes.iter().map(|note| note.text.as_str()).collect();
            assert_eq!(given, notes, "{bytes}");
        }
    }
}
