use std::io::Cursor;

use super::*;
use crate::error::{Error, ErrorKind};
use crate::io::{Input, OnBadBytes};
use crate::model::{LanguageTag, Untranslated};

const HEADER: &str = "# A comment\nmsgid \"\"\nmsgstr \"\"\n\"Language: de_AT\\n\"\n\"Last-Translator: Ada\\n\"\n\"PO-Revision-Date: 2024-03-01 12:30+0100\\n\"\n\"Content-Type: text/plain; charset=UTF-8\\n\"\n\"Plural-Forms: nplurals=2; \"\n\"plural=(n != 1);\\n\"\n\n";

fn read(text: &str) -> Result<(Header, Vec<TranslationUnit>, Vec<Diagnostic>)> {
    let input = Input::new("m.po", Box::new(Cursor::new(text.as_bytes().to_vec())))?;
    let mut said = Vec::new();
    let input = Decoded::new(input, None, OnBadBytes::Refuse, &mut said);
    let mut reader = PoReader::new(input, &ReadOptions::default(), &mut said)?;
    let mut units = Vec::new();
    let mut unit = TranslationUnit::default();
    while reader.read_unit(&mut unit, &mut said)? {
        units.push(unit.clone());
    }
    Ok((reader.header().clone(), units, said))
}

fn texts(units: &[TranslationUnit]) -> Vec<(&str, &str)> {
    units
        .iter()
        .map(|unit| (unit.variants[0].segment.text(), unit.variants[1].segment.text()))
        .collect()
}

fn properties(unit: &TranslationUnit) -> Vec<(&str, &str)> {
    unit.properties
        .iter()
        .map(|property| (property.name.as_str(), property.value.as_str()))
        .collect()
}

fn wrong(text: &str) -> (u64, u64, String) {
    let error: Error = read(&format!("{HEADER}{text}")).unwrap_err();
    assert!(matches!(error.kind(), ErrorKind::Record(_)), "{error}");
    (error.origin().line - 11, error.origin().column, error.message())
}

#[test]
fn the_header_names_languages_dates_people_and_plural_forms() {
    let (header, units, said) = read(&format!("{HEADER}msgid \"a\"\nmsgstr \"b\"\n")).unwrap();
    assert_eq!(texts(&units), [("a", "b")]);
    assert_eq!(units[0].variants[1].lang, LanguageTag::parse("de-AT").unwrap());
    assert_eq!(units[0].variants[1].spelling.as_deref(), Some("de_AT"));
    assert_eq!(header.provenance.changed_by.as_deref(), Some("Ada"));
    assert_eq!(header.provenance.changed.unwrap().to_string(), "2024-03-01T11:30:00Z");
    assert_eq!(header.properties[0].value, "nplurals=2; plural=(n != 1);");
    assert_eq!(header.notes[0].text, "A comment");
    let codes: Vec<_> = said.iter().map(|said| said.code).collect();
    assert_eq!(codes, [DiagnosticCode::LangAssumed]);
}

#[test]
fn comments_references_flags_and_previous_texts_are_kept() {
    let text = "#  one\n# two\n#. help\n#: a.c:1 b.c:2\n#: c.c:3\n#, c-format, no-wrap\n#| msgctxt \"old\"\n#| msgid \"\"\n#| \"be\"\n#| \"fore\"\nmsgctxt \"menu\"\nmsgid \"a\"\nmsgstr \"b\"\n";
    let (_, units, _) = read(&format!("{HEADER}{text}")).unwrap();
    let unit = &units[0];
    let notes: Vec<_> = unit
        .notes
        .iter()
        .map(|note| (note.text.as_str(), note.category.as_deref()))
        .collect();
    assert_eq!(notes, [("one\ntwo", Some("translator")), ("help", Some("developer"))]);
    assert_eq!(unit.context.as_ref().unwrap().key.as_deref(), Some("menu"));
    let expected = [
        ("x-reference", "a.c:1 b.c:2"),
        ("x-reference", "c.c:3"),
        ("x-flags", "c-format, no-wrap"),
        ("x-previous-msgctxt", "old"),
        ("x-previous-msgid", "before"),
    ];
    assert_eq!(properties(unit), expected);
    assert_eq!(unit.origin.line, 21);
}

