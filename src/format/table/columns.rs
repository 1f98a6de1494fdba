//! What the columns of a table hold: told by its header row, by the user, or by their places.

use crate::diag::{Diagnostic, DiagnosticCode, Sink, counted};
use crate::error::{Error, ErrorKind, Result};
use crate::format::ReadOptions;
use crate::model::{LanguageTag, Repaired};

use super::cut::Row;
use super::names;

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

/// Names by which people call columns, without case, spaces, hyphens and underscores.
const NAMES: &[(&str, Column)] = &[
    ("source", Column::Source),
    ("src", Column::Source),
    ("sourcesegment", Column::Source),
    ("sourcetext", Column::Source),
    ("srcseg.", Column::Source),
    ("msgid", Column::Source),
    ("target", Column::Target),
    ("tgt", Column::Target),
    ("trg", Column::Target),
    ("targetsegment", Column::Target),
    ("targettext", Column::Target),
    ("tgtseg.", Column::Target),
    ("translation", Column::Target),
    ("msgstr", Column::Target),
    ("sourcelang", Column::SourceLang),
    ("sourcelanguage", Column::SourceLang),
    ("srclang", Column::SourceLang),
    ("targetlang", Column::TargetLang),
    ("targetlanguage", Column::TargetLang),
    ("trglang", Column::TargetLang),
    ("tgtlang", Column::TargetLang),
    ("id", Column::Id),
    ("tuid", Column::Id),
    ("unitid", Column::Id),
    ("segmentid", Column::Id),
    ("note", Column::Note),
    ("notes", Column::Note),
    ("comment", Column::Note),
    ("comments", Column::Note),
    ("bemerkung", Column::Note),
    ("kommentar", Column::Note),
    ("commentaire", Column::Note),
    ("comentario", Column::Note),
    ("context", Column::Key),
    ("key", Column::Key),
    ("previous", Column::Previous),
    ("previoussource", Column::Previous),
    ("next", Column::Next),
    ("nextsource", Column::Next),
    ("state", Column::State),
    ("status", Column::State),
    ("created", Column::Created),
    ("creationdate", Column::Created),
    ("createdby", Column::CreatedBy),
    ("author", Column::CreatedBy),
    ("creationid", Column::CreatedBy),
    ("changed", Column::Changed),
    ("changedate", Column::Changed),
    ("modified", Column::Changed),
    ("changedby", Column::ChangedBy),
    ("changeid", Column::ChangedBy),
    ("modifiedby", Column::ChangedBy),
    ("lastused", Column::LastUsed),
    ("lastusagedate", Column::LastUsed),
    ("usagecount", Column::UsageCount),
];

