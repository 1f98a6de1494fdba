//! Documents, files, groups, units and what is said of them.

use super::{document, read, unit};
use crate::model::{AppliesTo, PartKind, State, Untranslated};

const PLAIN: &str = "<segment><source>a</source><target>b</target></segment>";

#[test]
fn the_structure_of_xliff_1_under_version_2_is_refused_at_its_first_unit() {
    let file = "<header/>\n<body>\n<group id=\"g\"><trans-unit id=\"1\"><source>a</source></trans-unit></group></body>";
    let read = read(&document(file));
    let error = read.error.expect("an error");
    assert!(
        error.message().contains("XLIFF 1.2 structure under version 2.0"),
        "{error}"
    );
    assert_eq!((error.origin().line, error.unit()), (4, Some("1")));
    assert!(read.units.is_empty());
}

#[test]
fn a_version_or_namespace_that_is_none_is_said_and_the_file_read() {
    for (root, expected) in [
        (
            "xmlns=\"urn:oasis:names:tc:xliff:document:2.0\" version=\"2.3\"",
            "1 version-odd",
        ),
        ("xmlns=\"urn:oasis:names:tc:xliff:document:2.2\"", "1 version-odd"),
        ("version=\"2.0\"", "1 namespace-odd"),
        ("xmlns=\"urn:x\" version=\"2.1\"", "1 namespace-odd"),
        (
            "xmlns=\"urn:oasis:names:tc:xliff:document:2.0\" version=\"2.2\"",
            "1 namespace-odd",
        ),
    ] {
        let text = format!(
            "<xliff {root} srcLang=\"en\" trgLang=\"fr\"><file id=\"f\"><unit id=\"u\">{PLAIN}</unit></file></xliff>"
        );
        let read = read(&text);
        assert_eq!(read.words(), [expected], "{root}");
        assert_eq!(read.texts(), [("u".to_owned(), vec!["a", "b"])]);
    }
}

#[test]
fn segments_are_parts_of_their_unit_and_a_segment_alone_is_the_unit() {
    let read = read(&document(
        "<unit id=\"u\"><segment id=\"s\"><source>a</source></segment><ignorable><source> </source></ignorable>\
         <segment id=\"t\"><source>b</source><target>c</target></segment></unit>\
         <unit id=\"v\"><segment id=\"s\"><source>d</source><target/></segment></unit>",
    ));
    let parts: Vec<_> = read
        .units
        .iter()
        .map(|unit| {
            let part = unit.part.as_ref().map(|part| (part.of.as_str(), part.kind));
            (unit.id.as_deref(), part, unit.untranslated)
        })
        .collect();
    assert_eq!(
        parts,
        [
            (
                Some("u#s"),
                Some(("u", PartKind::Segment)),
                Some(Untranslated::NoTarget)
            ),
            (Some("u#t"), Some(("u", PartKind::Segment)), None),
            (Some("v"), None, Some(Untranslated::EmptyTarget)),
        ]
    );
    assert!(read.words().is_empty());
}

#[test]
fn states_are_kept_and_only_initial_ones_are_no_translation() {
    let of = |attributes: &str| {
        let segment = format!("<segment{attributes}><source>a</source><target>b</target></segment>");
        let read = unit(&segment);
        let unit = &read.units[0];
        let left = unit
            .properties
            .iter()
            .map(|of| format!("{}={}", of.name, of.value))
            .collect::<Vec<_>>();
        (unit.state.clone(), unit.untranslated, left, read.warnings())
    };
    assert_eq!(of(""), (None, None, vec![], vec![]));
    let untranslated = Some(Untranslated::State);
    assert_eq!(
        of(" state=\"initial\""),
        (Some(State::Initial), untranslated, vec![], vec![])
    );
    assert_eq!(
        of(" state=\"reviewed\" subState=\"xliff12:signed-off\""),
        (Some(State::SignedOff), None, vec![], vec![])
    );
    assert_eq!(
        of(" state=\"initial\" subState=\"x:Draft\""),
        (Some(State::Other("Draft".to_owned())), untranslated, vec![], vec![])
    );
    assert_eq!(
        of(" state=\"translated\" subState=\"xliff12:needs-review-l10n\""),
        (Some(State::NeedsReviewL10n), untranslated, vec![], vec![])
    );
    // the same word beside a state that we don't write with it is a word of another tool
    assert_eq!(
        of(" state=\"final\" subState=\"x:Draft\""),
        (Some(State::Final), None, vec!["x-subState=x:Draft".to_owned()], vec![])
    );
    assert_eq!(of(" state=\"done\"").3, ["2 state-unknown"]);
    assert_eq!(of(" subState=\"a:b\"").3, ["2 attribute-missing"]);
    assert_eq!(of(" state=\"final\" subState=\"a b\"").3, ["2 attribute-value"]);
}

