//! What speaks for a bead: each kind of evidence is a part of its own.
//!
//! Scores are logarithms of odds: how much likelier the two stretches are as translations of each other than as
//! strangers. Nothing speaks for 0. A bead with one empty side is scored by its prior and its
//! place alone, so that beads with and without a counterpart compare.

mod length;
mod lexical;
mod links;
mod paragraphs;
mod spans;
mod table;
mod words;

use std::ops::Range;

pub(super) use length::{Length, characters};
pub(super) use lexical::Lexical;
pub(super) use links::{Link, of_spelling};
pub(super) use paragraphs::{Paragraphs, Place};
pub(super) use table::learn;
pub(super) use words::Words;

use super::band::Band;
use crate::io::Threads;

/// One kind of evidence for and against beads.
pub(super) trait Cost: Sync {
    /// Gets ready to score beads within a band; called before the first score.
    fn prepare(&mut self, _band: &Band, _threads: Threads) {}

    /// The log odds of a bead of these segments. With one side empty only where the bead leads can speak for it.
    fn score(&self, source: Range<usize>, target: Range<usize>) -> f64;
}
