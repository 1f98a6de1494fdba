//! What a row of a table says of a unit.

use std::sync::Arc;

use super::columns::{Column, Columns};
use super::cut::Row;
use super::escape::unescape_tsv;
use crate::diag::{Diagnostic, DiagnosticCode, Sink, counted};
use crate::error::{Error, ErrorKind, Result};
use crate::format::ReadOptions;
use crate::model::{
    Bead, LanguageTag, Refill, Repaired, Said, Standing, State, Telling, TranslationUnit, reuse, to_front,
};

/// What is undone in the cells of a table.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Undoing {
    /// Whether `\t \n \r \\` are escapes.
    pub(super) escapes: bool,
    /// Whether quotation marks around a cell are none of its text.
    pub(super) quotes: bool,
}

/// Makes a unit of a row; remembers nothing between two.
pub(super) struct RowParser {
    pub(super) file: Arc<str>,
    columns: Columns,
    /// How many cells a row may have.
    width: usize,
    /// How many cells a row must have.
    needed: usize,
    source_lang: Option<LanguageTag>,
    target_lang: Option<LanguageTag>,
    undo_escapes: bool,
    /// Whether cells may be quoted.
    may_quote: bool,
}

impl RowParser {
    /// Makes units of rows of `file`, whose first row has `width` cells.
    ///
    /// # Errors
    ///
    /// Fails if nothing names the languages.
    pub(super) fn new(
        file: Arc<str>,
        columns: Columns,
        width: usize,
        options: &ReadOptions,
        Undoing { escapes, quotes }: Undoing,
    ) -> Result<Self> {
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
            undo_escapes: escapes,
            may_quote: quotes,
        })
    }

    /// The languages that are known before the first row, that of the source column first.
    pub(super) fn languages(&self) -> Vec<LanguageTag> {
        let of = |column: &Column| match column {
            Column::Source => self.source_lang.clone(),
            Column::Target => self.target_lang.clone(),
            Column::Text(tag) => Some(tag.clone()),
            _ => None,
        };
        let mut languages: Vec<LanguageTag> = self.columns.list.iter().filter_map(of).collect();
        if self.source_column_is_later()
            && let Some(place) = languages
                .iter()
                .position(|lang| Some(lang) == self.source_lang.as_ref())
        {
            to_front(&mut languages, place);
        }
        languages
    }

    /// Fills `unit`, in which nothing is left but what is to be filled anew ([`TranslationUnit::clear_to_refill`]); `false` if the
    /// row has no text at all.
    pub(super) fn parse(&self, row: &Row, unit: &mut TranslationUnit, sink: &mut dyn Sink) -> Result<bool> {
        self.check_width(row)?;
        if unit.origin.file.as_ref() != Some(&self.file) {
            unit.origin.file = Some(Arc::clone(&self.file));
        }
        (unit.origin.line, unit.origin.column) = (row.line, 1);
        let named = self.named_langs(row, sink)?;
        let [of_row_source, of_row_target] = named.each_ref().map(Option::as_ref);
        let source_lang = of_row_source.or(self.source_lang.as_ref());
        let target_lang = of_row_target.or(self.target_lang.as_ref());
        self.set_facts(unit, row, sink);
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
        let found = counted(found.max(row.width()) as u64, "column");
        let message = format!("the row has {found} where the table has {wanted}");
        Err(Error::from(ErrorKind::Table(message))
            .in_file(&self.file)
            .at(row.line, 0)
            .with_help(if self.may_quote {
                "mend the row, or quote what holds the separator"
            } else {
                "mend the row, or say `--from csv` if its cells are quoted"
            }))
    }

    fn text<'c>(&self, cell: &'c str) -> std::borrow::Cow<'c, str> {
        if self.undo_escapes {
            unescape_tsv(cell)
        } else {
            cell.into()
        }
    }

    /// Says of `unit` what the row says beside its texts.
    fn set_facts(&self, unit: &mut TranslationUnit, row: &Row, sink: &mut dyn Sink) {
        let TranslationUnit {
            id,
            provenance,
            notes,
            properties,
            state,
            context,
            origin,
            ..
        } = unit;
        let mut own_id = id.take();
        let mut telling = Telling::new(provenance, notes, properties);
        let cells = self.columns.list.iter().zip(row.cells());
        for (column, cell) in cells.filter(|(_, cell)| !cell.is_empty()) {
            let text = || self.text(cell);
            match column {
                Column::Id => {
                    *id = own_id.take();
                    reuse::refill_or_new(id, &text());
                }
                Column::Note => telling.tell(Said::Note, &text()),
                Column::State => *state = Some(State::parse(cell.trim())),
                Column::Key => context.get_or_insert_default().key = Some(text().into_owned()),
                Column::Previous => context.get_or_insert_default().previous = Some(text().into_owned()),
                Column::Next => context.get_or_insert_default().next = Some(text().into_owned()),
                Column::Created => telling.tell(Said::Created, cell.trim()),
                Column::CreatedBy => telling.tell(Said::CreatedBy, &text()),
                Column::Changed => telling.tell(Said::Changed, cell.trim()),
                Column::ChangedBy => telling.tell(Said::ChangedBy, &text()),
                Column::LastUsed => telling.tell(Said::LastUsed, cell.trim()),
                Column::UsageCount if cell.trim().parse::<u64>().is_ok() => {
                    telling.tell(Said::UsageCount, cell.trim());
                }
                Column::UsageCount => {
                    let message = format!("`{cell}` is no usage count and is kept as a property");
                    sink.take(Diagnostic::new(DiagnosticCode::Table, message).at(origin));
                    telling.property("usage_count", &text());
                }
                Column::Property(name) => telling.property(name, &text()),
                Column::Source
                | Column::Target
                | Column::Text(_)
                | Column::SourceLang
                | Column::TargetLang
                | Column::LeftOut => {}
            }
        }
        telling.end();
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
