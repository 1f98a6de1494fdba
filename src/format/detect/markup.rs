//! Telling formats of XML apart by their root element.

use super::{is_twb_export, not_an_input};
use crate::error::{Error, ErrorKind, Result};
use crate::format::Format;
use crate::format::xml::behind_doctype;

/// The format of XML, by its root element.
pub(super) fn by_markup(start: &str) -> Result<Option<Format>> {
    if !start.starts_with('<') || is_twb_export(start) {
        return Ok(None);
    }
    let root = root_element(start);
    let (name, attributes) = root.split_at(root.find([' ', '\t', '\r', '\n', '>', '/']).unwrap_or(root.len()));
    let name = name.rsplit(':').next().unwrap_or(name);
    Ok(match name.to_ascii_lowercase().as_str() {
        "tmx" => Some(Format::Tmx),
        "xliff" => Some(match version(attributes) {
            Some("2.0") => Format::Xliff20,
            Some("2.1") => Format::Xliff21,
            Some("2.2") => Format::Xliff22,
            version => by_namespace(attributes).unwrap_or(match version {
                Some(version) if version.starts_with("2.") => Format::Xliff20,
                _ => Format::Xliff12,
            }),
        }),
        "cesalign" => Some(Format::Xces),
        "tbx" | "martif" => {
            return Err(not_an_input(
                "the file is a term base (TBX), no memory",
                "have its terms written as a table, and name that",
            ));
        }
        "html" => {
            return Err(not_an_input(
                "the file is a web page, no text to read",
                "get the file itself, or copy the text of the page into a `.txt` file",
            ));
        }
        root if start.starts_with("<?xml") => {
            let error = Error::from(ErrorKind::Format(format!(
                "the file is XML with the root `{root}`, which is not read"
            )));
            return Err(error.with_help("convert it to TMX or XLIFF first"));
        }
        _ => None,
    })
}

/// What stands in the first start tag, without `<`: comments, declarations and instructions are passed over.
fn root_element(mut rest: &str) -> &str {
    loop {
        rest = rest.trim_start();
        let (open, close) = match rest {
            _ if rest.starts_with("<!--") => ("<!--", "-->"),
            _ if rest.starts_with("<?") => ("<?", "?>"),
            _ if rest.to_ascii_lowercase().starts_with("<!doctype html") => return "html",
            _ if rest.starts_with("<!") => match behind_doctype(rest) {
                Some(behind) => {
                    rest = behind;
                    continue;
                }
                // of one that is longer than what is looked at, its own word for the root must do
                None => return named_root(rest),
            },
            _ => return rest.strip_prefix('<').unwrap_or_default(),
        };
        rest = rest
            .strip_prefix(open)
            .and_then(|rest| rest.split_once(close))
            .map_or("", |(_, rest)| rest);
    }
}

/// The name of the root, as a DOCTYPE has it.
fn named_root(doctype: &str) -> &str {
    let name = doctype.get("<!DOCTYPE".len()..).unwrap_or_default().trim_start();
    name.split([' ', '\t', '\r', '\n', '[', '>']).next().unwrap_or_default()
}

/// The version of an XLIFF by its namespace, where `version` does not tell.
fn by_namespace(attributes: &str) -> Option<Format> {
    let tag = attributes.split('>').next()?;
    let known = [
        ("urn:oasis:names:tc:xliff:document:2.0", Format::Xliff20),
        ("urn:oasis:names:tc:xliff:document:2.2", Format::Xliff22),
    ];
    known
        .into_iter()
        .find(|(namespace, _)| tag.contains(namespace))
        .map(|(_, format)| format)
}

/// The value of the attribute called `version`, and nothing before it.
fn version(attributes: &str) -> Option<&str> {
    let tag = attributes.split('>').next()?;
    let places = tag
        .match_indices("version")
        .map(|(at, word)| (tag.get(..at), tag.get(at + word.len()..)));
    let whole = places.filter(|(before, _)| before.is_some_and(|before| before.ends_with([' ', '\t', '\r', '\n'])));
    whole
        .filter_map(|(_, after)| after?.trim_start().strip_prefix('='))
        .find_map(|value| {
            let value = value.trim_start();
            value.get(1..)?.split(['"', '\'']).next()
        })
}
