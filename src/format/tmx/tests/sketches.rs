//! A sketched unit is the unit that is read otherwise, and nothing is sketched that is to be talked about.

use super::*;
use std::sync::Arc;

use super::scouts::ByText;
use crate::format::{Given, Incoming};

/// Units that are sketched, one by one, in a document that begins with the first.
const SKETCHED: &[&str] = &[
    "<tu><tuv xml:lang=\"en\"><seg>a</seg></tuv><tuv xml:lang=\"de\"><seg>b</seg></tuv></tu>",
    "<tu tuid=\"k1\" creationdate=\"20100409T013651Z\" creationid=\"rev&amp;qa\" segtype=\"sentence\">\r\n  \
     <prop type=\"x-domain\">R &lt; D</prop>\r\n  <tuv xml:lang=\"en\"><seg>One &amp; \"two\".</seg></tuv>\r\n  \
     <tuv xml:lang=\"de\" changedate='20100409T013651Z' changeid=\"o'x\"><seg>Eins &quot;und&quot; zwei\u{3002}</seg></tuv>\r\n</tu>",
    "<tu  creationtool='t' creationtoolversion=\"2\" usagecount=\"3\" lastusagedate=\"20240229T235959Z\" datatype=\"html\" \
     o-tmf=\"f\" o-encoding=\"\"\n><note>n</note><prop type=\"a b\"></prop><tuv creationid=\"\" xml:lang=\"de\"><seg>x\ty\nz</seg>\n\
     </tuv><tuv creationdate=\"20240101T000000Z\" usagecount=\"0\" xml:lang=\"en\"><note>m</note><prop type=\"p\">1</prop>\
     <prop type=\"p\">2</prop><seg>\u{FEFF}w]]</seg></tuv></tu>",
    "<tu tuid=\"k1\"><tuv xml:lang=\"en\"><seg>a <bpt i=\"1\" x=\"1\" type=\"link\">&lt;a&gt;</bpt>b<ept i=\"1\">&lt;/a&gt;</ept>\
     <ph x=\"2\" assoc='p' /> c</seg></tuv><tuv xml:lang=\"de\"><seg><ph x=\"02\" type=\"x-br\">{0}\n</ph>x &lt;\
     <bpt i=\"2\" x=\"1\" type=\"ulined\">i</bpt><bpt i='1'/>y<ept i=\"2\"></ept>z<ept  i=\"1\"/><it pos=\"end\">w</it></seg></tuv></tu>",
    "<tu><tuv xml:lang=\"en\"><prop type=\"x-context-pre\">&lt;seg&gt;u &amp;amp; v&lt;/seg&gt;</prop>\
     <prop type=\"x-context-post\">&lt;seg>w&lt;/seg></prop><seg>a</seg></tuv><tuv xml:lang=\"de\">\
     <prop type=\"x-context-pre\">&lt;seg&gt;x&lt;/seg&gt;</prop><seg>b</seg></tuv></tu>",
    "<tu><tuv xml:lang=\"en\"><seg>a</seg></tuv><tuv xml:lang=\"de\"><seg><it x=\"1\" pos=\"begin\"/></seg></tuv></tu>",
];

/// Units that name their languages in other ways than others of the document; they are sketched once these are known.
const NAMED: &[&str] = &[
    "<tu srclang=\"en\"><tuv xml:lang=\"en\"><seg>a&#8230;</seg></tuv><tuv xml:lang=\"de\"><seg>b&#xE9;</seg></tuv></tu>",
    "<tu tuid=\"k1\" srclang='EN'><prop type=\"Txt::Note\">0.5</prop><tuv xml:lang=\"EN\"><seg>a</seg></tuv>\
     <tuv xml:lang=\"DE-de\"><seg>b</seg></tuv></tu>",
    "<tu creationid=\"x&#10;y\"><note>a&#9;</note><tuv xml:lang=\"en\"><seg>a&#9;b</seg></tuv><tuv xml:lang=\"de\">\
     <seg>c&#xa;<ph/>d</seg></tuv></tu>",
    "<tu><prop type=\"x-xtm-status\">Approved</prop><tuv xml:lang=\"en\"><seg>a</seg></tuv><tuv xml:lang=\"pt_BR\"><seg>b<ph/></seg></tuv></tu>",
    "<tu srclang=\"de\"><tuv lang=\"de\"><seg>a</seg></tuv><tuv changeid=\"x\" lang=\"fr-ZY\"><seg>b</seg></tuv></tu>",
];

