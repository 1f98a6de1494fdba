//! What stands at the edges of printed pages: numbers, running heads and feet.

use std::collections::HashMap;

use super::super::junk::{JunkReason, ends_like_sentence, normalized};
use super::super::lines::{Line, is_space};
use super::Text;

/// How many letters a running head has at most.
const MOST_LETTERS: usize = 60;

/// Sets aside what stands at the edges of pages, and notes where pages end.
pub(super) fn set_aside(text: &mut Text<'_>) {
    for line in &mut text.lines {
        if let Some(at) = line.text.rfind(FORM_FEED) {
            text.page_ends.push(line.number);
            let head = line.text.get(..at).unwrap_or_default();
            if head.chars().all(|c| is_space(c) || c == FORM_FEED) {
                line.text = line.text.get(at + FORM_FEED.len_utf8()..).unwrap_or_default();
            }
        }
    }
    let written: Vec<Line<'_>> = text.lines.iter().copied().filter(|line| !line.is_blank()).collect();
    let edges = edges(&written, &text.page_ends);
    let mut page: Vec<Line<'_>> = written
        .iter()
        .zip(&edges)
        .filter(|(_, edge)| **edge)
        .map(|(line, _)| *line)
        .collect();
    if page.len() == written.len() {
        page.clear();
    }
    if page.is_empty() {
        return;
    }
    text.lines
        .retain(|line| page.binary_search_by_key(&line.number, |page| page.number).is_err());
    text.page_ends.extend(page.iter().map(|line| line.number));
    text.page_ends.sort_unstable();
    text.aside
        .extend(page.into_iter().map(|line| (line, JunkReason::PageBreak)));
}

const FORM_FEED: char = '\u{C}';

