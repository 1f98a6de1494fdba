//! Draws a difference for a person: where it stands, then each text on a line of its own, changed words marked.
//!
//! ```text
//! changed  memory.tmx:14 → memory.xlf:20  greeting-3
//!       en     Open the <1>old</1> file
//!     - de     Öffnen Sie die [-alte-] Datei
//!     + de     Öffnen Sie die {+frühere+} Datei
//!     - state  translated
//!     + state  final
//! ```

use std::collections::{HashMap, VecDeque};
use std::fmt::Write;

use clap::builder::styling::{AnsiColor, Style};
use tmforge::diff::{Change, ChangedUnit, Difference, Field, Place, Run, RunSide, Whole};
use tmforge::model::{LanguageTag, TranslationUnit};
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// By what changed words are told from others.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Paint {
    /// Colours.
    Colours,
    /// `[-…-]` and `{+…+}`.
    Signs,
}

const REMOVED: Style = AnsiColor::Red.on_default();
const ADDED: Style = AnsiColor::Green.on_default();
const CHANGED: Style = AnsiColor::Yellow.on_default();
const MOVED: Style = AnsiColor::Cyan.on_default();
const CODE: Style = AnsiColor::Magenta.on_default();
const QUIET: Style = Style::new().dimmed();

/// Several lines without the last line end.
pub(super) fn draw(difference: &Difference, paint: Paint) -> String {
    let mut drawing = Drawing {
        out: String::new(),
        paint,
        width: 0,
    };
    match difference {
        Difference::Added(whole) => drawing.whole("added", ADDED, "+", whole),
        Difference::Removed(whole) => drawing.whole("removed", REMOVED, "-", whole),
        Difference::Moved(a, b) => {
            drawing.title("moved", MOVED, &[&a.place, b], &[&a.unit]);
            drawing.texts(a, None, " ");
        }
        Difference::Changed(unit) => drawing.changed(unit),
    }
    drawing.out
}

struct Drawing {
    out: String,
    paint: Paint,
    /// How wide labels are.
    width: usize,
}

impl Drawing {
    fn painted(&self, style: Style, text: &str) -> String {
        match self.paint {
            Paint::Colours if !text.is_empty() => format!("{style}{text}{style:#}"),
            _ => text.to_owned(),
        }
    }

    /// What it is, where it stands, and its id.
    fn title(&mut self, word: &str, style: Style, places: &[&Place], units: &[&TranslationUnit]) {
        let places: Vec<String> = places
            .iter()
            .map(|place| visible(&place.to_string(), Show::Controls))
            .collect();
        let mut ids: Vec<String> = units
            .iter()
            .filter_map(|unit| unit.id.as_deref())
            .map(|id| visible(id, Show::Controls))
            .collect();
        ids.dedup();
        self.out.push_str(&self.painted(style.bold(), &format!("{word:<7}")));
        self.out.push_str("  ");
        self.out.push_str(&places.join(" → "));
        if !ids.is_empty() {
            self.out.push_str("  ");
            self.out.push_str(&self.painted(QUIET, &ids.join(" → ")));
        }
    }

    fn whole(&mut self, word: &str, style: Style, sign: &str, whole: &Whole) {
        self.title(word, style, &[&whole.place], &[&whole.unit]);
        self.texts(whole, Some(style), sign);
    }

    /// The texts of a unit.
    fn texts(&mut self, whole: &Whole, style: Option<Style>, sign: &str) {
        let texts = whole.texts();
        let labels = texts.iter().map(|(lang, _)| lang.as_str().len());
        self.width = labels.max().unwrap_or_default();
        for (lang, runs) in &texts {
            self.text(style, sign, lang.as_str(), runs);
        }
    }

    fn text(&mut self, style: Option<Style>, sign: &str, label: &str, runs: &[Run]) {
        let shown = runs.iter().map(|run| {
            let shown = visible(&run.text, Show::Controls);
            if run.is_code { self.painted(CODE, &shown) } else { shown }
        });
        let shown: String = shown.collect();
        self.line(style, sign, label, &shown);
    }

    fn line(&mut self, style: Option<Style>, sign: &str, label: &str, text: &str) {
        let width = self.width;
        let start = format!("{sign} {label:<width$}");
        let start = self.painted(style.unwrap_or(QUIET), &start);
        // writing to a string can't fail
        let _ = write!(self.out, "\n  {start}  {text}");
    }

    /// The texts in their order, changed or not, then all else that differs.
    fn changed(&mut self, unit: &ChangedUnit) {
        let word = if unit.is_moved { "changed, moved" } else { "changed" };
        let (a, b) = (&unit.a, &unit.b);
        self.title(word, CHANGED, &[&a.place, &b.place], &[&a.unit, &b.unit]);
        let texts = unit.a.texts();
        let (of_texts, others): (Vec<&Change>, Vec<&Change>) = unit
            .changes
            .iter()
            .partition(|change| matches!(change.field, Field::Text | Field::Codes));
        let mut by_language: HashMap<Option<&LanguageTag>, VecDeque<usize>> = HashMap::new();
        for (place, change) in of_texts.iter().enumerate() {
            by_language.entry(change.lang.as_ref()).or_default().push_back(place);
        }
        let mut of_texts: Vec<Option<&Change>> = of_texts.into_iter().map(Some).collect();
        let labels = unit.changes.iter().map(|change| label(change).chars().count());
        self.width = labels
            .chain(texts.iter().map(|(lang, _)| lang.as_str().len()))
            .max()
            .unwrap_or_default();
        for (lang, runs) in &texts {
            let place = by_language.get_mut(&Some(*lang)).and_then(VecDeque::pop_front);
            match place.and_then(|place| of_texts.get_mut(place)?.take()) {
                Some(change) => self.change(change),
                None => self.text(None, " ", lang.as_str(), runs),
            }
        }
        for change in of_texts.into_iter().flatten().chain(others) {
            self.change(change);
        }
    }

