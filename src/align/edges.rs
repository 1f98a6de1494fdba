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
        let junk = of_side(&paragraphs[side], &unaligned, &doubtful, &junk_lines[side]);
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

fn of_side(paragraphs: &[Paragraph], unaligned: &[bool], doubtful: &[bool], junk_lines: &[u64]) -> Vec<bool> {
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
            unaligned && is_link(paragraph) && (at_edge || beside_junk(paragraph))
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
}
