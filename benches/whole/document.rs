//! The figures as they stand in the documentation.

use std::fs;
use std::path::Path;
use std::process::Command;
use std::thread;

use crate::Result;
use crate::options::Options;

/// The document, and the marks between which the figures stand.
const DOCUMENT: &str = "docs/performance.md";
const BEGIN: &str = "<!-- figures: written by `cargo bench --bench whole` -->\n";
const END: &str = "<!-- end of figures -->";

/// The table, and what it was measured on.
pub(crate) fn figures(options: &Options, table: &str) -> Result<String> {
    let compiler = Command::new("rustc").arg("-V").output()?;
    let compiler = String::from_utf8(compiler.stdout)?;
    let cores = thread::available_parallelism()?;
    let (units, runs) = (options.units, options.runs);
    let (system, machine) = (std::env::consts::OS, std::env::consts::ARCH);
    Ok(format!(
        "{units} units, {runs} runs, {cores} cores, {machine} {system}, {}\n\n{table}",
        compiler.trim()
    ))
}

/// Puts the figures in the place of those that the document has.
pub(crate) fn write(figures: &str) -> Result<()> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(DOCUMENT);
    let text = fs::read_to_string(&path)?;
    let parts = text.split_once(BEGIN);
    let parts = parts.and_then(|(before, rest)| Some((before, rest.split_once(END)?.1)));
    let (before, after) = parts.ok_or_else(|| format!("{DOCUMENT} lacks the marks around its figures"))?;
    fs::write(&path, format!("{before}{BEGIN}\n{figures}\n{END}{after}"))?;
    Ok(())
}
