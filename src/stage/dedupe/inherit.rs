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

/// All legacies, as they come in. Beyond a part of the memory that is allowed they lie on the disk.
#[derive(Debug)]
pub(super) struct Estate {
    entries: Sorter<Entry>,
    file: SpooledTempFile,
    at: u64,
}

impl Estate {
    pub(super) fn new(room: Room) -> Self {
        Self {
            file: tempfile::spooled_tempfile_in(room.bytes / 2, &room.folder),
            entries: Sorter::new(room),
            at: 0,
        }
    }

    /// Takes what the unit of number `from` hands on to the unit of number `to`, as [`merge::write`] writes it.
    pub(super) fn take(&mut self, legacy: &[u8], from: u64, to: u64) -> Result<()> {
        self.file.write_all(legacy).map_err(ErrorKind::Write)?;
        self.note(self.at, legacy, from, to)?;
        self.at += legacy.len() as u64;
        Ok(())
    }

    /// Takes note of the same, which lies at the byte `at` of a file that is given afterwards ([`Estate::lies_in`]).
    pub(super) fn note(&mut self, at: u64, legacy: &[u8], from: u64, to: u64) -> Result<()> {
        let bytes = legacy.len() as u64;
        self.entries.push(Entry { to, from, at, bytes })
    }

    /// Takes the file in which all lies that was noted, and nothing was taken.
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
    file: SpooledTempFile,
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
            let read = ErrorKind::Read;
            self.bytes.resize(usize::try_from(entry.bytes).unwrap_or(0), 0);
            self.file.seek(SeekFrom::Start(entry.at)).map_err(read)?;
            self.file.read_exact(&mut self.bytes).map_err(read)?;
            if let Some(legacy) = Legacy::read(&self.bytes) {
                merge::merge(unit, &legacy);
                gathered.get_or_insert_default().add(&legacy);
            }
        }
        if let Some(gathered) = gathered {
            gathered.give(unit);
        }
        Ok(())
    }
}
