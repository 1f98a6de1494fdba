//! Reading rows as units.

use std::sync::Arc;

use super::Dialect;
use super::columns::{self, Columns, FirstCells};
use super::cut::{Cutter, Row};
use super::quotes::{self, Quotes};
use super::row::{RowParser, Undoing};
use crate::diag::{Diagnostic, DiagnosticCode, Sink};
use crate::error::{Error, ErrorKind, Result};
use crate::format::{Given, Incoming, InputFacts, OnBreak, ReadOptions, TsvEscapes, UnitReader};
use crate::io::Decoded;
use crate::model::{Header, SourceLanguage, TranslationUnit};

/// Reads units from a table.
pub struct TableReader {
    cutter: Cutter,
    parser: RowParser,
    header: Header,
    row: Row,
    /// The first row, where it is a unit and not a header.
    has_first: bool,
    at_end: bool,
    /// Why not even the first row can be cut, to be said where it is asked for: nothing of the file is to be salvaged then, but
    /// other inputs are.
    broken: Option<Error>,
}

impl TableReader {
    /// Reads the header row of `input`, whose first bytes are `peek`.
    ///
    /// # Errors
    ///
    /// Fails if the input can't be read, or nothing names the languages.
    pub fn new(
        input: Decoded,
        dialect: Dialect,
        peek: &str,
        options: &ReadOptions,
        sink: &mut dyn Sink,
    ) -> Result<Self> {
        let file = Arc::clone(input.name());
        let placed = |error: Error| error.in_file(&file);
        let mut said = Vec::new();
        let is_spreadsheet = input.encoding().starts_with("UTF-16");
        let are_quoted = dialect == Dialect::Csv || is_spreadsheet || tsv_is_quoted(peek, options, &mut said);
        let mut between = b'\t';
        let mut cutter = match dialect {
            Dialect::Tsv if are_quoted => Cutter::quoted(input, b'\t').map_err(placed)?,
            Dialect::Tsv => Cutter::tabs(input),
            Dialect::Csv => {
                let separator = separator(peek).map_err(placed)?;
                between = separator;
                if separator != b',' {
                    let shown = if separator == b'\t' {
                        "a tab".to_owned()
                    } else {
                        format!("`{}`", char::from(separator))
                    };
                    let message = format!("cells are separated by {shown}");
                    said.push(Diagnostic::new(DiagnosticCode::Table, message));
                }
                Cutter::quoted(input, separator).map_err(placed)?
            }
        };
        let mut row = Row::default();
        let has_first = match cut_written(&mut cutter, &mut row).map_err(placed) {
            Err(broken) if options.on_break == OnBreak::Salvage => {
                return Ok(Self {
                    cutter,
                    parser: RowParser::new(file, Columns::default(), 0, options, Undoing::default())?,
                    header: Header::default(),
                    row,
                    has_first: false,
                    at_end: false,
                    broken: Some(broken),
                });
            }
            has_first => has_first?,
        };
        let columns = columns::find(&row, first_cells(peek, between), options, &mut said).map_err(placed)?;
        for diagnostic in said {
            sink.take(diagnostic.in_file(&file));
        }
        let undo_escapes = match options.tsv_escapes {
            TsvEscapes::On => true,
            TsvEscapes::Off => false,
            TsvEscapes::Detect => columns.is_own && dialect == Dialect::Tsv && rows_are_narrower(peek),
        };
        let undoing = Undoing {
            escapes: undo_escapes,
            quotes: are_quoted,
        };
        let has_first = has_first && !columns.has_header;
        let parser = RowParser::new(file, columns, row.len(), options, undoing)?;
        let languages = parser.languages();
        let header = Header {
            source_language: languages.first().cloned().map(SourceLanguage::Tag),
            languages,
            ..Header::default()
        };
        Ok(Self {
            cutter,
            parser,
            header,
            row,
            has_first,
            at_end: false,
            broken: None,
        })
    }

    fn next_row(&mut self) -> Result<bool> {
        if std::mem::take(&mut self.has_first) {
            return Ok(true);
        }
        cut_written(&mut self.cutter, &mut self.row).map_err(|error| error.in_file(&self.parser.file))
    }
}

impl UnitReader for TableReader {
    fn header(&self) -> &Header {
        &self.header
    }

