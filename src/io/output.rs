//! Outputs that are written whole or not at all.

use std::cell::Cell;
use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::rc::Rc;
use std::sync::Arc;

use super::behind::WriteBehind;
use super::early_sync::{EarlySync, Synced};
use super::temporary::{Renaming, Temporary, folder_of, remove_leftovers};
use crate::diag::Sink as Findings;
use crate::error::{Error, ErrorKind, Result};

/// Where an output goes.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum OutputTarget {
    /// A file, which appears or changes only when all is written.
    Path(PathBuf),
    /// Standard output.
    Stdout,
}

impl OutputTarget {
    /// `-` is standard output, all else a path.
    #[must_use]
    pub fn parse(written: &str) -> Self {
        if written == "-" {
            Self::Stdout
        } else {
            Self::Path(PathBuf::from(written))
        }
    }

    /// The path as it was given, or `-`.
    #[must_use]
    pub fn name(&self) -> String {
        match self {
            Self::Path(path) => path.display().to_string(),
            Self::Stdout => "-".to_owned(),
        }
    }
}

/// An output under way: a temporary file beside the target, or the target itself where that is a device or a pipe.
///
/// Dropped without [`Output::commit`], it leaves an older file as it was and nothing beside it.
#[derive(Debug)]
pub struct Output {
    name: String,
    sink: Sink,
    bytes: Rc<Cell<u64>>,
    /// Whether another thread may write.
    may_have_thread: bool,
}

#[derive(Debug)]
enum Sink {
    /// A temporary file, and the path that it will take.
    Temporary(Temporary, PathBuf, Arc<EarlySync>),
    /// A device or a pipe.
    Direct(File),
    Stdout,
}

impl Output {
    /// Opens the output.
    ///
    /// A symbolic link is followed, and an older file's mode is kept. Where the target exists and is no regular file,
    /// it is written directly. What a run to the same target left that was killed is removed, and named to `findings`.
    ///
    /// # Errors
    ///
    /// Fails if the target is a directory, or can't be made.
    pub fn create(target: &OutputTarget, findings: &mut dyn Findings) -> Result<Self> {
        let name = target.name();
        let sink = match target {
            OutputTarget::Stdout => Sink::Stdout,
            OutputTarget::Path(path) => {
                open(path, &Arc::from(name.as_str()), findings).map_err(|error| error.in_file(&name))?
            }
        };
        Ok(Self {
            name,
            sink,
            bytes: Rc::default(),
            may_have_thread: false,
        })
    }

    /// The same, but that another thread may write to a large file.
    #[must_use]
    pub(crate) fn behind(self, may_have_thread: bool) -> Self {
        Self {
            may_have_thread,
            ..self
        }
    }

    /// A buffered writer to the output. Flush it before [`Output::commit`]: before, not all that it took need be written, nor
    /// what can't be written be said.
    ///
    /// # Errors
    ///
    /// Fails if the file can't be opened a second time.
    pub fn writer(&self) -> Result<Box<dyn Write>> {
        let count = Rc::clone(&self.bytes);
        let failed = |error: io::Error| Error::from(ErrorKind::Write(error)).in_file(&self.name);
        Ok(match &self.sink {
            Sink::Temporary(_, _, early) => Box::new(Counted {
                inner: WriteBehind::new(Synced(Arc::clone(early)), self.may_have_thread),
                count,
            }),
            Sink::Direct(file) => Box::new(BufWriter::with_capacity(
                1 << 16,
                Counted {
                    inner: file.try_clone().map_err(failed)?,
                    count,
                },
            )),
            Sink::Stdout => Box::new(BufWriter::with_capacity(
                1 << 16,
                Counted {
                    inner: io::stdout(),
                    count,
                },
            )),
        })
    }

    /// The name that messages use.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// How many bytes the output was given.
    #[must_use]
    pub fn bytes(&self) -> u64 {
        self.bytes.get()
    }

    /// Makes sure that every byte is on the disk, before any output of the run takes its name.
    ///
    /// # Errors
    ///
    /// Fails if the file can't be flushed to the disk.
    pub fn sync(&self) -> Result<()> {
        if let Sink::Temporary(_, _, early) = &self.sink {
            early
                .finish()
                .map_err(|error| Error::from(ErrorKind::Write(error)).in_file(&self.name))?;
        }
        Ok(())
    }

    /// Gives all outputs of a run their names; until then nothing can be seen of them.
    ///
    /// # Errors
    ///
    /// Fails if a rename does, whose older file is then as it was, or if outputs are abandoned.
    pub fn commit(outputs: Vec<Self>) -> Result<()> {
        let stopped = |error: io::Error| ErrorKind::Stopped(error.to_string());
        let mut renaming = Renaming::begin().map_err(stopped)?;
        for output in outputs {
            let failed = |error| Error::from(ErrorKind::Write(error)).in_file(&output.name);
            match output.sink {
                Sink::Temporary(file, path, _) => renaming.rename(file, &path).map_err(failed)?,
                Sink::Direct(mut file) => file.flush().map_err(failed)?,
                Sink::Stdout => {}
            }
        }
        Ok(())
    }
}

fn open(path: &Path, name: &Arc<str>, findings: &mut dyn Findings) -> Result<Sink> {
    let failed = |error: io::Error| {
        let help = match error.kind() {
            io::ErrorKind::NotFound | io::ErrorKind::NotADirectory => "name a folder that exists",
            io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => {
                "name a folder that you may write to"
            }
            _ => "name another path",
        };
        Error::from(ErrorKind::Write(error)).with_help(help)
    };
    let path = followed(path).map_err(failed)?;
    let permissions = match fs::metadata(&path) {
        Ok(older) if older.is_dir() => return Err(Error::from(ErrorKind::Directory).with_help("name a file")),
        Ok(older) if !older.is_file() => {
            return File::options()
                .write(true)
                .open(&path)
                .map(Sink::Direct)
                .map_err(failed);
        }
        Ok(older) => Some(older.permissions()),
        Err(error) if error.kind() == io::ErrorKind::NotFound => None,
        Err(error) => return Err(failed(error)),
    };
    fs::metadata(folder_of(&path)).map_err(failed)?;
    remove_leftovers(&path, name, findings);
    let file = Temporary::beside(&path, permissions).map_err(|error| {
        // tempfile words its errors with the path of the temporary file, which the user never named
        failed(
            error
                .raw_os_error()
                .map_or_else(|| io::Error::from(error.kind()), io::Error::from_raw_os_error),
        )
    })?;
    if let Ok(older) = fs::metadata(&path) {
        file.as_file().set_permissions(older.permissions()).map_err(failed)?;
    }
    let early = EarlySync::of(file.as_file().try_clone().map_err(failed)?);
    Ok(Sink::Temporary(file, path, Arc::new(early)))
}

/// The path that symbolic links lead to, also where the last one leads to nothing yet.
pub(crate) fn followed(path: &Path) -> io::Result<PathBuf> {
    /// As many as Linux follows.
    const MAX_LINKS: usize = 40;
    let mut path = path.to_path_buf();
    for _ in 0..MAX_LINKS {
        match fs::read_link(&path) {
            Ok(link) => path = path.parent().map_or_else(|| link.clone(), |folder| folder.join(&link)),
            Err(_) => return Ok(path),
        }
    }
    Err(io::Error::other("too many symbolic links"))
}

/// Counts the bytes that pass.
struct Counted<W> {
    inner: W,
    count: Rc<Cell<u64>>,
}

impl<W: Write> Write for Counted<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.inner.write(bytes)?;
        self.count.set(self.count.get() + written as u64);
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.inner.flush()
    }
}
