//! Lines and columns of a text, for places in an input. A line ends at LF, at CR LF, or at a CR alone.

/// Where lines end in a stretch of text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct LineEnds {
    pub(crate) count: u64,
    /// Where the line begins that the stretch ends in, if another ends before it.
    pub(crate) last: Option<usize>,
}

impl LineEnds {
    /// Counts the line ends in UTF-8 text. A CR at its end ends a line.
    pub(crate) fn of(text: &[u8]) -> Self {
        let feeds = Self {
            count: memchr::memchr_iter(b'\n', text).count() as u64,
            last: memchr::memrchr(b'\n', text).map(|at| at + 1),
        };
        match memchr::memchr(b'\r', text) {
            Some(first) => feeds.and_lone_returns(text, first),
            None => feeds,
        }
    }

    /// The same with each CR, from the `first` one on, that no LF follows.
    fn and_lone_returns(self, text: &[u8], first: usize) -> Self {
        const CHUNK: usize = u8::MAX as usize;
        let returns = text.get(first..).unwrap_or_default();
        let behind = returns.get(1..).unwrap_or_default();
        let is_lone = |(one, next): (&u8, &u8)| u8::from(*one == b'\r') & u8::from(*next != b'\n');
        // as many as a byte can count, so that a processor counts many places at once
        let chunks = returns.chunks(CHUNK).zip(behind.chunks(CHUNK));
        let lone = chunks.map(|(some, next)| u64::from(some.iter().zip(next).map(is_lone).sum::<u8>()));
        let lone: u64 = lone.sum();
        let start = self.last.unwrap_or_default();
        let last = memchr::memrchr(b'\r', text.get(start..).unwrap_or_default());
        Self {
            count: self.count + lone + u64::from(text.ends_with(b"\r")),
            last: last.map(|at| start + at + 1).or(self.last),
        }
    }
}

/// How many characters begin in UTF-8 text.
pub(crate) fn characters(text: &[u8]) -> u64 {
    text.iter().filter(|byte| **byte & 0xC0 != 0x80).count() as u64
}

/// The place in a text that comes bit by bit.
#[derive(Debug, Clone, Copy)]
pub(crate) struct RunningPlace {
    line: u64,
    /// Characters of the line so far.
    characters: u64,
    /// Whether the last byte was a CR, which has ended a line: an LF behind it ends no further one.
    after_return: bool,
}

impl RunningPlace {
    pub(crate) const START: Self = Self {
        line: 1,
        characters: 0,
        after_return: false,
    };

    /// Line and column of what comes next, both from 1.
    pub(crate) fn line_and_column(self) -> (u64, u64) {
        (self.line, self.characters + 1)
    }

    /// Takes the next bytes of UTF-8, which may begin or end inside a character.
    pub(crate) fn pass(&mut self, text: &[u8]) {
        let Some(last) = text.last() else { return };
        let rest = if self.after_return {
            text.strip_prefix(b"\n")
        } else {
            None
        };
        let rest = rest.unwrap_or(text);
        let ends = LineEnds::of(rest);
        if ends.last.is_some() {
            self.line += ends.count;
            self.characters = 0;
        }
        self.characters += characters(rest.get(ends.last.unwrap_or_default()..).unwrap_or_default());
        self.after_return = *last == b'\r';
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What lines are, said slowly.
    fn counted(text: &[u8]) -> LineEnds {
        let mut ends = LineEnds { count: 0, last: None };
        for (at, byte) in text.iter().enumerate() {
            if *byte == b'\n' || (*byte == b'\r' && text.get(at + 1) != Some(&b'\n')) {
                ends = LineEnds {
                    count: ends.count + 1,
                    last: Some(at + 1),
                };
            }
        }
        ends
    }

    /// All texts of `length` of these bytes.
    fn texts(length: u32) -> impl Iterator<Item = Vec<u8>> {
        (0..3_usize.pow(length)).map(move |number| {
            let byte = |place: u32| b"a\r\n"[number / 3_usize.pow(place) % 3];
            (0..length).map(byte).collect()
        })
    }

    #[test]
    fn lines_end_at_a_line_feed_a_return_or_both() {
        let long = [b"\r\ra\r\n\r".repeat(200), b"\r".repeat(1000)];
        for text in (0..=7).flat_map(texts).chain(long) {
            assert_eq!(LineEnds::of(&text), counted(&text), "{text:?}");
        }
    }

    #[test]
    fn a_place_is_the_same_however_the_text_is_cut() {
        for text in (0..=5).flat_map(texts) {
            let mut whole = RunningPlace::START;
            whole.pass(&text);
            for cut in 0..=text.len() {
                let mut place = RunningPlace::START;
                place.pass(&text[..cut]);
                place.pass(&text[cut..]);
                assert_eq!(
                    place.line_and_column(),
                    whole.line_and_column(),
                    "{text:?} cut at {cut}"
                );
            }
        }
    }
}
