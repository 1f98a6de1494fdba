//! Lines that belong to no translation: the page around a release, not the release.
//!
//! Some are known by what they say, before anything is aligned: navigation, buttons, records of the page, legal lines,
//! lists of links. Others are known only afterwards: short lines without a final mark at the edge of the text that found
//! no counterpart.

mod whole;
mod words;

use std::fmt;

use self::words::{BARS_COPYING, HEADINGS, HOME, LABELS, MENU, OWN_LABELS, RIGHTS, SIGNS, TOOLS};
use super::furniture::Furniture;
use super::lines::{is_space, trim};
use super::script::is_han;

/// Why a line belongs to no translation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum JunkReason {
    /// A menu, a breadcrumb trail, a choice of language.
    Navigation,
    /// A button or switch of the page: print, close, share, log in.
    PageTools,
    /// What the page says of itself: source, time, views, editor, index number.
    PageRecord,
    /// A link to the page before or after.
    PreviousNext,
    /// A legal line: copyright, registration of the site, its operator.
    Copyright,
    /// The heading of a list of links.
    RelatedHeading,
    /// A link of such a list.
    RelatedLink,
    /// An advertisement that says so.
    Advertisement,
    /// A file to download.
    Attachment,
    /// Marks only.
    Decoration,
    /// A line that recurs in the texts of the run.
    Recurring,
    /// A short line without final mark at the edge of the text, without a counterpart.
    EdgeLine,
}

impl JunkReason {
    /// The reason in kebab-case. Once out, never renamed or reused.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Navigation => "navigation",
            Self::PageTools => "page-tools",
            Self::PageRecord => "page-record",
            Self::PreviousNext => "previous-next",
            Self::Copyright => "copyright",
            Self::RelatedHeading => "related-heading",
            Self::RelatedLink => "related-link",
            Self::Advertisement => "advertisement",
            Self::Attachment => "attachment",
            Self::Decoration => "decoration",
            Self::Recurring => "recurring",
            Self::EdgeLine => "edge-line",
        }
    }
}

impl fmt::Display for JunkReason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

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

/// Letters in one case and width, without spaces between Han characters.
pub(super) fn normalized(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut pending_space = false;
    for c in trim(text).chars() {
        let c = match c {
            '\u{FF01}'..='\u{FF5E}' => char::from_u32(c as u32 - 0xFEE0).unwrap_or(c),
            _ => c,
        };
        if is_space(c) {
            pending_space = true;
            continue;
        }
        if pending_space && !(is_han(c) && plain.chars().next_back().is_some_and(is_han)) {
            plain.push(' ');
        }
        pending_space = false;
        plain.extend(c.to_lowercase());
    }
    plain
}

fn of_line(text: &str, plain: &str) -> Option<JunkReason> {
    let letters = plain.chars().filter(|c| c.is_alphanumeric()).count();
    if letters == 0 {
        return (plain.chars().count() >= 3).then_some(JunkReason::Decoration);
    }
    if letters <= 160 && is_legal(plain) {
        return Some(JunkReason::Copyright);
    }
    let closed = ends_like_sentence(text) && !plain.ends_with([':', ',']);
    if closed || letters > 120 {
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
    if is_heading(plain) || whole::HEADINGS.binary_search(&bare(plain)).is_ok() {
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
    let rest = left_over(&rest.text, MENU).with_terms(rest.terms);
    (rest.terms >= 2 && rest.letters == 0).then_some(JunkReason::Navigation)
}

/// Whether a legal line of the page stands there, and no sentence about such.
fn is_legal(plain: &str) -> bool {
    let is_claim = |sign: &&str| {
        plain.match_indices(*sign).any(|(at, _)| {
            // at the beginning of what is said, and before a name or a year
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
        .split(['|', '｜', '¦', '·', '•'])
        .map(bare)
        .filter(|piece| !piece.is_empty())
        .peekable();
    pieces.peek().is_some() && pieces.all(|piece| whole::BUTTONS.binary_search(&piece).is_ok())
}

/// What is left of a line when known terms are taken away.
struct Left {
    text: String,
    letters: usize,
    terms: usize,
}

impl Left {
    fn with_terms(mut self, terms: usize) -> Self {
        self.terms += terms;
        self
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

/// Short words between bars.
fn is_menu(plain: &str) -> bool {
    let pieces: Vec<&str> = plain
        .split(['|', '｜', '¦'])
        .map(str::trim)
        .filter(|piece| !piece.is_empty())
        .collect();
    let known = |piece: &&&str| {
        let rest = left_over(piece, TOOLS);
        let rest = left_over(&rest.text, MENU).with_terms(rest.terms);
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

/// How many lines may stand at the head of a text, before its first sentence.
const MOST_OF_HEAD: usize = 4;

/// Marks the links below the heading of a list of links: lines without final mark up to the first line that has one.
/// Where such a line follows in a language of the heading, the last line before it is the title of what begins there; in
/// another language all lines of it before it are, with its date and author.
fn mark_links(lines: &[Candidate<'_>], found: &mut [Option<JunkReason>]) {
    let mut at = 0;
    while at < lines.len() {
        if found[at] != Some(JunkReason::RelatedHeading) {
            at += 1;
            continue;
        }
        let start = at + 1;
        let is_link = |at: usize| {
            found[at].is_some() || !ends_like_sentence(lines[at].text) && lines[at].text.chars().count() <= 120
        };
        let mut end = start;
        while end < lines.len() && is_link(end) {
            end += 1;
        }
        if let Some(next) = lines.get(end) {
            // a heading in a language has links in it
            let has_links =
                (at..end).any(|at| found[at] == Some(JunkReason::RelatedHeading) && lines[at].side == next.side);
            let most = if has_links { 1 } else { MOST_OF_HEAD };
            let head = (start..end)
                .rev()
                .take_while(|&at| found[at].is_none() && lines[at].side == next.side)
                .take(most);
            end = head.last().unwrap_or(end);
        }
        for place in found.iter_mut().take(end).skip(start).filter(|place| place.is_none()) {
            *place = Some(JunkReason::RelatedLink);
        }
        at = end.max(start);
    }
}

/// Marks single words of a menu, one a line, beside other junk.
fn mark_menu_words(plain: &[String], found: &mut [Option<JunkReason>]) {
    let is_word = |plain: &String| {
        if ends_like_sentence(plain) {
            return false;
        }
        let rest = left_over(plain, MENU);
        rest.terms > 0 && rest.letters == 0
    };
    let words: Vec<bool> = plain.iter().map(is_word).collect();
    for turn in 0..2 {
        let mut beside = false;
        for step in 0..plain.len() {
            let at = if turn == 0 { step } else { plain.len() - 1 - step };
            beside = found[at].is_some() || beside && words[at];
            if beside && found[at].is_none() {
                found[at] = Some(JunkReason::Navigation);
            }
        }
    }
}

#[cfg(test)]
mod tests;
