//! Translations that are offered.

use super::{codes, read, warned};
use crate::diag::DiagnosticCode;

#[test]
fn candidates_are_read_with_lenient_qualities() {
    let (units, said) = read(
        "<trans-unit id='1'><source>a</source><target>b</target>\
         <alt-trans match-quality='80%' origin='tm' alttranstype='x-old'><source>c</source><target>d</target></alt-trans>\
         <alt-trans match-quality='100.0'><target>e</target></alt-trans>\
         <alt-trans match-quality='good'><target xml:lang='de'>f</target></alt-trans></trans-unit>",
    );
    let candidates = &units[0].candidates;
    assert_eq!(candidates.len(), 2);
    assert_eq!(
        (candidates[0].similarity, candidates[1].similarity),
        (Some(80.0), Some(100.0))
    );
    assert_eq!(candidates[0].candidate_type.as_deref(), Some("old"));
    assert_eq!(
        candidates[0].source.as_ref().map(crate::model::Segment::text),
        Some("c")
    );
    assert!(warned(&said).is_empty());
    assert!(said.iter().any(|said| said.message.contains("a translation in `de`")));
}

#[test]
fn a_candidate_is_in_the_language_around_it_unless_that_is_the_source_s() {
    let (units, said) = read(
        "<trans-unit id='1'><source>a</source><target>b</target>\
         <alt-trans xml:lang='de'><target>c</target></alt-trans>\
         <alt-trans xml:lang='de'><target xml:lang='fr'>d</target></alt-trans>\
         <alt-trans xml:lang='en-US'><target>e</target></alt-trans></trans-unit>",
    );
    let texts: Vec<&str> = units[0]
        .candidates
        .iter()
        .map(|candidate| candidate.target.text())
        .collect();
    assert_eq!(texts, ["d", "e"]);
    assert!(said.iter().any(|said| said.message.contains("a translation in `de`")));
}

#[test]
fn an_offer_in_a_third_language_is_said_to_stay_where_the_unit_may_be_copied() {
    let offer = "<alt-trans><target xml:lang='it'>c</target></alt-trans>";
    for (quality, becomes) in [
        ("", "stays only where the unit is copied as it is"),
        ("good", "is left out"),
    ] {
        let (units, said) = read(
            &format!(
                "<trans-unit id='1'><source>a</source><target>b</target>\
             <alt-trans match-quality='{quality}'><target>d</target></alt-trans>{offer}</trans-unit>"
            )
            .replace(" match-quality=''", ""),
        );
        let message = format!("a translation in `it` that is offered has no place in a memory and {becomes}");
        assert!(said.iter().any(|said| said.message == message), "{said:?}");
        assert_eq!(units[0].raw.is_some(), quality.is_empty());
    }
}

#[test]
fn what_is_offered_without_a_translation_is_named() {
    let (units, said) = read(
        "<trans-unit id='1'><source>a</source><target>b</target>\
         <alt-trans><source>c</source></alt-trans></trans-unit>",
    );
    assert_eq!((units.len(), units[0].candidates.len()), (1, 0));
    assert_eq!(codes(&said), [DiagnosticCode::NotCarried]);
}
