//! Lines of a page that lead elsewhere, ask for something or show a state, by their marks and by how they begin and end.

use super::{JunkReason, is_short};
use crate::align::script::is_han;

/// What separates the steps of a path through a site.
const STEPS: &[char] = &['>', '›', '»', '▸', '❯'];

/// What stands behind the words of a link.
const ARROWS: &[&str] = &["→", ">>", "»", "›", "❯", "▸", "▶"];

/// How lines begin that ask for a click or an address.
const CALLS: &[&str] = &[
    "book now",
    "buy now",
    "buy tickets",
    "click here",
    "donate now",
    "download high-res",
    "download image",
    "download our app",
    "download pdf",
    "download photo",
    "download press",
    "download the app",
    "download the pdf",
    "get our app",
    "open in app",
    "open in browser",
    "open in maps",
    "open in the app",
    "shop now",
    "sign up for ",
    "sign up to ",
    "subscribe to our ",
    "subscribe to the newsletter",
    "view original content",
    "watch the video",
    "下载pdf",
    "下载全文",
    "下载高清",
    "下載高清",
    "欢迎关注",
    "欢迎访问",
    "歡迎瀏覽",
    "点击下载",
    "点击查看",
    "点击此处",
    "点击观看",
    "點擊下載",
    "點擊查看",
    "立即下载",
    "立即订阅",
    "立即订票",
    "立即购买",
    "立即購票",
    "订阅我们",
    "订阅本",
    "訂閱我們",
];

/// How lines end that ask for a click.
const LAST_CALLS: &[&str] = &[
    "book now",
    "buy now",
    "donate now",
    "learn more",
    "read more",
    "shop here",
    "shop now",
    "sign up",
    "点击查看",
    "点击购买",
    "点击进入",
    "点击选购",
    "立即报名",
    "立即抢购",
    "立即购买",
    "查看更多",
    "了解更多",
];

/// What fields are called in which visitors leave their address.
const FIELDS: &[&str] = &[
    "enter your email",
    "monthly newsletter",
    "our newsletter",
    "weekly newsletter",
    "your email:",
    "您的邮箱:",
    "输入邮箱",
    "輸入電郵",
];

/// How lines about cookies begin.
const COOKIES: &[&str] = &[
    "our website uses cookies",
    "this site uses cookies",
    "this website uses cookies",
    "we use cookies",
    "本站使用cookie",
    "本网站使用cookie",
    "本網站使用cookie",
    "我们使用cookie",
];

/// How hints for visitors begin.
const HINTS: &[&str] = &[
    "click ",
    "scan ",
    "tap ",
    "点击",
    "點擊",
    "扫一扫",
    "掃一掃",
    "扫码",
    "扫描",
    "长按",
];

/// What a player is called.
const PLAYERS: &[&str] = &["listen", "play", "watch", "播放", "收听", "听全文", "观看", "觀看"];

/// How long it takes to read a page.
const READING_TIMES: &[&str] = &[
    "min read",
    "mins read",
    "minute read",
    "minutes read",
    "read time:",
    "reading time:",
    "reading time ",
    "阅读时间:",
    "阅读时长",
    "預計閱讀",
    "预计阅读",
    "閱讀時間:",
];

/// Why a line without final mark is of the page, if it is; `barred` has bars for wide gaps.
pub(super) fn of_line(plain: &str, barred: &str) -> Option<JunkReason> {
    if is_path(plain) || is_link(plain) {
        return Some(JunkReason::Navigation);
    }
    if has_file_size(plain) {
        return Some(JunkReason::Attachment);
    }
    if READING_TIMES.iter().any(|sign| plain.contains(sign)) || is_ticker(plain) {
        return Some(JunkReason::PageRecord);
    }
    if is_field(barred) || is_player(plain) || is_hint(plain) {
        return Some(JunkReason::PageTools);
    }
    (is_call(barred) || offers_app(plain)).then_some(JunkReason::Advertisement)
}

/// Whether a line asks visitors to put up with cookies; it may be a sentence.
pub(super) fn is_about_cookies(plain: &str) -> bool {
    COOKIES.iter().any(|start| plain.starts_with(start))
}

/// A path of three steps or more.
fn is_path(plain: &str) -> bool {
    let steps: Vec<&str> = plain.split(STEPS).map(str::trim).collect();
    // such marks are quotation marks as well
    steps.len() >= 3 && !plain.contains(['«', '‹']) && steps.iter().all(|step| !step.is_empty() && is_short(step))
}

