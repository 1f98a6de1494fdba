//! Outputs are read by a parser that is not ours, and say what the JSONL output says.
#![allow(clippy::expect_used, clippy::panic, reason = "a test that fails may panic")]

use std::collections::BTreeMap;

use proptest::prelude::*;
use roxmltree::{Document, Node};
use serde_json::Value;
use tmforge::format::Format;
use tmforge::model::{LanguageTag, TranslationUnit};

mod common;

/// Text by language.
type Texts = BTreeMap<String, String>;

/// The texts that an output must hold: of the parts of one XLIFF unit, 1.2 shows all as one, the others the segments.
fn expected(jsonl: &str, format: &str) -> Vec<Texts> {
    let mut all: Vec<Texts> = Vec::new();
    let mut last_whole = None;
    for row in common::rows(jsonl) {
        let whole = row["part"]["of"].as_str().map(str::to_owned);
        let mut texts = expected_texts(&row);
        if format != "xliff-1.2" {
            all.push(texts);
            last_whole = whole;
            continue;
        }
        add_ignorables(&row, &mut texts);
        if whole.is_some() && whole == last_whole {
            for (lang, text) in all.last_mut().into_iter().flatten() {
                text.push_str(&texts[lang]);
            }
        } else {
            all.push(texts);
        }
        last_whole = whole;
    }
    all
}

/// Adds what stands beside a segment to its texts, where the two are one text.
fn add_ignorables(row: &Value, texts: &mut Texts) {
    let mut before = Texts::new();
    for ignorable in row["ignorables"].as_array().into_iter().flatten() {
        for (lang, side) in [("source_lang", "source"), ("target_lang", "target")] {
            let lang = row[lang].as_str().unwrap_or_default().to_owned();
            let text = ignorable[side].as_str().unwrap_or_default();
            let place = if ignorable["place"] == "before" {
                &mut before
            } else {
                &mut *texts
            };
            place.entry(lang).or_default().push_str(text);
        }
    }
    for (lang, text) in before {
        texts.entry(lang).or_default().insert_str(0, &text);
    }
}

fn expected_texts(row: &Value) -> Texts {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    if let Some(variants) = row["variants"].as_array() {
        return first_of_each(
            variants
                .iter()
                .map(|variant| (text(&variant["lang"]), text(&variant["text"]))),
        );
    }
    [("source_lang", "source"), ("target_lang", "target")]
        .into_iter()
        .filter(|(lang, _)| !row[lang].is_null())
        .map(|(lang, side)| (text(&row[lang]), text(&row[side])))
        .collect()
}

/// The texts by language; of two in one language the first.
fn first_of_each(texts: impl Iterator<Item = (String, String)>) -> Texts {
    let mut first = Texts::new();
    for (lang, text) in texts {
        first.entry(lang).or_insert(text);
    }
    first
}

/// Text without the content of native codes; `cp` is its character.
fn text_of(node: Node) -> String {
    let mut text = String::new();
    for child in node.children() {
        match child.tag_name().name() {
            _ if child.is_text() => text.push_str(child.text().unwrap_or_default()),
            "cp" => {
                let number = u32::from_str_radix(child.attribute("hex").unwrap_or_default(), 16);
                text.extend(number.ok().and_then(char::from_u32));
            }
            "bpt" | "ept" | "it" | "ph" | "sc" | "ec" | "sm" | "em" | "x" | "bx" | "ex" => {}
            _ => text.push_str(&text_of(child)),
        }
    }
    text
}

fn child<'a, 'i>(node: Node<'a, 'i>, name: &str) -> Option<Node<'a, 'i>> {
    node.children()
        .find(|child| child.has_tag_name(name) || child.tag_name().name() == name)
}

fn read_tmx(document: &Document) -> Vec<Texts> {
    let xml_lang = ("http://www.w3.org/XML/1998/namespace", "lang");
    let units = document.descendants().filter(|node| node.has_tag_name("tu"));
    units
        .map(|tu| {
            let variants = tu.children().filter(|node| node.has_tag_name("tuv"));
            first_of_each(variants.map(|tuv| {
                let seg = child(tuv, "seg").expect("a seg");
                // a unit that is copied keeps its own spelling
                let lang = LanguageTag::read(tuv.attribute(xml_lang).unwrap_or_default()).0;
                (lang.to_string(), text_of(seg))
            }))
        })
        .collect()
}

