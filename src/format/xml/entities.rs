//! The entities that a DOCTYPE declares (XML 1.0, 2.8 and 4). Nothing outside of the file is ever fetched.

use std::collections::BTreeMap;

use super::limits::{MAX_ENTITY_BYTES, MAX_ENTITY_DEPTH};
use crate::model::is_illegal;

/// What an entity stands for.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Entity {
    /// The replacement text, in which references are still to be replaced (XML 1.0, 4.5).
    Internal(String),
    /// Something in another file.
    External,
}

/// Why a reference was not replaced.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Unresolved {
    /// Nothing of that name is declared.
    Unknown,
    /// It stands in another file, which is not fetched.
    External,
    /// It stands for markup.
    Markup,
    /// It refers to itself, is nested too deeply, or stands for too much.
    TooLarge,
}

/// The general entities of a document.
#[derive(Debug, Clone, Default)]
pub(crate) struct Entities {
    declared: BTreeMap<String, Entity>,
}

impl Entities {
    /// Reads the declarations in a whole `<!DOCTYPE …>`. Of two declarations of one name the first counts.
    ///
    /// A reference to a parameter entity ends the reading, since what it stands for could declare anything (XML 1.0,
    /// 5.1).
    pub(crate) fn parse(doctype: &str) -> Self {
        let mut entities = Self::default();
        let Some((_, mut rest)) = split_outside_quotes(doctype, '[') else {
            return entities;
        };
        loop {
            rest = rest.trim_start();
            let (open, close) = match rest {
                _ if rest.starts_with("<!--") => ("<!--", "-->"),
                _ if rest.starts_with("<?") => ("<?", "?>"),
                _ if rest.starts_with("<!") => {
                    let Some((declaration, after)) = split_outside_quotes(rest, '>') else {
                        return entities;
                    };
                    entities.declare(declaration);
                    rest = after;
                    continue;
                }
                _ => return entities,
            };
            let Some((_, after)) = rest.strip_prefix(open).and_then(|rest| rest.split_once(close)) else {
                return entities;
            };
            rest = after;
        }
    }

    fn declare(&mut self, declaration: &str) {
        let Some(rest) = declaration.strip_prefix("<!ENTITY") else {
            return;
        };
        let Some((name, rest)) = rest.trim_start().split_once([' ', '\t', '\r', '\n']) else {
            return;
        };
        if name == "%" {
            return;
        }
        let rest = rest.trim_start();
        let entity = match rest.chars().next() {
            Some(quote @ ('"' | '\'')) => {
                let value = rest
                    .get(1..)
                    .and_then(|rest| rest.split_once(quote))
                    .map(|(value, _)| value);
                Entity::Internal(replace_characters(value.unwrap_or_default()))
            }
            _ => Entity::External,
        };
        self.declared.entry(name.to_owned()).or_insert(entity);
    }

    /// What `&name;` stands for, as characters.
    pub(crate) fn resolve(&self, name: &str) -> Result<String, Unresolved> {
        if let Some(c) = predefined(name) {
            return Ok(c.to_string());
        }
        let mut text = String::new();
        // entities that stand for nothing cost time too
        let mut references_left = MAX_ENTITY_BYTES;
        self.expand(name, MAX_ENTITY_DEPTH, &mut references_left, &mut text)?;
        Ok(text)
    }

    fn expand(
        &self,
        name: &str,
        depth: usize,
        references_left: &mut usize,
        out: &mut String,
    ) -> Result<(), Unresolved> {
        let replacement = match self.declared.get(name) {
            None => return Err(Unresolved::Unknown),
            Some(Entity::External) => return Err(Unresolved::External),
            Some(Entity::Internal(text)) => text,
        };
        if replacement.contains('<') {
            return Err(Unresolved::Markup);
        }
        let depth = depth.checked_sub(1).ok_or(Unresolved::TooLarge)?;
        let mut rest = replacement.as_str();
        while let Some((plain, reference)) = rest.split_once('&') {
            *references_left = references_left.checked_sub(1).ok_or(Unresolved::TooLarge)?;
            out.push_str(plain);
            let (name, after) = reference.split_once(';').ok_or(Unresolved::Markup)?;
            match character(name) {
                Some(Ok(c)) => out.push(c),
                Some(Err(_)) => return Err(Unresolved::Markup),
                None => match predefined(name) {
                    Some(c) => out.push(c),
                    None => self.expand(name, depth, references_left, out)?,
                },
            }
            if out.len() > MAX_ENTITY_BYTES {
                return Err(Unresolved::TooLarge);
            }
            rest = after;
        }
        out.push_str(rest);
        if out.len() > MAX_ENTITY_BYTES {
            return Err(Unresolved::TooLarge);
        }
        Ok(())
    }
}

