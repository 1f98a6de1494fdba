//! `tmforge diff`.

mod human;

use std::collections::{HashMap, HashSet};
use std::io::{Write, stdout};

use anstream::{AutoStream, ColorChoice};
use tmforge::diag::{Severity, counted};
use tmforge::diff::{self, Comparison, Difference, SideReport};
use tmforge::model::LanguageTag;
use tmforge::{ErrorKind, Result};

use self::human::Paint;
use super::args::{DiffArgs, OutputArgs};
use super::choices::{Color, MessageFormat};
use super::say::{Noted, Printer};
use super::settings;

/// How many languages of a side are named.
const MOST_LANGUAGES: usize = 12;

/// Runs `diff`. That something differs is a finding that no `--deny` lets pass.
pub(crate) fn run(args: &DiffArgs, output: &OutputArgs, printer: &mut Printer) -> Result<Option<Severity>> {
    let mut noted = Noted::new(printer);
    let options = settings::of_diff(args, &mut noted)?;
    let worst = noted.worst();
    let mut drawn = Drawn::new(output);
    let result = diff::compare(&args.a, &args.b, &options, printer, &mut |difference| {
        drawn.difference(difference)
    });
    let comparison = match result.and_then(|comparison| drawn.close(&comparison).map(|()| comparison)) {
        // whoever read the differences has seen enough, one at least
        Err(error) if error.is_closed_pipe() => return Ok(Some(Severity::Error)),
        result => result?,
    };
    printer.close();
    sum_up(&comparison, printer);
    if comparison.is_equal() {
        Ok(comparison.worst.max(worst))
    } else {
        Ok(Some(Severity::Error))
    }
}

/// Differences on standard output.
struct Drawn {
    stdout: std::io::BufWriter<std::io::Stdout>,
    format: MessageFormat,
    paint: Paint,
}

impl Drawn {
    fn new(output: &OutputArgs) -> Self {
        let is_coloured = match output.color {
            Color::Auto => AutoStream::choice(&stdout()) != ColorChoice::Never,
            Color::Always => true,
            Color::Never => false,
        };
        Self {
            stdout: std::io::BufWriter::new(stdout()),
            format: output.message_format,
            paint: if is_coloured { Paint::Colours } else { Paint::Signs },
        }
    }

    fn difference(&mut self, difference: &Difference) -> Result<()> {
        let drawn = match self.format {
            MessageFormat::Human => human::draw(difference, self.paint),
            MessageFormat::Json => diff::draw_json(difference)?,
        };
        self.print(&drawn)
    }

    /// Writes the sum where machines read, and all that is still on its way.
    fn close(&mut self, comparison: &Comparison) -> Result<()> {
        if self.format == MessageFormat::Json {
            self.print(&diff::draw_json_summary(comparison)?)?;
        }
        self.stdout.flush().map_err(|error| ErrorKind::Write(error).into())
    }

    fn print(&mut self, drawn: &str) -> Result<()> {
        writeln!(self.stdout, "{drawn}").map_err(|error| ErrorKind::Write(error).into())
    }
}

fn sum_up(comparison: &Comparison, printer: &mut Printer) {
    for side in [&comparison.a, &comparison.b] {
        printer.say(&describe(side));
    }
    let Comparison {
        equal,
        changed,
        added,
        removed,
        moved,
        ..
    } = comparison;
    let moved = if *moved > 0 {
        format!(", {moved} moved")
    } else {
        String::new()
    };
    printer.say(&format!(
        "{equal} equal, {changed} changed, {removed} removed, {added} added{moved}"
    ));
    if let Some(hint) = hint(comparison) {
        printer.say(&hint);
    }
}

fn describe(side: &SideReport) -> String {
    let format = side.format.map_or("", tmforge::format::Format::name);
    let languages: Vec<&str> = side.languages.iter().map(LanguageTag::as_str).collect();
    let mut parts = vec![format.to_owned(), counted(side.units, "unit")];
    match languages.split_at_checked(MOST_LANGUAGES) {
        Some((first, more @ [_, ..])) => parts.push(format!("in {}, … and {} more", first.join(", "), more.len())),
        _ if languages.is_empty() => {}
        _ => parts.push(format!("in {}", languages.join(", "))),
    }
    for (count, what) in [
        (side.left_out, "without the languages asked for"),
        (side.not_units, "without counterpart or of junk"),
    ] {
        if count > 0 {
            parts.push(format!("{count} {what}"));
        }
    }
    format!("read {}: {}", side.file, parts.join(", "))
}

/// What helps where the two sides name one language differently.
fn hint(comparison: &Comparison) -> Option<String> {
    let [of_a, of_b] = [&comparison.a, &comparison.b].map(|side| side.languages.iter().collect::<HashSet<_>>());
    let mut only_in_b: HashMap<&str, &LanguageTag> = HashMap::new();
    for tag in comparison.b.languages.iter().filter(|tag| !of_a.contains(tag)) {
        only_in_b.entry(tag.language()).or_insert(tag);
    }
    let mut only_in_a = comparison.a.languages.iter().filter(|tag| !of_b.contains(tag));
    let (in_a, in_b) = only_in_a.find_map(|in_a| {
        let in_b = only_in_b.get(in_a.language()).filter(|in_b| in_a.same_language(in_b))?;
        Some((in_a, in_b))
    })?;
    Some(format!(
        "`{in_a}` and `{in_b}` are compared as two languages; -s and -t name them alike"
    ))
}
