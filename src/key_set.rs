//! Sets of keys that are hashes already, and of names by their hashes.

use std::collections::HashSet;
use std::hash::{BuildHasherDefault, Hasher};

/// Keys of 64 bits, which take 9 to 18 bytes each.
pub(crate) type KeySet = HashSet<u64, BuildHasherDefault<KeyItself>>;

/// Takes a key, which is a hash already, for its own hash.
#[derive(Debug, Default)]
pub(crate) struct KeyItself(u64);

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

/// Names, by a hash of 64 bits (XXH3): what has come is known for sure, and what only looks as if it had come, by one chance in
/// some million of millions.
#[derive(Debug, Default)]
pub(crate) struct NameSet(KeySet);

impl NameSet {
    /// Adds a name; whether it was not there.
    pub(crate) fn insert(&mut self, name: &str) -> bool {
        self.0.insert(hash_of(name))
    }

    /// Whether a name is there.
    pub(crate) fn contains(&self, name: &str) -> bool {
        self.0.contains(&hash_of(name))
    }

    /// How many names are there.
    pub(crate) fn len(&self) -> usize {
        self.0.len()
    }

    /// Takes all names out.
    pub(crate) fn clear(&mut self) {
        self.0.clear();
    }
}

/// What stands for a name.
pub(crate) fn hash_of(name: &str) -> u64 {
    twox_hash::XxHash3_64::oneshot(name.as_bytes())
}
