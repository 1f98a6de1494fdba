//! A block of a document, and what is found in it.

use std::ops::Range;

use super::Scout;
use crate::format::xml::place::Place;
use crate::format::xml::specials::Specials;
use crate::format::xml::template::Extent;
use crate::format::xml::text::is_white;
use crate::format::xml::tree::Plain;
use crate::io::Block;
use crate::model::{Digest, Digester, LanguageTag, Sketch};

/// What scouts make of a block.
#[derive(Default)]
pub(super) struct ScoutedBlock {
    pub(super) block: Block,
    /// What stands in the text that is seldom there, if it was scouted.
    pub(super) specials: Option<Specials>,
    /// Where it ends, from the place where it begins, if it was scouted.
    pub(super) end: Option<Place>,
    /// The languages of all units that were sketched.
    pub(super) languages: Option<[LanguageTag; 2]>,
    pub(super) units: Vec<ScoutedUnit>,
    /// One of each unit.
    pub(super) digests: Vec<Digest>,
    pub(super) ids: String,
    /// What is said of the units, beside their texts.
    pub(super) facts: Vec<u8>,
    /// The texts of sources that do not stand in their units as they are meant.
    pub(super) sources: String,
    /// Where end tags end, in bytes of the block, if they were wanted.
    pub(super) ends: Vec<usize>,
}

pub(super) struct ScoutedUnit {
    /// Where it begins, in bytes of the block.
    pub(super) at: usize,
    /// The same, from the place where the block begins.
    pub(super) place: Place,
    pub(super) extent: Extent,
    /// Where its id stands in those of the block.
    pub(super) id: Option<Range<usize>>,
    /// Whether its markup can't be written as it stands.
    pub(super) is_mended: bool,
    /// Where what is said of it stands in the facts of the block.
    pub(super) facts: Range<usize>,
    pub(super) source: SourceText,
}

/// Where the text of a source stands.
pub(super) enum SourceText {
    /// In the markup of its unit.
    Written(Range<usize>),
    /// Among those of the block.
    Noted(Range<usize>),
}

impl ScoutedBlock {
    /// Takes out all but the text, and keeps the memory.
    pub(super) fn clear(&mut self) {
        (self.end, self.languages) = (None, None);
        self.units.clear();
        self.digests.clear();
        self.ids.clear();
        self.facts.clear();
        self.sources.clear();
        self.ends.clear();
    }

    /// Notes all units that can be sketched; gives the last place that was counted, and where it is, in bytes.
    pub(super) fn go_through(
        &mut self,
        scout: &mut dyn Scout,
        end_tag: &memchr::memmem::Finder<'_>,
        sketch: &mut Sketch,
        digester: &mut Digester,
    ) -> (Place, usize) {
        let text = self.block.text();
        let (mut at, mut place, mut counted) = (0, Place::START, 0);
        loop {
            let rest = text.as_bytes().get(at..).unwrap_or_default();
            at += rest.iter().position(|byte| !is_white(*byte)).unwrap_or(rest.len());
            let rest = text.get(at..).unwrap_or_default();
            match scout.sketch(rest, sketch) {
                Plain::Whole(extent) => {
                    let languages = sketch.languages();
                    let of_all = self.languages.get_or_insert_with(|| languages.map(LanguageTag::clone));
                    if of_all.each_ref() == languages {
                        place = place.behind(text, counted..at);
                        counted = at;
                        let start = place;
                        if let Some(end) = extent.end {
                            (place, counted) = (start.and(end), at + extent.bytes);
                        }
                        let id = sketch.id().map(|id| {
                            let start = self.ids.len();
                            self.ids.push_str(id);
                            start..self.ids.len()
                        });
                        let source = if let Some(place) = sketch.written_source() {
                            SourceText::Written(place)
                        } else {
                            let start = self.sources.len();
                            self.sources.push_str(sketch.source());
                            SourceText::Noted(start..self.sources.len())
                        };
                        let facts = self.facts.len();
                        sketch.put_facts(&mut self.facts);
                        self.digests
                            .push(digester(sketch, self.facts.get(facts..).unwrap_or_default()));
                        self.units.push(ScoutedUnit {
                            at,
                            place: start,
                            extent,
                            id,
                            is_mended: sketch.is_mended(),
                            facts: facts..self.facts.len(),
                            source,
                        });
                    }
                    at += extent.bytes;
                }
                // what the block cuts is left to the reader
                Plain::Part => return (place, counted),
                Plain::Other => match end_tag.find(rest.as_bytes()) {
                    Some(end) => at += end + end_tag.needle().len(),
                    None => return (place, counted),
                },
            }
        }
    }
}
