//! Ctrl-C, SIGTERM and, on Linux, SIGHUP: a run ends without litter, and says what it did not do.
//!
//! A signal sets a flag, which the run looks at with each unit. Where it does not come to that, since it waits for
//! standard input or works long on one thing, the thread that watches the flag removes the temporary files and exits. So
//! it does at the second signal.

use std::path::Path;
use std::process::exit;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use signal_hook::consts::{SIGINT, SIGTERM};
use signal_hook::flag;
use tmforge::io::{OutputTarget, abandon_outputs};
use tmforge::{Error, ErrorKind, Result};

use super::say::Printer;

/// What a shell adds to the number of the signal that ended a program.
const STATUS_OF_SIGNALS: usize = 128;
/// How often the flag is looked at.
const PERIOD: Duration = Duration::from_millis(50);
/// How long a run may take to notice that it is to stop.
const PATIENCE: Duration = Duration::from_secs(1);

/// Whether the run is to stop.
#[derive(Default)]
pub(crate) struct Stop {
    state: Arc<State>,
    /// What is said then.
    sentence: String,
}

#[derive(Default)]
struct State {
    /// The exit status that the latest signal asks for, until it was seen.
    came: Arc<AtomicUsize>,
    /// The exit status, once the run is to stop.
    status: AtomicUsize,
    is_said: AtomicBool,
}

impl Stop {
    /// Watches for signals from now on, on behalf of a run that writes `targets`.
    pub(crate) fn watch(&mut self, targets: &[&OutputTarget], printer: Printer) {
        outlive_file_limit();
        self.sentence = sentence(targets);
        let (state, sentence) = (Arc::clone(&self.state), self.sentence.clone());
        let watching = thread::Builder::new().spawn(move || state.watch(&sentence, printer));
        if watching.is_err() {
            // where no thread is to be had, signals end the program in their own way
            return;
        }
        let watched = [(SIGINT, 2), (SIGTERM, 15)].into_iter().chain(hang_up());
        for (signal, number) in watched {
            // a system that has no such signal ends the program in its own way
            let _ = flag::register_usize(signal, Arc::clone(&self.state.came), STATUS_OF_SIGNALS + number);
        }
    }

    /// Goes on, or fails where the run is to stop.
    pub(crate) fn check(&self) -> Result<()> {
        if self.state.status.load(Ordering::Relaxed) == 0 {
            return Ok(());
        }
        Err(ErrorKind::Stopped(self.sentence.clone()).into())
    }

    /// Whether it is still to be said that the run was stopped.
    pub(crate) fn may_say(&self) -> bool {
        self.state.may_say()
    }

    /// The exit status of a run that was stopped.
    pub(crate) fn status(&self) -> u8 {
        u8::try_from(self.state.status.load(Ordering::Relaxed)).unwrap_or(u8::MAX)
    }
}

/// SIGHUP, which comes when a terminal is closed, and its number; none where it is ignored, as `nohup` has it, or where that
/// can't be told: there it ends the program in its own way, or does not.
fn hang_up() -> Option<(i32, usize)> {
    #[cfg(unix)]
    {
        let status = std::fs::read_to_string("/proc/self/status").ok()?;
        (!is_first_ignored(&status)?).then_some((signal_hook::consts::SIGHUP, 1))
    }
    #[cfg(not(unix))]
    None
}

/// Whether the first signal is among those that a process ignores, whose status this is.
#[cfg(unix)]
fn is_first_ignored(status: &str) -> Option<bool> {
    let ignored = status.lines().find_map(|line| line.strip_prefix("SigIgn:"))?;
    let ignored = u128::from_str_radix(ignored.trim(), 16).ok()?;
    Some(ignored & 1 != 0)
}

/// Where a file may grow no further (`ulimit -f`), writing it is to fail, and not to end the program under its own hands.
fn outlive_file_limit() {
    #[cfg(unix)]
    let _ = flag::register(signal_hook::consts::SIGXFSZ, Arc::default());
}

impl State {
    fn watch(&self, sentence: &str, printer: Printer) {
        let mut since = None;
        loop {
            thread::sleep(PERIOD);
            let came = self.came.swap(0, Ordering::Relaxed);
            match since {
                None if came != 0 => {
                    self.status.store(came, Ordering::Relaxed);
                    since = Some(Instant::now());
                }
                Some(since) if came != 0 || since.elapsed() >= PATIENCE => break,
                _ => {}
            }
        }
        self.leave(sentence, printer);
    }

    /// Ends the program under the thread that works.
    fn leave(&self, sentence: &str, mut printer: Printer) {
        // once outputs have taken their names the run is done, and says so itself
        let is_undone = abandon_outputs() == 0;
        printer.clear_bar();
        if is_undone && self.may_say() {
            printer.say_error(&Error::from(ErrorKind::Stopped(sentence.to_owned())));
        }
        exit(i32::try_from(self.status.load(Ordering::Relaxed)).unwrap_or(i32::MAX));
    }

    fn may_say(&self) -> bool {
        !self.is_said.swap(true, Ordering::Relaxed)
    }
}

/// What a run did not do that was stopped.
fn sentence(targets: &[&OutputTarget]) -> String {
    let (files, streams): (Vec<&OutputTarget>, Vec<&OutputTarget>) =
        targets.iter().copied().partition(|target| match target {
            OutputTarget::Path(path) => !path.exists() || path.is_file(),
            OutputTarget::Stdout => false,
        });
    let names = |targets: &[&OutputTarget]| {
        let names: Vec<String> = targets.iter().map(|target| format!("`{}`", target.name())).collect();
        names.join(", ")
    };
    let has_older = |target: &OutputTarget| matches!(target, OutputTarget::Path(path) if Path::exists(path));
    let mut parts = Vec::new();
    if !files.is_empty() {
        let older = match files.iter().filter(|target| has_older(target)).count() {
            0 => "",
            _ if files.len() == 1 => ", which is as it was",
            _ => "; older files are as they were",
        };
        parts.push(format!("nothing was written to {}{older}", names(&files)));
    }
    if !streams.is_empty() {
        parts.push(format!("what went to {} is not whole", names(&streams)));
    }
    parts.join("; ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[cfg(unix)]
    #[test]
    fn ignored_signals_are_read_bit_by_bit() {
        let status = |ignored: &str| format!("Name:\tx\nSigBlk:\t0000000000000001\nSigIgn:\t{ignored}\n");
        for (ignored, is_first) in [
            ("0000000000000000", Some(false)),
            ("0000000000001000", Some(false)),
            ("0000000000001001", Some(true)),
            ("x", None),
        ] {
            assert_eq!(is_first_ignored(&status(ignored)), is_first, "{ignored}");
        }
        assert_eq!(is_first_ignored("Name:\tx\n"), None);
    }

    #[test]
    fn what_was_not_done_is_said_of_each_kind_of_output() {
        let (missing, older) = (OutputTarget::parse("no/such.tmx"), OutputTarget::parse("Cargo.toml"));
        assert_eq!(sentence(&[&missing]), "nothing was written to `no/such.tmx`");
        assert_eq!(
            sentence(&[&older]),
            "nothing was written to `Cargo.toml`, which is as it was"
        );
        assert_eq!(
            sentence(&[&missing, &older, &OutputTarget::Stdout]),
            "nothing was written to `no/such.tmx`, `Cargo.toml`; older files are as they were; what went to `-` is not whole"
        );
    }
}
