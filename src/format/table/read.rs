//! Reading rows as units.

use std::sync::Arc;

use super::Dialect;
use super::columns::{self, Column, Columns};
use super::cut::{Cutter, Row};
use super::escape::unescape_tsv;
use crate::diag::{Diagnostic, DiagnosticCode, Sink};
use crate::error::{Error, ErrorKind, Result};
use crate::format::{InputFacts, ReadOptions, TsvEscapes, UnitReader};
use crate::io::Decoded;
use crate::model::{
    Bead, Context, Header, LanguageTag, Moment, Note, Property, Provenance, Refill, Repaired, SourceLanguage, Standing,
    State, TranslationUnit, to_front,
};

/// Reads units from a table.
pub struct TableReader {
    cutter: Cutter,
    parser: RowParser,
    header: Header,
    row: Row,
    /// The first row, where it is a unit and not a header.
    has_first: bool,
    at_end: bool,
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
        let mut cutter = match dialect {
            Dialect::Tsv if is_spreadsheet => Cutter::quoted(input, b'\t').map_err(placed)?,
            Dialect::Tsv => Cutter::tabs(input),
            Dialect::Csv => {
                let separator = separator(peek);
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
        let mut has_first = false;
        while !has_first && cutter.cut(&mut row).map_err(placed)? {
            has_first = !row.is_blank();
        }
        let columns = columns::find(&row, options, &mut said).map_err(placed)?;
        for diagnostic in said {
            sink.take(diagnostic.in_file(&file));
        }
        let undo_escapes = match options.tsv_escapes {
            TsvEscapes::On => true,
            TsvEscapes::Off => false,
            TsvEscapes::Detect => columns.is_own && dialect == Dialect::Tsv && rows_are_narrower(peek),
        };
        let has_first = has_first && !columns.has_header;
        let parser = RowParser::new(file, columns, row.len(), options, undo_escapes)?;
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
        })
    }

    fn next_row(&mut self) -> Result<bool> {
        if std::mem::take(&mut self.has_first) {
            return Ok(true);
        }
        while self
            .cutter
            .cut(&mut self.row)
            .map_err(|error| error.in_file(&self.parser.file))?
        {
            if !self.row.is_blank() {
                return Ok(true);
            }
        }
        Ok(false)
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
        while self.next_row()? {
            unit.clear_but_variants();
            if self.parser.parse(&self.row, unit, sink)? {
                self.at_end = false;
                return Ok(true);
            }
        }
        unit.clear();
        self.cutter.input().say_bad_bytes(sink);
        Ok(false)
    }

    fn facts(&self) -> InputFacts {
        InputFacts::of(self.cutter.input())
    }
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

/// The separator of a CSV file: the one it names itself, else the one that comes most often outside quotation marks
/// in its first row.
fn separator(peek: &str) -> u8 {
    if let Some(named) = peek.strip_prefix("sep=").and_then(|rest| rest.bytes().next()) {
        return named;
    }
    let mut quoted = false;
    let mut counts = [(b',', 0), (b';', 0), (b'\t', 0)];
    for byte in peek.bytes() {
        match byte {
            b'"' => quoted = !quoted,
            b'\n' if !quoted && counts.iter().any(|(_, count)| *count > 0) => break,
            _ if quoted => {}
            _ => {
                for (separator, count) in &mut counts {
                    *count += u32::from(byte == *separator);
                }
            }
        }
    }
    // of equals the first, which is the standard's
    counts
        .iter()
        .rev()
        .max_by_key(|(_, count)| *count)
        .map_or(b',', |(separator, _)| *separator)
}

/// Makes a unit of a row; remembers nothing between two.
struct RowParser {
    file: Arc<str>,
    columns: Columns,
    /// How many cells a row may have.
    width: usize,
    /// How many cells a row must have.
    needed: usize,
    source_lang: Option<LanguageTag>,
    target_lang: Option<LanguageTag>,
    undo_escapes: bool,
}

