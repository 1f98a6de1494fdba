//! Doing two things at once, where the machine has cores for it and the text is long enough to pay.

use std::thread;

use super::Threads;

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
    thread::scope(|scope| {
        let second = scope.spawn(|| work(second));
        let first = work(first);
        match second.join() {
            Ok(second) => [first, second],
            Err(panic) => std::panic::resume_unwind(panic),
        }
    })
}
