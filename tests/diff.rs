//! Comparing by meaning agrees with itself: what is found between units, between files, and between a file and its copy.
#![allow(clippy::expect_used, clippy::panic, reason = "a test that fails may panic")]

use std::fs;
use std::io::Write;
use std::process::{Command, Stdio};

use proptest::prelude::*;
use proptest::sample::Index;
use proptest::test_runner::FileFailurePersistence;
use tempfile::TempDir;
use tmforge::diff::{Aspect, CompareOptions, Comparison, Difference, compare, compare_units};
use tmforge::format::{Format, ReadOptions, open, units};
use tmforge::model::TranslationUnit;

mod common;

use common::units::{any_unit, write};

/// Units as a file, and as they are read from it.
fn file(folder: &TempDir, name: &str, written: &[TranslationUnit]) -> (String, Vec<TranslationUnit>) {
    let path = folder.path().join(name);
    fs::write(&path, write(written, Format::Jsonl)).expect("a file in a temporary folder");
    let path = path.to_string_lossy().into_owned();
    let mut said = Vec::new();
    let (mut reader, _) = open(&path, None, &ReadOptions::default(), &mut said).expect("a reader");
    let read = units(reader.as_mut(), &mut said).collect::<Result<Vec<_>, _>>();
    (path, read.expect("units"))
}

fn compared(a: &str, b: &str) -> (Comparison, Vec<Difference>) {
    let mut differences = Vec::new();
    let comparison = compare(a, b, &CompareOptions::default(), &mut Vec::new(), &mut |difference| {
        differences.push(difference.clone());
        Ok(())
    });
    (comparison.expect("a comparison"), differences)
}

/// A unit, and one of which a part is that of another unit.
fn two_units() -> impl Strategy<Value = (TranslationUnit, TranslationUnit)> {
    (any_unit(), any_unit(), 0..9_u8).prop_map(|(a, other, part)| {
        let mut b = a.clone();
        match part {
            0 => b.notes = other.notes,
            1 => b.properties = other.properties,
            2 => b.provenance = other.provenance,
            3 => b.state = other.state,
            4 => b.context = other.context,
            5 => b.candidates = other.candidates,
            6 => b.bead = other.bead,
            7 => b.variants = other.variants,
            _ => {}
        }
        (a, b)
    })
}

proptest! {
    #![proptest_config(ProptestConfig {
        failure_persistence: Some(Box::new(FileFailurePersistence::WithSource("regressions"))),
        cases: 48,
        ..ProptestConfig::default()
    })]

    /// Digests say that two units are equal just where nothing is found between them.
    #[test]
    fn files_differ_just_where_their_units_do((a, b) in two_units()) {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let (a, read_a) = file(&folder, "a.jsonl", &[a]);
        let (b, read_b) = file(&folder, "b.jsonl", &[b]);
        let (comparison, differences) = compared(&a, &b);
        let changes = compare_units(&read_a[0], &read_b[0], Aspect::USUAL);
        prop_assert_eq!(comparison.is_equal(), changes.is_empty(), "{:?}", changes);
        match differences.as_slice() {
            [] => prop_assert!(comparison.is_equal()),
            [Difference::Changed(unit)] => prop_assert_eq!(&unit.changes, &changes),
            other => prop_assert!(false, "{:?}", other),
        }
    }

    /// Order is no difference, and of a unit that is taken out just that one is missing.
    #[test]
    fn what_is_taken_out_is_all_that_is_removed(
        written in proptest::collection::vec(any_unit(), 1..6),
        taken in any::<Index>(),
        turned in any::<Index>(),
    ) {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let mut fewer = written.clone();
        fewer.rotate_left(turned.index(written.len()));
        let (a, _) = file(&folder, "a.jsonl", &written);
        let (b, _) = file(&folder, "b.jsonl", &fewer);
        prop_assert!(compared(&a, &b).0.is_equal());
        fewer.remove(taken.index(fewer.len()));
        fs::write(&b, write(&fewer, Format::Jsonl) + "\n").expect("a file in a temporary folder");
        if fewer.is_empty() {
            return Ok(());
        }
        let (comparison, _) = compared(&a, &b);
        let counts = (comparison.equal, comparison.changed, comparison.removed, comparison.added);
        prop_assert_eq!(counts, (fewer.len() as u64, 0, 1, 0));
    }
}

#[test]
fn each_sample_equals_its_copy_as_jsonl() {
    for sample in common::samples() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let written = &common::export(&sample).outputs["jsonl"];
        let path = folder.path().join("a.jsonl");
        fs::write(&path, written).expect("a file in a temporary folder");
        let (first, second) = (
            path.to_string_lossy().into_owned(),
            folder.path().join("b.jsonl").to_string_lossy().into_owned(),
        );
        let run = common::tmforge(&["export", &first, "-o", &second, "--dedup", "off", "--trim", "off"]);
        assert_eq!(run.status.code(), Some(0), "{}", sample.name);
        let (comparison, differences) = compared(&first, &second);
        assert!(comparison.is_equal(), "{}: {differences:?}", sample.name);
    }
}

#[test]
fn standard_input_is_compared_though_it_can_be_read_only_once() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    fs::write(folder.path().join("a.tsv"), "en\tde\nOpen\tAuf\nShut\tZu\n").expect("a file");
    let mut child = Command::new(env!("CARGO_BIN_EXE_tmforge"))
        .args(["diff", "a.tsv", "-", "--color", "never"])
        .current_dir(folder.path())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program starts");
    let mut input = child.stdin.take().expect("its standard input");
    input.write_all(b"en\tde\nShut\tZu\nOpen\tOffen\n").expect("a pipe");
    drop(input);
    let run = child.wait_with_output().expect("the program ends");
    assert_eq!(run.status.code(), Some(1));
    let drawn = String::from_utf8(run.stdout).expect("UTF-8");
    assert_eq!(
        drawn,
        "changed  a.tsv:2 → -:3\n    en  Open\n  - de  [-Auf-]\n  + de  {+Offen+}\n"
    );
}
