//! Work whose results come one after the other, done on a thread of its own ahead of whoever takes them.

use std::collections::VecDeque;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::{io, thread};

/// Makes one thing after another.
pub(crate) trait Maker: Send + 'static {
    type Made: Default + Send + 'static;

    /// Makes the next in place of `made`, whose memory is used again; gives whether more may follow.
    fn make(&mut self, made: &mut Self::Made) -> bool;
}

/// What a maker makes, in the same order, made ahead from the first that is asked for.
pub(crate) struct Ahead<M: Maker> {
    /// How many may be made before they are taken.
    most_ahead: usize,
    state: State<M>,
}

enum State<M: Maker> {
    /// Nothing was made yet.
    Waiting(M),
    Running(Taker<M::Made>),
    /// No thread was to be had: each is made when it is asked for.
    WithoutThread(M),
    Ended,
}

impl<M: Maker> Ahead<M> {
    /// Has up to `most_ahead` made ahead.
    pub(crate) fn new(maker: M, most_ahead: usize) -> Self {
        Self {
            most_ahead,
            state: State::Waiting(maker),
        }
    }

    /// The maker, until the first is asked for.
    pub(crate) fn waiting(&mut self) -> Option<&mut M> {
        match &mut self.state {
            State::Waiting(maker) => Some(maker),
            _ => None,
        }
    }

    /// Gives the next in place of `made`, which stays as it is where there is none; gives whether there was one.
    ///
    /// # Errors
    ///
    /// Fails if the thread has ended before its last.
    pub(crate) fn next(&mut self, made: &mut M::Made) -> io::Result<bool> {
        if let State::Waiting(_) = self.state {
            self.start();
        }
        let goes_on = match &mut self.state {
            State::Running(taker) => taker.take(made),
            State::WithoutThread(maker) => Some(maker.make(made)),
            State::Waiting(_) | State::Ended => return Ok(false),
        };
        if goes_on != Some(true) {
            self.state = State::Ended;
        }
        match goes_on {
            Some(_) => Ok(true),
            None => Err(io::Error::other("the thread that works ahead has stopped")),
        }
    }

    fn start(&mut self) {
        let State::Waiting(maker) = std::mem::replace(&mut self.state, State::Ended) else {
            return;
        };
        let shared = Arc::new(Shared::new(self.most_ahead));
        let for_thread = MakerEnd(Arc::clone(&shared));
        // the thread takes it: where none is to be had, it is still here
        let handed = Arc::new(Mutex::new(Some(maker)));
        let take = |handed: &Mutex<Option<M>>| handed.lock().unwrap_or_else(PoisonError::into_inner).take();
        let maker = Arc::clone(&handed);
        let spawned = thread::Builder::new().spawn(move || {
            let Some(mut maker) = take(&maker) else { return };
            while let Some(mut made) = for_thread.0.memory() {
                let goes_on = maker.make(&mut made);
                for_thread.0.give(made, goes_on);
                if !goes_on {
                    return;
                }
            }
        });
        self.state = match spawned {
            Ok(_) => State::Running(Taker(shared)),
            Err(_) => take(&handed).map_or(State::Ended, State::WithoutThread),
        };
    }
}

/// What lies between the thread that makes and the one that takes.
struct Shared<T> {
    most: usize,
    queue: Mutex<Queue<T>>,
    /// That something was made, or that nothing will be any more.
    made: Condvar,
    /// That more is wanted, or nothing any more.
    wanted: Condvar,
}

struct Queue<T> {
    /// What was made and not yet taken, and whether more may follow.
    ready: VecDeque<(T, bool)>,
    /// What was taken and is done with, for its memory.
    spent: Vec<T>,
    is_making: bool,
    is_taking: bool,
}

impl<T: Default> Shared<T> {
    fn new(most: usize) -> Self {
        Self {
            most: most.max(1),
            queue: Mutex::new(Queue {
                ready: VecDeque::new(),
                spent: Vec::new(),
                is_making: true,
                is_taking: true,
            }),
            made: Condvar::new(),
            wanted: Condvar::new(),
        }
    }

    /// Memory for the next, once it is wanted; `None` when nothing is any more. Where as many are ready as may be, half of them
    /// are taken first, so that a thread is woken for several at a time.
    fn memory(&self) -> Option<T> {
        let mut queue = self.lock();
        if queue.ready.len() >= self.most {
            while queue.is_taking && queue.ready.len() > self.most / 2 {
                queue = self.wanted.wait(queue).unwrap_or_else(PoisonError::into_inner);
            }
        }
        queue.is_taking.then(|| queue.spent.pop().unwrap_or_default())
    }

