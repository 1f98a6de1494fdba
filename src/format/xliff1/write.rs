//! The document: `<xliff>`, `<file>`, `<header>`, `<body>`, `<group>`.

use std::io::Write;

use super::header::{datatype, write_file_attributes, write_header};
use super::page::Page;
use super::placing::{OwnPlace, Placing, Position, is_segment};
use super::raw::{group_names, has_id, says_itself};
use super::read::{OWN_TOOL, is_own_group};
use super::trans_unit::{Frame, write_trans_unit};
use crate::diag::{Diagnostic, Sink};
use crate::error::{Error, ErrorKind, Result};
use crate::format::{UnitWriter, WriteOptions, unfolded, whole_markup};
use crate::key_set::NameSet;
use crate::model::{Header, RawDialect, TranslationUnit};

/// Writes XLIFF 1.2 that the strict schema accepts, for any units whose ids differ.
///
/// Parts of one XLIFF unit that follow each other are held back until the last of them has come, and are written as one
/// `<trans-unit>`; all other units are written at once. A unit that nothing has changed is copied, into a `<file>` of its
/// document. Of each named group in what is copied 16 bytes are remembered, to the end of the file.
pub struct XliffWriter {
    output: Box<dyn Write>,
    frame: Frame,
    header: Header,
    /// The `original` of files whose units are of no document.
    original: String,
    /// Where the last unit stands; nothing before the first.
    position: Option<Position>,
    /// Hashes of the names of groups in what was copied.
    group_names: NameSet,
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
        let named = Some(options.original.as_str()).filter(|name| !name.is_empty());
        let original = named
            .or(options.header.original.as_deref())
            .filter(|name| !name.is_empty());
        let mut writer = Self {
            output,
            frame,
            header: options.header.clone(),
            original: original.unwrap_or(OWN_TOOL).to_owned(),
            position: None,
            group_names: NameSet::default(),
            parts: Vec::new(),
            written: 0,
            buffer: String::new(),
            header_findings: Vec::new(),
        };
        // the header is tried, so that what it can't hold is an error before the first unit
        writer.write_file_start(None)?;
        writer.buffer.clear();
        writer.header_findings.clear();
        writer.buffer.push_str("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
        writer
            .buffer
            .push_str("<xliff version=\"1.2\" xmlns=\"urn:oasis:names:tc:xliff:document:1.2\">\n");
        writer.write_buffer()?;
        Ok(writer)
    }

    /// Appends the start of a `<file>` of units of `document`, up to its body. What is said of the whole memory stands
    /// in the first.
    fn write_file_start(&mut self, document: Option<&str>) -> Result<()> {
        let is_first = self.position.is_none();
        let header = &self.header;
        let mut page = Page::new(&mut self.buffer, self.frame.illegal_characters);
        page.markup("  <file");
        page.attribute("original", document.unwrap_or(&self.original));
        page.attribute("source-language", self.frame.source_language.as_str());
        page.attribute("target-language", self.frame.target_language.as_str());
        page.attribute("datatype", datatype(header));
        // readers take `original` for the document of each unit, unless we are the tool that made the file
        if document.is_none() {
            page.attribute("tool-id", OWN_TOOL);
        }
        if is_first {
            write_file_attributes(&mut page, header);
        }
        page.markup(">\n");
        write_header(&mut page, Some(header).filter(|_| is_first));
        page.markup("    <body>\n");
        page.finish(&[TranslationUnit::default()], &mut self.header_findings)
    }

