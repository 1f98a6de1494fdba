//! What outputs can't hold is counted, said and refused.
#![allow(clippy::expect_used, clippy::panic, reason = "a test that fails may panic")]

use std::fs;
use std::path::Path;

use serde_json::Value;

mod common;

const HEADER: &str = "creationtool=\"x\" creationtoolversion=\"1\" segtype=\"sentence\" o-tmf=\"x\" adminlang=\"en\" \
                      srclang=\"en\" datatype=\"plaintext\"";

/// A memory whose header has this content.
fn memory(of_header: &str, units: &[&[(&str, &str)]]) -> String {
    let variant = |(lang, text): &(&str, &str)| format!("<tuv xml:lang=\"{lang}\"><seg>{text}</seg></tuv>");
    let unit = |variants: &&[(&str, &str)]| format!("<tu>{}</tu>\n", variants.iter().map(variant).collect::<String>());
    let body: String = units.iter().map(unit).collect();
    format!("<tmx version=\"1.4\"><header {HEADER}>{of_header}</header><body>\n{body}</body></tmx>\n")
}

/// Exports `in.tmx` of a folder; gives the exit status and what was said.
fn export(folder: &Path, out: &str, options: &[&str]) -> (Option<i32>, String) {
    let path = |name: &str| folder.join(name).to_string_lossy().into_owned();
    let mut words = ["export", &path("in.tmx"), "-o", &path(out), "--report", &path("r.json")].map(str::to_owned);
    let words = [
        &mut words[..],
        &mut options.iter().map(|word| (*word).to_owned()).collect::<Vec<_>>(),
    ]
    .concat();
    let run = common::tmforge(&words);
    (run.status.code(), String::from_utf8_lossy(&run.stderr).into_owned())
}

#[test]
fn what_a_header_says_and_rows_cannot_hold_is_refused_too() {
    for of_header in ["<note>For all</note>", "<prop type=\"x-p\">v</prop>"] {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let written = memory(of_header, &[&[("en", "One"), ("de", "Eins")]]);
        fs::write(folder.path().join("in.tmx"), written).expect("a file");
        for out in ["a.tsv", "a.csv", "a.jsonl"] {
            assert_eq!(export(folder.path(), out, &[]).0, Some(0));
            fs::write(folder.path().join(out), "older").expect("a file");
            let (status, said) = export(folder.path(), out, &["--on-loss", "refuse"]);
            assert_eq!(status, Some(2), "{out}: {said}");
            assert!(said.contains("error[loss-refused]"), "{said}");
            let left = fs::read_to_string(folder.path().join(out)).expect("a file");
            assert_eq!(left, "older");
        }
    }
}

#[test]
fn a_language_left_out_is_counted_for_units_that_are_written() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let unit: &[(&str, &str)] = &[("en", "One"), ("de", "Eins"), ("fr", "Un")];
    let twice: &[(&str, &str)] = &[("en", "Two"), ("fr", "Deux"), ("fr", "Les deux")];
    fs::write(folder.path().join("in.tmx"), memory("", &[unit, unit, twice])).expect("a file");
    let left_out = |options: &[&str]| {
        let (status, said) = export(folder.path(), "a.tsv", options);
        assert_eq!(status, Some(0), "{said}");
        let report = fs::read_to_string(folder.path().join("r.json")).expect("a report");
        let report: Value = serde_json::from_str(&report).expect("JSON");
        report["outputs"][0]["left_out"]["variant"].as_u64()
    };
    // one by the choice of languages, and one by the table, which has a column for each language
    assert_eq!(left_out(&["-s", "en"]), Some(1));
    assert_eq!(left_out(&["-s", "en", "-t", "fr"]), Some(2));
    // units that are read a second time are counted alike
    assert_eq!(left_out(&["-s", "en", "-t", "fr", "--memory", "1"]), Some(2));
    assert_eq!(left_out(&["-s", "en", "-t", "fr", "--dedup", "off"]), Some(3));
}
