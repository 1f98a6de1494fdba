//! What a header row says of the columns below it.

use super::called::{known_name, other_sides};
use super::tags::{PRIVATE, are_tags, as_written, language, tag_of};
use super::{Column, FirstCells};
use crate::diag::{Diagnostic, DiagnosticCode, Sink};
use crate::error::{Error, ErrorKind, Result};
use crate::format::ReadOptions;
use crate::format::table::cut::Row;
use crate::format::table::names;
use crate::model::LanguageTag;

/// Whether a header row is the one we write: language tags, and a tab at the end.
pub(super) fn is_own(row: &Row) -> bool {
    let mut tags = row.cells();
    let ends_with_tab = tags.next_back().is_some_and(str::is_empty);
    ends_with_tab && tags.len() >= 2 && tags.all(|cell| as_written(cell).is_some_and(|tag| tag.as_str() == cell))
}

/// The columns that a header row names; `None` if the row is none.
///
/// It is one if it names both `source` and `target`, or two languages at least.
pub(super) fn header(
    row: &Row,
    below: FirstCells,
    options: &ReadOptions,
    sink: &mut dyn Sink,
) -> Result<Option<Vec<Column>>> {
    let mut repaired: Vec<(String, LanguageTag)> = Vec::new();
    let asked_for =
        |tag: &LanguageTag| Some(tag) == options.source_lang.as_ref() || Some(tag) == options.target_lang.as_ref();
    let is_own = is_own(row);
    let is_private = |tag: &LanguageTag| tag.language() == PRIVATE && are_tags(row);
    let mut list: Vec<Column> = row
        .cells()
        .map(|cell| {
            let cell = cell.trim();
            let plain = as_written(cell);
            let sure = plain
                .filter(|tag| is_own || asked_for(tag) || is_private(tag))
                .map(Column::Text);
            sure.or_else(|| known_name(cell))
                .or_else(|| language(cell, &mut repaired))
                .unwrap_or_else(|| by_header(cell))
        })
        .collect();
    let are_sides = list.contains(&Column::Source) && list.contains(&Column::Target);
    let other_sides = !are_sides && languages(&list) < 2 && take_sides(&mut list, row);
    let names_sides = are_sides || other_sides;
    let words = with_words(&list, row);
    let are_languages = {
        let list = words.as_ref().unwrap_or(&list);
        languages(list) > 1 && (!names_sides || prefers_languages(list, options))
    };
    let words = words.filter(|_| are_languages || !names_sides);
    let has_words = words.is_some();
    list = words.unwrap_or(list);
    if are_languages {
        set_sides_aside(&mut list, row);
    }
    let names_sides = names_sides && !are_languages;
    if below == FirstCells::Numbers && languages(&list) > 2 && !is_own {
        take_number(&mut list, row, asked_for);
    }
    if languages(&list) < 2 && !names_sides {
        // `id` is Indonesian where there would be no second language without it
        let indonesian = list
            .iter()
            .zip(row.cells())
            .position(|(column, cell)| *column == Column::Id && cell.trim() == "id");
        let tags = if has_words { 0 } else { languages(&list) };
        if let (1, Some(column)) = (tags, indonesian.and_then(|place| list.get_mut(place))) {
            *column = Column::Text(LanguageTag::parse("id")?);
        }
        if languages(&list) < 2 {
            return Ok(None);
        }
    }
    settle_repeats(&mut list, row)?;
    if has_words || other_sides {
        say_header(&list, row, sink);
        say_details(&list, row, sink);
    }
    for (written, tag) in repaired {
        sink.take(read_as(DiagnosticCode::LangUnderscore, &written, &tag, row));
    }
    Ok(Some(list))
}

/// The languages that columns have by their tags.
fn tags(list: &[Column]) -> impl Iterator<Item = &LanguageTag> + Clone {
    list.iter().filter_map(|column| match column {
        Column::Text(tag) => Some(tag),
        _ => None,
    })
}

/// How many columns have a language.
fn languages(list: &[Column]) -> usize {
    tags(list).count()
}

/// The columns with the languages that header cells name in words; `None` if there are no such.
///
/// Where all name the same language, and no two of its regions, there are none: the words are one and its translation. A
/// language that is named again is a property.
fn with_words(list: &[Column], row: &Row) -> Option<Vec<Column>> {
    let mut named = list.to_vec();
    for (place, cell) in row.cells().enumerate() {
        let word = names::language(cell).map(Column::Text);
        let word = word.filter(|word| !named.contains(word));
        if let (Some(column @ Column::Property(_)), Some(word)) = (named.get_mut(place), word) {
            *column = word;
        }
    }
    let has_region = |tag: &LanguageTag| tag.as_str() != tag.language();
    let differ = |one: &LanguageTag, other: &LanguageTag| {
        !one.same_language(other) || one != other && has_region(one) && has_region(other)
    };
    let are_several = tags(&named).any(|one| tags(&named).any(|other| differ(one, other)));
    (are_several && named != list).then_some(named)
}