/// What each character of a unit is replaced by, and what is put before it.
const ODD: &[&str] = &[
    "", " ", "<", ">", "&", "\"", "'", "/", "=", "\r", "\n", "x", "9", "]", "\u{1}", "\u{FFFE}", "字",
];

fn document_of(units: &[&str], source: &str) -> String {
    let with_habit = "<prop type=\"x-TextContextMatchType\">PrecedingAndFollowingSource</prop></header>";
    let header = HEADER
        .replace("/>", &format!(">{with_habit}"))
        .replace("srclang=\"en\"", &format!("srclang=\"{source}\""));
    format!(
        "<tmx version=\"1.4\">{header}<body>\n{}\n</body></tmx>",
        units.join("\n")
    )
}

/// Reads a document twice: with a space behind the end tag of each unit, and with one in it; then it is not sketched.
fn is_read_alike(units: &[&str], source: &str) {
    is_read_alike_as("1.4", units, source);
    if units.iter().any(|unit| unit.contains(" lang")) {
        is_read_alike_as("1.1", units, source);
    }
}

/// The same of a document of this version of TMX.
fn is_read_alike_as(version: &str, units: &[&str], source: &str) {
    let read_with = |end_tag: &str| {
        let spaced: Vec<String> = units.iter().map(|unit| unit.replace("</tu>", end_tag)).collect();
        let spaced: Vec<&str> = spaced.iter().map(String::as_str).collect();
        let document = document_of(&spaced, source);
        read(&document.replacen("\"1.4\"", &format!("\"{version}\""), 1))
    };
    let (mut sketched, mut whole) = (read_with("</tu> "), read_with("</tu >"));
    let all = sketched.units.iter_mut().chain(&mut whole.units);
    for raw in all.filter_map(|unit| unit.raw.as_mut()) {
        raw.markup = raw.markup.replace("</tu >", "</tu>");
    }
    let unit = units.iter().rev().nth(1);
    assert_eq!(sketched.units, whole.units, "{unit:?}");
    assert_eq!(sketched.said, whole.said, "{unit:?}");
    let columns = |error: Option<String>| error.map(|error| error.replace("</tu >", "</tu>"));
    assert_eq!(columns(sketched.error), columns(whole.error), "{unit:?}");
}

#[test]
fn units_of_the_common_form_are_sketched() {
    for unit in SKETCHED {
        let source = if unit.contains("creationid=\"\"") { "de" } else { "en" };
        let languages = SKETCHED.first().copied().unwrap_or_default();
        let text = document_of(&[languages, unit], source);
        let bytes = std::io::Cursor::new(text.into_bytes());
        let input = Input::new("a.tmx", Box::new(bytes)).unwrap();
        let decoded = Decoded::new_xml(input, None, OnBadBytes::Refuse, &mut Vec::new());
        let mut reader = super::super::reader(decoded, &ReadOptions::default(), &mut Vec::new());
        reader.sparing().unwrap().give_digests(Arc::new(ByText));
        let mut next = Incoming::default();
        let said = &mut Vec::new();
        assert_eq!(reader.read_next(&mut next, said).unwrap(), Given::Unit);
        assert_eq!(reader.read_next(&mut next, said).unwrap(), Given::Digest, "{unit}");
        let sketch = reader.sparing().unwrap().sketch().unwrap();
        assert_eq!(sketch.markup(), *unit);
        let mut filled = TranslationUnit::default();
        sketch.fill(&mut filled);
        assert_eq!(filled.source().map(|source| source.lang.as_str()), Some(source));
        is_read_alike(&[languages, unit], source);
    }
}