    /// What `a` has, then what `b` has.
    fn change(&mut self, change: &Change) {
        let label = label(change);
        let is_marked = !change.runs.is_empty() && change.a.is_some() && change.b.is_some();
        for (side, style, sign, value) in [
            (RunSide::A, REMOVED, "-", &change.a),
            (RunSide::B, ADDED, "+", &change.b),
        ] {
            let Some(value) = value else { continue };
            let text = if is_marked {
                self.marked(change, side)
            } else {
                visible(value, Show::Invisible(Marks::Joined))
            };
            self.line(Some(style), sign, &label, &text);
        }
    }

    /// The text of one side, what the other has not marked.
    fn marked(&self, change: &Change, side: RunSide) -> String {
        let marks = if same_when_composed(change) {
            Marks::Parted
        } else {
            Marks::Joined
        };
        let runs = change
            .runs
            .iter()
            .filter(|run| run.side == RunSide::Both || run.side == side);
        let mut text = String::new();
        let runs: Vec<&Run> = runs.collect();
        for stretch in runs.chunk_by(|x, y| x.side == y.side) {
            let is_shared = stretch.first().is_some_and(|run| run.side == RunSide::Both);
            let (style, open, close) = match side {
                _ if is_shared => (Style::new(), "", ""),
                RunSide::A => (REMOVED.bold(), "[-", "-]"),
                _ => (ADDED.bold(), "{+", "+}"),
            };
            let show = if is_shared {
                Show::Controls
            } else {
                Show::Invisible(marks)
            };
            if self.paint == Paint::Signs {
                text.push_str(open);
            }
            for run in stretch {
                let shown = visible(&run.text, show);
                // a coloured space is no more to be seen than any other
                let style = if run.text.trim().is_empty() {
                    style.invert()
                } else {
                    style
                };
                text.push_str(&match (is_shared, run.is_code) {
                    (true, false) => shown,
                    (true, true) => self.painted(CODE, &shown),
                    (false, false) => self.painted(style, &shown),
                    (false, true) => self.painted(style.underline(), &shown),
                });
            }
            if self.paint == Paint::Signs {
                text.push_str(close);
            }
        }
        text
    }
}

/// What stands before a change: the language of a text, else what the fact is called.
fn label(change: &Change) -> String {
    let lang = change.lang.as_ref().map(LanguageTag::as_str);
    let name = match &change.field {
        Field::Text | Field::Codes => None,
        Field::Property(name) => Some(visible(name, Show::Controls)),
        Field::Code(code, name) => Some(format!("{} {name}", visible(code, Show::Controls))),
        field => Some(field.as_str().replace('_', " ")),
    };
    [lang.map(str::to_owned), name]
        .into_iter()
        .flatten()
        .collect::<Vec<_>>()
        .join(" ")
}

/// Whether both sides are one text, but for how letters and their marks are put together.
fn same_when_composed(change: &Change) -> bool {
    match (&change.a, &change.b) {
        (Some(a), Some(b)) => a.nfc().eq(b.nfc()),
        _ => false,
    }
}

/// Which characters are written out by number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Show {
    /// Those that a terminal obeys.
    Controls,
    /// Also those that can't be told from others by looking.
    Invisible(Marks),
}

/// Whether marks that combine with a letter are among them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Marks {
    Joined,
    Parted,
}

/// The text with characters that can't be seen written out.
fn visible(text: &str, show: Show) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            c if is_hidden(c, show) => {
                // writing to a string can't fail
                let _ = write!(out, "\\u{{{:X}}}", u32::from(c));
            }
            c => out.push(c),
        }
    }
    out
}

fn is_hidden(c: char, show: Show) -> bool {
    // embeddings, overrides and isolates would turn the rest of the line round
    if c.is_control() || matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{2028}' | '\u{2029}') {
        return true;
    }
    let Show::Invisible(marks) = show else { return false };
    let is_mark = marks == Marks::Parted && is_combining_mark(c);
    let is_space = c != ' ' && c.is_whitespace();
    is_mark
        || is_space
        || matches!(
            c,
            '\u{AD}' | '\u{61C}' | '\u{200B}'..='\u{200F}' | '\u{2060}' | '\u{FEFF}'
        )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_terminal_obeys_is_written_out_and_what_looks_like_a_space_where_it_differs() {
        assert_eq!(
            visible("a\u{1B}[31m\u{202E}\t", Show::Controls),
            "a\\u{1B}[31m\\u{202E}\\t"
        );
        assert_eq!(visible("a\u{A0}b", Show::Controls), "a\u{A0}b");
        assert_eq!(visible("a\u{A0}b", Show::Invisible(Marks::Joined)), "a\\u{A0}b");
        assert_eq!(visible("e\u{301}", Show::Invisible(Marks::Parted)), "e\\u{301}");
    }
}
