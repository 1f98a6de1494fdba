//! Alignment steps: which segments of the source belong to which of the target.

use std::fmt;

/// How sure the aligner is of a bead.
///
/// Two decimals are all that is written, and all that is kept of what is found, so that the same inputs give the same bytes
/// on every machine. Of what is told, four are kept, to be compared by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Confidence(u16);

impl Confidence {
    /// So many steps are a share of 1.
    const STEPS: u16 = 10_000;

    /// Rounds a share of 1 to hundredths; what lies outside 0 to 1, or is no number, goes to the nearer end.
    #[must_use]
    pub fn from_share(share: f64) -> Self {
        Self::rounded((share * 100.0).round() / 100.0)
    }

    /// A share of 1 as an input or a user tells it, to four decimals; in and out of 0 to 1 as above.
    #[must_use]
    pub fn told(share: f64) -> Self {
        Self::rounded(share)
    }

    fn rounded(share: f64) -> Self {
        let most = f64::from(Self::STEPS);
        let steps = (share * most).round().clamp(0.0, most);
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "clamped to 0..=10000 just above; NaN casts to 0"
        )]
        Self(steps as u16)
    }

    /// The hundredths that are written.
    fn hundredths(self) -> u16 {
        self.0.saturating_add(50) / 100
    }

    /// The share of 1, with two decimals.
    #[must_use]
    pub fn to_share(self) -> f64 {
        f64::from(self.hundredths()) / 100.0
    }
}

impl fmt::Display for Confidence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let hundredths = self.hundredths();
        write!(f, "{}.{:02}", hundredths / 100, hundredths % 100)
    }
}

/// One alignment step: m source and n target segments (1-1, 2-1, 0-1 …).
///
/// Segments are numbered from 1 within their side of the document. The numbers may be empty where only the
/// counts are known, as in a JSONL unit that names its `bead` but not its `segments`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Bead {
    /// How many segments of the source take part.
    pub source_count: u32,
    /// How many segments of the target take part.
    pub target_count: u32,
    /// The numbers of the source segments, from 1.
    pub source: Vec<u32>,
    /// The numbers of the target segments, from 1.
    pub target: Vec<u32>,
    /// How sure the aligner is, if one was at work.
    pub confidence: Option<Confidence>,
    /// Whether this run has found it, and no input told it: then no output can lose it.
    pub is_found: bool,
}

impl Bead {
    /// The counts as `m-n`.
    #[must_use]
    pub fn shape(&self) -> String {
        format!("{}-{}", self.source_count, self.target_count)
    }

    /// The same step seen from the other side.
    #[must_use]
    pub fn turned(self) -> Self {
        Self {
            source_count: self.target_count,
            target_count: self.source_count,
            source: self.target,
            target: self.source,
            confidence: self.confidence,
            is_found: self.is_found,
        }
    }

    /// Parses counts written as `m-n`; `None` if they are not.
    #[must_use]
    pub fn parse_shape(shape: &str) -> Option<Self> {
        let (source, target) = shape.split_once('-')?;
        Some(Self {
            source_count: source.parse().ok()?,
            target_count: target.parse().ok()?,
            ..Self::default()
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_confidence_has_two_decimals_and_stays_between_0_and_1() {
        assert_eq!(Confidence::from_share(0.974).to_string(), "0.97");
        assert_eq!(Confidence::from_share(7.0).to_string(), "1.00");
        assert_eq!(Confidence::from_share(f64::NAN).to_string(), "0.00");
    }

    #[test]
    fn what_is_told_is_compared_by_more_than_is_written() {
        let told = Confidence::told(0.699);
        assert_eq!((told.to_string(), told.to_share()), ("0.70".to_owned(), 0.7));
        assert!(told < Confidence::told(0.7) && Confidence::from_share(0.699) == Confidence::told(0.7));
        assert_eq!(Confidence::told(f64::INFINITY).to_string(), "1.00");
        for hundredths in 0..=100 {
            let share = f64::from(hundredths) / 100.0;
            assert_eq!(Confidence::from_share(share), Confidence::told(share));
        }
    }

    #[test]
    fn a_shape_reads_back() {
        let bead = Bead::parse_shape("1-2").unwrap();
        assert_eq!((bead.source_count, bead.target_count), (1, 2));
        assert_eq!(bead.shape(), "1-2");
        assert!(Bead::parse_shape("1:2").is_none());
    }
}
