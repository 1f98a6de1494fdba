//! Patterns of rules: searched for by `regex`, or by [`Search`] where it can't, or would read a long text over and over.

use std::slice;

use regex::Regex;
use regex_syntax::hir::{Class, Hir, HirKind};

use super::icu::{MARK, translate};
use super::memo::Memo;
use super::search::Search;

#[derive(Debug, Clone)]
pub(super) enum Pattern {
    Regex(Regex),
    Search(Search),
}

/// The empty pattern, which fits everywhere.
impl Default for Pattern {
    fn default() -> Self {
        Self::Search(Search::default())
    }
}

impl Pattern {
    /// What stands before a place.
    ///
    /// # Errors
    ///
    /// Says why the pattern can't be read.
    pub(super) fn before(pattern: &str) -> Result<Self, String> {
        let said = translate(pattern)?;
        let hir = regex_syntax::parse(&said).map_err(|error| why(&error))?;
        if said.contains(MARK) || said.is_empty() || runs_on(&hir) {
            return Search::new(&hir).map(Self::Search);
        }
        regex(&said)
    }

    /// What stands after a place. It is searched for from there, so `regex`, which would not see what stands before, takes no
    /// pattern that looks there first.
    ///
    /// # Errors
    ///
    /// Says why the pattern can't be read.
    pub(super) fn after(pattern: &str) -> Result<Self, String> {
        let said = translate(pattern)?;
        let hir = regex_syntax::parse(&said).map_err(|error| why(&error))?;
        let looks_first = !hir.properties().look_set_prefix_any().is_empty();
        if said.contains(MARK) || said.is_empty() || looks_first || runs_on(&hir) {
            return Search::new(&hir).map(Self::Search);
        }
        regex(&format!("^(?:{said})"))
    }

    /// The first match from `from` on.
    pub(super) fn find_at(&self, text: &str, from: usize, memo: &mut Memo) -> Option<(usize, usize)> {
        match self {
            Self::Regex(regex) => regex.find_at(text, from).map(|found| (found.start(), found.end())),
            Self::Search(search) => search.find_at(text, from, memo),
        }
    }

    /// Whether a pattern of what stands after a place fits `place`.
    pub(super) fn fits(&self, text: &str, place: usize, memo: &mut Memo) -> bool {
        match self {
            Self::Regex(regex) => text.get(place..).is_some_and(|rest| regex.is_match(rest)),
            Self::Search(search) => search.match_at(text, place, memo).is_some(),
        }
    }
}

fn regex(said: &str) -> Result<Pattern, String> {
    Regex::new(said)
        .map(Pattern::Regex)
        .map_err(|_| "it is too large".to_owned())
}

/// Whether a match may run on from word to word, as that of `.*` does, and so take the rest of a text from each start.
fn runs_on(hir: &Hir) -> bool {
    match hir.kind() {
        HirKind::Repetition(repeated) if repeated.max.is_none() => {
            reads(&repeated.sub, 'a') && reads(&repeated.sub, ' ')
        }
        _ => parts(hir).any(runs_on),
    }
}

/// Whether `c` is read somewhere in a pattern.
fn reads(hir: &Hir, c: char) -> bool {
    match hir.kind() {
        HirKind::Literal(literal) => literal.0.iter().any(|&byte| char::from(byte) == c),
        HirKind::Class(Class::Unicode(class)) => class.iter().any(|range| range.start() <= c && c <= range.end()),
        _ => parts(hir).any(|part| reads(part, c)),
    }
}

fn parts(hir: &Hir) -> impl Iterator<Item = &Hir> {
    match hir.kind() {
        HirKind::Repetition(repeated) => slice::from_ref(&*repeated.sub),
        HirKind::Capture(capture) => slice::from_ref(&*capture.sub),
        HirKind::Concat(parts) | HirKind::Alternation(parts) => parts,
        _ => &[],
    }
    .iter()
}

/// Why a pattern is none.
fn why(error: &regex_syntax::Error) -> String {
    match error {
        regex_syntax::Error::Parse(error) => error.kind().to_string(),
        regex_syntax::Error::Translate(error) => error.kind().to_string(),
        _ => error.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_ways_of_searching_find_the_same() {
        let patterns = [
            r"[.?!]+",
            r"\b(Mr|Mrs|No|pp)\.\s",
            r"\s\p{L}[.!?…]\s?",
            r"^\s*\p{Nd}+[\p{Nd}.)]+\s+",
            r"(?i)(d+r?)*?\.",
            r"(?:a*|b)*c?",
            r"(?:a|b*)+c",
            r"(\w{2,3}){2}|\B.",
            r".*\.",
            r"(x|)+?y??$",
        ];
        let texts = [
            "",
            "Mr. Nö and Dr. No. 5?! ddr. Ab…",
            " 12.3) abbac aabbc\nccb",
            "xxy yx\u{301} ᏸ. ",
        ];
        for pattern in patterns {
            let regex = Pattern::Regex(Regex::new(pattern).unwrap());
            let search = Pattern::Search(Search::new(&regex_syntax::parse(pattern).unwrap()).unwrap());
            for text in texts {
                let (mut no_memo, mut memo) = (Memo::default(), Memo::default());
                for (from, _) in text.char_indices() {
                    let found = search.find_at(text, from, &mut memo);
                    assert_eq!(
                        found,
                        regex.find_at(text, from, &mut no_memo),
                        "{pattern} in {text} from {from}"
                    );
                }
            }
        }
    }
}
