//! Lines that belong to no translation: the page around a release, not the release.
//!
//! Some are known by what they say, before anything is aligned: navigation, buttons, records of the page, legal lines,
//! lists of links; some only for where they stand besides, in the margins of the text. Others are known only afterwards:
//! short lines without a final mark at the edge of the text that found no counterpart.

mod margins;
mod neighbours;
mod reason;
mod whole;
mod words;

use self::neighbours::{mark_links, mark_menu_words};
pub use self::reason::JunkReason;
use self::words::{BARS, BARS_COPYING, HEADINGS, HOME, LABELS, MENU, OWN_LABELS, RIGHTS, SIGNS, TOOLS};
use super::furniture::Furniture;
use super::lines::{is_space, trim};
use super::script::is_han;

/// A line as this step sees it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Candidate<'a> {
    pub(super) text: &'a str,
    /// Which language it is in.
    pub(super) side: usize,
}

/// Finds the junk that shows itself by what it says, or by standing in other texts too. Blank lines are not among `lines`.
pub(super) fn by_wording(lines: &[Candidate<'_>], furniture: &Furniture) -> Vec<Option<JunkReason>> {
    let plain: Vec<String> = lines.iter().map(|line| normalized(line.text)).collect();
    let is_list = is_list(&plain);
    let mut found: Vec<Option<JunkReason>> = lines
        .iter()
        .zip(&plain)
        .map(|(line, plain)| {
            let recurs = || furniture.has(plain).then_some(JunkReason::Recurring);
            let reason = of_line(trim(line.text), plain).filter(|reason| !is_list || *reason != JunkReason::PageTools);
            reason.or_else(recurs)
        })
        .collect();
    if !is_list {
        margins::mark(lines, &plain, &mut found);
    }
    mark_links(lines, &mut found);
    mark_menu_words(&plain, &mut found);
    found
}

/// Whether the lines are a list of terms or of what buttons say, rather than a text: in such a list a button is no junk.
fn is_list(plain: &[String]) -> bool {
    /// How many lines a list has at least.
    const LEAST: usize = 8;
    /// How many characters such a line has at most.
    const SHORT: usize = 40;
    let size = |lines: &mut dyn Iterator<Item = &String>| lines.map(|line| line.chars().count()).sum::<usize>();
    let is_short = |line: &&String| line.chars().count() <= SHORT && !ends_like_sentence(line);
    plain.len() >= LEAST && size(&mut plain.iter().filter(is_short)) * 2 > size(&mut plain.iter())
}

/// Whether a line ends like a sentence.
pub(super) fn ends_like_sentence(text: &str) -> bool {
    let text = trim(text).trim_end_matches(['”', '’', '"', '」', '』', '）', ')', '》', '】', ']', '»']);
    text.ends_with([
        '。', '！', '？', '；', '.', '!', '?', ';', '؟', '۔', '।', '…', '：', ':', '，', ',',
    ])
}

/// Whether a line ends like a sentence that leads to nothing.
fn is_closed(text: &str, plain: &str) -> bool {
    ends_like_sentence(text) && !plain.ends_with([':', ','])
}

/// Letters in one case and width, without spaces between Han characters.
pub(super) fn normalized(text: &str) -> String {
    laid_out(text, ' ')
}

/// The same; `wide_gap` stands for each gap wider than a space, as it sets the words of a menu apart.
fn laid_out(text: &str, wide_gap: char) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut gap = 0;
    for c in trim(text).chars() {
        let c = match c {
            '\u{FF01}'..='\u{FF5E}' => char::from_u32(c as u32 - 0xFEE0).unwrap_or(c),
            _ => c,
        };
        if is_space(c) {
            gap += if matches!(c, '\t' | '\u{3000}') { 2 } else { 1 };
            continue;
        }
        if gap > 1 && wide_gap != ' ' {
            plain.extend([' ', wide_gap, ' ']);
        } else if gap > 0 && !(is_han(c) && plain.chars().next_back().is_some_and(is_han)) {
            plain.push(' ');
        }
        gap = 0;
        plain.extend(c.to_lowercase());
    }
    plain
}

/// Marks that end what is said.
const CLOSING: [char; 12] = ['。', '！', '？', '.', '!', '?', '”', '"', '」', '』', '）', ')'];

