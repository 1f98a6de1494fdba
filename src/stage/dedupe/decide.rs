//! Which of the units that are the same stay, and what becomes of contradictions.

use super::inherit::{Estate, Heirs};
use super::merge::LegacyMark;
use super::witness::{Witness, Witnesses};
use super::{Conflicts, DedupeBy, DedupeOptions, Keep};
use crate::diag::{Diagnostic, DiagnosticCode, Sink};
use crate::error::{Error, ErrorKind, Result};
use crate::io::{Bytes, Record, Room, Sorted, Sorter};
use crate::model::{Origin, TranslationUnit};

/// What was noted of a unit. Units of one source follow each other, in them those that are the same, in file order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Seen {
    pub(super) source: u128,
    pub(super) key: u128,
    /// The number of the unit in the run, from 0.
    pub(super) order: u64,
    /// In seconds since 1970.
    pub(super) date: Option<i64>,
    pub(super) exact: u64,
    pub(super) legacy: LegacyMark,
}

/// Stands for no date: long before anything was dated.
const NO_DATE: i64 = i64::MIN;

impl Record for Seen {
    const BYTES: usize = 64;

    fn put(&self, bytes: &mut Vec<u8>) {
        bytes.extend(self.source.to_le_bytes());
        bytes.extend(self.key.to_le_bytes());
        bytes.extend(self.order.to_le_bytes());
        bytes.extend(self.date.unwrap_or(NO_DATE).to_le_bytes());
        bytes.extend(self.exact.to_le_bytes());
        bytes.extend(self.legacy.0.to_le_bytes());
    }

    fn get(bytes: &mut Bytes<'_>) -> Self {
        Self {
            source: bytes.wide_number(),
            key: bytes.wide_number(),
            order: bytes.number(),
            date: Some(bytes.number().cast_signed()).filter(|date| *date != NO_DATE),
            exact: bytes.number(),
            legacy: LegacyMark(bytes.number()),
        }
    }
}

/// What is to be done when a unit passes the second time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Errand {
    order: u64,
    what: What,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum What {
    /// It hands on what is said of it to the unit of this number.
    HandOn(u64),
    /// Its source has so many different targets.
    SayConflict(u64),
    /// It contradicts a later unit, which must not be.
    Contradicted,
    /// It contradicts the unit before, which must not be.
    Contradicts,
}

impl Record for Errand {
    const BYTES: usize = 24;

    fn put(&self, bytes: &mut Vec<u8>) {
        let (kind, number) = match self.what {
            What::HandOn(to) => (0_u64, to),
            What::SayConflict(targets) => (1, targets),
            What::Contradicted => (2, 0),
            What::Contradicts => (3, 0),
        };
        for number in [self.order, kind, number] {
            bytes.extend(number.to_le_bytes());
        }
    }

    fn get(bytes: &mut Bytes<'_>) -> Self {
        let order = bytes.number();
        let what = match (bytes.number(), bytes.number()) {
            (0, to) => What::HandOn(to),
            (1, targets) => What::SayConflict(targets),
            (2, _) => What::Contradicted,
            _ => What::Contradicts,
        };
        Self { order, what }
    }
}

/// One bit for each unit.
#[derive(Debug, Default)]
struct Marks(Vec<u64>);

impl Marks {
    fn of(units: u64) -> Self {
        let words = units.div_ceil(u64::from(u64::BITS));
        Self(vec![0; usize::try_from(words).unwrap_or(0)])
    }

    fn place(order: u64) -> (usize, u64) {
        let bits = u64::from(u64::BITS);
        (usize::try_from(order / bits).unwrap_or(usize::MAX), 1 << (order % bits))
    }

    fn set(&mut self, order: u64) {
        let (word, bit) = Self::place(order);
        if let Some(word) = self.0.get_mut(word) {
            *word |= bit;
        }
    }

    fn has(&self, order: u64) -> bool {
        let (word, bit) = Self::place(order);
        self.0.get(word).is_some_and(|word| word & bit != 0)
    }
}

/// What becomes of a unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// It stays.
    Stays,
    /// It is the same as one that stays.
    Duplicate,
    /// Another translation of its source was preferred.
    Conflict,
}

