//! The command line. Only what is in here prints.

mod align;
mod args;
mod choices;
mod diff;
mod exit;
mod export;
mod packager;
mod progress;
mod say;
mod settings;
mod stop;

use std::process::ExitCode;

use clap::Parser;

use self::args::{Arguments, Command};
use self::exit::Outcome;
use self::say::Printer;
use self::stop::Stop;

/// Runs the program on its arguments.
pub(crate) fn run() -> ExitCode {
    let arguments = match Arguments::try_parse() {
        Ok(arguments) => arguments,
        Err(error) => return exit::of_usage(&error),
    };
    let mut printer = Printer::new(&arguments.output);
    let mut stop = Stop::default();
    let outcome = match &arguments.command {
        Command::Export(args) => export::run(args, &arguments.output, &mut printer, &mut stop),
        Command::Align(args) => align::run(args, &arguments.output, &mut printer, &mut stop),
        Command::Diff(args) => diff::run(args, &arguments.output, &mut printer),
        Command::Completions(args) => packager::completions(args),
        Command::Man => packager::man(),
    };
    printer.close();
    exit::code(Outcome::from(outcome), arguments.output.deny, &mut printer, &stop)
}
