//! Making another text the source of a unit.

use super::{TranslationUnit, to_front};
use crate::model::AppliesTo;

/// The property that holds the direction of the source's text (XLIFF 2, `srcDir`).
const SOURCE_DIR: &str = "x-srcDir";
/// The same of the target's (`trgDir`).
const TARGET_DIR: &str = "x-trgDir";

impl TranslationUnit {
    /// Makes the target the source: all that speaks of sides is turned with the variants, in a unit of two.
    ///
    /// Gives whether its context had to go: neighbours are known in the old source language only.
    pub fn turn_round(&mut self) -> bool {
        self.touch();
        if let [source, target] = self.variants.as_mut_slice() {
            std::mem::swap(source, target);
        }
        self.bead = self.bead.take().map(|bead| Box::new(bead.turned()));
        for note in &mut self.notes {
            note.applies_to = note.applies_to.map(AppliesTo::turned);
        }
        self.turn_directions();
        for ignorable in &mut self.ignorables {
            let source = std::mem::take(&mut ignorable.source);
            ignorable.source = ignorable.target.replace(source).unwrap_or_default();
            // it spoke of what is the source now
            ignorable.order = None;
        }
        let old_source = self.target().map(|variant| variant.segment.clone()).unwrap_or_default();
        for candidate in &mut self.candidates {
            let source = candidate.source.take().unwrap_or_else(|| old_source.clone());
            candidate.source = Some(std::mem::replace(&mut candidate.target, source));
        }
        self.forget_neighbours()
    }

    /// Turns the directions of both sides' texts, and keeps their order, by which they are attributes again.
    fn turn_directions(&mut self) {
        for property in &mut self.properties {
            let turned = match property.name.as_str() {
                SOURCE_DIR => TARGET_DIR,
                TARGET_DIR => SOURCE_DIR,
                _ => continue,
            };
            turned.clone_into(&mut property.name);
        }
        let place = |name: &str| self.properties.iter().position(|property| property.name == name);
        if let (Some(source), Some(target)) = (place(SOURCE_DIR), place(TARGET_DIR)) {
            self.properties.swap(source, target);
        }
    }

    /// Makes the variant at `place` the source of a unit of several languages.
    ///
    /// Gives whether its context had to go, as when it is turned round.
    pub(crate) fn make_source(&mut self, place: usize) -> bool {
        to_front(&mut self.variants, place);
        let is_lost = place > 0 && self.forget_neighbours();
        if is_lost {
            self.touch();
        }
        is_lost
    }

    /// Takes the neighbours out of the context; gives whether there were any.
    fn forget_neighbours(&mut self) -> bool {
        let Some(context) = &mut self.context else { return false };
        let is_lost = context.previous.take().is_some() | context.next.take().is_some();
        if context.key.is_none() {
            self.context = None;
        }
        is_lost
    }
}
