//! Telling formats apart: by what was said, else by the first bytes and the extension. Content wins over a lying
//! extension.

mod markup;
mod rows;

use std::path::Path;

use self::markup::by_markup;
pub(super) use self::rows::are_rows;
use super::Format;
use super::aligned::{looks_like_ladder, looks_like_lists};
use super::{hunalign, po, wordfast};
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
        None => match (by_lines(start, by_extension)?, by_extension) {
            (Some(lines), _) => lines,
            // plain text is whatever it is called: a raw text with tabs is no table
            (None, Some(plain @ (Format::Tsv | Format::Csv | Format::Text | Format::Po))) => plain,
            (None, _) if is_table(peek) => Format::Tsv,
            _ => Format::Text,
        },
    };
    // the version of an XLIFF is in the file, not in its name
    let is_same = |named: Format| {
        named == found
            || (named == Format::Xliff12 && found.is_bilingual())
            // memories of lines and aligners' files are called so by everyone
            || (named == Format::Text && is_made_of_lines(found))
    };
    if let Some(named) = by_extension.filter(|named| !is_same(*named)) {
        say_differs(name, named, found, sink);
    }
    Ok(found)
}

/// Says that an input is not what its name says.
pub(super) fn say_differs(name: &str, named: Format, found: Format, sink: &mut dyn Sink) {
    let message = format!("the name says {}, but it is read as {}", named.name(), found.name());
    let mut said =
        Diagnostic::new(DiagnosticCode::FormatDiffers, message).with_help("say `--from` to have it otherwise");
    said.file = Some(name.into());
    sink.take(said);
}

/// How many lines are looked at to tell a format by them.
const LINES: usize = 50;

fn is_made_of_lines(format: Format) -> bool {
    format.needs_texts() || matches!(format, Format::Wordfast | Format::Hunalign | Format::Bertalign)
}

/// The format of a text that is a memory of lines, or the work of an aligner.
fn by_lines(start: &str, by_extension: Option<Format>) -> Result<Option<Format>> {
    if is_twb_export(start) {
        return Err(not_an_input(
            "the file is an export of Trados Workbench as text, no TMX",
            "export the memory from Workbench as TMX 1.4b",
        ));
    }
    if wordfast::looks_like_header(start.lines().next().unwrap_or_default()) {
        return Ok(Some(Format::Wordfast));
    }
    if po::looks_like_catalogue(start) {
        return Ok(Some(Format::Po));
    }
    // the last line may be cut
    let lines = || whole_lines(start).filter(|line| !line.trim().is_empty()).take(LINES);
    if lines().next().is_none() {
        return Ok(None);
    }
    if looks_like_ladder(lines()) {
        return Ok(Some(Format::Ladder));
    }
    if let Some(lists) = looks_like_lists(lines()) {
        return Ok(Some(lists));
    }
    let is_hunalign = lines().all(|line| hunalign::cells(line).is_some());
    // a table of three columns may have figures in the last: hunalign's own marks tell more
    let is_table = matches!(by_extension, Some(Format::Tsv | Format::Csv));
    let has_marks = || lines().any(|line| line.contains(hunalign::JOIN) || line.starts_with(hunalign::PARAGRAPH));
    Ok((is_hunalign && (!is_table || has_marks())).then_some(Format::Hunalign))
}

/// The lines of `start` that have their end.
fn whole_lines(start: &str) -> impl Iterator<Item = &str> {
    let end = start.rfind('\n').map_or(start.len(), |end| end + 1);
    start.get(..end).unwrap_or(start).lines()
}

/// The format of a file that says which lines of two texts belong together.
///
/// # Errors
///
/// Fails if it is none of them.
pub(super) fn detect_alignment(peek: &str) -> Result<Format> {
    let lines = || whole_lines(peek).filter(|line| !line.trim().is_empty()).take(LINES);
    if looks_like_ladder(lines()) {
        return Ok(Format::Ladder);
    }
    if let Some(lists) = looks_like_lists(lines()) {
        return Ok(lists);
    }
    if lines().next().is_some() && lines().all(|line| hunalign::cells(line).is_some()) {
        return Err(not_an_input(
            "the file holds sentences, not numbers of sentences",
            "it is the text form of hunalign, which is read by itself: name it without `--pair`",
        ));
    }
    Err(not_an_input(
        "the file is no alignment of a form that is known",
        "known are hunalign's ladder, the lists of vecalign and Bertalign, and `1,2 <=> 1` of Champollion",
    ))
}

/// Refuses files that hold others, by their first bytes.
pub(super) fn refuse_container(bytes: &[u8]) -> Result<()> {
    const ZIP: &[u8] = b"PK\x03\x04";
    const SQLITE: &[u8] = b"SQLite format 3\0";
    const CATALOGUES: [&[u8]; 2] = [b"\xDE\x12\x04\x95", b"\x95\x04\x12\xDE"];
    let (what, help) = if bytes.starts_with(ZIP) {
        (
            "the file is a zip archive",
            "unpack it; the two texts of an OPUS archive are read with `--pair A B --from lines`",
        )
    } else if bytes.starts_with(SQLITE) {
        (
            "the file is a database, as SDLTM memories are",
            "export the memory as TMX",
        )
    } else if CATALOGUES.iter().any(|magic| bytes.starts_with(magic)) {
        (
            "the file is a compiled catalogue",
            "name the `.po` file, or make one with `msgunfmt`",
        )
    } else {
        return Ok(());
    };
    Err(not_an_input(what, help))
}

