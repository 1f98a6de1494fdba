//! What the XML formats share.
//!
//! A document is cut into pieces (`document`, which knows of XML only where tokens end), each piece is parsed for itself
//! into a `tree`, and a format makes units of it (`reader`). An element that is written plainly, as most units are, is cut
//! by parsing it (`tree::plain`). Nothing outside of the file is ever fetched; `limits` says how
//! large and deep it may be.

mod copied;
mod document;
mod entities;
mod escape;
mod language;
mod limits;
mod names;
mod place;
mod queue;
mod reader;
mod scan;
mod source;
mod specials;
mod text;
mod tree;

pub(crate) use copied::written_attribute;
pub(crate) use document::Cut;
pub use escape::{Escaper, is_nmtoken};
pub(crate) use language::Language;
pub(crate) use names::Namespaces;
pub(crate) use reader::{DocumentParser, Reading, XmlReader};
pub(crate) use tree::{Attribute, Child, Element, Plain, Tree};
