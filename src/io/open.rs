//! Opening inputs: a path or standard input, plain or compressed.

use std::fs::File;
use std::io::{self, Cursor, Read};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use flate2::read::MultiGzDecoder;

use super::encoding;
use crate::error::{Error, ErrorKind, Result};
use crate::model::LanguageTag;

/// How much of an input is looked at before it is read: enough to tell encoding and format.
const PEEK_BYTES: u64 = 1 << 20;

/// The two bytes that begin every gzip member (RFC 1952, 2.3.1).
const GZIP_MAGIC: [u8; 2] = [0x1F, 0x8B];

/// An input that is open: its name and its bytes, uncompressed.
pub struct Input {
    name: Arc<str>,
    peek: Vec<u8>,
    /// Whether the peek is all there is.
    is_whole: bool,
    rest: Box<dyn Read + Send>,
}

/// How many bytes of inputs have been read, as they stand on the disk: of compressed ones before they are unpacked.
#[derive(Debug, Clone, Default)]
pub(crate) struct ByteCount(Arc<AtomicU64>);

impl ByteCount {
    pub(crate) fn get(&self) -> u64 {
        self.0.load(Ordering::Relaxed)
    }

    pub(crate) fn restart(&self) {
        self.0.store(0, Ordering::Relaxed);
    }
}

/// Opens a path, or standard input for `-`. Compressed data is told by its first bytes, whatever the name.
///
/// # Errors
///
/// Fails if the input can't be opened, is a directory or empty, or is compressed and damaged near its beginning.
pub fn open(name: &str) -> Result<Input> {
    open_counted(name, &ByteCount::default())
}

/// As [`open`], and counts the bytes.
///
/// # Errors
///
/// As for [`open`].
pub(crate) fn open_counted(name: &str, count: &ByteCount) -> Result<Input> {
    Input::new(name, open_bytes(name, count)?)
}

/// Opens a path, or standard input for `-`, as it is.
///
/// # Errors
///
/// Fails if the input can't be opened, or is a directory.
pub(crate) fn open_bytes(name: &str, count: &ByteCount) -> Result<Box<dyn Read + Send>> {
    let in_file = |error: Error| error.in_file(name);
    let count = count.clone();
    if name == "-" {
        let inner = io::stdin();
        return Ok(Box::new(Counted { inner, count }));
    }
    let inner = File::open(name).map_err(|error| in_file(ErrorKind::Open(error).into()))?;
    if inner.metadata().is_ok_and(|metadata| metadata.is_dir()) {
        return Err(in_file(ErrorKind::Directory.into()).with_help("name the files in it"));
    }
    Ok(Box::new(Counted { inner, count }))
}

/// Counts the bytes that pass.
struct Counted<R> {
    inner: R,
    count: ByteCount,
}

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.inner.read(buffer)?;
        self.count.0.fetch_add(count as u64, Ordering::Relaxed);
        Ok(count)
    }
}

impl Input {
    /// An input over any bytes, called `name` in messages.
    ///
    /// # Errors
    ///
    /// As for [`open`].
    pub fn new(name: &str, mut bytes: Box<dyn Read + Send>) -> Result<Self> {
        let name: Arc<str> = Arc::from(name);
        let mut magic = Vec::new();
        let failed = |error: io::Error| Error::from_read(error).in_file(&name);
        bytes.by_ref().take(2).read_to_end(&mut magic).map_err(failed)?;
        let is_gzip = magic == GZIP_MAGIC;
        let whole = Cursor::new(magic).chain(bytes);
        let mut bytes: Box<dyn Read + Send> = if is_gzip {
            Box::new(Gzip(MultiGzDecoder::new(io::BufReader::new(whole))))
        } else {
            Box::new(whole)
        };
        let mut peek = Vec::new();
        if let Err(error) = bytes.by_ref().take(PEEK_BYTES).read_to_end(&mut peek) {
            if peek.is_empty() {
                return Err(failed(error));
            }
            // what could be read comes first
            bytes = Box::new(Failing(Some(error)));
        }
        let marked = encoding_rs::Encoding::for_bom(&peek).map_or(0, |(_, bytes)| bytes);
        if peek.len() == marked {
            return Err(Error::from(ErrorKind::Empty).in_file(&name));
        }
        let is_whole = (peek.len() as u64) < PEEK_BYTES;
        Ok(Self {
            name,
            peek,
            is_whole,
            rest: bytes,
        })
    }

