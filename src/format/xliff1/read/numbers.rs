//! Which codes of a unit are one and the same.

use std::collections::BTreeMap;

/// What kinds of codes an `id` tells apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Class {
    /// `g`, and what opens a pair: `bpt`, `bx`, `it pos="open"`.
    Pair,
    /// `ept`, `ex` without their opening, and `it pos="close"`.
    Close,
    /// `ph` and `x`.
    Alone,
    /// `mrk`.
    Mark,
}

/// The numbers that codes have in the model: the same for the same code in source and target.
///
/// XLIFF 1.2 pairs by `id`; where one stands several times on a side, by its order as well.
#[derive(Debug, Default)]
pub(crate) struct Numbers {
    known: BTreeMap<(Class, String, u32), u32>,
    last: u32,
    /// Those of sub-flows: by the number of the code, whether it closes, and which of its sub-flows it is.
    subs: BTreeMap<(u32, bool, usize), Numbers>,
}

impl Numbers {
    /// The number of the `nth` code, from 0, of an id on its side.
    pub(crate) fn of(&mut self, class: Class, id: &str, nth: u32) -> u32 {
        let key = (class, id.to_owned(), nth);
        if let Some(number) = self.known.get(&key) {
            return *number;
        }
        let number = self.next();
        self.known.insert(key, number);
        number
    }

    /// A number of its own.
    pub(crate) fn next(&mut self) -> u32 {
        self.last += 1;
        self.last
    }

    /// The numbers of a sub-flow.
    pub(super) fn of_sub(&mut self, code: u32, closes: bool, place: usize) -> &mut Self {
        self.subs.entry((code, closes, place)).or_default()
    }
}
