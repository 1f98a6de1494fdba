//! The part of the grid of all (source, target) places in which a path is sought.

/// For each source place from 0 to n, the target places from 0 to m that are looked at.
#[derive(Debug, Clone)]
pub(super) struct Band {
    rows: Vec<(usize, usize)>,
    /// Where each row starts among all cells.
    starts: Vec<usize>,
}

impl Band {
    /// Every place.
    pub(super) fn whole(sources: usize, targets: usize) -> Self {
        Self::from_rows(vec![(0, targets); sources + 1], targets)
    }

    /// All places within `width` of a path, given as a target place for each source place, in rising order.
    pub(super) fn around(path: &[usize], width: usize, targets: usize) -> Self {
        let rows = path
            .iter()
            .map(|&centre| (centre.saturating_sub(width), (centre + width).min(targets)))
            .collect();
        Self::from_rows(rows, targets)
    }

    /// All places within `width` of the steps of a path.
    ///
    /// A step without source makes a row wide, so that the path itself is always within.
    pub(super) fn around_steps(steps: &[super::beads::Step], sources: usize, targets: usize, width: usize) -> Self {
        let mut rows = vec![(targets, 0); sources + 1];
        let mut at = (0, 0);
        let mut cover = |from: (usize, usize), to: (usize, usize)| {
            for row in rows.iter_mut().take(to.0 + 1).skip(from.0) {
                row.0 = row.0.min(from.1.saturating_sub(width));
                row.1 = row.1.max((to.1 + width).min(targets));
            }
        };
        cover(at, at);
        for step in steps {
            let next = (at.0 + step.source, at.1 + step.target);
            cover(at, next);
            at = next;
        }
        Self::from_rows(rows, targets)
    }

    /// The same places with both sides exchanged.
    pub(super) fn transposed(&self, targets: usize) -> Self {
        let mut rows = vec![(usize::MAX, 0); targets + 1];
        for (source, &(low, high)) in self.rows.iter().enumerate() {
            for row in rows.iter_mut().take(high + 1).skip(low) {
                row.0 = row.0.min(source);
                row.1 = row.1.max(source);
            }
        }
        Self::from_rows(rows, self.rows.len().saturating_sub(1))
    }

    /// Makes sure that both corners are within and that rows overlap.
    fn from_rows(mut rows: Vec<(usize, usize)>, targets: usize) -> Self {
        if let Some(first) = rows.first_mut() {
            first.0 = 0;
        }
        if let Some(last) = rows.last_mut() {
            last.1 = targets;
        }
        let mut reached = 0;
        for row in &mut rows {
            row.0 = row.0.min(reached).min(targets);
            row.1 = row.1.clamp(row.0, targets).max(reached.min(targets));
            reached = row.1;
        }
        let mut least = targets;
        for row in rows.iter_mut().rev() {
            row.0 = row.0.min(least);
            least = row.0;
        }
        let mut starts = Vec::with_capacity(rows.len() + 1);
        let mut cells = 0;
        for row in &rows {
            starts.push(cells);
            cells += row.1 - row.0 + 1;
        }
        starts.push(cells);
        Self { rows, starts }
    }

    /// How many places there are.
    pub(super) fn cells(&self) -> usize {
        self.starts.last().copied().unwrap_or(0)
    }

    /// Whether there are so many that it pays to look at them on two threads.
    pub(super) fn is_large(&self) -> bool {
        const LARGE: usize = 1 << 14;
        self.cells() > LARGE
    }

    /// The source place up to which about half of all places lie.
    pub(super) fn middle(&self) -> usize {
        self.starts
            .partition_point(|&start| start < self.cells() / 2)
            .min(self.height())
    }

    /// How many places lie in the rows before a source place.
    pub(super) fn cells_before(&self, source: usize) -> usize {
        self.starts.get(source).copied().unwrap_or_else(|| self.cells())
    }

    /// How many source places there are: one more than segments.
    pub(super) fn height(&self) -> usize {
        self.rows.len()
    }

    /// The target places of a row.
    pub(super) fn row(&self, source: usize) -> std::ops::RangeInclusive<usize> {
        let (low, high) = self.rows.get(source).copied().unwrap_or_default();
        low..=high
    }

    /// The number of a place among all; `None` if it is outside.
    pub(super) fn cell(&self, source: usize, target: usize) -> Option<usize> {
        let &(low, high) = self.rows.get(source)?;
        (low <= target && target <= high).then(|| self.starts[source] + target - low)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_band_holds_both_corners_and_hangs_together() {
        let band = Band::around(&[0, 9, 9, 9, 20], 2, 20);
        assert!(band.cell(0, 0).is_some());
        assert!(band.cell(4, 20).is_some());
        for source in 1..band.height() {
            assert!(band.row(source).start() <= band.row(source - 1).end());
        }
    }
}
