//! Inline codes, held so that TMX, XLIFF 1.2 and XLIFF 2 can each be written from them again.

use serde::{Deserialize, Serialize};

use super::Segment;

/// Which end of what a [`Code`] is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Role {
    /// The opening end of a pair.
    Open,
    /// The closing end of a pair.
    Close,
    /// A code that stands alone.
    Alone,
}

/// What a [`Code`] stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum CodeKind {
    /// A native code of the document: TMX `bpt ept it ph`, XLIFF 1.2 also `g x bx ex`, XLIFF 2 `pc sc ec ph`.
    Code,
    /// A remark on the text that it covers: TMX `hi`, XLIFF 1.2 `mrk`, XLIFF 2 `mrk sm em`.
    Mark,
}

/// `yes` or `no`, where a format can also say nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum YesNo {
    /// `yes`
    Yes,
    /// `no`
    No,
}

impl YesNo {
    /// The word as both XLIFF versions write it.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Yes => "yes",
            Self::No => "no",
        }
    }

    /// Parses `yes` or `no`.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        match word {
            "yes" => Some(Self::Yes),
            "no" => Some(Self::No),
            _ => None,
        }
    }
}

/// Whether a code may change its place (XLIFF 2, `canReorder`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Reorder {
    /// It may not; it belongs to the sequence before it.
    No,
    /// It may not, and begins such a sequence.
    FirstNo,
}

/// Which neighbour a stand-alone code belongs to (TMX and XLIFF 1.2, `assoc`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Assoc {
    /// The text before it.
    Preceding,
    /// The text after it.
    Following,
    /// Both.
    Both,
}

/// The direction of what a code covers (XLIFF 2, `dir`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Direction {
    /// Left to right.
    Ltr,
    /// Right to left.
    Rtl,
    /// As the text itself says.
    Auto,
}

/// What an editor may do with a code (XLIFF 2, Editing Hints); `None` is the default, yes.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Hints {
    /// `canCopy`; `clone` in XLIFF 1.2. Only `no` is a fact.
    pub can_copy: Option<YesNo>,
    /// `canDelete`. Only `no` is a fact.
    pub can_delete: Option<YesNo>,
    /// `canReorder`.
    pub can_reorder: Option<Reorder>,
    /// `canOverlap`, as written.
    pub can_overlap: Option<YesNo>,
    /// The [`Code::id`] of the code that this one copies.
    pub copy_of: Option<u32>,
    /// `dir`.
    pub dir: Option<Direction>,
}

/// What only marks say.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct MarkFacts {
    /// `translate`, beside a type of its own.
    pub translate: Option<YesNo>,
    /// The text of a comment (XLIFF 1.2 `comment`; XLIFF 2 a comment annotation's `value`, or the note it names).
    pub comment: Option<String>,
    /// `value` of any other annotation.
    pub value: Option<String>,
    /// `ref` of any other annotation. Ids are given anew in each document, so that what stands in the same unit is named by what
    /// stays: a code by its id here (`#4`), a mark likewise (`#m4`), a note by a digest of its text (`#n=…`).
    pub reference: Option<String>,
}

/// A flow of text inside a code, such as the `alt` of an image (TMX and XLIFF 1.2 `sub`, XLIFF 2 `subFlows`).
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct SubFlow {
    /// Its place in [`Code::data`], in bytes; `None` where the format does not say.
    pub at: Option<usize>,
    /// The text, with codes and ids of its own.
    pub segment: Segment,
    /// The `type` of the flow.
    pub sub_type: Option<String>,
    /// The `datatype` of the flow.
    pub datatype: Option<String>,
}

/// An inline code: something in a segment that is not its text.
///
/// Facts of a pair stand at its opening, except `data`, `equiv`, `disp` and `subs`, which each end has.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Code {
    /// Its place: bytes of text before it.
    pub at: usize,
    /// Opening, closing or alone.
    pub role: Role,
    /// Native code or mark.
    pub kind: CodeKind,
    /// Does two jobs: both ends of one pair bear it, and so does the same code in the other variants of the unit.
    pub id: u32,
    /// An opening or closing whose partner is not in this segment.
    pub isolated: bool,
    /// Isolated here, yet the partner is known: the code of this id in another segment of the same XLIFF unit.
    pub span: bool,
    /// What it is: `bold`, `italic`, `underlined`, `link`, `lb`, `pb`, `image`, `var`, or any word, without `x-`.
    pub code_type: Option<String>,
    /// The native code. Empty and absent are one.
    pub data: String,
    /// Text that may stand for it in plain text.
    pub equiv: Option<String>,
    /// Text to show for it.
    pub disp: Option<String>,
    /// The neighbour it belongs to.
    pub assoc: Option<Assoc>,
    /// What an editor may do with it.
    pub hints: Hints,
    /// What only marks say.
    pub mark: MarkFacts,
    /// Flows of text inside it.
    pub subs: Vec<SubFlow>,
    /// `ts` of XLIFF 1.2: data of the tool that wrote it.
    pub ts: Option<String>,
    /// `crc` of XLIFF 1.2.
    pub crc: Option<String>,
}

impl Code {
    /// A native code of `role`, with nothing else said.
    #[must_use]
    pub fn new(role: Role, id: u32) -> Self {
        Self {
            at: 0,
            role,
            kind: CodeKind::Code,
            id,
            isolated: false,
            span: false,
            code_type: None,
            data: String::new(),
            equiv: None,
            disp: None,
            assoc: None,
            hints: Hints::default(),
            mark: MarkFacts::default(),
            subs: Vec::new(),
            ts: None,
            crc: None,
        }
    }

    /// A mark's end of `role`, with nothing else said.
    #[must_use]
    pub fn new_mark(role: Role, id: u32) -> Self {
        Self {
            kind: CodeKind::Mark,
            ..Self::new(role, id)
        }
    }

    /// The same code with native code `data`.
    #[must_use]
    pub fn with_data(mut self, data: impl Into<String>) -> Self {
        self.data = data.into();
        self
    }

    /// The same code with `code_type`.
    #[must_use]
    pub fn with_type(mut self, code_type: impl Into<String>) -> Self {
        self.code_type = Some(code_type.into());
        self
    }
}
