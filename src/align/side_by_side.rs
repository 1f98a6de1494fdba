//! Doing two things at once, where the machine has cores for it and the text is long enough to pay.

use std::sync::{Mutex, PoisonError};
use std::thread::{self, ScopedJoinHandle};

use crate::io::Threads;

/// Whether one of two sides has so many lines or segments that it pays to work on two at a time.
pub(super) fn are_long<T>(sides: [&[T]; 2]) -> bool {
    const LONG: usize = 500;
    sides.iter().any(|side| side.len() > LONG)
}

/// Does `work` for two things; gives both results, which are the same however many threads there are.
pub(super) fn both<I: Send, T: Send>(
    threads: Threads,
    pays: bool,
    things: [I; 2],
    work: impl Fn(I) -> T + Sync,
) -> [T; 2] {
    if !pays || !threads.are_several() {
        return things.map(work);
    }
    let [first, second] = things;
    // whoever comes first takes it: the other thread, or this one where no other is to be had
    let second = Mutex::new(Some(second));
    let do_second = || {
        let taken = second.lock().unwrap_or_else(PoisonError::into_inner).take();
        taken.map(&work)
    };
    let (first, second) = thread::scope(|scope| {
        let other = thread::Builder::new().spawn_scoped(scope, do_second);
        let first = work(first);
        match other.map(ScopedJoinHandle::join) {
            Ok(Ok(second)) => (first, second),
            Ok(Err(panic)) => std::panic::resume_unwind(panic),
            Err(_) => (first, do_second()),
        }
    });
    match second {
        Some(second) => [first, second],
        None => std::panic::resume_unwind(Box::new("the work of a thread is lost")),
    }
}
