//! What Bertalign prints: a source line, a target line and a blank one.

use crate::diag::{Diagnostic, DiagnosticCode, Sink};
use crate::error::{Error, ErrorKind, Result};
use crate::format::line_input::LineInput;
use crate::format::{InputFacts, ReadOptions, UnitReader};
use crate::io::Decoded;
use crate::model::{Bead, Header, LanguageTag, SourceLanguage, Standing, TranslationUnit, Variant};

/// Reads units from what Bertalign prints. How many sentences a line has is not in it.
pub struct PrintedReader {
    lines: LineInput,
    langs: [LanguageTag; 2],
    header: Header,
    at_end: bool,
}

impl PrintedReader {
    /// Reads from `input`. Nothing in it names the languages, so the options must.
    ///
    /// # Errors
    ///
    /// Fails if a language is not named.
    pub fn new(input: Decoded, options: &ReadOptions) -> Result<Self> {
        let (Some(source), Some(target)) = (options.source_lang.clone(), options.target_lang.clone()) else {
            return Err(
                Error::from(ErrorKind::Language("nothing names the languages of the lines".into()))
                    .in_file(input.name())
                    .with_help("give -s and -t"),
            );
        };
        let header = Header {
            source_language: Some(SourceLanguage::Tag(source.clone())),
            languages: vec![source.clone(), target.clone()],
            original_format: Some("bertalign".to_owned()),
            ..Header::default()
        };
        Ok(Self {
            lines: LineInput::new(input),
            langs: [source, target],
            header,
            at_end: false,
        })
    }

    /// Reads the next three lines; `false` at the end.
    fn fill(&mut self, unit: &mut TranslationUnit) -> Result<bool> {
        if !self.lines.cut()? {
            return Ok(false);
        }
        unit.origin = self.lines.origin();
        self.push_variant(0, unit);
        if !self.lines.cut()? {
            // blank lines may stand at the end
            if unit.variants.is_empty() {
                return Ok(false);
            }
            return Err(self.refuse("the target line is missing".to_owned()));
        }
        self.push_variant(1, unit);
        if self.lines.cut()? && !self.lines.text().trim().is_empty() {
            let message = "a third line stands where a blank one should";
            return Err(self.refuse(message.to_owned()));
        }
        Ok(true)
    }

    fn refuse(&self, message: String) -> Error {
        self.lines
            .error(ErrorKind::Alignment(message), 0)
            .with_help("each bead is a source line, a target line and a blank line; with an index file, name it with `--alignment`")
    }

    fn push_variant(&self, side: usize, unit: &mut TranslationUnit) {
        let text = self.lines.text();
        if let Some(lang) = self.langs.get(side).filter(|_| !text.trim().is_empty()) {
            unit.variants.push(Variant::new(lang.clone(), text));
            if unit.variants.len() == 1 {
                unit.origin = self.lines.origin();
                let (source_count, target_count) = if side == 0 { (1, 0) } else { (0, 1) };
                unit.bead = Some(Box::new(Bead {
                    source_count,
                    target_count,
                    ..Bead::default()
                }));
            } else {
                unit.bead = None;
            }
        }
    }
}

impl UnitReader for PrintedReader {
    fn header(&self) -> &Header {
        &self.header
    }

    fn read_unit(&mut self, unit: &mut TranslationUnit, sink: &mut dyn Sink) -> Result<bool> {
        if self.at_end {
            unit.clear();
            return Ok(false);
        }
        // after an error or the end, nothing more comes
        self.at_end = true;
        loop {
            unit.clear();
            if !self.fill(unit)? {
                unit.clear();
                self.lines.say_bad_bytes(sink);
                return Ok(false);
            }
            match unit.variants.len() {
                0 => continue,
                1 => {
                    unit.standing = Standing::Unaligned;
                    let message = "the line has no counterpart and is left out";
                    sink.take(Diagnostic::new(DiagnosticCode::Unaligned, message).at(&unit.origin));
                }
                _ => {}
            }
            self.at_end = false;
            return Ok(true);
        }
    }

    fn facts(&self) -> InputFacts {
        self.lines.facts()
    }
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use super::*;
    use crate::io::{Input, OnBadBytes};

    fn read(text: &str) -> Result<Vec<TranslationUnit>> {
        let input = Input::new("a", Box::new(Cursor::new(text.as_bytes().to_vec())))?;
        let input = Decoded::new(input, None, OnBadBytes::Refuse, &mut Vec::new());
        let tag = |tag| LanguageTag::parse(tag).ok();
        let options = ReadOptions {
            source_lang: tag("en"),
            target_lang: tag("fr"),
            ..ReadOptions::default()
        };
        let mut reader = PrintedReader::new(input, &options)?;
        let mut units = Vec::new();
        let mut unit = TranslationUnit::default();
        while reader.read_unit(&mut unit, &mut Vec::new())? {
            units.push(unit.clone());
        }
        Ok(units)
    }

    #[test]
    fn three_lines_are_a_bead_and_an_empty_line_is_an_empty_side() {
        let units = read("a\nb\n\n\nd\n\ne\nf\n").unwrap();
        let found: Vec<_> = units
            .iter()
            .map(|unit| (unit.origin.line, unit.variants.len(), unit.standing.clone()))
            .collect();
        assert_eq!(
            found,
            [
                (1, 2, Standing::Unit),
                (5, 1, Standing::Unaligned),
                (7, 2, Standing::Unit)
            ]
        );
    }

    #[test]
    fn another_number_of_lines_is_an_error_with_its_place() {
        assert_eq!(read("a\nb\nc\n").unwrap_err().origin().line, 3);
        assert_eq!(read("a\nb\n\nc\n").unwrap_err().origin().line, 4);
    }
}
