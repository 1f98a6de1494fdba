//! The markup under way: a buffer that is used again, and what was cleaned on the way into it.

use std::fmt::Write as _;

use crate::format::xml::Escaper;
use crate::model::{IllegalCharacters, has_illegal, is_illegal};

/// Appends markup to a buffer and notes the forbidden characters that it had to clean.
pub(super) struct Markup<'a> {
    out: &'a mut String,
    escaper: Escaper,
    cleaned: Vec<char>,
}

impl<'a> Markup<'a> {
    /// Markup at the end of `out`.
    pub(super) fn new(out: &'a mut String, policy: IllegalCharacters) -> Self {
        Self {
            out,
            escaper: Escaper::new(policy),
            cleaned: Vec::new(),
        }
    }

    /// Markup as it stands.
    pub(super) fn raw(&mut self, markup: &str) {
        self.out.push_str(markup);
    }

    /// A new line's indent, two spaces for each level.
    pub(super) fn indent(&mut self, depth: usize) {
        for _ in 0..depth {
            self.out.push_str("  ");
        }
    }

    /// A number, without a sign.
    pub(super) fn number(&mut self, number: usize) {
        // writing to a string can't fail
        let _ = write!(self.out, "{number}");
    }

    /// ` name="value"`.
    pub(super) fn attribute(&mut self, name: &str, value: &str) {
        let count = self.escaper.attribute(self.out, name, value);
        self.note(count, value);
    }

    /// ` name="value"` if there is a value.
    pub(super) fn optional(&mut self, name: &str, value: Option<&str>) {
        if let Some(value) = value {
            self.attribute(name, value);
        }
    }

    /// Text of an element that has no `cp`.
    pub(super) fn text(&mut self, text: &str) {
        let count = self.escaper.text(self.out, text);
        self.note(count, text);
    }

    fn note(&mut self, count: usize, written: &str) {
        if count > 0 {
            self.cleaned.extend(written.chars().filter(|&c| is_illegal(c)));
        }
    }

    /// Text of `source`, `target` or `data`, where `cp` stands for what XML 1.0 forbids (XLIFF 2, `cp`).
    pub(super) fn content(&mut self, text: &str) {
        if !has_illegal(text) {
            self.escaper.text(self.out, text);
            return;
        }
        let mut rest = text;
        while let Some(at) = rest.find(is_illegal) {
            let (plain, special) = rest.split_at(at);
            self.escaper.text(self.out, plain);
            let mut letters = special.chars();
            if let Some(c) = letters.next() {
                let _ = write!(self.out, "<cp hex=\"{:04X}\"/>", u32::from(c));
            }
            rest = letters.as_str();
        }
        self.escaper.text(self.out, rest);
    }

    /// Writes `open`, what `inside` writes, and `close`; nothing at all if `inside` writes nothing.
    pub(super) fn enclose(&mut self, depth: usize, open: &str, close: &str, inside: impl FnOnce(&mut Self)) {
        let start = self.out.len();
        self.indent(depth);
        self.raw(open);
        let empty = self.out.len();
        inside(self);
        if self.out.len() == empty {
            self.out.truncate(start);
        } else {
            self.indent(depth);
            self.raw(close);
        }
    }

    /// The forbidden characters that were cleaned since the last call.
    pub(super) fn take_cleaned(&mut self) -> Vec<char> {
        std::mem::take(&mut self.cleaned)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forbidden_characters_are_code_points_in_content_and_cleaned_elsewhere() {
        let mut out = String::new();
        let mut markup = Markup::new(&mut out, IllegalCharacters::Clean);
        markup.content("a\0<\u{FFFE}]]>\r\u{1F600}\u{85}");
        markup.raw("|");
        markup.text("a\u{1}b");
        markup.attribute("k", "\u{2}\n");
        assert_eq!(markup.take_cleaned(), ['\u{1}', '\u{2}']);
        assert_eq!(markup.take_cleaned(), []);
        assert_eq!(
            out,
            "a<cp hex=\"0000\"/>&lt;<cp hex=\"FFFE\"/>]]&gt;&#13;\u{1F600}\u{85}|ab k=\"&#10;\""
        );
    }
}
