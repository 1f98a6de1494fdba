//! Compares two inputs by what their units mean: what was added, removed and changed, whatever the formats.
//!
//! Units are a multiset. Equal ones cancel each other out; of those that are left, two are one unit that was changed if
//! they bear one id, else if their source is the same, else if their target is. Order, code ids and all that only one
//! format has a notion of count for nothing; so do the headers.
//!
//! Held in memory: of each different unit a digest of 16 bytes and two counts, over both inputs together; then, whole,
//! the units that have no equal on the other side. Where order is compared, the digest's number for each unit of both
//! sides, and of `a` those that have moved, whole. Inputs are read again only if they differ; an input that can be read
//! only once, such as standard input or a pipe, is first copied to a temporary file.

mod codes;
mod difference;
mod digest;
mod input;
mod json;
mod matching;
mod meaning;
mod order;
mod partners;
mod tally;
mod units;
mod words;

#[cfg(test)]
mod tests;

pub use difference::{Aspect, Change, ChangedUnit, Difference, Field, MatchedBy, Place, Run, RunSide, Whole};
pub use json::{draw_json, draw_json_summary};
pub use units::compare_units;

use std::collections::{BTreeMap, HashMap};

use indexmap::IndexSet;

use self::input::{SideInput, source_of};
use self::matching::{Leftover, matched};
use self::meaning::Meaning;
use self::tally::{Kept, Side, Tally};
use crate::diag::{Severity, Silent, Sink};
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
    /// The languages of those, in order of appearance.
    pub languages_left_out: Vec<LanguageTag>,
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
/// Fails if an input can't be read, or changes between the first and the second reading, if no unit of either has the
/// languages asked for, or if `on_difference` does.
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
    if comparison.has_none_asked_for() {
        return Err(comparison.none_asked_for(options));
    }
    comparison.equal = tally.equal();
    let mut pairs = tally.equal_pairs();
    let is_same = comparison.a.units == comparison.equal && comparison.b.units == comparison.equal;
    if is_same && pairs.is_sorted_by_key(|&(_, in_b)| in_b) {
        return Ok(comparison);
    }
    let kept = tally.into_kept();
    let left_a = leftover(&a, Side::A, meaning, &kept, &comparison.a)?;
    let left_b = leftover(&b, Side::B, meaning, &kept, &comparison.b)?;
    drop(kept);
    let mut told = changed_or_removed(left_a, left_b, meaning, &options.aspects);
    if options.order == Order::Compare {
        pairs.extend(told.changed.iter().copied());
        let moved = moved(pairs);
        told.move_units(&a, &b, moved, &comparison)?;
    }
    for difference in told.by_position.into_values().chain(told.added) {
        comparison.add(&difference);
        on_difference(&difference)?;
    }
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

/// Reads a side for the second time: the units that have no equal on the other side.
fn leftover(input: &SideInput, side: Side, meaning: Meaning, kept: &Kept, first: &SideReport) -> Result<Vec<Leftover>> {
    let mut left = Vec::new();
    let mut seen = kept.seen(side);
    let mut position = 0;
    let second = input.read(&mut Silent, &mut |whole, header| {
        match seen.is_cancelled(meaning.digest(&whole.unit)) {
            None => return Err(input.changed()),
            Some(true) => {}
            Some(false) => left.push(Leftover {
                source: source_of(&whole.unit, header),
                whole,
                position,
            }),
        }
        position += 1;
        Ok(())
    })?;
    if second == *first {
        Ok(left)
    } else {
        Err(input.changed())
    }
}

/// Differences in the order in which they are told.
struct Told {
    /// Those of units that `a` has, by their position in it.
    by_position: BTreeMap<usize, Difference>,
    added: Vec<Difference>,
    /// The positions of changed units in `a` and in `b`.
    changed: Vec<(usize, usize)>,
}

