//! Work whose results come one after the other, done on other threads ahead of whoever takes them. Who would have to wait for the
//! next does some of the work meanwhile: so two threads have two cores for themselves, whichever of them has more to do.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::{io, thread};

use super::hand_over::{GivingEnd, TakingEnd, hand_over};

/// Makes one thing after another.
pub(crate) trait Maker: Send + 'static {
    type Made: Default + Send + 'static;

    /// Makes the next in place of `made`, whose memory is used again; gives whether more may follow.
    fn make(&mut self, made: &mut Self::Made) -> bool;

    /// What each thread does with what it has made, while another makes what comes next.
    fn finisher(&self) -> Finisher<Self::Made> {
        Box::new(|_| ())
    }
}

/// Finishes what was made.
pub(crate) type Finisher<T> = Box<dyn FnMut(&mut T) + Send>;

/// What a maker makes, in the same order, made ahead from the first that is asked for.
pub(crate) struct Ahead<M: Maker> {
    /// How many may be made before they are taken.
    most: usize,
    /// How many threads make them.
    threads: usize,
    state: State<M>,
}

enum State<M: Maker> {
    /// Nothing was made yet.
    Waiting(M),
    Running(Running<M>),
    /// There is no thread: each is made when it is asked for.
    WithoutThread(M, Finisher<M::Made>),
    Ended,
}

/// Threads that make things. Each comes with whether more may follow.
struct Running<M: Maker> {
    made: TakingEnd<(M::Made, bool)>,
    /// The maker, until it has made its last.
    maker: Arc<Mutex<Option<M>>>,
    /// What is done here with what is made here.
    finish: Finisher<M::Made>,
}

impl<M: Maker> Running<M> {
    /// Takes the next in place of `next`; gives whether there was one.
    fn take(&mut self, next: &mut (M::Made, bool)) -> bool {
        loop {
            if let Some(was_there) = self.made.try_take(next) {
                return was_there;
            }
            if !self.help(next) {
                return self.made.take(next);
            }
        }
    }

    /// Makes one, and puts it where it belongs; `false` where another thread makes one, enough wait, or all are made. `memory` is
    /// used for it, and other memory given back.
    fn help(&mut self, memory: &mut (M::Made, bool)) -> bool {
        // where a thread has stopped at it, whoever takes is told
        let Ok(mut turn) = self.maker.try_lock() else {
            return false;
        };
        let Some(maker) = turn.as_mut() else { return false };
        let Some(place) = self.made.place_if_room() else {
            return false;
        };
        memory.1 = maker.make(&mut memory.0);
        if !memory.1 {
            *turn = None;
        }
        drop(turn);
        (self.finish)(&mut memory.0);
        place.give(std::mem::replace(memory, self.made.memory()));
        true
    }
}

impl<M: Maker> Ahead<M> {
    /// Has about `most` made ahead, on one thread.
    pub(crate) fn new(maker: M, most: usize) -> Self {
        Self {
            most,
            threads: 1,
            state: State::Waiting(maker),
        }
    }

    /// The same on so many threads, which take turns to make and finish side by side; with none, each is made when it is asked for.
    pub(crate) fn on_threads(self, threads: usize) -> Self {
        Self { threads, ..self }
    }

    /// The maker itself, if nothing was asked for.
    pub(crate) fn into_maker(self) -> Option<M> {
        match self.state {
            State::Waiting(maker) => Some(maker),
            _ => None,
        }
    }

