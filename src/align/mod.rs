//! Alignment: a raw bilingual text in, beads of segments that are translations of each other out.
//!
//! The way of a text: what only its layout says is taken away (`laid_out`), its lines are told by language (`language`) and
//! by which language comes where (`layout`), junk that shows itself by its wording is set aside (`junk`), lines broken at a
//! width are joined (`wrap`), paragraphs are cut into sentences (`split`). Then `passes` finds the beads by dynamic programming over what each kind of evidence in `cost` says,
//! and learns from the beads of one pass for the next. What found no counterpart stays a bead with one side, or turns out
//! to be junk.
//!
//! Everything is computed from the text and the options alone, with `libm`'s logarithms, so that the same text gives the
//! same beads on every machine.

mod alignment;
mod alone;
mod anchors;
mod band;
mod beads;
mod coarse;
mod confidence;
mod cost;
mod document;
mod edges;
mod furniture;
mod junk;
mod laid_out;
mod language;
mod layout;
mod lexicon;
mod lines;
mod maths;
mod mixed;
mod pair;
mod passes;
mod script;
mod segment;
mod side_by_side;
mod split;
mod srx;
mod wrap;

pub(crate) use alignment::joint;
pub use alignment::{AlignedSide, Alignment, JunkLine, NumberedSegment, SideOfText};
pub use furniture::{FindFurniture, Furniture};
pub use junk::JunkReason;
pub use laid_out::{LaidOut, TakenFor};
pub use lexicon::{LearnFrom, LearntPair, Lexicon};
pub use pair::PairError;
pub(crate) use pair::languages_of_pair;
pub(crate) use script::Script;
pub use srx::SrxRules;

use std::sync::Arc;

use crate::error::Result;
use crate::io::Threads;
use crate::model::LanguageTag;

/// How a raw text is cut into segments.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Segmentation {
    /// Sentence by sentence.
    #[default]
    Sentence,
    /// Line by line, ended by LF or CRLF; blank lines are counted.
    Line,
    /// Paragraph by paragraph.
    Paragraph,
}

/// What alignment can be told. The default detects everything and cuts into sentences.
#[derive(Debug, Clone, Default)]
#[non_exhaustive]
pub struct AlignOptions {
    /// One language that is expected. It decides only where the text does not say.
    pub source_lang: Option<LanguageTag>,
    /// The other language that is expected.
    pub target_lang: Option<LanguageTag>,
    /// What a segment is.
    pub segmentation: Segmentation,
    /// Whether lines that belong to no translation take part like all others.
    pub keep_junk: bool,
    /// Rules of the user's for where sentences end; the program's own hold for languages that have none there.
    pub srx: Option<Arc<SrxRules>>,
    /// What is known of words beforehand.
    pub lexicon: Arc<Lexicon>,
    /// Lines that recur in the texts of the run.
    pub furniture: Arc<Furniture>,
    /// How many threads work on a long text. The beads are the same.
    pub threads: Threads,
}

/// Aligns a text that holds two languages: one after the other in either order, or taking turns by paragraph or line.
///
/// The source is the language that comes first in the text.
///
/// # Errors
///
/// Fails if the text is blank, has no letters, or is in one language only.
///
/// # Example
///
/// ```
/// use tmforge::align::{AlignOptions, align_text};
///
/// let text = "会议于9月22日召开。各方发言。\n\nThe meeting was held on September 22. All parties spoke.\n";
/// let alignment = align_text(text, &AlignOptions::default())?;
/// assert_eq!(alignment.source.lang.as_str(), "zh-CN");
/// assert_eq!(alignment.beads.len(), 2);
/// assert_eq!(alignment.target.text_of(&alignment.beads[1].target), "All parties spoke.");
/// # Ok::<(), tmforge::Error>(())
/// ```
pub fn align_text(text: &str, options: &AlignOptions) -> Result<Alignment> {
    document::align_text(text, options)
}

/// Aligns two texts of one language each; the first is the source.
///
/// # Errors
///
/// Fails if a text is blank or has no letters, or both are in one language; the error names neither file, so callers who
/// know them add them.
pub fn align_pair(source: &str, target: &str, options: &AlignOptions) -> Result<Alignment, PairError> {
    document::align_pair(source, target, options)
}

/// A count as a real number.
#[expect(
    clippy::cast_precision_loss,
    reason = "no text has so many segments that a double could not count them"
)]
fn real(count: usize) -> f64 {
    count as f64
}

/// A place or number as it is held in long tables.
fn narrow(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}
