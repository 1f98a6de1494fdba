//! Raw bilingual texts: a release as it was pasted or saved, in one file or two, aligned by [`align`](mod@crate::align).
//!
//! Read only. Each bead becomes a unit, in the order of the source; text without counterpart and lines that belong to no
//! translation become units of one variant that say so by their [`Standing`](crate::model::Standing).

mod read;

pub use read::TextReader;
