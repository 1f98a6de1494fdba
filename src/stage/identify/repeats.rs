//! Which ids must be remembered: those that repeat, and what they may become. All others are unique, and need no memory.

use crate::model::Content;

/// A hash of an id, of 64 bits (XXH3); of an id that is derived from a [`Content`], half of that.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct IdHash(u64);

impl IdHash {
    /// The hash of an id.
    pub(crate) fn of(id: &str) -> Self {
        match Content::of_id(id) {
            Some(content) => Self::of_content(content),
            None => Self(twox_hash::XxHash3_64::oneshot(id.as_bytes())),
        }
    }

    /// The same from its number.
    pub(crate) fn from_number(number: u64) -> Self {
        Self(number)
    }

    /// Its number.
    pub(crate) fn number(self) -> u64 {
        self.0
    }

    /// The hash of the id that is derived from a content.
    pub(crate) fn of_content(content: Content) -> Self {
        Self(content.half())
    }
}

/// The ids of a run that come more than once, at 8 bytes each. Some that do not may look as if they did.
#[derive(Debug, Clone, Default)]
pub(crate) struct Repeats {
    /// In order.
    hashes: Vec<IdHash>,
    /// Whether any id that looks derived may repeat.
    with_derived: bool,
}

impl Repeats {
    /// None so far; with those that look [derived](Content), of which it is not known where `with_derived`.
    pub(crate) fn with_derived(with_derived: bool) -> Self {
        Self {
            hashes: Vec::new(),
            with_derived,
        }
    }

    /// Adds the hash of an id that repeats. They come in order, the least first.
    pub(crate) fn add(&mut self, hash: IdHash) {
        self.hashes.push(hash);
    }

    /// Whether every id comes once.
    pub(crate) fn are_none(&self) -> bool {
        self.hashes.is_empty() && !self.with_derived
    }

    /// Whether an id may have come, or come again: it repeats, or it is one that repeats with numbers behind it, which is what
    /// repeats are given.
    pub(crate) fn may_be_of(&self, id: &str) -> bool {
        let is_of = |id: &str| {
            self.with_derived && Content::of_id(id).is_some() || self.hashes.binary_search(&IdHash::of(id)).is_ok()
        };
        !self.are_none() && std::iter::successors(Some(id), |id| unnumbered(id)).any(is_of)
    }
}

/// An id without the number behind it.
fn unnumbered(id: &str) -> Option<&str> {
    let (base, number) = id.rsplit_once('-')?;
    let is_number = !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit());
    is_number.then_some(base)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_repeats_is_known_with_any_numbers_behind_it() {
        assert!(!Repeats::default().may_be_of("a"));
        let mut hashes = ["a", "c-2", "0123456789abcdef0123456789abcdef"].map(IdHash::of);
        hashes.sort_unstable();
        let mut repeats = Repeats::default();
        for hash in hashes {
            repeats.add(hash);
        }
        for id in [
            "a",
            "a-2",
            "a-17-3",
            "c-2",
            "c-2-9",
            "0123456789abcdef0123456789abcdef-2",
        ] {
            assert!(repeats.may_be_of(id), "{id}");
        }
        for id in ["", "b", "c", "c-3", "a-", "a-x", "a-2x", "-2", "ab-2"] {
            assert!(!repeats.may_be_of(id), "{id}");
        }
    }
}
