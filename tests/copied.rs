//! From TMX to TMX, units that are copied come out as if they were read and rendered.
#![allow(clippy::expect_used, clippy::panic, reason = "a test that fails may panic")]

mod common;

use serde_json::Value;

/// How many units a memory has that is read one block of text at a time.
const FEW: usize = 30;

/// How many a memory has whose blocks are looked at ahead.
const MANY: usize = 9000;

/// A memory whose units have these attributes, where `#` is the number of each, under such a header.
fn memory_of(source: &str, language: &str, attributes: &str, count: usize) -> String {
    let mut memory = format!(
        "<?xml version=\"1.0\"?>\n<tmx version=\"1.4\"><header creationtool=\"x\" creationtoolversion=\"1\" \
         segtype=\"sentence\" o-tmf=\"x\" adminlang=\"en\" srclang=\"{source}\" datatype=\"plaintext\"/><body>\n"
    );
    for number in 0..count {
        let number = number.to_string();
        let attributes = attributes.replace('#', &number);
        let text = format!("text of unit {number}");
        let variants = [language, "de"].map(|language| format!("<tuv xml:lang=\"{language}\"><seg>{text}</seg></tuv>"));
        memory.extend(["<tu ", &attributes, ">", &variants.concat(), "</tu>\n"]);
    }
    memory + "</body></tmx>\n"
}

/// Memories whose ids differ, repeat, or are missing; `derived` is the id that a unit without one is given.
fn by_ids(derived: &str) -> Vec<String> {
    let named = memory_of("en", "en", "tuid=\"u#\"", FEW);
    let nameless = memory_of("en", "en", "", FEW);
    let gone = named.replacen("unit 17<", "unit 3<", 2);
    let heirs = nameless.replace("text of unit 7<", "text of unit 6<");
    let with_derived = |text: &str| -> String {
        let id = format!("<tu tuid=\"{derived}\">");
        let lines = nameless.split_inclusive('\n').map(|line| {
            if line.contains(text) {
                line.replacen("<tu >", &id, 1)
            } else {
                line.to_owned()
            }
        });
        lines.collect()
    };
    let parts_of = |whole: &str| {
        let attributes = format!("tuid=\"#\"><prop type=\"x-part-of\">{whole}</prop");
        let memory = memory_of("en", "en", &attributes, FEW);
        memory.replacen("creationtool=\"x\"", "creationtool=\"tmforge\"", 1)
    };
    vec![
        named.replacen("tuid=\"u29\"", "", 1),
        named.replacen("tuid=\"u0\"", "", 1),
        named.replacen("tuid=\"u17\"", "tuid=\"u3\"", 1),
        gone.replacen("tuid=\"u17\"", "tuid=\"u3\"", 1),
        nameless.replace("text of", "<ph>&lt;br/></ph>text of"),
        heirs.replacen("<tu >", "<tu usagecount=\"3\"><prop type=\"x\">y</prop>", 8),
        with_derived("unit 3<"),
        with_derived("unit 12<"),
        parts_of("w"),
        parts_of("w#"),
        parts_of("3"),
        parts_of("w").replacen(">w<", ">v<", 1),
        named,
        nameless,
    ]
}

/// Memories that name their languages in all ways.
fn by_languages() -> Vec<String> {
    let named = |source: &str, language: &str| memory_of(source, language, "tuid=\"u#\"", FEW);
    let large = memory_of("en", "en", "", MANY);
    let of_1_1 = |memory: &str| memory.replace("xml:lang", "lang").replacen("\"1.4\"", "\"1.1\"", 1);
    vec![
        named("en-US", "en"),
        named("en", "en-US"),
        named("*all*", "en"),
        named("fr", "en"),
        named("EN", "EN").replace("\"de\"", "\"DE\""),
        named("en", "en").replace("\"de\"", "\"pt_BR\""),
        of_1_1(&named("en", "en")),
        of_1_1(&large),
        large.replace("\"de\"", "\"pt_BR\""),
        large,
        memory_of("en", "en", "srclang=\"en\"", FEW),
        memory_of("de", "en", "srclang=\"en\"", FEW),
        memory_of("en", "en", "srclang=\"de\"", FEW),
        memory_of("*all*", "en", "srclang=\"*all*\"", FEW),
    ]
}

