//! Records that are sorted in memory.

use std::collections::VecDeque;

use super::Record;

/// Where a record stands that is sorted by its lead, so that large records need not be moved: one number, which is compared
/// at once, of the lead and, below it, the place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Led(u128);

impl Led {
    fn new(lead: u64, at: usize) -> Self {
        Self(u128::from(lead) << 64 | at as u128)
    }

    fn has_lead_of(self, other: Self) -> bool {
        (self.0 ^ other.0) >> 64 == 0
    }

    fn record<R>(self, records: &[R]) -> Option<&R> {
        usize::try_from(self.0 & u128::from(u64::MAX))
            .ok()
            .and_then(|at| records.get(at))
    }
}

/// Beyond how many bytes it is cheaper to sort leads.
const LARGE_BYTES: usize = 32;

/// How many bytes of memory a record takes while it is sorted.
pub(super) const fn sorting_bytes<R: Record>() -> usize {
    if size_of::<R>() > LARGE_BYTES {
        size_of::<R>() + size_of::<Led>()
    } else {
        size_of::<R>()
    }
}

/// Records in memory, in order.
#[derive(Debug)]
pub(super) struct InMemory<R> {
    records: Vec<R>,
    /// Where they stand, if they are large: `records` itself is as it was.
    led: Option<Vec<Led>>,
    next: usize,
    /// Large records that come next: memory is waited for but once, for all of them.
    fetched: VecDeque<R>,
}

/// How many large records are fetched at once.
const FETCHED: usize = 32;

impl<R: Record> InMemory<R> {
    pub(super) fn sort(mut records: Vec<R>) -> Self {
        let led = if size_of::<R>() > LARGE_BYTES {
            let leads = records.iter().enumerate();
            let mut led: Vec<Led> = leads.map(|(at, record)| Led::new(record.lead(), at)).collect();
            led.sort_unstable();
            for alike in led.chunk_by_mut(|one, next| one.has_lead_of(*next)) {
                if alike.len() > 1 {
                    alike.sort_unstable_by(|a, b| a.record(&records).cmp(&b.record(&records)));
                }
            }
            Some(led)
        } else {
            records.sort_unstable();
            None
        };
        Self {
            records,
            led,
            next: 0,
            fetched: VecDeque::new(),
        }
    }

    /// The memory of the records, to be used again.
    pub(super) fn emptied(mut self) -> Vec<R> {
        self.records.clear();
        self.records
    }
}

impl<R: Record> Iterator for InMemory<R> {
    type Item = R;

    fn next(&mut self) -> Option<R> {
        let Some(led) = &self.led else {
            let record = self.records.get(self.next).copied();
            self.next += 1;
            return record;
        };
        if self.fetched.is_empty() {
            let next = led.iter().skip(self.next).take(FETCHED);
            self.fetched
                .extend(next.filter_map(|led| led.record(&self.records).copied()));
            self.next += self.fetched.len();
        }
        self.fetched.pop_front()
    }
}
