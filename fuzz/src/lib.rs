//! What every fuzz target checks: reading never panics, and writing is a fixed point of writing and reading.

use std::cell::RefCell;
use std::io::{self, Cursor, Write};
use std::rc::Rc;

use tmforge::diag::{Diagnostic, Sink};
use tmforge::format::{Format, ReadOptions, UnitReader, WriteOptions, open_aligned, open_input, open_pair};
use tmforge::io::Input;
use tmforge::model::{Header, IllegalCharacters, LanguageTag, SourceLanguage, Standing, TranslationUnit, is_illegal};
use tmforge::stage::{Chain, Clean, Identify, Languages, Normalization, Outlet, Reason, Trim};

/// The formats that are written.
const WRITTEN: [Format; 8] = [
    Format::Tmx,
    Format::Xliff12,
    Format::Xliff20,
    Format::Xliff21,
    Format::Xliff22,
    Format::Tsv,
    Format::Csv,
    Format::Jsonl,
];

/// Reads `data` as the format of this name, and writes what was read in each format, twice.
///
/// A format that this version does not know is passed over.
///
/// # Panics
///
/// Panics if reading or writing does, or what is written reads back otherwise.
pub fn check(name: &str, data: &[u8]) {
    let Some(format) = Format::by_name(name) else { return };
    let read = read(data, format, &ReadOptions::default());
    // tables and lists may not name their languages
    let read = read.or_else(|| read_with_languages(data, format));
    if let Some(memory) = read {
        memory.check();
    }
}

/// The same for two texts that belong together line by line, which `data` holds one after the other: a line of `===`
/// parts them.
///
/// # Panics
///
/// As for [`check`].
pub fn check_lines(data: &[u8]) {
    let (source, target) = match find_part(data) {
        Some(at) => (&data[..at], &data[at + PART.len()..]),
        None => data.split_at(data.len() / 2),
    };
    let (first, second) = (temporary("source", source), temporary("target", target));
    let options = with_languages();
    let opened = open_pair(&first, &second, Some(Format::Lines), &options, &mut Silence);
    if let Some(memory) = opened.ok().and_then(|(reader, format)| collect(reader, format)) {
        memory.check();
    }
}

/// The same for a list of what belongs together in two texts: `data` holds list, source and target, each parted from the
/// next by a line of `===`.
///
/// # Panics
///
/// As for [`check`].
pub fn check_aligned(data: &[u8]) {
    let mut parts = Vec::new();
    let mut rest = data;
    while let (Some(at), true) = (find_part(rest), parts.len() < 2) {
        parts.push(&rest[..at]);
        rest = &rest[at + PART.len()..];
    }
    parts.push(rest);
    let [list, source, target] = parts[..] else { return };
    let files = [("list", list), ("source", source), ("target", target)].map(|(name, bytes)| temporary(name, bytes));
    let [list, source, target] = &files;
    for name in ["ladder", "vecalign", "bertalign", "champollion"] {
        let format = Format::by_name(name);
        let opened = open_aligned(source, target, list, format, &with_languages(), &mut Silence);
        if let Some(memory) = opened.ok().and_then(|(reader, format)| collect(reader, format)) {
            memory.check();
        }
    }
}

/// What parts texts that stand in one file.
const PART: &[u8] = b"\n===\n";

fn find_part(data: &[u8]) -> Option<usize> {
    data.windows(PART.len()).position(|window| window == PART)
}

/// Writes a file of this process, and gives its path.
fn temporary(name: &str, bytes: &[u8]) -> String {
    let path = std::env::temp_dir().join(format!("tmforge-fuzz-{}-{name}.txt", std::process::id()));
    std::fs::write(&path, bytes).expect("a temporary file");
    path.to_string_lossy().into_owned()
}

fn with_languages() -> ReadOptions {
    let mut options = ReadOptions::default();
    options.source_lang = LanguageTag::parse("en").ok();
    options.target_lang = LanguageTag::parse("de").ok();
    options
}

fn read_with_languages(data: &[u8], format: Format) -> Option<Memory> {
    read(data, format, &with_languages())
}

fn read(data: &[u8], format: Format, options: &ReadOptions) -> Option<Memory> {
    // links name their documents, which lie beside them
    let folder = if format.name() == "xces" { "samples/xces/" } else { "" };
    let input = Input::new(&format!("{folder}input"), Box::new(Cursor::new(data.to_vec()))).ok()?;
    let (reader, format) = open_input(input, Some(format), options, &mut Silence).ok()?;
    collect(reader, format)
}

/// All units, as they come out of the stages that every run has; nothing if the input is refused on the way.
fn collect(mut reader: Box<dyn UnitReader>, format: Format) -> Option<Memory> {
    let mut memory = Memory::default();
    let mut clean = Clean::new(IllegalCharacters::Clean, Trim::Off, Normalization::Off);
    clean.set_input(format);
    let mut languages = Languages::new(None, None);
    let mut identify = Identify::default();
    let mut unit = TranslationUnit::default();
    while reader.read_unit(&mut unit, &mut Silence).ok()? {
        if unit.standing == Standing::Unit {
            let mut chain = Chain::new(vec![&mut clean, &mut languages, &mut identify]);
            chain.take(&mut unit, &mut memory, &mut Silence).ok()?;
        }
    }
    memory.header = reader.header().clone();
    if memory.header.source_language != Some(SourceLanguage::Any) {
        memory.header.source_language = None;
    }
    memory.languages = languages.kept().cloned().collect();
    if let ([source], Some(target)) = (memory.languages.as_slice(), memory.header.languages.get(1))
        && source != target
    {
        // as in an export: units that are yet to be translated name no target, but their file does
        memory.languages.push(target.clone());
    }
    Some(memory)
}

