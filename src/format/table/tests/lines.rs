use std::io::Read;

use super::*;
use crate::format::line_input::LONGEST_LINE;

fn lines(text: &str) -> Vec<u64> {
    let (units, _) = read_with(text.as_bytes(), Dialect::Csv, &named("en", "de")).unwrap();
    units.iter().map(|unit| unit.origin.line).collect()
}

#[test]
fn a_row_of_a_csv_file_is_placed_at_its_line() {
    for (text, expected) in [
        ("en;de\r\na;b\r\nc;d\r\n", [2, 3]),
        ("en,de\n\n\na,b\n\nc,d", [4, 6]),
        ("en,de\n\"a\nx\",b\nc,d\n", [2, 4]),
        ("sep=;\nen;de\na;b\nc;d\n", [3, 4]),
    ] {
        assert_eq!(lines(text), expected, "{text:?}");
    }
}

#[test]
fn a_return_alone_ends_a_line_of_a_csv_file_and_before_a_line_feed_it_ends_one() {
    for (text, expected) in [
        ("en,de\ra,b\r\rc,d\r", [2, 4]),
        ("en,de\r\"a\r\",b\rc,d\r", [2, 4]),
        ("en,de\n\"a\rx\",b\nc,d\n", [2, 3]),
        ("en,de\r\n\"a\r\nx\",b\r\nc,d\r\n", [2, 4]),
        ("sep=;\ren;de\ra;b,b,b\rc;d\r", [3, 4]),
    ] {
        assert_eq!(lines(text), expected, "{text:?}");
    }
    let error = read("en,fr\r\"a\r\",b\rc,d,e,f\r", Dialect::Csv).unwrap_err();
    assert_eq!(error.origin().line, 4);
}

#[test]
fn a_row_or_a_first_line_of_a_csv_file_that_is_too_long_is_an_error_before_it_is_held() {
    let beyond = LONGEST_LINE as u64 * 8;
    for (start, line) in [("en,de\na,b\n\"c\n", 3), ("sep=;", 1)] {
        let bytes = Cursor::new(start).chain(std::io::repeat(b'x').take(beyond));
        let input = Input::new("x", Box::new(bytes)).unwrap();
        let decoded = Decoded::new(input, None, OnBadBytes::Refuse, &mut Vec::new());
        let opened = TableReader::new(decoded, Dialect::Csv, start, &named("en", "de"), &mut Vec::new());
        let error = opened.and_then(|mut reader| {
            while reader.read_unit(&mut TranslationUnit::default(), &mut Vec::new())? {}
            Ok(())
        });
        let error = error.unwrap_err();
        assert!(error.message().contains("more than 64 MiB"), "{error}");
        assert_eq!(error.origin().line, line);
    }
}
