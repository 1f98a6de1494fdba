//! Junk that only alignment shows: lines at the edge of the text that found no counterpart.

use super::beads::Step;
use super::junk::ends_like_sentence;
use super::script::Letters;
use super::segment::Segment;
use super::wrap::Paragraph;

/// How much a line at the edge may say, in Latin letters, and still be a link.
const MOST_LETTERS: f64 = 60.0;

/// Tells for each segment of both sides whether it is junk: its paragraph found no counterpart at all, is short, does not
/// end like a sentence, and stands before the first or after the last bead of its side, or beside other junk.
pub(super) fn find(
    paragraphs: &[Vec<Paragraph>; 2],
    segments: &[Vec<Segment>; 2],
    steps: &[(Step, f64)],
    junk_lines: &[Vec<u64>; 2],
) -> [Vec<bool>; 2] {
    let mut alone = segments.each_ref().map(|side| vec![false; side.len()]);
    let mut at = [0, 0];
    for (step, _) in steps {
        let counts = [step.source, step.target];
        for side in [0, 1] {
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
        let unaligned = whole_paragraphs(&segments[side], &alone[side], paragraphs[side].len());
        let junk = of_side(&paragraphs[side], &unaligned, &junk_lines[side]);
        segments[side]
            .iter()
            .map(|segment| junk.get(segment.paragraph) == Some(&true))
            .collect()
    })
}

/// Which paragraphs have no segment with a counterpart.
fn whole_paragraphs(segments: &[Segment], alone: &[bool], count: usize) -> Vec<bool> {
    let mut unaligned = vec![true; count];
    for (segment, &alone) in segments.iter().zip(alone) {
        if let Some(unaligned) = unaligned.get_mut(segment.paragraph) {
            *unaligned &= alone;
        }
    }
    unaligned
}

fn of_side(paragraphs: &[Paragraph], unaligned: &[bool], junk_lines: &[u64]) -> Vec<bool> {
    let Some(first) = unaligned.iter().position(|unaligned| !unaligned) else {
        return vec![false; unaligned.len()];
    };
    let last = unaligned.iter().rposition(|unaligned| !unaligned).unwrap_or(first);
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
            unaligned && is_link(paragraph) && (at < first || at > last || beside_junk(paragraph))
        })
        .collect()
}
