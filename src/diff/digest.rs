//! A hash by which units that mean the same are known. It is BLAKE3, which nobody can make up collisions of: equal digests are
//! taken for equal units.

/// Feeds texts to a hash so that no two sequences of texts look the same.
pub(super) struct TextHasher {
    hasher: blake3::Hasher,
    /// What is gathered, since few bytes at a time are slow.
    pending: Vec<u8>,
}

/// How many bytes are gathered.
const PENDING_BYTES: usize = 1 << 12;

/// How many bytes most units have.
const USUAL_BYTES: usize = 1 << 9;

impl TextHasher {
    fn new() -> Self {
        Self {
            hasher: blake3::Hasher::new(),
            pending: Vec::with_capacity(USUAL_BYTES),
        }
    }

    /// Adds a text, its length first.
    pub(super) fn text(&mut self, text: &str) {
        self.pending.extend_from_slice(&(text.len() as u64).to_le_bytes());
        self.pending.extend_from_slice(text.as_bytes());
        if self.pending.len() >= PENDING_BYTES {
            self.flush();
        }
    }

    fn flush(&mut self) {
        self.hasher.update(&self.pending);
        self.pending.clear();
    }
}

/// The first 128 bits of the hash of what `feed` adds.
pub(super) fn short_hash(feed: impl FnOnce(&mut TextHasher)) -> [u8; 16] {
    let mut hasher = TextHasher::new();
    feed(&mut hasher);
    hasher.flush();
    let hash = hasher.hasher.finalize();
    hash.as_bytes().first_chunk().copied().unwrap_or_default()
}
