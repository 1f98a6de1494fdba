//! Running programs: how long they take, and how much memory at their peak.

use std::fs::{self, File};
use std::path::Path;
use std::process::{Command, ExitStatus, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use crate::Result;
use crate::goal::{Group, Work};

/// Tells the peak of a program exactly, where it is GNU's.
const TIME: &str = "/usr/bin/time";

/// How often the peak of a program is looked at where [`TIME`] can't tell it.
const LOOK: Duration = Duration::from_millis(1);

/// What was measured of one work.
#[derive(Default)]
pub(crate) struct Measured {
    /// How long each run took.
    pub(crate) wall: Vec<Duration>,
    /// The most memory that it had, in bytes, where that could be found out.
    pub(crate) peak: Option<u64>,
    /// How many units stayed, where the program says so.
    pub(crate) kept: Option<u64>,
}

/// Runs all works of a group in turn, once for their memory and to have their files at hand, then as often as it says.
pub(crate) fn group(group: &Group, folder: &Path) -> Result<Vec<Measured>> {
    let said = folder.join("said");
    let mut all = Vec::new();
    for work in &group.works {
        let peak = peak(work, &said)?;
        let kept = kept(&fs::read_to_string(&said)?);
        let wall = Vec::new();
        all.push(Measured { wall, peak, kept });
    }
    for _ in 0..group.runs {
        for (work, measured) in group.works.iter().zip(&mut all) {
            let mut command = command(work, Command::new(&work.program), &said)?;
            let start = Instant::now();
            let status = command.status()?;
            measured.wall.push(start.elapsed());
            check(work, status, &said)?;
        }
    }
    Ok(all)
}

/// Puts the arguments of a work after what `command` has; what is said goes to a file.
fn command(work: &Work, mut command: Command, said: &Path) -> Result<Command> {
    if work.output.exists() {
        fs::remove_file(&work.output)?;
    }
    command
        .args(&work.args)
        .stdin(Stdio::null())
        .stderr(File::create(said)?);
    if work.to_stdout {
        command.stdout(File::create(&work.output)?);
    } else {
        command.stdout(Stdio::null());
    }
    Ok(command)
}

/// Ends the comparison where a program has failed. Status 1 means that it is done and has findings.
fn check(work: &Work, status: ExitStatus, said: &Path) -> Result<()> {
    if matches!(status.code(), Some(0 | 1)) && work.output.exists() {
        return Ok(());
    }
    let said = fs::read_to_string(said)?;
    let last: Vec<&str> = said.lines().rev().take(5).collect();
    let last: Vec<&str> = last.into_iter().rev().collect();
    Err(format!("{}: {status}: {}", work.name, last.join("\n")).into())
}

fn peak(work: &Work, said: &Path) -> Result<Option<u64>> {
    let told = said.with_extension("peak");
    let is_gnu = Command::new(TIME).args(["-f", "%M", "true"]).output();
    if is_gnu.is_ok_and(|output| output.status.success()) {
        let mut time = Command::new(TIME);
        time.args(["-f", "%M", "-o"]).arg(&told).arg(&work.program);
        let status = command(work, time, said)?.status()?;
        check(work, status, said)?;
        // a line about the exit status may come first
        let told = fs::read_to_string(&told)?;
        return Ok(told.lines().last().and_then(kibibytes));
    }
    let mut child = command(work, Command::new(&work.program), said)?.spawn()?;
    let status_file = format!("/proc/{}/status", child.id());
    let mut peak = None;
    loop {
        let seen = fs::read_to_string(&status_file).unwrap_or_default();
        let mark = seen.lines().find_map(|line| line.strip_prefix("VmHWM:"));
        peak = peak.max(mark.and_then(|mark| kibibytes(mark.trim().trim_end_matches(" kB"))));
        if let Some(status) = child.try_wait()? {
            check(work, status, said)?;
            return Ok(peak);
        }
        thread::sleep(LOOK);
    }
}

fn kibibytes(written: &str) -> Option<u64> {
    Some(written.trim().parse::<u64>().ok()? * 1024)
}

/// The number in `9 units read, 8 kept, …`.
fn kept(said: &str) -> Option<u64> {
    let (_, rest) = said.split_once(" units read, ")?;
    rest.split(' ').next()?.parse().ok()
}
