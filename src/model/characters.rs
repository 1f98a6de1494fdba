//! Characters that XML 1.0 forbids, and what is done about them.

use std::borrow::Cow;

/// What becomes of a character that XML 1.0 forbids.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum IllegalCharacters {
    /// VT, FF and U+001C to U+001F become a space, the rest goes.
    #[default]
    Clean,
    /// Each becomes a space.
    Space,
    /// The run ends with an error.
    Refuse,
}

/// Whether XML 1.0 forbids `c`, raw and as a reference (XML 1.0, production 2, `Char`).
#[must_use]
pub fn is_illegal(c: char) -> bool {
    matches!(c, '\0'..='\u{8}' | '\u{B}' | '\u{C}' | '\u{E}'..='\u{1F}' | '\u{FFFE}' | '\u{FFFF}')
}

/// Whether XML 1.0 forbids any character of `text`.
#[must_use]
pub fn has_illegal(text: &str) -> bool {
    /// Characters of one byte.
    const CONTROL: u8 = 1;
    /// What the others begin with, and legal ones too.
    const LEAD: u8 = 2;
    static KINDS: ByteKinds = ByteKinds::NONE
        .and(CONTROL, 0, 0x08)
        .and(CONTROL, 0x0B, 0x0C)
        .and(CONTROL, 0x0E, 0x1F)
        .and(LEAD, 0xEF, 0xEF);
    let bytes = text.as_bytes();
    if bytes.len() <= SHORT_BYTES {
        let kinds = KINDS.of(bytes);
        return kinds & CONTROL != 0 || (kinds == LEAD && has_noncharacter(text));
    }
    let is_control = |byte: u8| byte < b' ' && byte != b'\t' && byte != b'\n' && byte != b'\r';
    has_byte_or_noncharacter(text, is_control)
}

/// Whether U+FFFE or U+FFFF stands in `text`.
pub(crate) fn has_noncharacter(text: &str) -> bool {
    has_byte_or_noncharacter(text, |_| false)
}

/// Whether any byte of `text` is one that is wanted, or U+FFFE or U+FFFF stands in it.
pub(crate) fn has_byte_or_noncharacter(text: &str, is_wanted: impl Fn(u8) -> bool) -> bool {
    let bytes = text.as_bytes();
    let behind = bytes.get(1..).unwrap_or_default();
    let blocks = bytes.chunks(BLOCK_BYTES).zip(behind.chunks(BLOCK_BYTES)).enumerate();
    for (number, (block, behind)) in blocks {
        // without a branch, so that a processor looks at many bytes at once; EF BF is what U+FFFE and U+FFFF begin with, and
        // few other characters
        let found = block.iter().zip(behind).fold(0, |found, (byte, next)| {
            let begins_noncharacter = u8::from(*byte == 0xEF) & u8::from(*next == 0xBF);
            found | u8::from(is_wanted(*byte)) | begins_noncharacter
        });
        let has_wanted = || block.iter().any(|byte| is_wanted(*byte));
        if found != 0 && (has_wanted() || has_noncharacter_from(bytes, number * BLOCK_BYTES)) {
            return true;
        }
    }
    // no text ends with what U+FFFE begins with
    bytes.last().is_some_and(|last| is_wanted(*last))
}

/// Whether U+FFFE or U+FFFF (EF BF BE, EF BF BF) begins in the block that begins `at` that byte.
fn has_noncharacter_from(bytes: &[u8], at: usize) -> bool {
    let rest = bytes.get(at..).unwrap_or_default();
    let mut triples = rest.windows(3).take(BLOCK_BYTES);
    triples.any(|triple| matches!(triple, [0xEF, 0xBF, 0xBE | 0xBF]))
}

/// Kinds of bytes, told by a table. For short stretches: in long ones, whole blocks are looked at sooner
/// ([`has_byte_or_noncharacter`]).
#[derive(Debug)]
pub(crate) struct ByteKinds([u8; 256]);

