//! Openings of pairs that wait for their end.

use std::collections::BTreeMap;

/// What a closing looks for: the name of the opening element, and what it is known by.
type Key<'t> = (&'t str, Known<'t>);

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Known<'t> {
    Rid(&'t str),
    /// The id of an opening without `rid`.
    IdAlone(&'t str),
    Id(&'t str),
}

/// Openings by what they are known by, so that looking for one takes no longer the more there are.
#[derive(Debug)]
pub(super) struct Openings<'t, T> {
    /// `None` where it is closed.
    all: Vec<Option<T>>,
    by_key: BTreeMap<Key<'t>, Vec<usize>>,
}

impl<T> Default for Openings<'_, T> {
    fn default() -> Self {
        Self {
            all: Vec::new(),
            by_key: BTreeMap::new(),
        }
    }
}

impl<'t, T> Openings<'t, T> {
    /// Adds an opening by an element `name`.
    pub(super) fn push(&mut self, name: &'t str, id: &'t str, rid: Option<&'t str>, opening: T) {
        let number = self.all.len();
        self.all.push(Some(opening));
        let first = rid.map_or(Known::IdAlone(id), Known::Rid);
        for known in [first, Known::Id(id)] {
            self.by_key.entry((name, known)).or_default().push(number);
        }
    }

    /// Takes the last opening that a closing belongs to: by `rid`, or by `id` where one of the two has no `rid`.
    pub(super) fn close(&mut self, name: &'t str, id: Option<&'t str>, rid: Option<&'t str>) -> Option<T> {
        let keys = match (rid, id) {
            (Some(rid), _) => [Some(Known::Rid(rid)), Some(Known::IdAlone(rid)), None],
            (None, Some(id)) => [Some(Known::IdAlone(id)), Some(Known::Rid(id)), Some(Known::Id(id))],
            (None, None) => [None; 3],
        };
        keys.into_iter().flatten().find_map(|known| self.take((name, known)))
    }

    fn take(&mut self, key: Key<'t>) -> Option<T> {
        let numbers = self.by_key.get_mut(&key)?;
        while let Some(number) = numbers.pop() {
            if let Some(opening) = self.all.get_mut(number).and_then(Option::take) {
                return Some(opening);
            }
        }
        None
    }

    /// Those that were never closed, in file order.
    pub(super) fn into_open(self) -> impl Iterator<Item = T> {
        self.all.into_iter().flatten()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pairs_by_id_and_pairs_by_rid_do_not_meet() {
        let mut openings = Openings::default();
        openings.push("bpt", "1", None, "bold");
        openings.push("bpt", "2", Some("1"), "font");
        assert_eq!(openings.close("bpt", Some("1"), None), Some("bold"));
        assert_eq!(openings.close("bpt", Some("3"), Some("1")), Some("font"));
        assert_eq!(openings.close("bpt", Some("1"), None), None);
    }

    #[test]
    fn a_closing_without_rid_finds_an_opening_with_one() {
        let mut openings = Openings::default();
        openings.push("bx", "a", Some("r"), 1);
        openings.push("bx", "b", Some("s"), 2);
        openings.push("bx", "c", None, 3);
        assert_eq!(openings.close("bx", Some("r"), None), Some(1));
        assert_eq!(openings.close("bx", Some("b"), None), Some(2));
        assert_eq!(openings.close("bpt", Some("c"), None), None);
        assert_eq!(openings.into_open().collect::<Vec<_>>(), [3]);
    }
}
