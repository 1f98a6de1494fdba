//! What is noted of a unit, to be sorted.

use super::key::upper_half;
use super::merge::LegacyMark;
use crate::io::{Bytes, Record};
use crate::model::{Digest, Seconds};

/// What was noted of a unit. Units of one source follow each other, in them those that are the same, in file order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Seen {
    pub(super) source: u128,
    pub(super) key: u128,
    /// The number of the unit in the run, from 0.
    pub(super) order: u64,
    date: Seconds,
    pub(super) exact: u64,
    pub(super) legacy: LegacyMark,
}

impl Seen {
    pub(super) fn new(order: u64, digest: &Digest) -> Self {
        Self {
            source: digest.source,
            key: digest.key,
            order,
            date: digest.date,
            exact: digest.exact,
            legacy: LegacyMark(digest.legacy),
        }
    }

    pub(super) fn date(&self) -> Option<i64> {
        self.date.get()
    }
}

impl Record for Seen {
    const BYTES: usize = 64;

    fn put(&self, bytes: &mut Vec<u8>) {
        bytes.extend(self.source.to_le_bytes());
        bytes.extend(self.key.to_le_bytes());
        bytes.extend(self.order.to_le_bytes());
        bytes.extend(self.date.number().to_le_bytes());
        bytes.extend(self.exact.to_le_bytes());
        bytes.extend(self.legacy.0.to_le_bytes());
    }

    fn get(bytes: &mut Bytes<'_>) -> Self {
        Self {
            source: bytes.wide_number(),
            key: bytes.wide_number(),
            order: bytes.number(),
            date: Seconds::from_number(bytes.number().cast_signed()),
            exact: bytes.number(),
            legacy: LegacyMark(bytes.number()),
        }
    }

    fn lead(&self) -> u64 {
        upper_half(self.source)
    }
}
