//! What is written as XLIFF 1.2 comes back the same, but for what findings name.
#![allow(clippy::expect_used, clippy::panic, reason = "a test that fails may panic")]

use std::collections::{BTreeMap, BTreeSet};
use std::io::Write;

use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use proptest::test_runner::FileFailurePersistence;
use tmforge::diag::{Diagnostic, DiagnosticCode, Fact};
use tmforge::format::{Format, ReadOptions, WriteOptions, open, units};
use tmforge::model::{
    Beside, Code, CodeKind, Context, Ignorable, LanguageTag, Part, PartKind, Property, Role, Segment, State,
    TranslationUnit,
};

mod common;

/// Bytes that a writer writes and the test reads.
#[derive(Clone, Default)]
struct Shared(std::rc::Rc<std::cell::RefCell<Vec<u8>>>);

impl Write for Shared {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.borrow_mut().write(bytes)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

fn write(units: &[TranslationUnit]) -> (Vec<u8>, Vec<Diagnostic>) {
    let bytes = Shared::default();
    let mut options = WriteOptions::default();
    options.languages = ["zh-CN", "ar"]
        .iter()
        .filter_map(|tag| LanguageTag::parse(tag).ok())
        .collect();
    "memory".clone_into(&mut options.original);
    let mut said = Vec::new();
    let mut writer = Format::Xliff12
        .writer(Box::new(bytes.clone()), &options)
        .expect("a writer");
    for unit in units {
        writer.write_unit(unit, &mut said).expect("a unit is written");
    }
    writer.finish(&mut said).expect("the document is closed");
    let written = bytes.0.borrow().clone();
    (written, said)
}

fn read(document: &[u8]) -> (Vec<TranslationUnit>, Vec<Diagnostic>) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = folder.path().join("a.xlf");
    std::fs::write(&path, document).expect("a file in a temporary folder");
    let mut said = Vec::new();
    let name = path.to_string_lossy();
    let (mut reader, _) = open(&name, None, &ReadOptions::default(), &mut said).expect("an XLIFF");
    let units = units(reader.as_mut(), &mut said)
        .collect::<Result<Vec<_>, _>>()
        .expect("own output reads");
    (units, said)
}

/// Numbers the codes by their first appearance, and takes out what a code of its role can't say.
fn normal_codes(segment: &mut Segment, numbers: &mut BTreeMap<(CodeKind2, u32), u32>) {
    let partners = segment.partners();
    for (code, partner) in segment.codes_mut().zip(partners) {
        let next = u32::try_from(numbers.len()).unwrap_or(u32::MAX) + 1;
        code.id = *numbers.entry((kind_of(code), code.id)).or_insert(next);
        if code.role != Role::Alone {
            code.assoc = None;
            code.isolated = partner.is_none();
        }
        if code.role == Role::Close && partner.is_some() {
            code.code_type = None;
        }
        if code.kind == CodeKind::Mark {
            code.data.clear();
            (code.equiv, code.assoc) = (None, None);
        }
    }
}

/// Codes of different kinds may have one id.
type CodeKind2 = (bool, bool);

fn kind_of(code: &Code) -> CodeKind2 {
    (code.kind == CodeKind::Mark, code.role == Role::Alone)
}

fn normal(mut unit: TranslationUnit) -> TranslationUnit {
    let mut numbers = BTreeMap::new();
    for variant in &mut unit.variants {
        normal_codes(&mut variant.segment, &mut numbers);
        variant.spelling = None;
    }
    for ignorable in &mut unit.ignorables {
        let mut own = BTreeMap::new();
        for segment in texts_of(ignorable) {
            normal_codes(segment, &mut own);
        }
    }
    for candidate in &mut unit.candidates {
        let mut own = BTreeMap::new();
        let numbers = if candidate.source.is_some() {
            &mut own
        } else {
            &mut numbers
        };
        if let Some(source) = &mut candidate.source {
            normal_codes(source, numbers);
        }
        normal_codes(&mut candidate.target, numbers);
    }
    unit.context = unit.context.filter(|context| **context != Context::default());
    (unit.origin, unit.raw, unit.untranslated) = Default::default();
    unit
}

fn texts_of(ignorable: &mut Ignorable) -> impl Iterator<Item = &mut Segment> {
    [&mut ignorable.source].into_iter().chain(&mut ignorable.target)
}

/// The same without its codes, for a unit whose codes don't all get through.
fn without_codes(mut unit: TranslationUnit) -> TranslationUnit {
    for variant in &mut unit.variants {
        variant.segment = Segment::plain(variant.segment.text());
    }
    for segment in unit.ignorables.iter_mut().flat_map(texts_of) {
        *segment = Segment::plain(segment.text());
    }
    for candidate in &mut unit.candidates {
        candidate.source = candidate.source.as_ref().map(|source| Segment::plain(source.text()));
        candidate.target = Segment::plain(candidate.target.text());
    }
    unit
}

