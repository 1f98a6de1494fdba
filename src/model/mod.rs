//! The one in-memory model that every format reads into and writes from: no XML, no files, no command line.
//!
//! A [`TranslationUnit`] holds [`Variant`]s, one a language; a variant's text is a [`Segment`], in which
//! [`Code`]s stand off from the text by their place.

mod bead;
mod characters;
mod code;
mod content;
mod digest;
mod header;
mod lang;
mod moment_text;
mod openings;
mod property;
mod provenance;
pub(crate) mod reuse;
mod segment;
mod sketch;
mod state;
mod telling;
mod texts;
mod unit;
mod waiting;

pub use bead::{Bead, Confidence};
pub(crate) use characters::{ByteKinds, SHORT_BYTES, has_byte_or_noncharacter, has_noncharacter};
pub use characters::{IllegalCharacters, clean, has_illegal, is_illegal, is_separator};
pub use code::{Assoc, Code, CodeKind, Direction, Hints, MarkFacts, Reorder, Role, SubFlow, YesNo};
pub(crate) use content::Content;
pub(crate) use digest::Seconds;
pub use digest::{Account, Digest, Digested, Digester, Digests};
pub use header::{Header, SegmentType, SourceLanguage};
pub use lang::{LanguageTag, Repaired};
pub(crate) use openings::Openings;
pub use property::{AppliesTo, Note, Property};
pub use provenance::{Moment, Origin, Provenance};
pub use segment::{InvalidSegment, Nesting, Piece, Segment};
pub(crate) use sketch::{Neighbour, Of, Said, Span, Tongue, tell_facts};
pub use sketch::{Sketch, SketchedText};
pub use state::State;
pub(crate) use telling::Telling;
pub(crate) use texts::put_text;
pub use unit::{
    Beside, Candidate, Context, Extension, Ignorable, Part, PartKind, Raw, RawDialect, Standing, TranslationUnit,
    Untranslated, Variant,
};
pub(crate) use unit::{Refill, sort_by_language, to_front};
pub(crate) use waiting::Waiting;
