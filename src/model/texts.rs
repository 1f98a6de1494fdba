//! Texts in a row of bytes, to be hashed or compared together.

/// Adds a text to `bytes`, its length first, so that no two sequences of texts look the same.
pub(crate) fn put_text(bytes: &mut Vec<u8>, text: &str) {
    bytes.extend_from_slice(&(text.len() as u64).to_le_bytes());
    bytes.extend_from_slice(text.as_bytes());
}