/// Codes of one id and role come back as codes of different ids: only units that have none are compared code by code.
fn repeats_ids(unit: &TranslationUnit) -> bool {
    let candidates = unit
        .candidates
        .iter()
        .flat_map(|candidate| candidate.source.iter().chain([&candidate.target]));
    unit.variants
        .iter()
        .map(|variant| &variant.segment)
        .chain(candidates)
        .any(|segment| {
            let mut seen = BTreeSet::new();
            !segment
                .codes()
                .iter()
                .all(|code| seen.insert((code.id, kind_of(code), code.role as u8)))
                || segment
                    .partners()
                    .iter()
                    .zip(segment.codes())
                    .any(|(partner, code)| partner.is_none() && code.role != Role::Alone)
        })
}

/// Where a unit stands, what else it is, and what attributes it has.
#[derive(Debug, Clone)]
struct Extra {
    attributes: Vec<(&'static str, &'static str)>,
    group: Option<&'static str>,
    document: Option<&'static str>,
    key: Option<&'static str>,
    part: Option<(u8, bool)>,
    ignorables: Vec<Ignorable>,
    loses_target: bool,
    loses_text: bool,
}

fn any_extra() -> impl Strategy<Value = Extra> {
    let attributes = [
        ("x-approved", "yes"),
        ("x-approved", "no"),
        ("x-restype", "string"),
        ("x-restype", "no such"),
        ("x-maxwidth", "10"),
        ("x-translate", "no"),
        ("x-datatype", "html"),
        ("x-state-qualifier", "exact-match"),
        ("x-phase-name", "p"),
        ("mq:percent", "100"),
        ("sourcefile", "a.c"),
    ];
    (
        vec(prop::sample::select(attributes.to_vec()), 0..4),
        option::of(prop::sample::select(vec!["a", "a / b", "c\n"])),
        option::of(prop::sample::select(vec!["one.txt", "two.txt", ""])),
        option::of(prop::sample::select(vec!["menu", "u1"])),
        option::of((0..2_u8, any::<bool>())),
        (
            option::of(common::units::any_ignorable(Beside::Before)),
            option::of(common::units::any_ignorable(Beside::After)),
        ),
        any::<bool>(),
        prop::bool::weighted(0.2),
    )
        .prop_map(
            |(attributes, group, document, key, part, (before, after), loses_target, loses_text)| Extra {
                attributes,
                group,
                document,
                key,
                part,
                ignorables: before.into_iter().chain(after).collect(),
                loses_target,
                loses_text,
            },
        )
}

/// Gives a unit its extras; ids and wholes differ as they do in a run.
fn with_extras(units: Vec<(TranslationUnit, Extra)>) -> Vec<TranslationUnit> {
    let mut whole: Option<(u8, String)> = None;
    let mut out = Vec::new();
    for (number, (mut unit, extra)) in units.into_iter().enumerate() {
        let attributes = extra
            .attributes
            .iter()
            .map(|(name, value)| Property::new(*name, *value));
        unit.properties.splice(0..0, attributes);
        unit.properties
            .extend(extra.group.map(|group| Property::new("x-group", group)));
        unit.properties
            .extend(extra.document.map(|document| Property::new("x-document", document)));
        if let Some(key) = extra.key {
            unit.context.get_or_insert_default().key = Some(key.to_owned());
        }
        unit.id = Some(format!("u{number}"));
        let of = |whole: &(u8, String)| whole.1.clone();
        match extra.part {
            None => whole = None,
            Some((same, ignorable)) => {
                let is_new = whole.as_ref().is_none_or(|(last, _)| *last != same);
                if is_new {
                    whole = Some((same, format!("w{number}")));
                }
                let of = whole.as_ref().map(of).unwrap_or_default();
                if same == 0 {
                    unit.id = Some(format!("{of}#{number}"));
                }
                let kind = PartKind::Segment;
                // some parts say less than their neighbours
                if ignorable && !is_new && extra.loses_text {
                    unit.notes.clear();
                }
                unit.part = Some(Box::new(Part { of, kind }));
                // what stands between two segments stands behind the first
                unit.ignorables = extra.ignorables;
                unit.ignorables.retain(|of| is_new || of.place == Beside::After);
            }
        }
        if extra.loses_target {
            unit.variants.truncate(1);
        }
        out.push(unit);
    }
    out
}

