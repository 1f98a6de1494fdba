//! The formats: their names and extensions, how they are told apart, and the reader and writer of each.

pub mod aligned;
pub mod hunalign;
pub mod jsonl;
pub mod lines;
pub mod po;
pub mod review;
pub mod table;
pub mod text;
pub mod tmx;
pub mod wordfast;
pub mod xces;
pub mod xliff1;
pub mod xliff2;
pub mod xml;

mod ahead;
mod detect;
mod given;
mod line_input;
mod loss;
mod open;
mod options;
mod parts;
mod read;
mod salvage;
mod sparing;
mod vocabulary;
mod write;

use std::io::Write;
use std::path::Path;

pub(crate) use ahead::ReadAhead;
pub use given::{CopyPlan, Given, Incoming, KnownUnits};
pub use loss::Losses;
pub(crate) use loss::refused;
pub use open::{open, open_aligned, open_input, open_pair};
pub(crate) use options::CopiedDialects;
pub use options::{InlineCodes, OnBreak, ReadOptions, Segmentation, TsvEscapes, WriteOptions};
pub(crate) use parts::{BESIDE_A_WHOLE, Folding, ORDER, orders, unfolded, whole_markup};
pub use read::{InputFacts, UnitReader, Units, units};
pub use sparing::SparingReader;
pub(crate) use vocabulary::MARK_TYPES;
pub use write::UnitWriter;

use crate::error::{ErrorKind, Result};
use crate::model::RawDialect;

/// A file format that is read, written, or both.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Format {
    /// Translation Memory eXchange, written as 1.4.
    Tmx,
    /// XLIFF 1.2.
    Xliff12,
    /// XLIFF 2.0.
    Xliff20,
    /// XLIFF 2.1.
    Xliff21,
    /// XLIFF 2.2.
    Xliff22,
    /// Tab-separated values.
    Tsv,
    /// Comma-separated values (RFC 4180).
    Csv,
    /// One JSON object a line.
    Jsonl,
    /// A raw bilingual text, to be aligned.
    Text,
    /// Two plain texts that belong together line by line.
    Lines,
    /// A Wordfast memory, as text.
    Wordfast,
    /// A gettext catalogue.
    Po,
    /// OPUS links between sentences of XCES documents.
    Xces,
    /// The text form of hunalign.
    Hunalign,
    /// The ladder of hunalign, beside its two texts.
    Ladder,
    /// The lists of vecalign, beside its two texts.
    Vecalign,
    /// The lists of Bertalign, beside its two texts, or what it prints.
    Bertalign,
    /// The lists of Champollion and `NATools`, beside their two texts.
    Champollion,
}

impl Format {
    /// The dialect whose markup is copied into outputs of this format, if any is.
    pub(crate) fn copied_dialect(self) -> Option<RawDialect> {
        match self {
            Self::Tmx => Some(RawDialect::Tmx14),
            Self::Xliff12 => Some(RawDialect::Xliff12),
            Self::Xliff20 => Some(xliff2::Version::V20.raw_dialect()),
            Self::Xliff21 => Some(xliff2::Version::V21.raw_dialect()),
            Self::Xliff22 => Some(xliff2::Version::V22.raw_dialect()),
            _ => None,
        }
    }

    /// All formats, in the order in which they are listed to users.
    pub const ALL: &[Self] = &[
        Self::Tmx,
        Self::Xliff12,
        Self::Xliff20,
        Self::Xliff21,
        Self::Xliff22,
        Self::Tsv,
        Self::Csv,
        Self::Jsonl,
        Self::Text,
        Self::Lines,
        Self::Wordfast,
        Self::Po,
        Self::Xces,
        Self::Hunalign,
        Self::Ladder,
        Self::Vecalign,
        Self::Bertalign,
        Self::Champollion,
    ];

