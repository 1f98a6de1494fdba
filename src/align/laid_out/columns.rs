//! Two columns that stand side by side, set apart by spaces.

use super::super::language::{self, Languages};
use super::super::lines::{Line, is_space};
use super::super::wrap::column;
use super::{TakenFor, Text};
use crate::model::LanguageTag;

/// How many spaces set two columns apart at least.
const GAP: usize = 3;

/// How many lines must have a gap at the same column.
const FEWEST: usize = 4;

/// The furthest column at which a second one may begin.
const FURTHEST: usize = 200;

/// Cuts two columns in two languages, and puts the lines of the second after those of the first.
pub(super) fn cut(text: &mut Text<'_>, hints: [Option<&LanguageTag>; 2]) -> Option<Languages> {
    let at = usual_gap(&text.lines)?;
    let [mut left, mut right] = [Vec::new(), Vec::new()];
    for line in &text.lines {
        let parts = parts(line.text, at)?;
        for (side, text) in [&mut left, &mut right].into_iter().zip(parts) {
            side.push(Line {
                text,
                number: line.number,
            });
        }
    }
    let told = [
        language::of_monolingual(&left, [None; 2]).ok()?,
        language::of_monolingual(&right, [None; 2]).ok()?,
    ];
    // what is asked for may say the region
    let tags = told.map(|told| {
        let hint = hints.into_iter().flatten().find(|hint| hint.same_language(&told));
        hint.cloned().unwrap_or(told)
    });
    if tags[0].language() == tags[1].language() {
        return None;
    }
    let first = text.lines.iter().find(|line| !line.is_blank())?.number;
    text.found.push((first, TakenFor::Columns(at + 1)));
    let count = left.len();
    left.extend(right);
    text.lines = left;
    let side = |(at, line): (usize, &Line<'_>)| (!line.is_blank()).then_some(usize::from(at >= count));
    let sides = text.lines.iter().enumerate().map(side).collect();
    Some(Languages {
        tags,
        sides,
        others: Vec::new(),
    })
}

/// The column at which most lines go on behind a gap, if no line is written across it.
fn usual_gap(lines: &[Line<'_>]) -> Option<usize> {
    let mut ends = [0_usize; FURTHEST];
    let mut written = 0;
    for line in lines.iter().filter(|line| !line.is_blank()) {
        written += 1;
        let mut spaces = 0;
        let mut at = 0;
        let mut begun = false;
        for c in line.text.chars() {
            if is_space(c) {
                spaces += if c == '\t' { 0 } else { column(c) };
            } else {
                if begun
                    && spaces >= GAP
                    && let Some(count) = ends.get_mut(at)
                {
                    *count += 1;
                }
                begun = true;
                spaces = 0;
            }
            at += column(c);
        }
    }
    let (at, &count) = ends.iter().enumerate().max_by_key(|&(at, &count)| (count, at))?;
    (count >= FEWEST && count * 2 > written).then_some(at)
}

/// What stands before a column and from it on; `None` if a line is written across it.
fn parts(line: &str, at: usize) -> Option<[&str; 2]> {
    let mut columns = 0;
    for (byte, c) in line.char_indices() {
        if columns >= at {
            let (left, right) = line.split_at_checked(byte)?;
            let is_apart = left.chars().rev().take(2).all(is_space) || left.is_empty();
            return (columns == at && is_apart).then_some([left.trim_end(), right]);
        }
        columns += column(c);
    }
    Some([line.trim_end(), ""])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::align::Segmentation;
    use crate::align::lines::lines;

    #[test]
    fn columns_are_cut_where_most_lines_have_a_gap() {
        let table = "Die Brücke ist      The bridge is\nseit Montag         open again since\nwieder offen.       Monday.\nDanke.\n\nAlle freut es.      All are glad.\n";
        let lines = lines(table, Segmentation::Sentence);
        let at = usual_gap(&lines).unwrap();
        assert_eq!(at, 20);
        let cut: Vec<[&str; 2]> = lines.iter().map(|line| parts(line.text, at).unwrap()).collect();
        assert_eq!(cut[0], ["Die Brücke ist", "The bridge is"]);
        assert_eq!(cut[3], ["Danke.", ""]);
    }

    #[test]
    fn a_line_across_the_gap_forbids_the_cut() {
        assert_eq!(parts("Die Brücke ist seit Montag offen.", 20), None);
        assert_eq!(
            usual_gap(&lines("one   two\nthree four\nfive\n", Segmentation::Sentence)),
            None
        );
    }
}
