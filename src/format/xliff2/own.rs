//! Properties that are attributes of XLIFF 2, or what a unit stands in: they are written as such again.
//!
//! Reading puts them behind all others, in a fixed order, the document last; so only those are taken that stand so, or
//! reading would not give back the same list. Behind the document may stand what a unit took over from others.

use super::frames::Frames;
use super::{state, types};
use crate::model::{Property, State, TranslationUnit, is_illegal};

/// The properties, in the order in which they are read.
const NAMES: [&str; 9] = [
    "x-name",
    "x-type",
    "x-translate",
    "x-canResegment",
    "x-srcDir",
    "x-trgDir",
    "x-subState",
    "x-group",
    "x-document",
];

/// How many of [`NAMES`], from the first, are attributes of the whole unit.
const OF_UNIT: usize = 6;

/// Which of [`NAMES`] is the document: every part of a unit that is read has one, if its file has.
const DOCUMENT: usize = NAMES.len() - 1;

/// The values that are written as attributes.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Own<'a> {
    values: [Option<&'a str>; NAMES.len()],
    /// How many properties before them are left for metadata.
    left: usize,
    /// How many are theirs, and are no metadata.
    taken: usize,
}

/// What a property must fit to be written.
#[derive(Debug, Clone, Copy)]
pub(super) struct Place<'a> {
    /// Whether `unit/@name` is free for it.
    pub(super) takes_name: bool,
    /// `state` as it is written, if `subState` beside it is free.
    pub(super) state: Option<&'a str>,
    pub(super) takes_documents: bool,
    /// Whether any part has a target: a unit that is not to be translated and has none is passed over by readers.
    pub(super) has_target: bool,
}

impl<'a> Own<'a> {
    /// The attributes of the unit itself.
    pub(super) fn attributes(&self) -> impl Iterator<Item = (&'static str, &'a str)> {
        let named = NAMES.iter().zip(self.values).take(OF_UNIT);
        named.filter_map(|(name, value)| Some((name.strip_prefix("x-")?, value?)))
    }

    pub(super) fn name(&self) -> Option<&'a str> {
        self.get("x-name")
    }

    pub(super) fn sub_state(&self) -> Option<&'a str> {
        self.get("x-subState")
    }

    pub(super) fn groups(&self) -> Option<&'a str> {
        self.get("x-group")
    }

    pub(super) fn document(&self) -> Option<&'a str> {
        self.get("x-document")
    }

    /// The values that are the same for all segments of a unit.
    fn of_whole(&self) -> [Option<&'a str>; NAMES.len()] {
        let mut values = self.values;
        // the only one that each segment has for itself
        if let Some(value) = values.get_mut(OF_UNIT) {
            *value = None;
        }
        values
    }

    /// The properties of the unit that are left for metadata: those before the ones that are taken, and those behind.
    pub(super) fn left<'u>(&self, unit: &'u TranslationUnit) -> [&'u [Property]; 2] {
        let (before, rest) = unit.properties.split_at_checked(self.left).unwrap_or_default();
        [before, rest.get(self.taken..).unwrap_or_default()]
    }

    fn get(&self, name: &str) -> Option<&'a str> {
        let place = NAMES.iter().position(|known| *known == name)?;
        self.values.get(place).copied().flatten()
    }

    /// What of the properties of `unit` is written otherwise; of [`NAMES`] only those from `from` on.
    fn of(unit: &'a TranslationUnit, place: Place<'_>, from: usize) -> Self {
        let counts = counts(unit);
        let mut own = Self {
            left: end_of_own(unit, counts),
            ..Self::default()
        };
        let mut end = NAMES.len();
        while let Some(property) = unit.properties.get(..own.left).and_then(<[Property]>::last) {
            let among = NAMES.get(from..end).unwrap_or_default();
            let Some(found) = among.iter().position(|name| *name == property.name) else {
                break;
            };
            let is_repeated = counts.get(from + found).is_some_and(|count| *count > 1);
            if is_repeated || property.lang.is_some() || !fits(property, unit, place) {
                break;
            }
            end = from + found;
            if let Some(value) = own.values.get_mut(end) {
                *value = Some(&property.value);
            }
            own.left -= 1;
            own.taken += 1;
        }
        own
    }
}

/// How often a unit has a property of each of [`NAMES`].
fn counts(unit: &TranslationUnit) -> [usize; NAMES.len()] {
    let mut counts = [0; NAMES.len()];
    for property in &unit.properties {
        let place = NAMES.iter().position(|name| *name == property.name);
        if let Some(count) = place.and_then(|place| counts.get_mut(place)) {
            *count += 1;
        }
    }
    counts
}

/// The place behind the properties that may be written otherwise: that behind the document, unless a property behind it
/// would be taken for one of those when it is read back.
fn end_of_own(unit: &TranslationUnit, counts: [usize; NAMES.len()]) -> usize {
    let is_single = |property: &Property| {
        let place = NAMES.iter().position(|name| *name == property.name);
        place.and_then(|place| counts.get(place)) == Some(&1)
    };
    let last_of_own = unit.properties.iter().rposition(is_single);
    let last = last_of_own.filter(|last| unit.properties.get(*last).is_some_and(|last| last.name == "x-document"));
    last.map_or(unit.properties.len(), |last| last + 1)
}

/// Settles what is written of the units that are the parts of one: attributes of the whole only where all agree that have
/// properties; what stands between segments has none, and takes part in what the others say.
pub(super) fn settle<'a>(units: &[(&'a TranslationUnit, Place<'_>)]) -> Vec<Own<'a>> {
    let is_silent = |unit: &TranslationUnit| unit.is_ignorable() && unit.properties.is_empty();
    for from in [0, OF_UNIT, DOCUMENT, NAMES.len()] {
        let mut all: Vec<Own<'a>> = units.iter().map(|(unit, place)| Own::of(unit, *place, from)).collect();
        let mut speaking = units.iter().zip(&all).filter(|((unit, _), _)| !is_silent(unit));
        let whole = speaking.next().map(|(_, own)| own.of_whole()).unwrap_or_default();
        if speaking.all(|(_, own)| own.of_whole() == whole) {
            for ((unit, _), own) in units.iter().zip(&mut all) {
                if is_silent(unit) {
                    own.values = whole;
                }
            }
            return all;
        }
    }
    Vec::new()
}

fn fits(property: &Property, unit: &TranslationUnit, place: Place<'_>) -> bool {
    let value = property.value.as_str();
    if value.contains(is_illegal) {
        return false;
    }
    match property.name.as_str() {
        // reading makes it the key where there is none
        "x-name" => place.takes_name && unit.context.as_ref().is_some_and(|context| context.key.is_some()),
        "x-type" => types::is_user_defined(value),
        "x-translate" => value == "no" && place.has_target,
        "x-canResegment" => value == "no",
        "x-srcDir" | "x-trgDir" => matches!(value, "ltr" | "rtl"),
        "x-subState" => {
            place.state.is_some()
                && types::is_user_defined(value)
                && state::read(place.state, Some(value)) == (place.state.map(State::parse), Some(value))
        }
        "x-group" => Frames::takes_groups(value),
        "x-document" => place.takes_documents && !value.is_empty(),
        _ => false,
    }
}

/// The first properties of a variant, which are left for metadata.
pub(super) fn left(properties: &[Property], count: usize) -> &[Property] {
    properties.get(..count).unwrap_or(properties)
}
