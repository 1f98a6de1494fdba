mod headers;
mod lines;
mod quoting;

use std::io::Cursor;

use super::*;
use crate::diag::{Diagnostic, DiagnosticCode};
use crate::error::Result;
use crate::format::{Given, Incoming, ReadAhead, ReadOptions, TsvEscapes, UnitReader};
use crate::io::{Decoded, Input, OnBadBytes};
use crate::model::{
    LanguageTag, Moment, Note, Origin, Property, Provenance, SourceLanguage, Standing, TranslationUnit, Variant,
};

fn read_with(bytes: &[u8], dialect: Dialect, options: &ReadOptions) -> Result<(Vec<TranslationUnit>, Vec<Diagnostic>)> {
    let mut said = Vec::new();
    let input = Input::new("x", Box::new(Cursor::new(bytes.to_vec())))?;
    let decoded = Decoded::new(input, None, OnBadBytes::Refuse, &mut said);
    let peek = String::from_utf8_lossy(bytes).into_owned();
    let mut reader = TableReader::new(decoded, dialect, &peek, options, &mut said)?;
    let mut units = Vec::new();
    let mut unit = TranslationUnit::default();
    while reader.read_unit(&mut unit, &mut said)? {
        units.push(unit.clone());
    }
    Ok((units, said))
}

fn read(text: &str, dialect: Dialect) -> Result<(Vec<TranslationUnit>, Vec<Diagnostic>)> {
    read_with(text.as_bytes(), dialect, &ReadOptions::default())
}

fn named(source: &str, target: &str) -> ReadOptions {
    let tag = |tag| Some(LanguageTag::parse(tag).unwrap());
    ReadOptions {
        source_lang: tag(source),
        target_lang: tag(target),
        ..ReadOptions::default()
    }
}

fn texts(units: &[TranslationUnit]) -> Vec<Vec<(&str, &str)>> {
    let of = |unit: &'_ TranslationUnit| unit.variants.len();
    assert!(units.iter().all(|unit| of(unit) > 0));
    units
        .iter()
        .map(|unit| {
            unit.variants
                .iter()
                .map(|v| (v.lang.as_str(), v.segment.text()))
                .collect()
        })
        .collect()
}

#[test]
fn three_columns_of_text_are_three_variants() {
    let (units, _) = read("en,de,fr\nA,B,C\nD,,F\n", Dialect::Csv).unwrap();
    assert_eq!(
        texts(&units),
        [
            vec![("en", "A"), ("de", "B"), ("fr", "C")],
            vec![("en", "D"), ("fr", "F")]
        ]
    );
}

#[test]
fn known_columns_are_facts_and_others_properties() {
    let text = "ID\tSource\tTarget\tNote\tCreated\tClient\nk\ta\tb\tn\t2026-01-02\tc\n";
    let (units, _) = read_with(text.as_bytes(), Dialect::Tsv, &named("en", "de")).unwrap();
    let unit = &units[0];
    assert_eq!(unit.id.as_deref(), Some("k"));
    assert_eq!(unit.notes[0].text, "n");
    assert_eq!(
        unit.provenance.as_ref().unwrap().created.as_ref().unwrap().to_string(),
        "2026-01-02"
    );
    assert_eq!(
        (unit.properties[0].name.as_str(), unit.properties[0].value.as_str()),
        ("Client", "c")
    );
}

#[test]
fn without_a_header_the_first_row_is_a_unit() {
    let (units, _) = read_with(b"new\told\tx\n", Dialect::Tsv, &named("en", "de")).unwrap();
    assert_eq!(texts(&units), [[("en", "new"), ("de", "old")]]);
    assert_eq!(units[0].properties[0].name, "column-3");
}

#[test]
fn a_table_whose_languages_nothing_names_is_an_error() {
    let error = read("a\tb\n", Dialect::Tsv).unwrap_err().to_string();
    assert!(
        error.contains("no language of the table is named") && error.contains("-s and -t"),
        "{error}"
    );
}

#[test]
fn a_row_with_too_many_or_too_few_cells_is_an_error_at_its_line() {
    for (text, columns) in [
        ("en\tde\na\tb\n\nc\td\te\n", "3 columns"),
        ("en\tde\na\tb\n\nc\n", "1 column"),
    ] {
        let error = read(text, Dialect::Tsv).unwrap_err().to_string();
        assert!(
            error.starts_with(&format!("x:4: the row has {columns} where the table has 2")),
            "{error}"
        );
    }
    assert!(read("en\tde\na\tb\t\t\n", Dialect::Tsv).is_ok());
}

