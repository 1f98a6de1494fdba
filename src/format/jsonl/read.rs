//! Reading rows: lines are cut first, then each is parsed for itself.

use super::parse::{Defaults, KnownTags, parse_line};
use crate::diag::Sink;
use crate::error::Result;
use crate::format::line_input::LineInput;
use crate::format::{InputFacts, ReadOptions, UnitReader};
use crate::io::Decoded;
use crate::model::{Header, SourceLanguage, TranslationUnit};

/// Reads units from JSONL.
pub struct JsonlReader {
    lines: LineInput,
    header: Header,
    defaults: Defaults,
    tags: KnownTags,
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
            lines: LineInput::new(input),
            header,
            defaults,
            tags: KnownTags::default(),
            at_end: false,
        }
    }

    /// Cuts the next line that is not blank; `false` at the end.
    fn cut_line(&mut self) -> Result<bool> {
        while self.lines.cut()? {
            if !self.lines.text().trim_ascii().is_empty() {
                return Ok(true);
            }
        }
        Ok(false)
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
            self.lines.say_bad_bytes(sink);
            return Ok(false);
        }
        let (line, origin) = (self.lines.text(), self.lines.origin());
        *unit = parse_line(line, &origin, &self.defaults, &mut self.tags, sink)?;
        self.at_end = false;
        Ok(true)
    }

    fn facts(&self) -> InputFacts {
        self.lines.facts()
    }
}
