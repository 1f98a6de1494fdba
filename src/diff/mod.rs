//! Compares two inputs by what their units mean: what was added, removed and changed, whatever the formats.
//!
//! Units are a multiset. Equal ones cancel each other out; of those that are left, two are one unit that was changed if
//! they bear one id, else if their source is the same, else if their target is. Order, code ids and all that only one
//! format has a notion of count for nothing; so do the headers.
//!
//! Held in memory: of each different unit a digest of 16 bytes and two counts, over both inputs together; then, whole,
//! the units that have no equal on the other side. Where order is compared, the digest's number for each unit of both
//! sides, and whole those that have moved. Inputs are read a second time only if they differ; an input that can be read
//! only once, such as standard input or a pipe, is first copied to a temporary file.

mod codes;
mod difference;
mod input;
mod json;
mod matching;
mod meaning;
mod order;
mod tally;
mod units;
mod words;

#[cfg(test)]
mod tests;

pub use difference::{Aspect, Change, ChangedUnit, Difference, Field, MatchedBy, Place, Run, RunSide, Whole};
pub use json::{draw_json, draw_json_summary};
pub use units::compare_units;

use std::collections::BTreeMap;

use self::input::{SideInput, Unheard, source_of};
use self::matching::{Leftover, matched};
use self::meaning::Meaning;
use self::order::Places;
use self::tally::{Kept, Side, Tally};
use crate::diag::{Severity, Sink};
use crate::error::{Error, ErrorKind, Result};
use crate::format::Format;
use crate::model::LanguageTag;
use crate::report::Counting;
use crate::stage::Languages;

/// What a comparison is told.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct CompareOptions {
    /// The format of both inputs; found out for each where not given.
    pub from: Option<Format>,
    /// The source language: other languages are left out, and this tag stands for the one it picks.
    pub source_lang: Option<LanguageTag>,
    /// The target language, likewise.
    pub target_lang: Option<LanguageTag>,
    /// The encoding of inputs that don't declare one.
    pub encoding: Option<&'static encoding_rs::Encoding>,
    /// Columns of tables by name, as in [`ReadOptions::columns`](crate::format::ReadOptions::columns).
    pub columns: Vec<(String, String)>,
    /// What is compared.
    pub aspects: Vec<Aspect>,
    /// Whether the order of the units is compared.
    pub order: Order,
}

/// Whether the order of the units is compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Order {
    /// It is not.
    #[default]
    Ignore,
    /// It is.
    Compare,
}

impl Default for CompareOptions {
    fn default() -> Self {
        Self {
            from: None,
            source_lang: None,
            target_lang: None,
            encoding: None,
            columns: Vec::new(),
            aspects: Aspect::USUAL.to_vec(),
            order: Order::default(),
        }
    }
}

impl CompareOptions {
    /// What picks the languages asked for, if any are.
    fn languages(&self) -> Option<Languages> {
        let is_asked = self.source_lang.is_some() || self.target_lang.is_some();
        is_asked.then(|| Languages::new(self.source_lang.clone(), self.target_lang.clone()))
    }
}

/// How a comparison came out. `a.units = equal + changed + removed`, and `b.units = equal + changed + added`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Comparison {
    /// What was read of the first input.
    pub a: SideReport,
    /// What was read of the second input.
    pub b: SideReport,
    /// Units that both have; those that only stand elsewhere are among them.
    pub equal: u64,
    /// Units that both have, but not the same.
    pub changed: u64,
    /// Units that only the second has.
    pub added: u64,
    /// Units that only the first has.
    pub removed: u64,
    /// Units that stand elsewhere, the same or changed.
    pub moved: u64,
    /// The severest finding.
    pub worst: Option<Severity>,
}

impl Comparison {
    /// Whether nothing differs.
    #[must_use]
    pub fn is_equal(&self) -> bool {
        self.changed + self.added + self.removed + self.moved == 0
    }
}

/// What was read of one input.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SideReport {
    /// The path as it was given.
    pub file: String,
    /// The format.
    pub format: Option<Format>,
    /// Units that were compared.
    pub units: u64,
    /// Their languages, in order of appearance.
    pub languages: Vec<LanguageTag>,
    /// Units that have not the languages asked for.
    pub left_out: u64,
    /// Texts without counterpart, and junk.
    pub not_units: u64,
}

/// Told of each difference.
pub type OnDifference<'d> = &'d mut dyn FnMut(&Difference) -> Result<()>;