#[test]
fn a_row_of_one_language_is_unaligned_and_a_blank_row_is_none() {
    let (units, said) = read("en\tde\na\t \n \t\n\tb\n", Dialect::Tsv).unwrap();
    let counts: Vec<_> = units
        .iter()
        .map(|u| u.bead.as_ref().map(|b| (b.source_count, b.target_count)))
        .collect();
    assert_eq!(counts, [Some((1, 0)), Some((0, 1))]);
    assert!(units.iter().all(|unit| unit.standing == Standing::Unaligned));
    assert_eq!(said.iter().map(|d| d.line).collect::<Vec<_>>(), [2, 4]);
}

#[test]
fn nothing_stays_of_the_row_before() {
    let header = "id\tsource_lang\ttarget_lang\tsource\ttarget\tnote\tcreated_by\tusage_count\tkey\tstate\tx-p";
    let rows = [
        "1\tfr\tit\ta\tb\tn\tann\t3\tk\tfinal\tv",
        "\t\t\tc\td",
        "\t\tes\te\tf\t\tbob",
        "2\tpt\t\tg\t\tn",
        "\t\t\th\ti\t\t\t\t\t\tw",
    ];
    let options = named("en", "de");
    let read = |text: String| read_with(text.as_bytes(), Dialect::Tsv, &options).unwrap().0;
    let alone = |row: &&str| read(format!("{header}\n{row}\n")).remove(0);
    let mut alone: Vec<TranslationUnit> = rows.iter().map(alone).collect();
    for (unit, line) in alone.iter_mut().zip(2..) {
        assert_eq!((unit.origin.line, unit.origin.column), (2, 1));
        unit.origin.line = line;
    }
    assert_eq!(read(format!("{header}\n{}\n", rows.join("\n"))), alone);
    let languages = |unit: &TranslationUnit| -> Vec<String> {
        unit.variants.iter().map(|variant| variant.lang.to_string()).collect()
    };
    let languages: Vec<Vec<String>> = alone.iter().map(languages).collect();
    assert_eq!(
        languages,
        [
            vec!["fr", "it"],
            vec!["en", "de"],
            vec!["en", "es"],
            vec!["pt"],
            vec!["en", "de"]
        ]
    );
    assert_eq!(
        alone[1],
        TranslationUnit {
            origin: alone[1].origin.clone(),
            ..TranslationUnit::bilingual(
                Variant::new(LanguageTag::parse("en").unwrap(), "c"),
                Variant::new(LanguageTag::parse("de").unwrap(), "d"),
            )
        }
    );
}

#[test]
fn a_return_ends_a_line_only_before_its_feed() {
    let (units, _) = read_with(b"a\tb\r\nc\td\r", Dialect::Tsv, &named("en", "de")).unwrap();
    assert_eq!(
        texts(&units),
        [[("en", "a"), ("de", "b")], [("en", "c"), ("de", "d\r")]]
    );
}

#[test]
fn an_empty_cell_says_nothing() {
    let (units, _) = read("en\tde\tnote\tclient\na\tb\t\t\n", Dialect::Tsv).unwrap();
    assert!(units[0].notes.is_empty() && units[0].properties.is_empty());
}

#[test]
fn whatever_unit_was_there_the_same_comes_of_a_row() {
    let text = "en\tde\tid\tnote\tcreated\tcreated_by\tusage_count\tx-p\nA\tB\t\n\t\tk\tm\t\tbob\t\tw\n\
                C\tD\tk\tn\t2024-01-01\tann\t3\tv\nE\tF\nG\tH\tl\t\t\t\tmany\n";
    let open = || {
        let input = Input::new("x", Box::new(Cursor::new(text.as_bytes().to_vec()))).unwrap();
        let decoded = Decoded::new(input, None, OnBadBytes::Refuse, &mut Vec::new());
        TableReader::new(decoded, Dialect::Tsv, text, &ReadOptions::default(), &mut Vec::new()).unwrap()
    };
    let (mut reader, mut fresh) = (open(), open());
    let mut used = TranslationUnit {
        id: Some("old".to_owned()),
        notes: vec![Note::new("n")],
        origin: Origin {
            file: Some("other".into()),
            line: 9,
            column: 9,
        },
        ..TranslationUnit::bilingual(Variant::default(), Variant::default())
    };
    // four rows, the end, and behind it
    for _ in 0..6 {
        let mut new = TranslationUnit::default();
        let more = reader.read_unit(&mut used, &mut Vec::new()).unwrap();
        assert_eq!(more, fresh.read_unit(&mut new, &mut Vec::new()).unwrap());
        assert_eq!(used, new);
    }
}

