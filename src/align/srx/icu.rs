//! Patterns as ICU and Java write them, said in the words of the `regex` crate.

mod class;

use std::fmt::Write;

use self::class::Before;

/// How the groups of [`MARKED`] begin.
pub(super) const MARK: &str = "(?P<_";

/// Beginnings of groups that `regex` has no word for, and the letter of the group by which [`super::search`] knows them.
const MARKED: [(&str, char); 5] = [("(?=", 'a'), ("(?!", 'A'), ("(?<=", 'b'), ("(?<!", 'B'), ("(?>", 'o')];

/// Blocks that rules name, without spaces and hyphens.
const BLOCKS: [(&str, &str); 13] = [
    ("basiclatin", r"\x00-\x7F"),
    ("latin1supplement", r"\x80-\u00FF"),
    ("greek", r"\u0370-\u03FF"),
    ("cyrillic", r"\u0400-\u04FF"),
    ("hebrew", r"\u0590-\u05FF"),
    ("arabic", r"\u0600-\u06FF"),
    ("thai", r"\u0E00-\u0E7F"),
    ("generalpunctuation", r"\u2000-\u206F"),
    ("cjksymbolsandpunctuation", r"\u3000-\u303F"),
    ("hiragana", r"\u3040-\u309F"),
    ("katakana", r"\u30A0-\u30FF"),
    ("cjkunifiedideographs", r"\u4E00-\u9FFF"),
    ("halfwidthandfullwidthforms", r"\uFF00-\uFFEF"),
];

const VERTICAL: &str = r"\n-\r\x85\u2028\u2029";

/// A pattern of `regex`. A group named `_` and a letter of [`MARKED`] looks around or, with `o`, is left once for all.
///
/// What is no pattern at all is passed on, to be refused there.
///
/// # Errors
///
/// Says which part of the pattern can't be said.
pub(super) fn translate(pattern: &str) -> Result<String, String> {
    let mut translation = Translation {
        rest: pattern,
        out: String::new(),
        atom: 0,
        marks: 0,
    };
    translation.run()?;
    Ok(translation.out)
}

struct Translation<'p> {
    rest: &'p str,
    out: String,
    /// Where in `out` begins what a quantifier would repeat.
    atom: usize,
    marks: usize,
}

impl<'p> Translation<'p> {
    fn run(&mut self) -> Result<(), String> {
        let mut groups = Vec::new();
        while let Some(c) = self.rest.chars().next() {
            if matches!(c, '*' | '+' | '?' | '{') {
                self.quantifier(c)?;
                continue;
            }
            let before = self.atom;
            if c != ')' {
                self.atom = self.out.len();
            }
            match c {
                '\\' => {
                    self.skip(c);
                    self.escape(false)?;
                }
                '[' => self.class()?,
                '(' => {
                    groups.push(self.atom);
                    if !self.group(before)? {
                        groups.pop();
                    }
                }
                ')' => {
                    self.take(c);
                    self.atom = groups.pop().unwrap_or(0);
                }
                _ => self.take(c),
            }
        }
        Ok(())
    }

    fn skip(&mut self, c: char) {
        self.rest = self.rest.strip_prefix(c).unwrap_or(self.rest);
    }

    fn take(&mut self, c: char) {
        self.skip(c);
        self.out.push(c);
    }

    fn next(&mut self) -> Option<char> {
        let c = self.rest.chars().next()?;
        self.skip(c);
        Some(c)
    }

    /// Goes on behind `prefix`, if it stands here.
    fn strip(&mut self, prefix: &str) -> bool {
        let rest = self.rest.strip_prefix(prefix);
        self.rest = rest.unwrap_or(self.rest);
        rest.is_some()
    }

