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

    /// Finds the cells between tabs, one at least, in the line that `input` gave last.
    fn cut_at_tabs(&mut self, input: &Decoded) {
        let line = input.without_end(&self.text);
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
        let mut line = 1;
        if first_bytes(&mut input)?.starts_with(b"sep=") {
            pass_line(&mut input)?;
            line = 2;
        }
        let watch = Watch::new(Watching::at_line(line, separator));
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
                row.cut_at_tabs(input);
                Ok(true)
            }
            Self::Quoted { rows, watch, record } => {
                let more = rows.read_record(record).map_err(from_csv)?;
                if let Some(opened) = watch.lock().unclosed() {
                    let error = ErrorKind::Table("a quotation mark opens a cell that never ends".into());
                    return Err(Error::from(error)
                        .at(opened, 0)
                        .with_help("close it, or double it if it is text"));
                }
                if more {
                    row.line = watch.lock().line_of_row(rows.position().byte());
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

/// Passes over the first line, whose end is a line feed, a return, or both.
fn pass_line(input: &mut Decoded) -> Result<()> {
    let mut passed = 0;
    while passed <= LONGEST_LINE {
        let text = first_bytes(input)?;
        let found = memchr::memchr2(b'\r', b'\n', text);
        let is_return = found.is_some_and(|at| text.get(at) == Some(&b'\r'));
        let count = found.map_or(text.len(), |at| at + 1);
        input.consume(count);
        if is_return && first_bytes(input)?.first() == Some(&b'\n') {
            input.consume(1);
        }
        if found.is_some() || count == 0 {
            return Ok(());
        }
        passed += count;
    }
    Err(too_long(1))
}

fn from_csv(error: csv::Error) -> Error {
    match error.into_kind() {
        csv::ErrorKind::Io(error) => Error::from_read(error),
        _ => ErrorKind::Table("the row can't be cut into cells".into()).into(),
    }
}

/// What is known of an input that another reader cuts into rows: whether it ends inside quotation marks, and at which
/// lines its rows begin. The csv crate counts neither the first half of CRLF nor blank lines as users do, and would hold
/// a row of any size.
#[derive(Debug)]
pub(super) struct Watching {
    separator: u8,
    place: QuotePlace,
    line: u64,
    /// Whether the last byte was a return that ended a line: a line feed after it ends no further one.
    after_return: bool,
    /// Whether the last row that a return ended had no line feed after it.
    rows_end_in_return: bool,
    /// Bytes read so far.
    read: u64,
    /// Bytes of the row so far.
    row_bytes: usize,
    /// The places of the first bytes of rows that are not cut yet, and their lines.
    starts: VecDeque<(u64, u64)>,
    /// The line of the quotation mark that came last at the beginning of a cell.
    opened: u64,
    at_end: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum QuotePlace {
    RowStart,
    CellStart,
    Bare,
    Quoted,
    /// After a quotation mark inside a quoted cell: the end, or the first half of a doubled one.
    Mark,
}

impl Watching {
    fn at_line(line: u64, separator: u8) -> Self {
        Self {
            separator,
            place: QuotePlace::RowStart,
            line,
            after_return: false,
            rows_end_in_return: false,
            read: 0,
            row_bytes: 0,
            starts: VecDeque::new(),
            opened: 0,
            at_end: false,
        }
    }

    /// Takes the next bytes.
    ///
    /// # Errors
    ///
    /// Fails if a row is too long to be one.
    fn advance(&mut self, bytes: &[u8]) -> Result<()> {
        for byte in bytes {
            self.take(*byte);
            if self.row_bytes > LONGEST_LINE {
                let start = self.starts.back().map_or(self.line, |(_, line)| *line);
                return Err(too_long(start));
            }
        }
        Ok(())
    }

    fn take(&mut self, byte: u8) {
        if self.place == QuotePlace::RowStart && self.after_return {
            self.rows_end_in_return = byte != b'\n';
        }
        let ends_line = match byte {
            // inside a cell it is a line's end only where rows end so too
            b'\r' => self.place != QuotePlace::Quoted || self.rows_end_in_return,
            b'\n' => !self.after_return,
            _ => false,
        };
        if self.place == QuotePlace::RowStart && !matches!(byte, b'\r' | b'\n') {
            self.starts.push_back((self.read, self.line));
        }
        self.place = match (self.place, byte) {
            (QuotePlace::RowStart | QuotePlace::CellStart, b'"') => {
                self.opened = self.line;
                QuotePlace::Quoted
            }
            (QuotePlace::Quoted, b'"') => QuotePlace::Mark,
            (QuotePlace::Quoted, _) | (QuotePlace::Mark, b'"') => QuotePlace::Quoted,
            (_, b'\n' | b'\r') => QuotePlace::RowStart,
            (_, byte) if byte == self.separator => QuotePlace::CellStart,
            _ => QuotePlace::Bare,
        };
        self.line += u64::from(ends_line);
        self.after_return = ends_line && byte == b'\r';
        self.read += 1;
        self.row_bytes = if self.place == QuotePlace::RowStart {
            0
        } else {
            self.row_bytes + 1
        };
    }

    /// The line of the mark that is open where the input ends.
    fn unclosed(&self) -> Option<u64> {
        (self.at_end && self.place == QuotePlace::Quoted).then_some(self.opened)
    }

    /// The line at which the row begins that is cut off at byte `end`, to be asked for each row in turn.
    fn line_of_row(&mut self, end: u64) -> u64 {
        let mut found = self.line;
        while let Some((_, line)) = self.starts.front().copied().filter(|(start, _)| *start < end) {
            found = line;
            self.starts.pop_front();
        }
        found
    }
}

/// The same, to be looked at by both who read the bytes and who cuts the rows.
#[derive(Debug, Clone)]
pub(super) struct Watch(Arc<Mutex<Watching>>);

impl Watch {
    fn new(watching: Watching) -> Self {
        Self(Arc::new(Mutex::new(watching)))
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
        watching.advance(read).map_err(io::Error::other)?;
        watching.at_end |= count == 0 && !buffer.is_empty();
        Ok(count)
    }
}
