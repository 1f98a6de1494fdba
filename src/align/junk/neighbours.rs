//! Lines that are junk for what stands beside them: links below a heading, words of a menu.

use super::words::MENU;
use super::{Candidate, JunkReason, ends_like_sentence, left_over};

/// How many lines may stand at the head of a text, before its first sentence.
const MOST_OF_HEAD: usize = 4;

/// Marks the links below the heading of a list of links: lines without final mark up to the first line that has one.
/// Where such a line follows in a language of the heading, the last line before it is the title of what begins there; in
/// another language all lines of it before it are, with its date and author.
pub(super) fn mark_links(lines: &[Candidate<'_>], found: &mut [Option<JunkReason>]) {
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
pub(super) fn mark_menu_words(plain: &[String], found: &mut [Option<JunkReason>]) {
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
