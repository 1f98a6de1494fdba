//! What stands between two lines that are put together: a space, nothing, or a hyphen that belongs to the line's end only.

use super::super::script::{is_han, is_kana};
use super::SideLine;
use crate::model::LanguageTag;

/// Languages in which a hyphen between two small letters is hardly ever a part of the word.
const HYPHENATING: &[&str] = &[
    "bg", "cs", "da", "de", "el", "es", "et", "fi", "hr", "hu", "is", "it", "la", "lt", "lv", "nb", "nl", "nn", "no",
    "pl", "sk", "sl", "sr", "sv", "tr",
];

/// Words before which a hyphen stands for the end of another word: `Wind- und Solarparks`.
const CONJUNCTIONS: &[&str] = &[
    "und", "oder", "bis", "sowie", "bzw", "als", "wie", "statt", "and", "or", "to", "but", "nor", "en", "of", "tot",
    "och", "eller", "og", "till", "til", "samt", "ja", "tai", "sekä", "eli", "või", "és", "vagy", "illetve", "i",
    "lub", "oraz", "a", "nebo", "alebo", "ali", "in", "y", "o", "e", "et", "ou", "ve", "veya", "и", "или", "та", "або",
    "και",
];

/// How many bytes are searched for words in all; then what is usual in the language decides.
const MOST_SEARCHED: usize = 64 << 20;

/// A hyphen at the end of a line that was left out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in super::super) struct Unhyphenated {
    /// The line that ends with the first one.
    pub(in super::super) line: u64,
    /// The word that it parted.
    pub(in super::super) word: String,
    /// How many there are.
    pub(in super::super) count: usize,
}

/// How the lines of a side are put together.
#[derive(Debug)]
pub(super) struct Joiner<'a> {
    lines: &'a [SideLine<'a>],
    /// Whether a hyphen at the end of a line is hardly ever part of a word.
    hyphenates: bool,
    /// Whether spaces are usual between Han characters or kana and digits, and Latin letters.
    spaced: [bool; 2],
    searched: usize,
    /// What was left out.
    pub(super) left_out: Option<Unhyphenated>,
}

impl<'a> Joiner<'a> {
    pub(super) fn new(lines: &'a [SideLine<'a>], lang: &LanguageTag) -> Self {
        Self {
            lines,
            hyphenates: HYPHENATING.contains(&lang.language()),
            spaced: [is_digit, is_latin].map(|other| spaced(lines, other)),
            searched: 0,
            left_out: None,
        }
    }

    /// Appends a line to a paragraph whose last line has this number.
    pub(super) fn join(&mut self, paragraph: &mut String, line: &str, last_line: u64) {
        let last = paragraph.chars().next_back().unwrap_or(' ');
        let first = line.chars().next().unwrap_or(' ');
        if last == '\u{AD}' {
            paragraph.pop();
        } else if last == '-' {
            match self.hyphen(paragraph, line) {
                Hyphen::OfTheLine(word) => {
                    paragraph.pop();
                    match &mut self.left_out {
                        Some(left_out) => left_out.count += 1,
                        None => {
                            self.left_out = Some(Unhyphenated {
                                line: last_line,
                                word,
                                count: 1,
                            });
                        }
                    }
                }
                Hyphen::OfTheWord => {}
                Hyphen::BeforeSpace => paragraph.push(' '),
            }
        } else if !self.is_tight(last, first) {
            paragraph.push(' ');
        }
        paragraph.push_str(line);
    }

    /// Whether nothing stands between two characters.
    fn is_tight(&self, last: char, first: char) -> bool {
        let han = |c: char| is_han(c) || is_kana(c);
        let wide =
            |c: char| han(c) || matches!(c, '\u{3000}'..='\u{303F}' | '\u{FF01}'..='\u{FF5E}' | '“' | '”' | '—' | '…');
        if !(han(last) || han(first)) {
            return false;
        }
        let [digits_spaced, words_spaced] = self.spaced;
        wide(last) && wide(first)
            || !digits_spaced && (is_digit(last) || is_digit(first))
            || !words_spaced && (is_latin(last) || is_latin(first))
    }

    /// What the hyphen at the end of a paragraph is, before a line.
    fn hyphen(&mut self, paragraph: &str, line: &str) -> Hyphen {
        let head = paragraph.strip_suffix('-').unwrap_or(paragraph);
        let is_part = |c: char| c.is_alphanumeric() || matches!(c, '@' | '/' | '.' | ':' | '_' | '-' | '\'' | '’');
        let start = head.char_indices().rev().find(|&(_, c)| !is_part(c));
        let before = head
            .get(start.map_or(0, |(at, c)| at + c.len_utf8())..)
            .unwrap_or_default();
        let after: String = line
            .chars()
            .take_while(|c| c.is_alphanumeric() || matches!(c, '-' | '\'' | '’'))
            .collect();
        let (Some(last), Some(first)) = (before.chars().next_back(), after.chars().next()) else {
            return if line.starts_with(char::is_lowercase) && !before.is_empty() {
                Hyphen::OfTheWord
            } else {
                Hyphen::BeforeSpace
            };
        };
        if CONJUNCTIONS.contains(&after.as_str()) {
            return Hyphen::BeforeSpace;
        }
        let is_address = before.contains(['@', '/', '.', ':', '_']);
        if !last.is_lowercase() || !first.is_lowercase() || is_address {
            let is_compound = last.is_alphanumeric() && (first.is_lowercase() || first.is_uppercase());
            return if is_compound || is_address {
                Hyphen::OfTheWord
            } else {
                Hyphen::BeforeSpace
            };
        }
        let word = format!("{before}{after}");
        let stays = self.stands(&format!("{before}-{after}")) || !self.hyphenates && !self.stands(&word);
        if stays {
            Hyphen::OfTheWord
        } else {
            Hyphen::OfTheLine(word)
        }
    }

    /// Whether a word stands in one of the lines.
    fn stands(&mut self, word: &str) -> bool {
        self.lines.iter().any(|line| {
            self.searched += line.text.len();
            self.searched <= MOST_SEARCHED && memchr::memmem::find(line.text.as_bytes(), word.as_bytes()).is_some()
        })
    }
}

/// What a hyphen at the end of a line is.
enum Hyphen {
    /// Made where the line ends, within the word given.
    OfTheLine(String),
    OfTheWord,
    /// A dash, or the end of a word whose second part comes later.
    BeforeSpace,
}

fn is_digit(c: char) -> bool {
    c.is_ascii_digit() || matches!(c, '%' | '％' | '‰')
}

fn is_latin(c: char) -> bool {
    c.is_ascii_alphabetic()
}

/// Whether spaces are usual between Han characters or kana and such characters: in words, not for digits unless more often than not.
fn spaced(lines: &[SideLine<'_>], other: fn(char) -> bool) -> bool {
    let han = |c: char| is_han(c) || is_kana(c);
    let (mut tight, mut apart) = (0, 0);
    for line in lines {
        let mut before = [' '; 2];
        for c in line.text.chars() {
            let [far, near] = before;
            let meet = |one: char, two: char| han(one) && other(two) || other(one) && han(two);
            tight += usize::from(meet(near, c));
            apart += usize::from(near == ' ' && meet(far, c));
            before = [near, c];
        }
    }
    if other('0') { apart > tight } else { apart >= tight }
}
