//! The lexicon for Chinese and English that is compiled in; `data/lexicon/build.py` packs it and tells how.
//!
//! It is decompressed when the first release needs it, which takes a millisecond or two and saves 80 KB of the program. What is
//! looked up is then looked up where it lies: a release needs a few hundred of its thousands of words.

use std::io::Read;
use std::ops::Range;
use std::sync::OnceLock;

use flate2::read::ZlibDecoder;

use super::pieces::Lengths;

static PACKED: &[u8] = include_bytes!("../../../data/lexicon/zh-en.bin");

/// How many words, and how many characters, are found by the first of them.
const BLOCK: usize = 16;

/// How many bytes a syllable takes.
const SYLLABLE: usize = 6;

/// The bytes of the lexicon, which stay as long as the program runs.
fn decompressed(packed: &[u8]) -> Option<&'static [u8]> {
    let mut bytes = Vec::new();
    ZlibDecoder::new(packed).read_to_end(&mut bytes).ok()?;
    Some(bytes.leak())
}

/// The lexicon, in its sections.
#[derive(Debug, Default)]
pub(super) struct Packed {
    word_starts: Rows<3>,
    words: &'static [u8],
    syllables: Rows<SYLLABLE>,
    variants: Rows<4>,
    character_starts: Rows<5>,
    characters: &'static [u8],
    term_starts: Rows<5>,
    terms: &'static [u8],
}

impl Packed {
    pub(super) fn get() -> &'static Self {
        static SECTIONS: OnceLock<Packed> = OnceLock::new();
        SECTIONS.get_or_init(|| decompressed(PACKED).and_then(Self::of).unwrap_or_default())
    }

    fn of(packed: &'static [u8]) -> Option<Self> {
        let mut rest = Left { bytes: packed };
        Some(Self {
            word_starts: Rows::of(rest.section()?)?,
            words: rest.section()?,
            syllables: Rows::of(rest.section()?)?,
            variants: Rows::of(rest.section()?)?,
            character_starts: Rows::of(rest.section()?)?,
            characters: rest.section()?,
            term_starts: Rows::of(rest.section()?)?,
            terms: rest.section()?,
        })
    }

    /// The simplified form of a character; itself where there is none.
    pub(super) fn simple(&self, c: char) -> char {
        let place = code(c).and_then(|code| self.variants.place_of(code));
        match place.and_then(|place| self.variants.rows.get(place)) {
            Some(&[_, _, low, high]) => char::from_u32(u16::from_le_bytes([low, high]).into()).unwrap_or(c),
            None => c,
        }
    }

    /// The syllable that a simplified character is read as, without its tone.
    pub(super) fn syllable(&self, c: char) -> Option<&'static str> {
        let (syllable, _) = self.character(c)?;
        let padded = self.syllables.rows.get(syllable.checked_sub(1)?)?;
        Some(std::str::from_utf8(padded).ok()?.trim_end())
    }

    /// Whether some character is read so.
    pub(super) fn is_syllable(&self, text: &str) -> bool {
        let mut padded = [b' '; SYLLABLE];
        match padded.get_mut(..text.len()) {
            Some(place) => place.copy_from_slice(text.as_bytes()),
            None => return false,
        }
        self.syllables.rows.binary_search(&padded).is_ok()
    }

    /// The number of a character's syllable from 1, or 0; its glosses come next.
    fn character(&self, c: char) -> Option<(usize, Left)> {
        let wanted = code(c)?;
        let after = self.character_starts.places_up_to(wanted);
        let first = self.character_starts.rows.get(after.checked_sub(1)?)?;
        let mut code = usize::from(first_code(first));
        let mut left = Left::new(self.characters, start_in(first)..self.characters.len());
        for _ in 0..BLOCK {
            code += left.number()?;
            let syllable = left.number()?;
            if code == usize::from(wanted) {
                return Some((syllable, left));
            }
            left.skip_list()?;
        }
        None
    }

    /// What is known of a term of several simplified characters: its glosses come next.
    fn term(&self, term: &str) -> Option<Left> {
        let first = term.chars().next()?;
        let mut left = self.terms_from(self.term_starts.place_of(code(first)?)?);
        let wanted = term.get(first.len_utf8()..)?.as_bytes();
        while left.text()? != wanted {
            left.skip_list()?;
        }
        Some(left)
    }

    /// The terms of several simplified characters that a text begins with.
    pub(super) fn terms_of(&self, text: &str) -> Lengths {
        let mut lengths = Lengths::default();
        let first = text.chars().next();
        let place = first.and_then(|first| self.term_starts.place_of(code(first)?));
        let rest = first.and_then(|first| text.as_bytes().get(first.len_utf8()..));
        let (Some(place), Some(rest)) = (place, rest) else {
            return lengths;
        };
        let mut left = self.terms_from(place);
        while let Some(behind) = left.text() {
            if rest.starts_with(behind) {
                lengths.add(1 + std::str::from_utf8(behind).map_or(0, |behind| behind.chars().count()));
            }
            if left.skip_list().is_none() {
                break;
            }
        }
        lengths
    }

    /// The terms that begin with the character of a row.
    fn terms_from(&self, place: usize) -> Left {
        let start = |place: usize| self.term_starts.rows.get(place).map(|row| start_in(row));
        let end = start(place + 1).unwrap_or(self.terms.len());
        Left::new(self.terms, start(place).unwrap_or(end)..end)
    }

    /// The glosses of a simplified character or term, each a few words.
    pub(super) fn glosses(&self, term: &str) -> Vec<Vec<String>> {
        let mut chars = term.chars();
        let left = match (chars.next(), chars.next()) {
            (Some(c), None) => self.character(c).map(|(_, left)| left),
            _ => self.term(term),
        };
        let mut left = left.unwrap_or_default();
        let count = left.number().unwrap_or(0);
        let numbers: Vec<usize> = (0..count).map_while(|_| left.number()).collect();
        numbers
            .split(|&number| number == 0)
            .map(|gloss| gloss.iter().filter_map(|&number| self.word(number)).collect())
            .filter(|gloss: &Vec<String>| !gloss.is_empty())
            .collect()
    }

    fn word(&self, number: usize) -> Option<String> {
        let at = number.checked_sub(1)?;
        let start = self.word_starts.rows.get(at / BLOCK)?;
        let mut left = Left::new(self.words, number_of(start)..self.words.len());
        let mut word = Vec::new();
        for _ in 0..=at % BLOCK {
            word.truncate(left.number()?);
            word.extend_from_slice(left.text()?);
        }
        String::from_utf8(word).ok()
    }
}

