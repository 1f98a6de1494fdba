//! What an input says about all its units.

use super::{LanguageTag, Note, Property, Provenance};

/// The language that units are translated from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SourceLanguage {
    /// Any of the languages may be the source (TMX `*all*`).
    Any,
    /// This one.
    Tag(LanguageTag),
}

/// What a unit's text is a stretch of (TMX `segtype`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum SegmentType {
    /// None of the others.
    Block,
    /// A paragraph.
    Paragraph,
    /// A sentence.
    #[default]
    Sentence,
    /// A phrase.
    Phrase,
}

impl SegmentType {
    /// Parses the word as TMX writes it, in any case of letters.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        [Self::Block, Self::Paragraph, Self::Sentence, Self::Phrase]
            .into_iter()
            .find(|known| known.as_str().eq_ignore_ascii_case(word))
    }

    /// The word as TMX writes it.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Block => "block",
            Self::Paragraph => "paragraph",
            Self::Sentence => "sentence",
            Self::Phrase => "phrase",
        }
    }
}

/// What an input says about all its units, known before the first of them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Header {
    /// The language that units are translated from, if one is named or found.
    pub source_language: Option<SourceLanguage>,
    /// The languages of the units, the source first, as far as they are known beforehand.
    pub languages: Vec<LanguageTag>,
    /// What a unit's text is.
    pub segment_type: Option<SegmentType>,
    /// The type of the original data (TMX and XLIFF 1.2 `datatype`).
    pub datatype: Option<String>,
    /// The form the memory had before (TMX `o-tmf`).
    pub original_format: Option<String>,
    /// The language of notes and properties (TMX `adminlang`).
    pub admin_language: Option<LanguageTag>,
    /// The name of the original document (XLIFF `original`).
    pub original: Option<String>,
    /// Who made the file, when, with what.
    pub provenance: Provenance,
    /// Notes on the whole file.
    pub notes: Vec<Note>,
    /// Properties of the whole file.
    pub properties: Vec<Property>,
    /// The markup of a TMX `header`, as long as it is valid and says just this.
    pub raw: Option<Box<str>>,
}