impl RowParser {
    fn new(file: Arc<str>, columns: Columns, width: usize, options: &ReadOptions, undo_escapes: bool) -> Result<Self> {
        let needed = columns
            .list
            .iter()
            .rposition(Column::is_text)
            .map_or(0, |last| last + 1);
        let needs = |side: &Column, lang: &Column| columns.list.contains(side) && !columns.list.contains(lang);
        // the header's tag before the one asked for, which may be of another region: a later stage gives that
        let [named_source, named_target] = columns.named_langs.clone();
        let source_lang = named_source.or_else(|| options.source_lang.clone());
        let target_lang = named_target.or_else(|| options.target_lang.clone());
        let is_named = (!needs(&Column::Source, &Column::SourceLang) || source_lang.is_some())
            && (!needs(&Column::Target, &Column::TargetLang) || target_lang.is_some());
        if !is_named {
            return Err(
                Error::from(ErrorKind::Language("no language of the table is named".into()))
                    .in_file(&file)
                    .with_help("give -s and -t, or a header row with language tags"),
            );
        }
        Ok(Self {
            file,
            columns,
            width,
            needed,
            source_lang,
            target_lang,
            undo_escapes,
        })
    }

    /// The languages that are known before the first row.
    fn languages(&self) -> Vec<LanguageTag> {
        let of = |column: &Column| match column {
            Column::Source => self.source_lang.clone(),
            Column::Target => self.target_lang.clone(),
            Column::Text(tag) => Some(tag.clone()),
            _ => None,
        };
        self.columns.list.iter().filter_map(of).collect()
    }

    /// Fills `unit`, in which only variants and origin are still there, to be filled anew; `false` if the row has no text at all.
    fn parse(&self, row: &Row, unit: &mut TranslationUnit, sink: &mut dyn Sink) -> Result<bool> {
        self.check_width(row)?;
        if unit.origin.file.as_ref() != Some(&self.file) {
            unit.origin.file = Some(Arc::clone(&self.file));
        }
        (unit.origin.line, unit.origin.column) = (row.line, 1);
        let named = self.named_langs(row, sink)?;
        let [of_row_source, of_row_target] = named.each_ref().map(Option::as_ref);
        let source_lang = of_row_source.or(self.source_lang.as_ref());
        let target_lang = of_row_target.or(self.target_lang.as_ref());
        let cells = self.columns.list.iter().zip(row.cells());
        for (column, cell) in cells.filter(|(_, cell)| !cell.is_empty()) {
            self.set_fact(unit, column, cell, sink);
        }
        let mut variants = Refill::new(&mut unit.variants);
        for (column, cell) in self.columns.list.iter().zip(row.cells()) {
            let lang = match column {
                Column::Source => source_lang,
                Column::Target => target_lang,
                Column::Text(tag) => Some(tag),
                _ => continue,
            };
            if cell.trim().is_empty() {
                continue;
            }
            let lang = lang.ok_or_else(|| {
                let error = Error::from(ErrorKind::Language("the row names no language".into()));
                error
                    .in_file(&self.file)
                    .at(row.line, 0)
                    .with_help("fill the cell, or give -s and -t")
            })?;
            variants.push(lang, &self.text(cell));
        }
        variants.end();
        // the source comes first, in whatever column it stands
        if self.source_column_is_later() {
            let source = unit
                .variants
                .iter()
                .position(|variant| Some(&variant.lang) == source_lang);
            if let Some(place) = source {
                to_front(&mut unit.variants, place);
            }
        }
        match unit.variants.len() {
            0 => Ok(false),
            1 => {
                self.mark_unaligned(unit, row, sink);
                Ok(true)
            }
            _ => Ok(true),
        }
    }

    /// The languages of source and target that the row itself names.
    fn named_langs(&self, row: &Row, sink: &mut dyn Sink) -> Result<[Option<LanguageTag>; 2]> {
        let mut langs = [None, None];
        for (column, cell) in self.columns.list.iter().zip(row.cells()) {
            let side = match column {
                Column::SourceLang => 0,
                Column::TargetLang => 1,
                _ => continue,
            };
            if let Some(lang) = langs.get_mut(side).filter(|_| !cell.trim().is_empty()) {
                *lang = Some(self.tag(cell, row, sink)?);
            }
        }
        Ok(langs)
    }

    /// Whether the target column stands before the source column.
    fn source_column_is_later(&self) -> bool {
        let place = |wanted: &Column| self.columns.list.iter().position(|column| column == wanted);
        matches!((place(&Column::Target), place(&Column::Source)), (Some(target), Some(source)) if target < source)
    }

