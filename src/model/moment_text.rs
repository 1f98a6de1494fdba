//! Moments as they are written: units have several, and each need not have memory of its own.

use std::borrow::Cow;
use std::ops::Deref;

use jiff::Timestamp;
use jiff::tz::Offset;

/// The longest text of an instant: `-YYYY-MM-DDThh:mm:ssZ`.
const MOST_BYTES: usize = 21;

/// The text of a moment.
#[derive(Debug, Clone)]
pub(crate) enum MomentText<'m> {
    /// That of an instant: so many bytes of these.
    Instant([u8; MOST_BYTES], usize),
    Other(Cow<'m, str>),
}

impl MomentText<'_> {
    /// Date and time in UTC, with what stands between the numbers of each.
    pub(super) fn of(instant: Timestamp, in_date: Option<u8>, in_time: Option<u8>) -> Self {
        let moment = Offset::UTC.to_datetime(instant);
        let [year, century] =
            [moment.year() % 100, moment.year() / 100].map(|part| i8::try_from(part).unwrap_or_default());
        let (mut bytes, mut length) = ([0; MOST_BYTES], 0);
        let mut put = |byte: u8| {
            if let Some(place) = bytes.get_mut(length) {
                *place = byte;
                length += 1;
            }
        };
        if moment.year() < 0 {
            put(b'-');
        }
        for (number, behind) in [
            (century, None),
            (year, in_date),
            (moment.month(), in_date),
            (moment.day(), Some(b'T')),
            (moment.hour(), in_time),
            (moment.minute(), in_time),
            (moment.second(), Some(b'Z')),
        ] {
            let number = number.unsigned_abs();
            put(b'0' + number / 10);
            put(b'0' + number % 10);
            if let Some(behind) = behind {
                put(behind);
            }
        }
        Self::Instant(bytes, length)
    }
}

impl Deref for MomentText<'_> {
    type Target = str;

    fn deref(&self) -> &str {
        match self {
            Self::Instant(bytes, length) => {
                let text = bytes.get(..*length).unwrap_or_default();
                str::from_utf8(text).unwrap_or_default()
            }
            Self::Other(text) => text,
        }
    }
}

impl<'m> From<&'m str> for MomentText<'m> {
    fn from(text: &'m str) -> Self {
        Self::Other(text.into())
    }
}

impl From<String> for MomentText<'_> {
    fn from(text: String) -> Self {
        Self::Other(text.into())
    }
}
