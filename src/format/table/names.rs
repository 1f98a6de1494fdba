//! What people call languages in the header rows of their tables.

use super::columns::tag_of;
use crate::model::LanguageTag;

/// Languages with their names in themselves, and in German, French and Spanish, those of the first few in more; in small
/// letters. Their English names are known to [`LanguageTag::of_english_name`].
const LANGUAGES: &[(&str, &[&str])] = &[
    (
        "en",
        &["englisch", "anglais", "inglés", "英文", "英语", "英語", "английский"],
    ),
    (
        "de",
        &["deutsch", "allemand", "alemán", "德文", "德语", "ドイツ語", "немецкий"],
    ),
    ("fr", &["français", "französisch", "francés", "法文", "法语"]),
    ("es", &["español", "spanisch", "espagnol", "castellano"]),
    ("it", &["italiano", "italienisch", "italien"]),
    ("pt", &["português", "portugiesisch", "portugais", "portugués"]),
    ("nl", &["nederlands", "niederländisch", "néerlandais", "neerlandés"]),
    ("da", &["dansk", "dänisch", "danois", "danés"]),
    ("sv", &["svenska", "schwedisch", "suédois", "sueco"]),
    ("no", &["norsk", "norwegisch", "norvégien", "noruego"]),
    ("fi", &["suomi", "finnisch", "finnois", "finés"]),
    ("pl", &["polski", "polnisch", "polonais", "polaco"]),
    ("cs", &["čeština", "česky", "tschechisch", "tchèque", "checo"]),
    ("hu", &["magyar", "ungarisch", "hongrois", "húngaro"]),
    ("ro", &["română", "rumänisch", "roumain", "rumano"]),
    ("ru", &["русский", "russisch", "russe", "ruso", "俄文", "俄语"]),
    ("uk", &["українська", "ukrainisch", "ukrainien", "ucraniano"]),
    ("el", &["ελληνικά", "griechisch", "grec", "griego"]),
    ("tr", &["türkçe", "türkisch", "turc", "turco"]),
    ("ar", &["العربية", "arabisch", "arabe", "árabe"]),
    ("he", &["עברית", "hebräisch", "hébreu", "hebreo"]),
    ("ja", &["日本語", "japanisch", "japonais", "japonés", "日文", "日语"]),
    ("ko", &["한국어", "koreanisch", "coréen", "coreano", "韩语"]),
    ("vi", &["tiếng việt", "vietnamesisch", "vietnamien", "vietnamita"]),
    ("th", &["ไทย", "thailändisch", "thaï", "tailandés"]),
    (
        "zh",
        &["中文", "汉语", "漢語", "chinesisch", "chinois", "chino", "中国語"],
    ),
    ("zh-CN", &["simplified chinese", "简体中文", "简体"]),
    ("zh-TW", &["traditional chinese", "繁體中文", "繁体中文", "繁體"]),
];

/// The language that a header cell names in words, with what stands in parentheses behind it: `English (US)`.
pub(super) fn language(cell: &str) -> Option<LanguageTag> {
    let plain = cell.trim().to_lowercase();
    let (name, detail) = plain.split_once('(').unwrap_or((&plain, ""));
    let named = || LANGUAGES.iter().find(|(_, names)| names.contains(&name.trim()));
    let language = LanguageTag::of_english_name(name).or_else(|| LanguageTag::parse(named()?.0).ok())?;
    let region = match detail.trim_end_matches(')').trim() {
        "simplified" => "cn",
        "traditional" => "tw",
        "uk" => "gb",
        region if region.len() == 2 => region,
        _ => "",
    };
    let with_region = LanguageTag::parse(&format!("{language}-{region}"));
    Some(with_region.unwrap_or(language))
}

/// The languages that the first line of a file names, if those are two at least. Of a line in an encoding that nobody knows
/// yet, only cells in ASCII are looked at.
pub(in crate::format) fn languages_of_header(peek: &[u8]) -> Vec<LanguageTag> {
    const LONGEST: usize = 4096;
    let start = peek.get(..LONGEST).unwrap_or(peek);
    let mut lines = start.split(|byte| matches!(byte, b'\n' | b'\r'));
    let first = lines.find(|line| !line.is_empty() && !line.starts_with(b"sep="));
    let cells = first
        .unwrap_or_default()
        .split(|byte| matches!(byte, b',' | b';' | b'\t'));
    let languages = cells.filter_map(|cell| {
        let cell = std::str::from_utf8(cell).ok()?.trim().trim_matches('"');
        tag_of(cell).or_else(|| language(cell))
    });
    let languages: Vec<LanguageTag> = languages.collect();
    if languages.len() < 2 { Vec::new() } else { languages }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn languages_are_named_in_words_with_or_without_a_region() {
        for (cell, expected) in [
            ("English", Some("en")),
            (" DEUTSCH ", Some("de")),
            ("English (US)", Some("en-US")),
            ("English (UK)", Some("en-GB")),
            ("German (Germany)", Some("de")),
            ("Chinese (Simplified)", Some("zh-CN")),
            ("Русский", Some("ru")),
            ("Croatian", Some("hr")),
            ("Français", Some("fr")),
            ("Simplified Chinese", Some("zh-CN")),
            ("Kommentar", None),
            ("", None),
        ] {
            let named = language(cell);
            assert_eq!(named.as_ref().map(LanguageTag::as_str), expected, "{cell}");
        }
    }

    #[test]
    fn a_header_is_known_by_its_ascii_before_the_encoding_is() {
        let named = |bytes: &[u8]| -> Vec<String> {
            let languages = languages_of_header(bytes);
            languages.iter().map(LanguageTag::to_string).collect()
        };
        assert_eq!(named(b"sep=;\r\n\"en\";zh-CN;\xB1\xB8\xD7\xA2\r\n"), ["en", "zh-CN"]);
        assert_eq!(named(b"English\tJapanese\n"), ["en", "ja"]);
        assert!(named(b"It is, no doubt, en route\n").is_empty());
    }
}
