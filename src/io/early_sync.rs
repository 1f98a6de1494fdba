//! Brings a file to the disk while it is still being written, so that there is little left to wait for at its end.
//!
//! [`Output::sync`](super::Output::sync) promises that every byte is on the disk before the output takes its name. Without
//! this, a large output lies in the system's memory until then, and the run stands still while the disk takes it.

use std::fs::File;
use std::io::{self, Write};
use std::sync::mpsc::{SyncSender, TrySendError, sync_channel};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread::{Builder, JoinHandle};

/// How many bytes are written before the disk is asked to take them.
const STEP_BYTES: u64 = 8 << 20;

/// The bytes of a file on their way to the disk. A file smaller than a step has no thread.
#[derive(Debug)]
pub(super) struct EarlySync {
    file: File,
    step_bytes: u64,
    progress: Mutex<Progress>,
}

#[derive(Debug, Default)]
struct Progress {
    /// The bytes since the disk was asked last.
    new_bytes: u64,
    worker: Worker,
}

/// What brings bytes to the disk.
#[derive(Debug, Default)]
enum Worker {
    #[default]
    NotYet,
    /// A thread, which only waits for the disk.
    Thread {
        ask: SyncSender<()>,
        thread: JoinHandle<io::Result<()>>,
    },
    /// None could be had: the disk takes all at the end.
    NotToBeHad,
}

impl EarlySync {
    pub(super) fn of(file: File) -> Self {
        Self::in_steps(file, STEP_BYTES)
    }

    fn in_steps(file: File, step_bytes: u64) -> Self {
        Self {
            file,
            step_bytes,
            progress: Mutex::default(),
        }
    }

    /// Takes note of bytes that were written to the file.
    ///
    /// # Errors
    ///
    /// Fails if the disk did not take what was written before.
    fn written(&self, bytes: u64) -> io::Result<()> {
        let mut progress = self.progress();
        progress.new_bytes += bytes;
        if progress.new_bytes < self.step_bytes {
            return Ok(());
        }
        progress.new_bytes = 0;
        if matches!(progress.worker, Worker::NotYet) {
            progress.worker = self.start().unwrap_or(Worker::NotToBeHad);
        }
        match &progress.worker {
            // where it is still busy, the next step will do
            Worker::Thread { ask, .. } => match ask.try_send(()) {
                Err(TrySendError::Disconnected(())) => std::mem::take(&mut progress.worker).end(),
                Ok(()) | Err(TrySendError::Full(())) => Ok(()),
            },
            Worker::NotYet | Worker::NotToBeHad => Ok(()),
        }
    }

    fn progress(&self) -> MutexGuard<'_, Progress> {
        self.progress.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn start(&self) -> io::Result<Worker> {
        let file = self.file.try_clone()?;
        let (ask, asked) = sync_channel(1);
        let thread = Builder::new().spawn(move || asked.iter().try_for_each(|()| file.sync_data()))?;
        Ok(Worker::Thread { ask, thread })
    }

    /// Waits until every byte and the file's length are on the disk.
    ///
    /// # Errors
    ///
    /// Fails if the disk did not take what was written, now or before: the system says so only once.
    pub(super) fn finish(&self) -> io::Result<()> {
        let worker = std::mem::take(&mut self.progress().worker);
        worker.end()?;
        self.file.sync_all()
    }
}

impl Worker {
    fn end(self) -> io::Result<()> {
        let Self::Thread { ask, thread } = self else {
            return Ok(());
        };
        drop(ask);
        let lost = |_| Err(io::Error::other("the disk was not waited for"));
        thread.join().unwrap_or_else(lost)
    }
}

/// Writes to such a file.
#[derive(Clone)]
pub(super) struct Synced(pub(super) Arc<EarlySync>);

impl Write for Synced {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = (&self.0.file).write(bytes)?;
        self.0.written(written as u64)?;
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        (&self.0.file).flush()
    }
}

#[cfg(test)]
mod tests {
    use std::io::{Read, Seek, SeekFrom};

    use super::*;

    #[test]
    fn bytes_are_brought_to_the_disk_in_steps_and_at_the_end() {
        let mut file = tempfile::tempfile().unwrap();
        let early = EarlySync::in_steps(file.try_clone().unwrap(), 10);
        for _ in 0..2 {
            for _ in 0..100 {
                file.write_all(b"seven..").unwrap();
                early.written(7).unwrap();
            }
            let has_thread = matches!(early.progress().worker, Worker::Thread { .. });
            assert!(has_thread);
            early.finish().unwrap();
            assert!(matches!(early.progress().worker, Worker::NotYet));
        }
        let mut all = String::new();
        file.seek(SeekFrom::Start(0)).unwrap();
        file.read_to_string(&mut all).unwrap();
        assert_eq!(all, "seven..".repeat(200));
    }

    #[test]
    fn a_small_file_has_no_thread() {
        let early = EarlySync::of(tempfile::tempfile().unwrap());
        early.written(STEP_BYTES - 1).unwrap();
        assert!(matches!(early.progress().worker, Worker::NotYet));
        early.finish().unwrap();
    }

    #[test]
    fn what_a_disk_refuses_is_said_while_the_file_is_written() {
        let early = EarlySync::in_steps(tempfile::tempfile().unwrap(), 1);
        let (ask, asked) = sync_channel(1);
        let thread = Builder::new().spawn(|| Err(io::Error::other("full"))).unwrap();
        drop(asked);
        early.progress().worker = Worker::Thread { ask, thread };
        assert_eq!(early.written(1).unwrap_err().to_string(), "full");
    }
}
