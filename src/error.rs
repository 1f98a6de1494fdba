//! What ends a run: [`Error`], always with the file and place where there is one, and with what to do.

use std::fmt;
use std::io;
use std::sync::Arc;

use crate::diag::counted;
use crate::model::Origin;

/// The result of everything in this crate that may end a run.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// An error that ends a run.
///
/// Its `Display` is one sentence: what, where, and what to do.
#[derive(Debug)]
pub struct Error(Box<Inner>);

#[derive(Debug)]
struct Inner {
    kind: ErrorKind,
    origin: Origin,
    unit: Option<String>,
    help: Option<String>,
}

/// What went wrong.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ErrorKind {
    /// A file could not be opened.
    #[error("can't be opened: {}", describe(.0))]
    Open(#[source] io::Error),
    /// Reading failed on the way.
    #[error("can't be read: {}", describe(.0))]
    Read(#[source] io::Error),
    /// Writing failed.
    #[error("can't be written: {}", describe(.0))]
    Write(#[source] io::Error),
    /// A directory stands where a file is wanted.
    #[error("is a directory, not a file")]
    Directory,
    /// An input without content.
    #[error("is empty")]
    Empty,
    /// A compressed input that is damaged or cut short.
    #[error("is not whole gzip data: {0}")]
    Gzip(String),
    /// Bytes that the encoding does not allow.
    #[error("byte {offset} ({bytes}) is not valid {encoding}")]
    Undecodable {
        /// The encoding's name.
        encoding: &'static str,
        /// The byte's offset in the input, from 0.
        offset: u64,
        /// The bytes, in hex.
        bytes: String,
    },
    /// An encoding that no label names, or that could not be told.
    #[error("{0}")]
    Encoding(String),
    /// A format that is not known, not yet read or written, or could not be told.
    #[error("{0}")]
    Format(String),
    /// A tag that is not well-formed, or names no language.
    #[error("`{tag}` is not a language tag")]
    LanguageUnknown {
        /// The tag.
        tag: String,
    },
    /// The languages of an input can't be told, or don't fit what was asked for.
    #[error("{0}")]
    Language(String),
    /// A table's row, header or cell does not fit.
    #[error("{0}")]
    Table(String),
    /// A record of a memory, or a message of a catalogue, makes no sense.
    #[error("{0}")]
    Record(String),
    /// An alignment does not fit its texts, or itself.
    #[error("{0}")]
    Alignment(String),
    /// A line is not the JSON that is wanted.
    #[error("{0}")]
    Json(String),
    /// XML that is not well-formed, or a document whose structure can't be trusted.
    #[error("{0}")]
    Xml(String),
    /// Something larger or deeper than this program reads.
    #[error("{0}")]
    Limit(String),
    /// Two files that belong together line by line have different counts.
    #[error("has {}, but `{target_file}` has {target_lines}", counted(*source_lines, "line"))]
    LineCounts {
        /// The lines of the source file.
        source_lines: u64,
        /// The target file.
        target_file: String,
        /// The lines of the target file.
        target_lines: u64,
    },
    /// A raw text in which something is missing.
    #[error("{0}")]
    Text(String),
    /// Text holds a character that XML 1.0 forbids, and that was to be refused.
    #[error("U+{code:04X} is a character that XML 1.0 forbids")]
    IllegalCharacter {
        /// The character's number.
        code: u32,
    },
    /// An output can't hold a fact, and that was to be refused.
    #[error("{0}")]
    Loss(String),
    /// One source with several targets, and that was to be refused.
    #[error("{0}")]
    Conflict(String),
    /// Nothing is left to write.
    #[error("{0}")]
    NoUnits(String),
    /// Whoever was told of the run's progress put an end to it.
    #[error("{0}")]
    Stopped(String),
    /// What was asked for does not fit together.
    #[error("{0}")]
    Usage(String),
}

impl ErrorKind {
    /// What helps where the place of the error knows nothing better.
    fn usual_help(&self) -> Option<&'static str> {
        match self {
            Self::Open(error) if error.kind() == io::ErrorKind::NotFound => Some("check the name and the folder"),
            Self::Open(error) if error.kind() == io::ErrorKind::PermissionDenied => Some("make it readable for you"),
            Self::Open(_) | Self::Read(_) => Some("check the file and the disk that it is on"),
            Self::Write(error) if error.kind() == io::ErrorKind::StorageFull => {
                Some("make room, or name another place")
            }
            Self::Write(_) => Some("name another place"),
            Self::Directory => Some("name a file"),
            Self::Empty => Some("name a file that holds something"),
            _ => None,
        }
    }
}

/// The operating system's words without the error number.
fn describe(error: &io::Error) -> String {
    let words = error.to_string();
    let words = words.split(" (os error").next().unwrap_or(&words);
    let mut letters = words.chars();
    letters
        .next()
        .map_or_else(String::new, |first| first.to_lowercase().chain(letters).collect())
}

impl Error {
    /// What went wrong while reading: an error that came through [`std::io::Read`] as it was, any other as
    /// [`ErrorKind::Read`].
    #[must_use]
    pub fn from_read(error: io::Error) -> Self {
        match error.downcast::<Self>() {
            Ok(error) => error,
            Err(error) => ErrorKind::Read(error).into(),
        }
    }

    /// What went wrong.
    #[must_use]
    pub fn kind(&self) -> &ErrorKind {
        &self.0.kind
    }

    /// What went wrong, without place and help; an error of a whole file begins with its name.
    #[must_use]
    pub fn message(&self) -> String {
        match &self.0.origin.file {
            Some(file) if self.is_of_whole_file() => format!("`{file}` {}", self.0.kind),
            _ => self.0.kind.to_string(),
        }
    }

    fn is_of_whole_file(&self) -> bool {
        matches!(
            self.0.kind,
            ErrorKind::Open(_)
                | ErrorKind::Read(_)
                | ErrorKind::Write(_)
                | ErrorKind::Directory
                | ErrorKind::Empty
                | ErrorKind::Gzip(_)
                | ErrorKind::LineCounts { .. }
        )
    }

    /// Where, as far as it is known.
    #[must_use]
    pub fn origin(&self) -> &Origin {
        &self.0.origin
    }

    /// The id of the unit, if it has to do with one.
    #[must_use]
    pub fn unit(&self) -> Option<&str> {
        self.0.unit.as_deref()
    }

    /// What the user may do.
    #[must_use]
    pub fn help(&self) -> Option<&str> {
        self.0.help.as_deref().or_else(|| self.0.kind.usual_help())
    }

    /// The same error, in `file`, unless it has one already.
    #[must_use]
    pub fn in_file(mut self, file: impl AsRef<str>) -> Self {
        self.0.origin.file.get_or_insert_with(|| Arc::from(file.as_ref()));
        self
    }

    /// The same error, at a line and column from 1 (0 if not known).
    #[must_use]
    pub fn at(mut self, line: u64, column: u64) -> Self {
        self.0.origin.line = line;
        self.0.origin.column = column;
        self
    }

    /// The same error, where `origin` says.
    #[must_use]
    pub fn at_origin(mut self, origin: &Origin) -> Self {
        self.0.origin.clone_from(origin);
        self
    }

    /// The same error, of the unit with this id.
    #[must_use]
    pub fn of_unit(mut self, id: Option<&str>) -> Self {
        self.0.unit = id.map(str::to_owned);
        self
    }

    /// The same error, with what the user may do: lower case, no full stop.
    #[must_use]
    pub fn with_help(mut self, help: impl Into<String>) -> Self {
        self.0.help = Some(help.into());
        self
    }

    /// Whether the reader of an output went away, which is no error to a pipe.
    #[must_use]
    pub fn is_closed_pipe(&self) -> bool {
        matches!(&self.0.kind, ErrorKind::Write(error) if error.kind() == io::ErrorKind::BrokenPipe)
    }

    /// The error's code, in kebab-case, for machines.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self.kind() {
            ErrorKind::Open(_) => "open",
            ErrorKind::Read(_) => "read",
            ErrorKind::Write(_) => "write",
            ErrorKind::Directory => "directory",
            ErrorKind::Empty => "empty",
            ErrorKind::Gzip(_) => "gzip",
            ErrorKind::Undecodable { .. } => "undecodable",
            ErrorKind::Encoding(_) => "encoding-unknown",
            ErrorKind::Format(_) => "format",
            ErrorKind::LanguageUnknown { .. } => "lang-unknown",
            ErrorKind::Language(_) => "lang",
            ErrorKind::Table(_) => "table-row",
            ErrorKind::Record(_) => "record",
            ErrorKind::Alignment(_) => "alignment",
            ErrorKind::Json(_) => "json",
            ErrorKind::Xml(_) => "xml",
            ErrorKind::Limit(_) => "limit",
            ErrorKind::LineCounts { .. } => "line-counts",
            ErrorKind::Text(_) => "text",
            ErrorKind::IllegalCharacter { .. } => "illegal-character",
            ErrorKind::Loss(_) => "loss-refused",
            ErrorKind::Conflict(_) => "conflict",
            ErrorKind::NoUnits(_) => "no-units",
            ErrorKind::Stopped(_) => "stopped",
            ErrorKind::Usage(_) => "usage",
        }
    }
}

impl From<ErrorKind> for Error {
    fn from(kind: ErrorKind) -> Self {
        Self(Box::new(Inner {
            kind,
            origin: Origin::default(),
            unit: None,
            help: None,
        }))
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let origin = &self.0.origin;
        match (&origin.file, origin.line, origin.column) {
            (Some(_), ..) if self.is_of_whole_file() => {}
            (Some(file), 0, _) => write!(f, "{file}: ")?,
            (Some(file), line, 0) => write!(f, "{file}:{line}: ")?,
            (Some(file), line, column) => write!(f, "{file}:{line}:{column}: ")?,
            (None, 0, _) => {}
            (None, line, _) => write!(f, "line {line}: ")?,
        }
        f.write_str(&self.message())?;
        if let Some(unit) = &self.0.unit {
            write!(f, " (unit `{unit}`)")?;
        }
        if let Some(help) = self.help() {
            write!(f, "; {help}")?;
        }
        Ok(())
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self.kind() {
            ErrorKind::Open(error) | ErrorKind::Read(error) | ErrorKind::Write(error) => Some(error),
            _ => None,
        }
    }
}
