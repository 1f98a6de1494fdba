//! A unit that is made after another is the unit that is read otherwise.

use super::*;
use crate::format::xml::alike;

/// Units with an id that is to be filled in.
const UNITS: &[&str] = &[
    "<trans-unit id=\"ID\"><source>a &amp; b</source><target>c d</target></trans-unit>",
    "<trans-unit id='ID' approved=\"yes\" xml:space=\"preserve\">\n <source xml:lang=\"en\">a</source>\n \
     <target state=\"translated\" xml:lang='fr'>字&lt;x</target>\r\n <note>n</note>\n <note from=\"me\" priority=\"2\" \
     annotates=\"source\">two words</note>\n</trans-unit>",
    "<trans-unit id=\"ID\" resname='k.&lt;1' datatype=\"html\" restype='x-title' maxwidth=\"9\" size-unit=\"char\">\
     <source>a</source><target>b</target></trans-unit>",
    "<trans-unit id=\"ID\" translate=\"no\" extradata=\"e\"><source>a</source><target state=\"needs-translation\" \
     state-qualifier='mt-suggestion'>b</target></trans-unit>",
];

/// What is read of a body behind its first unit, and what is said.
fn told(body: &str) -> (Vec<TranslationUnit>, Vec<String>) {
    let read = try_read(&document("", body));
    let without_file = |said: &Diagnostic| {
        format!(
            "{} {}:{} {} {:?}",
            said.code.to_word(),
            said.line,
            said.column,
            said.message,
            said.unit
        )
    };
    match read {
        Ok((mut units, said, _)) => {
            for unit in &mut units {
                unit.origin.file = None;
            }
            (units.split_off(1), said.iter().map(without_file).collect())
        }
        Err(error) => {
            let told = error.to_string();
            (
                Vec::new(),
                vec![
                    told.split_once(".xlf:")
                        .map_or(told.clone(), |(_, rest)| rest.to_owned()),
                ],
            )
        }
    }
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
fn what_some_tools_say_by_texts_and_ids_is_read_all_the_same() {
    let unit = |id: &str, source: &str, target: &str| {
        format!("<trans-unit id=\"{id}\"><source>{source}</source><target>{target}</target></trans-unit>")
    };
    let (first, other) = (unit("ID", "a", "b"), unit("2", "c", "d"));
    for (id, source, target) in [
        ("1", "same", "same"),
        ("1", "same", "__same"),
        ("1", "", "b"),
        ("1", "a", ""),
        ("1", " a", "b "),
        ("1", "a\tb  c", "d\ne"),
        ("1", "a\u{85}b\u{2028}c", "{1}d{2}"),
        ("NSStringLocalizedFormatKey", "a", "b"),
        ("first", "a", "b"),
        ("unit:1", "a", "b"),
        ("a b", "a", "b"),
    ] {
        are_read_alike(&first, &[&unit(id, source, target), &other]);
    }
    let keyed = |id: &str, key: &str, source: &str| {
        format!("<trans-unit resname=\"{key}\" id=\"{id}\"><source>{source}</source><target>b</target></trans-unit>")
    };
    let (first, other) = (keyed("ID", "k", "a"), keyed("2", "l", "c"));
    for (key, source) in [
        ("cart.title", "cart.title"),
        ("", "a"),
        (" x", "a"),
        ("a  b", "a"),
        ("x\ty", "a"),
        ("3", "a"),
        ("x&#9;y", "a"),
        ("x&#32; y", "a"),
        ("k&#233;", "&#8230;"),
        ("k", "a&#10;b"),
        ("k", "a&#13;b"),
        ("k", "&#32;a"),
        ("k", "a&#xFFFE;b"),
    ] {
        let unit = keyed("3", key, source);
        are_read_alike(&first, &[&unit, &other, &unit.replace("\"3\"", "\"4\"")]);
    }
    for between in [
        "<group id=\"g\"><context-group name=\"c\"><context context-type=\"x-a\">v</context></context-group>",
        "<group id=\"g\" translate=\"no\">",
    ] {
        are_read_alike(&first, &[between, &other, "</group>", &unit("3", "e", "f")]);
    }
    // a code that names a unit behind it, and the unit
    let naming = "<trans-unit id=\"n\"><source>x<ph id=\"1\" xid=\"2\">p</ph></source><target>y</target></trans-unit>";
    are_read_alike(&first, &[naming, &unit("3", "e", "f"), &other, &unit("4", "g", "h")]);
}

#[test]
fn a_file_begins_anew() {
    let unit = "<trans-unit id=\"1\"><source>a</source><target>b</target></trans-unit>";
    let file = "</body></file><file original=\"b.txt\" source-language=\"en\" target-language=\"de\" datatype=\"plaintext\"><body>";
    let (units, said) = read(&format!("{unit}{file}{unit}"));
    assert!(said.is_empty(), "{said:?}");
    let targets: Vec<&str> = units.iter().map(|unit| unit.variants[1].lang.as_str()).collect();
    assert_eq!(targets, ["fr", "de"]);
    assert_eq!(property(&units[1], "x-document"), Some("b.txt"));
}
