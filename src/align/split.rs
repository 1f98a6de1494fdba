//! A paragraph as sentences.
//!
//! A sentence ends at its final mark with the closing marks that follow, and at the end of the paragraph. It does not
//! end at `；` or an ellipsis, inside a title in 《》 or a parenthesis, at an abbreviation or at a list number. A quotation
//! of several sentences is cut at each; the words that say whose it is stay with the sentence they follow.

mod abbreviations;
mod attribution;
mod marks;

use std::ops::Range;

use self::marks::{Brackets, Side, is_closing, is_final, is_opening_quote};
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
            let opened = self.open_quote(at);
            if self.is_pause(at) {
                self.push(at, &mut found);
                at = self.start;
                continue;
            }
            if !self.may_end_at(at) {
                if !opened {
                    self.close_quote(at);
                }
                at += 1;
                continue;
            }
            let mut end = at + 1;
            while end < self.chars.len() && self.may_end_at(end) {
                end += 1;
            }
            let mark = end - 1;
            let mut closed = None;
            while let Some(after) = self.closing_end(end) {
                closed = self.close_quote(after - 1).or(closed);
                end = after;
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

    /// Takes the sentence from the start to `end`, unless it is blank. Marks alone are no sentence, and stay with the one
    /// before them.
    fn push(&mut self, end: usize, found: &mut Vec<Range<usize>>) {
        let mut last = end;
        while last > self.start && is_space(self.chars[last - 1]) {
            last -= 1;
        }
        let says_something = self.chars[self.start..last].iter().any(|c| c.is_alphanumeric());
        match found.last_mut() {
            Some(before) if !says_something && last > self.start => before.end = before.end.max(self.bytes[last]),
            _ if last > self.start => found.push(self.bytes[self.start]..self.bytes[last]),
            _ => {}
        }
        self.start = self.skip_space(end);
    }

    fn get(&self, at: usize) -> Option<char> {
        self.chars.get(at).copied()
    }

    /// Whether a final mark stands there. Greek asks with what is a semicolon elsewhere; stops in Thai end abbreviations.
    fn may_end_at(&self, at: usize) -> bool {
        let c = self.chars[at];
        match self.lang {
            "el" if matches!(c, ';' | '\u{37E}') => true,
            "th" | "lo" if c == '.' => false,
            _ => is_final(c),
        }
    }

    /// Whether a space stands there with which a sentence may end in a language that writes them without a mark: Thai, Lao.
    /// What is one sentence in the other language may be several of these, and beads put them together again.
    fn is_pause(&self, at: usize) -> bool {
        /// How many characters a sentence hardly ever falls short of.
        const LEAST: usize = 45;
        if !matches!(self.lang, "th" | "lo") || !is_space(self.chars[at]) || at < self.start + LEAST {
            return false;
        }
        let is_letter = |at: usize| {
            let c = self.get(at).unwrap_or(' ');
            c.is_alphabetic() && !c.is_ascii() || matches!(c, '\u{E30}'..='\u{E4E}' | '\u{EB0}'..='\u{ECD}')
        };
        let rest = self.chars.len() - at;
        rest > LEAST / 2
            && self.quotes.is_empty()
            && self.brackets.opening(at).is_none()
            && is_letter(at - 1)
            && is_letter(self.skip_space(at))
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

    /// Where the closing mark ends that stands at a place, or behind the space that French puts before it.
    fn closing_end(&self, at: usize) -> Option<usize> {
        let c = self.get(at)?;
        if is_space(c) {
            let place = self.skip_space(at);
            let is_open = || matches!(self.quote_at(place), Some(Side::Closes(_)));
            let closes = matches!(self.get(place)?, '»' | '›') && (is_open() || self.begins_nothing(place));
            return closes.then_some(place + 1);
        }
        // what it closes may have been opened in a paragraph before
        if matches!(c, '“' | '‘' | '«' | '"') && self.begins_nothing(at) {
            return Some(at + 1);
        }
        let closes = match self.quote_at(at) {
            Some(side) => matches!(side, Side::Closes(_)),
            None => is_closing(c),
        };
        closes.then_some(at + 1)
    }

    /// Whether nothing follows right behind a mark, which therefore opens nothing.
    fn begins_nothing(&self, at: usize) -> bool {
        self.get(at + 1).is_none_or(is_space)
    }

    /// Whether the mark at a place opens or closes a quotation, by the quotations that are open; `None` where it does
    /// neither.
    fn quote_at(&self, at: usize) -> Option<Side> {
        let c = self.chars[at];
        if c == '"' {
            let side = if self.closes_straight(at) {
                Side::Closes(c)
            } else {
                Side::Opens
            };
            return Some(side);
        }
        let is_open = |opening: &&char| self.quotes.iter().any(|quote| quote.mark == **opening);
        if let Some(&opening) = marks::openings(c).iter().find(is_open) {
            return Some(Side::Closes(opening));
        }
        if is_opening_quote(c) {
            return Some(Side::Opens);
        }
        // `”så”`, `»so«`
        let opens = matches!(c, '”' | '»' | '›')
            && self
                .before(at)
                .is_none_or(|c| is_space(c) || matches!(c, '(' | '[' | '–' | '—'))
            && self.get(at + 1).is_some_and(|c| !is_space(c));
        opens.then_some(Side::Opens)
    }

    /// Takes note of a quotation that opens at a place, if one does.
    fn open_quote(&mut self, at: usize) -> bool {
        let c = self.chars[at];
        if self.quote_at(at) != Some(Side::Opens) {
            return false;
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
        true
    }

    fn close_quote(&mut self, at: usize) -> Option<Quote> {
        let Some(Side::Closes(opening)) = self.quote_at(at) else {
            return None;
        };
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
            '，' | '、' | '；' | '：' | ',' | ';' | ':' | '）' | '》' | ')' | ']' | '】' | '…' | '。' | '｡'
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
        if self.lang == "ko" && end > mark + 1 && attribution::follows_korean(rest) {
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