/// What a line says of the page, and what it says besides.
#[derive(Debug, Default)]
struct Head {
    /// A line without its number; empty for a number alone.
    rest: String,
    number: Number,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum Number {
    #[default]
    None,
    /// A number that may be anything.
    Bare,
    /// A number of several, `2/7`.
    OfSeveral,
    /// A number that is said to be that of a page, or stands between dashes.
    Page,
}

/// For each line whether it belongs to the edge of a page.
fn edges(lines: &[Line<'_>], feeds: &[u64]) -> Vec<bool> {
    let heads: Vec<Option<Head>> = lines.iter().map(|line| head(line.text)).collect();
    // how often each head stands there, and where first
    let mut seen: HashMap<String, (usize, usize)> = HashMap::new();
    for (at, head) in heads.iter().enumerate() {
        if let Some(head) = head
            && !(head.rest.is_empty() && head.number != Number::OfSeveral)
        {
            seen.entry(head.rest.clone()).or_insert((0, at)).0 += 1;
        }
    }
    let recurs = |head: &Head| seen.get(&head.rest).is_some_and(|&(count, _)| count >= 2);
    // whether a page ends between a line and the one before it
    let fed = |at: usize| {
        let Some(before) = at.checked_sub(1).and_then(|at| lines.get(at)) else {
            return false;
        };
        let end = lines.get(at).map_or(u64::MAX, |line| line.number);
        let next = feeds.partition_point(|&feed| feed <= before.number);
        feeds.get(next).is_some_and(|&feed| feed <= end)
    };
    let is_listed = |at: usize| {
        let head = |at: usize| heads.get(at).and_then(Option::as_ref);
        let is_like = |one: &Head, two: &Head| one.number == two.number && one.rest == two.rest;
        let mut beside = [at.checked_sub(1), Some(at + 1)].into_iter().flatten().filter_map(head);
        head(at).is_some_and(|head| beside.any(|other| is_like(head, other)))
    };
    let mut edge: Vec<bool> = heads
        .iter()
        .enumerate()
        .map(|(at, head)| {
            head.as_ref().is_some_and(|head| match head.number {
                Number::Page => head.rest.is_empty() || recurs(head),
                // pages have text between their numbers, pictures and parts may not
                Number::OfSeveral => recurs(head) && !is_listed(at),
                Number::Bare | Number::None => false,
            })
        })
        .collect();
    // heads and feet beside these, or beside the end of a page
    for at in 0..lines.len() {
        let beside = |at: Option<usize>| at.and_then(|at| edge.get(at)) == Some(&true);
        let is_beside = beside(at.checked_sub(1)) || beside(Some(at + 1)) || fed(at) || fed(at + 1);
        let Some(Some(head)) = heads.get(at) else {
            continue;
        };
        let is_head = match head.number {
            // the first one is the title rather than a head
            Number::None => recurs(head) && seen.get(&head.rest).is_some_and(|&(_, first)| first != at),
            Number::Bare => head.rest.is_empty() || recurs(head),
            Number::OfSeveral | Number::Page => true,
        };
        let parts = || {
            head.number == Number::Bare
                && is_head
                && (head.rest.is_empty() || stands_apart(lines, at))
                && interrupts(lines, at)
        };
        if (is_beside && is_head || parts())
            && let Some(edge) = edge.get_mut(at)
        {
            *edge = true;
        }
    }
    edge
}

/// Whether a blank line stands before a line or behind it.
fn stands_apart(lines: &[Line<'_>], at: usize) -> bool {
    let number = |at: Option<usize>| at.and_then(|at| lines.get(at)).map(|line| line.number);
    let own = number(Some(at));
    number(at.checked_sub(1)).map(|before| before + 1) != own || number(Some(at + 1)) != own.map(|own| own + 1)
}

/// Whether a line stands within a sentence.
fn interrupts(lines: &[Line<'_>], at: usize) -> bool {
    let before = at.checked_sub(1).and_then(|at| lines.get(at));
    let after = lines.get(at + 1);
    before.is_some_and(|before| before.text.chars().any(char::is_alphabetic) && !ends_like_sentence(before.text))
        && after.is_some_and(|after| after.text.trim_start_matches(is_space).starts_with(char::is_lowercase))
}

/// Reads a short line as a head or foot of a page, or its number.
fn head(line: &str) -> Option<Head> {
    if line.len() > MOST_LETTERS * 4 {
        return None;
    }
    let plain = normalized(line);
    let letters = plain.chars().filter(|c| c.is_alphanumeric()).count();
    if letters == 0 || letters > MOST_LETTERS {
        return None;
    }
    let is_numbered = plain.contains(char::is_numeric);
    if ends_like_sentence(line) && !is_numbered {
        return None;
    }
    if let Some(number) = number(&plain) {
        return Some(Head {
            rest: String::new(),
            number,
        });
    }
    // behind what is said, or before it
    let words: Vec<&str> = if is_numbered {
        plain.split(' ').collect()
    } else {
        Vec::new()
    };
    for length in (1..=4.min(words.len().saturating_sub(1))).rev() {
        for (rest, of_page) in [
            words.split_at_checked(words.len() - length),
            words.split_at_checked(length).map(|(of_page, rest)| (rest, of_page)),
        ]
        .into_iter()
        .flatten()
        {
            if let Some(number) = number(&of_page.join(" ")) {
                let rest = rest.join(" ");
                let rest = rest.trim_matches(|c: char| !c.is_alphanumeric());
                return (!rest.is_empty()).then(|| Head {
                    rest: rest.to_owned(),
                    number,
                });
            }
        }
    }
    if ends_like_sentence(line) {
        return None;
    }
    Some(Head {
        rest: plain,
        number: Number::None,
    })
}

/// Words for a page.
const PAGES: &[&str] = &[
    "page",
    "seite",
    "página",
    "pàgina",
    "pagina",
    "sivu",
    "sida",
    "side",
    "síða",
    "strana",
    "strona",
    "stranica",
    "stran",
    "stránka",
    "страница",
    "стр",
    "сторінка",
    "стор",
    "страна",
    "σελίδα",
    "σελ",
    "sayfa",
    "oldal",
    "pág",
    "pag",
    "blz",
    "lehekülg",
    "lk",
    "puslapis",
    "lappuse",
    "halaman",
    "trang",
    "صفحة",
    "الصفحة",
    "עמוד",
    "หน้า",
    "페이지",
    "쪽",
    "第",
    "页",
    "頁",
    "ページ",
];

/// What a wording says of a page, if it says nothing else.
fn number(plain: &str) -> Option<Number> {
    let is_dash = |c: char| matches!(c, '-' | '–' | '—' | '~' | '·' | '•');
    let core = plain.trim_matches(|c: char| is_dash(c) || is_space(c) || matches!(c, '|' | '[' | ']'));
    let has_dashes = plain.starts_with(is_dash) && plain.ends_with(is_dash);
    let mut numbers: [u32; 2] = [0; 2];
    let (mut count, mut words, mut says_page) = (0, 0, false);
    let mut rest = core;
    while let Some(first) = rest.chars().next() {
        let class = (first.is_ascii_digit(), first.is_alphabetic());
        let end = rest
            .char_indices()
            .find(|&(_, c)| (c.is_ascii_digit(), c.is_alphabetic()) != class)
            .map_or(rest.len(), |(at, _)| at);
        let (token, behind) = rest.split_at_checked(end)?;
        rest = behind;
        match class {
            (true, _) => {
                *numbers.get_mut(count)? = token.parse().ok().filter(|&number| token.len() <= 4 && number > 0)?;
                count += 1;
            }
            (_, true) => {
                let is_page = PAGES.contains(&token);
                let of_page = token
                    .chars()
                    .all(|c| matches!(c, '第' | '共' | '全' | '页' | '頁' | '面'));
                if words == 0 && count == 0 && !is_page && !of_page {
                    return None;
                }
                says_page |= is_page || of_page;
                words += 1;
                if !(is_page || of_page || token.chars().count() <= 4) {
                    return None;
                }
            }
            _ if token.trim().chars().count() > 1 => return None,
            _ if !token.trim().is_empty() && !matches!(token.trim(), "/" | "." | "-" | "|") => return None,
            _ => {}
        }
    }
    let [first, last] = numbers;
    match (count, words) {
        (1, 1 | 2) if says_page => Some(Number::Page),
        (1, 0) if core.len() == plain.len() => Some(Number::Bare),
        (1, 0) if has_dashes => Some(Number::Page),
        (1, 0) if plain.starts_with('|') => Some(Number::Bare),
        (2, 1..=4) if says_page && first <= last => Some(Number::Page),
        (2, 0) if core.contains('/') && first <= last && last <= 400 => Some(Number::OfSeveral),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::align::Segmentation;
    use crate::align::lines::lines;

    fn aside(text: &str) -> Vec<String> {
        let mut text = Text {
            lines: lines(text, Segmentation::Sentence),
            ..Text::default()
        };
        set_aside(&mut text);
        text.aside.iter().map(|(line, _)| line.text.trim().to_owned()).collect()
    }

    #[test]
    fn numbers_of_pages_are_known_in_many_forms() {
        for line in [
            "- 2 -",
            "– 14 –",
            "Page 2 of 3",
            "Seite 2 von 3",
            "Page 2",
            "Strona 3 z 4",
            "2. oldal",
            "第 2 页",
            "第2頁 共3頁",
            "2ページ",
            "2 / 3 ページ",
            "2쪽",
            "Sayfa 2 / 3",
            "Page 2/3",
        ] {
            assert_eq!(number(&normalized(line)), Some(Number::Page), "{line}");
        }
        for line in [
            "Page 3 of the report",
            "See page 2",
            "Berth 7",
            "2024-05-06",
            "3 - 1",
            "Seite an Seite",
            "15 May 2024",
            "5 km",
            "- two -",
        ] {
            assert!(
                !matches!(number(&normalized(line)), Some(Number::Page | Number::OfSeveral)),
                "{line}"
            );
        }
    }

    #[test]
    fn heads_and_feet_are_set_aside() {
        let text = "The Bridge\n\nThe bridge is open to\n\nTown of Bo – Press release\t1/2\nTown of Bo – Press release\n\nall traffic.\n\nMore\n\nTown of Bo – Press release\t2/2\n";
        assert_eq!(
            aside(text),
            [
                "Town of Bo – Press release\t1/2",
                "Town of Bo – Press release",
                "Town of Bo – Press release\t2/2"
            ]
        );
        let text = "Bridge News\n\nThe bridge is open to\n\n1\n\u{C}Bridge News\n\nall traffic.\n\n2\n\u{C}\n";
        assert_eq!(aside(text), ["1", "Bridge News", "2"]);
    }

    #[test]
    fn lines_of_the_text_stay() {
        let text = "Berth 7\nIt is deep.\nBerth 8\nIt is not.\nPhase 1/2024\n12\nPhoto 1/2\nPhoto 2/2\nBo won 3 - 1\nPrice\nPrice\n2024\n";
        assert!(aside(text).is_empty(), "{:?}", aside(text));
    }
}
