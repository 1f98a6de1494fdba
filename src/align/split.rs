//! A paragraph as sentences.
//!
//! A sentence ends at its final mark with the closing marks that follow, and at the end of the paragraph. It does not
//! end at `；` or an ellipsis, inside a title in 《》 or a parenthesis, at an abbreviation or at a list number. A quotation
//! of several sentences is cut at each; the words that say whose it is stay with the sentence they follow.

mod abbreviations;
mod attribution;
mod marks;

use std::ops::Range;

use self::marks::{Brackets, is_closing, is_final, is_opening_quote};
use super::lines::is_space;
use super::script::{is_han, is_kana};
use crate::model::LanguageTag;

/// The sentences of a paragraph, as byte ranges without white space at their edges.
pub(crate) fn sentences(text: &str, lang: &LanguageTag) -> Vec<Range<usize>> {
    Splitter::new(text, lang).split()
}

/// How many quotations may be open at once; the oldest are taken for never closed.
const MOST_QUOTES: usize = 16;

/// A paragraph on its way to sentences. Places are counted in characters.
struct Splitter<'a> {
    chars: Vec<char>,
    /// The byte at which each character starts, and one more for the end.
    bytes: Vec<usize>,
    lang: &'a str,
    brackets: Brackets,
    /// Where the sentence under way starts.
    start: usize,
    /// The quotations open at this place.
    quotes: Vec<Quote>,
}

/// A quotation that is open.
#[derive(Debug, Clone, Copy)]
struct Quote {
    mark: char,
    /// Whether a sentence started with it, so that its speaker may follow.
    starts_sentence: bool,
    /// Whether it stands in the middle of a clause, like a title.
    embedded: bool,
}

impl<'a> Splitter<'a> {
    fn new(text: &str, lang: &'a LanguageTag) -> Self {
        let (mut bytes, chars): (Vec<usize>, Vec<char>) = text.char_indices().unzip();
        bytes.push(text.len());
        Self {
            brackets: Brackets::of(&chars),
            chars,
            bytes,
            lang: lang.language(),
            start: 0,
            quotes: Vec::new(),
        }
    }

    fn split(mut self) -> Vec<Range<usize>> {
        let mut found = Vec::new();
        self.start = self.skip_space(0);
        let mut at = self.start;
        while at < self.chars.len() {
            self.open_quote(at);
            if !self.may_end_at(at) {
                self.close_quote(at);
                at += 1;
                continue;
            }
            let mut end = at + 1;
            while end < self.chars.len() && self.may_end_at(end) {
                end += 1;
            }
            let mark = end - 1;
            let mut closed = None;
            while let Some(c) = self.get(end)
                && (is_closing(c) || c == '"' && self.closes_straight(end))
            {
                closed = self.close_quote(end).or(closed);
                end += 1;
            }
            if self.is_end(at, mark, end, closed) {
                self.push(end, &mut found);
                at = self.start;
            } else {
                at = end;
            }
        }
        self.push(self.chars.len(), &mut found);
        found
    }

    /// Takes the sentence from the start to `end`, unless it is blank.
    fn push(&mut self, end: usize, found: &mut Vec<Range<usize>>) {
        let mut last = end;
        while last > self.start && is_space(self.chars[last - 1]) {
            last -= 1;
        }
        if last > self.start {
            found.push(self.bytes[self.start]..self.bytes[last]);
        }
        self.start = self.skip_space(end);
    }

    fn get(&self, at: usize) -> Option<char> {
        self.chars.get(at).copied()
    }

    /// Whether a final mark stands there. Greek asks with what is a semicolon elsewhere.
    fn may_end_at(&self, at: usize) -> bool {
        let c = self.chars[at];
        is_final(c) || self.lang == "el" && matches!(c, ';' | '\u{37E}')
    }

    fn before(&self, at: usize) -> Option<char> {
        at.checked_sub(1).and_then(|at| self.get(at))
    }

    fn skip_space(&self, mut at: usize) -> usize {
        while self.get(at).is_some_and(is_space) {
            at += 1;
        }
        at
    }

    fn open_quote(&mut self, at: usize) {
        let c = self.chars[at];
        if !(is_opening_quote(c) || c == '"' && !self.closes_straight(at)) {
            return;
        }
        if self.quotes.len() >= MOST_QUOTES {
            self.quotes.remove(0);
        }
        let before = (self.start..at).rev().map(|at| self.chars[at]).find(|&c| !is_space(c));
        self.quotes.push(Quote {
            mark: c,
            starts_sentence: before.is_none_or(is_opening_quote),
            embedded: !before.is_none_or(|c| is_opening_quote(c) || matches!(c, '：' | ':' | '，' | ',' | '—' | '–')),
        });
    }

