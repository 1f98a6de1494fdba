//! What is a placeholder: three kinds that are known, or any regular expression.

use std::ops::Range;
use std::str::FromStr;

use regex::Regex;

use super::html;
use crate::error::{Error, ErrorKind, Result};
use crate::model::Role;

/// `%`, then a position or a name, flags, width and precision, length, conversion (C11 7.21.6.1, with the positions of
/// POSIX, the names of Python, the `@` of Objective-C and the lengths of Microsoft).
const PRINTF: &str = r"(?x) %
    (?: % | (?<explicit> (?: \d+\$ | \([^()\s]+\) )? (?<flags> [-+\#0']* ) (?: \d+ | \*(?:\d+\$)? )? (?: \.(?: \d+ | \*(?:\d+\$)? )? )? )
    (?<length> hh | ll | I64 | I32 | [hlqLjztI] )? (?<letter> [diouxXeEfFgGaAcCsSpn@] ) )";

/// Names and numbers in single braces with the formats of .NET, Python and Rust and the simple ones of ICU; anything in
/// double or triple braces, and in `${…}`, `#{…}`, `%{…}`.
const BRACES: &str = r"(?x) \{\{\{ [^{}]* \}\}\} | \{\{ [^{}]* \}\} | [$\#%] \{ [^{}]* \}
    | \{ \s* (?: [\w$@] [\w$@.\-]* (?: \[ [^\[\]{}]* \] )* )? (?: ! [rsa] )?
      (?: , \s* (?: -?\d+ | (?: number | date | time | spellout | ordinal | duration ) (?: , [^{}]* )? ) )? (?: : [^{}]* )? \s* \}";

/// A rule by which stretches of plain text are placeholders.
#[derive(Debug, Clone)]
pub struct Pattern {
    kind: Kind,
    regex: Regex,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Printf,
    Braces,
    Html,
    Own,
}

/// A placeholder in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Found {
    pub(super) range: Range<usize>,
    pub(super) role: Role,
    /// What it is (see [`Code::code_type`](crate::model::Code::code_type)).
    pub(super) code_type: Option<&'static str>,
    /// The element that an end belongs to, in lower case.
    pub(super) element: Option<String>,
    /// The argument that it stands for.
    pub(super) argument: Argument,
}

/// The argument of a call that a placeholder stands for, with the conversion that it asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Argument {
    /// None is known.
    Unknown,
    /// The next one (`%s`).
    Next(String),
    /// The one of that number (`1$` and `s` of `%1$s`).
    At(u32, String),
}

impl Argument {
    /// Reads what follows the percent sign.
    fn parse(conversion: &str) -> Self {
        let at = conversion
            .split_once('$')
            .and_then(|(number, rest)| Some((number.parse().ok()?, rest)));
        match at {
            _ if conversion.contains(['(', '*']) => Self::Unknown,
            Some((number, rest)) => Self::At(number, rest.to_owned()),
            None => Self::Next(conversion.to_owned()),
        }
    }
}

/// Reads `printf`, `braces`, `html`, or a regular expression.
impl FromStr for Pattern {
    type Err = Error;

    fn from_str(word: &str) -> Result<Self> {
        let (kind, pattern) = match word {
            "printf" => (Kind::Printf, PRINTF),
            "braces" => (Kind::Braces, BRACES),
            "html" => (Kind::Html, html::TAG),
            own => (Kind::Own, own),
        };
        // a misspelt name would be a pattern that is never found
        if kind == Kind::Own && own_is_a_word(word) {
            let message = format!("`{word}` is none of the patterns `printf`, `braces`, `html`");
            return Err(Error::from(ErrorKind::Usage(message)).with_help(format!(
                "write `(?:{word})` if these letters themselves are a placeholder"
            )));
        }
        let regex = Regex::new(pattern).map_err(|error| {
            let error = error.to_string();
            let why = error.lines().last().unwrap_or_default().trim_start_matches("error: ");
            Error::from(ErrorKind::Usage(format!("`{word}` is no regular expression: {why}")))
                .with_help("give `printf`, `braces`, `html`, or a regular expression such as `@\\w+`")
        })?;
        Ok(Self { kind, regex })
    }
}

fn own_is_a_word(word: &str) -> bool {
    word.bytes().all(|byte| byte.is_ascii_alphabetic())
}

impl Pattern {
    /// The placeholders of a stretch of text, from left to right.
    pub(super) fn find(&self, text: &str) -> Vec<Found> {
        match self.kind {
            Kind::Printf => self.find_printf(text),
            Kind::Html => self
                .regex
                .find_iter(text)
                .filter_map(|tag| html::found(tag.as_str(), tag.range()))
                .collect(),
            Kind::Braces => self
                .regex
                .find_iter(text)
                .map(|found| variable(found.range()))
                .collect(),
            Kind::Own => self
                .regex
                .find_iter(text)
                .filter(|found| !found.is_empty())
                .map(|found| variable(found.range()))
                .collect(),
        }
    }

    /// `%%` is passed over: it is a percent sign, written so that it is no placeholder.
    fn find_printf(&self, text: &str) -> Vec<Found> {
        let mut found = Vec::new();
        for captures in self.regex.captures_iter(text) {
            let part = |name| captures.name(name).map_or("", |part| part.as_str());
            let Some(whole) = captures.get(0).filter(|_| !part("letter").is_empty()) else {
                continue;
            };
            let conversion = Conversion {
                before: text.get(..whole.start()).unwrap_or_default(),
                explicit: part("explicit"),
                flags: part("flags"),
                length: part("length"),
                letter: part("letter"),
                after: text.get(whole.end()..).unwrap_or_default(),
            };
            if conversion.is_meant() {
                found.push(Found {
                    argument: Argument::parse(whole.as_str().trim_start_matches('%')),
                    ..variable(whole.range())
                });
            }
        }
        found
    }
}

fn variable(range: Range<usize>) -> Found {
    Found {
        range,
        role: Role::Alone,
        code_type: Some("var"),
        element: None,
        argument: Argument::Unknown,
    }
}

/// What looks like a conversion of `printf`, and what stands around it.
struct Conversion<'t> {
    before: &'t str,
    /// Position, name, flags, width and precision.
    explicit: &'t str,
    flags: &'t str,
    length: &'t str,
    letter: &'t str,
    after: &'t str,
}

