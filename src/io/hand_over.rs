//! A bounded queue between two threads, whose memory goes round.

use std::collections::VecDeque;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};

/// The two ends of a queue in which up to `most` may wait.
pub(super) fn hand_over<T: Default>(most: usize) -> (GivingEnd<T>, TakingEnd<T>) {
    let shared = Arc::new(Shared {
        most: most.max(1),
        queue: Mutex::new(Queue {
            ready: VecDeque::new(),
            spent: Vec::new(),
            is_giving: true,
            is_taking: true,
        }),
        given: Condvar::new(),
        wanted: Condvar::new(),
    });
    (GivingEnd(Arc::clone(&shared)), TakingEnd(shared))
}

#[derive(Debug)]
struct Shared<T> {
    most: usize,
    queue: Mutex<Queue<T>>,
    /// That something was given, or that nothing will be any more.
    given: Condvar,
    /// That more is wanted, or nothing any more.
    wanted: Condvar,
}

#[derive(Debug)]
struct Queue<T> {
    /// What was given and not yet taken.
    ready: VecDeque<T>,
    /// What was taken and is done with, for its memory.
    spent: Vec<T>,
    is_giving: bool,
    is_taking: bool,
}

impl<T> Shared<T> {
    fn lock(&self) -> MutexGuard<'_, Queue<T>> {
        self.queue.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The end at which things are given.
#[derive(Debug)]
pub(super) struct GivingEnd<T>(Arc<Shared<T>>);

impl<T: Default> GivingEnd<T> {
    /// Memory for the next, once it is wanted; `None` when nothing is any more. Where as many are ready as may be, half of them
    /// are taken first, so that a thread is woken for several at a time.
    pub(super) fn memory(&self) -> Option<T> {
        let Shared { most, wanted, .. } = &*self.0;
        let mut queue = self.0.lock();
        if queue.ready.len() >= *most {
            while queue.is_taking && queue.ready.len() > most / 2 {
                queue = wanted.wait(queue).unwrap_or_else(PoisonError::into_inner);
            }
        }
        queue.is_taking.then(|| queue.spent.pop().unwrap_or_default())
    }

    pub(super) fn give(&self, next: T) {
        self.0.lock().ready.push_back(next);
        self.0.given.notify_one();
    }
}

impl<T> Drop for GivingEnd<T> {
    fn drop(&mut self) {
        self.0.lock().is_giving = false;
        self.0.given.notify_one();
    }
}

/// The end at which they are taken.
#[derive(Debug)]
pub(super) struct TakingEnd<T>(Arc<Shared<T>>);

impl<T: Default> TakingEnd<T> {
    /// Takes the next in place of `taken`; gives whether there was one. Waits for it while there may be one.
    pub(super) fn take(&self, taken: &mut T) -> bool {
        let Shared {
            most, given, wanted, ..
        } = &*self.0;
        let mut queue = self.0.lock();
        queue.spent.push(std::mem::take(taken));
        loop {
            if let Some(next) = queue.ready.pop_front() {
                *taken = next;
                if queue.ready.len() <= most / 2 {
                    wanted.notify_one();
                }
                return true;
            }
            if !queue.is_giving {
                return false;
            }
            queue = given.wait(queue).unwrap_or_else(PoisonError::into_inner);
        }
    }
}

impl<T> Drop for TakingEnd<T> {
    fn drop(&mut self) {
        self.0.lock().is_taking = false;
        self.0.wanted.notify_one();
    }
}
