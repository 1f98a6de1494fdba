//! What is written as XLIFF 2 and read back is the same.
#![allow(clippy::expect_used, clippy::panic, reason = "a test that fails may panic")]

use std::collections::BTreeMap;
use std::fs;

use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use proptest::test_runner::FileFailurePersistence;
use tmforge::diag::{Diagnostic, DiagnosticCode, Severity};
use tmforge::format::{Format, ReadOptions, open, units};
use tmforge::model::{
    AppliesTo, Beside, Candidate, Code, CodeKind, Context, Direction, Extension, Ignorable, LanguageTag, MarkFacts,
    Note, Origin, Part, PartKind, Property, Reorder, Role, Segment, SourceLanguage, State, SubFlow, TranslationUnit,
    Untranslated, Variant, YesNo,
};

mod common;

const VERSIONS: [Format; 3] = [Format::Xliff20, Format::Xliff21, Format::Xliff22];

fn read(format: Format, text: &str) -> (Vec<TranslationUnit>, Vec<Diagnostic>) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = folder.path().join("a.xlf");
    fs::write(&path, text).expect("a file in a temporary folder");
    let mut said = Vec::new();
    let (mut reader, found) =
        open(&path.to_string_lossy(), None, &ReadOptions::default(), &mut said).expect("own output opens");
    assert_eq!(found, format);
    let units = units(reader.as_mut(), &mut said)
        .collect::<tmforge::Result<Vec<_>>>()
        .unwrap_or_else(|error| panic!("{error}: {text}"));
    (units, said)
}

/// The unit as it must come back: codes numbered in their order, and without what only one file knows of it.
fn normal(unit: &TranslationUnit) -> TranslationUnit {
    let mut unit = unit.clone();
    unit.origin = Origin::default();
    unit.raw = None;
    let mut numbers = BTreeMap::new();
    for variant in &mut unit.variants {
        variant.spelling = None;
        number(&mut variant.segment, &mut numbers);
    }
    for ignorable in &mut unit.ignorables {
        let mut numbers = BTreeMap::new();
        for segment in [&mut ignorable.source].into_iter().chain(&mut ignorable.target) {
            number(segment, &mut numbers);
        }
    }
    for candidate in &mut unit.candidates {
        // these are made each for itself, so that equal numbers mean nothing
        for segment in candidate.source.iter_mut().chain([&mut candidate.target]) {
            number(segment, &mut BTreeMap::new());
        }
    }
    unit
}

fn number(segment: &mut Segment, numbers: &mut BTreeMap<u32, u32>) {
    let mut next = |id: u32| {
        let last = u32::try_from(numbers.len()).unwrap_or(u32::MAX);
        *numbers.entry(id).or_insert(last)
    };
    for code in segment.codes_mut() {
        code.id = next(code.id);
    }
    for code in segment.codes_mut() {
        code.hints.copy_of = code.hints.copy_of.map(&mut next);
        for sub in &mut code.subs {
            number(&mut sub.segment, &mut BTreeMap::new());
        }
    }
}

fn config(cases: u32) -> ProptestConfig {
    ProptestConfig {
        failure_persistence: Some(Box::new(FileFailurePersistence::WithSource("regressions"))),
        ..ProptestConfig::with_cases(cases)
    }
}

/// Text with characters that XML forbids among the others: XLIFF 2 holds them.
fn text() -> impl Strategy<Value = String> {
    (common::units::any_text(), option::of(Just("\u{1}\u{FFFE}"))).prop_map(|(text, more)| text + more.unwrap_or(""))
}

fn word() -> impl Strategy<Value = String> {
    prop_oneof![
        Just("bold".to_owned()),
        Just("var".to_owned()),
        Just("link".to_owned()),
        Just("fmt/my:shadow".to_owned()),
        "[a-z]{1,5}",
    ]
}

