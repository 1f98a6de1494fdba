//! Units that wait for the `trans-unit` that one of their codes names as its sub-flow (`xid`; XLIFF 1.2, 3.2.7).

use std::collections::BTreeMap;

use super::draft::Draft;
use super::references::Reference;
use crate::diag::Sink;
use crate::model::{Segment, SubFlow, TranslationUnit};

/// How many units may come between a code and the unit that it names, and wait as long.
pub(super) const LOOK_AHEAD: usize = 256;

/// A code that waits.
#[derive(Debug)]
struct Wanted {
    unit: usize,
    side: usize,
    reference: Reference,
}

/// Units in file order, the first of them with a code that waits.
#[derive(Debug, Default)]
pub(super) struct Waiting {
    units: Vec<TranslationUnit>,
    /// By the id that is waited for.
    wanted: BTreeMap<String, Vec<Wanted>>,
}

impl Waiting {
    pub(super) fn is_empty(&self) -> bool {
        self.units.is_empty()
    }

    /// Whether a code waits for the unit `id`.
    pub(super) fn wants(&self, id: &str) -> bool {
        self.wanted.contains_key(id)
    }

    /// Whether as many units wait as may.
    pub(super) fn is_full(&self) -> bool {
        self.units.len() >= LOOK_AHEAD
    }

    /// Whether nothing is waited for any more.
    pub(super) fn is_done(&self) -> bool {
        self.wanted.is_empty()
    }

    /// Lets a unit wait, in its place.
    pub(super) fn push(&mut self, mut draft: Draft) {
        let unit = self.units.len();
        for (side, references) in std::mem::take(&mut draft.references).into_iter().enumerate() {
            for reference in references {
                let wanted = Wanted { unit, side, reference };
                self.wanted
                    .entry(wanted.reference.xid.clone())
                    .or_default()
                    .push(wanted);
            }
        }
        self.units.push(*draft.unit);
    }

    /// Puts the texts of `unit`, which is named `id`, into the codes that wait for it. A side that it does not have gets
    /// no flow.
    pub(super) fn give(&mut self, id: &str, unit: &TranslationUnit) {
        for wanted in self.wanted.remove(id).into_iter().flatten() {
            let Some(segment) = unit.variants.get(wanted.side).map(|variant| variant.segment.clone()) else {
                continue;
            };
            self.put(&wanted, segment);
        }
    }

    fn put(&mut self, wanted: &Wanted, segment: Segment) {
        let unit = self.units.get_mut(wanted.unit);
        let variant = unit.and_then(|unit| unit.variants.get_mut(wanted.side));
        let code = variant.and_then(|variant| variant.segment.codes_mut().nth(wanted.reference.code));
        if let Some(code) = code {
            code.subs.push(SubFlow {
                segment,
                ..SubFlow::default()
            });
        }
    }

    /// Gives up: says what never came, and hands out all units.
    pub(super) fn release(&mut self, sink: &mut dyn Sink) -> Vec<TranslationUnit> {
        let mut broken: Vec<Wanted> = std::mem::take(&mut self.wanted).into_values().flatten().collect();
        broken.sort_unstable_by_key(|wanted| (wanted.unit, wanted.side, wanted.reference.code));
        for wanted in broken {
            sink.take(wanted.reference.broken);
        }
        std::mem::take(&mut self.units)
    }

    /// Forgets all that is waited for.
    pub(super) fn take_findings(&mut self) -> Vec<crate::diag::Diagnostic> {
        let mut findings = Vec::new();
        let units = self.release(&mut findings);
        self.units = units;
        findings
    }

    /// Hands out all units; nothing is waited for.
    pub(super) fn take_units(&mut self) -> Vec<TranslationUnit> {
        std::mem::take(&mut self.units)
    }
}
