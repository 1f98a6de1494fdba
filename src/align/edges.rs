//! Junk that only alignment shows: lines at the edge of the text that found no counterpart.

use super::beads::Step;
use super::junk::ends_like_sentence;
use super::script::Letters;
use super::segment::Segment;
use super::wrap::Paragraph;

/// How much a line at the edge may say, in Latin letters, and still be a link.
const MOST_LETTERS: f64 = 60.0;

/// A line beside a bead of less confidence may be what the bead should hold.
const DOUBTFUL: f64 = 0.5;

/// Tells for each segment of both sides whether it is junk: its paragraph found no counterpart at all, is short, does not
/// end like a sentence, and stands before the first or after the last bead of its side, if that is no doubtful one, or beside other junk.
pub(super) fn find(
    paragraphs: &[Vec<Paragraph>; 2],
    segments: &[Vec<Segment>; 2],
    steps: &[(Step, f64)],
    junk_lines: &[Vec<u64>; 2],
) -> [Vec<bool>; 2] {
    let mut alone = segments.each_ref().map(|side| vec![false; side.len()]);
    let mut doubtful = alone.clone();
    let mirrored = mirrored(segments, steps, paragraphs.each_ref().map(Vec::len));
    let mut at = [0, 0];
    for &(step, confidence) in steps {
        let counts = [step.source, step.target];
        for side in [0, 1] {
            if confidence < DOUBTFUL {
                doubtful[side]
                    .iter_mut()
                    .skip(at[side])
                    .take(counts[side])
                    .for_each(|doubtful| *doubtful = true);
            }
            if counts[1 - side] == 0 {
                alone[side]
                    .iter_mut()
                    .skip(at[side])
                    .take(counts[side])
                    .for_each(|alone| *alone = true);
            }
            at[side] += counts[side];
        }
    }
    [0, 1].map(|side| {
        let count = paragraphs[side].len();
        let unaligned = whole_paragraphs(&segments[side], &alone[side], count);
        let doubtful = whole_paragraphs(&segments[side], &doubtful[side], count);
        let junk = of_side(
            &paragraphs[side],
            &unaligned,
            &doubtful,
            &mirrored[side],
            &junk_lines[side],
        );
        segments[side]
            .iter()
            .map(|segment| junk.get(segment.paragraph) == Some(&true))
            .collect()
    })
}

/// The paragraphs of which all segments are `such`.
fn whole_paragraphs(segments: &[Segment], such: &[bool], count: usize) -> Vec<bool> {
    let mut whole = vec![true; count];
    for (segment, &such) in segments.iter().zip(such) {
        if let Some(whole) = whole.get_mut(segment.paragraph) {
            *whole &= such;
        }
    }
    whole
}

/// Tells for each paragraph whether one of the other side, alone like it, stands at the same place: both directly before the
/// same bead, or directly behind it. Such lines may well be translations of each other, such as titles.
fn mirrored(segments: &[Vec<Segment>; 2], steps: &[(Step, f64)], counts: [usize; 2]) -> [Vec<bool>; 2] {
    let mut mirrored = counts.map(|count| vec![false; count]);
    let (mut at, mut since) = ([0, 0], [0, 0]);
    for place in 0..=steps.len() {
        let step = steps.get(place).map(|&(step, _)| step);
        if step.is_none_or(|step| step.source > 0 && step.target > 0) {
            if [0, 1].iter().all(|&side| at[side] > since[side]) {
                for side in [0, 1] {
                    // what stands first in the text has no bead before it, what stands last none behind it
                    let first = (since != [0, 0]).then_some(since[side]);
                    let last = step.is_some().then_some(at[side] - 1);
                    for segment in [first, last].into_iter().flatten() {
                        let paragraph = segments[side].get(segment).map_or(0, |segment| segment.paragraph);
                        if let Some(mirrored) = mirrored[side].get_mut(paragraph) {
                            *mirrored = true;
                        }
                    }
                }
            }
            since = step.map_or(since, |step| [at[0] + step.source, at[1] + step.target]);
        }
        if let Some(step) = step {
            at = [at[0] + step.source, at[1] + step.target];
        }
    }
    mirrored
}

