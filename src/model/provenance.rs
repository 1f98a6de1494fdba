//! Where a unit comes from: who made it, when, with what; and where it was read.

use std::fmt;
use std::sync::Arc;

use jiff::Timestamp;
use jiff::civil::{Date, DateTime, Time};
use jiff::tz::Offset;
use serde::{Deserialize, Serialize};

use super::moment_text::MomentText;

/// A point in time as an input states it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Moment {
    /// A time in UTC, to the second.
    Instant(#[serde(with = "jiff::fmt::serde::timestamp::second::required")] Timestamp),
    /// A day without time.
    Day(Date),
    /// What is neither, as written.
    Unknown(String),
}

impl Moment {
    /// Reads RFC 3339, the compact form of TMX (`20261123T101500Z`), or a day in either form; anything else is kept as
    /// [`Moment::Unknown`].
    #[must_use]
    pub fn parse(written: &str) -> Self {
        if let Some(instant) = compact(written).or_else(|| extended(written)) {
            return Self::Instant(instant);
        }
        if let Ok(instant) = written.parse::<Timestamp>() {
            return Self::Instant(to_the_second(instant));
        }
        if !written.contains(['T', 't', ' ', ':'])
            && let Ok(day) = written.parse::<Date>()
        {
            return Self::Day(day);
        }
        Self::Unknown(written.to_owned())
    }

    /// Reads the compact form of TMX alone, `YYYYMMDDThhmmssZ`.
    pub(crate) fn from_compact(written: &str) -> Option<Self> {
        compact(written).map(Self::Instant)
    }

    /// The time in UTC of year, month and day, and of hour, minute and second.
    pub(crate) fn from_numbers(date: [i16; 3], time: [i16; 3]) -> Option<Self> {
        of_numbers(date, time).map(Self::Instant)
    }

    /// The instant that many seconds after 1970 in UTC; `None` beyond the years that can be written.
    #[must_use]
    pub fn from_seconds(seconds: i64) -> Option<Self> {
        Timestamp::from_second(seconds).ok().map(Self::Instant)
    }

    /// Seconds since 1970, to compare; a day counts from its midnight. `None` if the form is not known.
    ///
    /// Known beside those that [`Moment::parse`] reads is a date and a time with a space between them, which says `UTC` or
    /// no zone (`2018-06-11 05:09:06 UTC`, as Phrase writes it): it stays as written, but can be compared.
    #[must_use]
    pub fn to_seconds(&self) -> Option<i64> {
        match self {
            Self::Instant(instant) => Some(instant.as_second()),
            Self::Day(day) => day
                .to_zoned(jiff::tz::TimeZone::UTC)
                .ok()
                .map(|zoned| zoned.timestamp().as_second()),
            Self::Unknown(written) => spaced(written).map(Timestamp::as_second),
        }
    }

    /// RFC 3339 in UTC, `YYYY-MM-DDThh:mm:ssZ`; a day is `YYYY-MM-DD`, and what is neither stays as written.
    #[must_use]
    pub fn to_extended(&self) -> String {
        String::from(&*self.extended())
    }

    /// The compact form of TMX, `YYYYMMDDThhmmssZ`; a day is `YYYYMMDD`, and what is neither stays as written.
    #[must_use]
    pub fn to_compact(&self) -> String {
        String::from(&*self.compact())
    }

    /// The same as [`Moment::to_extended`], in no memory of its own where it is an instant.
    pub(crate) fn extended(&self) -> MomentText<'_> {
        match self {
            Self::Instant(instant) => MomentText::of(*instant, Some(b'-'), Some(b':')),
            Self::Day(day) => day.to_string().into(),
            Self::Unknown(written) => written.as_str().into(),
        }
    }

    /// The same as [`Moment::to_compact`], in no memory of its own where it is an instant.
    pub(crate) fn compact(&self) -> MomentText<'_> {
        match self {
            Self::Instant(instant) => MomentText::of(*instant, None, None),
            Self::Day(day) => {
                let sign = if day.year() < 0 { "-" } else { "" };
                let year = day.year().unsigned_abs();
                format!("{sign}{year:04}{:02}{:02}", day.month(), day.day()).into()
            }
            Self::Unknown(written) => written.as_str().into(),
        }
    }
}

