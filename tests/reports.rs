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
        let first = common::export(&sample);
        // too little for anything, and too little for the units alone
        for memory in ["1", "3000"] {
            let mut frugal = sample.clone();
            frugal.options.extend(["--memory", memory].map(str::to_owned));
            let second = common::export(&frugal);
            assert_eq!(first.outputs, second.outputs, "{}", sample.name);
            assert_eq!(first.removed, second.removed, "{}", sample.name);
            assert_eq!(first.said, second.said, "{}", sample.name);
            assert_eq!(first.report, second.report, "{}", sample.name);
        }
    }
}

/// A memory whose units have ids of their own, so that most are copied without being parsed twice, with some among them
/// that are hard to find the end of, or are not copied.
fn memory_with_ids(line_end: &str) -> String {
    let mut memory = String::from(
        "<tmx version=\"1.4\"><header creationtool=\"x\" creationtoolversion=\"1\" segtype=\"sentence\" \
         o-tmf=\"x\" adminlang=\"en\" srclang=\"en\" datatype=\"plaintext\"/><body>",
    );
    for number in 0..400 {
        // what is odd stands before what is not
        let (text, after) = match number * 11 % 20 {
            0 => ("a<!-- </tu> -->", "</tu>"),
            1 => ("<![CDATA[</tu><tu>]]>", "</tu>"),
            2 => ("a", "</tu >"),
            3 => ("a", "</tu\n>"),
            4 => ("a &lt;/tu&gt; &#233; &amp;", "</tu>"),
            5 => ("<ph x=\"1\">{0}</ph>", "</tu>"),
            6 => (" edge ", "</tu><!-- </tu> -->"),
            7 => ("<unknown>a</unknown>", "</tu>"),
            8 => ("", "</tu>"),
            9 => ("<bpt i=\"1\">b</bpt>open", "</tu>"),
            _ => ("the same text", "</tu>"),
        };
        let (srclang, third) = match number % 90 {
            10 => (" srclang=\"de\"", ""),
            11 => ("", "<tuv xml:lang=\"fr\"><seg>c</seg></tuv>"),
            12 => (" changedate=\"20240102T030405Z\"", ""),
            13 => ("", "<tuv xml:lang=\"EN\"><seg>c</seg></tuv>"),
            _ => ("", ""),
        };
        let unit = format!(
            "{line_end}<tu tuid='{number}>'{srclang}><prop type=\"p\">{}</prop>{line_end}<tuv xml:lang=\"en\"><seg>{} {text}</seg></tuv>\
             <tuv xml:lang=\"de\"><seg>{text}</seg></tuv>{third}{after}",
            number % 3,
            number % 70
        );
        memory.push_str(&unit);
    }
    memory + "</body></tmx>"
}

#[test]
fn units_that_are_not_parsed_twice_come_out_the_same() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = |name: &str| folder.path().join(name).to_string_lossy().into_owned();
    for (line_end, options) in [
        ("\n", [].as_slice()),
        ("\r\n", &[]),
        ("\n", &["-s", "en", "-t", "de"]),
        ("\n", &["-s", "de", "-t", "en"]),
        ("\n", &["--keep", "last"]),
        ("\n", &["--dedup", "off"]),
        ("\n", &["--conflicts", "newest"]),
        ("\n", &["--dedup", "source", "--removed", "removed.jsonl"]),
        ("\n", &["--date", "2024-01-01"]),
        ("\n", &["-o", "other.tmx"]),
    ] {
        std::fs::write(path("in.tmx"), memory_with_ids(line_end)).expect("a file");
        // all units in memory; their ids alone; nothing
        let runs = ["1G", "40000", "1"].map(|memory| {
            let mut arguments = ["export", &path("in.tmx"), "-o", &path("out.tmx"), "--memory", memory]
                .map(str::to_owned)
                .to_vec();
            arguments.extend(["--message-format", "json", "--report", &path("report.json")].map(str::to_owned));
            let is_file = |option: &str| option.contains(".tmx") || option.contains(".jsonl");
            let option = |option: &&str| {
                if is_file(option) {
                    path(option)
                } else {
                    (*option).to_owned()
                }
            };
            arguments.extend(options.iter().map(option));
            let run = common::tmforge(&arguments);
            let said = String::from_utf8(run.stderr).expect("words are UTF-8");
            assert!(matches!(run.status.code(), Some(0 | 1)), "{said}");
            let read = |name: &str| std::fs::read_to_string(path(name)).unwrap_or_default();
            let report = read("report.json");
            let report = report.lines().filter(|line| !line.contains("elapsed_ms"));
            let report: Vec<String> = report.map(str::to_owned).collect();
            (said, read("out.tmx"), read("other.tmx"), read("removed.jsonl"), report)
        });
        assert!(runs[0].1.lines().count() > 100, "{options:?}");
        assert_eq!(runs[0], runs[1], "{options:?}");
        assert_eq!(runs[0], runs[2], "{options:?}");
    }
}

