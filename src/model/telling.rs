//! Telling what is said of a unit, in the memory of what was said of another.

use super::{Moment, Note, Of, Property, Provenance, Said, TranslationUnit, reuse};

/// What is said of a unit of two texts while it is told.
pub(crate) struct Tellings<'u> {
    unit: Telling<'u>,
    source: Telling<'u>,
    target: Telling<'u>,
}

impl<'u> Tellings<'u> {
    /// Begins with `unit`; `None` if it has not two texts.
    pub(crate) fn new(unit: &'u mut TranslationUnit) -> Option<Self> {
        let [source, target] = unit.variants.as_mut_slice() else {
            return None;
        };
        Some(Self {
            unit: Telling::new(&mut unit.provenance, &mut unit.notes, &mut unit.properties),
            source: Telling::new(&mut source.provenance, &mut source.notes, &mut source.properties),
            target: Telling::new(&mut target.provenance, &mut target.notes, &mut target.properties),
        })
    }

    /// What is said of these.
    pub(crate) fn of(&mut self, of: Of) -> &mut Telling<'u> {
        match of {
            Of::Unit => &mut self.unit,
            Of::Source => &mut self.source,
            Of::Target => &mut self.target,
        }
    }

    /// Takes out what was not told.
    pub(crate) fn end(self) {
        for telling in [self.unit, self.source, self.target] {
            telling.end();
        }
    }
}

/// What is said of the unit or a variant while it is told: what was said of another is written over, and what is left of that
/// at the end goes.
pub(crate) struct Telling<'u> {
    provenance: &'u mut Option<Box<Provenance>>,
    /// Which of its fields are told.
    fields: Fields,
    notes: &'u mut Vec<Note>,
    notes_told: usize,
    properties: &'u mut Vec<Property>,
    properties_told: usize,
}

/// Fields of a provenance, each a bit.
#[derive(Debug, Default, Clone, Copy)]
struct Fields(u8);

impl Fields {
    /// The field that holds what is said; none for what is no provenance.
    fn of(said: Said) -> Self {
        Self(match said {
            Said::Created => 1,
            Said::CreatedBy => 1 << 1,
            Said::Changed => 1 << 2,
            Said::ChangedBy => 1 << 3,
            Said::LastUsed => 1 << 4,
            Said::UsageCount => 1 << 5,
            Said::Tool => 1 << 6,
            Said::ToolVersion => 1 << 7,
            Said::Note | Said::Named(_) | Said::Property(_) => 0,
        })
    }

    fn add(&mut self, said: Said) {
        self.0 |= Self::of(said).0;
    }

    fn has(self, said: Said) -> bool {
        self.0 & Self::of(said).0 != 0
    }
}

impl<'u> Telling<'u> {
    /// Begins to tell these anew.
    pub(crate) fn new(
        provenance: &'u mut Option<Box<Provenance>>,
        notes: &'u mut Vec<Note>,
        properties: &'u mut Vec<Property>,
    ) -> Self {
        Self {
            provenance,
            fields: Fields::default(),
            notes,
            notes_told: 0,
            properties,
            properties_told: 0,
        }
    }

    /// Tells what is no property.
    pub(crate) fn tell(&mut self, said: Said, value: &str) {
        match said {
            Said::Note => self.note(value),
            said => self.provenance(said, value),
        }
    }

    fn note(&mut self, text: &str) {
        match self.notes.get_mut(self.notes_told) {
            Some(note) => {
                let mut own = std::mem::take(&mut note.text);
                reuse::refill(&mut own, text);
                *note = Note::new(own);
            }
            None => self.notes.push(Note::new(text)),
        }
        self.notes_told += 1;
    }

    /// Tells a property.
    pub(crate) fn property(&mut self, name: &str, value: &str) {
        match self.properties.get_mut(self.properties_told) {
            Some(property) => {
                reuse::refill(&mut property.name, name);
                reuse::refill(&mut property.value, value);
                property.lang = None;
            }
            None => self.properties.push(Property::new(name, value)),
        }
        self.properties_told += 1;
    }

    fn provenance(&mut self, said: Said, value: &str) {
        let own = self.provenance.get_or_insert_default();
        match said {
            Said::Created => own.created = Some(Moment::parse(value)),
            Said::CreatedBy => reuse::refill_or_new(&mut own.created_by, value),
            Said::Changed => own.changed = Some(Moment::parse(value)),
            Said::ChangedBy => reuse::refill_or_new(&mut own.changed_by, value),
            Said::LastUsed => own.last_used = Some(Moment::parse(value)),
            Said::UsageCount => own.usage_count = value.parse().ok(),
            Said::Tool => reuse::refill_or_new(&mut own.tool, value),
            Said::ToolVersion => reuse::refill_or_new(&mut own.tool_version, value),
            Said::Note | Said::Named(_) | Said::Property(_) => {}
        }
        self.fields.add(said);
    }

    /// Takes out what was not told.
    pub(crate) fn end(self) {
        reuse::truncate(self.notes, self.notes_told);
        reuse::truncate(self.properties, self.properties_told);
        let told = self.fields;
        if told.0 == 0 {
            *self.provenance = None;
        }
        let Some(own) = self.provenance else { return };
        for (moment, said) in [
            (&mut own.created, Said::Created),
            (&mut own.changed, Said::Changed),
            (&mut own.last_used, Said::LastUsed),
        ] {
            if !told.has(said) {
                *moment = None;
            }
        }
        for (text, said) in [
            (&mut own.created_by, Said::CreatedBy),
            (&mut own.changed_by, Said::ChangedBy),
            (&mut own.tool, Said::Tool),
            (&mut own.tool_version, Said::ToolVersion),
        ] {
            if !told.has(said) {
                *text = None;
            }
        }
        if !told.has(Said::UsageCount) {
            own.usage_count = None;
        }
    }
}