#[test]
fn a_row_is_known_to_be_legal_by_all_that_stands_in_it() {
    for (dialect, tab) in [(Dialect::Tsv, "\t"), (Dialect::Csv, ",")] {
        let rows = ["a b c", "a\u{1} b c", "a b\u{FFFE} c", "a b c\u{B}", "字 b c"];
        let text = format!("en de note\n{}\n", rows.join("\n")).replace(' ', tab);
        let input = Input::new("x", Box::new(Cursor::new(text.clone().into_bytes()))).unwrap();
        let decoded = Decoded::new(input, None, OnBadBytes::Refuse, &mut Vec::new());
        let mut reader = TableReader::new(decoded, dialect, &text, &ReadOptions::default(), &mut Vec::new()).unwrap();
        let mut next = Incoming::default();
        for is_legal in [true, false, false, false, true] {
            assert_eq!(reader.read_next(&mut next, &mut Vec::new()).unwrap(), Given::Unit);
            assert_eq!(next.is_legal, is_legal, "{:?}", next.unit);
        }
    }
}

#[test]
fn what_a_row_says_is_read_before_its_languages_are_missed() {
    let mut said = Vec::new();
    let text = "usage_count\tsource\ttarget\tsource_lang\nmany\ta\tb\t\n";
    let input = Input::new("x", Box::new(Cursor::new(text.as_bytes().to_vec()))).unwrap();
    let decoded = Decoded::new(input, None, OnBadBytes::Refuse, &mut said);
    let options = ReadOptions {
        target_lang: LanguageTag::parse("de").ok(),
        ..ReadOptions::default()
    };
    let mut reader = TableReader::new(decoded, Dialect::Tsv, text, &options, &mut said).unwrap();
    let failed = reader.read_unit(&mut TranslationUnit::default(), &mut said);
    assert!(failed.unwrap_err().to_string().contains("names no language"));
    assert!(said.iter().any(|said| said.message.contains("is no usage count")));
}

#[test]
fn what_stands_in_a_column_is_told_as_what_the_column_is() {
    let text = "en\tde\tnote\tcreated\tcreated_by\tchanged\tchanged_by\tlast_used\tusage_count\tp\n\
                A\tB\tn\\tn\t 2024-01-01 \ta\\ta\t 2024-01-02 \tc\\tc\t 2024-01-03 \t 3 \tv\\tv\n\
                C\tD\t\t\t\t\t\t\tmany\t\n";
    let options = ReadOptions {
        tsv_escapes: TsvEscapes::On,
        ..ReadOptions::default()
    };
    let (units, _) = read_with(text.as_bytes(), Dialect::Tsv, &options).unwrap();
    let moment = |written| Some(Moment::parse(written));
    let provenance = Provenance {
        created: moment("2024-01-01"),
        created_by: Some("a\ta".into()),
        changed: moment("2024-01-02"),
        changed_by: Some("c\tc".into()),
        last_used: moment("2024-01-03"),
        usage_count: Some(3),
        ..Provenance::default()
    };
    assert_eq!(units[0].provenance.as_deref(), Some(&provenance));
    assert_eq!(units[0].notes, [Note::new("n\tn")]);
    assert_eq!(units[0].properties, [Property::new("p", "v\tv")]);
    assert_eq!(units[1].provenance, None);
    assert_eq!(units[1].properties, [Property::new("usage_count", "many")]);
}

#[test]
fn what_is_known_of_a_row_goes_with_it_from_thread_to_thread() {
    let text = "en\tde\na\tb\na\u{1}\tb\na\tb\n";
    let input = Input::new("x", Box::new(Cursor::new(text.as_bytes().to_vec()))).unwrap();
    let decoded = Decoded::new(input, None, OnBadBytes::Refuse, &mut Vec::new());
    let reader = TableReader::new(decoded, Dialect::Tsv, text, &ReadOptions::default(), &mut Vec::new()).unwrap();
    let mut ahead = ReadAhead::of(Box::new(reader));
    let mut next = Incoming::default();
    for is_legal in [true, false, true] {
        assert_eq!(ahead.read_next(&mut next, &mut Vec::new()).unwrap(), Given::Unit);
        assert_eq!(next.is_legal, is_legal);
    }
}
