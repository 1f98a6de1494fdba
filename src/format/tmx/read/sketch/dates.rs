//! Dates of the form that TMX recommends.

use crate::model::Moment;

/// How long such a date is: `YYYYMMDDThhmmssZ`.
const LENGTH: usize = 16;

/// Reads dates, and knows the last one: a unit mostly says twice when it was made.
#[derive(Debug, Default)]
pub(in crate::format::tmx::read) struct Dates {
    last: [u8; LENGTH],
    seconds: Option<i64>,
}

impl Dates {
    /// The seconds from 1970 to a date of that form; of no other.
    pub(super) fn seconds(&mut self, written: &str) -> Option<i64> {
        let bytes = <[u8; LENGTH]>::try_from(written.as_bytes()).ok()?;
        if bytes != self.last {
            self.seconds = Moment::from_compact(written).and_then(|moment| moment.to_seconds());
            self.last = bytes;
        }
        self.seconds
    }
}
