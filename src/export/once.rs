//! Inputs that give their bytes only once.

use std::collections::HashMap;
use std::fs;
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::sync::{Arc, Mutex};

use tempfile::SpooledTempFile;

use crate::error::Result;
use crate::io::{ByteCount, Input, Room};

/// Opens inputs, and keeps what comes from those that give their bytes only once, such as pipes: beyond a part of the
/// memory that is allowed on the disk.
#[derive(Clone)]
pub(super) struct ReadOnce {
    room: Room,
    copies: HashMap<String, Arc<Mutex<SpooledTempFile>>>,
}

impl ReadOnce {
    pub(super) fn new(room: Room) -> Self {
        Self {
            room,
            copies: HashMap::new(),
        }
    }

    /// Opens an input, for the first time or once more.
    ///
    /// # Errors
    ///
    /// Fails where [`crate::io::open`] does.
    pub(super) fn open(&mut self, name: &str, count: &ByteCount) -> Result<Input> {
        if name != "-" && fs::metadata(name).is_ok_and(|metadata| metadata.is_file() || metadata.is_dir()) {
            return crate::io::open_counted(name, count);
        }
        if let Some(copy) = self.copies.get(name) {
            let copy = Arc::clone(copy);
            return Input::new(name, Box::new(Copy { copy, at: 0 }));
        }
        let copy = Arc::new(Mutex::new(tempfile::spooled_tempfile_in(
            self.room.bytes / 4,
            &self.room.folder,
        )));
        self.copies.insert(name.to_owned(), Arc::clone(&copy));
        let bytes = crate::io::open_bytes(name, count)?;
        Input::new(name, Box::new(Copying { bytes, copy }))
    }
}

/// Bytes that are copied as they come.
struct Copying {
    bytes: Box<dyn Read + Send>,
    copy: Arc<Mutex<SpooledTempFile>>,
}

impl Read for Copying {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.bytes.read(buffer)?;
        let mut copy = self.copy.lock().map_err(|_| io::ErrorKind::Other)?;
        // a copy that is read again meanwhile has another position
        copy.seek(SeekFrom::End(0))?;
        copy.write_all(buffer.get(..count).unwrap_or_default())?;
        Ok(count)
    }
}

/// A copy, from its beginning.
struct Copy {
    copy: Arc<Mutex<SpooledTempFile>>,
    at: u64,
}

impl Read for Copy {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let mut copy = self.copy.lock().map_err(|_| io::ErrorKind::Other)?;
        copy.seek(SeekFrom::Start(self.at))?;
        let count = copy.read(buffer)?;
        self.at += count as u64;
        Ok(count)
    }
}