/// Rows of so many bytes.
#[derive(Debug, Default)]
struct Rows<const BYTES: usize> {
    rows: &'static [[u8; BYTES]],
}

impl<const BYTES: usize> Rows<BYTES> {
    fn of(bytes: &'static [u8]) -> Option<Self> {
        let (rows, rest) = bytes.as_chunks();
        rest.is_empty().then_some(Self { rows })
    }

    /// How many rows there are up to one of a code, where each begins with a character's, in order.
    fn places_up_to(&self, code: u16) -> usize {
        self.rows.partition_point(|row| first_code(row) <= code)
    }

    /// Which row begins with a code.
    fn place_of(&self, code: u16) -> Option<usize> {
        self.rows.binary_search_by_key(&code, |row| first_code(row)).ok()
    }
}

/// The code of the character that a row begins with.
fn first_code(row: &[u8]) -> u16 {
    match row {
        &[low, high, ..] => u16::from_le_bytes([low, high]),
        _ => 0,
    }
}

/// The number behind the character that a row begins with.
fn start_in(row: &[u8]) -> usize {
    number_of(row.get(2..).unwrap_or_default())
}

/// The code of a character, if the lexicon can hold it.
fn code(c: char) -> Option<u16> {
    u16::try_from(u32::from(c)).ok()
}

/// A number of a fixed width.
fn number_of(bytes: &[u8]) -> usize {
    bytes
        .iter()
        .rev()
        .fold(0, |value, &byte| value << 8 | usize::from(byte))
}

/// What is left of a section.
#[derive(Debug, Default)]
struct Left {
    bytes: &'static [u8],
}

impl Left {
    fn new(section: &'static [u8], range: Range<usize>) -> Self {
        Self {
            bytes: section.get(range).unwrap_or_default(),
        }
    }

    /// A section, behind the count of its bytes.
    fn section(&mut self) -> Option<&'static [u8]> {
        let (length, rest) = self.bytes.split_at_checked(4)?;
        let (section, rest) = rest.split_at_checked(number_of(length))?;
        self.bytes = rest;
        Some(section)
    }

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

    fn text(&mut self) -> Option<&'static [u8]> {
        let length = self.number()?;
        let (text, rest) = self.bytes.split_at_checked(length)?;
        self.bytes = rest;
        Some(text)
    }
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
        assert_eq!(packed.simple('议'), '议');
        assert_eq!(packed.simple('a'), 'a');
        assert_eq!(packed.syllable('洪'), Some("hong"));
        assert!(packed.is_syllable("zhuang") && packed.is_syllable("a"));
        assert!(!packed.is_syllable("zhuangs") && !packed.is_syllable("b") && !packed.is_syllable(""));
        assert!(
            packed.terms_of("法国人民").has(2)
                && !packed.terms_of("法国人民").has(4)
                && !packed.terms_of("法兰").has(2)
        );
        assert!(packed.glosses("☃").is_empty() && packed.glosses("𠮷").is_empty() && packed.glosses("").is_empty());
    }

    #[test]
    fn each_character_and_term_is_found() {
        let packed = Packed::get();
        let characters = (0x4E00..=0x9FFF).filter_map(char::from_u32);
        let with_glosses = characters.filter(|c| !packed.glosses(c.encode_utf8(&mut [0; 4])).is_empty());
        assert_eq!(with_glosses.count(), 6822);
        assert_eq!(packed.term_starts.rows.len(), 2159);
        let ends = packed.term_starts.rows.iter().skip(1).map(|row| start_in(row));
        let mut count = 0;
        for (row, end) in packed.term_starts.rows.iter().zip(ends.chain([packed.terms.len()])) {
            let first = char::from_u32(first_code(row).into()).unwrap();
            let mut left = Left::new(packed.terms, start_in(row)..end);
            while let Some(rest) = left.text() {
                let term = format!("{first}{}", std::str::from_utf8(rest).unwrap());
                left.skip_list().unwrap();
                assert!(
                    packed.terms_of(&term).has(term.chars().count()) && !packed.glosses(&term).is_empty(),
                    "{term}"
                );
                count += 1;
            }
        }
        assert_eq!(count, 12_235);
    }

    #[test]
    fn damaged_data_hold_nothing() {
        let whole = decompressed(PACKED).unwrap();
        assert!(Packed::of(whole).is_some() && Packed::of(&whole[..whole.len() / 2]).is_none());
        assert!(decompressed(&PACKED[..PACKED.len() / 2]).is_none());
        assert!(Packed::of(&[0xFF; 9]).is_none());
    }
}
