//! Search for patterns that look around, or leave a group once for all, which `regex` has not.
//!
//! A choice that has led nowhere from a place in the text does so from each start: it is remembered, as is the end of one that
//! has led to a match. What came back to a choice that is still being tried, as only ways that read nothing do, is known when the
//! first choice at that place is. So from one place to the next each way is gone once: the time is bounded by the length of the
//! text times, at the worst, the square of the number of choices in the pattern. What is remembered is bounded by [`Memo`].

use regex_syntax::hir::{Class, Hir, HirKind, Look, Repetition};

use super::memo::{Key, Memo, State};

/// As many steps as a pattern may have; repetitions are written out.
pub(super) const MAX_STEPS: usize = 100_000;

/// A pattern as steps from one to the next.
#[derive(Debug, Clone)]
pub(super) struct Search {
    steps: Vec<Step>,
    start: usize,
    /// Whether steps are being added to what looks behind.
    is_behind: bool,
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
    Choice {
        choices: Vec<usize>,
        is_behind: bool,
    },
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

/// A choice that is being tried.
#[derive(Debug)]
struct Taken {
    key: Key,
    /// The one to take next.
    choice: usize,
    /// Whether it is the first at its place.
    from_elsewhere: bool,
    /// Whether it led to one that was being tried already.
    came_back: bool,
    /// How many were unsure before it.
    unsure: usize,
}

/// Finds what is empty.
impl Default for Search {
    fn default() -> Self {
        Self {
            steps: vec![Step::End],
            start: 0,
            is_behind: false,
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

    fn choice(&self, choices: Vec<usize>) -> Step {
        let is_behind = self.is_behind;
        Step::Choice { choices, is_behind }
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
                let outside = self.is_behind;
                self.is_behind |= inner == Direction::Back;
                let start = self.add(&capture.sub, inner, 0)?;
                self.is_behind = outside;
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
                self.push(self.choice(choices))
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
                let choice = self.choice(choices(body, exit));
                if let Some(step) = self.steps.get_mut(next) {
                    *step = choice;
                }
                next = body;
                if copies == 0 {
                    next = self.push(self.choice(choices(body, exit)))?;
                }
                copies = copies.saturating_sub(1);
            }
            Some(max) => {
                for _ in repetition.min..max {
                    let body = again(self, next)?;
                    next = self.push(self.choice(choices(body, exit)))?;
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
        starts.chain([text.len()]).find_map(|start| {
            memo.forget_before(start);
            Some((start, self.match_at(text, start, memo)?))
        })
    }

    /// The end of the match that begins at `at`.
    pub(super) fn match_at(&self, text: &str, at: usize, memo: &mut Memo) -> Option<usize> {
        if memo.gave_up() {
            return None;
        }
        self.run(text, self.start, at, memo).filter(|_| !memo.gave_up())
    }

    fn run(&self, text: &str, start: usize, at: usize, memo: &mut Memo) -> Option<usize> {
        let mut taken: Vec<Taken> = Vec::new();
        let mut unsure: Vec<Key> = Vec::new();
        let mut place = Some((start, at));
        let end = loop {
            let Some((step, at)) = place else {
                let last = taken.last_mut()?;
                place = match self.steps.get(last.key.step()) {
                    Some(Step::Choice { choices, .. }) => choices.get(last.choice).map(|&next| (next, last.key.at())),
                    _ => None,
                };
                last.choice += 1;
                if place.is_none() {
                    let last = taken.pop()?;
                    fail(&last, taken.last_mut(), &mut unsure, memo);
                }
                continue;
            };
            place = match self.steps.get(step)? {
                Step::End => break at,
                Step::Choice { is_behind, .. } => {
                    let key = Key::new(step, at, *is_behind);
                    let from_elsewhere = taken.last().is_none_or(|last| last.key.at() != at);
                    match memo.get(key, from_elsewhere) {
                        Some(State::Ends(end)) => break end,
                        Some(State::Failed) => {}
                        Some(State::Open | State::Unsure) => {
                            if let Some(last) = taken.last_mut() {
                                last.came_back = true;
                            }
                        }
                        None if memo.open(key) => taken.push(Taken {
                            key,
                            choice: 0,
                            from_elsewhere,
                            came_back: false,
                            unsure: unsure.len(),
                        }),
                        None => return None,
                    }
                    None
                }
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
        succeed(&taken, end, memo);
        for key in unsure {
            memo.forget(key);
        }
        Some(end)
    }
}

/// Remembers that a choice led nowhere. If it came back to one before it, that is sure only when the first at its place, beyond
/// which nothing comes back, has led nowhere too.
fn fail(last: &Taken, before: Option<&mut Taken>, unsure: &mut Vec<Key>, memo: &mut Memo) {
    if last.from_elsewhere {
        memo.set(last.key, State::Failed);
        for key in unsure.drain(last.unsure..) {
            memo.set(key, State::Failed);
        }
    } else if last.came_back {
        memo.set(last.key, State::Unsure);
        unsure.push(last.key);
        if let Some(before) = before {
            before.came_back = true;
        }
    } else {
        memo.set(last.key, State::Failed);
    }
}

/// Remembers where all choices on a way led to. Where one of them came back to another, a way that enters between them may go
/// otherwise, but not one that enters as this one did.
fn succeed(taken: &[Taken], end: usize, memo: &mut Memo) {
    let mut came_back = false;
    for choice in taken.iter().rev() {
        came_back |= choice.came_back;
        match (came_back, choice.from_elsewhere) {
            (false, _) => memo.set(choice.key, State::Ends(end)),
            (true, true) => memo.ends_from_elsewhere(choice.key, end),
            (true, false) => memo.forget(choice.key),
        }
        came_back &= !choice.from_elsewhere;
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
