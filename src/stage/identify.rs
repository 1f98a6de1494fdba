//! Gives each unit its id. Remembers 16 bytes and a count for each id, and as much for each whole that ids of XLIFF are
//! unique among.

use std::collections::HashMap;
use std::sync::Arc;

use super::{Outlet, Stage};
use crate::diag::Sink;
use crate::error::Result;
use crate::model::{Code, TranslationUnit};

/// What ids are unique among.
#[derive(Debug, Clone, Copy)]
enum Scope {
    /// All units of an output.
    Units,
    /// The `unit` elements of an XLIFF: units that are no part of another, and the wholes that parts belong to.
    Wholes,
}

/// Gives units without id one that is derived from their content, and the n-th unit of one id the ending `-n`.
///
/// Derived ids are 128 bits in hex over languages and texts, so that the same content has the same id at each export
/// and a second import adds nothing.
#[derive(Debug, Default)]
pub struct Identify {
    seen: HashMap<[u8; 16], u32>,
    /// The whole that the last part belonged to: its file, its id as read, and as given.
    last_whole: Option<(Option<Arc<str>>, String, String)>,
}

impl Identify {
    /// Counts how often `id` has come, this time included.
    fn count(&mut self, scope: Scope, id: &str) -> u32 {
        let scope = match scope {
            Scope::Units => "unit",
            Scope::Wholes => "whole",
        };
        let key = short_hash(|hasher| {
            hasher.text(scope);
            hasher.text(id);
        });
        let count = self.seen.entry(key).or_insert(0);
        *count += 1;
        *count
    }

    /// The id itself the first time it comes, later the id with a number that makes it unique.
    fn unique(&mut self, scope: Scope, id: String) -> String {
        let mut repeat = self.count(scope, &id);
        if repeat == 1 {
            return id;
        }
        loop {
            let numbered = format!("{id}-{repeat}");
            if self.count(scope, &numbered) == 1 {
                return numbered;
            }
            repeat += 1;
        }
    }

    /// Parts that follow each other belong to one whole; its id must be no other's.
    fn settle_whole(&mut self, unit: &mut TranslationUnit) {
        let Some(part) = &mut unit.part else {
            self.last_whole = None;
            return;
        };
        let file = unit.origin.file.clone();
        if let Some((last_file, read, given)) = &self.last_whole
            && *last_file == file
            && *read == part.of
        {
            let is_changed = part.of != *given;
            part.of.clone_from(given);
            if is_changed {
                unit.touch();
            }
            return;
        }
        let read = part.of.clone();
        let given = self.unique(Scope::Wholes, std::mem::take(&mut part.of));
        part.of.clone_from(&given);
        let is_changed = given != read;
        self.last_whole = Some((file, read, given));
        if is_changed {
            unit.touch();
        }
    }
}

impl Stage for Identify {
    fn take(&mut self, unit: &mut TranslationUnit, outlet: &mut dyn Outlet, sink: &mut dyn Sink) -> Result<()> {
        let own = unit.id.take().filter(|id| !id.is_empty());
        let had_id = own.is_some();
        let own = own.unwrap_or_else(|| derived_id(unit));
        let mut id = self.unique(Scope::Units, own.clone());
        if unit.part.is_none() {
            while self.count(Scope::Wholes, &id) > 1 {
                id = self.unique(Scope::Units, id);
            }
        }
        if had_id && id != own {
            unit.touch();
        }
        unit.id = Some(id);
        self.settle_whole(unit);
        outlet.keep(unit, sink)
    }
}

fn derived_id(unit: &TranslationUnit) -> String {
    let hash = short_hash(|hasher| {
        for variant in &unit.variants {
            hasher.text(variant.lang.as_str());
            hasher.text(variant.segment.text());
            for Code { at, data, .. } in variant.segment.codes() {
                hasher.text(&at.to_string());
                hasher.text(data);
            }
        }
    });
    format!("{:032x}", u128::from_be_bytes(hash))
}

/// Feeds texts to a hash so that no two sequences of texts look the same.
pub(crate) struct TextHasher(blake3::Hasher);

impl TextHasher {
    /// Adds a text, its length first.
    pub(crate) fn text(&mut self, text: &str) {
        self.0.update(&(text.len() as u64).to_le_bytes());
        self.0.update(text.as_bytes());
    }
}

/// The first 128 bits of the hash of what `feed` adds.
pub(crate) fn short_hash(feed: impl FnOnce(&mut TextHasher)) -> [u8; 16] {
    let mut hasher = TextHasher(blake3::Hasher::new());
    feed(&mut hasher);
    let mut short = [0; 16];
    hasher.0.finalize_xof().fill(&mut short);
    short
}

#[cfg(test)]
mod tests {
    use super::super::tests_support::{Collected, unit};
    use super::*;

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
    fn a_given_id_stays_and_a_numbered_one_is_never_given_twice() {
        let with_id = |id: &str| TranslationUnit {
            id: Some(id.into()),
            ..unit("a", "b")
        };
        let ids = ids(vec![with_id("k-2"), with_id("k"), with_id("k")]);
        assert_eq!(ids, ["k-2", "k", "k-3"]);
    }
}
