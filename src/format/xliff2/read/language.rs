//! The languages that a document names.

use super::findings::Findings;
use crate::diag::DiagnosticCode;
use crate::model::{LanguageTag, Repaired};

/// The regions of ISO 3166-1, with those that the registry of subtags keeps or reserves beside them.
const REGIONS: &str = "AA AC AD AE AF AG AI AL AM AN AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR \
     BS BT BU BV BW BY BZ CA CC CD CF CG CH CI CK CL CM CN CO CP CQ CR CS CU CV CW CX CY CZ DD DE DG DJ DK DM DO DZ EA \
     EC EE EG EH ER ES ET EU EZ FI FJ FK FM FO FR FX GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN \
     HR HT HU IC ID IE IL IM IN IO IQ IR IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU \
     LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NT NU NZ \
     OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST \
     SU SV SX SY SZ TA TC TD TF TG TH TJ TK TL TM TN TO TP TR TT TV TW TZ UA UG UM UN US UY UZ VA VC VE VG VI VN VU WF \
     WS XK YD YE YT YU ZA ZM ZR ZW ZZ";

/// A language as a document names it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Language {
    pub(super) tag: LanguageTag,
    /// The tag as it is spelt, where that differs.
    pub(super) spelling: Option<Box<str>>,
    /// Whether the tag had to be mended: it is not one that an output may bear as it is spelt.
    pub(super) is_mended: bool,
}

impl Language {
    /// A language that was asked for, not read.
    pub(super) fn of(tag: LanguageTag) -> Self {
        Self { tag, ..Self::default() }
    }

    /// Reads a tag; what is odd about a spelling is said once a document.
    pub(super) fn read(written: &str, at: usize, findings: &mut Findings<'_, '_>) -> Self {
        let (tag, repaired) = LanguageTag::read(written);
        match repaired {
            Repaired::No => {
                if let Some(region) = unknown_region(&tag) {
                    let message = format!("`{region}` of `{written}` is no region that is registered; the tag is kept");
                    findings.say_once_a_document(DiagnosticCode::LangForm, written, at, message);
                }
            }
            Repaired::Underscore => {
                let message = format!("`{written}` is read as `{tag}`");
                findings.say_once_a_document(DiagnosticCode::LangUnderscore, written, at, message);
            }
            Repaired::Subtags | Repaired::Private => {
                let message = format!("`{written}` is no language tag and is read as `{tag}`");
                findings.say_once_a_document(DiagnosticCode::LangForm, written, at, message);
            }
        }
        Self {
            spelling: (tag.as_str() != written).then(|| written.into()),
            is_mended: repaired != Repaired::No,
            tag,
        }
    }
}

/// The region of `tag`, if no such region is registered.
fn unknown_region(tag: &LanguageTag) -> Option<&str> {
    let before_private = tag.as_str().split("-x-").next()?;
    let is_region = |subtag: &&str| subtag.len() == 2 && subtag.bytes().all(|byte| byte.is_ascii_uppercase());
    let region = before_private.split('-').skip(1).find(is_region)?;
    let is_known = REGIONS.split_ascii_whitespace().any(|known| known == region)
        // for private use
        || matches!(region.as_bytes(), [b'Q', b'M'..=b'Z'] | [b'X', _]);
    (!is_known).then_some(region)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_region_is_one_that_is_registered() {
        let region = |tag: &str| unknown_region(&LanguageTag::read(tag).0).map(str::to_owned);
        assert_eq!(region("en-EN"), Some("EN".to_owned()));
        for tag in ["en-US", "zh-Hant-TW", "es-419", "en-XA", "x-klingon", "de", "en-x-en"] {
            assert_eq!(region(tag), None, "{tag}");
        }
    }
}
