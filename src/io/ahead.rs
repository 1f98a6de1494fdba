//! Work whose results come one after the other, done on a thread of its own ahead of whoever takes them.

use std::sync::{Arc, Mutex, PoisonError};
use std::{io, thread};

use super::hand_over::{TakingEnd, hand_over};

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
    /// Each comes with whether more may follow.
    Running(TakingEnd<(M::Made, bool)>),
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
            State::Running(made_ahead) => {
                let mut next = (std::mem::take(made), false);
                made_ahead.take(&mut next).then(|| {
                    *made = next.0;
                    next.1
                })
            }
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
        let (giving, taking) = hand_over(self.most_ahead);
        // the thread takes it: where none is to be had, it is still here
        let handed = Arc::new(Mutex::new(Some(maker)));
        let take = |handed: &Mutex<Option<M>>| handed.lock().unwrap_or_else(PoisonError::into_inner).take();
        let maker = Arc::clone(&handed);
        let spawned = thread::Builder::new().spawn(move || {
            let Some(mut maker) = take(&maker) else { return };
            while let Some((mut made, _)) = giving.memory() {
                let goes_on = maker.make(&mut made);
                giving.give((made, goes_on));
                if !goes_on {
                    return;
                }
            }
        });
        self.state = match spawned {
            Ok(_) => State::Running(taking),
            Err(_) => take(&handed).map_or(State::Ended, State::WithoutThread),
        };
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
