//! What the columns of a table hold: told by its header row, by the user, or by their places.

mod called;
mod header;
mod tags;

pub(in crate::format) use header::names_languages;
pub(super) use tags::tag_of;

use self::called::known_name;
use self::header::{header, is_own, say_header};
use self::tags::language;
use super::cut::Row;
use super::names;
use crate::diag::{Sink, counted};
use crate::error::{Error, ErrorKind, Result};
use crate::format::ReadOptions;
use crate::model::LanguageTag;

/// What a column holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Column {
    Source,
    Target,
    /// Text of this language.
    Text(LanguageTag),
    /// The language of the source, row by row.
    SourceLang,
    /// The language of the target, row by row.
    TargetLang,
    Id,
    Note,
    Key,
    Previous,
    Next,
    State,
    Created,
    CreatedBy,
    Changed,
    ChangedBy,
    LastUsed,
    UsageCount,
    /// A property of this name.
    Property(String),
    /// Nothing that was asked for.
    LeftOut,
}

impl Column {
    pub(super) fn is_text(&self) -> bool {
        matches!(self, Self::Source | Self::Target | Self::Text(_))
    }
}

/// The columns of a table, and how they were found.
#[derive(Debug, Clone, Default)]
pub(super) struct Columns {
    pub(super) list: Vec<Column>,
    /// Whether the first row is a header and no unit.
    pub(super) has_header: bool,
    /// Whether that header is the one we write.
    pub(super) is_own: bool,
    /// The languages that the header names for the columns which the user calls source and target.
    pub(super) named_langs: [Option<LanguageTag>; 2],
}

/// What the first cells of the rows below a header are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum FirstCells {
    Numbers,
    Others,
}

/// Finds what the columns hold, by the first row, the first cells of those below, and the options.
pub(super) fn find(first: &Row, below: FirstCells, options: &ReadOptions, sink: &mut dyn Sink) -> Result<Columns> {
    if !options.columns.is_empty() {
        let header = header(first, below, options, &mut Vec::new());
        return named(first, header.is_ok_and(|header| header.is_some()), options, sink);
    }
    let header = header(first, below, options, sink)?;
    if let Some(list) = header {
        return Ok(Columns {
            list,
            has_header: true,
            is_own: is_own(first),
            ..Columns::default()
        });
    }
    let list = (0..first.len().max(2)).map(by_place).collect();
    Ok(Columns {
        list,
        ..Columns::default()
    })
}

/// Without names the first two columns are source and target.
fn by_place(place: usize) -> Column {
    match place {
        0 => Column::Source,
        1 => Column::Target,
        place => Column::Property(format!("column-{}", place + 1)),
    }
}

/// The columns that the user names; all others are left out.
fn named(first: &Row, is_header: bool, options: &ReadOptions, sink: &mut dyn Sink) -> Result<Columns> {
    let list = named_list(first, options)?;
    let by_header = options.columns.iter().any(|(_, place)| place.parse::<usize>().is_err());
    // a first row whose cells are names, though the user counted columns, is a header all the same
    let has_header = by_header || is_header;
    if has_header && !by_header {
        say_header(&list, first, sink);
    }
    let named = |side: &Column, asked_for: &Option<LanguageTag>| {
        let place = list.iter().position(|column| column == side).filter(|_| has_header)?;
        let cell = first.cell(place)?.trim();
        let in_words = || names::language(cell).filter(|_| asked_for.is_none());
        tag_of(cell).or_else(in_words)
    };
    let named_langs = [
        named(&Column::Source, &options.source_lang),
        named(&Column::Target, &options.target_lang),
    ];
    Ok(Columns {
        list,
        has_header,
        is_own: false,
        named_langs,
    })
}

/// What the user says of each column.
fn named_list(first: &Row, options: &ReadOptions) -> Result<Vec<Column>> {
    let usage = |message: String, help: &str| Err(Error::from(ErrorKind::Usage(message)).with_help(help));
    let mut list = vec![Column::LeftOut; first.len()];
    for (name, place) in &options.columns {
        let index = match place.parse::<usize>() {
            Ok(number) => number.checked_sub(1).filter(|index| *index < list.len()),
            Err(_) => first.cells().position(|cell| cell.trim() == place),
        };
        let column = known_name(name)
            .or_else(|| language(name, &mut Vec::new()))
            .unwrap_or_else(|| Column::Property(name.clone()));
        if column.is_text() && list.contains(&column) {
            let message = format!("`--columns` names two columns `{name}`");
            return usage(message, "name `source` and `target`, or two languages, once each");
        }
        let Some(named) = index.and_then(|index| list.get_mut(index)) else {
            let has = counted(first.len() as u64, "column");
            let message = format!("the table has no column `{place}`, but {has}");
            return Err(Error::from(ErrorKind::Table(message))
                .at(first.line, 0)
                .with_help("change `--columns`"));
        };
        *named = column;
    }
    if list.iter().filter(|column| column.is_text()).count() < 2 {
        let message = "`--columns` names no two columns of text".to_owned();
        return usage(message, "name `source` and `target`, or two languages");
    }
    Ok(list)
}
