//! Cutting a table into rows and cells, with the line at which each row begins.

use std::collections::VecDeque;
use std::io::{self, BufRead, Read};
use std::ops::Range;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crate::error::{Error, ErrorKind, Result};
use crate::format::line_input::{LONGEST_LINE, too_long};
use crate::io::Decoded;
use crate::model::has_illegal;

/// One row.
#[derive(Debug, Default)]
pub(super) struct Row {
    /// Its cells, and what stands between them in the file, if that is read too.
    text: String,
    /// Where the cells stand in it.
    cells: Vec<Range<usize>>,
    /// The line at which it begins, from 1.
    pub(super) line: u64,
}

impl Row {
    /// How many cells there are.
    pub(super) fn len(&self) -> usize {
        self.cells.len()
    }

    /// All cells, in order.
    pub(super) fn cells(&self) -> impl DoubleEndedIterator<Item = &str> + ExactSizeIterator {
        let cell = |place: &Range<usize>| self.text.get(place.clone()).unwrap_or_default();
        self.cells.iter().map(cell)
    }

    /// The cell of this number, from 0.
    pub(super) fn cell(&self, number: usize) -> Option<&str> {
        self.text.get(self.cells.get(number)?.clone())
    }

    /// Whether there is nothing but white space in it.
    pub(super) fn is_blank(&self) -> bool {
        self.cells().all(|cell| cell.trim().is_empty())
    }

    /// Whether XML forbids no character of it.
    pub(super) fn is_legal(&self) -> bool {
        !has_illegal(&self.text)
    }

    /// How many cells there are up to the last that is not empty.
    pub(super) fn width(&self) -> usize {
        let last = self.cells.iter().rposition(|cell| !cell.is_empty());
        last.map_or(0, |last| last + 1)
    }

    /// Finds the cells between tabs, one at least.
    fn cut_at_tabs(&mut self) {
        let without_end = self.text.strip_suffix('\n');
        let line = without_end.map_or(self.text.as_str(), |line| line.strip_suffix('\r').unwrap_or(line));
        self.cells.clear();
        let mut start = 0;
        for tab in memchr::memchr_iter(b'\t', line.as_bytes()) {
            self.cells.push(start..tab);
            start = tab + 1;
        }
        self.cells.push(start..line.len());
    }

    /// Takes the cells of a record.
    fn take(&mut self, record: &csv::StringRecord) {
        self.text.clear();
        self.text.push_str(record.as_slice());
        self.cells.clear();
        self.cells
            .extend((0..record.len()).filter_map(|number| record.range(number)));
    }
}

/// Cuts rows, one after the other.
pub(super) enum Cutter {
    /// Cells between tabs, rows between line ends, nothing quoted.
    Tabs { input: Box<Decoded>, line: u64 },
    /// Cells quoted by RFC 4180.
    Quoted {
        rows: Box<csv::Reader<Watched>>,
        watch: Watch,
        record: csv::StringRecord,
        first_line: u64,
    },
}

impl Cutter {
    /// Cuts at tabs; a quotation mark is text.
    pub(super) fn tabs(input: Decoded) -> Self {
        Self::Tabs {
            input: Box::new(input),
            line: 0,
        }
    }

    /// Cuts by RFC 4180 at `separator`. A first line that names the separator (`sep=;`) is skipped.
    pub(super) fn quoted(mut input: Decoded, separator: u8) -> Result<Self> {
        let mut first_line = 0;
        if first_bytes(&mut input)?.starts_with(b"sep=") {
            input.read_until(b'\n', &mut Vec::new()).map_err(Error::from_read)?;
            first_line = 1;
        }
        let watch = Watch::new(Quotes::at_line(first_line + 1, separator));
        let watched = Watched {
            input,
            watch: watch.clone(),
        };
        let rows = csv::ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            .delimiter(separator)
            .from_reader(watched);
        Ok(Self::Quoted {
            rows: Box::new(rows),
            watch,
            record: csv::StringRecord::new(),
            first_line,
        })
    }

    /// Cuts the next row into `row`; `false` at the end.
    pub(super) fn cut(&mut self, row: &mut Row) -> Result<bool> {
        match self {
            Self::Tabs { input, line } => {
                row.text.clear();
                let count = input
                    .read_line_of(LONGEST_LINE, &mut row.text)
                    .map_err(Error::from_read)?;
                if count == 0 {
                    return Ok(false);
                }
                *line += 1;
                if count > LONGEST_LINE {
                    return Err(too_long(*line));
                }
                row.line = *line;
                row.cut_at_tabs();
                Ok(true)
            }
            Self::Quoted {
                rows,
                watch,
                record,
                first_line,
            } => {
                let more = rows.read_record(record).map_err(from_csv)?;
                if let Some(opened) = watch.lock().quotes.unclosed() {
                    let error = ErrorKind::Table("a quotation mark opens a cell that never ends".into());
                    return Err(Error::from(error)
                        .at(opened, 0)
                        .with_help("close it, or double it if it is text"));
                }
                if more {
                    let inside: usize = record.iter().map(|cell| cell.matches('\n').count()).sum();
                    let end = rows.position().byte();
                    row.line = watch.lock().newlines.line_of_end(end).saturating_sub(inside as u64) + *first_line;
                    row.take(record);
                }
                Ok(more)
            }
        }
    }