/// One thing in a segment, before ids are given.
#[derive(Debug, Clone)]
enum Token {
    Text(String),
    Alone(Facts),
    Pair(Facts, Facts, Vec<Token>),
    Mark(Option<String>, MarkFacts, Vec<Token>),
    /// Two pairs, the second of which begins inside of the first and ends behind it.
    Crossing(String, String, String),
    Isolated(Role, Facts),
}

#[derive(Debug, Clone)]
struct Facts {
    data: String,
    code_type: Option<String>,
    equiv: Option<String>,
    disp: Option<String>,
    can_copy: bool,
    dir: Option<Direction>,
}

fn facts() -> impl Strategy<Value = Facts> {
    let dir = option::of(prop_oneof![Just(Direction::Ltr), Just(Direction::Rtl)]);
    (
        text(),
        option::of(word()),
        option::of(common::units::any_text()),
        option::of(common::units::any_text()),
        any::<bool>(),
        dir,
    )
        .prop_map(|(data, code_type, equiv, disp, can_copy, dir)| Facts {
            data,
            code_type,
            equiv,
            disp,
            can_copy,
            dir,
        })
}

fn mark() -> impl Strategy<Value = (Option<String>, MarkFacts)> {
    let note = common::units::any_text();
    prop_oneof![
        Just((None, MarkFacts::default())),
        Just((Some("protected".to_owned()), MarkFacts::default())),
        note.prop_map(|text| {
            let facts = MarkFacts {
                comment: Some(text),
                ..MarkFacts::default()
            };
            (Some("comment".to_owned()), facts)
        }),
        (option::of(common::units::any_text()), any::<bool>()).prop_map(|(value, translate)| {
            let facts = MarkFacts {
                value,
                translate: translate.then_some(YesNo::No),
                reference: Some("http://example.org/x#y".to_owned()),
                ..MarkFacts::default()
            };
            (Some("term".to_owned()), facts)
        }),
    ]
}

fn tokens() -> impl Strategy<Value = Vec<Token>> {
    let role = prop_oneof![Just(Role::Open), Just(Role::Close)];
    let leaf = prop_oneof![
        4 => text().prop_map(Token::Text),
        2 => facts().prop_map(Token::Alone),
        1 => (text(), text(), text()).prop_map(|(a, b, c)| Token::Crossing(a, b, c)),
        1 => (role, facts()).prop_map(|(role, facts)| Token::Isolated(role, facts)),
    ];
    let token = leaf.prop_recursive(3, 12, 3, |inner| {
        prop_oneof![
            (facts(), facts(), vec(inner.clone(), 0..3))
                .prop_map(|(open, close, inner)| Token::Pair(open, close, inner)),
            (mark(), vec(inner, 0..3)).prop_map(|((kind, facts), inner)| Token::Mark(kind, facts, inner)),
        ]
    });
    vec(token, 0..4)
}

fn code(role: Role, id: u32, facts: &Facts) -> Code {
    let mut code = Code::new(role, id).with_data(&*facts.data);
    code.equiv.clone_from(&facts.equiv);
    code.disp.clone_from(&facts.disp);
    if role != Role::Close {
        code.code_type.clone_from(&facts.code_type);
        code.hints.can_copy = facts.can_copy.then_some(YesNo::No);
    }
    if role == Role::Open {
        code.hints.dir = facts.dir;
    }
    code
}

