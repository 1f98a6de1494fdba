//! Language tags as documents spell them.

use crate::diag::DiagnosticCode;
use crate::model::{LanguageTag, Repaired};

/// The regions of the IANA registry, in order: ISO 3166-1, reserved and former ones.
const REGIONS: [&[u8; 2]; 272] = [
    b"AA", b"AC", b"AD", b"AE", b"AF", b"AG", b"AI", b"AL", b"AM", b"AN", b"AO", b"AQ", b"AR", b"AS", b"AT", b"AU",
    b"AW", b"AX", b"AZ", b"BA", b"BB", b"BD", b"BE", b"BF", b"BG", b"BH", b"BI", b"BJ", b"BL", b"BM", b"BN", b"BO",
    b"BQ", b"BR", b"BS", b"BT", b"BU", b"BV", b"BW", b"BY", b"BZ", b"CA", b"CC", b"CD", b"CF", b"CG", b"CH", b"CI",
    b"CK", b"CL", b"CM", b"CN", b"CO", b"CP", b"CQ", b"CR", b"CS", b"CU", b"CV", b"CW", b"CX", b"CY", b"CZ", b"DD",
    b"DE", b"DG", b"DJ", b"DK", b"DM", b"DO", b"DZ", b"EA", b"EC", b"EE", b"EG", b"EH", b"ER", b"ES", b"ET", b"EU",
    b"EZ", b"FI", b"FJ", b"FK", b"FM", b"FO", b"FR", b"FX", b"GA", b"GB", b"GD", b"GE", b"GF", b"GG", b"GH", b"GI",
    b"GL", b"GM", b"GN", b"GP", b"GQ", b"GR", b"GS", b"GT", b"GU", b"GW", b"GY", b"HK", b"HM", b"HN", b"HR", b"HT",
    b"HU", b"IC", b"ID", b"IE", b"IL", b"IM", b"IN", b"IO", b"IQ", b"IR", b"IS", b"IT", b"JE", b"JM", b"JO", b"JP",
    b"KE", b"KG", b"KH", b"KI", b"KM", b"KN", b"KP", b"KR", b"KW", b"KY", b"KZ", b"LA", b"LB", b"LC", b"LI", b"LK",
    b"LR", b"LS", b"LT", b"LU", b"LV", b"LY", b"MA", b"MC", b"MD", b"ME", b"MF", b"MG", b"MH", b"MK", b"ML", b"MM",
    b"MN", b"MO", b"MP", b"MQ", b"MR", b"MS", b"MT", b"MU", b"MV", b"MW", b"MX", b"MY", b"MZ", b"NA", b"NC", b"NE",
    b"NF", b"NG", b"NI", b"NL", b"NO", b"NP", b"NR", b"NT", b"NU", b"NZ", b"OM", b"PA", b"PE", b"PF", b"PG", b"PH",
    b"PK", b"PL", b"PM", b"PN", b"PR", b"PS", b"PT", b"PW", b"PY", b"QA", b"RE", b"RO", b"RS", b"RU", b"RW", b"SA",
    b"SB", b"SC", b"SD", b"SE", b"SG", b"SH", b"SI", b"SJ", b"SK", b"SL", b"SM", b"SN", b"SO", b"SR", b"SS", b"ST",
    b"SU", b"SV", b"SX", b"SY", b"SZ", b"TA", b"TC", b"TD", b"TF", b"TG", b"TH", b"TJ", b"TK", b"TL", b"TM", b"TN",
    b"TO", b"TP", b"TR", b"TT", b"TV", b"TW", b"TZ", b"UA", b"UG", b"UM", b"UN", b"US", b"UY", b"UZ", b"VA", b"VC",
    b"VE", b"VG", b"VI", b"VN", b"VU", b"WF", b"WS", b"YD", b"YE", b"YT", b"YU", b"ZA", b"ZM", b"ZR", b"ZW", b"ZZ",
];