fn of_line(text: &str, plain: &str) -> Option<JunkReason> {
    let letters = plain.chars().filter(|c| c.is_alphanumeric()).count();
    if letters == 0 {
        // one closing mark may be what did not fit on the line before
        let closes = plain.ends_with(CLOSING) && plain.chars().count() < 3;
        return (!closes).then_some(JunkReason::Decoration);
    }
    if letters <= 160 && is_legal(plain) {
        return Some(JunkReason::Copyright);
    }
    if is_closed(text, plain) || letters > 120 {
        return None;
    }
    if plain.starts_with("【广告】")
        || plain.starts_with("[广告]")
        || plain.starts_with("【廣告】")
        || plain
            .strip_prefix("advertisement")
            .is_some_and(|rest| says_nothing(rest) || rest.trim_start().starts_with([':', '-', '–', '—']))
    {
        return Some(JunkReason::Advertisement);
    }
    if [
        "上一篇",
        "下一篇",
        "上一条",
        "下一条",
        "上一條",
        "下一條",
        "上一页:",
        "下一页:",
        "previous:",
        "next:",
        "prev:",
    ]
    .iter()
    .any(|start| plain.starts_with(start))
    {
        return Some(JunkReason::PreviousNext);
    }
    let is_file = [".pdf", ".doc", ".docx", ".xls", ".xlsx", ".zip", ".rar"]
        .iter()
        .any(|end| plain.ends_with(end));
    if is_file && (plain.starts_with("附件") || plain.starts_with("attachment") || plain.starts_with("download")) {
        return Some(JunkReason::Attachment);
    }
    if is_heading(plain) || whole::is_heading(plain) {
        return Some(JunkReason::RelatedHeading);
    }
    if are_buttons(plain) {
        return Some(JunkReason::PageTools);
    }
    if is_record(plain) {
        return Some(JunkReason::PageRecord);
    }
    if is_trail(plain) {
        return Some(JunkReason::Navigation);
    }
    let rest = left_over(plain, TOOLS);
    if rest.terms > 0 && rest.letters * 3 <= letters {
        return Some(JunkReason::PageTools);
    }
    if is_menu(plain) {
        return Some(JunkReason::Navigation);
    }
    let rest = rest.without(MENU);
    (rest.terms >= 2 && rest.letters == 0).then_some(JunkReason::Navigation)
}

/// Whether a legal line of the page stands there, and no sentence about such.
fn is_legal(plain: &str) -> bool {
    let is_claim = |sign: &&str| {
        plain.match_indices(*sign).any(|(at, _)| {
            // at the beginning of what is said, and before a year or nothing
            let before = plain.get(..at).unwrap_or_default().trim_end();
            let after = plain.get(at + sign.len()..).unwrap_or_default().trim_start();
            let begins = before.is_empty() || before.ends_with(['|', '｜', '·', '.', '。', '-', '—', ')', '(']);
            let claims = if sign.is_ascii() {
                says_nothing(after)
                    || has_year(after)
                    || after.starts_with([':', '(', ','])
                    || after.starts_with(|c: char| c.is_ascii_digit())
            } else {
                !after.starts_with(['”', '』', '」', '》', '"'])
            };
            begins && claims
        })
    };
    let is_quoted = |sign: &str| plain.contains(&format!("{sign}\"")) || plain.contains(&format!("{sign}”"));
    SIGNS.iter().any(|sign| plain.contains(sign) && !is_quoted(sign))
        || RIGHTS.iter().any(is_claim)
        || BARS_COPYING.iter().any(|sign| plain.starts_with(sign))
            && ["转载", "不得", "禁止", "轉載"].iter().any(|word| plain.contains(word))
}

/// Whether a year is named.
fn has_year(text: &str) -> bool {
    let mut words = text.split(|c: char| !c.is_ascii_alphanumeric());
    words.any(|word| {
        word.len() == 4
            && (word.starts_with("19") || word.starts_with("20"))
            && word.bytes().all(|byte| byte.is_ascii_digit())
    })
}

/// Whether nothing but marks is left.
fn says_nothing(rest: &str) -> bool {
    !rest.contains(char::is_alphanumeric)
}

/// A wording without the marks around it.
fn bare(plain: &str) -> &str {
    plain.trim_matches(|c: char| !c.is_alphanumeric() && !matches!(c, '\u{E30}'..='\u{E4E}'))
}

/// Whether a line holds buttons and links only, one or several between bars.
fn are_buttons(plain: &str) -> bool {
    let mut pieces = plain
        .split(BARS)
        .flat_map(|piece| piece.split(['·', '•']))
        .map(bare)
        .filter(|piece| !piece.is_empty())
        .peekable();
    pieces.peek().is_some() && pieces.all(whole::is_button)
}

/// What is left of a line when known terms are taken away.
struct Left {
    text: String,
    letters: usize,
    terms: usize,
}

impl Left {
    /// What is left when further terms are taken away.
    fn without(self, terms: &[&str]) -> Self {
        let rest = left_over(&self.text, terms);
        Self {
            terms: rest.terms + self.terms,
            ..rest
        }
    }
}

