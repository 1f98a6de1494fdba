//! Reading two texts by their alignment.

use super::index::WrittenBead;
use super::plan::{self, Item};
use super::texts::SideText;
use crate::align::{AlignOptions, SideOfText, languages_of_pair};
use crate::diag::{Diagnostic, DiagnosticCode, Sink};
use crate::error::Result;
use crate::format::line_input::LineInput;
use crate::format::{Format, InputFacts, ReadOptions, UnitReader};
use crate::io::Decoded;
use crate::model::{Bead, Header, LanguageTag, Property, Segment, SourceLanguage, Standing, TranslationUnit, Variant};

/// Reads the beads that another aligner has found, with their text.
///
/// Both texts and all beads are read before the first unit is given.
pub struct AlignedReader {
    format: Format,
    texts: [SideText; 2],
    langs: [LanguageTag; 2],
    items: std::vec::IntoIter<Item>,
    header: Header,
    facts: InputFacts,
}

impl AlignedReader {
    /// Reads source, target and an alignment of this format. The languages are found in the texts where the options
    /// don't name both.
    ///
    /// # Errors
    ///
    /// Fails if an input can't be read or decoded, a language can't be told, or the alignment does not fit the texts.
    pub fn new(
        mut source: Decoded,
        mut target: Decoded,
        alignment: Decoded,
        format: Format,
        options: &ReadOptions,
        sink: &mut dyn Sink,
    ) -> Result<Self> {
        let texts = [
            SideText::read(&mut source, format)?,
            SideText::read(&mut target, format)?,
        ];
        source.say_bad_bytes(sink);
        target.say_bad_bytes(sink);
        let langs = languages(&texts, options, sink)?;
        for text in texts.iter().filter(|text| text.blank_lines > 0) {
            let message = format!("blank lines are not counted, as Bertalign has it: {}", text.blank_lines);
            sink.take(
                Diagnostic::new(DiagnosticCode::Alignment, message)
                    .in_file(text.file())
                    .with_help("say `--from vecalign` if the alignment counts them"),
            );
        }
        let mut lines = LineInput::new(alignment);
        let items = plan::read(&mut lines, format, &texts)?;
        lines.say_bad_bytes(sink);
        let header = Header {
            source_language: Some(SourceLanguage::Tag(langs[0].clone())),
            languages: langs.to_vec(),
            original_format: Some(aligner(format).to_owned()),
            original: Some(texts[0].file().to_string()),
            ..Header::default()
        };
        Ok(Self {
            format,
            facts: InputFacts::of_pair(&source, &target),
            texts,
            langs,
            items: items.into_iter(),
            header,
        })
    }

    /// Fills `unit` from a bead; `false` if it has no text.
    fn fill_bead(&self, bead: WrittenBead, unit: &mut TranslationUnit) -> bool {
        let mut numbers = [Vec::new(), Vec::new()];
        for (((text, lang), written), numbers) in self.texts.iter().zip(&self.langs).zip(&bead.sides).zip(&mut numbers)
        {
            let with_text = written
                .iter()
                .copied()
                .filter(|number| text.sentence(*number).is_some());
            let with_text: Vec<u32> = with_text.collect();
            let Some(first) = with_text.first() else { continue };
            if unit.variants.is_empty() {
                unit.origin = text.origin(*first);
            }
            let joined = Segment::plain(text.join(&with_text, lang));
            unit.variants.push(Variant::new(lang.clone(), joined));
            *numbers = with_text.iter().map(|number| number + 1).collect();
        }
        unit.bead = Some(Box::new(bead_of(numbers)));
        let name = match self.format {
            Format::Ladder => "x-hunalign-score",
            _ => "x-vecalign-cost",
        };
        unit.properties
            .extend(bead.figure.map(|figure| Property::new(name, figure)));
        !unit.variants.is_empty()
    }

    fn fill_alone(&self, side: usize, number: u32, unit: &mut TranslationUnit) -> bool {
        let (Some(text), Some(lang)) = (self.texts.get(side), self.langs.get(side)) else {
            return false;
        };
        unit.variants
            .push(Variant::new(lang.clone(), text.sentence(number).unwrap_or_default()));
        unit.origin = text.origin(number);
        let numbers = if side == 0 {
            [vec![number + 1], Vec::new()]
        } else {
            [Vec::new(), vec![number + 1]]
        };
        unit.bead = Some(Box::new(bead_of(numbers)));
        true
    }
}

/// A bead of sentences by number, from 1.
fn bead_of([source, target]: [Vec<u32>; 2]) -> Bead {
    let count = |numbers: &[u32]| u32::try_from(numbers.len()).unwrap_or(u32::MAX);
    Bead {
        source_count: count(&source),
        target_count: count(&target),
        source,
        target,
        ..Bead::default()
    }
}

/// The tool that makes alignments of a format.
fn aligner(format: Format) -> &'static str {
    match format {
        Format::Ladder => "hunalign",
        other => other.name(),
    }
}

fn languages(texts: &[SideText; 2], options: &ReadOptions, sink: &mut dyn Sink) -> Result<[LanguageTag; 2]> {
    let mut told = AlignOptions::default();
    told.source_lang.clone_from(&options.source_lang);
    told.target_lang.clone_from(&options.target_lang);
    let [source, target] = texts;
    let langs = languages_of_pair(source.text(), target.text(), &told).map_err(|failed| {
        failed.error.in_file(match failed.side {
            SideOfText::Source => source.file(),
            SideOfText::Target => target.file(),
        })
    })?;
    if options.source_lang.is_none() || options.target_lang.is_none() {
        let message = format!("the source is taken to be `{}`, the target `{}`", langs[0], langs[1]);
        sink.take(Diagnostic::new(DiagnosticCode::LangDetected, message).in_file(source.file()));
    }
    Ok(langs)
}

impl UnitReader for AlignedReader {
    fn header(&self) -> &Header {
        &self.header
    }

    fn read_unit(&mut self, unit: &mut TranslationUnit, sink: &mut dyn Sink) -> Result<bool> {
        unit.clear();
        while let Some(item) = self.items.next() {
            let has_text = match item {
                Item::Bead(bead) => self.fill_bead(bead, unit),
                Item::Alone(side, number) => self.fill_alone(side, number, unit),
            };
            if !has_text {
                unit.clear();
                continue;
            }
            if unit.variants.len() == 1 {
                unit.standing = Standing::Unaligned;
                let message = "the sentence has no counterpart and is left out";
                sink.take(Diagnostic::new(DiagnosticCode::Unaligned, message).at(&unit.origin));
            }
            return Ok(true);
        }
        Ok(false)
    }

    fn facts(&self) -> InputFacts {
        self.facts.clone()
    }
}

#[cfg(test)]
mod tests;
