//! Decodes a document block by block, and digests the units in it before the reader comes to them, on other threads where there
//! are cores for them. In a later passage, where most units are known, it finds only where units end.
//!
//! A scout knows nothing of a document but one block of its text: what it takes for a unit may stand in a comment, or begin
//! where none may stand. The reader goes through the document all the same, and takes a digest only where it comes to a unit
//! itself and finds one. A digest is small, where a sketch would be as large as the unit: what goes from one thread to another
//! has to be fetched from there. On one thread too it is better to sketch a block of units than one at a time: what is known of
//! their sources is fetched for all together.

mod block;

use std::io;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, OnceLock};

use memchr::memmem::FinderRev;

use self::block::{ScoutedBlock, SourceText};
use super::place::Place;
use super::specials::Specials;
use super::template::Extent;
use super::tree::Plain;
use crate::io::Threads;
use crate::io::{Ahead, Decoded, Decoding, Finisher, Maker};
use crate::model::{Digest, Digests, LanguageTag, Sketch};

/// How many threads scout at most, beside whoever takes the units and scouts where it would have to wait: with more, taking
/// them is what all wait for.
const MOST_THREADS: usize = 2;

/// How many blocks of text may wait that were scouted.
const BLOCKS_AHEAD: usize = 4;

/// Sketches units ahead of the parser of a document, which has sent it.
pub(crate) trait Scout: Send {
    /// Whether enough is known to go through the next block.
    fn is_to_go(&mut self) -> bool;

    /// Sketches the unit that `markup` begins with, if the parser would, whatever else it learns meanwhile. There are no
    /// characters in it that XML forbids, and no `]]>`.
    fn sketch(&mut self, markup: &str, sketch: &mut Sketch) -> Plain<Extent>;
}

/// All scouts of one parser.
pub(crate) trait Scouts: Send + Sync {
    /// One more, for each thread that scouts.
    fn scout(self: Arc<Self>) -> Box<dyn Scout>;
}

/// The text of a document, and what scouts have found in it.
pub(super) struct Scouted {
    decoded: Decoded,
    ahead: Option<Ahead<Scouting>>,
    orders: Arc<Orders>,
    block: ScoutedBlock,
    /// Where the block begins, in bytes of all text.
    start: u64,
    /// The same as a place, and the place where it ends, as far as they are known.
    places: [Option<Place>; 2],
    /// How many bytes of all text have come.
    read: u64,
    /// How many units of the block, or ends of units, were come to or passed.
    passed: usize,
    /// Whether nobody has asked what comes in the block.
    is_new: bool,
}

/// What scouts are told.
#[derive(Default)]
struct Orders {
    digests: OnceLock<Arc<dyn Digests>>,
    /// That the end tags of units are wanted.
    wants_ends: AtomicBool,
}

/// Decodes a document block by block, each of whole units, and scouts it.
struct Scouting {
    decoding: Decoding,
    scouts: Arc<dyn Scouts>,
    orders: Arc<Orders>,
    /// Finds the last end tag of a unit.
    end_tag: FinderRev<'static>,
    /// What stood behind it in the last block.
    rest: String,
    /// Why nothing more can be read, to be said once all text before it is given.
    failed: Option<io::Error>,
}

/// A unit that a scout has sketched.
pub(super) struct Find<'b> {
    pub(super) extent: Extent,
    pub(super) place: Place,
    pub(super) id: Option<&'b str>,
    pub(super) is_mended: bool,
    pub(super) languages: &'b [LanguageTag; 2],
    pub(super) digest: &'b Digest,
}

impl Scouted {
    /// The text of `decoded`. Where it comes in blocks, it is scouted too, if there are scouts; `end_tag` is that of units. More
    /// scouts than there are cores for them would take time from whoever takes the units.
    pub(super) fn new(
        mut decoded: Decoded,
        scouts: Option<Arc<dyn Scouts>>,
        end_tag: &'static str,
        threads: Threads,
    ) -> Self {
        let orders = Arc::default();
        let ahead = scouts.and_then(|scouts| {
            let scouting = Scouting {
                decoding: decoded.give_away()?,
                scouts,
                orders: Arc::clone(&orders),
                end_tag: FinderRev::new(end_tag),
                rest: String::new(),
                failed: None,
            };
            Some(Ahead::new(scouting, BLOCKS_AHEAD).on_threads(threads.cores_beside_one().min(MOST_THREADS)))
        });
        Self {
            decoded,
            ahead,
            orders,
            block: ScoutedBlock::default(),
            start: 0,
            places: [None; 2],
            read: 0,
            passed: 0,
            is_new: false,
        }
    }

    pub(super) fn decoded(&self) -> &Decoded {
        &self.decoded
    }

    /// Whether there are scouts.
    pub(super) fn has_scouts(&self) -> bool {
        self.ahead.is_some()
    }

    /// Has scouts make digests of the units that they sketch; before, they do nothing.
    pub(super) fn give_digests(&self, digests: Arc<dyn Digests>) {
        // asked twice, they make those that were asked for first
        let _ = self.orders.digests.set(digests);
    }

    /// Has scouts find the end tags of units, where units are known from before.
    pub(super) fn find_ends(&self) {
        self.orders.wants_ends.store(true, Ordering::Relaxed);
    }