fn changed_or_removed(a: Vec<Leftover>, b: Vec<Leftover>, meaning: Meaning, aspects: &[Aspect]) -> Told {
    let matches = matched(&a, &b, meaning);
    let mut of_b: Vec<Option<Leftover>> = b.into_iter().map(Some).collect();
    let mut take = |place: usize| of_b.get_mut(place).and_then(Option::take);
    let mut told = Told {
        by_position: BTreeMap::new(),
        added: Vec::new(),
        changed: Vec::new(),
    };
    for (Leftover { whole, position, .. }, found) in a.into_iter().zip(matches) {
        let other = found.and_then(|(place, by)| Some((take(place)?, by)));
        let difference = if let Some((other, matched_by)) = other {
            told.changed.push((position, other.position));
            let changes = compare_units(&whole.unit, &other.whole.unit, aspects);
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
        told.by_position.insert(position, difference);
    }
    let added = of_b.into_iter().flatten();
    told.added = added.map(|left| Difference::Added(Box::new(left.whole))).collect();
    told
}

/// Of the positions in `a` and in `b` of units that both have, the fewest without which the others are in order; in the order
/// of `a`.
fn moved(mut pairs: Vec<(usize, usize)>) -> Vec<(usize, usize)> {
    pairs.sort_unstable();
    let in_b: Vec<usize> = pairs.iter().map(|&(_, b)| b).collect();
    let rising = order::rising(&in_b);
    let moved = pairs.into_iter().zip(rising).filter(|(_, is_rising)| !is_rising);
    moved.map(|(pair, _)| pair).collect()
}

impl Told {
    /// Says which units stand elsewhere, by the positions in `a` and in `b` of those that do, in the order of `a`. Equal ones
    /// are read for it once more.
    fn move_units(
        &mut self,
        a: &SideInput,
        b: &SideInput,
        mut moved: Vec<(usize, usize)>,
        comparison: &Comparison,
    ) -> Result<()> {
        moved.retain(|(position, _)| match self.by_position.get_mut(position) {
            Some(Difference::Changed(unit)) => {
                unit.is_moved = true;
                false
            }
            _ => true,
        });
        if moved.is_empty() {
            return Ok(());
        }
        let mut places: HashMap<usize, Option<Place>> = moved.iter().map(|(_, in_b)| (*in_b, None)).collect();
        read_at(b, &comparison.b, &mut |position, whole| {
            if let Some(place) = places.get_mut(&position) {
                *place = Some(whole.place);
            }
        })?;
        let mut moved = moved.into_iter().peekable();
        read_at(a, &comparison.a, &mut |position, whole| {
            let pair = moved.next_if(|(in_a, _)| *in_a == position);
            if let Some(place) = pair.and_then(|(_, in_b)| places.get_mut(&in_b)?.take()) {
                let difference = Difference::Moved(Box::new(whole), place);
                self.by_position.insert(position, difference);
            }
        })
    }
}

/// Reads a side once more: units and their positions.
fn read_at(input: &SideInput, first: &SideReport, take: &mut dyn FnMut(usize, Whole)) -> Result<()> {
    let mut position = 0;
    let again = input.read(&mut Silent, &mut |whole, _| {
        take(position, whole);
        position += 1;
        Ok(())
    })?;
    if again == *first { Ok(()) } else { Err(input.changed()) }
}

impl Comparison {
    /// Whether there are units, but all were left out: then nothing was compared.
    fn has_none_asked_for(&self) -> bool {
        self.a.units + self.b.units == 0 && self.a.left_out + self.b.left_out > 0
    }

    fn none_asked_for(&self, options: &CompareOptions) -> Error {
        let named = |tags: Vec<&LanguageTag>| tags.into_iter().map(|tag| format!("`{tag}`")).collect::<Vec<_>>();
        let asked = [&options.source_lang, &options.target_lang].into_iter().flatten();
        let found: IndexSet<&LanguageTag> = [&self.a, &self.b]
            .into_iter()
            .flat_map(|side| &side.languages_left_out)
            .collect();
        let message = format!(
            "no unit to compare: none has {}, the inputs have {}",
            named(asked.collect()).join(" and "),
            named(found.into_iter().collect()).join(", ")
        );
        Error::from(ErrorKind::NoUnits(message)).with_help("change -s and -t")
    }

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
