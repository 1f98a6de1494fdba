//! What the XML formats share.

mod escape;

pub use escape::{Escaper, is_nmtoken};
