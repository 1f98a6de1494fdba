//! Lines that recur in the texts of a run: what the pages of a site have in common, and releases don't.

use std::collections::{HashMap, HashSet};

use super::junk::{ends_like_sentence, normalized};

/// In how many texts a line must stand to be taken for a part of the page, and in which share of them.
const FEWEST_TEXTS: usize = 3;
const LEAST_SHARE: usize = 3;

/// How many letters such a line has at most.
const MOST_LETTERS: usize = 60;

/// The lines that recur.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Furniture(HashSet<String>);

impl Furniture {
    /// Whether a line, normalized, is one of them.
    pub(super) fn has(&self, plain: &str) -> bool {
        self.0.contains(plain)
    }
}

/// Looks at one text after the other for lines that recur.
#[derive(Debug, Default)]
pub struct FindFurniture {
    texts: usize,
    /// In how many texts each line stands, and in which it was seen last, from 1.
    seen: HashMap<String, (usize, usize)>,
}

impl FindFurniture {
    /// The lines that follow are those of another text.
    pub fn begin(&mut self) {
        self.texts += 1;
    }

    /// Takes a line, or a sentence: those that end like one are none of the page.
    pub fn see(&mut self, line: &str) {
        if ends_like_sentence(line) {
            return;
        }
        let plain = normalized(line);
        let letters = plain.chars().filter(|c| c.is_alphanumeric()).count();
        if letters == 0 || letters > MOST_LETTERS {
            return;
        }
        let (count, last) = self.seen.entry(plain).or_default();
        if *last != self.texts {
            *count += 1;
            *last = self.texts;
        }
    }

    /// The lines that stand in three texts at least, and in a third of all.
    #[must_use]
    pub fn found(self) -> Furniture {
        let texts = self.texts;
        let recurs = |count: usize| count >= FEWEST_TEXTS && count * LEAST_SHARE >= texts;
        let lines = self.seen.into_iter().filter(|(_, (count, _))| recurs(*count));
        Furniture(lines.map(|(line, _)| line).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_of_many_texts_is_of_the_page_and_a_sentence_never_is() {
        let mut find = FindFurniture::default();
        for text in ["one", "two", "three", "four"] {
            find.begin();
            for line in ["Morning  Herald", "All rights are ours.", text] {
                find.see(line);
                find.see(line);
            }
        }
        let found = find.found();
        assert!(found.has("morning herald"));
        assert!(!found.has("all rights are ours.") && !found.has("one"));
    }

    #[test]
    fn two_texts_are_too_few_and_so_is_a_small_share() {
        let mut find = FindFurniture::default();
        for number in 0..12 {
            find.begin();
            if number < 3 {
                find.see("Twice");
            }
        }
        assert_eq!(find.found(), Furniture::default());
    }
}
