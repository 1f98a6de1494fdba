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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_fewest_are_taken_to_have_moved() {
        assert_eq!(rising(&[3, 0, 1, 2]), [false, true, true, true]);
        assert_eq!(rising(&[0, 1, 2]), [true; 3]);
        assert_eq!(rising(&[]), [false; 0]);
    }
}
