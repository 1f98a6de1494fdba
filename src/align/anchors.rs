//! What two languages write alike, or alike once it is read: numbers, months, names in Latin letters, marks.
//!
//! Each sentence becomes tokens. A token's key is the same on both sides where the two are taken for each other: `第9届`
//! and `Ninth` are both the number 9, `3.5亿` and `350 million` both 35·10⁷.

mod english;
mod months;
mod number;
mod spelled;

use self::number::{Notation, Number};
use super::lexicon::Reading;
use super::lines::is_space;
use super::script::{Script, is_han, is_kana};
use crate::model::LanguageTag;

/// What kind of thing a token is, which says how far its key may be trusted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Kind {
    /// A number in any notation, a month, a day of the week.
    Number,
    /// A word with spaces or marks around it, in lower case.
    Word,
    /// A Han character, a term of several that a lexicon knows, or kana.
    Character,
    /// A mark that translators keep: `?`, `!`, a quotation, a parenthesis.
    Mark,
}

/// A token of a sentence.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Token {
    pub(crate) kind: Kind,
    /// What it is compared by.
    pub(crate) key: String,
}

impl Token {
    fn new(kind: Kind, key: impl Into<String>) -> Self {
        Self { kind, key: key.into() }
    }
}

/// The tokens of a sentence in `lang`, in order.
pub(crate) fn tokens(sentence: &str, lang: &LanguageTag, reading: &Reading<'_>) -> Vec<Token> {
    let mut reader = Reader {
        chars: sentence.chars().map(narrow).collect(),
        at: 0,
        lang: lang.language(),
        reading,
        run: Vec::new(),
        found: Vec::new(),
    };
    reader.list_number();
    while reader.at < reader.chars.len() {
        reader.step();
    }
    reader.end_run();
    reader.found
}

/// How much a sentence of these tokens says, in words: a Han character is less than a word.
pub(crate) fn size(tokens: &[Token]) -> f64 {
    tokens
        .iter()
        .map(|token| match token.kind {
            Kind::Number | Kind::Word => 1.0,
            Kind::Character => 0.6 + 0.4 * f64::from(u8::from(token.key.chars().nth(1).is_some())),
            Kind::Mark => 0.0,
        })
        .sum()
}

/// Letters, digits and marks of full width as those of ASCII.
fn narrow(c: char) -> char {
    match c {
        '\u{FF01}'..='\u{FF5E}' => char::from_u32(c as u32 - 0xFEE0).unwrap_or(c),
        _ => c,
    }
}

struct Reader<'a> {
    chars: Vec<char>,
    at: usize,
    lang: &'a str,
    reading: &'a Reading<'a>,
    /// Han characters in a row that are not yet cut into terms.
    run: Vec<char>,
    found: Vec<Token>,
}

