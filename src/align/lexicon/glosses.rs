//! From glosses to links between the words of a text.

use std::collections::{BTreeMap, HashMap};
use std::sync::OnceLock;

use super::packed::Packed;
use super::pieces::Lengths;
use super::{Lexicon, pieces, stem};
use crate::align::anchors::Kind;
use crate::align::cost::{Link, Words};
use crate::align::real;
use crate::align::script::is_han;
use crate::model::LanguageTag;

/// How many glosses of a term are used; later ones are rare senses.
const MOST_GLOSSES: usize = 12;

/// How many words a gloss may have; longer ones explain rather than translate.
const MOST_WORDS: usize = 5;

/// How far glosses are believed.
const BELIEF: f64 = 0.5;

/// English words that say nothing by themselves.
const STOP: &[&str] = &[
    "a", "an", "and", "as", "at", "be", "by", "cl", "etc", "for", "from", "in", "it", "its", "of", "on", "one", "or",
    "sb", "sb's", "sth", "that", "the", "to", "with",
];

/// Links the words of a text by glosses of their own and the user's.
pub(crate) fn links(words: &Words, langs: [&LanguageTag; 2], lexicon: &Lexicon) -> Vec<Link> {
    let mut found = Vec::new();
    for side in [0, 1] {
        let [from, to] = [langs[side].language(), langs[1 - side].language()];
        let packed = (matches!(from, "zh" | "ja") && to == "en").then(Packed::get);
        if packed.is_some() || !lexicon.entries.is_empty() {
            of_side(words, side, to, packed, lexicon, &mut found);
        }
        if matches!((from, to), ("de", "fr")) {
            of_side(words, side, to, None, german_and_french(), &mut found);
        }
    }
    found.extend(lexicon.learnt_links(words, langs));
    found
}

/// The short list for German and French that is compiled in.
fn german_and_french() -> &'static Lexicon {
    static LIST: OnceLock<Lexicon> = OnceLock::new();
    LIST.get_or_init(|| {
        let mut lexicon = Lexicon::default();
        let rows = include_str!("../../../data/lexicon/de-fr.tsv").lines();
        for (german, french) in rows.filter_map(|row| row.split_once('\t')) {
            lexicon.add(german, french);
        }
        lexicon.sort();
        lexicon
    })
}

fn of_side(words: &Words, side: usize, to: &str, packed: Option<&Packed>, lexicon: &Lexicon, found: &mut Vec<Link>) {
    let index = Index::new(words, 1 - side, to);
    // by the other side's word, then by this side's: their weights
    let mut weights: BTreeMap<(u32, u32), f64> = BTreeMap::new();
    let mut totals: HashMap<u32, f64> = HashMap::new();
    for (number, token) in (0_u32..).zip(&words.vocabulary[side]) {
        if !matches!(token.kind, Kind::Word | Kind::Character) {
            continue;
        }
        let mut glosses = glosses_of(&token.key, packed, lexicon, &index);
        glosses.truncate(MOST_GLOSSES);
        let share = 1.0 / real(glosses.len()).max(1.0);
        for gloss in &glosses {
            for &place in gloss {
                for &(other, part) in index.tokens(place) {
                    let weight = share / real(gloss.len()) * part;
                    *weights.entry((other, number)).or_default() += weight;
                    *totals.entry(other).or_default() += weight;
                }
            }
        }
    }
    for ((other, number), weight) in weights {
        let back = weight / totals.get(&other).copied().unwrap_or(1.0).max(weight);
        let weight = weight.min(1.0);
        let (source, target, forward, backward) = if side == 0 {
            (number, other, weight, back)
        } else {
            (other, number, back, weight)
        };
        found.push(Link {
            source,
            target,
            forward,
            backward,
            belief: BELIEF,
        });
    }
}

/// The glosses of a term, each as the places of its words: of the user's, the term's own and its characters' glosses those
/// that come first of which any is in the text.
fn glosses_of(term: &str, packed: Option<&Packed>, lexicon: &Lexicon, index: &Index<'_>) -> Vec<Vec<u32>> {
    let texts = lexicon.glosses_of(term).flat_map(|text| text.split(['/', ';']));
    let told: Vec<Vec<u32>> = texts.filter_map(|gloss| index.words_of(gloss)).collect();
    let Some(packed) = packed.filter(|_| !told.iter().any(|gloss| index.has(gloss))) else {
        return told;
    };
    let places_of = |term: &str| -> Vec<Vec<u32>> {
        let glosses = packed.glosses(term).into_iter();
        let places = glosses.map(|gloss| gloss.iter().map(|word| index.place(word)).collect());
        places.collect()
    };
    let known = places_of(term);
    if known.iter().any(|gloss| index.has(gloss)) || term.chars().nth(1).is_none() {
        return known;
    }
    let characters = term.chars().map(|c| places_of(c.encode_utf8(&mut [0; 4])));
    characters
        .filter_map(|glosses| glosses.into_iter().find(|gloss| index.has(gloss)))
        .collect()
}

