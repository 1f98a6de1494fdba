//! States, notes, metadata, candidates.

use super::codes::paired;
use super::{lang, lines_of, unit, write};
use crate::model::{
    AppliesTo, Bead, Candidate, Confidence, Context, Moment, Note, Property, Segment, SourceLanguage, State,
    Untranslated,
};

#[test]
fn states_and_their_exact_words() {
    let mut signed = unit("1", "a", "b");
    signed.state = Some(State::SignedOff);
    let mut untranslated = unit("2", "a", "b");
    untranslated.variants.truncate(1);
    untranslated.state = Some(State::Final);
    let (document, said) = write(&[signed, untranslated]);
    assert!(document.contains("<segment state=\"reviewed\" subState=\"xliff12:signed-off\">"));
    assert_eq!(document.matches("state=").count(), 1);
    assert_eq!(said, ["loss-state"]);
}

#[test]
fn facts_beside_the_text_are_metadata_in_groups() {
    let mut full = unit("1", "a", "b");
    full.properties = vec![
        Property::new("x-a", "1"),
        Property {
            lang: Some(lang("fr")),
            ..Property::new("x-b", "2")
        },
    ];
    full.variants[1].properties.push(Property::new("x-c", "3"));
    full.variants[1].provenance = Some(Box::default());
    let provenance = full.provenance_mut();
    provenance.created = Some(Moment::parse("20261123T101500Z"));
    provenance.usage_count = Some(3);
    full.context = Some(Box::new(Context {
        previous: Some("before".to_owned()),
        next: None,
        key: Some("k".to_owned()),
    }));
    full.bead = Some(Box::new(Bead {
        source_count: 1,
        target_count: 2,
        source: vec![4],
        target: vec![5, 6],
        confidence: Some(Confidence::from_share(0.97)),
        ..Bead::default()
    }));
    full.source_language = Some(SourceLanguage::Any);
    let (document, said) = write(&[full]);
    assert_eq!(
        lines_of(&document, "mda:metadata").join("\n"),
        r#"<mda:metadata>
<mda:metaGroup category="properties">
<mda:meta type="x-a">1</mda:meta>
<mda:metaGroup category="lang:fr">
<mda:meta type="x-b">2</mda:meta>
</mda:metaGroup>
</mda:metaGroup>
<mda:metaGroup category="provenance">
<mda:meta type="created">2026-11-23T10:15:00Z</mda:meta>
<mda:meta type="usage-count">3</mda:meta>
</mda:metaGroup>
<mda:metaGroup category="properties" appliesTo="target">
<mda:meta type="x-c">3</mda:meta>
</mda:metaGroup>
<mda:metaGroup category="language">
<mda:meta type="source-language">*all*</mda:meta>
</mda:metaGroup>
<mda:metaGroup category="context">
<mda:meta type="previous">before</mda:meta>
<mda:meta type="key">k</mda:meta>
</mda:metaGroup>
<mda:metaGroup category="alignment">
<mda:meta type="bead">1-2</mda:meta>
<mda:meta type="source-segments">4</mda:meta>
<mda:meta type="target-segments">5 6</mda:meta>
<mda:meta type="confidence">0.97</mda:meta>
</mda:metaGroup>
</mda:metadata>"#
    );
    assert!(said.is_empty());
}

#[test]
fn notes_keep_side_category_and_priority_but_not_language() {
    let mut noted = unit("1", "a", "b");
    noted.notes.push(Note {
        text: "n".to_owned(),
        lang: Some(lang("fr")),
        category: Some("dev".to_owned()),
        applies_to: Some(AppliesTo::Source),
        priority: Some(2),
    });
    noted.variants[1].notes.push(Note {
        priority: Some(0),
        ..Note::new("t")
    });
    let (document, said) = write(&[noted]);
    assert_eq!(
        lines_of(&document, "notes")[1..3],
        [
            "<note appliesTo=\"source\" category=\"dev\" priority=\"2\">n</note>",
            "<note id=\"n2\" appliesTo=\"target\">t</note>"
        ]
    );
    assert_eq!(
        lines_of(&document, "mda:metadata")[1..4],
        [
            "<mda:metaGroup category=\"notes\" appliesTo=\"target\">",
            "<mda:meta type=\"note\">n2</mda:meta>",
            "</mda:metaGroup>"
        ]
    );
    assert_eq!(said, ["loss-note-detail"]);
}

#[test]
fn a_state_that_only_the_tool_knows_is_initial_where_the_unit_is_no_translation() {
    let mut draft = unit("1", "a", "b");
    draft.state = Some(State::Other("Draft".to_owned()));
    draft.untranslated = Some(Untranslated::State);
    let mut rejected = unit("2", "a", "b");
    rejected.untranslated = Some(Untranslated::Rejected);
    let (document, said) = write(&[draft, rejected]);
    assert!(
        document.contains("<segment state=\"initial\" subState=\"x:Draft\">"),
        "{document}"
    );
    assert!(
        document.contains("<mda:meta type=\"untranslated\">rejected</mda:meta>"),
        "{document}"
    );
    assert_eq!(document.matches("untranslated").count(), 1);
    assert!(said.is_empty());
}

