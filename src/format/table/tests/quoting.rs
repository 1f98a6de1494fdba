//! Quotation marks, separators and escapes.

use super::*;

#[test]
fn a_quotation_mark_in_a_tsv_file_is_text() {
    let (units, _) = read("en\tde\na 19\" x\t\"b\nc\td\n", Dialect::Tsv).unwrap();
    assert_eq!(
        texts(&units),
        [[("en", "a 19\" x"), ("de", "\"b")], [("en", "c"), ("de", "d")]]
    );
}

#[test]
fn cells_of_a_tsv_file_are_unquoted_where_they_are_seen_to_be_quoted() {
    let text = "en\tde\n\"He said \"\"hi\"\"\"\t\"Er sagte \"\"hallo\"\"\"\n\"a, b\"\tc\n";
    let (units, said) = read(text, Dialect::Tsv).unwrap();
    assert_eq!(
        texts(&units),
        [
            [("en", "He said \"hi\""), ("de", "Er sagte \"hallo\"")],
            [("en", "a, b"), ("de", "c")]
        ]
    );
    assert_eq!(said[0].code, DiagnosticCode::Table);
    let literal = ReadOptions {
        tsv_escapes: TsvEscapes::Off,
        ..ReadOptions::default()
    };
    let (units, said) = read_with(text.as_bytes(), Dialect::Tsv, &literal).unwrap();
    assert_eq!(units[0].variants[0].segment.text(), "\"He said \"\"hi\"\"\"");
    assert!(said.is_empty());
    let (units, said) = read("en\tde\n\"a\"\t\"b\"\n", Dialect::Tsv).unwrap();
    assert_eq!(texts(&units), [[("en", "\"a\""), ("de", "\"b\"")]]);
    assert!(said[0].help.as_ref().unwrap().contains("--from csv"));
    let error = read("en\tde\na\t\"b\tc\"\n", Dialect::Tsv).unwrap_err().to_string();
    assert!(error.contains("--from csv") && !error.contains("quote what"), "{error}");
}

#[test]
fn a_line_names_one_character_of_ascii_as_separator_or_is_an_error() {
    for (named, text) in [
        ("names `é` as separator", "sep=é\nenéde\naéb\n"),
        ("names no separator", "sep=\r\nen,de\n"),
        ("names `;;` as separator", "sep=;;\nen;de\n"),
    ] {
        let error = read(text, Dialect::Csv).unwrap_err().to_string();
        assert!(error.contains(named), "{error}");
        assert!(error.contains("take the line out"), "{error}");
    }
    let (units, _) = read("sep=|\nen|de\na|b\n", Dialect::Csv).unwrap();
    assert_eq!(texts(&units), [[("en", "a"), ("de", "b")]]);
}

#[test]
fn spreadsheets_quote_in_utf_16() {
    let text = "en\tde\r\n\"a\tb\"\t\"say \"\"x\"\"\"\r\n";
    let bytes: Vec<u8> = [0xFEFF]
        .into_iter()
        .chain(text.encode_utf16())
        .flat_map(u16::to_le_bytes)
        .collect();
    let (units, _) = read_with(&bytes, Dialect::Tsv, &ReadOptions::default()).unwrap();
    assert_eq!(texts(&units), [[("en", "a\tb"), ("de", "say \"x\"")]]);
}

#[test]
fn separators_are_found_and_said() {
    for text in [
        "en;de\nx, y;z\n",
        "sep=;\r\nen;de\r\nx, y;z\r\n",
        "\"en\";\"de\"\n\"x, y\";z\n",
    ] {
        let (units, said) = read(text, Dialect::Csv).unwrap();
        assert_eq!(texts(&units), [[("en", "x, y"), ("de", "z")]], "{text}");
        assert_eq!(said[0].message, "cells are separated by `;`");
    }
}

#[test]
fn a_quotation_mark_that_is_never_closed_is_an_error_at_its_line() {
    let error = read("en,de\na,b\n\"c,d\ne,f\n", Dialect::Csv).unwrap_err().to_string();
    assert!(
        error.starts_with("x:3: a quotation mark opens a cell that never ends"),
        "{error}"
    );
}

#[test]
fn backslashes_are_escapes_only_in_files_of_our_own() {
    let (units, _) = read("en\tde\nC:\\new\t\\n\n", Dialect::Tsv).unwrap();
    assert_eq!(texts(&units), [[("en", "C:\\new"), ("de", "\\n")]]);
    let (units, _) = read("en\tde\t\nC:\\new\t\\n\t\n", Dialect::Tsv).unwrap();
    assert_eq!(texts(&units), [[("en", "C:\\new"), ("de", "\\n")]]);
    let (units, _) = read("en\tde\t\nC:\\\\new\ta\\nb\n", Dialect::Tsv).unwrap();
    assert_eq!(texts(&units), [[("en", "C:\\new"), ("de", "a\nb")]]);
}
