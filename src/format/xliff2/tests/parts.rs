//! Units of several segments.

use super::{lines_of, options, unit, write, write_with};
use crate::format::xliff2::Version;
use crate::model::{
    Beside, Code, Ignorable, Note, Part, PartKind, Property, Raw, RawDialect, Reorder, Role, Segment, TranslationUnit,
    YesNo,
};

pub(super) fn part(
    id: &str,
    kind: PartKind,
    source: impl Into<Segment>,
    target: impl Into<Segment>,
) -> TranslationUnit {
    TranslationUnit {
        part: Some(Box::new(Part {
            of: "p".to_owned(),
            kind,
        })),
        ..unit(id, source, target)
    }
}

fn half(role: Role, span: bool) -> Segment {
    let mut code = Code::new(role, 3).with_data("<q>");
    code.isolated = true;
    code.span = span;
    let mut segment = Segment::default();
    segment.push_code(code);
    segment
}

#[test]
fn parts_of_one_unit_are_one_unit_again() {
    let (document, said) = write(&[
        part(
            "p#s1",
            PartKind::Segment,
            half(Role::Open, true),
            half(Role::Open, true),
        ),
        part("p#a b", PartKind::Ignorable, " ", " "),
        part(
            "p#1",
            PartKind::Segment,
            half(Role::Close, true),
            half(Role::Close, true),
        ),
        unit("q", "c", "d"),
    ]);
    assert_eq!(
        lines_of(&document, "unit").join("\n"),
        r#"<unit id="p">
<mda:metadata>
<mda:metaGroup category="segment">
<mda:meta type="id">s2</mda:meta>
<mda:meta type="original-id">p#a b</mda:meta>
</mda:metaGroup>
</mda:metadata>
<originalData>
<data id="d1">&lt;q&gt;</data>
</originalData>
<segment id="s1">
<source><sc id="2" dataRef="d1"/></source>
<target><sc id="2" dataRef="d1"/></target>
</segment>
<ignorable id="s2">
<source> </source>
<target> </target>
</ignorable>
<segment id="1">
<source><ec startRef="2" dataRef="d1"/></source>
<target><ec startRef="2" dataRef="d1"/></target>
</segment>
</unit>"#
    );
    assert_eq!(said, ["id-changed"]);
    assert_eq!(document.matches("<unit ").count(), 2);
}

#[test]
fn half_a_pair_without_the_other_part_is_isolated_and_said() {
    let (document, said) = write(&[part("p#s1", PartKind::Segment, half(Role::Open, true), "")]);
    assert!(document.contains("<source><sc id=\"1\" isolated=\"yes\" dataRef=\"d1\"/></source>"));
    assert_eq!(said, ["loss-span"]);
}

#[test]
fn ignorables_alone_are_no_unit() {
    let (document, said) = write(&[part("p#i1", PartKind::Ignorable, " ", " ")]);
    assert!(document.contains("<group "));
    assert_eq!(said, ["loss-ignorable"]);
}

/// Where each finding and each sequence were searched for among all, this would take minutes.
#[test]
fn each_of_many_segments_loses_its_own() {
    const COUNT: u32 = 20_000;
    let fixed = |numbers: [u32; 2]| {
        let mut segment = Segment::plain("a");
        for (number, reorder) in numbers.into_iter().zip([Reorder::FirstNo, Reorder::No]) {
            let mut code = Code::new(Role::Alone, number);
            code.hints.can_copy = Some(YesNo::No);
            code.hints.can_delete = Some(YesNo::No);
            code.hints.can_reorder = Some(reorder);
            code.ts = Some("ts".to_owned());
            segment.push_code(code);
        }
        segment
    };
    let parts: Vec<TranslationUnit> = (0..COUNT)
        .map(|number| {
            let codes = [2 * number, 2 * number + 1];
            // every other target has them the other way round
            let in_target = if number % 2 == 0 { codes } else { [codes[1], codes[0]] };
            part(
                &format!("p#s{number}"),
                PartKind::Segment,
                fixed(codes),
                fixed(in_target),
            )
        })
        .collect();
    let (document, said) = write(&parts);
    let count = |word: &str| said.iter().filter(|said| *said == word).count();
    assert_eq!((count("loss-ts"), count("loss-canReorder")), (20_000, 10_000));
    assert_eq!(document.matches("canReorder=\"no\"").count(), 20_000);
}

#[test]
fn the_target_of_what_stands_between_segments_keeps_its_place() {
    let mut one = part("p#s1", PartKind::Segment, "a", "b");
    one.variants[1].properties.push(Property::new("x-order", "2"));
    one.ignorables.push(Ignorable {
        place: Beside::After,
        source: "*".into(),
        target: Some("+".into()),
        order: Some(1),
    });
    let (document, said) = write(&[one.clone()]);
    assert!(
        document.contains("<target order=\"2\">b") && document.contains("<target order=\"1\">+"),
        "{document}"
    );
    assert!(!document.contains("mda:"), "{document}");
    assert!(said.is_empty());
    // what cannot be said together stands in metadata
    one.ignorables[0].order = Some(2);
    let (document, _) = write(&[one]);
    assert_eq!(
        document.matches("<mda:meta type=\"x-order\">2<").count(),
        1,
        "{document}"
    );
    assert!(!document.contains("order=\""));
}

