//! Language tags by BCP 47.

mod names;

use std::fmt;
use std::hash::{Hash, Hasher};
use std::sync::{Arc, LazyLock};

use serde::{Deserialize, Serialize};

use crate::error::{Error, ErrorKind};

/// The two-letter language subtags of the IANA registry (ISO 639-1, with those it has since replaced).
const TWO_LETTERS: &str = "aa ab ae af ak am an ar as av ay az ba be bg bh bi bm bn bo br bs ca ce ch co cr cs cu cv cy \
     da de dv dz ee el en eo es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy hz ia id ie ig ii ik \
     in io is it iu iw ja ji jv jw ka kg ki kj kk kl km kn ko kr ks ku kv kw ky la lb lg li ln lo lt lu lv mg mh mi mk ml \
     mn mo mr ms mt my na nb nd ne ng nl nn no nr nv ny oc oj om or os pa pi pl ps pt qu rm rn ro ru rw sa sc sd se sg sh \
     si sk sl sm sn so sq sr ss st su sv sw ta te tg th ti tk tl tn to tr ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi yo \
     za zh zu";

/// A well-formed BCP 47 language tag in canonical case (`zh-CN`, `sr-Latn-RS`).
///
/// Cloning is cheap: the text is shared.
#[derive(Debug, Clone, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct LanguageTag(Arc<str>);

impl PartialEq for LanguageTag {
    fn eq(&self, other: &Self) -> bool {
        // most are of one file, and share their text
        Arc::ptr_eq(&self.0, &other.0) || self.0 == other.0
    }
}

impl Hash for LanguageTag {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.0.hash(state);
    }
}

/// What [`LanguageTag::repair`] had to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Repaired {
    /// Nothing, or only the case of letters.
    No,
    /// `_` stood for `-`.
    Underscore,
    /// A POSIX modifier became a subtag (`ca@valencia`), or what follows the language was no subtag and was left out
    /// (`BG-01`).
    Subtags,
    /// It names no language that is known, and became a private tag (`x-english`).
    Private,
}

impl LanguageTag {
    /// Parses a BCP 47 tag and puts it in canonical case.
    ///
    /// Underscores are not accepted here: `en_US` is an input habit, repaired by [`LanguageTag::repair`], whose
    /// callers say so.
    ///
    /// # Errors
    ///
    /// Fails if `tag` is not well-formed by RFC 5646, or its language is of two letters that no language has, or of more
    /// than three (`english`). The error holds the tag.
    ///
    /// # Example
    ///
    /// ```
    /// use tmforge::model::LanguageTag;
    ///
    /// assert_eq!(LanguageTag::parse("pt-br")?.as_str(), "pt-BR");
    /// assert!(LanguageTag::parse("pt_BR").is_err());
    /// # Ok::<(), tmforge::Error>(())
    /// ```
    pub fn parse(tag: &str) -> Result<Self, Error> {
        let unknown = || Error::from(ErrorKind::LanguageUnknown { tag: tag.to_owned() });
        let parsed = Self::well_formed(tag).ok_or_else(unknown)?;
        let language = parsed.language();
        if language.len() == 2 && !TWO_LETTERS.split_ascii_whitespace().any(|known| known == language) {
            return Err(unknown());
        }
        Ok(parsed)
    }

    /// A well-formed tag, whether or not somebody knows its language.
    ///
    /// Languages of four letters are reserved, and of five to eight none is registered (RFC 5646, 2.2.1): such a subtag is
    /// the name of a language, or any other word.
    fn well_formed(tag: &str) -> Option<Self> {
        const LONGEST_LANGUAGE: usize = 3;
        let parsed = oxilangtag::LanguageTag::parse_and_normalize(tag).ok()?;
        let tag = Self(Arc::from(parsed.as_str()));
        (tag.language().len() <= LONGEST_LANGUAGE).then_some(tag)
    }

    /// The language that is called `name` in English, in any case of letters; the widely known ones alone.
    #[must_use]
    pub fn of_english_name(name: &str) -> Option<Self> {
        Self::parse(names::tag_of(name)?).ok()
    }

    /// Becomes `other`, if it is not. Tags are counted references, and many threads counting are slower than one comparing.
    pub(crate) fn become_tag(&mut self, other: &Self) {
        if self != other {
            self.clone_from(other);
        }
    }

    /// Parses a tag as files and people write it: `zh_CN` is read as `zh-CN`, white space around it is dropped.
    ///
    /// # Errors
    ///
    /// Fails where [`LanguageTag::parse`] does after the repair.
    pub fn repair(tag: &str) -> Result<(Self, Repaired), Error> {
        let tag = tag.trim();
        if tag.contains('_') {
            let parsed = Self::parse(&tag.replace('_', "-"))
                .map_err(|_| Error::from(ErrorKind::LanguageUnknown { tag: tag.to_owned() }))?;
            return Ok((parsed, Repaired::Underscore));
        }
        Ok((Self::parse(tag)?, Repaired::No))
    }

