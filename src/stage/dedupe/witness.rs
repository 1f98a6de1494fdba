//! What is known of a unit when it has something to hand on or contradicts another: taken down when it passes the first
//! time, where its source has come before, or found out when it passes again.

use std::io::{self, BufReader, BufWriter, Read, Seek, SeekFrom, Write};

use serde::{Deserialize, Serialize};
use tempfile::SpooledTempFile;

use super::key::Key;
use super::merge::Appended;
use super::sources::Sources;
use crate::error::{ErrorKind, Result};
use crate::io::Room;
use crate::model::{Account, Digest, Digested, Origin, TranslationUnit};

/// What is known of one unit.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
pub(super) struct Witness<'u> {
    /// Its number in the run, which is taken down before all else.
    #[serde(skip)]
    pub(super) order: u64,
    /// What it hands on, as [`super::merge`] writes it. It is taken down behind the number, so that it can be given out from
    /// where it lies.
    #[serde(skip)]
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

impl<'u> Witness<'u> {
    /// What is known of `unit`, which hands on `legacy`.
    pub(super) fn of(order: u64, unit: &'u TranslationUnit, legacy: &'u [u8]) -> Self {
        let text = unit.source().map(|source| source.segment.text()).unwrap_or_default();
        let (beginning, goes_on) = beginning_of(text);
        Self {
            order,
            legacy,
            beginning,
            goes_on,
            file: unit.origin.file.as_deref(),
            line: unit.origin.line,
            column: unit.origin.column,
            id: unit.id.as_deref(),
        }
    }

    /// What is known of a unit of which there is a digest, and which hands on `legacy`.
    pub(super) fn by_account(order: u64, digested: &'u Digested, account: Account<'u>, legacy: &'u [u8]) -> Self {
        let (beginning, goes_on) = beginning_of(account.source);
        Self {
            order,
            legacy,
            beginning,
            goes_on,
            file: account.file,
            line: account.line,
            column: account.column,
            id: Some(digested.id.as_str()).filter(|id| !id.is_empty()),
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

/// The first characters of a text, and whether it goes on behind them.
fn beginning_of(text: &str) -> (&str, bool) {
    const MAX_CHARACTERS: usize = 40;
    let end = text.char_indices().nth(MAX_CHARACTERS).map(|(end, _)| end);
    let beginning = end.and_then(|end| text.get(..end)).unwrap_or(text);
    (beginning, end.is_some())
}

/// How many bytes are written at once: many, since the thread that all wait for writes them.
const WRITTEN_BYTES: usize = 1 << 16;

/// How many bytes are read at once: most are passed over.
const READ_BYTES: usize = 1 << 16;

/// Units whose source has come before, in order: none but these hand anything on to an earlier unit, or contradict one.
#[derive(Debug)]
pub(super) struct Witnesses {
    /// A unit that only looks as if its source had come is taken down for nothing.
    sources: Sources,
    file: BufWriter<SpooledTempFile>,
    room: Room,
    written: Vec<u8>,
}

impl Witnesses {
    pub(super) fn new(room: &Room) -> Self {
        Self {
            sources: Sources::new(room.bytes_for_speed),
            file: BufWriter::with_capacity(
                WRITTEN_BYTES,
                tempfile::spooled_tempfile_in(room.bytes / 4, &room.folder),
            ),
            room: room.clone(),
            written: Vec::new(),
        }
    }

    /// Whether a source comes for the first time for sure; it is taken note of.
    pub(super) fn is_first(&mut self, source: Key) -> bool {
        self.sources.is_first(source)
    }

    /// Fetches what is known of the sources of units that come next.
    pub(super) fn foresee(&self, coming: &[Digest]) {
        self.sources.foresee(coming);
    }

    /// Whether there was no memory for a source.
    pub(super) fn is_full(&self) -> bool {
        self.sources.is_full()
    }

    /// Takes down a unit whose source has come before.
    pub(super) fn hear(&mut self, witness: &Witness<'_>) -> Result<()> {
        self.written.clear();
        postcard::serialize_with_flavor(witness, Appended(&mut self.written))
            .map_err(|error| ErrorKind::Write(io::Error::other(error)))?;
        let lengths = [witness.legacy, &self.written].map(|part| part.len() as u64);
        for number in [witness.order].iter().chain(&lengths) {
            let bytes = number.to_le_bytes();
            self.file.write_all(&bytes).map_err(|error| self.room.failed(error))?;
        }
        for part in [witness.legacy, &self.written] {
            self.file.write_all(part).map_err(|error| self.room.failed(error))?;
        }
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
        let mut file = file.map_err(|error| self.room.failed(error.into_error()))?;
        let end = file.stream_position().map_err(ErrorKind::Read)?;
        file.seek(SeekFrom::Start(0)).map_err(ErrorKind::Read)?;
        Ok(Called {
            at: 0,
            end,
            file: BufReader::with_capacity(READ_BYTES, file),
            bytes: self.written,
        })
    }
}

/// Witnesses, one after the other.
pub(super) struct Called {
    /// Where the next begins, in bytes.
    at: u64,
    end: u64,
    file: BufReader<SpooledTempFile>,
    bytes: Vec<u8>,
}

impl Called {
    /// The next from the unit of number `from` on, and where its legacy lies in the file.
    pub(super) fn next_from(&mut self, from: u64) -> Result<Option<(Witness<'_>, u64)>> {
        const NUMBER: usize = size_of::<u64>();
        while self.at < self.end {
            let mut numbers = [[0; NUMBER]; 3];
            for number in &mut numbers {
                self.file.read_exact(number).map_err(ErrorKind::Read)?;
            }
            let [order, legacy_bytes, rest_bytes] = numbers.map(u64::from_le_bytes);
            let place = self.at + 3 * NUMBER as u64;
            let bytes = legacy_bytes + rest_bytes;
            self.at = place + bytes;
            if order < from {
                let bytes = i64::try_from(bytes).unwrap_or(i64::MAX);
                self.file.seek_relative(bytes).map_err(ErrorKind::Read)?;
                continue;
            }
            let memory_for = |bytes: u64| usize::try_from(bytes).unwrap_or(0);
            self.bytes.resize(memory_for(bytes), 0);
            self.file.read_exact(&mut self.bytes).map_err(ErrorKind::Read)?;
            let (legacy, rest) = self.bytes.split_at(memory_for(legacy_bytes));
            let witness = postcard::from_bytes(rest).map_err(|error| ErrorKind::Read(io::Error::other(error)))?;
            let witness = Witness {
                order,
                legacy,
                ..witness
            };
            return Ok(Some((witness, place)));
        }
        Ok(None)
    }

    /// The file in which they lie.
    pub(super) fn into_file(self) -> SpooledTempFile {
        self.file.into_inner()
    }
}
