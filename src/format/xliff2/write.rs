//! The document: header, units in order, footer.

use std::io::Write;

use super::losses::Findings;
use super::markup::Markup;
use super::{Version, metadata, notes, unit};
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
    /// Whether the document has a unit.
    has_units: bool,
    /// The markup of a unit; used again.
    rendered: String,
    /// What the header of the document could not hold, until there is a sink.
    of_header: Findings,
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
                illegal_characters: options.illegal_characters,
            },
            parts: Vec::new(),
            ordinal: 0,
            has_units: false,
            rendered: String::new(),
            of_header: Findings::default(),
        };
        writer.render_header(options);
        writer.put()?;
        Ok(writer)
    }

    fn render_header(&mut self, options: &WriteOptions) {
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
        markup.raw(">\n  <file id=\"f1\"");
        markup.optional(
            "original",
            Some(options.original.as_str()).filter(|original| !original.is_empty()),
        );
        // the units are segments already, and white space in them is text
        markup.raw(" canResegment=\"no\" xml:space=\"preserve\">\n");
        markup.enclose(2, "<mda:metadata>\n", "</mda:metadata>\n", |markup| {
            metadata::write_header(markup, &options.header, 3);
        });
        self.of_header.lose_characters(markup.take_cleaned(), 0);
        let notes: Vec<notes::Written<'_>> = options
            .header
            .notes
            .iter()
            .map(|note| notes::Written {
                note,
                side: None,
                id: None,
                segment: None,
                of: 0,
            })
            .collect();
        notes::write(&mut markup, &notes, 2, &mut self.of_header);
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
        self.has_units |= unit::render(units, self.ordinal, &self.settings, &mut self.rendered, sink);
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
        std::mem::take(&mut self.of_header).report(&[&nowhere], self.settings.version.name(), sink);
    }
}

/// The id of the unit that `unit` is a part of.
fn whole(unit: &TranslationUnit) -> Option<&str> {
    unit.part.as_ref().map(|part| part.of.as_str())
}

impl UnitWriter for XliffWriter {
    fn write_unit(&mut self, unit: &TranslationUnit, sink: &mut dyn Sink) -> Result<()> {
        self.report_header(sink);
        if self.parts.first().is_some_and(|first| whole(first) != whole(unit)) {
            self.flush_parts(sink)?;
        }
        if unit.part.is_some() {
            self.parts.extend(unfolded(unit));
            return Ok(());
        }
        self.write_all(&[unit], sink)
    }

    fn finish(mut self: Box<Self>, sink: &mut dyn Sink) -> Result<()> {
        self.report_header(sink);
        self.flush_parts(sink)?;
        if !self.has_units {
            // a file has at least one unit or group, and only a group may be empty
            self.rendered.push_str("    <group id=\"g1\"/>\n");
        }
        self.rendered.push_str("  </file>\n</xliff>\n");
        self.put()?;
        self.output.flush().map_err(ErrorKind::Write)?;
        Ok(())
    }
}
