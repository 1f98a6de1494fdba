//! Whole runs of the program beside what they are measured by: a bare loop over the same XML, `awk`, scripts in Python.
//!
//! `cargo bench --bench whole -- --units 1000000 --runs 5` prints a table and writes it into `docs/performance.md`, which
//! says how it is measured; `--print-only` leaves that file alone.

mod corpus;
mod document;
mod floor;
mod goal;
mod measure;
mod options;
mod plan;
mod table;

use std::error::Error;
use std::io::{self, Write};
use std::path::Path;
use std::process::ExitCode;

use self::options::{Options, Task};

type Result<T> = std::result::Result<T, Box<dyn Error>>;

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            let _ = writeln!(io::stderr(), "error: {error}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> Result<()> {
    match options::parse(std::env::args().skip(1))? {
        Task::Nothing => Ok(()),
        Task::Floor(path) => floor::run(Path::new(&path)),
        Task::Measure(options) => measure_all(&options),
    }
}

fn measure_all(options: &Options) -> Result<()> {
    let folder = tempfile::tempdir()?;
    let corpora = corpus::Corpora::new(folder.path())?;
    let mut rows = Vec::new();
    for group in plan::groups(&corpora, options)? {
        writeln!(io::stderr(), "{}: {} runs of each", group.name, group.runs)?;
        rows.extend(table::rows(&group, &measure::group(&group, folder.path())?));
    }
    let figures = document::figures(options, &table::draw(&rows))?;
    write!(io::stdout(), "{figures}")?;
    if options.record {
        document::write(&figures)?;
    }
    Ok(())
}
