//! What stands in the margins of a text, before its first sentence and behind its last, and would be none of it only there:
//! paths, menus set apart by gaps, calls, fields, players. Within a text the same marks are a list, a table or a manual.

mod words;

use self::words::{
    ASKS_ADDRESS, BEFORE_LINKS, CALLS, COOKIES, COUNTED, CREDITS, FILES, HEADINGS, HINTS, LAST_CALLS, LINKS, PLAYERS,
    READING_TIMES, READS, SHARES,
};
use super::words::{MENU, TOOLS};
use super::{
    Candidate, JunkReason, ends_like_sentence, has_time, has_year, is_closed, is_short, laid_out, left_over, pieces,
    whole,
};
use crate::align::lines::trim;
use crate::align::script::is_han;

/// How many sentences a side has at least, each the end of a line, that has margins.
const LEAST_SENTENCES: usize = 3;

/// What separates the steps of a path through a site.
const STEPS: &[char] = &['>', '▸', '❯'];

/// What stands behind the words of a link.
const ARROWS: &[&str] = &["→", ">>", "▸", "❯"];

/// Marks the lines of the page, most of them only in the margins of each side: before its first line that ends like a
/// sentence and is no junk, or behind its last.
pub(super) fn mark(lines: &[Candidate<'_>], plain: &[String], found: &mut [Option<JunkReason>]) {
    for side in 0..2 {
        let of_side: Vec<usize> = (0..lines.len()).filter(|&at| lines[at].side == side).collect();
        let is_sentence = |at: &&usize| found[**at].is_none() && is_of_text(trim(lines[**at].text), &plain[**at]);
        let sentences: Vec<usize> = of_side.iter().filter(is_sentence).copied().collect();
        let (Some(&first), Some(&last)) = (sentences.first(), sentences.last()) else {
            continue;
        };
        if sentences.len() < LEAST_SENTENCES {
            continue;
        }
        for &at in &of_side {
            if found[at].is_none() {
                let text = trim(lines[at].text);
                let outside = at < first || at > last;
                found[at] = anywhere(text, &plain[at]).or_else(|| of_line(text, &plain[at]).filter(|_| outside));
            }
        }
        let tail: Vec<usize> = of_side.into_iter().filter(|&at| at > last).collect();
        mark_between(lines, &tail, found);
    }
}

/// Marks what stands behind the last sentence below a line of the page and above another, but for lines of contacts.
fn mark_between(lines: &[Candidate<'_>], tail: &[usize], found: &mut [Option<JunkReason>]) {
    /// How many such lines may follow each other.
    const MOST: usize = 3;
    /// How many digits a telephone number has at least.
    const DIGITS: usize = 6;
    let of_page: Vec<usize> = (0..tail.len()).filter(|&place| found[tail[place]].is_some()).collect();
    for pair in of_page.windows(2) {
        let &[above, below] = pair else { continue };
        for &at in tail
            .get(above + 1..below)
            .filter(|between| between.len() <= MOST)
            .unwrap_or_default()
        {
            let text = lines[at].text;
            if !text.contains('@') && text.chars().filter(char::is_ascii_digit).count() < DIGITS {
                found[at] = Some(JunkReason::EdgeLine);
            }
        }
    }
}

/// Whether a line ends like a sentence and is long enough for one.
fn is_of_text(text: &str, plain: &str) -> bool {
    /// How many letters a sentence has, of which a Chinese one counts for three.
    const LEAST_LETTERS: usize = 24;
    let letters = text.chars().filter(|c| c.is_alphabetic());
    let size: usize = letters.map(|c| if is_han(c) { 3 } else { 1 }).sum();
    is_closed(text, plain) && size >= LEAST_LETTERS && !is_wire(text) && !is_about_cookies(plain)
}

/// Why a line is of the page that could not be of a text.
fn anywhere(text: &str, plain: &str) -> Option<JunkReason> {
    if ends_like_sentence(text) {
        return None;
    }
    if has_file_size(plain) {
        return Some(JunkReason::Attachment);
    }
    let has_field = plain.contains('[') && is_field(&laid_out(text, '|'));
    (has_field || is_player(plain) || is_hint(plain)).then_some(JunkReason::PageTools)
}

/// Why a line in the margins is of the page, if it is; it has no final mark, but where it is about cookies.
fn of_line(text: &str, plain: &str) -> Option<JunkReason> {
    if is_about_cookies(plain) && plain.split_whitespace().count() <= 24 {
        return Some(JunkReason::PageTools);
    }
    if is_wire(text) {
        return Some(JunkReason::PageRecord);
    }
    if is_closed(text, plain) {
        return None;
    }
    let barred = laid_out(text, '|');
    let rest = left_over(plain, super::words::HEADINGS).without(HEADINGS);
    if rest.terms > 0 && rest.letters == 0 {
        return Some(JunkReason::RelatedHeading);
    }
    if leads_to_link(plain) {
        return Some(JunkReason::RelatedLink);
    }
    if is_path(plain) || is_link(plain) || is_menu(&barred) || is_menu(&plain.replace(['·', '•'], "|")) {
        return Some(JunkReason::Navigation);
    }
    if is_reading_time(plain) || is_ticker(plain) || are_credits(&barred) {
        return Some(JunkReason::PageRecord);
    }
    (is_call(&barred) || offers_app(plain)).then_some(JunkReason::Advertisement)
}

/// Whether a line asks visitors to put up with cookies.
fn is_about_cookies(plain: &str) -> bool {
    COOKIES.iter().any(|start| plain.starts_with(start))
}

/// Whose news it is, as wires write at its end: `SOURCE Foo, Inc.`
fn is_wire(text: &str) -> bool {
    let name = text.strip_prefix("SOURCE ");
    name.is_some_and(|name| name.contains(char::is_lowercase) && name.split_whitespace().count() <= 6)
}

/// Whether a line is no longer than a headline.
fn is_brief(plain: &str) -> bool {
    plain.split_whitespace().count() <= 14 && plain.chars().filter(|&c| is_han(c)).count() <= 28
}

/// Links behind what leads to them.
fn leads_to_link(plain: &str) -> bool {
    let leads = |words: &&str| {
        let rest = plain.strip_prefix(*words).and_then(|rest| rest.strip_prefix(':'));
        rest.is_some_and(|rest| rest.contains(char::is_alphabetic))
    };
    BEFORE_LINKS.iter().any(leads) || plain.starts_with("more ") && plain.contains(": ") && plain.contains('|')
}

/// A path of three steps or more.
fn is_path(plain: &str) -> bool {
    let steps: Vec<&str> = plain.split(STEPS).map(str::trim).collect();
    steps.len() >= 3 && !plain.contains('<') && steps.iter().all(|step| !step.is_empty() && is_short(step))
}

/// Words with an arrow behind them, and none between them.
fn is_link(plain: &str) -> bool {
    let words = ARROWS.iter().find_map(|arrow| plain.strip_suffix(arrow));
    words.is_some_and(|words| {
        words.contains(char::is_alphabetic) && !ARROWS.iter().any(|arrow| words.contains(arrow)) && is_brief(words)
    })
}

/// Three links or more between bars or wide gaps, most of them known; or two known ones.
fn is_menu(barred: &str) -> bool {
    let pieces = pieces(barred);
    let is_known = |piece: &&&str| {
        let rest = left_over(piece, LINKS).without(TOOLS).without(MENU);
        let letters = piece.chars().filter(|c| c.is_alphabetic()).count();
        rest.terms > 0 && rest.letters * 5 <= letters || whole::is_button(piece)
    };
    let known = pieces.iter().filter(is_known).count();
    let long = pieces.iter().filter(|piece| !is_short(piece)).count();
    let has_digits = barred.contains(|c: char| c.is_ascii_digit());
    !has_digits
        && long <= pieces.len() / 4
        && (pieces.len() >= 3 && known * 2 >= pieces.len() || pieces.len() == 2 && known == 2)
}

/// The size of a file in brackets, behind what can be downloaded.
fn has_file_size(plain: &str) -> bool {
    let mut in_brackets = plain.split('(').skip(1).filter_map(|rest| rest.split_once(')'));
    let is_size = |inside: &str| {
        ["kb", "mb"].iter().any(|unit| {
            let before = inside.split(unit).next().unwrap_or_default();
            inside.contains(unit) && before.trim_end().ends_with(|c: char| c.is_ascii_digit())
        })
    };
    is_brief(plain) && FILES.iter().any(|file| plain.contains(file)) && in_brackets.any(|(inside, _)| is_size(inside))
}

/// How long it takes to read the page, unless it stands beside the date of the text.
fn is_reading_time(plain: &str) -> bool {
    let has_number_before = |sign: &&str| {
        plain.split(*sign).next().is_some_and(|before| {
            plain.contains(*sign)
                && before
                    .trim_end_matches([' ', '-'])
                    .ends_with(|c: char| c.is_ascii_digit())
        })
    };
    let has_number_behind = |sign: &&str| {
        let behind = plain
            .strip_prefix(*sign)
            .map(|rest| rest.trim_start_matches([':', ' ']));
        behind.is_some_and(|behind| behind.starts_with(|c: char| c.is_ascii_digit()))
    };
    let is_read = plain.ends_with("read") && READS.iter().any(has_number_before);
    !has_year(plain) && is_brief(plain) && (is_read || READING_TIMES.iter().any(has_number_behind))
}

/// The price of a share with the mark of its change.
fn is_ticker(plain: &str) -> bool {
    plain.contains(['▲', '▼']) && SHARES.iter().any(|word| plain.contains(word))
}

/// Who made the page and how often it was seen, set apart by wide gaps: two of it, or one beside the time.
fn are_credits(barred: &str) -> bool {
    let is_credit = |piece: &&str| {
        let behind = |words: &[&str], begins: fn(char) -> bool| {
            let mut rests = words.iter().filter_map(|word| piece.strip_prefix(*word));
            rests.any(|rest| rest.trim_start().starts_with(begins))
        };
        behind(CREDITS, |c| c == ':') || behind(COUNTED, |c| matches!(c, ':' | '(') || c.is_ascii_digit())
    };
    let credits = pieces(barred).into_iter().filter(is_credit).count();
    credits > 0 && credits + usize::from(has_time(barred)) >= 2
}

/// A field to be filled in by who wants to be written to.
fn is_field(barred: &str) -> bool {
    let mut fields = barred.split('[').skip(1).filter_map(|rest| rest.split_once(']'));
    let is_blank = |inside: &str| !inside.is_empty() && inside.chars().all(|c| matches!(c, ' ' | '|' | '_'));
    fields.any(|(inside, _)| is_blank(inside)) && ASKS_ADDRESS.iter().any(|word| barred.contains(word))
}

/// A player: how much of how much is played, or what, and how long it plays.
fn is_player(plain: &str) -> bool {
    let are_digits = |text: &str| matches!(text.len(), 1 | 2) && text.bytes().all(|byte| byte.is_ascii_digit());
    let is_time = |text: &str| {
        let parts = text.trim().split_once(':');
        parts.is_some_and(|(minutes, seconds)| are_digits(minutes) && are_digits(seconds))
    };
    let last_word = |text: &str| text.trim_end().rsplit(' ').next().is_some_and(is_time);
    let plays = plain
        .split_once('/')
        .is_some_and(|(done, all)| last_word(done) && is_time(all));
    let in_brackets = plain.strip_suffix(')').and_then(|rest| rest.rsplit_once('('));
    let lasts = in_brackets.is_some_and(|(_, inside)| is_time(inside));
    plays || lasts && is_brief(plain) && PLAYERS.iter().any(|word| plain.contains(word))
}

/// A hint for visitors, in brackets as a whole or behind the mark of a picture.
fn is_hint(plain: &str) -> bool {
    let brackets = [('【', '】'), ('〖', '〗'), ('[', ']'), ('(', ')')];
    let in_brackets = |&(open, close)| plain.strip_prefix(open)?.strip_suffix(close);
    let inside = brackets.iter().find_map(in_brackets);
    let inside = inside.or_else(|| plain.strip_prefix('△').map(str::trim_start));
    inside.is_some_and(|inside| is_brief(inside) && HINTS.iter().any(|start| inside.starts_with(start)))
}

/// A call, at the head of the line or alone between bars, or behind what it sells.
fn is_call(barred: &str) -> bool {
    if !is_brief(barred) {
        return false;
    }
    let button = barred.strip_suffix(']').and_then(|rest| rest.rsplit_once('['));
    let closes = |before: &str| before.is_empty() || before.trim_end().ends_with(['!', '?', '.', '|', '！', '。']);
    button.is_some_and(|(_, inside)| LAST_CALLS.contains(&inside.trim()))
        || !barred.contains([',', '，']) && CALLS.iter().any(|start| barred.starts_with(start))
        || LAST_CALLS
            .iter()
            .any(|end| barred.strip_suffix(end).is_some_and(closes))
        || barred.starts_with("follow ") && barred.contains(" on social media")
        || ["欢迎访问", "欢迎光临"].iter().any(|start| barred.starts_with(start)) && barred.contains('|')
}

/// Whether an app of the site is offered.
fn offers_app(plain: &str) -> bool {
    let mut words = plain.split(|c: char| !c.is_ascii_alphanumeric());
    let is_of_app = plain.contains("客户端") || plain.contains("客戶端") || words.any(|word| word == "app");
    let begins = [
        "下载",
        "下載",
        "扫码下载",
        "更多精彩",
        "get the ",
        "download the ",
        "download our ",
    ];
    is_of_app && is_brief(plain) && begins.iter().any(|start| plain.starts_with(start))
}