/// Compares two inputs, each a path or `-`: what was removed and changed, in the order of `a`, then what was added, in
/// that of `b`.
///
/// Findings of the readers go to `sink`.
///
/// # Errors
///
/// Fails if an input can't be read, or changes between the first and the second reading, or if `on_difference` does.
///
/// # Example
///
/// ```
/// use tmforge::diff::{self, CompareOptions, Difference};
///
/// let mut gone = 0;
/// let compared = diff::compare(
///     "samples/tsv/duplicates.tsv",
///     "samples/tsv/conflicts.tsv",
///     &CompareOptions::default(),
///     &mut Vec::new(),
///     &mut |difference| {
///         gone += u64::from(matches!(difference, Difference::Removed(_)));
///         Ok(())
///     },
/// )?;
/// assert_eq!(compared.removed, gone);
/// # Ok::<(), tmforge::Error>(())
/// ```
pub fn compare(
    a: &str,
    b: &str,
    options: &CompareOptions,
    sink: &mut dyn Sink,
    on_difference: OnDifference,
) -> Result<Comparison> {
    if a == "-" && b == "-" {
        let error = Error::from(ErrorKind::Usage("standard input is named twice".into()));
        return Err(error.with_help("it can be read only once"));
    }
    let meaning = Meaning::new(&options.aspects);
    let (a, b) = (SideInput::new(a, options)?, SideInput::new(b, options)?);
    let mut sink = Counting::new(sink);
    let mut tally = Tally::new(options.order);
    let mut comparison = Comparison {
        a: count(&a, Side::A, meaning, &mut tally, &mut sink)?,
        b: count(&b, Side::B, meaning, &mut tally, &mut sink)?,
        ..Comparison::default()
    };
    comparison.worst = sink.worst;
    comparison.equal = tally.equal();
    let places = tally.places();
    if comparison.a.units == comparison.equal && comparison.b.units == comparison.equal && places.moved.is_empty() {
        return Ok(comparison);
    }
    let kept = tally.into_kept();
    let moved_in_a = places.moved.iter().map(|&(a, _)| a).collect();
    let moved_in_b = places.moved.iter().map(|&(_, b)| b).collect();
    let a = collect(&a, Side::A, meaning, &kept, moved_in_a, &comparison.a)?;
    let b = collect(&b, Side::B, meaning, &kept, moved_in_b, &comparison.b)?;
    drop(kept);
    tell(a, b, meaning, &places, options, &mut comparison, on_difference)?;
    Ok(comparison)
}

/// Reads a side for the first time and counts the digests of its units.
fn count(
    input: &SideInput,
    side: Side,
    meaning: Meaning,
    tally: &mut Tally,
    sink: &mut dyn Sink,
) -> Result<SideReport> {
    input.read(sink, &mut |whole, _| {
        tally.count(side, meaning.digest(&whole.unit));
        Ok(())
    })
}

/// The units of a side that have to be shown.
#[derive(Default)]
struct Shown {
    leftover: Vec<Leftover>,
    /// By their position.
    moved: BTreeMap<usize, Whole>,
}

/// Reads a side for the second time.
fn collect(
    input: &SideInput,
    side: Side,
    meaning: Meaning,
    kept: &Kept,
    mut moved: Vec<usize>,
    first: &SideReport,
) -> Result<Shown> {
    moved.sort_unstable();
    let mut shown = Shown::default();
    let mut seen = kept.seen(side);
    let mut position = 0;
    let second = input.read(&mut Unheard, &mut |whole, header| {
        match seen.is_cancelled(meaning.digest(&whole.unit)) {
            None => return Err(input.changed()),
            Some(true) if moved.binary_search(&position).is_ok() => {
                shown.moved.insert(position, whole);
            }
            Some(true) => {}
            Some(false) => shown.leftover.push(Leftover {
                source: source_of(&whole.unit, header),
                whole,
                position,
            }),
        }
        position += 1;
        Ok(())
    })?;
    if second == *first {
        Ok(shown)
    } else {
        Err(input.changed())
    }
}

/// Tells of all differences, in order.
fn tell(
    a: Shown,
    mut b: Shown,
    meaning: Meaning,
    places: &Places,
    options: &CompareOptions,
    comparison: &mut Comparison,
    on_difference: OnDifference,
) -> Result<()> {
    let matches = matched(&a.leftover, &b.leftover, meaning);
    let mut of_b: Vec<Option<Leftover>> = b.leftover.into_iter().map(Some).collect();
    let mut take = |place: usize| of_b.get_mut(place).and_then(Option::take);
    let mut changed_places = Vec::new();
    let mut told: BTreeMap<usize, Difference> = BTreeMap::new();
    for (leftover, found) in a.leftover.into_iter().zip(matches) {
        let Leftover { whole, position, .. } = leftover;
        let other = found.and_then(|(place, by)| Some((take(place)?, by)));
        let difference = if let Some((other, matched_by)) = other {
            changed_places.push((position, other.position));
            let changes = compare_units(&whole.unit, &other.whole.unit, &options.aspects);
            Difference::Changed(Box::new(ChangedUnit {
                a: whole,
                b: other.whole,
                matched_by,
                is_moved: false,
                changes,
            }))
        } else {
            Difference::Removed(Box::new(whole))
        };
        told.insert(position, difference);
    }
    if options.order == Order::Compare {
        for (&(position, _), is_moved) in changed_places.iter().zip(places.are_moved(&changed_places)) {
            if let Some(Difference::Changed(unit)) = told.get_mut(&position) {
                unit.is_moved = is_moved;
            }
        }
    }
    let mut moved = a.moved;
    for (in_a, in_b) in &places.moved {
        if let (Some(a), Some(b)) = (moved.remove(in_a), b.moved.remove(in_b)) {
            told.insert(*in_a, Difference::Moved(Box::new(a), Box::new(b)));
        }
    }
    let added = of_b.into_iter().flatten();
    let added = added.map(|leftover| Difference::Added(Box::new(leftover.whole)));
    for difference in told.into_values().chain(added) {
        comparison.add(&difference);
        on_difference(&difference)?;
    }
    Ok(())
}

impl Comparison {
    fn add(&mut self, difference: &Difference) {
        match difference {
            Difference::Added(_) => self.added += 1,
            Difference::Removed(_) => self.removed += 1,
            Difference::Moved(..) => self.moved += 1,
            Difference::Changed(unit) => {
                self.changed += 1;
                self.moved += u64::from(unit.is_moved);
            }
        }
    }
}
