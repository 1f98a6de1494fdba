//! What a unit takes of memory, and how it is emptied and filled anew.

use super::{Candidate, Standing, TranslationUnit, Variant};
use crate::model::{LanguageTag, Note, Origin, Property, Segment, reuse};

impl TranslationUnit {
    /// Takes everything out, so that the unit can be filled anew.
    pub fn clear(&mut self) {
        self.clear_but_variants();
        self.variants.clear();
        self.origin = Origin::default();
    }

    /// Takes everything out but the variants, which are to be filled anew ([`Refill`]), and the origin.
    pub(crate) fn clear_but_variants(&mut self) {
        let Self {
            id,
            variants: _,
            source_language,
            standing,
            notes,
            properties,
            provenance,
            state,
            untranslated,
            context,
            candidates,
            bead,
            part,
            ignorables,
            extensions,
            raw,
            origin: _,
        } = self;
        (*id, *source_language, *standing, *state) = (None, None, Standing::Unit, None);
        (*provenance, *untranslated, *context, *bead) = (None, None, None, None);
        (*part, *raw) = (None, None);
        notes.clear();
        properties.clear();
        candidates.clear();
        ignorables.clear();
        extensions.clear();
    }

    /// How much memory it takes, in bytes: about that much.
    pub(crate) fn bytes(&self) -> usize {
        /// What a unit takes beside its texts, what is said of it, and its markup.
        const UNIT_BYTES: usize = 400;
        let of_notes = |notes: &[Note]| {
            notes
                .iter()
                .map(|note| size_of::<Note>() + note.text.len())
                .sum::<usize>()
        };
        let of_properties = |properties: &[Property]| properties.iter().map(Property::bytes).sum::<usize>();
        let of_variant =
            |variant: &Variant| variant.segment.bytes() + of_notes(&variant.notes) + of_properties(&variant.properties);
        let variants: usize = self.variants.iter().map(of_variant).sum();
        let of_candidate =
            |candidate: &Candidate| candidate.target.bytes() + candidate.source.as_ref().map_or(0, Segment::bytes);
        let candidates: usize = self.candidates.iter().map(of_candidate).sum();
        let markup = self.raw.as_ref().map_or(0, |raw| raw.markup.len());
        UNIT_BYTES + variants + of_notes(&self.notes) + of_properties(&self.properties) + candidates + markup
    }
}

/// Fills the variants of a unit one after the other, in the memory of those that were there.
pub(crate) struct Refill<'u> {
    variants: &'u mut Vec<Variant>,
    count: usize,
}

impl<'u> Refill<'u> {
    /// Begins with none.
    pub(crate) fn new(variants: &'u mut Vec<Variant>) -> Self {
        Self { variants, count: 0 }
    }

    /// Adds the variant of `lang` with this text and nothing else.
    pub(crate) fn push(&mut self, lang: &LanguageTag, text: &str) {
        self.count += 1;
        let Some(variant) = self.variants.get_mut(self.count - 1) else {
            self.variants.push(Variant::new(lang.clone(), text));
            return;
        };
        let Variant {
            lang: own,
            spelling,
            segment,
            notes,
            properties,
            provenance,
        } = variant;
        // tags are counted references, and many threads counting are slower than one comparing
        if own != lang {
            own.clone_from(lang);
        }
        (*spelling, *provenance) = (None, None);
        notes.clear();
        properties.clear();
        segment.clear_to_reuse();
        segment.push_str(text);
    }

    /// Takes out what was there beyond those that were added.
    pub(crate) fn end(self) {
        reuse::truncate(self.variants, self.count);
    }
}
