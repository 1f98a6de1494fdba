//! Which units can be copied byte for byte.

use super::{document, read};
use crate::model::RawDialect;

/// Whether the unit can be copied, in a document as the other tests have it.
fn copies(content: &str) -> bool {
    is_copied(&document(&format!("<unit id=\"u\">{content}</unit>")))
}

fn is_copied(document: &str) -> bool {
    let read = read(document);
    !read.units.is_empty() && read.units.iter().all(|unit| unit.raw.is_some())
}

fn flow(content: &str) -> bool {
    copies(&format!(
        "<segment><source>{content}</source><target>{content}</target></segment>"
    ))
}

const PLAIN: &str = "<segment><source>a</source><target>b</target></segment>";

#[test]
fn valid_units_are_copied_as_they_stand() {
    let markup = format!("<unit   id='u'\n>{PLAIN}<!-- c --></unit>");
    let read = read(&document(&markup));
    let raw = read.units[0].raw.as_ref().expect("a copy");
    assert_eq!((&*raw.markup, raw.dialect), (markup.as_str(), RawDialect::Xliff20));
    for content in [
        "<notes><note id=\"n\" priority=\"10\" appliesTo=\"source\">n</note></notes>".to_owned() + PLAIN,
        "<mda:metadata><mda:metaGroup category=\"a\"><mda:meta type=\"t\">v</mda:meta></mda:metaGroup></mda:metadata>".to_owned()
            + PLAIN,
        "<e xmlns=\"urn:e\" a=\"1\"><f xmlns=\"\">t</f></e>".to_owned() + PLAIN,
        "<mtc:matches><mtc:match ref=\"#s\" similarity=\"99.5\"><source>a</source><target>b</target></mtc:match></mtc:matches>\
         <segment id=\"s\"><source>a</source></segment>"
            .to_owned(),
        "<segment id=\"s\" state=\"final\" subState=\"a:b\"><source>a</source><target xml:lang=\"FR\">b</target></segment>".to_owned(),
        "<segment id=\"1\"><source>a</source></segment><ignorable><source> </source></ignorable>".to_owned(),
        "<originalData><data id=\"d\"><cp hex=\"0001\"/></data></originalData><segment><source><ph id=\"1\" dataRef=\"d\"/></source></segment>"
            .to_owned(),
        "<segment><source>a</source><target order=\"2\">b</target></segment><segment><source>c</source><target order=\"1\">d</target></segment>"
            .to_owned(),
        "<segment><source>&amp;&#x41;</source><target><![CDATA[&x;]]></target></segment>".to_owned(),
        "<segment><source xml:space=\"preserve\">a  b</source><target xml:space=\"preserve\"> c\n</target></segment>".to_owned(),
    ] {
        assert!(copies(&content), "{content}");
    }
    for content in [
        "<pc id=\"1\" type=\"fmt\" subType=\"xlf:b\" canOverlap=\"no\">a<mrk id=\"2\" type=\"term\">b</mrk></pc>",
        "<sc id=\"1\"/><pc id=\"2\"/><ec startRef=\"1\"/>",
        "<ec id=\"1\" isolated=\"yes\"/><sc id=\"2\" isolated=\"yes\"/>",
        "<sm id=\"1\" translate=\"no\"/>a<em startRef=\"1\"/>",
        "<cp hex=\"0007\"/>",
        "<pc id=\"1\" canOverlap=\"yes\"><sc id=\"2\"/></pc><ec startRef=\"2\"/>",
    ] {
        assert!(flow(content), "{content}");
    }
}