/// Whether a header that names source and target too means the texts by the languages that it names: those asked for are
/// among them, or nothing says in which language source and target are.
fn prefers_languages(list: &[Column], options: &ReadOptions) -> bool {
    let has = |asked_for: &LanguageTag| tags(list).any(|tag| tag.same_language(asked_for));
    // `QA` and `PM` are well-formed tags too
    let are_sure = tags(list).filter(|tag| names::is_listed(tag)).count() > 1;
    let asked_for = [&options.source_lang, &options.target_lang].map(Option::as_ref);
    let named_by_rows = [Column::SourceLang, Column::TargetLang].map(|column| list.contains(&column));
    let are_told = asked_for
        .iter()
        .zip(named_by_rows)
        .all(|(lang, by_rows)| lang.is_some() || by_rows);
    !are_told && are_sure || named_by_rows == [false; 2] && asked_for.iter().all(|lang| lang.is_some_and(has))
}

/// Makes properties of the columns that are called source or target where languages name the texts.
fn set_sides_aside(list: &mut [Column], row: &Row) {
    for (column, cell) in list.iter_mut().zip(row.cells()) {
        if matches!(column, Column::Source | Column::Target) {
            *column = by_header(cell.trim());
        }
    }
}

/// Calls two columns source and target that are called so in another language; gives whether there are such.
fn take_sides(list: &mut [Column], row: &Row) -> bool {
    let Some(pair) = other_sides(list, row.cells()) else {
        return false;
    };
    for (place, side) in pair.into_iter().zip([Column::Source, Column::Target]) {
        if let Some(column) = list.get_mut(place) {
            *column = side;
        }
    }
    true
}

/// Makes a property of the first column, which holds numbers, if it is called `No` or `Nr`, which are tags of languages too.
fn take_number(list: &mut [Column], row: &Row, asked_for: impl Fn(&LanguageTag) -> bool) {
    let cell = row.cell(0).map(str::trim).unwrap_or_default();
    let is_number = ["no", "nr"].iter().any(|word| cell.eq_ignore_ascii_case(word));
    if let (true, Some(first)) = (is_number, list.first_mut())
        && !matches!(first, Column::Text(tag) if asked_for(tag))
    {
        *first = by_header(cell);
    }
}

/// Says that the first row is no unit, where that is not sure.
pub(super) fn say_header(list: &[Column], row: &Row, sink: &mut dyn Sink) {
    let texts = list.iter().zip(row.cells()).filter(|(column, _)| column.is_text());
    let cells: Vec<String> = texts.map(|(_, cell)| format!("`{}`", cell.trim())).collect();
    let message = format!("the first row is taken for a header: {}", cells.join(", "));
    let mut said = Diagnostic::new(DiagnosticCode::Table, message)
        .with_help("put a row of language tags before it if it is a unit");
    said.line = row.line;
    sink.take(said);
}

/// That a header cell is read as a tag which is not what is written there.
fn read_as(code: DiagnosticCode, written: &str, tag: &LanguageTag, row: &Row) -> Diagnostic {
    let mut said = Diagnostic::new(code, format!("`{written}` in the header is read as `{tag}`"));
    said.line = row.line;
    said
}

/// Says of which names of languages only a part is read.
fn say_details(list: &[Column], row: &Row, sink: &mut dyn Sink) {
    for (column, cell) in list.iter().zip(row.cells()) {
        if let Column::Text(tag) = column
            && names::has_unknown_detail(cell)
        {
            let said = read_as(DiagnosticCode::Table, cell.trim(), tag, row);
            sink.take(said.with_help("name the language by its tag if it is another"));
        }
    }
}

/// What a header cell means that names nothing known.
fn by_header(cell: &str) -> Column {
    if cell.is_empty() {
        Column::LeftOut
    } else {
        Column::Property(cell.to_owned())
    }
}

/// Of two columns with one name the second is a property, unless they hold text: one of them would be lost.
fn settle_repeats(list: &mut [Column], row: &Row) -> Result<()> {
    for place in 1..list.len() {
        let (before, after) = list.split_at_mut(place);
        let Some(column) = after.first_mut() else { continue };
        let is_repeat = !matches!(column, Column::Property(_) | Column::LeftOut) && before.contains(column);
        if !is_repeat {
            continue;
        }
        let cell = row.cell(place).map(str::trim).unwrap_or_default();
        if column.is_text() {
            let message = format!("two columns of the table are called `{cell}`");
            let error = Error::from(ErrorKind::Table(message)).at(row.line, 0);
            return Err(error.with_help("name one of them with `--columns`"));
        }
        *column = by_header(cell);
    }
    Ok(())
}

/// Whether a row of such cells names two languages, or `source` and `target`.
pub(in crate::format) fn names_languages<'c>(cells: impl Iterator<Item = &'c str>) -> bool {
    let mut languages: Vec<LanguageTag> = Vec::new();
    let mut sides = [false; 2];
    for cell in cells.map(str::trim) {
        match known_name(cell) {
            Some(Column::Source) => sides[0] = true,
            Some(Column::Target) => sides[1] = true,
            Some(_) => {}
            None => {
                let named = tag_of(cell).or_else(|| names::language(cell));
                languages.extend(named.filter(|tag| !languages.contains(tag)));
            }
        }
    }
    sides == [true; 2] || languages.len() > 1
}
