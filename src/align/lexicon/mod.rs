//! What words of two languages stand for each other before a text is looked at: glosses of Chinese characters and names,
//! which are compiled in, and the user's dictionaries and tables.
//!
//! A term is looked up in plain form: lower case, traditional characters as simplified ones. A gloss is matched with the
//! words of a text by stems.

mod dictionary;
mod glosses;
mod learn;
mod packed;
mod pieces;
mod stem;
mod table;

use std::collections::HashSet;

pub(crate) use self::glosses::links;
pub use self::learn::LearnFrom;
use self::packed::Packed;
use self::pieces::Lengths;
pub use self::table::LearntPair;
use crate::model::LanguageTag;

/// Dictionaries of the user's, and what earlier texts have taught.
#[derive(Debug, Clone, Default)]
pub struct Lexicon {
    /// All terms and glosses in one.
    texts: String,
    /// The places of each term and its glosses in `texts`, in the order of the terms once `is_sorted`.
    entries: Vec<Entry>,
    is_sorted: bool,
    /// Pairs of words that earlier texts have taught, in order.
    learnt: Vec<LearntPair>,
}

#[derive(Debug, Clone, Copy)]
struct Entry {
    term: (u32, u32),
    glosses: (u32, u32),
}

impl Lexicon {
    /// Takes a term and what it stands for; several glosses are parted by `/` or `;`.
    pub fn add(&mut self, term: &str, glosses: &str) {
        let term = plain(term);
        if term.is_empty() || glosses.trim().is_empty() {
            return;
        }
        let Ok(start) = u32::try_from(self.texts.len()) else {
            return;
        };
        self.texts.push_str(&term);
        let Ok(middle) = u32::try_from(self.texts.len()) else {
            return;
        };
        self.texts.push_str(glosses.trim());
        let Ok(end) = u32::try_from(self.texts.len()) else {
            return;
        };
        self.entries.push(Entry {
            term: (start, middle),
            glosses: (middle, end),
        });
        self.is_sorted = false;
    }

    /// Puts the terms in order; before this none is found.
    pub fn sort(&mut self) {
        let texts = &self.texts;
        let term = |entry: &Entry| part(texts, entry.term);
        self.entries
            .sort_unstable_by(|a, b| term(a).cmp(term(b)).then(a.term.cmp(&b.term)));
        self.is_sorted = true;
    }

    /// What the user's dictionaries say of a term in plain form.
    fn glosses_of<'a>(&'a self, term: &str) -> impl Iterator<Item = &'a str> + use<'a> {
        let texts = self.texts.as_str();
        let known = if self.is_sorted { self.entries.as_slice() } else { &[] };
        let from = known.partition_point(|entry| part(texts, entry.term) < term);
        let count = known.get(from..).unwrap_or_default();
        let count = count.iter().take_while(|entry| part(texts, entry.term) == term).count();
        known
            .get(from..from + count)
            .unwrap_or_default()
            .iter()
            .map(move |entry| part(texts, entry.glosses))
    }

    fn has(&self, term: &str) -> bool {
        let at = self
            .entries
            .binary_search_by(|entry| part(&self.texts, entry.term).cmp(term));
        self.is_sorted && at.is_ok()
    }
}

fn part(texts: &str, (start, end): (u32, u32)) -> &str {
    texts.get(start as usize..end as usize).unwrap_or_default()
}

/// A term as it is looked up.
fn plain(term: &str) -> String {
    let packed = term.chars().any(super::script::is_han).then(Packed::get);
    term.trim()
        .chars()
        .flat_map(char::to_lowercase)
        .map(|c| packed.map_or(c, |packed| packed.simple(c)))
        .collect()
}

/// Whether the words of a language are Chinese characters, which the lexicon knows.
fn is_in_characters(lang: &LanguageTag) -> bool {
    matches!(lang.language(), "zh" | "ja")
}

/// What the tokens of a side are read with.
#[derive(Debug, Default)]
pub(crate) struct Reading<'a> {
    lexicon: Option<&'a Lexicon>,
    packed: Option<&'static Packed>,
    /// Names of the other side that are spelt in pinyin.
    names: HashSet<String>,
}

impl<'a> Reading<'a> {
    /// How the side in `lang` is read; `other` are the texts of the other side.
    pub(crate) fn new<'t>(lang: &LanguageTag, other: impl Iterator<Item = &'t str>, lexicon: &'a Lexicon) -> Self {
        if !is_in_characters(lang) {
            return Self::default();
        }
        let packed = Packed::get();
        let names = if lang.language() == "zh" {
            other.flat_map(|text| pieces::names(text, packed)).collect()
        } else {
            HashSet::new()
        };
        Self {
            lexicon: Some(lexicon),
            packed: Some(packed),
            names,
        }
    }

    /// A character as it is compared.
    pub(crate) fn simple(&self, c: char) -> char {
        self.packed.map_or(c, |packed| packed.simple(c))
    }

    /// Cuts a run of simplified characters into as few terms as can be.
    pub(crate) fn pieces(&self, run: &[char]) -> Vec<String> {
        pieces::cut(run, |text| {
            let known = self.packed.map(|packed| packed.terms_of(text)).unwrap_or_default();
            match self.lexicon.filter(|lexicon| !lexicon.entries.is_empty()) {
                Some(lexicon) => known.and(Lengths::of(text, |term| lexicon.has(term))),
                None => known,
            }
        })
    }

    /// The names of the other side that some of these characters may be read as.
    pub(crate) fn names(&self, run: &[char]) -> Vec<String> {
        match self.packed {
            Some(packed) if !self.names.is_empty() => pieces::read_as(run, &self.names, packed),
            _ => Vec::new(),
        }
    }
}
