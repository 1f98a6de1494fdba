//! Turns bilingual releases, tables and memories into clean, valid TMX and XLIFF.
//!
//! A run pulls [translation units](model::TranslationUnit) from a [reader](format::UnitReader), passes them through
//! stages and pushes them to [writers](format::UnitWriter); what can't be kept or had to be repaired comes out as
//! [diagnostics](diag::Diagnostic). [`export`] is such a run over whole files, as `tmforge export` does it;
//! [`align::align_text`] and [`diff::compare`] are its neighbours.
//!
//! # Example: units of a table become an XLIFF
//!
//! ```
//! use tmforge::diag::Diagnostic;
//! use tmforge::format::{Format, ReadOptions, WriteOptions, open};
//! use tmforge::model::TranslationUnit;
//!
//! let mut found: Vec<Diagnostic> = Vec::new();
//! let (mut reader, _format) = open("samples/tsv/duplicates.tsv", None, &ReadOptions::default(), &mut found)?;
//! let mut options = WriteOptions::default();
//! options.languages = reader.header().languages.clone();
//! let mut writer = Format::Xliff21.writer(Box::new(std::io::sink()), &options)?;
//! let mut unit = TranslationUnit::default();
//! while reader.read_unit(&mut unit, &mut found)? {
//!     writer.write_unit(&unit, &mut found)?;
//! }
//! writer.finish(&mut found)?;
//! # Ok::<(), tmforge::Error>(())
//! ```

pub mod align;
pub mod diag;
pub mod diff;
pub mod format;
pub mod io;
pub mod model;
pub mod stage;

mod error;
mod export;
mod key_set;
mod marks;
mod report;

pub use error::{Error, ErrorKind, Result};
pub use export::{
    AlignForm, ExportOptions, InPlace, InputSpec, OnLoss, OnProgress, OutputSpec, Progress, Step, Threads, align,
    export,
};
pub use report::{InputReport, OutputReport, Report, Unaligned};

/// The README's examples, run as tests.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
