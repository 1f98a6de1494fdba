//! What is not valid and is read as it was meant.

use super::*;

/// What a unit's segments are read as, and what was said loudly.
fn repaired(source: &str) -> (String, Vec<String>) {
    let read = read(&document(&tu(source, "x")));
    assert!(read.units[0].raw.is_none(), "what is not valid is not copied");
    let codes = read
        .warned()
        .iter()
        .map(|said| said.split(' ').next().unwrap().to_owned())
        .collect();
    (drawn(&read.units[0].variants[0].segment), codes)
}

#[test]
fn pairs_that_do_not_close_are_isolated_codes() {
    let (drawn, said) = repaired("a<bpt i=\"1\">b</bpt>c<ept i=\"2\">d</ept>");
    assert_eq!(drawn, "a[+1!b]c[-2!d]");
    assert_eq!(said, ["markup-repaired", "markup-repaired"]);
    let (drawn, said) = repaired("<bpt i=\"1\">b</bpt><hi>c<ept i=\"1\">d</ept></hi>");
    assert_eq!(drawn, "[+1!b][hi2]c[-3!d][/hi2]");
    assert_eq!(said.len(), 2);
}

#[test]
fn an_i_that_stands_twice_closes_at_the_next_end_of_it() {
    let (drawn, said) = repaired("<bpt i=\"1\"/>a<ept i=\"1\"/><bpt i=\"1\"/>b<ept i=\"1\"/>");
    assert_eq!(drawn, "[+1]a[-1][+2]b[-2]");
    assert_eq!(said, ["markup-repaired"]);
}

#[test]
fn elements_of_other_formats_are_codes_and_what_stands_in_them_is_text() {
    let (drawn, said) = repaired("Scrub the <g id=\"1\">deck</g><x id=\"2\"/><bx id=\"3\"/>b<ex id=\"3\"/><br/>");
    assert_eq!(
        drawn,
        "Scrub the [+1<g id=\"1\">]deck[-1</g>][2<x id=\"2\"/>][+3<bx id=\"3\"/>]b[-3<ex id=\"3\"/>][5<br/>]"
    );
    assert_eq!(said, ["element-unknown"; 5]);
    let (drawn, _) = repaired("a <mrk mtype=\"term\">b</mrk>");
    assert_eq!(drawn, "a [hi1]b[/hi1]");
}

#[test]
fn ut_and_a_sub_by_itself_are_codes_that_stand_alone() {
    let text = document(&tu("a<ut>{\\b</ut>b<sub>c</sub>", "x")).replacen("1.4", "1.1", 1);
    let text = text.replace("xml:lang", "lang");
    let read = read(&text);
    assert!(read.warned().is_empty(), "{:?}", read.warned());
    let source = &read.units[0].variants[0].segment;
    assert_eq!(drawn(source), "a[1{\\b]b[2]");
    assert_eq!(source.codes()[1].subs[0].segment.text(), "c");
}

#[test]
fn remarks_behind_what_they_speak_of_are_read_as_if_before() {
    let unit = "<tu>\n<tuv xml:lang=\"en\"><seg>a</seg>\n<prop type=\"approved\">yes</prop></tuv><tuv xml:lang=\"de\"><seg>b</seg></tuv>\n\
                <note>late</note></tu>";
    let read = read(&document(unit));
    assert_eq!(read.warned(), ["markup-repaired 4:1", "markup-repaired 5:1"]);
    assert_eq!(read.units[0].notes[0].text, "late");
    assert_eq!(read.units[0].variants[0].properties[0].value, "yes");
}

#[test]
fn a_unit_without_text_in_the_language_of_its_source_is_written_anew_and_keeps_its_name() {
    let named = tu("a", "b").replacen("<tu>", "<tu srclang=\"fr\">", 1);
    let inherited = document(&tu("a", "b")).replace("srclang=\"en\"", "srclang=\"fr\"");
    for text in [document(&named), inherited] {
        let read = read(&text);
        assert_eq!(read.warned(), ["markup-repaired 2:1"]);
        assert!(read.units[0].raw.is_none());
    }
    let first = read(&document(&named));
    let (text, _) = written(&first.header, &first.units);
    assert!(
        text.contains("<tu>\n      <prop type=\"x-source-language\">fr</prop>"),
        "{text}"
    );
    let back = read(&text);
    assert!(back.warned().is_empty(), "{:?}", back.warned());
    assert_eq!(back.units[0].source_language, first.units[0].source_language);
    assert!(back.units[0].properties.is_empty());
}

