//! What is said of a duplicate goes to the unit that stays.

use std::io;

use serde::{Deserialize, Serialize};

use crate::error::{ErrorKind, Result};
use crate::model::{
    Candidate, LanguageTag, Moment, Note, Property, Provenance, Segment, Sketch, TranslationUnit, Variant, tell_facts,
};

/// What a unit hands on to the one that stays.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(super) struct Legacy {
    provenance: Option<Provenance>,
    pub(super) candidates: Vec<Candidate>,
    pub(super) notes: Vec<Note>,
    pub(super) properties: Vec<Property>,
    pub(super) variants: Vec<LegacyOfVariant>,
}

#[derive(Debug, Serialize, Deserialize)]
pub(super) struct LegacyOfVariant {
    pub(super) lang: LanguageTag,
    provenance: Option<Provenance>,
    pub(super) notes: Vec<Note>,
    pub(super) properties: Vec<Property>,
}

/// A legacy in a unit. It serializes as [`Legacy`] does.
#[derive(Serialize)]
struct Held<'u> {
    provenance: Option<&'u Provenance>,
    candidates: &'u [Candidate],
    notes: &'u [Note],
    properties: &'u [Property],
    variants: &'u [HeldByVariant<'u>],
}

#[derive(Serialize)]
struct HeldByVariant<'u> {
    lang: &'u LanguageTag,
    provenance: Option<&'u Provenance>,
    notes: &'u [Note],
    properties: &'u [Property],
}

/// Whether a unit has anything to hand on, and the same as another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct LegacyMark(pub(super) u64);

impl LegacyMark {
    const NOTHING: Self = Self(0);
    /// To be handed on in any case: uses are counted together.
    const ALWAYS: Self = Self(u64::MAX);

    /// Of what is handed on.
    fn of(legacy: &[u8]) -> Self {
        Self(twox_hash::XxHash3_64::oneshot(legacy).clamp(1, u64::MAX - 1))
    }

    /// Whether a unit of this mark must be looked at again to hand something on to one of `kept`.
    pub(super) fn adds_to(self, kept: Self) -> bool {
        self != Self::NOTHING && (self == Self::ALWAYS || self != kept)
    }
}

/// What a legacy begins with that is written whole.
const WHOLE: u8 = b'w';

/// What a legacy begins with that is written by facts.
const BY_FACTS: u8 = b'f';

/// Puts what `unit` hands on into `bytes`, in place of what is there.
pub(super) fn write(unit: &TranslationUnit, bytes: &mut Vec<u8>) -> LegacyMark {
    bytes.clear();
    let counts = |provenance: Option<&Provenance>| provenance.is_some_and(|p| p.usage_count.is_some());
    // a variant of which nothing is said hands nothing on
    let says_something = |v: &&Variant| v.provenance.is_some() || !v.notes.is_empty() || !v.properties.is_empty();
    let variants = unit.variants.iter().filter(says_something);
    let variants: Vec<HeldByVariant<'_>> = variants
        .map(|variant| HeldByVariant {
            lang: &variant.lang,
            provenance: variant.provenance.as_deref(),
            notes: &variant.notes,
            properties: &variant.properties,
        })
        .collect();
    let is_nothing = unit.provenance.is_none()
        && unit.candidates.is_empty()
        && unit.notes.is_empty()
        && unit.properties.is_empty()
        && variants.is_empty();
    if is_nothing {
        return LegacyMark::NOTHING;
    }
    let has_count = counts(unit.provenance.as_deref()) || variants.iter().any(|variant| counts(variant.provenance));
    bytes.push(WHOLE);
    let held = Held {
        provenance: unit.provenance.as_deref(),
        candidates: &unit.candidates,
        notes: &unit.notes,
        properties: &unit.properties,
        variants: &variants,
    };
    if postcard::serialize_with_flavor(&held, Appended(bytes)).is_err() {
        bytes.clear();
        return LegacyMark::ALWAYS;
    }
    if has_count {
        return LegacyMark::ALWAYS;
    }
    LegacyMark::of(bytes)
}

/// Puts what a unit hands on into `bytes`, in place of what is there: these facts, if there are any, which are told of it and of
/// its texts in these languages.
///
/// # Errors
///
/// Fails where a language can't be written.
pub(super) fn write_facts(facts: &[u8], languages: &[LanguageTag; 2], bytes: &mut Vec<u8>) -> Result<()> {
    bytes.clear();
    if facts.is_empty() {
        return Ok(());
    }
    bytes.push(BY_FACTS);
    postcard::serialize_with_flavor(languages, Appended(bytes))
        .map_err(|error| ErrorKind::Write(io::Error::other(error)))?;
    bytes.extend_from_slice(facts);
    Ok(())
}