/// The words of a side by stem.
struct Index<'a> {
    places: HashMap<String, u32>,
    /// For each stem the tokens that have it, with their share among them.
    tokens: Vec<Vec<(u32, f64)>>,
    lang: &'a str,
}

impl<'a> Index<'a> {
    fn new(words: &Words, side: usize, lang: &'a str) -> Self {
        let mut index = Self {
            places: HashMap::new(),
            tokens: vec![Vec::new()],
            lang,
        };
        for (number, token) in (0_u32..).zip(&words.vocabulary[side]) {
            if matches!(token.kind, Kind::Word | Kind::Character) {
                let next = u32::try_from(index.tokens.len()).unwrap_or(0);
                let place = *index.places.entry(index.stem(&token.key)).or_insert(next);
                if place == next {
                    index.tokens.push(Vec::new());
                }
                index.tokens[place as usize].push((number, words.count(side, number)));
            }
        }
        for tokens in &mut index.tokens {
            let total: f64 = tokens.iter().map(|&(_, count)| count).sum();
            for (_, count) in tokens.iter_mut() {
                *count /= total;
            }
        }
        index
    }

    fn stem(&self, word: &str) -> String {
        if self.lang == "en" {
            stem::english(word)
        } else if word.starts_with(is_han) {
            word.to_owned()
        } else {
            stem::other(word)
        }
    }

    /// The place of a word's stem; 0, which has no tokens, if it is not in the text.
    fn place(&self, word: &str) -> u32 {
        self.places.get(&self.stem(word)).copied().unwrap_or(0)
    }

    fn tokens(&self, place: u32) -> &[(u32, f64)] {
        self.tokens.get(place as usize).map_or(&[], Vec::as_slice)
    }

    /// Whether any word of a gloss is in the text.
    fn has(&self, gloss: &[u32]) -> bool {
        gloss.iter().any(|&place| !self.tokens(place).is_empty())
    }

    /// The words of a gloss that say something, by their places; `None` where it is no translation.
    fn words_of(&self, gloss: &str) -> Option<Vec<u32>> {
        let gloss = without_brackets(gloss);
        let gloss = gloss.trim();
        let remark = [
            "CL:",
            "variant of",
            "old variant",
            "see ",
            "see also",
            "surname ",
            "also written",
            "abbr.",
        ];
        if remark.iter().any(|start| gloss.starts_with(start)) {
            return None;
        }
        if gloss.chars().any(is_han) {
            let run: Vec<char> = super::plain(gloss).chars().filter(|&c| is_han(c)).collect();
            let pieces = pieces::cut(&run, |text| Lengths::of(text, |term| self.places.contains_key(term)));
            return Some(pieces.iter().map(|piece| self.place(piece)).collect());
        }
        let lower = gloss.to_lowercase();
        let parts = lower.split(|c: char| !c.is_alphanumeric());
        let words: Vec<&str> = parts
            .filter(|word| !word.is_empty() && (self.lang != "en" || STOP.binary_search(word).is_err()))
            .collect();
        let fits = !words.is_empty() && words.len() <= MOST_WORDS;
        fits.then(|| words.into_iter().map(|word| self.place(word)).collect())
    }
}

/// A gloss without what stands in brackets.
fn without_brackets(gloss: &str) -> String {
    let mut depth = 0_usize;
    let kept = gloss.chars().filter(|&c| {
        depth += usize::from(matches!(c, '(' | '[' | '（'));
        let inside = depth > 0;
        depth = depth.saturating_sub(usize::from(matches!(c, ')' | ']' | '）')));
        !inside
    });
    kept.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stop_words_are_in_order() {
        assert!(STOP.is_sorted());
    }

    #[test]
    fn brackets_are_no_part_of_a_gloss() {
        assert_eq!(without_brackets("to hold (a meeting) [ju3]").trim(), "to hold");
    }
}
