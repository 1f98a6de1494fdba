//! Where languages are written, and in which encodings, as far as these tell one guess from another.

use chardetng::{EncodingDetector, Utf8Detection};
use encoding_rs::Encoding;

use crate::model::LanguageTag;

/// Where a language is written.
#[derive(Debug, Clone, Copy)]
pub(super) struct Place {
    /// A top-level domain, by which a guess can be led.
    domain: &'static str,
    /// The names of the encodings that hold its letters.
    encodings: &'static [&'static str],
}

impl Place {
    pub(super) fn has(&self, encoding: &'static Encoding) -> bool {
        self.encodings.contains(&encoding.name())
    }

    /// What a page of this place that has these bytes is most likely encoded in.
    pub(super) fn guess(&self, detector: &EncodingDetector) -> &'static Encoding {
        detector.guess(Some(self.domain.as_bytes()), Utf8Detection::Deny)
    }
}

/// The places of `languages`, without those of Western Europe: what is written there may stand in any file.
pub(super) fn of(languages: &[LanguageTag]) -> Vec<Place> {
    let places = languages.iter().filter_map(of_language);
    places.map(|(domain, encodings)| Place { domain, encodings }).collect()
}

/// Whether one of `languages` is of Western Europe and has letters beside those of ASCII.
pub(super) fn are_western(languages: &[LanguageTag]) -> bool {
    const WESTERN: &[&str] = &[
        "ca", "da", "de", "es", "eu", "fi", "fr", "ga", "gl", "is", "it", "nb", "nl", "nn", "no", "pt", "sv",
    ];
    languages.iter().any(|lang| WESTERN.contains(&lang.language()))
}

fn of_language(lang: &LanguageTag) -> Option<(&'static str, &'static [&'static str])> {
    const ARABIC: &[&str] = &["windows-1256", "ISO-8859-6"];
    const BALTIC: &[&str] = &["windows-1257", "ISO-8859-13", "ISO-8859-4"];
    const CENTRAL: &[&str] = &["windows-1250", "ISO-8859-2", "ISO-8859-16"];
    const CHINESE: &[&str] = &["gb18030", "GBK", "Big5"];
    const CYRILLIC: &[&str] = &[
        "windows-1251",
        "KOI8-R",
        "KOI8-U",
        "ISO-8859-5",
        "IBM866",
        "x-mac-cyrillic",
    ];
    // written in both scripts
    const SERBIAN: &[&str] = &["windows-1251", "ISO-8859-5", "windows-1250", "ISO-8859-2"];
    const GREEK: &[&str] = &["windows-1253", "ISO-8859-7"];
    const HEBREW: &[&str] = &["windows-1255", "ISO-8859-8", "ISO-8859-8-I"];
    const JAPANESE: &[&str] = &["Shift_JIS", "EUC-JP", "ISO-2022-JP"];
    let has = |subtag: &str| lang.as_str().split('-').any(|other| other == subtag);
    if has("Latn") {
        return None;
    }
    Some(match lang.language() {
        "zh" if has("TW") || has("Hant") => ("tw", CHINESE),
        "zh" if has("HK") || has("MO") => ("hk", CHINESE),
        "zh" | "cmn" => ("cn", CHINESE),
        "yue" => ("hk", CHINESE),
        "ja" => ("jp", JAPANESE),
        "ko" => ("kr", &["EUC-KR"]),
        "ru" => ("ru", CYRILLIC),
        "uk" => ("ua", CYRILLIC),
        "be" => ("by", CYRILLIC),
        "bg" => ("bg", CYRILLIC),
        "mk" => ("mk", CYRILLIC),
        "sr" => ("rs", SERBIAN),
        "kk" => ("kz", CYRILLIC),
        "el" => ("gr", GREEK),
        "he" | "iw" => ("il", HEBREW),
        "ar" => ("eg", ARABIC),
        "fa" => ("ir", ARABIC),
        "ur" => ("pk", ARABIC),
        "th" => ("th", &["windows-874"]),
        "tr" => ("tr", &["windows-1254"]),
        "vi" => ("vn", &["windows-1258"]),
        "pl" => ("pl", CENTRAL),
        "cs" => ("cz", CENTRAL),
        "sk" => ("sk", CENTRAL),
        "hu" => ("hu", CENTRAL),
        "sl" => ("si", CENTRAL),
        "hr" => ("hr", CENTRAL),
        "ro" => ("ro", CENTRAL),
        "lt" => ("lt", BALTIC),
        "lv" => ("lv", BALTIC),
        _ => return None,
    })
}
