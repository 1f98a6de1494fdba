mod any;
mod header;
mod inline;
mod units;

use std::cell::RefCell;
use std::io::{self, Write};
use std::rc::Rc;

use super::XliffWriter;
use crate::diag::{Diagnostic, DiagnosticCode, Fact};
use crate::error::Result;
use crate::format::{UnitWriter, WriteOptions};
use crate::model::{LanguageTag, Segment, TranslationUnit, Variant};

/// An output that can be looked at afterwards.
#[derive(Clone, Default)]
struct Memory(Rc<RefCell<Vec<u8>>>);

impl Write for Memory {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.borrow_mut().write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

fn lang(tag: &str) -> LanguageTag {
    LanguageTag::parse(tag).unwrap()
}

fn options() -> WriteOptions {
    WriteOptions {
        languages: vec![lang("en-US"), lang("fr-FR")],
        ..WriteOptions::default()
    }
}

fn unit(id: &str, source: impl Into<Segment>, target: impl Into<Segment>) -> TranslationUnit {
    TranslationUnit {
        id: Some(id.to_owned()),
        ..TranslationUnit::bilingual(Variant::new(lang("en-US"), source), Variant::new(lang("fr-FR"), target))
    }
}

fn try_write(units: &[TranslationUnit], options: &WriteOptions) -> Result<(String, Vec<Diagnostic>)> {
    let memory = Memory::default();
    let mut said = Vec::new();
    let mut writer = Box::new(XliffWriter::new(Box::new(memory.clone()), options)?);
    for unit in units {
        writer.write_unit(unit, &mut said)?;
    }
    writer.finish(&mut said)?;
    let written = String::from_utf8(memory.0.take()).unwrap();
    Ok((written, said))
}

/// The document, and the facts said to be lost.
fn write(units: &[TranslationUnit]) -> (String, Vec<Fact>) {
    let (written, said) = try_write(units, &options()).unwrap();
    let lost = said.iter().filter_map(|diagnostic| match diagnostic.code {
        DiagnosticCode::Loss(fact) => Some(fact),
        _ => None,
    });
    (written, lost.collect())
}

/// The lines of the only `<trans-unit>`, without their indent.
fn write_one(unit: &TranslationUnit) -> (Vec<String>, Vec<Fact>) {
    let (written, lost) = write(std::slice::from_ref(unit));
    (trans_unit_lines(&written), lost)
}

fn trans_unit_lines(written: &str) -> Vec<String> {
    let lines = written.lines().map(str::trim);
    lines
        .skip_while(|line| !line.starts_with("<trans-unit"))
        .take_while(|line| *line != "</body>")
        .map(str::to_owned)
        .collect()
}