    /// Reads a tag out of a file that must be read whatever its tags are.
    ///
    /// Beyond [`LanguageTag::repair`]: a well-formed tag of a language that nobody knows stays; `sr@latin` is
    /// `sr-Latn`; a charset (`pt_BR.UTF-8`) goes; subtags that fit nowhere go (`BG-01`); what is left is private
    /// (`x-english`), or undetermined where it has neither letter nor digit.
    #[must_use]
    pub fn read(tag: &str) -> (Self, Repaired) {
        if let Ok(read) = Self::repair(tag) {
            return read;
        }
        let tag = tag.trim();
        let (bare, modifier) = tag.split_once('@').unwrap_or((tag, ""));
        let bare = bare.split('.').next().unwrap_or_default().replace('_', "-");
        let repaired = if tag.contains(['@', '.']) {
            Repaired::Subtags
        } else if tag.contains('_') {
            Repaired::Underscore
        } else {
            Repaired::No
        };
        let script = match modifier.to_ascii_lowercase().as_str() {
            "latin" => "Latn".to_owned(),
            "cyrillic" => "Cyrl".to_owned(),
            "devanagari" => "Deva".to_owned(),
            "arabic" => "Arab".to_owned(),
            other => other.to_owned(),
        };
        let with_modifier = if script.is_empty() {
            bare.clone()
        } else if let (4, Some((language, region))) = (script.len(), bare.split_once('-')) {
            // a script stands before the region
            format!("{language}-{script}-{region}")
        } else {
            format!("{bare}-{script}")
        };
        for candidate in [&with_modifier, &bare] {
            if let Some(well_formed) = Self::well_formed(candidate) {
                return (well_formed, repaired);
            }
        }
        let mut shorter = bare.as_str();
        while let Some((front, _)) = shorter.rsplit_once('-') {
            if let Ok(found) = Self::parse(front) {
                return (found, Repaired::Subtags);
            }
            shorter = front;
        }
        Self::private(&bare)
    }

    fn private(words: &str) -> (Self, Repaired) {
        const LONGEST_SUBTAG: usize = 8;
        let mut private = String::from("x");
        for word in words
            .split(|c: char| !c.is_ascii_alphanumeric())
            .filter(|word| !word.is_empty())
        {
            private.push('-');
            private.extend(word.chars().take(LONGEST_SUBTAG));
        }
        match oxilangtag::LanguageTag::parse_and_normalize(&private) {
            Ok(tag) => (Self(Arc::from(tag.as_str())), Repaired::Private),
            Err(_) => (Self::undetermined(), Repaired::Private),
        }
    }

    /// `und`: no language is known.
    #[must_use]
    pub fn undetermined() -> Self {
        static UNDETERMINED: LazyLock<LanguageTag> = LazyLock::new(|| LanguageTag(Arc::from("und")));
        UNDETERMINED.clone()
    }

    /// The tag in canonical case.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Its language subtag: `zh` of `zh-Hant-TW`.
    #[must_use]
    pub fn language(&self) -> &str {
        self.0.split('-').next().unwrap_or(&self.0)
    }

    /// Whether both name the same language, whatever their script and region. Private tags (`x-…`) name nothing but
    /// themselves.
    #[must_use]
    pub fn same_language(&self, other: &Self) -> bool {
        self == other || (self.language().len() > 1 && self.language() == other.language())
    }
}

impl fmt::Display for LanguageTag {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Default for LanguageTag {
    fn default() -> Self {
        Self::undetermined()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_come_in_canonical_case() {
        assert_eq!(LanguageTag::parse("ZH-hant-tw").unwrap().as_str(), "zh-Hant-TW");
        assert_eq!(LanguageTag::parse("EN-US").unwrap().as_str(), "en-US");
        assert_eq!(LanguageTag::parse("x-klingon").unwrap().as_str(), "x-klingon");
    }

    #[test]
    fn an_underscore_is_repaired_and_said() {
        let (tag, repaired) = LanguageTag::repair(" zh_cn ").unwrap();
        assert_eq!((tag.as_str(), repaired), ("zh-CN", Repaired::Underscore));
    }

    #[test]
    fn any_tag_of_a_file_is_read_somehow() {
        for (written, read, repaired) in [
            ("EN-us", "en-US", Repaired::No),
            ("zh_CN", "zh-CN", Repaired::Underscore),
            ("ca@valencia", "ca-valencia", Repaired::Subtags),
            ("sr_RS@latin", "sr-Latn-RS", Repaired::Subtags),
            ("pt_BR.UTF-8", "pt-BR", Repaired::Subtags),
            ("BG-01", "bg", Repaired::Subtags),
            ("xx", "xx", Repaired::No),
            ("English (US)", "x-english-us", Repaired::Private),
            ("English", "x-english", Repaired::Private),
            ("german_AT", "x-german-at", Repaired::Private),
            ("", "und", Repaired::Private),
            ("中文", "und", Repaired::Private),
        ] {
            let (tag, how) = LanguageTag::read(written);
            assert_eq!((tag.as_str(), how), (read, repaired), "{written}");
        }
    }

    #[test]
    fn what_is_no_language_is_refused() {
        for tag in [
            "",
            "xx",
            "english language",
            "chinese!",
            "e",
            "zh--CN",
            "thai",
            "English",
            "japanese",
            "german-AT",
            "german_AT",
        ] {
            assert!(LanguageTag::repair(tag).is_err(), "{tag}");
        }
        for tag in ["haw", "zh-yue", "zh-min-nan", "i-klingon", "x-english", "en-GB-oed"] {
            assert!(LanguageTag::repair(tag).is_ok(), "{tag}");
        }
    }
}
