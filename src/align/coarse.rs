//! Where the path through a long text must run: along the words that both sides have once.

use std::collections::HashMap;

use super::anchors::Kind;
use super::band::Band;
use super::cost::Words;
use super::real;

/// The most places that a band of a long text holds.
const MOST_CELLS: usize = 800_000;

/// The least that the band reaches to each side.
const LEAST_WIDTH: usize = 25;

/// The share of a side that the band reaches, where there are anchors and where there are few.
const SHARES: (usize, usize) = (24, 8);

/// A band along the anchors of a long text, or along the lengths where there are no anchors.
pub(super) fn band(words: &Words, lengths: &[Vec<f64>; 2]) -> Band {
    let [sources, targets] = [0, 1].map(|side| lengths[side].len());
    let mut points = vec![(0, 0)];
    points.extend(chain(&shared_once(words)));
    points.push((sources, targets));
    points.dedup();
    let sums = [0, 1].map(|side| {
        let mut sum = 0.0;
        let mut sums = vec![0.0];
        sums.extend(lengths[side].iter().map(|length| {
            sum += length;
            sum
        }));
        sums
    });
    let mut path = vec![0; sources + 1];
    for pair in points.windows(2) {
        let [from, to] = [pair[0], pair[1]];
        let mut target = from.1;
        let all = (sums[0][to.0] - sums[0][from.0]).max(1e-9);
        for source in from.0..=to.0 {
            let share = (sums[0][source] - sums[0][from.0]) / all;
            let wanted = sums[1][from.1] + share * (sums[1][to.1] - sums[1][from.1]);
            while target < to.1 && sums[1][target + 1] <= wanted {
                target += 1;
            }
            path[source] = target;
        }
    }
    let longer = sources.max(targets);
    let share = if points.len() * 40 > longer { SHARES.0 } else { SHARES.1 };
    let width = (longer / share).min(MOST_CELLS / (2 * sources.max(1))).max(LEAST_WIDTH);
    Band::around(&path, width, targets)
}

/// Pairs of segments that share a number or word which neither side has anywhere else, by source and target.
fn shared_once(words: &Words) -> Vec<(usize, usize)> {
    let mut holders: [Vec<(usize, usize)>; 2] = [0, 1].map(|side| vec![(0, 0); words.vocabulary[side].len()]);
    for (side, holders) in holders.iter_mut().enumerate() {
        for (segment, tokens) in words.segments[side].iter().enumerate() {
            for &(token, _) in tokens {
                let holder = &mut holders[token as usize];
                *holder = (holder.0 + 1, segment);
            }
        }
    }
    let once: HashMap<_, usize> = words.vocabulary[0]
        .iter()
        .zip(&holders[0])
        .filter(|(token, (count, _))| *count == 1 && matches!(token.kind, Kind::Number | Kind::Word))
        .map(|(token, &(_, segment))| (token, segment))
        .collect();
    let mut pairs: Vec<(usize, usize)> = words.vocabulary[1]
        .iter()
        .zip(&holders[1])
        .filter(|(_, (count, _))| *count == 1)
        .filter_map(|(token, &(_, target))| once.get(token).map(|&source| (source, target)))
        .collect();
    pairs.sort_unstable();
    pairs.dedup();
    pairs
}

/// The longest chain of pairs, which are in order, that rises on both sides, without pairs that stand alone far from their
/// neighbours.
fn chain(pairs: &[(usize, usize)]) -> Vec<(usize, usize)> {
    // patience sorting; within one source the targets go down, so that at most one of them is taken
    let mut order = Vec::with_capacity(pairs.len());
    for of_source in pairs.chunk_by(|one, next| one.0 == next.0) {
        let from = order.len();
        order.extend((from..from + of_source.len()).rev());
    }
    let mut tails: Vec<usize> = Vec::new();
    let mut before: Vec<Option<usize>> = vec![None; pairs.len()];
    for at in order {
        let place = tails.partition_point(|&tail| pairs[tail].1 < pairs[at].1);
        before[at] = place.checked_sub(1).map(|place| tails[place]);
        if place == tails.len() {
            tails.push(at);
        } else {
            tails[place] = at;
        }
    }
    let mut found = Vec::new();
    let mut next = tails.last().copied();
    while let Some(at) = next {
        found.push(pairs[at]);
        next = before[at];
    }
    found.reverse();
    let fits = |a: (usize, usize), b: (usize, usize)| {
        let (down, across) = (real(b.0.abs_diff(a.0)) + 4.0, real(b.1.abs_diff(a.1)) + 4.0);
        down < 2.5 * across && across < 2.5 * down
    };
    let kept = (0..found.len()).filter(|&at| {
        let near_before = at.checked_sub(1).is_some_and(|before| fits(found[before], found[at]));
        let near_after = found.get(at + 1).is_some_and(|&after| fits(found[at], after));
        near_before && near_after
    });
    kept.map(|at| found[at]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_chain_leaves_out_what_does_not_rise() {
        let pairs = [(0, 0), (2, 2), (3, 90), (5, 5), (7, 1), (8, 8), (10, 10)];
        assert_eq!(chain(&pairs), [(2, 2), (5, 5), (8, 8)]);
    }
}
