//! What is decoded of a document and not yet done with, and the place in it.

use super::Document;
use crate::error::{Error, Result};
use crate::format::xml::place::Place;

/// How much of the buffer is done with before it is let go, if little is left.
const DONE_BYTES: usize = 1 << 16;

/// How much that is: it is moved to the beginning.
const LITTLE_BYTES: usize = 1 << 12;

/// The same, however much is left.
const MOST_DONE_BYTES: usize = 4 * DONE_BYTES;

impl Document {
    /// Where the last `bytes` bytes of the buffer begin, or the character that they cut.
    pub(super) fn tail_of(&self, bytes: usize) -> usize {
        let mut at = self.buffer.len().saturating_sub(bytes);
        while !self.buffer.is_char_boundary(at) {
            at -= 1;
        }
        at
    }

    /// Adds the next characters to the buffer; `false` if there are none.
    pub(super) fn fill(&mut self) -> Result<bool> {
        if self.input_ended {
            return Ok(false);
        }
        let before = self.buffer.len();
        match self.input.add_text(&mut self.buffer) {
            Ok(0) => self.input_ended = true,
            Ok(_) => {
                if self.input.wants_place() {
                    self.input.begins_at(self.place_of(before));
                }
                let (before, text) = self.buffer.split_at(before);
                match self.input.specials() {
                    _ if self.plan.as_ref().is_some_and(|plan| plan.is_plain) => {}
                    Some(of_text) => self.specials.join(before, text, of_text),
                    None => self.specials.look(before, text),
                }
            }
            Err(error) => return Err(Error::from_read(error).in_file(self.input().name())),
        }
        Ok(!self.input_ended)
    }

    /// Goes on at `to`.
    pub(super) fn advance(&mut self, to: usize) {
        self.at = to;
    }

    /// The place of what comes next.
    pub(super) fn place(&mut self) -> Place {
        self.counted = self.place_of(self.at);
        self.counted_at = self.at;
        self.counted
    }

    /// The place of the byte `at` of the buffer, which is not done with.
    pub(super) fn place_of(&self, at: usize) -> Place {
        self.counted.behind(&self.buffer, self.counted_at..at)
    }

    /// Lets go of what is done with.
    pub(super) fn let_go(&mut self) {
        let left = self.buffer.len() - self.at;
        let is_due = left == 0 || (self.at >= DONE_BYTES && left < LITTLE_BYTES) || self.at >= MOST_DONE_BYTES;
        if is_due && self.at > 0 {
            self.place();
            self.buffer.drain(..self.at);
            self.let_go_bytes += self.at as u64;
            (self.at, self.counted_at) = (0, 0);
        }
    }
}
