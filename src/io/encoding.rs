//! Finding out how an input is encoded.

mod places;

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{BIG5, Encoding, GB18030, GBK, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

use crate::model::LanguageTag;

/// How an input is encoded, and how that was found out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Found {
    pub(super) encoding: &'static Encoding,
    /// How many bytes of byte order mark come first.
    pub(super) mark_bytes: usize,
    pub(super) how: How,
}

/// How sure an encoding is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum How {
    /// The file says so itself: by a byte order mark or a declaration.
    Declared,
    /// The bytes allow nothing else.
    Sure,
    /// The user said so.
    Told,
    /// The bytes look like it.
    Guessed,
    /// The bytes look like it, but it does not hold the languages that are named.
    Doubtful,
    /// The bytes are neither UTF-8 nor like anything else.
    Unknown,
}

/// Finds the encoding of an input that begins with `peek`.
///
/// In this order: byte order mark; the encoding `told`; NUL bytes at every second place (UTF-16 without mark); UTF-8, if
/// the peek is valid, or mostly so; what the bytes look like, for a text in `languages` if any are known.
pub(super) fn find(peek: &[u8], is_whole: bool, told: Option<&'static Encoding>, languages: &[LanguageTag]) -> Found {
    if let Some(marked) = find_mark(peek) {
        return marked;
    }
    let (encoding, how) = if let Some(told) = told {
        (superset(told), How::Told)
    } else if let Some(utf_16) = utf_16_without_mark(peek) {
        (utf_16, How::Guessed)
    } else if is_utf_8(peek, is_whole) {
        (UTF_8, How::Sure)
    } else {
        guess(peek, is_whole, languages)
    };
    Found {
        encoding,
        mark_bytes: 0,
        how,
    }
}

/// The encoding of an input that begins with `peek` and declares `declared`, which only a byte order mark outdoes.
pub(super) fn find_declared(peek: &[u8], declared: &'static Encoding) -> Found {
    find_mark(peek).unwrap_or(Found {
        encoding: superset(declared),
        mark_bytes: 0,
        how: How::Declared,
    })
}

fn find_mark(peek: &[u8]) -> Option<Found> {
    let (encoding, mark_bytes) = Encoding::for_bom(peek)?;
    Some(Found {
        encoding,
        mark_bytes,
        how: How::Declared,
    })
}

/// How an XML document is encoded (XML 1.0, 4.3.3 and appendix F).
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct FoundInXml {
    pub(super) found: Found,
    /// What the declaration says instead, where it says something else.
    pub(super) contradicted: Option<String>,
}

/// Finds the encoding of an XML document that begins with `peek`.
///
/// In this order: byte order mark; NUL bytes at every second place; the declaration; the encoding `told`; UTF-8. Nothing
/// is guessed. A declaration that can be read byte by byte lies if it says UTF-16. NUL bytes without any declaration say
/// less than what is told.
pub(super) fn find_in_xml(peek: &[u8], told: Option<&'static Encoding>) -> FoundInXml {
    let by_bytes = Encoding::for_bom(peek).or_else(|| utf_16_without_mark(peek).map(|utf_16| (utf_16, 0)));
    let (seen, mark_bytes) = by_bytes.unwrap_or((UTF_8, 0));
    let label = declared_label(
        &seen
            .decode_without_bom_handling(
                peek.get(mark_bytes..LOOKED_AT_FOR_DECLARATION.min(peek.len()))
                    .unwrap_or_default(),
            )
            .0,
    );
    let declared = label.as_deref().and_then(|label| Encoding::for_label(label.as_bytes()));
    let is_wide = |encoding| encoding == UTF_16LE || encoding == UTF_16BE;
    let (encoding, how) = match (by_bytes, told, declared) {
        (Some((encoding, marked)), _, _) if marked > 0 => (encoding, How::Declared),
        (Some((encoding, _)), None, _) | (Some((encoding, _)), _, Some(_)) => (encoding, How::Guessed),
        (_, _, Some(declared)) if !is_wide(declared) => (superset(declared), How::Declared),
        (_, Some(told), _) => (superset(told), How::Told),
        _ => (UTF_8, How::Told),
    };
    let same =
        |declared| declared == encoding || superset(declared) == encoding || (is_wide(declared) && is_wide(encoding));
    let contradicted = label.filter(|_| told.is_none() && !declared.is_some_and(same));
    FoundInXml {
        found: Found {
            encoding,
            mark_bytes,
            how,
        },
        contradicted,
    }
}