/// What was decided on the units of a run.
#[derive(Debug)]
pub struct Decisions {
    duplicates: Marks,
    losers: Marks,
    errands: Sorted<Errand>,
    next: Option<Errand>,
    /// What was taken down of all units that have errands.
    witnesses: Option<Witnesses>,
    /// Where the unit stands that another contradicts, and what it says.
    contradicted: Option<Origin>,
    estate: Option<Estate>,
    heirs: Option<Heirs>,
    conflicts: u64,
}

impl Decisions {
    /// How many sources keep more than one target.
    #[must_use]
    pub fn conflicts(&self) -> u64 {
        self.conflicts
    }

    /// Whether some units must pass once more before all can be settled.
    #[must_use]
    pub fn has_errands(&self) -> bool {
        self.next.is_some()
    }

    /// Does what is to be done with units that were taken down when they passed.
    ///
    /// # Errors
    ///
    /// Fails as [`Decisions::run_errand`] does.
    pub fn run_known_errands(&mut self, sink: &mut dyn Sink) -> Result<()> {
        let Some(witnesses) = self.witnesses.take() else {
            return Ok(());
        };
        let mut called = witnesses.called()?;
        while self.next.is_some() {
            let Some(witness) = called.next()? else { break };
            self.run(&witness, sink)?;
        }
        Ok(())
    }

    /// Does what is to be done with the unit of number `order`. Units come in order.
    ///
    /// # Errors
    ///
    /// Fails if the unit is in a conflict that must not be, or a temporary file can't be read or written.
    pub fn run_errand(&mut self, order: u64, unit: &TranslationUnit, sink: &mut dyn Sink) -> Result<()> {
        if self.next.is_some_and(|next| next.order <= order) {
            self.run(&Witness::of(order, unit), sink)?;
        }
        Ok(())
    }

    fn run(&mut self, unit: &Witness, sink: &mut dyn Sink) -> Result<()> {
        while let Some(errand) = self.next.filter(|next| next.order <= unit.order) {
            self.next = self.errands.next()?;
            match errand.what {
                What::HandOn(to) => {
                    if let Some(estate) = &mut self.estate {
                        estate.take(&unit.legacy, unit.order, to)?;
                    }
                }
                What::SayConflict(targets) => {
                    let message = format!(
                        "`{}` has {targets} different translations, which all stay",
                        unit.beginning
                    );
                    sink.take(
                        Diagnostic::new(DiagnosticCode::Conflict, message)
                            .at(&unit.origin)
                            .of_unit(unit.id.as_deref())
                            .with_help("choose one with `--conflicts newest`, `frequent`, `first` …"),
                    );
                }
                What::Contradicted => self.contradicted = Some(unit.origin.clone()),
                What::Contradicts => return Err(conflict(self.contradicted.as_ref(), unit)),
            }
        }
        Ok(())
    }

    /// Says what becomes of the unit of number `order`, and gives it what others hand on to it. Units come in order, once
    /// all errands are done.
    ///
    /// # Errors
    ///
    /// Fails if a temporary file can't be read.
    pub fn settle(&mut self, order: u64, unit: &mut TranslationUnit) -> Result<Verdict> {
        if self.duplicates.has(order) {
            return Ok(Verdict::Duplicate);
        }
        if self.losers.has(order) {
            return Ok(Verdict::Conflict);
        }
        if let Some(estate) = self.estate.take() {
            self.heirs = Some(estate.heirs()?);
        }
        if let Some(heirs) = &mut self.heirs {
            heirs.give(order, unit)?;
        }
        Ok(Verdict::Stays)
    }
}