/// A language as a document names it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Language {
    pub(crate) tag: LanguageTag,
    /// The tag as it is spelt, where that differs.
    pub(crate) spelling: Option<Box<str>>,
    /// Whether it is not well-formed as it stands (BCP 47, 2.1), whatever the case of its letters.
    pub(crate) is_mended: bool,
}

/// What is odd about a tag. It is to be said once a spelling.
pub(crate) type Remark = (DiagnosticCode, String);

impl Language {
    /// A language that was asked for, not read.
    pub(crate) fn of(tag: LanguageTag) -> Self {
        Self { tag, ..Self::default() }
    }

    /// Reads a tag.
    pub(crate) fn read(written: &str) -> (Self, Option<Remark>) {
        let (tag, repaired) = LanguageTag::read(written);
        let remark = match repaired {
            Repaired::No => unknown_region(&tag).map(|region| {
                let message = format!("`{region}` of `{written}` is no region that is registered; the tag is kept");
                (DiagnosticCode::LangForm, message)
            }),
            Repaired::Underscore => {
                let message = format!("`{written}` is read as `{tag}`");
                Some((DiagnosticCode::LangUnderscore, message))
            }
            Repaired::Subtags | Repaired::Private => {
                let message = format!("`{written}` is no language tag by BCP 47 and is read as `{tag}`");
                Some((DiagnosticCode::LangForm, message))
            }
        };
        let language = Self {
            spelling: (tag.as_str() != written).then(|| written.into()),
            is_mended: repaired != Repaired::No || written.trim() != written,
            tag,
        };
        (language, remark)
    }
}

/// The region of `tag`, if no such region is registered.
fn unknown_region(tag: &LanguageTag) -> Option<&str> {
    let subtags = tag.as_str().split('-').skip(1);
    // behind a single letter stand extensions, and what is private
    let region = subtags
        .take_while(|subtag| subtag.len() > 1)
        .find(|subtag| subtag.len() == 2)?;
    let bytes: &[u8; 2] = region.as_bytes().first_chunk()?;
    // QM to QZ and XA to XZ are for private use
    let is_private = matches!(bytes, [b'Q', b'M'..=b'Z'] | [b'X', _]);
    (!is_private && REGIONS.binary_search(&bytes).is_err()).then_some(region)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_region_is_one_that_is_registered() {
        assert!(REGIONS.is_sorted());
        let region = |tag: &str| unknown_region(&LanguageTag::read(tag).0).map(str::to_owned);
        assert_eq!(region("en-EN").as_deref(), Some("EN"));
        assert_eq!(region("zh-Hant-UK").as_deref(), Some("UK"));
        for tag in [
            "de",
            "en-US",
            "en-AA",
            "en-ZZ",
            "zh-Hant-TW",
            "es-419",
            "sr-Latn",
            "en-XA",
            "fr-XK",
            "en-QZ",
            "x-klingon",
            "de-x-aa",
            "en-u-ca-en",
        ] {
            assert_eq!(region(tag), None, "{tag}");
        }
    }

    #[test]
    fn what_is_odd_about_a_tag_is_said() {
        let said = |written| {
            Language::read(written)
                .1
                .map(|(code, message)| (code.to_word(), message))
        };
        let is = |code: &str, message: &str| Some((code.to_owned(), message.to_owned()));
        assert_eq!(said("pt-br"), None);
        assert_eq!(said("pt_BR"), is("lang-underscore", "`pt_BR` is read as `pt-BR`"));
        assert_eq!(
            said("sr@latin"),
            is(
                "lang-form",
                "`sr@latin` is no language tag by BCP 47 and is read as `sr-Latn`"
            )
        );
        assert_eq!(
            said("en-EN"),
            is(
                "lang-form",
                "`EN` of `en-EN` is no region that is registered; the tag is kept"
            )
        );
        let mended = |written| Language::read(written).0.is_mended;
        assert_eq!(
            ["en", "EN-us", "en-EN", " en", "en_US"].map(mended),
            [false, false, false, true, true]
        );
    }
}
