//! What is found to differ: values, drawn by those who ask.

use std::fmt;
use std::sync::Arc;

use crate::model::{LanguageTag, Segment, TranslationUnit};

use super::codes::Numbers;
use super::words;

/// What differs between two sides.
#[derive(Debug, Clone, PartialEq)]
pub enum Difference {
    /// A unit that only `b` has.
    Added(Box<Whole>),
    /// A unit that only `a` has.
    Removed(Box<Whole>),
    /// A unit that both have, but not the same.
    Changed(Box<ChangedUnit>),
    /// The same unit in another place among the others, as `a` has it, and its place in `b`; found only where order is
    /// compared.
    Moved(Box<Whole>, Place),
}

/// A unit of one side, and where it stands there.
#[derive(Debug, Clone, PartialEq)]
pub struct Whole {
    /// Where it stands.
    pub place: Place,
    /// The unit.
    pub unit: TranslationUnit,
}

impl Whole {
    /// Its texts as they are shown: one a variant, codes as short tokens.
    #[must_use]
    pub fn texts(&self) -> Vec<(&LanguageTag, Vec<Run>)> {
        let mut numbers = Numbers::default();
        self.unit
            .variants
            .iter()
            .map(|variant| (&variant.lang, shown(&variant.segment, &mut numbers)))
            .collect()
    }
}

fn shown(segment: &Segment, numbers: &mut Numbers) -> Vec<Run> {
    words::tokens(segment, words::Compared::ALL)
        .iter()
        .map(|token| Run {
            side: RunSide::Both,
            text: token.shown(numbers),
            is_code: token.is_code(),
        })
        .collect()
}

/// Where a unit stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// The file, as it was given.
    pub file: Arc<str>,
    /// The line, from 1; 0 if not known.
    pub line: u64,
    /// The column in characters, from 1; 0 if not known.
    pub column: u64,
    /// The number of the unit among those of its file, from 1.
    pub number: usize,
}

/// `a.tmx:14`; without a line `a.jsonl#3`, by the unit's number.
impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.line {
            0 => write!(f, "{}#{}", self.file, self.number),
            line => write!(f, "{}:{line}", self.file),
        }
    }
}

/// A unit that both sides have, but not the same.
#[derive(Debug, Clone, PartialEq)]
pub struct ChangedUnit {
    /// As `a` has it.
    pub a: Whole,
    /// As `b` has it.
    pub b: Whole,
    /// Why the two are taken to be one.
    pub matched_by: MatchedBy,
    /// Whether it stands in another place among the others as well; known only where order is compared.
    pub is_moved: bool,
    /// What differs.
    pub changes: Vec<Change>,
}

/// Why two units that differ are taken to be one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum MatchedBy {
    /// They bear one id.
    Id,
    /// Their source is the same, but perhaps for its codes.
    Source,
    /// Their target is the same, but perhaps for its codes; of several languages all but the source.
    Target,
}

impl MatchedBy {
    /// The word as it is drawn.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Id => "id",
            Self::Source => "source",
            Self::Target => "target",
        }
    }
}

/// One thing that differs between two units.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// What it is.
    pub field: Field,
    /// The language of the variant that says it, as `a` has it; `None` where the unit as a whole does.
    pub lang: Option<LanguageTag>,
    /// What `a` has; `None` if nothing.
    pub a: Option<String>,
    /// What `b` has; `None` if nothing.
    pub b: Option<String>,
    /// For a text, what both have and what only one of them, word by word.
    pub runs: Vec<Run>,
}

/// A stretch of a text that both sides have, or only one of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Run {
    /// Who has it.
    pub side: RunSide,
    /// The text, or the token of a code.
    pub text: String,
    /// Whether it is an inline code.
    pub is_code: bool,
}

/// Who has a stretch of text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum RunSide {
    /// Both sides.
    Both,
    /// Only `a`.
    A,
    /// Only `b`.
    B,
}

