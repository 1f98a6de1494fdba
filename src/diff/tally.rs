//! Counts units by their digests, and knows then which of them have an equal on the other side.

use std::collections::VecDeque;

use indexmap::IndexMap;

use super::Order;
use super::meaning::Digest;

/// One of the two inputs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Side {
    A,
    B,
}

/// How often a unit stands on each side.
#[derive(Debug, Clone, Copy, Default)]
struct Counts {
    a: u64,
    b: u64,
}

impl Counts {
    fn cancelled(self) -> u64 {
        self.a.min(self.b)
    }
}

/// The count of all units.
#[derive(Debug)]
pub(super) struct Tally {
    counts: IndexMap<Digest, Counts>,
    /// The units of each side by the number of their digest; empty where order is not compared.
    orders: (Vec<usize>, Vec<usize>),
    order: Order,
}

impl Tally {
    pub(super) fn new(order: Order) -> Self {
        Self {
            counts: IndexMap::new(),
            orders: (Vec::new(), Vec::new()),
            order,
        }
    }

    pub(super) fn count(&mut self, side: Side, digest: Digest) {
        let entry = self.counts.entry(digest);
        let number = entry.index();
        let counts = entry.or_default();
        let (count, order) = match side {
            Side::A => (&mut counts.a, &mut self.orders.0),
            Side::B => (&mut counts.b, &mut self.orders.1),
        };
        *count += 1;
        if self.order == Order::Compare {
            order.push(number);
        }
    }

    /// How many units have an equal on the other side.
    pub(super) fn equal(&self) -> u64 {
        self.counts.values().map(|counts| counts.cancelled()).sum()
    }

    /// The positions of equal units in `a` and in `b`, where order is compared; the first of several equal ones is the
    /// first of the other side too.
    pub(super) fn equal_pairs(&mut self) -> Vec<(usize, usize)> {
        let (of_a, of_b) = std::mem::take(&mut self.orders);
        let mut waiting: Vec<VecDeque<usize>> = Vec::new();
        if self.order == Order::Compare {
            waiting.resize_with(self.counts.len(), VecDeque::new);
        }
        for (position, number) in of_b.into_iter().enumerate() {
            if let Some(positions) = waiting.get_mut(number) {
                positions.push_back(position);
            }
        }
        let pairs = of_a.into_iter().enumerate().filter_map(|(position, number)| {
            let other = waiting.get_mut(number)?.pop_front()?;
            Some((position, other))
        });
        pairs.collect()
    }

    pub(super) fn into_kept(self) -> Kept {
        Kept(self.counts)
    }
}

/// Which units have an equal on the other side: as many of each as there are pairs, the first ones.
#[derive(Debug)]
pub(super) struct Kept(IndexMap<Digest, Counts>);

impl Kept {
    /// To pass over the units of a side once more, in the same order.
    pub(super) fn seen(&self, side: Side) -> Seen<'_> {
        Seen {
            kept: self,
            side,
            counts: vec![0; self.0.len()],
        }
    }
}

/// The units of a side that have passed so far.
#[derive(Debug)]
pub(super) struct Seen<'k> {
    kept: &'k Kept,
    side: Side,
    counts: Vec<u64>,
}

impl Seen<'_> {
    /// Whether the next unit has an equal on the other side; `None` if it is not one that was counted.
    pub(super) fn is_cancelled(&mut self, digest: Digest) -> Option<bool> {
        let (number, _, counts) = self.kept.0.get_full(&digest)?;
        let seen = self.counts.get_mut(number)?;
        *seen += 1;
        let all = match self.side {
            Side::A => counts.a,
            Side::B => counts.b,
        };
        (*seen <= all).then_some(*seen <= counts.cancelled())
    }
}
