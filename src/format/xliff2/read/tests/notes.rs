//! Notes that name what they are on, and ids that no memory keeps.

use super::{document, read};
use crate::model::AppliesTo;

#[test]
fn a_note_on_a_target_applies_to_it() {
    let old = document(
        "<unit id=\"u\"><notes><note ref=\"#s\">a</note><note ref=\"#t=s\">b</note>\
         <note ref=\"#t=s\" appliesTo=\"source\">c</note></notes><segment id=\"s\"><source>a</source></segment></unit>",
    );
    let read = read(
        &old.replace("document:2.0", "document:2.2")
            .replace("\"2.0\"", "\"2.2\""),
    );
    let sides: Vec<_> = read.units[0].notes.iter().map(|note| note.applies_to).collect();
    assert_eq!(sides, [None, Some(AppliesTo::Target), Some(AppliesTo::Source)]);
    assert!(read.words().is_empty(), "{:?}", read.words());
}

#[test]
fn ids_of_notes_on_a_file_and_of_metadata_are_said_not_to_be_carried() {
    let unit = |id: &str| {
        format!(
            "<unit id=\"u\"><mda:metadata{id}><mda:metaGroup category=\"a\"><mda:meta type=\"t\">v</mda:meta></mda:metaGroup>\
             </mda:metadata><segment><source>a</source></segment></unit>"
        )
    };
    let with = |of_note: &str, of_metadata: &str| {
        let notes = format!("<notes><note{of_note}>a</note></notes>\n");
        read(&document(&(notes + &unit(of_metadata)))).words()
    };
    assert!(with("", "").is_empty());
    assert_eq!(with(" id=\"n\"", " id=\"m\""), ["2 not-carried", "3 not-carried"]);
}

#[test]
fn metadata_of_others_under_names_of_ours_are_properties() {
    let with = |metadata: &str, notes: &str| {
        let read = read(&document(&format!(
            "<unit id=\"u\"><mda:metadata>{metadata}</mda:metadata>{notes}\
             <segment><source>a</source><target>b</target></segment></unit>"
        )));
        assert!(read.words().is_empty(), "{:?}", read.words());
        read.units
    };
    let group = |category: &str, name: &str, value: &str| {
        format!(
            "<mda:metaGroup category=\"{category}\"{}><mda:meta type=\"{name}\">{value}</mda:meta></mda:metaGroup>",
            if category == "notes" {
                " appliesTo=\"target\""
            } else {
                ""
            }
        )
    };
    let units = with(
        &(group("header", "datatype", "html") + &group("header", "segment-type", "x")),
        "",
    );
    let names: Vec<_> = units[0]
        .properties
        .iter()
        .map(|property| property.name.as_str())
        .collect();
    assert_eq!(names, ["header/datatype", "header/segment-type"]);
    let units = with(&group("notes", "note", "check the gender"), "");
    let property = &units[0].variants[1].properties[0];
    assert_eq!((&*property.name, &*property.value), ("notes/note", "check the gender"));
    // our own: the note is on the target
    let units = with(&group("notes", "note", "n1"), "<notes><note id=\"n1\">c</note></notes>");
    assert!(units[0].variants[1].properties.is_empty());
    assert_eq!(units[0].variants[1].notes[0].text, "c");
}

#[test]
fn the_side_of_metadata_on_a_file_is_said_not_to_be_carried() {
    let read = read(&document(
        "<mda:metadata><mda:metaGroup category=\"c\" appliesTo=\"target\"><mda:meta type=\"t\">v</mda:meta></mda:metaGroup>\
         </mda:metadata><unit id=\"u\"><segment><source>a</source></segment></unit>",
    ));
    assert_eq!(read.header.properties[0].name, "c/t");
    assert_eq!(read.words(), ["2 not-carried"]);
}
