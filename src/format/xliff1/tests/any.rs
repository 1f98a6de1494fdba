use std::collections::BTreeSet;

use proptest::prelude::*;
use roxmltree::{Document, Node};

use super::{lang, write};
use crate::model::{
    Candidate, Code, CodeKind, Note, Part, PartKind, Property, Role, Segment, State, SubFlow, TranslationUnit, Variant,
    YesNo, clean,
};

fn any_text() -> impl Strategy<Value = String> {
    let words = [
        "", "a", " ", "]]>", "<b>", "&amp;", "\r\n", "\r", "\t", "\u{1}", "\u{B}", "\u{FFFE}", "😀", "שלום",
        "e\u{301}", "\u{A0}", "\"", "'", "seg", "bold", "image", "x-",
    ];
    prop::collection::vec(prop::sample::select(words.to_vec()), 0..4).prop_map(|words| words.concat())
}

fn any_code(subs: BoxedStrategy<Vec<SubFlow>>) -> impl Strategy<Value = Code> {
    let role = prop::sample::select(vec![Role::Open, Role::Close, Role::Alone]);
    let words = (
        prop::option::of(any_text()),
        any_text(),
        prop::option::of(any_text()),
        prop::option::of(any_text()),
    );
    let flags = any::<(bool, bool, bool, bool)>();
    (role, 0..3_u32, words, flags, subs).prop_map(|(role, id, words, flags, subs)| {
        let (code_type, data, equiv, comment) = words;
        let (is_mark, isolated, span, bound) = flags;
        let mut code = Code::new(role, id).with_data(data);
        code.code_type = code_type;
        code.kind = if is_mark { CodeKind::Mark } else { CodeKind::Code };
        (code.isolated, code.span) = (isolated, span);
        code.hints.can_copy = bound.then_some(YesNo::No);
        (code.equiv, code.mark.comment) = (equiv, comment);
        code.subs = subs;
        code
    })
}

fn any_segment(depth: u32) -> BoxedStrategy<Segment> {
    let subs = if depth == 0 {
        Just(Vec::new()).boxed()
    } else {
        let sub = (
            prop::option::of(0..6_usize),
            any_segment(depth - 1),
            prop::option::of(any_text()),
        );
        let sub = sub.prop_map(|(at, segment, sub_type)| SubFlow {
            at,
            segment,
            datatype: sub_type.clone(),
            sub_type,
        });
        prop::collection::vec(sub, 0..3).boxed()
    };
    let pieces = prop::collection::vec((any_text(), prop::option::of(any_code(subs))), 0..5);
    pieces
        .prop_map(|pieces| {
            let mut segment = Segment::default();
            for (text, code) in pieces {
                segment.push_str(&text);
                if let Some(code) = code {
                    segment.push_code(code);
                }
            }
            segment
        })
        .boxed()
}

fn any_unit() -> impl Strategy<Value = TranslationUnit> {
    let sides = (
        prop::option::of(any_segment(2)),
        prop::option::of(any_segment(2)),
        prop::option::of(any_segment(0)),
    );
    let part = prop::option::of((0..2_u8, any::<bool>()));
    let said = (
        prop::option::of(any_text()),
        prop::collection::vec((any_text(), any_text()), 0..3),
    );
    (sides, part, said).prop_map(|((source, target, offered), part, (state, properties))| {
        let mut unit = TranslationUnit::default();
        unit.variants
            .extend(source.map(|segment| Variant::new(lang("en-US"), segment)));
        unit.variants
            .extend(target.map(|segment| Variant::new(lang("fr-FR"), segment)));
        unit.candidates.extend(offered.map(|target| Candidate {
            target,
            candidate_type: state.clone(),
            ..Candidate::default()
        }));
        unit.part = part.map(|(of, ignorable)| {
            let kind = if ignorable {
                PartKind::Ignorable
            } else {
                PartKind::Segment
            };
            Box::new(Part {
                of: of.to_string(),
                kind,
            })
        });
        unit.state = state.as_deref().map(State::parse);
        for (name, value) in properties {
            unit.notes.push(Note::new(value.as_str()));
            unit.properties.push(Property::new(name, value));
        }
        unit
    })
}