impl Conversion<'_> {
    /// Whether it is a placeholder and no percentage (`50%discount`, `50%-a`) and no word with a percent sign before it
    /// (`%APPDATA%`).
    ///
    /// A space as flag is not even looked for: `100 % sure` is written far more often.
    fn is_meant(&self) -> bool {
        let is_common = |letters: &[&str]| letters.contains(&self.letter);
        let runs_on = self.after.starts_with(char::is_alphabetic);
        // a space of any kind may part the sign from its number
        let number = self
            .before
            .strip_suffix([' ', '\u{A0}', '\u{202F}'])
            .unwrap_or(self.before);
        let is_percentage = number.ends_with(|c: char| c.is_numeric());
        let elided = self.after.strip_prefix(['\'', '’']).unwrap_or_default();
        let runs_on_at_all = runs_on || elided.starts_with(char::is_alphabetic);
        if is_percentage && (runs_on_at_all || !is_common(&["d", "i", "u", "f", "s", "x", "X", "@"])) {
            return false;
        }
        // a flag alone says something of numbers only
        let only_flags = !self.explicit.is_empty() && self.explicit == self.flags;
        if only_flags && (self.flags.contains('-') || is_common(&["s", "S", "c", "C", "p", "n", "@", "a", "A"])) {
            return false;
        }
        if !runs_on || !self.explicit.is_empty() {
            return true;
        }
        if self.length.is_empty() {
            is_common(&["d", "s", "@"])
        } else {
            is_common(&["d", "u", "x", "X", "f"])
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found<'t>(pattern: &str, text: &'t str) -> Vec<&'t str> {
        let found = pattern.parse::<Pattern>().unwrap().find(text);
        found.into_iter().filter_map(|found| text.get(found.range)).collect()
    }

    #[test]
    fn printf_knows_positions_names_flags_widths_and_lengths() {
        for text in [
            "%s",
            "%d",
            "%1$s",
            "%2$-10.3f",
            "%(name)s",
            "%(n)05.2f",
            "%@",
            "%1$@",
            "%lld",
            "%zu",
            "%hhx",
            "%I64d",
            "%+d",
            "%05d",
            "%.2f",
            "%*d",
            "%-*.*s",
            "%#x",
            "%c",
            "%'d",
        ] {
            assert_eq!(found("printf", text), [text], "{text}");
            let inside = format!("a {text}, b");
            assert_eq!(found("printf", &inside), [text], "{inside}");
        }
        assert_eq!(found("printf", "%d%s of %1$s%2$s"), ["%d", "%s", "%1$s", "%2$s"]);
        assert_eq!(found("printf", "%dpx %luMB 第%d页"), ["%d", "%lu", "%d"]);
    }

    #[test]
    fn a_percentage_is_no_placeholder() {
        for text in [
            "100 % sure",
            "50% discount",
            "50%discount",
            "50 %de réduction",
            "100%-ige",
            "50%-a",
            "100%-os",
            "100%",
            "5 %.",
            "%APPDATA%\\x",
            "100%确定",
            "50\u{A0}%d’intérêt",
            "% d",
        ] {
            assert!(found("printf", text).is_empty(), "{text}");
        }
    }

    #[test]
    fn a_doubled_percent_sign_is_text_and_hides_none() {
        assert!(found("printf", "100%% and %%s").is_empty());
        assert_eq!(found("printf", "%d%% %%%s"), ["%d", "%s"]);
    }

    #[test]
    fn braces_hold_names_numbers_and_formats_but_no_prose() {
        for text in [
            "{}",
            "{0}",
            "{name}",
            "{user.name}",
            "{items[0]}",
            "{0:N2}",
            "{0,-10:C}",
            "{x!r:>5}",
            "{n, number}",
            "{d, date, short}",
            "{{x}}",
            "{{ user.name | upper }}",
            "{{{raw}}}",
            "${x}",
            "${a ? b : c}",
            "%{count}",
            "#{x}",
            "{ 0 }",
            "{名前}",
        ] {
            assert_eq!(found("braces", text), [text], "{text}");
        }
        for text in [
            "{see page 5}",
            "{n, plural, one {# file} other {# files}}",
            "a { b",
            "{a|b c}",
        ] {
            assert!(!found("braces", text).contains(&text), "{text}");
        }
    }

    #[test]
    fn a_pattern_of_ones_own_is_a_regular_expression() {
        assert_eq!(found("@\\w+", "to @anna and @ben"), ["@anna", "@ben"]);
        assert!(found("x*", "abc").is_empty());
        let refused = |word: &str| word.parse::<Pattern>().unwrap_err().to_string();
        assert!(
            refused("printff").contains("none of the patterns"),
            "{}",
            refused("printff")
        );
        assert!(refused("[a").contains("unclosed character class"), "{}", refused("[a"));
    }
}
