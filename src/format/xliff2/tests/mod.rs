//! What the writer makes of units, read back by another parser.

mod codes;
mod modules;
mod parts;
mod references;

use std::cell::RefCell;
use std::io::{self, Write};
use std::rc::Rc;

use roxmltree::{Document, Node};

use super::{Version, XliffWriter};
use crate::diag::Diagnostic;
use crate::format::{UnitWriter, WriteOptions};
use crate::model::{Code, Extension, LanguageTag, Note, Property, Role, Segment, TranslationUnit, Variant};

#[derive(Clone, Default)]
struct Shared(Rc<RefCell<Vec<u8>>>);

impl Write for Shared {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.borrow_mut().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

fn lang(tag: &str) -> LanguageTag {
    LanguageTag::parse(tag).unwrap_or_default()
}

fn options() -> WriteOptions {
    WriteOptions {
        languages: vec![lang("en-US"), lang("fr-FR")],
        ..WriteOptions::default()
    }
}

fn unit(id: &str, source: impl Into<Segment>, target: impl Into<Segment>) -> TranslationUnit {
    let mut unit = TranslationUnit::bilingual(Variant::new(lang("en-US"), source), Variant::new(lang("fr-FR"), target));
    unit.id = Some(id.to_owned());
    unit
}

/// The document, and what was said, as words.
fn write_with(options: &WriteOptions, version: Version, units: &[TranslationUnit]) -> (String, Vec<String>) {
    let shared = Shared::default();
    let mut said: Vec<Diagnostic> = Vec::new();
    let mut writer =
        Box::new(XliffWriter::new(Box::new(shared.clone()), version, options).unwrap_or_else(|e| panic!("{e}")));
    for unit in units {
        writer.write_unit(unit, &mut said).unwrap_or_else(|e| panic!("{e}"));
    }
    writer.finish(&mut said).unwrap_or_else(|e| panic!("{e}"));
    let document = String::from_utf8(shared.0.borrow().clone()).unwrap_or_default();
    let parsed = Document::parse(&document);
    assert!(parsed.is_ok(), "{parsed:?}: {document}");
    (document, said.iter().map(|one| one.code.to_word()).collect())
}

fn write(units: &[TranslationUnit]) -> (String, Vec<String>) {
    write_with(&options(), Version::V20, units)
}

/// The lines of the first unit's element, without indent.
fn lines_of(document: &str, element: &str) -> Vec<String> {
    let open = format!("<{element}");
    let close = format!("</{element}>");
    let mut lines = document
        .lines()
        .map(str::trim)
        .skip_while(|line| !line.starts_with(&open));
    let mut found = Vec::new();
    for line in lines.by_ref() {
        found.push(line.to_owned());
        if line.ends_with(&close) || (line.ends_with("/>") && found.len() == 1) {
            break;
        }
    }
    found
}

fn find<'a>(document: &'a Document<'_>, name: &str) -> Node<'a, 'a> {
    let found = document
        .descendants()
        .find(|node| node.has_tag_name(name) || node.tag_name().name() == name);
    found.unwrap_or_else(|| document.root())
}

#[test]
fn a_plain_unit_is_a_unit_of_one_segment() {
    let mut options = options();
    options.original = "release \"1\".txt".to_owned();
    let (document, said) = write_with(&options, Version::V21, &[unit("greeting", "Hello", "Bonjour")]);
    assert_eq!(
        document,
        r#"<?xml version="1.0" encoding="UTF-8"?>
<xliff xmlns="urn:oasis:names:tc:xliff:document:2.0" xmlns:mtc="urn:oasis:names:tc:xliff:matches:2.0" xmlns:mda="urn:oasis:names:tc:xliff:metadata:2.0" version="2.1" srcLang="en-US" trgLang="fr-FR">
  <file id="tmforge-1" original="release &quot;1&quot;.txt" canResegment="no" xml:space="preserve">
    <unit id="greeting">
      <segment>
        <source>Hello</source>
        <target>Bonjour</target>
      </segment>
    </unit>
  </file>
</xliff>
"#
    );
    assert!(said.is_empty());
}

