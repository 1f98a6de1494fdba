//! Inline codes, marks, and flows inside codes.

use super::{Reading, document, read, unit};
use crate::model::{Code, CodeKind, Role, Segment, YesNo};

/// The codes of a side, each drawn by role, id, place, and what it has of its own.
fn drawn(segment: &Segment) -> Vec<String> {
    let draw = |code: &Code| {
        let role = match (code.kind, code.role) {
            (CodeKind::Mark, Role::Open) => "[",
            (CodeKind::Mark, _) => "]",
            (_, Role::Open) => "<",
            (_, Role::Close) => ">",
            (_, Role::Alone) => "-",
        };
        let state = match (code.isolated, code.span) {
            (true, true) => " span",
            (true, false) => " isolated",
            _ => "",
        };
        let code_type = code
            .code_type
            .as_deref()
            .map(|word| format!(" {word}"))
            .unwrap_or_default();
        format!("{role}{}@{}{state}{code_type} {}", code.id, code.at, code.data)
            .trim_end()
            .to_owned()
    };
    segment.codes().iter().map(draw).collect()
}

fn sides(read: &Reading) -> Vec<Vec<String>> {
    let variants = read.units.iter().flat_map(|unit| &unit.variants);
    variants.map(|variant| drawn(&variant.segment)).collect()
}

fn flows(source: &str, target: &str) -> Reading {
    unit(&format!(
        "<segment><source>{source}</source><target>{target}</target></segment>"
    ))
}

#[test]
fn a_code_of_the_target_is_that_of_the_source_with_its_id() {
    let read = flows(
        "<pc id=\"a\">x</pc><ph id=\"b\"/><sc id=\"c\"/>y<ec startRef=\"c\"/>",
        "<ph id=\"b\"/><pc id=\"d\">x</pc><sc id=\"c\"/><pc id=\"a\"/><ec startRef=\"c\"/>",
    );
    assert_eq!(
        sides(&read),
        [
            vec!["<1@0", ">1@1", "-2@1", "<3@1", ">3@2"],
            vec!["-2@0", "<4@0", ">4@1", "<3@1", "<1@1", ">1@1", ">3@1"]
        ]
    );
    assert!(read.words().is_empty());
}

#[test]
fn types_of_codes_are_the_words_of_the_model() {
    let of = |attributes: &str| {
        let read = flows(&format!("<ph id=\"1\" {attributes}/>"), "");
        (
            read.units[0].variants[0].segment.codes()[0].code_type.clone(),
            read.warnings(),
        )
    };
    for (attributes, expected) in [
        ("", None),
        ("type=\"link\"", Some("link")),
        ("type=\"fmt\" subType=\"xlf:b\"", Some("bold")),
        ("type=\"ui\" subType=\"xlf:var\"", Some("var")),
        ("type=\"other\" subType=\"x:kbd\"", Some("kbd")),
        ("type=\"fmt\" subType=\"my:shadow\"", Some("fmt/my:shadow")),
    ] {
        assert_eq!(of(attributes), (expected.map(str::to_owned), vec![]), "{attributes}");
    }
    assert_eq!(
        of("type=\"bold\""),
        (Some("bold".to_owned()), vec!["2 attribute-value".to_owned()])
    );
    assert_eq!(of("subType=\"my:a\"").1, ["2 attribute-missing"]);
    assert_eq!(of("type=\"ui\" subType=\"xlf:b\"").1, ["2 attribute-value"]);
}

#[test]
fn a_pair_may_begin_in_one_segment_and_end_in_another() {
    let read = unit(
        "<segment><source>a<sc id=\"1\"/><sm id=\"m\" type=\"term\"/></source></segment><segment><source>b<ec startRef=\"1\"/>\
         <em startRef=\"m\"/><sc id=\"2\" isolated=\"yes\"/></source></segment>",
    );
    assert_eq!(
        sides(&read),
        [
            vec!["<1@1 span", "[2@1 span term"],
            vec![">1@1 span", "]2@1 span", "<3@1 isolated"]
        ]
    );
    assert!(read.words().is_empty());
}

#[test]
fn ends_that_do_not_fit_are_repaired_and_named() {
    for (source, expected) in [
        ("<sc id=\"1\"/>", "<1@0 isolated"),
        ("<ec startRef=\"1\"/>", ">1@0 isolated"),
        ("<ec id=\"1\"/>", ">1@0 isolated"),
        ("<em startRef=\"1\"/>", "]1@0 isolated"),
        ("<sm id=\"1\" type=\"term\"/>", "[1@0 isolated term"),
    ] {
        let read = flows(source, "");
        assert_eq!(sides(&read)[0], [expected], "{source}");
        assert_eq!(read.warnings(), ["2 markup-repaired"], "{source}");
    }
    let read = flows("<sc id=\"1\" isolated=\"yes\"/><ec startRef=\"1\"/>", "");
    assert_eq!(sides(&read)[0], ["<1@0", ">1@0"]);
    assert_eq!(read.warnings(), ["2 markup-repaired"]);
}

