//! Samples whose lines end in CR LF or in CR alone: all findings and units have the places that they have with LF.
#![allow(clippy::expect_used, clippy::panic, reason = "a test that fails may panic")]

use std::fs;
use std::io::Cursor;

use tmforge::diag::Diagnostic;
use tmforge::format::{Format, ReadOptions, open_input};
use tmforge::io::Input;
use tmforge::model::TranslationUnit;

mod common;

/// All places that come of a file, each with what stands there, and the last line that one of them names; none of a raw text,
/// whose lines are none of what comes of it, and of what can't be opened without options.
fn places(name: &str, text: &str) -> Option<(Vec<String>, u64)> {
    let mut said: Vec<Diagnostic> = Vec::new();
    let input = Input::new(name, Box::new(Cursor::new(text.as_bytes().to_vec()))).expect("a sample");
    let (mut reader, format) = open_input(input, None, &ReadOptions::default(), &mut said).ok()?;
    if format == Format::Text {
        return None;
    }
    let (mut places, mut last) = (Vec::new(), 0);
    let mut unit = TranslationUnit::default();
    loop {
        match reader.read_unit(&mut unit, &mut said) {
            Ok(true) => {
                last = last.max(unit.origin.line);
                places.push(format!("{}:{} {:?}", unit.origin.line, unit.origin.column, unit.id));
            }
            Ok(false) => break,
            Err(error) => {
                places.push(format!("{}:{}", error.origin().line, error.origin().column));
                break;
            }
        }
    }
    places.extend(
        said.iter()
            .map(|found| format!("{}:{} {}", found.line, found.column, found.code)),
    );
    Some((places, last))
}

#[test]
fn places_are_the_same_whatever_lines_end_in() {
    let mut compared = 0;
    for sample in common::samples() {
        for file in sample.files() {
            let bytes = fs::read(&file).expect("a sample");
            // each is also broken off, for the place of the error
            let Ok(whole) = String::from_utf8(bytes) else { continue };
            for end in [whole.len(), whole.trim_end().len().saturating_sub(1)] {
                let Some(text) = whole.get(..end).filter(|text| !text.contains('\r')) else {
                    continue;
                };
                let Some((expected, last)) = places(&sample.name, text) else {
                    continue;
                };
                compared += usize::from(last > 2);
                for line_end in ["\r\n", "\r"] {
                    let (found, _) = places(&sample.name, &text.replace('\n', line_end)).expect("it opens as before");
                    assert_eq!(found, expected, "{} with lines that end in {line_end:?}", sample.name);
                }
            }
        }
    }
    assert!(compared > 40, "{compared} files of several lines");
}
