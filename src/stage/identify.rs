//! Gives each unit its id. Of each id that must be remembered it remembers 8 to 26 bytes, and of each that repeats how often.

mod repeats;

use std::collections::HashMap;
use std::sync::Arc;

pub(crate) use self::repeats::{IdHash, Repeats};
use super::{Outlet, Stage};
use crate::diag::Sink;
use crate::error::Result;
use crate::key_set::NameSet;
use crate::model::{Content, Raw, RawDialect, TranslationUnit};

/// What bears an id.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Bearer {
    /// A unit that is no part of another: a unit of an output, and a `unit` of an XLIFF.
    Unit,
    /// A unit that is a part of another.
    Part,
    /// The `unit` of an XLIFF that parts belong to.
    Whole,
}

/// Gives units without id one that is derived from their content, and the n-th unit of one id the ending `-n`.
///
/// Derived ids are 128 bits in hex of a hash over languages and texts (XXH3), so that the same content has the same id at
/// each export and a second import adds nothing. Contents that are made up to have one id are told apart by numbers.
#[derive(Debug, Default)]
pub struct Identify {
    /// The ids that repeat, if that is known.
    repeats: Option<Repeats>,
    units: NameSet,
    parts: NameSet,
    wholes: NameSet,
    /// The number that an id was given last, for ids that repeat.
    numbers: HashMap<(bool, String), u32>,
    last_whole: Option<Whole>,
    /// Memory for the content of a unit.
    content: Vec<u8>,
}

/// The whole that a part belongs to.
#[derive(Debug)]
struct Whole {
    file: Option<Arc<str>>,
    document: Option<String>,
    /// Its id as read.
    read: String,
    /// Its id as given.
    given: String,
}

impl Whole {
    /// Whether `unit`, a part of the whole `of`, goes on with this one. Documents of one file may each have a whole of
    /// one id, and a first part begins a new one.
    fn goes_on(&self, unit: &TranslationUnit, of: &str) -> bool {
        // in TMX each part is an element of its own
        let is_first = |raw: &Raw| raw.number == 1 && raw.dialect != RawDialect::Tmx14;
        let is_first = unit.raw.as_deref().is_some_and(is_first);
        self.read == of && self.file == unit.origin.file && self.document.as_deref() == document(unit) && !is_first
    }
}

/// The document that a unit says it is of.
fn document(unit: &TranslationUnit) -> Option<&str> {
    let property = unit.properties.iter().find(|property| property.name == "x-document");
    property.map(|property| property.value.as_str())
}

impl Identify {
    /// Of a run in which these ids are known to repeat, those of wholes ([`Part::of`](crate::model::Part::of)) counted with
    /// those of units. Without such knowledge, by default, all are remembered.
    pub(crate) fn knowing(repeats: Repeats) -> Self {
        Self {
            repeats: Some(repeats),
            ..Self::default()
        }
    }

    /// Takes an id, if nothing has it that it must differ from: units of an output differ, and `unit`s of an XLIFF.
    fn take_id(&mut self, bearer: Bearer, id: &str) -> bool {
        let (is_taken, own) = match bearer {
            Bearer::Unit => (self.parts.contains(id) || self.wholes.contains(id), &mut self.units),
            Bearer::Part => (self.units.contains(id), &mut self.parts),
            Bearer::Whole => (self.units.contains(id), &mut self.wholes),
        };
        !is_taken && own.insert(id)
    }

    /// The id itself the first time it comes, later the id with a number that makes it unique.
    fn unique(&mut self, bearer: Bearer, id: String) -> String {
        let is_unique = self.repeats.as_ref().is_some_and(|repeats| !repeats.may_be_of(&id));
        if is_unique || self.take_id(bearer, &id) {
            return id;
        }
        let counted = (bearer == Bearer::Whole, id);
        let mut number = self.numbers.get(&counted).copied().unwrap_or(1);
        loop {
            number = number.saturating_add(1);
            let numbered = format!("{}-{number}", counted.1);
            if self.take_id(bearer, &numbered) {
                self.numbers.insert(counted, number);
                return numbered;
            }
        }
    }