#[test]
fn attributes_are_taken_over_and_are_properties_where_they_are_not_the_default() {
    let text = document(&format!(
        "<group id=\"g\" name=\"menu\" translate=\"no\" canResegment=\"no\" srcDir=\"rtl\"><group id=\"h\">\
         <unit id=\"1\" name=\"k\" type=\"x:t\" my:a=\"1\">{PLAIN}</unit>\
         <unit id=\"2\" translate=\"yes\" canResegment=\"yes\" srcDir=\"auto\">{PLAIN}</unit>\
         <unit id=\"3\"><segment><source>c</source></segment></unit></group></group><unit id=\"4\">{PLAIN}</unit>"
    ));
    let read = read(&text);
    let properties: Vec<Vec<String>> = read
        .units
        .iter()
        .map(|unit| {
            unit.properties
                .iter()
                .map(|of| format!("{}={}", of.name, of.value))
                .collect()
        })
        .collect();
    assert_eq!(
        properties,
        [
            vec![
                "my:a=1",
                "x-name=k",
                "x-type=x:t",
                "x-translate=no",
                "x-canResegment=no",
                "x-srcDir=rtl",
                "x-group=menu / h"
            ],
            vec!["x-group=menu / h"],
            vec![],
        ]
    );
    assert_eq!(
        read.units[0]
            .context
            .as_ref()
            .and_then(|context| context.key.as_deref()),
        Some("k")
    );
    assert_eq!(read.words(), ["2 structure"]);
}

#[test]
fn a_target_keeps_its_place_among_the_others_where_that_is_not_its_own() {
    let of = |segment: &str| {
        let read = unit(segment);
        let orders = read.units.iter().map(|unit| {
            let target = unit.target().map(|target| &target.properties);
            target
                .and_then(|properties| properties.first())
                .map(|property| property.value.clone())
        });
        (orders.collect::<Vec<_>>(), read.warnings())
    };
    let segment = |order: &str| format!("<segment><source>a</source><target order=\"{order}\">b</target></segment>");
    let moved = of(&format!("{}{}", segment("2"), segment("1")));
    assert_eq!(moved, (vec![Some("2".to_owned()), Some("1".to_owned())], vec![]));
    assert_eq!(of(&segment("1")), (vec![None], vec![]));
    assert_eq!(
        of(&segment("first")),
        (vec![None], vec!["2 attribute-value".to_owned()])
    );
}

#[test]
fn units_that_are_not_valid_are_read_as_they_were_meant() {
    let of = |content: &str| {
        let read = unit(content);
        let units = read.units.len();
        (units, read.warnings())
    };
    let said = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect::<Vec<_>>();
    assert_eq!(
        of(&format!("{PLAIN}<notes><note>n</note></notes>")),
        (1, said(&["2 markup-repaired"]))
    );
    assert_eq!(of(""), (0, said(&["2 markup-repaired"])));
    assert_eq!(
        of("<ignorable><source> </source></ignorable>"),
        (0, said(&["2 markup-repaired"]))
    );
    assert_eq!(
        of("<segment><target>b</target></segment>"),
        (1, said(&["2 markup-repaired"]))
    );
    assert_eq!(of(&format!("x{PLAIN}")), (1, said(&["2 text-stray"])));
    assert_eq!(of(&format!("<part/>{PLAIN}")), (1, said(&["2 element-unknown"])));
    let twice = "<segment><source>a</source><source>c</source><target>b</target></segment>";
    assert_eq!(of(twice), (1, said(&["2 markup-repaired"])));
}

#[test]
fn ids_that_repeat_or_are_none_are_said_within_their_file() {
    let text = document(&format!(
        "<unit id=\"1\">{PLAIN}</unit>\n<unit id=\"1\">{PLAIN}</unit>\n<unit id=\"a b\">{PLAIN}</unit>\n<unit>{PLAIN}</unit>\
         </file><file id=\"g\">\n<unit id=\"1\">{PLAIN}</unit>"
    ));
    let read = read(&text);
    assert_eq!(read.words(), ["3 id-repeated", "4 id-form", "5 attribute-missing"]);
    assert_eq!(read.units.len(), 5);
}

#[test]
fn an_id_that_had_to_be_hashed_is_itself_again() {
    let id = crate::format::xliff2::ids::of_unit("menu/open file").into_owned();
    let read = read(&document(&format!(
        "<unit id=\"{id}\" name=\"menu/open file\">{PLAIN}</unit>"
    )));
    assert_eq!(read.units[0].id.as_deref(), Some("menu/open file"));
    assert!(read.units[0].properties.is_empty() && read.units[0].context.is_none());
}

