//! Doing two things at once, where the machine has cores for it and the text is long enough to pay.

use std::sync::mpsc::channel;
use std::thread;

use super::Threads;

/// From how many lines or segments of a side on it pays to work on two at a time.
pub(super) const LONG: usize = 500;

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
    let work = &work;
    thread::scope(|scope| {
        // handed over once there is a thread: where none is to be had, it is still here
        let (to, handed) = channel::<I>();
        let other = thread::Builder::new().spawn_scoped(scope, move || handed.recv().map(work));
        let Ok(other) = other else {
            return [work(first), work(second)];
        };
        if let Err(unsent) = to.send(second) {
            return [work(first), work(unsent.0)];
        }
        let first = work(first);
        match other.join() {
            Ok(Ok(second)) => [first, second],
            Ok(Err(lost)) => std::panic::resume_unwind(Box::new(lost)),
            Err(panic) => std::panic::resume_unwind(panic),
        }
    })
}
