//! Chinese without spaces: terms in a run of characters, and names by their readings.

use std::collections::HashSet;

use super::packed::Packed;

/// How many characters a term has at most.
const LONGEST_TERM: usize = 8;

/// How many characters of a name are spelt in one word.
const NAME: std::ops::RangeInclusive<usize> = 2..=4;

/// How many characters the terms have that a text begins with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Lengths(u32);

impl Lengths {
    /// Of the terms that `is_term` knows.
    pub(super) fn of(text: &str, is_term: impl Fn(&str) -> bool) -> Self {
        let mut lengths = Self::default();
        let ends = text.char_indices().map(|(at, c)| at + c.len_utf8());
        for (length, end) in (1..=LONGEST_TERM).zip(ends) {
            if is_term(text.get(..end).unwrap_or_default()) {
                lengths.add(length);
            }
        }
        lengths
    }

    /// Those of both.
    pub(super) fn and(self, others: Self) -> Self {
        Self(self.0 | others.0)
    }

    pub(super) fn add(&mut self, length: usize) {
        if length <= LONGEST_TERM {
            self.0 |= 1 << length;
        }
    }

    pub(super) fn has(self, length: usize) -> bool {
        length <= LONGEST_TERM && self.0 >> length & 1 == 1
    }
}

/// Cuts a run into as few pieces as can be, each a term or one character; of several ways the most even one. `terms_of` knows
/// the terms that a text begins with.
pub(super) fn cut(run: &[char], terms_of: impl Fn(&str) -> Lengths) -> Vec<String> {
    let text: String = run.iter().collect();
    let ends = text.char_indices().map(|(at, c)| at + c.len_utf8());
    let places: Vec<usize> = std::iter::once(0).chain(ends).collect();
    // the number of pieces and the sum of their squared lengths, and the length of the last, by end
    let mut best = vec![(usize::MAX, 0, 1); places.len()];
    best[0] = (0, 0, 0);
    for start in 0..run.len() {
        let (pieces, squares, _) = best[start];
        let terms = terms_of(text.get(places[start]..).unwrap_or_default());
        for length in 1..=LONGEST_TERM.min(run.len() - start) {
            if length == 1 || terms.has(length) {
                let found = (pieces + 1, squares + length * length, length);
                best[start + length] = best[start + length].min(found);
            }
        }
    }
    let mut pieces = Vec::new();
    let mut end = run.len();
    while end > 0 {
        let start = end - best[end].2.clamp(1, end);
        pieces.push(text.get(places[start]..places[end]).unwrap_or_default().to_owned());
        end = start;
    }
    pieces.reverse();
    pieces
}

/// The words of a text with a capital letter that pinyin may spell, in lower case.
pub(super) fn names<'t>(text: &'t str, packed: &'static Packed) -> impl Iterator<Item = String> + use<'t> {
    text.split(|c: char| !c.is_alphabetic())
        .filter(|word| word.len() >= 4 && word.is_ascii() && word.starts_with(|c: char| c.is_ascii_uppercase()))
        .map(str::to_ascii_lowercase)
        .filter(|word| is_spelt(word, packed))
}

/// Whether a word in lower case is made of two syllables or more.
fn is_spelt(word: &str, packed: &Packed) -> bool {
    const LONGEST: usize = 24;
    if word.len() > LONGEST {
        return false;
    }
    let mut reached = vec![false; word.len() + 1];
    reached[0] = true;
    for start in 0..word.len() {
        if !reached[start] {
            continue;
        }
        for length in 1..=6.min(word.len() - start) {
            let syllable = word.get(start..start + length).unwrap_or_default();
            let whole = start == 0 && length == word.len();
            if !whole && packed.is_syllable(syllable) {
                reached[start + length] = true;
            }
        }
    }
    reached[word.len()]
}

/// The names that characters in a row are read as.
pub(super) fn read_as(run: &[char], names: &HashSet<String>, packed: &Packed) -> Vec<String> {
    let mut found = Vec::new();
    let syllables: Vec<Option<&str>> = run.iter().map(|&c| packed.syllable(c)).collect();
    for start in 0..syllables.len() {
        let mut read = String::new();
        for (count, syllable) in (1..).zip(&syllables[start..]) {
            let (Some(syllable), true) = (syllable, count <= *NAME.end()) else {
                break;
            };
            read.push_str(syllable);
            if NAME.contains(&count) {
                if names.contains(&read) {
                    found.push(read.clone());
                } else if read.contains('v') && names.contains(&read.replace('v', "u")) {
                    found.push(read.replace('v', "u"));
                }
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_run_is_cut_into_few_and_even_pieces() {
        let run: Vec<char> = "研究生命起源".chars().collect();
        let terms = ["研究", "研究生", "生命", "起源"];
        let terms_of = |text: &str| Lengths::of(text, |term| terms.contains(&term));
        assert_eq!(cut(&run, terms_of), ["研究", "生命", "起源"]);
        assert_eq!(cut(&[], terms_of), Vec::<String>::new());
    }

    #[test]
    fn names_are_found_by_their_readings() {
        let packed = Packed::get();
        let names: HashSet<String> = names("Mr. Wang Xiaohong of Yunchuan spoke in The Netherlands", packed).collect();
        assert!(names.contains("xiaohong") && names.contains("yunchuan"));
        assert!(!names.contains("netherlands") && !names.contains("wang"));
        let run: Vec<char> = "云川市王小洪".chars().collect();
        assert_eq!(read_as(&run, &names, packed), ["yunchuan", "xiaohong"]);
    }
}
