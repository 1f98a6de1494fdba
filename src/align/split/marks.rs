//! The marks that sentences end with, and the brackets in which they don't.

use crate::align::lines::is_space;
use crate::align::narrow;

/// Whether a sentence may end with `c`.
pub(super) fn is_final(c: char) -> bool {
    matches!(
        c,
        '。' | '｡'
            | '！'
            | '？'
            | '．'
            | '.'
            | '!'
            | '?'
            | '؟'
            | '۔'
            | '।'
            | '॥'
            | '։'
            | '።'
            | '။'
            | '។'
            | '༎'
            | '᙮'
            | '⸮'
            | '‽'
    )
}

/// Whether `c` closes what may stand after a final mark.
pub(super) fn is_closing(c: char) -> bool {
    matches!(
        c,
        '”' | '’' | '」' | '』' | '）' | ')' | '》' | '〉' | '】' | ']' | '»' | '›' | '\''
    )
}

/// What a quotation mark does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Side {
    Opens,
    /// It closes what this mark has opened.
    Closes(char),
}

/// The marks that `c` may close, those first that it closes in more languages.
pub(super) fn openings(c: char) -> &'static [char] {
    match c {
        '”' => &['“', '„', '”'],
        '“' => &['„'],
        '’' => &['‘', '‚'],
        '‘' => &['‚'],
        '»' => &['«', '»'],
        '«' => &['»'],
        '›' => &['‹', '›'],
        '‹' => &['›'],
        '」' => &['「'],
        '』' => &['『'],
        _ => &[],
    }
}

/// Whether `c` opens a quotation, where it closes none.
pub(super) fn is_opening_quote(c: char) -> bool {
    matches!(c, '“' | '‘' | '「' | '『' | '«' | '‹' | '„' | '‚' | '"')
}

/// The brackets of a paragraph that have a partner. One without is no bracket.
#[derive(Debug)]
pub(super) struct Brackets {
    /// The innermost opening bracket around each character.
    around: Vec<Option<u32>>,
    /// Pairs of an opening and its closing bracket, by the opening one.
    pairs: Vec<(u32, u32)>,
}

/// How many characters a bracket may hold and still keep a sentence from ending.
const WIDEST: usize = 600;

/// How many open brackets are looked through for a partner, and how many marks may stand before a sentence.
const DEEPEST: usize = 16;

impl Brackets {
    pub(super) fn of(chars: &[char]) -> Self {
        let mut open: Vec<(char, usize)> = Vec::new();
        let mut pairs = Vec::new();
        for (at, &c) in chars.iter().enumerate() {
            match c {
                '（' | '(' | '《' | '〈' | '[' | '【' | '〔' => open.push((c, at)),
                '）' | ')' | '》' | '〉' | ']' | '】' | '〕' => {
                    let least = open.len().saturating_sub(DEEPEST);
                    let near = open.get(least..).unwrap_or_default();
                    if let Some(place) = near.iter().rposition(|&(opening, _)| is_pair(opening, c)) {
                        let (_, opening) = near[place];
                        open.truncate(least + place);
                        if at - opening <= WIDEST {
                            pairs.push((narrow(opening), narrow(at)));
                        }
                    }
                }
                _ => {}
            }
        }
        pairs.sort_unstable();
        let mut around = vec![None; chars.len()];
        for &(opening, closing) in &pairs {
            // inner brackets come after outer ones, so theirs is what stays
            for place in around.iter_mut().take(closing as usize).skip(opening as usize + 1) {
                *place = Some(opening);
            }
        }
        Self { around, pairs }
    }

    /// The innermost opening bracket that is open at a place.
    pub(super) fn opening(&self, at: usize) -> Option<usize> {
        self.around.get(at).copied().flatten().map(|opening| opening as usize)
    }

    /// The partner of an opening bracket.
    pub(super) fn closing(&self, opening: usize) -> Option<usize> {
        let found = self
            .pairs
            .binary_search_by_key(&narrow(opening), |&(opening, _)| opening)
            .ok()?;
        Some(self.pairs[found].1 as usize)
    }
}

fn is_pair(opening: char, closing: char) -> bool {
    matches!(
        (opening, closing),
        ('（' | '(', '）' | ')') | ('《', '》') | ('〈', '〉') | ('[', ']') | ('【', '】') | ('〔', '〕')
    )
}

/// Whether a sentence may start with `rest` in a language with spaces between words.
pub(super) fn starts_sentence(rest: &[char]) -> bool {
    let mut rest = rest;
    for _ in 0..DEEPEST {
        let Some((&first, after)) = rest.split_first() else {
            return true;
        };
        if first.is_alphabetic() {
            return !first.is_lowercase();
        }
        match first {
            '¿' | '¡' | '#' | '$' | '€' | '£' | '¥' | '№' | '§' => return true,
            '(' | '（' | '[' => {
                if let Some(starts) = parenthesis_starts(after) {
                    return starts;
                }
                rest = after;
            }
            '-' | '–' | '—' | '•' | '·' | '*' => {
                if after.first().is_none_or(|&c| is_space(c)) {
                    return false;
                }
                rest = after;
            }
            // those that close elsewhere open here, since what was open is closed
            _ if is_opening_quote(first) || matches!(first, '\'' | '”' | '’' | '»' | '›') => {
                // French puts a space inside its quotation marks
                let spaces = after.iter().take_while(|&&c| is_space(c)).count();
                rest = after.get(spaces..).unwrap_or_default();
            }
            // ㈜ and the like
            '\u{3200}'..='\u{33FF}' => return true,
            _ => return first.is_numeric(),
        }
    }
    false
}

/// Whether a sentence may start with the parenthesis that `inside` begins; `None` where what is inside decides.
fn parenthesis_starts(inside: &[char]) -> Option<bool> {
    let closing = inside
        .iter()
        .take(WIDEST)
        .position(|&c| matches!(c, ')' | '）' | ']'))?;
    let held = inside.get(..closing)?;
    if closing <= 3 && held.iter().all(|c| c.is_alphanumeric()) {
        // the number of an item
        let after = inside.get(closing + 1..)?.iter().find(|&&c| !is_space(c));
        return Some(after.is_some_and(|c| c.is_alphabetic() && !c.is_lowercase()));
    }
    // a parenthesis is a sentence of its own if it ends like one
    if held.last().is_some_and(|&c| is_final(c)) {
        None
    } else {
        Some(false)
    }
}
