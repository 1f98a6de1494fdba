//! The units of a run, once more.

use std::fs;
use std::io;

use super::InputSpec;
use super::passage::{Again, Passage};
use super::receiver::Receiver;
use crate::diag::{Silent, Sink};
use crate::error::{Error, ErrorKind, Result};
use crate::format::{CopyPlan, KnownUnits};
use crate::model::{Sketch, TranslationUnit};
use crate::stage::{Outlet, Reason};

/// Gives the units that came through the first passage again.
pub(super) struct Recall {
    inputs: Vec<Remembered>,
    held_bytes: usize,
    most_bytes: usize,
}

struct Remembered {
    units: u64,
    /// The units themselves, unless they are to be read again.
    held: Option<Vec<TranslationUnit>>,
    can_be_read_again: bool,
}

impl Recall {
    /// Holds units of up to about `most_bytes`, and of inputs that can't be read again all.
    pub(super) fn new(most_bytes: usize) -> Self {
        Self {
            inputs: Vec::new(),
            held_bytes: 0,
            most_bytes,
        }
    }

    /// The units that come next are those of `input`.
    pub(super) fn begin(&mut self, input: &InputSpec) {
        let is_large =
            |name: &str| fs::metadata(name).is_ok_and(|file| file.is_file() && file.len() > self.most_bytes as u64);
        // the units of such a file would be let go of all the same
        let is_held = !matches!(input, InputSpec::File(name) if is_large(name));
        self.inputs.push(Remembered {
            units: 0,
            held: is_held.then(Vec::new),
            can_be_read_again: input.can_be_read_again(),
        });
    }

    /// Holds a unit, if it is to be held.
    pub(super) fn hold(&mut self, unit: &mut TranslationUnit) {
        self.hold_made(|| std::mem::take(unit));
    }

    /// Whether units are held, as far as they have come.
    pub(super) fn is_holding(&self) -> bool {
        self.inputs.last().is_some_and(|input| input.held.is_some())
    }

    /// Holds a unit that is only sketched yet, if it is to be held: then the sketch must be there.
    pub(super) fn hold_sketch(&mut self, sketch: Option<&Sketch>) {
        self.hold_made(|| {
            let mut unit = TranslationUnit::default();
            if let Some(sketch) = sketch {
                sketch.fill(&mut unit);
            }
            unit
        });
    }

    fn hold_made(&mut self, make: impl FnOnce() -> TranslationUnit) {
        let Some(input) = self.inputs.last_mut() else { return };
        input.units += 1;
        if let Some(held) = &mut input.held {
            let unit = make();
            self.held_bytes += unit.bytes();
            held.push(unit);
        }
        if self.held_bytes > self.most_bytes {
            self.let_go();
        }
    }

    /// Lets go of all that can be read again.
    fn let_go(&mut self) {
        for input in self.inputs.iter_mut().filter(|input| input.can_be_read_again) {
            input.held = None;
        }
        // what must be held is no reason to let go of more
        self.held_bytes = 0;
    }

    /// How many units pass each time.
    pub(super) fn units(&self) -> u64 {
        self.inputs.iter().map(|input| input.units).sum()
    }

    /// Those of `inputs` whose units are not held.
    pub(super) fn read_again<'i>(&self, inputs: &'i [InputSpec]) -> Vec<&'i InputSpec> {
        let with_held = inputs.iter().zip(&self.inputs);
        with_held
            .filter(|(_, remembered)| remembered.held.is_none())
            .map(|(input, _)| input)
            .collect()
    }

    /// Lets all units pass once more, in order, each with its number. `before` is the passage in which they came; `plans`
    /// say of each input which of its units need not be parsed.
    ///
    /// # Errors
    ///
    /// Fails if an input can't be read again, or is no longer what it was, and where `visit` does.
    pub(super) fn again(&mut self, before: &Passage<'_>, plans: Vec<CopyPlan>, visit: Visit<'_>) -> Result<()> {
        let mut passage = before.again();
        let mut plans = plans.into_iter();
        let mut next = 0;
        for (number, (input, remembered)) in before.options().inputs.iter().zip(&mut self.inputs).enumerate() {
            let again = Again {
                plan: plans.next(),
                known: before.known(number),
            };
            let end = next + remembered.units;
            if let Some(held) = &mut remembered.held {
                for unit in held {
                    visit(next, unit, None)?;
                    next += 1;
                }
                continue;
            }
            let mut outlet = Revisit { next, end, visit };
            passage.read(input, again, &mut outlet, &mut Silent, &mut || Ok(()))?;
            next = outlet.next;
            if next != end {
                let name = input.names().first().copied().unwrap_or_default();
                return Err(changed().in_file(name));
            }
        }
        Ok(())
    }
}

/// What is done with a unit of some number; or with units that a plan knows, from that number on, and the raw markup of those
/// that are copied.
type Visit<'v> = &'v mut dyn FnMut(u64, &mut TranslationUnit, Option<KnownUnits>) -> Result<()>;

/// That an input is no longer what it was in the first passage.
pub(super) fn changed() -> Error {
    Error::from(ErrorKind::Read(io::Error::other("it changed while it was read")))
        .with_help("start again once nobody writes to it")
}

/// The end of a later passage.
struct Revisit<'v> {
    next: u64,
    end: u64,
    visit: Visit<'v>,
}

impl Revisit<'_> {
    fn take(&mut self, unit: &mut TranslationUnit, known: Option<KnownUnits>) -> Result<()> {
        let number = self.next;
        self.next += known.map_or(1, KnownUnits::count);
        if self.next <= self.end {
            (self.visit)(number, unit, known)
        } else {
            Ok(())
        }
    }
}

impl Receiver for Revisit<'_> {
    fn take_known(&mut self, unit: &mut TranslationUnit, known: KnownUnits) -> Result<()> {
        self.take(unit, Some(known))
    }
}

impl Outlet for Revisit<'_> {
    fn keep(&mut self, unit: &mut TranslationUnit, _sink: &mut dyn Sink) -> Result<()> {
        self.take(unit, None)
    }

    fn remove(&mut self, _unit: &TranslationUnit, _reason: Reason, _sink: &mut dyn Sink) -> Result<()> {
        Ok(())
    }
}
