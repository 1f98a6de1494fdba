//! What a unit takes of memory, and how it is emptied and filled anew.

use super::{Candidate, Standing, TranslationUnit, Variant};
use crate::model::{LanguageTag, Note, Origin, Property, Segment, reuse};

impl TranslationUnit {
    /// Takes everything out, so that the unit can be filled anew.
    pub fn clear(&mut self) {
        self.clear_to_refill();
        (self.id, self.provenance, self.origin) = (None, None, Origin::default());
        self.variants.clear();
        self.notes.clear();
        self.properties.clear();
    }

    /// Takes everything out but what is to be filled anew: id and origin, the variants ([`Refill`]), notes, properties and
    /// provenance ([`Telling`](crate::model::Telling)).
    pub(crate) fn clear_to_refill(&mut self) {
        let Self {
            id: _,
            variants: _,
            source_language,
            standing,
            notes: _,
            properties: _,
            provenance: _,
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
        (*source_language, *standing, *state, *untranslated) = (None, Standing::Unit, None, None);
        (*context, *bead, *part, *raw) = (None, None, None, None);
        candidates.clear();
        ignorables.clear();
        extensions.clear();
    }

    /// Becomes the same as `other`, in its own memory as far as that goes.
    pub(crate) fn become_like(&mut self, other: &Self) {
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
        id.clone_from(&other.id);
        become_all(variants, &other.variants, Variant::become_like);
        source_language.clone_from(&other.source_language);
        standing.clone_from(&other.standing);
        become_all(notes, &other.notes, become_note);
        properties.clone_from(&other.properties);
        provenance.clone_from(&other.provenance);
        state.clone_from(&other.state);
        *untranslated = other.untranslated;
        context.clone_from(&other.context);
        candidates.clone_from(&other.candidates);
        bead.clone_from(&other.bead);
        part.clone_from(&other.part);
        ignorables.clone_from(&other.ignorables);
        extensions.clone_from(&other.extensions);
        raw.clone_from(&other.raw);
        origin.clone_from(&other.origin);
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

impl Variant {
    /// As [`TranslationUnit::become_like`].
    fn become_like(&mut self, other: &Self) {
        let Self {
            lang,
            spelling,
            segment,
            notes,
            properties,
            provenance,
        } = self;
        lang.become_tag(&other.lang);
        spelling.clone_from(&other.spelling);
        segment.clear_to_reuse();
        if other.segment.codes().is_empty() {
            segment.push_str(other.segment.text());
        } else {
            segment.clone_from(&other.segment);
        }
        become_all(notes, &other.notes, become_note);
        properties.clone_from(&other.properties);
        provenance.clone_from(&other.provenance);
    }
}

/// As [`TranslationUnit::become_like`].
fn become_note(own: &mut Note, other: &Note) {
    let Note {
        text,
        lang,
        category,
        applies_to,
        priority,
    } = own;
    reuse::refill(text, &other.text);
    lang.clone_from(&other.lang);
    category.clone_from(&other.category);
    (*applies_to, *priority) = (other.applies_to, other.priority);
}

/// Makes a list the same as another, each element in the memory of the one in its place.
fn become_all<T: Clone>(own: &mut Vec<T>, others: &[T], become_one: impl Fn(&mut T, &T)) {
    reuse::truncate(own, own.len().min(others.len()));
    for (own, other) in own.iter_mut().zip(others) {
        become_one(own, other);
    }
    own.extend_from_slice(others.get(own.len()..).unwrap_or_default());
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
        own.become_tag(lang);
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{AppliesTo, Code, Context, Provenance, Role, SourceLanguage, State, Untranslated};

    fn variant(lang: &str, text: &str) -> Variant {
        Variant::new(LanguageTag::parse(lang).unwrap(), text)
    }

    fn units() -> Vec<TranslationUnit> {
        let bare = TranslationUnit::bilingual(variant("en", "a"), variant("fr", "b"));
        let mut full = TranslationUnit {
            id: Some("1".to_owned()),
            source_language: Some(SourceLanguage::Any),
            standing: Standing::Unaligned,
            notes: vec![Note::new("n"), Note::new("o")],
            properties: vec![Property::new("p", "v")],
            provenance: Some(Box::new(Provenance {
                tool: Some("t".to_owned()),
                ..Provenance::default()
            })),
            state: Some(State::parse("final")),
            untranslated: Some(Untranslated::State),
            context: Some(Box::default()),
            candidates: vec![Candidate::default()],
            origin: Origin {
                file: Some("f".into()),
                line: 3,
                column: 4,
            },
            ..bare.clone()
        };
        full.notes[0].lang = LanguageTag::parse("de").ok();
        full.notes[0].category = Some("c".to_owned());
        full.notes[0].applies_to = Some(AppliesTo::Target);
        full.notes[0].priority = Some(2);
        full.variants[0].spelling = Some("EN".into());
        full.variants[0].notes = full.notes.clone();
        full.variants[1].properties = full.properties.clone();
        full.variants[1].provenance = full.provenance.clone();
        full.variants[1].segment.push_code(Code::new(Role::Alone, 1));
        full.variants.push(variant("es", "c"));
        let keyed = TranslationUnit {
            context: Some(Box::new(Context {
                key: Some("k".to_owned()),
                ..Context::default()
            })),
            notes: vec![Note::new("q")],
            ..bare.clone()
        };
        vec![TranslationUnit::default(), bare, full, keyed]
    }

    #[test]
    fn a_unit_becomes_like_any_other() {
        for before in units() {
            for other in units() {
                let mut unit = before.clone();
                unit.become_like(&other);
                assert_eq!(unit, other);
            }
        }
    }

    #[test]
    fn variants_are_filled_anew_whatever_was_there() {
        for unit in units() {
            for texts in [&["x"][..], &["x", "y"], &["x", "y", "z", "w"]] {
                let mut variants = unit.variants.clone();
                let mut refill = Refill::new(&mut variants);
                let wanted: Vec<Variant> = texts.iter().map(|text| variant("it", text)).collect();
                for text in texts {
                    refill.push(&wanted[0].lang, text);
                }
                refill.end();
                assert_eq!(variants, wanted);
            }
            let mut cleared = unit.clone();
            cleared.clear();
            assert_eq!(cleared, TranslationUnit::default());
            let mut around = unit.clone();
            around.clear_to_refill();
            let left = TranslationUnit {
                id: unit.id,
                variants: unit.variants,
                notes: unit.notes,
                properties: unit.properties,
                provenance: unit.provenance,
                origin: unit.origin,
                ..TranslationUnit::default()
            };
            assert_eq!(around, left);
        }
    }
}
