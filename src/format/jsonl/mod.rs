//! JSONL: one unit a line, as one JSON object (JSON Lines; RFC 8259).
//!
//! It holds all that a unit can hold but the spelling of its language tags, and comes back the same. Only `source` and `target` are needed when reading;
//! members that are not known are kept as properties. The forms of other tools that are read too: an object of texts
//! by language under `translation` (Hugging Face), and `source_language`, `target_language` (Weblate).
//!
//! Codes stand beside the text, which stays plain: their places count Unicode scalar values.

mod codes;
mod facts;
mod nested;
mod parse;
mod read;
mod row;
mod value;
mod write;

pub use read::JsonlReader;
pub use write::{JsonlWriter, write_row};

#[cfg(test)]
mod tests;
