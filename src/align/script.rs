//! Which scripts a line is written in.

/// A script, or a family of scripts that one language mixes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Script {
    /// Han, with the kana of Japanese.
    Han,
    Hangul,
    Latin,
    Cyrillic,
    Greek,
    Arabic,
    Hebrew,
    Thai,
    Devanagari,
    /// Any other letters.
    Other,
}

impl Script {
    pub(crate) const ALL: [Self; 10] = [
        Self::Han,
        Self::Hangul,
        Self::Latin,
        Self::Cyrillic,
        Self::Greek,
        Self::Arabic,
        Self::Hebrew,
        Self::Thai,
        Self::Devanagari,
        Self::Other,
    ];

    /// The script of a letter.
    pub(crate) fn of(c: char) -> Option<Self> {
        Some(match c {
            'a'..='z'
            | 'A'..='Z'
            | '\u{AA}'
            | '\u{BA}'
            | '\u{C0}'..='\u{24F}'
            | '\u{1E00}'..='\u{1EFF}'
            | '\u{FF21}'..='\u{FF3A}'
            | '\u{FF41}'..='\u{FF5A}' => Self::Latin,
            _ if is_han(c) || is_kana(c) => Self::Han,
            '\u{AC00}'..='\u{D7AF}' | '\u{1100}'..='\u{11FF}' | '\u{3130}'..='\u{318F}' => Self::Hangul,
            '\u{400}'..='\u{52F}' => Self::Cyrillic,
            '\u{370}'..='\u{3FF}' | '\u{1F00}'..='\u{1FFF}' => Self::Greek,
            '\u{600}'..='\u{6FF}' | '\u{750}'..='\u{77F}' | '\u{FB50}'..='\u{FDFF}' | '\u{FE70}'..='\u{FEFC}'
                if c.is_alphabetic() =>
            {
                Self::Arabic
            }
            '\u{590}'..='\u{5FF}' if c.is_alphabetic() => Self::Hebrew,
            '\u{E00}'..='\u{E7F}' if c.is_alphabetic() => Self::Thai,
            '\u{900}'..='\u{97F}' if c.is_alphabetic() => Self::Devanagari,
            _ if c.is_alphabetic() => Self::Other,
            _ => return None,
        })
    }

    /// What one letter weighs against one Latin letter: about how many Latin letters say as much.
    fn weight(self) -> f64 {
        match self {
            Self::Han => 2.5,
            Self::Hangul => 2.0,
            _ => 1.0,
        }
    }
}

/// Whether `c` is a Han character.
pub(crate) fn is_han(c: char) -> bool {
    matches!(c, '\u{4E00}'..='\u{9FFF}' | '\u{3400}'..='\u{4DBF}' | '\u{F900}'..='\u{FAFF}' | '\u{20000}'..='\u{323AF}' | '〇' | '々')
}

/// Whether `c` is hiragana or katakana.
pub(crate) fn is_kana(c: char) -> bool {
    matches!(c, '\u{3041}'..='\u{3096}' | '\u{30A1}'..='\u{30FA}' | 'ー' | '\u{FF66}'..='\u{FF9D}')
}

/// The letters of a stretch of text, weighed by script.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(crate) struct Letters {
    weights: [f64; Script::ALL.len()],
    /// How many kana there are.
    pub(crate) kana: f64,
    /// How many Han characters there are.
    pub(crate) han: f64,
}

impl Letters {
    /// Weighs a text. Addresses of the net count for no script: they stand in texts of every language.
    pub(crate) fn of(text: &str) -> Self {
        let mut letters = Self::default();
        for word in text.split(|c: char| !c.is_ascii_graphic() && !matches!(Script::of(c), Some(Script::Latin))) {
            if !is_address(word) {
                let count = word.chars().filter(|&c| Script::of(c).is_some()).count();
                letters.add(Script::Latin, count);
            }
        }
        for c in text.chars() {
            match Script::of(c) {
                None | Some(Script::Latin) => {}
                Some(script) => {
                    letters.add(script, 1);
                    if is_kana(c) {
                        letters.kana += 1.0;
                    } else if script == Script::Han {
                        letters.han += 1.0;
                    }
                }
            }
        }
        letters
    }

    fn add(&mut self, script: Script, count: usize) {
        self.weights[script as usize] += super::real(count) * script.weight();
    }

    /// What the letters of `script` weigh.
    pub(crate) fn weight(&self, script: Script) -> f64 {
        self.weights[script as usize]
    }

    /// What all letters weigh.
    pub(crate) fn total(&self) -> f64 {
        self.weights.iter().sum()
    }

    /// The script that weighs most; `None` where there are no letters.
    pub(crate) fn main(&self) -> Option<Script> {
        let mut best = None;
        let mut most = 0.0;
        for script in Script::ALL {
            if self.weight(script) > most {
                best = Some(script);
                most = self.weight(script);
            }
        }
        best
    }
}

/// Whether a run of ASCII is an e-mail or web address.
pub(crate) fn is_address(word: &str) -> bool {
    if word.contains('@') || word.contains("://") || word.starts_with("www.") {
        return true;
    }
    let is_label = |label: Option<&str>, most: usize| {
        label.is_some_and(|label| {
            label.len() >= 2 && label.len() <= most && label.bytes().all(|b| b.is_ascii_lowercase())
        })
    };
    let mut labels = word.split('/').next().unwrap_or_default().rsplit('.');
    is_label(labels.next(), 10) && is_label(labels.next(), 40)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_of_the_script_that_says_most() {
        assert_eq!(
            Letters::of("联系人：Ms. Grace Tian（田老师）").main(),
            Some(Script::Han)
        );
        assert_eq!(Letters::of("Tel: 电话").main(), Some(Script::Han));
        assert_eq!(Letters::of("Contact: Ma Jun 马").main(), Some(Script::Latin));
        assert_eq!(Letters::of("2023-12-28 ***").main(), None);
    }

    #[test]
    fn addresses_belong_to_no_script() {
        assert_eq!(Letters::of("网址：ir.haiyue.example"), Letters::of("网址："));
        assert_eq!(Letters::of("recall@kangyue-appliances.example").main(), None);
        assert_eq!(Letters::of("P. R. China").main(), Some(Script::Latin));
    }
}
