//! XCES: links between the sentences of two documents, as OPUS has them.
//!
//! Scope: the sentence alignments of OPUS (opus.nlpl.eu; XCES `cesAlign`), with the documents that they link. They are only
//! read. A `linkGrp` names two documents; each `link` of it names sentences of both by their ids, in `xtargets`.
//!
//! - **Documents** are looked for on this machine only, by the path that the group names: beside the link file and in the
//!   current folder, each also below `xml` and `raw`, and by the file's name alone beside the link file; with and without
//!   `.gz`. Leading `/` and `..` are left out of the path, so that a link file names nothing outside its own surroundings.
//! - **Sentences** are the elements `s`. Where they hold words (`w`), these are joined by a space, in Chinese and Japanese
//!   by nothing but where two words of Latin letters meet; `SpaceAfter=No` of parsed documents is heeded. Spaces that
//!   tokenising has put before punctuation can't be told from others and stay. Other text has its white space collapsed.
//! - **Units.** A link is a unit; its `id` is the unit's. Several sentences are joined as those of raw texts are. Sentences
//!   that no link of the group names, and links with one side, are text without counterpart.
//! - **Languages** are the first folder in a document's path that is a language's code, else those asked for.
//! - `certainty` is the score of whichever aligner was at work, often hunalign's, which is no probability: it is the property
//!   `x-certainty`, as written, and no confidence. Other attributes of a link are properties too.
//!
//! Ids may be named in any order, so both documents of a group are held, up to a limit. No entity or DTD is fetched, and
//! those that a file declares itself are not known.

mod document;
mod find;
mod links;
mod xml;

pub use self::links::XcesReader;
pub(super) use self::xml::declared_encoding;
