//! Doing two things at once, where the machine has cores for it and the text is long enough to pay.

use std::thread;

use super::Threads;

/// Does `work` for 0 and for 1; gives both results, which are the same however many threads there are.
pub(super) fn both<T: Send>(threads: Threads, pays: bool, work: impl Fn(usize) -> T + Sync) -> [T; 2] {
    let has_cores = || thread::available_parallelism().is_ok_and(|cores| cores.get() > 1);
    if threads == Threads::One || !pays || !has_cores() {
        return [0, 1].map(work);
    }
    thread::scope(|scope| {
        let second = scope.spawn(|| work(1));
        let first = work(0);
        match second.join() {
            Ok(second) => [first, second],
            Err(panic) => std::panic::resume_unwind(panic),
        }
    })
}
