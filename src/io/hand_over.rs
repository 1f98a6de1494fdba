//! A bounded queue between threads, whose memory goes round.

use std::collections::VecDeque;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};

/// The two ends of a queue in which about `most` may wait: each thread that gives may go one beyond. Several may, each with a
/// clone of their end. Whoever takes is woken once `few` are there, or no more will be; to wake a thread costs more than most
/// of what it is woken for.
pub(super) fn hand_over<T: Default>(most: usize, few: usize) -> (GivingEnd<T>, TakingEnd<T>) {
    let most = most.max(1);
    let shared = Arc::new(Shared {
        most,
        // an end that waits to give waits behind more than half
        few: few.clamp(1, (most / 2).max(1)),
        queue: Mutex::new(Queue {
            places: VecDeque::new(),
            taken: 0,
            spent: Vec::new(),
            giving: 1,
            waiting_to_give: 0,
            is_taking: true,
            waits_to_take: false,
        }),
        given: Condvar::new(),
        wanted: Condvar::new(),
    });
    (GivingEnd(Arc::clone(&shared)), TakingEnd(shared))
}

#[derive(Debug)]
struct Shared<T> {
    most: usize,
    few: usize,
    queue: Mutex<Queue<T>>,
    /// That something was given, or that nothing will be any more.
    given: Condvar,
    /// That more is wanted, or nothing any more.
    wanted: Condvar,
}

#[derive(Debug)]
struct Queue<T> {
    /// What was given and not yet taken, and the places of what is still to be given.
    places: VecDeque<Option<T>>,
    /// How many were taken.
    taken: usize,
    /// What was taken and is done with, for its memory.
    spent: Vec<T>,
    /// How many ends give.
    giving: usize,
    /// How many of them wait until more is wanted.
    waiting_to_give: usize,
    is_taking: bool,
    /// Whether whoever takes waits for more.
    waits_to_take: bool,
}

impl<T> Shared<T> {
    fn lock(&self) -> MutexGuard<'_, Queue<T>> {
        self.queue.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The place behind all others.
    fn place_in(self: &Arc<Self>, queue: &mut Queue<T>) -> Place<T> {
        queue.places.push_back(None);
        Place {
            number: queue.taken + queue.places.len() - 1,
            shared: Some(Arc::clone(self)),
        }
    }

    /// Ends all, where a place was taken that will stay empty.
    fn tear(&self) {
        let mut queue = self.lock();
        queue.giving = 0;
        queue.is_taking = false;
        self.given.notify_one();
        self.wanted.notify_all();
    }
}

/// The end at which things are given.
#[derive(Debug)]
pub(super) struct GivingEnd<T>(Arc<Shared<T>>);

impl<T: Default> GivingEnd<T> {
    /// Memory for the next, once it is wanted; `None` when nothing is any more. Where as many are there as may be, half of them
    /// are taken first, so that a thread is woken for several at a time.
    pub(super) fn memory(&self) -> Option<T> {
        let Shared { most, wanted, .. } = &*self.0;
        let mut queue = self.0.lock();
        if queue.places.len() >= *most {
            queue.waiting_to_give += 1;
            while queue.is_taking && queue.places.len() > most / 2 {
                queue = wanted.wait(queue).unwrap_or_else(PoisonError::into_inner);
            }
            queue.waiting_to_give -= 1;
        }
        queue.is_taking.then(|| queue.spent.pop().unwrap_or_default())
    }

    /// The place behind all others, for what is given later.
    pub(super) fn place(&self) -> Place<T> {
        self.0.place_in(&mut self.0.lock())
    }

    pub(super) fn give(&self, next: T) {
        self.place().give(next);
    }
}

impl<T> Clone for GivingEnd<T> {
    fn clone(&self) -> Self {
        self.0.lock().giving += 1;
        Self(Arc::clone(&self.0))
    }
}

impl<T> Drop for GivingEnd<T> {
    fn drop(&mut self) {
        let mut queue = self.0.lock();
        queue.giving = queue.giving.saturating_sub(1);
        if queue.giving == 0 {
            self.0.given.notify_one();
        }
    }
}

/// A place in the queue, in which something must be given: all ends without it.
#[derive(Debug)]
pub(super) struct Place<T> {
    number: usize,
    shared: Option<Arc<Shared<T>>>,
}

