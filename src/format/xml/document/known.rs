//! Cutting elements that a plan knows: they need not be parsed, and those that follow each other are cut together.

use std::ops::Range;

use super::Document;
use crate::error::Result;
#[cfg(test)]
use crate::format::xml::UNITS_FOUND;
use crate::format::xml::template::MOST_BYTES;
use crate::format::xml::text::is_white;
use crate::format::{CopyPlan, KnownUnits};

/// How much markup of such elements comes at once, in bytes: once it is so much, no more is added.
const MOST_COPIED_BYTES: usize = MOST_BYTES / 2;

/// How many such elements come at once.
const MOST_KNOWN: u64 = 1 << 10;

impl Document {
    /// Where the elements end that a plan knows, from that on which begins at `start` and has this number and is counted, and how
    /// many there are; the markup of those that are copied is in `copied` now.
    ///
    /// # Errors
    ///
    /// Fails if the input can't be read.
    pub(super) fn known_elements(&mut self, start: usize, number: u64) -> Result<Option<(usize, KnownUnits)>> {
        let Some(plan) = self.plan.clone().filter(|plan| plan.is_known(number)) else {
            return Ok(None);
        };
        let Some(mut end) = self.end_of_known(start, &plan)? else {
            return Ok(None);
        };
        let name = self.name_range(start + 1, end);
        self.copied.clear();
        let mut known = KnownUnits::default();
        let (mut start, mut number, mut stretch) = (start, number, 0..0);
        loop {
            if plan.copied.has(number) {
                known.copied += 1;
                self.add_to_stretch(&mut stretch, start..end, plan.joint);
            } else {
                known.passed_over += 1;
            }
            if self.copied.len() + stretch.len() >= MOST_COPIED_BYTES || known.count() >= MOST_KNOWN {
                break;
            }
            let Some(next) = self.next_known(end, &name, &plan) else {
                break;
            };
            (start, end) = (next.start, next.end);
            // so many have come before it
            number = self.whole_elements;
            self.whole_elements += 1;
        }
        self.copy_stretch(stretch, plan.joint);
        Ok(Some((end, known)))
    }

    /// Where the element ends that begins at `start`: a plan knows only elements that are written plainly, which have no `<`
    /// but in their tags, so that the first end tag spelt as the plan says is theirs.
    ///
    /// # Errors
    ///
    /// Fails if the input can't be read.
    fn end_of_known(&mut self, start: usize, plan: &CopyPlan) -> Result<Option<usize>> {
        let mut from = start;
        loop {
            if let Some(end) = self.end_of_known_from(start, from, plan) {
                return Ok(Some(end));
            }
            let tag = plan.end_tag().needle().len();
            from = self.buffer.len().saturating_sub(tag).max(start);
            if !self.fill()? {
                return Ok(None);
            }
        }
    }

    /// The same, if the end is in the buffer; there is none before `from`.
    fn end_of_known_from(&mut self, start: usize, from: usize, plan: &CopyPlan) -> Option<usize> {
        if let Some(length) = self.input.end_behind(self.let_go_bytes + start as u64) {
            #[cfg(test)]
            UNITS_FOUND.set(UNITS_FOUND.get() + 1);
            return Some(start + length);
        }
        let rest = self.buffer.as_bytes().get(from..).unwrap_or_default();
        let tag = plan.end_tag();
        tag.find(rest).map(|at| from + at + tag.needle().len())
    }

    /// The element of the same name that comes next behind `end`, if the plan knows it and all of it is in the buffer.
    fn next_known(&mut self, end: usize, name: &Range<usize>, plan: &CopyPlan) -> Option<Range<usize>> {
        if !plan.is_known(self.whole_elements) {
            return None;
        }
        let bytes = self.buffer.as_bytes();
        let start = end + bytes.get(end..)?.iter().position(|byte| !is_white(*byte))?;
        let behind = bytes
            .get(start..)?
            .strip_prefix(b"<")?
            .strip_prefix(bytes.get(name.clone())?)?;
        if !behind
            .first()
            .is_some_and(|next| is_white(*next) || matches!(next, b'/' | b'>'))
        {
            return None;
        }
        let end = self.end_of_known_from(start, start, plan)?;
        Some(start..end)
    }

    /// Adds an element to the stretch of the buffer that is copied, or copies that and begins another.
    fn add_to_stretch(&mut self, stretch: &mut Range<usize>, element: Range<usize>, joint: &str) {
        let between = self.buffer.get(stretch.end..element.start);
        if stretch.start < stretch.end && between == Some(joint) {
            stretch.end = element.end;
        } else {
            self.copy_stretch(std::mem::replace(stretch, element), joint);
        }
    }

    /// Copies a stretch of the buffer behind what was copied before.
    fn copy_stretch(&mut self, stretch: Range<usize>, joint: &str) {
        if stretch.start == stretch.end {
            return;
        }
        if !self.copied.is_empty() {
            self.copied.push_str(joint);
        }
        self.copied.push_str(self.buffer.get(stretch).unwrap_or_default());
    }
}
