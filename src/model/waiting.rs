//! What waits for a partner.

use std::collections::{HashMap, VecDeque};
use std::hash::Hash;

/// Numbers of what waits for a partner, by what a partner has too: who came first is taken first. The time that a search
/// takes does not grow with their number.
#[derive(Debug)]
pub(crate) struct Waiting<K>(HashMap<K, VecDeque<usize>>);

impl<K: Eq + Hash> Waiting<K> {
    /// Takes the first of this key.
    pub(crate) fn take(&mut self, key: &K) -> Option<usize> {
        self.0.get_mut(key)?.pop_front()
    }

    /// Takes the first of this key that is free; those before it, which are not, wait no longer.
    pub(crate) fn take_free(&mut self, key: &K, is_free: impl Fn(usize) -> bool) -> Option<usize> {
        let queue = self.0.get_mut(key)?;
        std::iter::from_fn(|| queue.pop_front()).find(|number| is_free(*number))
    }

    /// Whether any of this key waits.
    pub(crate) fn has(&self, key: &K) -> bool {
        self.0.get(key).is_some_and(|queue| !queue.is_empty())
    }
}

impl<K: Eq + Hash> FromIterator<(K, usize)> for Waiting<K> {
    fn from_iter<I: IntoIterator<Item = (K, usize)>>(all: I) -> Self {
        let mut waiting: HashMap<K, VecDeque<usize>> = HashMap::new();
        for (key, number) in all {
            waiting.entry(key).or_default().push_back(number);
        }
        Self(waiting)
    }
}
