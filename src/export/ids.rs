//! The ids of a run: which of them repeat, found in bounded memory before any is given.

mod ascending;
mod search;

use self::ascending::Ascending;
pub(super) use self::search::Search;
use crate::error::Result;
use crate::io::{Bytes, Record, Room, Sorter};
use crate::marks::Marks;
use crate::model::{Content, Digested, TranslationUnit};
use crate::stage::{IdHash, Repeats};

/// An id and whose it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct IdOf {
    hash: IdHash,
    /// The number of the unit in the run.
    order: u64,
}

impl Record for IdOf {
    const BYTES: usize = 16;

    fn put(&self, bytes: &mut Vec<u8>) {
        for number in [self.hash.number(), self.order] {
            bytes.extend_from_slice(&number.to_le_bytes());
        }
    }

    fn get(bytes: &mut Bytes<'_>) -> Self {
        Self {
            hash: IdHash::from_number(bytes.number()),
            order: bytes.number(),
        }
    }

    fn lead(&self) -> u64 {
        self.hash.number()
    }
}

/// How many ids are worth another thread.
const MANY: u64 = 1 << 15;

/// All ids of a run, as they come in.
pub(super) struct Ids {
    /// All, while they ascend.
    ascending: Option<Ascending>,
    /// All, once they do not.
    all: Sorter<IdOf>,
    /// How many those are.
    count: u64,
    may_have_thread: bool,
    /// Whether at most one unit of each content stays, if it has no codes.
    contents_differ: bool,
    derived: Derived,
    /// Memory for the content of a unit.
    content: Vec<u8>,
}

/// The derived ids that have come.
#[derive(Default)]
struct Derived {
    /// Whether some were not noted, since no other unit could have them.
    are_unnoted: bool,
    /// Whether units have ids of their own that look derived.
    are_own: bool,
}

impl Ids {
    /// Where `contents_differ`, at most one unit of each content stays, if it has no codes.
    pub(super) fn new(room: Room, contents_differ: bool) -> Self {
        // keys are sorted at the same time, and take more of each unit
        let room = Room {
            bytes: room.bytes / 2,
            ..room
        };
        Self {
            may_have_thread: room.may_have_threads,
            ascending: Some(Ascending::new(room.clone())),
            all: Sorter::new(room),
            count: 0,
            contents_differ,
            derived: Derived::default(),
            content: Vec::new(),
        }
    }

    /// Takes note of the id of the unit of number `order`, own or derived.
    ///
    /// # Errors
    ///
    /// Fails if a temporary file can't be written.
    pub(super) fn note(&mut self, order: u64, unit: &TranslationUnit) -> Result<()> {
        if let Some(part) = &unit.part {
            self.take_own(order, &part.of)?;
        }
        let Some(id) = unit.id.as_deref().filter(|id| !id.is_empty()) else {
            let is_coded = unit.variants.iter().any(|variant| !variant.segment.codes().is_empty());
            if self.contents_differ && !self.derived.are_own && !is_coded {
                self.derived.are_unnoted = true;
                return Ok(());
            }
            let content = Content::of(unit, &mut self.content);
            return self.take(order, IdHash::of_content(content));
        };
        self.take_own(order, id)
    }

    /// The same for a unit of which there is a digest.
    ///
    /// # Errors
    ///
    /// Fails if a temporary file can't be written.
    pub(super) fn note_digest(&mut self, order: u64, digested: &Digested) -> Result<()> {
        if digested.id.is_empty() {
            return self.take(order, IdHash::from_number(digested.digest.content));
        }
        self.take_own(order, &digested.id)
    }

    fn take_own(&mut self, order: u64, id: &str) -> Result<()> {
        self.derived.are_own = self.derived.are_own || Content::of_id(id).is_some();
        if let Some(ascending) = &mut self.ascending
            && ascending.take(order, id)?
        {
            return Ok(());
        }
        self.take(order, IdHash::of(id))
    }

    fn take(&mut self, order: u64, hash: IdHash) -> Result<()> {
        if let Some(ascending) = self.ascending.take() {
            self.count = ascending.put_into(&mut self.all)?;
        }
        self.count += 1;
        self.all.push(IdOf { hash, order })
    }

    /// Looks for those that repeat among units that do not go; of many, another thread does so meanwhile, if it may.
    pub(super) fn search(self, gone: Marks) -> Search {
        let repeats = Repeats::with_derived(self.derived.are_unnoted && self.derived.are_own);
        let may_have_thread = self.may_have_thread && self.count >= MANY;
        Search::begin(self.all, gone, repeats, may_have_thread)
    }
}

#[cfg(test)]
mod tests;
