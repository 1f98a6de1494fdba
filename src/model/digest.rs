//! A unit as it is compared with others, without the unit.

use super::{LanguageTag, Sketch};

/// What units are compared by, made of the sketch of one on whatever thread.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Digest {
    /// What makes its source the same as another's: a hash of 128 bits.
    pub(crate) source: u128,
    /// What makes it the same as another.
    pub(crate) key: u128,
    /// Its exact form, as far as forms are told apart.
    pub(crate) exact: u64,
    /// What tells whether it has anything to hand on that another has not.
    pub(crate) legacy: u64,
    /// When it was last changed, else made.
    pub(crate) date: Seconds,
    /// If it has no id, the number of the hash of the one that is derived.
    pub(crate) content: u64,
}

/// A time in seconds since 1970, or none: an option of a number would take twice as much.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Seconds(i64);

impl Seconds {
    /// No time: long before anything was dated.
    const NONE: Self = Self(i64::MIN);

    /// The number that stands for it, none too.
    pub(crate) fn number(self) -> i64 {
        self.0
    }

    /// What [`Seconds::number`] stands for.
    pub(crate) fn from_number(number: i64) -> Self {
        Self(number)
    }

    pub(crate) fn get(self) -> Option<i64> {
        (self != Self::NONE).then_some(self.0)
    }
}

impl Default for Seconds {
    fn default() -> Self {
        Self::NONE
    }
}

impl From<Option<i64>> for Seconds {
    fn from(seconds: Option<i64>) -> Self {
        seconds.map_or(Self::NONE, Self)
    }
}

/// Makes digests, one after the other, of sketches and of what is said in each beside its texts, as it puts that into bytes.
pub type Digester = Box<dyn FnMut(&Sketch, &[u8]) -> Digest + Send>;

/// What may be told of a unit later, if another has the same source.
#[derive(Debug, Clone, Copy)]
pub struct Account<'u> {
    /// The text of its source, without codes.
    pub(crate) source: &'u str,
    /// What is said of it beside its texts, as its sketch puts it.
    pub(crate) facts: &'u [u8],
    pub(crate) file: Option<&'u str>,
    pub(crate) line: u64,
    pub(crate) column: u64,
}

/// Says how digests are made.
pub trait Digests: Send + Sync {
    /// What makes them on one thread. All give the same of the same sketch.
    fn digester(&self) -> Digester;
}

/// A unit of which there is a digest, with what else is noted of it.
#[derive(Debug, Clone, Default)]
pub struct Digested {
    /// What it is compared by.
    pub digest: Digest,
    pub(crate) languages: [LanguageTag; 2],
    /// Whether it is said that the first of these is the source.
    pub(crate) names_source: bool,
    /// Whether its markup can't be written as it stands.
    pub(crate) is_mended: bool,
    /// The number of its element in the document.
    pub(crate) piece: u64,
    /// Its id; where it has none, nothing.
    pub(crate) id: String,
}

impl Digested {
    /// Takes the languages of source and target.
    pub(crate) fn set_languages(&mut self, languages: [&LanguageTag; 2]) {
        for (own, language) in self.languages.iter_mut().zip(languages) {
            own.become_tag(language);
        }
    }

    /// Takes the id, if there is one.
    pub(crate) fn set_id(&mut self, id: Option<&str>) {
        super::reuse::refill(&mut self.id, id.unwrap_or_default());
    }
}
