//! What TMX has no attribute or element for, as properties: how they are written, and read back.
//!
//! What is written here and unchanged when it comes back is taken into the model, and is no property there.

use crate::format::tmx::habits::{Derived, Habits};
use crate::model::{
    AppliesTo, Bead, Confidence, Context, LanguageTag, Neighbour, Note, Part, PartKind, Property, SourceLanguage,
    State, TranslationUnit, Variant,
};

/// `datatype` of a `tu` or `tuv`; like the next three it is an attribute in TMX and a property in the model.
pub(super) const DATATYPE: &str = "x-datatype";
/// `segtype` of a `tu`.
pub(super) const SEGTYPE: &str = "x-segtype";
/// `o-tmf`.
pub(super) const ORIGINAL_FORMAT: &str = "x-o-tmf";
/// `o-encoding`.
pub(super) const ORIGINAL_ENCODING: &str = "x-o-encoding";
/// A property whose `type` is missing.
pub(super) const UNTYPED: &str = "x-untyped";

const ID: &str = "x-id";
/// The source language that a unit names, where that is not the language of its first text.
const SOURCE_LANGUAGE: &str = "x-source-language";
const STATE: &str = "x-state";
const KEY: &str = "x-context-key";
const PREVIOUS: &str = "x-context-pre";
const NEXT: &str = "x-context-post";
const BEAD: &str = "x-bead";
const SEGMENTS: &str = "x-segments";
const CONFIDENCE: &str = "x-confidence";
const PART_OF: &str = "x-part-of";
const NOTE_CATEGORY: &str = "x-note-category";
const NOTE_SIDE: &str = "x-note-applies-to";
const NOTE_PRIORITY: &str = "x-note-priority";

/// Whether an id may stand as `tuid`: it has no white space (TMX 1.4b, `tuid`) and nothing that XML forbids.
pub(super) fn is_tuid(id: &str) -> bool {
    let is_odd = |c: char| c.is_whitespace() || crate::model::is_illegal(c);
    let is_plain = || id.bytes().all(|byte| byte.is_ascii_graphic());
    !id.is_empty() && (is_plain() || !id.contains(is_odd))
}

/// The id where it may stand, else a hash of it, so that ids which differ stay different.
pub(super) fn tuid(id: &str) -> std::borrow::Cow<'_, str> {
    if is_tuid(id) {
        return id.into();
    }
    let hash: String = blake3::hash(id.as_bytes()).to_hex().chars().take(32).collect();
    hash.into()
}

/// The properties that say what a unit holds beside its properties. What another tool's property says already, which
/// `habits` know, is not said twice.
pub(super) fn unit_properties(unit: &TranslationUnit, derived: &Derived) -> Vec<Property> {
    let mut properties = Vec::new();
    let mut push = |name: &str, value: &str| properties.push(Property::new(name, value));
    if let Some(id) = unit.id.as_deref().filter(|id| !is_tuid(id)) {
        push(ID, id);
    }
    if let (Some(SourceLanguage::Tag(named)), Some(source)) = (&unit.source_language, unit.source())
        && source.lang != *named
    {
        // `srclang` would have it first again
        push(SOURCE_LANGUAGE, named.as_str());
    }
    if let Some(part) = unit.part.as_deref() {
        push(PART_OF, &part.of);
    }
    if let Some(state) = unit
        .state
        .as_ref()
        .filter(|state| derived.state.as_ref() != Some(state))
    {
        push(STATE, state.as_str());
    }
    let key = unit.context.as_deref().and_then(|context| context.key.as_ref());
    if let Some(key) = key.filter(|key| derived.context.key.as_ref() != Some(key)) {
        push(KEY, key);
    }
    if let Some(bead) = unit.bead.as_deref() {
        push(BEAD, &bead.shape());
        if !bead.source.is_empty() || !bead.target.is_empty() {
            push(SEGMENTS, &segments(bead));
        }
        if let Some(confidence) = bead.confidence {
            push(CONFIDENCE, &confidence.to_string());
        }
    }
    properties
}

/// The numbers of a bead's segments, as `4:5,6`.
fn segments(bead: &Bead) -> String {
    let list = |numbers: &[u32]| numbers.iter().map(u32::to_string).collect::<Vec<_>>().join(",");
    format!("{}:{}", list(&bead.source), list(&bead.target))
}