/// Trados Workbench wrote its text exports with a root like XML's around what is none.
fn is_twb_export(start: &str) -> bool {
    const OPENINGS: [&str; 3] = ["<TWBExportFile", "<RTF Preamble>", "<TrU>"];
    OPENINGS.iter().any(|opening| start.starts_with(opening))
}

fn not_an_input(what: &str, help: &str) -> Error {
    Error::from(ErrorKind::Format(what.to_owned())).with_help(help)
}

fn is_json_object(start: &str) -> bool {
    let after = start.strip_prefix('{').map(str::trim_start);
    after.is_some_and(|after| after.starts_with('"') || after.starts_with('}'))
}

/// Whether each of the first lines has the same number of tabs, one at least.
fn is_table(peek: &str) -> bool {
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
        assert_eq!(found("a.tmx", "en\tde\none\teins\n"), (Format::Tsv, true));
    }

    #[test]
    fn roots_are_found_behind_declarations_and_versions_by_their_whole_name() {
        let document = "<!DOCTYPE tmx [\n<!ENTITY a \"b>\">\n]>\n<tmx version=\"1.4\">";
        assert_eq!(found("a.tmx", document), (Format::Tmx, false));
        for inside in ["<!ENTITY a 'x]>'>", "<!-- ]> it's -->", "<?pi ]> it's ?>"] {
            let document = format!("<?xml version='1.0'?><!DOCTYPE tmx [{inside}]><tmx version=\"1.4\">");
            assert_eq!(found("a.tmx", &document), (Format::Tmx, false), "{inside}");
        }
        let cut = "<?xml version='1.0'?><!DOCTYPE tmx[<!ENTITY a 'b'>";
        assert_eq!(found("a.tmx", cut), (Format::Tmx, false));
        let with_its = "<xliff its:version=\"2.0\" version=\"1.2\">";
        assert_eq!(found("a.xlf", with_its), (Format::Xliff12, false));
        let error = detect("a.tmx", "<?xml version=\"1.0\"?><glossary>", &mut Vec::new())
            .unwrap_err()
            .to_string();
        assert!(error.contains("root `glossary`"), "{error}");
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

    #[test]
    fn memories_of_lines_and_aligners_files_are_told_by_their_content() {
        let wordfast = "%20240101~000000\t%User ID,A\t%TU=1\t%EN-US\t%Wordfast TM v.5\t%FR-FR\n";
        assert_eq!(found("memory.txt", wordfast), (Format::Wordfast, false));
        assert_eq!(found("a.po", "msgid \"\"\n"), (Format::Po, false));
        assert_eq!(found("a.txt", "# c\nmsgid \"\"\n"), (Format::Po, true));
        assert_eq!(found("a.po", "no catalogue"), (Format::Po, false));
        assert_eq!(found("a.txt", "0\t0\t0.3\n1\t2\t0.1\n"), (Format::Ladder, false));
        assert_eq!(found("-", "[0]:[0]:0.1\n[1]:[]:0\n"), (Format::Vecalign, false));
        assert_eq!(found("-", "1 <=> 1\n"), (Format::Champollion, false));
        assert_eq!(
            found("a.xml", "<?xml version='1.0'?><cesAlign version='1.0'>"),
            (Format::Xces, false)
        );
    }

    #[test]
    fn lines_of_two_texts_and_a_score_are_hunaligns_but_not_in_a_table() {
        let rows = "a\tA\t0.5\nb\t\t-0.3\n";
        assert_eq!(found("a.txt", rows), (Format::Hunalign, false));
        assert_eq!(found("-", rows), (Format::Hunalign, false));
        assert_eq!(found("a.tsv", rows), (Format::Tsv, false));
        assert_eq!(found("a.tsv", "a ~~~ b\tA\t0.5\n"), (Format::Hunalign, true));
        assert_eq!(found("a.txt", "a\tA\t0.5\nplain\n"), (Format::Text, false));
    }

    #[test]
    fn an_alignment_is_told_by_its_content_and_the_text_form_is_none() {
        assert_eq!(detect_alignment("0\t0\t0\n1\t1\t0").unwrap(), Format::Ladder);
        assert_eq!(detect_alignment("([0], [0])").unwrap(), Format::Bertalign);
        let error = |peek: &str| detect_alignment(peek).unwrap_err().to_string();
        assert!(error("a\tb\t0.5\n").contains("holds sentences"));
        assert!(error("plain\n").contains("no alignment"));
        assert!(error("\n").contains("no alignment"));
    }

    #[test]
    fn what_others_take_for_a_memory_gets_its_own_sentence() {
        let error = |peek: &str| detect("a.tmx", peek, &mut Vec::new()).unwrap_err().to_string();
        for export in [
            "<TWBExportFile version=\"7.0\">\n<RTF Preamble>",
            "<RTF Preamble>\n",
            "<TrU>\n<CrD>",
        ] {
            assert!(error(export).contains("Trados Workbench"), "{export}");
        }
        for terms in ["<?xml version=\"1.0\"?><martif type=\"TBX\">", "<tbx style=\"dca\">"] {
            assert!(error(terms).contains("TBX"), "{terms}");
        }
        let archive = refuse_container(b"PK\x03\x04\x14\0").unwrap_err().to_string();
        assert!(archive.contains("zip archive; unpack it"), "{archive}");
        assert!(
            refuse_container(b"SQLite format 3\0")
                .unwrap_err()
                .to_string()
                .contains("SDLTM")
        );
        assert!(
            refuse_container(b"\xDE\x12\x04\x95")
                .unwrap_err()
                .to_string()
                .contains("msgunfmt")
        );
        assert!(refuse_container(b"PK is a word").is_ok());
    }
}
