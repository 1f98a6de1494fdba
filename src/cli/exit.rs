//! From an outcome to an exit status: 0 done, 1 done with findings, 2 not done, more where a signal stopped it.

use std::process::ExitCode;

use tmforge::diag::Severity;
use tmforge::{Error, ErrorKind, Result};

use super::say::Printer;
use super::stop::Stop;

const DONE: u8 = 0;
const FINDINGS: u8 = 1;
const NOT_DONE: u8 = 2;

/// How a run ended.
pub(crate) enum Outcome {
    /// It was done; the severest finding.
    Done(Option<Severity>),
    /// It was not done.
    Failed(Error),
}

impl From<Result<Option<Severity>>> for Outcome {
    fn from(result: Result<Option<Severity>>) -> Self {
        match result {
            Ok(worst) => Self::Done(worst),
            // whoever read the output has seen enough
            Err(error) if error.is_closed_pipe() => Self::Done(None),
            Err(error) => Self::Failed(error),
        }
    }
}

/// Says the error, if there is one, and gives the exit status.
pub(crate) fn code(outcome: Outcome, deny: Severity, printer: &mut Printer, stop: &Stop) -> ExitCode {
    match outcome {
        Outcome::Done(Some(worst)) if worst >= deny => FINDINGS.into(),
        Outcome::Done(_) => DONE.into(),
        Outcome::Failed(error) if matches!(error.kind(), ErrorKind::Stopped(_)) => {
            if stop.may_say() {
                printer.say_error(&error);
            }
            stop.status().into()
        }
        Outcome::Failed(error) => {
            printer.say_error(&error);
            NOT_DONE.into()
        }
    }
}

/// Says what was wrong with the arguments, or what they asked to see.
pub(crate) fn of_usage(error: &clap::Error) -> ExitCode {
    let printed = error.print();
    if printed.is_err() || !error.use_stderr() {
        DONE.into()
    } else {
        NOT_DONE.into()
    }
}