/// The neighbours, as `memoQ` and XTM write them: in the source `tuv`, each value an escaped `<seg>`.
pub(super) fn context_properties(unit: &TranslationUnit, derived: &Derived) -> Vec<Property> {
    let Some(context) = unit.context.as_deref() else {
        return Vec::new();
    };
    let named = [
        (PREVIOUS, &context.previous, &derived.context.previous),
        (NEXT, &context.next, &derived.context.next),
    ];
    let new = named.into_iter().filter(|(_, own, derived)| own != derived);
    new.filter_map(|(name, text, _)| Some(Property::new(name, seg(text.as_deref()?))))
        .collect()
}

/// A text as the markup of a `seg`.
fn seg(text: &str) -> String {
    // what XML forbids is cleaned, and counted, when the whole value is written
    let marked = text
        .replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('\r', "&#13;");
    format!("<seg>{marked}</seg>")
}

/// What a note says beside its text, which in TMX it has no attributes for: `N:value` for the N-th note of its element.
pub(super) fn note_properties(notes: &[Note]) -> Vec<Property> {
    let mut properties = Vec::new();
    for (number, note) in notes.iter().enumerate() {
        let mut push = |name: &str, value: &str| {
            properties.push(Property::new(name, format!("{}:{value}", number + 1)));
        };
        if let Some(category) = &note.category {
            push(NOTE_CATEGORY, category);
        }
        if let Some(side) = note.applies_to {
            push(NOTE_SIDE, side_word(side));
        }
        if let Some(priority) = note.priority {
            push(NOTE_PRIORITY, &priority.to_string());
        }
    }
    properties
}

fn side_word(side: AppliesTo) -> &'static str {
    match side {
        AppliesTo::Source => "source",
        AppliesTo::Target => "target",
    }
}

/// Whether a property of a `tu` by this name may be one of our own, which stands for a field.
pub(super) fn is_of_unit(name: &str) -> bool {
    let is_of_field = || {
        matches!(
            name,
            ID | SOURCE_LANGUAGE | STATE | KEY | BEAD | SEGMENTS | CONFIDENCE | PART_OF
        )
    };
    name.starts_with("x-note-") || is_of_field()
}

/// The same of a `tuv`.
pub(super) fn is_of_variant(name: &str) -> bool {
    name.starts_with("x-note-") || neighbour(name).is_some()
}

/// What a property of a source by this name may hold, if it is one of our own.
pub(super) fn neighbour(name: &str) -> Option<Neighbour> {
    match name {
        PREVIOUS => Some(Neighbour::Previous),
        NEXT => Some(Neighbour::Next),
        _ => None,
    }
}

/// Takes our own properties of a unit into the fields that they stand for.
pub(super) fn absorb(unit: &mut TranslationUnit) {
    let is_of_variant = |property: &Property| is_of_variant(&property.name);
    if unit.properties.iter().any(|property| is_of_unit(&property.name)) {
        absorb_note_details(&mut unit.notes, &mut unit.properties);
        absorb_unit(unit);
    }
    for Variant { notes, properties, .. } in &mut unit.variants {
        if !notes.is_empty() && properties.iter().any(is_of_variant) {
            absorb_note_details(notes, properties);
        }
    }
    if let Some(source) = unit
        .variants
        .first_mut()
        .filter(|source| source.properties.iter().any(is_of_variant))
    {
        let previous = take(&mut source.properties, PREVIOUS, own_seg);
        let next = take(&mut source.properties, NEXT, own_seg);
        if previous.is_some() || next.is_some() {
            let context: &mut Context = unit.context.get_or_insert_default();
            context.previous = previous;
            context.next = next;
        }
    }
}

