use super::{unit, write, write_one};
use crate::diag::Fact;
use crate::model::{Assoc, Code, Part, PartKind, Role, Segment, SubFlow, TranslationUnit, YesNo};

/// Texts and codes in turn, as a segment.
fn segment(pieces: &[&dyn Fn(&mut Segment)]) -> Segment {
    let mut segment = Segment::default();
    for piece in pieces {
        piece(&mut segment);
    }
    segment
}

fn text(text: &str) -> impl Fn(&mut Segment) {
    move |segment| segment.push_str(text)
}

fn code(code: Code) -> impl Fn(&mut Segment) {
    move |segment| segment.push_code(code.clone())
}

fn open(id: u32) -> Code {
    Code::new(Role::Open, id)
}

fn close(id: u32) -> Code {
    Code::new(Role::Close, id)
}

fn source_line(segment: Segment) -> (String, Vec<Fact>) {
    let (lines, lost) = write_one(&unit("1", segment, "x"));
    (lines[1].clone(), lost)
}

#[test]
fn overlapping_pairs_pair_by_rid_and_match_by_id() {
    let bold = || code(open(5).with_data("<b>").with_type("bold"));
    let italic = || code(open(9).with_data("<i>").with_type("image"));
    let source = segment(&[&bold(), &text("a"), &italic(), &code(close(5)), &code(close(9))]);
    let target = segment(&[&italic(), &bold(), &code(close(5)), &code(close(9))]);
    let (lines, lost) = write_one(&unit("1", source, target));
    assert_eq!(
        lines[1],
        r#"<source><bpt id="1" rid="1" ctype="bold">&lt;b&gt;</bpt>a<bpt id="2" rid="2" ctype="x-image">&lt;i&gt;</bpt><ept id="3" rid="1"/><ept id="4" rid="2"/></source>"#
    );
    assert_eq!(
        lines[2],
        r#"<target><bpt id="2" rid="2" ctype="x-image">&lt;i&gt;</bpt><bpt id="1" rid="1" ctype="bold">&lt;b&gt;</bpt><ept id="3" rid="1"/><ept id="4" rid="2"/></target>"#
    );
    assert!(lost.is_empty());
}

#[test]
fn an_end_without_its_other_end_is_isolated() {
    let (line, lost) = source_line(segment(&[&code(close(1)), &text("a"), &code(open(1))]));
    assert_eq!(
        line,
        r#"<source><it id="1" pos="close"/>a<it id="2" pos="open"/></source>"#
    );
    assert!(lost.is_empty());
}

#[test]
fn what_may_not_be_copied_is_kept_where_there_is_no_data() {
    let bound = |mut code: Code| {
        code.hints.can_copy = Some(YesNo::No);
        code
    };
    let (line, lost) = source_line(segment(&[
        &code(bound(open(1))),
        &code(bound(Code::new(Role::Alone, 2)).with_type("lb")),
        &code(close(1)),
    ]));
    assert_eq!(
        line,
        r#"<source><bx id="1" rid="1" clone="no"/><x id="2" ctype="lb" clone="no"/><ex id="3" rid="1"/></source>"#
    );
    assert!(lost.is_empty());
    let (line, lost) = source_line(segment(&[&code(bound(open(1))), &code(close(1).with_data("</b>"))]));
    assert_eq!(
        line,
        r#"<source><bpt id="1" rid="1"/><ept id="2" rid="1">&lt;/b&gt;</ept></source>"#
    );
    assert_eq!(lost, [Fact::CanCopy]);
}

#[test]
fn what_only_some_elements_have_is_said() {
    let mut alone = Code::new(Role::Alone, 1).with_data("<br/>").with_type("my type");
    alone.assoc = Some(Assoc::Both);
    alone.equiv = Some(String::new());
    alone.crc = Some("7".into());
    alone.ts = Some("t".into());
    let (line, lost) = source_line(segment(&[&code(alone)]));
    assert_eq!(
        line,
        r#"<source><ph id="1" ctype="x-my-type" assoc="both" equiv-text="" crc="7">&lt;br/&gt;</ph></source>"#
    );
    assert_eq!(lost, [Fact::Type, Fact::Ts]);
}

