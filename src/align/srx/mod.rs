//! Segmentation rules of the user's (SRX 2.0): pairs of patterns that say where a text is cut and where not.
//!
//! Patterns are ICU's and Java's: with looking ahead and behind, possessive quantifiers, atomic groups, `\Q…\E`, `\h`, `\v`, `\R`,
//! `\Z`, classes within classes, `&&`, and `-[…]`, which takes away; with properties as ICU, Java and POSIX name them, some of
//! them by general categories, as near as it goes. What `regex` can't search for is searched for here, in bounded time and memory: in a
//! paragraph of megabytes in which there is too much to remember, a rule says nothing from there on, and the others remain; that is
//! said ([`ByRules::has_stopped`]).
//! References back to groups, `\G`, `\X` and names of characters are refused with their place.

mod icu;
mod memo;
mod pattern;
mod search;
#[cfg(test)]
mod tests;

use std::ops::Range;
use std::sync::Arc;

use quick_xml::Reader;
use quick_xml::escape::{resolve_predefined_entity, unescape};
use quick_xml::events::{BytesRef, BytesStart, Event};

use self::memo::Memo;
use self::pattern::Pattern;
use super::lines::is_space;
use crate::error::{Error, ErrorKind, Result};
use crate::model::LanguageTag;

/// The rules of a file.
#[derive(Debug, Clone, Default)]
pub struct SrxRules {
    languages: Vec<(String, Vec<Rule>)>,
    /// Patterns of language tags, and the rules that each of them names.
    map: Vec<(Pattern, String)>,
    /// Whether all patterns that fit a language apply, and not only the first.
    cascade: bool,
}

/// What rules make of a paragraph.
#[derive(Debug)]
pub(super) struct ByRules {
    /// Its sentences, without white space at their edges.
    pub(super) sentences: Vec<Range<usize>>,
    /// Whether a rule says nothing from some place on, since there was too much to remember.
    pub(super) has_stopped: bool,
}

#[derive(Debug, Clone)]
struct Rule {
    breaks: bool,
    before: Pattern,
    after: Pattern,
}

impl SrxRules {
    /// Reads an SRX document.
    ///
    /// # Errors
    ///
    /// Fails if it is no well-formed SRX, or a pattern can't be read; the error names file and line.
    pub fn parse(text: &str, file: &Arc<str>) -> Result<Self> {
        let mut rules = Self::default();
        let mut reader = Reader::from_str(text);
        let (mut breaks, mut before, mut after) = (true, None, None);
        // the pattern that is being read
        let mut pattern: Option<String> = None;
        loop {
            let at = usize::try_from(reader.buffer_position()).unwrap_or(text.len());
            let fail = |message: String| {
                let line = 1 + text.get(..at).unwrap_or(text).matches('\n').count() as u64;
                Error::from(ErrorKind::Xml(message))
                    .with_help("give segmentation rules in SRX 2.0, as OmegaT and Okapi write them")
                    .in_file(file)
                    .at(line, 1)
            };
            let event = reader
                .read_event()
                .map_err(|error| fail(format!("is no well-formed SRX: {error}")))?;
            let refuse = |pattern: &str, why: &str| {
                fail(format!("pattern `{pattern}` can't be read: {why}"))
                    .with_help("say it in another way, or take the rule out of the file")
            };
            let empty = matches!(event, Event::Empty(_));
            match event {
                Event::Start(tag) | Event::Empty(tag) => match local(&tag) {
                    "header" => rules.cascade = attribute(&tag, "cascade").as_deref() == Some("yes"),
                    "languagerule" => {
                        let name = attribute(&tag, "languagerulename").unwrap_or_default();
                        rules.languages.push((name, Vec::new()));
                    }
                    "languagemap" => {
                        let name = attribute(&tag, "languagerulename").unwrap_or_default();
                        let wanted = attribute(&tag, "languagepattern").unwrap_or_default();
                        let pattern = Pattern::tag(&wanted);
                        rules.map.push((pattern.map_err(|why| refuse(&wanted, &why))?, name));
                    }
                    "rule" => {
                        breaks = attribute(&tag, "break").as_deref() != Some("no");
                        (before, after) = (None, None);
                    }
                    "beforebreak" | "afterbreak" if !empty => pattern = Some(String::new()),
                    _ => {}
                },
                Event::Text(text) => {
                    if let Some(pattern) = &mut pattern {
                        pattern.push_str(&text);
                    }
                }
                Event::CData(text) => {
                    if let Some(pattern) = &mut pattern {
                        pattern.push_str(&text);
                    }
                }
                Event::GeneralRef(name) => {
                    if let Some(pattern) = &mut pattern {
                        let meant = meant(&name).ok_or_else(|| fail(format!("`&{};` is not known", &*name)))?;
                        pattern.push_str(&meant);
                    }
                }
                Event::End(tag) => match tag.local_name().as_ref() {
                    "beforebreak" => {
                        let pattern = pattern.take().unwrap_or_default();
                        before = Some(Pattern::before(&pattern).map_err(|why| refuse(&pattern, &why))?);
                    }
                    "afterbreak" => {
                        let pattern = pattern.take().unwrap_or_default();
                        after = Some(Pattern::after(&pattern).map_err(|why| refuse(&pattern, &why))?);
                    }
                    "rule" => {
                        if let Some((_, known)) = rules.languages.last_mut() {
                            known.push(Rule {
                                breaks,
                                before: before.take().unwrap_or_default(),
                                after: after.take().unwrap_or_default(),
                            });
                        }
                    }
                    _ => {}
                },
                Event::Eof => break,
                _ => {}
            }
        }
        if rules.languages.iter().all(|(_, known)| known.is_empty()) {
            return Err(Error::from(ErrorKind::Xml("has no segmentation rules".to_owned()))
                .with_help("give segmentation rules in SRX 2.0, as OmegaT and Okapi write them")
                .in_file(file)
                .at(1, 1));
        }
        Ok(rules)
    }