impl Reader<'_> {
    fn push(&mut self, kind: Kind, key: impl Into<String>) {
        self.end_run();
        self.found.push(Token::new(kind, key));
    }

    /// Cuts the run of Han characters before this place into terms, and takes the names that it may be read as.
    fn end_run(&mut self) {
        if self.run.is_empty() {
            return;
        }
        let run = std::mem::take(&mut self.run);
        let pieces = self.reading.pieces(&run).into_iter();
        self.found
            .extend(pieces.map(|piece| Token::new(Kind::Character, piece)));
        let names = self.reading.names(&run).into_iter();
        self.found.extend(names.map(|name| Token::new(Kind::Word, name)));
    }

    fn push_number(&mut self, number: Number) {
        self.push(Kind::Number, number.key());
    }

    fn rest(&self) -> &[char] {
        self.chars.get(self.at..).unwrap_or_default()
    }

    /// Reads `（一）`, `I.`, `(a)`, `2.` and `三、` before an item of a list as its number.
    fn list_number(&mut self) {
        let start = self.chars.iter().take_while(|&&c| is_space(c)).count();
        let opened = self.chars.get(start) == Some(&'(');
        let from = start + usize::from(opened);
        let label: Vec<char> = self
            .chars
            .get(from..)
            .unwrap_or_default()
            .iter()
            .copied()
            .take_while(|c| c.is_alphanumeric())
            .take(6)
            .collect();
        let after = self.chars.get(from + label.len()).copied();
        let closed = match after {
            Some(')') => true,
            Some('.') => {
                !opened
                    && self
                        .chars
                        .get(from + label.len() + 1)
                        .is_none_or(|&c| is_space(c) || is_han(c))
            }
            Some('、' | ':') => !opened && label.iter().all(|&c| spelled::is_han_digit(c)),
            _ => false,
        };
        if !closed {
            return;
        }
        if let Some(number) = spelled::list_number(&label) {
            self.push_number(Number::whole(number));
            self.at = from + label.len() + 1;
        }
    }

    fn step(&mut self) {
        let c = self.chars[self.at];
        if c.is_ascii_digit() {
            self.digits();
        } else if spelled::is_han_digit(c) && matches!(self.lang, "zh" | "ja") {
            self.han_number();
        } else if is_han(c) || is_kana(c) {
            self.han();
        } else if c.is_alphabetic() {
            self.word();
        } else {
            self.end_run();
            self.mark(c);
            self.at += 1;
        }
    }

    fn digits(&mut self) {
        let (number, length) = number::read(self.rest(), Notation::of(self.lang));
        let label = self.label(length);
        if let Some(label) = label {
            self.at += label.chars().count();
            self.push(Kind::Word, label);
            return;
        }
        self.at += length;
        let mut number = number;
        self.at += months::ordinal_suffix(self.rest());
        if let Some((scale, length)) = number::scale(self.rest()) {
            number = number.times_ten_to(scale);
            self.at += length;
        } else if let Some(length) = months::month_mark(self.rest(), self.lang) {
            self.at += length;
            if let Some(month) = number.small() {
                self.push(Kind::Number, format!("month{month}"));
                return;
            }
        } else if self.lang == "en" && number.small().is_some_and(|hour| hour < 12) && months::is_afternoon(self.rest())
        {
            self.push_number(number.plus(12));
        } else if self.rest().starts_with(&['成']) {
            self.at += 1;
            number = number.times_ten_to(1);
        }
        self.push_number(number);
    }

    /// A label in which digits and Latin letters mix: `2022YFC0076`, `K17`; not `RMB4.86` or `30th`.
    fn label(&self, length: usize) -> Option<String> {
        let rest = self.rest();
        let letters: Vec<char> = rest
            .iter()
            .skip(length)
            .copied()
            .take_while(char::is_ascii_alphanumeric)
            .collect();
        let digits_follow = letters.iter().any(char::is_ascii_digit);
        (digits_follow && letters.first().is_some_and(char::is_ascii_alphabetic)).then(|| {
            rest.iter()
                .take(length + letters.len())
                .flat_map(|c| c.to_lowercase())
                .collect()
        })
    }

    fn han_number(&mut self) {
        let before = self.at.checked_sub(1).and_then(|at| self.chars.get(at)).copied();
        match spelled::han_number(self.rest(), before) {
            Some(found) => {
                self.at += found.length;
                if let Some(length) = months::month_mark(self.rest(), self.lang)
                    && let Some(month) = found.number.small()
                {
                    self.at += length;
                    self.push(Kind::Number, format!("month{month}"));
                } else {
                    self.push_number(found.number);
                }
            }
            None => self.han(),
        }
    }

    fn han(&mut self) {
        if let Some((day, length)) = months::week_day(self.rest()) {
            self.at += length;
            self.push(Kind::Number, format!("day{day}"));
            return;
        }
        if let Some((number, length)) = spelled::first(self.rest()) {
            self.at += length;
            self.push_number(number);
            return;
        }
        let c = self.chars[self.at];
        self.at += 1;
        if is_han(c) {
            self.run.push(self.reading.simple(c));
        } else {
            self.push(Kind::Character, c);
        }
    }

    fn word(&mut self) {
        let script = Script::of(self.chars[self.at]);
        let mut end = self.at;
        while let Some(&c) = self.chars.get(end) {
            let of_script = |c: char| c.is_alphabetic() && Script::of(c) == script;
            let next = self.chars.get(end + 1).copied();
            let joins = matches!(c, '\'' | '’' | '-' | '&' | '@' | '.' | '_') && end > self.at;
            let digits = next.is_some_and(|next| next.is_ascii_digit())
                && (c != '.' || self.chars.get(end.wrapping_sub(1)).is_some_and(char::is_ascii_digit));
            if !(of_script(c)
                || c.is_numeric() && !spelled::is_han_digit(c)
                || joins && (digits || next.is_some_and(of_script)))
            {
                break;
            }
            end += 1;
        }
        let word: Vec<char> = self.chars.get(self.at..end).unwrap_or_default().to_vec();
        if self.currency(&word) {
            return;
        }
        if self.lang == "en"
            && let Some((number, length)) = english::read(self.rest())
        {
            self.at += length;
            self.push_number(number);
            return;
        }
        self.at = end;
        let lower: String = word.iter().flat_map(|c| c.to_lowercase()).collect();
        if let Some(month) = months::named_month(&lower, self.lang)
            && (lower != "may" || word.first().is_some_and(|c| c.is_uppercase()))
        {
            self.push(Kind::Number, format!("month{month}"));
            return;
        }
        if let Some(day) = months::named_week_day(&lower, self.lang) {
            self.push(Kind::Number, format!("day{day}"));
            return;
        }
        for part in lower.split(['-', '\'', '’']).filter(|part| !part.is_empty()) {
            if lower.contains(['@', '_']) || lower.chars().any(char::is_numeric) {
                self.push(Kind::Word, lower);
                return;
            }
            self.push(Kind::Word, part);
        }
    }

    /// Reads the name of a currency that runs into its amount: `RMB4.86`.
    fn currency(&mut self, word: &[char]) -> bool {
        let letters = word.iter().take_while(|c| c.is_ascii_uppercase()).count();
        let amount = word.get(letters).is_some_and(char::is_ascii_digit);
        let name: String = word.iter().take(letters).collect();
        if amount
            && matches!(
                name.as_str(),
                "RMB" | "CNY" | "USD" | "EUR" | "HK" | "HKD" | "GBP" | "JPY" | "KRW" | "US"
            )
        {
            self.at += letters;
            self.push(Kind::Word, name.to_lowercase());
            return true;
        }
        false
    }

    fn mark(&mut self, c: char) {
        let key = match c {
            '?' | '؟' => "?",
            '!' => "!",
            '(' | '[' | '〔' => "(",
            '“' | '「' | '„' | '«' => "“",
            '%' | '％' | '‰' => "%",
            '：' | ':' => ":",
            '…' => "…",
            _ => return,
        };
        self.push(Kind::Mark, key);
    }
}

#[cfg(test)]
mod tests;
