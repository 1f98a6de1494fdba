//! Runs that are killed or stopped: the output is as it was or whole, and no litter stays for long.
#![allow(clippy::unwrap_used, reason = "a test that fails may panic")]

use std::fmt::Write as _;
use std::fs;
use std::io::Write as _;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// So many that a run takes long enough to be killed in the midst of it.
const UNITS: u32 = 400_000;

fn write_input(folder: &Path) {
    let mut table = String::from("en\tde\n");
    for number in 0..UNITS {
        writeln!(
            table,
            "Tighten bolt {number} by hand.	Schraube {number} von Hand anziehen."
        )
        .unwrap();
    }
    fs::write(folder.join("in.tsv"), table).unwrap();
}

fn export(folder: &Path, input: &str) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_tmforge"));
    command
        .args(["export", input, "--from", "tsv", "-o", "out.tmx"])
        .current_dir(folder);
    command
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::piped());
    command
}

/// The temporary files in a folder.
fn temporary_files(folder: &Path) -> Vec<String> {
    let files = fs::read_dir(folder).unwrap();
    let names = files.map(|file| file.unwrap().file_name().into_string().unwrap());
    names.filter(|name| name.contains(".tmforge-")).collect()
}

/// Waits until a run has opened its output.
fn wait_for_temporary_file(folder: &Path, known: &[String]) {
    let start = Instant::now();
    while temporary_files(folder).iter().all(|name| known.contains(name)) {
        assert!(start.elapsed() < Duration::from_secs(20), "no temporary file appears");
        std::thread::sleep(Duration::from_millis(2));
    }
}

fn said_by(run: Child) -> String {
    String::from_utf8(run.wait_with_output().unwrap().stderr).unwrap()
}

#[test]
fn a_killed_run_leaves_one_file_which_the_next_run_removes_and_names() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    write_input(folder);
    let whole = export(folder, "in.tsv").output().unwrap();
    assert!(whole.status.success());
    let whole = fs::read(folder.join("out.tmx")).unwrap();
    for (number, delay) in [0, 20, 60, 150].into_iter().enumerate() {
        let older = if number % 2 == 0 { Some("older") } else { None };
        match older {
            Some(older) => fs::write(folder.join("out.tmx"), older).unwrap(),
            None => fs::remove_file(folder.join("out.tmx")).unwrap(),
        }
        let mut run = export(folder, "in.tsv").spawn().unwrap();
        wait_for_temporary_file(folder, &[]);
        std::thread::sleep(Duration::from_millis(delay));
        run.kill().unwrap();
        run.wait().unwrap();
        let left = temporary_files(folder);
        let found = fs::read(folder.join("out.tmx")).ok();
        if left.is_empty() {
            assert_eq!(found.as_ref(), Some(&whole), "the run was done before it was killed");
        } else {
            assert_eq!(found.as_deref(), older.map(str::as_bytes));
        }
        assert!(left.len() <= 1, "{left:?}");
        assert!(
            left.iter().all(|name| name.starts_with(".out.tmx.tmforge-")),
            "{left:?}"
        );
        let next = said_by(export(folder, "in.tsv").spawn().unwrap());
        for name in &left {
            let sentence = format!("a temporary file of a run that was broken off was removed: `{name}`");
            assert!(next.contains(&sentence), "{next}");
        }
        assert!(temporary_files(folder).is_empty());
        assert_eq!(fs::read(folder.join("out.tmx")).unwrap(), whole);
    }
}

#[test]
fn the_temporary_file_of_a_run_that_lives_is_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    write_input(folder);
    let mut waiting = export(folder, "-").spawn().unwrap();
    wait_for_temporary_file(folder, &[]);
    let other = said_by(export(folder, "in.tsv").spawn().unwrap());
    assert!(!other.contains("leftover"), "{other}");
    assert_eq!(temporary_files(folder).len(), 1);
    let mut input = waiting.stdin.take().unwrap();
    input.write_all(b"en\tde\nThe last.\tDie letzte.\n").unwrap();
    drop(input);
    assert!(waiting.wait().unwrap().success());
    assert!(
        fs::read_to_string(folder.join("out.tmx"))
            .unwrap()
            .contains("Die letzte.")
    );
    assert!(temporary_files(folder).is_empty());
}

