//! A unit that is made after another is the unit that is read otherwise.

use super::*;
use crate::format::xml::alike;

/// Units with an id that is to be filled in.
const UNITS: &[&str] = &[
    "<unit id=\"ID\"><segment><source>a &amp; b</source><target>c d</target></segment></unit>",
    "<unit id='ID' canResegment=\"no\"><notes><note category=\"domain\">n</note>\n <note priority=\"2\" \
     appliesTo=\"source\">two words</note></notes>\r\n <segment id=\"s1\" state=\"final\" subState=\"a:b\"><source \
     xml:space=\"preserve\">a</source><target xml:lang=\"fr\">字&lt;x</target></segment>\n</unit>",
];

/// What is read of a file behind its first unit, and what is said.
fn told(file: &str) -> (Vec<TranslationUnit>, Vec<String>, Option<String>) {
    let Reading {
        mut units, said, error, ..
    } = read(&document(file));
    let units = units.split_off(1.min(units.len()));
    let said = said.iter().map(|said| format!("{said:?}")).collect();
    (units, said, error.map(|error| error.to_string()))
}

/// Reads `units` behind one of the same form, and behind one of another.
fn are_read_alike(first: &str, units: &[&str]) {
    alike::are_read_alike(told, first, units);
}

#[test]
fn a_unit_is_read_alike_whatever_any_of_its_characters_is() {
    for unit in UNITS {
        alike::is_read_alike_whatever_any_character_is(told, unit);
    }
}

#[test]
fn units_that_stand_in_codes_or_groups_are_read_all_the_same() {
    let unit = |id: &str, text: &str| {
        format!("<unit id=\"{id}\"><segment><source>{text}</source><target>t</target></segment></unit>")
    };
    let (first, naming) = (
        unit("ID", "a"),
        "<unit id=\"n\"><segment><source>x<ph id=\"1\" subFlows=\"2\"/></source></segment></unit>",
    );
    are_read_alike(&first, &[&unit("2", "b"), &unit("3", "c"), naming, &unit("4", "d")]);
    are_read_alike(&first, &[naming, &unit("3", "c"), &unit("2", "b"), &unit("first", "d")]);
    for (id, text) in [("a b", "x"), ("1", "t"), ("1", ""), ("1", " x"), ("1", "x\ty  z")] {
        are_read_alike(&first, &[&unit(id, text), &unit("2", "b")]);
    }
    for group in [
        "<group id=\"g\" translate=\"no\">",
        "<group id=\"g\" name=\"n\" xml:space=\"preserve\">",
    ] {
        are_read_alike(&first, &[group, &unit("2", "b"), "</group>", &unit("3", "c")]);
    }
}

#[test]
fn a_unit_that_can_be_copied_is_not_made_after_one_that_can_not() {
    let unit = |id: &str, text: &str| {
        format!("<unit id=\"{id}\"><segment><source>{text}</source><target>t</target></segment></unit>")
    };
    are_read_alike(
        &unit("ID", "a  b"),
        &[&unit("2", "c"), &unit("3", "d  e"), &unit("4", "f")],
    );
}
