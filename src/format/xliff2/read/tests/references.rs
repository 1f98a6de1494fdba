//! What marks refer to.

use super::super::super::references::name_of_note;
use super::{Reading, unit};

const NOTE: &str = "<notes><note id=\"n7\">see law</note></notes>";

/// A unit whose first mark has `ref`, between a code `9`, a code `5` and a mark `k`.
fn referring(reference: &str) -> Reading {
    unit(&format!(
        "{NOTE}<segment id=\"s\"><source><mrk id=\"m\" type=\"term\" ref=\"{reference}\">a</mrk><ph id=\"9\"/><ph id=\"5\"/>\
         <mrk id=\"k\" type=\"term\">b</mrk></source></segment><segment id=\"8\"><source>c</source></segment>"
    ))
}

fn reference_of(read: &Reading) -> Option<&str> {
    read.units[0].variants[0].segment.codes()[0].mark.reference.as_deref()
}

#[test]
fn what_a_mark_refers_to_is_named_as_it_is_in_the_memory() {
    let note = name_of_note("see law");
    for (reference, expected) in [
        ("#5", "#3"),
        ("#9", "#2"),
        ("#t=9", "#t=2"),
        ("#k", "#m4"),
        ("#s", "#s"),
        ("#n=n7", note.as_str()),
        ("http://example.org/#5", "http://example.org/#5"),
        ("#u=u/5", "#3"),
        ("#f=f/u=u/t=9", "#t=2"),
        ("#/f=f/u=u/n=n7", note.as_str()),
        ("#u=u/s", "#s"),
        ("#u=u", "#u=~"),
        ("#f=f/u=u", "#u=~"),
        ("#f=g/u=u/5", "#f=g/u=u/5"),
        ("#f=f/u=v/5", "#f=f/u=v/5"),
    ] {
        let read = referring(reference);
        assert_eq!(reference_of(&read), Some(expected), "{reference}");
        assert!(read.words().is_empty(), "{reference}");
    }
}

#[test]
fn the_only_segment_of_a_unit_has_a_name_of_its_own() {
    for (reference, expected) in [("#s", "#~"), ("#t=s", "#t=~"), ("#f=f/u=u/s", "#~"), ("#9", "#2")] {
        let read = unit(&format!(
            "<segment id=\"s\"><source><mrk id=\"m\" type=\"term\" ref=\"{reference}\">a</mrk><ph id=\"9\"/></source></segment>"
        ));
        assert_eq!(reference_of(&read), Some(expected), "{reference}");
        assert!(read.words().is_empty(), "{reference}");
    }
}

#[test]
fn a_reference_to_what_is_not_there_or_has_no_name_is_said() {
    for (reference, word) in [
        ("#nowhere", "2 reference-broken"),
        ("#n=n8", "2 reference-broken"),
        ("#8", "2 not-carried"),
        ("#d=d1", "2 not-carried"),
        ("#gls=g1", "2 not-carried"),
    ] {
        let read = referring(reference);
        assert_eq!(reference_of(&read), None, "{reference}");
        assert_eq!(read.words(), [word], "{reference}");
    }
}

#[test]
fn the_comment_that_a_note_holds_is_no_reference() {
    let read = unit(&format!(
        "{NOTE}<segment><source><mrk id=\"m\" type=\"comment\" ref=\"#n=n7\">a</mrk>\
         <mrk id=\"k\" type=\"comment\" ref=\"#n=n8\">b</mrk></source></segment>"
    ));
    let codes = read.units[0].variants[0].segment.codes();
    assert_eq!(codes[0].mark.comment.as_deref(), Some("see law"));
    assert!(codes.iter().all(|code| code.mark.reference.is_none()));
    assert_eq!(read.words(), ["2 reference-broken"]);
    assert!(
        read.said[0].message.ends_with("; it is not read"),
        "{}",
        read.said[0].message
    );
}

#[test]
fn what_has_the_same_id_in_another_unit_is_not_meant() {
    let read = |unit_named: &str| {
        unit(&format!(
            "<mtc:matches><mtc:match ref=\"#{unit_named}/8\"><source>a</source><target>b</target></mtc:match>\
             </mtc:matches>{NOTE}<segment id=\"s\"><source><mrk id=\"m\" type=\"comment\" ref=\"#{unit_named}/n=n7\">a</mrk>\
             </source></segment><segment id=\"8\"><source>c</source></segment>"
        ))
    };
    let comment = |read: &Reading| read.units[0].variants[0].segment.codes()[0].mark.comment.clone();
    let own = read("f=f/u=u");
    assert_eq!(comment(&own).as_deref(), Some("see law"));
    assert_eq!(own.units[1].candidates.len(), 1);
    assert!(own.words().is_empty());
    let other = read("f=f/u=v");
    assert_eq!(comment(&other), None);
    assert_eq!(other.units[0].candidates.len(), 1);
    assert_eq!(other.words(), ["2 reference-broken", "2 reference-broken"]);
}

#[test]
fn a_match_for_a_span_is_said_to_be_offered_for_the_whole_segment() {
    let with = |reference: &str| {
        let read = unit(&format!(
            "<mtc:matches><mtc:match ref=\"{reference}\"><source>a</source><target>b</target></mtc:match></mtc:matches>\
             <segment id=\"s\"><source>c <mrk id=\"m\" type=\"term\">a</mrk></source></segment>"
        ));
        assert_eq!(read.units[0].candidates.len(), 1);
        read.words()
    };
    assert!(with("#s").is_empty());
    assert_eq!(with("#m"), ["2 not-carried"]);
    assert_eq!(with("#nowhere"), ["2 reference-broken"]);
}

#[test]
fn a_mark_of_a_match_refers_to_nothing_in_the_unit() {
    let read = unit(&format!(
        "{NOTE}<mtc:matches><mtc:match ref=\"#s\"><source>a</source>\
         <target><mrk id=\"m\" type=\"term\" ref=\"#n=n7\">b</mrk></target></mtc:match></mtc:matches>\
         <segment id=\"s\"><source>a</source></segment>"
    ));
    let target = &read.units[0].candidates[0].target;
    assert_eq!(target.codes()[0].mark.reference, None);
    assert!(read.words().contains(&"2 not-carried".to_owned()));
}
