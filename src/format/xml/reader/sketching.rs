//! Units that come without being parsed.

use std::sync::Arc;

use super::{DocumentParser, Known, XmlReader};
#[cfg(test)]
use super::{UNITS_FOUND, UNITS_MADE};
use crate::diag::Sink;
use crate::format::CopyPlan;
use crate::format::xml::document::SketchUnit;
use crate::format::xml::exemplars::Exemplars;
use crate::format::xml::names::Namespaces;
use crate::format::xml::place::{Place, Spot};
use crate::format::xml::reading::Reading;
use crate::format::xml::scouts::Find;
use crate::format::xml::template::Extent;
use crate::format::xml::tree::Plain;
use crate::model::{Digested, Sketch, TranslationUnit};

/// How the unit came that was sketched last, or made after another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shortened {
    Sketched,
    /// By a scout, who gave a digest.
    Found,
    Made,
}

/// Sketches units for a reader, or makes them after others.
pub(super) struct Sketching<'r, P> {
    pub(super) parser: &'r mut P,
    pub(super) sketch: &'r mut Sketch,
    pub(super) exemplars: &'r mut Exemplars,
    pub(super) made: &'r mut TranslationUnit,
    pub(super) digested: &'r mut Digested,
    pub(super) shortened: &'r mut Shortened,
}

impl<P: DocumentParser> SketchUnit for Sketching<'_, P> {
    fn sketch(&mut self, markup: &str, namespaces: &Namespaces) -> Plain<Extent> {
        *self.shortened = Shortened::Sketched;
        if may_sketch_in(namespaces) {
            let sketched = self.parser.sketch(markup, self.sketch);
            if sketched != Plain::Other {
                return sketched;
            }
        }
        match self.exemplars.make(markup, self.made) {
            Plain::Whole(extent) if self.parser.admit(self.made) => {
                *self.shortened = Shortened::Made;
                Plain::Whole(extent)
            }
            Plain::Part => Plain::Part,
            Plain::Whole(_) | Plain::Other => Plain::Other,
        }
    }

    fn take(&mut self, find: &Find<'_>, namespaces: &Namespaces) -> bool {
        if !may_sketch_in(namespaces) || !self.parser.admit_find(find.id) {
            return false;
        }
        self.digested.digest = *find.digest;
        self.digested.set_id(find.id);
        self.digested.set_languages(find.languages.each_ref());
        self.digested.is_mended = find.is_mended;
        *self.shortened = Shortened::Found;
        #[cfg(test)]
        UNITS_FOUND.set(UNITS_FOUND.get() + 1);
        true
    }
}

/// Where a default namespace is declared, a name may mean another element than without.
fn may_sketch_in(namespaces: &Namespaces) -> bool {
    namespaces.of_prefix("").is_empty()
}

impl<P: DocumentParser> XmlReader<P> {
    /// Takes the unit that was made after another.
    pub(super) fn take_made(&mut self, start: Place, number: u64, namespaces: &Namespaces, sink: &mut dyn Sink) {
        let mut unit = self.queue.used_unit();
        std::mem::swap(&mut unit, &mut self.made);
        #[cfg(test)]
        UNITS_MADE.set(UNITS_MADE.get() + 1);
        let spot = Spot::new(&self.file, start, "");
        unit.origin = spot.origin(0);
        let (before, origin) = (self.queue.len(), unit.origin.clone());
        let mut reading = Reading {
            spot,
            namespaces,
            oddities: &[],
            is_written_plainly: true,
            illegal_characters: self.illegal_characters,
            queue: &mut self.queue,
            sink,
        };
        self.parser.hand_on(unit, &mut reading);
        self.queue.number(before, number, &origin);
    }

    /// Takes the unit that was sketched: its digest, if digests are wanted, else the unit.
    pub(super) fn take_sketch(&mut self, start: Place, number: u64) {
        self.sketch.set_place(&self.file, start.line, start.column, number);
        if let Some(digester) = &mut self.digester {
            self.facts.clear();
            self.sketch.put_facts(&mut self.facts);
            self.digested.digest = digester(&self.sketch, &self.facts);
            self.digested.set_id(self.sketch.id());
            self.digested.set_languages(self.sketch.languages());
            self.digested.is_mended = self.sketch.is_mended();
            self.take_digest(number);
        } else {
            let mut unit = self.queue.used_unit();
            // in a later passage, markup is of use only to be copied
            let is_copied = |plan: &Arc<CopyPlan>| self.copied.has(plan.dialect);
            if self.plan.as_ref().is_none_or(is_copied) {
                self.sketch.fill(&mut unit);
            } else {
                self.sketch.fill_without_markup(&mut unit);
            }
            self.queue.push(unit);
        }
    }

    /// Takes the unit of which there is a digest.
    pub(super) fn take_digest(&mut self, number: u64) {
        self.digested.piece = number;
        self.digested.names_source = self.parser.names_source();
        self.known = Some(Known::Digest);
    }
}