/// Decides on `units` units by what was seen of them.
pub(super) fn decide(
    mut seen: Sorted<Seen>,
    witnesses: Option<Witnesses>,
    options: &DedupeOptions,
    units: u64,
    room: Room,
) -> Result<Decisions> {
    let mut deciding = Deciding {
        options,
        duplicates: Marks::of(units),
        losers: Marks::of(units),
        errands: Sorter::new(room.clone()),
        conflicts: 0,
        fatal: None,
    };
    let mut source: Option<Source> = None;
    let mut group: Option<Group> = None;
    while let Some(unit) = seen.next()? {
        let starts_group = group.as_ref().is_none_or(|group| group.key != unit.key);
        let starts_source = source.as_ref().is_none_or(|source| source.key != unit.source);
        if starts_group || starts_source {
            deciding.close_group(group.take(), &mut source)?;
            group = Some(Group::of(&unit));
        }
        if starts_source {
            deciding.close_source(source.take())?;
            source = Some(Source::new(unit.source));
        }
        if let Some(group) = &mut group {
            deciding.add(group, unit)?;
        }
    }
    deciding.close_group(group, &mut source)?;
    deciding.close_source(source)?;
    if let Some((first, other)) = deciding.fatal {
        for (order, what) in [(first, What::Contradicted), (other, What::Contradicts)] {
            deciding.errands.push(Errand { order, what })?;
        }
    }
    let mut errands = deciding.errands.sorted()?;
    Ok(Decisions {
        next: errands.next()?,
        errands,
        witnesses,
        duplicates: deciding.duplicates,
        losers: deciding.losers,
        contradicted: None,
        estate: Some(Estate::new(room)?),
        heirs: None,
        conflicts: deciding.conflicts,
    })
}

struct Deciding<'o> {
    options: &'o DedupeOptions,
    duplicates: Marks,
    losers: Marks,
    errands: Sorter<Errand>,
    conflicts: u64,
    /// The first two units that contradict each other, where none may.
    fatal: Option<(u64, u64)>,
}

/// Units that are the same.
struct Group {
    key: u128,
    /// The number of the first.
    first: u64,
    /// The one that stays, as far as is known.
    kept: Seen,
    /// All but the one that stays, while it is not known which does.
    others: Vec<Seen>,
    /// How often each form came, where the most frequent is wanted, and the first unit of it.
    forms: Vec<(Seen, u64)>,
    count: u64,
    /// The earliest and the latest date.
    dates: Option<(i64, i64)>,
}

impl Group {
    fn of(first: &Seen) -> Self {
        Self {
            key: first.key,
            first: first.order,
            kept: *first,
            others: Vec::new(),
            forms: Vec::new(),
            count: 0,
            dates: None,
        }
    }
}

/// Units of one source, while they pass.
struct Source {
    key: u128,
    targets: u64,
    /// The first units of the two targets that came first: when the target came, and which unit of it stays.
    earliest: [Option<(u64, u64)>; 2],
    /// The target that stays, as far as is known, and its units.
    best: Option<(Rank, u64, Vec<u64>)>,
}

impl Source {
    fn new(key: u128) -> Self {
        Self {
            key,
            targets: 0,
            earliest: [None; 2],
            best: None,
        }
    }
}

