//! Reading rows: lines are cut first, then each is parsed for itself.

use std::io::BufRead;
use std::sync::Arc;

use super::parse::{Defaults, parse_line};
use crate::diag::Sink;
use crate::error::{Error, Result};
use crate::format::{InputFacts, ReadOptions, UnitReader};
use crate::io::Decoded;
use crate::model::{Header, Origin, SourceLanguage, TranslationUnit};

/// Reads units from JSONL.
pub struct JsonlReader {
    input: Decoded,
    header: Header,
    defaults: Defaults,
    line: u64,
    buffer: Vec<u8>,
    at_end: bool,
}

impl JsonlReader {
    /// Reads from `input`. Rows that name no languages have those of the options.
    #[must_use]
    pub fn new(input: Decoded, options: &ReadOptions) -> Self {
        let defaults = Defaults {
            source: options.source_lang.clone(),
            target: options.target_lang.clone(),
        };
        let header = Header {
            source_language: defaults.source.clone().map(SourceLanguage::Tag),
            languages: defaults.source.iter().chain(&defaults.target).cloned().collect(),
            ..Header::default()
        };
        Self {
            input,
            header,
            defaults,
            line: 0,
            buffer: Vec::new(),
            at_end: false,
        }
    }

    /// Cuts the next line that is not blank; `false` at the end.
    fn cut_line(&mut self) -> Result<bool> {
        loop {
            self.buffer.clear();
            let count = self
                .input
                .read_until(b'\n', &mut self.buffer)
                .map_err(|error| Error::from_read(error).in_file(self.input.name()))?;
            if count == 0 {
                return Ok(false);
            }
            self.line += 1;
            if !self.buffer.trim_ascii().is_empty() {
                return Ok(true);
            }
        }
    }
}

impl UnitReader for JsonlReader {
    fn header(&self) -> &Header {
        &self.header
    }

    fn read_unit(&mut self, unit: &mut TranslationUnit, sink: &mut dyn Sink) -> Result<bool> {
        unit.clear();
        if self.at_end {
            return Ok(false);
        }
        // after an error or the end, nothing more comes
        self.at_end = true;
        if !self.cut_line()? {
            self.input.say_bad_bytes(sink);
            return Ok(false);
        }
        let origin = Origin {
            file: Some(Arc::clone(self.input.name())),
            line: self.line,
            column: 1,
        };
        *unit = parse_line(&self.buffer, &origin, &self.defaults, sink)?;
        self.at_end = false;
        Ok(true)
    }

    fn facts(&self) -> InputFacts {
        InputFacts::of(&self.input)
    }
}
