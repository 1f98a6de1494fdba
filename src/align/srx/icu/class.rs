//! Classes of characters in brackets.

use super::Translation;

/// What stands before a place in a class.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Before {
    Nothing,
    Char,
    /// A hyphen behind a character: what follows ends a range.
    Hyphen,
    Set,
}

/// Whether a backslash and `c` stand for a set of characters.
pub(super) fn is_set(c: char) -> bool {
    matches!(c, 'h' | 'H' | 'v' | 'V' | 'p' | 'P' | 'd' | 'D' | 's' | 'S' | 'w' | 'W')
}

impl<'p> Translation<'p> {
    /// The name in `[:name:]`, and what stands behind it.
    fn posix(&self) -> Option<(&'p str, &'p str)> {
        let found = self.rest.strip_prefix("[:")?.split_once(":]")?;
        let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '^' | '_' | ' ' | '=');
        (!found.0.is_empty() && found.0.chars().all(plain)).then_some(found)
    }

    /// The beginning of a class, with a bracket that stands for itself there.
    fn open(&mut self) -> Before {
        self.take('[');
        if self.strip("^") {
            self.out.push('^');
        }
        if self.strip("]") {
            self.literal(']');
            return Before::Char;
        }
        Before::Nothing
    }

    /// A class, with the classes in it. A hyphen before a class takes away from what stands before it; elsewhere it is
    /// itself where it can't be the middle of a range.
    pub(super) fn class(&mut self) -> Result<(), String> {
        let mut levels: Vec<Before> = Vec::new();
        while let Some(c) = self.rest.chars().next() {
            let before = levels.last().copied().unwrap_or(Before::Nothing);
            let now = match c {
                '[' => {
                    if let Some((name, rest)) = self.posix() {
                        self.rest = rest;
                        self.named(name, false)?;
                        Before::Set
                    } else {
                        levels.push(Before::Nothing);
                        self.open()
                    }
                }
                ']' => {
                    self.take(c);
                    levels.pop();
                    Before::Set
                }
                '-' => {
                    self.skip(c);
                    if before != Before::Nothing && (self.rest.starts_with('[') || self.strip("-")) {
                        self.out.push_str("--");
                        Before::Nothing
                    } else if before == Before::Char
                        && !self.rest.starts_with(']')
                        && !self
                            .rest
                            .strip_prefix('\\')
                            .is_some_and(|rest| rest.starts_with(is_set))
                    {
                        self.out.push('-');
                        Before::Hyphen
                    } else {
                        self.literal(c);
                        Before::Char
                    }
                }
                '&' if self.strip("&&") => {
                    self.out.push_str("&&");
                    Before::Nothing
                }
                '\\' => {
                    self.skip(c);
                    self.escape(true)?
                }
                '&' | '~' | '^' => {
                    self.skip(c);
                    self.literal(c);
                    Before::Char
                }
                _ => {
                    self.take(c);
                    Before::Char
                }
            };
            match levels.last_mut() {
                Some(last) => *last = if before == Before::Hyphen { Before::Set } else { now },
                None => return Ok(()),
            }
        }
        Ok(())
    }
}
