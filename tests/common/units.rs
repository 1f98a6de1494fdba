//! Any unit that the model can hold, with text of the kinds that break tools.

use std::cell::RefCell;
use std::io::Write;
use std::rc::Rc;

use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use tmforge::diag::Diagnostic;
use tmforge::format::{Format, WriteOptions};
use tmforge::model::{
    AppliesTo, Assoc, Bead, Beside, Candidate, Code, CodeKind, Confidence, Context, Ignorable, LanguageTag, Moment,
    Note, Property, Provenance, Role, Segment, State, TranslationUnit, Variant,
};

/// Text with combining marks, right-to-left letters, astral characters, markup, line ends and backslashes.
pub fn any_text() -> impl Strategy<Value = String> {
    let pieces = [
        "a",
        "Z ",
        "é",
        "e\u{301}",
        "שלום",
        "\u{200F}",
        "𠮷",
        "👩\u{200D}🚀",
        "]]>",
        "&amp;",
        "<b>",
        "\"",
        "'",
        "\\",
        "\\n",
        "\t",
        "\n",
        "\r",
        "\r\n",
        "\u{A0}",
        "\u{2028}",
        "\u{85}",
        "字",
        "。",
        "=1+1",
        ";",
        ",",
    ];
    vec(proptest::sample::select(pieces.to_vec()), 0..8).prop_map(|pieces| pieces.concat())
}

/// Text with something in it beside white space.
pub fn some_text() -> impl Strategy<Value = String> {
    (any_text(), any_text()).prop_map(|(before, after)| format!("{before}x{after}"))
}

fn any_code() -> impl Strategy<Value = Code> {
    let role = prop_oneof![Just(Role::Open), Just(Role::Close), Just(Role::Alone)];
    let kind = prop_oneof![Just(CodeKind::Code), Just(CodeKind::Mark)];
    let assoc = option::of(prop_oneof![
        Just(Assoc::Preceding),
        Just(Assoc::Following),
        Just(Assoc::Both)
    ]);
    (
        role,
        kind,
        1..4_u32,
        option::of("[a-z]{1,5}"),
        any_text(),
        assoc,
        option::of(any_text()),
    )
        .prop_map(|(role, kind, id, code_type, data, assoc, equiv)| {
            let mut code = Code::new(role, id).with_data(data);
            code.kind = kind;
            code.code_type = code_type;
            code.assoc = assoc;
            code.equiv = equiv;
            code
        })
}

/// A segment whose lonely ends are marked as isolated.
pub fn any_segment() -> impl Strategy<Value = Segment> {
    (some_text(), vec((any_code(), any_text()), 0..5)).prop_map(|(text, rest)| {
        let mut segment = Segment::plain(text);
        for (code, text) in rest {
            segment.push_code(code);
            segment.push_str(&text);
        }
        let partners = segment.partners();
        for (code, partner) in segment.codes_mut().zip(partners) {
            code.isolated = partner.is_none() && code.role != Role::Alone;
        }
        segment
    })
}

/// What stands between two segments: white space mostly, text, codes.
fn any_gap() -> impl Strategy<Value = Segment> {
    let white = proptest::sample::select(vec![" ", "  ", "\t", "\n", "\u{A0}", "\u{3000}"]);
    prop_oneof![
        3 => white.prop_map(Segment::plain),
        1 => any_text().prop_map(Segment::plain),
        1 => any_segment(),
    ]
}

/// What stands on one side of a segment.
pub fn any_ignorable(place: Beside) -> impl Strategy<Value = Ignorable> {
    (any_gap(), option::weighted(0.8, any_gap())).prop_map(move |(source, target)| Ignorable {
        place,
        source,
        target,
        order: None,
    })
}

fn any_moment() -> impl Strategy<Value = Moment> {
    prop_oneof![
        (0..4_000_000_000_i64).prop_map(|seconds| Moment::from_seconds(seconds).unwrap_or(Moment::Unknown("?".into()))),
        Just(Moment::parse("2026-11-23")),
        Just(Moment::parse("some day")),
    ]
}

fn any_provenance() -> impl Strategy<Value = Provenance> {
    (
        option::of(any_moment()),
        option::of(any_text()),
        option::of(any_moment()),
        option::of(0..9_u64),
    )
        .prop_map(|(created, created_by, changed, usage_count)| Provenance {
            created,
            created_by,
            changed,
            usage_count,
            ..Provenance::default()
        })
}

