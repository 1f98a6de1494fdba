//! Turns bilingual releases, tables and memories into clean, valid TMX and XLIFF.
//!
//! A run pulls [translation units](model::TranslationUnit) from a [reader](format::UnitReader), passes them through
//! stages and pushes them to [writers](format::UnitWriter); what can't be kept or had to be repaired comes out as
//! [diagnostics](diag::Diagnostic).

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