fn absorb_unit(unit: &mut TranslationUnit) {
    let properties = &mut unit.properties;
    let tuid_read = unit.id.clone();
    let id = |value: &str| (!is_tuid(value) && tuid_read.as_deref() == Some(&*tuid(value))).then(|| value.to_owned());
    if let Some(id) = take(properties, ID, id) {
        unit.id = Some(id);
    }
    let first = unit.variants.first().map(|source| &source.lang);
    let named = |value: &str| {
        let tag = LanguageTag::parse(value).ok()?;
        (tag.as_str() == value && first != Some(&tag)).then_some(SourceLanguage::Tag(tag))
    };
    if let Some(named) = take(properties, SOURCE_LANGUAGE, named) {
        unit.source_language = Some(named);
    }
    if let Some(of) = take(properties, PART_OF, |value| Some(value.to_owned())) {
        unit.part = Some(Box::new(Part {
            of,
            kind: PartKind::Segment,
        }));
    }
    let state = |value: &str| Some(State::parse(value)).filter(|state| state.as_str() == value);
    unit.state = take(properties, STATE, state);
    if let Some(key) = take(properties, KEY, |value| Some(value.to_owned())) {
        unit.context.get_or_insert_default().key = Some(key);
    }
    let bead = |value: &str| Bead::parse_shape(value).filter(|bead| bead.shape() == value);
    if let Some(mut bead) = take(properties, BEAD, bead) {
        if let Some((source, target)) = take(properties, SEGMENTS, numbers) {
            bead.source = source;
            bead.target = target;
        }
        bead.confidence = take(properties, CONFIDENCE, confidence);
        unit.bead = Some(Box::new(bead));
    }
}

fn confidence(value: &str) -> Option<Confidence> {
    let confidence = Confidence::told(value.parse().ok()?);
    (confidence.to_string() == value).then_some(confidence)
}

fn numbers(value: &str) -> Option<(Vec<u32>, Vec<u32>)> {
    let list = |list: &str| -> Option<Vec<u32>> {
        let words = list.split(',').filter(|_| !list.is_empty());
        words.map(|word| word.parse::<u32>().ok()).collect()
    };
    let (source, target) = value.split_once(':')?;
    let bead = Bead {
        source: list(source)?,
        target: list(target)?,
        ..Bead::default()
    };
    (segments(&bead) == value).then_some((bead.source, bead.target))
}

/// The text of a `seg` as [`seg`] writes it.
pub(super) fn own_seg(value: &str) -> Option<String> {
    let text = value
        .strip_prefix("<seg>")?
        .strip_suffix("</seg>")?
        .replace("&#13;", "\r")
        .replace("&gt;", ">")
        .replace("&lt;", "<")
        .replace("&amp;", "&");
    (seg(&text) == value).then_some(text)
}

/// Takes the last property of a name out, if it is one as we write it.
fn take<T>(properties: &mut Vec<Property>, name: &str, read: impl Fn(&str) -> Option<T>) -> Option<T> {
    let place = properties
        .iter()
        .rposition(|property| property.name == name && property.lang.is_none())?;
    let value = read(&properties.get(place)?.value)?;
    properties.remove(place);
    Some(value)
}

/// Takes what our properties say of notes into the notes.
pub(super) fn absorb_note_details(notes: &mut [Note], properties: &mut Vec<Property>) {
    properties.retain(|property| {
        let is_detail = property.name.starts_with("x-note-") && property.lang.is_none();
        !(is_detail && absorb_note_detail(notes, property).is_some())
    });
}

fn absorb_note_detail(notes: &mut [Note], property: &Property) -> Option<()> {
    let (number, value) = property.value.split_once(':')?;
    let place = number.parse::<usize>().ok()?.checked_sub(1)?;
    let note = notes.get_mut(place).filter(|_| (place + 1).to_string() == number)?;
    match property.name.as_str() {
        NOTE_CATEGORY if note.category.is_none() => note.category = Some(value.to_owned()),
        NOTE_SIDE if note.applies_to.is_none() => {
            let sides = [AppliesTo::Source, AppliesTo::Target];
            note.applies_to = Some(sides.into_iter().find(|side| side_word(*side) == value)?);
        }
        NOTE_PRIORITY if note.priority.is_none() => {
            let priority = value.parse::<u8>().ok();
            note.priority = Some(priority.filter(|priority| priority.to_string() == value)?);
        }
        _ => return None,
    }
    Some(())
}

/// What is to be written of a unit's context and state, by what its properties say already.
pub(super) fn derived(unit: &TranslationUnit, habits: Habits) -> Derived {
    if unit.context.is_none() && unit.state.is_none() {
        return Derived::default();
    }
    super::habits::derive(unit, habits)
}