fn push(segment: &mut Segment, tokens: &[Token], last: &mut u32) {
    for token in tokens {
        *last += 1;
        let id = *last;
        match token {
            Token::Text(text) => segment.push_str(text),
            Token::Alone(facts) => segment.push_code(code(Role::Alone, id, facts)),
            Token::Isolated(role, facts) => {
                let mut code = code(Role::Open, id, facts);
                code.role = *role;
                code.isolated = true;
                segment.push_code(code);
            }
            Token::Pair(open, close, inner) => {
                segment.push_code(code(Role::Open, id, open));
                push(segment, inner, last);
                segment.push_code(code(Role::Close, id, close));
            }
            Token::Mark(kind, facts, inner) => {
                let mut opening = Code::new_mark(Role::Open, id);
                opening.code_type.clone_from(kind);
                opening.mark = facts.clone();
                segment.push_code(opening);
                push(segment, inner, last);
                segment.push_code(Code::new_mark(Role::Close, id));
            }
            Token::Crossing(a, b, c) => {
                *last += 1;
                segment.push_code(Code::new(Role::Open, id).with_data(&**a));
                segment.push_str("x");
                segment.push_code(Code::new(Role::Open, id + 1).with_data(&**b));
                segment.push_code(Code::new(Role::Close, id).with_data(&**c));
                segment.push_code(Code::new(Role::Close, id + 1));
            }
        }
    }
}

fn segment() -> impl Strategy<Value = Segment> {
    tokens().prop_map(|tokens| {
        let mut segment = Segment::default();
        push(&mut segment, &tokens, &mut 0);
        segment
    })
}

/// A unit all of whose facts XLIFF 2 holds: the codes of the target are those of the source, in another order perhaps.
fn whole_unit() -> impl Strategy<Value = TranslationUnit> {
    let source = segment();
    let extras = (
        option::of(vec(text_without_forbidden(), 3..=3)),
        vec((note(), 0..3_u8), 0..3),
        vec(("[a-z/]{1,6}", text_without_forbidden(), option::of(Just("fr"))), 0..3),
        option::of(prop_oneof![
            Just(State::Final),
            Just(State::Translated),
            Just(State::SignedOff),
            Just(State::NeedsTranslation),
            Just(State::Other("Draft".to_owned()))
        ]),
        any::<bool>(),
        vec((option::of(segment()), segment(), option::of(0..=10_000_u32)), 0..2),
        option::of(prop_oneof![
            Just(Untranslated::State),
            Just(Untranslated::Rejected),
            Just(Untranslated::NoText)
        ]),
    );
    (source, text(), "[a-z]{1,6}", extras).prop_map(
        |(source, text, id, (context, notes, properties, state, copies, candidates, untranslated))| {
            let mut target = source.clone();
            target.push_str(&text);
            target.push_str("t");
            if !copies {
                target = Segment::plain(format!("{text}t"));
            }
            let mut source = source;
            source.push_str("s");
            let lang = |tag| LanguageTag::parse(tag).expect("a tag");
            let mut unit =
                TranslationUnit::bilingual(Variant::new(lang("zh-CN"), source), Variant::new(lang("ar"), target));
            unit.id = Some(id);
            unit.source_language = copies.then(|| SourceLanguage::Tag(lang("zh-CN")));
            if let Some([previous, next, key]) = context.as_deref() {
                unit.context = Some(Box::new(Context {
                    previous: Some(previous.clone()),
                    next: Some(next.clone()),
                    key: Some(key.clone()),
                }));
            }
            for (note, place) in notes {
                match place {
                    0 => unit.notes.push(note),
                    1 => unit.variants[0].notes.push(note),
                    _ => unit.variants[1].notes.push(note),
                }
            }
            for (number, (name, value, tag)) in properties.into_iter().enumerate() {
                let property = Property {
                    lang: tag.map(lang),
                    ..Property::new(name, value)
                };
                match number {
                    0 => unit.properties.push(property),
                    1 => unit.variants[0].properties.push(property),
                    _ => unit.variants[1].properties.push(property),
                }
            }
            unit.untranslated = match &state {
                Some(State::NeedsTranslation) => Some(untranslated.unwrap_or(Untranslated::State)),
                _ => untranslated,
            };
            unit.state = state;
            unit.candidates = candidates
                .into_iter()
                .map(|(source, target, similarity)| Candidate {
                    source: source.filter(|source| !source.is_empty()),
                    target,
                    similarity: similarity.map(|share| f64::from(share) / 100.0),
                    origin: similarity.map(|_| "tm \"1\"".to_owned()),
                    candidate_type: similarity
                        .map(|share| if share > 50 { "icm" } else { "previous-version" }.to_owned()),
                    ..Candidate::default()
                })
                .collect();
            unit
        },
    )
}

