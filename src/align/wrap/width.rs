//! The width at which the lines of a side are broken.

use super::super::junk::ends_like_sentence;
use super::super::lines::{is_space, trim};
use super::super::script::{is_han, is_kana};
use super::{SideLine, column, items};

/// The narrowest and the widest column at which lines are taken to be broken.
const WIDTHS: std::ops::RangeInclusive<usize> = 24..=160;

/// From how many columns on a word is so long that a break before it says little.
const LONG_WORD: usize = 24;

/// What a line shows of where it was broken.
#[derive(Debug, Clone, Copy)]
pub(super) struct Measured {
    /// Its columns with its indent.
    columns: usize,
    /// The same without a closing mark that may hang over the edge.
    within: usize,
    /// The columns of its first word, with the space that would stand before it.
    word: usize,
    /// Whether it is one word, which can't be broken.
    is_word: bool,
    joint: Joint,
    start: Start,
    end: End,
}

/// How a line stands to the one before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Joint {
    /// It begins something: an item, a paragraph.
    New,
    /// It may go on with what that line says.
    Below,
    /// The same, on another page.
    OnNextPage,
}

/// How a line ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum End {
    /// With the mark of a sentence's end.
    Closed,
    /// Without one.
    Open,
    /// Without one, and a sentence ends within it, so that another one begins there and goes on below.
    WithinSentence,
    /// Within a word, with a hyphen.
    WithinWord,
}

/// What the first letter of a line says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Start {
    /// That a sentence goes on.
    Small,
    /// That it may, in a script without case.
    Within,
    Capital,
    Other,
}

impl Start {
    fn is_within(self) -> bool {
        matches!(self, Self::Small | Self::Within)
    }
}

