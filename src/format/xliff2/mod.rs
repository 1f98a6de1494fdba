//! XLIFF 2.0, 2.1 and 2.2, written.
//!
//! Scope: the core, with the modules Translation Candidates (`mtc`) and Metadata (`mda`). A [translation
//! unit](crate::model::TranslationUnit) becomes a `<unit>` of one `<segment>`; units that were parts of one XLIFF unit
//! become one `<unit>` again; each flow of text inside a code becomes a `<unit>` of its own, after the one that names it.
//!
//! Where a fact of the model stands:
//!
//! | fact | place |
//! |---|---|
//! | id | `unit/@id`; what is no token that each validator knows is `u` and 128 bits of its BLAKE3, the id itself then in `name` |
//! | id of a part | `segment/@id`, without the unit's id in front; what is no token stands in metadata |
//! | codes | `pc` where pairs nest and both ends say as much, else `sc` and `ec`; `ph`; native code once in `originalData` |
//! | marks | `mrk` where they nest among `pc` and `mrk`, else `sm` and `em` |
//! | characters that XML 1.0 forbids | `cp` in text and native code; elsewhere they are cleaned away, with a loss |
//! | state | `state`, and the exact word in `subState`, which tools that change `state` must remove (see `state`) |
//! | notes | `notes`; those of a variant with `appliesTo` |
//! | candidates | `mtc:matches` |
//! | properties, provenance, context, bead, source language of its own | `mda:metadata`, a group each, those of a variant with `appliesTo` |
//!
//! Units of no document stand in a `file` whose id begins with `tmforge-`; its `original` is the name of what was
//! converted, and no fact of the units.
//!
//! No state is written where the model has none: it would say more than is known.
//!
//! Conformance: the schemas of each version, and the constraints that they can't express (ids of one scope a unit,
//! isolated ends, editing hints, copies, …), hold whatever the units say; what would break one is left out and reported.
//! Ids are unique as long as those of the units are: [`TranslationUnit::id`](crate::model::TranslationUnit::id), or
//! [`Part::of`](crate::model::Part::of) where there is one. An id that ends in `.sf` and a number is never written as
//! it stands, so that the units of flows inside codes can't take it.

mod codes;
mod extensions;
mod flows;
mod frames;
mod hints;
mod ids;
mod inline;
mod losses;
mod markup;
mod matches;
mod metadata;
mod notes;
mod own;
mod plan;
mod read;
mod shape;
mod state;
mod types;
mod unit;
mod write;

#[cfg(test)]
mod tests;

pub(crate) use read::reader;
pub use write::XliffWriter;

use crate::model::RawDialect;

/// What the id of a `file` begins with whose units are of no document: its `original` names what was converted.
const OWN_FILE: &str = "tmforge-";

/// The versions of XLIFF 2 that are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Version {
    /// 2.0
    V20,
    /// 2.1
    V21,
    /// 2.2
    V22,
}

impl Version {
    /// The number, as `version` holds it.
    #[must_use]
    pub fn number(self) -> &'static str {
        match self {
            Self::V20 => "2.0",
            Self::V21 => "2.1",
            Self::V22 => "2.2",
        }
    }

    /// What is copied into documents of this version.
    pub(super) fn raw_dialect(self) -> RawDialect {
        match self {
            Self::V20 | Self::V21 => RawDialect::Xliff20,
            Self::V22 => RawDialect::Xliff22,
        }
    }

    /// The name that messages use.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::V20 => "XLIFF 2.0",
            Self::V21 => "XLIFF 2.1",
            Self::V22 => "XLIFF 2.2",
        }
    }

    /// The namespace of the core: 2.1 kept that of 2.0.
    #[must_use]
    pub const fn namespace(self) -> &'static str {
        match self {
            Self::V20 | Self::V21 => "urn:oasis:names:tc:xliff:document:2.0",
            Self::V22 => "urn:oasis:names:tc:xliff:document:2.2",
        }
    }
}