/// As [`Moment::to_extended`] has it.
impl fmt::Display for Moment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.extended())
    }
}

/// Reads the compact form of TMX, which is what nearly all files have.
fn compact(written: &str) -> Option<Timestamp> {
    let [y1, y2, y3, y4, m1, m2, d1, d2, b'T', h1, h2, n1, n2, s1, s2, b'Z'] = *written.as_bytes() else {
        return None;
    };
    of_digits([y1, y2, y3, y4, m1, m2, d1, d2, h1, h2, n1, n2, s1, s2])
}

/// Reads RFC 3339 to the second and in UTC, as this program writes it.
fn extended(written: &str) -> Option<Timestamp> {
    let [
        y1,
        y2,
        y3,
        y4,
        b'-',
        m1,
        m2,
        b'-',
        d1,
        d2,
        b'T',
        h1,
        h2,
        b':',
        n1,
        n2,
        b':',
        s1,
        s2,
        b'Z',
    ] = *written.as_bytes()
    else {
        return None;
    };
    of_digits([y1, y2, y3, y4, m1, m2, d1, d2, h1, h2, n1, n2, s1, s2])
}

/// Reads a date and a time with a space or `T` between them, without a zone or followed by `UTC`.
fn spaced(written: &str) -> Option<Timestamp> {
    let bare = written.trim();
    let bare = bare.strip_suffix("UTC").unwrap_or(bare).trim_end();
    // a zone of any other kind is read elsewhere, or not known
    let time: DateTime = bare.contains(':').then(|| bare.parse().ok())??;
    Offset::UTC.to_timestamp(time).ok()
}

/// The time in UTC of these digits, from the year to the second.
fn of_digits([y1, y2, y3, y4, m1, m2, d1, d2, h1, h2, n1, n2, s1, s2]: [u8; 14]) -> Option<Timestamp> {
    let digit = |byte: u8| byte.is_ascii_digit().then(|| i16::from(byte - b'0'));
    let pair = |tens, ones| Some(digit(tens)? * 10 + digit(ones)?);
    let year = pair(y1, y2)? * 100 + pair(y3, y4)?;
    let date = [year, pair(m1, m2)?, pair(d1, d2)?];
    of_numbers(date, [pair(h1, h2)?, pair(n1, n2)?, pair(s1, s2)?])
}

/// The time in UTC of year, month and day, and of hour, minute and second.
fn of_numbers([year, month, day]: [i16; 3], [hour, minute, second]: [i16; 3]) -> Option<Timestamp> {
    let small = |number: i16| i8::try_from(number).ok();
    let date = Date::new(year, small(month)?, small(day)?).ok()?;
    // a leap second is the one before it, as it is in other forms
    let second = if second == 60 { 59 } else { second };
    let time = Time::new(small(hour)?, small(minute)?, small(second)?, 0).ok()?;
    Offset::UTC.to_timestamp(date.to_datetime(time)).ok()
}

fn to_the_second(instant: Timestamp) -> Timestamp {
    Timestamp::from_second(instant.as_second()).unwrap_or(instant)
}

/// Who made and changed a unit or a variant, when, with what, and how often it was used.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Provenance {
    /// When it was made.
    pub created: Option<Moment>,
    /// Who made it.
    pub created_by: Option<String>,
    /// When it was last changed.
    pub changed: Option<Moment>,
    /// Who changed it last.
    pub changed_by: Option<String>,
    /// When it was last used.
    pub last_used: Option<Moment>,
    /// How often it was used.
    pub usage_count: Option<u64>,
    /// The tool that made it.
    pub tool: Option<String>,
    /// That tool's version.
    pub tool_version: Option<String>,
}

