//! One side of a comparison: an input that can be read twice.

use std::fs::{self, File};
use std::io::{self, BufWriter, Seek, SeekFrom, Write};
use std::sync::Arc;

use indexmap::IndexSet;

use super::difference::{Place, Whole};
use super::{CompareOptions, SideReport};
use crate::diag::{Silent, Sink};
use crate::error::{Error, ErrorKind, Result};
use crate::format::{self, ReadOptions};
use crate::io::Input;
use crate::model::{Header, LanguageTag, SourceLanguage, Standing, TranslationUnit, Variant};
use crate::stage::{Languages, Outlet, Reason, Stage};

/// An input that is compared.
pub(super) struct SideInput<'o> {
    name: Arc<str>,
    options: &'o CompareOptions,
    /// What was read of an input that can be read only once, such as standard input.
    copy: Option<File>,
}

impl<'o> SideInput<'o> {
    /// Makes sure that the input can be read twice: a pipe is copied to a temporary file first.
    pub(super) fn new(name: &str, options: &'o CompareOptions) -> Result<Self> {
        let is_pipe = name == "-" || fs::metadata(name).is_ok_and(|found| !found.is_file() && !found.is_dir());
        let copy = if is_pipe {
            let copied = copy_of(name).map_err(|error| error.in_file(name))?;
            Some(copied)
        } else {
            None
        };
        Ok(Self {
            name: Arc::from(name),
            options,
            copy,
        })
    }

    fn open(&self) -> Result<Input> {
        let Some(copy) = &self.copy else {
            return crate::io::open(&self.name);
        };
        let again = copy.try_clone().and_then(|mut file| {
            file.seek(SeekFrom::Start(0))?;
            Ok(file)
        });
        let file = again.map_err(|error| Error::from(ErrorKind::Read(error)).in_file(&*self.name))?;
        Input::new(&self.name, Box::new(file))
    }

    /// Reads the input from its beginning and gives each unit that is compared to `take`.
    pub(super) fn read(
        &self,
        sink: &mut dyn Sink,
        take: &mut dyn FnMut(Whole, &Header) -> Result<()>,
    ) -> Result<SideReport> {
        let mut read = ReadOptions::default();
        read.source_lang.clone_from(&self.options.source_lang);
        read.target_lang.clone_from(&self.options.target_lang);
        read.encoding = self.options.encoding;
        read.columns.clone_from(&self.options.columns);
        let (mut reader, format) = format::open_input(self.open()?, self.options.from, &read, sink)?;
        let mut report = SideReport {
            file: self.name.to_string(),
            format: Some(format),
            ..SideReport::default()
        };
        let mut chosen = self.options.languages();
        let mut unit = TranslationUnit::default();
        let mut number = 0;
        let (mut languages, mut left_out) = (IndexSet::new(), IndexSet::new());
        while reader.read_unit(&mut unit, sink)? {
            number += 1;
            if unit.standing != Standing::Unit {
                report.not_units += 1;
                continue;
            }
            let place = self.place(&unit, number);
            let Some(unit) = choose(&mut chosen, &mut unit)? else {
                report.left_out += 1;
                note_languages(&mut left_out, &unit);
                continue;
            };
            report.units += 1;
            note_languages(&mut languages, &unit);
            take(Whole { place, unit }, reader.header())?;
        }
        report.languages = languages.into_iter().collect();
        report.languages_left_out = left_out.into_iter().collect();
        Ok(report)
    }

    /// Where a unit stands. What it says of its origin counts only where that is this file.
    fn place(&self, unit: &TranslationUnit, number: usize) -> Place {
        let is_here = unit.origin.file.as_ref() == Some(&self.name);
        Place {
            file: Arc::clone(&self.name),
            line: if is_here { unit.origin.line } else { 0 },
            column: if is_here { unit.origin.column } else { 0 },
            number,
        }
    }

    /// The error for an input that is not what it was at the first reading.
    pub(super) fn changed(&self) -> Error {
        let error = Error::from(ErrorKind::Read(io::Error::other("it changed while it was compared")));
        error
            .in_file(&*self.name)
            .with_help("compare again, once nothing writes to it")
    }
}

fn note_languages(known: &mut IndexSet<LanguageTag>, unit: &TranslationUnit) {
    for Variant { lang, .. } in &unit.variants {
        if !known.contains(lang) {
            known.insert(lang.clone());
        }
    }
}

fn copy_of(name: &str) -> Result<File> {
    let mut copy = tempfile::tempfile().map_err(ErrorKind::Write)?;
    let mut writer = BufWriter::new(&mut copy);
    let mut from: Box<dyn io::Read> = if name == "-" {
        Box::new(io::stdin())
    } else {
        Box::new(File::open(name).map_err(ErrorKind::Open)?)
    };
    io::copy(&mut from, &mut writer).map_err(ErrorKind::Read)?;
    writer.flush().map_err(ErrorKind::Write)?;
    drop(writer);
    Ok(copy)
}

/// The unit with the languages asked for alone; `None` if it has not got them.
fn choose(languages: &mut Option<Languages>, unit: &mut TranslationUnit) -> Result<Option<TranslationUnit>> {
    let Some(languages) = languages else {
        return Ok(Some(std::mem::take(unit)));
    };
    let mut chosen = Chosen(None);
    // what is left out was asked to be, and units that are left out as a whole are counted
    languages.take(unit, &mut chosen, &mut Silent)?;
    Ok(chosen.0)
}

struct Chosen(Option<TranslationUnit>);

impl Outlet for Chosen {
    fn keep(&mut self, unit: &mut TranslationUnit, _sink: &mut dyn Sink) -> Result<()> {
        self.0 = Some(std::mem::take(unit));
        Ok(())
    }

    fn remove(&mut self, _unit: &TranslationUnit, _reason: Reason, _sink: &mut dyn Sink) -> Result<()> {
        Ok(())
    }
}

/// The number of the variant that is the source: as the unit says, else as its file does, else the first.
pub(super) fn source_of(unit: &TranslationUnit, header: &Header) -> usize {
    let place = |lang: &LanguageTag| {
        unit.variants
            .iter()
            .position(|variant| variant.lang.same_language(lang))
    };
    let named = unit.source_language.as_ref().or(header.source_language.as_ref());
    match named {
        Some(SourceLanguage::Tag(lang)) => place(lang).unwrap_or_default(),
        _ => 0,
    }
}
