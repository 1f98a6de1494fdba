//! The document: `<xliff>`, `<file>`, `<header>`, `<body>`.

use std::io::Write;

use super::context::write_note;
use super::page::Page;
use super::trans_unit::{Frame, write_trans_unit};
use super::values::DATATYPES;
use crate::diag::{Diagnostic, Fact, Sink};
use crate::error::{Error, ErrorKind, Result};
use crate::format::{UnitWriter, WriteOptions, unfolded};
use crate::model::{Moment, TranslationUnit};

/// Writes XLIFF 1.2 that the strict schema accepts, for any units whose ids differ.
///
/// Parts of one XLIFF unit that follow each other are held back until the last of them has come, and are written as one
/// `<trans-unit>`; all other units are written at once.
pub struct XliffWriter {
    output: Box<dyn Write>,
    frame: Frame,
    /// The parts of the unit under way.
    parts: Vec<TranslationUnit>,
    /// How many `<trans-unit>` were written.
    written: u64,
    /// The markup of the unit under way.
    buffer: String,
    /// What was found before there was a sink.
    header_findings: Vec<Diagnostic>,
}

impl XliffWriter {
    /// Begins a document on `output`.
    ///
    /// # Errors
    ///
    /// Fails if `options` name other than two languages, if the header holds a character that is to be refused, or if
    /// the output can't be written.
    pub fn new(output: Box<dyn Write>, options: &WriteOptions) -> Result<Self> {
        let [source_language, target_language] = options.languages.as_slice() else {
            let count = options.languages.len();
            let message = format!("XLIFF 1.2 holds one source and one target language, not {count}");
            return Err(Error::from(ErrorKind::Language(message)).with_help("name the two languages to write"));
        };
        let frame = Frame {
            source_language: source_language.clone(),
            target_language: target_language.clone(),
            illegal_characters: options.illegal_characters,
        };
        let mut writer = Self {
            output,
            frame,
            parts: Vec::new(),
            written: 0,
            buffer: String::new(),
            header_findings: Vec::new(),
        };
        writer.write_header(options)?;
        Ok(writer)
    }

    fn write_header(&mut self, options: &WriteOptions) -> Result<()> {
        let header = &options.header;
        let mut page = Page::new(&mut self.buffer, self.frame.illegal_characters);
        page.markup("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
        page.markup("<xliff version=\"1.2\" xmlns=\"urn:oasis:names:tc:xliff:document:1.2\">\n  <file");
        let named = Some(options.original.as_str()).filter(|name| !name.is_empty());
        let original = named.or(header.original.as_deref()).filter(|name| !name.is_empty());
        page.attribute("original", original.unwrap_or("tmforge"));
        page.attribute("source-language", self.frame.source_language.as_str());
        page.attribute("target-language", self.frame.target_language.as_str());
        let datatype = header.datatype.as_deref().filter(|name| DATATYPES.contains(name));
        page.attribute("datatype", datatype.unwrap_or("plaintext"));
        page.attribute("tool-id", "tmforge");
        // an `xs:dateTime` before the year 1 would need a form of its own
        let date = header
            .provenance
            .changed
            .as_ref()
            .or(header.provenance.created.as_ref());
        if let Some(date @ Moment::Instant(instant)) = date
            && instant
                .strftime("%Y")
                .to_string()
                .parse()
                .is_ok_and(|year: u16| year > 0)
        {
            page.attribute("date", &date.to_string());
        }
        page.markup(">\n    <header>\n");
        for note in &header.notes {
            write_note(&mut page, "      ", note, None);
        }
        page.markup("      <tool");
        page.attribute("tool-id", "tmforge");
        page.attribute("tool-name", "tmforge");
        page.attribute("tool-version", env!("CARGO_PKG_VERSION"));
        page.markup("/>\n    </header>\n    <body>\n");
        page.lose_if(
            !header.properties.is_empty(),
            Fact::Property,
            "the properties of a whole file",
        );
        page.finish(&[TranslationUnit::default()], &mut self.header_findings)?;
        self.write_buffer()
    }

    /// Writes the unit under way, if there is one.
    fn write_parts(&mut self, sink: &mut dyn Sink) -> Result<()> {
        let mut parts = std::mem::take(&mut self.parts);
        if !parts.is_empty() {
            self.write_whole(&parts, sink)?;
        }
        parts.clear();
        self.parts = parts;
        Ok(())
    }

    fn write_whole(&mut self, parts: &[TranslationUnit], sink: &mut dyn Sink) -> Result<()> {
        self.written += 1;
        self.buffer.clear();
        write_trans_unit(parts, self.written, &self.frame, &mut self.buffer, sink)?;
        self.write_buffer()
    }

    fn write_buffer(&mut self) -> Result<()> {
        self.output
            .write_all(self.buffer.as_bytes())
            .map_err(|error| ErrorKind::Write(error).into())
    }

    /// Whether `unit` is a further part of the unit under way. Ids of whole units are those of their file.
    fn goes_on(&self, unit: &TranslationUnit) -> bool {
        let (Some(last), Some(part)) = (self.parts.last(), &unit.part) else {
            return false;
        };
        let same = last.part.as_ref().is_some_and(|last| last.of == part.of);
        same && last.origin.file == unit.origin.file
    }
}

impl UnitWriter for XliffWriter {
    fn write_unit(&mut self, unit: &TranslationUnit, sink: &mut dyn Sink) -> Result<()> {
        if !self.goes_on(unit) {
            self.write_parts(sink)?;
        }
        if unit.part.is_none() {
            return self.write_whole(std::slice::from_ref(unit), sink);
        }
        self.parts.extend(unfolded(unit));
        Ok(())
    }

    fn finish(mut self: Box<Self>, sink: &mut dyn Sink) -> Result<()> {
        self.write_parts(sink)?;
        self.header_findings.drain(..).for_each(|finding| sink.take(finding));
        self.buffer.clear();
        self.buffer.push_str("    </body>\n  </file>\n</xliff>\n");
        self.write_buffer()?;
        self.output.flush().map_err(|error| ErrorKind::Write(error).into())
    }
}