/// Measures the lines of a side.
pub(super) fn measure(lines: &[SideLine<'_>]) -> Vec<Measured> {
    let items = items::of(lines);
    let mut hanging = None;
    let mut before: Option<&SideLine<'_>> = None;
    let mut measured = Vec::with_capacity(lines.len());
    for (line, item) in lines.iter().zip(items) {
        let text = trim(line.text);
        let indent: usize = line.text.chars().take_while(|&c| is_space(c)).map(column).sum();
        let is_at_home = indent == 0 || hanging == Some(indent);
        if item.is_some() || !is_at_home {
            hanging = item;
        }
        let columns = line.text.trim_end().chars().map(column).sum();
        let hangs = text.ends_with([
            '。', '、', '，', '．', '」', '』', '）', '】', '》', '！', '？', '；', '：',
        ]);
        let (word, is_word) = first_word(text);
        let may_go_on = item.is_none() && is_at_home && before.is_some_and(|before| before.group == line.group);
        let joint = if !may_go_on {
            Joint::New
        } else if line.next_page && before.is_some_and(|before| !is_closed(before.text)) {
            Joint::OnNextPage
        } else if line.follows && !line.next_page {
            Joint::Below
        } else {
            Joint::New
        };
        measured.push(Measured {
            columns,
            within: if hangs { columns - 2 } else { columns },
            word,
            is_word,
            joint,
            start: start(text),
            end: end(text),
        });
        before = Some(line);
    }
    measured
}

/// The columns of what can't be parted from the head of a line, with the space before it, and whether that is all.
fn first_word(text: &str) -> (usize, bool) {
    let is_wide = |c: char| is_han(c) || is_kana(c);
    let mut word = usize::from(!text.starts_with(is_wide));
    let mut opened = false;
    for (at, c) in text.chars().enumerate() {
        if is_space(c) || at > 0 && is_wide(c) && !opened && !must_not_begin(c) {
            return (word, false);
        }
        opened = matches!(c, '「' | '『' | '（' | '“' | '《' | '【');
        word += column(c);
    }
    (word, true)
}

/// Whether no line begins with a kana.
fn must_not_begin(c: char) -> bool {
    matches!(
        c,
        'ー' | 'ぁ'
            | 'ぃ'
            | 'ぅ'
            | 'ぇ'
            | 'ぉ'
            | 'っ'
            | 'ゃ'
            | 'ゅ'
            | 'ょ'
            | 'ァ'
            | 'ィ'
            | 'ゥ'
            | 'ェ'
            | 'ォ'
            | 'ッ'
            | 'ャ'
            | 'ュ'
            | 'ョ'
    )
}

fn end(text: &str) -> End {
    if is_closed(text) {
        End::Closed
    } else if text
        .strip_suffix('-')
        .is_some_and(|text| text.ends_with(char::is_alphabetic))
    {
        End::WithinWord
    } else if ends_within(text) {
        End::WithinSentence
    } else {
        End::Open
    }
}

/// Whether a sentence ends within a line, and another one begins.
fn ends_within(text: &str) -> bool {
    let mut before = [' '; 2];
    text.chars().any(|c| {
        let [far, near] = before;
        before = [near, c];
        matches!(near, '。' | '！' | '？') || is_space(near) && matches!(far, '.' | '!' | '?') && c.is_uppercase()
    })
}

/// Whether a line ends with a mark behind which a sentence does not go on.
fn is_closed(text: &str) -> bool {
    ends_like_sentence(text) && !trim(text).ends_with([',', '，', ';', '；'])
}

fn start(text: &str) -> Start {
    match text.chars().find(|c| c.is_alphanumeric()) {
        Some(c) if c.is_uppercase() => Start::Capital,
        Some(c) if c.is_lowercase() => Start::Small,
        Some(c) if c.is_alphabetic() => Start::Within,
        _ => Start::Other,
    }
}

impl Measured {
    /// Whether this line was broken before `after`, whose first word would not have fitted on it.
    pub(super) fn breaks_before(&self, after: &Self, width: usize) -> bool {
        if after.joint == Joint::New {
            return false;
        }
        if self.within > width {
            return self.is_word && after.start.is_within();
        }
        if self.end == End::WithinWord && after.start.is_within() && self.is_near(width) {
            return true;
        }
        let fits = self.columns + after.word < width;
        let by_chance = after.word > LONG_WORD && (self.columns * 2 < width || self.is_word && after.is_word);
        !fits && !by_chance
    }

    /// Whether this line goes on, with a small letter, with what a page before it says.
    pub(super) fn goes_on_over_page(&self) -> bool {
        self.joint == Joint::OnNextPage && self.start == Start::Small
    }

    /// Whether the next line would tell if lines are broken at `width`.
    fn is_near(&self, width: usize) -> bool {
        self.columns * 3 >= width * 2
    }
}

/// The width at which the lines of a side are broken; `None` if they are not.
///
/// Each width that a line has is tried. A few lines may be longer: titles and addresses are not always broken.
pub(super) fn broken_at(lines: &[Measured]) -> Option<usize> {
    let mut seen = [false; *WIDTHS.end() + 1];
    for line in lines {
        if let Some(seen) = seen.get_mut(line.within) {
            *seen = true;
        }
    }
    let mut best = None;
    for width in WIDTHS.rev() {
        if seen.get(width) != Some(&true) {
            continue;
        }
        let wider = || lines.iter().filter(|line| line.within > width && !line.is_word);
        let beyond = wider().count();
        // a whole sentence on a line says that lines are not broken there
        if beyond > 1 + lines.len() / 10 || wider().any(|line| line.end == End::Closed) {
            break;
        }
        let (mut pairs, mut near, mut broken, mut sure) = (0, 0, 0, 0);
        let (mut within, mut capital, mut is_text) = (0, 0, false);
        // how many stretches of broken lines there are, and how many of them end with a sentence
        let (mut stretches, mut closed) = (0_usize, 0_usize);
        let mut last: Option<&Measured> = None;
        for pair in lines.windows(2) {
            let [before, after] = pair else { continue };
            let breaks = before.breaks_before(after, width);
            if after.joint != Joint::New {
                pairs += 1;
                near += usize::from(before.within <= width && (breaks || before.is_near(width)));
            }
            if breaks {
                broken += 1;
                sure += usize::from(before.end != End::Closed && after.start == Start::Small);
                within += usize::from(after.start.is_within());
                capital += usize::from(after.start == Start::Capital);
                is_text |= before.end == End::WithinSentence;
                last = Some(after);
            } else if let Some(last) = last.take() {
                stretches += 1;
                closed += usize::from(last.end == End::Closed);
            }
        }
        if let Some(last) = last {
            stretches += 1;
            closed += usize::from(last.end == End::Closed);
        }
        // a list or a menu begins each line anew, and ends without mark
        let goes_on = is_text || within * 3 >= capital && closed * 3 >= stretches;
        let is_much = broken >= 3 && (broken * 5 >= pairs * 3 || broken * 4 >= near * 3);
        let is_sure = broken == 2 && near == 2 && sure + usize::from(is_text) >= 2;
        if goes_on && (is_much || is_sure) {
            let worth = broken * 2 + lines.len() - near - beyond;
            if best.is_none_or(|(most, _)| worth > most) {
                best = Some((worth, width));
            }
        }
    }
    best.map(|(_, width)| width)
}
