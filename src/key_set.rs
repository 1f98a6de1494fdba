//! Sets of names by their hashes, and hashes of numbers.

use std::collections::HashSet;
use std::hash::{BuildHasher, BuildHasherDefault, Hasher, RandomState};

use crate::model::reuse;

/// Keys of 64 bits, which take 9 to 18 bytes each.
type KeySet = HashSet<u64, BuildHasherDefault<KeyItself>>;

/// Takes a key, which is a hash already, for its own hash.
#[derive(Debug, Default)]
struct KeyItself(u64);

impl Hasher for KeyItself {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = self.0.rotate_left(8) ^ u64::from(*byte);
        }
    }

    fn write_u64(&mut self, key: u64) {
        self.0 = key;
    }
}

/// Hashes numbers of 64 bits, such as pairs of small ones (XXH3), in a way that differs from map to map.
#[derive(Debug, Clone)]
pub(crate) struct ByNumber {
    seed: u64,
}

impl Default for ByNumber {
    fn default() -> Self {
        Self { seed: seed() }
    }
}

impl BuildHasher for ByNumber {
    type Hasher = NumberHasher;

    fn build_hasher(&self) -> NumberHasher {
        NumberHasher(self.seed)
    }
}

/// What nobody can know beforehand.
fn seed() -> u64 {
    RandomState::new().build_hasher().finish()
}

#[derive(Debug)]
pub(crate) struct NumberHasher(u64);

impl Hasher for NumberHasher {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        self.0 = twox_hash::XxHash3_64::oneshot_with_seed(self.0, bytes);
    }
}

/// The lower half of a hash.
pub(crate) fn lower_half(hash: u128) -> u64 {
    let [low @ .., _, _, _, _, _, _, _, _] = hash.to_le_bytes();
    u64::from_le_bytes(low)
}

/// Names, by a hash of 64 bits (XXH3) that differs from set to set, so that nobody can make up names that are slow to hold. Of n
/// names, a new one looks as if it had come with a chance of n in 2^64.
///
/// Names take 8 to 18 bytes each. As long as each is greater than all before, as numbers are that count up, nothing is looked up.
#[derive(Debug)]
pub(crate) struct NameSet {
    /// The hashes of names that were each greater than all before; not in `table`.
    ascending: Vec<u64>,
    /// The greatest name, the longer of two, or the one whose bytes come later.
    greatest: Option<String>,
    table: KeySet,
    seed: u64,
}

impl Default for NameSet {
    fn default() -> Self {
        Self {
            ascending: Vec::new(),
            greatest: None,
            table: KeySet::default(),
            seed: seed(),
        }
    }
}

impl NameSet {
    /// Adds a name; whether it was not there.
    pub(crate) fn insert(&mut self, name: &str) -> bool {
        let hash = self.hash_of(name);
        if !self.is_greatest(name) {
            return self.table().insert(hash);
        }
        self.ascending.push(hash);
        reuse::refill_or_new(&mut self.greatest, name);
        true
    }

    /// Whether a name is there.
    pub(crate) fn contains(&mut self, name: &str) -> bool {
        if self.is_greatest(name) {
            return false;
        }
        let hash = self.hash_of(name);
        self.table().contains(&hash)
    }

    /// How many names are there.
    pub(crate) fn len(&self) -> usize {
        self.ascending.len() + self.table.len()
    }

    /// Takes all names out.
    pub(crate) fn clear(&mut self) {
        self.ascending.clear();
        self.greatest = None;
        self.table.clear();
    }

    /// Whether a name is greater than all that are there.
    fn is_greatest(&self, name: &str) -> bool {
        self.greatest.as_ref().is_none_or(|greatest| {
            let (name, greatest) = (name.as_bytes(), greatest.as_bytes());
            (name.len(), name) > (greatest.len(), greatest)
        })
    }

    /// The table of all names.
    fn table(&mut self) -> &mut KeySet {
        self.table.extend(std::mem::take(&mut self.ascending));
        &mut self.table
    }

    fn hash_of(&self, name: &str) -> u64 {
        twox_hash::XxHash3_64::oneshot_with_seed(self.seed, name.as_bytes())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_known_in_whatever_order_they_come() {
        let up: Vec<String> = (0..200).map(|number| number.to_string()).collect();
        let down: Vec<String> = up.iter().rev().cloned().collect();
        let mixed: Vec<String> = (0..200).map(|number| (number * 77 % 200).to_string()).collect();
        for names in [up, down, mixed] {
            let mut set = NameSet::default();
            for (number, name) in names.iter().enumerate() {
                assert!(!set.contains(name) && set.insert(name) && set.contains(name), "{name}");
                assert_eq!(set.len(), number + 1);
                let before = &names[number / 2];
                assert!(set.contains(before) && !set.insert(before), "{before}");
            }
            set.clear();
            assert!(set.len() == 0 && !set.contains("7") && set.insert("7"));
        }
    }

    #[test]
    fn names_that_count_up_are_not_looked_up() {
        let mut set = NameSet::default();
        assert!((0..1000).all(|number| set.insert(&number.to_string())));
        assert!(set.table.is_empty() && !set.contains("1000"));
        assert!(!set.insert("999") && set.table.len() == 1000 && set.ascending.is_empty());
        assert!(set.insert("1000") && set.insert("1001") && set.table.len() == 1000);
    }
}
