//! A whole text or pair of texts, from lines to beads.

mod finish;

use self::finish::finish;
use super::AlignOptions;
use super::alignment::{Alignment, JunkLine, SideOfText};
use super::furniture::Furniture;
use super::junk::{Candidate, JunkReason, by_wording};
use super::laid_out::{LaidOut, TakenFor, Text};
use super::layout::{self, Stretch};
use super::lines::{Line, trim};
use super::pair::{PairError, pair_languages};
use super::script::Letters;
use super::side_by_side::{are_long, both};
use crate::error::Result;

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

/// Marks junk by its wording. A side that is all junk is taken for what it says.
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
    for side in [0, 1] {
        if entries.iter().all(|entry| entry.side != side || entry.junk.is_some()) {
            let of_side = entries.iter_mut().filter(|entry| entry.side == side);
            of_side.for_each(|entry| entry.junk = None);
        }
    }
}

pub(super) fn align_text(text: &str, options: &AlignOptions) -> Result<Alignment> {
    let mut text = Text::of(text, options);
    let found = text.languages(options)?;
    let mut entries = entries(&text.lines, |at| found.sides.get(at).copied().flatten());
    if !options.keep_junk {
        mark_junk(&mut entries, &options.furniture);
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
        }
        let aside = texts[side].aside.iter();
        entries.extend(aside.map(|&(line, reason)| Entry::set_aside(line, reason, side)));
        entries
    });
    let entries = sides.each_ref().map(|side| side.iter().collect::<Vec<_>>());
    let page_ends = texts.each_ref().map(|text| &text.page_ends);
    let mut alignment = finish(&[&entries[0], &entries[1]], page_ends, tags, Vec::new(), options);
    for (side, text) in SideOfText::BOTH.into_iter().zip(texts) {
        say(&mut alignment.laid_out, side, text.found);
    }
    Ok(alignment)
}

#[cfg(test)]
mod tests;
