//! Temporary files beside outputs.
//!
//! Each is named after its output, and locked for as long as its run lives. A run that is killed leaves its file behind,
//! and the system frees the lock: by that the next run to the same output knows it, and removes it.

use std::fs::{self, File, Permissions, TryLockError};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tempfile::NamedTempFile;

use crate::diag::{Diagnostic, DiagnosticCode, Sink};

/// What stands between the name of the output and the letters that chance chose.
const MARK: &str = ".tmforge-";
const SUFFIX: &str = ".tmp";
const LETTERS_BY_CHANCE: usize = 6;

/// How much of the output's name is used, in bytes: file systems take names of 255.
const MAX_NAME_BYTES: usize = 200;

/// How often a new file is tried where another run takes it away before it is locked.
const ATTEMPTS: usize = 16;

/// Whether outputs of this process may still take their names. Whoever holds it is the only one to make a temporary
/// file, to rename one, or to put an end to that.
static NAMING: Mutex<Naming> = Mutex::new(Naming {
    is_abandoned: false,
    outputs_in_place: 0,
});

/// The temporary files of this process.
static PATHS: Mutex<Vec<PathBuf>> = Mutex::new(Vec::new());

struct Naming {
    is_abandoned: bool,
    outputs_in_place: u64,
}

/// A temporary file that is locked, and removed when it is dropped.
#[derive(Debug)]
pub(super) struct Temporary {
    file: NamedTempFile,
    listed: Listed,
}

/// That a path stands in the list.
#[derive(Debug)]
struct Listed(PathBuf);

impl Drop for Listed {
    fn drop(&mut self) {
        locked(&PATHS).retain(|path| *path != self.0);
    }
}

impl Temporary {
    /// A new file beside `path`, with the permissions of an older output, else those of any new file.
    ///
    /// # Errors
    ///
    /// Fails if the folder can't be written to, or outputs are abandoned.
    pub(super) fn beside(path: &Path, permissions: Option<Permissions>) -> io::Result<Self> {
        let prefix = prefix(path);
        let mut builder = tempfile::Builder::new();
        builder.prefix(&prefix).suffix(SUFFIX).rand_bytes(LETTERS_BY_CHANCE);
        match permissions {
            Some(permissions) => {
                builder.permissions(permissions);
            }
            None => {
                #[cfg(unix)]
                builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
            }
        }
        let naming = locked(&NAMING);
        naming.check()?;
        for _ in 0..ATTEMPTS {
            let file = builder.tempfile_in(folder_of(path))?;
            let is_ours = match file.as_file().try_lock() {
                Ok(()) => file.path().exists(),
                // another run takes it for a leftover
                Err(TryLockError::WouldBlock) => false,
                // where files can't be locked, no run takes any for a leftover
                Err(TryLockError::Error(_)) => true,
            };
            if is_ours {
                let listed = Listed(file.path().to_owned());
                locked(&PATHS).push(listed.0.clone());
                return Ok(Self { file, listed });
            }
        }
        Err(io::Error::other("another run removes its temporary file"))
    }

    pub(super) fn as_file(&self) -> &File {
        self.file.as_file()
    }

    /// Gives the file the name that it is meant for.
    fn persist(self, path: &Path) -> io::Result<()> {
        let Self { file, listed } = self;
        let renamed = file.persist(path);
        drop(listed);
        renamed.map(|_| ()).map_err(|failed| failed.error)
    }
}

