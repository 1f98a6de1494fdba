//! Candidates, notes and properties that several units hand on to one, each once.

use std::collections::HashSet;
use std::hash::{Hash, Hasher};

use indexmap::IndexSet;

use super::merge::{Legacy, LegacyOfVariant};
use crate::model::{Candidate, LanguageTag, Note, Property, Segment, TranslationUnit};

/// The candidates, notes and properties of removed units.
#[derive(Debug, Default)]
pub(super) struct Gathered {
    candidates: Once<Offered>,
    unit: Remarks,
    variants: Vec<(LanguageTag, Remarks)>,
}

/// A candidate, to be found by its texts: numbers can't be hashed.
#[derive(Debug, PartialEq)]
struct Offered(Candidate);

impl Eq for Offered {}

impl Hash for Offered {
    fn hash<H: Hasher>(&self, hasher: &mut H) {
        self.0.source.as_ref().map(Segment::text).hash(hasher);
        self.0.target.text().hash(hasher);
    }
}

#[derive(Debug, Default)]
struct Remarks {
    notes: Once<Note>,
    properties: Once<Property>,
}

/// Values in the order in which they came, each once.
#[derive(Debug)]
struct Once<T> {
    /// The first of them. Most units inherit from one or two others, and what these say is sooner compared than hashed.
    few: Vec<T>,
    others: IndexSet<T>,
}

/// How many values are compared one by one.
const FEW: usize = 8;

impl<T> Default for Once<T> {
    fn default() -> Self {
        Self {
            few: Vec::new(),
            others: IndexSet::new(),
        }
    }
}

impl<T: Eq + Hash> Once<T> {
    fn add(&mut self, values: impl IntoIterator<Item = T>) {
        for value in values {
            if self.few.contains(&value) {
                continue;
            }
            if self.few.len() < FEW {
                self.few.push(value);
            } else {
                self.others.insert(value);
            }
        }
    }

    /// Adds to `own` what is not there; gives whether anything was added.
    fn give(self, own: &mut Vec<T>) -> bool {
        let count = own.len();
        if self.others.is_empty() {
            for value in self.few {
                if !own.contains(&value) {
                    own.push(value);
                }
            }
        } else {
            let known: HashSet<&T> = own.iter().collect();
            let all = self.few.into_iter().chain(self.others);
            let new: Vec<T> = all.filter(|value| !known.contains(value)).collect();
            own.extend(new);
        }
        own.len() > count
    }
}

impl Remarks {
    fn add(&mut self, notes: Vec<Note>, properties: Vec<Property>) {
        self.notes.add(notes);
        self.properties.add(properties);
    }

    /// Gives whether anything was added.
    fn give(self, notes: &mut Vec<Note>, properties: &mut Vec<Property>) -> bool {
        let has_new_notes = self.notes.give(notes);
        self.properties.give(properties) || has_new_notes
    }
}

impl Gathered {
    /// Takes what is said of a unit that goes.
    pub(super) fn add(&mut self, removed: Legacy) {
        self.candidates.add(removed.candidates.into_iter().map(Offered));
        self.unit.add(removed.notes, removed.properties);
        let says_something = |variant: &LegacyOfVariant| !variant.notes.is_empty() || !variant.properties.is_empty();
        for variant in removed.variants.into_iter().filter(says_something) {
            let variants = &mut self.variants;
            let place = variants
                .iter()
                .position(|(lang, _)| *lang == variant.lang)
                .unwrap_or_else(|| {
                    variants.push((variant.lang, Remarks::default()));
                    variants.len() - 1
                });
            if let Some((_, remarks)) = variants.get_mut(place) {
                remarks.add(variant.notes, variant.properties);
            }
        }
    }

