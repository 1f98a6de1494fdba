//! The lexicon for Chinese and English that is compiled in; `data/lexicon/build.py` packs it and tells how.

use std::io::Read;
use std::sync::OnceLock;

use flate2::read::DeflateDecoder;

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
    /// The glosses of all characters and terms: numbers of words from 1, 0 between two glosses.
    glosses: Vec<u16>,
}

#[derive(Debug)]
struct Character {
    simplified: char,
    syllable: u16,
    glosses: (u32, u32),
}

#[derive(Debug)]
struct Term {
    text: (u32, u32),
    glosses: (u32, u32),
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
            let glosses = found.take_glosses(&mut from)?;
            found.characters.push(Character {
                simplified: character(last)?,
                syllable,
                glosses,
            });
        }
        for _ in 0..from.number()? {
            let start = narrow(found.term_texts.len());
            found.term_texts.push_str(from.text()?);
            let term = Term {
                text: (start, narrow(found.term_texts.len())),
                glosses: found.take_glosses(&mut from)?,
            };
            found.terms.push(term);
        }
        Some(found)
    }

    fn take_glosses(&mut self, from: &mut Numbers<'_>) -> Option<(u32, u32)> {
        let start = narrow(self.glosses.len());
        for _ in 0..from.number()? {
            self.glosses.push(u16::try_from(from.number()?).ok()?);
        }
        Some((start, narrow(self.glosses.len())))
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
        let (start, end) = of.unwrap_or_default();
        let numbers = self.glosses.get(start as usize..end as usize).unwrap_or_default();
        numbers
            .split(|&number| number == 0)
            .map(|gloss| gloss.iter().filter_map(|&number| self.word(number)).collect())
            .filter(|gloss: &Vec<&str>| !gloss.is_empty())
            .collect()
    }

    fn word(&self, number: u16) -> Option<&str> {
        let at = usize::from(number).checked_sub(1)?;
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

fn narrow(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
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