    /// The name, as it was given.
    #[must_use]
    pub fn name(&self) -> &Arc<str> {
        &self.name
    }

    /// The first bytes, up to a mebibyte.
    #[must_use]
    pub fn peek(&self) -> &[u8] {
        &self.peek
    }

    /// Whether [`Input::peek`] is all there is.
    #[must_use]
    pub fn is_whole(&self) -> bool {
        self.is_whole
    }

    /// `start`, a piece of the peek, as text, as far as it can be made out of an input in these languages, if any are known.
    pub(crate) fn looked_at(
        &self,
        start: &[u8],
        told: Option<&'static encoding_rs::Encoding>,
        languages: &[LanguageTag],
    ) -> String {
        let found = if self.peek.starts_with(b"<?xml") {
            encoding::find_in_xml(&self.peek, told).found
        } else {
            encoding::find(&self.peek, self.is_whole, told, languages)
        };
        let without_mark = start.get(found.mark_bytes..).unwrap_or_default();
        found.encoding.decode_without_bom_handling(without_mark).0.into_owned()
    }

    /// All bytes, from the first.
    pub(super) fn into_reader(self) -> impl Read + Send {
        Cursor::new(self.peek).chain(self.rest)
    }
}

/// Fails once, where bytes could not be read.
struct Failing(Option<io::Error>);

impl Read for Failing {
    fn read(&mut self, _buffer: &mut [u8]) -> io::Result<usize> {
        self.0.take().map_or(Ok(0), Err)
    }
}

/// Names what is wrong with compressed data.
struct Gzip<R: Read>(MultiGzDecoder<io::BufReader<R>>);

impl<R: Read> Read for Gzip<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.0.read(buffer).map_err(|error| match error.kind() {
            io::ErrorKind::UnexpectedEof => {
                let cut = Error::from(ErrorKind::Gzip("it is cut short".into()));
                io::Error::other(cut.with_help("get the file again"))
            }
            io::ErrorKind::InvalidInput | io::ErrorKind::InvalidData => {
                io::Error::other(Error::from(ErrorKind::Gzip("it is damaged".into())).with_help("get the file again"))
            }
            _ => error,
        })
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::*;

    fn compressed(text: &str) -> Vec<u8> {
        let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
        encoder.write_all(text.as_bytes()).unwrap();
        encoder.finish().unwrap()
    }

    fn read(bytes: Vec<u8>) -> Result<String> {
        let input = Input::new("x", Box::new(Cursor::new(bytes)))?;
        let mut text = String::new();
        input
            .into_reader()
            .read_to_string(&mut text)
            .map_err(Error::from_read)?;
        Ok(text)
    }

    #[test]
    fn compressed_data_is_told_by_its_bytes_and_may_have_several_members() {
        let bytes = [compressed("one "), compressed("two")].concat();
        assert_eq!(read(bytes).unwrap(), "one two");
    }

    #[test]
    fn compressed_data_cut_anywhere_is_an_error() {
        let bytes = compressed("some text that is long enough to be cut");
        for length in 2..bytes.len() {
            assert!(read(bytes[..length].to_vec()).is_err(), "cut at {length}");
        }
    }

    #[test]
    fn nothing_is_an_error_and_a_byte_order_mark_is_nothing() {
        for bytes in [&b""[..], b"\xEF\xBB\xBF", b"\xFF\xFE", b"\xFE\xFF"] {
            assert!(matches!(read(bytes.to_vec()).unwrap_err().kind(), ErrorKind::Empty));
        }
    }
}