#[test]
fn an_id_that_stands_twice_or_is_another_code_is_a_code_of_its_own() {
    let read = flows("<ph id=\"1\"/><ph id=\"1\"/>", "<pc id=\"1\"/>");
    assert_eq!(sides(&read), [vec!["-1@0", "-2@0"], vec!["<3@0", ">3@0"]]);
    assert_eq!(read.warnings(), ["2 markup-repaired", "2 markup-repaired"]);
}

#[test]
fn native_code_is_named_or_has_the_id_of_its_code() {
    let with = |source: &str| {
        unit(&format!(
            "<originalData><data id=\"d\">&lt;b&gt;<cp hex=\"01\"/></data></originalData><segment><source>{source}</source></segment>"
        ))
    };
    assert_eq!(sides(&with("<ph id=\"1\" dataRef=\"d\"/>"))[0], ["-1@0 <b>\u{1}"]);
    let habit = with("<ph id=\"d\"/>");
    assert_eq!(sides(&habit)[0], ["-1@0 <b>\u{1}"]);
    assert!(habit.words().contains(&"2 tool-habit".to_owned()));
    // where codes name their native code, an id means nothing
    assert_eq!(
        sides(&with("<ph id=\"d\"/><ph id=\"1\" dataRef=\"d\"/>"))[0],
        ["-1@0", "-2@0 <b>\u{1}"]
    );
    assert!(
        with("<ph id=\"1\" dataRef=\"e\"/>")
            .warnings()
            .contains(&"2 reference-broken".to_owned())
    );
}

#[test]
fn native_code_that_belongs_to_no_code_is_said_once_a_unit() {
    let with = |source: &str| {
        let data = ["1", "2", "3"]
            .map(|id| format!("<data id=\"{id}\">[{id}]</data>"))
            .concat();
        unit(&format!(
            "<originalData>{data}</originalData>\n<segment><source>{source}</source></segment>"
        ))
        .words()
    };
    assert_eq!(with("<ph id=\"a\" dataRef=\"2\"/>"), ["2 not-carried"]);
    assert_eq!(with("a"), ["2 not-carried"]);
    assert!(with("<pc id=\"a\" dataRefStart=\"1\" dataRefEnd=\"2\"/><ph id=\"b\" dataRef=\"3\"/>").is_empty());
    assert_eq!(with("<ph id=\"1\"/><ph id=\"2\"/><ph id=\"3\"/>"), ["3 tool-habit"]);
}

#[test]
fn what_an_end_says_beyond_its_start_is_said_not_to_be_carried() {
    let with = |start: &str, end: &str| {
        let source = format!("<ph id=\"0\"/><sc id=\"1\" {start}/>a<ec startRef=\"1\" {end}/>");
        flows(&source, "").words()
    };
    for (start, end) in [
        ("type=\"fmt\" subType=\"xlf:b\"", ""),
        ("type=\"fmt\" subType=\"xlf:b\"", "type=\"fmt\" subType=\"xlf:b\""),
    ] {
        assert!(with(start, end).is_empty(), "{end}");
    }
    for (start, end) in [
        ("", "type=\"fmt\" subType=\"my:a\""),
        ("type=\"fmt\"", "type=\"ui\""),
        ("copyOf=\"0\"", "copyOf=\"0\""),
    ] {
        assert_eq!(with(start, end), ["2 not-carried"], "{end}");
    }
}

#[test]
fn elements_that_may_not_stand_in_text_are_codes_that_hold_their_markup() {
    let read = flows("a<g id=\"1\">b<x id=\"2\"/></g>c", "");
    assert_eq!(read.units[0].variants[0].segment.text(), "abc");
    assert_eq!(
        sides(&read)[0],
        ["<1@1 <g id=\"1\">", "-2@2 <x id=\"2\"/>", ">1@2 </g>"]
    );
    assert_eq!(read.warnings(), ["2 markup-repaired", "2 markup-repaired"]);
}

