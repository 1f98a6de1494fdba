//! The sums of the report hold, and running twice gives the same.
#![allow(clippy::expect_used, clippy::panic, reason = "a test that fails may panic")]

use serde_json::Value;

mod common;

fn count(value: &Value) -> u64 {
    value.as_u64().expect("a count")
}

#[test]
fn every_unit_that_was_read_is_kept_removed_or_dropped() {
    for sample in common::samples() {
        let report = common::export(&sample).report;
        let sum = count(&report["units_kept"]) + count(&report["duplicates_removed"]) + count(&report["dropped"]);
        assert_eq!(count(&report["units_read"]), sum, "{}", sample.name);
        let inputs = report["inputs"].as_array().expect("inputs");
        let read: u64 = inputs.iter().map(|input| count(&input["units_read"])).sum();
        assert_eq!(count(&report["units_read"]), read, "{}", sample.name);
        for output in report["outputs"].as_array().expect("outputs") {
            let left_out = output
                .get("left_out")
                .and_then(|facts| facts.get("unit"))
                .map_or(0, count);
            let sum = count(&output["units_written"]) + left_out;
            assert_eq!(
                sum,
                count(&report["units_kept"]),
                "{} {}",
                sample.name,
                output["format"]
            );
        }
    }
}

#[test]
fn every_removed_row_has_a_reason_and_all_are_counted() {
    for sample in common::samples() {
        let exported = common::export(&sample);
        let rows = common::rows(&exported.removed);
        for row in &rows {
            assert!(row["reason"].is_string(), "{}: {row}", sample.name);
        }
        let inputs = exported.report["inputs"].as_array().expect("inputs");
        let one_sided: u64 = inputs
            .iter()
            .map(|input| {
                count(&input["junk_lines"])
                    + count(&input["unaligned"]["source"])
                    + count(&input["unaligned"]["target"])
            })
            .sum();
        let removed = count(&exported.report["duplicates_removed"]) + count(&exported.report["dropped"]);
        assert_eq!(rows.len() as u64, one_sided + removed, "{}", sample.name);
    }
}

#[test]
fn the_same_inputs_give_the_same_bytes() {
    for sample in common::samples() {
        let (first, second) = (common::export(&sample), common::export(&sample));
        assert_eq!(first.outputs, second.outputs, "{}", sample.name);
        assert_eq!(first.report, second.report, "{}", sample.name);
    }
}

#[test]
fn the_output_is_the_same_however_little_memory_there_is() {
    for sample in common::samples() {
        let mut frugal = sample.clone();
        frugal.options.extend(["--memory".to_owned(), "1".to_owned()]);
        let (first, second) = (common::export(&sample), common::export(&frugal));
        assert_eq!(first.outputs, second.outputs, "{}", sample.name);
        assert_eq!(first.removed, second.removed, "{}", sample.name);
        assert_eq!(first.said, second.said, "{}", sample.name);
        assert_eq!(first.report, second.report, "{}", sample.name);
    }
}

/// A memory that is long enough to be read by two threads, with something odd here and there.
fn long_memory() -> String {
    let mut memory = String::from(
        "<?xml version=\"1.0\"?>\n<tmx version=\"1.4\"><header creationtool=\"x\" creationtoolversion=\"1\" \
         segtype=\"sentence\" o-tmf=\"x\" adminlang=\"en\" srclang=\"en\" datatype=\"plaintext\"/><body>\n",
    );
    for number in 0..9000 {
        let odd = match number % 1000 {
            0 => " bogus=\"1\"",
            1 => " creationdate=\"yesterday\"",
            _ => "",
        };
        let text = match number % 700 {
            0 => "a & b \u{1}",
            1 => "<bpt i=\"1\">b</bpt>open",
            _ => "text that is said at some length in each of the two languages",
        };
        let unit = format!(
            "<tu tuid=\"{}\"{odd}><tuv xml:lang=\"en\"><seg>{number} {text}</seg></tuv><tuv xml:lang=\"de\"><seg>{} {text}</seg>\
             </tuv></tu>\n",
            number % 8990,
            number % 3000
        );
        memory.push_str(&unit);
    }
    memory + "</body></tmx>\n"
}

#[test]
fn any_number_of_threads_gives_the_same() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = |name: &str| folder.path().join(name).to_string_lossy().into_owned();
    let whole = long_memory();
    let torn = whole.replacen("<tu tuid=\"4000\"", "<tu tuid=\"4000\" tuid=\"again\"", 1);
    let torn = torn.replacen("</seg></tuv><tuv xml:lang=\"de\"><seg>1000 ", "</tuv><tuv>", 1);
    let cut_off = whole.get(..whole.len() - 300).expect("ASCII there");
    for (name, memory, options) in [
        ("whole.tmx", whole.as_str(), [].as_slice()),
        ("torn.tmx", &torn, &[]),
        ("torn.tmx", &torn, &["--salvage"]),
        ("cut.tmx", cut_off, &[]),
    ] {
        std::fs::write(path(name), memory).expect("a file");
        let runs = ["1", "2"].map(|threads| {
            let mut arguments = ["export", &path(name), "-o", &path("out.tmx"), "--threads", threads]
                .map(str::to_owned)
                .to_vec();
            arguments.extend(["--memory", "1M", "--message-format", "json"].map(str::to_owned));
            arguments.extend(options.iter().map(|option| (*option).to_owned()));
            let run = common::tmforge(&arguments);
            let said = String::from_utf8(run.stderr).expect("words are UTF-8");
            let out = std::fs::read_to_string(path("out.tmx")).unwrap_or_default();
            (run.status.code(), said, out)
        });
        assert!(runs[0].1.lines().count() > 10, "{name}: {}", runs[0].1);
        assert!(runs[0] == runs[1], "{name} {options:?}");
    }
}
