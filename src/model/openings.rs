//! Openings that wait for what closes them.

use std::collections::HashMap;
use std::hash::Hash;

/// How many openings are looked through one by one. Hardly any segment has more that wait.
const FEW: usize = 16;

/// Openings in their order, each under what its closing names it by. The time that a closing takes does not grow with
/// their number.
#[derive(Debug)]
pub(crate) struct Openings<K, T> {
    /// `None` where one was closed; the last is open.
    all: Vec<Option<(K, T)>>,
    /// The places of those beyond the first few.
    places: HashMap<K, Vec<usize>>,
}

impl<K, T> Default for Openings<K, T> {
    fn default() -> Self {
        Self {
            all: Vec::new(),
            places: HashMap::new(),
        }
    }
}

impl<K: Clone + Eq + Hash, T> Openings<K, T> {
    /// Adds an opening.
    pub(crate) fn open(&mut self, key: K, opening: T) {
        let place = self.all.len();
        if place >= FEW {
            self.places.entry(key.clone()).or_default().push(place);
        }
        self.all.push(Some((key, opening)));
    }

    /// Takes the last opening of this key that waits.
    pub(crate) fn close(&mut self, key: &K) -> Option<T> {
        let place = self.places.get_mut(key).and_then(Vec::pop);
        let place = place.or_else(|| {
            let few = self.all.get(..FEW).unwrap_or(&self.all);
            few.iter()
                .rposition(|open| open.as_ref().is_some_and(|(own, _)| own == key))
        })?;
        let (_, opening) = self.all.get_mut(place)?.take()?;
        while let Some(None) = self.all.last() {
            self.all.pop();
        }
        Some(opening)
    }

    /// Whether none waits.
    pub(crate) fn is_empty(&self) -> bool {
        self.all.is_empty()
    }

    /// Those that were not closed, in their order.
    pub(crate) fn left(self) -> impl Iterator<Item = T> {
        self.all.into_iter().flatten().map(|(_, opening)| opening)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Closes as one would with a list alone.
    fn closed_in_list(list: &mut Vec<(u32, usize)>, key: u32) -> Option<usize> {
        let place = list.iter().rposition(|(own, _)| *own == key)?;
        Some(list.remove(place).1)
    }

    #[test]
    fn the_last_opening_of_a_key_is_closed_first_however_many_wait() {
        for keys in [1, 3, 40] {
            for rounds in [FEW - 1, FEW, FEW + 1, 300] {
                let (mut openings, mut list) = (Openings::default(), Vec::new());
                let mut state = 7_u32;
                for number in 0..rounds {
                    state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                    let key = (state >> 16) % keys;
                    // more are opened than closed
                    if state >> 30 > 0 {
                        openings.open(key, number);
                        list.push((key, number));
                    } else {
                        assert_eq!(openings.close(&key), closed_in_list(&mut list, key), "{keys} {rounds}");
                    }
                    assert_eq!(openings.is_empty(), list.is_empty());
                }
                let left: Vec<usize> = list.into_iter().map(|(_, number)| number).collect();
                assert_eq!(openings.left().collect::<Vec<_>>(), left);
            }
        }
    }

    #[test]
    fn a_hundred_thousand_that_cross_are_closed_in_no_time() {
        let mut openings = Openings::default();
        for number in 0..100_000 {
            openings.open(number, number);
        }
        assert!((0..100_000).all(|number| openings.close(&number) == Some(number)));
        assert!(openings.is_empty());
    }
}