fn any_note() -> impl Strategy<Value = Note> {
    let side = option::of(prop_oneof![Just(AppliesTo::Source), Just(AppliesTo::Target)]);
    (
        any_text(),
        option::of(Just("fr")),
        option::of(any_text()),
        side,
        option::of(1..=10_u8),
    )
        .prop_map(|(text, lang, category, applies_to, priority)| Note {
            text,
            lang: lang.and_then(|tag| LanguageTag::parse(tag).ok()),
            category,
            applies_to,
            priority,
        })
}

fn any_properties() -> impl Strategy<Value = Vec<Property>> {
    let property = ("x-[a-c]", any_text()).prop_map(|(name, value)| Property::new(name, value));
    // JSON has one member a name: those of one name stand together
    vec(property, 0..4).prop_map(|mut properties| {
        properties.sort_by(|a, b| a.name.cmp(&b.name));
        properties
    })
}

/// A variant in the language `tag`.
pub fn any_variant(tag: &'static str) -> impl Strategy<Value = Variant> {
    (
        any_segment(),
        vec(any_note(), 0..2),
        any_properties(),
        option::of(any_provenance()),
    )
        .prop_map(move |(segment, notes, properties, provenance)| Variant {
            lang: LanguageTag::parse(tag).unwrap_or_default(),
            segment,
            notes,
            properties,
            provenance: provenance.filter(|provenance| !provenance.is_empty()).map(Box::new),
            ..Variant::default()
        })
}

/// Any unit of two languages.
pub fn any_unit() -> impl Strategy<Value = TranslationUnit> {
    let texts = (
        any_variant("zh-CN"),
        any_variant("ar"),
        option::of("[a-z]{1,9}"),
        vec(any_note(), 0..2),
    );
    let state = option::of(prop_oneof![
        Just(State::Final),
        Just(State::Initial),
        Just(State::Other("odd".into()))
    ]);
    let context = option::of((option::of(any_text()), option::of(any_text())));
    let bead = option::of((1..3_u32, 1..3_u32, option::of(0..=100_u8)));
    let candidate = vec((option::of(any_segment()), any_segment(), option::of(0..=100_u8)), 0..2);
    (
        texts,
        any_properties(),
        any_provenance(),
        state,
        context,
        bead,
        candidate,
    )
        .prop_map(
            |((source, target, id, notes), properties, provenance, state, context, bead, candidates)| TranslationUnit {
                id,
                notes,
                properties,
                provenance: (!provenance.is_empty()).then(|| Box::new(provenance)),
                state,
                context: context.map(|(previous, next)| {
                    Box::new(Context {
                        previous,
                        next,
                        key: None,
                    })
                }),
                bead: bead.map(|(source_count, target_count, share)| {
                    let confidence = share.map(|share| Confidence::from_share(f64::from(share) / 100.0));
                    Box::new(Bead {
                        source_count,
                        target_count,
                        confidence,
                        ..Bead::default()
                    })
                }),
                candidates: candidates
                    .into_iter()
                    .map(|(source, target, similarity)| Candidate {
                        source,
                        target,
                        similarity: similarity.map(f64::from),
                        ..Candidate::default()
                    })
                    .collect(),
                ..TranslationUnit::bilingual(source, target)
            },
        )
}

/// Units of Chinese and Arabic as a document of `format`, with ids that differ.
pub fn write(units: &[TranslationUnit], format: Format) -> String {
    write_saying(units, format).0
}

/// The same, with what was said on the way.
pub fn write_saying(units: &[TranslationUnit], format: Format) -> (String, Vec<Diagnostic>) {
    let mut said = Vec::new();
    let bytes = Shared::default();
    let mut options = WriteOptions::default();
    options.languages = ["zh-CN", "ar"]
        .iter()
        .filter_map(|tag| LanguageTag::parse(tag).ok())
        .collect();
    "memory".clone_into(&mut options.original);
    let mut writer = format.writer(Box::new(bytes.clone()), &options).expect("a writer");
    for (number, unit) in units.iter().enumerate() {
        let unit = TranslationUnit {
            id: Some(format!("u{number}")),
            ..unit.clone()
        };
        writer.write_unit(&unit, &mut said).expect("a unit is written");
    }
    writer.finish(&mut said).expect("the document is closed");
    let written = bytes.0.borrow().clone();
    (String::from_utf8(written).expect("UTF-8"), said)
}

/// Bytes that a writer writes and the test reads.
#[derive(Clone, Default)]
struct Shared(Rc<RefCell<Vec<u8>>>);

impl Write for Shared {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.borrow_mut().write(bytes)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}
