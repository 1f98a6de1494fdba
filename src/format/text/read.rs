//! Reading a raw text: beads as units.

use std::sync::Arc;

use crate::align::{AlignOptions, AlignedSide, Alignment, JunkLine, JunkReason, SideOfText, align_pair, align_text};
use crate::diag::{Diagnostic, DiagnosticCode, Sink, counted, quoted};
use crate::error::Result;
use crate::format::{InputFacts, ReadOptions, Segmentation, UnitReader};
use crate::model::{
    Bead, Context, Header, LanguageTag, Origin, Segment, SegmentType, SourceLanguage, Standing, TranslationUnit,
    Variant,
};

/// Reads a raw bilingual text, or two texts that belong together.
///
/// The whole text is held, and aligned before the first unit is read.
#[derive(Debug)]
pub struct TextReader {
    header: Header,
    facts: InputFacts,
    alignment: Alignment,
    /// The files of source and target; the same one for a single text.
    files: [Arc<str>; 2],
    items: std::vec::IntoIter<Item>,
    with_context: bool,
    /// What is to be said of the whole, until it is.
    found: Vec<Diagnostic>,
}

/// What becomes a unit: a bead or a junk line, by its index.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Item {
    Bead(usize),
    Junk(usize),
}

impl TextReader {
    /// Aligns `text`, which holds both languages. The source is the language that comes first in it.
    ///
    /// The languages of `options` decide only where the text does not say.
    ///
    /// # Errors
    ///
    /// Fails if the text is blank, has no letters, or is in one language only.
    pub fn new(text: String, file: Arc<str>, facts: InputFacts, options: &ReadOptions) -> Result<Self> {
        let alignment = align_text(&text, &align_options(options)).map_err(|error| error.in_file(&file))?;
        drop(text);
        Ok(Self::of(alignment, [Arc::clone(&file), file], facts, options))
    }

    /// Aligns two texts of one language each, given with their files' names; the first is the source.
    ///
    /// # Errors
    ///
    /// Fails if one of the texts is blank or has no letters, or both are in one language.
    pub fn pair(
        source: (String, Arc<str>),
        target: (String, Arc<str>),
        facts: InputFacts,
        options: &ReadOptions,
    ) -> Result<Self> {
        let alignment = align_pair(&source.0, &target.0, &align_options(options)).map_err(|failed| {
            failed.error.in_file(match failed.side {
                SideOfText::Source => &source.1,
                SideOfText::Target => &target.1,
            })
        })?;
        Ok(Self::of(alignment, [source.1, target.1], facts, options))
    }

    fn of(alignment: Alignment, files: [Arc<str>; 2], facts: InputFacts, options: &ReadOptions) -> Self {
        let languages = vec![alignment.source.lang.clone(), alignment.target.lang.clone()];
        let header = Header {
            source_language: languages.first().cloned().map(SourceLanguage::Tag),
            segment_type: Some(match options.segmentation {
                Segmentation::Sentence => SegmentType::Sentence,
                Segmentation::Paragraph => SegmentType::Paragraph,
                Segmentation::Line => SegmentType::Block,
            }),
            original: files.first().map(ToString::to_string),
            languages: languages.clone(),
            ..Header::default()
        };
        let mut found = Vec::new();
        if !are_those_told(&languages, options) {
            let message = format!(
                "the source is taken to be `{}`, the target `{}`",
                alignment.source.lang, alignment.target.lang
            );
            found.push(Diagnostic::new(DiagnosticCode::LangDetected, message).in_file(&files[0]));
        }
        found.extend(alignment.rules_stopped.iter().map(|(side, line)| {
            let message =
                "a rule of `--srx` says nothing in the rest of this paragraph, in which there is too much to remember";
            Diagnostic::new(DiagnosticCode::RuleStopped, message)
                .in_file(&files[*side as usize])
                .at_line(*line)
                .with_help("cut the paragraph, or say the rule in another way")
        }));
        found.extend(third_languages(&alignment, &files[0]));
        found.extend(alignment.laid_out.iter().map(|laid_out| {
            Diagnostic::new(DiagnosticCode::Layout, laid_out.taken_for.to_string())
                .in_file(&files[laid_out.side as usize])
                .at_line(laid_out.line)
        }));
        Self {
            header,
            facts,
            items: in_order(&alignment, files[0] == files[1]).into_iter(),
            alignment,
            files,
            with_context: options.with_context,
            found,
        }
    }

    fn side(&self, side: SideOfText) -> &AlignedSide {
        match side {
            SideOfText::Source => &self.alignment.source,
            SideOfText::Target => &self.alignment.target,
        }
    }

    fn origin(&self, side: SideOfText, line: u64) -> Origin {
        let file = match side {
            SideOfText::Source => &self.files[0],
            SideOfText::Target => &self.files[1],
        };
        Origin {
            file: Some(Arc::clone(file)),
            line,
            column: 1,
        }
    }

    fn fill_bead(&self, number: usize, unit: &mut TranslationUnit, sink: &mut dyn Sink) {
        let Some(bead) = self.alignment.beads.get(number) else {
            return;
        };
        for (side, numbers) in [(SideOfText::Source, &bead.source), (SideOfText::Target, &bead.target)] {
            if let Some(&first) = numbers.first() {
                let from = self.side(side);
                unit.variants.push(variant(&from.lang, from.text_of(numbers)));
                if unit.variants.len() == 1 {
                    unit.origin = self.origin(side, from.segment(first).map_or(0, |segment| segment.line));
                }
            }
        }
        if unit.variants.len() < 2 {
            unit.standing = Standing::Unaligned;
            let text = unit.variants.first().map_or("", |variant| variant.segment.text());
            let message = format!("`{}` has no counterpart and is left out", quoted(text));
            sink.take(Diagnostic::new(DiagnosticCode::Unaligned, message).at(&unit.origin));
        }
        unit.bead = Some(Box::new(bead.clone()));
        if self.with_context && !bead.source.is_empty() {
            unit.context = self.context(number).map(Box::new);
        }
    }