#[test]
fn a_document_without_units_has_an_empty_group() {
    let (document, _) = write(&[]);
    assert!(document.contains("<group id=\"g1\"/>"), "{document}");
}

#[test]
fn two_languages_are_asked_for() {
    for languages in [vec![], vec![lang("en")], vec![lang("en"), lang("fr"), lang("de")]] {
        let options = WriteOptions {
            languages,
            ..WriteOptions::default()
        };
        assert!(XliffWriter::new(Box::new(io::sink()), Version::V20, &options).is_err());
    }
}

#[test]
fn version_2_2_has_a_namespace_of_its_own() {
    let (document, _) = write_with(&options(), Version::V22, &[unit("1", "a", "b")]);
    assert!(document.contains("xmlns=\"urn:oasis:names:tc:xliff:document:2.2\""));
    assert!(document.contains("version=\"2.2\""));
}

#[test]
fn ugly_text_reads_back_as_it_was() {
    let ugly = " ]]> & < \" \r\n\r \t\u{1F600}\u{5D0}\u{200F}e\u{301}\u{85}\u{2028}&amp; \u{1FFFE} ";
    let (document, said) = write(&[unit("1", ugly, "")]);
    let parsed = Document::parse(&document).unwrap();
    assert_eq!(find(&parsed, "source").text(), Some(ugly));
    assert_eq!(find(&parsed, "target").text(), None);
    assert!(said.is_empty());
}

#[test]
fn forbidden_characters_are_cp_in_text_and_data_and_cleaned_elsewhere() {
    let mut source = Segment::plain("a\u{0}b\u{FFFE}");
    source.push_code(Code::new(Role::Alone, 1).with_data("\u{1B}[1m"));
    let mut one = unit("1", source.clone(), source);
    let (document, said) = write(&[one.clone()]);
    assert!(document.contains("<source>a<cp hex=\"0000\"/>b<cp hex=\"FFFE\"/><ph id=\"1\" dataRef=\"d1\"/></source>"));
    assert!(document.contains("<data id=\"d1\"><cp hex=\"001B\"/>[1m</data>"));
    assert!(said.is_empty());

    one.notes.push(Note::new("bell \u{7}"));
    one.properties.push(Property::new("x-\u{1}", "v"));
    let (document, said) = write(&[one.clone()]);
    assert!(document.contains("<note>bell </note>"));
    assert!(document.contains("<mda:meta type=\"x-\">v</mda:meta>"));
    assert_eq!(said, ["loss-character"]);
    let mut named = Vec::new();
    let mut writer = XliffWriter::new(Box::new(io::sink()), Version::V21, &options()).unwrap();
    writer.write_unit(&one, &mut named).unwrap();
    assert_eq!(
        named[0].message,
        "XLIFF 2.1 can't hold 2 characters that XML 1.0 forbids outside of text and native code (U+0001, U+0007), \
         which are cleaned away"
    );
}

#[test]
fn a_missing_target_is_none_and_a_missing_source_is_a_lost_unit() {
    let mut untranslated = unit("1", "a", "b");
    untranslated.variants.truncate(1);
    let mut sourceless = unit("2", "a", "b");
    sourceless.variants.remove(0);
    let mut german = unit("3", "a", "b");
    german.variants.push(Variant::new(lang("de"), "c"));
    let (document, said) = write(&[untranslated, sourceless, german]);
    let parsed = Document::parse(&document).unwrap();
    let targets = |node: Node<'_, '_>| {
        node.descendants()
            .filter(|node| node.tag_name().name() == "target")
            .count()
    };
    let units: Vec<_> = parsed
        .descendants()
        .filter(|node| node.tag_name().name() == "unit")
        .collect();
    assert_eq!(units.iter().map(|unit| targets(*unit)).collect::<Vec<_>>(), [0, 1]);
    assert_eq!(said, ["loss-unit", "loss-variant"]);
}

