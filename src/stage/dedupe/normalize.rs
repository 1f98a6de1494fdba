//! Texts without the differences that are ignored.

use super::Ignore;

/// Takes ignored differences out of texts.
#[derive(Debug)]
pub(super) struct Normalizer {
    ignored: Ignored,
    /// What becomes of each character of ASCII.
    ascii: [Fate; 128],
}

/// Differences that are ignored, a bit each.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Ignored(u8);

impl Ignored {
    fn of(ignored: &[Ignore]) -> Self {
        Self(ignored.iter().fold(0, |bits, ignore| bits | 1 << (*ignore as u8)))
    }

    fn has(self, ignore: Ignore) -> bool {
        self.0 & 1 << (ignore as u8) != 0
    }
}

/// What becomes of a character.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fate {
    /// It stays, or another stands for it.
    Stays(char),
    /// Its small letters stand for it, which may be several.
    Lowered(char),
    Goes,
    /// It is part of a number.
    Number,
    /// It is part of a gap between words.
    Gap,
}

impl Normalizer {
    pub(super) fn new(ignored: &[Ignore]) -> Self {
        let mut normalizer = Self {
            ignored: Ignored::of(ignored),
            ascii: [Fate::Goes; 128],
        };
        for byte in 0..128_u8 {
            let fate = normalizer.look_up(char::from(byte));
            if let Some(place) = normalizer.ascii.get_mut(usize::from(byte)) {
                *place = fate;
            }
        }
        normalizer
    }

    /// Whether inline codes are ignored.
    pub(super) fn ignores_tags(&self) -> bool {
        self.ignored.has(Ignore::Tags)
    }

    /// Adds the text without the differences that are ignored to `out`.
    pub(super) fn add(&self, text: &str, out: &mut String) {
        if self.ignored == Ignored(0) || self.ignored == Ignored::of(&[Ignore::Tags]) {
            out.push_str(text);
            return;
        }
        let start = out.len();
        let mut in_number = false;
        for c in text.chars() {
            let fate = self.fate(c);
            match fate {
                Fate::Stays(c) => out.push(c),
                Fate::Lowered(c) => out.extend(c.to_lowercase()),
                Fate::Goes => continue,
                Fate::Number if in_number => {}
                Fate::Number => out.push('0'),
                Fate::Gap => {
                    if out.len() > start && !out.ends_with(' ') {
                        out.push(' ');
                    }
                }
            }
            in_number = fate == Fate::Number;
        }
        if self.ignored.has(Ignore::Width)
            && out
                .get(start..)
                .is_some_and(|text| text.contains(['\u{3099}', '\u{309A}']))
        {
            use unicode_normalization::UnicodeNormalization;
            // the marks of half-width kana stand by themselves
            let composed: String = out.get(start..).unwrap_or_default().nfc().collect();
            out.truncate(start);
            out.push_str(&composed);
        }
        if self.ignored.has(Ignore::Space) {
            let text = out.get(start..).unwrap_or_default();
            out.truncate(start + text.trim_end().len());
        }
    }

    fn fate(&self, c: char) -> Fate {
        match c {
            '\0'..='\x7F' => self.ascii.get(c as usize).copied().unwrap_or(Fate::Stays(c)),
            // ideographs and syllables have no case and one width, and are neither marks nor numbers
            '\u{3400}'..='\u{9FFF}' | '\u{AC00}'..='\u{D7A3}' => Fate::Stays(c),
            _ => self.look_up(c),
        }
    }

    fn look_up(&self, c: char) -> Fate {
        let c = if self.ignored.has(Ignore::Width) {
            narrowed(c)
        } else {
            c
        };
        if self.ignored.has(Ignore::Punctuation) && is_punctuation(c) {
            Fate::Goes
        } else if self.ignored.has(Ignore::Numbers) && c.is_numeric() {
            Fate::Number
        } else if self.ignored.has(Ignore::Space) && c.is_whitespace() {
            Fate::Gap
        } else if self.ignored.has(Ignore::Case) && !c.is_ascii() {
            Fate::Lowered(c)
        } else if self.ignored.has(Ignore::Case) {
            Fate::Stays(c.to_ascii_lowercase())
        } else {
            Fate::Stays(c)
        }
    }
}

