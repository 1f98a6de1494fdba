//! Codes, marks, flows inside codes, editing hints.

use roxmltree::Document;

use super::{unit, write};
use crate::model::{Code, Reorder, Role, Segment, State, SubFlow, YesNo};

pub(super) fn paired(text: &str, close_data: &str) -> Segment {
    let mut segment = Segment::plain("x");
    segment.push_code(Code::new(Role::Open, 4).with_data("<b>").with_type("bold"));
    segment.push_str(text);
    segment.push_code(Code::new(Role::Close, 4).with_data(close_data));
    segment
}

#[test]
fn a_pair_is_pc_only_where_both_sides_allow_it() {
    let (document, _) = write(&[unit("1", paired("a", "</b>"), paired("b", "</b>"))]);
    assert!(document.contains(
        "<source>x<pc id=\"1\" type=\"fmt\" subType=\"xlf:b\" dataRefStart=\"d1\" dataRefEnd=\"d2\">a</pc></source>"
    ));
    let (document, said) = write(&[unit("1", paired("a", "</b>"), paired("b", ""))]);
    assert!(document.contains(
        "<source>x<sc id=\"1\" type=\"fmt\" subType=\"xlf:b\" dataRef=\"d1\"/>a<ec startRef=\"1\" dataRef=\"d2\"/></source>"
    ));
    assert!(document.contains(
        "<target>x<sc id=\"1\" type=\"fmt\" subType=\"xlf:b\" dataRef=\"d1\"/>b<ec startRef=\"1\"/></target>"
    ));
    assert!(said.is_empty());
}

#[test]
fn a_pair_that_lost_one_end_in_the_target_is_isolated_there() {
    let mut target = Segment::plain("y");
    target.push_code(Code::new(Role::Open, 4).with_data("<b>"));
    let (document, said) = write(&[unit("1", paired("a", "</b>"), target)]);
    assert!(
        document.contains("<target>y<sc id=\"1\" isolated=\"yes\" dataRef=\"d1\"/></target>"),
        "{document}"
    );
    assert!(document.contains("<ec startRef=\"1\" dataRef=\"d2\"/></source>"));
    assert!(said.is_empty());

    let mut target = Segment::plain("y");
    target.push_code(Code::new(Role::Close, 4));
    let (document, said) = write(&[unit("1", paired("a", "</b>"), target)]);
    assert!(
        document.contains("<target>y<ec id=\"2\" isolated=\"yes\"/></target>"),
        "{document}"
    );
    assert_eq!(said, ["code-repaired"]);
}

#[test]
fn codes_with_one_id_pair_in_order_and_the_rest_are_new() {
    let of = |count: usize| {
        let mut segment = Segment::default();
        (0..count).for_each(|_| segment.push_code(Code::new(Role::Alone, 7)));
        segment
    };
    let (document, _) = write(&[unit("1", of(2), of(3))]);
    assert!(
        document.contains("<target><ph id=\"1\"/><ph id=\"2\"/><ph id=\"3\"/></target>"),
        "{document}"
    );
}

#[test]
fn marks_that_cross_are_split_and_half_marks_are_lost() {
    let mut crossing = Segment::default();
    for (role, id) in [
        (Role::Open, 1),
        (Role::Open, 2),
        (Role::Close, 1),
        (Role::Close, 2),
        (Role::Close, 3),
    ] {
        crossing.push_code(Code::new_mark(role, id).with_type("term"));
    }
    let (document, said) = write(&[unit("1", crossing, "")]);
    assert!(document.contains(
        "<source><sm id=\"m1\" type=\"term\"/><sm id=\"m2\" type=\"term\"/><em startRef=\"m1\"/><em startRef=\"m2\"/></source>"
    ));
    assert_eq!(said, ["loss-mark"]);
}

#[test]
fn flows_inside_codes_are_units_of_their_own() {
    let flow = |text: &str, subs: Vec<SubFlow>| {
        let mut code = Code::new(Role::Alone, 1);
        code.subs = subs;
        let mut segment = Segment::plain(text);
        segment.push_code(code);
        SubFlow {
            at: None,
            segment,
            sub_type: Some("alt".to_owned()),
            datatype: Some("html".to_owned()),
        }
    };
    let side = |inner: &str, outer: &str| flow("see ", vec![flow(outer, vec![flow(inner, Vec::new())])]).segment;
    let (document, said) = write(&[unit("1", side("i", "o"), side("i2", "o2"))]);
    let parsed = Document::parse(&document).unwrap();
    let units: Vec<_> = parsed
        .descendants()
        .filter(|node| node.tag_name().name() == "unit")
        .map(|node| (node.attribute("id"), node.attribute("type")))
        .collect();
    assert_eq!(
        units,
        [
            (Some("1"), None),
            (Some("1.sf1"), Some("x:alt")),
            (Some("1.sf1.sf1"), Some("x:alt"))
        ]
    );
    assert!(document.contains("<source>see <ph id=\"1\" subFlows=\"1.sf1\"/></source>"));
    assert!(document.contains("<target>o2<ph id=\"1\" subFlows=\"1.sf1.sf1\"/></target>"));
    assert_eq!(said, ["loss-sub-datatype"]);
}

fn fixed(numbers: &[u32]) -> Segment {
    let mut segment = Segment::default();
    for &number in numbers {
        let mut code = Code::new(Role::Alone, number);
        code.hints.can_copy = Some(YesNo::No);
        code.hints.can_delete = Some(YesNo::No);
        code.hints.can_reorder = Some(if number == 1 { Reorder::FirstNo } else { Reorder::No });
        segment.push_code(code);
    }
    segment
}

#[test]
fn an_order_of_codes_that_the_target_breaks_is_no_fixed_order() {
    let (document, said) = write(&[unit("1", fixed(&[1, 2]), fixed(&[1, 2]))]);
    assert_eq!(document.matches("canReorder=\"no\"").count(), 2);
    assert!(said.is_empty());
    for (source, target) in [(&[1, 2][..], &[2, 1][..]), (&[2], &[2]), (&[1, 2], &[1])] {
        let (document, said) = write(&[unit("1", fixed(source), fixed(target))]);
        assert_eq!(document.matches("canReorder=\"no\"").count(), 0, "{document}");
        assert_eq!(said, ["loss-canReorder"]);
    }
}

#[test]
fn a_final_target_has_every_code_that_may_not_be_deleted() {
    let mut done = unit("1", fixed(&[1]), "");
    let (document, said) = write(&[done.clone()]);
    assert!(document.contains("canDelete") && said.is_empty());
    done.state = Some(State::Final);
    let (document, said) = write(&[done]);
    assert!(!document.contains("canDelete") && !document.contains("canReorder"));
    assert_eq!(said, ["loss-canDelete", "loss-canReorder"]);
}

#[test]
fn a_copy_names_its_original_only_where_that_has_no_data() {
    let copied = |data: &str| {
        let mut segment = Segment::default();
        segment.push_code(Code::new(Role::Alone, 8).with_data(data));
        let mut copy = Code::new(Role::Alone, 9);
        copy.hints.copy_of = Some(8);
        segment.push_code(copy);
        segment
    };
    let (document, said) = write(&[unit("1", copied(""), "")]);
    assert!(document.contains("<ph id=\"2\" copyOf=\"1\"/>") && said.is_empty());
    let (document, said) = write(&[unit("1", copied("x"), "")]);
    assert!(!document.contains("copyOf"));
    assert_eq!(said, ["loss-copyOf"]);
}
