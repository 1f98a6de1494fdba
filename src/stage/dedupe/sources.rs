//! Which sources have come, at two bytes each where memory is used up, at six just after more was taken.
//!
//! It is a Bloom filter in blocks of a cache line (Putze, Sanders, Singler: Cache-, Hash- and Space-Efficient Bloom Filters,
//! 2007), and further ones of rising size as more sources come.

use super::key::{Key, upper_half};
use crate::key_set::lower_half;
use crate::model::Digest;

/// How many bits a source takes where a filter is full. One of several hundred new sources looks as if it had come then.
const SOURCE_BITS: usize = 16;

/// How many blocks the first filter has, and the fewest that a further one is made for: 16 KiB, for a small input.
const FIRST_BLOCKS: usize = 1 << 8;

/// How many blocks a filter has that is no longer small: 1 MiB.
const MANY_BLOCKS: usize = 1 << 14;

/// How many times larger the next one is behind a small one, and behind another.
const GROWTH: (usize, usize) = (8, 2);

/// The sources that have come. None is forgotten; a few seem to have come that have not.
#[derive(Debug)]
pub(super) struct Sources {
    filters: Vec<Filter>,
    /// How many bytes all filters may take.
    most_bytes: usize,
    is_full: bool,
}

impl Sources {
    pub(super) fn new(most_bytes: usize) -> Self {
        Self {
            filters: Vec::new(),
            most_bytes,
            is_full: false,
        }
    }

    /// Whether a source comes for the first time for sure; it is taken note of, unless there is no memory for it.
    pub(super) fn is_first(&mut self, source: Key) -> bool {
        if self.filters.iter().any(|filter| filter.has(source)) {
            return false;
        }
        if self.filters.last().is_none_or(|filter| filter.left == 0) {
            match self.next_blocks() {
                Some(blocks) => self.filters.push(Filter::new(blocks)),
                None => self.is_full = true,
            }
        }
        if let Some(filter) = self.filters.last_mut().filter(|filter| filter.left > 0) {
            filter.add(source);
        }
        true
    }

    /// Reads what will be looked at when these units come, all at once, so that it is near then.
    pub(super) fn foresee(&self, coming: &[Digest]) {
        for filter in &self.filters {
            let blocks = coming
                .iter()
                .filter_map(|digest| filter.blocks.get(filter.place(digest.source)));
            std::hint::black_box(blocks.fold(0, |seen, Block(bits)| seen ^ bits[0]));
        }
    }

    /// Whether a source came that was not taken note of.
    pub(super) fn is_full(&self) -> bool {
        self.is_full
    }

    /// How many blocks the next filter has, if there is memory for one.
    fn next_blocks(&self) -> Option<usize> {
        let taken: usize = self.filters.iter().map(|filter| filter.blocks.len()).sum();
        let allowed = (self.most_bytes / size_of::<Block>()).saturating_sub(taken);
        let grown = |blocks: usize| blocks * if blocks < MANY_BLOCKS { GROWTH.0 } else { GROWTH.1 };
        let last = self.filters.last();
        let wanted = last.map_or(FIRST_BLOCKS, |last| grown(last.blocks.len()));
        let blocks = wanted.min(1_usize.checked_shl(allowed.checked_ilog2()?)?);
        (blocks >= FIRST_BLOCKS).then_some(blocks)
    }
}

/// A cache line: of each source in it one bit in each number is set.
#[derive(Debug, Clone, Copy, Default)]
#[repr(align(64))]
struct Block([u64; 8]);

impl Block {
    fn of(source: Key) -> Self {
        let mut bits = upper_half(source);
        Self(std::array::from_fn(|_| {
            let bit = bits & 63;
            bits >>= 6;
            1 << bit
        }))
    }
}

#[derive(Debug)]
struct Filter {
    /// As many as a power of two.
    blocks: Vec<Block>,
    /// How many more sources may come in.
    left: usize,
}

impl Filter {
    fn new(blocks: usize) -> Self {
        Self {
            blocks: vec![Block::default(); blocks],
            left: blocks * size_of::<Block>() * 8 / SOURCE_BITS,
        }
    }

    fn place(&self, source: Key) -> usize {
        let mask = self.blocks.len().saturating_sub(1);
        usize::try_from(lower_half(source) & mask as u64).unwrap_or_default()
    }

    fn has(&self, source: Key) -> bool {
        let Block(wanted) = Block::of(source);
        let block = self.blocks.get(self.place(source));
        block.is_some_and(|Block(held)| held.iter().zip(wanted).all(|(held, wanted)| held & wanted != 0))
    }

    fn add(&mut self, source: Key) {
        let place = self.place(source);
        if let Some(Block(held)) = self.blocks.get_mut(place) {
            for (held, new) in held.iter_mut().zip(Block::of(source).0) {
                *held |= new;
            }
        }
        self.left = self.left.saturating_sub(1);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn source(number: u64) -> Key {
        twox_hash::XxHash3_128::oneshot(&number.to_le_bytes())
    }

    #[test]
    fn a_source_that_has_come_is_never_taken_for_new_and_few_new_ones_for_known() {
        const COUNT: u64 = 700_000;
        let mut sources = Sources::new(8 << 20);
        let seem_known = (0..COUNT).filter(|number| !sources.is_first(source(*number))).count();
        assert!(seem_known < 4000, "{seem_known}");
        assert!(!sources.is_full());
        let blocks: Vec<usize> = sources.filters.iter().map(|filter| filter.blocks.len()).collect();
        assert_eq!(blocks, [1 << 8, 1 << 11, 1 << 14, 1 << 15]);
        assert!((0..COUNT).all(|number| !sources.is_first(source(number))));
    }

    #[test]
    fn memory_is_bounded() {
        for (most_bytes, least) in [(0, 0), (5000, 0), (100_000, 40_000), (3 << 20, 1_500_000)] {
            let mut sources = Sources::new(most_bytes);
            let taken = (0..2_000_000).take_while(|number| {
                sources.is_first(source(*number));
                !sources.is_full()
            });
            assert!(taken.count() >= least, "{most_bytes}");
            let blocks: usize = sources.filters.iter().map(|filter| filter.blocks.len()).sum();
            assert!(blocks * size_of::<Block>() <= most_bytes);
        }
    }
}