/// Words with an arrow behind them.
fn is_link(plain: &str) -> bool {
    let words = ARROWS.iter().find_map(|arrow| plain.strip_suffix(arrow));
    words.is_some_and(|words| words.contains(char::is_alphabetic) && !words.contains(['«', '‹']) && is_brief(words))
}

/// Whether a line is no longer than a headline.
fn is_brief(plain: &str) -> bool {
    plain.split_whitespace().count() <= 14 && plain.chars().filter(|&c| is_han(c)).count() <= 28
}

/// The size of a file in brackets, as behind what can be downloaded.
fn has_file_size(plain: &str) -> bool {
    let in_brackets = plain.split('(').skip(1).filter_map(|rest| rest.split_once(')'));
    let is_size = |inside: &str| {
        ["kb", "mb", "gb"].iter().any(|unit| {
            inside.match_indices(unit).any(|(at, _)| {
                let before = inside.get(..at).unwrap_or_default().trim_end();
                let after = inside.get(at + unit.len()..).unwrap_or_default();
                before.ends_with(|c: char| c.is_ascii_digit()) && !after.starts_with(|c: char| c.is_alphanumeric())
            })
        })
    };
    is_brief(plain) && in_brackets.map(|(inside, _)| inside).any(is_size)
}

/// The price of a share with the mark of its change, which also stands before captions.
fn is_ticker(plain: &str) -> bool {
    plain.split(['▲', '▼']).skip(1).any(|after| {
        let is_of_number = |c: char| c.is_ascii_digit() || matches!(c, '.' | ',' | '%');
        let number: String = after.trim_start().chars().take_while(|&c| is_of_number(c)).collect();
        number.starts_with(|c: char| c.is_ascii_digit()) && number.contains(['.', '%'])
    })
}

fn is_call(barred: &str) -> bool {
    if !is_brief(barred) {
        return false;
    }
    let has_button = barred.strip_suffix(']').and_then(|rest| rest.rsplit_once('['));
    let closes = |before: &str| !before.trim_end().ends_with(char::is_alphanumeric);
    has_button.is_some_and(|(before, inside)| before.trim_end().ends_with('|') && is_short(inside) && inside != "完")
        || CALLS.iter().any(|start| barred.starts_with(start))
        || LAST_CALLS
            .iter()
            .any(|end| barred.strip_suffix(end).is_some_and(closes))
}

/// Whether an app of the site is offered.
fn offers_app(plain: &str) -> bool {
    let is_of_app = plain.contains("客户端") || plain.contains("客戶端") || has_word(plain, "app");
    let asks = ["下载", "下載", "打开", "扫码", "更多精彩"]
        .iter()
        .any(|start| plain.starts_with(start))
        || plain.contains("请下载")
        || plain.contains("請下載")
        || ["get the ", "download the ", "download our ", "open the "]
            .iter()
            .any(|start| plain.starts_with(start));
    is_of_app && asks && is_brief(plain)
}

/// Whether a word of Latin letters stands there as such.
fn has_word(plain: &str, word: &str) -> bool {
    let mut words = plain.split(|c: char| !c.is_ascii_alphanumeric());
    words.any(|other| other == word)
}

/// A field to be filled in.
fn is_field(barred: &str) -> bool {
    let mut fields = barred.split('[').skip(1).filter_map(|rest| rest.split_once(']'));
    fields.any(|(inside, _)| !inside.is_empty() && inside.chars().all(|c| matches!(c, ' ' | '|' | '_')))
        || FIELDS.iter().any(|field| barred.contains(field))
}

/// A player, with how long it plays.
fn is_player(plain: &str) -> bool {
    let are_digits = |text: &str| matches!(text.len(), 1 | 2) && text.bytes().all(|byte| byte.is_ascii_digit());
    let is_time = |text: &&str| {
        let parts = text.split_once(':');
        parts.is_some_and(|(minutes, seconds)| are_digits(minutes) && are_digits(seconds))
    };
    let times = plain.split(['/', ' ', '(', ')']).filter(is_time).count();
    plain.contains('▶') && (times >= 2 || times == 1 && PLAYERS.iter().any(|word| plain.contains(word)))
}

/// A hint for visitors, in brackets as a whole.
fn is_hint(plain: &str) -> bool {
    let brackets = [('【', '】'), ('[', ']'), ('(', ')')];
    let inside = brackets
        .iter()
        .find_map(|&(open, close)| plain.strip_prefix(open)?.strip_suffix(close));
    inside.is_some_and(|inside| is_brief(inside) && HINTS.iter().any(|start| inside.starts_with(start)))
}
