//! A raw text as numbered lines.

use crate::align::Segmentation;

/// One line of a raw text, without its end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Line<'a> {
    /// The line as it stands, indents and all.
    pub(crate) text: &'a str,
    /// Its number in the file, from 1.
    pub(crate) number: u64,
}

impl Line<'_> {
    /// Whether nothing but white space stands in it.
    pub(crate) fn is_blank(&self) -> bool {
        self.text.chars().all(is_space)
    }
}

/// Cuts a text at LF and CRLF; at a lone CR too if the text has no LF, unless lines are to be segments.
pub(crate) fn lines(text: &str, segmentation: Segmentation) -> Vec<Line<'_>> {
    let text = text.strip_prefix('\u{FEFF}').unwrap_or(text);
    let end = if segmentation != Segmentation::Line && !text.contains('\n') {
        '\r'
    } else {
        '\n'
    };
    let whole = text.strip_suffix(end).unwrap_or(text);
    (1..)
        .zip(whole.split(end))
        .map(|(number, text)| Line {
            text: text.strip_suffix('\r').unwrap_or(text),
            number,
        })
        .collect()
}

/// White space of raw text: that of Unicode, and characters without width that stand at the edges of pasted lines.
pub(crate) fn is_space(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\u{FEFF}' | '\u{200B}' | '\u{1C}'..='\u{1F}')
}

/// Takes white space from both edges.
pub(crate) fn trim(text: &str) -> &str {
    text.trim_matches(is_space)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(text: &str, segmentation: Segmentation) -> Vec<&str> {
        lines(text, segmentation).iter().map(|line| line.text).collect()
    }

    #[test]
    fn lines_end_at_lf_and_crlf() {
        assert_eq!(texts("a\r\n\nb\n", Segmentation::Sentence), ["a", "", "b"]);
    }

    #[test]
    fn a_lone_cr_ends_a_line_only_where_there_is_no_lf() {
        assert_eq!(texts("a\rb", Segmentation::Sentence), ["a", "b"]);
        assert_eq!(texts("a\rb\nc", Segmentation::Sentence), ["a\rb", "c"]);
        assert_eq!(texts("a\rb", Segmentation::Line), ["a\rb"]);
    }
}
