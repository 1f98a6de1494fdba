//! A whole text or pair of texts, from lines to beads.

use super::beads::Step;
use super::furniture::Furniture;
use super::junk::{Candidate, JunkReason, by_wording};
use super::laid_out::{LaidOut, TakenFor, Text};
use super::layout::{self, Stretch};
use super::lines::{Line, lines, trim};
use super::script::Letters;
use super::segment::{Segment, cut};
use super::side_by_side::{are_long, both};
use super::wrap::{Paragraph, SideLine, Unhyphenated, paragraphs};
use super::{AlignOptions, edges, language, passes};
use crate::align::Segmentation;
use crate::error::{Error, ErrorKind, Result};
use crate::model::{Bead, Confidence, LanguageTag};

/// The beads of a text, with all that they are made of.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Alignment {
    /// The segments of the source.
    pub source: AlignedSide,
    /// The segments of the target.
    pub target: AlignedSide,
    /// The beads in the order of the text; those with one empty side found no counterpart.
    pub beads: Vec<Bead>,
    /// The lines that belong to no translation, in the order of their file, those of the source first.
    pub junk: Vec<JunkLine>,
    /// The paragraphs in which a rule of the user's has stopped, since there was too much to remember, by the lines in which they
    /// begin.
    pub rules_stopped: Vec<(SideOfText, u64)>,
    /// What of the layout was left out, in the order of the lines of a file.
    pub laid_out: Vec<LaidOut>,
}

/// The segments of one language.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AlignedSide {
    /// The language.
    pub lang: LanguageTag,
    /// The segments in order, by rising number.
    pub segments: Vec<NumberedSegment>,
}

/// A segment as beads name it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NumberedSegment {
    /// Its number within its side, from 1; where lines are segments, the number of its line.
    pub number: u32,
    /// Its text without white space at the edges.
    pub text: String,
    /// The line of its file in which it starts, from 1.
    pub line: u64,
}

/// One of the two sides.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SideOfText {
    /// The source.
    Source,
    /// The target.
    Target,
}

/// A line that belongs to no translation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JunkLine {
    /// The line without white space at the edges.
    pub text: String,
    /// Its number in its file, from 1.
    pub line: u64,
    /// The side whose language it is in or whose file it stands in; of a third language the source.
    pub side: SideOfText,
    /// Its language.
    pub lang: LanguageTag,
    /// Why it is junk.
    pub reason: JunkReason,
}

impl AlignedSide {
    /// The segment of a number.
    #[must_use]
    pub fn segment(&self, number: u32) -> Option<&NumberedSegment> {
        let place = self
            .segments
            .binary_search_by_key(&number, |segment| segment.number)
            .ok()?;
        self.segments.get(place)
    }

    /// The text of several segments: joined by a space, in Chinese and Japanese by nothing.
    #[must_use]
    pub fn text_of(&self, numbers: &[u32]) -> String {
        let texts: Vec<&str> = numbers
            .iter()
            .filter_map(|&number| Some(self.segment(number)?.text.as_str()))
            .collect();
        texts.join(joint(&self.lang))
    }
}

/// What stands between two sentences of a language that are joined: a space, in Chinese and Japanese nothing.
pub(crate) fn joint(lang: &LanguageTag) -> &'static str {
    if matches!(lang.language(), "zh" | "ja") {
        ""
    } else {
        " "
    }
}

/// Why a pair of texts can't be aligned, and which of them is at fault.
#[derive(Debug)]
pub struct PairError {
    /// The side at fault; of two texts in one language the target.
    pub side: SideOfText,
    /// What is wrong.
    pub error: Error,
}

/// A line that takes part, or may.
struct Entry<'a> {
    line: Line<'a>,
    side: usize,
    /// Whether a blank line stands before it.
    after_blank: bool,
    junk: Option<JunkReason>,
    group: usize,
}

impl<'a> Entry<'a> {
    /// A line that was set aside before languages were told.
    fn set_aside(line: Line<'a>, reason: JunkReason, side: usize) -> Self {
        Self {
            line,
            side,
            after_blank: false,
            junk: Some(reason),
            group: 0,
        }
    }
}

