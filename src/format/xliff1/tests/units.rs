use std::sync::Arc;

use super::{lang, options, trans_unit_lines, try_write, unit, write, write_one};
use crate::diag::{DiagnosticCode, Fact};
use crate::error::ErrorKind;
use crate::format::WriteOptions;
use crate::model::{
    Bead, Candidate, Confidence, Context, Extension, Header, Ignorable, IllegalCharacters, Moment, Note, Part,
    PartKind, Property, Provenance, Segment, State, TranslationUnit, Variant,
};

fn part(of: &str, kind: PartKind, mut unit: TranslationUnit) -> TranslationUnit {
    unit.part = Some(Box::new(Part {
        of: of.to_owned(),
        kind,
    }));
    unit
}

#[test]
fn a_document_has_one_file_with_its_tool() {
    let header = Header {
        datatype: Some("html".into()),
        notes: vec![Note::new("of the file")],
        provenance: Provenance {
            created: Some(Moment::parse("20261123T101500Z")),
            ..Provenance::default()
        },
        ..Header::default()
    };
    let options = WriteOptions {
        original: "a & b.txt".into(),
        header,
        ..options()
    };
    let (written, said) = try_write(&[unit("k1", "Open", "Ouvrir")], &options).unwrap();
    let version = env!("CARGO_PKG_VERSION");
    let expected = format!(
        r#"<?xml version="1.0" encoding="UTF-8"?>
<xliff version="1.2" xmlns="urn:oasis:names:tc:xliff:document:1.2">
  <file original="a &amp; b.txt" source-language="en-US" target-language="fr-FR" datatype="html" tool-id="tmforge" date="2026-11-23T10:15:00Z">
    <header>
      <phase-group>
        <phase phase-name="tmforge" process-name="memory">
          <note from="created">2026-11-23T10:15:00Z</note>
        </phase>
      </phase-group>
      <note>of the file</note>
      <tool tool-id="tmforge" tool-name="tmforge" tool-version="{version}"/>
    </header>
    <body>
      <trans-unit id="k1" xml:space="preserve">
        <source>Open</source>
        <target>Ouvrir</target>
      </trans-unit>
    </body>
  </file>
</xliff>
"#
    );
    assert_eq!(written, expected);
    assert!(said.is_empty());
}