#[test]
fn languages_may_be_named_as_they_were_before() {
    for unit in NAMED {
        let source = if unit.contains("srclang=\"de\"") { "de" } else { "en" };
        let unit = unit.replace(" tuid=\"k1\"", "");
        assert_eq!(given_of_second(&unit, &unit, source), Given::Digest, "{unit}");
        is_read_alike(&[&unit, &unit, &unit], source);
        // a file may name another source, or none
        for source in ["en", "de", "fr", "*all*"] {
            is_read_alike(&[SKETCHED[0], &unit, &unit], source);
        }
        // where no source is named, the first text is it
        let without = unit.replace(" srclang=\"en\"", "");
        if !without.contains("srclang") {
            assert_eq!(given_of_second(&without, &without, "*all*"), Given::Digest, "{without}");
        }
    }
    let old = SKETCHED[0].replace("xml:lang", "lang");
    is_read_alike(&[SKETCHED[0], &old, &old], "en");
    for source in ["en", "de", "fr"] {
        let named = SKETCHED[0].replacen("<tu", &format!("<tu srclang=\"{source}\""), 1);
        is_read_alike(&[SKETCHED[0], &named, &named], "en");
    }
    let by_number = |number: &str| SKETCHED[0].replacen("<seg>a", &format!("<seg>a&#{number};b"), 1);
    for (number, given) in [
        ("8230", Given::Digest),
        ("xA", Given::Digest),
        ("13", Given::Unit),
        ("1", Given::Unit),
    ] {
        assert_eq!(
            given_of_second(SKETCHED[0], &by_number(number), "en"),
            given,
            "{number}"
        );
        is_read_alike(&[SKETCHED[0], &by_number(number), SKETCHED[0]], "en");
    }
    for odd in ["", " ", "*all*", "*ALL*"] {
        let unit = "<tu><tuv xml:lang=\"\"><seg>a</seg></tuv><tuv xml:lang=\"de\"><seg>b</seg></tuv></tu>";
        let unit = unit.replacen("\"\"", &format!("\"{odd}\""), 1);
        let named = unit.replacen("<tu", &format!("<tu srclang=\"{odd}\""), 1);
        is_read_alike(&[&unit, &named, &unit], "en");
    }
    let both = "<tu><tuv lang=\"en\" xml:lang=\"en\"><seg>a</seg></tuv><tuv xml:lang=\"de\"><seg>b</seg></tuv></tu>";
    assert_eq!(given_of_second(both, both, "en"), Given::Unit);
    is_read_alike(&[both, both, &both.replacen("\"en\"", "\"de\"", 1)], "en");
}

#[test]
fn a_unit_is_read_alike_whatever_any_of_its_characters_is() {
    for unit in SKETCHED.iter().chain(NAMED) {
        let source = if unit.contains("creationid=\"\"") { "de" } else { "en" };
        // the ids of the others are their own, so that none is repeated
        let (first, last) = (SKETCHED[0], SKETCHED[1].replace("k1", "k2"));
        let of_its_form = unit.replace("k1", "k0");
        for (at, c) in unit.char_indices() {
            let (before, from) = unit.split_at(at);
            let after = from.get(c.len_utf8()..).unwrap_or_default();
            // each character meets a third of them, and its neighbours the others
            for odd in ODD.iter().skip(at % 3).step_by(3) {
                // the form of the second is that which the third nearly has
                is_read_alike(&[first, &of_its_form, &format!("{before}{odd}{after}"), &last], source);
                is_read_alike(&[first, &of_its_form, &format!("{before}{odd}{from}"), &last], source);
            }
        }
    }
}

/// How much is given of the second of two units, where digests will do.
fn given_of_second(first: &str, second: &str, source: &str) -> Given {
    given_with(&ReadOptions::default(), first, second, source)
}

/// The same with these options.
fn given_with(options: &ReadOptions, first: &str, second: &str, source: &str) -> Given {
    let bytes = std::io::Cursor::new(document_of(&[first, second], source).into_bytes());
    let input = Input::new("a.tmx", Box::new(bytes)).unwrap();
    let decoded = Decoded::new_xml(input, None, OnBadBytes::Refuse, &mut Vec::new());
    let mut reader = super::super::reader(decoded, options, &mut Vec::new());
    reader.sparing().unwrap().give_digests(Arc::new(ByText));
    let mut next = Incoming::default();
    assert_eq!(reader.read_next(&mut next, &mut Vec::new()).unwrap(), Given::Unit);
    reader.read_next(&mut next, &mut Vec::new()).unwrap()
}

#[test]
fn units_with_white_space_at_the_edges_of_their_texts_are_not_sketched() {
    let unit = |source: &str| {
        format!("<tu><tuv xml:lang=\"en\"><seg>{source}</seg></tuv><tuv xml:lang=\"de\"><seg>b</seg></tuv></tu>")
    };
    for inside in ["a", "a<ph/>", "<ph/>a", "a <ph/> a", "<ph/>"] {
        assert_eq!(
            given_of_second(SKETCHED[0], &unit(inside), "en"),
            Given::Digest,
            "{inside}"
        );
    }
    for edge in [
        " a",
        "a ",
        "\ta",
        " a<ph/>",
        "<ph/>a ",
        "<ph/> a",
        "a <ph/>",
        "a\n<ph/>",
        "\u{3000}<ph/>a",
        "",
    ] {
        assert_eq!(given_of_second(SKETCHED[0], &unit(edge), "en"), Given::Unit, "{edge}");
    }
}

