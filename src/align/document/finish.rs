//! From the lines of two sides to beads.

use super::super::alignment::{AlignedSide, Alignment, JunkLine, NumberedSegment, SideOfText};
use super::super::beads::Step;
use super::super::junk::JunkReason;
use super::super::laid_out::{LaidOut, TakenFor};
use super::super::lines::trim;
use super::super::segment::{Segment, cut};
use super::super::side_by_side::{are_long, both};
use super::super::wrap::{Paragraph, SideLine, Unhyphenated, paragraphs};
use super::super::{AlignOptions, Segmentation, edges, passes};
use super::Entry;
use crate::model::{Bead, Confidence, LanguageTag};

/// Aligns two sides whose junk by wording is marked. `junk` is what is on neither.
pub(super) fn finish(
    sides: &[&[&Entry<'_>]; 2],
    page_ends: [&Vec<u64>; 2],
    tags: [LanguageTag; 2],
    mut junk: Vec<JunkLine>,
    options: &AlignOptions,
) -> Alignment {
    for (side, entries) in SideOfText::BOTH.into_iter().zip(sides) {
        junk.extend(entries.iter().filter_map(|entry| {
            let text = trim(entry.line.text).to_owned();
            Some(JunkLine {
                text,
                line: entry.line.number,
                side,
                lang: tags[side as usize].clone(),
                reason: entry.junk?,
            })
        }));
    }
    let is_long = are_long(*sides);
    let sides_cut = both(options.threads, is_long, [0, 1], |side| {
        let (paragraphs, left_out) = paragraphs_of(sides[side], page_ends[side], options.segmentation, &tags[side]);
        let cut = cut(&paragraphs, &tags[side], options.segmentation, options.srx.as_deref());
        (paragraphs, left_out, cut)
    });
    let [
        (sources, left_out_of_source, source),
        (targets, left_out_of_target, target),
    ] = sides_cut;
    let left_out = [
        (SideOfText::Source, left_out_of_source),
        (SideOfText::Target, left_out_of_target),
    ];
    let laid_out = left_out.into_iter().filter_map(|(side, left_out)| {
        let Unhyphenated { line, word, count } = left_out?;
        let taken_for = TakenFor::Hyphens(word, count);
        Some(LaidOut { side, line, taken_for })
    });
    let laid_out = laid_out.collect();
    let in_source = source.stopped.into_iter().map(|line| (SideOfText::Source, line));
    let in_target = target.stopped.into_iter().map(|line| (SideOfText::Target, line));
    let rules_stopped: Vec<_> = in_source.chain(in_target).collect();
    let (paragraphs, segments) = ([sources, targets], [source.segments, target.segments]);
    let steps = passes::align(
        [&segments[0], &segments[1]],
        [&tags[0], &tags[1]],
        &options.lexicon,
        options.threads,
    );
    let dropped = if options.keep_junk {
        segments.each_ref().map(|side| vec![false; side.len()])
    } else {
        let beside: [Vec<u64>; 2] = SideOfText::BOTH.map(|side| {
            junk.iter()
                .filter(|junk| junk.side == side && junk.reason.is_of_site())
                .map(|junk| junk.line)
                .collect()
        });
        edges::find(&paragraphs, &segments, &steps, &beside)
    };
    for (side, dropped) in SideOfText::BOTH.into_iter().zip(&dropped) {
        let mut last = None;
        let side_segments = &segments[side as usize];
        for (segment, _) in side_segments.iter().zip(dropped).filter(|(_, dropped)| **dropped) {
            let paragraph = segment.paragraph;
            if last.replace(paragraph) != Some(paragraph) {
                let paragraph = &paragraphs[side as usize][paragraph];
                junk.push(JunkLine {
                    text: paragraph.text.clone(),
                    line: paragraph.line_at(0),
                    side,
                    lang: tags[side as usize].clone(),
                    reason: JunkReason::EdgeLine,
                });
            }
        }
    }
    junk.sort_unstable_by(|a, b| (a.side, a.line, &a.text).cmp(&(b.side, b.line, &b.text)));
    Alignment {
        junk,
        rules_stopped,
        laid_out,
        ..assemble(segments, tags, &steps, &dropped, options.segmentation)
    }
}

/// Joins the lines of a side that are no junk to paragraphs; gives what was left out at their ends, too.
fn paragraphs_of(
    entries: &[&Entry<'_>],
    page_ends: &[u64],
    segmentation: Segmentation,
    lang: &LanguageTag,
) -> (Vec<Paragraph>, Option<Unhyphenated>) {
    let mut last = 0;
    let lines = entries.iter().filter(|entry| entry.junk.is_none()).map(|entry| {
        let number = entry.line.number;
        let next_end = page_ends.get(page_ends.partition_point(|&end| end <= last));
        let next_page = last > 0 && next_end.is_some_and(|&end| end <= number);
        let follows = !entry.after_blank && last + 1 == number;
        last = number;
        SideLine {
            text: entry.line.text,
            number: entry.line.number,
            follows,
            next_page,
            after_blank: entry.after_blank,
            group: entry.group,
        }
    });
    let mut lines: Vec<SideLine<'_>> = lines.collect();
    if segmentation == Segmentation::Line {
        for line in &mut lines {
            line.follows = false;
        }
    }
    paragraphs(&lines, lang)
}

/// Numbers what is kept, and puts it together.
fn assemble(
    segments: [Vec<Segment>; 2],
    tags: [LanguageTag; 2],
    steps: &[(Step, f64)],
    dropped: &[Vec<bool>; 2],
    segmentation: Segmentation,
) -> Alignment {
    let mut numbers = [Vec::new(), Vec::new()];
    let mut sides = [Vec::new(), Vec::new()];
    for (side, segments) in segments.into_iter().enumerate() {
        let mut count = 0;
        for (segment, &dropped) in segments.into_iter().zip(&dropped[side]) {
            if dropped {
                numbers[side].push(None);
                continue;
            }
            count += 1;
            let number = match segmentation {
                Segmentation::Line => u32::try_from(segment.line).unwrap_or(u32::MAX),
                Segmentation::Sentence | Segmentation::Paragraph => count,
            };
            numbers[side].push(Some(number));
            sides[side].push(NumberedSegment {
                number,
                text: segment.text,
                line: segment.line,
            });
        }
    }
    let mut beads = Vec::with_capacity(steps.len());
    let mut at = [0, 0];
    for (step, confidence) in steps {
        let next = [at[0] + step.source, at[1] + step.target];
        let [source, target] = [0, 1].map(|side| {
            let span = numbers[side].get(at[side]..next[side]).unwrap_or_default();
            span.iter().copied().flatten().collect::<Vec<u32>>()
        });
        at = next;
        if source.is_empty() && target.is_empty() {
            continue;
        }
        let count = |numbers: &[u32]| u32::try_from(numbers.len()).unwrap_or(u32::MAX);
        beads.push(Bead {
            source_count: count(&source),
            target_count: count(&target),
            source,
            target,
            confidence: Some(Confidence::from_share(*confidence)),
            is_found: true,
        });
    }
    let [source, target] = sides;
    let [source_lang, target_lang] = tags;
    Alignment {
        source: AlignedSide {
            lang: source_lang,
            segments: source,
        },
        target: AlignedSide {
            lang: target_lang,
            segments: target,
        },
        beads,
        ..Alignment::default()
    }
}
