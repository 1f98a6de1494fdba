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
