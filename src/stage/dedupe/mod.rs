//! Finds units that are the same and units that contradict each other.
//!
//! Remembers every unit that stays until the last one has come, since what is said of a duplicate (dates, counts, notes,
//! properties) is merged into the unit that stays, and a later unit may be the one to stay.

mod key;
mod merge;

use std::collections::{HashMap, HashSet};

pub use key::Ignore;

use self::key::{Key, Keys};
use self::merge::Gathered;
use super::{Outlet, Reason, Stage};
use crate::diag::{Diagnostic, DiagnosticCode, Sink};
use crate::error::{Error, ErrorKind, Result};
use crate::model::TranslationUnit;

/// What makes two units the same.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum DedupeBy {
    /// Source and target, codes included.
    #[default]
    Exact,
    /// Source and target, once the differences that are ignored are taken out.
    Normalized(Vec<Ignore>),
    /// The source alone.
    Source,
    /// Nothing.
    Off,
}

/// Which of several units that are the same stays.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Keep {
    /// The one that came first.
    #[default]
    First,
    /// The one that came last.
    Last,
    /// The one changed, else made, last.
    Newest,
    /// The one changed, else made, first.
    Oldest,
    /// The form that came most often.
    Frequent,
}

/// What becomes of units with the same source and different targets.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Conflicts {
    /// All stay, and they are reported.
    #[default]
    Keep,
    /// One stays, chosen as [`Keep`] says.
    Choose(Keep),
    /// The run ends with an error.
    Fail,
}

/// How units are deduplicated.
#[derive(Debug, Clone, Default)]
#[non_exhaustive]
pub struct DedupeOptions {
    /// What makes two units the same.
    pub by: DedupeBy,
    /// Which of them stays.
    pub keep: Keep,
    /// What becomes of contradictions.
    pub conflicts: Conflicts,
    /// Whether units of different context are different.
    pub with_context: bool,
}

/// Removes duplicates and settles conflicts.
#[derive(Debug)]
pub struct Dedupe {
    options: DedupeOptions,
    keys: Keys,
    /// Units that are the same, in order of appearance.
    groups: Vec<Group>,
    by_key: HashMap<Key, u32>,
    /// For each source, the first and the last of its groups; [`Group::next_of_source`] leads from one to the next.
    by_source: HashMap<Key, (u32, u32)>,
    taken: u64,
    conflicts: u64,
}

#[derive(Debug)]
struct Group {
    key: Key,
    /// The form that stays, as far as is known.
    kept: Form,
    /// Other forms, where the most frequent is wanted.
    others: Vec<Form>,
    /// How many units are in the group.
    count: u64,
    /// Notes and properties of the units that go.
    gathered: Option<Box<Gathered>>,
    /// The earliest and the latest date of its units.
    dates: Option<(i64, i64)>,
    next_of_source: Option<u32>,
}

/// A unit in one exact form, and how often it came.
#[derive(Debug)]
struct Form {
    exact: Key,
    unit: TranslationUnit,
    order: u64,
    count: u64,
    /// Its own date, whatever is merged into it later.
    date: Option<i64>,
}

impl Dedupe {
    /// Deduplicates by `options`.
    #[must_use]
    pub fn new(options: DedupeOptions) -> Self {
        let keys = Keys::new(&options);
        Self {
            options,
            keys,
            groups: Vec::new(),
            by_key: HashMap::new(),
            by_source: HashMap::new(),
            taken: 0,
            conflicts: 0,
        }
    }

    /// How many sources keep more than one target; known once the stage is flushed.
    #[must_use]
    pub fn conflicts(&self) -> u64 {
        self.conflicts
    }

    fn new_group(&mut self, key: Key, source: Key, form: Form) {
        let number = u32::try_from(self.groups.len()).unwrap_or(u32::MAX);
        let dates = form.date.map(|date| (date, date));
        self.groups.push(Group {
            key,
            kept: form,
            others: Vec::new(),
            count: 1,
            gathered: None,
            dates,
            next_of_source: None,
        });
        if let Some((_, last)) = self.by_source.get_mut(&source) {
            if let Some(group) = self.groups.get_mut(*last as usize) {
                group.next_of_source = Some(number);
            }
            *last = number;
        } else {
            self.by_source.insert(source, (number, number));
        }
    }

    /// The numbers of the groups of one source.
    fn chain(&self, first: u32) -> Vec<usize> {
        let mut chain = Vec::new();
        let mut next = Some(first);
        while let Some(number) = next {
            chain.push(number as usize);
            next = self.groups.get(number as usize).and_then(|group| group.next_of_source);
        }
        chain
    }