/// Takes terms away, longest first as they are listed; Latin ones only as whole words.
fn left_over(plain: &str, terms: &[&str]) -> Left {
    let mut text = plain.to_owned();
    let mut taken = 0;
    for term in terms {
        let mut from = 0;
        while let Some(at) = memchr::memmem::find(&text.as_bytes()[from..], term.as_bytes()).map(|at| at + from) {
            let end = at + term.len();
            let joins = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
            let latin = term.is_ascii();
            let before = text.get(..at).and_then(|text| text.chars().next_back());
            let after = text.get(end..).and_then(|text| text.chars().next());
            if latin && (joins(before) || joins(after)) {
                from = end;
                continue;
            }
            text.replace_range(at..end, "\u{1}");
            taken += 1;
            from = at + 1;
        }
    }
    Left {
        letters: text.chars().filter(|c| c.is_alphabetic()).count(),
        text,
        terms: taken,
    }
}

/// A heading of a list of links, alone or in both languages, or with the links after it on the line.
fn is_heading(plain: &str) -> bool {
    let rest = left_over(plain, HEADINGS);
    rest.terms > 0
        && (rest.letters == 0
            || ["友情链接:", "友情鏈接:", "相关链接:", "相关新闻:", "相关阅读:"]
                .iter()
                .any(|start| plain.starts_with(start)))
}

/// A record of the page: two of its labels, or one that nothing else has.
fn is_record(plain: &str) -> bool {
    let has = |label: &&str| {
        plain.match_indices(*label).any(|(at, _)| {
            let before = plain.get(..at).and_then(|text| text.chars().next_back());
            let after = plain.get(at + label.len()..).unwrap_or_default().trim_start();
            let says =
                after.starts_with(':') || is_hangul_word(label) && after.starts_with(|c: char| c.is_ascii_digit());
            before.is_none_or(|c| !c.is_alphanumeric()) && says
        })
    };
    let is_today = |rest: &str| {
        rest.trim_start_matches(':')
            .trim_start()
            .starts_with(|c: char| c.is_ascii_digit())
    };
    if OWN_LABELS.iter().any(has) || plain.strip_prefix("今天是").is_some_and(is_today) {
        return true;
    }
    let labels = LABELS.iter().filter(|label| has(label)).count();
    labels + usize::from(has_time(plain)) >= 2
}

/// Whether a label is Korean: it stands before its number without a colon.
fn is_hangul_word(label: &str) -> bool {
    label.chars().all(|c| matches!(c, '가'..='힣'))
}

/// Whether a time of day stands at the head of the line, after a date in digits.
fn has_time(plain: &str) -> bool {
    let head: String = plain
        .chars()
        .take_while(|c| c.is_ascii_digit() || matches!(c, '-' | '/' | ':' | ' ' | '.'))
        .collect();
    head.contains(':') && head.chars().filter(char::is_ascii_digit).count() >= 10
}

/// A breadcrumb trail.
fn is_trail(plain: &str) -> bool {
    if plain.contains("当前位置")
        || plain.contains("您的位置")
        || plain.contains("所在的位置")
        || plain.contains("所在位置")
        || plain.contains("現在位置")
        || plain.contains("现在的位置")
        || plain
            .strip_prefix("you are here")
            .is_some_and(|rest| says_nothing(rest) || rest.trim_start().starts_with([':', '>', '›', '»', '|']))
    {
        return true;
    }
    let pieces: Vec<&str> = plain
        .split(['>', '›', '»', '→', '/', '|', '·'])
        .flat_map(|piece| piece.split(" - "))
        .map(str::trim)
        .filter(|piece| !piece.is_empty())
        .collect();
    pieces.len() >= 2
        && pieces.iter().all(|piece| is_short(piece))
        && pieces
            .first()
            .is_some_and(|piece| HOME.iter().any(|home| piece.contains(home)))
}

/// What stands between bars.
fn pieces(line: &str) -> Vec<&str> {
    let pieces = line.split(BARS).map(str::trim);
    pieces.filter(|piece| !piece.is_empty()).collect()
}

/// Short words between bars.
fn is_menu(plain: &str) -> bool {
    let pieces = pieces(plain);
    let known = |piece: &&&str| {
        let rest = left_over(piece, TOOLS).without(MENU);
        rest.terms > 0 && rest.letters == 0
    };
    let known = pieces.iter().filter(known).count();
    let digits = plain.contains(|c: char| c.is_ascii_digit());
    pieces.len() >= 3 && pieces.iter().all(|piece| is_short(piece)) && !digits
        || pieces.len() >= 2 && known * 2 >= pieces.len()
}

/// Whether a piece of a line is as short as a link.
fn is_short(piece: &str) -> bool {
    let han = piece.chars().filter(|&c| is_han(c)).count();
    han <= 10 && piece.split_whitespace().count() <= 5 && piece.chars().count() <= 36
}

#[cfg(test)]
mod tests;