#[test]
fn what_stands_beside_a_whole_unit_is_said_to_be_left_out() {
    let mut whole = spaced();
    whole.id = Some("p".to_owned());
    whole.part = None;
    let (document, said) = write(&[whole]);
    assert_eq!(document.matches("<ignorable>").count(), 0);
    assert_eq!(said, ["loss-ignorable"]);
}

/// A segment between two spaces, with properties that are attributes, or places, of the whole.
fn spaced() -> TranslationUnit {
    let space = |place| Ignorable {
        place,
        source: " ".into(),
        target: None,
        order: None,
    };
    let mut one = part("p#s1", PartKind::Segment, "a", "b");
    one.ignorables = vec![space(Beside::Before), space(Beside::After)];
    for (name, value) in [("x-type", "x:t"), ("x-group", "menu"), ("x-document", "a.json")] {
        one.properties.push(Property::new(name, value));
    }
    one
}

#[test]
fn what_stands_between_segments_takes_part_in_what_they_say() {
    let (document, said) = write(&[spaced()]);
    assert!(document.contains(" original=\"a.json\"") && document.contains("<group id=\"g1\" name=\"menu\">"));
    assert!(document.contains("<unit id=\"p\" type=\"x:t\">"), "{document}");
    assert!(
        !document.contains("x-document") && !document.contains("x-group"),
        "{document}"
    );
    assert!(said.is_empty());
}

#[test]
fn a_unit_is_copied_with_what_stands_between_its_segments() {
    let markup = "<unit id='p' type='x:t'>…</unit>";
    let mut one = spaced();
    one.raw = Some(Box::new(Raw::new(RawDialect::Xliff20, markup, 1, 1)));
    let (document, said) = write(&[one]);
    assert!(document.contains(markup), "{document}");
    assert!(said.is_empty());
}

#[test]
fn what_all_parts_say_is_said_once_and_the_rest_of_each() {
    let mut parts = [
        part("p#s1", PartKind::Segment, "a", "b"),
        part("p#s2", PartKind::Segment, "c", "d"),
    ];
    for one in &mut parts {
        one.properties.push(Property::new("x-client", "k"));
        one.notes.push(Note::new("of both"));
    }
    parts[1].notes.push(Note::new("of one"));
    let (document, said) = write(&parts);
    assert_eq!(
        lines_of(&document, "mda:metadata").join("\n"),
        r#"<mda:metadata>
<mda:metaGroup category="properties">
<mda:meta type="x-client">k</mda:meta>
</mda:metaGroup>
<mda:metaGroup category="segment">
<mda:meta type="id">s2</mda:meta>
<mda:meta type="note">n2</mda:meta>
</mda:metaGroup>
</mda:metadata>"#
    );
    assert_eq!(
        lines_of(&document, "notes")[1..3],
        ["<note>of both</note>", "<note id=\"n2\">of one</note>"]
    );
    assert!(said.is_empty());
    let (document, _) = write_with(&options(), Version::V22, &parts);
    assert!(document.contains("<note ref=\"#s2\">of one</note>"));
}

#[test]
fn an_id_of_a_part_that_does_not_name_the_whole_stands_in_metadata() {
    let (document, said) = write(&[part("p/s1", PartKind::Segment, "a", "b")]);
    assert!(document.contains("<segment id=\"s1\">"), "{document}");
    assert!(
        document.contains("<mda:meta type=\"original-id\">p/s1</mda:meta>"),
        "{document}"
    );
    assert!(said.is_empty());
}

#[test]
fn targets_in_another_order_say_so_where_each_place_is_taken_once() {
    let ordered = |orders: [&str; 2]| {
        let mut parts = [
            part("p#1", PartKind::Segment, "a", "b"),
            part("p#2", PartKind::Segment, "c", "d"),
        ];
        for (one, order) in parts.iter_mut().zip(orders) {
            one.variants[1].properties.push(Property::new("x-order", order));
        }
        write(&parts).0
    };
    let document = ordered(["2", "1"]);
    assert!(
        document.contains("<target order=\"2\">b") && document.contains("<target order=\"1\">d"),
        "{document}"
    );
    assert!(!document.contains("x-order"));
    for orders in [["2", "2"], ["3", "1"], ["0", "1"], ["x", "1"]] {
        let document = ordered(orders);
        assert!(
            !document.contains("order=") && document.contains("x-order"),
            "{document}"
        );
    }
}