impl ByteKinds {
    /// No byte is of any kind.
    pub(crate) const NONE: Self = Self([0; 256]);

    /// The same, with all bytes from `first` to `last` of `kind` too, which is a bit.
    pub(crate) const fn and(mut self, kind: u8, first: u8, last: u8) -> Self {
        let mut byte = first;
        loop {
            self.0[byte as usize] |= kind;
            if byte == last {
                return self;
            }
            byte += 1;
        }
    }

    /// The kinds of all of `bytes`.
    pub(crate) fn of(&self, bytes: &[u8]) -> u8 {
        let kind = |byte: &u8| self.0.get(usize::from(*byte)).copied().unwrap_or_default();
        bytes.iter().fold(0, |kinds, byte| kinds | kind(byte))
    }
}

/// Up to how many bytes a stretch is short.
pub(crate) const SHORT_BYTES: usize = 48;

/// How many bytes are looked at before it is asked whether one was found.
const BLOCK_BYTES: usize = 256;

/// Whether an illegal character parts words, so that a space takes its place: VT, FF and U+001C to U+001F.
#[must_use]
pub fn is_separator(c: char) -> bool {
    matches!(c, '\u{B}' | '\u{C}' | '\u{1C}'..='\u{1F}')
}

/// Gives `text` without illegal characters, and those found, in order; `None` where there are none.
///
/// [`IllegalCharacters::Refuse`] cleans as well: to refuse is the caller's part, who knows the place.
#[must_use]
pub fn clean(text: &str, policy: IllegalCharacters) -> (Cow<'_, str>, Vec<char>) {
    if !has_illegal(text) {
        return (Cow::Borrowed(text), Vec::new());
    }
    let mut found = Vec::new();
    let mut cleaned = String::with_capacity(text.len());
    for c in text.chars() {
        if !is_illegal(c) {
            cleaned.push(c);
            continue;
        }
        found.push(c);
        if policy == IllegalCharacters::Space || is_separator(c) {
            cleaned.push(' ');
        }
    }
    (Cow::Owned(cleaned), found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_illegal_is_found_wherever_it_stands() {
        // longer than a block
        let plain = "字，line\n\t\r\u{FFFD}\u{FEFF}é".repeat(20);
        assert!(!has_illegal(&plain));
        for (at, _) in plain.char_indices() {
            for c in ['\0', '\u{B}', '\u{1F}', '\u{FFFE}', '\u{FFFF}'] {
                let mut text = plain.clone();
                text.insert(at, c);
                assert!(has_illegal(&text), "U+{:04X} at {at}", u32::from(c));
            }
        }
    }

    #[test]
    fn kinds_of_bytes_are_those_of_all_of_them() {
        static KINDS: ByteKinds = ByteKinds::NONE.and(1, b'a', b'c').and(2, b'c', b'c').and(4, 0xFF, 0xFF);
        assert_eq!(KINDS.of(b"xyz"), 0);
        assert_eq!(KINDS.of(b"xb"), 1);
        assert_eq!(KINDS.of(b"c\xFF"), 7);
    }

    #[test]
    fn separators_become_spaces_and_the_rest_goes() {
        let (text, found) = clean("a\u{B}b\u{1}c\u{FFFE}d\u{1C}", IllegalCharacters::Clean);
        assert_eq!(text, "a bcd ");
        assert_eq!(found, ['\u{B}', '\u{1}', '\u{FFFE}', '\u{1C}']);
        assert_eq!(clean("a\u{1}b", IllegalCharacters::Space).0, "a b");
    }

    #[test]
    fn legal_controls_and_supplementary_noncharacters_stay() {
        let text = "\t\n\r\u{7F}\u{85}\u{1FFFE}";
        assert_eq!(clean(text, IllegalCharacters::Clean), (Cow::Borrowed(text), Vec::new()));
    }
}