#[test]
fn units_that_a_schema_or_a_rule_forbids_are_not_copied() {
    for content in [
        PLAIN.to_owned() + "<notes><note>n</note></notes>",
        "<notes/>".to_owned() + PLAIN,
        "<notes><note priority=\"11\">n</note></notes>".to_owned() + PLAIN,
        "<notes><note ref=\"#s\">n</note></notes>".to_owned() + PLAIN,
        "<notes><note id=\"1\">n</note><note id=\"1\">n</note></notes>".to_owned() + PLAIN,
        "<originalData/>".to_owned() + PLAIN,
        "<originalData><data id=\"1\"/><data id=\"1\"/></originalData>".to_owned() + PLAIN,
        "<mda:metadata/>".to_owned() + PLAIN,
        "<mda:metadata><mda:metaGroup><mda:meta type=\"\">v</mda:meta></mda:metaGroup></mda:metadata>".to_owned() + PLAIN,
        "<mda:metadata id=\"a\"><mda:metaGroup id=\"a\"><mda:meta type=\"t\"/></mda:metaGroup></mda:metadata>".to_owned() + PLAIN,
        "<my:e/>".to_owned() + PLAIN,
        "<e xmlns=\"http://www.w3.org/2005/11/its\"/>".to_owned() + PLAIN,
        "<e xmlns=\"urn:e\" xmlns:p=\"\"/>".to_owned() + PLAIN,
        "<segment><source>a</source><target>b</target></segment><segment id=\"a b\"><source>c</source></segment>".to_owned(),
        "<segment id=\"1\"><source>a</source></segment><segment id=\"1\"><source>b</source></segment>".to_owned(),
        "<segment state=\"final\"><source>a</source></segment>".to_owned(),
        "<segment state=\"done\"><source>a</source><target>b</target></segment>".to_owned(),
        "<segment subState=\"a:b\"><source>a</source><target>b</target></segment>".to_owned(),
        "<segment state=\"final\" subState=\"xlf:b\"><source>a</source><target>b</target></segment>".to_owned(),
        "<segment><source>a</source><target xml:lang=\"de\">b</target></segment>".to_owned(),
        "<segment><source>a</source><target order=\"2\">b</target></segment>".to_owned(),
        "<segment><source>a  b</source><target>b</target></segment>".to_owned(),
        "<segment><source xml:space=\"preserve\">a</source><target>b</target></segment>".to_owned(),
        "<segment><source>&x;</source><target>b</target></segment>".to_owned(),
        "<segment><source>a</source><target>b</target><target>c</target></segment>".to_owned(),
        "<ignorable><source>a</source></ignorable>".to_owned(),
        "<mtc:matches><mtc:match ref=\"#s\"><source>a</source><target>b</target></mtc:match></mtc:matches>".to_owned() + PLAIN,
        "<segment id=\"1\"><source><ph id=\"1\"/></source></segment>".to_owned(),
        "<segment><source><ph id=\"1\"/></source><target><pc id=\"1\"/></target></segment>".to_owned(),
        "<segment><source><ph id=\"1\"/></source></segment><segment><source>a</source><target><ph id=\"1\"/></target></segment>"
            .to_owned(),
        "<segment state=\"final\"><source><ph id=\"1\" canDelete=\"no\"/></source><target>b</target></segment>".to_owned(),
    ] {
        assert!(!copies(&content), "{content}");
    }
    for content in [
        "<ph/>",
        "<ph id=\"1\"> </ph>",
        "<ph id=\"1\" dataRef=\"d\"/>",
        "<ph id=\"1\" canCopy=\"maybe\"/>",
        "<ph id=\"1\" type=\"bold\"/>",
        "<ph id=\"1\" subType=\"a:b\"/>",
        "<ph id=\"1\" type=\"ui\" subType=\"xlf:b\"/>",
        "<ph id=\"1\" my:a=\"1\"/>",
        "<ph id=\"1\"/><ph id=\"1\"/>",
        "<pc id=\"1\" equivStart=\"a\"/>",
        "<pc id=\"1\"><sc id=\"2\"/></pc><ec startRef=\"2\"/>",
        "<sc id=\"1\"/>",
        "<sc id=\"1\" isolated=\"yes\"/><ec startRef=\"1\"/>",
        "<sc id=\"1\" canCopy=\"no\"/><ec startRef=\"1\"/>",
        "<ec startRef=\"1\"/><sc id=\"1\"/>",
        "<ec isolated=\"yes\"/>",
        "<em startRef=\"1\"/>",
        "<sm id=\"1\" type=\"term\"/>",
        "<mrk id=\"1\"/>",
        "<mrk id=\"1\" type=\"comment\"/>",
        "<mrk id=\"1\" type=\"comment\" value=\"a\" ref=\"#n=b\"/>",
        "<mrk id=\"1\" type=\"term\" ref=\"%\"/>",
        "<cp hex=\"0041\"/>",
        "<cp hex=\"7\"/>",
        "<g id=\"1\"/>",
    ] {
        assert!(!flow(content), "{content}");
    }
}

#[test]
fn units_that_take_something_over_are_not_copied() {
    let around = |level: &str| {
        document(&format!(
            "<group id=\"g\" {level}><unit id=\"u\">{PLAIN}</unit></group>"
        ))
    };
    for level in [
        "translate=\"no\"",
        "canResegment=\"no\"",
        "srcDir=\"rtl\"",
        "trgDir=\"ltr\"",
    ] {
        assert!(!is_copied(&around(level)), "{level}");
    }
    assert!(is_copied(&around("name=\"n\" srcDir=\"auto\"")));
    let prefixed = document(&format!("<unit id=\"u\" my:a=\"1\">{PLAIN}</unit>"));
    assert!(!is_copied(&prefixed));
    assert!(is_copied(&document(&format!(
        "<unit id=\"u\" xmlns:m=\"urn:m\" m:a=\"1\">{PLAIN}</unit>"
    ))));
    let two_spaces = "<segment><source>a  b</source><target>b</target></segment>";
    assert!(is_copied(&document(&format!(
        "<unit id=\"u\" xml:space=\"preserve\">{two_spaces}</unit>"
    ))));
    for unit in ["u.sf1", "a b", ""] {
        assert!(
            !is_copied(&document(&format!("<unit id=\"{unit}\">{PLAIN}</unit>"))),
            "{unit}"
        );
    }
    assert!(!is_copied(
        &document(&format!("<unit id=\"u\">{PLAIN}</unit>")).replace("srcLang=\"en\"", "srcLang=\"en_GB\"")
    ));
    let entity = "<!DOCTYPE xliff [<!ENTITY e \"x\">]>".to_owned()
        + &document(&format!("<unit id=\"u\">{}</unit>", PLAIN.replace(">a<", ">&e;<")));
    assert_eq!(read(&entity).texts()[0].1, ["x", "b"]);
    assert!(!is_copied(&entity));
}

#[test]
fn a_unit_whose_white_space_would_mean_something_else_where_it_is_copied_to_is_not_copied() {
    let target = |space: &str| {
        copies(&format!(
            "<segment><source>a</source><target xml:space=\"{space}\">b</target></segment>"
        ))
    };
    assert!(!target("default") && !target("preserve"));
}
