//! Markup that is copied.
//!
//! Of a unit that was read in several parts, each bears its number and how many there are, and the first the element
//! behind that, so that the writer sees whether all have come.

use super::Version;
use crate::model::{RawDialect, TranslationUnit};

/// The markup that the part `number`, from 0, of `count` bears.
pub(super) fn part_markup(element: &str, number: usize, count: usize) -> String {
    match (number, count) {
        (0, 0 | 1) => element.to_owned(),
        (0, _) => format!("1/{count}{element}"),
        _ => format!("{}/{count}", number + 1),
    }
}

/// The element that `parts` were read from, if they are still just that and it may stand in a document of `version`.
pub(super) fn whole_markup<'a>(parts: &[&'a TranslationUnit], version: Version) -> Option<&'a str> {
    let count = parts.len();
    let (first, others) = parts.split_first()?;
    let are_there = others
        .iter()
        .enumerate()
        .all(|(place, unit)| markup(unit, version) == Some(&part_markup("", place + 1, count)));
    let first = markup(first, version)?;
    let element = if count == 1 {
        first
    } else {
        first.strip_prefix(&part_markup("", 0, count))?
    };
    (are_there && element.starts_with('<')).then_some(element)
}

/// The `id` of the element that is copied, as it is written; its value has no references where it is a token.
pub(super) fn id(markup: &str) -> Option<&str> {
    let mut rest = markup.strip_prefix("<unit")?;
    loop {
        let (name, behind) = rest.trim_start().split_once('=')?;
        if name.contains('>') {
            return None;
        }
        let behind = behind.trim_start();
        let quote = behind.chars().next().filter(|quote| matches!(quote, '"' | '\''))?;
        let (value, next) = behind.get(1..)?.split_once(quote)?;
        if name.trim_end() == "id" {
            return Some(value);
        }
        rest = next;
    }
}

fn markup(unit: &TranslationUnit, version: Version) -> Option<&str> {
    let dialect = match version {
        Version::V20 | Version::V21 => RawDialect::Xliff20,
        Version::V22 => RawDialect::Xliff22,
    };
    let raw = unit.raw.as_deref().filter(|raw| raw.dialect == dialect)?;
    Some(&raw.markup)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Raw;

    fn unit(markup: &str) -> TranslationUnit {
        TranslationUnit {
            raw: Some(Box::new(Raw {
                dialect: RawDialect::Xliff20,
                markup: markup.into(),
                inherited_source: None,
            })),
            ..TranslationUnit::default()
        }
    }

    #[test]
    fn the_id_of_an_element_is_found_among_its_attributes() {
        for (markup, expected) in [
            ("<unit id=\"a\">", Some("a")),
            ("<unit\n name=' id=\"b\"' xml:id='c' id = 'd' >", Some("d")),
            ("<unit name=\"x\"><segment id=\"s\">", None),
            ("<unit/>", None),
            ("<group id=\"a\">", None),
        ] {
            assert_eq!(id(markup), expected, "{markup}");
        }
    }

    #[test]
    fn parts_are_copied_only_where_all_have_come_in_order() {
        let parts: Vec<TranslationUnit> = (0..3).map(|number| unit(&part_markup("<unit/>", number, 3))).collect();
        let of = |numbers: &[usize], version| {
            let parts: Vec<&TranslationUnit> = numbers.iter().map(|number| &parts[*number]).collect();
            whole_markup(&parts, version).map(str::to_owned)
        };
        assert_eq!(of(&[0, 1, 2], Version::V21).as_deref(), Some("<unit/>"));
        assert_eq!(of(&[0, 1, 2], Version::V22), None);
        for wrong in [&[0, 1][..], &[0], &[1, 2], &[0, 2, 1], &[]] {
            assert_eq!(of(wrong, Version::V20), None, "{wrong:?}");
        }
        assert_eq!(whole_markup(&[&unit("<unit/>")], Version::V20), Some("<unit/>"));
    }
}
