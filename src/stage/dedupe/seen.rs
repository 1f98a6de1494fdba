//! What is noted of a unit, to be sorted.

use super::key::upper_half;
use super::merge::LegacyMark;
use crate::io::{Bytes, Record};
use crate::model::Digest;

/// What was noted of a unit. Units of one source follow each other, in them those that are the same, in file order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Seen {
    pub(super) source: u128,
    pub(super) key: u128,
    /// The number of the unit in the run, from 0.
    pub(super) order: u64,
    /// In seconds since 1970, or [`NO_DATE`]: an option of it would take as much again.
    date: i64,
    pub(super) exact: u64,
    pub(super) legacy: LegacyMark,
}

/// Stands for no date: long before anything was dated.
const NO_DATE: i64 = i64::MIN;

impl Seen {
    pub(super) fn new(order: u64, digest: &Digest) -> Self {
        Self {
            source: digest.source,
            key: digest.key,
            order,
            date: digest.date.unwrap_or(NO_DATE),
            exact: digest.exact,
            legacy: LegacyMark(digest.legacy),
        }
    }

    pub(super) fn date(&self) -> Option<i64> {
        Some(self.date).filter(|date| *date != NO_DATE)
    }
}

impl Record for Seen {
    const BYTES: usize = 64;

    fn put(&self, bytes: &mut Vec<u8>) {
        bytes.extend(self.source.to_le_bytes());
        bytes.extend(self.key.to_le_bytes());
        bytes.extend(self.order.to_le_bytes());
        bytes.extend(self.date.to_le_bytes());
        bytes.extend(self.exact.to_le_bytes());
        bytes.extend(self.legacy.0.to_le_bytes());
    }

    fn get(bytes: &mut Bytes<'_>) -> Self {
        Self {
            source: bytes.wide_number(),
            key: bytes.wide_number(),
            order: bytes.number(),
            date: bytes.number().cast_signed(),
            exact: bytes.number(),
            legacy: LegacyMark(bytes.number()),
        }
    }

    fn lead(&self) -> u64 {
        upper_half(self.source)
    }
}
