//! Going through markup byte by byte, where more of it may be to come.

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
        while let Ok(b' ' | b'\t' | b'\n' | b'\r') = self.next() {
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
        if rest.starts_with(wanted) {
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
