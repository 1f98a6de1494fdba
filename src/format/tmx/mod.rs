//! TMX: Translation Memory eXchange (LISA OSCAR, 1.4b of 2005).
//!
//! Read is TMX 1.1 to 1.4b, as tools write it rather than as the DTD wants it: what is not valid is read as it was meant
//! and said. What tools write into properties, such as neighbours and states, stays there and fills the model's fields.
//!
//! Written is TMX 1.4, Level 2: codes as `bpt ept it ph hi sub`, never `ut`. There is no DOCTYPE and no namespace, since
//! importers refuse either; `srclang` is `*all*` only where an input said so; dates are in UTC. A unit that was read as
//! valid TMX 1.4 and that nothing has changed is copied byte for byte, and so is a valid header, but for its source
//! language.
//!
//! What a unit holds and TMX has no element for becomes a property, by names that other tools know where there are
//! such: `x-context-pre` and `x-context-post` in the source `tuv` (memoQ, XTM), `x-state`, `x-context-key`,
//! `x-confidence`, `x-bead`, `x-segments`, `x-part-of`, `x-note-category` and its like, and `x-source-language` for a source
//! language that is not that of the first text. What can't be held at all is said.

mod copy;
mod habits;
mod own;
mod read;
mod write;

/// The end tag of a unit as nearly all spell it.
pub(crate) const UNIT_END: &str = "</tu>";

/// What is written between two units: each stands on lines of its own, indented.
pub(crate) const BETWEEN_UNITS: &str = "\n    ";

pub(crate) use read::reader;
pub use write::TmxWriter;
pub(crate) use write::has_codes_in_text;

#[cfg(test)]
mod tests;