/// The mark of a unit by its sketch, which has put these facts. It may differ from that of the unit itself, so that a unit is
/// looked at for nothing; marks are never the same where what is handed on is not.
pub(super) fn mark(sketch: &Sketch, facts: &[u8]) -> LegacyMark {
    match facts {
        [] => LegacyMark::NOTHING,
        _ if sketch.counts_uses() => LegacyMark::ALWAYS,
        _ => LegacyMark::of(facts),
    }
}

/// Appends what is serialized, each text at once.
pub(super) struct Appended<'b>(pub(super) &'b mut Vec<u8>);

impl postcard::ser_flavors::Flavor for Appended<'_> {
    type Output = ();

    fn try_extend(&mut self, bytes: &[u8]) -> postcard::Result<()> {
        self.0.extend_from_slice(bytes);
        Ok(())
    }

    fn try_push(&mut self, byte: u8) -> postcard::Result<()> {
        self.0.push(byte);
        Ok(())
    }

    fn finalize(self) -> postcard::Result<()> {
        Ok(())
    }
}

impl Legacy {
    /// Reads what [`write`] or [`write_facts`] wrote; `None` where that is nothing.
    ///
    /// # Errors
    ///
    /// Fails where something else stands there.
    pub(super) fn read(bytes: &[u8]) -> Result<Option<Self>> {
        let legacy = match bytes.split_first() {
            None => return Ok(None),
            Some((&WHOLE, held)) => postcard::from_bytes(held).ok(),
            Some((&BY_FACTS, rest)) => postcard::take_from_bytes(rest)
                .ok()
                .and_then(|(languages, facts)| Self::by_facts(languages, facts)),
            Some(_) => None,
        };
        let unreadable = || ErrorKind::Read(io::Error::other("what a duplicate hands on can't be read again"));
        Ok(Some(legacy.ok_or_else(unreadable)?))
    }

    fn by_facts(languages: [LanguageTag; 2], facts: &[u8]) -> Option<Self> {
        let variants = languages.map(|language| Variant::new(language, Segment::default()));
        let mut unit = TranslationUnit {
            variants: variants.into(),
            ..TranslationUnit::default()
        };
        tell_facts(facts, &mut unit)?;
        let of_variant = |variant: Variant| LegacyOfVariant {
            lang: variant.lang,
            provenance: variant.provenance.map(|provenance| *provenance),
            notes: variant.notes,
            properties: variant.properties,
        };
        Some(Self {
            provenance: unit.provenance.map(|provenance| *provenance),
            candidates: Vec::new(),
            notes: unit.notes,
            properties: unit.properties,
            variants: unit.variants.into_iter().map(of_variant).collect(),
        })
    }
}

/// Merges into `kept` who made and used a removed unit and when: usage counts are summed, the earliest creation, the
/// latest change and use win.
pub(super) fn merge(kept: &mut TranslationUnit, removed: &Legacy) {
    let mut is_changed = false;
    if let Some(provenance) = &removed.provenance {
        is_changed |= merge_provenance(kept.provenance_mut(), provenance);
    }
    for variant in &removed.variants {
        let own = kept.variants.iter_mut().find(|own| own.lang == variant.lang);
        if let (Some(own), Some(provenance)) = (own, &variant.provenance) {
            is_changed |= merge_provenance(own.provenance.get_or_insert_default(), provenance);
        }
    }
    if is_changed {
        kept.touch();
    }
}

/// Gives whether anything changed.
fn merge_provenance(kept: &mut Provenance, removed: &Provenance) -> bool {
    let before = kept.clone();
    if is_beyond(kept.created.as_ref(), removed.created.as_ref(), |kept, removed| {
        removed < kept
    }) {
        kept.created.clone_from(&removed.created);
        kept.created_by.clone_from(&removed.created_by);
    }
    if is_beyond(kept.changed.as_ref(), removed.changed.as_ref(), |kept, removed| {
        removed > kept
    }) {
        kept.changed.clone_from(&removed.changed);
        kept.changed_by.clone_from(&removed.changed_by);
    }
    if is_beyond(kept.last_used.as_ref(), removed.last_used.as_ref(), |kept, removed| {
        removed > kept
    }) {
        kept.last_used.clone_from(&removed.last_used);
    }
    kept.usage_count = match (kept.usage_count, removed.usage_count) {
        (Some(kept), Some(removed)) => Some(kept.saturating_add(removed)),
        (kept, removed) => kept.or(removed),
    };
    // who goes with when: a name joins only where neither says when
    if kept.created.is_none() && kept.created_by.is_none() {
        kept.created_by.clone_from(&removed.created_by);
    }
    if kept.changed.is_none() && kept.changed_by.is_none() {
        kept.changed_by.clone_from(&removed.changed_by);
    }
    for (kept, removed) in [
        (&mut kept.tool, &removed.tool),
        (&mut kept.tool_version, &removed.tool_version),
    ] {
        if kept.is_none() {
            kept.clone_from(removed);
        }
    }
    *kept != before
}

