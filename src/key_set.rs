//! Sets of keys that are hashes already.

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