/// The usual width of a full-width letter, digit or mark, or of half-width kana.
fn narrowed(c: char) -> char {
    use unicode_normalization::UnicodeNormalization;
    match c {
        '\u{3000}' => ' ',
        '\u{FF01}'..='\u{FFEE}' => std::iter::once(c).nfkc().next().unwrap_or(c),
        '。' => '.',
        '、' => ',',
        _ => c,
    }
}

/// Punctuation of the scripts that memories are written in. Signs with a value of their own (`+ < = > $ %`) are none.
fn is_punctuation(c: char) -> bool {
    matches!(c,
        '!' | '"' | '#' | '&' | '\'' | '(' | ')' | '*' | ',' | '-' | '.' | '/' | ':' | ';' | '?' | '@' | '[' | '\\' | ']' | '_'
        | '{' | '}' | '¡' | '§' | '«' | '¶' | '·' | '»' | '¿' | '\u{2010}'..='\u{2027}' | '\u{2030}'..='\u{205E}'
        | '\u{3001}'..='\u{3003}' | '\u{3008}'..='\u{3011}' | '\u{3014}'..='\u{301F}' | '\u{30FB}'
        | '\u{FE10}'..='\u{FE19}' | '\u{FE30}'..='\u{FE6B}' | '\u{FF01}'..='\u{FF0F}' | '\u{FF1A}' | '\u{FF1B}' | '\u{FF1F}'
        | '\u{FF20}' | '\u{FF3B}'..='\u{FF3D}' | '\u{FF5B}' | '\u{FF5D}' | '\u{FF5F}'..='\u{FF65}'
        | '\u{60C}' | '\u{61B}' | '\u{61F}' | '\u{6D4}' | '\u{5BE}' | '\u{5C3}' | '\u{5F3}' | '\u{5F4}'
        | '\u{964}' | '\u{965}' | '\u{E5A}' | '\u{E5B}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn same(a: &str, b: &str, ignored: &[Ignore]) -> bool {
        let normalized = |text| {
            let mut out = String::from("before ");
            Normalizer::new(ignored).add(text, &mut out);
            out
        };
        normalized(a) == normalized(b)
    }

    #[test]
    fn each_difference_is_ignored_by_its_own_word() {
        for (a, b, ignore) in [
            ("Open File", "open file", Ignore::Case),
            ("a  b\u{A0}c ", "a b c", Ignore::Space),
            ("ＡＢ１２，ｶﾞﾊﾟ", "AB12,ガパ", Ignore::Width),
            ("Stop!", "Stop", Ignore::Punctuation),
            ("page 12 of 300", "page 7 of 9", Ignore::Numbers),
        ] {
            assert!(same(a, b, &[ignore]), "{ignore:?}");
            let others: Vec<_> = Ignore::ALL.iter().copied().filter(|other| *other != ignore).collect();
            assert!(!same(a, b, &others), "{ignore:?}");
        }
    }

    #[test]
    fn ideographs_and_syllables_are_what_they_are_by_the_tables() {
        let normalizer = Normalizer::new(Ignore::ALL);
        for c in ('\u{3400}'..='\u{9FFF}').chain('\u{AC00}'..='\u{D7A3}') {
            assert!(c.to_lowercase().eq([c]), "{c}");
            assert_eq!(normalizer.look_up(c), Fate::Lowered(c));
        }
    }

    #[test]
    fn signs_with_a_value_are_no_punctuation() {
        assert!(!same("a + b", "a  b", &[Ignore::Punctuation, Ignore::Space]));
    }
}
