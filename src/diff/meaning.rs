//! What a unit says, as statements that can be hashed and compared; languages, order and spelling of ids aside.

use std::fmt::{Display, Write};

use super::codes::{Numbers, add_part};
use super::difference::{Aspect, Field};
use super::digest::Texts;
use super::words::Compared;
use crate::model::{
    AppliesTo, Bead, Candidate, Context, Note, PartKind, Property, Provenance, Segment, TranslationUnit, Variant,
    sort_by_language,
};

/// 128 bits of a hash over all that is compared: equal digests mean equal units.
pub(super) type Digest = [u8; 16];

/// One thing that a unit or a variant says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Statement {
    pub(super) field: Field,
    /// What it is compared by.
    pub(super) exact: String,
    /// How it is shown.
    pub(super) shown: String,
}

/// What of units is compared.
#[derive(Debug, Clone, Copy)]
pub(super) struct Meaning<'o> {
    aspects: &'o [Aspect],
    pub(super) compared: Compared,
}

impl<'o> Meaning<'o> {
    pub(super) fn new(aspects: &'o [Aspect]) -> Self {
        Self {
            aspects,
            compared: Compared::new(aspects),
        }
    }

    /// The digest of all that a unit says. Its variants count in the order of their languages, what is said of them in
    /// any order.
    pub(super) fn digest(self, unit: &TranslationUnit) -> Digest {
        let mut numbers = Numbers::default();
        let mut texts = Texts::default();
        let mut add = |mut statements: Vec<Statement>| {
            statements.sort_unstable_by(|x, y| (x.field.as_str(), &x.exact).cmp(&(y.field.as_str(), &y.exact)));
            texts.add(&statements.len().to_string());
            for statement in &statements {
                texts.add(statement.field.as_str());
                texts.add(&statement.exact);
            }
        };
        add(self.of_unit(unit));
        for variant in in_order(unit) {
            let text = self.compared.exact(&variant.segment, &mut numbers);
            let mut statements = self.of_variant(unit, variant);
            for (field, exact) in [(Field::Language, variant.lang.to_string()), (Field::Text, text)] {
                statements.push(Statement {
                    field,
                    exact,
                    shown: String::new(),
                });
            }
            add(statements);
        }
        texts.hash()
    }

    /// Which codes belong together across the languages of a unit: their numbers, in order.
    pub(super) fn pairing(self, unit: &TranslationUnit) -> Vec<usize> {
        let mut numbers = Numbers::default();
        in_order(unit)
            .into_iter()
            .flat_map(|variant| super::words::tokens(&variant.segment, self.compared))
            .flat_map(|token| token.numbers(&mut numbers))
            .collect()
    }

    /// What is said of the unit as a whole.
    pub(super) fn of_unit(self, unit: &TranslationUnit) -> Vec<Statement> {
        let mut said = Said::new(self.aspects);
        said.add_some(Field::Id, unit.id.as_ref());
        said.add_some(Field::State, unit.state.as_ref());
        said.add_provenance(unit.provenance.as_deref());
        if let Some(Context { previous, next, key }) = unit.context.as_deref() {
            said.add_some(Field::Previous, previous.as_ref());
            said.add_some(Field::Next, next.as_ref());
            said.add_some(Field::Key, key.as_ref());
        }
        said.add_notes(&unit.notes, unit);
        said.add_properties(&unit.properties);
        for candidate in &unit.candidates {
            said.add_candidate(candidate, unit);
        }
        if let Some(bead) = unit.bead.as_deref() {
            said.add(Field::Bead, bead_in_words(bead));
        }
        for extension in &unit.extensions {
            said.add(Field::Extension, &extension.markup);
        }
        if unit.part.as_ref().is_some_and(|part| part.kind == PartKind::Ignorable) {
            said.add(Field::Ignorable, "yes");
        }
        said.statements
    }

    /// What is said of one variant, but for its language and its text.
    pub(super) fn of_variant(self, unit: &TranslationUnit, variant: &Variant) -> Vec<Statement> {
        let mut said = Said::new(self.aspects);
        said.add_provenance(variant.provenance.as_deref());
        said.add_notes(&variant.notes, unit);
        said.add_properties(&variant.properties);
        said.statements
    }

    /// What texts are matched by; the languages are no part of it.
    pub(super) fn text(self, segment: &Segment) -> String {
        self.compared.exact(segment, &mut Numbers::default())
    }
}

/// The variants by their languages, those of one language in file order.
fn in_order(unit: &TranslationUnit) -> Vec<&Variant> {
    let mut variants: Vec<&Variant> = unit.variants.iter().collect();
    sort_by_language(&mut variants);
    variants
}

/// Statements under way.
struct Said<'o> {
    aspects: &'o [Aspect],
    statements: Vec<Statement>,
}

impl<'o> Said<'o> {
    fn new(aspects: &'o [Aspect]) -> Self {
        Self {
            aspects,
            statements: Vec::new(),
        }
    }

