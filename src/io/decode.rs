//! Bytes of any encoding become UTF-8 text, and bytes that don't decode are named with their place.

use std::io::{self, BufRead, Read};
use std::sync::Arc;

use encoding_rs::{Decoder, DecoderResult, Encoding, UTF_8};

use super::encoding::{self, Found, FoundInXml, How};
use super::{Input, OnBadBytes};
use crate::diag::{Diagnostic, DiagnosticCode, Sink};
use crate::error::{Error, ErrorKind, Result};

/// How many bytes are decoded at once.
const CHUNK_BYTES: usize = 1 << 16;

/// An input as UTF-8, without byte order mark. It reads as it decodes: what it holds of the input is a chunk.
///
/// Errors come out of [`Read`] as [`io::Error`]; [`Error::from_read`] gives them back whole.
pub struct Decoded {
    name: Arc<str>,
    encoding: &'static Encoding,
    how: How,
    on_bad_bytes: OnBadBytes,
    bytes: Box<dyn Read + Send>,
    decoder: Decoder,
    chunk: Vec<u8>,
    /// What of `chunk` is not yet decoded.
    pending: std::ops::Range<usize>,
    at_end: bool,
    text: String,
    /// How many bytes of `text` were read.
    read: usize,
    place: Place,
    bad_bytes: u64,
    first_bad: Option<(u64, u64)>,
}

/// Where in the input the decoder is.
#[derive(Debug, Clone, Copy)]
struct Place {
    /// Bytes decoded so far.
    offset: u64,
    line: u64,
    /// Characters of the line so far.
    characters: u64,
}

impl Decoded {
    /// Finds out the encoding of `input`, unless a byte order mark or `told` says it, and decodes it.
    ///
    /// What was found is said, if it is not UTF-8.
    #[must_use]
    pub fn new(input: Input, told: Option<&'static Encoding>, on_bad_bytes: OnBadBytes, sink: &mut dyn Sink) -> Self {
        let found = encoding::find(input.peek(), input.is_whole(), told);
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
                .with_help("say `--encoding` if the text comes out wrong");
            (said.line, said.column) = (1, 1);
            sink.take(said);
        }
        Self::with(input, found, on_bad_bytes, sink)
    }

    fn with(input: Input, found: Found, on_bad_bytes: OnBadBytes, sink: &mut dyn Sink) -> Self {
        let Found {
            encoding,
            mark_bytes,
            how,
        } = found;
        let name = Arc::clone(input.name());
        if encoding != UTF_8 {
            let message = format!("read as {}", encoding::name(encoding));
            let mut said = Diagnostic::new(DiagnosticCode::Encoding, message).in_file(&name);
            if how == How::Guessed {
                said = said.with_help("say `--encoding` if the text comes out wrong");
            }
            sink.take(said);
        }
        let mut bytes: Box<dyn Read + Send> = Box::new(input.into_reader());
        if mark_bytes > 0 {
            let mut mark = [0; 3];
            // the mark was in the peek, which is in memory
            let _ = bytes.read_exact(mark.get_mut(..mark_bytes).unwrap_or_default());
        }
        Self {
            name,
            encoding,
            how,
            on_bad_bytes,
            bytes,
            decoder: encoding.new_decoder_without_bom_handling(),
            chunk: vec![0; CHUNK_BYTES],
            pending: 0..0,
            at_end: false,
            text: String::new(),
            read: 0,
            place: Place {
                offset: mark_bytes as u64,
                line: 1,
                characters: 0,
            },
            bad_bytes: 0,
            first_bad: None,
        }
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
        self.bad_bytes
    }

    /// Says how many bad sequences became U+FFFD, if any did; for the end of the input.
    pub fn say_bad_bytes(&self, sink: &mut dyn Sink) {
        let Some((line, column)) = self.first_bad else { return };
        let count = self.bad_bytes;
        let message = format!(
            "{count} byte sequences that are not valid {} became U+FFFD",
            self.encoding()
        );
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

    /// Adds the next text to `text`, in full characters; gives how many bytes those are, none at the end. Before an error, what
    /// was decoded up to it may have been added.
    pub(crate) fn add_text(&mut self, text: &mut String) -> io::Result<usize> {
        let start = text.len();
        if self.read < self.text.len() {
            text.push_str(self.text.get(self.read..).unwrap_or_default());
            self.read = self.text.len();
        } else {
            self.decode(text)?;
        }
        Ok(text.len() - start)
    }

    /// Adds what comes up to the next LF, and that, to `line`; gives how many bytes those are, none at the end. Of a line of
    /// more than `most` bytes it may be less than all.
    pub(crate) fn read_line_of(&mut self, most: usize, line: &mut String) -> io::Result<usize> {
        let start = line.len();
        loop {
            if self.read >= self.text.len() {
                self.fill()?;
            }
            let rest = self.text.get(self.read..).unwrap_or_default();
            let found = memchr::memchr(b'\n', rest.as_bytes());
            let end = found.map_or(rest.len(), |at| at + 1);
            line.push_str(rest.get(..end).unwrap_or_default());
            self.read += end;
            if end == 0 || found.is_some() || line.len() - start > most {
                return Ok(line.len() - start);
            }
        }
    }

    /// Decodes the next text into `text`, in place of what was read.
    fn fill(&mut self) -> io::Result<()> {
        let mut text = std::mem::take(&mut self.text);
        text.clear();
        let decoded = self.decode(&mut text);
        self.text = text;
        self.read = 0;
        decoded
    }

    /// Decodes until there is more text in `text`, or the input ends.
    fn decode(&mut self, text: &mut String) -> io::Result<()> {
        let start = text.len();
        while text.len() == start && !self.at_end {
            if self.pending.is_empty() {
                let count = match self.bytes.read(&mut self.chunk) {
                    Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                    read => read?,
                };
                self.pending = 0..count;
            }
            let last = self.pending.is_empty();
            let source = self.chunk.get(self.pending.clone()).unwrap_or_default();
            let room = self
                .decoder
                .max_utf8_buffer_length_without_replacement(source.len())
                .unwrap_or(CHUNK_BYTES * 3);
            text.reserve(room.max(16));
            let (result, read) = self.decoder.decode_to_string_without_replacement(source, text, last);
            self.pending.start += read;
            self.place
                .advance(read, text.as_bytes().get(start..).unwrap_or_default());
            match result {
                DecoderResult::InputEmpty => self.at_end = last,
                DecoderResult::OutputFull => {}
                DecoderResult::Malformed(bad, after) => {
                    self.take_bad(bad, after, read)?;
                    text.push('\u{FFFD}');
                }
            }
        }
        Ok(())
    }

    /// Counts a bad sequence of `bad` bytes that lies `after` bytes before the place, and is to be replaced; or ends the run.
    fn take_bad(&mut self, bad: u8, after: u8, read: usize) -> io::Result<()> {
        let (line, column) = (self.place.line, self.place.characters + 1);
        if self.on_bad_bytes == OnBadBytes::Replace {
            self.bad_bytes += 1;
            self.first_bad.get_or_insert((line, column));
            self.place.characters += 1;
            return Ok(());
        }
        let back = u64::from(bad) + u64::from(after);
        let end = self.pending.start.saturating_sub(usize::from(after));
        let start = end
            .saturating_sub(usize::from(bad))
            .max(self.pending.start.saturating_sub(read));
        let bytes = self.chunk.get(start..end).unwrap_or_default();
        let hex: Vec<String> = bytes.iter().map(|byte| format!("0x{byte:02X}")).collect();
        let help = match self.how {
            How::Unknown => "say `--encoding`, since it can't be told, or `--on-bad-bytes replace`",
            _ => "mend the file, say another `--encoding`, or `--on-bad-bytes replace`",
        };
        let error = Error::from(ErrorKind::Undecodable {
            encoding: self.encoding(),
            offset: self.place.offset.saturating_sub(back),
            bytes: if hex.is_empty() {
                "cut off".to_owned()
            } else {
                hex.join(" ")
            },
        });
        Err(io::Error::other(
            error.in_file(&self.name).at(line, column).with_help(help),
        ))
    }
}

