//! How far a run has come: a line on a terminal that is drawn over and over, or lines for a log.

use std::io::{IsTerminal, Write, stderr};
use std::sync::mpsc::{self, RecvTimeoutError, Sender};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use indicatif::{DecimalBytes, FormattedDuration, HumanCount, ProgressBar as Bar, ProgressDrawTarget, ProgressStyle};
use serde::Serialize;
use tmforge::diag::counted;
use tmforge::{Progress, Result};

use super::args::OutputArgs;
use super::choices::{MessageFormat, ProgressWord};

/// Where a bar stands, once there is one.
pub(crate) type BarPlace = Arc<OnceLock<Bar>>;

/// Runs shorter than this show no bar.
const PATIENCE: Duration = Duration::from_millis(500);
const DRAWN_A_SECOND: u8 = 10;
/// The time between two lines of a log.
const LOG_PERIOD: Duration = Duration::from_secs(60);

/// Shows progress from a thread of its own, so that a run which stands still shows that too.
pub(crate) struct Shown(Option<Running>);

struct Running {
    how: How,
    latest: Arc<Mutex<Option<Latest>>>,
    start: Instant,
    end: Sender<()>,
    /// Draws while the run goes on, unless no thread was to be had.
    thread: Option<JoinHandle<()>>,
}

/// What was told last.
#[derive(Clone, Copy)]
struct Latest {
    progress: Progress,
    /// When its step began.
    since: Instant,
}

#[derive(Clone)]
enum How {
    Bar(BarPlace),
    Log(MessageFormat),
}

impl Shown {
    /// Shows progress as it was asked for; a bar takes its place in `place`.
    pub(crate) fn new(args: &OutputArgs, place: &BarPlace) -> Self {
        let is_for_people = args.message_format == MessageFormat::Human && !args.quiet;
        let how = match args.progress {
            ProgressWord::Log => How::Log(args.message_format),
            ProgressWord::Auto if is_for_people && stderr().is_terminal() => How::Bar(Arc::clone(place)),
            ProgressWord::Auto | ProgressWord::Off => return Self(None),
        };
        let (end, ended) = mpsc::channel();
        let latest: Arc<Mutex<Option<Latest>>> = Arc::default();
        let start = Instant::now();
        let (drawn, seen) = (how.clone(), Arc::clone(&latest));
        let drawing = thread::Builder::new().spawn(move || {
            let mut wait = drawn.first_wait();
            while ended.recv_timeout(wait) == Err(RecvTimeoutError::Timeout) {
                wait = drawn.period();
                let latest = *seen.lock().unwrap_or_else(PoisonError::into_inner);
                if let Some(latest) = latest {
                    drawn.draw(&Line::new(latest, start, State::Running));
                }
            }
        });
        Self(Some(Running {
            how,
            latest,
            start,
            end,
            thread: drawing.ok(),
        }))
    }

    /// Notes how far the run is.
    pub(crate) fn show(&self, progress: &Progress) {
        let Some(running) = &self.0 else { return };
        let mut latest = running.latest.lock().unwrap_or_else(PoisonError::into_inner);
        let since = match &*latest {
            Some(before) if before.progress.step == progress.step => before.since,
            _ => Instant::now(),
        };
        *latest = Some(Latest {
            progress: *progress,
            since,
        });
    }

    /// Takes the bar away, or writes the last line.
    pub(crate) fn close<T>(self, result: &Result<T>) {
        let Some(running) = self.0 else { return };
        drop(running.end);
        // a thread that could not draw has nothing to say here
        let _ = running.thread.map(JoinHandle::join);
        let latest = *running.latest.lock().unwrap_or_else(PoisonError::into_inner);
        match (&running.how, latest) {
            (How::Bar(place), _) => {
                if let Some(bar) = place.get() {
                    bar.finish_and_clear();
                }
            }
            (How::Log(_), Some(latest)) => {
                let state = if result.is_ok() { State::Done } else { State::NotDone };
                running.how.draw(&Line::new(latest, running.start, state));
            }
            (How::Log(_), None) => {}
        }
    }
}

impl How {
    fn first_wait(&self) -> Duration {
        match self {
            Self::Bar(_) => PATIENCE,
            Self::Log(_) => LOG_PERIOD,
        }
    }

    fn period(&self) -> Duration {
        match self {
            Self::Bar(_) => Duration::from_secs(1) / DRAWN_A_SECOND.into(),
            Self::Log(_) => LOG_PERIOD,
        }
    }

    fn draw(&self, line: &Line) {
        let drawn = match self {
            Self::Bar(place) => {
                let bar = place.get_or_init(|| {
                    let style = ProgressStyle::with_template("{spinner} {wide_msg}");
                    Bar::with_draw_target(None, ProgressDrawTarget::stderr_with_hz(DRAWN_A_SECOND))
                        .with_style(style.unwrap_or_else(|_| ProgressStyle::default_spinner()))
                });
                bar.set_message(line.to_terminal());
                bar.tick();
                return;
            }
            Self::Log(MessageFormat::Human) => line.to_log(),
            Self::Log(MessageFormat::Json) => line.to_json(),
        };
        // where standard error is gone, nobody is left to tell
        let _ = writeln!(stderr(), "{drawn}");
    }
}

#[derive(Clone, Copy, Serialize)]
#[serde(rename_all = "kebab-case")]
enum State {
    Running,
    Done,
    NotDone,
}

