//! Text and attribute values as XML 1.0 wants them.

use crate::model::{
    ByteKinds, IllegalCharacters, SHORT_BYTES, has_byte_or_noncharacter, has_noncharacter, is_illegal, is_separator,
};

/// Appends text to a buffer so that every XML parser gives it back as it was, and no forbidden character gets through.
#[derive(Debug, Clone, Copy, Default)]
pub struct Escaper {
    policy: IllegalCharacters,
}

impl Escaper {
    /// An escaper that treats characters which XML 1.0 forbids by `policy`; to refuse them is the caller's part, who
    /// sees their count.
    #[must_use]
    pub fn new(policy: IllegalCharacters) -> Self {
        Self { policy }
    }

    /// Appends element content; gives how many forbidden characters were treated.
    ///
    /// CR becomes `&#13;`, or parsers would make it LF (XML 1.0, 2.11); `>` is always escaped, so that `]]>` can't
    /// arise.
    pub fn text(self, out: &mut String, text: &str) -> usize {
        self.escape(out, text, |c| match c {
            '&' => Some("&amp;"),
            '<' => Some("&lt;"),
            '>' => Some("&gt;"),
            '\r' => Some("&#13;"),
            _ => None,
        })
    }

    /// Appends the inside of a double-quoted attribute value; gives how many forbidden characters were treated.
    ///
    /// Tab and line ends become references, or parsers would make them spaces (XML 1.0, 3.3.3).
    pub fn attribute_value(self, out: &mut String, value: &str) -> usize {
        self.escape(out, value, |c| match c {
            '&' => Some("&amp;"),
            '<' => Some("&lt;"),
            '>' => Some("&gt;"),
            '"' => Some("&quot;"),
            '\t' => Some("&#9;"),
            '\n' => Some("&#10;"),
            '\r' => Some("&#13;"),
            _ => None,
        })
    }

    /// Appends ` name="value"`; gives how many forbidden characters were treated.
    pub fn attribute(self, out: &mut String, name: &str, value: &str) -> usize {
        out.push(' ');
        out.push_str(name);
        out.push_str("=\"");
        let found = self.attribute_value(out, value);
        out.push('"');
        found
    }

    fn escape(self, out: &mut String, text: &str, reference: impl Fn(char) -> Option<&'static str>) -> usize {
        if is_plain(text) {
            out.push_str(text);
            return 0;
        }
        let mut found = 0;
        let mut rest = text;
        while let Some(at) = rest.find(|c| reference(c).is_some() || is_illegal(c)) {
            let (plain, special) = rest.split_at(at);
            out.push_str(plain);
            let mut letters = special.chars();
            if let Some(c) = letters.next() {
                if let Some(reference) = reference(c) {
                    out.push_str(reference);
                } else {
                    found += 1;
                    if self.policy == IllegalCharacters::Space || is_separator(c) {
                        out.push(' ');
                    }
                }
            }
            rest = letters.as_str();
        }
        out.push_str(rest);
        found
    }
}

/// What may have to be escaped.
const SPECIAL: u8 = 1;

/// What U+FFFE and U+FFFF begin with, and other characters too.
const LEAD: u8 = 2;

static KINDS: ByteKinds = ByteKinds::NONE
    .and(SPECIAL, 0, b' ' - 1)
    .and(SPECIAL, b'&', b'&')
    .and(SPECIAL, b'<', b'<')
    .and(SPECIAL, b'>', b'>')
    .and(SPECIAL, b'"', b'"')
    .and(LEAD, 0xEF, 0xEF);

/// Whether all characters of a text stand for themselves, in text and in a value.
fn is_plain(text: &str) -> bool {
    let bytes = text.as_bytes();
    if bytes.len() > SHORT_BYTES {
        return !has_byte_or_noncharacter(text, |byte| matches!(byte, 0..b' ' | b'&' | b'<' | b'>' | b'"'));
    }
    let kinds = KINDS.of(bytes);
    kinds == 0 || (kinds == LEAD && !has_noncharacter(text))
}

/// Whether `word` may stand where a schema wants an NMTOKEN (XML 1.0, production 7).
#[must_use]
pub fn is_nmtoken(word: &str) -> bool {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '.' | ':' | '_');
    !word.is_empty()
        && word.chars().all(|c| {
            is_plain(c)
                || matches!(c,
                '\u{B7}'
                | '\u{C0}'..='\u{D6}' | '\u{D8}'..='\u{F6}' | '\u{F8}'..='\u{37D}' | '\u{37F}'..='\u{1FFF}'
                | '\u{200C}'..='\u{200D}' | '\u{203F}'..='\u{2040}' | '\u{2070}'..='\u{218F}'
                | '\u{2C00}'..='\u{2FEF}' | '\u{3001}'..='\u{D7FF}' | '\u{F900}'..='\u{FDCF}'
                | '\u{FDF0}'..='\u{FFFD}' | '\u{10000}'..='\u{EFFFF}')
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_parser_would_change_is_escaped() {
        let mut out = String::new();
        assert_eq!(Escaper::default().text(&mut out, "a<b&c]]>\r\n\t\"\u{B}x\u{1}"), 2);
        assert_eq!(out, "a&lt;b&amp;c]]&gt;&#13;\n\t\" x");
        out.clear();
        assert_eq!(Escaper::default().attribute(&mut out, "k", "\"a\"\t\n\r<"), 0);
        assert_eq!(out, " k=\"&quot;a&quot;&#9;&#10;&#13;&lt;\"");
    }

    #[test]
    fn what_is_escaped_is_found_in_texts_of_any_length() {
        for length in [0, SHORT_BYTES - 1, SHORT_BYTES, 3 * SHORT_BYTES] {
            let before = "字".repeat(length / 3);
            for (special, escaped) in [
                ("&", "&amp;"),
                ("<", "&lt;"),
                (">", "&gt;"),
                ("\"", "&quot;"),
                ("\n", "&#10;"),
                ("\u{1}", ""),
                ("\u{B}", " "),
                ("\u{FFFE}", ""),
                ("\u{FFFF}", ""),
            ] {
                let mut out = String::new();
                Escaper::default().attribute_value(&mut out, &format!("{before}{special}"));
                assert_eq!(out, format!("{before}{escaped}"));
            }
            for plain in ["", "，", "\u{FFFD}", "'"] {
                let text = format!("{}{plain}", "字".repeat(length / 3));
                assert!(is_plain(&text), "{text}");
            }
        }
    }

    #[test]
    fn names_with_spaces_or_slashes_are_no_tokens() {
        assert!(is_nmtoken("-1.a_b:字"));
        for word in ["", "a b", "a/b", "a#b"] {
            assert!(!is_nmtoken(word), "{word}");
        }
    }
}
