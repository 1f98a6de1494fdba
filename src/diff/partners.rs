//! Which of two lists belong together, by one key after the other.

use std::hash::Hash;

use crate::model::Waiting;

/// For each of one list its partner in the other, each of which is the partner of one at most.
#[derive(Debug)]
pub(super) struct Partners {
    of_a: Vec<Option<usize>>,
    is_taken: Vec<bool>,
}

impl Partners {
    /// Nobody of `a` and `b` things has a partner yet.
    pub(super) fn none(a: usize, b: usize) -> Self {
        Self {
            of_a: vec![None; a],
            is_taken: vec![false; b],
        }
    }

    /// Gives those that have none the first of the same key that is free, in their order. Both come with the keys of all.
    pub(super) fn find<K: Eq + Hash>(&mut self, a: impl Iterator<Item = K>, b: impl Iterator<Item = K>) {
        let of_b = self.is_taken.iter().zip(b).enumerate();
        let free = of_b.filter(|(_, (is_taken, _))| !**is_taken);
        let mut free: Waiting<K> = free.map(|(place, (_, key))| (key, place)).collect();
        for (partner, key) in self.of_a.iter_mut().zip(a) {
            if partner.is_none()
                && let Some(place) = free.take(&key)
            {
                *partner = Some(place);
                if let Some(is_taken) = self.is_taken.get_mut(place) {
                    *is_taken = true;
                }
            }
        }
    }

    /// The places in `b` of the partners of `a`.
    pub(super) fn of_a(&self) -> impl Iterator<Item = Option<usize>> {
        self.of_a.iter().copied()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_has_one_partner_at_most_and_the_first_key_goes_before_the_second() {
        let (a, b) = (["aX", "bX", "aY", "cZ"], ["bZ", "aX", "aZ", "dX"]);
        let mut partners = Partners::none(a.len(), b.len());
        for part in [0..1, 1..2] {
            let key = |word: &'static str| word.get(part.clone());
            partners.find(a.into_iter().map(key), b.into_iter().map(key));
        }
        assert_eq!(partners.of_a().collect::<Vec<_>>(), [Some(1), Some(0), Some(2), None]);
    }
}