    /// The input, for its encoding and what was replaced in it.
    pub(super) fn input(&self) -> &Decoded {
        match self {
            Self::Tabs { input, .. } => input,
            Self::Quoted { rows, .. } => &rows.get_ref().input,
        }
    }
}

fn first_bytes(input: &mut Decoded) -> Result<&[u8]> {
    input.fill_buf().map_err(Error::from_read)
}

fn from_csv(error: csv::Error) -> Error {
    match error.into_kind() {
        csv::ErrorKind::Io(error) => Error::from_read(error),
        _ => ErrorKind::Table("the row can't be cut into cells".into()).into(),
    }
}

/// Whether the bytes so far end inside quotation marks, and where those were opened.
#[derive(Debug, Clone, Copy)]
pub(super) struct Quotes {
    separator: u8,
    place: QuotePlace,
    line: u64,
    opened: u64,
    at_end: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum QuotePlace {
    CellStart,
    Bare,
    Quoted,
    /// After a quotation mark inside a quoted cell: the end, or the first half of a doubled one.
    Mark,
}

impl Quotes {
    fn at_line(line: u64, separator: u8) -> Self {
        Self {
            separator,
            place: QuotePlace::CellStart,
            line,
            opened: 0,
            at_end: false,
        }
    }

    fn advance(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.line += u64::from(*byte == b'\n');
            self.place = match (self.place, *byte) {
                (QuotePlace::CellStart, b'"') => {
                    self.opened = self.line;
                    QuotePlace::Quoted
                }
                (QuotePlace::Quoted, b'"') => QuotePlace::Mark,
                (QuotePlace::Quoted, _) | (QuotePlace::Mark, b'"') => QuotePlace::Quoted,
                (_, b'\n' | b'\r') => QuotePlace::CellStart,
                (_, byte) if byte == self.separator => QuotePlace::CellStart,
                _ => QuotePlace::Bare,
            };
        }
    }

    /// The line of the mark that is open where the input ends.
    fn unclosed(self) -> Option<u64> {
        (self.at_end && self.place == QuotePlace::Quoted).then_some(self.opened)
    }
}

/// Where the lines of an input end, as far as rows have not passed them: the csv crate counts neither the first half of
/// CRLF nor blank lines as users do.
#[derive(Debug, Default)]
pub(super) struct Newlines {
    /// Bytes read so far.
    read: u64,
    /// Lines that ended before the last row did.
    passed: u64,
    /// The places of line feeds after it.
    ahead: VecDeque<u64>,
}

impl Newlines {
    fn advance(&mut self, bytes: &[u8]) {
        self.ahead
            .extend(memchr::memchr_iter(b'\n', bytes).map(|at| self.read + at as u64));
        self.read += bytes.len() as u64;
    }

    /// The line, from 1, in which a row ends that is cut off at byte `end`, behind its line end or before its second
    /// half.
    fn line_of_end(&mut self, end: u64) -> u64 {
        let mut ends_in_feed = false;
        while let Some(feed) = self.ahead.front().copied().filter(|feed| *feed < end) {
            ends_in_feed = feed + 1 == end;
            self.passed += 1;
            self.ahead.pop_front();
        }
        self.passed + u64::from(!ends_in_feed)
    }
}

/// What is known of an input that another reader reads.
#[derive(Debug)]
pub(super) struct Watching {
    quotes: Quotes,
    newlines: Newlines,
}

/// The same, to be looked at by both who read the bytes and who cuts the rows.
#[derive(Debug, Clone)]
pub(super) struct Watch(Arc<Mutex<Watching>>);

impl Watch {
    fn new(quotes: Quotes) -> Self {
        Self(Arc::new(Mutex::new(Watching {
            quotes,
            newlines: Newlines::default(),
        })))
    }

    fn lock(&self) -> MutexGuard<'_, Watching> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// An input whose quotation marks and line ends are watched as it is read.
pub(super) struct Watched {
    input: Decoded,
    watch: Watch,
}

impl Read for Watched {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.input.read(buffer)?;
        let read = buffer.get(..count).unwrap_or_default();
        let mut watching = self.watch.lock();
        watching.quotes.advance(read);
        watching.newlines.advance(read);
        watching.quotes.at_end |= count == 0 && !buffer.is_empty();
        Ok(count)
    }
}
