//! Words on standard error: findings, errors, the summary.

use std::collections::BTreeMap;
use std::io::{Write, stderr};

use anstream::{AutoStream, ColorChoice};
use tmforge::Error;
use tmforge::diag::{self, Diagnostic, DiagnosticCode, Severity, Sink};

use super::args::OutputArgs;
use super::choices::{Color, MessageFormat};
use super::progress::BarPlace;

/// How many findings of one kind are drawn for a person, unless all are asked for.
const SHOWN_OF_A_KIND: u64 = 5;

/// Prints findings as they arise.
pub(crate) struct Printer {
    stderr: AutoStream<std::io::Stderr>,
    format: MessageFormat,
    least: Severity,
    shown_of_a_kind: u64,
    counts: BTreeMap<DiagnosticCode, u64>,
    bar: BarPlace,
}

impl Printer {
    pub(crate) fn new(args: &OutputArgs) -> Self {
        let color = match args.color {
            Color::Auto => AutoStream::choice(&stderr()),
            Color::Always => ColorChoice::AlwaysAnsi,
            Color::Never => ColorChoice::Never,
        };
        Self {
            stderr: AutoStream::new(stderr(), color),
            format: args.message_format,
            least: if args.quiet { Severity::Error } else { Severity::Note },
            shown_of_a_kind: if args.verbose { u64::MAX } else { SHOWN_OF_A_KIND },
            counts: BTreeMap::new(),
            bar: BarPlace::default(),
        }
    }

    /// Where a progress bar may appear, above which lines are printed from then on.
    pub(crate) fn bar(&self) -> &BarPlace {
        &self.bar
    }

    /// The same, above the bar that appears in `place`.
    pub(crate) fn with_bar(mut self, place: &BarPlace) -> Self {
        self.bar = BarPlace::clone(place);
        self
    }

    /// Takes the bar away, if there is one.
    pub(crate) fn clear_bar(&self) {
        if let Some(bar) = self.bar.get() {
            bar.finish_and_clear();
        }
    }

    /// Prints a line for a person; nothing where machines read, or quiet is asked for.
    pub(crate) fn say(&mut self, line: &str) {
        if self.format == MessageFormat::Human && self.least < Severity::Error {
            self.print(line);
        }
    }

    /// Prints the error that ended the run.
    pub(crate) fn say_error(&mut self, error: &Error) {
        self.draw(&error.into());
    }

    /// Says how many findings of each kind were not drawn.
    pub(crate) fn close(&mut self) {
        for (code, count) in std::mem::take(&mut self.counts) {
            if count > self.shown_of_a_kind {
                let more = count - self.shown_of_a_kind;
                self.say(&format!("… and {more} more of `{code}` (`-v` shows all)"));
            }
        }
    }

    fn draw(&mut self, drawing: &diag::Drawing) {
        let drawn = match self.format {
            MessageFormat::Human => diag::draw_human(drawing),
            MessageFormat::Json => diag::draw_json(drawing),
        };
        self.print(&drawn);
    }

    fn print(&mut self, line: &str) {
        // where standard error is gone, nobody is left to tell
        let mut print = || drop(writeln!(self.stderr, "{line}"));
        match self.bar.get() {
            Some(bar) => bar.suspend(print),
            None => print(),
        }
    }
}

/// Prints an error for a machine, before it is known how else to print.
pub(crate) fn print_json(error: &Error) {
    // where standard error is gone, nobody is left to tell
    drop(writeln!(stderr(), "{}", diag::draw_json(&error.into())));
}

impl Sink for Printer {
    fn take(&mut self, diagnostic: Diagnostic) {
        if diagnostic.severity < self.least {
            return;
        }
        if self.format == MessageFormat::Human {
            let count = self.counts.entry(diagnostic.code).or_default();
            *count += 1;
            if *count > self.shown_of_a_kind {
                return;
            }
        }
        self.draw(&(&diagnostic).into());
    }
}

/// Prints findings on the arguments themselves, which no report counts.
pub(crate) struct Noted<'p> {
    printer: &'p mut Printer,
    worst: Option<Severity>,
}

impl<'p> Noted<'p> {
    pub(crate) fn new(printer: &'p mut Printer) -> Self {
        Self { printer, worst: None }
    }

    /// The severest finding.
    pub(crate) fn worst(&self) -> Option<Severity> {
        self.worst
    }
}

impl Sink for Noted<'_> {
    fn take(&mut self, diagnostic: Diagnostic) {
        self.worst = self.worst.max(Some(diagnostic.severity));
        self.printer.take(diagnostic);
    }
}
