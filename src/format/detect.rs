//! Telling formats apart: by what was said, else by the first bytes and the extension. Content wins over a lying
//! extension.

use std::path::Path;

use super::Format;
use crate::diag::{Diagnostic, DiagnosticCode, Sink};
use crate::error::{Error, ErrorKind, Result};

/// The format of an input called `name` that begins with `peek`.
///
/// # Errors
///
/// Fails if the content is of a kind that is no input, such as a web page, or can't be told.
pub(super) fn detect(name: &str, peek: &str, sink: &mut dyn Sink) -> Result<Format> {
    let by_extension = Format::by_extension(Path::new(name), Format::Xliff12);
    let start = peek.trim_start_matches(['\u{FEFF}', ' ', '\t', '\r', '\n']);
    let found = match by_markup(start)? {
        Some(markup) => markup,
        None if is_json_object(start) => Format::Jsonl,
        // a JSON array is no unit a line, which the reader says better than an alignment of it would
        None if start.starts_with('[') && by_extension == Some(Format::Jsonl) => Format::Jsonl,
        // plain text is whatever it is called: a raw text with tabs is no table
        None => match by_extension {
            Some(plain @ (Format::Tsv | Format::Csv | Format::Text)) => plain,
            None if is_table(peek) => Format::Tsv,
            _ => Format::Text,
        },
    };
    // the version of an XLIFF is in the file, not in its name
    let is_same = |named: Format| named == found || (named == Format::Xliff12 && found.is_bilingual());
    if let Some(named) = by_extension.filter(|named| !is_same(*named)) {
        let message = format!("the name says {}, but it is read as {}", named.name(), found.name());
        let mut said =
            Diagnostic::new(DiagnosticCode::FormatDiffers, message).with_help("say `--from` to have it otherwise");
        said.file = Some(name.into());
        sink.take(said);
    }
    Ok(found)
}

/// The format of XML, by its root element.
fn by_markup(start: &str) -> Result<Option<Format>> {
    if !start.starts_with('<') {
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
        "html" => {
            let error = Error::from(ErrorKind::Format("the file is a web page, no text to read".into()));
            return Err(error.with_help("get the file itself, or copy the text of the page into a `.txt` file"));
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
            // a DOCTYPE with declarations of its own ends after their bracket
            _ if rest.starts_with("<!") && rest.find('[') < rest.find('>') && rest.contains('[') => ("<!", "]"),
            _ if rest.starts_with("<!") => ("<!", ">"),
            _ if rest.starts_with('>') => (">", ""),
            _ => return rest.strip_prefix('<').unwrap_or_default(),
        };
        rest = rest
            .strip_prefix(open)
            .and_then(|rest| rest.split_once(close))
            .map_or("", |(_, rest)| rest);
    }
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

fn is_json_object(start: &str) -> bool {
    let after = start.strip_prefix('{').map(str::trim_start);
    after.is_some_and(|after| after.starts_with('"') || after.starts_with('}'))
}

/// Whether each of the first lines has the same number of tabs, one at least.
fn is_table(peek: &str) -> bool {
    const LINES: usize = 50;
    let mut counts = peek
        .lines()
        .take(LINES)
        .filter(|line| !line.trim().is_empty())
        .map(|line| line.matches('\t').count());
    let first = counts.next().unwrap_or_default();
    first > 0 && counts.all(|count| count == first)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(name: &str, peek: &str) -> (Format, bool) {
        let mut said = Vec::new();
        (detect(name, peek, &mut said).unwrap(), !said.is_empty())
    }

    #[test]
    fn content_wins_over_a_lying_extension_and_that_is_said() {
        assert_eq!(
            found("a.txt", "<?xml version='1.0'?>\n<!-- c --><tmx version=\"1.4\">"),
            (Format::Tmx, true)
        );
        assert_eq!(
            found("a.tmx", "<!DOCTYPE tmx SYSTEM \"tmx14.dtd\"><tmx>"),
            (Format::Tmx, false)
        );
        assert_eq!(
            found("a.xlf", "<xliff xmlns='x' version='2.1' >"),
            (Format::Xliff21, false)
        );
        assert_eq!(found("a.tsv", "{\"source\":\"a\"}"), (Format::Jsonl, true));
        assert_eq!(found("a.tmx", "plain text"), (Format::Text, true));
    }

    #[test]
    fn roots_are_found_behind_declarations_and_versions_by_their_whole_name() {
        let document = "<!DOCTYPE tmx [\n<!ENTITY a \"b>\">\n]>\n<tmx version=\"1.4\">";
        assert_eq!(found("a.tmx", document), (Format::Tmx, false));
        let with_its = "<xliff its:version=\"2.0\" version=\"1.2\">";
        assert_eq!(found("a.xlf", with_its), (Format::Xliff12, false));
        let error = detect("a.tmx", "<?xml version=\"1.0\"?><martif>", &mut Vec::new())
            .unwrap_err()
            .to_string();
        assert!(error.contains("root `martif`"), "{error}");
    }

    #[test]
    fn an_xliff_without_a_known_version_is_what_its_namespace_says() {
        for (root, expected) in [
            ("xmlns=\"urn:oasis:names:tc:xliff:document:2.0\"", Format::Xliff20),
            (
                "xmlns=\"urn:oasis:names:tc:xliff:document:2.2\" version=\"2.9\"",
                Format::Xliff22,
            ),
            ("version=\"2.9\"", Format::Xliff20),
            ("xmlns=\"urn:oasis:names:tc:xliff:document:1.2\"", Format::Xliff12),
            ("", Format::Xliff12),
        ] {
            assert_eq!(
                found("a.xlf", &format!("<xliff {root}><file>")),
                (expected, false),
                "{root}"
            );
        }
    }

    #[test]
    fn a_release_with_tabs_in_some_lines_is_text_and_a_nameless_table_is_a_table() {
        assert_eq!(found("a.txt", "a\tb\nc\td\n"), (Format::Text, false));
        assert_eq!(found("-", "one\ta\ttwo\nthree\n"), (Format::Text, false));
        assert_eq!(found("-", "one\ttwo\nthree\tfour\n"), (Format::Tsv, false));
    }

    #[test]
    fn a_web_page_gets_its_own_sentence() {
        for page in ["<!DOCTYPE html>\n<html>", "<html lang=en>"] {
            let error = detect("a.tmx", page, &mut Vec::new()).unwrap_err().to_string();
            assert!(error.contains("is a web page"), "{error}");
        }
    }
}
