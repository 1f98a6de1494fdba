use super::super::tests_support::Collected;
use super::*;

fn unit(texts: &[(&str, &str)]) -> TranslationUnit {
    let variant = |&(lang, text): &(&str, &str)| Variant::new(LanguageTag::parse(lang).unwrap(), text);
    TranslationUnit {
        variants: texts.iter().map(variant).collect(),
        ..TranslationUnit::default()
    }
}

fn run(stage: &mut Languages, mut unit: TranslationUnit) -> (Vec<(String, String)>, Vec<Diagnostic>) {
    let mut end = Collected::default();
    let mut said = Vec::new();
    stage.take(&mut unit, &mut end, &mut said).unwrap();
    let pairs = end.kept.first().map(|unit| {
        unit.variants
            .iter()
            .map(|v| (v.lang.to_string(), v.segment.text().to_owned()))
            .collect()
    });
    (pairs.unwrap_or_default(), said)
}

fn tag(tag: &str) -> Option<LanguageTag> {
    LanguageTag::parse(tag).ok()
}

fn owned(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
    pairs.iter().map(|(a, b)| ((*a).to_owned(), (*b).to_owned())).collect()
}

#[test]
fn a_tag_picks_the_only_variant_of_its_language_and_is_the_one_written() {
    let mut stage = Languages::new(tag("zh-CN"), tag("en-US"));
    let (pairs, said) = run(&mut stage, unit(&[("en", "A"), ("fr", "B"), ("zh", "甲")]));
    assert_eq!(pairs, owned(&[("zh-CN", "甲"), ("en-US", "A")]));
    assert_eq!(said[0].code, DiagnosticCode::Loss(Fact::Variant));
}

#[test]
fn a_tag_that_fits_several_variants_is_an_error_that_names_them() {
    let mut stage = Languages::new(tag("en"), tag("zh"));
    let mut unit = unit(&[("en", "A"), ("zh-CN", "甲"), ("zh-TW", "乙")]);
    let error = stage
        .take(&mut unit, &mut Collected::default(), &mut Vec::new())
        .unwrap_err();
    assert!(
        error.to_string().contains("`zh` may mean `zh-CN` or `zh-TW`"),
        "{error}"
    );
}

#[test]
fn several_texts_of_one_tag_are_no_choice_between_tags() {
    for asked in ["de", "de-DE"] {
        let mut stage = Languages::new(tag("en"), tag(asked));
        let (pairs, said) = run(&mut stage, unit(&[("en", "A"), ("de-DE", "B"), ("de-DE", "C")]));
        assert_eq!(pairs, owned(&[("en", "A"), (asked, "B")]));
        assert_eq!(said[0].code, DiagnosticCode::Loss(Fact::Variant));
    }
    let mut stage = Languages::new(tag("en"), tag("zh"));
    let mut unit = unit(&[("en", "A"), ("zh-CN", "甲"), ("zh-TW", "乙"), ("zh-CN", "丙")]);
    let error = stage
        .take(&mut unit, &mut Collected::default(), &mut Vec::new())
        .unwrap_err();
    assert!(
        error.to_string().starts_with("`zh` may mean `zh-CN` or `zh-TW`;"),
        "{error}"
    );
}

#[test]
fn without_tags_the_first_language_is_the_source_and_the_other_direction_is_turned() {
    let mut stage = Languages::new(None, None);
    run(&mut stage, unit(&[("zh-CN", "甲"), ("en", "A")]));
    let (pairs, said) = run(&mut stage, unit(&[("en", "B"), ("zh-CN", "乙")]));
    assert_eq!(pairs, owned(&[("zh-CN", "乙"), ("en", "B")]));
    assert_eq!(said[0].code, DiagnosticCode::DirectionTurned);
}

#[test]
fn a_target_alone_leaves_the_first_other_language_as_the_source() {
    let mut stage = Languages::new(None, tag("de"));
    let (pairs, _) = run(&mut stage, unit(&[("de", "A"), ("en", "B"), ("fr", "C")]));
    assert_eq!(pairs, owned(&[("en", "B"), ("de", "A")]));
}

#[test]
fn the_source_that_a_memory_names_is_the_source_even_if_its_first_unit_lacks_it() {
    let mut stage = Languages::new(None, None);
    stage.suggest_source(&tag("en").unwrap());
    assert_eq!(run(&mut stage, unit(&[("fr", "A"), ("de", "B")])).0.len(), 2);
    let (pairs, _) = run(&mut stage, unit(&[("de", "C"), ("en", "D")]));
    assert_eq!(pairs, owned(&[("en", "D"), ("de", "C")]));
    let mut stage = Languages::new(None, tag("en-US"));
    stage.suggest_source(&tag("en").unwrap());
    let (pairs, _) = run(&mut stage, unit(&[("en", "D"), ("de", "C")]));
    assert_eq!(pairs, owned(&[("de", "C"), ("en-US", "D")]));
}

#[test]
fn a_source_that_nobody_asked_for_is_never_ambiguous() {
    let mut stage = Languages::new(None, None);
    run(&mut stage, unit(&[("zh-CN", "甲"), ("en", "A")]));
    let (pairs, _) = run(&mut stage, unit(&[("en", "A"), ("zh-TW", "甲"), ("zh-HK", "乙")]));
    assert_eq!(pairs.len(), 3);
}