    /// The source texts before and after a bead.
    fn context(&self, number: usize) -> Option<Context> {
        let beads = &self.alignment.beads;
        let text = |bead: &Bead| self.alignment.source.text_of(&bead.source);
        let has_source = |bead: &&Bead| !bead.source.is_empty();
        let previous = beads.get(..number)?.iter().rev().find(has_source).map(text);
        let next = beads.get(number + 1..)?.iter().find(has_source).map(text);
        (previous.is_some() || next.is_some()).then_some(Context {
            previous,
            next,
            key: None,
        })
    }

    fn fill_junk(&self, number: usize, unit: &mut TranslationUnit, sink: &mut dyn Sink) {
        let Some(junk) = self.alignment.junk.get(number) else {
            return;
        };
        unit.variants.push(variant(&junk.lang, junk.text.clone()));
        unit.standing = Standing::Junk(junk.reason.as_str().to_owned());
        unit.origin = self.origin(junk.side, junk.line);
        let message = format!(
            "`{}` belongs to no translation ({}) and is set aside",
            quoted(&junk.text),
            junk.reason
        );
        sink.take(Diagnostic::new(DiagnosticCode::Junk, message).at(&unit.origin));
    }
}

/// Whether both languages were told, and the text is in them, in whatever order.
fn are_those_told(languages: &[LanguageTag], options: &ReadOptions) -> bool {
    let (Some(source), Some(target)) = (&options.source_lang, &options.target_lang) else {
        return false;
    };
    let has = |told: &LanguageTag| languages.iter().any(|lang| lang.same_language(told));
    has(source) && has(target) && !source.same_language(target)
}

impl UnitReader for TextReader {
    fn header(&self) -> &Header {
        &self.header
    }

    fn read_unit(&mut self, unit: &mut TranslationUnit, sink: &mut dyn Sink) -> Result<bool> {
        unit.clear();
        for found in self.found.drain(..) {
            sink.take(found);
        }
        match self.items.next() {
            Some(Item::Bead(number)) => self.fill_bead(number, unit, sink),
            Some(Item::Junk(number)) => self.fill_junk(number, unit, sink),
            None => return Ok(false),
        }
        Ok(true)
    }

    fn facts(&self) -> InputFacts {
        self.facts.clone()
    }
}

/// A warning for each language that is neither that of the source nor that of the target.
fn third_languages(alignment: &Alignment, file: &Arc<str>) -> Vec<Diagnostic> {
    let mut found: Vec<(&JunkLine, u64)> = Vec::new();
    for junk in alignment
        .junk
        .iter()
        .filter(|junk| junk.reason == JunkReason::OtherLanguage)
    {
        match found.iter_mut().find(|(first, _)| first.lang == junk.lang) {
            Some((_, further)) => *further += 1,
            None => found.push((junk, 0)),
        }
    }
    let said = found.into_iter().map(|(first, further)| {
        let more = match further {
            0 => String::new(),
            _ => format!(" and {}", counted(further, "more line")),
        };
        let message = format!(
            "a third language, `{}`, is set aside: `{}`{more}",
            first.lang,
            quoted(&first.text)
        );
        Diagnostic::new(DiagnosticCode::LangThird, message)
            .in_file(file)
            .at_line(first.line)
            .with_help("name the two that belong together with `-s` and `-t`")
    });
    said.collect()
}

fn align_options(options: &ReadOptions) -> AlignOptions {
    let mut told = AlignOptions::default();
    told.source_lang.clone_from(&options.source_lang);
    told.target_lang.clone_from(&options.target_lang);
    told.segmentation = options.segmentation;
    told.keep_junk = options.keep_junk;
    told.srx.clone_from(&options.srx);
    told.lexicon = Arc::clone(&options.lexicon);
    told.furniture = Arc::clone(&options.furniture);
    told.threads = options.threads;
    told
}

fn variant(lang: &LanguageTag, text: String) -> Variant {
    Variant::new(lang.clone(), Segment::plain(text))
}

/// Beads in their order, and each junk line before the first bead that begins below it.
fn in_order(alignment: &Alignment, one_file: bool) -> Vec<Item> {
    let mut waiting: [Vec<(u64, usize)>; 2] = [Vec::new(), Vec::new()];
    for (number, junk) in alignment.junk.iter().enumerate() {
        let of_target = !one_file && junk.side == SideOfText::Target;
        waiting[usize::from(of_target)].push((junk.line, number));
    }
    let mut waiting = waiting.map(|mut lines| {
        lines.sort_unstable();
        lines.into_iter().peekable()
    });
    let line = |side: &AlignedSide, numbers: &[u32]| Some(side.segment(*numbers.first()?)?.line);
    let mut items = Vec::with_capacity(alignment.junk.len() + alignment.beads.len());
    for (number, bead) in alignment.beads.iter().enumerate() {
        let reached = [
            line(&alignment.source, &bead.source),
            line(&alignment.target, &bead.target),
        ];
        for (waiting, reached) in waiting.iter_mut().zip(reached) {
            while let Some((_, junk)) = waiting.next_if(|&(line, _)| reached.is_some_and(|reached| line < reached)) {
                items.push(Item::Junk(junk));
            }
        }
        items.push(Item::Bead(number));
    }
    items.extend(waiting.into_iter().flatten().map(|(_, junk)| Item::Junk(junk)));
    items
}

#[cfg(test)]
mod tests;
