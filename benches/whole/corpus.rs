//! The files that are read: made by a script, the same units in each format.

use std::env;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::Result;

/// The script, beside the repository, where the environment names no other.
const GENERATOR: &str = "../shared/bench/gen_corpus.py";

/// The variable of the environment that names the script.
const GENERATOR_VARIABLE: &str = "GEN_CORPUS";

/// Where the corpora are, and what makes them.
pub(crate) struct Corpora {
    /// The folder of corpora and outputs.
    pub(crate) folder: PathBuf,
    /// The interpreter itself, rather than a script that looks for it at each start.
    pub(crate) python: PathBuf,
    generator: PathBuf,
}

impl Corpora {
    /// Corpora in `folder`, none of which is made yet.
    pub(crate) fn new(folder: &Path) -> Result<Self> {
        let beside = Path::new(env!("CARGO_MANIFEST_DIR")).join(GENERATOR);
        let generator = env::var_os(GENERATOR_VARIABLE).map_or(beside, PathBuf::from);
        if !generator.is_file() {
            let path = generator.display();
            let message = format!("`{path}`, which makes the corpora, is not there: name it by {GENERATOR_VARIABLE}");
            return Err(message.into());
        }
        Ok(Self {
            folder: folder.to_owned(),
            python: interpreter()?,
            generator,
        })
    }

    /// The corpus of `units` in `format`, as the script names it; made if it is not there.
    pub(crate) fn file(&self, format: &str, units: u32) -> Result<PathBuf> {
        let extension = if format.starts_with("xliff") { "xlf" } else { format };
        let path = self.folder.join(format!("{format}-{units}.{extension}"));
        if !path.exists() {
            let mut command = Command::new(&self.python);
            command.arg(&self.generator).args(["--units", &units.to_string()]);
            let status = command.args(["--format", format, "--out"]).arg(&path).status()?;
            if !status.success() {
                return Err(format!("`{}` failed: {status}", self.generator.display()).into());
            }
        }
        Ok(path)
    }

    /// Whether Python has a module.
    pub(crate) fn has_module(&self, name: &str) -> bool {
        let output = Command::new(&self.python)
            .args(["-c", &format!("import {name}")])
            .output();
        output.is_ok_and(|output| output.status.success())
    }
}

fn interpreter() -> Result<PathBuf> {
    let output = Command::new("python3")
        .args(["-c", "import sys; print(sys.executable)"])
        .output()
        .map_err(|error| format!("`python3`, which makes the corpora, can't be run: {error}"))?;
    Ok(String::from_utf8(output.stdout)?.trim_end().into())
}