    /// Goes to another place: ends and begins files and groups in the buffer.
    fn go_to(&mut self, document: Option<&str>, group: Option<&str>) -> Result<()> {
        let (is_same_file, open_group) = match &self.position {
            Some(position) => (position.document.as_deref() == document, position.group.is_some()),
            None => (false, false),
        };
        if let Some(position) = &self.position
            && is_same_file
            && position.group.as_deref() == group
        {
            return Ok(());
        }
        if open_group {
            self.buffer.push_str("      </group>\n");
        }
        if !is_same_file {
            if self.position.is_some() {
                self.buffer.push_str("    </body>\n  </file>\n");
            }
            self.write_file_start(document)?;
            self.group_names.clear();
        }
        if let Some(group) = group {
            let mut page = Page::new(&mut self.buffer, self.frame.illegal_characters);
            page.markup("      <group");
            page.attribute("resname", group);
            page.markup(">\n");
        }
        self.position = Some(Position {
            document: document.map(str::to_owned),
            group: group.map(str::to_owned),
        });
        Ok(())
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
        if let Some(markup) = self.copied(parts) {
            let position = self.position_of_copy(parts, markup);
            self.go_to(position.document.as_deref(), position.group.as_deref())?;
            for name in group_names(markup) {
                self.group_names.insert(name);
            }
            self.buffer.push_str("      ");
            self.buffer.push_str(markup);
            self.buffer.push('\n');
            return self.write_buffer();
        }
        let position = self.position.clone();
        let placing = Placing::of(parts, position.as_ref());
        self.go_to(placing.document, placing.group)?;
        write_trans_unit(parts, self.written, &self.frame, placing, &mut self.buffer, sink)?;
        self.write_buffer()
    }

    /// The markup that `parts` can be written as, byte for byte.
    fn copied<'p>(&mut self, parts: &'p [TranslationUnit]) -> Option<&'p str> {
        let markup = whole_markup(parts, RawDialect::Xliff12)?;
        let first = parts.first()?;
        let id = first
            .part
            .as_deref()
            .map(|part| part.of.as_str())
            .or(first.id.as_deref())?;
        if !has_id(markup, id) || !parts.iter().all(|unit| self.is_in_languages(unit)) {
            return None;
        }
        let place = OwnPlace::of(parts);
        // where the place would have to be said in the unit, the unit has to be rendered
        let says_all = |name: &str, held: Option<&str>| {
            let named =
                |unit: &TranslationUnit| unit.properties.iter().filter(|property| property.name == name).count();
            let most = parts.iter().map(named).max().unwrap_or_default();
            held.is_some() || most == 0 || most == 1 && says_itself(markup, name)
        };
        if !says_all("x-document", place.document) || !says_all("x-group", place.group) {
            return None;
        }
        // what stands between segments has no place of its own: what it says can't be told from what segments say
        if parts
            .iter()
            .any(|unit| !is_segment(unit) && !unit.properties.is_empty())
        {
            return None;
        }
        let position = self.position_of_copy(parts, markup);
        let is_same_file = self
            .position
            .as_ref()
            .is_some_and(|current| current.document == position.document);
        let mut own = NameSet::default();
        let is_free = |name: &str| {
            let is_taken = is_same_file && self.group_names.contains(name);
            own.insert(name) && !is_taken && (is_own_group(name, id) || !name.contains(':'))
        };
        group_names(markup).all(is_free).then_some(markup)
    }

    /// Where a unit has to stand that is copied.
    fn position_of_copy(&self, parts: &[TranslationUnit], markup: &str) -> Position {
        let place = OwnPlace::of(parts);
        let document = if says_itself(markup, "x-document") {
            self.position.as_ref().and_then(|position| position.document.clone())
        } else {
            place.document.map(str::to_owned)
        };
        let group = place
            .group
            .filter(|_| !says_itself(markup, "x-group"))
            .map(str::to_owned);
        Position { document, group }
    }

    /// Whether the variants are just those of the two languages of the file, in their places.
    fn is_in_languages(&self, unit: &TranslationUnit) -> bool {
        let expected = [&self.frame.source_language, &self.frame.target_language];
        let count = unit.variants.len();
        (1..=expected.len()).contains(&count)
            && unit
                .variants
                .iter()
                .zip(expected)
                .all(|(variant, expected)| variant.lang == *expected)
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
        let languages = [&self.frame.source_language, &self.frame.target_language];
        self.parts.extend(unfolded(unit, languages));
        Ok(())
    }

    fn finish(mut self: Box<Self>, sink: &mut dyn Sink) -> Result<()> {
        self.write_parts(sink)?;
        self.buffer.clear();
        if self.position.is_none() {
            self.go_to(None, None)?;
        }
        self.header_findings.drain(..).for_each(|finding| sink.take(finding));
        if self.position.as_ref().is_some_and(|position| position.group.is_some()) {
            self.buffer.push_str("      </group>\n");
        }
        self.buffer.push_str("    </body>\n  </file>\n</xliff>\n");
        self.write_buffer()?;
        self.output.flush().map_err(|error| ErrorKind::Write(error).into())
    }
}