impl Deciding<'_> {
    /// Adds a unit to the group of its key.
    fn add(&mut self, group: &mut Group, unit: Seen) -> Result<()> {
        group.count += 1;
        if let Some(date) = unit.date {
            let (earliest, latest) = group.dates.unwrap_or((date, date));
            group.dates = Some((earliest.min(date), latest.max(date)));
        }
        if unit.order == group.kept.order {
            if self.options.keep == Keep::Frequent {
                group.forms.push((unit, 1));
            }
            return Ok(());
        }
        if self.options.by == DedupeBy::Off {
            group.others.push(unit);
            return Ok(());
        }
        self.duplicates.set(unit.order);
        match self.options.keep {
            Keep::First => return self.hand_on(unit, group.kept),
            Keep::Frequent => match group.forms.iter_mut().find(|(form, _)| form.exact == unit.exact) {
                Some((_, count)) => *count += 1,
                None => group.forms.push((unit, 1)),
            },
            keep if keep.prefers(&Rank::of_unit(&group.kept), &Rank::of_unit(&unit)) => {
                let before = std::mem::replace(&mut group.kept, unit);
                group.others.push(before);
                return Ok(());
            }
            _ => {}
        }
        group.others.push(unit);
        Ok(())
    }

    /// Notes that a unit has something to hand on to the one that stays, if it has.
    fn hand_on(&mut self, unit: Seen, kept: Seen) -> Result<()> {
        if !unit.legacy.adds_to(kept.legacy) {
            return Ok(());
        }
        self.errands.push(Errand {
            order: unit.order,
            what: What::HandOn(kept.order),
        })
    }

    /// Settles which unit of a group stays.
    fn close_group(&mut self, group: Option<Group>, source: &mut Option<Source>) -> Result<()> {
        let (Some(mut group), Some(source)) = (group, source) else {
            return Ok(());
        };
        let mut kept = Vec::new();
        if self.options.by == DedupeBy::Off {
            kept.extend(group.others.iter().map(|other| other.order));
        } else {
            self.choose(&mut group)?;
        }
        kept.push(group.kept.order);
        source.targets += 1;
        let came = (group.first, group.kept.order);
        source.earliest = match source.earliest {
            [None, _] => [Some(came), None],
            [Some(first), _] if came < first => [Some(came), Some(first)],
            [first, second] if second.is_none_or(|second| came < second) => [first, Some(came)],
            both => both,
        };
        if let Conflicts::Choose(keep) = self.options.conflicts {
            self.compare(&group, kept, source, keep);
        }
        Ok(())
    }

    fn choose(&mut self, group: &mut Group) -> Result<()> {
        if self.options.keep == Keep::Frequent {
            let mut best: Option<(Seen, u64)> = None;
            for (form, count) in &group.forms {
                if best.is_none_or(|(_, most)| *count > most) {
                    best = Some((*form, *count));
                }
            }
            if let Some((form, _)) = best.filter(|(form, _)| form.order != group.kept.order) {
                let before = std::mem::replace(&mut group.kept, form);
                group.others.retain(|other| other.order != form.order);
                group.others.push(before);
            }
        }
        if group.others.is_empty() {
            return Ok(());
        }
        // the first unit is no duplicate until another is preferred to it
        self.duplicates.set(group.first);
        self.duplicates.unset(group.kept.order);
        for other in std::mem::take(&mut group.others) {
            self.hand_on(other, group.kept)?;
        }
        Ok(())
    }

    /// Which of two targets of one source stays.
    fn compare(&mut self, group: &Group, units: Vec<u64>, source: &mut Source, keep: Keep) {
        let rank = Rank::of_group(group);
        let Some((best, first, best_units)) = source.best.take() else {
            source.best = Some((rank, group.first, units));
            return;
        };
        let is_better = keep.prefers(&best, &rank) || (!keep.prefers(&rank, &best) && group.first < first);
        let (stays, goes) = if is_better {
            ((rank, group.first, units), best_units)
        } else {
            ((best, first, best_units), units)
        };
        for order in goes {
            self.losers.set(order);
        }
        source.best = Some(stays);
    }

    /// Settles the conflict between the targets of a source, if it has several.
    fn close_source(&mut self, source: Option<Source>) -> Result<()> {
        let Some(Source {
            targets,
            earliest: [Some((_, first)), Some((_, other))],
            ..
        }) = source
        else {
            return Ok(());
        };
        match self.options.conflicts {
            Conflicts::Keep => {
                self.conflicts += 1;
                self.errands.push(Errand {
                    order: other,
                    what: What::SayConflict(targets),
                })
            }
            Conflicts::Fail => {
                let is_first = self.fatal.is_none_or(|(before, _)| first < before);
                if is_first {
                    self.fatal = Some((first.min(other), first.max(other)));
                }
                Ok(())
            }
            Conflicts::Choose(_) => Ok(()),
        }
    }
}

impl Marks {
    fn unset(&mut self, order: u64) {
        let (word, bit) = Self::place(order);
        if let Some(word) = self.0.get_mut(word) {
            *word &= !bit;
        }
    }
}

/// What one of several is chosen by.
#[derive(Debug, Clone, Copy)]
struct Rank {
    order: u64,
    earliest: Option<i64>,
    latest: Option<i64>,
    count: u64,
}

impl Rank {
    /// Among units that are the same; how often a form came is settled at the end.
    fn of_unit(unit: &Seen) -> Self {
        Self {
            order: unit.order,
            earliest: unit.date,
            latest: unit.date,
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

fn conflict(first: Option<&Origin>, other: &Witness) -> Error {
    let place = match first.and_then(|first| first.file.as_ref().map(|file| (file, first.line))) {
        Some((file, line)) => format!("{file}:{line}"),
        None => "above".to_owned(),
    };
    let message = format!("`{}` is translated otherwise than at {place}", other.beginning);
    Error::from(ErrorKind::Conflict(message))
        .at_origin(&other.origin)
        .of_unit(other.id.as_deref())
        .with_help("settle it, or choose another `--conflicts`")
}
