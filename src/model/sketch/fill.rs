//! Making the whole unit of a sketch, in the memory of one that is done with.

use super::{Fact, Neighbours, Said, Sketch, SketchedText, Span};
use crate::model::telling::Tellings;
use crate::model::{Context, Raw, SourceLanguage, TranslationUnit, Variant, reuse};

impl Sketch {
    /// Makes the whole unit, in place of what is in `unit`, whose memory is used again.
    pub fn fill(&self, unit: &mut TranslationUnit) {
        self.fill_without_markup(unit);
        unit.raw = self.raw();
    }

    /// The same for those who have no use for the markup.
    pub(crate) fn fill_without_markup(&self, unit: &mut TranslationUnit) {
        let TranslationUnit {
            mut id,
            variants,
            notes,
            properties,
            provenance,
            ..
        } = std::mem::take(unit);
        match self.id() {
            Some(own) => reuse::refill_or_new(&mut id, own),
            None => id = None,
        }
        *unit = TranslationUnit {
            id,
            variants: self.pair(variants),
            notes,
            properties,
            provenance,
            source_language: self.own_source(),
            context: self.context(),
            origin: self.origin.clone(),
            ..TranslationUnit::default()
        };
        self.tell_all(unit);
        if let Some(complete) = self.completes {
            complete(unit);
        }
    }

    /// The texts beside the unit, where there are any.
    fn context(&self) -> Option<Box<Context>> {
        let text = |span: Option<Span>| span.map(|span| self.text_of(span).to_owned());
        let Neighbours { previous, next } = self.neighbours;
        let is_told = previous.is_some() || next.is_some();
        is_told.then(|| {
            Box::new(Context {
                previous: text(previous),
                next: text(next),
                key: None,
            })
        })
    }

    /// The source, if the unit itself names it.
    fn own_source(&self) -> Option<SourceLanguage> {
        let [source, _] = &self.tongue.languages;
        self.tongue.names_source.then(|| SourceLanguage::Tag(source.clone()))
    }

    /// The two texts, in the memory of others; what is said of these is there still.
    fn pair(&self, mut variants: Vec<Variant>) -> Vec<Variant> {
        reuse::truncate(&mut variants, 2);
        variants.resize_with(2, Variant::default);
        let texts = self.variants().into_iter().zip(&self.tongue.spellings);
        for (variant, ((language, text), spelling)) in variants.iter_mut().zip(texts) {
            variant.lang.become_tag(language);
            if variant.spelling != *spelling {
                variant.spelling.clone_from(spelling);
            }
            match text {
                SketchedText::Plain(text) => {
                    variant.segment.clear_to_reuse();
                    variant.segment.push_str(text);
                }
                SketchedText::Coded(text) => variant.segment.clone_from(text),
            }
        }
        variants
    }

    /// Tells all facts, in place of those that are there.
    fn tell_all(&self, unit: &mut TranslationUnit) {
        let Some(mut tellings) = Tellings::new(unit) else {
            return;
        };
        for Fact { of, said, value } in &self.facts {
            let (telling, value) = (tellings.of(*of), self.text_of(*value));
            match *said {
                Said::Named(name) => telling.property(name, value),
                Said::Property(name) => telling.property(self.text_of(name), value),
                said => telling.tell(said, value),
            }
        }
        tellings.end();
    }

    fn raw(&self) -> Option<Box<Raw>> {
        let dialect = self.dialect.filter(|_| !self.tongue.is_mended)?;
        let raw = Raw::new(dialect, &self.markup, 1, 1);
        Some(Box::new(Raw {
            inherited_source: self.inherited_source.clone(),
            piece: self.piece,
            ..raw
        }))
    }
}

#[cfg(test)]
mod tests {
    use super::super::facts::NAMELESS;
    use super::*;
    use crate::model::{Candidate, Code, LanguageTag, Note, Of, RawDialect, Role, State};

    fn put(sketch: &mut Sketch, text: &str) -> crate::model::Span {
        let mut span = sketch.resolved();
        sketch.resolve(&mut span, text);
        span
    }

    /// A sketch that says these things, with values of their own.
    fn sketch(facts: &[(Of, Said)]) -> Sketch {
        let mut sketch = Sketch::default();
        let text = put(&mut sketch, "text");
        sketch.set_text(0, text);
        sketch.set_text(1, text);
        for (number, (of, said)) in facts.iter().enumerate() {
            let value = match said {
                Said::Created | Said::Changed | Said::LastUsed => "20240229T235959Z".to_owned(),
                Said::UsageCount => number.to_string(),
                _ => format!("{said:?} {number}"),
            };
            let value = put(&mut sketch, &value);
            sketch.say(*of, *said, value);
        }
        sketch
    }

    #[test]
    fn whatever_unit_was_there_the_same_comes_of_a_sketch() {
        let all: Vec<Said> = NAMELESS.into_iter().chain([Said::Named("named")]).collect();
        let of_each = |of: Of| all.iter().map(move |said| (of, *said));
        let full: Vec<_> = [Of::Unit, Of::Source, Of::Target]
            .into_iter()
            .flat_map(of_each)
            .collect();
        let mut sketches = vec![
            sketch(&[]),
            sketch(&full),
            sketch(&[full.clone(), full.clone()].concat()),
        ];
        sketches.extend(full.iter().map(|fact| sketch(&[*fact])));
        let mut with_id = sketch(&full);
        let id = put(&mut with_id, "id");
        with_id.set_id(id);
        sketches.push(with_id);
        let lang = LanguageTag::parse("fr").ok();
        for before in &sketches {
            for after in &mut sketches.clone() {
                after.set_markup("<tu/>", RawDialect::Tmx14, lang.as_ref());
                let (mut used, mut new) = (TranslationUnit::default(), TranslationUnit::default());
                before.fill(&mut used);
                // whatever others make of a unit
                used.notes.push(Note::new("more"));
                for note in &mut used.notes {
                    (note.lang, note.category, note.priority) = (lang.clone(), Some("c".into()), Some(1));
                }
                for property in &mut used.properties {
                    property.lang.clone_from(&lang);
                }
                for variant in &mut used.variants {
                    variant.spelling = Some("EN".into());
                    variant.segment.push_code(Code::new(Role::Alone, 1));
                    variant.lang = lang.clone().unwrap();
                }
                used.variants.push(Variant::default());
                used.state = Some(State::parse("final"));
                used.context = Some(Box::default());
                used.candidates.push(Candidate::default());
                let mut bare = used.clone();
                after.fill(&mut used);
                after.fill(&mut new);
                assert_eq!(used, new);
                assert!(new.raw.is_some());
                after.fill_without_markup(&mut bare);
                new.raw = None;
                assert_eq!(bare, new);
                // so it is where the facts are told later
                let mut facts = Vec::new();
                after.put_facts(&mut facts);
                crate::model::tell_facts(&facts, &mut used).unwrap();
                used.raw = None;
                assert_eq!(used, new);
                for end in 0..facts.len() {
                    let told = crate::model::tell_facts(&facts[..end], &mut TranslationUnit::default());
                    assert!(told.is_none());
                }
            }
        }
    }
}