/// The five entities that need no declaration (XML 1.0, 4.6).
pub(super) fn predefined(name: &str) -> Option<char> {
    match name {
        "lt" => Some('<'),
        "gt" => Some('>'),
        "amp" => Some('&'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        _ => None,
    }
}

/// Gives text whose references all stand for characters about which there is nothing to say piece by piece, as it is meant;
/// whether it is such text.
pub(crate) fn resolve_plain(written: &str, mut take: impl FnMut(&str)) -> bool {
    let mut rest = written;
    while let Some((before, from)) = split_at_byte(b'&', rest) {
        let Some((meant, after)) = split_at_byte(b';', from).and_then(|(name, after)| Some((plain(name)?, after)))
        else {
            return false;
        };
        take(before);
        take(meant.encode_utf8(&mut [0; 4]));
        rest = after;
    }
    take(rest);
    true
}

/// What a reference stands for, if nothing becomes of that character but itself: CR would end a line, and XML forbids others.
fn plain(name: &str) -> Option<char> {
    let by_number = || character(name)?.ok();
    predefined(name).or_else(|| by_number().filter(|c| *c != '\r' && !is_illegal(*c)))
}

/// What stands before the first `byte`, one of ASCII, and what stands behind it.
fn split_at_byte(byte: u8, text: &str) -> Option<(&str, &str)> {
    let at = memchr::memchr(byte, text.as_bytes())?;
    Some((text.get(..at)?, text.get(at + 1..)?))
}

/// The character that `#233` or `#xE9` names, or the number where it is none of Unicode; `None` where it is no character
/// reference.
pub(super) fn character(name: &str) -> Option<Result<char, u32>> {
    let number = name.strip_prefix('#')?;
    let code = match number.strip_prefix('x') {
        Some(hex) if !hex.is_empty() && hex.bytes().all(|byte| byte.is_ascii_hexdigit()) => {
            u32::from_str_radix(hex, 16).unwrap_or(u32::MAX)
        }
        None if !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit()) => {
            number.parse().unwrap_or(u32::MAX)
        }
        _ => return None,
    };
    Some(char::from_u32(code).ok_or(code))
}

/// Character references in an entity's value are replaced when it is declared (XML 1.0, 4.4.5).
fn replace_characters(value: &str) -> String {
    let mut text = String::with_capacity(value.len());
    let mut rest = value;
    while let Some((plain, reference)) = rest.split_once('&') {
        text.push_str(plain);
        if let Some((Some(Ok(c)), after)) = reference.split_once(';').map(|(name, after)| (character(name), after)) {
            text.push(c);
            rest = after;
        } else {
            text.push('&');
            rest = reference;
        }
    }
    text.push_str(rest);
    text
}

/// Splits at the first `wanted` that stands in no quotes.
fn split_outside_quotes(text: &str, wanted: char) -> Option<(&str, &str)> {
    let mut quote = None;
    for (at, c) in text.char_indices() {
        match quote {
            Some(open) if open == c => quote = None,
            None if c == wanted => return Some((text.get(..at)?, text.get(at + c.len_utf8()..)?)),
            None if c == '"' || c == '\'' => quote = Some(c),
            Some(_) | None => {}
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entities_of_the_internal_subset_are_replaced() {
        let entities = Entities::parse(
            "<!DOCTYPE tmx SYSTEM \"tmx14.dtd\" [\n<!-- <!ENTITY no \"x\"> --><?pi ?>\n<!ENTITY company 'A &amp; &b; >'>\n\
             <!ENTITY b \"B\"><!ENTITY b \"second\"><!ELEMENT x ANY><!ENTITY lt2 \"&#38;#60;\"><!ENTITY e SYSTEM \"file:///x\">\n]>",
        );
        assert_eq!(entities.resolve("company").as_deref(), Ok("A & B >"));
        assert_eq!(entities.resolve("lt2").as_deref(), Ok("<"));
        assert_eq!(entities.resolve("no"), Err(Unresolved::Unknown));
        assert_eq!(entities.resolve("e"), Err(Unresolved::External));
    }

    #[test]
    fn markup_loops_and_bombs_are_not_replaced() {
        let mut bomb = String::from("<!DOCTYPE a [<!ENTITY m \"<b>\"><!ENTITY loop \"&loop;\"><!ENTITY x0 \"lol\">");
        for level in 1..10 {
            let before = format!("&x{};", level - 1).repeat(10);
            bomb = format!("{bomb}<!ENTITY x{level} \"{before}\">");
        }
        let entities = Entities::parse(&bomb);
        assert_eq!(entities.resolve("x2").map(|text| text.len()), Ok(300));
        assert_eq!(entities.resolve("x9"), Err(Unresolved::TooLarge));
        assert_eq!(entities.resolve("loop"), Err(Unresolved::TooLarge));
        assert_eq!(entities.resolve("m"), Err(Unresolved::Markup));
        let hollow = bomb.replace("lol", "");
        assert_eq!(Entities::parse(&hollow).resolve("x9"), Err(Unresolved::TooLarge));
    }

    #[test]
    fn character_references_have_digits_only() {
        assert_eq!(character("#xE9"), Some(Ok('é')));
        assert_eq!(character("#xD800"), Some(Err(0xD800)));
        for no in ["#", "#x", "#1a", "#xg", "amp", "# 1", "#+1"] {
            assert_eq!(character(no), None, "{no}");
        }
    }
}
