use super::*;
use crate::model::{Code, Note, Property, Role, Segment};
use crate::stage::tests_support::unit;

fn words(changes: &[Change]) -> Vec<String> {
    let word = |side: &Option<String>| side.clone().unwrap_or_else(|| "∅".into());
    changes
        .iter()
        .map(|change| {
            let lang = change.lang.as_ref().map(|lang| format!("{lang} ")).unwrap_or_default();
            format!(
                "{lang}{}: {} → {}",
                change.field.as_str(),
                word(&change.a),
                word(&change.b)
            )
        })
        .collect()
}

fn compared(a: &TranslationUnit, b: &TranslationUnit) -> Vec<String> {
    words(&compare_units(a, b, Aspect::USUAL))
}

fn bold(text: &str, id: u32, data: (&str, &str)) -> Segment {
    let mut segment = Segment::default();
    segment.push_code(Code::new(Role::Open, id).with_data(data.0));
    segment.push_str(text);
    segment.push_code(Code::new(Role::Close, id).with_data(data.1));
    segment
}

#[test]
fn the_order_of_what_is_said_and_the_ids_of_codes_are_no_difference() {
    let mut a = unit("", "");
    a.variants[0].segment = bold("x", 1, ("<b>", "</b>"));
    a.variants[1].segment = bold("y", 1, ("<b>", "</b>"));
    a.notes = vec![Note::new("one"), Note::new("two")];
    a.properties = vec![Property::new("p", "1"), Property::new("q", "2")];
    let mut b = a.clone();
    b.variants[0].segment = bold("x", 9, ("<b>", "</b>"));
    b.variants[1].segment = bold("y", 9, ("<b>", "</b>"));
    b.variants.reverse();
    b.notes.reverse();
    b.properties.reverse();
    b.id = Some("k".into());
    assert!(compared(&a, &b).is_empty());
    let meaning = Meaning::new(Aspect::USUAL);
    assert_eq!(meaning.digest(&a), meaning.digest(&b));
}

#[test]
fn each_fact_that_differs_is_named() {
    let mut a = unit("Open", "Öffnen");
    a.notes = vec![Note::new("one"), Note::new("same")];
    a.properties = vec![Property::new("x-p", "1")];
    let mut b = unit("Open", "Öffnen");
    b.notes = vec![Note::new("same"), Note::new("two")];
    b.provenance_mut().usage_count = Some(3);
    b.variants[1].notes.push(Note::new("by ear"));
    assert_eq!(
        compared(&a, &b),
        [
            "note: one → two",
            "property: 1 → ∅",
            "usage_count: ∅ → 3",
            "de note: ∅ → by ear"
        ]
    );
}

#[test]
fn what_repeats_is_paired_in_its_order() {
    let mut a = unit("x", "y");
    a.notes = ["one", "two", "one", "three"].map(Note::new).to_vec();
    let mut b = a.clone();
    b.notes = ["four", "one", "five"].map(Note::new).to_vec();
    assert_eq!(
        compared(&a, &b),
        ["note: two → four", "note: one → five", "note: three → ∅"]
    );
    let tags = ["x-a", "de", "de", "de-AT"].map(|tag| LanguageTag::parse(tag).unwrap());
    a = unit("x", "y");
    a.variants.extend(tags.map(|tag| Variant::new(tag, "z")));
    b = unit("x", "y");
    let tags = ["x-b", "de-CH", "de-AT"].map(|tag| LanguageTag::parse(tag).unwrap());
    b.variants.extend(tags.map(|tag| Variant::new(tag, "z")));
    assert_eq!(
        compared(&a, &b),
        [
            "x-a text: z → ∅",
            "language: de → de-CH",
            "de text: z → ∅",
            "x-b text: ∅ → z"
        ]
    );
}

#[test]
fn a_tag_of_the_same_language_is_a_change_of_language_and_no_other_text() {
    let a = unit("Open", "Öffnen");
    let mut b = a.clone();
    b.variants[1].lang = LanguageTag::parse("de-AT").unwrap();
    assert_eq!(compared(&a, &b), ["language: de → de-AT"]);
    b.variants[1].lang = LanguageTag::parse("fr").unwrap();
    assert_eq!(compared(&a, &b), ["de text: Öffnen → ∅", "fr text: ∅ → Öffnen"]);
}

#[test]
fn codes_that_differ_are_named_with_the_facts_in_which_they_do() {
    let mut a = unit("", "y");
    a.variants[0].segment = bold("x", 1, ("", ""));
    let mut b = a.clone();
    b.variants[0].segment = bold("x", 1, ("<b>", ""));
    assert_eq!(compared(&a, &b), ["en codes: <1>x</1> → <b>x</1>", "en code: ∅ → <b>"]);
    let changes = compare_units(&a, &b, Aspect::USUAL);
    assert!(
        changes[0]
            .runs
            .iter()
            .any(|run| run.is_code && run.side == super::super::RunSide::B)
    );
    assert!(compare_units(&a, &b, &[Aspect::Text]).is_empty());
}

#[test]
fn which_ends_belong_together_counts_within_a_text_and_across_languages() {
    let with = |ids: [u32; 4], role: Role| {
        let mut segment = Segment::plain("x");
        for (id, role) in ids.into_iter().zip([Role::Open, Role::Open, role, role]) {
            segment.push_code(Code::new(role, id));
        }
        segment
    };
    let mut a = unit("", "y");
    let mut b = unit("", "y");
    a.variants[0].segment = with([1, 2, 2, 1], Role::Close);
    b.variants[0].segment = with([1, 2, 1, 2], Role::Close);
    assert_eq!(compared(&a, &b), ["en pairing: <1><2></2></1> → <1><2></1></2>"]);
    let alone = |id| {
        let mut segment = Segment::plain("x");
        segment.push_code(Code::new(Role::Alone, id));
        segment
    };
    a.variants[0].segment = alone(1);
    a.variants[1].segment = alone(1);
    b.variants[0].segment = alone(1);
    b.variants[1].segment = alone(2);
    assert_eq!(compared(&a, &b), ["pairing: 1 1 → 1 2"]);
}

#[test]
fn a_code_more_does_not_renumber_those_that_stay() {
    let mut a = unit("", "y");
    a.variants[0].segment = bold("x", 1, ("", ""));
    let mut b = a.clone();
    let mut longer = Segment::default();
    longer.push_code(Code::new(Role::Alone, 1));
    longer.push_code(Code::new(Role::Open, 2));
    longer.push_str("x");
    longer.push_code(Code::new(Role::Close, 2));
    b.variants[0].segment = longer;
    assert_eq!(compared(&a, &b), ["en codes: <1>x</1> → <2/><1>x</1>"]);
}
