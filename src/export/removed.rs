//! The file of what is in no output: JSONL, TSV or TMX, each row with its reason and origin.

use std::io::Write;

use crate::diag::Sink;
use crate::error::{ErrorKind, Result};
use crate::format::tmx::TmxWriter;
use crate::format::{Format, UnitWriter, WriteOptions, jsonl, table};
use crate::model::{Header, LanguageTag, Property, SourceLanguage, Standing, TranslationUnit};
use crate::stage::Reason;

/// Writes removed units and texts.
pub(super) enum RemovedWriter {
    Jsonl(Box<dyn Write>),
    Tsv(Box<dyn Write>),
    Tmx(Option<Box<TmxWriter>>),
}

impl RemovedWriter {
    pub(super) fn new(mut output: Box<dyn Write>, format: Format) -> Result<Self> {
        Ok(match format {
            Format::Jsonl => Self::Jsonl(output),
            Format::Tsv => {
                write(
                    &mut output,
                    "reason\tfile\tline\tsource_lang\tsource\ttarget_lang\ttarget\n",
                )?;
                Self::Tsv(output)
            }
            Format::Tmx => {
                let options = WriteOptions {
                    languages: vec![LanguageTag::undetermined()],
                    header: Header {
                        source_language: Some(SourceLanguage::Any),
                        ..Header::default()
                    },
                    ..WriteOptions::default()
                };
                Self::Tmx(Some(Box::new(TmxWriter::new(output, &options)?)))
            }
            other => {
                return Err(ErrorKind::Usage(format!(
                    "removed units are written as jsonl, tsv or tmx, not as {}",
                    other.name()
                ))
                .into());
            }
        })
    }

    pub(super) fn write(&mut self, unit: &TranslationUnit, reason: Reason, sink: &mut dyn Sink) -> Result<()> {
        match self {
            Self::Jsonl(output) => {
                let mut row = String::new();
                jsonl::write_row(&mut row, unit, Some(reason.as_str()))?;
                write(output, &row)
            }
            Self::Tsv(output) => write(output, &tsv_row(unit, reason)),
            Self::Tmx(writer) => {
                let mut unit = unit.clone();
                unit.properties.push(Property::new("x-reason", reason.as_str()));
                if let Standing::Junk(kind) = &unit.standing {
                    unit.properties.push(Property::new("x-junk", kind));
                }
                if let Some(file) = &unit.origin.file {
                    unit.properties.push(Property::new("x-file", file.as_ref()));
                    unit.properties
                        .push(Property::new("x-line", unit.origin.line.to_string()));
                }
                match writer {
                    Some(writer) => writer.write_unit(&unit, sink),
                    None => Ok(()),
                }
            }
        }
    }

    pub(super) fn finish(&mut self, sink: &mut dyn Sink) -> Result<()> {
        match self {
            Self::Jsonl(output) | Self::Tsv(output) => output.flush().map_err(|error| ErrorKind::Write(error).into()),
            Self::Tmx(writer) => match writer.take() {
                Some(writer) => writer.finish(sink),
                None => Ok(()),
            },
        }
    }
}

fn tsv_row(unit: &TranslationUnit, reason: Reason) -> String {
    let line = if unit.origin.line > 0 {
        unit.origin.line.to_string()
    } else {
        String::new()
    };
    let mut cells = vec![
        reason.as_str().to_owned(),
        unit.origin.file.as_deref().unwrap_or_default().to_owned(),
        line,
    ];
    let one_sided = unit
        .bead
        .as_ref()
        .is_some_and(|bead| bead.source_count == 0 && bead.target_count > 0);
    if one_sided && unit.variants.len() == 1 {
        cells.extend([String::new(), String::new()]);
    }
    for variant in &unit.variants {
        cells.extend([variant.lang.to_string(), variant.segment.text().to_owned()]);
    }
    let mut row = cells
        .iter()
        .map(|cell| table::escape_tsv(cell).into_owned())
        .collect::<Vec<_>>()
        .join("\t");
    row.push('\n');
    row
}

fn write(output: &mut Box<dyn Write>, text: &str) -> Result<()> {
    output
        .write_all(text.as_bytes())
        .map_err(|error| ErrorKind::Write(error).into())
}