/// An XML declaration has room for a version, an encoding and `standalone`.
const LOOKED_AT_FOR_DECLARATION: usize = 1024;

/// The value of `encoding` in the XML declaration.
fn declared_label(start: &str) -> Option<String> {
    let declaration = start.trim_start().strip_prefix("<?xml")?.split("?>").next()?;
    let (_, value) = declaration.split_once("encoding")?;
    let value = value.trim_start().strip_prefix('=')?.trim_start();
    let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    let label = value.get(1..)?.split(quote).next()?.trim();
    (!label.is_empty()).then(|| label.to_owned())
}

/// GB18030 holds all of GBK and GB2312 and more.
fn superset(encoding: &'static Encoding) -> &'static Encoding {
    if encoding == GBK { GB18030 } else { encoding }
}

/// Text with Latin letters in UTF-16 has a NUL at every second place.
fn utf_16_without_mark(peek: &[u8]) -> Option<&'static Encoding> {
    const LOOKED_AT: usize = 4096;
    let sample = peek.get(..LOOKED_AT).unwrap_or(peek);
    let nuls = |parity: usize| sample.iter().skip(parity).step_by(2).filter(|byte| **byte == 0).count();
    let (even, odd) = (nuls(0), nuls(1));
    // a fifth of all characters are ASCII in any real text, if only spaces and line ends
    let enough = sample.len() / 10;
    match (even, odd) {
        _ if sample.len() < 4 || even + odd == 0 => None,
        (even, odd) if odd > enough && even * 20 < odd => Some(UTF_16LE),
        (even, odd) if even > enough && odd * 20 < even => Some(UTF_16BE),
        _ => None,
    }
}

/// Whether the bytes are UTF-8, or UTF-8 with a few bad bytes: then the bad bytes are to be named, not another
/// encoding guessed. One character before an end inside another tells that it was cut short.
fn is_utf_8(peek: &[u8], is_whole: bool) -> bool {
    let (valid, rest) = peek.split_at(Encoding::utf8_valid_up_to(peek));
    let is_cut = |error: std::str::Utf8Error| error.error_len().is_none() && (!is_whole || !valid.is_ascii());
    if std::str::from_utf8(rest).err().is_none_or(is_cut) {
        return true;
    }
    let mut good = 0;
    let mut bad = 0;
    let mut chunks = peek.utf8_chunks().peekable();
    while let Some(chunk) = chunks.next() {
        good += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        let is_cut = chunks.peek().is_none() && !is_whole;
        if !chunk.invalid().is_empty() && !is_cut {
            bad += 1;
        }
    }
    bad == 0 || good > bad
}

fn guess(peek: &[u8], is_whole: bool, languages: &[LanguageTag]) -> (&'static Encoding, How) {
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(peek, is_whole);
    let places = places::of(languages);
    let by_bytes = superset(detector.guess(None, Utf8Detection::Deny));
    // the bytes of Chinese, Japanese and Korean are valid in each other's encodings, and led by a place the detector looks
    // at nothing else: so it is led only where the bytes alone tell nothing that can be
    let fits = |encoding| places.is_empty() || places.iter().any(|place| place.has(encoding));
    let led = || {
        let guesses = places.iter().map(|place| (place, superset(place.guess(&detector))));
        let mut fitting = guesses.filter(|(place, encoding)| {
            place.has(encoding) && decodes(encoding, peek, is_whole) && !has_private_use(encoding, peek)
        });
        fitting.next().map(|(_, encoding)| encoding)
    };
    let encoding = Some(by_bytes).filter(|encoding| fits(encoding)).or_else(led);
    let is_doubtful = encoding.is_none() && !(places::are_western(languages) && is_western(by_bytes, peek));
    let how = if is_doubtful { How::Doubtful } else { How::Guessed };
    let encoding = encoding.unwrap_or(by_bytes);
    // FE and FF are in no encoding of Chinese, Japanese or Korean, and rare letters elsewhere: alone, they are damage
    let high = || peek.iter().filter(|byte| !byte.is_ascii());
    let is_damage = high().all(|byte| *byte >= 0xFE);
    if is_damage || !decodes(encoding, peek, is_whole) {
        if encoding != BIG5 && !is_damage && decodes(GB18030, peek, is_whole) {
            return (GB18030, How::Guessed);
        }
        return (UTF_8, How::Unknown);
    }
    (encoding, how)
}

