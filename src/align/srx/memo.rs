//! What a search remembers of a text.

use std::collections::HashMap;

use super::search::MAX_STEPS;
use crate::key_set::ByNumber;

/// As many choices as are remembered at once; they take some 80 MB, and those that are open as much again.
const MAX_REMEMBERED: usize = 1_800_000;

/// As many bytes as may stand between spaces before going over them from each start takes long.
const LONG_WORD: usize = 500;

const STEP_BITS: u32 = 17;

const _: () = assert!(MAX_STEPS < 1 << STEP_BITS);

/// A choice at a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct Key(u64);

impl Key {
    /// Choices in what looks behind are asked for again from later places.
    const BEHIND: u64 = 1;
    const FROM_ELSEWHERE: u64 = 2;

    pub(super) fn new(step: usize, at: usize, is_behind: bool) -> Self {
        let number = (at as u64) << STEP_BITS | step as u64;
        Self(number << 2 | u64::from(is_behind))
    }

    pub(super) fn step(self) -> usize {
        usize::try_from(self.0 >> 2 & ((1 << STEP_BITS) - 1)).unwrap_or_default()
    }

    pub(super) fn at(self) -> usize {
        usize::try_from(self.0 >> (2 + STEP_BITS)).unwrap_or_default()
    }

    /// The key of what holds only for a way that comes from another place.
    fn when_from_elsewhere(self) -> Self {
        Self(self.0 | Self::FROM_ELSEWHERE)
    }
}

#[derive(Debug, Clone, Copy)]
pub(super) enum State {
    /// Being tried: to come back without having read anything leads nowhere.
    Open,
    /// Led nowhere, but came back to a choice that is still being tried.
    Unsure,
    Failed,
    Ends(usize),
}

/// What is known of choices at places of one text.
#[derive(Debug)]
pub(super) struct Memo {
    states: HashMap<Key, State, ByNumber>,
    /// With as many choices, some are forgotten.
    forget_at: usize,
    max: usize,
    gave_up: bool,
    has_long_words: Option<bool>,
}

impl Default for Memo {
    fn default() -> Self {
        Self::with_max(MAX_REMEMBERED)
    }
}

impl Memo {
    pub(super) fn with_max(max: usize) -> Self {
        Self {
            states: HashMap::default(),
            forget_at: max / 2,
            max,
            gave_up: false,
            has_long_words: None,
        }
    }

    /// Whether there was too much to remember; nothing is found any more.
    pub(super) fn gave_up(&self) -> bool {
        self.gave_up
    }

    /// Whether much of the text stands without a space.
    pub(super) fn has_long_words(&mut self, text: &str) -> bool {
        *self
            .has_long_words
            .get_or_insert_with(|| text.split(' ').any(|word| word.len() > LONG_WORD))
    }

    /// What is known of a choice; `from_elsewhere` if no other is being tried at its place.
    pub(super) fn get(&self, key: Key, from_elsewhere: bool) -> Option<State> {
        let known = self.states.get(&key);
        let known = known.or_else(|| {
            let key = from_elsewhere.then(|| key.when_from_elsewhere())?;
            self.states.get(&key)
        });
        known.copied()
    }

    /// Begins to try a choice; `false` if there is too much to remember.
    pub(super) fn open(&mut self, key: Key) -> bool {
        self.gave_up |= self.states.len() >= self.max;
        if !self.gave_up {
            self.states.insert(key, State::Open);
        }
        !self.gave_up
    }

    pub(super) fn set(&mut self, key: Key, state: State) {
        self.states.insert(key, state);
    }

    /// Keeps where a choice led to, for ways that come from another place alone.
    pub(super) fn ends_from_elsewhere(&mut self, key: Key, end: usize) {
        self.states.remove(&key);
        self.states.insert(key.when_from_elsewhere(), State::Ends(end));
    }

    pub(super) fn forget(&mut self, key: Key) {
        self.states.remove(&key);
    }

    /// Forgets, where there is much, what no search from `place` on asks for.
    pub(super) fn forget_before(&mut self, place: usize) {
        if self.states.len() >= self.forget_at {
            self.states
                .retain(|key, _| key.at() >= place || key.0 & Key::BEHIND != 0);
            // so that it is done once for many new ones
            self.forget_at = (2 * self.states.len()).max(self.max / 2);
        }
    }
}
