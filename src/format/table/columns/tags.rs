//! Header cells that are language tags.

use super::Column;
use super::called::known_name;
use crate::format::table::cut::Row;
use crate::model::{LanguageTag, Repaired};

/// The subtag that private tags begin with.
pub(super) const PRIVATE: &str = "x";

/// Whether a header row holds nothing but tags, as we write them, of languages that people have memories in or that are
/// private (`x-german`). Where anything else is in the row, what begins with `x-` is called so for other reasons.
pub(super) fn are_tags(row: &Row) -> bool {
    let is_tag = |cell: &str| {
        let private = || as_written(cell).filter(|tag| tag.language() == PRIVATE);
        let tag = tag_of(cell).or_else(private);
        tag.is_some_and(|tag| tag.as_str() == cell) && known_name(cell).is_none()
    };
    row.len() >= 2 && row.cells().all(is_tag)
}

/// The tag that a cell is, whether or not somebody knows its language.
pub(super) fn as_written(cell: &str) -> Option<LanguageTag> {
    let (tag, repaired) = LanguageTag::read(cell);
    (repaired == Repaired::No).then_some(tag)
}

/// The language of a header cell that is a tag.
pub(in super::super) fn tag_of(cell: &str) -> Option<LanguageTag> {
    match language(cell, &mut Vec::new())? {
        Column::Text(tag) => Some(tag),
        _ => None,
    }
}

/// A header cell that is a language tag. Words of three letters are more often words than tags, so such a tag counts
/// only with a script or region after it, or for a language that people do have memories in.
pub(super) fn language(cell: &str, repaired: &mut Vec<(String, LanguageTag)>) -> Option<Column> {
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