/// Units of XLIFF in the order of the file: `unit` is the element's name, and codes named as sub-flows are none.
fn read_xliff(document: &Document, unit: &str, languages: (&str, &str)) -> Vec<Texts> {
    let root = document.root_element();
    let file = document
        .descendants()
        .find(|node| node.tag_name().name() == "file")
        .expect("a file");
    let lang = |name: &str| {
        root.attribute(name)
            .or_else(|| file.attribute(name))
            .unwrap_or_default()
            .to_owned()
    };
    let (source_lang, target_lang) = (lang(languages.0), lang(languages.1));
    let sub_flows: Vec<&str> = document
        .descendants()
        .flat_map(|node| ["subFlows", "subFlowsStart", "subFlowsEnd"].map(|name| node.attribute(name)))
        .flatten()
        .flat_map(str::split_whitespace)
        .collect();
    let mut all = Vec::new();
    for node in document.descendants().filter(|node| node.tag_name().name() == unit) {
        if sub_flows.contains(&node.attribute("id").unwrap_or_default()) {
            continue;
        }
        let segments: Vec<Node> = node
            .children()
            .filter(|node| node.tag_name().name() == "segment")
            .collect();
        for segment in if segments.is_empty() { vec![node] } else { segments } {
            let side = |lang: &str, name| Some((lang.to_owned(), text_of(child(segment, name)?)));
            let sides = [side(&source_lang, "source"), side(&target_lang, "target")];
            all.push(sides.into_iter().flatten().collect());
        }
    }
    all
}

/// What a character that XML forbids becomes where there is no `cp`.
fn cleaned(units: Vec<Texts>) -> Vec<Texts> {
    let clean = |text: String| {
        tmforge::model::clean(&text, tmforge::model::IllegalCharacters::Clean)
            .0
            .into_owned()
    };
    units
        .into_iter()
        .map(|texts| texts.into_iter().map(|(lang, text)| (lang, clean(text))).collect())
        .collect()
}

#[test]
fn another_parser_reads_what_was_meant() {
    for sample in common::samples() {
        let exported = common::export(&sample);
        for (format, text) in &exported.outputs {
            if sample.name == "tmx/phrase-braces.tmx" && *format == "tmx" {
                // copied as it is: only who knows the tool takes braces for codes
                continue;
            }
            let read = match *format {
                "tmx" => read_tmx(&parse(text, &sample.name)),
                "xliff-1.2" => read_xliff(
                    &parse(text, &sample.name),
                    "trans-unit",
                    ("source-language", "target-language"),
                ),
                name if name.starts_with("xliff-2") => {
                    read_xliff(&parse(text, &sample.name), "unit", ("srcLang", "trgLang"))
                }
                _ => continue,
            };
            let meant = expected(&exported.outputs["jsonl"], format);
            assert!(!meant.is_empty(), "{}", sample.name);
            let meant = if format.starts_with("xliff-2") {
                meant
            } else {
                cleaned(meant)
            };
            assert_eq!(read, meant, "{} as {format}", sample.name);
        }
    }
}

fn parse<'i>(text: &'i str, name: &str) -> Document<'i> {
    Document::parse(text).unwrap_or_else(|error| panic!("{name}: {error}"))
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(200) })]

    #[test]
    fn another_parser_reads_any_unit(units in proptest::collection::vec(common::units::any_unit(), 1..4)) {
        for format in [Format::Tmx, Format::Xliff12, Format::Xliff20, Format::Xliff21, Format::Xliff22] {
            let written = common::units::write(&units, format);
            let document = parse(&written, format.name());
            let read = match format {
                Format::Tmx => read_tmx(&document),
                Format::Xliff12 => read_xliff(&document, "trans-unit", ("source-language", "target-language")),
                _ => read_xliff(&document, "unit", ("srcLang", "trgLang")),
            };
            let texts = |unit: &TranslationUnit| -> Texts {
                unit.variants.iter().map(|v| (v.lang.to_string(), v.segment.text().to_owned())).collect()
            };
            prop_assert_eq!(read, units.iter().map(texts).collect::<Vec<_>>(), "{}", format.name());
        }
    }
}