#[test]
fn a_datatype_that_the_schema_does_not_list_is_plaintext() {
    let mut options = options();
    options.header.datatype = Some("unknown".into());
    options.header.properties = vec![Property::new("x-project", "p")];
    let (written, said) = try_write(&[], &options).unwrap();
    assert!(written.contains(r#"<file original="tmforge" "#), "{written}");
    assert!(written.contains(r#" datatype="plaintext" "#), "{written}");
    assert_eq!(said.len(), 1);
    assert_eq!(said[0].code, DiagnosticCode::Loss(Fact::Property));
}

#[test]
fn other_than_two_languages_are_an_error() {
    for count in [0, 1, 3] {
        let options = WriteOptions {
            languages: vec![lang("en"); count],
            ..WriteOptions::default()
        };
        let error = try_write(&[], &options).unwrap_err();
        assert!(matches!(error.kind(), ErrorKind::Language(_)), "{error}");
    }
}

#[test]
fn ugly_text_is_what_a_parser_gives_back() {
    let ugly = "]]> <b> &amp; \"'\r\n\r\t  😀e\u{301} \u{200F}שלום\u{A0}\u{85}\u{2028} ";
    let (written, lost) = write(&[unit("1", ugly, "")]);
    assert!(lost.is_empty());
    let document = roxmltree::Document::parse(&written).unwrap();
    let of = |name| document.descendants().find(|node| node.has_tag_name(name)).unwrap();
    let name = |local| ("urn:oasis:names:tc:xliff:document:1.2", local);
    assert_eq!(of(name("source")).text(), Some(ugly));
    assert_eq!(of(name("target")).text(), None);
}

#[test]
fn characters_that_xml_forbids_are_cleaned_or_refused() {
    let mut bad = unit("1", "a\u{B}b\u{1}c", "x");
    bad.origin.file = Some(Arc::from("in.tmx"));
    bad.origin.line = 7;
    let (lines, lost) = write_one(&bad);
    assert_eq!(lines[1], "<source>a bc</source>");
    assert_eq!(lost, [Fact::Character]);
    let (_, said) = try_write(std::slice::from_ref(&bad), &options()).unwrap();
    assert_eq!(
        said[0].message,
        "XLIFF 1.2 can't hold 2 characters that XML 1.0 forbids (U+0001, U+000B), which are cleaned away"
    );
    let options = WriteOptions {
        illegal_characters: IllegalCharacters::Refuse,
        ..options()
    };
    let error = try_write(&[bad], &options).unwrap_err();
    assert!(
        matches!(error.kind(), ErrorKind::IllegalCharacter { code: 0xB }),
        "{error}"
    );
    assert!(error.to_string().starts_with("in.tmx:7: "), "{error}");
    assert_eq!(error.unit(), Some("1"));
}

#[test]
fn an_id_that_is_too_long_becomes_a_hash_and_stays_as_resname() {
    let long = "k".repeat(65);
    let (written, said) = try_write(&[unit(&long, "a", "b")], &options()).unwrap();
    let hash = blake3::hash(long.as_bytes()).to_hex();
    let start = format!(r#"<trans-unit id="{}" resname="{long}" xml"#, hash.get(..32).unwrap());
    assert!(written.contains(&start), "{written}");
    assert_eq!(said.len(), 1);
    assert_eq!(said[0].code, DiagnosticCode::IdChanged);
}

#[test]
fn a_missing_target_stays_missing_and_its_state_is_kept_aside() {
    let mut one_sided = unit("1", "a", "");
    one_sided.variants.pop();
    one_sided.state = Some(State::NeedsTranslation);
    let (lines, lost) = write_one(&one_sided);
    assert_eq!(
        lines,
        [
            r#"<trans-unit id="1" xml:space="preserve">"#,
            "<source>a</source>",
            r#"<context-group name="unit:1">"#,
            r#"<context context-type="x-state">needs-translation</context>"#,
            "</context-group>",
            "</trans-unit>"
        ]
    );
    assert!(lost.is_empty());
}

#[test]
fn only_a_final_target_with_text_is_approved_unless_it_says_no() {
    let mut done = unit("1", "a", "b");
    done.state = Some(State::Final);
    let (lines, _) = write_one(&done);
    assert_eq!(lines[0], r#"<trans-unit id="1" approved="yes" xml:space="preserve">"#);
    assert_eq!(lines[2], r#"<target state="final">b</target>"#);
    done.properties.push(Property::new("x-approved", "no"));
    let (lines, _) = write_one(&done);
    assert_eq!(
        lines[..3],
        [
            r#"<trans-unit id="1" approved="no" xml:space="preserve">"#,
            "<source>a</source>",
            r#"<target state="x-final">b</target>"#
        ]
    );
    assert_eq!(lines.len(), 4);
    done.properties.clear();
    done.variants[1].segment.clear();
    let (lines, _) = write_one(&done);
    assert_eq!(lines[0], r#"<trans-unit id="1" xml:space="preserve">"#);
    assert_eq!(lines[2], r#"<target state="x-final"></target>"#);
}

#[test]
fn a_third_language_foreign_elements_and_what_stands_beside_a_whole_unit_are_lost() {
    let mut rich = unit("1", "a", "b");
    rich.variants.insert(0, Variant::new(lang("de"), "c"));
    rich.extensions.push(Extension {
        namespace: "urn:x".into(),
        markup: "<e xmlns='urn:x'/>".into(),
    });
    rich.ignorables.push(Ignorable::default());
    let (lines, lost) = write_one(&rich);
    assert_eq!(lines[1..3], ["<source>a</source>", "<target>b</target>"]);
    assert_eq!(lost, [Fact::Variant, Fact::Ignorable, Fact::Extension]);
}

#[test]
fn a_variant_of_the_same_language_serves_unless_it_is_the_other_side() {
    let mut unit = unit("1", "a", "b");
    unit.variants[0].lang = lang("en-GB");
    assert_eq!(write_one(&unit).0[1..3], ["<source>a</source>", "<target>b</target>"]);
    let options = WriteOptions {
        languages: vec![lang("zh-CN"), lang("zh-TW")],
        ..options()
    };
    unit.variants.remove(0);
    unit.variants[0].lang = lang("zh-TW");
    let (written, said) = try_write(&[unit], &options).unwrap();
    assert_eq!(
        trans_unit_lines(&written)[1..3],
        ["<source></source>", "<target>b</target>"]
    );
    assert_eq!(said[0].code, DiagnosticCode::EmptySegment);
}

#[test]
fn what_is_said_of_a_unit_has_its_groups_and_notes() {
    let mut rich = unit("1", "a", "b");
    rich.context = Some(Box::new(Context {
        previous: Some("p".into()),
        next: None,
        key: Some("menu.open".into()),
    }));
    rich.bead = Some(Box::new(Bead {
        confidence: Some(Confidence::from_share(0.97)),
        source: vec![4],
        target: vec![5, 6],
        ..Bead::parse_shape("1-2").unwrap()
    }));
    rich.properties = vec![Property::new("domain", "law"), Property::new("sourcefile", "a.txt")];
    rich.variants[1].properties = vec![Property::new("x-a", "1"), Property::new("x-a", "2")];
    rich.provenance_mut().created = Some(Moment::parse("20261123T101500Z"));
    rich.provenance_mut().usage_count = Some(3);
    rich.notes = vec![Note {
        priority: Some(2),
        category: Some("dev".into()),
        lang: Some(lang("de")),
        ..Note::new("n")
    }];
    rich.variants[0].notes = vec![Note::new("s")];
    let (lines, lost) = write_one(&rich);
    assert!(lost.is_empty());
    let expected = r#"<trans-unit id="1" resname="menu.open" xml:space="preserve">
<source>a</source>
<target>b</target>
<context-group name="unit:1">
<context context-type="x-notes">us</context>
</context-group>
<context-group name="context:1" purpose="information">
<context context-type="x-context-pre">p</context>
</context-group>
<context-group name="alignment:1">
<context context-type="x-bead">1-2</context>
<context context-type="x-confidence">0.97</context>
<context context-type="x-source-segments">4</context>
<context context-type="x-target-segments">5 6</context>
</context-group>
<context-group name="properties:1">
<context context-type="x-domain">law</context>
<context context-type="sourcefile">a.txt</context>
</context-group>
<context-group name="provenance:1">
<context context-type="x-created">2026-11-23T10:15:00Z</context>
</context-group>
<count-group name="usage:1">
<count count-type="num-usages" unit="trans-unit">3</count>
</count-group>
<context-group name="target-properties:1">
<context context-type="x-x-a">1</context>
<context context-type="x-x-a">2</context>
</context-group>
<note xml:lang="de" priority="2" from="dev">n</note>
<note annotates="source">s</note>
</trans-unit>"#;
    assert_eq!(lines.join("\n"), expected);
}

#[test]
fn what_a_note_or_property_can_not_say_is_lost() {
    let mut rich = unit("1", "a", "b");
    rich.notes = vec![Note {
        priority: Some(11),
        ..Note::new("n")
    }];
    rich.properties = vec![Property::new("two words", "v")];
    let (lines, lost) = write_one(&rich);
    assert!(lines.contains(&"<note>n</note>".to_owned()), "{lines:?}");
    assert!(lines.contains(&r#"<context context-type="x-two-words">v</context>"#.to_owned()));
    assert_eq!(lost, [Fact::Property, Fact::NoteDetail]);
}

#[test]
fn a_candidate_is_an_alt_trans() {
    let mut offered = unit("1", "a", "b");
    offered.candidates = vec![
        Candidate {
            source: Some(Segment::plain("A")),
            target: Segment::plain("B"),
            similarity: Some(87.5),
            quality: Some(90.0),
            origin: Some("TM2".into()),
            candidate_type: Some("tm".into()),
        },
        Candidate {
            target: Segment::plain("C"),
            similarity: Some(100.0),
            candidate_type: Some("proposal".into()),
            ..Candidate::default()
        },
    ];
    let (lines, lost) = write_one(&offered);
    assert!(lost.is_empty());
    let expected = r#"<alt-trans match-quality="87.5" origin="TM2" alttranstype="x-tm" xml:space="preserve">
<source>A</source>
<target>B</target>
<context-group>
<context context-type="x-quality">90</context>
</context-group>
</alt-trans>
<alt-trans match-quality="100" alttranstype="proposal" xml:space="preserve">
<target>C</target>
</alt-trans>
</trans-unit>"#;
    assert_eq!(lines[3..].join("\n"), expected);
}

#[test]
fn parts_of_one_unit_are_written_together() {
    let units = [
        part("u", PartKind::Segment, unit("u", "One.", "Un.")),
        part("u", PartKind::Ignorable, unit("u~1", " ", " ")),
        part("u", PartKind::Segment, unit("s 2", "Two.", "Deux.")),
        unit("v", "Three.", "Trois."),
    ];
    let (written, said) = try_write(&units, &options()).unwrap();
    let hash = blake3::hash(b"s 2").to_hex();
    let mid = hash.get(..32).unwrap();
    let expected = format!(
        r#"<trans-unit id="u" xml:space="preserve">
<source>One. Two.</source>
<seg-source><mrk mtype="seg" mid="u">One.</mrk> <mrk mtype="seg" mid="{mid}">Two.</mrk></seg-source>
<target><mrk mtype="seg" mid="u">Un.</mrk> <mrk mtype="seg" mid="{mid}">Deux.</mrk></target>
<context-group name="unit:u">
<context context-type="x-id">u</context>
</context-group>
<context-group name="unit-2:u">
<context context-type="x-id">u~1</context>
</context-group>
<context-group name="unit-3:u">
<context context-type="x-id">s 2</context>
</context-group>
</trans-unit>
<trans-unit id="v" xml:space="preserve">
<source>Three.</source>
<target>Trois.</target>
</trans-unit>"#
    );
    assert_eq!(trans_unit_lines(&written).join("\n"), expected);
    assert_eq!(said.len(), 1);
    assert_eq!(said[0].code, DiagnosticCode::IdChanged);
}

#[test]
fn targets_are_written_in_their_order() {
    let ordered = |mut unit: TranslationUnit, order: &str| {
        unit.variants[1].properties.push(Property::new("x-order", order));
        unit
    };
    let units = [
        ordered(part("u", PartKind::Segment, unit("u#1", "One.", "Un.")), "3"),
        part("u", PartKind::Ignorable, unit("u#~2", " ", " + ")),
        ordered(part("u", PartKind::Segment, unit("u#2", "Two.", "Deux.")), "1"),
    ];
    let turned = r#"<target><mrk mtype="seg" mid="2">Deux.</mrk> + <mrk mtype="seg" mid="1">Un.</mrk></target>"#;
    let (written, lost) = write(&units);
    assert!(written.contains(turned), "{written}");
    assert!(!written.contains("x-order") && lost.is_empty(), "{written}");
    // an empty part that goes, and one that comes to stand elsewhere
    let empty = part("u", PartKind::Ignorable, unit("u#~0", "", ""));
    let [one, between, two] = units;
    let mut between = ordered(between, "4");
    between.variants[1].properties[0].value = "2".to_owned();
    let mut one = one;
    one.variants[1].properties[0].value = "3".to_owned();
    let mut two = two;
    two.variants[1].properties.clear();
    let (written, lost) = write(&[empty, one, between, two]);
    let moved = r#"<target> + <mrk mtype="seg" mid="1">Un.</mrk><mrk mtype="seg" mid="2">Deux.</mrk></target>"#;
    assert!(written.contains(moved), "{written}");
    assert_eq!(lost, [Fact::Ignorable, Fact::Ignorable]);
}

#[test]
fn places_that_are_taken_twice_stay_properties() {
    let mut units = ["u#1", "u#2"].map(|id| part("u", PartKind::Segment, unit(id, "a", "b")));
    units[0].variants[1].properties.push(Property::new("x-order", "2"));
    let (written, lost) = write(&units);
    assert!(written.contains(r#"<target><mrk mtype="seg" mid="1">"#), "{written}");
    assert!(written.contains("order\">2</context>"), "{written}");
    assert!(lost.is_empty());
}

#[test]
fn parts_of_different_files_are_different_units() {
    let mut units = [
        part("u", PartKind::Segment, unit("u", "a", "b")),
        part("u", PartKind::Segment, unit("u-2", "c", "d")),
    ];
    units[0].origin.file = Some(Arc::from("a.xlf"));
    units[1].origin.file = Some(Arc::from("b.xlf"));
    let (written, _) = write(&units);
    assert_eq!(written.matches("<trans-unit ").count(), 2);
    assert_eq!(written.matches("<seg-source>").count(), 2);
}

#[test]
fn segments_of_different_states_give_the_least_and_keep_their_own() {
    let mut units = [
        part("u", PartKind::Segment, unit("u", "a", "b")),
        part("u", PartKind::Segment, unit("w", "c", "d")),
    ];
    units[0].state = Some(State::Final);
    units[1].state = Some(State::Translated);
    let (written, lost) = write(&units);
    assert!(written.contains(r#"<target state="translated">"#), "{written}");
    assert!(written.contains(r#"<context context-type="x-state">final</context>"#));
    assert!(!written.contains("approved"));
    assert!(lost.is_empty());
}

#[test]
fn a_unit_stands_in_the_file_of_its_document_though_other_properties_came_behind() {
    let mut units = [unit("1", "a", "b"), unit("2", "c", "d")];
    units[0].properties = vec![Property::new("x-document", "a.txt"), Property::new("record", "r")];
    units[1].properties = vec![Property::new("x-document", "a.txt")];
    let (written, _) = write(&units);
    assert!(written.contains(r#"<file original="a.txt""#), "{written}");
    assert!(!written.contains("x-document"), "{written}");
    assert_eq!(written.matches("<file ").count(), 1);
}
