//! A hash by which units that mean the same are known. It is BLAKE3, which nobody can make up collisions of: equal digests are
//! taken for equal units.

use crate::model::put_text;

/// What a unit means, text by text.
#[derive(Default)]
pub(super) struct Texts(Vec<u8>);

impl Texts {
    pub(super) fn add(&mut self, text: &str) {
        put_text(&mut self.0, text);
    }

    /// The first 128 bits of the hash of all texts.
    pub(super) fn hash(&self) -> [u8; 16] {
        let hash = blake3::hash(&self.0);
        hash.as_bytes().first_chunk().copied().unwrap_or_default()
    }
}
