//! From an outcome to an exit status: 0 done, 1 done with findings, 2 not done, more where a signal stopped it.

use std::ffi::OsString;
use std::process::ExitCode;

use tmforge::diag::Severity;
use tmforge::{Error, ErrorKind, Result};

use super::say::{self, Printer};
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

/// Says what was wrong with the arguments, or what they asked to see; an error as JSON where they ask for that.
pub(crate) fn of_usage(error: &clap::Error) -> ExitCode {
    if error.use_stderr() && asks_for_json(std::env::args_os().skip(1)) {
        say::print_json(&usage(&error.render().to_string()));
        return NOT_DONE.into();
    }
    let printed = error.print();
    if printed.is_err() || !error.use_stderr() {
        DONE.into()
    } else {
        NOT_DONE.into()
    }
}

/// Whether machines read what is said. The arguments, which don't fit together, are looked at one by one.
fn asks_for_json(arguments: impl Iterator<Item = OsString>) -> bool {
    let words: Vec<OsString> = arguments.take_while(|word| word != "--").collect();
    let is_apart = |pair: &[OsString]| matches!(pair, [option, format] if option == OPTION && format == JSON);
    words.windows(2).any(is_apart) || words.iter().any(|word| *word == *format!("{OPTION}={JSON}"))
}

const OPTION: &str = "--message-format";
const JSON: &str = "json";

/// What was wrong, from the words for a person: what stands before the first empty line, and the tips below it.
fn usage(words: &str) -> Error {
    let one_line = |words: &str| words.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut paragraphs = words.split("\n\n").map(one_line);
    let message = paragraphs.next().unwrap_or_default();
    let error = ErrorKind::Usage(message.strip_prefix("error: ").unwrap_or(&message).to_owned());
    let tips: Vec<String> = paragraphs
        .filter_map(|paragraph| paragraph.strip_prefix("tip: ").map(str::to_owned))
        .collect();
    Error::from(error).with_help(if tips.is_empty() {
        "`--help` shows what there is".to_owned()
    } else {
        tips.join("; ")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn json_is_asked_for_in_either_form_and_before_what_are_no_options() {
        for (words, asked) in [
            ("export --message-format json a", true),
            ("export a --message-format=json", true),
            ("export a --message-format human json", false),
            ("export -- --message-format json", false),
            ("export a --message-format", false),
            ("", false),
        ] {
            let words = words.split_whitespace().map(OsString::from);
            assert_eq!(asks_for_json(words.clone()), asked, "{words:?}");
        }
    }

    #[test]
    fn a_usage_error_is_one_line_and_its_tips_are_the_help() {
        let error = usage("error: these are missing:\n  --output <OUT>\n\n  tip: add it\n\nUsage: tmforge\n");
        assert_eq!(error.message(), "these are missing: --output <OUT>");
        assert_eq!(error.help(), Some("add it"));
    }
}
