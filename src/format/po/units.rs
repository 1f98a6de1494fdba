//! A message as one unit a form.

use super::header::{Facts, SideLanguage};
use super::message::Message;
use crate::error::{Error, ErrorKind, Result};
use crate::model::{Context, Note, Origin, Property, State, TranslationUnit, Untranslated, Variant};

/// One plural form of a message, or its only translation.
pub(super) struct Form<'m> {
    message: &'m Message,
    number: usize,
    target: &'m str,
}

impl<'m> Form<'m> {
    /// The form of a number; `None` behind the last.
    pub(super) fn of(message: &'m Message, number: usize) -> Option<Self> {
        message.strings.get(number).map(|target| Self {
            message,
            number,
            target,
        })
    }

    /// The line at which the message begins.
    pub(super) fn line(&self) -> u64 {
        self.message.line
    }

    /// Why it is no translation: nobody has made it, or the source has changed since (`fuzzy`).
    pub(super) fn untranslated(&self) -> Option<Untranslated> {
        if self.target.is_empty() {
            return Some(Untranslated::EmptyTarget);
        }
        self.message.is_fuzzy().then_some(Untranslated::State)
    }

    /// Fills `unit`.
    ///
    /// # Errors
    ///
    /// Fails if nothing names the target language.
    pub(super) fn fill(&self, unit: &mut TranslationUnit, origin: Origin, facts: &Facts) -> Result<()> {
        let texts = &self.message.texts;
        let singular = texts.id.as_deref().unwrap_or_default();
        let source = match &texts.plural {
            Some(plural) if self.number > 0 => plural,
            _ => singular,
        };
        unit.variants.push(variant(&facts.source, source, &origin)?);
        // a template names no language, and translates nothing
        let has_target = facts.target.lang.is_some() || !self.target.is_empty() && !self.message.is_header();
        if has_target {
            unit.variants.push(variant(&facts.target, self.target, &origin)?);
        }
        unit.untranslated = self.untranslated();
        if self.message.is_fuzzy() {
            unit.state = Some(State::Other("fuzzy".to_owned()));
        }
        if let Some(key) = &texts.context {
            unit.context = Some(Box::new(Context {
                key: Some(key.clone()),
                ..Context::default()
            }));
        }
        self.add_notes(unit);
        self.add_properties(unit);
        unit.origin = origin;
        Ok(())
    }

    fn add_notes(&self, unit: &mut TranslationUnit) {
        let kinds = [
            ("translator", &self.message.translator_comments),
            ("developer", &self.message.developer_comments),
        ];
        for (category, comments) in kinds {
            let text = comments.join("\n");
            if !text.trim().is_empty() {
                unit.notes.push(Note {
                    category: Some(category.to_owned()),
                    ..Note::new(text.trim())
                });
            }
        }
    }

    fn add_properties(&self, unit: &mut TranslationUnit) {
        let mut add = |name: &str, value: &str| unit.properties.push(Property::new(name, value));
        let Message {
            references,
            flags,
            previous,
            texts,
            ..
        } = self.message;
        if let Some(plural) = &texts.plural {
            add("x-plural-form", &self.number.to_string());
            if self.number == 0 {
                add("x-msgid-plural", plural);
            }
        }
        for reference in references.iter().filter(|reference| !reference.is_empty()) {
            add("x-reference", reference);
        }
        let flags: Vec<&str> = flags
            .iter()
            .map(String::as_str)
            .filter(|flag| *flag != "fuzzy")
            .collect();
        if !flags.is_empty() {
            add("x-flags", &flags.join(", "));
        }
        for (name, text) in [
            ("x-previous-msgctxt", &previous.context),
            ("x-previous-msgid", &previous.id),
            ("x-previous-msgid-plural", &previous.plural),
        ] {
            if let Some(text) = text {
                add(name, text);
            }
        }
    }
}

fn variant(side: &SideLanguage, text: &str, origin: &Origin) -> Result<Variant> {
    let lang = side.lang.clone().ok_or_else(|| {
        Error::from(ErrorKind::Language("nothing names the target language".into()))
            .at_origin(origin)
            .with_help("fill `Language` in the header, or give -t")
    })?;
    Ok(Variant {
        spelling: side.spelling.clone(),
        ..Variant::new(lang, text)
    })
}