/// What can differ between two units.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Field {
    /// The language of a text that is otherwise matched.
    Language,
    /// The words of a text, its codes perhaps too.
    Text,
    /// The codes of a text whose words are the same.
    Codes,
    /// A fact of one code: how the code is shown, and the fact's name.
    Code(String, &'static str),
    /// Which codes belong together, within a text or across languages.
    Pairing,
    /// A note.
    Note,
    /// A property of that name.
    Property(String),
    /// The state of the translation.
    State,
    /// When it was made.
    Created,
    /// Who made it.
    CreatedBy,
    /// When it was last changed.
    Changed,
    /// Who changed it last.
    ChangedBy,
    /// When it was last used.
    LastUsed,
    /// How often it was used.
    UsageCount,
    /// The tool that made it.
    Tool,
    /// That tool's version.
    ToolVersion,
    /// The text before it.
    Previous,
    /// The text after it.
    Next,
    /// The key it has in its document.
    Key,
    /// A translation offered and not taken.
    Candidate,
    /// The alignment step and its confidence.
    Bead,
    /// A foreign element.
    Extension,
    /// Whether it is a segment, or stands between two.
    Ignorable,
    /// The id.
    Id,
}

impl Field {
    /// The word as it is drawn; those that JSONL has too are spelt alike.
    #[must_use]
    pub fn as_str(&self) -> &'static str {
        match self {
            Self::Language => "language",
            Self::Text => "text",
            Self::Codes => "codes",
            Self::Code(..) => "code",
            Self::Pairing => "pairing",
            Self::Note => "note",
            Self::Property(_) => "property",
            Self::State => "state",
            Self::Created => "created",
            Self::CreatedBy => "created_by",
            Self::Changed => "changed",
            Self::ChangedBy => "changed_by",
            Self::LastUsed => "last_used",
            Self::UsageCount => "usage_count",
            Self::Tool => "tool",
            Self::ToolVersion => "tool_version",
            Self::Previous => "previous",
            Self::Next => "next",
            Self::Key => "key",
            Self::Candidate => "candidate",
            Self::Bead => "bead",
            Self::Extension => "extension",
            Self::Ignorable => "ignorable",
            Self::Id => "id",
        }
    }

    /// The kind of facts that it belongs to; `None` for languages, which are always compared.
    #[must_use]
    pub fn aspect(&self) -> Option<Aspect> {
        Some(match self {
            Self::Language => return None,
            Self::Text => Aspect::Text,
            Self::Codes | Self::Code(..) | Self::Pairing => Aspect::Codes,
            Self::Note => Aspect::Notes,
            Self::Property(_) => Aspect::Properties,
            Self::State => Aspect::State,
            Self::Created
            | Self::CreatedBy
            | Self::Changed
            | Self::ChangedBy
            | Self::LastUsed
            | Self::UsageCount
            | Self::Tool
            | Self::ToolVersion => Aspect::Provenance,
            Self::Previous | Self::Next | Self::Key => Aspect::Context,
            Self::Candidate => Aspect::Candidates,
            Self::Bead => Aspect::Beads,
            Self::Extension | Self::Ignorable => Aspect::Extensions,
            Self::Id => Aspect::Ids,
        })
    }
}

/// A kind of facts that is compared, or not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Aspect {
    /// The words of the texts.
    Text,
    /// Their inline codes and marks.
    Codes,
    /// Notes.
    Notes,
    /// Properties.
    Properties,
    /// How far a translation has come.
    State,
    /// Who made or changed a unit, when, with what, and how often it was used.
    Provenance,
    /// What a unit stood beside.
    Context,
    /// Translations offered and not taken.
    Candidates,
    /// The alignment step.
    Beads,
    /// Foreign elements, and whether a unit is a segment of an XLIFF unit or what stands between two.
    Extensions,
    /// Ids. They are names, and a unit without one gets one when it is written: only compared where asked for.
    Ids,
}

impl Aspect {
    /// What is compared where nothing is said: all but ids.
    pub const USUAL: &[Self] = &[
        Self::Text,
        Self::Codes,
        Self::Notes,
        Self::Properties,
        Self::State,
        Self::Provenance,
        Self::Context,
        Self::Candidates,
        Self::Beads,
        Self::Extensions,
    ];
}
