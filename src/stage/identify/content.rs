//! What the id of a unit without one is derived from.

use crate::key_set::lower_half;
use crate::model::{Code, Segment, Sketch, SketchedText, TranslationUnit, put_text};

/// 128 bits of a hash over languages, texts and codes (XXH3), so that the same content has the same id at each export.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Content(u128);

impl Content {
    /// The content of a unit; `bytes` is memory for it.
    pub(crate) fn of(unit: &TranslationUnit, bytes: &mut Vec<u8>) -> Self {
        bytes.clear();
        for variant in &unit.variants {
            put_text(bytes, variant.lang.as_str());
            put_segment(bytes, &variant.segment);
        }
        Self(twox_hash::XxHash3_128::oneshot(bytes))
    }

    /// The same of a unit of which there is a sketch.
    pub(crate) fn of_sketch(sketch: &Sketch, bytes: &mut Vec<u8>) -> Self {
        bytes.clear();
        for (language, text) in sketch.variants() {
            put_text(bytes, language.as_str());
            match text {
                SketchedText::Plain(text) => put_text(bytes, text),
                SketchedText::Coded(text) => put_segment(bytes, text),
            }
        }
        Self(twox_hash::XxHash3_128::oneshot(bytes))
    }

    /// The id: all bits, in hex.
    pub(crate) fn id(self) -> String {
        let digit = |value: u8| char::from_digit(value.into(), 16).unwrap_or_default();
        let bytes = self.0.to_be_bytes();
        bytes
            .iter()
            .flat_map(|byte| [digit(byte >> 4), digit(byte & 15)])
            .collect()
    }

    /// Half of the hash.
    pub(super) fn half(self) -> u64 {
        lower_half(self.0)
    }

    /// The content that an id was derived from, if it looks like one that was.
    pub(crate) fn of_id(id: &str) -> Option<Self> {
        const DIGITS: usize = 32;
        let is_digit = |byte: u8| matches!(byte, b'0'..=b'9' | b'a'..=b'f');
        let looks_derived = id.len() == DIGITS && id.bytes().all(is_digit);
        looks_derived
            .then(|| u128::from_str_radix(id, 16).ok().map(Self))
            .flatten()
    }
}

fn put_segment(bytes: &mut Vec<u8>, segment: &Segment) {
    put_text(bytes, segment.text());
    for Code { at, data, .. } in segment.codes() {
        put_text(bytes, &at.to_string());
        put_text(bytes, data);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stage::tests_support::unit;

    #[test]
    fn a_content_is_known_by_its_id() {
        for text in ["a", "b", "c"] {
            let content = Content::of(&unit(text, "字"), &mut Vec::new());
            assert_eq!(Content::of_id(&content.id()), Some(content));
        }
        let id = "0123456789abcdef0123456789abcdef";
        assert_eq!(Content::of_id(id).unwrap().id(), id);
        for other in ["", "0", &format!("{id}0"), &id.to_uppercase(), &id.replace('0', "+")] {
            assert_eq!(Content::of_id(other), None, "{other}");
        }
    }
}
