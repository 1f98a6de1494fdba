//! What marks refer to.

use super::parts::part;
use super::{unit, write};
use crate::format::xliff2::references::name_of_note;
use crate::model::{Code, Note, PartKind, Role, Segment, TranslationUnit};

/// Text under a mark that refers to `reference`, and the codes of these numbers behind it.
fn referring(reference: &str, codes: &[u32]) -> Segment {
    let mut mark = Code::new_mark(Role::Open, 1).with_type("term");
    mark.mark.reference = Some(reference.to_owned());
    let mut segment = Segment::default();
    segment.push_code(mark);
    segment.push_str("a");
    segment.push_code(Code::new_mark(Role::Close, 1));
    for &number in codes {
        segment.push_code(Code::new(Role::Alone, number));
    }
    segment
}

/// The `ref` that a unit is written with, and what is said.
fn written(units: &[TranslationUnit]) -> (Option<String>, Vec<String>) {
    let (document, said) = write(units);
    let reference = document.split(" ref=\"").nth(1);
    let reference = reference.and_then(|rest| rest.split('"').next());
    (reference.map(str::to_owned), said)
}

#[test]
fn codes_and_marks_are_referred_to_by_the_ids_they_are_written_with() {
    for (reference, expected) in [
        ("#7", "#3"),
        ("#9", "#2"),
        ("#m1", "#m1"),
        ("#8", "#4"),
        ("#t=8", "#t=4"),
        ("#f=f1/u=u/9", "#f=f1/u=u/9"),
        ("#my=9", "#my=9"),
    ] {
        let target = referring("#m1", &[9, 7, 8]);
        let found = written(&[unit("1", referring(reference, &[9, 7]), target)]);
        assert_eq!(found, (Some(expected.to_owned()), vec![]), "{reference}");
    }
}

#[test]
fn of_codes_with_one_number_that_of_the_own_segment_is_meant() {
    let parts = |reference: &str| {
        let plain = |number| {
            let mut segment = Segment::plain("b");
            segment.push_code(Code::new(Role::Alone, number));
            segment
        };
        [
            part("u#s1", PartKind::Segment, plain(7), ""),
            part("u#s2", PartKind::Segment, referring(reference, &[7]), ""),
            part("u#s3", PartKind::Segment, plain(7), ""),
            part("u#s4", PartKind::Segment, plain(5), ""),
        ]
    };
    assert_eq!(written(&parts("#7")).0.as_deref(), Some("#3"));
    assert_eq!(written(&parts("#5")).0.as_deref(), Some("#5"));
    let mut elsewhere = parts("#7");
    elsewhere[1].variants[0].segment = referring("#7", &[]);
    let (found, said) = written(&elsewhere);
    assert!(found.is_none() && said.contains(&"loss-ref".to_owned()), "{said:?}");
}

#[test]
fn what_is_not_written_is_not_referred_to() {
    for reference in ["#3", "#t=7", "#m2", "#s1", "#n=n1", "#d=d1", "#mtc=m1"] {
        let (found, said) = written(&[unit("1", referring(reference, &[7]), "")]);
        assert_eq!(found, None, "{reference}");
        assert_eq!(said, ["loss-ref"], "{reference}");
    }
}

#[test]
fn the_unit_and_its_only_segment_are_referred_to_by_the_ids_they_are_written_with() {
    for (reference, expected) in [("#u=~", "#u=a"), ("#~", "#s1"), ("#t=~", "#t=s1")] {
        let (document, said) = write(&[unit("a", referring(reference, &[]), "")]);
        assert!(
            document.contains(&format!("type=\"term\" ref=\"{expected}\"")),
            "{document}"
        );
        assert_eq!(
            document.contains("<segment id=\"s1\">"),
            reference != "#u=~",
            "{document}"
        );
        assert!(said.is_empty(), "{said:?}");
    }
    // one of several has its id
    let (found, said) = written(&[part("p#s1", PartKind::Segment, referring("#~", &[]), "")]);
    assert_eq!((found, said), (None, vec!["loss-ref".to_owned()]));
}

#[test]
fn a_note_that_a_mark_refers_to_has_an_id() {
    let mut noted = unit("1", referring(&name_of_note("see law"), &[]), "");
    noted.notes = vec![Note::new("other"), Note::new("see law")];
    let (document, said) = write(&[noted]);
    assert!(document.contains("<note>other</note>"), "{document}");
    assert!(document.contains("<note id=\"n2\">see law</note>"), "{document}");
    assert!(document.contains("type=\"term\" ref=\"#n=n2\""), "{document}");
    assert!(said.is_empty());
}

#[test]
fn a_segment_is_referred_to_while_it_has_its_id() {
    let first = || part("p#s1", PartKind::Segment, referring("#s2", &[]), "");
    let second = part("p#s2", PartKind::Segment, "b", "");
    assert_eq!(written(&[first(), second]), (Some("#s2".to_owned()), vec![]));
    let mut nameless = part("", PartKind::Segment, "b", "");
    nameless.id = None;
    let (document, said) = write(&[first(), nameless]);
    assert!(document.contains("<segment id=\"s2\">"), "{document}");
    assert!(!document.contains("ref="), "{document}");
    assert_eq!(said, ["loss-ref"]);
}