fn decodes(encoding: &'static Encoding, peek: &[u8], is_whole: bool) -> bool {
    let mut decoder = encoding.new_decoder_without_bom_handling();
    let Some(room) = decoder.max_utf8_buffer_length_without_replacement(peek.len()) else {
        return false;
    };
    let mut text = String::with_capacity(room);
    let (result, _) = decoder.decode_to_string_without_replacement(peek, &mut text, is_whole);
    let controls = text.chars().filter(|c| matches!(c, '\u{80}'..='\u{9F}')).count();
    matches!(result, encoding_rs::DecoderResult::InputEmpty) && controls == 0
}

/// Whether text of Western Europe comes of it: in its words, few letters beside those of ASCII stand next to each other, as do
/// all those of other scripts.
fn is_western(encoding: &'static Encoding, peek: &[u8]) -> bool {
    /// `öß` of `Größe`.
    const MOST: usize = 2;
    let (text, _) = encoding.decode_without_bom_handling(peek);
    let mut runs = text.split(|c: char| c.is_ascii() || !c.is_alphabetic());
    encoding == WINDOWS_1252 && runs.all(|run| run.chars().count() <= MOST)
}

/// Whether characters come of it that mean nothing to anybody, as of Western letters read as Japanese.
fn has_private_use(encoding: &'static Encoding, peek: &[u8]) -> bool {
    let (text, _) = encoding.decode_without_bom_handling(peek);
    text.chars().any(|c| matches!(c, '\u{E000}'..='\u{F8FF}'))
}

