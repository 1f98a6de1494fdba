//! How the two languages of one text are laid out: one after the other, in either order, or taking turns.

/// A line that takes part, as this step sees it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Stretch {
    /// Which language it is in, 0 or 1.
    pub(super) side: usize,
    /// How much it says.
    pub(super) weight: f64,
}

/// Which language comes first, and which lines of one belong near which of the other.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Layout {
    /// The language that comes first in the text.
    pub(super) first: usize,
    /// The group of each line: a stretch of the first language and what follows it in the second.
    pub(super) groups: Vec<usize>,
}

/// How much larger a side's share of a group may be than the other's before the group is no group.
const MOST_UNEVEN: f64 = 3.0;

/// The share of a side below which a group with one side only is left alone: junk at an edge.
const EDGE_SHARE: f64 = 0.15;

/// Finds the layout of the lines of a text.
pub(super) fn of(lines: &[Stretch]) -> Layout {
    let orders = [0, 1].map(|first| grouped(lines, first));
    let fits = [0, 1].map(|first| agreement(lines, &orders[first]));
    let first = if (fits[0] - fits[1]).abs() > 0.15 {
        usize::from(fits[1] > fits[0])
    } else {
        earlier(lines)
    };
    let mut groups = orders[first].clone();
    merge_uneven(lines, &mut groups);
    Layout { first, groups }
}

/// The groups if `first` is the language that comes first.
fn grouped(lines: &[Stretch], first: usize) -> Vec<usize> {
    let mut group = 0;
    let mut last = first;
    lines
        .iter()
        .map(|line| {
            if line.side == first && last != first {
                group += 1;
            }
            last = line.side;
            group
        })
        .collect()
}

/// The shares of each side that each group has.
fn shares(lines: &[Stretch], groups: &[usize]) -> Vec<[f64; 2]> {
    let mut shares = vec![[0.0; 2]; groups.last().map_or(0, |&last| last + 1)];
    let mut totals = [0.0; 2];
    for (line, &group) in lines.iter().zip(groups) {
        shares[group][line.side] += line.weight;
        totals[line.side] += line.weight;
    }
    for share in shares.iter_mut().flatten().enumerate() {
        *share.1 /= f64::max(totals[share.0 % 2], 1e-9);
    }
    shares
}

/// How much of both sides stands in the same groups, from 0 to 1.
fn agreement(lines: &[Stretch], groups: &[usize]) -> f64 {
    shares(lines, groups).iter().map(|[a, b]| a.min(*b)).sum()
}

/// The language whose text stands earlier on the whole.
fn earlier(lines: &[Stretch]) -> usize {
    let mut sums = [(0.0, 0.0); 2];
    for (at, line) in lines.iter().enumerate() {
        sums[line.side].0 += line.weight * super::real(at);
        sums[line.side].1 += line.weight;
    }
    let [first, second] = sums.map(|(sum, weight)| sum / f64::max(weight, 1e-9));
    usize::from(second < first)
}

/// Merges groups whose sides don't fit each other with what follows them, since then the text takes no turns there.
fn merge_uneven(lines: &[Stretch], groups: &mut [usize]) {
    loop {
        let shares = shares(lines, groups);
        let last = shares.len().saturating_sub(1);
        let uneven = shares.iter().enumerate().position(|(group, &[a, b])| {
            let (more, less) = if a > b { (a, b) } else { (b, a) };
            let at_edge = (group == 0 || group == last) && less == 0.0 && more < EDGE_SHARE;
            // a word or two in a short group weigh little either way
            more > MOST_UNEVEN * less + 0.02 && !at_edge
        });
        let Some(uneven) = uneven.filter(|_| last > 0) else {
            return;
        };
        let into = if uneven == last { uneven } else { uneven + 1 };
        for group in groups.iter_mut() {
            if *group >= into {
                *group -= 1;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stretches(sides: &[(usize, f64)]) -> Vec<Stretch> {
        sides.iter().map(|&(side, weight)| Stretch { side, weight }).collect()
    }

    #[test]
    fn languages_that_take_turns_make_a_group_each_turn() {
        let lines = stretches(&[(0, 10.0), (1, 11.0), (0, 50.0), (1, 48.0), (0, 30.0), (1, 33.0)]);
        assert_eq!(
            of(&lines),
            Layout {
                first: 0,
                groups: vec![0, 0, 1, 1, 2, 2]
            }
        );
    }

    #[test]
    fn a_line_of_the_other_language_at_the_top_does_not_make_it_the_first() {
        let lines = stretches(&[(1, 5.0), (0, 50.0), (0, 40.0), (1, 52.0), (1, 38.0)]);
        let layout = of(&lines);
        assert_eq!(layout.first, 0);
        assert!(layout.groups[1..].windows(2).all(|pair| pair[0] == pair[1]));
    }

    #[test]
    fn a_stray_line_makes_no_groups() {
        let lines = stretches(&[(0, 40.0), (1, 2.0), (0, 60.0), (1, 45.0), (1, 55.0)]);
        assert_eq!(of(&lines).groups, [0; 5]);
    }
}
