//! Writing rows.

use std::io::Write;

use super::row::Row;
use crate::diag::Sink;
use crate::error::{ErrorKind, Result};
use crate::format::UnitWriter;
use crate::model::TranslationUnit;

/// Writes units as JSONL, which has a member for each of their facts.
pub struct JsonlWriter {
    output: Box<dyn Write>,
    buffer: String,
}

impl JsonlWriter {
    /// A writer to `output`.
    #[must_use]
    pub fn new(output: Box<dyn Write>) -> Self {
        Self {
            output,
            buffer: String::new(),
        }
    }
}

impl UnitWriter for JsonlWriter {
    fn write_unit(&mut self, unit: &TranslationUnit, _sink: &mut dyn Sink) -> Result<()> {
        self.buffer.clear();
        write_row(&mut self.buffer, unit, None)?;
        self.output
            .write_all(self.buffer.as_bytes())
            .map_err(|error| ErrorKind::Write(error).into())
    }

    fn finish(mut self: Box<Self>, _sink: &mut dyn Sink) -> Result<()> {
        self.output.flush().map_err(|error| ErrorKind::Write(error).into())
    }
}

/// Appends a unit as one line, with the reason for which it was removed, if it was.
///
/// # Errors
///
/// Fails if the unit can't be put into JSON, which no unit is known to do.
pub fn write_row(out: &mut String, unit: &TranslationUnit, reason: Option<&str>) -> Result<()> {
    let line = serde_json::to_string(&Row::new(unit, reason)).map_err(|error| ErrorKind::Write(error.into()))?;
    out.push_str(&line);
    out.push('\n');
    Ok(())
}