#[test]
fn ids_that_are_no_tokens_are_hashed_and_stay_as_names() {
    let (document, said) = write(&[
        unit("menu/open file", "a", "b"),
        unit("字", "a", "b"),
        unit("a.sf1", "a", "b"),
    ]);
    let parsed = Document::parse(&document).unwrap();
    let ids: Vec<_> = parsed
        .descendants()
        .filter(|node| node.tag_name().name() == "unit")
        .map(|node| (node.attribute("id").map_or(0, str::len), node.attribute("name")))
        .collect();
    assert_eq!(
        ids,
        [(33, Some("menu/open file")), ("字".len(), None), (33, Some("a.sf1"))]
    );
    assert_eq!(said, ["id-changed", "id-changed"]);
}

#[test]
fn a_unit_without_an_id_gets_one() {
    let nameless = || TranslationUnit {
        id: None,
        ..unit("", "a", "b")
    };
    let (document, said) = write(&[nameless(), nameless()]);
    let parsed = Document::parse(&document).unwrap();
    let ids: std::collections::BTreeSet<_> = parsed.descendants().filter_map(|node| node.attribute("id")).collect();
    assert_eq!(ids.len(), 3);
    assert!(said.is_empty());
}

#[test]
fn foreign_elements_stand_in_the_unit_unless_a_schema_knows_them_or_they_are_not_whole() {
    let with = |namespace: &str, markup: &str| {
        let mut foreign = unit("1", "a", "b");
        foreign.extensions.push(Extension {
            namespace: namespace.to_owned(),
            markup: markup.to_owned(),
        });
        write(&[foreign])
    };
    let whole = "<x:y xmlns:x=\"urn:x\" x:a=\"1\"><x:z>t</x:z></x:y>";
    let (document, said) = with("urn:x", whole);
    assert!(document.contains(whole) && said.is_empty(), "{document}");
    for (namespace, markup) in [
        ("urn:x", "<x:y/>"),
        ("urn:y", whole),
        ("urn:x", "<x:y xmlns:x=\"urn:x\">"),
        ("urn:x", "<y xmlns=\"urn:x\"/><z xmlns=\"urn:x\"/>"),
        ("urn:x", "<y xmlns=\"urn:x\" xmlns:p=\"\"/>"),
        (
            "urn:x",
            "<y xmlns=\"urn:x\" xmlns:a=\"b\" xmlns:c=\"b\" a:d=\"1\" c:d=\"2\"/>",
        ),
        ("urn:x", "<y xmlns=\"urn:x\">&e;</y>"),
        ("", "<y/>"),
        (
            "http://www.w3.org/2005/11/its",
            "<y xmlns=\"http://www.w3.org/2005/11/its\"/>",
        ),
        (
            "urn:x",
            "<y xmlns=\"urn:x\"><unit xmlns=\"urn:oasis:names:tc:xliff:document:2.0\"/></y>",
        ),
    ] {
        let (document, said) = with(namespace, markup);
        assert_eq!(said, ["loss-extension"], "{markup}");
        assert!(!document.contains("urn:x"), "{markup}");
    }
}

#[test]
fn what_is_said_of_all_units_stands_on_the_file() {
    let mut options = options();
    options.header.notes.push(Note {
        lang: Some(lang("fr")),
        ..Note::new("for all")
    });
    options.header.properties.push(Property::new("x-p", "v"));
    options.header.datatype = Some("html".to_owned());
    let (document, said) = write_with(&options, Version::V20, &[unit("1", "a", "b")]);
    let parsed = Document::parse(&document).unwrap();
    let children: Vec<_> = find(&parsed, "file")
        .children()
        .filter(Node::is_element)
        .map(|node| node.tag_name().name())
        .collect();
    assert_eq!(children, ["metadata", "notes", "unit"]);
    assert_eq!(said, ["loss-note-detail"]);
}
