//! Cutting elements that are written plainly: by sketching them, by parsing them, or by what is known of them from before.

use std::ops::Range;

use super::{Cut, Document, Made, SketchUnit};
use crate::error::Result;
use crate::format::xml::limits::{MAX_DEPTH, MAX_TAG_BYTES};
use crate::format::xml::template::Extent;
use crate::format::xml::tree::{Plain, Settings, Tree};

/// In how many open elements one may stand that is parsed as it is cut: what is in it stays above the limit of depth.
const DEEPEST_PLAIN: usize = MAX_DEPTH / 2;

impl Document {
    /// How far the element reaches that begins at `start`, if it is a whole one and written plainly: it is in `tree` now, or
    /// known from before.
    ///
    /// # Errors
    ///
    /// Fails if the input can't be read.
    pub(super) fn plain_element(
        &mut self,
        start: usize,
        cut: impl Fn(&str, usize) -> Cut,
        tree: &mut Tree,
        sketch: &mut dyn SketchUnit,
    ) -> Result<Option<(Extent, Made)>> {
        let is_tag = |byte: &u8| byte.is_ascii_alphabetic() || *byte == b'_';
        let name = self.whole_name(start + 1)?;
        let written = self.buffer.get(name).unwrap_or_default();
        if self.open.is_empty() || !written.as_bytes().first().is_some_and(is_tag) {
            return Ok(None);
        }
        let local = written.bytes().rposition(|byte| byte == b':').map_or(0, |at| at + 1);
        let local = written.get(local..).unwrap_or_default();
        if cut(local, self.open.len()) != Cut::Whole || self.open.len() > DEEPEST_PLAIN {
            return Ok(None);
        }
        // each is counted, however it is written: the numbers must be the same whenever the document is read
        let number = self.whole_elements;
        self.whole_elements += 1;
        if let Some((end, known)) = self.known_elements(start, number)? {
            return Ok(Some((Extent::of(end - start), Made::Known(known))));
        }
        if let Some(extent) = self.sketched_element(start, sketch)? {
            return Ok(Some((extent, Made::Sketched(number))));
        }
        loop {
            let settings = Settings {
                entities: &self.entities,
                namespaces: &self.namespaces,
                illegal_characters: self.illegal_characters,
                specials: self.specials,
            };
            let rest = self.buffer.get(start..).unwrap_or_default();
            match tree.parse_plain(rest, settings) {
                Plain::Whole(length) => return Ok(Some((Extent::of(length), Made::Parsed(number)))),
                Plain::Part if !self.input_ended && rest.len() < MAX_TAG_BYTES => {}
                Plain::Part | Plain::Other => return Ok(None),
            }
            // twice as much, since all of it is looked at again
            let wanted = self.buffer.len() + rest.len();
            while self.buffer.len() < wanted && self.fill()? {}
        }
    }

    /// How far the element reaches that begins at `start`, if it is a unit that can be sketched.
    ///
    /// # Errors
    ///
    /// Fails if the input can't be read.
    fn sketched_element(&mut self, start: usize, sketch: &mut dyn SketchUnit) -> Result<Option<Extent>> {
        if let Some(extent) = self.scouted_element(start, sketch) {
            return Ok(Some(extent));
        }
        loop {
            if self.specials.has_forbidden() {
                return Ok(None);
            }
            match sketch.sketch(self.buffer.get(start..).unwrap_or_default(), &self.namespaces) {
                Plain::Whole(extent) => return Ok(Some(extent)),
                Plain::Part if self.fill()? => {}
                Plain::Part | Plain::Other => return Ok(None),
            }
        }
    }

    /// How far the element reaches that begins at `start`, if it is a unit that a scout has sketched.
    fn scouted_element(&mut self, start: usize, sketch: &mut dyn SketchUnit) -> Option<Extent> {
        if self.specials.has_forbidden() {
            return None;
        }
        let find = self.input.unit_at(self.let_go_bytes + start as u64)?;
        if !sketch.take(&find, &self.namespaces) {
            return None;
        }
        (self.counted, self.counted_at) = (find.place, start);
        Some(find.extent)
    }

    /// The name that begins at `start`, wholly in the buffer; of one as long as no tag may be, its beginning.
    ///
    /// # Errors
    ///
    /// Fails if the input can't be read.
    fn whole_name(&mut self, start: usize) -> Result<Range<usize>> {
        loop {
            let name = self.name_range(start, self.buffer.len());
            // what a name ends with must be there, or more of the name may come
            if name.end < self.buffer.len() || name.len() > MAX_TAG_BYTES || !self.fill()? {
                return Ok(name);
            }
        }
    }
}