    /// Gives all to the unit that stays, behind its own.
    pub(super) fn give(self, kept: &mut TranslationUnit) {
        let mut is_changed = self.unit.give(&mut kept.notes, &mut kept.properties);
        if !self.candidates.few.is_empty() {
            let mut own = std::mem::take(&mut kept.candidates).into_iter().map(Offered).collect();
            is_changed |= self.candidates.give(&mut own);
            kept.candidates = own.into_iter().map(|offered| offered.0).collect();
        }
        for (lang, remarks) in self.variants {
            if let Some(own) = kept.variants.iter_mut().find(|own| own.lang == lang) {
                is_changed |= remarks.give(&mut own.notes, &mut own.properties);
            }
        }
        if is_changed {
            kept.touch();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::merge;
    use super::*;
    use crate::model::{Raw, RawDialect};

    #[test]
    fn each_value_is_given_once_in_the_order_in_which_they_came() {
        for count in [0, 1, FEW - 1, FEW, FEW + 1, 3 * FEW] {
            let values: Vec<usize> = (0..count).collect();
            for own in [vec![], vec![1], vec![99, 0, FEW, FEW + 2]] {
                let mut once = Once::default();
                once.add(values.clone());
                once.add(values.iter().rev().copied());
                let mut given = own.clone();
                let is_new = once.give(&mut given);
                let mut wanted = own.clone();
                wanted.extend(values.iter().filter(|value| !own.contains(value)));
                assert_eq!(given, wanted);
                assert_eq!(is_new, wanted.len() > own.len());
            }
        }
    }

    #[test]
    fn candidates_come_once_each_and_their_numbers_count() {
        let candidate = |text: &str, quality: f64| Candidate {
            target: Segment::plain(text),
            quality: Some(quality),
            ..Candidate::default()
        };
        let all: Vec<Candidate> = (0..FEW * 2)
            .flat_map(|number| [50.0, 60.0].map(|quality| candidate(&number.to_string(), quality)))
            .collect();
        let mut gathered = Gathered::default();
        for _ in 0..2 {
            for offered in &all {
                let mut unit = crate::stage::tests_support::unit("a", "b");
                unit.candidates.push(offered.clone());
                let mut bytes = Vec::new();
                merge::write(&unit, &mut bytes);
                gathered.add(Legacy::read(&bytes).unwrap().unwrap());
            }
        }
        let mut kept = crate::stage::tests_support::unit("a", "b");
        kept.candidates.push(all[3].clone());
        gathered.give(&mut kept);
        let mut wanted = all.clone();
        wanted.remove(3);
        wanted.insert(0, all[3].clone());
        assert_eq!(kept.candidates, wanted);
    }

    #[test]
    fn what_several_say_of_one_text_goes_to_it_and_its_markup_is_no_longer_copied() {
        let legacy = |note: Option<&str>, value: Option<&str>| {
            let mut unit = crate::stage::tests_support::unit("a", "b");
            let own = &mut unit.variants[1];
            own.notes.extend(note.map(Note::new));
            own.properties.extend(value.map(|value| Property::new("p", value)));
            let mut bytes = Vec::new();
            merge::write(&unit, &mut bytes);
            Legacy::read(&bytes).unwrap().unwrap()
        };
        for (legacies, notes, properties) in [
            (vec![legacy(Some("1"), None), legacy(Some("2"), None)], 2, 0),
            (vec![legacy(None, Some("1")), legacy(None, Some("2"))], 0, 2),
            (vec![legacy(Some("1"), Some("1")), legacy(Some("1"), Some("1"))], 1, 1),
        ] {
            let mut kept = crate::stage::tests_support::unit("a", "b");
            kept.raw = Some(Box::new(Raw::new(RawDialect::Tmx14, "<tu/>", 1, 1)));
            let mut gathered = Gathered::default();
            for legacy in legacies {
                gathered.add(legacy);
            }
            gathered.give(&mut kept);
            let own = &kept.variants[1];
            assert_eq!((own.notes.len(), own.properties.len()), (notes, properties));
            assert!(kept.raw.is_none());
        }
    }
}
