//! One bit for each of many things that are known by their number.

/// A set of numbers, from 0 on, at one bit for each number up to the largest.
#[derive(Debug, Clone, Default)]
pub(crate) struct Marks(Vec<u64>);

impl Marks {
    /// No marks, with room for the numbers below `count`.
    pub(crate) fn of(count: u64) -> Self {
        let words = count.div_ceil(u64::from(u64::BITS));
        Self(vec![0; usize::try_from(words).unwrap_or(0)])
    }

    fn place(number: u64) -> (usize, u64) {
        let bits = u64::from(u64::BITS);
        (
            usize::try_from(number / bits).unwrap_or(usize::MAX),
            1 << (number % bits),
        )
    }

    /// Marks a number for which there is room.
    pub(crate) fn set(&mut self, number: u64) {
        let (word, bit) = Self::place(number);
        if let Some(word) = self.0.get_mut(word) {
            *word |= bit;
        }
    }

    /// Marks a number, and makes room for it.
    pub(crate) fn add(&mut self, number: u64) {
        let (word, _) = Self::place(number);
        if word >= self.0.len() {
            self.0.resize(word + 1, 0);
        }
        self.set(number);
    }

    /// Takes a mark away.
    pub(crate) fn unset(&mut self, number: u64) {
        let (word, bit) = Self::place(number);
        if let Some(word) = self.0.get_mut(word) {
            *word &= !bit;
        }
    }

    /// All that are marked here or there.
    pub(crate) fn or(&self, other: &Self) -> Self {
        let (long, short) = if self.0.len() < other.0.len() {
            (other, self)
        } else {
            (self, other)
        };
        let mut both = long.clone();
        for (word, more) in both.0.iter_mut().zip(&short.0) {
            *word |= more;
        }
        both
    }

    /// Whether a number is marked.
    pub(crate) fn has(&self, number: u64) -> bool {
        let (word, bit) = Self::place(number);
        self.0.get(word).is_some_and(|word| word & bit != 0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_are_where_they_were_set_and_nowhere_else() {
        let mut marks = Marks::of(130);
        for number in [0, 63, 64, 129] {
            marks.set(number);
        }
        marks.unset(63);
        marks.set(1000);
        let set: Vec<u64> = (0..2000).filter(|number| marks.has(*number)).collect();
        assert_eq!(set, [0, 64, 129]);
        marks.add(1000);
        assert!(marks.has(1000) && !marks.has(999));
        let mut other = Marks::of(70);
        other.set(3);
        for both in [marks.or(&other), other.or(&marks)] {
            let set: Vec<u64> = (0..2000).filter(|number| both.has(*number)).collect();
            assert_eq!(set, [0, 3, 64, 129, 1000]);
        }
    }
}
