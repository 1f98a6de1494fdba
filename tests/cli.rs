//! What the program says and leaves behind when something is wrong.
#![cfg(unix)]
#![allow(clippy::expect_used, clippy::panic, reason = "a test that fails may panic")]

use std::fs;
use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use tempfile::TempDir;

mod common;

const SENTENCES: [(&str, &str); 2] = [("a.en", "One.\nTwo.\n"), ("a.de", "Eins.\nZwei.\n")];

const TABLE: &str = "en\tde\t\nOpen\tÖffnen\nClose\tSchließen\n";

/// A folder with inputs, in which the program runs.
struct Desk(TempDir);

impl Desk {
    fn new() -> Self {
        let desk = Self(tempfile::tempdir().expect("a temporary folder"));
        desk.put("good.tsv", TABLE.as_bytes());
        desk
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn put(&self, name: &str, bytes: &[u8]) {
        fs::write(self.path(name), bytes).expect("a file in a temporary folder");
    }

    fn text(&self, name: &str) -> String {
        fs::read_to_string(self.path(name)).expect("a file")
    }

    fn files(&self) -> Vec<String> {
        let entries = fs::read_dir(self.0.path()).expect("a folder").flatten();
        let mut names: Vec<String> = entries
            .map(|entry| entry.file_name().to_string_lossy().into_owned())
            .collect();
        names.sort();
        names
    }

    fn command(&self, words: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_tmforge"));
        command
            .args(words)
            .current_dir(self.0.path())
            .env_remove("SOURCE_DATE_EPOCH");
        command
    }

    /// Runs the program; gives exit status and words.
    fn run(&self, words: &[&str]) -> (i32, String) {
        let run = self.command(words).output().expect("the program starts");
        (
            run.status.code().expect("no signal"),
            String::from_utf8(run.stderr).expect("UTF-8"),
        )
    }

    /// Runs `export` where it must fail, with an older `old.tmx` as OUT that must stay, and no litter.
    fn fails(&self, words: &[&str]) -> String {
        self.put("old.tmx", b"older");
        let before = self.files();
        let (status, said) = self.run(&[&["export"], words].concat());
        assert_eq!(status, 2, "{words:?}: {said}");
        assert_eq!(self.text("old.tmx"), "older", "{words:?}");
        assert_eq!(self.files(), before, "{words:?}");
        said
    }
}

#[test]
fn two_texts_with_tabs_are_the_pair_that_they_are_said_to_be() {
    let desk = Desk::new();
    for (de, en) in [("a", "b"), ("a.dat", "b.dat"), ("a.txt", "b.txt")] {
        desk.put(de, "Das ist ein Haus.\tB\nEs ist sehr schön.\tC\n".as_bytes());
        desk.put(en, b"This is a house.\tB\nIt is very nice.\tC\n");
        let (status, said) = desk.run(&["align", "--pair", de, en, "-s", "de", "-t", "en", "-o", "out.jsonl"]);
        assert_eq!(status, 0, "{said}");
        assert!(
            desk.text("out.jsonl").contains("\"target\":\"This is a house.\""),
            "{}",
            desk.text("out.jsonl")
        );
    }
    desk.put("a.tsv", b"de\ten\nHaus\thouse\n");
    let (status, said) = desk.run(&["align", "--pair", "a.tsv", "b", "-o", "out.jsonl"]);
    assert_eq!(status, 2, "{said}");
    assert!(said.contains("`tsv` files are not read as pairs"), "{said}");
}

#[test]
fn each_bad_input_is_refused_by_a_sentence_with_its_place() {
    let desk = Desk::new();
    fs::create_dir(desk.path("folder")).expect("a folder");
    desk.put("empty.tsv", b"");
    desk.put("one.txt", "这是第一句话。\n这是第二句话。\n".as_bytes());
    desk.put("wide.tsv", b"en\tde\na\tb\nc\td\te\tf\n");
    desk.put("bytes.tsv", b"en\tde\na\tb\xFF\n");
    desk.put("a.txt", b"one\ntwo\n");
    desk.put("b.txt", b"eins\n");
    desk.put("nameless.tsv", b"Open\t\xC3\x96ffnen\n");
    desk.put("bad.jsonl", b"{\"source\":\"a\"\n");
    desk.put("cut.tsv.gz", &[0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3, 0x4B]);
    desk.put("file", b"a regular file");
    for (words, fragments) in [
        (
            &["missing.tsv", "-o", "old.tmx"][..],
            &["missing.tsv", "no such file"][..],
        ),
        (&["folder", "-o", "old.tmx"], &["folder", "is a directory"]),
        (&["empty.tsv", "-o", "old.tmx"], &["empty.tsv", "is empty"]),
        (&["one.txt", "-o", "old.tmx"], &["one.txt", "language"]),
        (&["wide.tsv", "-o", "old.tmx"], &["wide.tsv:3"]),
        (&["bytes.tsv", "-o", "old.tmx"], &["bytes.tsv:2", "UTF-8"]),
        (
            &[
                "--pair", "a.txt", "b.txt", "--from", "lines", "-s", "en", "-t", "de", "-o", "old.tmx",
            ],
            &["2 lines", "1"],
        ),
        (&["nameless.tsv", "-o", "old.tmx"], &["nameless.tsv", "-s", "-t"]),
        (
            &["bad.jsonl", "-s", "en", "-t", "de", "-o", "old.tmx"],
            &["bad.jsonl:1"],
        ),
        (&["cut.tsv.gz", "-o", "old.tmx"], &["cut.tsv.gz", "gzip"]),
        (
            &["good.tsv", "-s", "xx", "-o", "old.tmx"],
            &["`xx` is not a language tag"],
        ),
        (&["good.tsv", "-s", "en", "-t", "en", "-o", "old.tmx"], &["both `en`"]),
        (
            &["good.tsv", "-s", "en", "-t", "fr", "-o", "old.tmx"],
            &["`fr`", "`de`"],
        ),
        (&["good.tsv", "-o", "good.tsv"], &["same file as input"]),
        (&["good.tsv", "-o", "./good.tsv"], &["same file as input"]),
        (&["good.tsv", "-o", "old.tmx", "-o", "./old.tmx"], &["two outputs"]),
        (&["good.tsv", "-o", "old.tmx", "--report", "old.tmx"], &["two outputs"]),
        (
            &["good.tsv", "-o", "old.tmx", "--report", "good.tsv"],
            &["same file as input"],
        ),
        (
            &["good.tsv", "-o", "file/out.tmx"],
            &["file/out.tmx", "not a directory"],
        ),
        (
            &["good.tsv", "-o", "nowhere/out.tmx"],
            &["nowhere/out.tmx", "no such file"],
        ),
        (&["good.tsv", "-o", "folder"], &["folder"]),
        (&["good.tsv", "-o", "old.xyz"], &["old.xyz", "--to"]),
        (&["good.tsv", "-o", "-"], &["--to"]),
        (
            &["good.tsv", "-o", "old.tmx", "--removed", "gone.csv"],
            &["gone.csv", ".jsonl"],
        ),
        (&["good.tsv", "--encoding", "klingon", "-o", "old.tmx"], &["klingon"]),
        (
            &["good.tsv", "--min-confidence", "7", "-o", "old.tmx"],
            &["min-confidence"],
        ),
        (
            &["good.tsv", "--ignore", "case", "-o", "old.tmx"],
            &["--dedup normalized"],
        ),
        (&["good.tsv", "--date", "soon", "-o", "old.tmx"], &["soon"]),
        (&["good.tsv", "--columns", "source", "-o", "old.tmx"], &["--columns"]),
        (&["-", "-", "-o", "old.tmx"], &["standard input is named twice"]),
        (&["good.tsv", "--no-such", "-o", "old.tmx"], &["--no-such"]),
        (&["good.tsv"], &["--output"]),
    ] {
        let said = desk.fails(words);
        for fragment in fragments {
            assert!(
                said.contains(fragment),
                "{words:?} must say {fragment:?}, but says: {said}"
            );
        }
    }
}

#[test]
fn commands_that_do_not_exist_yet_are_refused_by_name() {
    for command in ["validate", "diff", "stats", "qa"] {
        let (status, said) = Desk::new().run(&[command, "a"]);
        assert_eq!(status, 2);
        assert!(said.contains(command), "{said}");
    }
}

#[test]
fn findings_at_the_level_denied_make_the_exit_status_1() {
    let desk = Desk::new();
    desk.put("c0.tsv", b"en\tde\na\x01\tb\n");
    assert_eq!(desk.run(&["export", "c0.tsv", "-o", "a.tmx"]).0, 0);
    assert_eq!(desk.run(&["export", "c0.tsv", "-o", "a.tmx", "--deny", "warning"]).0, 1);
    assert_eq!(
        desk.run(&["export", "c0.tsv", "-o", "b.tmx", "--illegal-characters", "refuse"])
            .0,
        2
    );
    assert!(!desk.path("b.tmx").exists());
}

#[test]
fn a_full_disk_is_an_error() {
    let desk = Desk::new();
    let (status, said) = desk.run(&["export", "good.tsv", "-o", "/dev/full", "--to", "tmx"]);
    assert_eq!(status, 2);
    assert!(said.contains("/dev/full") && said.contains("no space left"), "{said}");
}

#[test]
fn a_closed_pipe_is_no_error() {
    let desk = Desk::new();
    let rows: Vec<String> = (0..20_000)
        .map(|number| format!("sentence {number}\tSatz {number}"))
        .collect();
    let table = format!("en\tde\n{}\n", rows.join("\n"));
    desk.put("long.tsv", table.as_bytes());
    let mut child = desk
        .command(&["export", "long.tsv", "-o", "-", "--to", "tmx"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program starts");
    let mut few = [0; 10];
    child
        .stdout
        .take()
        .expect("a pipe")
        .read_exact(&mut few)
        .expect("ten bytes");
    let run = child.wait_with_output().expect("it ends");
    assert_eq!(run.status.code(), Some(0), "{}", String::from_utf8_lossy(&run.stderr));
}

#[test]
fn a_kill_in_the_middle_leaves_the_older_output_whole() {
    let desk = Desk::new();
    desk.put("old.tmx", b"older");
    let mut child = desk
        .command(&["export", "-", "--from", "tsv", "-s", "en", "-t", "de", "-o", "old.tmx"])
        .stdin(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .expect("the program starts");
    let stdin = child.stdin.as_mut().expect("a pipe");
    stdin
        .write_all(&TABLE.as_bytes().repeat(10_000))
        .expect("the program reads");
    child.kill().expect("it was running");
    child.wait().expect("it ends");
    assert_eq!(desk.text("old.tmx"), "older");
}

#[test]
fn an_older_output_keeps_its_mode_and_a_link_is_followed() {
    use std::os::unix::fs::PermissionsExt;
    let desk = Desk::new();
    desk.put("real.tmx", b"older");
    fs::set_permissions(desk.path("real.tmx"), PermissionsExt::from_mode(0o640)).expect("a mode");
    std::os::unix::fs::symlink("real.tmx", desk.path("link.tmx")).expect("a link");
    let (status, said) = desk.run(&["export", "good.tsv", "-o", "link.tmx"]);
    assert_eq!(status, 0, "{said}");
    assert!(
        fs::symlink_metadata(desk.path("link.tmx"))
            .expect("a link")
            .is_symlink()
    );
    assert!(desk.text("real.tmx").contains("Öffnen"));
    assert_eq!(
        fs::metadata(desk.path("real.tmx"))
            .expect("a file")
            .permissions()
            .mode()
            & 0o777,
        0o640
    );
}

#[test]
fn in_place_is_allowed_when_asked_for() {
    let desk = Desk::new();
    assert_eq!(desk.run(&["export", "good.tsv", "-o", "good.tsv", "--in-place"]).0, 0);
    assert_eq!(desk.text("good.tsv"), TABLE);
}

#[test]
fn standard_input_and_output_carry_data_alone() {
    let desk = Desk::new();
    let mut child = desk
        .command(&["export", "-", "--from", "tsv", "-o", "-", "--to", "tsv"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program starts");
    child
        .stdin
        .take()
        .expect("a pipe")
        .write_all(TABLE.as_bytes())
        .expect("the program reads");
    let run = child.wait_with_output().expect("it ends");
    assert_eq!(run.status.code(), Some(0), "{}", String::from_utf8_lossy(&run.stderr));
    assert_eq!(String::from_utf8_lossy(&run.stdout), TABLE);
}

#[test]
fn a_run_without_units_writes_the_report_and_no_output() {
    let desk = Desk::new();
    let words = [
        "export",
        "good.tsv",
        "-s",
        "fr",
        "-t",
        "it",
        "-o",
        "a.tmx",
        "--report",
        "r.json",
        "--removed",
        "r.jsonl",
    ];
    let (status, said) = desk.run(&words);
    assert_eq!(status, 2);
    assert!(said.contains("no unit to write"), "{said}");
    assert!(!desk.path("a.tmx").exists());
    assert!(desk.text("r.json").contains("no unit to write"));
    assert_eq!(desk.text("r.jsonl").lines().count(), 2);
}

#[test]
fn what_was_converted_once_keeps_the_name_of_its_original_and_gains_no_property() {
    let desk = Desk::new();
    for version in ["1.2", "2.0", "2.2"] {
        let to_xliff = |input: &str, out: &str| {
            let (status, said) = desk.run(&["export", input, "--xliff-version", version, "-o", out]);
            assert_eq!(status, 0, "{said}");
        };
        to_xliff("good.tsv", "once.xlf");
        to_xliff("once.xlf", "twice.xlf");
        assert!(desk.text("once.xlf").contains("original=\"good.tsv\""));
        assert_eq!(desk.text("twice.xlf"), desk.text("once.xlf"));
        let (status, said) = desk.run(&["export", "twice.xlf", "-o", "back.tmx"]);
        assert_eq!(status, 0, "{said}");
        assert!(!desk.text("back.tmx").contains("<prop"), "{}", desk.text("back.tmx"));
    }
}

#[test]
fn a_date_is_taken_from_the_option_or_the_epoch_and_never_from_the_clock() {
    let desk = Desk::new();
    desk.run(&["export", "good.tsv", "-o", "none.tmx"]);
    assert!(!desk.text("none.tmx").contains("creationdate"));
    desk.run(&["export", "good.tsv", "-o", "day.tmx", "--date", "2026-11-23"]);
    assert!(desk.text("day.tmx").contains("creationdate=\"20261123T000000Z\""));
    let mut command = desk.command(&["export", "good.tsv", "-o", "epoch.tmx"]);
    command
        .env("SOURCE_DATE_EPOCH", "1795392000")
        .output()
        .expect("the program starts");
    assert!(desk.text("epoch.tmx").contains("creationdate=\"20261123T000000Z\""));
}

#[test]
fn the_same_release_twice_gives_its_units_once() {
    let desk = Desk::new();
    let release = Path::new(env!("CARGO_MANIFEST_DIR")).join("samples/text/zh-then-en.txt");
    for name in ["a.txt", "b.txt"] {
        fs::copy(&release, desk.path(name)).expect("a sample");
    }
    assert_eq!(desk.run(&["export", "a.txt", "-o", "once.tmx"]).0, 0);
    assert_eq!(
        desk.run(&["export", "a.txt", "b.txt", "-o", "twice.tmx", "--report", "r.json"])
            .0,
        0
    );
    let units = |text: &str| text.matches("<tu ").count();
    assert_eq!(units(&desk.text("once.tmx")), units(&desk.text("twice.tmx")));
}

#[test]
fn completions_and_the_manual_are_printed() {
    for words in [&["completions", "bash"][..], &["completions", "zsh"], &["man"]] {
        let run = common::tmforge(words);
        assert_eq!(run.status.code(), Some(0));
        assert!(String::from_utf8_lossy(&run.stdout).contains("tmforge"), "{words:?}");
    }
}

#[test]
fn beads_are_counted_in_the_direction_of_the_run() {
    let desk = Desk::new();
    desk.put(
        "row.jsonl",
        "{\"source\":\"甲\",\"target\":\"A\",\"source_lang\":\"zh\",\"target_lang\":\"en\",\"bead\":\"1-2\"}\n"
            .as_bytes(),
    );
    desk.run(&[
        "export",
        "row.jsonl",
        "-s",
        "en",
        "-t",
        "zh",
        "-o",
        "a.tmx",
        "--report",
        "r.json",
    ]);
    assert!(desk.text("r.json").contains("\"2-1\": 1"), "{}", desk.text("r.json"));
    assert!(desk.text("a.tmx").contains("<prop type=\"x-bead\">2-1</prop>"));
}

#[test]
fn an_alignment_is_read_with_its_pair_and_the_report_names_all_three() {
    let desk = Desk::new();
    for (name, text) in SENTENCES {
        desk.put(name, text.as_bytes());
    }
    desk.put("a.ladder", b"0\t0\t0.5\n1\t1\t0.25\n2\t2\t0\n");
    let words = "export --pair a.en a.de --alignment a.ladder -s en -t de -o out.jsonl --report report.json";
    let (status, said) = desk.run(&words.split(' ').collect::<Vec<_>>());
    assert_eq!(status, 0, "{said}");
    let report: serde_json::Value = serde_json::from_str(&desk.text("report.json")).expect("the report is JSON");
    let input = &report["inputs"][0];
    assert_eq!(
        (&input["file"], &input["file_target"], &input["file_alignment"]),
        (&"a.en".into(), &"a.de".into(), &"a.ladder".into())
    );
    assert_eq!(
        (&input["format"], &input["beads"]["1-1"]),
        (&"ladder".into(), &2.into())
    );
}

#[test]
fn an_alignment_without_its_texts_or_beside_others_is_refused() {
    let desk = Desk::new();
    for (name, text) in SENTENCES {
        desk.put(name, text.as_bytes());
    }
    desk.put("a.txt", b"[0]:[0]:0.1\n[7]:[1]:0.1\n");
    for (words, expected) in [
        ("export a.txt -o out.tmx", "--alignment FILE"),
        ("export --alignment a.txt -o out.tmx", "--pair"),
        (
            "export --pair a.en a.de --alignment a.txt --alignment a.txt -o out.tmx",
            "given 2 times, but `--pair` only 1",
        ),
        (
            "export --pair a.en a.de --alignment a.txt --from tsv -o out.tmx",
            "`--alignment` takes no tsv files",
        ),
        (
            "export --pair a.en a.de --alignment a.txt -s en -t de -o out.tmx",
            "source sentence 7 is not in `a.en`, which has 2",
        ),
        (
            "export --pair a.en a.de --alignment a.txt --to jsonl -o a.txt",
            "same file as input",
        ),
    ] {
        let (status, said) = desk.run(&words.split(' ').collect::<Vec<_>>());
        assert_eq!(status, 2, "{words}: {said}");
        assert!(said.contains(expected), "{words}: {said}");
        assert!(!desk.files().contains(&"out.tmx".to_owned()), "{words}");
    }
}

#[test]
fn a_template_has_no_unit_and_says_so() {
    let desk = Desk::new();
    desk.put("a.pot", b"msgid \"\"\nmsgstr \"\"\n\nmsgid \"a\"\nmsgstr \"\"\n");
    let (status, said) = desk.run(&["export", "a.pot", "-o", "out.tmx"]);
    assert_eq!(status, 2, "{said}");
    assert!(
        said.contains("the catalogue is a template") && said.contains("no unit to write"),
        "{said}"
    );
}

#[test]
fn what_stays_out_of_a_catalogue_is_in_the_removed_file() {
    let desk = Desk::new();
    desk.put("a.pot", b"msgid \"\"\nmsgstr \"\"\n\nmsgid \"a\"\nmsgstr \"\"\n");
    let (status, said) = desk.run(&[
        "export",
        "a.pot",
        "-o",
        "out.tmx",
        "--removed",
        "gone.jsonl",
        "--report",
        "r.json",
    ]);
    assert_eq!(status, 2, "{said}");
    let gone = desk.text("gone.jsonl");
    assert!(
        gone.contains("\"reason\":\"untranslated\"") && gone.contains("\"source\":\"a\""),
        "{gone}"
    );
    let report: serde_json::Value = serde_json::from_str(&desk.text("r.json")).expect("JSON");
    assert_eq!((&report["units_read"], &report["dropped"]), (&1.into(), &1.into()));
}

#[test]
fn what_is_untranslated_is_told_by_the_languages_that_are_chosen() {
    let desk = Desk::new();
    let unit = |de: &str| {
        format!(
            "{{\"variants\":[{{\"lang\":\"en\",\"text\":\"Hello\"}},{{\"lang\":\"de\",\"text\":\"{de}\"}},{{\"lang\":\"fr\",\"text\":\"Salut\"}}]}}\n"
        )
    };
    desk.put("in.jsonl", (unit("Hello") + &unit("") + &unit("Hallo")).as_bytes());
    let pair = ["-s", "en", "-t", "de", "--drop-untranslated", "-o", "out.tsv"];
    let (status, said) = desk.run(&[&["export", "in.jsonl"], &pair[..]].concat());
    assert_eq!(status, 0, "{said}");
    assert_eq!(desk.text("out.tsv"), "en\tde\t\nHello\tHallo\n");
    assert!(
        said.contains("without `--drop-untranslated` it would stay") && !said.contains("--states"),
        "{said}"
    );
}

#[test]
fn a_table_called_text_is_read_as_one() {
    let desk = Desk::new();
    let text = "en\tde\r\nThe gate is open.\tDas Tor ist offen.\r\nRain fell.\tEs regnete.\r\n";
    let wide = std::iter::once(0xFEFF)
        .chain(text.encode_utf16())
        .flat_map(u16::to_le_bytes);
    desk.put("wide.txt", &wide.collect::<Vec<u8>>());
    desk.put("rows.txt", text.split_once('\n').expect("a header").1.as_bytes());
    let expected = "en\tde\t\nThe gate is open.\tDas Tor ist offen.\nRain fell.\tEs regnete.\n";
    for words in ["wide.txt", "rows.txt -s en -t de"] {
        let words: Vec<&str> = ["export"]
            .into_iter()
            .chain(words.split(' '))
            .chain(["-o", "out.tsv"])
            .collect();
        let (status, said) = desk.run(&words);
        assert_eq!(status, 0, "{said}");
        assert!(said.contains("the name says text, but it is read as tsv"), "{said}");
        assert_eq!(desk.text("out.tsv"), expected);
    }
}

#[test]
fn languages_that_were_named_are_not_said_to_be_found() {
    let desk = Desk::new();
    desk.put(
        "a.en",
        b"The gate is open.\nThe mill stands by the brook.\nRain fell all night.\n",
    );
    desk.put(
        "a.de",
        "Das Tor ist offen.\nDie Mühle steht am Bach.\nEs regnete die ganze Nacht.\n".as_bytes(),
    );
    let (status, said) = desk.run(&[
        "export", "--pair", "a.en", "a.de", "-s", "en", "-t", "de", "-o", "out.tmx",
    ]);
    assert_eq!(status, 0, "{said}");
    assert!(!said.contains("lang-detected"), "{said}");
    desk.put("a.zh", "大门开着。\n磨坊在小溪边。\n下了一夜的雨。\n".as_bytes());
    let (_, said) = desk.run(&["export", "--pair", "a.en", "a.zh", "-o", "out.tmx"]);
    assert!(said.contains("lang-detected"), "{said}");
    desk.put("a.txt", b"The gate is open.\nThe mill stands by the brook.\n");
    let (status, said) = desk.run(&["export", "a.txt", "-s", "en", "-t", "de", "-o", "out.tmx"]);
    assert_eq!(status, 2, "{said}");
    assert!(said.contains("--pair") && !said.contains("-s"), "{said}");
}

#[test]
fn numbers_that_cannot_be_are_refused_in_words_of_their_own() {
    let desk = Desk::new();
    desk.put("a.tsv", b"en\tde\na\tb\n");
    for (words, expected) in [
        ("--threads -1", "no number of threads: give one from 1 to 65535"),
        ("--threads x", "no number of threads"),
        ("--threads 0", "no number of threads"),
        ("--min-confidence -0.1", "`--min-confidence -0.1` is no share of 1"),
        ("--min-confidence x", "no number: give one from 0 to 1"),
        ("--memory -1", "no size: give a number of bytes"),
    ] {
        let words: Vec<&str> = ["export", "a.tsv", "-o", "out.tmx"]
            .into_iter()
            .chain(words.split(' '))
            .collect();
        let (status, said) = desk.run(&words);
        assert_eq!(status, 2, "{said}");
        assert!(said.contains(expected) && !said.contains("-- -"), "{said}");
    }
}

#[test]
fn a_confidence_that_is_told_is_compared_as_it_is_told() {
    let desk = Desk::new();
    let row = |share: &str| {
        format!(
            "{{\"source_lang\":\"en\",\"target_lang\":\"de\",\"source\":\"{share}\",\"target\":\"b\",\"confidence\":{share}}}\n"
        )
    };
    desk.put("a.jsonl", (row("0.699") + &row("0.7")).as_bytes());
    let (status, said) = desk.run(&["export", "a.jsonl", "--min-confidence", "0.7", "-o", "out.tsv"]);
    assert_eq!(status, 0, "{said}");
    assert_eq!(desk.text("out.tsv"), "en\tde\t\n0.7\tb\n");
}

#[test]
fn what_comes_through_a_pipe_is_whole_beside_other_inputs() {
    let desk = Desk::new();
    let rows: Vec<String> = (0..100_000)
        .map(|row| format!("Sentence {row}\tSatz {row}\n"))
        .collect();
    desk.put("table", ["en\tde\n", &rows.concat()].concat().as_bytes());
    desk.put("a.txt", "Sentence one.\nSentence two.\n".repeat(300).as_bytes());
    desk.put("b.txt", "Satz eins.\nSatz zwei.\n".repeat(300).as_bytes());
    for name in ["table", "a.txt", "b.txt"] {
        let pipe = desk.path(&format!("{name}.pipe"));
        let made = Command::new("mkfifo").arg(&pipe).status().expect("mkfifo starts");
        assert!(made.success());
        let bytes = fs::read(desk.path(name)).expect("a file");
        std::thread::spawn(move || fs::write(pipe, bytes));
    }
    let export = |words: &[&str]| {
        let (status, said) = desk.run(&[&["export"], words, &["-o", "out.jsonl", "--dedup", "off"]].concat());
        assert_eq!(status, 0, "{said}");
        desk.text("out.jsonl").lines().count()
    };
    // neither name says what it is: each may be a raw text, from which the run would learn
    assert_eq!(export(&["table.pipe", "good.tsv"]), rows.len() + 2);
    let from_files = export(&["--pair", "a.txt", "b.txt", "good.tsv", "-s", "en", "-t", "de"]);
    let pair = ["--pair", "a.txt.pipe", "b.txt.pipe", "good.tsv", "-s", "en", "-t", "de"];
    assert_eq!(export(&pair), from_files);
}

#[test]
fn what_texts_have_taught_appears_with_the_outputs_or_not_at_all() {
    let desk = Desk::new();
    let text = "部长今天出席了会议。\n会议在北京举行。\n\nThe minister attended a meeting today.\nThe meeting was held in Beijing.\n";
    desk.put("a.txt", text.as_bytes());
    let run =
        |words: &[&str]| desk.run(&[&["export", "a.txt", "-o", "out.tmx", "--lexicon-out", "words"], words].concat());
    let (status, said) = run(&["--min-confidence", "1"]);
    assert_eq!(status, 2, "{said}");
    assert!(!desk.path("words").exists() && !desk.path("out.tmx").exists());
    for command in [
        ["export", "a.txt", "-o", "x.tmx", "--lexicon-out", "x.tmx"],
        ["export", "a.txt", "-o", "x.tmx", "--lexicon-out", "a.txt"],
        ["align", "a.txt", "-o", "a.txt", "--lexicon-out", "x"],
    ] {
        assert_eq!(desk.run(&command).0, 2, "{command:?}");
        assert_eq!(desk.text("a.txt"), text);
    }
    let (status, said) = run(&[]);
    assert_eq!(status, 0, "{said}");
    assert!(desk.text("words").starts_with("#tmforge-lexicon\n"));
}