    /// Settles the conflict between `chain`'s groups; gives the numbers of those that must go.
    fn settle(&mut self, chain: &[usize], sink: &mut dyn Sink) -> Result<Vec<usize>> {
        let groups: Vec<&Group> = chain.iter().filter_map(|&number| self.groups.get(number)).collect();
        let Some((first, others)) = groups.split_first() else {
            return Ok(Vec::new());
        };
        let Some(other) = others.iter().find(|group| group.key != first.key) else {
            return Ok(Vec::new());
        };
        match self.options.conflicts {
            Conflicts::Keep => {
                let targets = groups.iter().map(|group| group.key).collect::<HashSet<_>>().len();
                let text = first
                    .kept
                    .unit
                    .source()
                    .map(|source| shortened(source.segment.text()))
                    .unwrap_or_default();
                let message = format!("`{text}` has {targets} different translations, which all stay");
                let unit = &other.kept.unit;
                sink.take(
                    Diagnostic::new(DiagnosticCode::Conflict, message)
                        .at(&unit.origin)
                        .of_unit(unit.id.as_deref())
                        .with_help("choose one with `--conflicts newest`, `frequent`, `first` …"),
                );
                self.conflicts += 1;
                Ok(Vec::new())
            }
            Conflicts::Fail => Err(conflict(&first.kept.unit, &other.kept.unit)),
            Conflicts::Choose(keep) => {
                let best = chain.iter().copied().reduce(|best, number| {
                    match (self.groups.get(best), self.groups.get(number)) {
                        (Some(a), Some(b)) if keep.prefers(&Rank::of_group(a), &Rank::of_group(b)) => number,
                        _ => best,
                    }
                });
                let best_key = best.and_then(|best| self.groups.get(best)).map(|group| group.key);
                let loses = |number: &usize| {
                    self.groups
                        .get(*number)
                        .is_some_and(|group| Some(group.key) != best_key)
                };
                Ok(chain.iter().copied().filter(loses).collect())
            }
        }
    }
}

impl Stage for Dedupe {
    fn take(&mut self, unit: &mut TranslationUnit, outlet: &mut dyn Outlet, sink: &mut dyn Sink) -> Result<()> {
        let found = self.keys.find(unit);
        let unit = std::mem::take(unit);
        self.taken += 1;
        let date = date(&unit);
        let form = Form {
            exact: found.exact,
            unit,
            order: self.taken,
            count: 1,
            date,
        };
        if self.options.by == DedupeBy::Off {
            self.new_group(found.key, found.source, form);
            return Ok(());
        }
        let known = self.by_key.get(&found.key).copied();
        let Some(group) = known.and_then(|number| self.groups.get_mut(number as usize)) else {
            let number = u32::try_from(self.groups.len()).unwrap_or(u32::MAX);
            self.by_key.insert(found.key, number);
            self.new_group(found.key, found.source, form);
            return Ok(());
        };
        if let Some(removed) = group.add(form, self.options.keep) {
            outlet.remove(&removed, Reason::Duplicate, sink)?;
        }
        Ok(())
    }

    fn flush(&mut self, outlet: &mut dyn Outlet, sink: &mut dyn Sink) -> Result<()> {
        for group in &mut self.groups {
            for removed in group.choose_most_frequent() {
                outlet.remove(&removed, Reason::Duplicate, sink)?;
            }
        }
        let mut chains: Vec<u32> = self
            .by_source
            .values()
            .filter(|(a, b)| a != b)
            .map(|&(first, _)| first)
            .collect();
        chains.sort_unstable();
        let mut goes = vec![false; self.groups.len()];
        for first in chains {
            let chain = self.chain(first);
            for number in self.settle(&chain, sink)? {
                if let Some(goes) = goes.get_mut(number) {
                    *goes = true;
                }
            }
        }
        let mut groups: Vec<(Group, bool)> = std::mem::take(&mut self.groups).into_iter().zip(goes).collect();
        self.by_key.clear();
        self.by_source.clear();
        groups.sort_by_key(|(group, _)| group.kept.order);
        for (mut group, goes) in groups {
            if goes {
                outlet.remove(&group.kept.unit, Reason::Conflict, sink)?;
            } else {
                if let Some(gathered) = group.gathered.take() {
                    gathered.give(&mut group.kept.unit);
                }
                outlet.keep(&mut group.kept.unit, sink)?;
            }
        }
        Ok(())
    }
}

