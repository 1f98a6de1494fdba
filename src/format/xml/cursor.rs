//! Going through markup byte by byte, where more of it may be to come.

use super::text::is_white;

/// Why there is not what was looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Stop {
    /// The markup ends before it can be told.
    Part,
    /// Something else stands there.
    Other,
}

/// A place in markup.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Cursor<'m> {
    pub(crate) markup: &'m str,
    /// In bytes.
    pub(crate) at: usize,
}

impl<'m> Cursor<'m> {
    pub(crate) fn new(markup: &'m str) -> Self {
        Self { markup, at: 0 }
    }

    /// All from the place on.
    pub(crate) fn rest(&self) -> &'m [u8] {
        self.markup.as_bytes().get(self.at..).unwrap_or_default()
    }

    /// The byte at the place.
    pub(crate) fn next(&self) -> Result<u8, Stop> {
        self.markup.as_bytes().get(self.at).copied().ok_or(Stop::Part)
    }

    /// Passes over white space; whether there was any.
    pub(crate) fn white_space(&mut self) -> bool {
        let start = self.at;
        while self.next().is_ok_and(is_white) {
            self.at += 1;
        }
        self.at > start
    }

    /// Passes over a byte that must come next.
    pub(crate) fn expect(&mut self, wanted: u8) -> Result<(), Stop> {
        if self.next()? != wanted {
            return Err(Stop::Other);
        }
        self.at += 1;
        Ok(())
    }

    /// Passes over what must come next.
    pub(crate) fn literal(&mut self, wanted: &[u8]) -> Result<(), Stop> {
        if self.begins_with(wanted)? {
            Ok(())
        } else {
            Err(Stop::Other)
        }
    }

    /// Passes over what may come next; whether it did.
    pub(crate) fn begins_with(&mut self, wanted: &[u8]) -> Result<bool, Stop> {
        let rest = self.rest();
        if starts_with(rest, wanted) {
            self.at += wanted.len();
            return Ok(true);
        }
        if wanted.starts_with(rest) {
            return Err(Stop::Part);
        }
        Ok(false)
    }

    /// Passes over a value in quotes; where it stands, without them.
    pub(crate) fn quoted(&mut self) -> Result<std::ops::Range<usize>, Stop> {
        let quote = self.next()?;
        if !matches!(quote, b'"' | b'\'') {
            return Err(Stop::Other);
        }
        self.at += 1;
        let start = self.at;
        let end = start + memchr::memchr(quote, self.rest()).ok_or(Stop::Part)?;
        self.at = end + 1;
        Ok(start..end)
    }
}

/// Whether `bytes` start with `wanted`. What stands between two values is short: it is compared by words, without a call.
fn starts_with(bytes: &[u8], wanted: &[u8]) -> bool {
    let Some(found) = bytes.get(..wanted.len()) else {
        return false;
    };
    let (Some(found_end), Some(wanted_end)) = (found.last_chunk(), wanted.last_chunk()) else {
        return found.iter().eq(wanted);
    };
    let are_same = |found: &[u8; 8], wanted: &[u8; 8]| u64::from_ne_bytes(*found) == u64::from_ne_bytes(*wanted);
    let ((found, _), (wanted, _)) = (found.as_chunks(), wanted.as_chunks());
    let mut words = found.iter().zip(wanted);
    // the last word may lie over the one before
    are_same(found_end, wanted_end) && words.all(|(found, wanted)| are_same(found, wanted))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_starts_with_something_is_told_at_any_length_and_any_difference() {
        let text: Vec<u8> = (0..40).collect();
        for length in 0..text.len() {
            let wanted = &text[..length];
            assert!(starts_with(&text, wanted) && starts_with(wanted, wanted));
            assert!(length == 0 || !starts_with(&text[..length - 1], wanted));
            for at in 0..length {
                let mut other = text.clone();
                other[at] ^= 1;
                assert!(!starts_with(&other, wanted), "{at} of {length}");
            }
        }
    }
}
