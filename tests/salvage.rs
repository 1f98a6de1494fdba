//! Of files that are broken the whole units before the break are kept, if that is asked for, whatever the format.
#![allow(clippy::expect_used, clippy::panic, reason = "a test that fails may panic")]

use std::io::Write as _;
use std::path::Path;

use serde_json::Value;

mod common;

/// How many units stand before the break in a long file.
const UNITS: usize = 3000;

/// A file that breaks off.
struct Broken {
    name: &'static str,
    bytes: Vec<u8>,
    /// The line of the break, 0 where it has none.
    line: u64,
    /// What the finding begins with.
    why: &'static str,
}

/// A head, rows, and what can't be read behind them.
fn rows(head: &str, row: impl Fn(usize) -> String, behind: &str) -> Vec<u8> {
    let rows: String = (1..=UNITS).map(row).collect();
    [head, &rows, behind].concat().into_bytes()
}

fn packed(bytes: &[u8]) -> Vec<u8> {
    let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    gzip.write_all(bytes).expect("memory takes bytes");
    gzip.finish().expect("memory takes bytes")
}

const PO_HEAD: &str = "msgid \"\"\nmsgstr \"\"\n\"Content-Type: text/plain; charset=UTF-8\\n\"\n\"Language: de\\n\"\n";

fn tsv_row(number: usize) -> String {
    format!("source {number}\ttarget {number}\n")
}

fn message(number: usize) -> String {
    format!("\nmsgid \"source {number}\"\nmsgstr \"target {number}\"\n")
}

fn broken_files() -> Vec<Broken> {
    let line = UNITS as u64 + 1;
    let po_line = 4 + 3 * UNITS as u64 + 2;
    let json = |number| format!("{{\"source\":\"source {number}\",\"target\":\"target {number}\"}}\n");
    let csv = |number| format!("\"source {number}\",\"target\n{number}\"\n");
    let tsv = rows("en\tde\n", tsv_row, "");
    let cut_short = packed(&tsv);
    let broken = |name, bytes, line, why| Broken { name, bytes, line, why };
    vec![
        broken(
            "cut.jsonl",
            rows("", json, "{\"source\":\"a\",\"targ"),
            line,
            "the line is not valid JSON",
        ),
        broken(
            "odd.jsonl",
            rows(
                "",
                json,
                "{\"source\":1,\"target\":\"b\"}\n{\"source\":\"a\",\"target\":\"b\"}\n",
            ),
            line,
            "`source`",
        ),
        broken(
            "open.csv",
            rows("en,de\n", csv, "\"a,b\nc,d\n"),
            2 * UNITS as u64 + 2,
            "a quotation mark opens a cell that never ends",
        ),
        broken(
            "lonely.tsv",
            rows("en\tde\n", tsv_row, "lonely\na\tb\n"),
            line + 1,
            "the row",
        ),
        broken(
            "bytes.tsv",
            [tsv, b"\xFF\tb\na\tb\n".to_vec()].concat(),
            line + 1,
            "byte ",
        ),
        broken(
            "cut.tsv.gz",
            cut_short.get(..cut_short.len() - 8).expect("there is more").to_vec(),
            0,
            "`",
        ),
        broken(
            "open.po",
            rows(
                PO_HEAD,
                message,
                "\nmsgid \"broken\nmsgstr \"a\"\n\nmsgid \"b\"\nmsgstr \"c\"\n",
            ),
            po_line,
            "the string is not closed",
        ),
        broken(
            "cut.po",
            rows(PO_HEAD, message, "\nmsgid \"a\""),
            po_line,
            "the message has no `msgstr`",
        ),
        broken(
            "bytes.po",
            [rows(PO_HEAD, message, "\nmsgid \""), b"\xFF\"\nmsgstr \"b\"\n".to_vec()].concat(),
            po_line,
            "byte ",
        ),
    ]
}

/// What a run gives: its exit status, its findings, and the output.
fn export(folder: &Path, name: &str, options: &[&str]) -> (Option<i32>, Vec<Value>, Option<String>) {
    let path = |name: &str| folder.join(name).to_string_lossy().into_owned();
    let (input, out) = (path(name), path("out.tmx"));
    std::fs::remove_file(&out).ok();
    let common = [
        "export",
        &input,
        "-o",
        &out,
        "-s",
        "en",
        "-t",
        "de",
        "--encoding",
        "UTF-8",
        "--message-format",
        "json",
    ];
    let arguments: Vec<String> = common.iter().chain(options).map(|&word| word.to_owned()).collect();
    let run = common::tmforge(&arguments);
    let said = String::from_utf8(run.stderr).expect("words are UTF-8");
    let findings = said
        .lines()
        .filter_map(|line| serde_json::from_str(line).ok())
        .collect();
    (run.status.code(), findings, std::fs::read_to_string(&out).ok())
}

