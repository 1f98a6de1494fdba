//! What one of several units is chosen by.

use super::Keep;
use super::seen::Seen;

/// What one of several is chosen by.
#[derive(Debug, Clone, Copy)]
pub(super) struct Rank {
    pub(super) order: u64,
    pub(super) earliest: Option<i64>,
    pub(super) latest: Option<i64>,
    pub(super) count: u64,
}

impl Rank {
    /// Among units that are the same; how often a form came is settled at the end.
    pub(super) fn of_unit(unit: &Seen) -> Self {
        Self {
            order: unit.order,
            earliest: unit.date(),
            latest: unit.date(),
            count: 1,
        }
    }
}

impl Keep {
    /// Whether `b` is to stay rather than `a`; of equals `a` stays.
    pub(super) fn prefers(self, a: &Rank, b: &Rank) -> bool {
        match self {
            Self::First => b.order < a.order,
            Self::Last => b.order > a.order,
            Self::Newest => b_is_beyond(a.latest, b.latest, |a, b| b > a),
            Self::Oldest => b_is_beyond(a.earliest, b.earliest, |a, b| b < a),
            Self::Frequent => b.count > a.count,
        }
    }
}

/// A date beats none.
fn b_is_beyond(a: Option<i64>, b: Option<i64>, beyond: impl Fn(i64, i64) -> bool) -> bool {
    match (a, b) {
        (Some(a), Some(b)) => beyond(a, b),
        (None, Some(_)) => true,
        (_, None) => false,
    }
}
