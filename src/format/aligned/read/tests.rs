use std::io::Cursor;

use super::*;
use crate::error::ErrorKind;
use crate::io::{Input, OnBadBytes};

const SOURCE: &str = "a\nb\nc\nd\n";
const TARGET: &str = "A\nB\nC\nD\n";

fn read_of(source: &str, target: &str, alignment: &str, format: Format) -> Result<Vec<TranslationUnit>> {
    let open = |name: &str, text: &str| {
        let input = Input::new(name, Box::new(Cursor::new(text.as_bytes().to_vec())))?;
        Ok::<_, crate::Error>(Decoded::new(input, None, OnBadBytes::Refuse, &mut Vec::new()))
    };
    let tag = |tag| LanguageTag::parse(tag).ok();
    let options = ReadOptions {
        source_lang: tag("en"),
        target_lang: tag("de"),
        ..ReadOptions::default()
    };
    let (source, target, alignment) = (open("s", source)?, open("t", target)?, open("x", alignment)?);
    let mut reader = AlignedReader::new(source, target, alignment, format, &options, &mut Vec::new())?;
    let mut units = Vec::new();
    let mut unit = TranslationUnit::default();
    while reader.read_unit(&mut unit, &mut Vec::new())? {
        units.push(unit.clone());
    }
    Ok(units)
}

/// Each unit as its texts and the shape of its bead.
fn shown(units: &[TranslationUnit]) -> Vec<String> {
    let texts = |unit: &TranslationUnit| {
        let texts: Vec<_> = unit
            .variants
            .iter()
            .map(|variant| variant.segment.text().to_owned())
            .collect();
        texts.join("=")
    };
    units
        .iter()
        .map(|unit| format!("{} {}", texts(unit), unit.bead.as_ref().unwrap().shape()))
        .collect()
}

fn read(alignment: &str, format: Format) -> Vec<String> {
    shown(&read_of(SOURCE, TARGET, alignment, format).unwrap())
}

fn fails(alignment: &str, format: Format) -> (u64, String) {
    let error = read_of(SOURCE, TARGET, alignment, format).unwrap_err();
    assert!(matches!(error.kind(), ErrorKind::Alignment(_)), "{error}");
    assert_eq!(error.origin().file.as_deref(), Some("x"));
    (error.origin().line, error.message())
}

#[test]
fn what_lies_between_two_rungs_is_a_bead() {
    let ladder = "0\t0\t0.5\n1\t2\t0.25\n3\t2\t1\n3\t3\t-0.3\n4\t4\t0\n";
    assert_eq!(
        read(ladder, Format::Ladder),
        ["a=A B 1-2", "b c 2-0", "C 0-1", "d=D 1-1"]
    );
    let units = read_of(SOURCE, TARGET, ladder, Format::Ladder).unwrap();
    let scores: Vec<_> = units.iter().map(|unit| unit.properties[0].value.as_str()).collect();
    assert_eq!(scores, ["0.5", "0.25", "1", "-0.3"]);
    let bead = units[0].bead.as_ref().unwrap();
    assert_eq!(
        (&bead.source[..], &bead.target[..], bead.confidence),
        (&[1][..], &[1, 2][..], None)
    );
    assert_eq!(units[1].standing, Standing::Unaligned);
}

#[test]
fn what_no_bead_has_stands_before_the_bead_behind_it() {
    let lists = "[1]:[0]:0.1\n[3]:[2, 3]:0.2\n";
    assert_eq!(
        read(lists, Format::Vecalign),
        ["a 1-0", "b=A 1-1", "c 1-0", "B 0-1", "d=C D 1-2"]
    );
}

#[test]
fn lists_may_cross_and_count_from_one_in_champollion() {
    assert_eq!(
        read("([2], [0])\n([0, 1], [2])\n", Format::Bertalign),
        ["c=A 1-1", "B 0-1", "a b=C 2-1", "d 1-0", "D 0-1"]
    );
    assert_eq!(
        read(
            "1,2 <=> 1\n3 <=> omitted\nomitted <=> 2\n4 <=> 3,4\n",
            Format::Champollion
        ),
        ["a b=A 2-1", "c 1-0", "B 0-1", "d=C D 1-2"]
    );
}

#[test]
fn blank_lines_and_paragraph_marks_are_counted_but_are_no_text() {
    let ladder = "0\t0\t0\n1\t1\t0\n3\t3\t0\n";
    let units = read_of("<p>\na\n\n", "<p>\n\nA\n", ladder, Format::Ladder).unwrap();
    assert_eq!(shown(&units), ["a=A 1-1"]);
    assert_eq!(
        (units[0].origin.line, &units[0].bead.as_ref().unwrap().target[..]),
        (2, &[3][..])
    );
    let units = read_of("a\n\nb\n", "\nA\nB\n", "[0]:[0]\n[1]:[1]\n", Format::Bertalign).unwrap();
    assert_eq!(shown(&units), ["a=A 1-1", "b=B 1-1"]);
    assert_eq!(units[1].origin.line, 3);
}

#[test]
fn what_does_not_fit_is_an_error_with_the_line_of_the_alignment() {
    assert_eq!(fails("0\t0\t0\n2\t2\t0\n1\t4\t0\n", Format::Ladder).0, 3);
    assert_eq!(fails("1\t0\t0\n", Format::Ladder).0, 1);
    assert_eq!(fails("0\t0\t0\n4000000000\t4\t0\n", Format::Ladder).0, 2);
    let (line, message) = fails("0\t0\t0\n4\t3\t0\n", Format::Ladder);
    assert_eq!(line, 2);
    assert!(
        message.contains("ends at target sentence 3, but `t` has 4"),
        "{message}"
    );
    assert_eq!(fails("[0]:[0]:1\n[4]:[1]:1\n", Format::Vecalign).0, 2);
    let (line, message) = fails("[0]:[0]:1\n[1]:[0]:1\n", Format::Vecalign);
    assert_eq!(line, 2);
    assert!(
        message.contains("target sentence 0 is in the bead of line 1"),
        "{message}"
    );
    assert_eq!(fails("[0]:[0]:1\n[1]:[", Format::Vecalign).0, 2);
    assert_eq!(fails("1 <=> 1\n0 <=> 1\n", Format::Champollion).0, 2);
}