fn entries<'a>(lines: &[Line<'a>], side: impl Fn(usize) -> Option<usize>) -> Vec<Entry<'a>> {
    let mut found = Vec::new();
    let mut after_blank = true;
    for (at, line) in lines.iter().enumerate() {
        if !line.is_blank()
            && let Some(side) = side(at)
        {
            found.push(Entry {
                line: *line,
                side,
                after_blank,
                junk: None,
                group: 0,
            });
        }
        after_blank = line.is_blank();
    }
    found
}

/// Marks junk by its wording. A text that is all junk is taken for what it says.
fn mark_junk(entries: &mut [Entry<'_>], furniture: &Furniture) {
    let candidates: Vec<Candidate<'_>> = entries
        .iter()
        .map(|entry| Candidate {
            text: entry.line.text,
            side: entry.side,
        })
        .collect();
    for (entry, reason) in entries.iter_mut().zip(by_wording(&candidates, furniture)) {
        entry.junk = reason;
    }
}

pub(super) fn align_text(text: &str, options: &AlignOptions) -> Result<Alignment> {
    let mut text = Text::of(text, options);
    let found = text.languages(options)?;
    let mut entries = entries(&text.lines, |at| found.sides.get(at).copied().flatten());
    if !options.keep_junk {
        mark_junk(&mut entries, &options.furniture);
        for side in [0, 1] {
            if entries.iter().all(|entry| entry.side != side || entry.junk.is_some()) {
                entries
                    .iter_mut()
                    .filter(|entry| entry.side == side)
                    .for_each(|entry| entry.junk = None);
            }
        }
    }
    let kept = || entries.iter().enumerate().filter(|(_, entry)| entry.junk.is_none());
    let stretches: Vec<Stretch> = kept()
        .map(|(_, entry)| Stretch {
            side: entry.side,
            weight: Letters::of(entry.line.text).total().max(1.0),
        })
        .collect();
    let places: Vec<usize> = kept().map(|(place, _)| place).collect();
    let layout = layout::of(&stretches);
    for (place, group) in places.into_iter().zip(layout.groups) {
        entries[place].group = group;
    }
    let order = [layout.first, 1 - layout.first];
    let [first, second] = found.tags;
    let tags = if layout.first == 0 {
        [first, second]
    } else {
        [second, first]
    };
    let mut sides = order.map(|side| entries.iter().filter(|entry| entry.side == side).collect::<Vec<_>>());
    let aside: Vec<Entry<'_>> = text
        .aside
        .iter()
        .map(|&(line, reason)| {
            // it belongs to the language of the line before it
            let after = entries.partition_point(|entry| entry.line.number <= line.number);
            let side = entries.get(after.saturating_sub(1)).map_or(0, |entry| entry.side);
            Entry::set_aside(line, reason, side)
        })
        .collect();
    for (entries, side) in sides.iter_mut().zip(order) {
        entries.extend(aside.iter().filter(|entry| entry.side == side));
    }
    let others = found.others.into_iter().filter_map(|(at, lang)| {
        let line = text.lines.get(at)?;
        Some(JunkLine {
            text: trim(line.text).to_owned(),
            line: line.number,
            side: SideOfText::Source,
            lang,
            reason: JunkReason::OtherLanguage,
        })
    });
    let others = others.collect();
    let mut alignment = finish(&[&sides[0], &sides[1]], [&text.page_ends; 2], tags, others, options);
    say(&mut alignment.laid_out, SideOfText::Source, text.found);
    Ok(alignment)
}

/// Adds what was left out of the layout of a file.
fn say(laid_out: &mut Vec<LaidOut>, side: SideOfText, found: Vec<(u64, TakenFor)>) {
    laid_out.extend(
        found
            .into_iter()
            .map(|(line, taken_for)| LaidOut { side, line, taken_for }),
    );
}

pub(super) fn align_pair(source: &str, target: &str, options: &AlignOptions) -> Result<Alignment, PairError> {
    let texts = [source, target].map(|text| Text::of(text, options));
    let tags = pair_languages([&texts[0].lines, &texts[1].lines], options)?;
    let is_long = are_long([&texts[0].lines, &texts[1].lines]);
    let sides = both(options.threads, is_long, [0, 1], |side| {
        let mut entries = entries(&texts[side].lines, |_| Some(side));
        if !options.keep_junk {
            mark_junk(&mut entries, &options.furniture);
            if entries.iter().all(|entry| entry.junk.is_some()) {
                for entry in &mut entries {
                    entry.junk = None;
                }
            }
        }
        let aside = texts[side].aside.iter();
        entries.extend(aside.map(|&(line, reason)| Entry::set_aside(line, reason, side)));
        entries
    });
    let entries = sides.each_ref().map(|side| side.iter().collect::<Vec<_>>());
    let page_ends = texts.each_ref().map(|text| &text.page_ends);
    let mut alignment = finish(&[&entries[0], &entries[1]], page_ends, tags, Vec::new(), options);
    for (side, text) in [SideOfText::Source, SideOfText::Target].into_iter().zip(texts) {
        say(&mut alignment.laid_out, side, text.found);
    }
    Ok(alignment)
}

/// The languages of two texts of one language each, as far as the options leave them open.
pub(crate) fn languages_of_pair(
    source: &str,
    target: &str,
    options: &AlignOptions,
) -> Result<[LanguageTag; 2], PairError> {
    if let (Some(source), Some(target)) = (&options.source_lang, &options.target_lang) {
        return Ok([source.clone(), target.clone()]);
    }
    let texts = [source, target].map(|text| lines(text, Segmentation::Line));
    pair_languages([&texts[0], &texts[1]], options)
}

/// Which of two texts that are taken to be in one language is guessed to be in another, and in which, if the other is not.
fn other_guess(texts: [&[Line<'_>]; 2], tags: &[LanguageTag; 2]) -> Option<(usize, LanguageTag)> {
    let [first, second] = texts.map(|text| language::best_guess(text));
    let (first, second) = (first?, second?);
    match [&first, &second].map(|guessed| guessed.same_language(&tags[0])) {
        [true, false] => Some((1, second)),
        [false, true] => Some((0, first)),
        _ => None,
    }
}

fn pair_languages(texts: [&[Line<'_>]; 2], options: &AlignOptions) -> Result<[LanguageTag; 2], PairError> {
    let hints = [options.source_lang.as_ref(), options.target_lang.as_ref()];
    let fail = |side, error| PairError { side, error };
    let is_long = are_long(texts);
    let [source_lang, target_lang] = both(options.threads, is_long, [0, 1], |side| {
        language::of_monolingual(texts[side], [hints[side], hints[1 - side]])
    });
    let mut tags = [
        source_lang.map_err(|error| fail(SideOfText::Source, error))?,
        target_lang.map_err(|error| fail(SideOfText::Target, error))?,
    ];
    if tags[0].same_language(&tags[1]) {
        match hints {
            // the user may well align two varieties of one language
            [Some(source), Some(target)] if source != target && source.same_language(target) => {
                tags = [source.clone(), target.clone()];
            }
            // one that is too short to be surely in any language was taken to be in the usual one
            _ if let Some((side, guessed)) = other_guess(texts, &tags) => tags[side] = guessed,
            _ => {
                let error = Error::from(ErrorKind::Language(format!(
                    "is in `{}`, like the other file of its pair",
                    tags[1]
                )))
                .with_help("name the two languages with `-s` and `-t`, or give the other language's file");
                return Err(fail(SideOfText::Target, error));
            }
        }
    }
    Ok(tags)
}

/// Aligns two sides whose junk by wording is marked. `junk` is what is on neither.
fn finish(
    sides: &[&[&Entry<'_>]; 2],
    page_ends: [&Vec<u64>; 2],
    tags: [LanguageTag; 2],
    mut junk: Vec<JunkLine>,
    options: &AlignOptions,
) -> Alignment {
    for (side, entries) in [SideOfText::Source, SideOfText::Target].into_iter().zip(sides) {
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
        let beside: [Vec<u64>; 2] = [SideOfText::Source, SideOfText::Target].map(|side| {
            junk.iter()
                .filter(|junk| junk.side == side && junk.reason.is_of_site())
                .map(|junk| junk.line)
                .collect()
        });
        edges::find(&paragraphs, &segments, &steps, &beside)
    };
    for (side, dropped) in [SideOfText::Source, SideOfText::Target].into_iter().zip(&dropped) {
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

#[cfg(test)]
mod tests;
