//! What the layout of a text puts around and between its lines: marks of quoted mail, what stands at the edges of printed
//! pages, cells and columns. It is taken away, and said, before languages are told.

mod columns;
mod mail;
mod pages;
mod quotation;
mod table;

use std::fmt;

use super::alignment::SideOfText;
use super::junk::JunkReason;
use super::language::Languages;
use super::lines::{Line, lines};
use super::{AlignOptions, Segmentation, language, mixed};
use crate::error::Result;

/// Something in the layout of a text that is no part of what it says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LaidOut {
    /// The side in whose file it stands; of a single text the source.
    pub side: SideOfText,
    /// The line in which it begins, from 1.
    pub line: u64,
    /// What it was taken for.
    pub taken_for: TakenFor,
}

/// What a part of the layout was taken for.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum TakenFor {
    /// The mark of a quoted mail, at the head of so many lines.
    Quotation(char, usize),
    /// A table in Markdown, cut into cells.
    Table,
    /// Two columns, of which the second begins here, from 1.
    Columns(usize),
    /// Hyphens at the ends of so many lines, of which the first parted this word.
    Hyphens(String, usize),
}

impl fmt::Display for TakenFor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Quotation(mark, count) => {
                write!(
                    f,
                    "`{mark}` at the head of {count} lines is taken for the mark of quoted mail and left out"
                )
            }
            Self::Table => f.write_str("a table begins here, and is cut into its cells"),
            Self::Columns(at) => write!(f, "two columns stand side by side, and are cut before column {at}"),
            Self::Hyphens(word, 1) => write!(f, "the hyphen at the end of this line is left out of `{word}`"),
            Self::Hyphens(word, count) => {
                write!(
                    f,
                    "hyphens at the ends of {count} lines are left out, the first one of `{word}`"
                )
            }
        }
    }
}

/// A text without what only its layout says.
#[derive(Debug, Default)]
pub(super) struct Text<'a> {
    pub(super) lines: Vec<Line<'a>>,
    /// Lines that are set aside.
    pub(super) aside: Vec<(Line<'a>, JunkReason)>,
    /// Before or at which lines a page ends, in order.
    pub(super) page_ends: Vec<u64>,
    pub(super) found: Vec<(u64, TakenFor)>,
}

impl<'a> Text<'a> {
    /// Cuts a text into lines, and takes the layout away unless lines are to stay as they are.
    pub(super) fn of(text: &'a str, options: &AlignOptions) -> Self {
        let mut text = Self {
            lines: lines(text, options.segmentation),
            ..Self::default()
        };
        if options.segmentation != Segmentation::Line {
            text.found.extend(quotation::take_away(&mut text.lines));
            if !options.keep_junk {
                mail::set_aside(&mut text);
                pages::set_aside(&mut text);
            }
        }
        text
    }

    /// Cuts the lines of a text in two languages where both stand on one line, and tells the language of each.
    ///
    /// # Errors
    ///
    /// Fails if the text is blank, has no letters, or is in one language only.
    pub(super) fn languages(&mut self, options: &AlignOptions) -> Result<Languages> {
        let hints = [options.source_lang.as_ref(), options.target_lang.as_ref()];
        if options.segmentation != Segmentation::Line {
            if let Some(table) = table::cut(&self.lines)
                && let Ok(mut languages) = language::of_bilingual(&table.lines, hints)
                && table.side_by_column(&mut languages.sides)
            {
                self.lines = table.lines;
                self.aside.extend(table.aside);
                self.found
                    .extend(table.heads.into_iter().map(|head| (head, TakenFor::Table)));
                return Ok(languages);
            }
            if let Some(languages) = columns::cut(self, hints) {
                return Ok(languages);
            }
        }
        self.lines = mixed::cut(std::mem::take(&mut self.lines));
        language::of_bilingual(&self.lines, hints)
    }
}
