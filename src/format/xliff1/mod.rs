//! XLIFF 1: read as 1.0, 1.1 and 1.2, with the dialects of tools, and written as XLIFF 1.2 (OASIS Standard of 1 February
//! 2008) so that the strict schema accepts it.
//!
//! A `<trans-unit>` is a unit; one with `<seg-source>` is a unit for each segment, `UNIT#MID`, and for what stands
//! between two, `UNIT#~NUMBER`. A unit that nothing has changed is copied, if the strict schema takes it by itself. Units
//! that are parts of one XLIFF unit are written together, with `<seg-source>` and `<mrk mtype="seg">`.
//!
//! What the elements hold:
//!
//! | of the model | in XLIFF 1.2 |
//! |---|---|
//! | id | `trans-unit/@id`; of a part, `mrk/@mid`. One that is longer than 64 characters, empty, or not allowed there becomes a hash, and stays as `resname` and `x-id` |
//! | state | `target/@state`, and `approved` if it is `final` or `signed-off`, which are `x-final` and `x-signed-off` where the target is empty or `x-approved` is `no`; a word that the schema has not is `x-WORD`, but `translated` where it is a tool's own for a translation; `x-state` keeps what neither can say, and `x-standing` that it is a translation where the word would not tell |
//! | notes | `<note>`; `x-notes` says whose they are where that is not the unit as a whole |
//! | key; neighbours | `resname`, else `x-key`; `x-context-pre`, `x-context-post` |
//! | properties that are attributes (`x-restype`) | `restype` and the like, where they come first and the schema takes the value |
//! | properties `x-group` and `x-document`, where each stands once | `<group resname>`, and `<file original>` |
//! | property `x-order` of targets, where each place is taken once | the order of what stands in `<target>` |
//! | other properties, provenance, bead | `<context-group>`, with the types `x-NAME` |
//! | usage count | `<count-group>` |
//! | candidates | `<alt-trans>` |
//! | codes with data, or without | `<bpt>` and `<ept>`, `<ph>`, `<it>` |
//! | codes without data that may not be copied | `<bx>` and `<ex>`, `<x>`, with `clone="no"` |
//! | marks | `<mrk>` without `mid`, so those of source and target pair by type and order |
//! | of the whole memory: notes, properties, tool, date, others | `<note>`, attributes of `<file>` such as `category`, `<tool>`, `file/@date`, notes of a `<phase>` of ours |
//!
//! Names of `<context-group>` and `<count-group>` must differ within a file: ours are `KIND:ID`, for the second and
//! later parts of a unit `KIND-NUMBER:ID`, which is how they are known when they are read; what we never write in a group
//! of that name is a property, as in any other. The `comment` of a segment is read as a note on its side. A leading `x-` that is
//! written before types, states and names is no part of the value, also where the value itself begins with `x-`. A
//! `<file>` that names us as its tool is of no document; the `original` of any other is the document of its units.
//!
//! Not held, and said to be lost: third languages, foreign elements (strict mode wants a schema for each), `disp` and
//! most editing hints of codes, `ts` (deprecated), marks that cross, which of several equal marks is which, the
//! language of properties, properties of the whole memory that no attribute is for.

mod alt_trans;
mod context;
mod dialect;
mod header;
mod ids;
mod inline;
mod leftover;
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