impl Group {
    /// Adds a unit; gives the one that goes, unless the choice must wait for the last.
    fn add(&mut self, mut form: Form, keep: Keep) -> Option<TranslationUnit> {
        self.count += 1;
        self.dates = match (self.dates, form.date) {
            (Some((earliest, latest)), Some(date)) => Some((earliest.min(date), latest.max(date))),
            (dates, date) => dates.or(date.map(|date| (date, date))),
        };
        if self.kept.exact == form.exact {
            self.kept.count += 1;
        } else if keep == Keep::Frequent {
            let Some(other) = self.others.iter_mut().find(|other| other.exact == form.exact) else {
                self.others.push(form);
                return None;
            };
            other.count += 1;
        }
        if keep.prefers(&Rank::of_form(&self.kept), &Rank::of_form(&form)) {
            form.count = self.kept.count;
            std::mem::swap(&mut self.kept, &mut form);
        }
        merge::merge(&mut self.kept.unit, &form.unit);
        Gathered::add(&mut self.gathered, &form.unit);
        Some(form.unit)
    }

    /// Puts the most frequent form in front, the first of equals, and gives the others.
    fn choose_most_frequent(&mut self) -> Vec<TranslationUnit> {
        let mut removed = Vec::new();
        for mut other in std::mem::take(&mut self.others) {
            if other.count > self.kept.count {
                std::mem::swap(&mut self.kept, &mut other);
            }
            merge::merge(&mut self.kept.unit, &other.unit);
            Gathered::add(&mut self.gathered, &other.unit);
            removed.push(other.unit);
        }
        removed
    }
}

/// What one of several is chosen by.
struct Rank {
    order: u64,
    earliest: Option<i64>,
    latest: Option<i64>,
    count: u64,
}

impl Rank {
    /// Among units that are the same; how often a form came is settled at the end.
    fn of_form(form: &Form) -> Self {
        Self {
            order: form.order,
            earliest: form.date,
            latest: form.date,
            count: 1,
        }
    }

    fn of_group(group: &Group) -> Self {
        Self {
            order: group.kept.order,
            earliest: group.dates.map(|(earliest, _)| earliest),
            latest: group.dates.map(|(_, latest)| latest),
            count: group.count,
        }
    }
}

impl Keep {
    /// Whether `b` is to stay rather than `a`; of equals `a` stays.
    fn prefers(self, a: &Rank, b: &Rank) -> bool {
        match self {
            Self::First => b.order < a.order,
            Self::Last => b.order > a.order,
            Self::Newest => b_is_beyond(a.latest, b.latest, |a, b| b > a),
            Self::Oldest => b_is_beyond(a.earliest, b.earliest, |a, b| b < a),
            Self::Frequent => b.count > a.count,
        }
    }
}

/// A date beats none.
fn b_is_beyond(a: Option<i64>, b: Option<i64>, beyond: impl Fn(i64, i64) -> bool) -> bool {
    match (a, b) {
        (Some(a), Some(b)) => beyond(a, b),
        (None, Some(_)) => true,
        (_, None) => false,
    }
}

/// When a unit was last changed, else made: of its target before the whole, as `OmegaT` reads it.
fn date(unit: &TranslationUnit) -> Option<i64> {
    let of_target = unit.target().and_then(|target| target.provenance.as_deref());
    let provenances = [of_target, unit.provenance.as_deref()];
    let mut dates = provenances.into_iter().flatten().flat_map(|p| [&p.changed, &p.created]);
    dates.find_map(|moment| moment.as_ref()?.to_seconds())
}

fn conflict(first: &TranslationUnit, other: &TranslationUnit) -> Error {
    let text = first
        .source()
        .map(|source| shortened(source.segment.text()))
        .unwrap_or_default();
    let place = match &first.origin.file {
        Some(file) => format!("{file}:{}", first.origin.line),
        None => "above".to_owned(),
    };
    let message = format!("`{text}` is translated otherwise than at {place}");
    Error::from(ErrorKind::Conflict(message))
        .at_origin(&other.origin)
        .of_unit(other.id.as_deref())
        .with_help("settle it, or choose another `--conflicts`")
}

/// The beginning of a text, for messages.
fn shortened(text: &str) -> String {
    const MAX_CHARACTERS: usize = 40;
    let mut short: String = text.chars().take(MAX_CHARACTERS).collect();
    if short.len() < text.len() {
        short.push('…');
    }
    short
}

#[cfg(test)]
mod tests;
