//! Search for patterns that look around, or leave a group once for all, which `regex` has not.
//!
//! A choice that has led nowhere from a place in the text does so from each start: it is remembered, as is the end of one that
//! has led to a match. So the time is bounded by the length of pattern times text, and nothing is tried again and again.

use std::collections::HashMap;

use regex_syntax::hir::{Class, Hir, HirKind, Look, Repetition};

/// As many steps as a pattern may have; repetitions are written out.
const MAX_STEPS: usize = 100_000;

/// A pattern as steps from one to the next.
#[derive(Debug, Clone)]
pub(super) struct Search {
    steps: Vec<Step>,
    start: usize,
}

#[derive(Debug, Clone)]
enum Step {
    /// A character of these ranges, read towards the end of the text or its beginning.
    Char {
        ranges: Box<[(char, char)]>,
        to: Direction,
        next: usize,
    },
    Look {
        look: Look,
        next: usize,
    },
    /// The first of these that leads to a match.
    Choice(Vec<usize>),
    /// Goes on if what begins at `start` matches here, or does not.
    Around {
        start: usize,
        wanted: bool,
        next: usize,
    },
    /// Goes on behind the first match of what begins at `start`.
    Once {
        start: usize,
        next: usize,
    },
    End,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Direction {
    Forward,
    Back,
}

/// What is known of choices at places of one text.
#[derive(Debug, Default)]
pub(super) struct Memo(HashMap<(usize, usize), State>);

#[derive(Debug, Clone, Copy)]
enum State {
    /// Being tried: to come back without having read anything leads nowhere.
    Open,
    Failed,
    Ends(usize),
}

/// Finds what is empty.
impl Default for Search {
    fn default() -> Self {
        Self {
            steps: vec![Step::End],
            start: 0,
        }
    }
}

impl Search {
    /// # Errors
    ///
    /// Says what can't be searched for.
    pub(super) fn new(hir: &Hir) -> Result<Self, String> {
        let mut search = Self::default();
        search.start = search.add(hir, Direction::Forward, 0)?;
        Ok(search)
    }

    fn push(&mut self, step: Step) -> Result<usize, String> {
        if self.steps.len() == MAX_STEPS {
            return Err("it is too long with its repetitions written out".to_owned());
        }
        self.steps.push(step);
        Ok(self.steps.len() - 1)
    }

    /// Adds steps that lead to `next`; gives the first.
    fn add(&mut self, hir: &Hir, to: Direction, next: usize) -> Result<usize, String> {
        match hir.kind() {
            HirKind::Empty => Ok(next),
            HirKind::Literal(literal) => {
                let text = String::from_utf8_lossy(&literal.0);
                let mut chars: Vec<char> = text.chars().collect();
                if to == Direction::Forward {
                    chars.reverse();
                }
                chars.into_iter().try_fold(next, |next, c| {
                    let ranges = Box::new([(c, c)]);
                    self.push(Step::Char { ranges, to, next })
                })
            }
            HirKind::Class(Class::Unicode(class)) => {
                let ranges = class.iter().map(|range| (range.start(), range.end())).collect();
                self.push(Step::Char { ranges, to, next })
            }
            HirKind::Class(Class::Bytes(_)) => Err("it holds bytes".to_owned()),
            HirKind::Look(look) => self.push(Step::Look { look: *look, next }),
            HirKind::Repetition(repetition) => self.repeat(repetition, to, next),
            HirKind::Capture(capture) => {
                let mut kind = capture.name.iter().flat_map(|name| name.chars());
                if kind.next() != Some('_') {
                    return self.add(&capture.sub, to, next);
                }
                let (wanted, inner) = match kind.next() {
                    Some('a') => (true, Direction::Forward),
                    Some('A') => (false, Direction::Forward),
                    Some('b') => (true, Direction::Back),
                    Some('B') => (false, Direction::Back),
                    _ => {
                        let start = self.add(&capture.sub, to, 0)?;
                        return self.push(Step::Once { start, next });
                    }
                };
                let start = self.add(&capture.sub, inner, 0)?;
                self.push(Step::Around { start, wanted, next })
            }
            HirKind::Concat(parts) if to == Direction::Forward => {
                parts.iter().rev().try_fold(next, |next, part| self.add(part, to, next))
            }
            HirKind::Concat(parts) => parts.iter().try_fold(next, |next, part| self.add(part, to, next)),
            HirKind::Alternation(parts) => {
                let choices = parts
                    .iter()
                    .map(|part| self.add(part, to, next))
                    .collect::<Result<_, _>>()?;
                self.push(Step::Choice(choices))
            }
        }
    }

