//! What is written as TMX reads back the same, but for what TMX has no place for; and a second writing copies it.
#![allow(clippy::expect_used, clippy::panic, reason = "a test that fails may panic")]

use std::collections::HashMap;
use std::fs;

use proptest::option;
use proptest::prelude::*;
use proptest::test_runner::FileFailurePersistence;
use tmforge::diag::{Diagnostic, Severity};
use tmforge::format::{Format, ReadOptions, open, units};
use tmforge::model::{
    Bead, Code, CodeKind, Context, Nesting, Origin, Part, PartKind, Role, Segment, SourceLanguage, TranslationUnit,
};

mod common;

/// A unit with all that a file of ours may hold beside texts.
fn any_unit() -> impl Strategy<Value = TranslationUnit> {
    let numbers = option::of((
        proptest::collection::vec(1..999_u32, 0..3),
        proptest::collection::vec(1..999_u32, 0..3),
    ));
    let own = (
        numbers,
        option::of(common::units::any_text()),
        option::of("[a-z#]{1,4}"),
        option::of(0..2_usize),
        option::of(common::units::any_variant("he")),
    );
    (common::units::any_unit(), own).prop_map(|(unit, (numbers, key, part, named, third))| {
        let mut unit = unit;
        if let (Some((source, target)), Some(bead)) = (numbers, unit.bead.as_deref_mut()) {
            *bead = Bead {
                source,
                target,
                ..bead.clone()
            };
        }
        if key.is_some() {
            unit.context.get_or_insert_default().key = key;
        }
        unit.part = part.map(|of| {
            Box::new(Part {
                of,
                kind: PartKind::Segment,
            })
        });
        // it was the second where the unit was turned round
        let named = named.and_then(|place| unit.variants.get(place));
        unit.source_language = named.map(|source| SourceLanguage::Tag(source.lang.clone()));
        unit.variants.extend(third);
        unit
    })
}

/// The unit without what TMX has no place for.
fn held(unit: &TranslationUnit) -> TranslationUnit {
    let mut unit = unit.clone();
    unit.candidates.clear();
    unit.context = unit.context.filter(|context| **context != Context::default());
    for variant in &mut unit.variants {
        let partners = variant.segment.partners();
        let nests = variant.segment.nesting_marks(&partners, Nesting::AmongMarksAndPairs);
        let codes: Vec<Code> = variant
            .segment
            .codes()
            .iter()
            .enumerate()
            .filter(|(number, code)| code.kind == CodeKind::Code || nests[*number])
            .map(|(number, code)| {
                let mut code = code.clone();
                code.equiv = None;
                if code.kind == CodeKind::Mark {
                    code.data.clear();
                }
                if code.role != Role::Alone || code.kind == CodeKind::Mark {
                    code.assoc = None;
                }
                if code.role == Role::Close && partners[number].is_some() {
                    code.code_type = None;
                }
                code
            })
            .collect();
        variant.segment = Segment::new(variant.segment.text(), codes).expect("codes in order");
    }
    numbered(unit)
}

/// The unit with its codes numbered as they come: those of one kind and number are one over all variants.
fn numbered(mut unit: TranslationUnit) -> TranslationUnit {
    let mut numbers = HashMap::new();
    for variant in &mut unit.variants {
        let partners = variant.segment.partners();
        let mut repeats = HashMap::new();
        let mut given: Vec<u32> = Vec::new();
        for (number, code) in variant.segment.codes().iter().enumerate() {
            if let (Role::Close, Some(opening)) = (code.role, partners[number]) {
                given.push(given[opening]);
                continue;
            }
            let look = (code.kind, code.role, partners[number].is_some(), code.id);
            let repeat = repeats.entry(look).or_insert(0_u32);
            *repeat += 1;
            let next = u32::try_from(numbers.len() + 1).expect("few codes");
            given.push(*numbers.entry((look, *repeat)).or_insert(next));
        }
        for (code, id) in variant.segment.codes_mut().zip(given) {
            code.id = id;
        }
    }
    unit
}

fn read(text: &str) -> (Vec<TranslationUnit>, Vec<Diagnostic>) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = folder.path().join("a.tmx");
    fs::write(&path, text).expect("a file in a temporary folder");
    let mut said = Vec::new();
    let (mut reader, _) = open(&path.to_string_lossy(), None, &ReadOptions::default(), &mut said).expect("it opens");
    let units = units(reader.as_mut(), &mut said)
        .collect::<tmforge::Result<Vec<_>>>()
        .expect("own output reads");
    (units, said)
}

fn config() -> ProptestConfig {
    ProptestConfig {
        failure_persistence: Some(Box::new(FileFailurePersistence::WithSource("regressions"))),
        ..ProptestConfig::with_cases(300)
    }
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn any_unit_comes_back_from_tmx(unit in any_unit()) {
        let text = common::units::write(std::slice::from_ref(&unit), Format::Tmx);
        let (back, said) = read(&text);
        prop_assert_eq!(back.len(), 1);
        let again = common::units::write(&back, Format::Tmx);
        prop_assert_eq!(&again, &text, "a unit that was read as it is written is copied");
        let mut back = numbered(back.into_iter().next().expect("one unit"));
        prop_assert!(back.raw.is_some());
        back.touch();
        back.origin = Origin::default();
        let mut expected = held(&unit);
        expected.id = Some("u0".to_owned());
        prop_assert_eq!(back, expected);
        let loud: Vec<String> = said
            .iter()
            .filter(|said| said.severity > Severity::Note && said.code.to_word() != "date-form")
            .map(|said| said.message.clone())
            .collect();
        prop_assert!(loud.is_empty(), "{:?}", loud);
    }

    #[test]
    fn a_unit_that_was_changed_is_rendered_as_it_was(unit in any_unit()) {
        let text = common::units::write(std::slice::from_ref(&unit), Format::Tmx);
        let (mut back, _) = read(&text);
        for unit in &mut back {
            unit.touch();
        }
        prop_assert_eq!(common::units::write(&back, Format::Tmx), text);
    }
}
