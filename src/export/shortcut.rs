//! The short way through the last passage: from TMX to TMX, a unit that no stage has touched is written as it was read,
//! so that its markup alone is needed, and of a unit that goes nothing at all.
//!
//! What is needed to find the markup again without parsing is noted in the first passage, at a few bits a unit, and a
//! hash of its id, which is sorted in bounded memory. The way is closed to all units of a run in which ids are given:
//! what one unit is called then depends on all before it.

use crate::error::Result;
use crate::format::{CopyPlan, Format, tmx};
use crate::io::{Bytes, Record, Sorter};
use crate::marks::Marks;
use crate::model::{Header, LanguageTag, Raw, RawDialect, Sketch, SourceLanguage, TranslationUnit};
use crate::stage::{Decisions, Verdict};

use super::ExportOptions;

/// The end tag of the units that may be copied; what spells it otherwise is parsed.
const END_TAG: &str = "</tu>";

/// How many stretches of units are remembered. Files in which more units stand apart from each other are parsed.
const MAX_STRETCHES: usize = 1 << 16;

/// Notes which units may take the short way.
pub(super) struct Shortcut {
    /// Whether anybody wants to see the units that go.
    keeps_removed: bool,
    /// The ids of all units; `None` once the way is closed.
    ids: Option<Sorter<IdHash>>,
    /// What all units have in common that take it: that of the first.
    common: Option<Common>,
    /// The units that may take it, by their numbers in the run.
    units: Marks,
    inputs: Vec<Vec<Stretch>>,
}

/// A hash of a unit's id.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct IdHash(u64);

impl IdHash {
    fn of(id: &str) -> Self {
        Self(twox_hash::XxHash3_64::oneshot(id.as_bytes()))
    }
}

impl Record for IdHash {
    const BYTES: usize = 8;

    fn put(&self, bytes: &mut Vec<u8>) {
        bytes.extend_from_slice(&self.0.to_le_bytes());
    }

    fn get(bytes: &mut Bytes<'_>) -> Self {
        Self(bytes.number())
    }
}

struct Common {
    languages: Vec<LanguageTag>,
    inherited_source: LanguageTag,
}

/// Units that follow each other, and stand in elements that follow each other.
#[derive(Debug, Clone, Copy)]
struct Stretch {
    first_unit: u64,
    first_piece: u64,
    count: u64,
}

impl Shortcut {
    pub(super) fn new(options: &ExportOptions) -> Self {
        let is_all_tmx = options.outputs.iter().all(|output| output.format == Format::Tmx);
        Self {
            keeps_removed: options.removed.is_some(),
            ids: (is_all_tmx && options.date.is_none()).then(|| Sorter::new(options.room())),
            common: None,
            units: Marks::default(),
            inputs: Vec::new(),
        }
    }

    /// The units that come next are those of another input.
    pub(super) fn begin(&mut self) {
        self.inputs.push(Vec::new());
    }

    /// Takes note of the unit of number `order`, once all stages are done with it.
    ///
    /// # Errors
    ///
    /// Fails if a temporary file can't be written.
    pub(super) fn note(&mut self, order: u64, unit: &TranslationUnit) -> Result<()> {
        let Some(ids) = &mut self.ids else { return Ok(()) };
        let Some(id) = unit.id.as_deref().filter(|id| !id.is_empty() && unit.part.is_none()) else {
            self.close();
            return Ok(());
        };
        ids.push(IdHash::of(id))?;
        let place = unit.raw.as_deref().and_then(|raw| Some((raw, raw.piece?)));
        if let Some((raw, piece)) = place {
            if self.takes(unit, raw) {
                self.units.add(order);
            }
            self.note_place(order, piece);
        }
        Ok(())
    }