    fn counts(&self, field: &Field) -> bool {
        field.aspect().is_none_or(|aspect| self.aspects.contains(&aspect))
    }

    fn add(&mut self, field: Field, value: impl Display) {
        if self.counts(&field) {
            let shown = value.to_string();
            self.statements.push(Statement {
                field,
                exact: shown.clone(),
                shown,
            });
        }
    }

    fn add_some(&mut self, field: Field, value: Option<impl Display>) {
        if let Some(value) = value {
            self.add(field, value);
        }
    }

    /// Adds a value with what is said about it: `details` are names and values.
    fn add_with(&mut self, field: Field, value: &str, details: &[(&str, Option<String>)]) {
        if !self.counts(&field) {
            return;
        }
        let mut exact = String::new();
        add_part(&mut exact, 'v', value);
        let mut shown = value.to_owned();
        let mut opening = " (";
        for (name, detail) in details {
            let Some(detail) = detail else { continue };
            add_part(&mut exact, 'n', name);
            add_part(&mut exact, 'v', detail);
            // writing to a string can't fail
            let _ = write!(shown, "{opening}{name} {detail}");
            opening = ", ";
        }
        if opening == ", " {
            shown.push(')');
        }
        self.statements.push(Statement { field, exact, shown });
    }

    fn add_provenance(&mut self, provenance: Option<&Provenance>) {
        let Some(provenance) = provenance else { return };
        self.add_some(Field::Created, provenance.created.as_ref());
        self.add_some(Field::CreatedBy, provenance.created_by.as_ref());
        self.add_some(Field::Changed, provenance.changed.as_ref());
        self.add_some(Field::ChangedBy, provenance.changed_by.as_ref());
        self.add_some(Field::LastUsed, provenance.last_used.as_ref());
        self.add_some(Field::UsageCount, provenance.usage_count);
        self.add_some(Field::Tool, provenance.tool.as_ref());
        self.add_some(Field::ToolVersion, provenance.tool_version.as_ref());
    }

    /// Adds notes; the side that one speaks of is named by its language, which stays when the unit is turned round.
    fn add_notes(&mut self, notes: &[Note], unit: &TranslationUnit) {
        for note in notes {
            let side = note.applies_to.map(|side| match side {
                AppliesTo::Source => unit.source().map_or("source", |variant| variant.lang.as_str()),
                AppliesTo::Target => unit.target().map_or("target", |variant| variant.lang.as_str()),
            });
            let details = [
                ("in", note.lang.as_ref().map(ToString::to_string)),
                ("from", note.category.clone()),
                ("on", side.map(str::to_owned)),
                ("priority", note.priority.map(|priority| priority.to_string())),
            ];
            self.add_with(Field::Note, &note.text, &details);
        }
    }

    fn add_properties(&mut self, properties: &[Property]) {
        for Property { name, value, lang } in properties {
            if self.aspects.contains(&Aspect::Properties) {
                let mut exact = String::new();
                add_part(&mut exact, 'p', name);
                add_part(&mut exact, 'v', value);
                let mut shown = value.clone();
                if let Some(lang) = lang {
                    add_part(&mut exact, 'l', lang.as_str());
                    let _ = write!(shown, " (in {lang})");
                }
                self.statements.push(Statement {
                    field: Field::Property(name.clone()),
                    exact,
                    shown,
                });
            }
        }
    }

    /// Adds a candidate; that it was made for the unit's own source is the same as if nothing were said.
    fn add_candidate(&mut self, candidate: &Candidate, unit: &TranslationUnit) {
        let exact = |segment: &Segment| super::codes::exact(segment, &mut Numbers::default());
        let own = unit.source().map(|variant| exact(&variant.segment));
        let source = candidate.source.as_ref().filter(|source| own != Some(exact(source)));
        let percent = |share: Option<f64>| share.map(|share| share.to_string());
        let details = [
            ("for", source.map(|source| source.text().to_owned())),
            ("from", candidate.origin.clone()),
            ("type", candidate.candidate_type.clone()),
            ("similarity", percent(candidate.similarity)),
            ("quality", percent(candidate.quality)),
        ];
        self.add_with(Field::Candidate, candidate.target.text(), &details);
        // the texts are shown without their codes, but compared with them
        if let Some(statement) = self.statements.last_mut().filter(|last| last.field == Field::Candidate) {
            add_part(&mut statement.exact, 't', &exact(&candidate.target));
            add_part(&mut statement.exact, 's', &source.map(exact).unwrap_or_default());
        }
    }
}

fn bead_in_words(bead: &Bead) -> String {
    let mut words = bead.shape();
    if let Some(confidence) = bead.confidence {
        let _ = write!(words, " ({confidence})");
    }
    if !bead.source.is_empty() || !bead.target.is_empty() {
        let _ = write!(words, ", segments {:?} and {:?}", bead.source, bead.target);
    }
    words
}
