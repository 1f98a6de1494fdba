//! The escapes of a Wordfast memory.

use std::borrow::Cow;

/// What begins an escape.
const OPEN: &str = "&'";

/// How many digits name a character of Windows-1252; with more, it is one of Unicode.
const BYTE_DIGITS: usize = 2;

/// How many digits an escape may have.
const MOST_DIGITS: usize = 6;

/// Undoes the escapes of `text`, and gives those that name no character, which stay as they are.
pub(super) fn unescape(text: &str) -> (Cow<'_, str>, Vec<&str>) {
    if !text.contains(OPEN) {
        return (Cow::Borrowed(text), Vec::new());
    }
    let mut plain = String::with_capacity(text.len());
    let mut unknown = Vec::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once(OPEN) {
        plain.push_str(before);
        let digits = after.bytes().take_while(u8::is_ascii_hexdigit).count();
        let number = after.get(..digits).unwrap_or_default();
        let tail = after.get(digits..).unwrap_or_default().strip_prefix(';');
        if let (Some(tail), Some(character)) = (tail, character(number)) {
            plain.push(character);
            rest = tail;
        } else {
            plain.push_str(OPEN);
            unknown.push(written(rest, before.len(), digits, tail.is_some()));
            rest = after;
        }
    }
    plain.push_str(rest);
    (Cow::Owned(plain), unknown)
}

/// An escape as it is written at byte `at` of `text`.
fn written(text: &str, at: usize, digits: usize, is_closed: bool) -> &str {
    let end = at + OPEN.len() + digits + usize::from(is_closed);
    text.get(at..end).unwrap_or(OPEN)
}

fn character(digits: &str) -> Option<char> {
    if digits.len() > MOST_DIGITS {
        return None;
    }
    let number = u32::from_str_radix(digits, 16).ok()?;
    match u8::try_from(number) {
        // Word's line break, which is not the end of a paragraph
        Ok(0x0B) => Some('\n'),
        Ok(byte) if digits.len() <= BYTE_DIGITS => {
            let bytes = [byte];
            let (text, _) = encoding_rs::WINDOWS_1252.decode_without_bom_handling(&bytes);
            text.chars().next()
        }
        _ => char::from_u32(number),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_digits_are_windows_1252_and_more_are_unicode() {
        assert_eq!(unescape("&'93;a&'94; &'96; &'A0;&'E9;&'26;").0, "“a” – \u{A0}é&");
        assert_eq!(unescape("&'2026;&'1F600;").0, "…😀");
        assert_eq!(unescape("a&'B;b&'0B;c").0, "a\nb\nc");
    }

    #[test]
    fn what_names_no_character_stays_and_is_given_back() {
        assert_eq!(unescape("&tA; & ' &'"), ("&tA; & ' &'".into(), vec!["&'"]));
        assert_eq!(
            unescape("&'zz;b&'D800;&'41"),
            ("&'zz;b&'D800;&'41".into(), vec!["&'", "&'D800;", "&'41"])
        );
        let long = "&'000000041;";
        assert_eq!(unescape(long), (long.into(), vec![long]));
    }

    #[test]
    fn what_an_escape_gives_begins_no_other() {
        assert_eq!(unescape("&'26;'41;").0, "&'41;");
    }
}
