//! The lexicon for Chinese and English that is compiled in; `data/lexicon/build.py` packs it and tells how.

use std::io::Read;
use std::sync::OnceLock;

use flate2::read::DeflateDecoder;

use crate::align::narrow;

static PACKED: &[u8] = include_bytes!("../../../data/lexicon/zh-en.bin");

/// The lexicon, ready to be looked into.
#[derive(Debug, Default)]
pub(super) struct Packed {
    /// All English words in one, and where each starts; one start more for the end.
    words: String,
    word_starts: Vec<u32>,
    syllables: Vec<String>,
    simplified: Vec<(char, char)>,
    characters: Vec<Character>,
    /// All Chinese terms in one.
    term_texts: String,
    terms: Vec<Term>,
    /// The characters that terms begin with, in order.
    beginnings: Vec<char>,
    /// All this as it was packed; only glosses are still looked up in it.
    bytes: Vec<u8>,
}

#[derive(Debug)]
struct Character {
    simplified: char,
    syllable: u16,
    /// Where its glosses start in `bytes`: how many numbers there are, then words by number from 1, 0 between two glosses.
    glosses: u32,
}

#[derive(Debug)]
struct Term {
    text: (u32, u32),
    /// As those of a character.
    glosses: u32,
}

impl Packed {
    /// The lexicon, unpacked when it is first asked for.
    pub(super) fn get() -> &'static Self {
        static UNPACKED: OnceLock<Packed> = OnceLock::new();
        UNPACKED.get_or_init(|| Self::unpack(PACKED).unwrap_or_default())
    }

    fn unpack(packed: &[u8]) -> Option<Self> {
        let mut head = Numbers { bytes: packed };
        let size = head.number()?;
        let mut bytes = Vec::with_capacity(size);
        DeflateDecoder::new(head.bytes).read_to_end(&mut bytes).ok()?;
        let mut from = Numbers { bytes: &bytes };
        let mut found = Self::default();
        let mut word = String::new();
        for _ in 0..from.number()? {
            word.truncate(from.number()?);
            word.push_str(from.text()?);
            found.word_starts.push(narrow(found.words.len()));
            found.words.push_str(&word);
        }
        found.word_starts.push(narrow(found.words.len()));
        for _ in 0..from.number()? {
            found.syllables.push(from.text()?.to_owned());
        }
        let mut last = 0;
        for _ in 0..from.number()? {
            last += from.number()?;
            found.simplified.push((character(last)?, character(from.number()?)?));
        }
        let mut last = 0;
        for _ in 0..from.number()? {
            last += from.number()?;
            let syllable = u16::try_from(from.number()?).ok()?;
            let glosses = narrow(bytes.len() - from.bytes.len());
            from.skip_list()?;
            found.characters.push(Character {
                simplified: character(last)?,
                syllable,
                glosses,
            });
        }
        for _ in 0..from.number()? {
            let start = narrow(found.term_texts.len());
            let text = from.text()?;
            let beginning = text.chars().next()?;
            if found.beginnings.last() != Some(&beginning) {
                found.beginnings.push(beginning);
            }
            found.term_texts.push_str(text);
            found.terms.push(Term {
                text: (start, narrow(found.term_texts.len())),
                glosses: narrow(bytes.len() - from.bytes.len()),
            });
            from.skip_list()?;
        }
        found.bytes = bytes;
        Some(found)
    }

    /// The simplified form of a character; itself where there is none.
    pub(super) fn simple(&self, c: char) -> char {
        let found = self
            .simplified
            .binary_search_by_key(&c, |&(traditional, _)| traditional);
        found.map_or(c, |place| self.simplified[place].1)
    }

    /// The syllable that a simplified character is read as, without its tone.
    pub(super) fn syllable(&self, c: char) -> Option<&str> {
        let syllable = self.character(c)?.syllable.checked_sub(1)?;
        self.syllables.get(usize::from(syllable)).map(String::as_str)
    }

    /// All syllables, in order.
    pub(super) fn syllables(&self) -> &[String] {
        &self.syllables
    }

    fn character(&self, c: char) -> Option<&Character> {
        let found = self.characters.binary_search_by_key(&c, |entry| entry.simplified);
        self.characters.get(found.ok()?)
    }

    fn term(&self, term: &str) -> Option<&Term> {
        self.beginnings.binary_search(&term.chars().next()?).ok()?;
        let text = |term: &Term| {
            let range = term.text.0 as usize..term.text.1 as usize;
            self.term_texts.get(range).unwrap_or_default()
        };
        let found = self.terms.binary_search_by(|known| text(known).cmp(term));
        self.terms.get(found.ok()?)
    }

    /// Whether a term of several simplified characters is known.
    pub(super) fn is_term(&self, term: &str) -> bool {
        self.term(term).is_some()
    }

    /// The glosses of a simplified character or term, each a few words.
    pub(super) fn glosses(&self, term: &str) -> Vec<Vec<&str>> {
        let mut chars = term.chars();
        let of = match (chars.next(), chars.next()) {
            (Some(c), None) => self.character(c).map(|entry| entry.glosses),
            _ => self.term(term).map(|entry| entry.glosses),
        };
        let mut from = Numbers {
            bytes: of.and_then(|at| self.bytes.get(at as usize..)).unwrap_or_default(),
        };
        let count = from.number().unwrap_or(0);
        let numbers: Vec<usize> = (0..count).map_while(|_| from.number()).collect();
        numbers
            .split(|&number| number == 0)
            .map(|gloss| gloss.iter().filter_map(|&number| self.word(number)).collect())
            .filter(|gloss: &Vec<&str>| !gloss.is_empty())
            .collect()
    }

    fn word(&self, number: usize) -> Option<&str> {
        let at = number.checked_sub(1)?;
        let (start, end) = (*self.word_starts.get(at)?, *self.word_starts.get(at + 1)?);
        self.words.get(start as usize..end as usize)
    }
}

