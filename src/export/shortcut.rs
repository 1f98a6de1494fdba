//! The short way through later passages: a unit of TMX of which nothing is wanted is passed over, and one that is written to
//! TMX as it was read is copied, both without parsing.
//!
//! What is needed to find the markup again is noted in the first passage ([`Places`]), and what is needed to copy it, at
//! two bits a unit. No unit of a run is copied in which ids repeat among units that stay: what one is called then
//! depends on all before it.

use crate::format::{CopyPlan, Format, tmx};
use crate::marks::Marks;
use crate::model::{Digested, Header, LanguageTag, Raw, RawDialect, SourceLanguage, TranslationUnit};
use crate::stage::{Decisions, Verdict};

use super::ExportOptions;
use super::places::{self, Places, Wanted};

/// Notes which units may take the short way.
pub(super) struct Shortcut {
    /// Whether anybody wants to see the units that go.
    keeps_removed: bool,
    places: Places,
    /// Whether units may be copied, as far as that is known from the outputs.
    may_copy: bool,
    /// What all units have in common that are copied: that of the first.
    common: Option<Common>,
    /// The units that may be copied, by their numbers in the run.
    units: Marks,
}

struct Common {
    languages: Vec<LanguageTag>,
    /// Whether it is said that the first of these is the source.
    names_source: bool,
}

impl Shortcut {
    pub(super) fn new(options: &ExportOptions) -> Self {
        let is_all_tmx = options.outputs.iter().all(|output| output.format == Format::Tmx);
        Self {
            keeps_removed: options.removed.is_some(),
            may_copy: is_all_tmx && options.date.is_none(),
            common: None,
            units: Marks::default(),
            places: Places::default(),
        }
    }

    /// The units that come next are those of another input.
    pub(super) fn begin(&mut self) {
        self.places.begin();
    }

    /// Takes note of the unit of number `order`, once all stages are done with it.
    pub(super) fn note(&mut self, order: u64, unit: &TranslationUnit) {
        let raw = unit.raw.as_deref().filter(|raw| raw.dialect == RawDialect::Tmx14);
        if let Some((raw, piece)) = raw.and_then(|raw| Some((raw, raw.piece?))) {
            self.places.note(order, piece, places::is_findable(&raw.markup));
            if self.may_copy && self.takes(unit, raw) {
                self.units.add(order);
            }
        }
    }

    /// The same for a unit of which there is a digest, and which is one of TMX.
    pub(super) fn note_digest(&mut self, order: u64, digested: &Digested) {
        self.places.note(order, digested.piece, true);
        let may_copy = self.may_copy && !digested.is_mended;
        if may_copy && self.is_common(&digested.languages.each_ref(), digested.names_source) {
            self.units.add(order);
        }
    }

    /// Whether a unit is written as it was read, under a header that says of its source what its own file does.
    fn takes(&mut self, unit: &TranslationUnit, raw: &Raw) -> bool {
        let languages: Vec<&LanguageTag> = unit.variants.iter().map(|variant| &variant.lang).collect();
        let named = match (&unit.source_language, &raw.inherited_source) {
            (Some(SourceLanguage::Any), _) | (None, None) => None,
            (Some(SourceLanguage::Tag(named)), _) | (None, Some(named)) => Some(named),
        };
        let is_first = named.is_none_or(|named| languages.first() == Some(&named));
        is_first && self.is_common(&languages, named.is_some()) && !tmx::has_codes_in_text(unit, raw)
    }

    /// Whether a unit has in common with the first what all must have that take the way.
    fn is_common(&mut self, languages: &[&LanguageTag], names_source: bool) -> bool {
        let common = self.common.get_or_insert_with(|| Common {
            languages: languages.iter().copied().cloned().collect(),
            names_source,
        });
        names_source == common.names_source && languages.iter().copied().eq(&common.languages)
    }

    /// How units pass for the sake of errands: those without are passed over.
    pub(super) fn errand_plans(&self, decisions: &Decisions) -> Vec<CopyPlan> {
        self.places.plans(None, |order| {
            if decisions.has_errand(order) {
                Wanted::Unit
            } else {
                Wanted::Nothing
            }
        })
    }

    /// The way of the last passage, by what was decided, whether no id repeats among the units that stay, and the header and
    /// languages that are written.
    pub(super) fn way(
        self,
        decisions: &Decisions,
        ids_differ: bool,
        header: &Header,
        languages: &[LanguageTag],
    ) -> Way {
        let is_any = header.source_language == Some(SourceLanguage::Any);
        let keeps_source = |common: &Common| {
            if is_any {
                !common.names_source
            } else {
                languages.first() == common.languages.first()
            }
        };
        let common = self.common.filter(keeps_source);
        let may_be_copied = self.may_copy && common.is_some() && ids_differ;
        let source = languages.first().filter(|_| !is_any);
        let plans = self.places.plans(source, |order| match decisions.verdict(order) {
            Verdict::Stays if may_be_copied && self.units.has(order) && !decisions.inherits(order) => Wanted::Markup,
            Verdict::Duplicate | Verdict::Conflict if !self.keeps_removed => Wanted::Nothing,
            _ => Wanted::Unit,
        });
        Way {
            plans,
            languages: common.map(|common| common.languages).unwrap_or_default(),
        }
    }
}

/// How the inputs are read in the last passage.
#[derive(Default)]
pub(super) struct Way {
    /// One for each input.
    pub(super) plans: Vec<CopyPlan>,
    /// The languages of each unit of which only the markup is known.
    pub(super) languages: Vec<LanguageTag>,
}
