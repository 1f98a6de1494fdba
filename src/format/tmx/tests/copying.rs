//! What is unchanged is copied, and what we add is taken back.

use super::*;
use crate::model::{
    AppliesTo, Bead, Confidence, Moment, Note, Part, PartKind, Property, Provenance, RawDialect, SourceLanguage, State,
};

#[test]
fn valid_units_and_headers_come_out_byte_for_byte() {
    let units = "<tu  tuid='a'\tusagecount=\"2\"><!-- c --><note>&#233;</note>\r\n <prop type=\"p\"/>\n<tuv xml:lang='EN'><seg><![CDATA[a & b]]>\
                 <bpt i='1'/><hi>x</hi><ept i='1'/></seg></tuv>\n  <tuv xml:lang='de'><seg/></tuv></tu>";
    let text = document(units);
    let read = read(&text);
    let raw = read.units[0].raw.as_ref().unwrap();
    assert_eq!((raw.dialect, &*raw.markup), (RawDialect::Tmx14, units));
    assert_eq!(raw.inherited_source.as_ref().unwrap().as_str(), "en");
    let (again, said) = written(&read.header, &read.units);
    assert!(again.contains(units), "{again}");
    assert!(again.contains(HEADER), "{again}");
    assert!(said.is_empty(), "{said:?}");
}

#[test]
fn units_that_are_joined_are_written_as_they_are_one_by_one() {
    let units = [tu("a", "b"), tu("c", "d"), tu("e", "f")];
    let read = read(&document(&units.concat()));
    let mut joined = read.units[0].clone();
    joined.raw.as_mut().unwrap().markup = units.join(crate::format::tmx::BETWEEN_UNITS);
    let (one_by_one, _) = written(&read.header, &read.units);
    let (at_once, _) = written(&read.header, &[joined]);
    assert_eq!(one_by_one, at_once);
}

#[test]
fn a_unit_that_was_changed_is_rendered() {
    let mut read = read(&document(&tu("a  <ph   />", "b")));
    read.units[0].touch();
    let (again, _) = written(&read.header, &read.units);
    assert!(again.contains("<seg>a  <ph></ph></seg>"), "{again}");
}

#[test]
fn a_unit_is_copied_only_where_its_source_stays_what_it_was() {
    let own = tu("a", "b").replacen("<tu>", "<tu srclang=\"de\">", 1);
    let mut read = read(&document(&(own.clone() + &tu("c", "d"))).replace("srclang=\"en\"", "srclang=\"de\""));
    let (again, _) = written(&read.header, &read.units);
    // written under `en`, the first unit says itself what its source is, the second does not
    assert!(again.contains(&own), "{again}");
    assert!(!again.contains(&tu("c", "d")), "{again}");
    assert!(again.contains("srclang=\"en\""), "{again}");
    read.header.languages.clear();
    let (again, _) = written(&read.header, &read.units[..1]);
    assert!(again.contains("<header creationtool=\"t\""), "{again}");
}

#[test]
fn markup_that_is_not_valid_by_the_rules_is_not_copied() {
    for bad in [
        tu("a<ut>x</ut>", "b"),
        tu("a<ph x=\"y\"/>", "b"),
        tu("<bpt i=\"1\"/><ept i=\"1\"/><hi><bpt i=\"1\"/><ept i=\"1\"/></hi>", "b"),
        tu("a&#x1;", "b"),
        tu("a & b", "b"),
        tu("a<?pi?>", "b"),
        tu("a", "b").replacen("<tu>", "<tu segtype=\"Block\">", 1),
        tu("a", "b").replacen("<tu>", "<tu xmlns:a=\"b\">", 1),
        tu("a", "b").replacen("xml:lang", "lang", 1),
        tu("a", "b").replacen("<seg>", "<seg xml:space=\"preserve\">", 1),
    ] {
        assert!(read(&document(&bad)).units[0].raw.is_none(), "{bad}");
    }
    let declared = format!("<!DOCTYPE tmx [<!ENTITY own \"x\">]>{}", document(&tu("&own;", "b")));
    let read = read(&declared);
    assert_eq!((read.texts()[0][0].1, read.units[0].raw.is_none()), ("x", true));
}

