//! Two plain texts that belong together line by line, as Moses and OPUS have them.
//!
//! Lines end at LF or CRLF only: U+2028, U+0085, VT and FF stand inside lines, and taking them for ends would shift all
//! that follows.

use std::io::BufRead;
use std::sync::Arc;

use crate::diag::{Diagnostic, DiagnosticCode, Sink};
use crate::error::{Error, ErrorKind, Result};
use crate::format::{InputFacts, ReadOptions, UnitReader};
use crate::io::Decoded;
use crate::model::{Bead, Header, LanguageTag, Origin, Segment, SourceLanguage, Standing, TranslationUnit, Variant};

/// Reads line n of two files as one unit.
pub struct LinesReader {
    source: Side,
    target: Side,
    header: Header,
    at_end: bool,
}

struct Side {
    input: Decoded,
    lang: LanguageTag,
    lines: u64,
    buffer: Vec<u8>,
}

impl LinesReader {
    /// Reads from two inputs. Nothing in the files names their languages, so the options must.
    ///
    /// # Errors
    ///
    /// Fails if a language is not named.
    pub fn new(source: Decoded, target: Decoded, options: &ReadOptions) -> Result<Self> {
        let named = |lang: &Option<LanguageTag>, input: &Decoded| {
            lang.clone().ok_or_else(|| {
                Error::from(ErrorKind::Language("nothing names the language of the lines".into()))
                    .in_file(input.name())
                    .with_help("give -s and -t")
            })
        };
        let source_lang = named(&options.source_lang, &source)?;
        let target_lang = named(&options.target_lang, &target)?;
        let header = Header {
            source_language: Some(SourceLanguage::Tag(source_lang.clone())),
            languages: vec![source_lang.clone(), target_lang.clone()],
            ..Header::default()
        };
        Ok(Self {
            source: Side::new(source, source_lang),
            target: Side::new(target, target_lang),
            header,
            at_end: false,
        })
    }

    /// Counts the lines that are left on the side that has more.
    fn unequal(&mut self) -> Error {
        for side in [&mut self.source, &mut self.target] {
            while matches!(side.cut(), Ok(true)) {}
        }
        Error::from(ErrorKind::LineCounts {
            source_lines: self.source.lines,
            target_file: self.target.input.name().to_string(),
            target_lines: self.target.lines,
        })
        .in_file(self.source.input.name())
        .with_help("line n must belong to line n; without `--from lines` the two are aligned as texts")
    }
}

impl Side {
    fn new(input: Decoded, lang: LanguageTag) -> Self {
        Self {
            input,
            lang,
            lines: 0,
            buffer: Vec::new(),
        }
    }

    /// Cuts the next line; `false` at the end.
    fn cut(&mut self) -> Result<bool> {
        self.buffer.clear();
        let count = self
            .input
            .read_until(b'\n', &mut self.buffer)
            .map_err(|error| Error::from_read(error).in_file(self.input.name()))?;
        self.lines += u64::from(count > 0);
        Ok(count > 0)
    }

    fn text(&self) -> &str {
        let line = std::str::from_utf8(&self.buffer).unwrap_or_default();
        line.strip_suffix('\n')
            .map_or(line, |line| line.strip_suffix('\r').unwrap_or(line))
    }

    fn is_blank(&self) -> bool {
        self.text().trim().is_empty()
    }

    fn variant(&self) -> Variant {
        Variant::new(self.lang.clone(), Segment::plain(self.text()))
    }
}

impl UnitReader for LinesReader {
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
        loop {
            match (self.source.cut()?, self.target.cut()?) {
                (true, true) => {}
                (false, false) => {
                    self.source.input.say_bad_bytes(sink);
                    self.target.input.say_bad_bytes(sink);
                    return Ok(false);
                }
                _ => return Err(self.unequal()),
            }
            if !self.source.is_blank() || !self.target.is_blank() {
                break;
            }
        }
        self.at_end = false;
        unit.origin = Origin {
            file: Some(Arc::clone(self.source.input.name())),
            line: self.source.lines,
            column: 1,
        };
        let (source_count, target_count) = (u32::from(!self.source.is_blank()), u32::from(!self.target.is_blank()));
        unit.variants.extend((source_count > 0).then(|| self.source.variant()));
        unit.variants.extend((target_count > 0).then(|| self.target.variant()));
        if source_count == 0 {
            unit.origin.file = Some(Arc::clone(self.target.input.name()));
            unit.origin.line = self.target.lines;
        }
        if source_count + target_count == 1 {
            unit.standing = Standing::Unaligned;
            unit.bead = Some(Box::new(Bead {
                source_count,
                target_count,
                ..Bead::default()
            }));
            let message = "the line is blank in the other file and is left out";
            sink.take(Diagnostic::new(DiagnosticCode::Unaligned, message).at(&unit.origin));
        }
        Ok(true)
    }

    fn facts(&self) -> InputFacts {
        InputFacts::of_pair(&self.source.input, &self.target.input)
    }
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use super::*;
    use crate::io::{Input, OnBadBytes};

    fn read(source: &str, target: &str) -> Result<Vec<TranslationUnit>> {
        let open = |name: &str, text: &str| {
            let input = Input::new(name, Box::new(Cursor::new(text.as_bytes().to_vec())))?;
            Ok::<_, Error>(Decoded::new(input, None, OnBadBytes::Refuse, &mut Vec::new()))
        };
        let tag = |tag| LanguageTag::parse(tag).ok();
        let options = ReadOptions {
            source_lang: tag("en"),
            target_lang: tag("de"),
            ..ReadOptions::default()
        };
        let mut reader = LinesReader::new(open("a", source)?, open("b", target)?, &options)?;
        let mut units = Vec::new();
        let mut unit = TranslationUnit::default();
        while reader.read_unit(&mut unit, &mut Vec::new())? {
            units.push(unit.clone());
        }
        Ok(units)
    }

    #[test]
    fn other_line_ends_stand_inside_lines() {
        let units = read("a\u{2028}b\r\nc\u{B}d\n", "A\nB").unwrap();
        let sources: Vec<_> = units.iter().map(|unit| unit.variants[0].segment.text()).collect();
        assert_eq!(sources, ["a\u{2028}b", "c\u{B}d"]);
    }

    #[test]
    fn a_blank_line_on_one_side_is_unaligned_and_on_both_is_none() {
        let units = read("a\n\n\nb\n", "A\n\nX\nB\n").unwrap();
        let standings: Vec<_> = units
            .iter()
            .map(|unit| (unit.origin.line, unit.standing.clone()))
            .collect();
        assert_eq!(
            standings,
            [(1, Standing::Unit), (3, Standing::Unaligned), (4, Standing::Unit)]
        );
    }

    #[test]
    fn unequal_counts_are_an_error_that_names_both() {
        let error = read("a\nb\nc\n", "A\n").unwrap_err().to_string();
        assert!(error.contains("`a` has 3 lines, but `b` has 1"), "{error}");
    }
}