impl Provenance {
    /// Whether nothing is said.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// Where something was read. Line and column count from 1, the column in characters; 0 means not known.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Origin {
    /// The input's path as it was given; `-` for standard input.
    pub file: Option<Arc<str>>,
    /// The line.
    pub line: u64,
    /// The column.
    pub column: u64,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_read_in_each_form_and_write_in_both() {
        for written in ["2026-11-23T10:15:00Z", "20261123T101500Z", "2026-11-23T12:15:00+02:00"] {
            let moment = Moment::parse(written);
            assert_eq!(moment.to_string(), "2026-11-23T10:15:00Z", "{written}");
            assert_eq!(moment.to_compact(), "20261123T101500Z");
        }
        for written in [
            "20240229T235959Z",
            "20230229T000000Z",
            "20161231T235960Z",
            "20161231T240000Z",
            "2016123+T000000Z",
        ] {
            let full = written.parse::<Timestamp>().ok();
            let (compact, alike) = (compact(written), compact(written).is_none() || compact(written) == full);
            assert!(alike, "{written}: {compact:?}, {full:?}");
        }
        assert_eq!(compact("20240229T235959Z"), "2024-02-29T23:59:59Z".parse().ok());
        for day in ["2026-11-23", "0099-01-02"] {
            let Moment::Day(read) = Moment::parse(day) else {
                panic!()
            };
            assert_eq!(Moment::Day(read).to_compact(), read.strftime("%Y%m%d").to_string());
        }
        assert_eq!(compact("20161231T235960Z"), "2016-12-31T23:59:59Z".parse().ok());
        for seconds in [0, -1, 1_795_392_000, -62_000_000_000, 253_402_207_200] {
            let moment = Moment::from_seconds(seconds).unwrap();
            let Moment::Instant(instant) = &moment else { panic!() };
            assert_eq!(moment.to_string(), instant.strftime("%Y-%m-%dT%H:%M:%SZ").to_string());
            assert_eq!(moment.to_compact(), instant.strftime("%Y%m%dT%H%M%SZ").to_string());
        }
        assert_eq!(Moment::parse("20261123").to_string(), "2026-11-23");
        assert_eq!(Moment::parse("2026-11-23").to_seconds(), Some(1_795_392_000));
        assert_eq!(Moment::parse("last Monday"), Moment::Unknown("last Monday".into()));
    }

    #[test]
    fn a_time_behind_a_space_stays_as_written_and_can_be_compared() {
        let seconds = Moment::parse("2018-06-11T05:09:06Z").to_seconds();
        for written in [
            "2018-06-11 05:09:06 UTC",
            "2018-06-11 05:09:06",
            "2018-06-11T05:09:06",
            "2018-06-11 05:09:06.5",
        ] {
            let moment = Moment::parse(written);
            assert_eq!(moment, Moment::Unknown(written.to_owned()));
            assert_eq!(moment.to_seconds(), seconds, "{written}");
        }
        for written in [
            "2018-06-11 05:09:06 CEST",
            "2018-06-31 05:09:06",
            "11/06/2018 05:09:06",
            "20180611~050906",
            "2018-06-11 UTC",
            "last Monday",
            "",
        ] {
            assert_eq!(Moment::parse(written).to_seconds(), None, "{written}");
        }
    }

    #[test]
    fn rfc_3339_to_the_second_is_read_as_the_library_reads_it() {
        for written in [
            "2026-11-23T10:15:00Z",
            "2024-02-29T23:59:59Z",
            "2023-02-29T00:00:00Z",
            "2026-06-30T23:59:60Z",
            "2026-01-01T24:00:00Z",
            "2026-13-01T00:00:00Z",
            "0000-01-01T00:00:00Z",
            "2026-01-01t00:00:00z",
            "2026-01-01 00:00:00Z",
        ] {
            let library = written.parse::<Timestamp>().ok().map(to_the_second);
            if let Some(own) = extended(written) {
                assert_eq!(Some(own), library, "{written}");
            }
            let wanted = library.map_or_else(|| Moment::Unknown(written.to_owned()), Moment::Instant);
            assert_eq!(Moment::parse(written), wanted, "{written}");
        }
    }
}