/// What stands beside a segment: white space, text, codes, with or without a target.
fn ignorable(place: Beside) -> impl Strategy<Value = Ignorable> {
    let white = prop::sample::select(vec!["", " ", "\t", "\n ", "\u{A0}"]).prop_map(Segment::plain);
    let gap = prop_oneof![2 => white, 1 => text().prop_map(Segment::plain), 1 => segment()];
    (gap, 0..4_u8).prop_map(move |(source, target)| Ignorable {
        place,
        target: match target {
            0 => None,
            1 => Some(" ".into()),
            _ => Some(source.clone()),
        },
        source,
        order: None,
    })
}

/// The segments of one unit, with what stands between them and a few facts that are of the whole.
fn parts() -> impl Strategy<Value = Vec<TranslationUnit>> {
    let one = (segment(), option::of(text()), vec(ignorable(Beside::After), 0..3));
    let whole = (any::<bool>(), any::<bool>());
    (vec(one, 1..4), vec(ignorable(Beside::Before), 0..2), whole).prop_map(|(segments, mut before, whole)| {
        let segments = segments.into_iter().enumerate();
        let of_one = |(number, (mut source, target, after)): (usize, (Segment, Option<String>, Vec<Ignorable>))| {
            source.push_str("s");
            let target = target.map(|target| target + "t");
            let mut unit = part(&format!("p#{number}"), PartKind::Segment, source, target.as_deref());
            unit.ignorables = before.drain(..).chain(after).collect();
            for (name, value, has) in [("x-type", "x:t", whole.0), ("x-document", "a.json", whole.1)] {
                unit.properties.extend(has.then(|| Property::new(name, value)));
            }
            unit
        };
        segments.map(of_one).collect()
    })
}

fn text_without_forbidden() -> impl Strategy<Value = String> {
    common::units::any_text()
}

fn note() -> impl Strategy<Value = Note> {
    let side = option::of(prop_oneof![Just(AppliesTo::Source), Just(AppliesTo::Target)]);
    (
        common::units::any_text(),
        option::of(common::units::any_text()),
        side,
        option::of(1..=10_u8),
    )
        .prop_map(|(text, category, applies_to, priority)| Note {
            text,
            category,
            applies_to,
            priority,
            ..Note::default()
        })
}

fn is_worth_a_warning(said: &Diagnostic) -> bool {
    said.severity > Severity::Note && said.code != DiagnosticCode::IllegalCharacter
}

proptest! {
    #![proptest_config(config(150))]

    #[test]
    fn a_unit_that_xliff_2_holds_comes_back(unit in whole_unit(), version in 0..3_usize) {
        let format = VERSIONS[version];
        let document = common::units::write(std::slice::from_ref(&unit), format);
        let (back, said) = read(format, &document);
        let meant = TranslationUnit { id: Some("u0".to_owned()), ..unit };
        let back: Vec<TranslationUnit> = back.iter().map(normal).collect();
        prop_assert_eq!(back, vec![normal(&meant)], "{}", document);
        prop_assert!(!said.iter().any(is_worth_a_warning), "{:?}", said);
    }

    #[test]
    fn what_stands_between_segments_comes_back(units in parts(), version in 0..3_usize) {
        let format = VERSIONS[version];
        let (document, said) = write(&units, format);
        prop_assert!(said.is_empty(), "{:?}", said);
        let (back, said) = read(format, &document);
        let normal = |units: &[TranslationUnit]| units.iter().map(normal).collect::<Vec<_>>();
        prop_assert_eq!(normal(&back), normal(&units), "{}", document);
        prop_assert!(!said.iter().any(is_worth_a_warning), "{:?}", said);
        // and what nobody touched is the same markup
        prop_assert_eq!(write(&back, format).0, document);
    }

    #[test]
    fn whatever_is_written_reads_back_and_then_stays(ugly in vec(common::units::any_unit(), 1..3), version in 0..3_usize) {
        let format = VERSIONS[version];
        let document = common::units::write(&ugly, format);
        let (once, said) = read(format, &document);
        prop_assert!(!said.iter().any(is_worth_a_warning), "{:?}\n{}", said, document);
        prop_assert_eq!(once.len(), ugly.len());
        let touched: Vec<TranslationUnit> = once.iter().map(normal).collect();
        let (twice, said) = read(format, &common::units::write(&touched, format));
        prop_assert!(!said.iter().any(is_worth_a_warning), "{:?}", said);
        prop_assert_eq!(twice.iter().map(normal).collect::<Vec<_>>(), touched);
        // and what nobody touched is the same markup
        prop_assert_eq!(common::units::write(&once, format), document);
    }
}