#[test]
fn a_tuv_without_seg_has_its_text_as_one_and_one_with_two_is_two() {
    let unit = "<tu><tuv xml:lang=\"en\"><note>n</note> a<ph/> </tuv><tuv xml:lang=\"de\"><seg>b</seg><seg>c</seg></tuv></tu><tu/>";
    let read = read(&document(unit));
    assert_eq!(read.texts(), [vec![("en", "a"), ("de", "b"), ("de", "c")], vec![]]);
    assert_eq!(read.units[0].variants[0].notes.len(), 1);
    assert_eq!(read.warned().len(), 3, "{:?}", read.warned());
}

#[test]
fn versions_headers_and_namespaces_are_odd_in_the_ways_of_the_wild() {
    for (version, is_odd) in [
        ("version=\"1.4\"", false),
        ("version=\"1.1\"", false),
        ("version=\"1.4.\"", true),
        ("version=\"1.4b\"", true),
        ("version=\"2.0\"", true),
        ("", true),
    ] {
        let read = read(&document(&tu("a", "b")).replace("version=\"1.4\"", version));
        assert_eq!(read.has_said(DiagnosticCode::VersionOdd), is_odd, "{version}");
        assert_eq!(read.units.len(), 1);
    }
    let with_namespace = document(&tu("a", "b")).replace("<tmx ", "<tmx xmlns=\"http://www.lisa.org/tmx14\" ");
    let found = read(&with_namespace);
    assert_eq!(found.warned(), ["namespace-odd 1:1"]);
    assert!(found.units[0].raw.is_some(), "the unit itself is valid");
    let without_header = document(&tu("a", "b")).replace(HEADER, "\n");
    assert_eq!(read(&without_header).warned(), ["header-missing 1:1"]);
    let bare = document(&tu("a", "b")).replace(HEADER, "\n<header srclang=\"de\"/>");
    let found = read(&bare);
    assert_eq!(found.warned(), ["attribute-missing 2:1"]);
    assert_eq!(found.texts()[0][0].0, "de");
    assert!(found.header.raw.is_none());
}

#[test]
fn units_are_found_wherever_they_stand() {
    let text = format!(
        "<tmx version=\"1.4\">{HEADER}{}<body><group><x>{}</x></group></body></tmx>",
        tu("a", "b"),
        tu("c", "d")
    );
    let read = read(&text);
    assert_eq!(read.units.len(), 2);
    assert_eq!(read.warned().len(), 3, "{:?}", read.warned());
}

#[test]
fn ids_and_languages_that_are_odd_are_kept_and_named() {
    let unit = |id: &str, lang: &str| {
        tu("a", "b")
            .replacen("<tu>", &format!("\n<tu tuid=\"{id}\">"), 1)
            .replace("\"de\"", &format!("\"{lang}\""))
    };
    let units = [
        unit("k", "zh_CN"),
        unit("k", "zh_CN"),
        unit("k 2", "de-DE"),
        unit("m", "en-EN"),
    ]
    .concat();
    let read = read(&document(&units));
    assert_eq!(
        read.warned(),
        [
            "lang-underscore 3:56",
            "id-repeated 4:1",
            "id-form 5:1",
            "lang-form 6:56"
        ]
    );
    assert_eq!(read.units[2].id.as_deref(), Some("k 2"));
    assert_eq!(read.units[0].variants[1].spelling.as_deref(), Some("zh_CN"));
    let copied: Vec<bool> = read.units.iter().map(|unit| unit.raw.is_some()).collect();
    assert_eq!(copied, [false, false, false, true]);
}

#[test]
fn foreign_elements_are_kept_and_unknown_attributes_are_properties() {
    let text = document(&tu("a<ph id=\"9\"/>", "b").replacen("<tu>", "<tu t:a=\"1\" b=\"2\"><t:e><t:f/></t:e>", 1))
        .replace("<tmx ", "<tmx xmlns:t=\"urn:t\" ");
    let read = read(&text);
    let unit = &read.units[0];
    assert_eq!(unit.extensions[0].markup, "<t:e xmlns:t=\"urn:t\"><t:f/></t:e>");
    let properties: Vec<String> = unit
        .properties
        .iter()
        .map(|p| format!("{}={}", p.name, p.value))
        .collect();
    assert_eq!(properties, ["t:a=1", "x-b=2"]);
    assert_eq!(read.warned().len(), 5, "{:?}", read.warned());
}

#[test]
fn elements_nest_as_deep_as_the_limit_and_no_deeper() {
    let nested = |depth: usize| tu(&("<hi>".repeat(depth) + "a" + &"</hi>".repeat(depth)), "b");
    let found = read(&document(&nested(200)));
    assert_eq!(found.units[0].variants[0].segment.codes().len(), 400);
    let found = read(&document(&nested(100_000)));
    assert!(found.error.is_some());
}