/// A memory that is long enough to be read by two threads, with something odd here and there.
/// A memory of units with ids of their own, most of which are copied; some are duplicates with something to hand on.
fn memory_to_copy() -> String {
    let mut memory = String::from(
        "<?xml version=\"1.0\"?>\n<tmx version=\"1.4\"><header creationtool=\"x\" creationtoolversion=\"1\" \
         segtype=\"sentence\" o-tmf=\"x\" adminlang=\"en\" srclang=\"en\" datatype=\"plaintext\"/><body>\n",
    );
    for number in 0..9000_usize {
        let before = match number % 500 {
            0 => "<!-- <tu></tu> -->",
            1 => "<other>x</other>\n",
            _ => "",
        };
        let text = match number {
            4500 => "long ".repeat(60_000),
            _ if number % 300 == 7 => "a<ph x=\"1\">{0}</ph>b<!-- </tu> -->".to_owned(),
            _ => "text that is said at some length in each of the two languages".to_owned(),
        };
        let what = if number % 8 == 5 { number / 2 } else { number };
        let unit = format!(
            "{before}<tu tuid=\"{number}\"><note>note {number}</note><tuv xml:lang=\"en\"><seg>{what} {text}</seg></tuv>\
             <tuv xml:lang=\"de\"><seg>{what} {text}</seg></tuv></tu>\n"
        );
        memory.push_str(&unit);
    }
    memory + "</body></tmx>\n"
}

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
fn any_number_of_threads_and_any_memory_give_the_same() {
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
        ("copied.tmx", &memory_to_copy(), &[]),
    ] {
        std::fs::write(path(name), memory).expect("a file");
        let runs = [("1", "1M"), ("2", "1M"), ("2", "64K"), ("1", "1G"), ("2", "1K")].map(|(threads, bytes)| {
            let mut arguments = ["export", &path(name), "-o", &path("out.tmx"), "--threads", threads]
                .map(str::to_owned)
                .to_vec();
            arguments.extend(["--memory", bytes, "--message-format", "json"].map(str::to_owned));
            arguments.extend(options.iter().map(|option| (*option).to_owned()));
            let run = common::tmforge(&arguments);
            let said = String::from_utf8(run.stderr).expect("words are UTF-8");
            let out = std::fs::read_to_string(path("out.tmx")).unwrap_or_default();
            (run.status.code(), said, out)
        });
        assert!(runs[0].1.lines().count() > 10, "{name}: {}", runs[0].1);
        for (number, run) in runs.iter().enumerate() {
            assert!(runs[0] == *run, "{name} {options:?}, run {number}");
        }
    }
}