#[test]
fn the_whole_units_before_a_break_are_kept_in_every_passage() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    for Broken { name, bytes, line, why } in broken_files() {
        std::fs::write(folder.path().join(name), bytes).expect("a file");
        let (status, _, out) = export(folder.path(), name, &[]);
        assert_eq!((status, out), (Some(2), None), "{name}");
        let mut outs = Vec::new();
        for (threads, memory) in [("1", "1G"), ("2", "1G"), ("1", "1K"), ("2", "1K")] {
            let options = ["--salvage", "--threads", threads, "--memory", memory];
            let (status, findings, out) = export(folder.path(), name, &options);
            let run = format!("{name} {options:?}: {findings:?}");
            assert_eq!(status, Some(1), "{run}");
            let salvaged: Vec<&Value> = findings.iter().filter(|one| one["code"] == "salvaged").collect();
            assert_eq!(salvaged.len(), 1, "{run}");
            let message = salvaged[0]["message"].as_str().expect("words");
            let kept = format!("; the {UNITS} whole units before it are kept, and nothing behind it is read");
            assert!(message.starts_with(why) && message.ends_with(&kept), "{run}");
            assert_eq!(salvaged[0]["line"].as_u64().unwrap_or_default(), line, "{run}");
            let out = out.expect("an output");
            assert_eq!(out.matches("<tu ").count(), UNITS, "{run}");
            outs.push(out);
        }
        assert!(outs.iter().all(|out| *out == outs[0]), "{name}");
    }
}

#[test]
fn of_a_file_that_breaks_at_its_first_unit_nothing_is_left_to_write() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    std::fs::write(folder.path().join("open.csv"), "en,de\n\"a,b\nc,d\n").expect("a file");
    let (status, findings, out) = export(folder.path(), "open.csv", &["--salvage"]);
    assert_eq!((status, out), (Some(2), None));
    assert!(findings.iter().any(|one| one["code"] == "salvaged"), "{findings:?}");
}

#[test]
fn a_file_that_breaks_at_its_first_row_does_not_end_the_run_of_others() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    for (open, why) in [
        (
            "\"en,de\na,b\n".as_bytes(),
            "a quotation mark opens a cell that never ends",
        ),
        (b"en,\xFFde\na,b\n", "byte 3 (0xFF) is not valid UTF-8"),
    ] {
        std::fs::write(folder.path().join("open.csv"), open).expect("a file");
        let whole = folder.path().join("whole.csv").to_string_lossy().into_owned();
        std::fs::write(&whole, "en,de\na,b\n").expect("a file");
        let (status, _, out) = export(folder.path(), "open.csv", &[&whole]);
        assert_eq!((status, out), (Some(2), None));
        let (status, findings, out) = export(folder.path(), "open.csv", &[&whole, "--salvage"]);
        assert_eq!(status, Some(1), "{findings:?}");
        let salvaged = findings
            .iter()
            .find(|one| one["code"] == "salvaged")
            .expect("it is said");
        let message = format!("{why}; no whole unit stands before it, and nothing behind it is read");
        assert_eq!(salvaged["message"], message);
        assert_eq!(out.expect("an output").matches("<tu ").count(), 1);
    }
}

#[test]
fn what_was_replaced_before_a_break_is_counted() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    std::fs::write(folder.path().join("a.tsv"), b"en\tde\na\xFF\tb\nlonely\n").expect("a file");
    let options = ["--salvage", "--on-bad-bytes", "replace"];
    let (status, findings, _) = export(folder.path(), "a.tsv", &options);
    let codes: Vec<&str> = findings.iter().filter_map(|one| one["code"].as_str()).collect();
    assert_eq!(status, Some(1), "{findings:?}");
    for code in ["salvaged", "bad-bytes"] {
        assert_eq!(codes.iter().filter(|one| **one == code).count(), 1, "{findings:?}");
    }
}