/// Keeps outputs from being abandoned for as long as it lives: a signal finds all of a run with their names, or none.
pub(super) struct Renaming(MutexGuard<'static, Naming>);

impl Renaming {
    /// # Errors
    ///
    /// Fails if outputs are abandoned.
    pub(super) fn begin() -> io::Result<Self> {
        let naming = locked(&NAMING);
        naming.check()?;
        Ok(Self(naming))
    }

    /// Gives a file the name that it is meant for.
    pub(super) fn rename(&mut self, temporary: Temporary, path: &Path) -> io::Result<()> {
        temporary.persist(path)?;
        self.0.outputs_in_place += 1;
        Ok(())
    }
}

impl Naming {
    fn check(&self) -> io::Result<()> {
        if self.is_abandoned {
            return Err(io::Error::new(io::ErrorKind::Interrupted, "the run was stopped"));
        }
        Ok(())
    }
}

/// Removes the temporary files of all outputs under way in this process, none of which takes its name any more; for a
/// process that is about to exit while another thread still works. Says how many outputs took theirs before.
#[must_use]
pub fn abandon_outputs() -> u64 {
    let mut naming = locked(&NAMING);
    naming.is_abandoned = true;
    for path in locked(&PATHS).drain(..) {
        // whatever is left, the next run removes
        let _ = fs::remove_file(path);
    }
    naming.outputs_in_place
}

/// Removes the temporary files that runs to `path` left which were killed, and names them; files of runs that live are
/// left alone.
pub(super) fn remove_leftovers(path: &Path, output: &Arc<str>, sink: &mut dyn Sink) {
    // a folder that can't be listed has no leftovers that could be known
    let Ok(files) = fs::read_dir(folder_of(path)) else {
        return;
    };
    let prefix = prefix(path);
    let mut names: Vec<String> = files
        .filter_map(|file| file.ok()?.file_name().into_string().ok())
        .filter(|name| is_temporary(name, &prefix))
        .collect();
    names.sort_unstable();
    for name in names {
        let leftover = path.with_file_name(name);
        if remove_unlocked(&leftover).is_ok() {
            let message = format!(
                "a temporary file of a run that was broken off was removed: `{}`",
                leftover.display()
            );
            sink.take(Diagnostic::new(DiagnosticCode::Leftover, message).in_file(output));
        }
    }
}

/// Removes a file whose run is no more.
fn remove_unlocked(path: &Path) -> io::Result<()> {
    if !fs::symlink_metadata(path)?.is_file() {
        return Err(io::ErrorKind::InvalidInput.into());
    }
    // some network file systems lock only what may be written to
    let file = File::options()
        .read(true)
        .write(true)
        .open(path)
        .or_else(|_| File::open(path))?;
    file.try_lock()?;
    fs::remove_file(path)
}

/// How the names of temporary files of an output begin.
fn prefix(path: &Path) -> String {
    let name = path.file_name().unwrap_or_default();
    let mut name = name.to_string_lossy().into_owned();
    while name.len() > MAX_NAME_BYTES {
        name.pop();
    }
    format!(".{name}{MARK}")
}

fn is_temporary(name: &str, prefix: &str) -> bool {
    name.strip_prefix(prefix)
        .and_then(|rest| rest.strip_suffix(SUFFIX))
        .is_some_and(|chance| chance.len() == LETTERS_BY_CHANCE && chance.bytes().all(|b| b.is_ascii_alphanumeric()))
}

/// The folder of a file.
pub(crate) fn folder_of(path: &Path) -> &Path {
    match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    }
}

/// A list of paths and a few numbers are never half changed.
fn locked<T>(mutex: &'static Mutex<T>) -> MutexGuard<'static, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn left_in(folder: &Path) -> Vec<String> {
        let files = fs::read_dir(folder).unwrap();
        files
            .map(|file| file.unwrap().file_name().into_string().unwrap())
            .collect()
    }

    #[test]
    fn what_a_killed_run_left_is_removed_and_named_and_nothing_else_is() {
        let folder = tempfile::tempdir().unwrap();
        let out = folder.path().join("out.tmx");
        let live = Temporary::beside(&out, None).unwrap();
        let others = [".out.tmx.tmforge-abc.tmp", ".other.tmx.tmforge-abcdef.tmp", "out.tmx"];
        for name in others.iter().chain(&[".out.tmx.tmforge-abcdef.tmp"]) {
            fs::write(folder.path().join(name), "x").unwrap();
        }
        let mut said = Vec::new();
        remove_leftovers(&out, &"out.tmx".into(), &mut said);
        assert_eq!(said.len(), 1);
        assert!(
            said[0].message.contains(".out.tmx.tmforge-abcdef.tmp"),
            "{}",
            said[0].message
        );
        assert_eq!(left_in(folder.path()).len(), others.len() + 1);
        drop(live);
        assert_eq!(left_in(folder.path()).len(), others.len());
    }

    #[test]
    fn a_name_as_long_as_they_come_has_a_temporary_file() {
        let folder = tempfile::tempdir().unwrap();
        let out = folder.path().join("é".repeat(125) + ".tmx");
        fs::write(&out, "x").unwrap();
        let live = Temporary::beside(&out, None).unwrap();
        assert!(live.file.path().exists());
    }
}