    fn repeat(&mut self, repetition: &Repetition, to: Direction, mut next: usize) -> Result<usize, String> {
        let again = |search: &mut Self, from: usize| search.add(&repetition.sub, to, from);
        let choices = |body, exit| {
            if repetition.greedy {
                vec![body, exit]
            } else {
                vec![exit, body]
            }
        };
        let exit = next;
        let mut copies = repetition.min;
        match repetition.max {
            // at least once, or not at all: so a round in which nothing is read is the last, as elsewhere
            None => {
                next = self.push(Step::End)?;
                let body = again(self, next)?;
                if let Some(step) = self.steps.get_mut(next) {
                    *step = Step::Choice(choices(body, exit));
                }
                next = body;
                if copies == 0 {
                    next = self.push(Step::Choice(choices(body, exit)))?;
                }
                copies = copies.saturating_sub(1);
            }
            Some(max) => {
                for _ in repetition.min..max {
                    let body = again(self, next)?;
                    next = self.push(Step::Choice(choices(body, exit)))?;
                }
            }
        }
        for _ in 0..copies {
            let before = self.steps.len();
            next = again(self, next)?;
            if self.steps.len() == before {
                break;
            }
        }
        Ok(next)
    }

    /// The first match from `from` on.
    pub(super) fn find_at(&self, text: &str, from: usize, memo: &mut Memo) -> Option<(usize, usize)> {
        let starts = text.get(from..)?.char_indices().map(|(offset, _)| from + offset);
        starts
            .chain([text.len()])
            .find_map(|start| Some((start, self.match_at(text, start, memo)?)))
    }

    /// The end of the match that begins at `at`.
    pub(super) fn match_at(&self, text: &str, at: usize, memo: &mut Memo) -> Option<usize> {
        self.run(text, self.start, at, memo)
    }

    fn run(&self, text: &str, start: usize, at: usize, memo: &mut Memo) -> Option<usize> {
        // the choices taken so far, each with the one to take next
        let mut taken: Vec<((usize, usize), usize)> = Vec::new();
        let mut failed = Vec::new();
        let mut came_back = false;
        let mut place = Some((start, at));
        let end = loop {
            let Some((step, at)) = place else {
                let (key, choice) = taken.last_mut()?;
                place = match self.steps.get(key.0) {
                    Some(Step::Choice(choices)) => choices.get(*choice).map(|&next| (next, key.1)),
                    _ => None,
                };
                *choice += 1;
                if place.is_none() {
                    memo.0.insert(*key, State::Failed);
                    failed.push(*key);
                    taken.pop();
                }
                continue;
            };
            place = match self.steps.get(step)? {
                Step::End => break at,
                Step::Choice(_) => match memo.0.get(&(step, at)) {
                    Some(State::Ends(end)) => break *end,
                    Some(State::Failed) => None,
                    Some(State::Open) => {
                        came_back = true;
                        None
                    }
                    None => {
                        memo.0.insert((step, at), State::Open);
                        taken.push(((step, at), 0));
                        None
                    }
                },
                Step::Char { ranges, to, next } => {
                    let read = match to {
                        Direction::Forward => char_after(text, at).map(|c| (c, at + c.len_utf8())),
                        Direction::Back => char_before(text, at).map(|c| (c, at - c.len_utf8())),
                    };
                    read.filter(|(c, _)| holds(ranges, *c)).map(|(_, at)| (*next, at))
                }
                Step::Look { look, next } => holds_at(*look, text, at).then_some((*next, at)),
                Step::Around { start, wanted, next } => {
                    let found = self.run(text, *start, at, memo).is_some();
                    (found == *wanted).then_some((*next, at))
                }
                Step::Once { start, next } => self.run(text, *start, at, memo).map(|at| (*next, at)),
            };
        };
        // where a way came back to its beginning, what was learnt on the whole way holds for this start alone
        for (key, _) in taken {
            if came_back {
                memo.0.remove(&key);
            } else {
                memo.0.insert(key, State::Ends(end));
            }
        }
        if came_back {
            for key in failed {
                memo.0.remove(&key);
            }
        }
        Some(end)
    }
}

fn char_after(text: &str, at: usize) -> Option<char> {
    text.get(at..)?.chars().next()
}

fn char_before(text: &str, at: usize) -> Option<char> {
    text.get(..at)?.chars().next_back()
}

fn holds(ranges: &[(char, char)], c: char) -> bool {
    let at = ranges.partition_point(|&(_, last)| last < c);
    ranges.get(at).is_some_and(|&(first, _)| first <= c)
}

fn holds_at(look: Look, text: &str, at: usize) -> bool {
    let before = char_before(text, at);
    let after = char_after(text, at);
    let in_word = |c: Option<char>| c.is_some_and(|c| regex_syntax::try_is_word_character(c).unwrap_or(false));
    match look {
        Look::Start => before.is_none(),
        Look::End => after.is_none(),
        Look::StartLF | Look::StartCRLF => before.is_none_or(|c| c == '\n'),
        Look::EndLF | Look::EndCRLF => after.is_none_or(|c| c == '\n'),
        Look::WordAsciiNegate | Look::WordUnicodeNegate => in_word(before) == in_word(after),
        // the halves of a boundary, which no pattern of ICU names
        _ => in_word(before) != in_word(after),
    }
}
