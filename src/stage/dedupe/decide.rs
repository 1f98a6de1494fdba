//! Which of the units that are the same stay, and what becomes of contradictions.

use std::cmp::Ordering;

use super::decisions::{Decisions, Errand, What};
use super::inherit::Estate;
use super::rank::Rank;
use super::seen::Seen;
use super::witness::Witnesses;
use super::{Conflicts, DedupeBy, DedupeOptions, Keep};
use crate::error::Result;
use crate::io::{Bytes, Record, Room, Sorted, Sorter};
use crate::marks::Marks;

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
        room: room.clone(),
        duplicates: Marks::of(units),
        losers: Marks::of(units),
        errands: Sorter::new(room.clone()),
        errand_runners: Marks::default(),
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
            deciding.close_source(source.as_ref())?;
            source = Some(Source::new(unit.source));
        }
        if let Some(group) = &mut group {
            deciding.add(group, unit)?;
        }
    }
    deciding.close_group(group, &mut source)?;
    deciding.close_source(source.as_ref())?;
    if let Some((first, other)) = deciding.fatal {
        for (order, what) in [(first, What::Contradicted), (other, What::Contradicts)] {
            deciding.send(order, what)?;
        }
    }
    let mut errands = deciding.errands.sorted()?;
    Ok(Decisions {
        next: errands.next()?,
        errands,
        witnesses,
        duplicates: deciding.duplicates,
        losers: deciding.losers,
        errand_runners: deciding.errand_runners,
        inheriting: Marks::default(),
        contradicted: None,
        estate: Some(Estate::new(room)),
        heirs: None,
        conflicts: deciding.conflicts,
    })
}

struct Deciding<'o> {
    options: &'o DedupeOptions,
    room: Room,
    duplicates: Marks,
    losers: Marks,
    errands: Sorter<Errand>,
    /// The units that have errands.
    errand_runners: Marks,
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
    others: Option<Sorter<Seen>>,
    /// All, where the most frequent form is wanted.
    forms: Option<Sorter<ByForm>>,
    count: u64,
    /// The earliest and the latest date.
    dates: Option<(i64, i64)>,
}

/// A unit among those that are the same: units of one form follow each other, in file order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct ByForm(Seen);

impl Ord for ByForm {
    fn cmp(&self, other: &Self) -> Ordering {
        (self.0.exact, self.0.order).cmp(&(other.0.exact, other.0.order))
    }
}

impl PartialOrd for ByForm {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Record for ByForm {
    const BYTES: usize = Seen::BYTES;

    fn put(&self, bytes: &mut Vec<u8>) {
        self.0.put(bytes);
    }

    fn get(bytes: &mut Bytes<'_>) -> Self {
        Self(Seen::get(bytes))
    }

    fn lead(&self) -> u64 {
        self.0.exact
    }
}

impl Group {
    fn of(first: &Seen) -> Self {
        Self {
            key: first.key,
            first: first.order,
            kept: *first,
            others: None,
            forms: None,
            count: 0,
            dates: None,
        }
    }

    /// Adds a unit that does not stay, as far as is known.
    fn add_other(&mut self, other: Seen, room: &Room) -> Result<()> {
        self.others.get_or_insert_with(|| Sorter::new(room.clone())).push(other)
    }

    fn rank(&self) -> Rank {
        Rank {
            order: self.kept.order,
            earliest: self.dates.map(|(earliest, _)| earliest),
            latest: self.dates.map(|(_, latest)| latest),
            count: self.count,
        }
    }
}

/// Units of one source, while they pass.
struct Source {
    key: u128,
    targets: u64,
    /// The first units of the two targets that came first: when the target came, and which unit of it stays.
    earliest: [Option<(u64, u64)>; 2],
    /// The target that stays, as far as is known.
    best: Option<Target>,
}

/// Units that are the same, to be compared with others of the same source.
struct Target {
    rank: Rank,
    /// The number of the first.
    first: u64,
    /// The number of the one that stays.
    kept: u64,
    /// All others that stay too.
    others: Option<Sorter<Seen>>,
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
        if let Some(date) = unit.date() {
            let (earliest, latest) = group.dates.unwrap_or((date, date));
            group.dates = Some((earliest.min(date), latest.max(date)));
        }
        if self.options.keep == Keep::Frequent && self.options.by != DedupeBy::Off {
            let forms = group.forms.get_or_insert_with(|| Sorter::new(self.room.clone()));
            forms.push(ByForm(unit))?;
        }
        if unit.order == group.kept.order {
            return Ok(());
        }
        if self.options.by == DedupeBy::Off {
            return group.add_other(unit, &self.room);
        }
        self.duplicates.set(unit.order);
        match self.options.keep {
            Keep::First => self.hand_on(unit, group.kept),
            keep if keep.prefers(&Rank::of_unit(&group.kept), &Rank::of_unit(&unit)) => {
                let before = std::mem::replace(&mut group.kept, unit);
                group.add_other(before, &self.room)
            }
            _ => group.add_other(unit, &self.room),
        }
    }