    /// What the rules of a paragraph's language make of it; `None` if there are none for it.
    pub(super) fn cut(&self, text: &str, lang: &LanguageTag) -> Option<ByRules> {
        let fits = |pattern: &Pattern| pattern.find_at(lang.as_str(), 0, &mut Memo::default()).is_some();
        let fits = self.map.iter().filter(|(pattern, _)| fits(pattern));
        let names: Vec<&str> = fits.map(|(_, name)| name.as_str()).collect();
        let names = if self.cascade {
            names.as_slice()
        } else {
            names.get(..1)?
        };
        let rules: Vec<&Rule> = names
            .iter()
            .flat_map(|name| self.languages.iter().filter(move |(known, _)| known == name))
            .flat_map(|(_, rules)| rules)
            .collect();
        if rules.is_empty() {
            return None;
        }
        // what the first rule that fits says of each place
        let mut said: Vec<Option<bool>> = vec![None; text.len() + 1];
        let mut has_stopped = false;
        for rule in rules {
            let (mut before, mut after) = (Memo::default(), Memo::default());
            let mut from = 0;
            while let Some((start, place)) = rule.before.find_at(text, from, &mut before) {
                if said[place].is_none() && rule.after.fits(text, place, &mut after) {
                    said[place] = Some(rule.breaks);
                }
                let next = text.get(start..).and_then(|rest| rest.chars().next());
                from = start + next.map_or(1, char::len_utf8);
                after.forget_before(from);
                if from > text.len() {
                    break;
                }
            }
            has_stopped |= before.gave_up() || after.gave_up();
        }
        let mut start = 0;
        let mut sentences = Vec::new();
        let places = (1..text.len()).filter(|&place| said[place] == Some(true));
        for end in places.chain([text.len()]) {
            let piece = text.get(start..end)?;
            let trimmed = piece.trim_matches(is_space);
            if !trimmed.is_empty() {
                let first = start + (piece.len() - piece.trim_start_matches(is_space).len());
                sentences.push(first..first + trimmed.len());
            }
            start = end;
        }
        Some(ByRules { sentences, has_stopped })
    }
}

fn local<'t>(tag: &'t BytesStart<'_>) -> &'t str {
    let name: &str = tag.name().into_inner();
    name.rsplit(':').next().unwrap_or(name)
}

fn attribute(tag: &BytesStart<'_>, name: &str) -> Option<String> {
    let found = tag.try_get_attribute(name).ok()??;
    Some(unescape(&found.value).ok()?.into_owned())
}

/// What a reference stands for.
fn meant(reference: &BytesRef<'_>) -> Option<String> {
    match reference.resolve_char_ref().ok()? {
        Some(c) => Some(c.into()),
        None => resolve_predefined_entity(reference).map(str::to_owned),
    }
}