#[test]
fn what_is_salvaged_with_bad_bytes_says_so() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = |name: &str| folder.path().join(name).to_string_lossy().into_owned();
    let mut memory = long_memory().into_bytes();
    let at = memory
        .windows(5)
        .position(|bytes| bytes == b"<seg>")
        .expect("a segment");
    memory.insert(at + 5, 0xFF);
    memory.truncate(memory.len() - 300);
    std::fs::write(path("torn.tmx"), memory).expect("a file");
    for threads in ["1", "2"] {
        let arguments = [
            "export",
            &path("torn.tmx"),
            "-o",
            &path("out.tmx"),
            "--salvage",
            "--threads",
            threads,
        ];
        let more = ["--on-bad-bytes", "replace", "--message-format", "json"];
        let arguments: Vec<String> = arguments.iter().chain(&more).map(|&word| word.to_owned()).collect();
        let run = common::tmforge(&arguments);
        let said = String::from_utf8(run.stderr).expect("words are UTF-8");
        assert_eq!(run.status.code(), Some(1), "{threads} threads");
        for code in ["salvaged", "bad-bytes"] {
            let times = said.matches(&format!("\"{code}\"")).count();
            assert_eq!(times, 1, "`{code}` with {threads} threads");
        }
        let out = std::fs::read_to_string(path("out.tmx")).expect("an output");
        assert_eq!(out.matches('\u{FFFD}').count(), 1, "{threads} threads");
    }
}

#[test]
fn a_line_of_every_page_is_junk_and_named() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = |name: &str| folder.path().join(name).to_string_lossy().into_owned();
    let mut arguments = vec!["export".to_owned()];
    for day in ["3", "4", "5"] {
        let text = format!(
            "临江晨报综合频道\n会议于9月{day}日在临江召开。\n各方代表发言。\n\nMorning Channel Six\nThe meeting was held in Linjiang on September {day}.\n\
             Delegates of all sides spoke.\n"
        );
        std::fs::write(path(&format!("{day}.txt")), text).expect("a file");
        arguments.push(path(&format!("{day}.txt")));
    }
    let (out, removed) = (path("out.jsonl"), path("removed.jsonl"));
    arguments.extend(["-o", &out, "--removed", &removed, "--dedup", "off"].map(str::to_owned));
    let run = common::tmforge(&arguments);
    assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
    let kept = std::fs::read_to_string(&out).expect("an output");
    assert_eq!(common::rows(&kept).len(), 6, "{kept}");
    let removed = std::fs::read_to_string(&removed).expect("a file of what went");
    let recurring = common::rows(&removed)
        .iter()
        .filter(|row| row["junk"] == "recurring")
        .count();
    assert_eq!(recurring, 6, "{removed}");
}

#[test]
fn units_without_ids_whose_codes_alone_differ_get_different_ones() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = |name: &str| folder.path().join(name).to_string_lossy().into_owned();
    let head = "<?xml version=\"1.0\"?>\n<tmx version=\"1.4\"><header creationtool=\"x\" creationtoolversion=\"1\" \
                segtype=\"sentence\" o-tmf=\"x\" adminlang=\"en\" srclang=\"en\" datatype=\"plaintext\"/><body>\n";
    // more than is held in memory, and so little that it is
    for count in [10, 20_000] {
        let mut memory = head.to_owned();
        for number in 0..count {
            for (open, close, which) in [("bpt", "ept", " i=\"1\""), ("ph", "ph", "")] {
                let text = format!(
                    "<{open}{which}>{{b}}</{open}>said at some length {number}<{close}{which}>{{/b}}</{close}>"
                );
                let variants = ["en", "de"].map(|lang| format!("<tuv xml:lang=\"{lang}\"><seg>{text}</seg></tuv>"));
                memory.extend(["<tu>", &variants.concat(), "</tu>\n"]);
            }
        }
        std::fs::write(path("in.tmx"), memory + "</body></tmx>\n").expect("a file");
        for threads in ["1", "2"] {
            let arguments = [
                "export",
                &path("in.tmx"),
                "-o",
                &path("out.jsonl"),
                "-q",
                "--threads",
                threads,
            ];
            assert!(common::tmforge(&arguments).status.success());
            let rows = common::rows(&std::fs::read_to_string(path("out.jsonl")).expect("an output"));
            assert_eq!(rows.len(), 2 * count);
            let ids: std::collections::HashSet<&str> = rows.iter().filter_map(|row| row["id"].as_str()).collect();
            assert_eq!(ids.len(), 2 * count, "{count} {threads}");
            let numbered = ids.iter().filter(|id| id.ends_with("-2")).count();
            assert_eq!(numbered, count);
        }
    }
}
