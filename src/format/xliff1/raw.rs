//! Markup that is copied.
//!
//! Of a unit that was read in several parts, each bears its number and how many there are, and the first the element
//! behind that, so that the writer sees whether all have come.

use crate::model::{RawDialect, TranslationUnit};

/// The markup that the part `number`, from 0, of `count` bears.
pub(super) fn part_markup(element: &str, number: usize, count: usize) -> String {
    match (number, count) {
        (0, 0 | 1) => element.to_owned(),
        (0, _) => format!("1/{count}{element}"),
        _ => format!("{}/{count}", number + 1),
    }
}

/// The element that `parts` were read from, if they are still just that.
pub(super) fn whole_markup(parts: &[TranslationUnit]) -> Option<&str> {
    let count = parts.len();
    let (first, others) = parts.split_first()?;
    let are_there = others
        .iter()
        .enumerate()
        .all(|(place, unit)| markup(unit) == Some(&part_markup("", place + 1, count)));
    let first = markup(first)?;
    let element = if count == 1 {
        first
    } else {
        first.strip_prefix(&part_markup("", 0, count))?
    };
    (are_there && element.starts_with('<')).then_some(element)
}

fn markup(unit: &TranslationUnit) -> Option<&str> {
    let raw = unit.raw.as_deref().filter(|raw| raw.dialect == RawDialect::Xliff12)?;
    Some(&raw.markup)
}

/// The names of groups in an element that is copied, which must differ within a file.
pub(super) fn group_names(markup: &str) -> impl Iterator<Item = &str> {
    let starts = ["<context-group", "<count-group"];
    starts.into_iter().flat_map(move |start| {
        let found = markup.match_indices(start);
        found.filter_map(move |(at, _)| name_attribute(markup.get(at + start.len()..)?))
    })
}

/// The value of `name` in the rest of a start tag, in the markup as it stands.
fn name_attribute(mut rest: &str) -> Option<&str> {
    loop {
        let (name, behind) = rest.trim_start().split_once('=')?;
        if name.contains('>') {
            return None;
        }
        let behind = behind.trim_start();
        let quote = behind.chars().next()?;
        let (value, next) = behind.get(quote.len_utf8()..)?.split_once(quote)?;
        if name.trim_end() == "name" {
            return Some(value);
        }
        rest = next;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Raw;

    fn unit(markup: &str) -> TranslationUnit {
        TranslationUnit {
            raw: Some(Box::new(Raw {
                dialect: RawDialect::Xliff12,
                markup: markup.into(),
                inherited_source: None,
            })),
            ..TranslationUnit::default()
        }
    }

    #[test]
    fn parts_are_copied_only_together() {
        assert_eq!(whole_markup(&[unit("<a/>")]), Some("<a/>"));
        assert_eq!(whole_markup(&[unit("1/2<a/>"), unit("2/2")]), Some("<a/>"));
        for missing in [&["1/3<a/>", "2/3"], &["1/3<a/>", "3/3"], &["2/3", "3/3"], &["<a/>", ""]] {
            assert_eq!(whole_markup(&missing.map(unit)), None, "{missing:?}");
        }
        assert_eq!(whole_markup(&[unit("1/2<a/>")]), None);
        assert_eq!(whole_markup(&[unit("1/2<a/>"), TranslationUnit::default()]), None);
    }

    #[test]
    fn names_of_groups_are_found() {
        let markup = "<context-group purpose='match' name = 'a>b'><context-group><count-group name=\"c\">";
        assert_eq!(group_names(markup).collect::<Vec<_>>(), ["a>b", "c"]);
    }
}
