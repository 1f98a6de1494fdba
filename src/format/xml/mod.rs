//! What the XML formats share.
//!
//! A document is cut into pieces (`document`, which knows of XML only where tokens end), each piece is parsed for itself
//! into a `tree`, and a format makes units of it (`reader`). An element that is written plainly, as most units are, is cut
//! by parsing it (`tree::plain`), or as a format sketches the unit that it is, or after another of the same form
//! (`exemplars`). Of a long document, other threads may have sketched units before (`scouts`). Nothing outside of the file is
//! ever fetched; `limits` says how large and deep it may be.

mod copied;
mod cursor;
mod document;
mod entities;
mod escape;
mod exemplars;
mod language;
mod limits;
mod names;
mod place;
mod queue;
mod reader;
mod reading;
mod scan;
mod scouts;
mod source;
mod specials;
mod template;
mod text;
mod tree;

pub(crate) use copied::written_attribute;
pub(crate) use cursor::{Cursor, Stop};
pub(crate) use document::Cut;
pub(crate) use entities::resolve_plain;
pub use escape::{Escaper, is_nmtoken};
#[cfg(test)]
pub(crate) use exemplars::alike;
pub(crate) use exemplars::{Gap, Gaps};
pub(crate) use language::Language;
pub(crate) use limits::MAX_PIECE_BYTES;
pub(crate) use names::Namespaces;
#[cfg(test)]
pub(crate) use reader::UNITS_FOUND;
#[cfg(test)]
use reader::UNITS_MADE;
pub(crate) use reader::{DocumentParser, XmlReader};
pub(crate) use reading::Reading;
pub(crate) use scan::behind_doctype;
pub(crate) use scouts::{Scout, Scouts};
pub(crate) use template::{Extent, Forms, MOST_BYTES};
pub(crate) use tree::{Attribute, Child, Element, Plain, Tree};