    /// What stands before `end`; goes on behind it.
    fn up_to(&mut self, end: &str) -> Result<&'p str, String> {
        let (text, rest) = self.rest.split_once(end).ok_or_else(|| format!("`{end}` is missing"))?;
        self.rest = rest;
        Ok(text)
    }

    fn literal(&mut self, c: char) {
        if c.is_whitespace() {
            self.code(c.into());
            return;
        }
        if regex_syntax::is_meta_character(c) {
            self.out.push('\\');
        }
        self.out.push(c);
    }

    fn code(&mut self, code: u32) {
        let _ = write!(self.out, "\\x{{{code:X}}}");
    }

    /// The name of a group that is `kind`, and of no other.
    fn mark(&mut self, kind: char) -> String {
        self.marks += 1;
        format!("{MARK}{kind}{}>", self.marks)
    }

    /// The beginning of a group; `false` if it has no end of its own any more.
    ///
    /// What stood before a comment, which was `before`, is what a quantifier behind it repeats.
    fn group(&mut self, before: usize) -> Result<bool, String> {
        for (beginning, kind) in MARKED {
            if self.strip(beginning) {
                let mark = self.mark(kind);
                self.out.push_str(&mark);
                return Ok(true);
            }
        }
        if self.strip("(?#") {
            self.up_to(")")?;
            self.atom = before;
            return Ok(false);
        }
        let flags = self.rest.strip_prefix("(?").and_then(|rest| {
            let length = rest.find(|c: char| !c.is_ascii_alphabetic() && c != '-')?;
            rest.split_at_checked(length)
        });
        let Some((flags, rest)) = flags.filter(|(_, rest)| rest.starts_with([':', ')'])) else {
            let beginning = if self.rest.starts_with("(?") { "(?" } else { "(" };
            self.strip(beginning);
            self.out.push_str(beginning);
            return Ok(true);
        };
        // the others are always on, or about what `\w` and `\b` hold; `U` is something else to `regex`
        let mut known: String = flags.chars().filter(|c| !matches!(c, 'd' | 'u' | 'U' | 'w')).collect();
        if known.ends_with('-') {
            known.pop();
        }
        self.rest = rest;
        if known.is_empty() && self.strip(")") {
            return Ok(false);
        }
        let _ = write!(self.out, "(?{known}");
        if self.strip(")") {
            self.out.push(')');
            return Ok(false);
        }
        Ok(true)
    }

    fn quantifier(&mut self, c: char) -> Result<(), String> {
        self.skip(c);
        let mut quantifier = String::from(c);
        if c == '{' {
            quantifier.push_str(self.up_to("}")?);
            quantifier.push('}');
        }
        if self.strip("+") {
            let mark = self.mark('o');
            self.out.insert_str(self.atom.min(self.out.len()), &mark);
            quantifier.push(')');
        } else if self.strip("?") {
            quantifier.push('?');
        }
        self.out.push_str(&quantifier);
        Ok(())
    }

    /// What stands behind a backslash.
    fn escape(&mut self, in_class: bool) -> Result<Before, String> {
        let c = self.next().ok_or("nothing stands behind the last backslash")?;
        match c {
            'Q' => {
                let (text, rest) = self.rest.split_once("\\E").unwrap_or((self.rest, ""));
                self.rest = rest;
                for c in text.chars() {
                    self.atom = self.out.len();
                    self.literal(c);
                }
            }
            'E' => {}
            'h' => self.set(false, r"\t\p{Zs}"),
            'H' => self.set(true, r"\t\p{Zs}"),
            'v' => self.set(false, VERTICAL),
            'V' => self.set(true, VERTICAL),
            'R' if !in_class => {
                let _ = write!(self.out, r"(?:\r\n|[{VERTICAL}])");
            }
            // a paragraph does not end with a line break
            'Z' if !in_class => self.out.push_str("\\z"),
            'e' => self.code(0x1B),
            'c' => {
                let control = self.next().ok_or("`\\c` has no letter")?;
                self.code(u32::from(control) & 0x1F);
            }
            '0' => {
                let length = self
                    .rest
                    .bytes()
                    .take(3)
                    .take_while(|b| (b'0'..=b'7').contains(b))
                    .count();
                let (digits, rest) = self.rest.split_at_checked(length).unwrap_or(("", self.rest));
                self.code(u32::from_str_radix(digits, 8).unwrap_or(0));
                self.rest = rest;
            }
            'x' if self.strip("{") => {
                let digits = self.up_to("}")?;
                let _ = write!(self.out, "\\x{{{digits}}}");
            }
            'x' | 'u' | 'U' => {
                let length = match c {
                    'x' => 2,
                    'u' => 4,
                    _ => 8,
                };
                let _ = write!(self.out, "\\{c}");
                for _ in 0..length {
                    let digit = self.next();
                    self.out.extend(digit);
                }
            }
            'p' | 'P' => self.property(c == 'P')?,
            'd' | 'D' | 's' | 'S' | 'w' | 'W' | 'a' | 'f' | 'n' | 'r' | 't' => {
                self.out.push('\\');
                self.out.push(c);
            }
            'b' | 'B' | 'A' | 'z' if !in_class => {
                self.out.push('\\');
                self.out.push(c);
            }
            '1'..='9' | 'k' => return Err(format!("`\\{c}` refers back to a group")),
            _ if c.is_ascii_alphanumeric() => return Err(format!("`\\{c}` is not known here")),
            _ => self.literal(c),
        }
        Ok(if class::is_set(c) { Before::Set } else { Before::Char })
    }

    fn set(&mut self, negated: bool, content: &str) {
        let _ = write!(self.out, "[{}{content}]", if negated { "^" } else { "" });
    }

    fn property(&mut self, negated: bool) -> Result<(), String> {
        if self.strip("{") {
            let name = self.up_to("}")?;
            return self.named(name, negated);
        }
        let name = self.next().ok_or("`\\p` has no name")?;
        self.named(name.encode_utf8(&mut [0; 4]), negated)
    }

    /// The characters of a property. Those of which `regex` has no table here are said by categories, as near as it goes.
    fn named(&mut self, name: &str, negated: bool) -> Result<(), String> {
        let (name, negated) = match name.strip_prefix('^') {
            Some(name) => (name, !negated),
            None => (name, negated),
        };
        let key: String = name.chars().filter(|c| !matches!(c, ' ' | '_' | '-')).collect();
        let key = key.to_ascii_lowercase();
        let key = key.strip_prefix("is").unwrap_or(&key);
        let key = key.strip_prefix("java").unwrap_or(key);
        let block = ["block=", "blk=", "in"].iter().find_map(|word| key.strip_prefix(word));
        let content = match key {
            "alpha" | "alphabetic" => r"\p{L}\p{M}\p{Nl}",
            "alnum" | "letterordigit" => r"\p{L}\p{M}\p{Nl}\p{Nd}",
            "lower" | "lowercase" => r"\p{Ll}ªº\u02B0-\u02B8\u2071\u207F\u2170-\u217F\u24D0-\u24E9",
            "upper" | "uppercase" => r"\p{Lu}\u2160-\u216F\u24B6-\u24CF",
            "titlecase" => r"\p{Lt}",
            "space" | "whitespace" | "spacechar" => r"\s",
            "blank" => r"\t\p{Zs}",
            "word" => r"\w",
            "ideographic" => r"\p{Han}",
            "xdigit" | "hexdigit" | "asciihexdigit" => "0-9A-Fa-f",
            "graph" => r"[^\s\p{Cc}\p{Cn}]",
            "print" => r"[^\p{Cc}\p{Cn}\p{Zl}\p{Zp}]",
            _ => match block.and_then(|block| BLOCKS.iter().find(|(known, _)| *known == block)) {
                Some((_, content)) => content,
                None if block.is_some() && (key.starts_with("bl") || is_block(name)) => {
                    return Err(format!("block `{name}` is not known here"));
                }
                None => {
                    let p = if negated { 'P' } else { 'p' };
                    let name = if name.len() > key.len() && key.len() > 1 {
                        key
                    } else {
                        name
                    };
                    let _ = write!(self.out, "\\{p}{{{name}}}");
                    return Ok(());
                }
            },
        };
        self.set(negated, content);
        Ok(())
    }
}

/// Whether a name such as `InThai` is one of a block, unlike `Inherited`.
fn is_block(name: &str) -> bool {
    name.strip_prefix("In")
        .is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_uppercase()))
}
