//! What the id of a unit without one is derived from.

use super::{Code, Segment, Sketch, SketchedText, TranslationUnit, put_text};
use crate::key_set::lower_half;

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
    pub(crate) fn half(self) -> u64 {
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

    /// Whether an id is the one that `unit` has by its content, with or without the number of a repeat: whoever reads the
    /// unit without it gives it again. `bytes` is memory for the content.
    pub(crate) fn gives(unit: &TranslationUnit, id: &str, bytes: &mut Vec<u8>) -> bool {
        let (of_content, number) = id.split_once('-').unwrap_or((id, ""));
        number.bytes().all(|byte| byte.is_ascii_digit())
            && Self::of_id(of_content).is_some_and(|content| content == Self::of(unit, bytes))
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
    use crate::model::{LanguageTag, Variant};

    fn unit(source: &str, target: &str) -> TranslationUnit {
        let [source, target] =
            [("en", source), ("zh", target)].map(|(lang, text)| Variant::new(LanguageTag::parse(lang).unwrap(), text));
        TranslationUnit::bilingual(source, target)
    }

    #[test]
    fn an_id_is_derived_if_it_is_that_of_the_content_with_or_without_a_number() {
        let unit = unit("a", "字");
        let id = Content::of(&unit, &mut Vec::new()).id();
        let other = "0123456789abcdef0123456789abcdef";
        for (id, expected) in [
            (id.as_str(), true),
            (&format!("{id}-2"), true),
            (&format!("{id}-b"), false),
            ("m1", false),
            (other, false),
        ] {
            assert_eq!(Content::gives(&unit, id, &mut Vec::new()), expected, "{id}");
        }
    }

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
