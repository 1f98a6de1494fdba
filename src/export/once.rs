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
    kept: HashMap<String, Arc<Mutex<Kept>>>,
}

impl ReadOnce {
    pub(super) fn new(room: Room) -> Self {
        Self {
            room,
            kept: HashMap::new(),
        }
    }

    /// Opens an input, for the first time or once more: it is whole each time, however far it was read before. Bytes of
    /// one that gives them only once are counted as they come.
    ///
    /// # Errors
    ///
    /// Fails where [`crate::io::open`] does.
    pub(super) fn open(&mut self, name: &str, count: &ByteCount) -> Result<Input> {
        if name != "-" && fs::metadata(name).is_ok_and(|metadata| metadata.is_file() || metadata.is_dir()) {
            return crate::io::open_counted(name, count);
        }
        let kept = if let Some(kept) = self.kept.get(name) {
            Arc::clone(kept)
        } else {
            let kept = Arc::new(Mutex::new(Kept {
                bytes: crate::io::open_bytes(name, count)?,
                copy: tempfile::spooled_tempfile_in(self.room.bytes / 4, &self.room.folder),
                length: 0,
            }));
            self.kept.insert(name.to_owned(), Arc::clone(&kept));
            kept
        };
        Input::new(name, Box::new(Replay { kept, at: 0 }))
    }
}

/// An input that is kept as it comes.
struct Kept {
    /// What is still to come.
    bytes: Box<dyn Read + Send>,
    /// What has come.
    copy: SpooledTempFile,
    /// How many bytes that is.
    length: u64,
}

/// All bytes of an input: first what has come before, then what is still to come.
struct Replay {
    kept: Arc<Mutex<Kept>>,
    at: u64,
}

impl Read for Replay {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let mut kept = self.kept.lock().map_err(|_| io::ErrorKind::Other)?;
        let Kept { bytes, copy, length } = &mut *kept;
        let count = if self.at < *length {
            copy.seek(SeekFrom::Start(self.at))?;
            copy.read(buffer)?
        } else {
            let count = bytes.read(buffer)?;
            copy.seek(SeekFrom::End(0))?;
            copy.write_all(buffer.get(..count).unwrap_or_default())?;
            *length += count as u64;
            count
        };
        self.at += count as u64;
        Ok(count)
    }
}
