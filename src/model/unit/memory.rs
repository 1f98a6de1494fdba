//! What a unit takes of memory, and how it is emptied.

use super::{Candidate, Standing, TranslationUnit, Variant};
use crate::model::{Note, Origin, Property, Segment};

impl TranslationUnit {
    /// Takes everything out, so that the unit can be filled anew.
    pub fn clear(&mut self) {
        let Self {
            id,
            variants,
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
            origin,
        } = self;
        (*id, *source_language, *standing, *state) = (None, None, Standing::Unit, None);
        (*provenance, *untranslated, *context, *bead) = (None, None, None, None);
        (*part, *raw, *origin) = (None, None, Origin::default());
        variants.clear();
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
