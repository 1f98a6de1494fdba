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
    let rows: Vec<Value> = common::rows(jsonl);
    if format != "xliff-1.2" {
        return rows.iter().map(expected_texts).collect();
    }
    let whole = |row: &Value| row["part"]["of"].as_str().map(str::to_owned);
    rows.chunk_by(|one, next| whole(one).is_some() && whole(one) == whole(next))
        .map(|parts| joined(&parts.iter().flat_map(pieces).collect::<Vec<_>>()))
        .collect()
}

/// A stretch of a unit, and the place of its target.
struct Stretch {
    source_lang: String,
    texts: Texts,
    order: Option<usize>,
}

/// What stands before a segment, itself, and what stands behind it.
fn pieces(row: &Value) -> Vec<Stretch> {
    let lang = |name: &str| row[name].as_str().unwrap_or_default().to_owned();
    let ignorables = |place: &str| {
        let of_place = move |ignorable: &&Value| ignorable["place"] == place;
        let all = row["ignorables"].as_array().into_iter().flatten();
        all.filter(of_place).collect::<Vec<_>>()
    };
    let beside = |ignorable: &Value| Stretch {
        source_lang: lang("source_lang"),
        texts: [("source_lang", "source"), ("target_lang", "target")]
            .map(|(name, side)| (lang(name), ignorable[side].as_str().unwrap_or_default().to_owned()))
            .into(),
        order: ignorable["order"].as_u64().and_then(|order| order.try_into().ok()),
    };
    let order = row["target_facts"]["properties"]["x-order"].as_str();
    let itself = Stretch {
        source_lang: lang("source_lang"),
        texts: expected_texts(row),
        order: order.and_then(|order| order.parse().ok()),
    };
    let [before, behind] = ["before", "after"].map(ignorables);
    let before = before.into_iter().map(beside);
    before.chain([itself]).chain(behind.into_iter().map(beside)).collect()
}

/// The texts of all stretches as one: targets in the order that they have, if each place is taken once.
fn joined(stretches: &[Stretch]) -> Texts {
    let places = || {
        let own = stretches.iter().enumerate();
        own.map(|(number, stretch)| stretch.order.unwrap_or(number + 1))
    };
    let mut by_place: BTreeMap<usize, &Stretch> = places().zip(stretches).collect();
    if !by_place.keys().copied().eq(1..=stretches.len()) {
        by_place = (1..).zip(stretches).collect();
    }
    let mut texts = Texts::new();
    for stretch in stretches {
        if let Some(source) = stretch.texts.get(&stretch.source_lang) {
            texts.entry(stretch.source_lang.clone()).or_default().push_str(source);
        }
    }
    for stretch in by_place.into_values() {
        for (lang, text) in stretch.texts.iter().filter(|(lang, _)| **lang != stretch.source_lang) {
            texts.entry(lang.clone()).or_default().push_str(text);
        }
    }
    texts
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
