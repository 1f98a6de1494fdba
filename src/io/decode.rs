//! Bytes of any encoding become UTF-8 text, and bytes that don't decode are named with their place.

mod decoding;

use std::io::{self, BufRead, Read};
use std::sync::Arc;

use encoding_rs::{Encoding, UTF_8};

use self::decoding::BadBytes;
pub(crate) use self::decoding::{Block, Decoding};
use super::encoding::{self, Found, FoundInXml, How};
use super::{Ahead, Input, OnBadBytes};
use crate::diag::{Diagnostic, DiagnosticCode, Severity, Sink, counted};
use crate::error::{Error, Result};
use crate::model::LanguageTag;

/// How many blocks of text may wait that another thread has decoded.
const BLOCKS_AHEAD: usize = 4;

/// An input as UTF-8, without byte order mark. It reads as it decodes: what it holds of the input is a few chunks.
///
/// Errors come out of [`Read`] as [`io::Error`]; [`Error::from_read`] gives them back whole.
pub struct Decoded {
    name: Arc<str>,
    encoding: &'static Encoding,
    source: Source,
    text: String,
    /// How many bytes of `text` were read.
    read: usize,
    /// The byte that ends lines, once that is known.
    line_end: Option<u8>,
}

/// Where the text comes from.
enum Source {
    Here(Box<Decoding>),
    /// Blocks, mostly from another thread, and the one that came last.
    InBlocks(Box<Ahead<Decoding>>, Block),
    /// Whoever took over the decoding; so many bad sequences have come from there.
    Elsewhere(BadBytes),
}

impl Source {
    /// Adds the next text to `text`, nothing at the end or with an error.
    fn add_block(&mut self, text: &mut String) -> io::Result<()> {
        let (ahead, block) = match self {
            Self::Here(decoding) => return decoding.decode_block(text),
            Self::InBlocks(ahead, block) => (ahead, block),
            Self::Elsewhere(_) => return Ok(()),
        };
        if !ahead.next(block)? {
            return Ok(());
        }
        block.move_to(text)
    }
}

impl Decoded {
    /// Finds out the encoding of `input`, unless a byte order mark or `told` says it, and decodes it.
    ///
    /// What was found is said, if it is not UTF-8.
    #[must_use]
    pub fn new(input: Input, told: Option<&'static Encoding>, on_bad_bytes: OnBadBytes, sink: &mut dyn Sink) -> Self {
        Self::new_in(&[], input, told, on_bad_bytes, sink)
    }

    /// The same for an input that is known to hold these languages, among others, by which the encoding is guessed.
    #[must_use]
    pub(crate) fn new_in(
        languages: &[LanguageTag],
        input: Input,
        told: Option<&'static Encoding>,
        on_bad_bytes: OnBadBytes,
        sink: &mut dyn Sink,
    ) -> Self {
        let found = encoding::find(input.peek(), input.is_whole(), told, languages);
        Self::with(input, found, on_bad_bytes, sink)
    }

    /// The same for an input that declares its encoding.
    #[must_use]
    pub(crate) fn new_declared(
        input: Input,
        declared: &'static Encoding,
        on_bad_bytes: OnBadBytes,
        sink: &mut dyn Sink,
    ) -> Self {
        let found = encoding::find_declared(input.peek(), declared);
        Self::with(input, found, on_bad_bytes, sink)
    }

    /// The same for an XML document, which declares its encoding or has the usual one: nothing is guessed.
    ///
    /// A declaration that says something else than the bytes is said.
    #[must_use]
    pub fn new_xml(
        input: Input,
        told: Option<&'static Encoding>,
        on_bad_bytes: OnBadBytes,
        sink: &mut dyn Sink,
    ) -> Self {
        let FoundInXml { found, contradicted } = encoding::find_in_xml(input.peek(), told);
        if let Some(declared) = contradicted {
            let read_as = encoding::name(found.encoding);
            let message = format!("`{declared}` is declared, but the file is read as {read_as}");
            let mut said = Diagnostic::new(DiagnosticCode::EncodingDiffers, message)
                .in_file(input.name())
                .at_line(1);
            if found.how == How::Told {
                said = said.with_help("say `--encoding` if the text comes out wrong");
            }
            sink.take(said);
        }
        Self::with(input, found, on_bad_bytes, sink)
    }

    fn with(input: Input, found: Found, on_bad_bytes: OnBadBytes, sink: &mut dyn Sink) -> Self {
        let name = Arc::clone(input.name());
        if found.encoding != UTF_8 {
            let message = format!("read as {}", encoding::name(found.encoding));
            let mut said = Diagnostic::new(DiagnosticCode::Encoding, message).in_file(&name);
            if found.how == How::Doubtful {
                said.severity = Severity::Warning;
                said.message
                    .push_str(", which holds none of the languages that are named");
            }
            if matches!(found.how, How::Guessed | How::Doubtful) {
                said = said.with_help("say `--encoding` if the text comes out wrong");
            }
            sink.take(said);
        }
        let bytes = Box::new(input.into_reader());
        Self {
            source: Source::Here(Box::new(Decoding::new(Arc::clone(&name), bytes, &found, on_bad_bytes))),
            name,
            encoding: found.encoding,
            text: String::new(),
            read: 0,
            line_end: None,
        }
    }

    /// Decodes block by block, each of which can be given away, on so many threads ahead of whoever reads.
    #[must_use]
    pub(crate) fn in_blocks(self, threads: usize) -> Self {
        let source = match self.source {
            Source::Here(decoding) => {
                let ahead = Ahead::new(*decoding, BLOCKS_AHEAD).on_threads(threads);
                Source::InBlocks(Box::new(ahead), Block::default())
            }
            other => other,
        };
        Self { source, ..self }
    }

