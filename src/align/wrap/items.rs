//! Marks at the head of a line that say a new item of a list begins.

use super::super::lines::{is_space, trim};
use super::super::script::{is_han, is_kana};
use super::{SideLine, column};

/// What a line begins with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Mark {
    None,
    /// A mark that stands nowhere else.
    Bullet,
    /// A dash or star, which may also stand within a sentence that is broken there.
    Dash(char),
    /// A number or letter, and what stands behind it: it may be a date or the end of a sentence as well.
    Number(u32, char),
}

/// For each line whether it begins an item, and at which column what follows the mark stands.
///
/// A dash marks an item if another line begins with it, a number if the one before it or after it does.
pub(super) fn of(lines: &[SideLine<'_>]) -> Vec<Option<usize>> {
    let marks: Vec<(Mark, usize)> = lines.iter().map(|line| mark(line.text)).collect();
    let recurs = |dash: char| {
        marks
            .iter()
            .filter(|(mark, _)| *mark == Mark::Dash(dash))
            .nth(1)
            .is_some()
    };
    let dashes = DASHES.map(recurs);
    let mut items: Vec<Option<usize>> = Vec::with_capacity(lines.len());
    // the number before this one, and which line it heads
    let mut last: Option<(usize, u32, char)> = None;
    for (at, &(mark, text)) in marks.iter().enumerate() {
        let is_item = match mark {
            Mark::None => false,
            Mark::Bullet => true,
            Mark::Dash(dash) => DASHES
                .iter()
                .zip(dashes)
                .any(|(&other, recurs)| other == dash && recurs),
            Mark::Number(number, behind) => {
                let next = last.replace((at, number, behind));
                let before = next.filter(|&(_, other, sign)| other.checked_add(1) == Some(number) && sign == behind);
                if let Some(item) = before.and_then(|(at, ..)| items.get_mut(at)) {
                    *item = marks.get(before.map_or(0, |(at, ..)| at)).map(|&(_, text)| text);
                }
                before.is_some()
            }
        };
        items.push(is_item.then_some(text));
    }
    items
}

const DASHES: [char; 5] = ['-', '–', '—', '*', '+'];

/// The mark of a line, and the column at which its text begins.
fn mark(line: &str) -> (Mark, usize) {
    let text = trim(line);
    let mark = sign(text);
    let (found, length) = mark;
    let rest = text.get(length..).unwrap_or_default();
    let own = rest.trim_start_matches(is_space);
    if found == Mark::None || own.is_empty() {
        return (Mark::None, 0);
    }
    let tight = own.len() == rest.len();
    let may_be_tight = text.starts_with(|c: char| matches!(c, '①'..='⑳' | '・' | '●' | '■' | '◆' | '○' | '（'))
        || matches!(found, Mark::Number(_, '、' | '．'));
    if tight && !may_be_tight {
        return (Mark::None, 0);
    }
    let head = line.trim_end().len() - own.len().min(line.trim_end().len());
    (found, line.get(..head).unwrap_or_default().chars().map(column).sum())
}

/// What stands at the head of a text, and how many bytes it takes.
fn sign(text: &str) -> (Mark, usize) {
    let mut chars = text.chars();
    let Some(first) = chars.next() else {
        return (Mark::None, 0);
    };
    if DASHES.contains(&first) {
        return (Mark::Dash(first), first.len_utf8());
    }
    if matches!(
        first,
        '•' | '‣'
            | '▪'
            | '▫'
            | '■'
            | '□'
            | '●'
            | '○'
            | '◦'
            | '◆'
            | '◇'
            | '►'
            | '▶'
            | '➢'
            | '➤'
            | '✓'
            | '✔'
            | '·'
            | '・'
            | '①'..='⑳'
    ) {
        return (Mark::Bullet, first.len_utf8());
    }
    let opened = matches!(first, '(' | '（');
    let start = if opened { first.len_utf8() } else { 0 };
    let rest = text.get(start..).unwrap_or_default();
    let mut number: u32 = 0;
    let mut length = 0;
    for c in rest.chars().take(3) {
        number = match (c.to_digit(10), "一二三四五六七八九十".chars().position(|han| han == c)) {
            (Some(digit), _) => number * 10 + digit,
            // eleven is written ten and one
            (None, Some(place)) => number + u32::try_from(place).unwrap_or(0) + 1,
            (None, None) if length == 0 && c.is_ascii_lowercase() => c as u32,
            (None, None) => break,
        };
        length += c.len_utf8();
        if c.is_ascii_lowercase() {
            break;
        }
    }
    let Some(behind) = rest.get(length..).and_then(|rest| rest.chars().next()) else {
        return (Mark::None, 0);
    };
    let closes = if opened {
        matches!(behind, ')' | '）')
    } else {
        matches!(behind, '.' | ')' | '）' | '、' | '．')
            && (behind != '、' || rest.starts_with(|c: char| is_han(c) || !is_kana(c)))
    };
    if length == 0 || !closes {
        return (Mark::None, 0);
    }
    (Mark::Number(number, behind), start + length + behind.len_utf8())
}
