//! XLIFF 1.2 (OASIS Standard of 1 February 2008), written so that the strict schema accepts it.
//!
//! One `<file>` of one source and one target language; a `<trans-unit>` a unit. Units that are parts of one XLIFF unit
//! are written together, with `<seg-source>` and `<mrk mtype="seg">`.
//!
//! What the elements hold:
//!
//! | of the model | in XLIFF 1.2 |
//! |---|---|
//! | id | `trans-unit/@id`; of a part, `mrk/@mid`. One that is longer than 64 characters, empty, or not allowed there becomes a hash, and stays as `resname` or as `x-id` |
//! | state | `target/@state`, and `approved` if it is `final` or `signed-off`; a word that the schema has not is `x-WORD`, and `x-state` keeps what neither can say |
//! | notes | `<note>` |
//! | key; neighbours | `resname`, else `x-key`; `x-context-pre`, `x-context-post` |
//! | properties, provenance, bead | `<context-group>`, with the types `x-NAME` |
//! | usage count | `<count-group>` |
//! | candidates | `<alt-trans>` |
//! | codes with data, or without | `<bpt>` and `<ept>`, `<ph>`, `<it>` |
//! | codes without data that may not be copied | `<bx>` and `<ex>`, `<x>`, with `clone="no"` |
//! | marks | `<mrk>` without `mid`, so those of source and target pair by type and order |
//!
//! Names of `<context-group>` and `<count-group>` must differ within a file: they are `KIND:ID`, for the second and
//! later parts of a unit `KIND-NUMBER:ID`. A leading `x-` that is written before types, states and names is no part of
//! the value, also where the value itself begins with `x-`.
//!
//! Not held, and said to be lost: third languages, foreign elements (strict mode wants a schema for each), `disp` and
//! most editing hints of codes, `ts` (deprecated), marks that cross, which of several equal marks is which, the
//! language of properties.

mod alt_trans;
mod context;
mod dialect;
mod ids;
mod inline;
mod marks;
mod native;
mod page;
mod pairs;
mod parts;
mod placing;
mod raw;
mod read;
mod schema;
mod state;
mod trans_unit;
mod values;
mod write;

#[cfg(test)]
mod tests;

pub(crate) use read::reader;
pub use write::XliffWriter;