fn part(id: &str, kind: PartKind, source: impl Into<Segment>, target: Option<&str>) -> TranslationUnit {
    let lang = |tag| LanguageTag::parse(tag).expect("a tag");
    let mut unit = TranslationUnit {
        id: Some(id.to_owned()),
        variants: vec![Variant::new(lang("zh-CN"), source)],
        part: Some(Box::new(Part {
            of: "p".to_owned(),
            kind,
        })),
        untranslated: target.is_none().then_some(Untranslated::NoTarget),
        ..TranslationUnit::default()
    };
    unit.variants.extend(target.map(|text| Variant::new(lang("ar"), text)));
    unit
}

/// Writes units with the ids that they have.
fn write(units: &[TranslationUnit], format: Format) -> (String, Vec<Diagnostic>) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = folder.path().join("a.xlf");
    let mut options = tmforge::format::WriteOptions::default();
    options.languages = ["zh-CN", "ar"]
        .iter()
        .filter_map(|tag| LanguageTag::parse(tag).ok())
        .collect();
    "memory".clone_into(&mut options.original);
    let file = fs::File::create(&path).expect("a file in a temporary folder");
    let mut writer = format.writer(Box::new(file), &options).expect("a writer");
    let mut said = Vec::new();
    for unit in units {
        writer.write_unit(unit, &mut said).expect("a unit is written");
    }
    writer.finish(&mut said).expect("the document is closed");
    (fs::read_to_string(&path).expect("the document"), said)
}

#[track_caller]
fn comes_back(units: &[TranslationUnit]) {
    for format in VERSIONS {
        let (document, said) = write(units, format);
        assert!(said.is_empty(), "{said:?}");
        let (back, said) = read(format, &document);
        let normal = |units: &[TranslationUnit]| units.iter().map(normal).collect::<Vec<_>>();
        assert_eq!(normal(&back), normal(units), "{document}");
        assert!(!said.iter().any(is_worth_a_warning), "{said:?}");
    }
}

#[test]
fn parts_of_a_unit_come_back_with_all_that_each_says() {
    let mut half = Segment::plain("a");
    let mut open = Code::new(Role::Open, 1).with_data("<q>");
    open.isolated = true;
    open.span = true;
    half.push_code(open.clone());
    let mut rest = Segment::default();
    rest.push_code(Code {
        role: Role::Close,
        ..open
    });
    let mut parts = vec![
        part("p#1", PartKind::Segment, half, Some("b")),
        part("p#2", PartKind::Segment, rest, None),
    ];
    for one in &mut parts {
        one.notes.push(Note::new("of all"));
        one.properties.push(Property::new("x-client", "c"));
        one.properties.push(Property::new("x-document", "d.json"));
    }
    parts[0].notes.push(Note::new("of the first"));
    parts[0].variants[1].notes.push(Note::new("on its target"));
    parts[0].candidates.push(Candidate {
        source: Some("old".into()),
        target: "alt".into(),
        ..Candidate::default()
    });
    parts[0].state = Some(State::Reviewed);
    parts[0].properties.insert(1, Property::new("x-subState", "my:word"));
    comes_back(&parts);
    comes_back(&[part("p#7", PartKind::Segment, "the only one left", Some("b"))]);
    let (document, _) = write(&parts, Format::Xliff20);
    assert_eq!(document.matches("<unit ").count(), 1);
    assert!(document.contains("subState=\"my:word\""), "{document}");
}