impl<T> Place<T> {
    pub(super) fn give(mut self, next: T) {
        let Some(shared) = self.shared.take() else { return };
        let mut queue = shared.lock();
        let from_first = self.number - queue.taken;
        if let Some(place) = queue.places.get_mut(from_first) {
            *place = Some(next);
        }
        let is_awaited = queue.waits_to_take
            && queue.places.len() >= shared.few
            && queue.places.front().is_some_and(Option::is_some);
        drop(queue);
        if is_awaited {
            shared.given.notify_one();
        }
    }
}

impl<T> Drop for Place<T> {
    fn drop(&mut self) {
        if let Some(shared) = &self.shared {
            shared.tear();
        }
    }
}

/// The end at which they are taken.
#[derive(Debug)]
pub(super) struct TakingEnd<T>(Arc<Shared<T>>);

impl<T: Default> TakingEnd<T> {
    /// Takes the next in place of `taken`; gives whether there was one. Waits for it while there may be one.
    pub(super) fn take(&self, taken: &mut T) -> bool {
        let mut queue = self.0.lock();
        loop {
            if let Some(was_there) = self.take_from(&mut queue, taken) {
                return was_there;
            }
            queue.waits_to_take = true;
            queue = self.0.given.wait(queue).unwrap_or_else(PoisonError::into_inner);
            queue.waits_to_take = false;
        }
    }

    /// The same without waiting: `None` where it is yet to come.
    pub(super) fn try_take(&self, taken: &mut T) -> Option<bool> {
        self.take_from(&mut self.0.lock(), taken)
    }

    fn take_from(&self, queue: &mut Queue<T>, taken: &mut T) -> Option<bool> {
        let Some(next) = queue.places.front_mut().and_then(Option::take) else {
            return (queue.giving == 0).then_some(false);
        };
        queue.spent.push(std::mem::replace(taken, next));
        queue.places.pop_front();
        queue.taken += 1;
        if queue.waiting_to_give > 0 && queue.places.len() <= self.0.most / 2 {
            self.0.wanted.notify_all();
        }
        Some(true)
    }

    /// The place behind all others, for what whoever takes gives itself; `None` where as many are there as may be.
    pub(super) fn place_if_room(&self) -> Option<Place<T>> {
        let mut queue = self.0.lock();
        (queue.places.len() < self.0.most).then(|| self.0.place_in(&mut queue))
    }

    /// Memory of what was taken and is done with.
    pub(super) fn memory(&self) -> T {
        self.0.lock().spent.pop().unwrap_or_default()
    }
}

impl<T> Drop for TakingEnd<T> {
    fn drop(&mut self) {
        self.0.lock().is_taking = false;
        self.0.wanted.notify_all();
    }
}

#[cfg(test)]
mod tests {
    use std::thread;
    use std::time::Duration;

    use super::*;

    /// Gives time to a thread to fall asleep.
    fn wait() {
        thread::sleep(Duration::from_millis(20));
    }

    #[test]
    fn whoever_sleeps_is_woken_by_few_or_by_the_last_that_there_will_be() {
        for given in [1, 3, 4, 9] {
            let (giving, taking) = hand_over::<u32>(8, 4);
            let taker = thread::spawn(move || {
                let (mut next, mut all) = (0, Vec::new());
                while taking.take(&mut next) {
                    all.push(next);
                }
                all
            });
            wait();
            for number in 0..given {
                let _ = giving.memory();
                giving.give(number);
            }
            wait();
            drop(giving);
            assert_eq!(taker.join().unwrap(), (0..given).collect::<Vec<_>>());
        }
    }

    #[test]
    fn several_that_give_and_wait_in_turn_are_all_taken_in_order() {
        let (giving, taking) = hand_over::<u32>(4, 4);
        let next = Arc::new(Mutex::new(0));
        let givers: Vec<_> = (0..3)
            .map(|_| {
                let (giving, next) = (giving.clone(), Arc::clone(&next));
                thread::spawn(move || {
                    while giving.memory().is_some() {
                        let mut turn = next.lock().unwrap();
                        if *turn == 2000 {
                            return;
                        }
                        let (place, number) = (giving.place(), *turn);
                        *turn += 1;
                        drop(turn);
                        place.give(number);
                    }
                })
            })
            .collect();
        drop(giving);
        let (mut taken, mut all) = (0, Vec::new());
        while taking.take(&mut taken) {
            all.push(taken);
        }
        assert_eq!(all, (0..2000).collect::<Vec<_>>());
        for giver in givers {
            giver.join().unwrap();
        }
    }
}
