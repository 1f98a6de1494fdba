//! What the comparison is told on its command line.

use crate::Result;

/// The argument by which the comparison starts itself again as the floor.
pub(crate) const FLOOR: &str = "--floor";

/// What is to be done.
pub(crate) enum Task {
    /// Nothing: `cargo test --all-targets` starts benches too, without `--bench`.
    Nothing,
    /// Reads a file as the floor.
    Floor(String),
    /// Measures everything.
    Measure(Options),
}

/// How it is measured.
pub(crate) struct Options {
    /// How many units the corpora have.
    pub(crate) units: u32,
    /// How often each program runs.
    pub(crate) runs: usize,
    /// Whether the figures go into the documentation.
    pub(crate) record: bool,
}

/// Reads the command line, without the name of the program.
pub(crate) fn parse(mut args: impl Iterator<Item = String>) -> Result<Task> {
    let mut options = Options {
        units: 100_000,
        runs: 5,
        record: true,
    };
    let mut is_asked = false;
    while let Some(arg) = args.next() {
        let mut value = || args.next().ok_or_else(|| format!("`{arg}` wants a value"));
        match arg.as_str() {
            "--bench" => is_asked = true,
            "--units" => options.units = number(&value()?)?,
            "--runs" => options.runs = usize::try_from(number(&value()?)?)?,
            "--print-only" => options.record = false,
            FLOOR => return Ok(Task::Floor(value()?)),
            _ => return Err(format!("`{arg}` is not known: --units N, --runs N, --print-only").into()),
        }
    }
    Ok(if is_asked {
        Task::Measure(options)
    } else {
        Task::Nothing
    })
}

fn number(written: &str) -> Result<u32> {
    match written.parse() {
        Ok(number) if number > 0 => Ok(number),
        _ => Err(format!("`{written}` is no number from 1").into()),
    }
}