#[test]
fn groups_documents_and_foreign_elements_come_back() {
    let named = |id: &str, properties: &[(&str, &str)]| {
        let mut unit = part(id, PartKind::Segment, "a", Some("b"));
        unit.part = None;
        unit.properties = properties
            .iter()
            .map(|(name, value)| Property::new(*name, *value))
            .collect();
        unit
    };
    let mut units = vec![
        named("1", &[]),
        named("2", &[("x-document", "a.json")]),
        named("3", &[("x-group", "menu"), ("x-document", "a.json")]),
        named(
            "4",
            &[
                ("x-type", "x:t"),
                ("x-srcDir", "rtl"),
                ("x-group", "menu /  / file"),
                ("x-document", "a.json"),
            ],
        ),
        named("5", &[("x-document", "b.json"), ("x-group", "in another order")]),
        named("6", &[("x-translate", "no"), ("x-canResegment", "no")]),
        named(
            "7",
            &[("x-translate", "maybe"), ("x-type", "none"), ("x-group", "\u{a0}")],
        ),
        named("8", &[("x-group", "a"), ("x-group", "b")]),
        named("9", &[("x-document", "memory")]),
    ];
    units[0].extensions.push(Extension {
        namespace: "urn:mine".to_owned(),
        markup: "<m:e xmlns:m=\"urn:mine\" m:a=\"1\">t</m:e>".to_owned(),
    });
    comes_back(&units);
}

#[test]
fn flows_inside_codes_come_back_at_any_depth() {
    let flow = |text: &str, subs: Vec<SubFlow>| {
        let mut code = Code::new(Role::Alone, 1);
        code.subs = subs;
        let mut segment = Segment::plain(text);
        segment.push_code(code);
        SubFlow {
            segment,
            sub_type: Some("alt".to_owned()),
            ..SubFlow::default()
        }
    };
    let side = |text: &str| {
        let inner = flow("inner", Vec::new());
        flow(text, vec![flow("outer", vec![inner.clone()]), inner]).segment
    };
    let mut unit = part("1", PartKind::Segment, side("a"), None);
    unit.part = None;
    unit.untranslated = None;
    unit.variants
        .push(Variant::new(LanguageTag::parse("ar").expect("a tag"), side("b")));
    let mut next = part("2", PartKind::Segment, "c", Some("d"));
    next.part = None;
    comes_back(&[unit, next]);
}

#[test]
fn hints_of_codes_come_back() {
    let mut source = Segment::default();
    for (id, reorder) in [(1, Reorder::FirstNo), (2, Reorder::No)] {
        let mut code = Code::new(Role::Alone, id);
        code.hints.can_copy = Some(YesNo::No);
        code.hints.can_delete = Some(YesNo::No);
        code.hints.can_reorder = Some(reorder);
        source.push_code(code);
    }
    source.push_str("x");
    source.push_code(Code::new(Role::Open, 3));
    source.push_code(Code::new(Role::Close, 3));
    let mut copy = Code::new(Role::Open, 4);
    copy.hints.copy_of = Some(3);
    copy.hints.can_overlap = Some(YesNo::No);
    source.push_code(copy);
    source.push_code(Code::new(Role::Close, 4));
    assert!(source.codes().iter().all(|code| code.kind == CodeKind::Code));
    let mut unit = part("1", PartKind::Segment, source.clone(), None);
    unit.part = None;
    unit.untranslated = None;
    unit.variants
        .push(Variant::new(LanguageTag::parse("ar").expect("a tag"), source));
    comes_back(&[unit]);
}
