//! The end of the first passage: takes note of the units, and holds them while they are few.

use std::sync::Arc;

use super::ids::Ids;
use super::outputs::Outputs;
use super::recall::Recall;
use super::receiver::{More, Receiver, Wanted};
use super::shortcut::Shortcut;
use super::{ExportOptions, InputSpec};
use crate::diag::Sink;
use crate::error::Result;
use crate::marks::Marks;
use crate::model::{Digest, Digested, Digests, TranslationUnit};
use crate::stage::{Dedupe, Outlet, Reason};

/// Where the units of the first passage go: those that stay so far are noted, the others go to the outputs.
pub(super) struct Survey<'s, 'o> {
    pub(super) dedupe: Dedupe,
    pub(super) shortcut: Shortcut,
    pub(super) recall: Recall,
    pub(super) ids: Ids,
    /// The units that have lost text of a language that was not asked for.
    pub(super) short: Marks,
    /// The number of the unit that was taken last, if it was kept.
    last: Option<u64>,
    outputs: &'s mut Outputs<'o>,
    /// What is said of the unit under way, where there is a sketch of it.
    facts: Vec<u8>,
}

impl<'s, 'o> Survey<'s, 'o> {
    pub(super) fn new(options: &ExportOptions, outputs: &'s mut Outputs<'o>) -> Self {
        let room = options.room();
        let dedupe = Dedupe::new(options.dedupe.clone(), room.clone());
        Self {
            recall: Recall::new(room.bytes / 2),
            shortcut: Shortcut::new(options),
            ids: Ids::new(room, dedupe.makes_contents_differ()),
            dedupe,
            short: Marks::default(),
            last: None,
            outputs,
            facts: Vec::new(),
        }
    }

    /// The units that come next are those of `input`.
    pub(super) fn begin(&mut self, input: &InputSpec) {
        self.recall.begin(input);
        self.shortcut.begin();
    }

    /// Says what is to be said of all units of `input`, which has come to its end.
    pub(super) fn end(&mut self, input: &InputSpec, sink: &mut dyn Sink) {
        if let Some(said) = self.dedupe.take_undated() {
            let name = input.names().first().copied().unwrap_or_default();
            sink.take(said.in_file(&name.into()));
        }
    }
}

impl Outlet for Survey<'_, '_> {
    fn keep(&mut self, unit: &mut TranslationUnit, _sink: &mut dyn Sink) -> Result<()> {
        let order = self.dedupe.survey(unit)?;
        self.shortcut.note(order, unit);
        self.ids.note(order, unit)?;
        self.recall.hold(unit);
        self.last = Some(order);
        Ok(())
    }

    fn remove(&mut self, unit: &TranslationUnit, reason: Reason, sink: &mut dyn Sink) -> Result<()> {
        self.last = None;
        self.outputs.remove(unit, reason, sink)
    }
}

impl Receiver for Survey<'_, '_> {
    fn digests(&self) -> Option<Arc<dyn Digests>> {
        self.dedupe.takes_digests().then(|| self.dedupe.digests())
    }

    fn holds_units(&self) -> bool {
        self.recall.is_holding()
    }

    fn foresee(&mut self, coming: &[Digest]) {
        self.dedupe.foresee(coming);
    }

    fn wanted_of(&mut self, digested: &Digested) -> Wanted {
        let wants_account = self.dedupe.wants_account(&digested.digest);
        if self.recall.is_holding() {
            Wanted::Sketch
        } else if wants_account {
            Wanted::Account
        } else {
            Wanted::Digest
        }
    }

    fn note_short(&mut self) {
        if let Some(order) = self.last {
            self.short.add(order);
        }
    }

    fn take_digest(&mut self, digested: &Digested, more: More<'_>) -> Result<()> {
        let (account, sketch) = match more {
            More::Nothing => (None, None),
            More::Account(account) => (Some(account), None),
            More::Sketch(sketch) => {
                self.facts.clear();
                sketch.put_facts(&mut self.facts);
                (Some(sketch.account(&self.facts)), Some(sketch))
            }
        };
        let order = self.dedupe.survey_digest(digested, account)?;
        self.shortcut.note_digest(order, digested);
        self.ids.note_digest(order, digested)?;
        self.recall.hold_sketch(sketch);
        Ok(())
    }
}
