//! Where in their documents the units of a run stand, so that some of them can be passed over when they are read again.

use crate::format::{CopyPlan, tmx};
use crate::marks::Marks;
use crate::model::{LanguageTag, RawDialect};

/// Whether a unit of TMX that is written plainly can be found without parsing.
pub(super) fn is_findable(markup: &str) -> bool {
    markup.ends_with(tmx::UNIT_END)
}

/// How many stretches of units are remembered. Files in which more units stand apart from each other are parsed.
const MAX_STRETCHES: usize = 1 << 16;

/// The places of units, at a bit a unit.
#[derive(Debug, Default)]
pub(super) struct Places {
    /// The units that can be found by their end tag, by their numbers in the run.
    findable: Marks,
    inputs: Vec<Vec<Stretch>>,
    is_lost: bool,
}

/// Units that follow each other, and stand in elements that follow each other.
#[derive(Debug, Clone, Copy)]
struct Stretch {
    first_unit: u64,
    first_piece: u64,
    count: u64,
}

/// What is wanted of a unit when it is read again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Wanted {
    Unit,
    Markup,
    Nothing,
}

impl Places {
    /// The units that come next are those of another input.
    pub(super) fn begin(&mut self) {
        self.inputs.push(Vec::new());
    }

    /// Takes note of a unit, of its element in the document, and of whether it can be found without parsing.
    pub(super) fn note(&mut self, order: u64, piece: u64, is_findable: bool) {
        let Some(stretches) = self.inputs.last_mut().filter(|_| !self.is_lost) else {
            return;
        };
        if is_findable {
            self.findable.add(order);
        }
        match stretches.last_mut() {
            Some(last) if last.first_unit + last.count == order && last.first_piece + last.count == piece => {
                last.count += 1;
            }
            _ => stretches.push(Stretch {
                first_unit: order,
                first_piece: piece,
                count: 1,
            }),
        }
        if stretches.len() > MAX_STRETCHES {
            *self = Self {
                is_lost: true,
                ..Self::default()
            };
        }
    }

    /// How each input is to be read again, where this is wanted of each unit, by its number, and its file names this
    /// source. Units that can't be found are parsed.
    pub(super) fn plans(&self, source: Option<&LanguageTag>, wanted: impl Fn(u64) -> Wanted) -> Vec<CopyPlan> {
        let plan = |stretches: &Vec<Stretch>| {
            let mut plan = CopyPlan::new(RawDialect::Tmx14, tmx::UNIT_END, tmx::BETWEEN_UNITS, source.cloned());
            let (mut units, mut known) = (0_u64, 0);
            for stretch in stretches {
                units += stretch.count;
                for place in 0..stretch.count {
                    let (order, piece) = (stretch.first_unit + place, stretch.first_piece + place);
                    if !self.findable.has(order) {
                        continue;
                    }
                    let marks = match wanted(order) {
                        Wanted::Unit => continue,
                        Wanted::Markup => &mut plan.copied,
                        Wanted::Nothing => &mut plan.passed_over,
                    };
                    marks.add(piece);
                    known += 1;
                }
            }
            plan.knows_most = 2 * known > units;
            plan
        };
        self.inputs.iter().map(plan).collect()
    }
}