#[test]
fn each_plural_form_is_a_unit_with_its_own_source() {
    let text = "msgid \"%d file\"\nmsgid_plural \"%d files\"\nmsgstr[0] \"%d Datei\"\nmsgstr[1] \"%d Dateien\"\nmsgstr[2] \"\"\n";
    let (_, units, said) = read(&format!("{HEADER}{text}")).unwrap();
    assert_eq!(
        texts(&units),
        [("%d file", "%d Datei"), ("%d files", "%d Dateien"), ("%d files", "")]
    );
    assert_eq!(
        properties(&units[0]),
        [("x-plural-form", "0"), ("x-msgid-plural", "%d files")]
    );
    assert_eq!(properties(&units[1]), [("x-plural-form", "1")]);
    assert_eq!(units[2].untranslated, Some(Untranslated::EmptyTarget));
    assert_eq!(said.len(), 1, "{said:?}");
}

#[test]
fn what_is_no_translation_says_why_and_what_is_obsolete_is_named() {
    let text = "#, fuzzy\nmsgid \"a\"\nmsgstr \"b\"\n\nmsgid \"c\"\nmsgstr \"\"\n#~ msgid \"d\"\n#~ msgstr \"\"\n#~ \"e\"\n#~| msgid \"x\"\n#~ msgid \"y\"\n#~ msgstr \"z\"\n";
    let (_, units, said) = read(&format!("{HEADER}{text}")).unwrap();
    assert_eq!(texts(&units), [("a", "b"), ("c", ""), ("d", "e"), ("y", "z")]);
    let reasons: Vec<_> = units.iter().map(|unit| unit.untranslated).collect();
    assert_eq!(
        reasons,
        [Some(Untranslated::State), Some(Untranslated::EmptyTarget), None, None]
    );
    assert!(
        units[2..]
            .iter()
            .all(|unit| unit.standing == Standing::Junk("obsolete".into()))
    );
    let found: Vec<_> = said.iter().map(|said| (said.code, said.line)).collect();
    let retired = DiagnosticCode::Retired;
    assert_eq!(found[1..], [(retired, 17), (retired, 21)]);
}

#[test]
fn what_is_named_as_left_out_is_given_to_be_removed() {
    let text = format!("{HEADER}msgid \"\"\nmsgstr \"Language: de\\n\"\n\n#~ msgid \"old\"\n#~ msgstr \"\"\n");
    let (_, units, said) = read(&text).unwrap();
    let standings: Vec<&Standing> = units.iter().map(|unit| &unit.standing).collect();
    let junk = |kind: &str| Standing::Junk(kind.to_owned());
    assert_eq!(standings, [&junk("header"), &junk("obsolete")]);
    let retired = said.iter().filter(|said| said.code == DiagnosticCode::Retired);
    assert_eq!(retired.count(), 2);
}

#[test]
fn a_template_needs_no_language_and_says_what_it_is() {
    let (_, units, said) = read("msgid \"a\"\nmsgstr \"\"\n").unwrap();
    assert_eq!(units.len(), 1);
    assert_eq!(
        (units[0].variants.len(), units[0].untranslated),
        (1, Some(Untranslated::EmptyTarget))
    );
    assert!(said.last().unwrap().message.contains("template"));
    let error = read("msgid \"a\"\nmsgstr \"b\"\n").unwrap_err();
    assert!(matches!(error.kind(), ErrorKind::Language(_)), "{error}");
}