#[cfg(unix)]
#[test]
fn a_run_that_is_stopped_leaves_no_litter_and_says_what_was_not_done() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    write_input(folder);
    fs::write(folder.join("out.tmx"), "older").unwrap();
    for (signal, status, input) in [("INT", 130, "in.tsv"), ("TERM", 143, "in.tsv"), ("INT", 130, "-")] {
        // nothing comes through the pipe, so that a run which reads it only waits
        let mut run = export(folder, input).spawn().unwrap();
        let _open = run.stdin.take();
        wait_for_temporary_file(folder, &[]);
        let sent = Command::new("kill")
            .args(["-s", signal, &run.id().to_string()])
            .status()
            .unwrap();
        assert!(sent.success());
        let done = run.wait_with_output().unwrap();
        let said = String::from_utf8(done.stderr).unwrap();
        assert_eq!(done.status.code(), Some(status), "{said}");
        assert!(
            said.contains("nothing was written to `out.tmx`, which is as it was"),
            "{said}"
        );
        assert_eq!(fs::read_to_string(folder.join("out.tmx")).unwrap(), "older");
        assert!(temporary_files(folder).is_empty());
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_run_whose_terminal_is_closed_is_stopped_unless_it_is_to_go_on() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    let program = env!("CARGO_BIN_EXE_tmforge");
    // whatever the tests themselves do about the signal
    for (handling, status) in [("--default-signal=HUP", 129), ("--ignore-signal=HUP", 0)] {
        let mut run = Command::new("env");
        run.args([handling, program, "export", "-", "--from", "tsv", "-o", "out.tmx"]);
        run.current_dir(folder).stdin(Stdio::piped()).stderr(Stdio::piped());
        let mut run = run.spawn().unwrap();
        wait_for_temporary_file(folder, &[]);
        let sent = Command::new("kill").args(["-s", "HUP", &run.id().to_string()]).status();
        assert!(sent.unwrap().success());
        let mut input = run.stdin.take().unwrap();
        if status == 0 {
            input.write_all(b"en\tde\nThe last.\tDie letzte.\n").unwrap();
            drop(input);
        }
        let done = run.wait_with_output().unwrap();
        let said = String::from_utf8(done.stderr).unwrap();
        assert_eq!(done.status.code(), Some(status), "{said}");
        assert_eq!(said.contains("nothing was written to `out.tmx`"), status != 0, "{said}");
        assert_eq!(folder.join("out.tmx").exists(), status == 0);
        assert!(temporary_files(folder).is_empty());
    }
}

#[cfg(unix)]
#[test]
fn a_file_that_may_grow_no_further_is_an_error_like_a_full_disk() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    write_input(folder);
    fs::write(folder.join("out.tmx"), "older").unwrap();
    for threads in ["1", "2"] {
        let limited = format!(
            "ulimit -f 100; exec '{}' export in.tsv -o out.tmx --threads {threads}",
            env!("CARGO_BIN_EXE_tmforge")
        );
        let done = Command::new("sh")
            .args(["-c", &limited])
            .current_dir(folder)
            .output()
            .unwrap();
        let said = String::from_utf8(done.stderr).unwrap();
        assert_eq!(done.status.code(), Some(2), "{said}");
        assert!(
            said.contains("error[write]: ") && said.contains("file too large"),
            "{said}"
        );
        assert_eq!(fs::read_to_string(folder.join("out.tmx")).unwrap(), "older");
        assert!(temporary_files(folder).is_empty());
    }
}

#[test]
fn progress_for_a_log_is_written_without_a_terminal_and_fits_the_findings_of_machines() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    write_input(folder);
    let log = export(folder, "in.tsv").args(["--progress", "log"]).output().unwrap();
    let log = String::from_utf8(log.stderr).unwrap();
    let lines: Vec<&str> = log.lines().filter(|line| line.starts_with("progress: ")).collect();
    assert_eq!(lines.len(), 1, "{log}");
    assert!(
        lines[0].starts_with("progress: done, ") && lines[0].contains(&format!("{UNITS} of {UNITS} units")),
        "{log}"
    );
    let json = export(folder, "in.tsv")
        .args(["--progress", "log", "--message-format", "json"])
        .output()
        .unwrap();
    let json = String::from_utf8(json.stderr).unwrap();
    let objects: Vec<serde_json::Value> = json.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(objects.last().unwrap()["progress"]["units"], UNITS);
    let silent = export(folder, "in.tsv").output().unwrap();
    let silent = String::from_utf8(silent.stderr).unwrap();
    assert!(!silent.contains("writing:") && !silent.contains('\u{1b}'), "{silent}");
}