#[test]
fn that_codes_are_no_text_is_said_of_the_first_in_a_file_of_omegat() {
    let [plain, .., coded] = SKETCHED else { panic!() };
    let other = coded.replace("<it x", "<ph/><it x");
    let text = document_of(&[plain, coded, plain, &other, coded], "en");
    let text = text.replace("creationtool=\"t\"", "creationtool=\"OmegaT\"");
    let said = read(&text).said;
    assert_eq!(said.len(), 1, "{said:?}");
    assert!(said[0].message.contains("OmegaT"), "{said:?}");
    assert_eq!(said[0].line, 1);
}

#[test]
fn units_whose_languages_would_be_renamed_are_not_sketched() {
    let unit = NAMED[1].replace(" tuid=\"k1\"", "");
    let tag = |tag: &str| crate::model::LanguageTag::parse(tag).ok();
    for (source_lang, target_lang, given) in [
        (None, None, Given::Digest),
        (tag("en"), None, Given::Unit),
        (None, tag("de-DE"), Given::Unit),
        (tag("en"), tag("de-DE"), Given::Unit),
    ] {
        let options = ReadOptions {
            source_lang,
            target_lang,
            ..ReadOptions::default()
        };
        assert_eq!(given_with(&options, &unit, &unit, "en"), given, "{options:?}");
    }
}

#[test]
fn that_placeables_stay_in_text_is_said_of_the_first_in_a_file_of_wordfast() {
    let with = |inside: &str| SKETCHED[0].replace("<seg>b", &format!("<seg>{inside}"));
    for placeable in ["&amp;tA;", "<ph/>x&amp;tB;<ph/>"] {
        let units = [
            with("b"),
            with("&amp;tAB; &amp;t;"),
            with(placeable),
            with("c"),
            with(placeable),
        ];
        let text = document_of(&units.each_ref().map(String::as_str), "en");
        let text = text.replace("creationtool=\"t\"", "creationtool=\"Wordfast\"");
        let said = read(&text).said;
        assert_eq!(said.len(), 1, "{said:?}");
        assert!(said[0].message.contains("placeables"), "{said:?}");
        assert_eq!(said[0].line, 4);
    }
}

#[test]
fn braces_are_codes_in_a_file_of_phrase_and_what_is_between_is_sketched() {
    for creator in ["t", "Memsource Cloud"] {
        let with = |inside: &str| SKETCHED[0].replace("<seg>b", &format!("<seg>{inside}"));
        let by = |tool: &str, units: &[&str]| {
            let document = document_of(units, "en");
            document.replace("creationtool=\"t\"", &format!("creationtool=\"{tool}\""))
        };
        for inside in ["b{1}", "{1>b<1}", "b}", "<ph/>{2}b", "b<", "b > 1"] {
            let inside = inside.replace("<1", "&lt;1").replace("b<", "b&lt;");
            let unit = with(&inside);
            let context = unit.replacen("<tuv", "<prop type=\"x-context-pre\">{1>c&lt;1}</prop><tuv", 1);
            let units = [SKETCHED[0], &context, &unit, &context];
            let [sketched, whole] = ["</tu> ", "</tu >"].map(|end| read(&by(creator, &units).replace("</tu>", end)));
            let texts = |read: &Read| {
                format!(
                    "{:?}",
                    read.units.iter().map(|u| (&u.variants, &u.context)).collect::<Vec<_>>()
                )
            };
            assert_eq!(texts(&sketched), texts(&whole), "{inside}");
            assert_eq!(sketched.said, whole.said);
        }
    }
}