/// What is written, whether that is all, and what the report says of it.
#[derive(Debug, PartialEq)]
struct Written {
    tmx: String,
    status: Option<i32>,
    units: Value,
    languages: Value,
}

/// Runs the program in `folder`. What is written to a table too is not copied.
fn run(folder: &std::path::Path, inputs: &[&str], options: &[&str], has_table: bool) -> Written {
    let path = |name: &str| folder.join(name).to_string_lossy().into_owned();
    for old in ["out.tmx", "out.jsonl", "r.json"] {
        let _ = std::fs::remove_file(path(old));
    }
    let mut arguments = vec!["export".to_owned()];
    arguments.extend(inputs.iter().map(|name| path(name)));
    arguments.extend(["-o", &path("out.tmx"), "--report", &path("r.json")].map(str::to_owned));
    let usual = ["-q", "--memory", "1"];
    arguments.extend(usual.iter().chain(options).map(|option| (*option).to_owned()));
    if has_table {
        arguments.extend(["-o".to_owned(), path("out.jsonl")]);
    }
    let run = common::tmforge(&arguments);
    let report = std::fs::read_to_string(path("r.json")).unwrap_or_else(|_| panic!("{inputs:?}: {run:?}"));
    let report: Value = serde_json::from_str(&report).expect("JSON");
    let units = report["outputs"][0]["units_written"].clone();
    if run.status.success() {
        assert_eq!(units, report["units_kept"], "{inputs:?} {options:?}");
    }
    Written {
        tmx: std::fs::read_to_string(path("out.tmx")).unwrap_or_default(),
        status: run.status.code(),
        units,
        languages: report["languages"].clone(),
    }
}

#[test]
fn units_that_are_copied_come_out_as_if_they_were_not() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = |name: &str| folder.path().join(name).to_string_lossy().into_owned();
    let put = |name: &str, memory: &str| std::fs::write(path(name), memory).expect("a file");
    put("in.tmx", &memory_of("en", "en", "", FEW));
    assert!(
        common::tmforge(&["export", &path("in.tmx"), "-o", &path("out.jsonl"), "-q"])
            .status
            .success()
    );
    let rows = common::rows(&std::fs::read_to_string(path("out.jsonl")).expect("an output"));
    let derived = rows[9]["id"].as_str().expect("an id");
    let other = memory_of("en", "en", "tuid=\"v#\"", FEW);
    put("other.tmx", &other.replace("text of", "other text of"));
    let runs: [(&[&str], &[&str]); 6] = [
        (&["in.tmx"], &[]),
        (&["in.tmx", "other.tmx"], &[]),
        (&["other.tmx", "in.tmx"], &["-s", "en"]),
        (&["in.tmx"], &["--dedup", "source"]),
        (&["in.tmx"], &["--dedup", "off", "-t", "de"]),
        (&["other.tmx", "in.tmx"], &["--dedup", "off"]),
    ];
    let (mut succeeded, mut all) = (0, 0);
    for (number, memory) in by_ids(derived).iter().chain(&by_languages()).enumerate() {
        put("in.tmx", memory);
        for (inputs, options) in runs {
            let [copied, rendered] = [false, true].map(|has_table| run(folder.path(), inputs, options, has_table));
            let is_same = copied == rendered;
            assert!(
                is_same,
                "{number} {inputs:?} {options:?}\n{}\n{}",
                copied.tmx, rendered.tmx
            );
            succeeded += usize::from(copied.status == Some(0));
            all += 1;
        }
    }
    // what is refused is refused for its languages
    assert!(succeeded >= all * 9 / 10, "{succeeded} of {all}");
}