/// Whether the removed unit's moment is to be taken: there is none yet, or it lies `beyond` it. What is not written as a date is
/// taken only where there is none, though some such can be compared: a unit keeps a date that all readers know.
fn is_beyond(kept: Option<&Moment>, removed: Option<&Moment>, beyond: impl Fn(i64, i64) -> bool) -> bool {
    match (kept, removed) {
        (_, None) => false,
        (None, Some(_)) => true,
        (Some(kept), Some(removed)) => match (seconds(kept), seconds(removed)) {
            (Some(kept), Some(removed)) => beyond(kept, removed),
            (None, Some(_)) => true,
            (_, None) => false,
        },
    }
}

/// A moment that is written as a date, in seconds since 1970.
fn seconds(moment: &Moment) -> Option<i64> {
    match moment {
        Moment::Unknown(_) => None,
        moment => moment.to_seconds(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Of, Said};

    #[test]
    fn no_more_is_handed_on_than_is_said() {
        let silent = || crate::stage::tests_support::unit("a", "b");
        let changes: [fn(&mut TranslationUnit); 8] = [
            |unit| unit.notes.push(Note::new("n")),
            |unit| unit.properties.push(Property::new("p", "v")),
            |unit| unit.candidates.push(Candidate::default()),
            |unit| unit.provenance_mut().tool = Some("t".into()),
            |unit| unit.variants[1].notes.push(Note::new("n")),
            |unit| unit.variants[1].properties.push(Property::new("p", "v")),
            |unit| unit.variants[1].provenance.get_or_insert_default().tool = Some("t".into()),
            |unit| unit.variants[1].provenance.get_or_insert_default().usage_count = Some(1),
        ];
        let mut bytes = Vec::new();
        assert_eq!(write(&silent(), &mut bytes), LegacyMark::NOTHING);
        assert!(bytes.is_empty());
        for (number, change) in changes.into_iter().enumerate() {
            let mut unit = silent();
            change(&mut unit);
            let mark = write(&unit, &mut bytes);
            assert!(mark.adds_to(LegacyMark::NOTHING), "{number}");
            assert_eq!(mark.adds_to(mark), number == 7);
            let variants = Legacy::read(&bytes).unwrap().unwrap().variants;
            let langs: Vec<LanguageTag> = variants.into_iter().map(|variant| variant.lang).collect();
            let of_one = [unit.variants[1].lang.clone()];
            assert_eq!(langs, if number < 4 { &[][..] } else { &of_one });
        }
    }

    #[test]
    fn what_is_handed_on_by_facts_is_what_the_unit_would_hand_on() {
        let mut sketch = Sketch::default();
        for (number, language) in ["en", "de"].into_iter().enumerate() {
            sketch.set_language(number, &LanguageTag::parse(language).unwrap(), None);
        }
        for of in [Of::Unit, Of::Source, Of::Target] {
            for said in [
                Said::CreatedBy,
                Said::ChangedBy,
                Said::Note,
                Said::Tool,
                Said::Named("p"),
            ] {
                let mut value = sketch.resolved();
                sketch.resolve(&mut value, &format!("{of:?} {said:?}"));
                sketch.say(of, said, value);
            }
            let mut date = sketch.resolved();
            sketch.resolve(&mut date, "20240229T235959Z");
            sketch.say(of, Said::Created, date);
        }
        let (mut facts, mut by_facts, mut whole) = (Vec::new(), Vec::new(), Vec::new());
        sketch.put_facts(&mut facts);
        let languages = sketch.languages().map(Clone::clone);
        write_facts(&facts, &languages, &mut by_facts).unwrap();
        let mut unit = TranslationUnit::default();
        sketch.fill(&mut unit);
        write(&unit, &mut whole);
        let read = |bytes: &[u8]| Legacy::read(bytes).map(|legacy| format!("{legacy:?}"));
        assert_eq!(read(&by_facts).unwrap(), read(&whole).unwrap());
        assert!(read(&whole).unwrap().contains("Target Note"));
        // nothing is no legacy, and what is torn is none that may be passed over
        write_facts(&[], &languages, &mut by_facts).unwrap();
        assert!(by_facts.is_empty() && Legacy::read(&[]).unwrap().is_none());
        write_facts(&facts[..9], &languages, &mut by_facts).unwrap();
        for torn in [by_facts.as_slice(), whole.get(..9).unwrap(), b"x"] {
            assert!(read(torn).is_err());
        }
    }
}
