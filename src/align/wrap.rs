//! Lines that were broken at a fixed width, put together again.

use super::lines::{is_space, trim};
use super::script::{is_han, is_kana};

/// The narrowest and the widest column at which lines are taken to be broken.
const WIDTHS: std::ops::RangeInclusive<usize> = 24..=160;

/// A line of one side, and whether it follows the line before it directly.
#[derive(Debug, Clone, Copy)]
pub(super) struct SideLine<'a> {
    pub(super) text: &'a str,
    pub(super) number: u64,
    pub(super) follows: bool,
    pub(super) after_blank: bool,
    pub(super) group: usize,
}

/// A paragraph: one line, or several that were broken at a width.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Paragraph {
    pub(super) text: String,
    /// At which byte of the text each line starts, and its number.
    pub(super) lines: Vec<(usize, u64)>,
    /// Whether a blank line stands before it.
    pub(super) after_blank: bool,
    pub(super) group: usize,
}

impl Paragraph {
    /// The number of the line in which a byte of the text stands.
    pub(super) fn line_at(&self, byte: usize) -> u64 {
        let after = self.lines.partition_point(|&(start, _)| start <= byte);
        self.lines.get(after.saturating_sub(1)).map_or(0, |&(_, number)| number)
    }
}

/// Makes paragraphs of the lines of one side.
pub(super) fn paragraphs(lines: &[SideLine<'_>]) -> Vec<Paragraph> {
    let width = broken_at(lines);
    let mut found: Vec<Paragraph> = Vec::new();
    for (at, line) in lines.iter().enumerate() {
        let text = trim(line.text);
        let before = at.checked_sub(1).and_then(|at| lines.get(at));
        let joins = line.follows
            && before.is_some_and(|before| {
                width.is_some_and(|width| overflows(before.text, line.text, width)) && before.group == line.group
            });
        match found.last_mut() {
            Some(paragraph) if joins => {
                join(&mut paragraph.text, text);
                let start = paragraph.text.len() - text.len();
                paragraph.lines.push((start, line.number));
            }
            _ => found.push(Paragraph {
                text: text.to_owned(),
                lines: vec![(0, line.number)],
                after_blank: line.after_blank,
                group: line.group,
            }),
        }
    }
    found
}

/// Appends a line to a paragraph.
fn join(paragraph: &mut String, line: &str) {
    if paragraph.ends_with('\u{AD}') {
        paragraph.pop();
    } else {
        let wide = |c: char| {
            is_han(c)
                || is_kana(c)
                || matches!(c, '\u{3000}'..='\u{303F}' | '\u{FF01}'..='\u{FF5E}' | '“' | '”' | '—' | '…')
        };
        let last = paragraph.chars().next_back().unwrap_or(' ');
        let first = line.chars().next().unwrap_or(' ');
        let hyphen = last == '-' && first.is_lowercase();
        let between_wide =
            wide(last) && wide(first) && (is_han(last) || is_han(first) || is_kana(last) || is_kana(first));
        if !(hyphen || between_wide) {
            paragraph.push(' ');
        }
    }
    paragraph.push_str(line);
}

/// The width at which the lines of a side are broken; `None` if they are not.
fn broken_at(lines: &[SideLine<'_>]) -> Option<usize> {
    let width = lines.iter().map(|line| columns(line.text)).max()?;
    if !WIDTHS.contains(&width) {
        return None;
    }
    let (mut pairs, mut broken) = (0, 0);
    for pair in lines.windows(2) {
        if let [before, after] = pair
            && after.follows
        {
            pairs += 1;
            broken += usize::from(overflows(before.text, after.text, width));
        }
    }
    (broken >= 3 && broken * 5 >= pairs * 3).then_some(width)
}

/// Whether the first word of a line would not have fitted on the line before it, so that the break is one of width.
fn overflows(before: &str, after: &str, width: usize) -> bool {
    let text = trim(after);
    let indented = after.chars().next().is_some_and(is_space);
    let mut word = 0;
    for (at, c) in text.chars().enumerate() {
        if is_space(c) || at > 0 && (is_han(c) || is_kana(c)) {
            break;
        }
        word += column(c);
    }
    let space = usize::from(!text.starts_with(|c: char| is_han(c) || is_kana(c)));
    !indented && columns(before.trim_end()) + space + word + 1 > width
}

/// How many columns a text takes: two for each wide character.
fn columns(text: &str) -> usize {
    text.trim_end().chars().map(column).sum()
}

fn column(c: char) -> usize {
    let wide = is_han(c)
        || is_kana(c)
        || matches!(c, '\u{3000}'..='\u{303F}' | '\u{FF01}'..='\u{FF60}' | '\u{AC00}'..='\u{D7AF}');
    if wide { 2 } else { 1 }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str) -> Vec<String> {
        let mut blank = true;
        let mut lines = Vec::new();
        for (number, text) in (1..).zip(text.lines()) {
            if !text.trim().is_empty() {
                lines.push(SideLine {
                    text,
                    number,
                    follows: !blank,
                    after_blank: blank,
                    group: 0,
                });
            }
            blank = text.trim().is_empty();
        }
        paragraphs(&lines).into_iter().map(|paragraph| paragraph.text).collect()
    }

    #[test]
    fn lines_broken_at_a_width_are_joined() {
        let text = "Note\n\nBailu Lake was added to the list of\nwetlands today, and it is the fifth\none. Other lakes may follow in a\nyear.\n\nEnd of the note\n";
        assert_eq!(
            of(text),
            [
                "Note",
                "Bailu Lake was added to the list of wetlands today, and it is the fifth one. Other lakes may follow in a year.",
                "End of the note"
            ]
        );
    }

    #[test]
    fn addresses_and_lists_stay_lines() {
        let text = "Contact\nTel: 010-5000 0202\nE-mail: a@b.example\nRoom 207, No. 3 Building, 88 Xuefu Road\n";
        assert_eq!(of(text).len(), 4);
    }

    #[test]
    fn chinese_is_joined_without_space() {
        let text = "白鹭湖位于候鸟迁徙路线上，\n每年有三十多万只水鸟在此越\n冬或停歇。湖里还有鱼类九十\n六种。";
        assert_eq!(
            of(text),
            ["白鹭湖位于候鸟迁徙路线上，每年有三十多万只水鸟在此越冬或停歇。湖里还有鱼类九十六种。"]
        );
    }
}
