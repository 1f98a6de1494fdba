//! Units that are parsed and not yet handed on, and the memory of those that were.

use std::collections::VecDeque;

use super::template::MOST_BYTES;
use crate::format::Folding;
use crate::model::{Origin, Segment, TranslationUnit};

/// How many segments are kept for their memory.
const SPARE_SEGMENTS: usize = 64;

/// Units on their way out. What comes back is used again.
#[derive(Debug, Default)]
pub(crate) struct UnitQueue {
    ready: VecDeque<Box<TranslationUnit>>,
    /// The unit that came back last, as it was.
    spare: Option<Box<TranslationUnit>>,
    segments: Vec<Segment>,
    folding: Folding,
}

impl UnitQueue {
    /// An empty unit.
    pub(crate) fn unit(&mut self) -> Box<TranslationUnit> {
        let mut unit = self.used_unit();
        for variant in &mut unit.variants {
            if self.segments.len() < SPARE_SEGMENTS {
                let mut segment = std::mem::take(&mut variant.segment);
                segment.clear_to_reuse();
                self.segments.push(segment);
            }
        }
        unit.clear();
        unit
    }

    /// A unit for whoever puts something in place of all that is in it: one that nobody needs any more.
    pub(super) fn used_unit(&mut self) -> Box<TranslationUnit> {
        self.spare.take().unwrap_or_default()
    }

    /// An empty segment.
    pub(crate) fn segment(&mut self) -> Segment {
        self.segments.pop().unwrap_or_default()
    }

    /// Adds a unit behind the others, or what is no segment beside the one that it belongs to.
    pub(crate) fn push(&mut self, mut unit: Box<TranslationUnit>) {
        if self.folding.take(&mut unit, self.ready.back_mut().map(Box::as_mut)) {
            self.ready.push_back(unit);
        }
    }

    /// Forgets all units that are ready.
    pub(super) fn clear(&mut self) {
        self.ready.clear();
    }

    /// The first unit.
    pub(super) fn pop(&mut self) -> Option<Box<TranslationUnit>> {
        self.ready.pop_front()
    }

    /// The last unit.
    pub(super) fn last(&self) -> Option<&TranslationUnit> {
        self.ready.back().map(Box::as_ref)
    }

    pub(super) fn len(&self) -> usize {
        self.ready.len()
    }

    /// Says which element the last unit was, by number, if it is the only one that has come behind the first `count`, and begins
    /// where the element does, at `origin`. The element is written plainly.
    pub(super) fn number(&mut self, count: usize, number: u64, origin: &Origin) {
        if let (1, Some(unit)) = (self.ready.len() - count, self.ready.back_mut())
            && let Some(raw) = unit.raw.as_mut().filter(|_| unit.origin == *origin)
        {
            raw.piece = Some(number);
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.ready.is_empty()
    }

    /// Takes a unit that nobody needs any more.
    pub(super) fn take_back(&mut self, unit: Box<TranslationUnit>) {
        if self.spare.is_none() && unit.bytes() <= MOST_BYTES {
            self.spare = Some(unit);
        }
    }
}