fn of_side(
    paragraphs: &[Paragraph],
    unaligned: &[bool],
    doubtful: &[bool],
    mirrored: &[bool],
    junk_lines: &[u64],
) -> Vec<bool> {
    let Some(first) = unaligned.iter().position(|unaligned| !unaligned) else {
        return vec![false; unaligned.len()];
    };
    let last = unaligned.iter().rposition(|unaligned| !unaligned).unwrap_or(first);
    // a title may have lost its counterpart to the line of the page beside it
    let is_doubtful = |at: usize| doubtful.get(at) == Some(&true);
    let is_link = |paragraph: &Paragraph| {
        let text = paragraph.text.as_str();
        let staged = text.starts_with(['(', '（', '[']) && text.ends_with([')', '）', ']']);
        !staged && !ends_like_sentence(text) && Letters::of(text).total() <= MOST_LETTERS
    };
    let beside_junk = |paragraph: &Paragraph| {
        let lines = paragraph.lines.iter().map(|&(_, number)| number);
        let (low, high) = lines.fold((u64::MAX, 0), |(low, high), number| (low.min(number), high.max(number)));
        junk_lines
            .iter()
            .any(|&line| (line + 2 >= low && line < low) || (line > high && line <= high + 2))
    };
    paragraphs
        .iter()
        .zip(unaligned)
        .enumerate()
        .map(|(at, (paragraph, &unaligned))| {
            let at_edge = at < first && !is_doubtful(first) || at > last && !is_doubtful(last);
            let is_mirrored = mirrored.get(at) == Some(&true);
            unaligned && is_link(paragraph) && (at_edge || !is_mirrored && beside_junk(paragraph))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::align::cost::Place;

    fn side(texts: &[&str]) -> (Vec<Paragraph>, Vec<Segment>) {
        let segment = |(paragraph, text): (usize, &&str)| Segment {
            text: (*text).to_owned(),
            line: paragraph as u64 + 1,
            place: Place::default(),
            paragraph,
        };
        let paragraph = |(at, text): (usize, &&str)| Paragraph {
            text: (*text).to_owned(),
            lines: vec![(0, at as u64 + 1)],
            after_blank: false,
            group: 0,
        };
        (
            texts.iter().enumerate().map(paragraph).collect(),
            texts.iter().enumerate().map(segment).collect(),
        )
    }

    #[test]
    fn a_title_is_no_junk_because_it_lost_to_a_doubtful_bead() {
        let (sources, source_segments) = side(&["Read 1,542 times", "A Title", "It is so."]);
        let (targets, target_segments) = side(&["Ein Titel", "Es ist so."]);
        let before = |confidence: f64| {
            let steps = [
                (Step { source: 1, target: 0 }, 0.9),
                (Step { source: 1, target: 1 }, confidence),
                (Step { source: 1, target: 1 }, 0.99),
            ];
            let paragraphs = [sources.clone(), targets.clone()];
            find(
                &paragraphs,
                &[source_segments.clone(), target_segments.clone()],
                &steps,
                &[vec![], vec![]],
            )
        };
        assert_eq!(before(0.4)[0], [false; 3]);
        assert_eq!(before(0.9)[0], [true, false, false]);
    }

    #[test]
    fn a_line_beside_junk_stays_if_one_stands_at_its_place_on_the_other_side() {
        let (sources, source_segments) = side(&["It is so.", "A Title", "It is not."]);
        let (targets, target_segments) = side(&["Es ist so.", "Ein Titel", "Es ist nicht so."]);
        let of = |targets_too: bool| {
            let between = if targets_too {
                vec![
                    (Step { source: 1, target: 0 }, 0.9),
                    (Step { source: 0, target: 1 }, 0.9),
                ]
            } else {
                vec![
                    (Step { source: 1, target: 1 }, 0.9),
                    (Step { source: 1, target: 0 }, 0.9),
                ]
            };
            let mut steps = vec![(Step { source: 1, target: 1 }, 0.99)];
            steps.extend(between);
            steps.push((Step { source: 1, target: 1 }, 0.99));
            let paragraphs = [sources.clone(), targets.clone()];
            let segments = [source_segments.clone(), target_segments.clone()];
            find(&paragraphs, &segments, &steps, &[vec![1], vec![]])
        };
        assert_eq!(of(true)[0], [false; 3]);
    }
}
