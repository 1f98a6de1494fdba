//! hunalign: its text form, in which the sentences themselves stand.
//!
//! Scope: what hunalign writes with `-text` (github.com/danielvarga/hunalign, README): a bead a line, source, target and
//! score between tabs; several sentences of a side are joined by ` ~~~ `, and either side may be empty. It is only read.
//!
//! `<p>` is hunalign's mark of a paragraph, which it aligns as a sentence; it is no text and goes. Sentences of one side are
//! joined as those of raw texts are. Which numbers they had in their files is not in the file: with `-bisent`, hunalign
//! prints 1-1 beads only, and nothing says so.
//!
//! The score is no probability: it is a similarity that may be below 0 and above 1, and is comparable within one run at
//! most. So it is no confidence of the bead, but the property `x-hunalign-score`, as written.

use crate::align::joint;
use crate::diag::{Diagnostic, DiagnosticCode, Sink};
use crate::error::{Error, ErrorKind, Result};
use crate::format::line_input::LineInput;
use crate::format::{InputFacts, ReadOptions, UnitReader};
use crate::io::Decoded;
use crate::model::{Bead, Header, LanguageTag, Property, Segment, SourceLanguage, Standing, TranslationUnit, Variant};

/// What stands between two sentences of a side.
pub(super) const JOIN: &str = " ~~~ ";

/// The mark of a paragraph.
pub(super) const PARAGRAPH: &str = "<p>";

/// The two texts and the score of a line; `None` if it has not that form.
pub(super) fn cells(line: &str) -> Option<[&str; 3]> {
    let mut cells = line.split('\t');
    let row = [cells.next()?, cells.next()?, cells.next()?];
    let is_score = row[2].trim().parse::<f64>().is_ok_and(f64::is_finite);
    (is_score && cells.next().is_none()).then_some(row)
}

/// Reads units from the text form.
pub struct HunalignReader {
    lines: LineInput,
    langs: [LanguageTag; 2],
    header: Header,
    at_end: bool,
}

impl HunalignReader {
    /// Reads from `input`. Nothing in it names the languages, so the options must.
    ///
    /// # Errors
    ///
    /// Fails if a language is not named.
    pub fn new(input: Decoded, options: &ReadOptions) -> Result<Self> {
        let named = |lang: &Option<LanguageTag>| {
            lang.clone().ok_or_else(|| {
                Error::from(ErrorKind::Language(
                    "nothing names the languages of the sentences".into(),
                ))
                .in_file(input.name())
                .with_help("give -s and -t")
            })
        };
        let langs = [named(&options.source_lang)?, named(&options.target_lang)?];
        let header = Header {
            source_language: Some(SourceLanguage::Tag(langs[0].clone())),
            languages: langs.to_vec(),
            original_format: Some("hunalign".to_owned()),
            ..Header::default()
        };
        Ok(Self {
            lines: LineInput::new(input),
            langs,
            header,
            at_end: false,
        })
    }

    /// Fills `unit` from the line last cut; `false` if it holds no text.
    fn fill(&self, unit: &mut TranslationUnit, sink: &mut dyn Sink) -> Result<bool> {
        let Some([source, target, score]) = cells(self.lines.text()) else {
            let message = "the line is not a source, a target and a score between tabs".to_owned();
            return Err(self
                .lines
                .error(ErrorKind::Alignment(message), 0)
                .with_help("have it written by `hunalign -text`; if it is the last line, the file is cut short"));
        };
        let mut counts = [0, 0];
        for ((text, lang), count) in [source, target].into_iter().zip(&self.langs).zip(&mut counts) {
            let sentences: Vec<&str> = text
                .split(JOIN)
                .filter(|sentence| !sentence.trim().is_empty() && sentence.trim() != PARAGRAPH)
                .collect();
            *count = u32::try_from(sentences.len()).unwrap_or(u32::MAX);
            if *count > 0 {
                unit.variants
                    .push(Variant::new(lang.clone(), Segment::plain(sentences.join(joint(lang)))));
            }
        }
        unit.origin = self.lines.origin();
        unit.properties.push(Property::new("x-hunalign-score", score.trim()));
        let [source_count, target_count] = counts;
        unit.bead = Some(Box::new(Bead {
            source_count,
            target_count,
            ..Bead::default()
        }));
        if unit.variants.len() == 1 {
            unit.standing = Standing::Unaligned;
            let message = "the line has text on one side only and is left out";
            sink.take(Diagnostic::new(DiagnosticCode::Unaligned, message).at(&unit.origin));
        }
        Ok(!unit.variants.is_empty())
    }
}

impl UnitReader for HunalignReader {
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
        while self.lines.cut()? {
            if self.lines.text().trim().is_empty() {
                continue;
            }
            if self.fill(unit, sink)? {
                self.at_end = false;
                return Ok(true);
            }
            unit.clear();
        }
        self.lines.say_bad_bytes(sink);
        Ok(false)
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
            target_lang: tag("zh-CN"),
            ..ReadOptions::default()
        };
        let mut reader = HunalignReader::new(input, &options)?;
        let mut units = Vec::new();
        let mut unit = TranslationUnit::default();
        while reader.read_unit(&mut unit, &mut Vec::new())? {
            units.push(unit.clone());
        }
        Ok(units)
    }

    #[test]
    fn sentences_are_joined_as_in_raw_texts_and_the_score_is_kept_as_written() {
        let units = read("A. ~~~ B.\t甲。 ~~~ 乙。\t-0.30\n").unwrap();
        let texts: Vec<_> = units[0].variants.iter().map(|variant| variant.segment.text()).collect();
        assert_eq!(texts, ["A. B.", "甲。乙。"]);
        let bead = units[0].bead.as_ref().unwrap();
        assert_eq!((bead.shape().as_str(), bead.confidence), ("2-2", None));
        assert_eq!(units[0].properties[0], Property::new("x-hunalign-score", "-0.30"));
    }

    #[test]
    fn paragraph_marks_are_no_text_and_one_side_alone_is_unaligned() {
        let units = read("<p>\t<p>\t0.3\n<p> ~~~ A.\t甲。\t1.2\n\t乙。\t0\n").unwrap();
        let found: Vec<_> = units
            .iter()
            .map(|unit| {
                (
                    unit.origin.line,
                    unit.standing.clone(),
                    unit.bead.as_ref().unwrap().shape(),
                )
            })
            .collect();
        let expected = [
            (2, Standing::Unit, "1-1".to_owned()),
            (3, Standing::Unaligned, "0-1".to_owned()),
        ];
        assert_eq!(found, expected);
    }

    #[test]
    fn a_line_of_another_form_is_an_error_with_its_number() {
        for line in ["A.\t甲。", "A.\t甲。\tx", "A.\t甲。\tNaN", "A.\t甲。\t1\t2"] {
            let error = read(&format!("A.\t甲。\t1\n{line}")).unwrap_err();
            assert_eq!(error.origin().line, 2, "{error}");
        }
    }
}