#[test]
fn omegat_is_never_named_as_the_tool_of_a_file() {
    let header = HEADER.replace("creationtool=\"t\"", "creationtool=\"OmegaT\"");
    let text = document(&tu("a<ph/>", "b")).replace(HEADER, &header);
    let read = read(&text);
    assert!(read.has_said(DiagnosticCode::ToolHabit));
    let (again, said) = written(&read.header, &read.units);
    assert!(again.contains("<header creationtool=\"tmforge\""), "{again}");
    assert!(again.contains("o-tmf=\"t\""), "{again}");
    assert_eq!(said[0].code, DiagnosticCode::NotCarried);
}

#[test]
fn a_header_that_is_rendered_keeps_what_the_input_said() {
    let text = document(&tu("a", "b")).replace(
        HEADER,
        "<header creationtool=\"T\" segtype=\"Block\" srclang=\"en\" datatype=\"html\" o-encoding=\"x\" extra=\"y\">\
         <note>n</note></header>",
    );
    let read = read(&text);
    let (again, said) = written(&read.header, &read.units);
    assert_eq!(said, []);
    let mut dated = read.header.clone();
    dated.provenance.created = Some(Moment::parse("last week"));
    let (_, said) = written(&dated, &read.units);
    let message = "`last week` in the header is not of the form `YYYYMMDDThhmmssZ` and is written as it is";
    assert_eq!(
        (said[0].code, said[0].message.as_str()),
        (DiagnosticCode::DateForm, message)
    );
    assert!(
        again.contains(
            "<header creationtool=\"T\" creationtoolversion=\"unknown\" segtype=\"block\" o-tmf=\"tmforge\" adminlang=\"en\" \
             srclang=\"en\" datatype=\"html\" o-encoding=\"x\">\n    <note>n</note>\n    <prop type=\"x-extra\">y</prop>\n  </header>"
        ),
        "{again}"
    );
    assert!(
        again.contains(&tu("a", "b")),
        "a valid unit is copied under any header: {again}"
    );
}

#[test]
fn what_tmx_has_no_place_for_comes_back_from_properties() {
    let mut found = read(&document(&tu("a", "b")));
    let mut unit = found.units.remove(0);
    unit.touch();
    unit.id = Some("not a tuid".into());
    unit.state = Some(State::NeedsReviewL10n);
    unit.context = Some(Box::new(crate::model::Context {
        previous: Some("<&\r]]>".into()),
        next: Some(String::new()),
        key: Some("k".into()),
    }));
    unit.bead = Some(Box::new(Bead {
        source_count: 1,
        target_count: 2,
        source: vec![4],
        target: vec![5, 6],
        confidence: Some(Confidence::from_share(0.5)),
        ..Bead::default()
    }));
    unit.part = Some(Box::new(Part {
        of: "u".into(),
        kind: PartKind::Segment,
    }));
    unit.notes = vec![
        Note::new("plain"),
        Note {
            category: Some("c:d".into()),
            applies_to: Some(AppliesTo::Target),
            priority: Some(3),
            ..Note::new("detailed")
        },
    ];
    unit.variants[1].notes = vec![Note {
        priority: Some(1),
        ..Note::new("of the target")
    }];
    unit.properties = vec![
        Property::new("x-state", "another"),
        Property::new("x-note-priority", "9:1"),
    ];
    unit.source_language = Some(SourceLanguage::Tag(unit.variants[0].lang.clone()));
    unit.provenance = Some(Box::new(Provenance {
        usage_count: Some(0),
        created_by: Some(String::new()),
        ..Provenance::default()
    }));
    let (text, _) = written(&Header::default(), std::slice::from_ref(&unit));
    let mut back = read(&text).units.remove(0);
    back.touch();
    back.origin = unit.origin.clone();
    assert_eq!(back, unit);
}

#[test]
fn a_unit_without_any_text_is_left_out_and_said() {
    let (text, said) = written(&Header::default(), &[TranslationUnit::default()]);
    assert!(!text.contains("<tu"), "{text}");
    assert_eq!(said[0].code, DiagnosticCode::Loss(crate::diag::Fact::Unit));
}
