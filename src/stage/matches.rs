//! Makes units of translations that an input only offers.

use crate::model::{Candidate, LanguageTag, Property, TranslationUnit, Variant};

/// What becomes of translations that were offered and not taken (XLIFF 1.2 `alt-trans`, XLIFF 2 `mtc:match`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum OfferedTranslations {
    /// They stay what they are, beside their unit.
    #[default]
    Leave,
    /// Each becomes a unit of its own as well.
    Include,
}

/// The units that the candidates of `unit` make. `target_lang` is the language of its target, where it has none.
#[must_use]
pub fn units_offered(unit: &TranslationUnit, target_lang: Option<&LanguageTag>) -> Vec<TranslationUnit> {
    let own_target = unit.target().map(|target| &target.lang);
    let (Some(source), Some(target_lang)) = (unit.source(), own_target.or(target_lang)) else {
        return Vec::new();
    };
    let made = unit.candidates.iter().filter(|candidate| !candidate.target.is_empty());
    made.map(|candidate| made_of(candidate, unit, source, target_lang))
        .collect()
}

/// What is said of the candidate goes with it, under names that tell what it was.
fn made_of(
    candidate: &Candidate,
    unit: &TranslationUnit,
    source: &Variant,
    target_lang: &LanguageTag,
) -> TranslationUnit {
    let source_text = candidate.source.clone().unwrap_or_else(|| source.segment.clone());
    let mut made = TranslationUnit::bilingual(
        Variant::new(source.lang.clone(), source_text),
        Variant::new(target_lang.clone(), candidate.target.clone()),
    );
    let share = |share: Option<f64>| share.map(|share| share.to_string());
    let facts = [
        ("x-match-of", unit.id.clone()),
        ("x-match-type", candidate.candidate_type.clone()),
        ("x-match-origin", candidate.origin.clone()),
        ("x-match-similarity", share(candidate.similarity)),
        ("x-match-quality", share(candidate.quality)),
    ];
    let properties = facts
        .into_iter()
        .filter_map(|(name, value)| Some(Property::new(name, value?)));
    made.properties.extend(properties);
    made.origin.clone_from(&unit.origin);
    made
}

#[cfg(test)]
mod tests {
    use super::super::tests_support::unit;
    use super::*;
    use crate::model::Segment;

    #[test]
    fn a_candidate_becomes_a_unit_that_says_what_it_was() {
        let mut whole = unit("a", "b");
        whole.id = Some("7".into());
        whole.candidates.push(Candidate {
            target: Segment::plain("c"),
            similarity: Some(80.0),
            ..Candidate::default()
        });
        whole.candidates.push(Candidate::default());
        let made = units_offered(&whole, None);
        assert_eq!(made.len(), 1);
        assert_eq!(made[0].target().unwrap().segment.text(), "c");
        assert_eq!(
            made[0].properties,
            [
                Property::new("x-match-of", "7"),
                Property::new("x-match-similarity", "80")
            ]
        );
        whole.variants.truncate(1);
        assert!(units_offered(&whole, None).is_empty());
        let lang = LanguageTag::parse("fr").unwrap();
        assert_eq!(units_offered(&whole, Some(&lang))[0].target().unwrap().lang, lang);
    }
}