    fn mark_unaligned(&self, unit: &mut TranslationUnit, row: &Row, sink: &mut dyn Sink) {
        let of_text: Vec<usize> = (0..self.columns.list.len())
            .filter(|place| self.columns.list.get(*place).is_some_and(Column::is_text))
            .collect();
        let filled = of_text
            .iter()
            .position(|place| row.cell(*place).is_some_and(|cell| !cell.trim().is_empty()));
        let is_source = match filled
            .and_then(|text| of_text.get(text))
            .and_then(|place| self.columns.list.get(*place))
        {
            Some(Column::Source) => true,
            Some(Column::Target) => false,
            _ => filled == Some(0),
        };
        let (source_count, target_count) = if is_source { (1, 0) } else { (0, 1) };
        unit.standing = Standing::Unaligned;
        unit.bead = Some(Box::new(Bead {
            source_count,
            target_count,
            ..Bead::default()
        }));
        let message = "the row has text in one language only and is left out";
        sink.take(
            Diagnostic::new(DiagnosticCode::Unaligned, message)
                .at(&unit.origin)
                .of_unit(unit.id.as_deref()),
        );
    }

    /// A row may end early where nothing but facts is missing, and late with empty cells.
    fn check_width(&self, row: &Row) -> Result<()> {
        let (least, found) = (self.needed, row.len());
        if found >= least && row.width() <= self.width.max(least) {
            return Ok(());
        }
        let wanted = if least >= self.width {
            format!("{least}")
        } else {
            format!("{least} to {}", self.width)
        };
        let found = found.max(row.width());
        let message = format!("the row has {found} columns where the table has {wanted}");
        Err(Error::from(ErrorKind::Table(message))
            .in_file(&self.file)
            .at(row.line, 0)
            .with_help("mend the row, or quote what holds the separator"))
    }

    fn text<'c>(&self, cell: &'c str) -> std::borrow::Cow<'c, str> {
        if self.undo_escapes {
            unescape_tsv(cell)
        } else {
            cell.into()
        }
    }

    fn set_fact(&self, unit: &mut TranslationUnit, column: &Column, cell: &str, sink: &mut dyn Sink) {
        let text = || self.text(cell).into_owned();
        let moment = || Some(Moment::parse(cell.trim()));
        match column {
            Column::Id => unit.id = Some(text()),
            Column::Note => unit.notes.push(Note::new(text())),
            Column::State => unit.state = Some(State::parse(cell.trim())),
            Column::Key => context(unit).key = Some(text()),
            Column::Previous => context(unit).previous = Some(text()),
            Column::Next => context(unit).next = Some(text()),
            Column::Created => provenance(unit).created = moment(),
            Column::CreatedBy => provenance(unit).created_by = Some(text()),
            Column::Changed => provenance(unit).changed = moment(),
            Column::ChangedBy => provenance(unit).changed_by = Some(text()),
            Column::LastUsed => provenance(unit).last_used = moment(),
            Column::UsageCount => {
                if let Ok(count) = cell.trim().parse() {
                    provenance(unit).usage_count = Some(count);
                } else {
                    let message = format!("`{cell}` is no usage count and is kept as a property");
                    sink.take(Diagnostic::new(DiagnosticCode::Table, message).at(&unit.origin));
                    unit.properties.push(Property::new("usage_count", text()));
                }
            }
            Column::Property(name) => unit.properties.push(Property::new(name.as_str(), text())),
            Column::Source
            | Column::Target
            | Column::Text(_)
            | Column::SourceLang
            | Column::TargetLang
            | Column::LeftOut => {}
        }
    }

    fn tag(&self, cell: &str, row: &Row, sink: &mut dyn Sink) -> Result<LanguageTag> {
        let (tag, repaired) = LanguageTag::repair(cell).map_err(|error| error.in_file(&self.file).at(row.line, 0))?;
        if repaired == Repaired::Underscore {
            let message = format!("`{}` is read as `{tag}`", cell.trim());
            let mut said = Diagnostic::new(DiagnosticCode::LangUnderscore, message).in_file(&self.file);
            said.line = row.line;
            sink.take(said);
        }
        Ok(tag)
    }
}

fn context(unit: &mut TranslationUnit) -> &mut Context {
    unit.context.get_or_insert_default()
}

fn provenance(unit: &mut TranslationUnit) -> &mut Provenance {
    unit.provenance_mut()
}
