//! What comes of an alignment: segments by their numbers, beads that name them, and all that is in none.

use super::junk::JunkReason;
use super::laid_out::LaidOut;
use crate::model::{Bead, LanguageTag};

/// The beads of a text, with all that they are made of.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Alignment {
    /// The segments of the source.
    pub source: AlignedSide,
    /// The segments of the target.
    pub target: AlignedSide,
    /// The beads in the order of the text; those with one empty side found no counterpart.
    pub beads: Vec<Bead>,
    /// The lines that belong to no translation, in the order of their file, those of the source first.
    pub junk: Vec<JunkLine>,
    /// The paragraphs in which a rule of the user's has stopped, since there was too much to remember, by the lines in which they
    /// begin.
    pub rules_stopped: Vec<(SideOfText, u64)>,
    /// What of the layout was left out, in the order of the lines of a file.
    pub laid_out: Vec<LaidOut>,
}

/// The segments of one language.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AlignedSide {
    /// The language.
    pub lang: LanguageTag,
    /// The segments in order, by rising number.
    pub segments: Vec<NumberedSegment>,
}

/// A segment as beads name it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NumberedSegment {
    /// Its number within its side, from 1; where lines are segments, the number of its line.
    pub number: u32,
    /// Its text without white space at the edges.
    pub text: String,
    /// The line of its file in which it starts, from 1.
    pub line: u64,
}

/// One of the two sides.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SideOfText {
    /// The source.
    Source,
    /// The target.
    Target,
}

/// A line that belongs to no translation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JunkLine {
    /// The line without white space at the edges.
    pub text: String,
    /// Its number in its file, from 1.
    pub line: u64,
    /// The side whose language it is in or whose file it stands in; of a third language the source.
    pub side: SideOfText,
    /// Its language.
    pub lang: LanguageTag,
    /// Why it is junk.
    pub reason: JunkReason,
}

impl SideOfText {
    /// Both, in order.
    pub(super) const BOTH: [Self; 2] = [Self::Source, Self::Target];
}

impl AlignedSide {
    /// The segment of a number.
    #[must_use]
    pub fn segment(&self, number: u32) -> Option<&NumberedSegment> {
        let place = self
            .segments
            .binary_search_by_key(&number, |segment| segment.number)
            .ok()?;
        self.segments.get(place)
    }

    /// The text of several segments: joined by a space, in Chinese and Japanese by nothing.
    #[must_use]
    pub fn text_of(&self, numbers: &[u32]) -> String {
        let texts: Vec<&str> = numbers
            .iter()
            .filter_map(|&number| Some(self.segment(number)?.text.as_str()))
            .collect();
        texts.join(joint(&self.lang))
    }
}

/// What stands between two sentences of a language that are joined: a space, in Chinese and Japanese nothing.
pub(crate) fn joint(lang: &LanguageTag) -> &'static str {
    if matches!(lang.language(), "zh" | "ja") {
        ""
    } else {
        " "
    }
}
