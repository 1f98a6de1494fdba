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

/// Regions with their names in English and in their own language, and some in German, French, Spanish and Chinese; in small
/// letters. The two ways of writing Chinese stand for the regions that write so.
const REGIONS: &[(&str, &str)] = &[
    ("AR", "argentina|argentinien|argentine"),
    ("AT", "austria|österreich|autriche"),
    ("AU", "australia|australien|australie"),
    ("BE", "belgium|belgië|belgique|belgien"),
    ("BG", "bulgaria|българия"),
    ("BR", "brazil|brasil|brasilien|brésil|巴西"),
    ("CA", "canada|kanada"),
    ("CH", "switzerland|schweiz|suisse|svizzera"),
    ("CL", "chile"),
    ("CN", "china|mainland china|prc|simplified|中国|简体|简化"),
    ("CO", "colombia"),
    ("CZ", "czechia|czech republic|česko"),
    ("DE", "germany|deutschland|allemagne|alemania|德国"),
    ("DK", "denmark|danmark"),
    ("EG", "egypt|مصر"),
    ("ES", "spain|españa|spanien|espagne"),
    ("FI", "finland|suomi"),
    ("FR", "france|frankreich|francia|法国"),
    (
        "GB",
        "united kingdom|uk|great britain|britain|großbritannien|vereinigtes königreich|royaume-uni|reino unido|英国",
    ),
    ("GR", "greece|ελλάδα"),
    ("HK", "hong kong|hong kong sar|香港"),
    ("HU", "hungary|magyarország"),
    ("IE", "ireland|irland"),
    ("IL", "israel|ישראל"),
    ("IN", "india|indien"),
    ("IT", "italy|italia|italien"),
    ("JP", "japan|日本"),
    ("KR", "korea|south korea|republic of korea|대한민국|한국"),
    ("LU", "luxembourg|luxemburg"),
    ("MA", "morocco|maroc"),
    ("MO", "macao|macau|macao sar|澳門"),
    ("MX", "mexico|méxico|mexiko|mexique"),
    ("NL", "netherlands|the netherlands|nederland|niederlande|pays-bas"),
    ("NO", "norway|norge"),
    ("NZ", "new zealand"),
    ("PE", "peru|perú"),
    ("PL", "poland|polska"),
    ("PT", "portugal|葡萄牙"),
    ("RO", "romania|românia"),
    ("RU", "russia|russian federation|россия"),
    ("SA", "saudi arabia|السعودية"),
    ("SE", "sweden|sverige"),
    ("SG", "singapore|新加坡"),
    ("SK", "slovakia|slovensko"),
    ("TH", "thailand|ประเทศไทย"),
    ("TR", "turkey|türkiye"),
    ("TW", "taiwan|traditional|台灣|台湾|繁體|繁体"),
    ("UA", "ukraine|україна"),
    (
        "US",
        "united states|united states of america|usa|u.s.|vereinigte staaten|états-unis|estados unidos|美国",
    ),
    ("VN", "vietnam|việt nam"),
    ("ZA", "south africa"),
    (
        "419",
        "latin america|lateinamerika|amérique latine|latinoamérica|américa latina",
    ),
];

/// The language that a header cell names in words, with what stands in parentheses behind it: `English (US)`.
pub(super) fn language(cell: &str) -> Option<LanguageTag> {
    let plain = cell.trim().to_lowercase();
    let (name, detail) = split_detail(&plain);
    let named = || LANGUAGES.iter().find(|(_, names)| names.contains(&name));
    let tag = LanguageTag::of_english_name(name).or_else(|| LanguageTag::parse(named()?.0).ok())?;
    // `Chinese (Traditional, Hong Kong SAR)`: the region says more than the script
    let mut regions = detail.rsplit(',').filter_map(region);
    let with_region = regions.find_map(|region| LanguageTag::parse(&format!("{tag}-{region}")).ok());
    Some(with_region.unwrap_or(tag))
}

/// Whether a language is one of those whose names are known.
pub(super) fn is_listed(tag: &LanguageTag) -> bool {
    LANGUAGES.iter().any(|(listed, _)| *listed == tag.language())
}

/// Whether what stands in parentheses behind the name of a language is not all known, so that [`language`] leaves it out.
pub(super) fn has_unknown_detail(cell: &str) -> bool {
    let plain = cell.trim().to_lowercase();
    let (_, detail) = split_detail(&plain);
    !detail.is_empty() && language(cell).is_some() && !detail.split(',').all(|part| region(part).is_some())
}

/// A name, and what stands in parentheses behind it.
fn split_detail(plain: &str) -> (&str, &str) {
    let (name, detail) = plain.split_once(['(', '（']).unwrap_or((plain, ""));
    (name.trim(), detail.trim_end_matches([')', '）', ' ']).trim())
}

/// The code of a region that is named by it or in words, in small letters.
fn region(named: &str) -> Option<&str> {
    let named = named.trim();
    let by_name = REGIONS
        .iter()
        .find(|(_, names)| names.split('|').any(|name| name == named));
    let is_code = named.len() == 2 && named.bytes().all(|byte| byte.is_ascii_lowercase());
    by_name.map(|(code, _)| *code).or(is_code.then_some(named))
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
            ("German (Germany)", Some("de-DE")),
            ("Deutsch (Österreich)", Some("de-AT")),
            ("Portuguese (Brazil)", Some("pt-BR")),
            ("English (United States)", Some("en-US")),
            ("Spanish (Latin America)", Some("es-419")),
            ("Chinese (Simplified)", Some("zh-CN")),
            ("Chinese (Traditional, Hong Kong SAR)", Some("zh-HK")),
            ("中文（繁體）", Some("zh-TW")),
            ("English (Klingon)", Some("en")),
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
    fn what_is_left_out_of_the_name_of_a_language_is_known() {
        for (cell, expected) in [
            ("English (Klingon)", true),
            ("Chinese (Formal, Taiwan)", true),
            ("Chinese (Simplified, China)", false),
            ("English (us)", false),
            ("English", false),
            ("Comment (Klingon)", false),
        ] {
            assert_eq!(has_unknown_detail(cell), expected, "{cell}");
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