/// What is shown.
#[derive(Serialize)]
struct Line {
    state: State,
    step: &'static str,
    /// Since the run began.
    seconds: u64,
    bytes: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    bytes_in_all: Option<u64>,
    units: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    units_in_all: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    duplicates: Option<u64>,
    units_per_second: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    percent: Option<u64>,
    /// Of this step.
    #[serde(skip_serializing_if = "Option::is_none")]
    seconds_left: Option<u64>,
}

impl Line {
    fn new(latest: Latest, start: Instant, state: State) -> Self {
        let Latest { progress, since } = latest;
        Self::of(&progress, start.elapsed(), since.elapsed(), state)
    }

    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        clippy::cast_precision_loss,
        reason = "what is shown is rounded, and a share is from 0 to 1"
    )]
    fn of(progress: &Progress, elapsed: Duration, in_step: Duration, state: State) -> Self {
        let share = progress.share();
        let left = share
            .filter(|share| *share > 0.0)
            .map(|share| in_step.as_secs_f64() / share * (1.0 - share));
        let rate = progress.units as f64 / in_step.as_secs_f64().max(0.001);
        Self {
            state,
            step: progress.step.as_str(),
            seconds: elapsed.as_secs(),
            bytes: progress.bytes,
            bytes_in_all: progress.bytes_in_all,
            units: progress.units,
            units_in_all: progress.units_in_all,
            duplicates: progress.duplicates,
            units_per_second: rate.round() as u64,
            percent: share.map(|share| (share * 100.0) as u64),
            seconds_left: left
                .map(|left| left.round() as u64)
                .filter(|_| matches!(state, State::Running)),
        }
    }

    /// What matters most comes first, for a terminal may be narrow.
    fn to_terminal(&self) -> String {
        let count = |number: u64| HumanCount(number).to_string();
        let mut parts = self.parts(&|number| DecimalBytes(number).to_string(), "", &count);
        parts.push(format!("{}/s", count(self.units_per_second)));
        let percent = self.percent.map(|percent| format!(" {percent} %"));
        let left = self.seconds_left.map(Duration::from_secs);
        let left = left.map(|left| format!(", {} left", FormattedDuration(left)));
        let (percent, left) = (percent.unwrap_or_default(), left.unwrap_or_default());
        format!("{}{percent}{left}: {}", self.step, parts.join(", "))
    }

    fn to_log(&self) -> String {
        let plain = |number: u64| number.to_string();
        let mut parts = self.parts(&plain, " bytes", &plain);
        parts.extend(self.percent.map(|percent| format!("{percent} %")));
        parts.push(counted(self.units_per_second, "unit") + " a second");
        if let Some(left) = self.seconds_left {
            parts.push(format!("{left} s left of {}", self.step));
        }
        let state = match self.state {
            State::Running => "",
            State::Done => "done, ",
            State::NotDone => "not done, ",
        };
        format!(
            "progress: {state}{} s, {}: {}",
            self.seconds,
            self.step,
            parts.join(", ")
        )
    }

    /// Like a finding, and each number by itself.
    fn to_json(&self) -> String {
        #[derive(Serialize)]
        struct Drawn<'l> {
            severity: &'static str,
            code: &'static str,
            message: String,
            progress: &'l Line,
        }
        let drawn = Drawn {
            severity: "note",
            code: "progress",
            message: self.to_log(),
            progress: self,
        };
        serde_json::to_string(&drawn).unwrap_or_default()
    }

    /// What is done, of how much.
    fn parts(&self, bytes: &dyn Fn(u64) -> String, word: &str, count: &dyn Fn(u64) -> String) -> Vec<String> {
        let mut parts = Vec::new();
        let things = |number: u64, thing| format!("{} {thing}{}", count(number), if number == 1 { "" } else { "s" });
        match self.bytes_in_all {
            Some(all) => parts.push(format!("{} of {}{word}", bytes(self.bytes), bytes(all))),
            None if self.bytes > 0 => parts.push(bytes(self.bytes) + word),
            None => {}
        }
        match self.units_in_all {
            Some(all) => parts.push(format!("{} of {}", count(self.units), things(all, "unit"))),
            None => parts.push(things(self.units, "unit")),
        }
        if let Some(duplicates) = self.duplicates {
            parts.push(things(duplicates, "duplicate"));
        }
        parts
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(state: State) -> Line {
        Line {
            state,
            step: "reading",
            seconds: 60,
            bytes: 300_000_000,
            bytes_in_all: Some(1_200_000_000),
            units: 2_400_000,
            units_in_all: None,
            duplicates: None,
            units_per_second: 40_000,
            percent: Some(25),
            seconds_left: Some(180),
        }
    }

    #[test]
    fn a_line_says_how_much_is_done_of_how_much() {
        assert_eq!(
            line(State::Running).to_terminal(),
            "reading 25 %, 00:03:00 left: 300.00 MB of 1.20 GB, 2,400,000 units, 40,000/s"
        );
        assert_eq!(
            line(State::Running).to_log(),
            "progress: 60 s, reading: 300000000 of 1200000000 bytes, 2400000 units, 25 %, 40000 units a second, 180 s left of reading"
        );
        assert!(
            line(State::NotDone)
                .to_log()
                .starts_with("progress: not done, 60 s, reading: ")
        );
    }

    #[test]
    fn a_line_for_machines_looks_like_a_finding_with_each_number_by_itself() {
        let drawn: serde_json::Value = serde_json::from_str(&line(State::Done).to_json()).unwrap();
        assert_eq!(
            (drawn["severity"].as_str(), drawn["code"].as_str()),
            (Some("note"), Some("progress"))
        );
        let progress = &drawn["progress"];
        assert_eq!(
            (progress["state"].as_str(), progress["bytes"].as_u64()),
            (Some("done"), Some(300_000_000))
        );
    }
}