/// What is left to read.
struct Numbers<'a> {
    bytes: &'a [u8],
}

impl<'a> Numbers<'a> {
    fn number(&mut self) -> Option<usize> {
        let mut value = 0;
        for shift in [0, 7, 14, 21, 28] {
            let (&byte, rest) = self.bytes.split_first()?;
            self.bytes = rest;
            value |= usize::from(byte & 0x7F) << shift;
            if byte < 0x80 {
                return Some(value);
            }
        }
        None
    }

    /// Passes over a list of numbers.
    fn skip_list(&mut self) -> Option<()> {
        let count = self.number()?;
        if count > 0 {
            let mut ends = self.bytes.iter().enumerate().filter(|&(_, &byte)| byte < 0x80);
            let (last, _) = ends.nth(count - 1)?;
            self.bytes = self.bytes.get(last + 1..)?;
        }
        Some(())
    }

    fn text(&mut self) -> Option<&'a str> {
        let length = self.number()?;
        let (text, rest) = self.bytes.split_at_checked(length)?;
        self.bytes = rest;
        std::str::from_utf8(text).ok()
    }
}

fn character(code: usize) -> Option<char> {
    char::from_u32(u32::try_from(code).ok()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn characters_and_names_have_their_glosses() {
        let packed = Packed::get();
        assert!(packed.glosses("水").iter().any(|gloss| gloss == &["water"]));
        assert_eq!(packed.glosses("冰岛"), [["iceland"]]);
        assert_eq!(packed.simple('議'), '议');
        assert_eq!(packed.syllable('洪'), Some("hong"));
        assert!(packed.is_term("法国") && !packed.is_term("法国人民"));
        assert!(packed.glosses("☃").is_empty());
    }

    #[test]
    fn damaged_data_unpack_to_nothing() {
        assert!(Packed::unpack(&PACKED[..PACKED.len() / 2]).is_none());
        assert!(Packed::unpack(&[0xFF; 9]).is_none());
    }
}