#[test]
fn what_is_said_once_is_said_of_the_first() {
    let unit = |inside: &str| {
        format!("<tu>{inside}<tuv xml:lang=\"en\"><seg>a</seg></tuv><tuv xml:lang=\"de\"><seg>b</seg></tuv></tu>")
    };
    for odd in [
        "<prop type=\"a\">1</prop><prop type=\"a\">2</prop>",
        "<prop type=\"a\"> </prop>",
        "<prop type=\"x-state\">translated</prop>",
        "<prop type=\"x-context-pre\">before</prop>",
        "<prop type=\"x-context\">key</prop>",
        "<prop type=\"x-ConfirmationLevel\">Draft</prop>",
        "<prop type=\"Txt::Note\">-0.5</prop>",
        "<prop type=\"Txt::Note\">0.5</prop>",
        "<prop type=\"x-xtm-status\">Not approved</prop>",
        "<prop type=\"x-xtm-status\">Approved</prop>",
        "<prop type=\"x-note-priority\">1:2</prop><note>n</note>",
        "<prop type=\"a\" xml:lang=\"en\">1</prop>",
    ] {
        is_read_alike(&[&unit(""), &unit(odd), &unit(odd), &unit("")], "en");
    }
    for by_machine in [" creationid=\"MT!\"", " creationid=\"MT!\" changeid=\"x\""] {
        let of_unit = unit("").replacen("<tu", &format!("<tu{by_machine}"), 1);
        let of_target = unit("").replacen(" xml:lang=\"de\"", &format!(" xml:lang=\"de\"{by_machine}"), 1);
        is_read_alike(&[&unit(""), &of_unit, &of_target, &of_target, &of_unit], "en");
    }
    // what other tools say of a unit is read alike, and so is what stands in a `tuv`
    for property in [
        "x-context-pre",
        "x-context-post",
        "x-Context",
        "x-ContextContent",
        "x-ConfirmationLevel",
        "x-context",
        "prev",
        "id",
        "x-state",
        "x-bead",
        "x-segments",
        "x-confidence",
        "x-part-of",
        "x-source-language",
        "x-id",
        "x-context-key",
        "x-MateCAT-status",
        "p",
    ] {
        for value in [
            "a | b | c | d",
            "1-1",
            "fr",
            "Translated",
            "&lt;seg&gt;a&lt;/seg&gt;",
            "&lt;seg&gt;&lt;ph/&gt;a&lt;/seg&gt;",
            "",
            " ",
        ] {
            let odd = format!("<prop type=\"{property}\">{value}</prop>");
            let in_first = unit("").replacen("<seg>", &format!("{odd}<note>n</note><seg>"), 1);
            let in_second = unit("").replacen("<seg>b", &format!("{odd}<note>n</note><seg>b"), 1);
            is_read_alike(&[&unit(""), &unit(&odd), &in_first, &in_second, &unit(&odd)], "en");
            let with_another = in_first.replacen("<note>", "<prop type=\"x-context-post\">z</prop><note>", 1);
            let with_both = in_first.replacen("<note>", &format!("{odd}<note>"), 1);
            is_read_alike(
                &[&unit(&odd), &with_another, &with_another, &with_both, &with_both],
                "en",
            );
        }
    }
    let with_ids = ["1", "2", "1", "字", "a b"].map(|id| unit("").replacen("<tu", &format!("<tu tuid=\"{id}\""), 1));
    is_read_alike(&with_ids.each_ref().map(String::as_str), "en");
    for source in ["de", "*all*", "fr"] {
        is_read_alike(&[&unit(""), &unit("")], source);
    }
}

#[test]
fn units_are_read_alike_wherever_the_input_is_cut() {
    let unit = |number: usize, pad: usize| {
        let text = "x".repeat(pad);
        format!(
            "<tu tuid=\"{number}\"><prop type=\"p\">{text}</prop><tuv xml:lang=\"en\"><seg>a字{number}</seg></tuv>\
             <tuv xml:lang=\"de\"><seg>b &amp; c</seg></tuv></tu>"
        )
    };
    // a block of the input ends within the second half of the document
    for pad in (0..260).step_by(3) {
        let units: Vec<String> = (0..320)
            .map(|number| unit(number, if number == 0 { pad } else { 100 }))
            .collect();
        let units: Vec<&str> = units.iter().map(String::as_str).collect();
        let sketched = read(&document_of(&units, "en"));
        assert_eq!(sketched.units.len(), units.len(), "{pad}");
        for (read, written) in sketched.units.iter().zip(&units) {
            assert_eq!(read.raw.as_ref().map(|raw| &*raw.markup), Some(*written), "{pad}");
        }
        assert!(sketched.said.is_empty(), "{:?}", sketched.said);
    }
}
