//! What is known of a unit when it has something to hand on or contradicts another: taken down when it passes the first
//! time, where its source has come before, or found out when it passes again.

use std::io::{self, BufReader, BufWriter, Read, Seek, SeekFrom, Write};

use serde::{Deserialize, Serialize, Serializer};
use tempfile::SpooledTempFile;

use super::key::Key;
use super::merge::Appended;
use super::sources::Sources;
use crate::error::{ErrorKind, Result};
use crate::io::Room;
use crate::model::{Origin, TranslationUnit};

/// What is known of one unit.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
pub(super) struct Witness<'u> {
    /// Its number in the run.
    pub(super) order: u64,
    /// What it hands on, as [`super::merge::write`] writes it.
    #[serde(serialize_with = "at_once")]
    pub(super) legacy: &'u [u8],
    /// The beginning of its source, for messages.
    beginning: &'u str,
    /// Whether its source goes on behind that.
    goes_on: bool,
    file: Option<&'u str>,
    line: u64,
    column: u64,
    pub(super) id: Option<&'u str>,
}

/// Serializes all bytes together, not each for itself.
fn at_once<S: Serializer>(bytes: &[u8], serializer: S) -> std::result::Result<S::Ok, S::Error> {
    serializer.serialize_bytes(bytes)
}

impl<'u> Witness<'u> {
    /// What is known of `unit`, which hands on `legacy`.
    pub(super) fn of(order: u64, unit: &'u TranslationUnit, legacy: &'u [u8]) -> Self {
        const MAX_CHARACTERS: usize = 40;
        let text = unit.source().map(|source| source.segment.text()).unwrap_or_default();
        let end = text.char_indices().nth(MAX_CHARACTERS).map(|(end, _)| end);
        Self {
            order,
            legacy,
            beginning: end.and_then(|end| text.get(..end)).unwrap_or(text),
            goes_on: end.is_some(),
            file: unit.origin.file.as_deref(),
            line: unit.origin.line,
            column: unit.origin.column,
            id: unit.id.as_deref(),
        }
    }

    /// The beginning of its source, with `…` where it goes on.
    pub(super) fn beginning(&self) -> String {
        let more = if self.goes_on { "…" } else { "" };
        format!("{}{more}", self.beginning)
    }

    /// Where it stands.
    pub(super) fn origin(&self) -> Origin {
        Origin {
            file: self.file.map(Into::into),
            line: self.line,
            column: self.column,
        }
    }
}

/// Units whose source has come before, in order: none but these hand anything on to an earlier unit, or contradict one.
#[derive(Debug)]
pub(super) struct Witnesses {
    /// A unit that only looks as if its source had come is taken down for nothing.
    sources: Sources,
    file: BufWriter<SpooledTempFile>,
    written: Vec<u8>,
}

impl Witnesses {
    pub(super) fn new(room: &Room) -> Self {
        Self {
            sources: Sources::new(room.bytes_of_keys),
            file: BufWriter::new(tempfile::spooled_tempfile_in(room.bytes / 4, &room.folder)),
            written: Vec::new(),
        }
    }

    /// Whether a source comes for the first time for sure; it is taken note of.
    pub(super) fn is_first(&mut self, source: Key) -> bool {
        self.sources.is_first(source)
    }

    /// Whether there was no memory for a source.
    pub(super) fn is_full(&self) -> bool {
        self.sources.is_full()
    }

    /// Takes down the unit of number `order`, whose source has come before.
    pub(super) fn hear(&mut self, order: u64, unit: &TranslationUnit, legacy: &[u8]) -> Result<()> {
        self.written.clear();
        postcard::serialize_with_flavor(&Witness::of(order, unit, legacy), Appended(&mut self.written))
            .map_err(|error| ErrorKind::Write(io::Error::other(error)))?;
        let length = (self.written.len() as u64).to_le_bytes();
        self.file
            .write_all(&length)
            .and_then(|()| self.file.write_all(&self.written))
            .map_err(ErrorKind::Write)?;
        Ok(())
    }

    /// The same once all units have passed: which sources have come is of no use any more.
    pub(super) fn dismissed(self) -> Self {
        Self {
            sources: Sources::new(0),
            ..self
        }
    }

    /// Those that were taken down, from the first on.
    pub(super) fn called(self) -> Result<Called> {
        let file = self.file.into_inner();
        let mut file = file.map_err(|error| ErrorKind::Write(error.into_error()))?;
        let end = file.stream_position().map_err(ErrorKind::Read)?;
        file.seek(SeekFrom::Start(0)).map_err(ErrorKind::Read)?;
        Ok(Called {
            left: end,
            file: BufReader::new(file),
            bytes: self.written,
        })
    }
}

/// Witnesses, one after the other.
pub(super) struct Called {
    left: u64,
    file: BufReader<SpooledTempFile>,
    bytes: Vec<u8>,
}

impl Called {
    pub(super) fn next(&mut self) -> Result<Option<Witness<'_>>> {
        if self.left == 0 {
            return Ok(None);
        }
        let mut length = [0; 8];
        self.file.read_exact(&mut length).map_err(ErrorKind::Read)?;
        let length = u64::from_le_bytes(length);
        self.bytes.resize(usize::try_from(length).unwrap_or(0), 0);
        self.file.read_exact(&mut self.bytes).map_err(ErrorKind::Read)?;
        self.left = self.left.saturating_sub(length + 8);
        Ok(postcard::from_bytes(&self.bytes).ok())
    }
}