/// The text of a node without native code, sub-flows and marks.
fn plain(node: Node<'_, '_>) -> String {
    let codes = ["bpt", "ept", "it", "ph"];
    let own = |child: Node<'_, '_>| match child.text().filter(|_| child.is_text()) {
        Some(text) => text.to_owned(),
        None if codes.contains(&child.tag_name().name()) => String::new(),
        None => plain(child),
    };
    node.children().map(own).collect()
}

/// What the schema says of ids inside one source or target, and what it does not (ids differ).
fn check_content(content: Node<'_, '_>) {
    let mut ids = BTreeSet::new();
    let inline = |name| content.descendants().filter(move |node| node.has_tag_name((NS, name)));
    for name in ["bpt", "ept", "it", "ph", "x", "bx", "ex"] {
        for node in inline(name) {
            assert!(ids.insert(node.attribute("id").unwrap()), "an id twice");
            if let Some(ctype) = node.attribute("ctype").and_then(|ctype| ctype.strip_prefix("x-")) {
                assert!(!ctype.is_empty() && !ctype.contains([' ', '\t', '\r', '\n']));
            }
        }
    }
    for (opening, closing) in [("bpt", "ept"), ("bx", "ex")] {
        let rids = |name| {
            inline(name)
                .filter_map(|node| node.attribute("rid"))
                .collect::<Vec<_>>()
        };
        let opened: BTreeSet<_> = rids(opening).into_iter().collect();
        assert_eq!(opened.len(), rids(opening).len());
        assert!(rids(closing).iter().all(|rid| opened.contains(rid)));
    }
}

/// Wholes differ, as they do in a run, and each has a segment.
fn give_wholes_ids_and_segments(units: &mut [TranslationUnit]) {
    let mut last: Option<(String, String)> = None;
    for (number, unit) in units.iter_mut().enumerate() {
        last = unit.part.as_mut().map(|part| match &last {
            Some((read, given)) if *read == part.of => (read.clone(), given.clone()),
            _ => {
                part.kind = PartKind::Segment;
                (part.of.clone(), format!("whole {number}"))
            }
        });
        if let (Some(part), Some((_, given))) = (&mut unit.part, &last) {
            part.of.clone_from(given);
        }
    }
}

const NS: &str = "urn:oasis:names:tc:xliff:document:1.2";

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, cases: 200, ..ProptestConfig::default() })]

    #[test]
    fn any_units_keep_their_text_and_the_rules_of_the_schema(mut units in prop::collection::vec(any_unit(), 1..6)) {
        for (number, unit) in units.iter_mut().enumerate() {
            unit.id = Some(number.to_string());
        }
        give_wholes_ids_and_segments(&mut units);
        let (written, _) = write(&units);
        let document = Document::parse(&written).unwrap();
        let all = |name| document.descendants().filter(move |node| node.has_tag_name((NS, name)));
        let named = |name, attribute| all(name).filter_map(|node| node.attribute(attribute)).collect::<Vec<_>>();
        for (name, attribute) in [("trans-unit", "id"), ("context-group", "name"), ("count-group", "name")] {
            let names = named(name, attribute);
            prop_assert_eq!(names.iter().collect::<BTreeSet<_>>().len(), names.len());
        }
        let mut sources = String::new();
        for trans_unit in all("trans-unit") {
            let child = |name| trans_unit.children().find(move |node| node.has_tag_name((NS, name)));
            let source = child("source").unwrap();
            sources.push_str(&plain(source));
            if let Some(parted) = child("seg-source") {
                prop_assert_eq!(plain(parted), plain(source));
                let mids = |node: Node<'_, '_>| node.children().filter_map(|mrk| mrk.attribute("mid")).map(str::to_owned).collect::<Vec<_>>();
                let known: BTreeSet<_> = mids(parted).into_iter().collect();
                prop_assert_eq!(known.len(), mids(parted).len());
                prop_assert!(child("target").is_none_or(|target| mids(target).iter().all(|mid| known.contains(mid))));
            }
            let approved = trans_unit.attribute("approved") == Some("yes");
            let state = child("target").and_then(|target| target.attribute("state"));
            prop_assert_eq!(approved, matches!(state, Some("final" | "signed-off")));
        }
        for name in ["source", "seg-source", "target"] {
            all(name).for_each(check_content);
        }
        let english = units.iter().filter_map(|unit| unit.variant(&lang("en-US")));
        let expected: String = english.map(|variant| clean(variant.segment.text(), crate::model::IllegalCharacters::Clean).0.into_owned()).collect();
        prop_assert_eq!(sources, expected);
    }
}