#[test]
fn properties_that_are_attributes_are_written_as_such_where_they_stand_last() {
    let mut named = unit("1", "a", "b");
    named.properties = [
        "x-a=1",
        "x-name=k",
        "x-translate=no",
        "x-group=menu / file",
        "x-document=a.json",
    ]
    .iter()
    .filter_map(|word| word.split_once('='))
    .map(|(name, value)| Property::new(name, value))
    .collect();
    named.context = Some(Box::new(Context {
        key: Some("k".to_owned()),
        ..Context::default()
    }));
    let mut mixed = named.clone();
    mixed.id = Some("2".to_owned());
    mixed.properties.reverse();
    let (document, said) = write(&[named, mixed]);
    assert!(document.contains("<file id=\"f1\" original=\"a.json\""), "{document}");
    assert!(
        document.contains("<group id=\"g1\" name=\"menu\">\n      <group id=\"g2\" name=\"file\">\n"),
        "{document}"
    );
    assert!(
        document.contains("<unit id=\"1\" name=\"k\" translate=\"no\">"),
        "{document}"
    );
    assert!(document.contains("<unit id=\"2\">"), "{document}");
    assert_eq!(document.matches("</group>").count(), 2);
    assert_eq!(document.matches("<file ").count(), 2);
    assert!(said.is_empty());
}

#[test]
fn a_unit_stays_in_its_document_whatever_it_took_over_from_others() {
    let mut merged = unit("1", "a", "b");
    merged.properties = vec![
        Property::new("x-a", "1"),
        Property::new("x-group", "menu"),
        Property::new("x-document", "a.json"),
        Property::new("record", "r1"),
    ];
    let mut of_two = merged.clone();
    of_two.id = Some("2".to_owned());
    of_two.properties.push(Property::new("x-group", "file"));
    let mut plain = unit("3", "c", "d");
    plain.properties.push(Property::new("x-document", "a.json"));
    let (document, said) = write(&[merged, of_two, plain]);
    assert_eq!(document.matches("<file ").count(), 1, "{document}");
    assert!(!document.contains("x-document"), "{document}");
    assert_eq!(document.matches("<group ").count(), 1, "{document}");
    let metadata = lines_of(&document, "mda:metadata");
    assert_eq!(
        metadata[2..4],
        [
            "<mda:meta type=\"x-a\">1</mda:meta>",
            "<mda:meta type=\"record\">r1</mda:meta>"
        ]
    );
    for group in ["menu", "file"] {
        let meta = format!("<mda:meta type=\"x-group\">{group}</mda:meta>");
        assert!(document.contains(&meta), "{document}");
    }
    assert!(said.is_empty());
}

#[test]
fn a_unit_without_target_is_not_kept_from_translation_since_readers_pass_over_such() {
    let mut lone = unit("1", "a", "b");
    lone.variants.pop();
    lone.properties.push(Property::new("x-translate", "no"));
    let (document, _) = write(&[lone]);
    assert!(document.contains("<unit id=\"1\">"), "{document}");
    assert!(
        document.contains("<mda:meta type=\"x-translate\">no</mda:meta>"),
        "{document}"
    );
}

#[test]
fn candidates_are_matches_of_the_segment() {
    let mut offered = unit("1", "a", "b");
    offered.candidates = vec![
        Candidate {
            source: Some(paired("s", "</b>")),
            target: paired("t", "</b>"),
            similarity: Some(87.5),
            quality: Some(100.0),
            origin: Some("TM".to_owned()),
            candidate_type: Some("icm".to_owned()),
        },
        Candidate {
            target: Segment::plain("c"),
            similarity: Some(f64::NAN),
            candidate_type: Some("previous-version".to_owned()),
            ..Candidate::default()
        },
    ];
    let (document, said) = write(&[offered]);
    assert_eq!(
        lines_of(&document, "mtc:matches").join("\n"),
        r##"<mtc:matches>
<mtc:match id="m1" ref="#s1" type="icm" similarity="87.5" matchQuality="100" origin="TM">
<originalData>
<data id="d1">&lt;b&gt;</data>
<data id="d2">&lt;/b&gt;</data>
</originalData>
<source>x<pc id="1" type="fmt" subType="xlf:b" dataRefStart="d1" dataRefEnd="d2">s</pc></source>
<target>x<pc id="1" type="fmt" subType="xlf:b" dataRefStart="d1" dataRefEnd="d2">t</pc></target>
</mtc:match>
<mtc:match id="m2" ref="#s1" type="other" subType="x:previous-version">
<source>a</source>
<target>c</target>
</mtc:match>
</mtc:matches>"##
    );
    assert!(document.contains("<segment id=\"s1\">"));
    assert_eq!(said, ["loss-candidate"]);
}
