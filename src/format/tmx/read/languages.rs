//! Language tags as files spell them.

use std::collections::HashMap;

use crate::diag::DiagnosticCode;
use crate::format::xml::Reading;
use crate::model::{LanguageTag, Repaired};

/// How many spellings are remembered; files have a handful.
const MAX_SPELLINGS: usize = 512;

/// The regions of the IANA registry: ISO 3166-1, reserved and former ones, and those for private use that are single.
const REGIONS: &str = "AA AC AD AE AF AG AI AL AM AN AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ \
     BR BS BT BU BV BW BY BZ CA CC CD CF CG CH CI CK CL CM CN CO CP CQ CR CS CU CV CW CX CY CZ DD DE DG DJ DK DM DO DZ EA \
     EC EE EG EH ER ES ET EU EZ FI FJ FK FM FO FR FX GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR \
     HT HU IC ID IE IL IM IN IO IQ IR IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY \
     MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NT NU NZ OM PA PE \
     PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SU SV SX SY \
     SZ TA TC TD TF TG TH TJ TK TL TM TN TO TP TR TT TV TW TZ UA UG UM UN US UY UZ VA VC VE VG VI VN VU WF WS YD YE YT YU \
     ZA ZM ZR ZW ZZ";

/// A tag out of a file.
#[derive(Debug, Clone)]
pub(super) struct ReadTag {
    pub(super) lang: LanguageTag,
    /// Whether it is well-formed as it stands (BCP 47, 2.1), but for the case of its letters.
    pub(super) is_valid: bool,
}

/// Reads tags, and says of each odd spelling once what it is read as.
#[derive(Debug, Default)]
pub(super) struct Tags {
    known: HashMap<Box<str>, ReadTag>,
}

impl Tags {
    /// A tag that has come before.
    pub(super) fn known(&self, written: &str) -> Option<&ReadTag> {
        self.known.get(written)
    }

    /// Reads a tag that may not have come before.
    pub(super) fn read(&mut self, written: &str, at: usize, unit: Option<&str>, reading: &mut Reading<'_>) -> ReadTag {
        let (lang, repaired) = LanguageTag::read(written);
        let tag = ReadTag {
            is_valid: repaired == Repaired::No && written.trim() == written,
            lang,
        };
        match repaired {
            Repaired::No => {
                if let Some(region) = unknown_region(&tag.lang) {
                    let message = format!("`{region}` in `{written}` is no region; the tag is kept");
                    reading.say(DiagnosticCode::LangForm, at, unit, message);
                } else if tag.lang.as_str() != written {
                    let message = format!("`{written}` is the same as `{}`", tag.lang);
                    reading.say(DiagnosticCode::MarkupKept, at, unit, message);
                }
            }
            Repaired::Underscore => {
                let message = format!(
                    "`{written}` is read as `{}`, since BCP 47 joins subtags with `-`",
                    tag.lang
                );
                reading.say(DiagnosticCode::LangUnderscore, at, unit, message);
            }
            Repaired::Subtags | Repaired::Private => {
                let message = format!("`{written}` is no language tag by BCP 47 and is read as `{}`", tag.lang);
                reading.say(DiagnosticCode::LangForm, at, unit, message);
            }
        }
        if self.known.len() < MAX_SPELLINGS {
            self.known.insert(written.into(), tag.clone());
        }
        tag
    }
}

/// The region of a tag, if nothing that is registered bears its name.
fn unknown_region(lang: &LanguageTag) -> Option<&str> {
    let region = lang
        .as_str()
        .split('-')
        .skip(1)
        .take_while(|subtag| subtag.len() > 1)
        .find(|subtag| subtag.len() == 2)?;
    let is_private = region > "QL" && region < "R" || region.starts_with('X');
    let is_known = is_private || REGIONS.split_ascii_whitespace().any(|known| known == region);
    (!is_known).then_some(region)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_region_that_nobody_registered_is_found() {
        let region = |tag| {
            let tag = LanguageTag::parse(tag).unwrap();
            unknown_region(&tag).map(str::to_owned)
        };
        assert_eq!(region("en-EN").as_deref(), Some("EN"));
        assert_eq!(region("en-UK").as_deref(), Some("UK"));
        for known in [
            "en",
            "en-US",
            "zh-Hant-TW",
            "es-419",
            "sr-Latn",
            "de-x-aa",
            "en-QZ",
            "fr-XK",
        ] {
            assert_eq!(region(known), None, "{known}");
        }
    }
}