/// How people call source and target otherwise, in names without case, spaces, hyphens and underscores. Each word counts only
/// beside its own other: `Quelle` beside `Übersetzung` is where a term is from.
const SIDES: &[(&str, &str)] = &[
    ("original", "translation"),
    ("quelle", "ziel"),
    ("quelltext", "zieltext"),
    ("ausgangstext", "zieltext"),
    ("quellsprache", "zielsprache"),
    ("ausgangssprache", "zielsprache"),
    ("original", "übersetzung"),
    ("source", "cible"),
    ("textesource", "textecible"),
    ("languesource", "languecible"),
    ("original", "traduction"),
    ("origen", "destino"),
    ("textodeorigen", "textodedestino"),
    ("original", "traducción"),
    ("origem", "destino"),
    ("original", "tradução"),
    ("origine", "destinazione"),
    ("originale", "traduzione"),
    ("оригинал", "перевод"),
    ("исходныйтекст", "перевод"),
    ("原文", "译文"),
    ("原文", "翻译"),
    ("源语言", "目标语言"),
    ("原文", "譯文"),
    ("原文", "翻譯"),
    ("來源語言", "目標語言"),
    ("原文", "訳文"),
    ("原文", "翻訳"),
    ("원문", "번역"),
    ("원문", "번역문"),
];

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
            named_langs: [None, None],
        });
    }
    let list = (0..first.len().max(2)).map(by_place).collect();
    Ok(Columns {
        list,
        has_header: false,
        is_own: false,
        named_langs: [None, None],
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

/// Whether a header row is the one we write: language tags, and a tab at the end.
fn is_own(row: &Row) -> bool {
    let mut tags = row.cells();
    let ends_with_tab = tags.next_back().is_some_and(str::is_empty);
    ends_with_tab && tags.len() >= 2 && tags.all(|cell| as_written(cell).is_some_and(|tag| tag.as_str() == cell))
}

/// The subtag that private tags begin with.
const PRIVATE: &str = "x";

/// Whether a header row holds nothing but tags, as we write them, of languages that people have memories in or that are
/// private (`x-german`). Where anything else is in the row, what begins with `x-` is called so for other reasons.
fn are_tags(row: &Row) -> bool {
    let is_tag = |cell: &str| {
        let private = || as_written(cell).filter(|tag| tag.language() == PRIVATE);
        let tag = tag_of(cell).or_else(private);
        tag.is_some_and(|tag| tag.as_str() == cell) && known_name(cell).is_none()
    };
    row.len() >= 2 && row.cells().all(is_tag)
}

/// The tag that a cell is, whether or not somebody knows its language.
fn as_written(cell: &str) -> Option<LanguageTag> {
    let (tag, repaired) = LanguageTag::read(cell);
    (repaired == Repaired::No).then_some(tag)
}

/// The columns that a header row names; `None` if the row is none.
///
/// It is one if it names both `source` and `target`, or two languages at least.
fn header(row: &Row, below: FirstCells, options: &ReadOptions, sink: &mut dyn Sink) -> Result<Option<Vec<Column>>> {
    let mut repaired: Vec<(String, LanguageTag)> = Vec::new();
    let asked_for =
        |tag: &LanguageTag| Some(tag) == options.source_lang.as_ref() || Some(tag) == options.target_lang.as_ref();
    let is_private = |tag: &LanguageTag| tag.language() == PRIVATE && are_tags(row);
    let mut list: Vec<Column> = row
        .cells()
        .map(|cell| {
            let cell = cell.trim();
            let plain = as_written(cell);
            let sure = plain
                .filter(|tag| is_own(row) || asked_for(tag) || is_private(tag))
                .map(Column::Text);
            sure.or_else(|| known_name(cell))
                .or_else(|| language(cell, &mut repaired))
                .unwrap_or_else(|| by_header(cell))
        })
        .collect();
    let languages = |list: &[Column]| list.iter().filter(|column| matches!(column, Column::Text(_))).count();
    let are_sides = list.contains(&Column::Source) && list.contains(&Column::Target);
    let other_sides = !are_sides && languages(&list) < 2 && take_sides(&mut list, row);
    let names_sides = are_sides || other_sides;
    let mut with_words = list.clone();
    let has_words = take_words(&mut with_words, row);
    let are_languages = languages(&with_words) > 1 && (!names_sides || prefers_languages(&with_words, options));
    let has_words = has_words && (are_languages || !names_sides);
    if has_words {
        list = with_words;
    }
    if are_languages {
        set_sides_aside(&mut list, row);
    }
    let names_sides = names_sides && !are_languages;
    if below == FirstCells::Numbers && languages(&list) > 2 && !is_own(row) {
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
        let message = format!("`{written}` in the header is read as `{tag}`");
        let mut said = Diagnostic::new(DiagnosticCode::LangUnderscore, message);
        said.line = row.line;
        sink.take(said);
    }
    Ok(Some(list))
}

/// Gives the columns their languages whose header cells name these in words; gives whether there are any.
///
/// Where all name the same language, and no two of its regions, there are none: the words are one and its translation. A
/// language that is named again is a property.
fn take_words(list: &mut Vec<Column>, row: &Row) -> bool {
    let mut named = list.clone();
    for (place, cell) in row.cells().enumerate() {
        let word = names::language(cell).map(Column::Text);
        let word = word.filter(|word| !named.contains(word));
        if let (Some(column @ Column::Property(_)), Some(word)) = (named.get_mut(place), word) {
            *column = word;
        }
    }
    let tags = || {
        named.iter().filter_map(|column| match column {
            Column::Text(tag) => Some(tag),
            _ => None,
        })
    };
    let has_region = |tag: &LanguageTag| tag.as_str() != tag.language();
    let differ = |one: &LanguageTag, other: &LanguageTag| {
        !one.same_language(other) || one != other && has_region(one) && has_region(other)
    };
    let are_several = tags().any(|one| tags().any(|other| differ(one, other)));
    let has_words = named != *list && are_several;
    if has_words {
        *list = named;
    }
    has_words
}

/// Whether a header that names source and target too means the texts by the languages that it names: those asked for are
/// among them, or nothing says in which language source and target are.
fn prefers_languages(list: &[Column], options: &ReadOptions) -> bool {
    let tags = || {
        list.iter().filter_map(|column| match column {
            Column::Text(tag) => Some(tag),
            _ => None,
        })
    };
    let has = |asked_for: &LanguageTag| tags().any(|tag| tag.same_language(asked_for));
    // `QA` and `PM` are well-formed tags too
    let are_sure = tags().filter(|tag| names::is_listed(tag)).count() > 1;
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
fn say_header(list: &[Column], row: &Row, sink: &mut dyn Sink) {
    let texts = list.iter().zip(row.cells()).filter(|(column, _)| column.is_text());
    let cells: Vec<String> = texts.map(|(_, cell)| format!("`{}`", cell.trim())).collect();
    let message = format!("the first row is taken for a header: {}", cells.join(", "));
    let mut said = Diagnostic::new(DiagnosticCode::Table, message)
        .with_help("put a row of language tags before it if it is a unit");
    said.line = row.line;
    sink.take(said);
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

/// Says of which names of languages only a part is read.
fn say_details(list: &[Column], row: &Row, sink: &mut dyn Sink) {
    for (column, cell) in list.iter().zip(row.cells()) {
        if let Column::Text(tag) = column
            && names::has_unknown_detail(cell)
        {
            let message = format!("`{}` in the header is read as `{tag}`", cell.trim());
            let mut said = Diagnostic::new(DiagnosticCode::Table, message)
                .with_help("name the language by its tag if it is another");
            said.line = row.line;
            sink.take(said);
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

/// Calls two columns source and target that are called so in another language; gives whether there are such.
fn take_sides(list: &mut [Column], row: &Row) -> bool {
    let cells: Vec<String> = row.cells().map(|cell| plain_name(cell.trim())).collect();
    let place = |word: &str| cells.iter().position(|cell| cell == word);
    let is_side = |column: &Column| matches!(column, Column::Source | Column::Target);
    let others = |source: usize, target: usize| {
        let mut sides = list.iter().enumerate().filter(|(_, column)| is_side(column));
        sides.any(|(at, _)| at != source && at != target)
    };
    let pairs = SIDES
        .iter()
        .filter_map(|(source, target)| place(source).zip(place(target)));
    let mut pairs = pairs.filter(|(source, target)| !others(*source, *target));
    let Some((source, target)) = pairs.next() else {
        return false;
    };
    for (place, side) in [(source, Column::Source), (target, Column::Target)] {
        if let Some(column) = list.get_mut(place) {
            *column = side;
        }
    }
    true
}

/// The name of a column without case, spaces, hyphens and underscores.
fn plain_name(cell: &str) -> String {
    let letters = cell.chars().filter(|c| !matches!(c, ' ' | '_' | '-'));
    letters.flat_map(char::to_lowercase).collect()
}

fn known_name(cell: &str) -> Option<Column> {
    let plain = plain_name(cell);
    NAMES
        .iter()
        .find(|(name, _)| *name == plain)
        .map(|(_, column)| column.clone())
}

/// The language of a header cell that is a tag.
pub(super) fn tag_of(cell: &str) -> Option<LanguageTag> {
    match language(cell, &mut Vec::new())? {
        Column::Text(tag) => Some(tag),
        _ => None,
    }
}

/// A header cell that is a language tag. Words of three letters are more often words than tags, so such a tag counts
/// only with a script or region after it, or for a language that people do have memories in.
fn language(cell: &str, repaired: &mut Vec<(String, LanguageTag)>) -> Option<Column> {
    const THREE_LETTERS: &[&str] = &[
        "ast", "ceb", "ckb", "cmn", "fil", "gsw", "haw", "hmn", "hsb", "kab", "nds", "rhg", "sco", "yue",
    ];
    let (tag, how) = LanguageTag::repair(cell).ok()?;
    let language = tag.language();
    let plausible = match language.len() {
        2 => true,
        3 => tag.as_str().len() > 3 || THREE_LETTERS.contains(&language),
        _ => false,
    };
    if !plausible {
        return None;
    }
    if how == Repaired::Underscore {
        repaired.push((cell.to_owned(), tag.clone()));
    }
    Some(Column::Text(tag))
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