#[test]
fn what_is_wrong_is_an_error_with_its_line_and_column() {
    assert_eq!(wrong("msgid \"a\nmsgstr \"b\"\n").0, 0);
    assert_eq!(
        wrong("msgid \"a\"\nmsgid \"b\"\n"),
        (1, 1, "the message before has no `msgstr`".into())
    );
    assert_eq!(wrong("msgstr \"b\"\n").1, 1);
    assert_eq!(wrong("msgid \"a\"\n# c\nmsgstr \"b\"\n").0, 1);
    assert_eq!(wrong("msgid \"a\"\nmsgstr[0] \"b\"\n").1, 7);
    assert_eq!(wrong("msgid \"a\"\nmsgid_plural \"b\"\nmsgstr[1] \"b\"\n").0, 2);
    assert_eq!(wrong("msgid \"a\"\nmsgstr \"b\"\nmsgstr \"c\"\n").0, 2);
    assert_eq!(wrong("msgid msgstr \"b\"\n").1, 7);
    assert_eq!(wrong("#| msgstr \"b\"\n").1, 4);
    assert_eq!(wrong("plain text\n").1, 1);
}

#[test]
fn a_catalogue_cut_inside_a_message_is_an_error() {
    for text in [
        "msgid \"a\"",
        "msgid",
        "msgid \"a\"\nmsgstr",
        "msgid \"a\"\nmsgid_plural \"b\"\n",
    ] {
        assert_eq!(wrong(text).0, 0, "{text}");
    }
}

#[test]
fn a_catalogue_is_told_by_its_first_keyword() {
    assert!(looks_like_catalogue("\n# c\n\nmsgid \"\""));
    assert!(looks_like_catalogue("msgctxt\t\"a\""));
    assert!(looks_like_catalogue("#~ msgid \"a\""));
    assert!(!looks_like_catalogue("# c\nmsgid is a word\n"));
    assert!(!looks_like_catalogue("# c\n"));
}

#[test]
fn whole_messages_before_a_break_are_given_first() {
    let given = |text: &str| {
        let text = format!("{HEADER}{text}");
        let input = Input::new("m.po", Box::new(Cursor::new(text.into_bytes()))).unwrap();
        let input = Decoded::new(input, None, OnBadBytes::Refuse, &mut Vec::new());
        let mut reader = PoReader::new(input, &ReadOptions::default(), &mut Vec::new()).unwrap();
        let mut unit = TranslationUnit::default();
        let mut count = 0;
        while reader
            .read_unit(&mut unit, &mut Vec::new())
            .is_ok_and(|has_unit| has_unit)
        {
            count += 1;
        }
        count
    };
    let whole = "msgid \"a\"\nmsgstr \"b\"\n";
    for broken in ["msgid \"x", "#~ msgid \"x", "#| msgid \"x", "msgctxt x", "domain \"x\""] {
        assert_eq!(given(&format!("{whole}{broken}\n{whole}")), 1, "{broken}");
    }
    // what may go on in the broken line is not whole
    for broken in ["\"x", "msgstr[1] \"x", "msgstr \"x\""] {
        assert_eq!(given(&format!("{whole}{broken}\n{whole}")), 0, "{broken}");
    }
}

#[test]
fn what_was_replaced_is_told_once() {
    for bytes in [&b"msgid \"a\"\nmsgstr \"b\xFF\"\n"[..], b"# \xFF\n"] {
        let input = Input::new("m.po", Box::new(Cursor::new(bytes.to_vec()))).unwrap();
        let mut said = Vec::new();
        let input = Decoded::new(input, None, OnBadBytes::Replace, &mut said);
        let options = ReadOptions {
            target_lang: LanguageTag::parse("de").ok(),
            ..ReadOptions::default()
        };
        let mut reader = PoReader::new(input, &options, &mut said).unwrap();
        while reader.read_unit(&mut TranslationUnit::default(), &mut said).unwrap() {}
        let told = said.iter().filter(|said| said.code == DiagnosticCode::BadBytes);
        assert_eq!(told.count(), 1);
    }
}
