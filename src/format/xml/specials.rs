//! Characters that do not stand for themselves, looked for in whole blocks of a document.

use crate::model::{has_byte_or_noncharacter, has_illegal};

/// The end of a CDATA section.
const END: &str = "]]>";

fn has_end(bytes: &[u8]) -> bool {
    memchr::memmem::find(bytes, END.as_bytes()).is_some()
}

/// Which characters that are seldom there have come in a document so far.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Specials {
    /// CR, which stands for LF, alone or before one (XML 1.0, 2.11).
    has_returns: bool,
    /// Characters that XML forbids, or `]]>`, which it forbids in text (XML 1.0, 2.2 and 2.4).
    has_forbidden: bool,
}

impl Specials {
    /// Those in a text.
    pub(crate) fn of(text: &str) -> Self {
        // most texts have nothing that any of them begins with
        if !has_byte_or_noncharacter(text, |byte| matches!(byte, 0..b'\t' | 0x0B..b' ' | b']')) {
            return Self::default();
        }
        Self {
            has_returns: memchr::memchr(b'\r', text.as_bytes()).is_some(),
            has_forbidden: has_illegal(text) || has_end(text.as_bytes()),
        }
    }

    /// Looks at what comes next in a document, unless all is found already.
    pub(crate) fn look(&mut self, before: &str, next: &str) {
        if !(self.has_returns && self.has_forbidden) {
            self.join(before, next, Self::of(next));
        }
    }

    /// Takes note of those in what comes next in a document; `before` is what came before it, of which two characters will do.
    pub(crate) fn join(&mut self, before: &str, next: &str, of_next: Self) {
        let (tail, head) = (before.as_bytes(), next.as_bytes());
        let tail = tail.get(tail.len().saturating_sub(END.len() - 1)..).unwrap_or_default();
        let head = head.get(..END.len() - 1).unwrap_or(head);
        self.has_returns |= of_next.has_returns;
        self.has_forbidden |= of_next.has_forbidden || has_end(&[tail, head].concat());
    }

    /// Whether there were any.
    pub(crate) fn are_any(self) -> bool {
        self.has_returns || self.has_forbidden
    }

    /// Whether there were any but CR.
    pub(crate) fn has_forbidden(self) -> bool {
        self.has_forbidden
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_end_of_a_section_is_seen_across_the_ends_of_blocks() {
        let text = "a]]>b";
        for (at, _) in text.char_indices() {
            let (first, second) = text.split_at(at);
            let mut specials = Specials::default();
            specials.look("", first);
            specials.look(first, second);
            assert!(specials.has_forbidden(), "{at}");
        }
        let mut specials = Specials::default();
        let (mut before, mut document) = (String::new(), String::new());
        for block in ["]", "]", "a", ">", "]", "]"] {
            specials.look(&before, block);
            before.push_str(block);
            document.push_str(block);
        }
        assert!(!specials.are_any());
        specials.look(&before, ">");
        assert!(specials.has_forbidden());
    }

    #[test]
    fn returns_are_no_forbidden_characters() {
        let mut specials = Specials::default();
        specials.look("", "a\r\nb");
        assert!(specials.are_any() && !specials.has_forbidden());
        for forbidden in ["\u{1}", "\u{FFFF}"] {
            let mut specials = Specials::default();
            specials.look("", forbidden);
            assert!(specials.has_forbidden());
        }
    }
}
