//! The work of decoding.

use std::io::{self, Read};
use std::sync::Arc;

use encoding_rs::{Decoder, DecoderResult, Encoding};

use super::super::encoding::{self, Found, How};
use super::super::{Maker, OnBadBytes, RunningPlace};
use crate::error::{Error, ErrorKind};

/// How many bytes are decoded at once.
const CHUNK_BYTES: usize = 1 << 16;

/// How much text comes at once, in bytes: at least so much, but at the end.
const BLOCK_BYTES: usize = 1 << 17;

/// Bytes of an encoding on their way to be text.
pub(crate) struct Decoding {
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
    /// Why there is no more, to be said once the text before it is taken.
    failed: Option<io::Error>,
    /// Bytes decoded so far.
    offset: u64,
    /// Where in the text the decoder is.
    place: RunningPlace,
    pub(super) bad: BadBytes,
}

/// Sequences that became U+FFFD.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct BadBytes {
    pub(super) count: u64,
    /// Line and column of the first.
    pub(super) first: Option<(u64, u64)>,
}

/// Text that was decoded on another thread.
#[derive(Debug, Default)]
pub(crate) struct Block {
    pub(super) text: String,
    /// The bad sequences up to its end.
    pub(super) bad: BadBytes,
    /// Why there is no text.
    pub(super) failed: Option<io::Error>,
}

impl Block {
    pub(crate) fn text(&self) -> &str {
        &self.text
    }

    /// Takes `rest`, which is empty afterwards, in place of the text; it has come before it, without an error.
    pub(crate) fn refill(&mut self, rest: &mut String) {
        self.text.clear();
        self.text.push_str(rest);
        rest.clear();
    }

    /// Puts all text from `at` on into `rest`, in place of what is there.
    pub(crate) fn split_off(&mut self, at: usize, rest: &mut String) {
        rest.clear();
        rest.push_str(self.text.get(at..).unwrap_or_default());
        self.text.truncate(at);
    }

    /// Takes the error out, if there is text to be given before it.
    pub(crate) fn put_off(&mut self) -> Option<io::Error> {
        self.failed.take_if(|_| !self.text.is_empty())
    }

    /// Adds the text to `text`, nothing with an error. What is in it afterwards is memory.
    pub(super) fn move_to(&mut self, text: &mut String) -> io::Result<()> {
        if text.is_empty() {
            std::mem::swap(text, &mut self.text);
        } else {
            text.push_str(&self.text);
        }
        self.failed.take().map_or(Ok(()), Err)
    }
}

impl Decoding {
    /// Decodes `bytes`, which begin with a byte order mark of `mark_bytes`.
    pub(super) fn new(
        name: Arc<str>,
        mut bytes: Box<dyn Read + Send>,
        found: &Found,
        on_bad_bytes: OnBadBytes,
    ) -> Self {
        if found.mark_bytes > 0 {
            let mut mark = [0; 3];
            // the mark was in the peek, which is in memory
            let _ = bytes.read_exact(mark.get_mut(..found.mark_bytes).unwrap_or_default());
        }
        Self {
            name,
            encoding: found.encoding,
            how: found.how,
            on_bad_bytes,
            bytes,
            decoder: found.encoding.new_decoder_without_bom_handling(),
            chunk: vec![0; CHUNK_BYTES],
            pending: 0..0,
            at_end: false,
            failed: None,
            offset: found.mark_bytes as u64,
            place: RunningPlace::START,
            bad: BadBytes::default(),
        }
    }

    /// Adds the next block of text to `text`, nothing at the end. No block ends between CR and LF, so that lines can be
    /// counted in each alone.
    ///
    /// # Errors
    ///
    /// Fails if the input can't be read or decoded: once all text before that was added, and nothing is added then.
    pub(super) fn decode_block(&mut self, text: &mut String) -> io::Result<()> {
        let start = text.len();
        while (text.len() < start + BLOCK_BYTES || text.ends_with('\r')) && !self.at_end {
            if let Err(error) = self.decode(text) {
                self.at_end = true;
                self.failed = Some(error);
            }
        }
        match self.failed.take_if(|_| text.len() == start) {
            Some(error) => Err(error),
            None => Ok(()),
        }
    }

    /// Adds the next text to a block, or why there is none; gives whether more may follow.
    pub(crate) fn add_to(&mut self, block: &mut Block) -> bool {
        block.failed = self.decode_block(&mut block.text).err();
        block.bad = self.bad;
        !self.at_end || self.failed.is_some()
    }

    /// Makes a block of an error alone, which lay behind all text.
    pub(crate) fn fail(&self, block: &mut Block, error: io::Error) {
        block.text.clear();
        (block.failed, block.bad) = (Some(error), self.bad);
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
            self.offset += read as u64;
            self.place.pass(text.as_bytes().get(start..).unwrap_or_default());
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
        let (line, column) = self.place.line_and_column();
        if self.on_bad_bytes == OnBadBytes::Replace {
            self.bad.count += 1;
            self.bad.first.get_or_insert((line, column));
            self.place.pass("\u{FFFD}".as_bytes());
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
            How::Declared => "mend the file, which says its encoding itself, or say `--on-bad-bytes replace`",
            _ => "mend the file, say another `--encoding`, or `--on-bad-bytes replace`",
        };
        let error = Error::from(ErrorKind::Undecodable {
            encoding: encoding::name(self.encoding),
            offset: self.offset.saturating_sub(back),
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

impl Maker for Decoding {
    type Made = Block;

    fn make(&mut self, block: &mut Block) -> bool {
        block.text.clear();
        self.add_to(block)
    }
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use encoding_rs::UTF_8;

    use super::super::Decoded;
    use super::*;
    use crate::io::Input;

    #[test]
    fn another_encoding_is_advised_only_where_it_is_heeded() {
        let help = |decoded: fn(Input) -> Decoded| {
            let bytes = b"<?xml version='1.0'?>\xC3 und".to_vec();
            let input = Input::new("x.xml", Box::new(Cursor::new(bytes))).unwrap();
            let error = decoded(input).read_to_text().unwrap_err();
            error.help().unwrap_or_default().to_owned()
        };
        let told = help(|input| Decoded::new_xml(input, None, OnBadBytes::Refuse, &mut Vec::new()));
        assert!(told.contains("--encoding"), "{told}");
        let declared = help(|input| Decoded::new_declared(input, UTF_8, OnBadBytes::Refuse, &mut Vec::new()));
        assert!(!declared.contains("--encoding"), "{declared}");
    }
}
