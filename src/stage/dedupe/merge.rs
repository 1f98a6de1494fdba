//! What is said of a duplicate goes to the unit that stays.

use indexmap::IndexSet;

use crate::model::{LanguageTag, Moment, Note, Property, Provenance, TranslationUnit};

/// Merges into `kept` who made and used `removed` and when, and what was offered for it: usage counts are summed, the
/// earliest creation, the latest change and use win.
pub(super) fn merge(kept: &mut TranslationUnit, removed: &TranslationUnit) {
    let mut is_changed = false;
    if let Some(provenance) = &removed.provenance {
        is_changed |= merge_provenance(kept.provenance_mut(), provenance);
    }
    for candidate in &removed.candidates {
        if !kept.candidates.contains(candidate) {
            kept.candidates.push(candidate.clone());
            is_changed = true;
        }
    }
    for variant in &removed.variants {
        let own = kept.variants.iter_mut().find(|own| own.lang == variant.lang);
        if let (Some(own), Some(provenance)) = (own, &variant.provenance) {
            is_changed |= merge_provenance(own.provenance.get_or_insert_default(), provenance);
        }
    }
    if is_changed {
        kept.touch();
    }
}

/// The notes and properties of removed units, each once, until it is known which unit stays.
#[derive(Debug, Default)]
pub(super) struct Gathered {
    unit: Remarks,
    variants: Vec<(LanguageTag, Remarks)>,
}

#[derive(Debug, Default)]
struct Remarks {
    notes: IndexSet<Note>,
    properties: IndexSet<Property>,
}

impl Remarks {
    fn add(&mut self, notes: &[Note], properties: &[Property]) {
        self.notes.extend(notes.iter().cloned());
        self.properties.extend(properties.iter().cloned());
    }

    /// Gives whether anything was added.
    fn give(mut self, notes: &mut Vec<Note>, properties: &mut Vec<Property>) -> bool {
        for own in notes.iter() {
            self.notes.shift_remove(own);
        }
        for own in properties.iter() {
            self.properties.shift_remove(own);
        }
        let is_new = !self.notes.is_empty() || !self.properties.is_empty();
        notes.extend(self.notes);
        properties.extend(self.properties);
        is_new
    }
}

impl Gathered {
    /// Takes what is said of a unit that goes.
    pub(super) fn add(gathered: &mut Option<Box<Self>>, removed: &TranslationUnit) {
        let says_something = |notes: &[Note], properties: &[Property]| !notes.is_empty() || !properties.is_empty();
        if says_something(&removed.notes, &removed.properties) {
            gathered
                .get_or_insert_default()
                .unit
                .add(&removed.notes, &removed.properties);
        }
        for variant in removed
            .variants
            .iter()
            .filter(|v| says_something(&v.notes, &v.properties))
        {
            let variants = &mut gathered.get_or_insert_default().variants;
            let place = variants
                .iter()
                .position(|(lang, _)| *lang == variant.lang)
                .unwrap_or_else(|| {
                    variants.push((variant.lang.clone(), Remarks::default()));
                    variants.len() - 1
                });
            if let Some((_, remarks)) = variants.get_mut(place) {
                remarks.add(&variant.notes, &variant.properties);
            }
        }
    }

    /// Gives all to the unit that stays, behind its own.
    pub(super) fn give(self, kept: &mut TranslationUnit) {
        let mut is_changed = self.unit.give(&mut kept.notes, &mut kept.properties);
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

/// Gives whether anything changed.
fn merge_provenance(kept: &mut Provenance, removed: &Provenance) -> bool {
    let before = kept.clone();
    if is_beyond(kept.created.as_ref(), removed.created.as_ref(), |kept, removed| {
        removed < kept
    }) {
        kept.created.clone_from(&removed.created);
        kept.created_by.clone_from(&removed.created_by);
    }
    if is_beyond(kept.changed.as_ref(), removed.changed.as_ref(), |kept, removed| {
        removed > kept
    }) {
        kept.changed.clone_from(&removed.changed);
        kept.changed_by.clone_from(&removed.changed_by);
    }
    if is_beyond(kept.last_used.as_ref(), removed.last_used.as_ref(), |kept, removed| {
        removed > kept
    }) {
        kept.last_used.clone_from(&removed.last_used);
    }
    kept.usage_count = match (kept.usage_count, removed.usage_count) {
        (Some(kept), Some(removed)) => Some(kept.saturating_add(removed)),
        (kept, removed) => kept.or(removed),
    };
    // who goes with when: a name joins only where neither says when
    if kept.created.is_none() && kept.created_by.is_none() {
        kept.created_by.clone_from(&removed.created_by);
    }
    if kept.changed.is_none() && kept.changed_by.is_none() {
        kept.changed_by.clone_from(&removed.changed_by);
    }
    for (kept, removed) in [
        (&mut kept.tool, &removed.tool),
        (&mut kept.tool_version, &removed.tool_version),
    ] {
        if kept.is_none() {
            kept.clone_from(removed);
        }
    }
    *kept != before
}

/// Whether the removed unit's moment is to be taken: there is none yet, or it lies `beyond` it. What is no known date
/// is taken only where there is none.
fn is_beyond(kept: Option<&Moment>, removed: Option<&Moment>, beyond: impl Fn(i64, i64) -> bool) -> bool {
    match (kept, removed) {
        (_, None) => false,
        (None, Some(_)) => true,
        (Some(kept), Some(removed)) => match (kept.to_seconds(), removed.to_seconds()) {
            (Some(kept), Some(removed)) => beyond(kept, removed),
            (None, Some(_)) => true,
            (_, None) => false,
        },
    }
}