    /// Adds the next text to `text`, nothing at the end or with an error; gives how many bytes those are.
    pub(super) fn add_text(&mut self, text: &mut String) -> io::Result<usize> {
        let Some(ahead) = &mut self.ahead else {
            return self.decoded.add_text(text);
        };
        if !ahead.next(&mut self.block)? {
            return Ok(0);
        }
        let added = self.decoded.take_back(&mut self.block.block, text)?;
        self.start = self.read;
        self.read += added as u64;
        let [_, start] = self.places;
        self.places = [start, None];
        if let Some(start) = start {
            self.begins_at(start);
        }
        self.passed = 0;
        self.is_new = true;
        Ok(added)
    }

    /// Whether the place is to be told where the text begins that was added last ([`Scouted::begins_at`]).
    pub(super) fn wants_place(&self) -> bool {
        let [start, _] = self.places;
        start.is_none() && !self.block.units.is_empty()
    }

    /// Takes the place where the text begins that was added last.
    pub(super) fn begins_at(&mut self, start: Place) {
        self.places = [Some(start), self.block.end.map(|end| start.and(end))];
    }

    /// What is seldom in the text that was added last, if a scout has looked.
    pub(super) fn specials(&self) -> Option<Specials> {
        self.block.specials
    }

    /// The digests of the units in the block; the second time, none.
    pub(super) fn coming(&mut self) -> &[Digest] {
        if std::mem::take(&mut self.is_new) {
            &self.block.digests
        } else {
            &[]
        }
    }

    /// The unit that begins at the byte `at` of all text, if a scout has sketched it. None before it is given any more.
    pub(super) fn unit_at(&mut self, at: u64) -> Option<Find<'_>> {
        let [place, _] = self.places;
        let at = usize::try_from(at.checked_sub(self.start)?).ok()?;
        let ScoutedBlock {
            languages,
            units,
            digests,
            ids,
            ..
        } = &self.block;
        while units.get(self.passed).is_some_and(|unit| unit.at < at) {
            self.passed += 1;
        }
        let unit = units.get(self.passed).filter(|unit| unit.at == at)?;
        let digest = digests.get(self.passed)?;
        self.passed += 1;
        Some(Find {
            extent: unit.extent,
            place: place?.and(unit.place),
            id: unit.id.clone().and_then(|id| ids.get(id)),
            is_mended: unit.is_mended,
            languages: languages.as_ref()?,
            digest,
        })
    }

    /// The text of the source of the unit that was given last, and whose markup is `markup`, and what is said of the unit.
    pub(super) fn account<'s>(&'s self, markup: &'s str) -> Option<(&'s str, &'s [u8])> {
        let ScoutedBlock {
            units, facts, sources, ..
        } = &self.block;
        let unit = units.get(self.passed.checked_sub(1)?)?;
        let source = match &unit.source {
            SourceText::Written(place) => markup.get(place.clone()),
            SourceText::Noted(place) => sources.get(place.clone()),
        };
        Some((source?, facts.get(unit.facts.clone())?))
    }

    /// How far it is from the byte `at` of all text to behind the next end tag of a unit, if scouts have looked for them. None
    /// before it is given any more.
    pub(super) fn end_behind(&mut self, at: u64) -> Option<usize> {
        let at = usize::try_from(at.checked_sub(self.start)?).ok()?;
        let ends = &self.block.ends;
        while ends.get(self.passed).is_some_and(|end| *end <= at) {
            self.passed += 1;
        }
        ends.get(self.passed).map(|end| end - at)
    }
}

impl Maker for Scouting {
    type Made = ScoutedBlock;

    fn make(&mut self, made: &mut ScoutedBlock) -> bool {
        let block = &mut made.block;
        if let Some(failed) = self.failed.take() {
            self.decoding.fail(block, failed);
            return false;
        }
        block.refill(&mut self.rest);
        let goes_on = self.decoding.add_to(block);
        self.failed = block.put_off();
        if goes_on {
            // a unit that is cut by the end of the block goes with the next
            let tag = self.end_tag.needle().len();
            if let Some(end) = self.end_tag.rfind(block.text()) {
                block.split_off(end + tag, &mut self.rest);
            }
        }
        goes_on || self.failed.is_some()
    }

    fn finisher(&self) -> Finisher<ScoutedBlock> {
        let mut scout = Arc::clone(&self.scouts).scout();
        let end_tag = memchr::memmem::Finder::new(self.end_tag.needle()).into_owned();
        let orders = Arc::clone(&self.orders);
        let (mut digester, mut sketch) = (None, Sketch::default());
        Box::new(move |made| {
            made.clear();
            if orders.wants_ends.load(Ordering::Relaxed) {
                made.specials = None;
                let tags = end_tag.find_iter(made.block.text().as_bytes());
                made.ends.extend(tags.map(|at| at + end_tag.needle().len()));
                return;
            }
            if digester.is_none() {
                digester = orders.digests.get().map(|digests| digests.digester());
            }
            let digester = digester.as_mut().filter(|_| scout.is_to_go());
            made.specials = digester.is_some().then(|| Specials::of(made.block.text()));
            if let (Some(digester), Some(specials)) = (digester, made.specials)
                && !specials.has_forbidden()
            {
                let (place, at) = made.go_through(&mut *scout, &end_tag, &mut sketch, digester);
                let text = made.block.text();
                made.end = Some(place.behind(text, at..text.len()));
            }
        })
    }
}
