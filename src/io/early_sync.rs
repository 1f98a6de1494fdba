//! Brings a file to the disk while it is still being written, so that there is little left to wait for at its end.
//!
//! [`Output::sync`](super::Output::sync) promises that every byte is on the disk before the output takes its name. Without
//! this, a large output lies in the system's memory until then, and the run stands still while the disk takes it.

use std::cell::RefCell;
use std::fs::File;
use std::io;
use std::sync::mpsc::{SyncSender, sync_channel};
use std::thread::{Builder, JoinHandle};

/// How many bytes are written before the disk is asked to take them.
const STEP_BYTES: u64 = 8 << 20;

/// The bytes of a file on their way to the disk. A file smaller than a step has no thread.
#[derive(Debug)]
pub(super) struct EarlySync {
    file: File,
    progress: RefCell<Progress>,
}

#[derive(Debug, Default)]
struct Progress {
    /// The bytes since the disk was asked last.
    new_bytes: u64,
    /// What brings them to the disk.
    worker: Option<Worker>,
    /// No thread could be had: the disk takes all at the end.
    is_alone: bool,
}

#[derive(Debug)]
struct Worker {
    ask: SyncSender<()>,
    thread: JoinHandle<io::Result<()>>,
}

impl EarlySync {
    pub(super) fn of(file: File) -> Self {
        Self {
            file,
            progress: RefCell::default(),
        }
    }

    /// Takes note of bytes that were written to the file.
    pub(super) fn written(&self, bytes: u64) {
        let mut progress = self.progress.borrow_mut();
        progress.new_bytes += bytes;
        if progress.new_bytes < STEP_BYTES || progress.is_alone {
            return;
        }
        progress.new_bytes = 0;
        if progress.worker.is_none() {
            progress.worker = self.start().ok();
            progress.is_alone = progress.worker.is_none();
        }
        if let Some(worker) = &progress.worker {
            // where it is still busy, the next step will do
            let _ = worker.ask.try_send(());
        }
    }

    fn start(&self) -> io::Result<Worker> {
        let file = self.file.try_clone()?;
        let (ask, asked) = sync_channel(1);
        let thread = Builder::new().spawn(move || asked.iter().try_for_each(|()| file.sync_data()))?;
        Ok(Worker { ask, thread })
    }

    /// Waits until every byte and the file's length are on the disk.
    ///
    /// # Errors
    ///
    /// Fails if the disk did not take what was written, now or before: the system says so only once.
    pub(super) fn finish(&self) -> io::Result<()> {
        if let Some(Worker { ask, thread }) = self.progress.borrow_mut().worker.take() {
            drop(ask);
            thread
                .join()
                .unwrap_or_else(|_| Err(io::Error::other("the disk was not waited for")))?;
        }
        self.file.sync_all()
    }
}
