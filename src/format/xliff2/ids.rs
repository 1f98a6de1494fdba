//! Ids of units and segments.

use std::borrow::Cow;

use crate::format::xml::is_nmtoken;

/// Whether `word` may stand as an id in the eyes of each validator.
///
/// The letters of NMTOKEN were widened by the fifth edition of XML 1.0; libxml2 still checks schemas by the fourth, so
/// only scripts that both editions know pass.
pub(super) fn is_token(word: &str) -> bool {
    is_nmtoken(word)
        && (word.is_ascii()
            || word.chars().all(|c| {
                matches!(c,
                '\0'..='\u{7F}'
                | '\u{C0}'..='\u{D6}' | '\u{D8}'..='\u{F6}' | '\u{F8}'..='\u{131}' | '\u{134}'..='\u{13E}'
                | '\u{141}'..='\u{148}' | '\u{14A}'..='\u{17E}' | '\u{38E}'..='\u{3A1}' | '\u{3A3}'..='\u{3CE}'
                | '\u{401}'..='\u{40C}' | '\u{40E}'..='\u{44F}' | '\u{451}'..='\u{45C}' | '\u{5D0}'..='\u{5EA}'
                | '\u{621}'..='\u{63A}' | '\u{641}'..='\u{64A}' | '\u{E01}'..='\u{E2E}' | '\u{1EA0}'..='\u{1EF9}'
                | '\u{3041}'..='\u{3094}' | '\u{30A1}'..='\u{30FA}' | '\u{4E00}'..='\u{9FA5}'
                | '\u{AC00}'..='\u{D7A3}')
            }))
}

/// The id of the unit of the `number`th flow inside the codes of `unit`.
pub(super) fn of_sub_flow(unit: &str, number: usize) -> String {
    format!("{unit}.sf{number}")
}

/// Whether [`of_sub_flow`] could have made `id`.
fn is_of_sub_flow(id: &str) -> bool {
    id.rsplit_once(".sf")
        .is_some_and(|(_, number)| !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit()))
}

/// The `unit/@id` for `id`: itself where it may stand, else `u` and 128 bits of its BLAKE3 in hex.
pub(super) fn of_unit(id: &str) -> Cow<'_, str> {
    if is_token(id) && !is_of_sub_flow(id) {
        Cow::Borrowed(id)
    } else {
        Cow::Owned(hashed(id.as_bytes()))
    }
}

/// The `unit/@id` of the unit at this place in the output, which has none of its own.
pub(super) fn of_nameless_unit(ordinal: u64) -> String {
    let mut bytes = *b"unit without id\0........";
    if let Some(end) = bytes.last_chunk_mut() {
        *end = ordinal.to_be_bytes();
    }
    hashed(&bytes)
}

/// A name for a text that has none: 64 bits of its BLAKE3 in hex.
pub(super) fn digest(text: &str) -> String {
    blake3_in_hex(text.as_bytes(), 16)
}

fn hashed(bytes: &[u8]) -> String {
    format!("u{}", blake3_in_hex(bytes, 32))
}

/// The first digits of the BLAKE3 of `bytes`.
fn blake3_in_hex(bytes: &[u8], digits: usize) -> String {
    let mut hex = blake3::hash(bytes).to_hex().as_str().to_owned();
    hex.truncate(digits);
    hex
}

/// The id of the unit that a segment of several becomes: that of the whole, and its own.
pub(super) fn of_segment(unit: &str, segment: &str) -> String {
    format!("{unit}#{segment}")
}

/// A part's id without that of its unit in front of it: `s1` of `u1/s1` in `u1`.
pub(super) fn of_part<'a>(id: &'a str, unit: &str) -> &'a str {
    id.strip_prefix(unit)
        .and_then(|rest| rest.strip_prefix(['/', '#', '-', '.', ':', '_']))
        .filter(|rest| !rest.is_empty())
        .unwrap_or(id)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_that_every_edition_of_xml_knows_stand_as_they_are() {
        for id in ["a-1", "menu.open:2", "字", "é", "-1", "Ж"] {
            assert_eq!(of_unit(id), id);
        }
    }

    #[test]
    fn other_ids_are_hashed_and_differ() {
        let mut seen = std::collections::BTreeSet::new();
        for id in ["a b", "a/b", "", "\u{3400}", "\u{1F600}", "u1.sf1", "\u{1}"] {
            let written = of_unit(id);
            assert!(is_token(&written) && written.len() == 33, "{id:?}: {written}");
            assert!(seen.insert(written.into_owned()));
        }
        assert!(seen.insert(of_nameless_unit(1)) && seen.insert(of_nameless_unit(2)));
    }

    #[test]
    fn a_part_is_named_within_its_unit() {
        assert_eq!(of_part("u1/s1", "u1"), "s1");
        assert_eq!(of_part("u1-s1", "u1"), "s1");
        assert_eq!(of_part("u12", "u1"), "u12");
        assert_eq!(of_part("u1/", "u1"), "u1/");
        assert_eq!(of_part("s1", "u1"), "s1");
    }
}