    /// The name that `--from` and `--to` take.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Tmx => "tmx",
            Self::Xliff12 => "xliff-1.2",
            Self::Xliff20 => "xliff-2.0",
            Self::Xliff21 => "xliff-2.1",
            Self::Xliff22 => "xliff-2.2",
            Self::Tsv => "tsv",
            Self::Csv => "csv",
            Self::Jsonl => "jsonl",
            Self::Text => "text",
            Self::Lines => "lines",
            Self::Wordfast => "wordfast",
            Self::Po => "po",
            Self::Xces => "xces",
            Self::Hunalign => "hunalign",
            Self::Ladder => "ladder",
            Self::Vecalign => "vecalign",
            Self::Bertalign => "bertalign",
            Self::Champollion => "champollion",
        }
    }

    /// The format of this name.
    #[must_use]
    pub fn by_name(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|format| format.name() == name)
    }

    /// The format that a path's extension means; a `.gz` after it does not count. `xliff` is the version that `.xlf`
    /// and `.xliff` stand for.
    #[must_use]
    pub fn by_extension(path: &Path, xliff: Self) -> Option<Self> {
        let name = path.file_name()?.to_str()?.to_ascii_lowercase();
        let name = name.strip_suffix(".gz").unwrap_or(&name);
        let (_, extension) = name.rsplit_once('.')?;
        match extension {
            "tmx" => Some(Self::Tmx),
            "xlf" | "xliff" => Some(xliff),
            "tsv" | "tab" => Some(Self::Tsv),
            "csv" => Some(Self::Csv),
            "jsonl" | "ndjson" => Some(Self::Jsonl),
            "txt" | "text" => Some(Self::Text),
            "po" | "pot" => Some(Self::Po),
            _ => None,
        }
    }

    /// Whether it is XML.
    #[must_use]
    pub fn is_xml(self) -> bool {
        self == Self::Tmx || self.is_xliff()
    }

    /// Whether it is an XLIFF of any version.
    #[must_use]
    pub fn is_xliff(self) -> bool {
        matches!(self, Self::Xliff12 | Self::Xliff20 | Self::Xliff21 | Self::Xliff22)
    }

    /// Whether its units have states, so that not all of them are translated.
    #[must_use]
    pub fn tracks_states(self) -> bool {
        self.is_xliff() || self == Self::Po
    }

    /// Whether the format can hold characters that XML 1.0 forbids.
    #[must_use]
    pub fn holds_any_character(self) -> bool {
        matches!(self, Self::Xliff20 | Self::Xliff21 | Self::Xliff22 | Self::Jsonl)
    }

    /// Whether the format holds exactly one source and one target language.
    #[must_use]
    pub fn is_bilingual(self) -> bool {
        self.is_xliff()
    }

    /// Whether [`Format::writer`] writes it.
    #[must_use]
    pub fn is_written(self) -> bool {
        matches!(
            self,
            Self::Tmx
                | Self::Xliff12
                | Self::Xliff20
                | Self::Xliff21
                | Self::Xliff22
                | Self::Tsv
                | Self::Csv
                | Self::Jsonl
        )
    }

    /// Whether it is an alignment that says nothing without its two texts.
    #[must_use]
    pub fn needs_texts(self) -> bool {
        matches!(self, Self::Ladder | Self::Vecalign | Self::Champollion)
    }

    /// Whether it is text as people and aligners wrote it, and no memory whose spaces a tool put there.
    #[must_use]
    pub fn is_raw(self) -> bool {
        matches!(
            self,
            Self::Text
                | Self::Lines
                | Self::Tsv
                | Self::Csv
                | Self::Hunalign
                | Self::Ladder
                | Self::Vecalign
                | Self::Bertalign
                | Self::Champollion
        )
    }

    /// A writer of this format to `output`.
    ///
    /// # Errors
    ///
    /// Fails if the format is not written, or the first bytes can't be.
    pub fn writer(self, output: Box<dyn Write>, options: &WriteOptions) -> Result<Box<dyn UnitWriter>> {
        Ok(match self {
            Self::Tmx => Box::new(tmx::TmxWriter::new(output, options)?),
            Self::Xliff12 => Box::new(xliff1::XliffWriter::new(output, options)?),
            Self::Xliff20 => Box::new(xliff2::XliffWriter::new(output, xliff2::Version::V20, options)?),
            Self::Xliff21 => Box::new(xliff2::XliffWriter::new(output, xliff2::Version::V21, options)?),
            Self::Xliff22 => Box::new(xliff2::XliffWriter::new(output, xliff2::Version::V22, options)?),
            Self::Tsv => Box::new(table::TableWriter::new(output, table::Dialect::Tsv, options)?),
            Self::Csv => Box::new(table::TableWriter::new(output, table::Dialect::Csv, options)?),
            Self::Jsonl => Box::new(jsonl::JsonlWriter::new(output)),
            _ => {
                return Err(ErrorKind::Format(format!("`{}` is only read, not written", self.name())).into());
            }
        })
    }
}
