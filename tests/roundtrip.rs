//! What is written and can be read back comes back the same.
#![allow(clippy::expect_used, clippy::panic, reason = "a test that fails may panic")]

use std::fs;

use proptest::prelude::*;
use proptest::test_runner::FileFailurePersistence;
use tmforge::diag::Diagnostic;
use tmforge::format::jsonl::write_row;
use tmforge::format::{Format, ReadOptions, open, units};
use tmforge::model::{LanguageTag, Origin, TranslationUnit, Variant};

mod common;

/// Exports the output of a sample once more into its own format: not a byte changes.
fn again(format: &str) {
    for sample in common::samples() {
        let outputs = common::export(&sample).outputs;
        // a row with an empty cell is text without counterpart to whoever reads the table
        if format != "jsonl" && outputs["jsonl"].contains("\"untranslated\":") {
            continue;
        }
        let first = &outputs[format];
        let folder = tempfile::tempdir().expect("a temporary folder");
        let (once, twice) = (
            folder.path().join(format!("a.{format}")),
            folder.path().join(format!("b.{format}")),
        );
        fs::write(&once, first).expect("a file in a temporary folder");
        let (once, twice) = (
            once.to_string_lossy().into_owned(),
            twice.to_string_lossy().into_owned(),
        );
        let run = common::tmforge(&["export", &once, "-o", &twice, "--dedup", "off", "--trim", "off"]);
        assert_eq!(
            run.status.code(),
            Some(0),
            "{}: {}",
            sample.name,
            String::from_utf8_lossy(&run.stderr)
        );
        assert_eq!(
            &fs::read_to_string(&twice).expect("an output"),
            first,
            "{}",
            sample.name
        );
    }
}

#[test]
fn jsonl_is_written_as_it_was_read() {
    again("jsonl");
}

#[test]
fn tsv_is_written_as_it_was_read() {
    again("tsv");
}

#[test]
fn csv_is_written_as_it_was_read() {
    again("csv");
}

/// What is read from bytes in a format, and what was found.
fn read(format: Format, text: &str) -> (Vec<TranslationUnit>, Vec<Diagnostic>) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = folder.path().join(format!("a.{}", format.name()));
    fs::write(&path, text).expect("a file in a temporary folder");
    let mut said = Vec::new();
    let (mut reader, _) = open(
        &path.to_string_lossy(),
        Some(format),
        &ReadOptions::default(),
        &mut said,
    )
    .expect("own output opens");
    let mut units: Vec<TranslationUnit> = units(reader.as_mut(), &mut said)
        .collect::<tmforge::Result<_>>()
        .expect("own output reads");
    for unit in &mut units {
        unit.origin = Origin::default();
    }
    (units, said)
}

fn config() -> ProptestConfig {
    ProptestConfig {
        failure_persistence: Some(Box::new(FileFailurePersistence::WithSource("regressions"))),
        ..ProptestConfig::with_cases(200)
    }
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn any_unit_comes_back_from_jsonl(unit in common::units::any_unit()) {
        let mut line = String::new();
        write_row(&mut line, &unit, None).expect("a unit is written");
        let (back, said) = read(Format::Jsonl, &line);
        prop_assert_eq!(back, vec![unit]);
        prop_assert!(said.is_empty(), "{:?}", said);
    }

    #[test]
    fn any_text_comes_back_from_a_table(texts in proptest::collection::vec(common::units::some_text(), 2..6)) {
        let tag = |tag| LanguageTag::parse(tag).expect("a tag");
        for format in [Format::Tsv, Format::Csv] {
            let variant = |lang, text: &str| Variant::new(tag(lang), text);
            let pair = |pair: &[String]| TranslationUnit::bilingual(variant("zh-CN", &pair[0]), variant("ar", &pair[1]));
            let text = common::units::write(&texts.windows(2).map(pair).collect::<Vec<_>>(), format);
            let (back, _) = read(format, &text);
            let back: Vec<(&str, &str)> =
                back.iter().map(|u| (u.variants[0].segment.text(), u.variants[1].segment.text())).collect();
            let meant: Vec<(&str, &str)> = texts.windows(2).map(|pair| (pair[0].as_str(), pair[1].as_str())).collect();
            prop_assert_eq!(back, meant, "{}", format.name());
        }
    }
}
