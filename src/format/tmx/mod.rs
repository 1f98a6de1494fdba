//! TMX: Translation Memory eXchange (LISA OSCAR, 1.4b of 2005).
//!
//! Written is TMX 1.4, Level 2: codes as `bpt ept it ph hi sub`, never `ut`. There is no DOCTYPE and no namespace, since
//! importers refuse either; `srclang` is `*all*` only where an input said so; dates are in UTC.
//!
//! What a unit holds and TMX has no element for becomes a property, by names that other tools know where there are
//! such: `x-context-pre` and `x-context-post` in the source `tuv` (memoQ, XTM), `x-state`, `x-context-key`,
//! `x-confidence`, `x-bead`. What can't be held at all is said.

mod inline;
mod read;
mod write;

pub(crate) use read::reader;
pub use write::TmxWriter;
