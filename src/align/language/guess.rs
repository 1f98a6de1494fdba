//! Guessing the language of a stretch of text by its letters and trigrams.

use whatlang::{Detector, Lang};

use crate::align::script::Script;
use crate::model::LanguageTag;

/// A guess with its weight.
#[derive(Debug, Clone, Copy)]
pub(super) struct Guess {
    pub(super) lang: Lang,
    /// 0 to 1.
    pub(super) confidence: f64,
}

/// The most likely language of a text; of `among` only, unless that is empty.
pub(super) fn guess(text: &str, among: &[Lang]) -> Option<Guess> {
    let info = if among.is_empty() {
        whatlang::detect(text)
    } else {
        Detector::with_allowlist(among.to_vec()).detect(text)
    }?;
    Some(Guess {
        lang: info.lang(),
        confidence: info.confidence(),
    })
}

/// Languages that the guesses don't know, by letters that no other has that is written like them.
const BY_LETTERS: &[(&str, &[char])] = &[("is", &['þ', 'Þ']), ("kk", &['қ', 'ұ', 'Қ', 'Ұ'])];

/// The language that the letters of a text give away.
pub(super) fn by_letters(text: &str) -> Option<LanguageTag> {
    /// One letter among so many must be of those that give the language away.
    const MOST_BETWEEN: usize = 250;
    let letters = text.chars().filter(|c| c.is_alphabetic()).count();
    let (tag, _) = BY_LETTERS.iter().find(|(_, own)| {
        let found = text.chars().filter(|c| own.contains(c)).count();
        found >= 2 && found * MOST_BETWEEN >= letters
    })?;
    LanguageTag::parse(tag).ok()
}

/// Two-letter codes by the three-letter ones that whatlang uses.
const CODES: &str = "afr:af aka:ak amh:am ara:ar aze:az bel:be ben:bn bul:bg cat:ca ces:cs cmn:zh cym:cy dan:da deu:de ell:el eng:en \
     epo:eo est:et fin:fi fra:fr guj:gu heb:he hin:hi hrv:hr hun:hu hye:hy ind:id ita:it jav:jv jpn:ja kan:kn kat:ka \
     khm:km kor:ko lat:la lav:lv lit:lt mal:ml mar:mr mkd:mk mya:my nep:ne nld:nl nob:nb ori:or pan:pa pes:fa pol:pl \
     por:pt ron:ro rus:ru sin:si slk:sk slv:sl sna:sn spa:es srp:sr swe:sv tam:ta tel:te tgl:tl tha:th tuk:tk tur:tr \
     ukr:uk urd:ur uzb:uz vie:vi yid:yi zul:zu";

fn codes() -> impl Iterator<Item = (&'static str, &'static str)> {
    CODES.split_ascii_whitespace().filter_map(|pair| pair.split_once(':'))
}

/// The tag of a language.
pub(super) fn tag(lang: Lang) -> LanguageTag {
    let code = lang.code();
    let short = codes().find(|(long, _)| *long == code).map_or(code, |(_, short)| short);
    LanguageTag::parse(short).unwrap_or_default()
}

/// The language of a tag, as whatlang knows it.
pub(super) fn lang(tag: &LanguageTag) -> Option<Lang> {
    let subtag = match tag.language() {
        "no" | "nn" => "nb",
        language => language,
    };
    let code = codes()
        .find(|(_, short)| *short == subtag)
        .map_or(subtag, |(long, _)| long);
    Lang::from_code(code)
}

/// The script a language is mostly written in, or the one its tag names.
pub(super) fn script(tag: &LanguageTag) -> Script {
    let named = tag.as_str().split('-').nth(1).unwrap_or_default();
    match (named, tag.language()) {
        ("Latn", _) => Script::Latin,
        ("Cyrl", _) | (_, "ru" | "uk" | "bg" | "be" | "mk" | "sr" | "kk" | "ky" | "mn" | "tg") => Script::Cyrillic,
        (_, "zh" | "ja" | "yue") => Script::Han,
        (_, "ko") => Script::Hangul,
        (_, "ar" | "fa" | "ur" | "ps" | "ug" | "sd") => Script::Arabic,
        (_, "he" | "iw" | "yi") => Script::Hebrew,
        (_, "el") => Script::Greek,
        (_, "th") => Script::Thai,
        (_, "hi" | "mr" | "ne" | "sa") => Script::Devanagari,
        (_, "hy" | "ka" | "bn" | "ta" | "te" | "kn" | "ml" | "gu" | "pa" | "or" | "si" | "my" | "km" | "lo" | "am") => {
            Script::Other
        }
        _ => Script::Latin,
    }
}

/// The language taken for a script where the letters don't say.
pub(super) fn usual(script: Script) -> Option<&'static str> {
    Some(match script {
        Script::Han => "zh-CN",
        Script::Hangul => "ko",
        Script::Latin => "en",
        Script::Cyrillic => "ru",
        Script::Greek => "el",
        Script::Arabic => "ar",
        Script::Hebrew => "he",
        Script::Thai => "th",
        Script::Devanagari => "hi",
        Script::Other => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_language_that_is_guessed_has_a_tag() {
        for &lang in Lang::all() {
            assert_ne!(tag(lang), LanguageTag::undetermined(), "{lang:?}");
            assert_eq!(super::lang(&tag(lang)), Some(lang));
        }
    }
}