impl Place {
    fn advance(&mut self, bytes: usize, text: &[u8]) {
        self.offset += bytes as u64;
        let lines = memchr::memchr_iter(b'\n', text).count() as u64;
        self.line += lines;
        let tail = match memchr::memrchr(b'\n', text) {
            Some(end) => {
                self.characters = 0;
                text.get(end + 1..).unwrap_or_default()
            }
            None => text,
        };
        self.characters += tail.iter().filter(|byte| **byte & 0xC0 != 0x80).count() as u64;
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

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use super::*;

    fn decoded(bytes: &[u8], told: Option<&'static Encoding>, on_bad_bytes: OnBadBytes) -> (Result<String>, u64) {
        let input = Input::new("x.txt", Box::new(Cursor::new(bytes.to_vec()))).unwrap();
        let mut decoded = Decoded::new(input, told, on_bad_bytes, &mut Vec::new());
        (decoded.read_to_text(), decoded.bad_bytes())
    }

    #[test]
    fn a_mark_wins_over_what_was_told() {
        let text = decoded(b"\xFF\xFEa\0\xE9\0", Some(encoding_rs::GB18030), OnBadBytes::Refuse).0;
        assert_eq!(text.unwrap(), "aé");
    }

    #[test]
    fn a_bad_byte_is_an_error_with_line_column_and_offset() {
        let error = decoded("één\nzwei é\u{20}".as_bytes(), None, OnBadBytes::Refuse).0;
        assert!(error.is_ok());
        let mut bytes = "één\nzwei é".as_bytes().to_vec();
        bytes.extend(b"\xC3( und");
        let error = decoded(&bytes, None, OnBadBytes::Refuse).0.unwrap_err().to_string();
        assert!(
            error.starts_with("x.txt:2:7: byte 13 (0xC3) is not valid UTF-8"),
            "{error}"
        );
    }

    #[test]
    fn bad_bytes_are_replaced_and_counted_when_asked() {
        let (text, count) = decoded(b"a\xFFb\xFE", None, OnBadBytes::Replace);
        assert_eq!((text.unwrap().as_str(), count), ("a\u{FFFD}b\u{FFFD}", 2));
    }

    #[test]
    fn utf_16_of_odd_length_is_cut() {
        assert!(decoded(b"\xFF\xFEa\0b", None, OnBadBytes::Refuse).0.is_err());
    }

    #[test]
    fn text_longer_than_a_chunk_comes_out_whole() {
        let text = "长文本 — ".repeat(40_000);
        let (bytes, ..) = encoding_rs::GB18030.encode(&text);
        assert_eq!(decoded(&bytes, None, OnBadBytes::Refuse).0.unwrap(), text);
        assert_eq!(decoded(text.as_bytes(), None, OnBadBytes::Refuse).0.unwrap(), text);
    }
}
