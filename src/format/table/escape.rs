//! The escapes of a TSV file as we write it.

use std::borrow::Cow;

/// A cell with tab, line feed, carriage return and backslash as `\t \n \r \\`.
#[must_use]
pub fn escape_tsv(cell: &str) -> Cow<'_, str> {
    let bytes = cell.as_bytes();
    if memchr::memchr3(b'\t', b'\n', b'\r', bytes).is_none() && memchr::memchr(b'\\', bytes).is_none() {
        return Cow::Borrowed(cell);
    }
    let mut escaped = String::with_capacity(cell.len() + 8);
    for c in cell.chars() {
        match c {
            '\t' => escaped.push_str("\\t"),
            '\n' => escaped.push_str("\\n"),
            '\r' => escaped.push_str("\\r"),
            '\\' => escaped.push_str("\\\\"),
            c => escaped.push(c),
        }
    }
    Cow::Owned(escaped)
}

/// Undoes [`escape_tsv`]. A backslash before any other character stays, as does one at the end.
pub(super) fn unescape_tsv(cell: &str) -> Cow<'_, str> {
    if memchr::memchr(b'\\', cell.as_bytes()).is_none() {
        return Cow::Borrowed(cell);
    }
    let mut text = String::with_capacity(cell.len());
    let mut letters = cell.chars().peekable();
    while let Some(c) = letters.next() {
        let escaped = match (c, letters.peek()) {
            ('\\', Some('t')) => '\t',
            ('\\', Some('n')) => '\n',
            ('\\', Some('r')) => '\r',
            ('\\', Some('\\')) => '\\',
            _ => {
                text.push(c);
                continue;
            }
        };
        letters.next();
        text.push(escaped);
    }
    Cow::Owned(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_text_comes_back() {
        for text in ["plain", "a\tb\nc\rd\\e", "C:\\new\\\\", "\\", "\\\\n"] {
            assert_eq!(unescape_tsv(&escape_tsv(text)), text);
        }
    }

    #[test]
    fn a_backslash_before_another_letter_stays() {
        assert_eq!(unescape_tsv("C:\\Users\\"), "C:\\Users\\");
    }
}