#[test]
fn marks_say_what_they_are() {
    let read = unit(
        "<notes><note id=\"n\">by note</note></notes><segment><source><mrk id=\"1\" translate=\"no\">a</mrk>\
         <mrk id=\"2\" type=\"comment\" value=\"v\"/><mrk id=\"3\" type=\"comment\" ref=\"#n=n\"/><mrk id=\"4\" type=\"x:hi\"/>\
         <mrk id=\"5\" type=\"x:city\" translate=\"yes\" value=\"w\" ref=\"#6\"/><mrk id=\"6\" type=\"my:x\"/></source></segment>",
    );
    let opened: Vec<&Code> = read.units[0].variants[0]
        .segment
        .codes()
        .iter()
        .filter(|code| code.role == Role::Open)
        .collect();
    let said: Vec<_> = opened
        .iter()
        .map(|code| (code.code_type.as_deref(), code.mark.comment.as_deref()))
        .collect();
    assert_eq!(
        said,
        [
            (Some("protected"), None),
            (Some("comment"), Some("v")),
            (Some("comment"), Some("by note")),
            (None, None),
            (Some("city"), None),
            (Some("my:x"), None)
        ]
    );
    let facts = &opened[4].mark;
    assert_eq!(
        (facts.translate, facts.value.as_deref(), facts.reference.as_deref()),
        (Some(YesNo::Yes), Some("w"), Some("#m6"))
    );
    assert!(read.words().is_empty());
}

#[test]
fn copies_name_their_original_wherever_it_stands() {
    let read = flows(
        "<ph id=\"a\" copyOf=\"b\"/><ph id=\"b\"/>",
        "<ph id=\"c\" copyOf=\"b\"/><ph id=\"d\" copyOf=\"e\"/>",
    );
    let copies: Vec<Option<u32>> = read.units[0]
        .variants
        .iter()
        .flat_map(|variant| variant.segment.codes())
        .map(|code| code.hints.copy_of)
        .collect();
    assert_eq!(copies, [Some(2), None, Some(2), None]);
    assert_eq!(read.warnings(), ["2 reference-broken"]);
}

fn plain(id: &str) -> String {
    format!("<unit id=\"{id}\"><segment><source>{id}</source><target>{id}'</target></segment></unit>")
}

fn naming(id: &str, flows: &str) -> String {
    let flow = format!("{id} <ph id=\"1\" subFlows=\"{flows}\"/>");
    format!("<unit id=\"{id}\"><segment><source>{flow}</source><target>{flow}</target></segment></unit>")
}

/// The texts of the flows inside the codes of a segment, each in brackets behind its text.
fn nested(segment: &Segment) -> String {
    let subs = segment.codes().iter().flat_map(|code| &code.subs);
    let inside: Vec<String> = subs.map(|sub| nested(&sub.segment)).collect();
    format!("{}({})", segment.text(), inside.join(","))
}

fn all_nested(read: &Reading) -> Vec<String> {
    let targets = read.units.iter().filter_map(|unit| unit.target());
    targets.map(|target| nested(&target.segment)).collect()
}

#[test]
fn units_that_codes_name_are_flows_inside_of_them_before_and_behind() {
    let file = [
        plain("a"),
        naming("b", "d a"),
        plain("c"),
        naming("d", "e"),
        plain("e"),
        plain("f"),
    ]
    .concat();
    let read = read(&document(&file));
    assert_eq!(all_nested(&read), ["b (d (e'()),a'())", "c'()", "f'()"]);
    assert!(read.words().is_empty());
}

#[test]
fn a_flow_that_is_not_near_or_names_itself_is_a_broken_reference() {
    let far: String = (0..super::super::window::WINDOW)
        .map(|number| plain(&format!("p{number}")))
        .collect();
    for file in [
        naming("a", "b") + &far + &plain("b"),
        plain("b") + &far + &naming("a", "b"),
        naming("a", "a"),
        naming("a", "b") + "</file><file id=\"g\">" + &plain("b"),
    ] {
        let read = read(&document(&file));
        assert_eq!(read.words(), ["2 reference-broken"]);
        assert_eq!(read.units.len(), file.matches("<unit ").count());
    }
}

#[test]
fn units_that_name_each_other_in_a_ring_or_a_long_chain_come_out_once() {
    let ring = naming("a", "b") + &naming("b", "a");
    assert_eq!(all_nested(&read(&document(&ring))), ["b (a ())"]);
    let chain: String = (0..1000_u32)
        .map(|number| naming(&format!("n{}", number + 1), &format!("n{number}")))
        .collect();
    let read = read(&document(&chain));
    let count: usize = all_nested(&read).iter().map(|text| text.matches('(').count()).sum();
    assert_eq!(count, 1000);
}
