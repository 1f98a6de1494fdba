//! Order: which of the units that both sides have stand in another place among the others.

/// For each number, whether it belongs to a longest rising subsequence. Of several, the one that ends earliest.
pub(super) fn rising(numbers: &[usize]) -> Vec<bool> {
    // for each length, the place of the least number that such a subsequence ends in
    let mut ends: Vec<usize> = Vec::new();
    let mut before: Vec<Option<usize>> = Vec::with_capacity(numbers.len());
    let number = |place: &usize| numbers.get(*place).copied().unwrap_or(usize::MAX);
    for (place, value) in numbers.iter().enumerate() {
        let length = ends.partition_point(|end| number(end) < *value);
        before.push(length.checked_sub(1).and_then(|shorter| ends.get(shorter).copied()));
        match ends.get_mut(length) {
            Some(end) => *end = place,
            None => ends.push(place),
        }
    }
    let mut is_rising = vec![false; numbers.len()];
    let mut next = ends.last().copied();
    while let Some(place) = next {
        if let Some(flag) = is_rising.get_mut(place) {
            *flag = true;
        }
        next = before.get(place).copied().flatten();
    }
    is_rising
}

/// The places, in `a` and in `b`, of equal units: those that keep their order, and those that don't.
#[derive(Debug, Default)]
pub(super) struct Places {
    kept: Vec<(usize, usize)>,
    pub(super) moved: Vec<(usize, usize)>,
}

impl Places {
    /// Parts `pairs` of places, which rise in `a`.
    pub(super) fn new(pairs: Vec<(usize, usize)>) -> Self {
        let in_b: Vec<usize> = pairs.iter().map(|&(_, b)| b).collect();
        let mut places = Self::default();
        for (pair, is_kept) in pairs.into_iter().zip(rising(&in_b)) {
            if is_kept {
                places.kept.push(pair);
            } else {
                places.moved.push(pair);
            }
        }
        places
    }

    /// For each pair of places of changed units, which rise in `a`, whether they stand elsewhere among those that keep
    /// their order, or among each other.
    pub(super) fn are_moved(&self, changed: &[(usize, usize)]) -> Vec<bool> {
        let fits = |&(a, b): &(usize, usize)| {
            let before_a = self.kept.partition_point(|&(kept, _)| kept < a);
            let before_b = self.kept.partition_point(|&(_, kept)| kept < b);
            before_a == before_b
        };
        let fitting: Vec<usize> = changed.iter().filter(|pair| fits(pair)).map(|&(_, b)| b).collect();
        let mut keep = rising(&fitting).into_iter();
        changed
            .iter()
            .map(|pair| !fits(pair) || !keep.next().unwrap_or_default())
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_fewest_are_taken_to_have_moved() {
        assert_eq!(rising(&[3, 0, 1, 2]), [false, true, true, true]);
        assert_eq!(rising(&[0, 1, 2]), [true; 3]);
        assert_eq!(rising(&[]), [false; 0]);
        let places = Places::new(vec![(0, 3), (1, 0), (2, 1), (4, 5)]);
        assert_eq!(places.moved, [(0, 3)]);
        assert_eq!(places.are_moved(&[(3, 4), (5, 2)]), [false, true]);
    }
}
