//! Ids that are each greater than all before, as numbers are that count up: they need not be sorted to see that they differ.

use std::io::{BufReader, BufWriter, Read, Seek, SeekFrom, Write};

use tempfile::SpooledTempFile;

use super::IdOf;
use crate::error::{ErrorKind, Result};
use crate::io::{Room, Sorter};
use crate::stage::IdHash;

/// The ids of the first units of a run, as long as they ascend, at 8 bytes each, which lie on the disk where memory is short.
pub(super) struct Ascending {
    /// The greatest: the longer of two, or the one whose bytes come later.
    greatest: String,
    /// The hash of each, in the order of the units.
    hashes: BufWriter<SpooledTempFile>,
    count: u64,
    room: Room,
}

impl Ascending {
    pub(super) fn new(room: Room) -> Self {
        let file = tempfile::spooled_tempfile_in(room.bytes, &room.folder);
        Self {
            greatest: String::new(),
            hashes: BufWriter::new(file),
            count: 0,
            room,
        }
    }

    /// Takes the id of the unit of number `order`, unless it is not greater than all before, or not every unit before had one;
    /// gives whether it was taken.
    ///
    /// # Errors
    ///
    /// Fails if a temporary file can't be written.
    pub(super) fn take(&mut self, order: u64, id: &str) -> Result<bool> {
        let is_greatest = (id.len(), id) > (self.greatest.len(), self.greatest.as_str());
        if order != self.count || !is_greatest {
            return Ok(false);
        }
        self.greatest.clear();
        self.greatest.push_str(id);
        let hash = IdHash::of(id).number().to_le_bytes();
        self.hashes.write_all(&hash).map_err(|error| self.room.failed(error))?;
        self.count += 1;
        Ok(true)
    }

    /// Puts all ids into `sorter`, since another does not ascend; gives how many they are.
    ///
    /// # Errors
    ///
    /// Fails if a temporary file can't be written or read.
    pub(super) fn put_into(self, sorter: &mut Sorter<IdOf>) -> Result<u64> {
        let file = self.hashes.into_inner();
        let mut file = file.map_err(|error| self.room.failed(error.into_error()))?;
        file.seek(SeekFrom::Start(0)).map_err(ErrorKind::Read)?;
        let mut file = BufReader::new(file);
        for order in 0..self.count {
            let mut number = [0; 8];
            file.read_exact(&mut number).map_err(ErrorKind::Read)?;
            let hash = IdHash::from_number(u64::from_le_bytes(number));
            sorter.push(IdOf { hash, order })?;
        }
        Ok(self.count)
    }
}