/// What was read.
#[derive(Default)]
struct Memory {
    header: Header,
    languages: Vec<LanguageTag>,
    units: Vec<TranslationUnit>,
}

impl Memory {
    fn check(&self) {
        if self.units.is_empty() {
            return;
        }
        let asked = std::env::var("TMFORGE_FUZZ_WRITERS").ok();
        let is_asked = |format: &Format| {
            asked
                .as_ref()
                .is_none_or(|list| list.split(',').any(|name| name == format.name()))
        };
        for format in WRITTEN.into_iter().filter(is_asked) {
            if has_rows(format) && !self.fits_rows(format) {
                continue;
            }
            let Some(once) = self.write(format) else { continue };
            let Some(back) = read(&once, format, &ReadOptions::default()) else {
                let error = why(&once, format);
                panic!(
                    "own {} is refused: {error}\n{}",
                    format.name(),
                    String::from_utf8_lossy(&once)
                );
            };
            let twice = back.write(format).unwrap_or_default();
            assert!(
                once == twice,
                "{} changes when it is read and written:\n{}\n----\n{}",
                format.name(),
                String::from_utf8_lossy(&once),
                String::from_utf8_lossy(&twice)
            );
        }
    }

    /// Whether rows give the units back. One with text on one side is no unit; of a table the header names two languages
    /// or more, and a column `id` of many is that of ids; tags that name no language are no names there.
    fn fits_rows(&self, format: Format) -> bool {
        let texts = |unit: &TranslationUnit| {
            let texts = unit.variants.iter().map(|variant| variant.segment.text());
            // what XML forbids is taken out of rows, too
            let is_shown = |c: char| !c.is_whitespace() && !c.is_control() && !is_illegal(c);
            texts.filter(|text| text.contains(is_shown)).count()
        };
        if format == Format::Jsonl {
            return self
                .units
                .iter()
                .all(|unit| texts(unit) == unit.variants.len() && texts(unit) > 1);
        }
        let has_all = |unit: &TranslationUnit| {
            let is_there = |lang: &LanguageTag| unit.variants.iter().any(|variant| variant.lang == *lang);
            texts(unit) == unit.variants.len() && self.languages.iter().all(is_there)
        };
        // rarer tags, such as those of three letters, make no header row by themselves
        let is_named = |lang: &LanguageTag| {
            let tag = lang.as_str();
            tag != "id" && lang.language().len() == 2 && LanguageTag::parse(tag).is_ok()
        };
        self.languages.len() > 1 && self.languages.iter().all(is_named) && self.units.iter().all(has_all)
    }

    /// The document, or nothing if the format can't hold these languages.
    fn write(&self, format: Format) -> Option<Vec<u8>> {
        if format.is_bilingual() && self.languages.len() != 2 {
            return None;
        }
        let bytes = Shared::default();
        let mut options = WriteOptions::default();
        options.languages.clone_from(&self.languages);
        options.header = self.header.clone();
        options.original = "input".to_owned();
        let mut writer = format.writer(Box::new(bytes.clone()), &options).ok()?;
        for unit in &self.units {
            writer.write_unit(unit, &mut Silence).ok()?;
        }
        writer.finish(&mut Silence).ok()?;
        let written = bytes.0.borrow().clone();
        Some(written)
    }
}

fn has_rows(format: Format) -> bool {
    matches!(format, Format::Tsv | Format::Csv | Format::Jsonl)
}

/// The error that a document is refused with.
fn why(data: &[u8], format: Format) -> String {
    let opened = Input::new("own", Box::new(Cursor::new(data.to_vec())))
        .and_then(|input| open_input(input, Some(format), &ReadOptions::default(), &mut Silence));
    let mut unit = TranslationUnit::default();
    match opened {
        Err(error) => error.to_string(),
        Ok((mut reader, _)) => loop {
            match reader.read_unit(&mut unit, &mut Silence) {
                Ok(true) => {}
                Ok(false) => break "by a stage".to_owned(),
                Err(error) => break error.to_string(),
            }
        },
    }
}

impl Outlet for Memory {
    fn keep(&mut self, unit: &mut TranslationUnit, _sink: &mut dyn Sink) -> tmforge::Result<()> {
        self.units.push(std::mem::take(unit));
        Ok(())
    }

    fn remove(&mut self, _unit: &TranslationUnit, _reason: Reason, _sink: &mut dyn Sink) -> tmforge::Result<()> {
        Ok(())
    }
}

/// Takes findings and forgets them.
struct Silence;

impl Sink for Silence {
    fn take(&mut self, _diagnostic: Diagnostic) {}
}

/// Bytes that a writer writes and the check reads.
#[derive(Clone, Default)]
struct Shared(Rc<RefCell<Vec<u8>>>);

impl Write for Shared {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.borrow_mut().write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