#[test]
fn what_the_first_file_says_is_said_of_all_and_the_rest_is_named() {
    let text = document(&format!(
        "<skeleton>x</skeleton><mda:metadata><mda:metaGroup category=\"tool\"><mda:meta type=\"tool-name\">t</mda:meta>\
         </mda:metaGroup></mda:metadata><notes><note>n</note></notes><unit id=\"1\">{PLAIN}</unit>\n\
         <group id=\"g\"><notes><note>o</note></notes></group></file><file id=\"g\"><notes><note>p</note></notes>\
         <unit id=\"2\">{PLAIN}</unit>"
    ));
    let read = read(&text);
    assert_eq!(read.header.notes.len(), 1);
    assert_eq!(read.header.provenance.tool.as_deref(), Some("t"));
    assert_eq!(read.words(), ["2 not-carried", "3 not-carried", "3 not-carried"]);
}

#[test]
fn notes_know_their_side_and_in_2_2_their_segment() {
    let read = read(
        "<xliff xmlns=\"urn:oasis:names:tc:xliff:document:2.2\" version=\"2.2\" srcLang=\"en\" trgLang=\"fr\"><file id=\"f\">\
         <unit id=\"u\"><notes><note appliesTo=\"target\" category=\"c\" priority=\"3\">all</note><note ref=\"#s2\">two</note>\
         <note ref=\"#s3\">none</note></notes><segment id=\"s1\"><source>a</source></segment><segment id=\"s2\">\
         <source>b</source></segment></unit></file></xliff>",
    );
    let notes: Vec<Vec<&str>> = read
        .units
        .iter()
        .map(|unit| unit.notes.iter().map(|note| note.text.as_str()).collect())
        .collect();
    assert_eq!(notes, [vec!["all"], vec!["all", "two"]]);
    let note = &read.units[0].notes[0];
    assert_eq!((note.applies_to, note.priority), (Some(AppliesTo::Target), Some(3)));
    assert_eq!(read.words(), ["1 reference-broken"]);
}

#[test]
fn metadata_of_others_are_properties_named_by_their_path() {
    let read = unit(&format!(
        "<mda:metadata><mda:metaGroup category=\"a\" id=\"i\"><mda:meta type=\"t\">1</mda:meta><mda:metaGroup category=\"b\">\
         <mda:meta type=\"u\">2</mda:meta></mda:metaGroup></mda:metaGroup><mda:metaGroup appliesTo=\"target\">\
         <mda:meta type=\"v\">3</mda:meta></mda:metaGroup><mda:metaGroup category=\"provenance\">\
         <mda:meta type=\"mood\">4</mda:meta></mda:metaGroup></mda:metadata>{PLAIN}"
    ));
    let unit = &read.units[0];
    let names = |properties: &[crate::model::Property]| {
        properties
            .iter()
            .map(|of| format!("{}={}", of.name, of.value))
            .collect::<Vec<_>>()
    };
    assert_eq!(names(&unit.properties), ["a/i/t=1", "a/i/b/u=2", "provenance/mood=4"]);
    assert_eq!(names(&unit.variants[1].properties), ["v=3"]);
    assert!(read.words().is_empty());
}

#[test]
fn candidates_belong_to_the_segment_that_they_are_for() {
    let one = |reference: &str, text: &str| {
        format!(
            "<mtc:match ref=\"{reference}\" similarity=\"50.5\" type=\"other\" subType=\"x:rejected\"><source>{text}</source>\
             <target>c</target></mtc:match>"
        )
    };
    let read = unit(&format!(
        "<mtc:matches>{}{}{}{}</mtc:matches><segment id=\"s1\"><source>a</source></segment><segment id=\"s2\">\
         <source>b<mrk id=\"m\" type=\"term\">x</mrk></source></segment>",
        one("#s1", "a"),
        one("#m", "y"),
        one("#f=f/u=u/s2", "z"),
        one("#no", "w")
    ));
    let candidates: Vec<Vec<Option<&str>>> = read
        .units
        .iter()
        .map(|unit| {
            let sources = unit
                .candidates
                .iter()
                .map(|of| of.source.as_ref().map(crate::model::Segment::text));
            sources.collect()
        })
        .collect();
    // a source that is the segment's own is not said twice
    assert_eq!(candidates, [vec![None, Some("w")], vec![Some("y"), Some("z")]]);
    let first = &read.units[0].candidates[0];
    assert_eq!(
        (first.similarity, first.candidate_type.as_deref()),
        (Some(50.5), Some("rejected"))
    );
    assert_eq!(read.words(), ["2 reference-broken", "2 not-carried"]);
}