    fn give(&self, made: T, goes_on: bool) {
        let mut queue = self.lock();
        queue.ready.push_back((made, goes_on));
        self.made.notify_one();
    }
}

impl<T> Shared<T> {
    fn lock(&self) -> MutexGuard<'_, Queue<T>> {
        self.queue.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The end of the thread that makes.
struct MakerEnd<T>(Arc<Shared<T>>);

impl<T> Drop for MakerEnd<T> {
    fn drop(&mut self) {
        self.0.lock().is_making = false;
        self.0.made.notify_one();
    }
}

/// The end of the thread that takes.
struct Taker<T>(Arc<Shared<T>>);

impl<T: Default> Taker<T> {
    /// Takes the next in place of `made`; gives whether more may follow, or nothing if none came.
    fn take(&self, made: &mut T) -> Option<bool> {
        let shared = &self.0;
        let mut queue = shared.lock();
        queue.spent.push(std::mem::take(made));
        loop {
            if let Some((next, goes_on)) = queue.ready.pop_front() {
                *made = next;
                if queue.ready.len() <= shared.most / 2 {
                    shared.wanted.notify_one();
                }
                return Some(goes_on);
            }
            if !queue.is_making {
                return None;
            }
            queue = shared.made.wait(queue).unwrap_or_else(PoisonError::into_inner);
        }
    }
}

impl<T> Drop for Taker<T> {
    fn drop(&mut self) {
        self.0.lock().is_taking = false;
        self.0.wanted.notify_one();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Counts to its end.
    struct Count(u32, u32);

    impl Maker for Count {
        type Made = Vec<u32>;

        fn make(&mut self, made: &mut Vec<u32>) -> bool {
            made.clear();
            made.push(self.0);
            self.0 += 1;
            self.0 < self.1
        }
    }

    #[test]
    fn all_comes_in_order_with_a_thread_or_without() {
        let mut ahead = Ahead::new(Count(0, 100), 3);
        assert!(ahead.waiting().is_some());
        let mut straight = Ahead::new(Count(0, 100), 3);
        straight.state = State::WithoutThread(Count(0, 100));
        let (mut made, mut made_straight) = (Vec::new(), Vec::new());
        for number in 0..100 {
            ahead.next(&mut made).unwrap();
            straight.next(&mut made_straight).unwrap();
            assert_eq!(
                (made.as_slice(), made_straight.as_slice()),
                (&[number][..], &[number][..])
            );
        }
        for _ in 0..2 {
            assert!(!ahead.next(&mut made).unwrap());
            assert!(!straight.next(&mut made_straight).unwrap());
        }
        assert!(ahead.waiting().is_none());
    }

    #[test]
    fn a_thread_that_stops_is_an_error() {
        struct Torn;
        impl Maker for Torn {
            type Made = ();

            fn make(&mut self, (): &mut ()) -> bool {
                std::panic::resume_unwind(Box::new("torn"))
            }
        }
        let mut ahead = Ahead::new(Torn, 1);
        assert!(ahead.next(&mut ()).is_err());
        assert!(!ahead.next(&mut ()).unwrap());
    }

    #[test]
    fn a_thread_ends_when_nobody_wants_more_and_memory_goes_round() {
        /// Says when it goes, and how many were made in memory that came back.
        struct Watched(std::sync::mpsc::Sender<usize>, usize);
        impl Maker for Watched {
            type Made = Vec<u8>;

            fn make(&mut self, made: &mut Vec<u8>) -> bool {
                self.1 += usize::from(made.capacity() >= 100);
                *made = Vec::with_capacity(made.capacity().max(100));
                true
            }
        }
        impl Drop for Watched {
            fn drop(&mut self) {
                let _ = self.0.send(self.1);
            }
        }
        let (to, gone) = std::sync::mpsc::channel();
        let mut ahead = Ahead::new(Watched(to, 0), 1);
        let mut made = Vec::new();
        for _ in 0..100 {
            assert!(ahead.next(&mut made).unwrap());
        }
        drop(ahead);
        assert!(gone.recv().unwrap() > 50);
    }
}