    /// Parts that follow each other belong to one whole; its id must be no other's.
    fn settle_whole(&mut self, unit: &mut TranslationUnit) {
        let Some(read) = unit.part.as_ref().map(|part| part.of.clone()) else {
            self.last_whole = None;
            return;
        };
        let last = self.last_whole.take().filter(|last| last.goes_on(unit, &read));
        let whole = last.unwrap_or_else(|| Whole {
            file: unit.origin.file.clone(),
            document: document(unit).map(str::to_owned),
            given: self.unique(Bearer::Whole, read.clone()),
            read,
        });
        if whole.given != whole.read {
            if let Some(part) = &mut unit.part {
                part.of.clone_from(&whole.given);
            }
            unit.touch();
        }
        self.last_whole = Some(whole);
    }
}

impl Stage for Identify {
    fn take(&mut self, unit: &mut TranslationUnit, outlet: &mut dyn Outlet, sink: &mut dyn Sink) -> Result<()> {
        let own = unit.id.take().filter(|id| !id.is_empty());
        let had_id = own.is_some();
        let own = own.unwrap_or_else(|| Content::of(unit, &mut self.content).id());
        let bearer = if unit.part.is_some() {
            Bearer::Part
        } else {
            Bearer::Unit
        };
        let id = self.unique(bearer, own.clone());
        if had_id && id != own {
            unit.touch();
        }
        unit.id = Some(id);
        self.settle_whole(unit);
        outlet.keep(unit, sink)
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests_support::{Collected, unit};
    use super::*;
    use crate::model::{Part, PartKind, Property};

    fn ids(units: Vec<TranslationUnit>) -> Vec<String> {
        let mut stage = Identify::default();
        let mut end = Collected::default();
        for mut unit in units {
            stage.take(&mut unit, &mut end, &mut Vec::new()).unwrap();
        }
        end.kept.into_iter().filter_map(|unit| unit.id).collect()
    }

    #[test]
    fn the_same_content_has_the_same_id_and_repeats_are_numbered() {
        let ids = ids(vec![unit("a", "b"), unit("a", "c"), unit("a", "b"), unit("a", "b")]);
        assert_eq!(ids[0].len(), 32);
        assert_ne!(ids[0], ids[1]);
        assert_eq!(ids[2], format!("{}-2", ids[0]));
        assert_eq!(ids[3], format!("{}-3", ids[0]));
    }

    #[test]
    fn parts_of_two_documents_are_of_two_wholes_though_these_have_one_id() {
        let part = |text: &str, document: &str, number: u32| TranslationUnit {
            part: Some(Box::new(Part {
                of: "u".into(),
                kind: PartKind::Segment,
            })),
            properties: vec![Property::new("x-document", document)],
            raw: Some(Box::new(Raw::new(RawDialect::Xliff20, "", number, 2))),
            ..unit(text, text)
        };
        let mut stage = Identify::default();
        let mut end = Collected::default();
        for (number, mut unit) in [
            part("a", "1.md", 1),
            part("b", "1.md", 2),
            part("c", "1.md", 1),
            part("d", "2.md", 2),
        ]
        .into_iter()
        .enumerate()
        {
            stage.take(&mut unit, &mut end, &mut Vec::new()).unwrap();
            assert_eq!(end.kept[number].raw.is_some(), number < 2);
        }
        let wholes: Vec<_> = end
            .kept
            .iter()
            .map(|unit| unit.part.as_ref().unwrap().of.as_str())
            .collect();
        assert_eq!(wholes, ["u", "u", "u-2", "u-3"]);
    }

    #[test]
    fn a_given_id_stays_and_a_numbered_one_is_never_given_twice() {
        let with_id = |id: &str| TranslationUnit {
            id: Some(id.into()),
            ..unit("a", "b")
        };
        let ids = ids(vec![with_id("k-2"), with_id("k"), with_id("k")]);
        assert_eq!(ids, ["k-2", "k", "k-3"]);
    }
}
