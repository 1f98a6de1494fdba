//! Sets of keys that are hashes already, and of names by their hashes.

use std::collections::HashSet;
use std::hash::{BuildHasher, BuildHasherDefault, Hasher, RandomState};

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

/// Names, by a hash of 64 bits (XXH3) that differs from set to set, so that nobody can make up names that are slow to hold. Of n
/// names, a new one looks as if it had come with a chance of n in 2^64.
#[derive(Debug)]
pub(crate) struct NameSet {
    hashes: KeySet,
    seed: u64,
}

impl Default for NameSet {
    fn default() -> Self {
        Self {
            hashes: KeySet::default(),
            seed: seed(),
        }
    }
}

impl NameSet {
    /// Adds a name; whether it was not there.
    pub(crate) fn insert(&mut self, name: &str) -> bool {
        self.hashes.insert(self.hash_of(name))
    }

    /// Whether a name is there.
    pub(crate) fn contains(&self, name: &str) -> bool {
        self.hashes.contains(&self.hash_of(name))
    }

    /// How many names are there.
    pub(crate) fn len(&self) -> usize {
        self.hashes.len()
    }

    /// Takes all names out.
    pub(crate) fn clear(&mut self) {
        self.hashes.clear();
    }

    fn hash_of(&self, name: &str) -> u64 {
        twox_hash::XxHash3_64::oneshot_with_seed(self.seed, name.as_bytes())
    }
}
