//! Patterns of rules: searched for by `regex`, or by [`Search`] where it can't, or would read a long text over and over.

use std::slice;

use regex::Regex;
use regex_syntax::ParserBuilder;
use regex_syntax::hir::{Class, Hir, HirKind, Look};

use super::icu::{MARK, translate};
use super::memo::Memo;
use super::search::Search;

#[derive(Debug, Clone)]
pub(super) enum Pattern {
    Regex(Regex),
    /// By `regex`, but for texts with long words.
    ByWords(Regex, Search),
    Search(Search),
}

enum Engine<'p> {
    Regex(&'p Regex),
    Search(&'p Search),
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
        if said.contains(MARK) || said.is_empty() || runs_on(&hir, ' ') {
            return Search::new(&hir).map(Self::Search);
        }
        regex(&said, &hir)
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
        if said.contains(MARK) || said.is_empty() || looks_first || runs_on(&hir, ' ') {
            return Search::new(&hir).map(Self::Search);
        }
        let from_there = Hir::concat(vec![Hir::look(Look::Start), hir.clone()]);
        // said anew, since a pattern may end within a comment
        regex(&from_there.to_string(), &hir)
    }

    /// A whole language tag, in whatever case.
    ///
    /// # Errors
    ///
    /// Says why the pattern can't be read.
    pub(super) fn tag(pattern: &str) -> Result<Self, String> {
        let mut parser = ParserBuilder::new().case_insensitive(true).build();
        let hir = parser.parse(&translate(pattern)?).map_err(|error| why(&error))?;
        let whole = Hir::concat(vec![Hir::look(Look::Start), hir, Hir::look(Look::End)]);
        Search::new(&whole).map(Self::Search)
    }

    /// The first match from `from` on.
    pub(super) fn find_at(&self, text: &str, from: usize, memo: &mut Memo) -> Option<(usize, usize)> {
        match self.engine(text, memo) {
            Engine::Regex(regex) => regex.find_at(text, from).map(|found| (found.start(), found.end())),
            Engine::Search(search) => search.find_at(text, from, memo),
        }
    }

    /// Whether a pattern of what stands after a place fits `place`.
    pub(super) fn fits(&self, text: &str, place: usize, memo: &mut Memo) -> bool {
        match self.engine(text, memo) {
            Engine::Regex(regex) => text.get(place..).is_some_and(|rest| regex.is_match(rest)),
            Engine::Search(search) => search.match_at(text, place, memo).is_some(),
        }
    }

    /// What searches a text.
    fn engine(&self, text: &str, memo: &mut Memo) -> Engine<'_> {
        match self {
            Self::Regex(regex) => Engine::Regex(regex),
            Self::ByWords(regex, _) if !memo.has_long_words(text) => Engine::Regex(regex),
            Self::ByWords(_, search) | Self::Search(search) => Engine::Search(search),
        }
    }
}

fn regex(said: &str, hir: &Hir) -> Result<Pattern, String> {
    let regex = Regex::new(said).map_err(|_| "it is too large".to_owned())?;
    if runs_on(hir, '字') {
        return Ok(Pattern::ByWords(regex, Search::new(hir)?));
    }
    Ok(Pattern::Regex(regex))
}

/// Whether a match may run on over letters and `c`: with a space from word to word, as that of `.*` does, and so take the rest of
/// a text from each start; with a Chinese character over all of a clause.
fn runs_on(hir: &Hir, c: char) -> bool {
    match hir.kind() {
        HirKind::Repetition(repeated) if repeated.max.is_none() => reads(&repeated.sub, 'a') && reads(&repeated.sub, c),
        _ => parts(hir).any(|part| runs_on(part, c)),
    }
}

/// Whether `c` is read somewhere in a pattern.
fn reads(hir: &Hir, c: char) -> bool {
    match hir.kind() {
        HirKind::Literal(literal) => String::from_utf8_lossy(&literal.0).contains(c),
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

    #[test]
    fn no_more_is_remembered_than_the_limit() {
        let text = "a ".repeat(1000);
        let near = Pattern::before(r"\b.{0,9}(?=zz)").unwrap();
        let far = Pattern::before(r".*(?=zz)").unwrap();
        let mut memo = Memo::with_max(500);
        assert!(near.find_at(&text, 0, &mut memo).is_none() && !memo.gave_up());
        assert!(far.find_at(&text, 0, &mut Memo::with_max(500)).is_none());
        let mut memo = Memo::with_max(500);
        assert!(far.find_at(&format!("{text}zz"), 0, &mut memo).is_none() && memo.gave_up());
    }
}