    /// Notes that a unit has something to hand on to the one that stays, if it has.
    fn hand_on(&mut self, unit: Seen, kept: Seen) -> Result<()> {
        if !unit.legacy.adds_to(kept.legacy) {
            return Ok(());
        }
        self.send(unit.order, What::HandOn(kept.order))
    }

    /// Gives a unit an errand.
    fn send(&mut self, order: u64, what: What) -> Result<()> {
        self.errand_runners.add(order);
        self.errands.push(Errand { order, what })
    }

    /// Settles which unit of a group stays.
    fn close_group(&mut self, group: Option<Group>, source: &mut Option<Source>) -> Result<()> {
        let (Some(mut group), Some(source)) = (group, source) else {
            return Ok(());
        };
        if self.options.by != DedupeBy::Off {
            self.choose(&mut group)?;
        }
        source.targets += 1;
        let came = (group.first, group.kept.order);
        source.earliest = match source.earliest {
            [None, _] => [Some(came), None],
            [Some(first), _] if came < first => [Some(came), Some(first)],
            [first, second] if second.is_none_or(|second| came < second) => [first, Some(came)],
            both => both,
        };
        if let Conflicts::Choose(keep) = self.options.conflicts {
            self.compare(group, source, keep)?;
        }
        Ok(())
    }

    fn choose(&mut self, group: &mut Group) -> Result<()> {
        if let Some(forms) = group.forms.take()
            && let Some(form) = most_frequent(forms)?
            && form.order != group.kept.order
        {
            let before = std::mem::replace(&mut group.kept, form);
            group.add_other(before, &self.room)?;
        }
        let Some(others) = group.others.take() else {
            return Ok(());
        };
        // the first unit is no duplicate until another is preferred to it
        self.duplicates.set(group.first);
        self.duplicates.unset(group.kept.order);
        let mut others = others.sorted()?;
        while let Some(other) = others.next()? {
            if other.order != group.kept.order {
                self.hand_on(other, group.kept)?;
            }
        }
        Ok(())
    }

    /// Which of two targets of one source stays.
    fn compare(&mut self, group: Group, source: &mut Source, keep: Keep) -> Result<()> {
        let target = Target {
            rank: group.rank(),
            first: group.first,
            kept: group.kept.order,
            others: group.others,
        };
        let Some(best) = source.best.take() else {
            source.best = Some(target);
            return Ok(());
        };
        let is_better = keep.prefers(&best.rank, &target.rank)
            || (!keep.prefers(&target.rank, &best.rank) && target.first < best.first);
        let (stays, goes) = if is_better { (target, best) } else { (best, target) };
        source.best = Some(stays);
        self.losers.set(goes.kept);
        let Some(others) = goes.others else { return Ok(()) };
        let mut others = others.sorted()?;
        while let Some(other) = others.next()? {
            self.losers.set(other.order);
        }
        Ok(())
    }

    /// Settles the conflict between the targets of a source, if it has several.
    fn close_source(&mut self, source: Option<&Source>) -> Result<()> {
        let Some(&Source {
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
                self.send(other, What::SayConflict(targets))
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

/// The first unit of the form that came most often, of several such forms that which came first.
fn most_frequent(forms: Sorter<ByForm>) -> Result<Option<Seen>> {
    let mut forms = forms.sorted()?;
    let mut best: Option<(Seen, u64)> = None;
    let mut form: Option<(Seen, u64)> = None;
    loop {
        let next = forms.next()?;
        if let (Some((first, count)), Some(ByForm(unit))) = (&mut form, next)
            && first.exact == unit.exact
        {
            *count += 1;
            continue;
        }
        if let Some((first, count)) = form {
            let is_better = |(best, most): (Seen, u64)| count > most || (count == most && first.order < best.order);
            if best.is_none_or(is_better) {
                best = Some((first, count));
            }
        }
        match next {
            Some(ByForm(unit)) => form = Some((unit, 1)),
            None => return Ok(best.map(|(first, _)| first)),
        }
    }
}