proptest! {
    #![proptest_config(ProptestConfig {
        failure_persistence: Some(Box::new(FileFailurePersistence::WithSource("regressions"))),
        ..ProptestConfig::default()
    })]

    #[test]
    fn what_is_written_reads_back(units in vec((common::units::any_unit(), any_extra()), 1..6)) {
        let units = with_extras(units);
        let (document, lost) = write(&units);
        let (back, _) = read(&document);
        let facts = |unit: &TranslationUnit| -> BTreeSet<Fact> {
            let of_unit = lost.iter().filter(|said| said.unit == unit.id);
            of_unit.filter_map(|said| match said.code {
                DiagnosticCode::Loss(fact) => Some(fact),
                _ => None,
            }).collect()
        };
        let joined = lost.iter().any(|said| said.code == DiagnosticCode::Loss(Fact::Ignorable));
        prop_assume!(!joined);
        prop_assert_eq!(back.len(), units.len(), "{}", String::from_utf8_lossy(&document));
        for (read, written) in back.into_iter().zip(units) {
            let lost = facts(&written);
            let loses_codes = lost.iter().any(|fact| *fact != Fact::Assoc) || repeats_ids(&written);
            let (mut read, mut written) = (normal(read), normal(written));
            if lost.contains(&Fact::Candidate) {
                written.candidates.clear();
            }
            if loses_codes || written.part.is_some() {
                (read, written) = (without_codes(read), without_codes(written));
            }
            prop_assert_eq!(read, written, "{}", String::from_utf8_lossy(&document));
        }
    }

    #[test]
    fn writing_is_a_fixed_point(units in vec((common::units::any_unit(), any_extra()), 1..5)) {
        let (mut back, _) = read(&write(&with_extras(units)).0);
        back.iter_mut().for_each(TranslationUnit::touch);
        let (once, _) = write(&back);
        let (mut back, _) = read(&once);
        let (copied, _) = write(&back);
        prop_assert_eq!(String::from_utf8_lossy(&copied), String::from_utf8_lossy(&once));
        back.iter_mut().for_each(TranslationUnit::touch);
        let (rendered, _) = write(&back);
        prop_assert_eq!(String::from_utf8_lossy(&rendered), String::from_utf8_lossy(&once));
    }
}

#[test]
fn a_state_that_approves_is_told_from_approval_itself() {
    let unit = |state: State, approved: Option<&str>| {
        let tag = |tag| LanguageTag::parse(tag).expect("a tag");
        let variant = |lang| tmforge::model::Variant::new(tag(lang), "x");
        let mut unit = TranslationUnit::bilingual(variant("zh-CN"), variant("ar"));
        unit.id = Some("1".to_owned());
        unit.state = Some(state);
        unit.properties
            .extend(approved.map(|word| Property::new("x-approved", word)));
        unit
    };
    for state in [State::Final, State::Translated] {
        for approved in [None, Some("yes"), Some("no")] {
            let written = unit(state.clone(), approved);
            let (back, _) = read(&write(std::slice::from_ref(&written)).0);
            let back: Vec<_> = back.into_iter().map(normal).collect();
            assert_eq!(back, [normal(written)], "{state} {approved:?}");
        }
    }
}

#[test]
fn what_enters_as_a_translation_stays_one_whatever_its_tool_calls_it() {
    let unit = |id: &str, state: Option<&str>, part: Option<&str>| {
        let tag = |tag| LanguageTag::parse(tag).expect("a tag");
        let variant = |lang| tmforge::model::Variant::new(tag(lang), "x");
        let mut unit = TranslationUnit::bilingual(variant("zh-CN"), variant("ar"));
        unit.id = Some(id.to_owned());
        unit.state = state.map(State::parse);
        unit.part = part.map(|of| {
            Box::new(Part {
                of: of.to_owned(),
                kind: PartKind::Segment,
            })
        });
        unit
    };
    let units = [
        unit("1", Some("APPROVED"), None),
        unit("2", Some("Not approved"), None),
        unit("3", Some("ApprovedTranslation"), None),
        unit("w#1", Some("Draft"), Some("w")),
        unit("w#2", Some("new"), Some("w")),
        unit("v#1", Some("Draft"), Some("v")),
        unit("v#2", None, Some("v")),
    ];
    let (document, lost) = write(&units);
    assert_eq!(lost, []);
    let (back, _) = read(&document);
    let open = |unit: &TranslationUnit| unit.untranslated.is_some().then(|| unit.id.clone()).flatten();
    assert_eq!(back.iter().filter_map(open).collect::<Vec<_>>(), ["w#2"]);
    let back: Vec<_> = back.into_iter().map(normal).collect();
    assert_eq!(back, units.map(normal));
}
