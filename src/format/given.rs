//! How much a reader gives of its units: all, a digest, or what a plan says when an input is read once more.

use crate::marks::Marks;
use crate::model::{Digested, LanguageTag, RawDialect, TranslationUnit};

/// Which units of a document need not be parsed once more. They are known by the number of their element, which is
/// written plainly, among all that the document is cut into (`Raw::piece`).
#[derive(Debug)]
pub struct CopyPlan {
    /// Those of which the markup is wanted, and no more.
    pub(crate) copied: Marks,
    /// Those of which nothing is wanted.
    pub(crate) passed_over: Marks,
    /// Finds the end tag of all of them, in full.
    end_tag: memchr::memmem::Finder<'static>,
    /// What is written between two of them that are copied.
    pub(crate) joint: &'static str,
    /// What their markup is.
    pub(crate) dialect: RawDialect,
    /// The source language that the file gives them.
    pub(crate) inherited_source: Option<LanguageTag>,
    /// Whether it knows most units, so that there is little to parse.
    pub(crate) knows_most: bool,
    /// Whether all characters of the document stand for themselves, as was seen when it was read. A document that somebody
    /// rewrites meanwhile is not looked at again: it is refused only if its units have become more or fewer.
    pub(crate) is_plain: bool,
}

impl CopyPlan {
    /// Knows no unit yet.
    pub(crate) fn new(
        dialect: RawDialect,
        end_tag: &'static str,
        joint: &'static str,
        inherited_source: Option<LanguageTag>,
    ) -> Self {
        Self {
            copied: Marks::default(),
            passed_over: Marks::default(),
            end_tag: memchr::memmem::Finder::new(end_tag),
            joint,
            dialect,
            inherited_source,
            knows_most: false,
            is_plain: false,
        }
    }

    pub(crate) fn end_tag(&self) -> &memchr::memmem::Finder<'static> {
        &self.end_tag
    }

    pub(crate) fn is_known(&self, piece: u64) -> bool {
        self.copied.has(piece) || self.passed_over.has(piece)
    }
}

/// Where a reader puts what comes next; its memory is used again. What was not given is of no meaning, whatever is left of it.
#[derive(Debug, Default)]
pub struct Incoming {
    /// A unit. It goes from hand to hand, and is large.
    pub unit: Box<TranslationUnit>,
    /// Whether the reader has seen that XML forbids no character of what it made the unit of; `false` where it has not looked.
    pub is_legal: bool,
    /// What is noted of one.
    pub digested: Digested,
}

/// How much came next of an input.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Given {
    /// A unit, whole.
    #[default]
    Unit,
    /// A unit of which there is a digest, and which can be sketched ([`SparingReader::sketch`](super::SparingReader::sketch)).
    Digest,
    /// Units that a plan knows. If any are copied, their raw markup is that of the unit.
    Known(KnownUnits),
    /// The end of the document.
    End,
}

/// Units that a plan knows and that follow each other: how many of them are copied, and of how many nothing is wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct KnownUnits {
    /// Those of which the markup is given, one behind the other, with what is written between two of them.
    pub copied: u64,
    /// Those that are passed over.
    pub passed_over: u64,
}

impl KnownUnits {
    /// How many there are.
    #[must_use]
    pub fn count(self) -> u64 {
        self.copied + self.passed_over
    }
}
