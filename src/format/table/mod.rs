//! Tables: tab- and comma-separated values, one unit a row.
//!
//! CSV is RFC 4180 with any of `,` `;` or tab between cells. TSV has no quoting: a quotation mark is text, unless the
//! file is UTF-16, as only spreadsheets save it, and they quote, or its cells are seen to be quoted, with marks doubled. A header row is one that names languages, by their
//! tags or in words, or `source` and `target`; what its other columns hold becomes the unit's id, notes, state and so
//! on where the name is known, and a property of that name where it is not.
//!
//! Written is one column a language under its tag. In a TSV file tab, line feed, carriage return and backslash are
//! escaped as `\t \n \r \\`; its header row ends with a tab, by which the reader knows that the escapes are to be
//! undone: in all other files a backslash is a backslash. CSV rows end with CRLF, as RFC 4180 has it.
//!
//! Inline codes are left out or, under [`InlineCodes::Show`](crate::format::InlineCodes::Show), stand in the text: as
//! their native data, or where they or their other end have none as `{1}`, around text `{1>…<1}`, the number being that
//! which the codes of source and target share. Either way they are text then, which is said, as it is of marks and of
//! text inside codes, which are never shown.

mod columns;
mod cut;
mod escape;
mod names;
mod quotes;
mod read;
mod row;
mod write;

pub(super) use columns::names_languages;
pub use escape::escape_tsv;
pub(super) use names::languages_of_header;
pub use read::TableReader;
pub use write::TableWriter;

/// TSV or CSV.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Dialect {
    /// Tab-separated values.
    Tsv,
    /// Comma-separated values (RFC 4180).
    Csv,
}

#[cfg(test)]
mod tests;