    fn close_quote(&mut self, at: usize) -> Option<Quote> {
        let opening = match self.chars[at] {
            '”' => '“',
            '’' => '‘',
            '」' => '「',
            '』' => '『',
            '»' => '«',
            '"' => '"',
            _ => return None,
        };
        if opening == '"' && !self.closes_straight(at) {
            return None;
        }
        let place = self.quotes.iter().rposition(|quote| quote.mark == opening)?;
        let quote = self.quotes[place];
        self.quotes.truncate(place);
        Some(quote)
    }

    /// Whether a straight quotation mark closes: something stands right before it, and not right after.
    fn closes_straight(&self, at: usize) -> bool {
        let open = self.quotes.iter().any(|quote| quote.mark == '"');
        let after_text = self
            .before(at)
            .is_some_and(|c| !is_space(c) && !matches!(c, '(' | '（' | '“'));
        open && after_text
    }

    /// Whether a sentence ends with the marks from `at` to `mark` and what closes up to `end`.
    fn is_end(&self, at: usize, mark: usize, end: usize, closed: Option<Quote>) -> bool {
        let next = self.skip_space(end);
        let Some(following) = self.get(next) else { return true };
        if let Some(opening) = self.brackets.opening(at) {
            // a parenthesis that is a sentence of its own ends with its final mark
            let is_closed = self.brackets.closing(opening).is_some_and(|partner| partner < end);
            if !is_closed || opening != self.start {
                return false;
            }
        }
        if matches!(
            following,
            '，' | '、' | '；' | '：' | ',' | ';' | ':' | '）' | '》' | ')' | ']' | '】' | '…'
        ) {
            return false;
        }
        let wide = is_han(following) || is_kana(following) || is_han(self.before(at).unwrap_or(' '));
        match self.chars[mark] {
            '。' | '｡' | '！' | '？' => self.is_end_of_wide(end, closed),
            '!' | '?' if wide => self.is_end_of_wide(end, closed),
            '.' | '．' if wide => self.is_wide_stop(at, mark, end) && self.is_end_of_wide(end, closed),
            _ => self.is_end_of_spaced(at, mark, end, next, closed),
        }
    }

    /// Whether a full stop of half width ends a Chinese or Japanese sentence.
    fn is_wide_stop(&self, at: usize, mark: usize, end: usize) -> bool {
        let before = self.before(at).unwrap_or(' ');
        let after = self.get(end).unwrap_or(' ');
        if at < mark || matches!(before, '.' | '…') {
            return false;
        }
        if is_han(before) || is_kana(before) || is_closing(before) {
            return !after.is_ascii_digit();
        }
        // after a Latin letter or digit: a list number, an initial or a stop
        let start = (self.start..at)
            .rev()
            .take_while(|&at| self.chars[at].is_alphanumeric())
            .last()
            .unwrap_or(at);
        let sentence = self.chars.get(self.start..at).unwrap_or_default();
        start != self.start && at - start > 1 && is_space(after) && abbreviations::may_end(sentence, &[], self.lang)
    }

    fn is_end_of_wide(&self, end: usize, closed: Option<Quote>) -> bool {
        let Some(quote) = closed else { return true };
        let rest = self.chars.get(end..).unwrap_or_default();
        if self.lang == "ja" && rest.first().is_some_and(|&c| is_kana(c)) {
            return false;
        }
        if quote.embedded {
            return false;
        }
        !(quote.starts_sentence && attribution::follows_wide(rest))
    }

    /// Whether a sentence ends in a language that puts spaces between words.
    fn is_end_of_spaced(&self, at: usize, mark: usize, end: usize, next: usize, closed: Option<Quote>) -> bool {
        let rest = self.chars.get(next..).unwrap_or_default();
        if self.chars[mark] == '.' && (at < mark && self.chars[at] == '.' || self.before(at) == Some('…')) {
            return false;
        }
        if next == end {
            return self.is_misprint(at, mark, rest);
        }
        if !marks::starts_sentence(rest) {
            return false;
        }
        // after a full stop what follows starts anew: `it.” He added that …`
        let asked = matches!(self.chars[mark], '?' | '!');
        if asked && closed.is_some_and(|quote| quote.starts_sentence) && attribution::follows_spaced(rest) {
            return false;
        }
        if mark == at && self.chars[at] == '.' {
            let sentence = self.chars.get(self.start..at).unwrap_or_default();
            return end > mark + 1 || abbreviations::may_end(sentence, rest, self.lang);
        }
        true
    }

    /// Whether the space after a stop was forgotten: `end.The`.
    fn is_misprint(&self, at: usize, mark: usize, rest: &[char]) -> bool {
        let before = self.chars.get(at.saturating_sub(3)..at).unwrap_or_default();
        mark == at && before.len() == 3 && before.iter().all(|c| c.is_lowercase()) && abbreviations::is_starter(rest)
    }
}

#[cfg(test)]
mod tests;
