//! Segmentation rules of the user's (SRX 2.0): pairs of patterns that say where a text is cut and where not.
//!
//! Patterns are those of the `regex` crate: what ICU has beyond it, such as looking ahead, is refused with its place.

use std::ops::Range;
use std::sync::Arc;

use quick_xml::Reader;
use quick_xml::escape::{resolve_predefined_entity, unescape};
use quick_xml::events::{BytesRef, BytesStart, Event};
use regex::Regex;

use super::lines::is_space;
use crate::error::{Error, ErrorKind, Result};
use crate::model::LanguageTag;

/// The rules of a file.
#[derive(Debug, Clone, Default)]
pub struct SrxRules {
    languages: Vec<(String, Vec<Rule>)>,
    /// Patterns of language tags, and the rules that each of them names.
    map: Vec<(Regex, String)>,
    /// Whether all patterns that fit a language apply, and not only the first.
    cascade: bool,
}

#[derive(Debug, Clone)]
struct Rule {
    breaks: bool,
    before: Regex,
    after: Regex,
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
        let (mut breaks, mut patterns) = (true, [String::new(), String::new()]);
        let mut within: Option<usize> = None;
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
            let pattern = |pattern: &str| {
                Regex::new(pattern).map_err(|_| fail(format!("`{pattern}` is no pattern that is known here")))
            };
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
                        rules.map.push((pattern(&format!("^(?i:{wanted})$"))?, name));
                    }
                    "rule" => {
                        breaks = attribute(&tag, "break").as_deref() != Some("no");
                        patterns = [String::new(), String::new()];
                    }
                    "beforebreak" => within = Some(0),
                    "afterbreak" => within = Some(1),
                    _ => {}
                },
                Event::Text(text) => {
                    if let Some(within) = within {
                        patterns[within].push_str(&text);
                    }
                }
                Event::CData(text) => {
                    if let Some(within) = within {
                        patterns[within].push_str(&text);
                    }
                }
                Event::GeneralRef(name) => {
                    if let Some(within) = within {
                        let meant = meant(&name).ok_or_else(|| fail(format!("`&{};` is not known", &*name)))?;
                        patterns[within].push_str(&meant);
                    }
                }
                Event::End(tag) => match tag.local_name().as_ref() {
                    "beforebreak" | "afterbreak" => within = None,
                    "rule" => {
                        let (before, after) = (pattern(&patterns[0])?, pattern(&format!("^(?:{})", patterns[1]))?);
                        if let Some((_, known)) = rules.languages.last_mut() {
                            known.push(Rule { breaks, before, after });
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

    /// The sentences of a paragraph by the rules of its language, without white space at their edges; `None` if there are
    /// none for it.
    pub(super) fn sentences(&self, text: &str, lang: &LanguageTag) -> Option<Vec<Range<usize>>> {
        let fits = self.map.iter().filter(|(pattern, _)| pattern.is_match(lang.as_str()));
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
        for rule in rules {
            let mut from = 0;
            while let Some(found) = rule.before.find_at(text, from) {
                let place = found.end();
                if text.get(place..).is_some_and(|rest| rule.after.is_match(rest)) && said[place].is_none() {
                    said[place] = Some(rule.breaks);
                }
                let next = text.get(found.start()..).and_then(|rest| rest.chars().next());
                from = found.start() + next.map_or(1, char::len_utf8);
                if from > text.len() {
                    break;
                }
            }
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
        Some(sentences)
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

#[cfg(test)]
mod tests {
    use super::*;

    const RULES: &str = r#"<srx version="2.0"><header cascade="yes"/><body><languagerules>
<languagerule languagerulename="English"><rule break="no"><beforebreak>\bDr\.</beforebreak><afterbreak>\s</afterbreak></rule></languagerule>
<languagerule languagerulename="All"><rule break="yes"><beforebreak>[.?!]+</beforebreak><afterbreak>\s+\p{Lu}</afterbreak></rule></languagerule>
</languagerules><maprules><languagemap languagepattern="en.*" languagerulename="English"/>
<languagemap languagepattern=".*" languagerulename="All"/></maprules></body></srx>"#;

    #[test]
    fn the_first_rule_that_fits_decides() {
        let rules = SrxRules::parse(RULES, &"r.srx".into()).unwrap();
        let text = "See Dr. Li. He is in.  Go!";
        let cut = |lang| {
            let ranges = rules.sentences(text, &LanguageTag::parse(lang).unwrap()).unwrap();
            ranges
                .into_iter()
                .map(|range| text.get(range).unwrap())
                .collect::<Vec<_>>()
        };
        assert_eq!(cut("en-GB"), ["See Dr. Li.", "He is in.", "Go!"]);
        assert_eq!(cut("de"), ["See Dr.", "Li.", "He is in.", "Go!"]);
    }

    #[test]
    fn patterns_are_read_as_they_are_meant() {
        for after in ["\\s+\\p{Lu}", "<![CDATA[\\s+\\p{Lu}]]>", "\\s&#43;\\p&#x7B;Lu}"] {
            let rules = RULES.replace("\\s+\\p{Lu}", after);
            let rules = SrxRules::parse(&rules, &"r.srx".into()).unwrap();
            let ranges = rules.sentences("A a. b. C.", &LanguageTag::parse("de").unwrap());
            assert_eq!(ranges.unwrap(), [0..7, 8..10], "{after}");
        }
    }

    #[test]
    fn a_pattern_that_is_not_known_is_named_with_its_line() {
        let damaged = RULES.replace("[.?!]+", "(?=x)");
        let error = SrxRules::parse(&damaged, &"r.srx".into()).unwrap_err();
        assert_eq!(error.origin().line, 3);
        assert!(SrxRules::parse("<srx/>", &"r.srx".into()).is_err());
    }
}