#[test]
fn foreign_elements_bear_what_they_need_and_those_that_refer_are_named() {
    let read = unit(&format!(
        "<my:e a=\"1\"><my:f xmlns:my=\"urn:other\"/></my:e><gls:glossary \
         xmlns:gls=\"urn:oasis:names:tc:xliff:glossary:2.0\"><gls:glossEntry ref=\"#m\"/></gls:glossary>{PLAIN}"
    ));
    let markup: Vec<&str> = read.units[0].extensions.iter().map(|one| one.markup.as_str()).collect();
    assert_eq!(
        markup,
        ["<my:e xmlns:my=\"urn:my\" a=\"1\"><my:f xmlns:my=\"urn:other\"/></my:e>"]
    );
    assert_eq!(read.words(), ["2 not-carried"]);
}

#[test]
fn languages_that_are_none_are_said_once() {
    let read = read(
        "<xliff xmlns=\"urn:oasis:names:tc:xliff:document:2.0\" version=\"2.0\" srcLang=\"en_GB\">\n<file id=\"f\">\
         <unit id=\"1\"><segment><source>a</source><target>b</target></segment></unit>\n<unit id=\"2\"><segment>\
         <source>a</source><target xml:lang=\"de-DE\">b</target></segment></unit></file></xliff>",
    );
    let tags: Vec<Vec<&str>> = read
        .units
        .iter()
        .map(|unit| unit.variants.iter().map(|variant| variant.lang.as_str()).collect())
        .collect();
    assert_eq!(tags, [vec!["en-GB", "und"], vec!["en-GB", "de-DE"]]);
    assert_eq!(read.units[0].variants[0].spelling.as_deref(), Some("en_GB"));
    assert_eq!(read.words(), ["1 lang-underscore", "2 attribute-missing"]);
}

#[test]
fn a_source_that_is_the_key_of_its_unit_is_said_once() {
    let key = |id: &str| {
        format!(
            "<unit id=\"{id}\" name=\"menu.open\"><segment><source>menu.open</source><target>b</target></segment></unit>\n"
        )
    };
    assert_eq!(read(&document(&(key("1") + &key("2")))).words(), ["2 tool-habit"]);
}

#[test]
fn what_is_said_of_all_segments_is_not_given_to_more_than_memory_holds() {
    let segments = "<segment><source>a</source><target>b</target></segment>".repeat(2000);
    let notes = |count: usize| format!("<notes>{}</notes>", "<note>of all</note>".repeat(count));
    let read = unit(&format!("{}{segments}", notes(20)));
    assert_eq!(read.units.len(), 2000);
    assert!(read.units.iter().all(|unit| unit.notes.len() == 20));
    let extensions = "<my:a/>".repeat(2000);
    for content in [notes(2000), extensions] {
        let error = unit(&format!("{content}{segments}")).error.unwrap();
        assert!(matches!(error.kind(), crate::error::ErrorKind::Limit(_)), "{error}");
        assert_eq!(error.unit(), Some("u"));
    }
}

#[test]
fn a_candidate_for_the_source_of_its_segment_numbers_its_codes_as_that_does() {
    let read = unit(
        "<mtc:matches><mtc:match ref='#s'><source>a<ph id='7'/></source><target><ph id='8'/>b<ph id='7'/></target>\
         </mtc:match></mtc:matches><segment id='s'><source><!-- -->a<ph id='2'/></source></segment>\
         <segment><source><ph id='3'/></source></segment>",
    );
    let [unit, _] = read.units.as_slice() else {
        panic!("two segments")
    };
    let candidate = &unit.candidates[0];
    assert_eq!(candidate.source, None);
    let ids = |segment: &crate::model::Segment| segment.codes().iter().map(|code| code.id).collect::<Vec<_>>();
    let source = ids(&unit.variants[0].segment);
    assert_eq!(ids(&candidate.target)[1], source[0]);
    assert_ne!(ids(&candidate.target)[0], source[0]);
}

#[test]
fn a_language_that_nobody_registered_stays_in_the_header() {
    let group = "<mda:metadata><mda:metaGroup category='header'><mda:meta type='admin-language'>ej</mda:meta>\
                 </mda:metaGroup></mda:metadata>";
    let read = read(&document(&format!(
        "{group}<unit id='u'><segment><source>a</source></segment></unit>"
    )));
    assert_eq!(
        read.header
            .admin_language
            .as_ref()
            .map(crate::model::LanguageTag::as_str),
        Some("ej")
    );
}
