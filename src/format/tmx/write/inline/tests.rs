use super::*;
use crate::diag::{Diagnostic, DiagnosticCode};
use crate::model::{LanguageTag, Variant};

fn open(id: u32, data: &str) -> Code {
    Code::new(Role::Open, id).with_data(data)
}

fn close(id: u32, data: &str) -> Code {
    Code::new(Role::Close, id).with_data(data)
}

/// A segment of texts and codes in turn.
fn segment(pieces: Vec<Result<&str, Code>>) -> Segment {
    let mut segment = Segment::default();
    for piece in pieces {
        match piece {
            Ok(text) => segment.push_str(text),
            Err(code) => segment.push_code(code),
        }
    }
    segment
}

fn written(source: Segment, target: Segment) -> (Vec<String>, Vec<String>) {
    let variant = |lang: &str, segment| Variant::new(LanguageTag::parse(lang).unwrap(), segment);
    let unit = TranslationUnit::bilingual(variant("en", source), variant("fr", target));
    let mut said: Vec<Diagnostic> = Vec::new();
    let mut plan = plan_unit(&unit, &mut Losses::new(&unit, "TMX", &mut said));
    let mut segs = Vec::new();
    for variant in &unit.variants {
        let mut out = String::new();
        SegWriter {
            out: &mut out,
            escaper: Escaper::default(),
            plan: plan.next_variant(),
            forbidden: 0,
        }
        .write_seg(&variant.segment);
        segs.push(out);
    }
    let lost = |diagnostic: &Diagnostic| match diagnostic.code {
        DiagnosticCode::Loss(fact) => Some(fact.to_string()),
        _ => None,
    };
    (segs, said.iter().filter_map(lost).collect())
}

#[test]
fn pairs_that_overlap_are_told_by_i_and_their_partners_by_x() {
    let overlapping = || {
        segment(vec![
            Err(open(7, "<b>")),
            Ok("a"),
            Err(open(9, "<i>")),
            Ok("b"),
            Err(close(7, "</b>")),
            Err(close(9, "</i>")),
        ])
    };
    let (segs, lost) = written(overlapping(), overlapping());
    let expected = "<seg><bpt i=\"1\" x=\"1\">&lt;b&gt;</bpt>a<bpt i=\"2\" x=\"2\">&lt;i&gt;</bpt>b\
                    <ept i=\"1\">&lt;/b&gt;</ept><ept i=\"2\">&lt;/i&gt;</ept></seg>";
    assert_eq!(segs, [expected, expected]);
    assert!(lost.is_empty(), "{lost:?}");
}

#[test]
fn a_code_without_partner_bears_no_x_unless_another_looks_the_same() {
    let ph = |id, data: &str| segment(vec![Err(Code::new(Role::Alone, id).with_data(data))]);
    let (segs, _) = written(ph(1, "%s"), ph(2, "%d"));
    assert_eq!(segs, ["<seg><ph>%s</ph></seg>", "<seg><ph>%d</ph></seg>"]);
    let (segs, _) = written(ph(1, "%s"), ph(2, "%s"));
    assert_eq!(
        segs,
        ["<seg><ph x=\"1\">%s</ph></seg>", "<seg><ph x=\"2\">%s</ph></seg>"]
    );
}

#[test]
fn marks_that_are_not_the_same_are_told_apart_whatever_native_code_they_have() {
    let mark = |role, data: &str| Code::new_mark(role, if data.is_empty() { 3 } else { 2 }).with_data(data);
    let marked = |data| segment(vec![Err(mark(Role::Open, data)), Ok("a"), Err(mark(Role::Close, data))]);
    let (segs, said) = written(marked(""), marked("b"));
    assert_eq!(segs, ["<seg><hi x=\"1\">a</hi></seg>", "<seg><hi x=\"2\">a</hi></seg>"]);
    assert_eq!(said, ["data"]);
}

#[test]
fn an_end_without_its_other_end_is_isolated() {
    let (segs, lost) = written(segment(vec![Err(open(1, "<b>")), Ok("a")]), Segment::plain("a"));
    assert_eq!(segs[0], "<seg><it pos=\"begin\">&lt;b&gt;</it>a</seg>");
    assert!(lost.is_empty(), "{lost:?}");
}

#[test]
fn a_code_that_is_whole_in_one_language_and_cut_in_another_is_said_to_be_two() {
    let pair = segment(vec![Err(open(1, "")), Ok("a"), Err(close(1, ""))]);
    let (segs, lost) = written(pair, segment(vec![Err(open(1, "")), Ok("a")]));
    assert_eq!(segs[0], "<seg><bpt i=\"1\"></bpt>a<ept i=\"1\"></ept></seg>");
    assert_eq!(segs[1], "<seg><it pos=\"begin\"></it>a</seg>");
    assert_eq!(lost, ["code-match"]);
}

#[test]
fn a_mark_that_crosses_a_pair_is_dropped_and_said_and_one_that_nests_is_hi() {
    let mark = |role| Code::new_mark(role, 1).with_type("term");
    let crossing = segment(vec![
        Err(mark(Role::Open)),
        Ok("a"),
        Err(open(1, "<b>")),
        Err(mark(Role::Close)),
        Ok("b"),
        Err(close(1, "</b>")),
    ]);
    let (segs, lost) = written(crossing, Segment::plain("a"));
    assert_eq!(
        segs[0],
        "<seg>a<bpt i=\"1\">&lt;b&gt;</bpt>b<ept i=\"1\">&lt;/b&gt;</ept></seg>"
    );
    assert_eq!(lost, ["mark"]);
    let (segs, lost) = written(
        segment(vec![Err(mark(Role::Open)), Ok("a"), Err(mark(Role::Close))]),
        Segment::plain("a"),
    );
    assert_eq!(segs[0], "<seg><hi type=\"term\">a</hi></seg>");
    assert!(lost.is_empty(), "{lost:?}");
}

#[test]
fn a_sub_flow_stands_at_its_place_with_codes_of_its_own() {
    let image = || {
        let flow = segment(vec![Ok("Red "), Err(Code::new(Role::Alone, 1).with_data("{0}"))]);
        let sub = SubFlow {
            at: Some(10),
            segment: flow,
            datatype: Some("html".into()),
            ..SubFlow::default()
        };
        let code = Code {
            subs: vec![sub],
            ..Code::new(Role::Alone, 1)
                .with_data("<img alt=\"\"/>")
                .with_type("image")
        };
        segment(vec![
            Err(code),
            Err(Code::new(Role::Alone, 2).with_data("{1}").with_type("var")),
        ])
    };
    let (segs, _) = written(image(), image());
    assert_eq!(
        segs[0],
        "<seg><ph x=\"1\" type=\"image\">&lt;img alt=\"<sub datatype=\"html\">Red <ph x=\"2\">{0}</ph></sub>\"/&gt;</ph>\
         <ph x=\"3\" type=\"x-var\">{1}</ph></seg>"
    );
}
