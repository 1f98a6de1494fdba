//! The search for ids that repeat, once all have come.

use std::io;
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::{Builder, JoinHandle};

use super::IdOf;
use crate::error::{ErrorKind, Result};
use crate::io::Sorter;
use crate::marks::Marks;
use crate::stage::Repeats;

/// What is looked through for repeats.
struct Noted {
    all: Sorter<IdOf>,
    gone: Marks,
    /// What is known of them before.
    repeats: Repeats,
}

/// The search for repeats, and who does it.
pub(in crate::export) struct Search {
    given: Arc<Mutex<Option<Noted>>>,
    pub(super) thread: Option<JoinHandle<Result<Repeats>>>,
}

impl Search {
    /// Looks for repeats among the units that are not `gone`, besides those that are known, on another thread if there may be one.
    pub(super) fn begin(all: Sorter<IdOf>, gone: Marks, repeats: Repeats, may_have_thread: bool) -> Self {
        let given = Arc::new(Mutex::new(Some(Noted { all, gone, repeats })));
        let thread = may_have_thread.then(|| {
            let given = Arc::clone(&given);
            Builder::new().spawn(move || repeats_in(&given))
        });
        Self {
            // where no thread is to be had, all is still here
            thread: thread.and_then(io::Result::ok),
            given,
        }
    }

    /// What was found.
    ///
    /// # Errors
    ///
    /// Fails if a temporary file can't be written or read.
    pub(in crate::export) fn repeats(self) -> Result<Repeats> {
        let Some(thread) = self.thread else {
            return repeats_in(&self.given);
        };
        let lost = |_| Err(ErrorKind::Read(io::Error::other("the thread that sorts has stopped")).into());
        thread.join().unwrap_or_else(lost)
    }
}

fn repeats_in(given: &Mutex<Option<Noted>>) -> Result<Repeats> {
    let given = given.lock().unwrap_or_else(PoisonError::into_inner).take();
    let Some(Noted { all, gone, mut repeats }) = given else {
        return Ok(Repeats::default());
    };
    let mut all = all.sorted()?;
    let mut last = None;
    let mut is_noted = false;
    while let Some(IdOf { hash, order }) = all.next()? {
        if gone.has(order) {
            continue;
        }
        let is_repeated = last == Some(hash);
        if is_repeated && !is_noted {
            repeats.add(hash);
        }
        (last, is_noted) = (Some(hash), is_repeated);
    }
    Ok(repeats)
}
