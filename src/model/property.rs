//! Notes and properties.

use serde::{Deserialize, Serialize};

use super::LanguageTag;

/// Which side a note speaks of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum AppliesTo {
    /// The source.
    Source,
    /// The target.
    Target,
}

impl AppliesTo {
    /// The other side.
    #[must_use]
    pub fn turned(self) -> Self {
        match self {
            Self::Source => Self::Target,
            Self::Target => Self::Source,
        }
    }
}

/// A free comment (TMX and XLIFF `note`).
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Note {
    /// What it says.
    pub text: String,
    /// The language it is written in.
    pub lang: Option<LanguageTag>,
    /// Who or what it comes from (XLIFF 1.2 `from`, XLIFF 2 `category`).
    pub category: Option<String>,
    /// The side it speaks of; the unit as a whole where not said.
    pub applies_to: Option<AppliesTo>,
    /// 1 is the highest, 10 the lowest.
    pub priority: Option<u8>,
}

impl Note {
    /// A note that says `text` and nothing else.
    #[must_use]
    pub fn new(text: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            ..Self::default()
        }
    }
}

/// A typed value (TMX `prop`, XLIFF 2 `mda:meta`). Names may repeat; their order is the file's.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Property {
    /// Its type, as written, with its `x-` if it has one.
    pub name: String,
    /// Its value.
    pub value: String,
    /// The language of the value.
    pub lang: Option<LanguageTag>,
}

impl Property {
    /// How many bytes it takes.
    pub(crate) fn bytes(&self) -> usize {
        size_of::<Self>() + self.name.len() + self.value.len()
    }

    /// A property without language.
    #[must_use]
    pub fn new(name: impl Into<String>, value: impl Into<String>) -> Self {
        Self {
            name: name.into(),
            value: value.into(),
            lang: None,
        }
    }
}
