//! Segmentation rules of the user's (SRX 2.0): pairs of patterns that say where a text is cut and where not.
//!
//! Patterns are ICU's and Java's: with looking ahead and behind, possessive quantifiers, atomic groups, `\Q…\E`, `\h`, `\v`, `\R`,
//! `\Z`, classes within classes, `&&`, and `-[…]`, which takes away; with properties as ICU, Java and POSIX name them, some of
//! them by general categories, as near as it goes. What `regex` can't search for is searched for here, in bounded time. References
//! back to groups, `\G`, `\X` and names of characters are refused with their place.

mod icu;
mod pattern;
mod search;

use std::ops::Range;
use std::sync::Arc;

use quick_xml::Reader;
use quick_xml::escape::{resolve_predefined_entity, unescape};
use quick_xml::events::{BytesRef, BytesStart, Event};

use self::pattern::Pattern;
use self::search::Memo;
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
                        let pattern = Pattern::before(&format!("^(?i:{wanted})$"));
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

    /// The sentences of a paragraph by the rules of its language, without white space at their edges; `None` if there are
    /// none for it.
    pub(super) fn sentences(&self, text: &str, lang: &LanguageTag) -> Option<Vec<Range<usize>>> {
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
        for rule in rules {
            let (mut before, mut after) = (Memo::default(), Memo::default());
            let mut from = 0;
            while let Some((start, place)) = rule.before.find_at(text, from, &mut before) {
                if said[place].is_none() && rule.after.fits(text, place, &mut after) {
                    said[place] = Some(rule.breaks);
                }
                let next = text.get(start..).and_then(|rest| rest.chars().next());
                from = start + next.map_or(1, char::len_utf8);
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
    fn an_empty_tag_is_an_empty_pattern() {
        let rules = RULES.replace("<afterbreak>\\s+\\p{Lu}</afterbreak>", "\n<afterbreak/>\n");
        let rules = SrxRules::parse(&rules, &"r.srx".into()).unwrap();
        let ranges = rules.sentences("a. b.", &LanguageTag::parse("de").unwrap());
        assert_eq!(ranges.unwrap(), [0..2, 3..5]);
    }

    #[test]
    fn languages_may_be_left_out_by_looking_ahead() {
        let rules = RULES.replace("\".*\"", "\"(?!pl).*\"");
        let rules = SrxRules::parse(&rules, &"r.srx".into()).unwrap();
        assert!(rules.sentences("A.", &LanguageTag::parse("pl").unwrap()).is_none());
        assert!(rules.sentences("A.", &LanguageTag::parse("de").unwrap()).is_some());
    }

    /// `text` with a bar where one rule breaks it.
    fn broken(before: &str, after: &str, text: &str) -> String {
        let rule = Rule {
            breaks: true,
            before: Pattern::before(before).unwrap(),
            after: Pattern::after(after).unwrap(),
        };
        let rules = SrxRules {
            languages: vec![(String::new(), vec![rule])],
            map: vec![(Pattern::default(), String::new())],
            cascade: false,
        };
        let ranges = rules.sentences(text, &LanguageTag::parse("en").unwrap()).unwrap();
        let pieces: Vec<_> = ranges.into_iter().map(|range| text.get(range).unwrap()).collect();
        pieces.join("|")
    }

    #[test]
    fn patterns_look_ahead_and_behind() {
        assert_eq!(broken(r"(?<=\S)!{2,}", r"(?=\s)", "A !! b!! c!!d"), "A !! b!!|c!!d");
        assert_eq!(broken(r"(?<!\bNo)\.", r"\s(?!\d)", "No. A. b. 3"), "No. A.|b. 3");
        assert_eq!(
            broken(r"(?:(?<=^)|(?<=\s))[a-c]\)", "", "a) x b) y xb)"),
            "a)|x b)|y xb)"
        );
        assert_eq!(broken(r"(?<=(?<!\w)vs?)\.", "", "v. vs. rvs."), "v.|vs.|rvs.");
        assert_eq!(
            broken(r"\.(?=\s(?:[A-Z]|\d{4}(?!-)))", "", "a. B. 2024-1. 2025"),
            "a.|B. 2024-1.|2025"
        );
        assert_eq!(broken("[^0-9][.]", r"(?<=[a-z][.])\s", "ab. A. 3. d."), "ab.|A. 3. d.");
    }

    #[test]
    fn what_stands_before_a_place_is_seen_from_there() {
        assert_eq!(broken(":", r"\b", "a:b: c"), "a:|b: c");
        assert_eq!(broken("e", r"\B", "see e-"), "se|e e-");
        assert_eq!(broken("a", r"^\s|-", "a b a-c"), "a b a|-c");
    }

    #[test]
    fn groups_are_left_once_for_all() {
        assert_eq!(broken(r"[.!]++", "[!?]|$", ".!! .!?"), ".!! .!|?");
        assert_eq!(broken(r"\w{1,3}+\.", "", "abcd. e."), "abcd.|e.");
        assert_eq!(broken(r"(?>a|ab)c", "", "abc ac d"), "abc ac|d");
        assert_eq!(broken(r#""(?>[^"\\]+|\\.)*""#, "", r#""a\" b" c d"#), r#""a\" b"|c d"#);
        assert_eq!(broken(r"x\Qab\E?+b", "", "xab xabb xb"), "xab xabb|xb");
    }

    #[test]
    fn escapes_are_those_of_icu() {
        assert_eq!(
            broken(r"\Qe.g.\E", r"\h", "e.g.\u{A0}a e_g. e.g.b"),
            "e.g.|a e_g. e.g.b"
        );
        assert_eq!(broken(r"\R", "", "a\r\nb\u{2028}c"), "a|b|c");
        assert_eq!(broken(r"\v", "", "a\u{85}b"), "a|b");
        assert_eq!(broken(r"\.\Z|x", "", "a. xb."), "a. x|b.");
        assert_eq!(
            broken(r"[\u3002\x{FF01}\xa1\0101]", "", "b。c！d¡eAf"),
            "b。|c！|d¡|eA|f"
        );
        assert_eq!(broken(r"\<br\/\>|\•|\cI", "", "a<br/>b•c\td"), "a<br/>|b•|c|d");
        assert_eq!(
            broken(r"(?#bars)(?iu)DR(?-i)a(?u:b)(?U)c+", "", "drabcc DRABC"),
            "drabcc|DRABC"
        );
    }

    #[test]
    fn classes_are_those_of_icu() {
        assert_eq!(broken(r"[\p{L}&&[^a]]", "1", "a1b1c"), "a1b|1c");
        assert_eq!(broken(r#"[\p{Po}"-[,:]]"#, "", r#"a,b:c.d"e[f"#), r#"a,b:c.|d"|e[f"#);
        assert_eq!(broken(r"[\w-.~~^]", "!", "a! -! .! ~! ^! ,!"), "a|! -|! .|! ~|! ^|! ,!");
        assert_eq!(broken(r"[-a-c\]\Q-^\E]", "!", "-! b! ]! ^! d!"), "-|! b|! ]|! ^|! d!");
        assert_eq!(broken(r"[:]+[[:Lu:]x-]", "", ":A ::x :y :-b"), ":A|::x|:y :-|b");
        assert_eq!(broken(r"[^\h\p{IsLower}[!]]", "!", "a! A! !! "), "a! A|! !!");
    }

    #[test]
    fn properties_have_the_names_of_icu_java_and_posix() {
        let alike = [
            (r"\p{javaLowerCase}", "ä", "Ä"),
            (r"\p{IsUppercase}", "Ä", "ä"),
            (r"\p{IsAlphabetic}", "字", "5"),
            (r"\P{Alpha}", "5", "é"),
            (r"\p{Punct}", "»", "a"),
            (r"\p{L}", "é", "."),
            (r"\pN", "5", "a"),
            (r"\p{^Lu}", "a", "A"),
            (r"\p{General_Category=Lu}", "A", "a"),
            (r"\p{IsHan}", "字", "か"),
            (r"\p{script=Greek}", "λ", "l"),
            (r"\p{InCyrillic}", "ж", "z"),
            (r"\p{block=CJK Unified Ideographs}", "字", "か"),
            (r"[\p{Cc}\p{Cf}\p{Co}\p{Cn}]", "\u{AD}", "a"),
            (r"[[:^alpha:]]", "5", "é"),
            (r"\p{Graph}", "»", "\u{85}"),
        ];
        for (pattern, fits, not) in alike {
            let text = format!("{fits}={not}=x");
            assert_eq!(broken(pattern, "=", &text), format!("{fits}|={not}=x"), "{pattern}");
        }
    }

    #[test]
    fn no_text_takes_forever() {
        let long = format!("{0} {0}", "a".repeat(20_000));
        for before in [
            r"(?<=^|a)(?:a+)+b",
            r"(?:a*)*(?=b)",
            r"(?<!b.*)a+$(?!\z)",
            r"(?>(?:a|aa)+)b",
            r".*(?=\.de)",
        ] {
            assert_eq!(broken(before, "", &long), long, "{before}");
        }
        assert_eq!(broken(".*", "x", &long), long);
        assert_eq!(broken("a", ".*x", &long), long);
    }

    #[test]
    fn a_pattern_that_is_not_known_is_named_with_its_line() {
        let refused = [
            (r"(a)\1", r"`\1` refers back to a group"),
            (r"\G.", r"`\G` is not known here"),
            (r"\p{Block=Runic}", "block `Block=Runic` is not known here"),
            (r"\p{IsNothing}", "Unicode property not found"),
            ("(a", "unclosed group"),
            ("a{3", "`}` is missing"),
            (r"(?=x{1000}){1000}", "it is too long with its repetitions written out"),
            ("\\", "nothing stands behind the last backslash"),
        ];
        for (pattern, why) in refused {
            let damaged = RULES.replace("[.?!]+", pattern);
            let error = SrxRules::parse(&damaged, &"r.srx".into()).unwrap_err();
            assert_eq!(error.origin().line, 3);
            let said = format!("r.srx:3:1: pattern `{pattern}` can't be read: {why}; say it in another way");
            assert!(error.to_string().starts_with(&said), "{error}");
        }
        let damaged = RULES.replace("\"en.*\"", "\"(en\"");
        assert_eq!(SrxRules::parse(&damaged, &"r.srx".into()).unwrap_err().origin().line, 4);
        assert!(SrxRules::parse("<srx/>", &"r.srx".into()).is_err());
    }
}