#[test]
fn what_speaks_of_sides_is_turned_with_them() {
    use crate::model::{AppliesTo, Candidate, Note, Segment};
    let mut unit = unit(&[("en", "A"), ("zh", "甲")]);
    unit.notes.push(Note {
        applies_to: Some(AppliesTo::Source),
        ..Note::new("n")
    });
    unit.candidates.push(Candidate {
        target: Segment::plain("乙"),
        ..Candidate::default()
    });
    let mut end = Collected::default();
    Languages::new(tag("zh"), tag("en"))
        .take(&mut unit, &mut end, &mut Vec::new())
        .unwrap();
    let turned = &end.kept[0];
    assert_eq!(turned.notes[0].applies_to, Some(AppliesTo::Target));
    let candidate = &turned.candidates[0];
    assert_eq!(
        (candidate.source.as_ref().map(Segment::text), candidate.target.text()),
        (Some("乙"), "A")
    );
}

#[test]
fn directions_of_text_are_turned_with_the_sides() {
    use crate::model::Property;
    let mut unit = unit(&[("fr", "A"), ("en", "B")]);
    unit.properties = vec![Property::new("x-srcDir", "rtl"), Property::new("x-trgDir", "ltr")];
    let mut end = Collected::default();
    Languages::new(tag("en"), tag("fr"))
        .take(&mut unit, &mut end, &mut Vec::new())
        .unwrap();
    assert_eq!(
        end.kept[0].properties,
        [Property::new("x-srcDir", "ltr"), Property::new("x-trgDir", "rtl")]
    );
}

#[test]
fn neighbours_in_the_old_source_language_go_from_a_unit_of_three_languages_too() {
    use crate::model::Context;
    for (source, target, is_lost) in [("fr", "en", true), ("fr", "de", true), ("en", "de", false)] {
        let mut unit = unit(&[("en", "A"), ("fr", "B"), ("de", "C")]);
        unit.context = Some(Box::new(Context {
            previous: Some("before".to_owned()),
            ..Context::default()
        }));
        let (mut end, mut said) = (Collected::default(), Vec::new());
        Languages::new(tag(source), tag(target))
            .take(&mut unit, &mut end, &mut said)
            .unwrap();
        assert_eq!(end.kept[0].context.is_none(), is_lost, "{source} {target}");
        let is_said = said.iter().any(|said| said.code == DiagnosticCode::Loss(Fact::Context));
        assert_eq!(is_said, is_lost, "{source} {target}");
    }
}

#[test]
fn a_unit_in_the_source_alone_stays_and_one_in_the_target_alone_goes() {
    let mut stage = Languages::new(tag("zh"), tag("de"));
    assert_eq!(run(&mut stage, unit(&[("zh", "甲")])).0, owned(&[("zh", "甲")]));
    assert_eq!(run(&mut stage, unit(&[("de", "A")])).0, []);
    let kept: Vec<&str> = stage.kept().map(LanguageTag::as_str).collect();
    assert_eq!(kept, ["zh", "de"]);
    assert_eq!(run(&mut Languages::new(None, tag("de")), unit(&[("de", "A")])).0, []);
    let other = || unit(&[("zh", "甲"), ("fr", "B")]);
    assert_eq!(run(&mut stage, other()).0, []);
    let mut stage = stage.with_missing_target(MissingTarget::Keep);
    let (pairs, said) = run(&mut stage, other());
    assert_eq!(
        (pairs, said[0].code),
        (owned(&[("zh", "甲")]), DiagnosticCode::LangMissing)
    );
}

#[test]
fn a_unit_without_the_language_asked_for_is_removed_and_said() {
    let mut stage = Languages::new(tag("zh"), tag("de"));
    let (pairs, said) = run(&mut stage, unit(&[("zh", "甲"), ("en", "A")]));
    assert_eq!((pairs.len(), said[0].code), (0, DiagnosticCode::LangMissing));
    assert_eq!(said[0].message, "`甲` has only `zh`, `en` and is left out");
}

#[test]
fn behind_units_of_the_usual_languages_others_are_settled_as_before() {
    let mut stage = Languages::new(tag("zh-CN"), tag("en"));
    let usual = [("zh-CN", "甲"), ("en", "A")];
    for other in [
        vec![("en", "A"), ("zh-CN", "甲")],
        vec![("zh-CN", "甲"), ("en-US", "A")],
        vec![("zh-CN", "甲"), ("en", "A"), ("fr", "B")],
    ] {
        for texts in [&usual[..], &other] {
            assert_eq!(run(&mut stage, unit(texts)).0, owned(&usual), "{texts:?}");
        }
    }
    assert_eq!(stage.units_left_short(), 1);
    let seen: Vec<&str> = stage.seen().map(LanguageTag::as_str).collect();
    assert_eq!(seen, ["zh-CN", "en", "en-US", "fr"]);
    assert_eq!(stage.kept().count(), 2);
    let mut spelt = unit(&usual);
    spelt.variants[1].spelling = Some("EN".into());
    spelt.raw = Some(Box::new(crate::model::Raw::new(
        crate::model::RawDialect::Tmx14,
        "",
        1,
        1,
    )));
    let mut end = Collected::default();
    stage.take(&mut spelt, &mut end, &mut Vec::new()).unwrap();
    assert!(end.kept[0].variants[1].spelling.is_none() && end.kept[0].raw.is_none());
}