    /// The same for the sketch of a unit, which is one of TMX and valid.
    ///
    /// # Errors
    ///
    /// Fails if a temporary file can't be written.
    pub(super) fn note_sketch(&mut self, order: u64, sketch: &Sketch) -> Result<()> {
        let Some(ids) = &mut self.ids else { return Ok(()) };
        let (Some(id), Some(piece), Some(inherited_source)) = (sketch.id(), sketch.piece(), sketch.inherited_source())
        else {
            self.close();
            return Ok(());
        };
        ids.push(IdHash::of(id))?;
        let languages = sketch.variants().map(|(language, _)| language);
        if sketch.markup().ends_with(END_TAG) && self.is_common(&languages, inherited_source) {
            self.units.add(order);
        }
        self.note_place(order, piece);
        Ok(())
    }

    fn note_place(&mut self, order: u64, piece: u64) {
        let Some(stretches) = self.inputs.last_mut() else {
            return;
        };
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
            self.close();
        }
    }

    /// Whether a unit is written as it was read, under a header that names the source which it inherits.
    fn takes(&mut self, unit: &TranslationUnit, raw: &Raw) -> bool {
        let Some(inherited_source) = &raw.inherited_source else {
            return false;
        };
        let languages: Vec<&LanguageTag> = unit.variants.iter().map(|variant| &variant.lang).collect();
        self.is_common(&languages, inherited_source)
            && raw.dialect == RawDialect::Tmx14
            && raw.markup.ends_with(END_TAG)
            && !tmx::has_codes_in_text(unit, raw)
    }

    /// Whether a unit has in common with the first what all must have that take the way.
    fn is_common(&mut self, languages: &[&LanguageTag], inherited_source: &LanguageTag) -> bool {
        let common = self.common.get_or_insert_with(|| Common {
            languages: languages.iter().copied().cloned().collect(),
            inherited_source: inherited_source.clone(),
        });
        *inherited_source == common.inherited_source && languages.iter().copied().eq(&common.languages)
    }

    fn close(&mut self) {
        self.ids = None;
        self.units = Marks::default();
        self.inputs = Vec::new();
    }

    /// The way of the last passage, by what was decided and the header and languages that are written.
    ///
    /// # Errors
    ///
    /// Fails if a temporary file can't be read.
    pub(super) fn way(self, decisions: &Decisions, header: &Header, languages: &[LanguageTag]) -> Result<Way> {
        let (Some(ids), Some(common)) = (self.ids, self.common) else {
            return Ok(Way::default());
        };
        if is_any_repeated(ids)? {
            return Ok(Way::default());
        }
        let is_any = header.source_language == Some(SourceLanguage::Any);
        if is_any || languages.first() != Some(&common.inherited_source) {
            return Ok(Way::default());
        }
        let plan = |stretches: &Vec<Stretch>| {
            let mut plan = CopyPlan::new(RawDialect::Tmx14, END_TAG, common.inherited_source.clone());
            for stretch in stretches {
                for place in 0..stretch.count {
                    let (order, piece) = (stretch.first_unit + place, stretch.first_piece + place);
                    if !self.units.has(order) {
                        continue;
                    }
                    match decisions.verdict(order) {
                        Verdict::Stays if decisions.inherits(order) => {}
                        Verdict::Stays => plan.copied.add(piece),
                        Verdict::Duplicate | Verdict::Conflict if self.keeps_removed => {}
                        Verdict::Duplicate | Verdict::Conflict => plan.passed_over.add(piece),
                    }
                }
            }
            plan
        };
        Ok(Way {
            plans: self.inputs.iter().map(plan).collect(),
            languages: common.languages,
        })
    }
}

fn is_any_repeated(ids: Sorter<IdHash>) -> Result<bool> {
    let mut ids = ids.sorted()?;
    let mut last = None;
    while let Some(id) = ids.next()? {
        if last == Some(id) {
            return Ok(true);
        }
        last = Some(id);
    }
    Ok(false)
}

/// How the inputs are read in the last passage.
#[derive(Default)]
pub(super) struct Way {
    /// One for each input, if the short way is open.
    pub(super) plans: Vec<CopyPlan>,
    /// The languages of each unit of which only the markup is known.
    pub(super) languages: Vec<LanguageTag>,
}