    /// Gives the next in place of `made`, which stays as it is where there is none; gives whether there was one.
    ///
    /// # Errors
    ///
    /// Fails if a thread has ended before its last.
    pub(crate) fn next(&mut self, made: &mut M::Made) -> io::Result<bool> {
        if let State::Waiting(_) = self.state {
            self.start();
        }
        let goes_on = match &mut self.state {
            State::Running(running) => {
                let mut next = (std::mem::take(made), false);
                running.take(&mut next).then(|| {
                    *made = next.0;
                    next.1
                })
            }
            State::WithoutThread(maker, finish) => {
                let goes_on = maker.make(made);
                finish(made);
                Some(goes_on)
            }
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
        let (giving, taking) = hand_over(self.most, 1);
        let finish = maker.finisher();
        // the threads share it: where none is to be had, it is still here
        let shared = Arc::new(Mutex::new(Some(maker)));
        let spawn = |_: &usize| {
            let (maker, giving) = (Arc::clone(&shared), giving.clone());
            thread::Builder::new().spawn(move || make_all(&maker, &giving)).is_ok()
        };
        let started = (0..self.threads).take_while(spawn).count();
        self.state = if started > 0 {
            State::Running(Running {
                made: taking,
                maker: shared,
                finish,
            })
        } else {
            let maker = turn(&shared).take();
            maker.map_or(State::Ended, |maker| State::WithoutThread(maker, finish))
        };
    }
}

/// Waits until no other thread makes anything.
fn turn<M>(maker: &Mutex<Option<M>>) -> MutexGuard<'_, Option<M>> {
    maker.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Makes one after the other, in turn with other threads, and gives each its place before it is finished.
fn make_all<M: Maker>(shared: &Mutex<Option<M>>, giving: &GivingEnd<(M::Made, bool)>) {
    let Some(mut finish) = turn(shared).as_ref().map(M::finisher) else {
        return;
    };
    while let Some((mut made, _)) = giving.memory() {
        let mut turn = turn(shared);
        let Some(maker) = turn.as_mut() else { return };
        let place = giving.place();
        let goes_on = maker.make(&mut made);
        if !goes_on {
            *turn = None;
        }
        drop(turn);
        finish(&mut made);
        place.give((made, goes_on));
    }
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc;
    use std::time::Duration;

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

        fn finisher(&self) -> Finisher<Vec<u32>> {
            Box::new(|made| made.extend_from_within(..))
        }
    }

    #[test]
    fn all_comes_in_order_with_a_thread_or_without() {
        assert!(Ahead::new(Count(0, 100), 3).into_maker().is_some());
        let with = |threads| Ahead::new(Count(0, 100), 3).on_threads(threads);
        for mut ahead in [Ahead::new(Count(0, 100), 3), with(0), with(3)] {
            let mut made = Vec::new();
            for number in 0..100 {
                ahead.next(&mut made).unwrap();
                assert_eq!(made, [number, number]);
            }
            for _ in 0..2 {
                assert!(!ahead.next(&mut made).unwrap());
            }
            assert!(ahead.into_maker().is_none());
        }
    }

    #[test]
    fn who_would_have_to_wait_makes_one() {
        /// Another thread goes on with its first only once the taker has made one.
        struct Waits {
            taker: thread::ThreadId,
            helped: mpsc::Sender<()>,
            has_helped: Arc<Mutex<mpsc::Receiver<()>>>,
            made: u32,
        }
        impl Maker for Waits {
            type Made = u32;

            fn make(&mut self, made: &mut u32) -> bool {
                *made = self.made;
                self.made += 1;
                self.made < 100
            }

            fn finisher(&self) -> Finisher<u32> {
                let (taker, helped, has_helped) = (self.taker, self.helped.clone(), Arc::clone(&self.has_helped));
                let mut waits = true;
                Box::new(move |_| {
                    if thread::current().id() == taker {
                        helped.send(()).unwrap();
                    } else if std::mem::take(&mut waits) {
                        let wait = has_helped.lock().unwrap().recv_timeout(Duration::from_secs(60));
                        wait.unwrap();
                    }
                })
            }
        }
        let (helped, has_helped) = mpsc::channel();
        let waits = Waits {
            taker: thread::current().id(),
            helped,
            has_helped: Arc::new(Mutex::new(has_helped)),
            made: 0,
        };
        let mut ahead = Ahead::new(waits, 4);
        for number in 0..100 {
            let mut made = 0;
            assert!(ahead.next(&mut made).unwrap());
            assert_eq!(made, number);
        }
    }

    #[test]
    fn a_thread_that_stops_is_an_error() {
        /// Stops any thread but one.
        struct Torn(thread::ThreadId);
        impl Maker for Torn {
            type Made = ();

            fn make(&mut self, (): &mut ()) -> bool {
                if thread::current().id() == self.0 {
                    return true;
                }
                std::panic::resume_unwind(Box::new("torn"))
            }
        }
        for threads in 1..4 {
            let mut ahead = Ahead::new(Torn(thread::current().id()), 1).on_threads(threads);
            while let Ok(is_made) = ahead.next(&mut ()) {
                assert!(is_made);
            }
            assert!(!ahead.next(&mut ()).unwrap());
        }
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
