//! What removed units hand on to those that stay, on its way between two passages of the units.

use std::io::{Read, Seek, SeekFrom, Write};

use tempfile::SpooledTempFile;

use super::merge::{self, Gathered, Legacy};
use crate::error::{ErrorKind, Result};
use crate::io::{Bytes, Record, Room, Sorted, Sorter};
use crate::model::TranslationUnit;

/// Where a legacy stands, and to whom it goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Entry {
    /// The number of the unit that it goes to.
    to: u64,
    /// The number of the unit that it comes from.
    from: u64,
    at: u64,
    bytes: u64,
}

impl Record for Entry {
    const BYTES: usize = 32;

    fn put(&self, bytes: &mut Vec<u8>) {
        for number in [self.to, self.from, self.at, self.bytes] {
            bytes.extend(number.to_le_bytes());
        }
    }

    fn get(bytes: &mut Bytes<'_>) -> Self {
        Self {
            to: bytes.number(),
            from: bytes.number(),
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
    /// How many bytes may be held. Beyond these, places count on in the file.
    most_held: usize,
    file: SpooledTempFile,
    /// Where the file ends.
    at: u64,
}

impl Estate {
    pub(super) fn new(room: Room) -> Self {
        Self {
            held: Vec::new(),
            most_held: room.bytes / 2,
            file: tempfile::spooled_tempfile_in(0, &room.folder),
            entries: Sorter::new(room),
            at: 0,
        }
    }

    /// Takes what the unit of number `from` hands on to the unit of number `to`, as [`merge::write`] writes it.
    pub(super) fn take(&mut self, legacy: &[u8], from: u64, to: u64) -> Result<()> {
        if self.has_room_for(legacy) {
            return self.note(0, legacy, from, to);
        }
        self.file.write_all(legacy).map_err(ErrorKind::Write)?;
        self.note(self.at, legacy, from, to)?;
        self.at += legacy.len() as u64;
        Ok(())
    }

    /// Takes the same, which lies at the byte `at` of a file that is given afterwards ([`Estate::lies_in`]), if it can't be held.
    pub(super) fn note(&mut self, at: u64, legacy: &[u8], from: u64, to: u64) -> Result<()> {
        let at = if self.has_room_for(legacy) {
            self.held.extend_from_slice(legacy);
            self.held.len() - legacy.len()
        } else {
            usize::try_from(at).unwrap_or(usize::MAX).saturating_add(self.most_held)
        };
        self.entries.push(Entry {
            to,
            from,
            at: at as u64,
            bytes: legacy.len() as u64,
        })
    }

    fn has_room_for(&self, legacy: &[u8]) -> bool {
        self.held.len() + legacy.len() <= self.most_held
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
        Ok(Heirs {
            next: entries.next()?,
            entries,
            held: self.held,
            most_held: self.most_held as u64,
            file: self.file,
            bytes: Vec::new(),
        })
    }
}

/// Legacies in the order of the units that they go to.
#[derive(Debug)]
pub(super) struct Heirs {
    entries: Sorted<Entry>,
    next: Option<Entry>,
    held: Vec<u8>,
    most_held: u64,
    file: SpooledTempFile,
    /// The legacy that was read last.
    bytes: Vec<u8>,
}

impl Heirs {
    /// Gives `unit`, whose number is `order`, all that goes to it.
    pub(super) fn give(&mut self, order: u64, unit: &mut TranslationUnit) -> Result<()> {
        let mut gathered: Option<Gathered> = None;
        while let Some(entry) = self.next.filter(|next| next.to <= order) {
            self.next = self.entries.next()?;
            if entry.to < order {
                // it goes itself, since another translation of its source was preferred
                continue;
            }
            if let Some(legacy) = Legacy::read(self.legacy(entry)?) {
                merge::merge(unit, &legacy);
                gathered.get_or_insert_default().add(&legacy);
            }
        }
        if let Some(gathered) = gathered {
            gathered.give(unit);
        }
        Ok(())
    }

    /// The legacy of an entry.
    fn legacy(&mut self, entry: Entry) -> Result<&[u8]> {
        let bytes = usize::try_from(entry.bytes).unwrap_or(0);
        let Some(at) = entry.at.checked_sub(self.most_held) else {
            let at = usize::try_from(entry.at).unwrap_or(usize::MAX);
            return Ok(self.held.get(at..at.saturating_add(bytes)).unwrap_or_default());
        };
        let read = ErrorKind::Read;
        self.bytes.resize(bytes, 0);
        self.file.seek(SeekFrom::Start(at)).map_err(read)?;
        self.file.read_exact(&mut self.bytes).map_err(read)?;
        Ok(&self.bytes)
    }
}