/// The name that reports use.
pub(super) fn name(encoding: &'static Encoding) -> &'static str {
    if encoding == GB18030 {
        "GB18030"
    } else {
        encoding.name()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(bytes: &[u8]) -> (&'static str, How) {
        found_for(bytes, &[])
    }

    fn found_for(bytes: &[u8], languages: &[&str]) -> (&'static str, How) {
        let tag = |tag: &&str| LanguageTag::parse(tag).unwrap();
        let languages: Vec<LanguageTag> = languages.iter().map(tag).collect();
        let found = find(bytes, true, None, &languages);
        (name(found.encoding), found.how)
    }

    fn encoded(encoding: &'static Encoding, text: &str) -> Vec<u8> {
        encoding.encode(text).0.into_owned()
    }

    #[test]
    fn marks_and_nuls_tell_utf_16() {
        assert_eq!(found(b"\xFF\xFEa\0b\0"), ("UTF-16LE", How::Declared));
        assert_eq!(found(b"\xFE\xFF\0a\0b"), ("UTF-16BE", How::Declared));
        assert_eq!(found(b"a\0b\0c\0\t\0d\0"), ("UTF-16LE", How::Guessed));
        assert_eq!(found("\u{FEFF}a".as_bytes()), ("UTF-8", How::Declared));
    }

    #[test]
    fn chinese_encodings_are_told_apart() {
        let simplified = "公安部部长在北京出席会议并作主旨发言,推动执法合作实现跨越式发展。";
        assert_eq!(found(&encoded(GB18030, simplified)), ("GB18030", How::Guessed));
        let traditional = "運輸署今日宣布，因應颱風襲港，多條巴士路線將會暫停服務。";
        assert_eq!(found(&encoded(BIG5, traditional)), ("Big5", How::Guessed));
    }

    #[test]
    fn languages_that_are_named_lead_the_guess_where_the_bytes_alone_mislead_it() {
        use encoding_rs::{EUC_JP, EUC_KR, SHIFT_JIS, WINDOWS_1251};
        let short = |encoding, text| [b"en;xx\nhouse;".to_vec(), encoded(encoding, text), b"\n".to_vec()].concat();
        for (encoding, text, lang) in [
            (SHIFT_JIS, "契約", "ja"),
            (EUC_JP, "契約書", "ja"),
            (EUC_KR, "계약", "ko"),
            (GB18030, "合同", "zh-CN"),
            (BIG5, "合約", "zh-TW"),
            (
                BIG5,
                "運輸署今日宣布，因應颱風襲港，多條巴士路線將會暫停服務。",
                "zh-CN",
            ),
            (WINDOWS_1251, "дом", "ru"),
            (encoding_rs::WINDOWS_1256, "عقد", "ar"),
        ] {
            let expected = (name(encoding), How::Guessed);
            assert_eq!(found_for(&short(encoding, text), &[lang, "en"]), expected, "{text}");
        }
        // what was said of the languages is wrong then, and the text is not made to fit them
        let german = short(WINDOWS_1252, "Datei öffnen und schließen, Größe ändern");
        assert_eq!(found_for(&german, &["ja"]), ("windows-1252", How::Doubtful));
        assert_eq!(found_for("Größe".as_bytes(), &["ja"]), ("UTF-8", How::Sure));
    }

    #[test]
    fn letters_of_one_language_alone_are_no_doubt_about_the_other() {
        let latin = encoded(WINDOWS_1252, "de;ru\nStraße;Ulica\nGröße;Razmer\n");
        assert_eq!(found_for(&latin, &["de", "ru"]), ("windows-1252", How::Guessed));
        assert_eq!(found_for(&latin, &["en", "ru"]), ("windows-1252", How::Doubtful));
        assert!(is_western(WINDOWS_1252, &latin));
        let both = encoded(encoding_rs::WINDOWS_1251, "de;ru\nStrasse;Улица\n");
        assert!(!is_western(WINDOWS_1252, &both));
    }

    #[test]
    fn an_xml_document_has_the_encoding_that_it_declares_unless_its_bytes_say_otherwise() {
        let found = |bytes: &[u8]| {
            let found = find_in_xml(bytes, None);
            (name(found.found.encoding), found.contradicted)
        };
        assert_eq!(found(b"<tmx/>"), ("UTF-8", None));
        assert_eq!(
            found(b"<?xml version='1.0' encoding='Windows-1252'?>\xE9"),
            ("windows-1252", None)
        );
        let mut wide = vec![0xFF, 0xFE];
        wide.extend(
            "<?xml version=\"1.0\" encoding=\"utf-16\"?>"
                .encode_utf16()
                .flat_map(u16::to_le_bytes),
        );
        assert_eq!(found(&wide), ("UTF-16LE", None));
        assert_eq!(found(&wide[2..]), ("UTF-16LE", None));
        assert_eq!(
            found(b"\xEF\xBB\xBF<?xml version='1.0' encoding='utf-16'?>"),
            ("UTF-8", Some("utf-16".into()))
        );
        assert_eq!(
            found(b"<?xml version='1.0' encoding='UTF-16'?>"),
            ("UTF-8", Some("UTF-16".into()))
        );
        assert_eq!(found(b"<?xml encoding='klingon'?>"), ("UTF-8", Some("klingon".into())));
    }

    #[test]
    fn what_is_told_is_for_xml_that_declares_nothing_that_is_known() {
        let found = |bytes: &[u8]| find_in_xml(bytes, Some(encoding_rs::WINDOWS_1252)).found;
        let named = |bytes: &[u8]| (name(found(bytes).encoding), found(bytes).how);
        assert_eq!(named(b"<?xml encoding='UTF-8'?>\xC3\xA9"), ("UTF-8", How::Declared));
        assert_eq!(named(b"<?xml encoding='gbk'?>"), ("GB18030", How::Declared));
        assert_eq!(named(b"<?xml version='1.0'?>\xE9"), ("windows-1252", How::Told));
        assert_eq!(named(b"<?xml encoding='klingon'?>"), ("windows-1252", How::Told));
        assert_eq!(named(b"<?xml encoding='UTF-16'?>"), ("windows-1252", How::Told));
        let wide: Vec<u8> = "<?xml version='1.0' encoding='utf-16'?>"
            .encode_utf16()
            .flat_map(u16::to_le_bytes)
            .collect();
        assert_eq!(named(&wide), ("UTF-16LE", How::Guessed));
    }

    #[test]
    fn western_text_is_windows_1252() {
        let german = encoded(WINDOWS_1252, "Datei öffnen und schließen, Größe ändern");
        assert_eq!(found(&german), ("windows-1252", How::Guessed));
    }

    #[test]
    fn utf_8_with_a_bad_byte_stays_utf_8_and_damage_is_not_guessed_away() {
        assert_eq!(found("Öffnen und schließen \u{FC}".as_bytes()).0, "UTF-8");
        let mut bytes = "Öffnen und schließen".as_bytes().to_vec();
        bytes.push(0xFF);
        assert_eq!(found(&bytes), ("UTF-8", How::Sure));
        assert_eq!(found(b"a\tb\xFF\n"), ("UTF-8", How::Unknown));
    }

    #[test]
    fn utf_8_that_is_cut_inside_a_character_stays_utf_8() {
        let bytes = "Die Glocke läutet\nGood evening\tschö".as_bytes();
        let cut = &bytes[..bytes.len() - 1];
        assert_eq!(found(cut), ("UTF-8", How::Sure));
        // without another character it can be an é or Ã at the end of a Western text
        assert_eq!(found(b"Good evening\tsoir\xE9").0, "windows-1252");
    }
}
