//! The document: header, units in order, footer.

use std::io::Write;

use super::frames::Frames;
use super::markup::Markup;
use super::{Version, unit};
use crate::diag::Sink;
use crate::error::{Error, ErrorKind, Result};
use crate::format::{UnitWriter, WriteOptions, unfolded};
use crate::model::{IllegalCharacters, LanguageTag, TranslationUnit};

/// What is the same for all units of a document.
#[derive(Debug)]
pub(super) struct Settings {
    /// The version written.
    pub(super) version: Version,
    /// The language of sources.
    pub(super) source: LanguageTag,
    /// The language of targets.
    pub(super) target: LanguageTag,
    /// The name of the original of units that name none; empty if there is none.
    pub(super) original: String,
    /// What becomes of forbidden characters where there is no `cp`.
    pub(super) illegal_characters: IllegalCharacters,
}

/// Writes units to one XLIFF 2 document.
///
/// Parts of one unit are kept until the last of them has come; apart from that the memory is that of the largest unit.
pub struct XliffWriter {
    output: Box<dyn Write>,
    settings: Settings,
    /// The parts of a unit, until another comes.
    parts: Vec<TranslationUnit>,
    /// How many units came before.
    ordinal: u64,
    /// The open file and groups.
    frames: Frames,
    /// The markup of a unit; used again.
    rendered: String,
}

impl XliffWriter {
    /// A document of `version`, from the first to the second of the languages of `options`, with `options.original` as
    /// the name of the original.
    ///
    /// # Errors
    ///
    /// Fails if `options.languages` are not two, or if the first bytes can't be written.
    pub fn new(output: Box<dyn Write>, version: Version, options: &WriteOptions) -> Result<Self> {
        let [source, target] = options.languages.as_slice() else {
            let message = format!(
                "{} holds one source and one target language, not {}",
                version.name(),
                options.languages.len()
            );
            return Err(Error::from(ErrorKind::Language(message)).with_help("name them with `-s` and `-t`"));
        };
        let mut writer = Self {
            output,
            settings: Settings {
                version,
                source: source.clone(),
                target: target.clone(),
                original: options.original.clone(),
                illegal_characters: options.illegal_characters,
            },
            parts: Vec::new(),
            ordinal: 0,
            frames: Frames::new(options.header.clone()),
            rendered: String::new(),
        };
        writer.render_root(options);
        writer.put()?;
        Ok(writer)
    }

    fn render_root(&mut self, options: &WriteOptions) {
        let mut markup = Markup::new(&mut self.rendered, options.illegal_characters);
        let version = self.settings.version;
        markup.raw("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<xliff");
        markup.attribute("xmlns", version.namespace());
        markup.raw(
            " xmlns:mtc=\"urn:oasis:names:tc:xliff:matches:2.0\" xmlns:mda=\"urn:oasis:names:tc:xliff:metadata:2.0\"",
        );
        markup.attribute("version", version.number());
        markup.attribute("srcLang", self.settings.source.as_str());
        markup.attribute("trgLang", self.settings.target.as_str());
        markup.raw(">\n");
    }

    /// Writes what is rendered.
    fn put(&mut self) -> Result<()> {
        self.output
            .write_all(self.rendered.as_bytes())
            .map_err(ErrorKind::Write)?;
        self.rendered.clear();
        Ok(())
    }

    fn write_all(&mut self, units: &[&TranslationUnit], sink: &mut dyn Sink) -> Result<()> {
        unit::render(
            units,
            self.ordinal,
            &mut self.frames,
            &self.settings,
            &mut self.rendered,
            sink,
        );
        self.report_header(sink);
        self.ordinal += 1;
        self.put()
    }

    /// Writes the parts that have come, as one unit.
    fn flush_parts(&mut self, sink: &mut dyn Sink) -> Result<()> {
        if self.parts.is_empty() {
            return Ok(());
        }
        let parts = std::mem::take(&mut self.parts);
        let units: Vec<&TranslationUnit> = parts.iter().collect();
        self.write_all(&units, sink)
    }

    fn report_header(&mut self, sink: &mut dyn Sink) {
        let nowhere = TranslationUnit::default();
        self.frames
            .take_findings()
            .report(&[&nowhere], self.settings.version.name(), sink);
    }
}

/// The id of the unit that `unit` is a part of.
fn whole(unit: &TranslationUnit) -> Option<&str> {
    unit.part.as_ref().map(|part| part.of.as_str())
}

impl UnitWriter for XliffWriter {
    fn write_unit(&mut self, unit: &TranslationUnit, sink: &mut dyn Sink) -> Result<()> {
        if self.parts.first().is_some_and(|first| whole(first) != whole(unit)) {
            self.flush_parts(sink)?;
        }
        if unit.part.is_some() {
            self.parts.extend(unfolded(unit, &self.settings.target));
            return Ok(());
        }
        self.write_all(&[unit], sink)
    }

    fn finish(mut self: Box<Self>, sink: &mut dyn Sink) -> Result<()> {
        self.flush_parts(sink)?;
        let mut markup = Markup::new(&mut self.rendered, self.settings.illegal_characters);
        self.frames.finish(&mut markup, &self.settings);
        markup.raw("</xliff>\n");
        self.report_header(sink);
        self.put()?;
        self.output.flush().map_err(ErrorKind::Write)?;
        Ok(())
    }
}