    fn read_unit(&mut self, unit: &mut TranslationUnit, sink: &mut dyn Sink) -> Result<bool> {
        if self.at_end {
            unit.clear();
            return Ok(false);
        }
        // after an error or the end, nothing more comes
        self.at_end = true;
        if let Some(broken) = self.broken.take() {
            return Err(broken);
        }
        while self.next_row()? {
            unit.clear_to_refill();
            if self.parser.parse(&self.row, unit, sink)? {
                self.at_end = false;
                return Ok(true);
            }
        }
        unit.clear();
        self.cutter.input().say_bad_bytes(sink);
        Ok(false)
    }

    fn read_next(&mut self, next: &mut Incoming, sink: &mut dyn Sink) -> Result<Given> {
        if !self.read_unit(&mut next.unit, sink)? {
            return Ok(Given::End);
        }
        // sooner seen in the row than in the texts and remarks that are made of it
        next.is_legal = self.row.is_legal();
        Ok(Given::Unit)
    }

    fn facts(&self) -> InputFacts {
        InputFacts::of(self.cutter.input())
    }
}

/// Cuts the next row that is not blank into `row`; `false` if there is none.
fn cut_written(cutter: &mut Cutter, row: &mut Row) -> Result<bool> {
    while cutter.cut(row)? {
        if !row.is_blank() {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Whether cells of a TSV file are quoted, which is said, as it is where they may be.
fn tsv_is_quoted(peek: &str, options: &ReadOptions, said: &mut Vec<Diagnostic>) -> bool {
    let found = if options.tsv_escapes == TsvEscapes::Detect {
        quotes::look(peek)
    } else {
        Quotes::Text
    };
    let (message, help) = match found {
        Quotes::Text => return false,
        Quotes::Unsure => (
            "all cells stand between quotation marks, which are read as text",
            "say `--from csv` if they only quote the cells",
        ),
        Quotes::Undone => (
            "cells are quoted as spreadsheets quote them: the quotation marks around them are no text",
            "say `--tsv-escapes off` if they are",
        ),
    };
    said.push(Diagnostic::new(DiagnosticCode::Table, message).with_help(help));
    found == Quotes::Undone
}

/// Whether the first row has a cell less than the header, as in the files we write: others who end rows with a tab end
/// all of them so.
fn rows_are_narrower(peek: &str) -> bool {
    let mut tabs = peek.lines().map(|line| line.matches('\t').count());
    match (tabs.next(), tabs.next()) {
        (Some(header), Some(row)) => row + 1 == header,
        _ => true,
    }
}

/// What the first cells are of the rows that follow the first one: numbers, if most of them are.
fn first_cells(peek: &str, separator: u8) -> FirstCells {
    const ROWS: usize = 20;
    let rows = peek.split(['\n', '\r']);
    let rows = rows.filter(|row| !row.trim().is_empty() && !row.starts_with("sep="));
    let (mut seen, mut numbers) = (0, 0);
    for row in rows.skip(1).take(ROWS) {
        let cell = row.split(char::from(separator)).next().unwrap_or_default();
        let number = cell.trim().trim_matches('"').trim_end_matches('.');
        seen += 1;
        numbers += usize::from(!number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit()));
    }
    if numbers * 2 > seen {
        FirstCells::Numbers
    } else {
        FirstCells::Others
    }
}

/// The separator of a CSV file: the one it names itself, else the one that comes most often outside quotation marks
/// in its first row.
///
/// # Errors
///
/// Fails if the line that is to name it names anything but one character of ASCII.
fn separator(peek: &str) -> Result<u8> {
    if let Some(rest) = peek.strip_prefix("sep=") {
        let named = rest.split(['\n', '\r']).next().unwrap_or_default();
        return match named.as_bytes() {
            [separator] if separator.is_ascii() && *separator != b'"' => Ok(*separator),
            _ => {
                let message = match named {
                    "" => "the first line names no separator".to_owned(),
                    _ => format!("the first line names `{named}` as separator, and not one character of ASCII"),
                };
                let error = Error::from(ErrorKind::Table(message)).at(1, 5);
                Err(error.with_help("name the character between the cells, as in `sep=;`, or take the line out"))
            }
        };
    }
    let mut quoted = false;
    let mut counts = [(b',', 0), (b';', 0), (b'\t', 0)];
    for byte in peek.bytes() {
        match byte {
            b'"' => quoted = !quoted,
            b'\n' | b'\r' if !quoted && counts.iter().any(|(_, count)| *count > 0) => break,
            _ if quoted => {}
            _ => {
                for (separator, count) in &mut counts {
                    *count += u32::from(byte == *separator);
                }
            }
        }
    }
    // of equals the first, which is the standard's
    let most = counts.iter().rev().max_by_key(|(_, count)| *count);
    Ok(most.map_or(b',', |(separator, _)| *separator))
}
