//! XLIFF 2.0, 2.1 and 2.2, read and written.
//!
//! Scope: the core, with the modules Translation Candidates (`mtc`) and Metadata (`mda`). A `<unit>` of one `<segment>` is
//! a [translation unit](crate::model::TranslationUnit); one of several is a unit for each segment, which are
//! [parts](crate::model::Part) of the whole, with the ids `UNIT#SEGMENT`, and each `ignorable` stands [beside
//! one](crate::model::Ignorable). Units that codes name as flows inside of them are no units of their own.
//!
//! Where a fact of the model stands:
//!
//! | fact | place |
//! |---|---|
//! | id | `unit/@id`; what is no token that each validator knows is `u` and 128 bits of its BLAKE3, the id itself then in `name` |
//! | id of a part | `segment/@id`, without the unit's id in front; what can't be told from it stands in metadata |
//! | codes | `pc` where pairs nest and both ends say as much, else `sc` and `ec`; `ph`; native code once in `originalData` |
//! | marks | `mrk` where they nest among `pc` and `mrk`, else `sm` and `em` |
//! | what marks refer to | `ref`: what is in the unit by the id it is written with, a note too; other references as they are |
//! | characters that XML 1.0 forbids | `cp` in text and native code; elsewhere they are cleaned away, with a loss |
//! | state | `state`, and the exact word in `subState`, which tools that change `state` must remove (see `state`) |
//! | notes | `notes`; which of them are on a variant is in metadata |
//! | candidates | `mtc:matches` |
//! | the properties `x-document`, `x-group` | `file/@original`, and a `group` for each name in the path |
//! | `x-name`, `x-type`, `x-translate`, `x-canResegment`, `x-srcDir`, `x-trgDir`, `x-subState`, `x-order` | the attributes of these names, where their values may stand there |
//! | other properties, provenance, context, bead, source language of its own | `mda:metadata`, a group each, those of a variant with `appliesTo` |
//! | foreign elements | in the unit, unless they are of a module, whose schema asks for more than is known |
//!
//! Units of no document stand in a `file` whose id begins with `tmforge-`; its `original` is the name of what was
//! converted, and no fact of the units.
//!
//! No state is written where the model has none: it would say more than is known.
//!
//! Reading keeps besides: `unit/@name`, the key of the unit as far as it has none; metadata of others, as properties named
//! by the path to them; attributes of other namespaces, as properties; elements of other namespaces. What a `file` says
//! with `canResegment` is its policy for tools and no fact of a unit. White space is text, whatever `xml:space` says. The
//! `order` of a target says where it stands among the others, not which source it belongs to: that is the one in its
//! segment.
//!
//! A unit that is valid, needs nothing from around it and means the same in our documents is copied byte for byte, as long
//! as nothing has changed it (see `read::copy`); its segments must all have come.
//!
//! Conformance: the schemas of each version, and the constraints that they can't express (ids of one scope a unit,
//! isolated ends, editing hints, copies, …), hold whatever the units say; what would break one is left out and reported.
//! Ids are unique as long as those of the units are: [`TranslationUnit::id`](crate::model::TranslationUnit::id), or
//! [`Part::of`](crate::model::Part::of) where there is one. An id that ends in `.sf` and a number is never written as
//! it stands, so that the units of flows inside codes can't take it.

mod besides;
mod codes;
mod extensions;
mod flows;
mod fragment;
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
mod references;
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
    pub(in crate::format) fn raw_dialect(self) -> RawDialect {
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
