//! Work on a thread of its own, behind whoever gives it: above all writing.

use std::io::{self, Write};
use std::thread::{Builder, JoinHandle};

use super::hand_over::{GivingEnd, hand_over};

/// How many bytes are written at once.
const BLOCK_BYTES: usize = 1 << 17;

/// How many blocks may wait to be written.
const MOST_BLOCKS: usize = 8;

/// How many blocks are written before a thread is taken for those that follow.
const BLOCKS_WITHOUT_THREAD: usize = 8;

/// A buffered writer of a file. Of a large one, blocks are written by another thread, and what can't be written is said with a
/// later block, or when it is flushed, which must be done at the end.
pub(super) struct WriteBehind<W> {
    file: W,
    block: Vec<u8>,
    /// How many blocks were written here.
    written: usize,
    thread: Option<Behind<Vec<u8>>>,
    /// Whether a thread may be taken.
    may_have_thread: bool,
}

/// A thread that does something with one thing after the other, until that fails.
#[derive(Debug)]
pub(super) struct Behind<T> {
    giving: GivingEnd<T>,
    thread: JoinHandle<io::Result<()>>,
}

impl<T: Default + Send + 'static> Behind<T> {
    /// A thread that does `work`, behind which up to `most` may wait; `None` if none is to be had. What is left of a thing comes
    /// back for its memory.
    pub(super) fn start(most: usize, mut work: impl FnMut(&mut T) -> io::Result<()> + Send + 'static) -> Option<Self> {
        let (giving, taking) = hand_over::<T>(most, most / 2);
        let work_off = move || {
            let mut next = T::default();
            while taking.take(&mut next) {
                work(&mut next)?;
            }
            Ok(())
        };
        let thread = Builder::new().spawn(work_off).ok()?;
        Some(Self { giving, thread })
    }

    /// Memory for what comes next, once it is wanted; `None` where the work has failed.
    pub(super) fn memory(&self) -> Option<T> {
        self.giving.memory()
    }

    pub(super) fn give(&self, next: T) {
        self.giving.give(next);
    }

    /// Waits until all is done that was given.
    ///
    /// # Errors
    ///
    /// Fails where the work did.
    pub(super) fn end(self) -> io::Result<()> {
        drop(self.giving);
        let lost = |_| Err(io::Error::other("the thread that writes has stopped"));
        self.thread.join().unwrap_or_else(lost)
    }
}

impl<W: Write + Clone + Send + 'static> WriteBehind<W> {
    /// Writes to `file`, of which a clone writes to the same place.
    pub(super) fn new(file: W, may_have_thread: bool) -> Self {
        Self {
            file,
            block: Vec::with_capacity(BLOCK_BYTES),
            written: 0,
            thread: None,
            may_have_thread,
        }
    }

    /// Writes the block, or has it written.
    fn give(&mut self) -> io::Result<()> {
        if self.thread.is_none() && self.may_have_thread && self.written >= BLOCKS_WITHOUT_THREAD {
            let mut file = self.file.clone();
            self.thread = Behind::start(MOST_BLOCKS, move |block: &mut Vec<u8>| {
                file.write_all(block)?;
                empty(block);
                Ok(())
            });
            // where none is to be had, none will be
            self.may_have_thread = self.thread.is_some();
        }
        let Some(thread) = &self.thread else {
            self.written += 1;
            self.file.write_all(&self.block)?;
            empty(&mut self.block);
            return Ok(());
        };
        let Some(mut next) = thread.memory() else {
            return self.end();
        };
        next.clear();
        thread.give(std::mem::replace(&mut self.block, next));
        Ok(())
    }

    /// Waits until all is written that was given to the thread.
    fn end(&mut self) -> io::Result<()> {
        self.thread.take().map_or(Ok(()), Behind::end)
    }
}

/// Empties a block; the memory of a long unit is not kept.
fn empty(block: &mut Vec<u8>) {
    block.clear();
    block.shrink_to(2 * BLOCK_BYTES);
}

impl<W: Write + Clone + Send + 'static> Write for WriteBehind<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if !self.block.is_empty() && self.block.len() + bytes.len() > BLOCK_BYTES {
            self.give()?;
        }
        self.block.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        if !self.block.is_empty() {
            self.give()?;
        }
        self.end()?;
        self.file.flush()
    }
}

#[cfg(test)]
mod tests {
    use std::sync::{Arc, Mutex};

    use super::*;

    /// A file that takes so many bytes.
    #[derive(Clone)]
    struct Disk(Arc<Mutex<Vec<u8>>>, usize);

    impl Write for Disk {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            let mut written = self.0.lock().unwrap();
            if written.len() + bytes.len() > self.1 {
                return Err(io::Error::other("full"));
            }
            written.extend_from_slice(bytes);
            Ok(bytes.len())
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    #[test]
    fn all_is_written_in_order_with_a_thread_or_without() {
        for may_have_thread in [false, true] {
            let disk = Disk(Arc::default(), usize::MAX);
            let mut writer = WriteBehind::new(disk.clone(), may_have_thread);
            let mut all = Vec::new();
            for number in 0..60_000_u32 {
                // some are longer than a block
                let line = vec![number.to_le_bytes()[0]; if number % 20_000 == 7 { 300_000 } else { 40 }];
                writer.write_all(&line).unwrap();
                all.extend(line);
            }
            assert_eq!(writer.thread.is_some(), may_have_thread);
            writer.flush().unwrap();
            assert!(writer.thread.is_none());
            assert!(*disk.0.lock().unwrap() == all);
            writer.write_all(b"more").unwrap();
            writer.flush().unwrap();
            assert!(disk.0.lock().unwrap().ends_with(b"more"));
        }
    }

    #[test]
    fn what_can_not_be_written_is_said_at_the_latest_when_it_is_flushed() {
        for room in [10, 5 << 20, (6 << 20) - 1] {
            let mut writer = WriteBehind::new(Disk(Arc::default(), room), true);
            let mut write = || {
                for _ in 0..6 << 10 {
                    writer.write_all(&[7; 1 << 10])?;
                }
                writer.flush()
            };
            assert_eq!(write().unwrap_err().to_string(), "full");
        }
    }
}