#[test]
fn marks_that_cross_are_dropped_and_never_look_like_segments() {
    let mark = |role, id| code(Code::new_mark(role, id).with_type("seg"));
    let (line, lost) = source_line(segment(&[
        &mark(Role::Open, 1),
        &text("a"),
        &mark(Role::Open, 2),
        &mark(Role::Close, 1),
        &text("b"),
        &mark(Role::Close, 2),
    ]));
    assert_eq!(line, r#"<source><mrk mtype="x-seg">a</mrk>b</source>"#);
    assert_eq!(lost, [Fact::Mark]);
}

#[test]
fn a_sub_flow_stands_at_its_place_or_at_the_end_of_the_data() {
    let flow = |at, segment| SubFlow {
        at,
        segment,
        sub_type: Some("alt".into()),
        datatype: Some("plaintext".into()),
    };
    let inner = segment(&[&code(open(1)), &text("in"), &code(close(1))]);
    let mut image = Code::new(Role::Alone, 1).with_data("<é alt=''>");
    image.subs = vec![
        flow(None, "end".into()),
        flow(Some(9), inner),
        flow(Some(2), "odd".into()),
    ];
    let (line, lost) = source_line(segment(&[&code(image)]));
    let sub = r#"<sub datatype="plaintext" ctype="x-alt">"#;
    let expected = format!(
        r#"<source><ph id="1">&lt;é alt='{sub}<bpt id="2" rid="2"/>in<ept id="3" rid="2"/></sub>'&gt;{sub}end</sub>{sub}odd</sub></ph></source>"#
    );
    assert_eq!(line, expected);
    assert!(lost.is_empty());
}

#[test]
fn flows_nested_beyond_any_sense_are_lost_and_said() {
    let mut inner = Segment::plain("deepest");
    for _ in 0..100 {
        let mut alone = Code::new(Role::Alone, 1);
        alone.subs.push(SubFlow {
            segment: inner,
            ..SubFlow::default()
        });
        inner = segment(&[&code(alone)]);
    }
    let (line, lost) = source_line(inner);
    assert_eq!(line.matches("<sub>").count(), 32);
    assert_eq!(lost, [Fact::Sub]);
}

fn parted(id: &str, source: Segment) -> TranslationUnit {
    TranslationUnit {
        part: Some(Box::new(Part {
            of: "u".into(),
            kind: PartKind::Segment,
        })),
        ..unit(id, source, "")
    }
}

#[test]
fn a_pair_over_two_segments_is_joined_and_one_without_its_end_is_not() {
    let span = |mut code: Code| {
        code.isolated = true;
        code.span = true;
        code
    };
    let first = segment(&[&code(span(open(1))), &code(span(open(2))), &text("One.")]);
    let second = segment(&[&text("Two."), &code(span(close(1)))]);
    let (written, lost) = write(&[parted("u", first), parted("w", second)]);
    let content = r#"<mrk mtype="seg" mid="u"><bpt id="1" rid="1"/><it id="2" pos="open"/>One.</mrk><mrk mtype="seg" mid="w">Two.<ept id="3" rid="1"/></mrk>"#;
    assert!(written.contains(content), "{written}");
    assert_eq!(lost, [Fact::Span]);
}

#[test]
fn equal_marks_in_another_order_can_not_be_told_apart() {
    let mark = |role, id| code(Code::new_mark(role, id).with_type("term"));
    let cat_dog = |cat, dog| {
        segment(&[
            &mark(Role::Open, cat),
            &text("x"),
            &mark(Role::Close, cat),
            &mark(Role::Open, dog),
            &text("y"),
            &mark(Role::Close, dog),
        ])
    };
    assert_eq!(write_one(&unit("1", cat_dog(1, 2), cat_dog(2, 1))).1, [Fact::MarkMatch]);
    assert!(write_one(&unit("1", cat_dog(1, 2), cat_dog(1, 2))).1.is_empty());
}