    /// Whether it is decoded block by block, or is to be.
    pub(crate) fn comes_in_blocks(&self) -> bool {
        matches!(self.source, Source::InBlocks(..))
    }

    /// Gives the decoding away that has not begun; its blocks are taken back by [`Decoded::take_back`].
    pub(crate) fn give_away(&mut self) -> Option<Decoding> {
        match std::mem::replace(&mut self.source, Source::Elsewhere(BadBytes::default())) {
            Source::InBlocks(ahead, _) => ahead.into_maker(),
            here => {
                self.source = here;
                None
            }
        }
    }

    /// Adds the text of the next block to `text`, nothing with an error; gives how many bytes those are.
    pub(crate) fn take_back(&mut self, block: &mut Block, text: &mut String) -> io::Result<usize> {
        let start = text.len();
        self.source = Source::Elsewhere(block.bad);
        block.move_to(text)?;
        Ok(text.len() - start)
    }

    /// The input's name, as it was given.
    #[must_use]
    pub fn name(&self) -> &Arc<str> {
        &self.name
    }

    /// The encoding's name: `UTF-8`, `GB18030`, …
    #[must_use]
    pub fn encoding(&self) -> &'static str {
        encoding::name(self.encoding)
    }

    /// How many bad sequences became U+FFFD so far.
    #[must_use]
    pub fn bad_bytes(&self) -> u64 {
        self.bad().count
    }

    fn bad(&self) -> BadBytes {
        match &self.source {
            Source::Here(decoding) => decoding.bad,
            Source::InBlocks(_, block) => block.bad,
            Source::Elsewhere(bad) => *bad,
        }
    }

    /// Says how many bad sequences became U+FFFD, if any did; for the end of the input.
    pub fn say_bad_bytes(&self, sink: &mut dyn Sink) {
        let BadBytes { count, first } = self.bad();
        let Some((line, column)) = first else { return };
        let message = replaced(count, self.encoding());
        let mut said = Diagnostic::new(DiagnosticCode::BadBytes, message).in_file(&self.name);
        said.line = line;
        said.column = column;
        sink.take(said);
    }

    /// The whole text.
    ///
    /// # Errors
    ///
    /// Fails if the input can't be read or decoded.
    pub fn read_to_text(&mut self) -> Result<String> {
        let mut bytes = Vec::new();
        self.read_to_end(&mut bytes)
            .map_err(|error| Error::from_read(error).in_file(&self.name))?;
        // a decoder gives UTF-8 only, so nothing is replaced here
        Ok(String::from_utf8(bytes).unwrap_or_else(|error| String::from_utf8_lossy(error.as_bytes()).into_owned()))
    }

    /// Adds the next text to `text`, in full characters; gives how many bytes those are, none at the end or with an error.
    pub(crate) fn add_text(&mut self, text: &mut String) -> io::Result<usize> {
        let start = text.len();
        if self.read < self.text.len() {
            text.push_str(self.text.get(self.read..).unwrap_or_default());
            self.read = self.text.len();
        } else {
            self.source.add_block(text)?;
        }
        Ok(text.len() - start)
    }

    /// Adds what comes up to the next line end, and that, to `line`; gives how many bytes those are, none at the end. Of a line
    /// of more than `most` bytes it may be less than all.
    ///
    /// Lines end at LF; at CR where the first block of text has that and no LF.
    pub(crate) fn read_line_of(&mut self, most: usize, line: &mut String) -> io::Result<usize> {
        let start = line.len();
        loop {
            if self.read >= self.text.len() {
                self.fill()?;
            }
            let rest = self.text.get(self.read..).unwrap_or_default();
            let line_end = *self.line_end.get_or_insert_with(|| line_end(rest));
            let found = memchr::memchr(line_end, rest.as_bytes());
            let end = found.map_or(rest.len(), |at| at + 1);
            line.push_str(rest.get(..end).unwrap_or_default());
            self.read += end;
            if end == 0 || found.is_some() || line.len() - start > most {
                return Ok(line.len() - start);
            }
        }
    }

    /// A line that was read, without its end.
    pub(crate) fn without_end<'l>(&self, line: &'l str) -> &'l str {
        if self.line_end == Some(b'\r') {
            return line.strip_suffix('\r').unwrap_or(line);
        }
        let without_end = line.strip_suffix('\n');
        without_end.map_or(line, |line| line.strip_suffix('\r').unwrap_or(line))
    }

    /// Puts the next text in place of what was read.
    fn fill(&mut self) -> io::Result<()> {
        self.text.clear();
        self.read = 0;
        self.source.add_block(&mut self.text)
    }
}

impl Read for Decoded {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let text = self.fill_buf()?;
        let count = text.len().min(buffer.len());
        if let (Some(to), Some(from)) = (buffer.get_mut(..count), text.get(..count)) {
            to.copy_from_slice(from);
        }
        self.consume(count);
        Ok(count)
    }
}

impl BufRead for Decoded {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.read >= self.text.len() {
            self.fill()?;
        }
        Ok(self.text.as_bytes().get(self.read..).unwrap_or_default())
    }

    fn consume(&mut self, count: usize) {
        self.read += count;
    }
}

/// The byte that ends the lines of a text that begins so.
pub(crate) fn line_end(start: &str) -> u8 {
    if start.contains('\r') && !start.contains('\n') {
        b'\r'
    } else {
        b'\n'
    }
}

/// Says of so many byte sequences that they were replaced.
pub(crate) fn replaced(count: u64, encoding: &str) -> String {
    let are = if count == 1 { "is" } else { "are" };
    format!(
        "{} that {are} not valid {encoding} became U+FFFD",
        counted(count, "byte sequence")
    )
}

#[cfg(test)]
mod tests;
