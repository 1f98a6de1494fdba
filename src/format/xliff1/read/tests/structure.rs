use super::{codes, document, property, read, text, try_read, warned};
use crate::diag::DiagnosticCode;
use crate::error::ErrorKind;
use crate::model::{AppliesTo, Role, State, TranslationUnit, Untranslated};

#[test]
fn a_version_or_namespace_of_old_is_read_with_a_warning() {
    let body = "<file original='a' source-language='en' target-language='fr' datatype='plaintext'><body>\
                <trans-unit id='1'><source>a</source><target>b</target></trans-unit></body></file>";
    for (start, end, expected) in [
        ("<xliff version='1.0'>", "</xliff>", &[DiagnosticCode::VersionOdd][..]),
        ("<xliff version='1.2'>", "</xliff>", &[DiagnosticCode::NamespaceOdd]),
        (
            "<xliff>",
            "</xliff>",
            &[DiagnosticCode::VersionOdd, DiagnosticCode::NamespaceOdd],
        ),
    ] {
        let (units, said, _) = try_read(&format!("{start}{body}{end}")).unwrap();
        assert_eq!(text(&units[0], 1), Some("b"), "{start}");
        assert_eq!(warned(&said), expected, "{start}");
        assert!(units[0].raw.is_none(), "{start}");
    }
}

#[test]
fn a_prefix_other_than_the_default_one_is_read() {
    let document = "<x:xliff version='1.2' xmlns:x='urn:oasis:names:tc:xliff:document:1.2'>\
        <x:file original='a' source-language='en' target-language='fr' datatype='plaintext'><x:body>\
        <x:trans-unit id='1'><x:source>a<x:g id='1'>b</x:g></x:source><x:target>c</x:target></x:trans-unit>\
        </x:body></x:file></x:xliff>";
    let (units, said, _) = try_read(document).unwrap();
    assert_eq!(text(&units[0], 0), Some("ab"));
    assert_eq!(units[0].variants[0].segment.codes().len(), 2);
    assert!(warned(&said).is_empty());
    assert!(units[0].raw.is_none());
}

#[test]
fn the_body_of_another_version_is_refused_with_its_own_sentence() {
    let unit = document("", "").replace(
        "<body></body>",
        "<unit id='1'><segment><source>a</source></segment></unit>",
    );
    let error = try_read(&unit).unwrap_err();
    assert!(matches!(error.kind(), ErrorKind::Format(_)), "{error}");
    assert!(
        error.to_string().contains("`<unit>` is an element of XLIFF 2"),
        "{error}"
    );
    assert_eq!(error.origin().line, 3);
    let error = try_read("<xliff version='2.0' xmlns='urn:oasis:names:tc:xliff:document:2.0'/>").unwrap_err();
    assert!(
        error.to_string().contains("the version of the root is `2.0`"),
        "{error}"
    );
}

#[test]
fn segments_are_units_by_their_mids_and_gaps_are_parts_between_them() {
    let (units, said) = read(
        "<trans-unit id='u'><source>One. Two. Three.</source><seg-source><mrk mtype='seg' mid='a'>One.</mrk> \
         <mrk mtype='seg' mid='b'>Two.</mrk> <mrk mtype='seg' mid='c'>Three.</mrk></seg-source>\
         <target><mrk mtype='seg' mid='b'>Deux.</mrk>-<mrk mtype='seg' mid='a'>Un.</mrk>\
         <mrk mtype='seg' mid='z'>Quoi ?</mrk></target></trans-unit>",
    );
    let ids: Vec<_> = units.iter().map(|unit| unit.id.as_deref().unwrap()).collect();
    assert_eq!(ids, ["u#a", "u#b", "u#c"]);
    let targets: Vec<_> = units.iter().map(|unit| text(unit, 1)).collect();
    assert_eq!(targets, [Some("Un."), Some("Deux."), None]);
    assert_eq!(units[2].untranslated, Some(Untranslated::NoTarget));
    let gaps: Vec<_> = units
        .iter()
        .flat_map(|unit| &unit.ignorables)
        .map(|gap| (gap.source.text(), gap.target.as_ref().map(crate::model::Segment::text)))
        .collect();
    assert_eq!(gaps, [(" ", Some("-")), (" ", None)]);
    assert_eq!(codes(&said), [DiagnosticCode::ReferenceBroken]);
    let order = |unit: &TranslationUnit| {
        let last = unit.variants.get(1)?.properties.last()?;
        (last.name == "x-order").then(|| last.value.clone())
    };
    assert_eq!(
        units.iter().map(order).collect::<Vec<_>>(),
        [Some("3".to_owned()), Some("1".to_owned()), None]
    );
    assert_eq!(units[0].ignorables[0].order, None);
    assert!(units.iter().all(|unit| unit.raw.is_none()));
}

#[test]
fn the_comment_of_a_segment_is_a_note_on_its_side() {
    let (units, said) = read(
        "<trans-unit id='u'><source>One. Two.</source><seg-source><mrk mtype='seg' mid='1' comment='check'>One.</mrk> \
         <mrk mtype='seg' mid='2'>Two.</mrk></seg-source><target><mrk mtype='seg' mid='1'>Un.</mrk> \
         <mrk mtype='seg' mid='2' comment='vu'>Deux.</mrk></target></trans-unit>",
    );
    let notes = |unit: &TranslationUnit| -> Vec<_> {
        let notes = unit.notes.iter();
        notes.map(|note| (note.text.clone(), note.applies_to)).collect()
    };
    assert_eq!(notes(&units[0]), [("check".to_owned(), Some(AppliesTo::Source))]);
    assert_eq!(notes(&units[1]), [("vu".to_owned(), Some(AppliesTo::Target))]);
    assert!(said.is_empty());
}

#[test]
fn groups_of_contexts_that_are_named_as_ours_hold_properties() {
    let group = |name: &str, contexts: &[[&str; 2]]| {
        let contexts = contexts
            .iter()
            .map(|[kind, text]| format!("<context context-type='{kind}'>{text}</context>"));
        let contexts: String = contexts.collect();
        format!("<context-group name='{name}:u'>{contexts}</context-group>")
    };
    let (units, _) = read(&format!(
        "<trans-unit id='u'><source>a</source><target>b</target>{}{}{}{}</trans-unit>",
        group(
            "alignment",
            &[["sourcefile", "1"], ["x-record", "2"], ["x-bead", "two"]]
        ),
        group("unit", &[["x-foo", "3"], ["x-standing", "tall"]]),
        group("provenance", &[["x-foo", "4"], ["x-tool", "t"]]),
        group("target-properties-2", &[["x-x-foo", "5"]]),
    ));
    let properties: Vec<_> = units[0]
        .properties
        .iter()
        .map(|property| (property.name.as_str(), property.value.as_str()))
        .filter(|(name, _)| *name != "x-document")
        .collect();
    let expected = [
        ("sourcefile", "1"),
        ("x-record", "2"),
        ("x-bead", "two"),
        ("x-foo", "3"),
        ("x-standing", "tall"),
        ("x-foo", "4"),
        ("x-x-foo", "5"),
    ];
    assert_eq!(properties, expected);
    assert_eq!(units[0].bead, None);
    assert_eq!(units[0].provenance.as_ref().unwrap().tool.as_deref(), Some("t"));
}

#[test]
fn a_pair_around_a_segment_goes_on_from_gap_to_gap() {
    let (units, _) = read(
        "<trans-unit id='u'><source><g id='1'>One.</g></source>\
         <seg-source><g id='1'><mrk mtype='seg' mid='1'>One.</mrk></g></seg-source>\
         <target><g id='1'><mrk mtype='seg' mid='1'>Un.</mrk></g></target></trans-unit>",
    );
    let languages = [&units[0].variants[0].lang, &units[0].variants[1].lang];
    let ends: Vec<_> = crate::format::unfolded(&units[0], languages)
        .iter()
        .map(|unit| {
            let codes = unit.variants[1].segment.codes();
            codes
                .iter()
                .map(|code| (code.role, code.isolated, code.span, code.id))
                .collect::<Vec<_>>()
        })
        .collect();
    assert_eq!(
        ends,
        [
            vec![(Role::Open, true, true, 1)],
            vec![],
            vec![(Role::Close, true, true, 1)]
        ]
    );
    assert_eq!(text(&units[0], 1), Some("Un."));
}

#[test]
fn a_seg_source_that_differs_is_said_and_a_target_without_segments_makes_one_unit() {
    let (units, said) = read(
        "<trans-unit id='u'><source>One.</source><seg-source><mrk mtype='seg' mid='1'>Two.</mrk></seg-source>\
         <target>Un.</target></trans-unit>\
         <trans-unit id='v'><source>A. B.</source><seg-source><mrk mtype='seg' mid='1'>A.</mrk> \
         <mrk mtype='seg' mid='2'>B.</mrk></seg-source><target>A. B. !</target></trans-unit>",
    );
    assert_eq!(units[0].id.as_deref(), Some("u#1"));
    assert_eq!((text(&units[0], 0), text(&units[0], 1)), (Some("Two."), Some("Un.")));
    assert_eq!((units[1].id.as_deref(), text(&units[1], 0)), (Some("v"), Some("A. B.")));
    assert_eq!(
        warned(&said),
        [DiagnosticCode::MarkupRepaired, DiagnosticCode::MarkupRepaired]
    );
}

#[test]
fn groups_contexts_and_attributes_become_properties() {
    let (units, said) = read(
        "<group id='g' resname='menu'><context-group><context context-type='x-key'>k</context></context-group>\
         <group id='h'><trans-unit id='1' resname='open' restype='button' maxwidth='9' translate='no' approved='yes'>\
         <source>a</source><target state='final' state-qualifier='exact-match'>b</target>\
         <context-group name='c' purpose='location'><context context-type='sourcefile'>a.c</context></context-group>\
         <count-group name='n'><count count-type='num-usages'>7</count></count-group></trans-unit></group></group>",
    );
    let [unit] = units.as_slice() else { panic!("one unit") };
    for (name, value) in [
        ("x-restype", "button"),
        ("x-maxwidth", "9"),
        ("x-translate", "no"),
        ("x-approved", "yes"),
        ("x-state-qualifier", "exact-match"),
        ("x-key", "k"),
        ("sourcefile", "a.c"),
        ("x-count-num-usages", "7"),
        ("x-group", "menu / h"),
        ("x-document", "a.txt"),
    ] {
        assert_eq!(property(unit, name), Some(value), "{name}");
    }
    assert_eq!(unit.context.as_ref().unwrap().key.as_deref(), Some("open"));
    assert_eq!(unit.provenance.as_ref().unwrap().usage_count, Some(7));
    assert_eq!(unit.state, Some(State::Final));
    assert!(warned(&said).is_empty());
    assert!(
        said.iter()
            .any(|said| said.message.contains("`purpose` of a group of contexts"))
    );
}

#[test]
fn structure_is_named_and_is_no_unit_and_binaries_are_passed_over() {
    let (units, said) = read(
        "<trans-unit id='1' translate='no'><source><x id='0'/></source></trans-unit>\
         <bin-unit id='2' mime-type='image/png'><bin-source><internal-file>AAAA</internal-file></bin-source>\
         <note>n</note><trans-unit id='3'><source>a</source><target>b</target></trans-unit></bin-unit>",
    );
    assert_eq!(units.len(), 1);
    assert_eq!(units[0].id.as_deref(), Some("3"));
    let expected = [
        DiagnosticCode::Structure,
        DiagnosticCode::NotCarried,
        DiagnosticCode::NotCarried,
        DiagnosticCode::NotCarried,
    ];
    assert_eq!(codes(&said), expected);
}

#[test]
fn what_is_invalid_is_read_as_it_was_meant_and_named() {
    let (units, said) = read(
        "<trans-unit id='1'><note>n</note><source>a<bpt id='1'>[</bpt>b<ept id='2' rid='9'>]</ept></source>\
         <target>c<br/>d<x id='1'>{0}</x></target></trans-unit>\
         <trans-unit id='2'><target>only</target></trans-unit>\
         <trans-unit><source>no id</source></trans-unit>",
    );
    assert_eq!(units.len(), 3);
    assert_eq!(units[0].notes.len(), 1);
    assert!(units[0].variants[0].segment.codes().iter().all(|code| code.isolated));
    let data: Vec<_> = units[0].variants[1]
        .segment
        .codes()
        .iter()
        .map(|code| code.data.as_str())
        .collect();
    assert_eq!(data, ["<br/>", "{0}"]);
    assert_eq!(units[1].untranslated, Some(Untranslated::EmptySource));
    assert_eq!(units[2].id, None);
    let mut found = warned(&said);
    found.sort_unstable();
    found.dedup();
    let expected = [
        DiagnosticCode::ElementUnknown,
        DiagnosticCode::AttributeMissing,
        DiagnosticCode::MarkupRepaired,
    ];
    assert_eq!(found, expected);
    assert!(units.iter().all(|unit| unit.raw.is_none()));
}

#[test]
fn a_code_waits_for_the_unit_that_it_names() {
    let (units, said) = read(
        "<trans-unit id='1'><source>a<x id='1' xid='3'/></source><target>b<x id='1' xid='3'/></target></trans-unit>\
         <trans-unit id='2'><source>between</source></trans-unit>\
         <trans-unit id='3'><source>c</source><target>d</target></trans-unit>\
         <trans-unit id='4'><source>e<x id='1' xid='nowhere'/></source></trans-unit>",
    );
    let ids: Vec<_> = units.iter().map(|unit| unit.id.as_deref().unwrap()).collect();
    assert_eq!(ids, ["1", "2", "4"]);
    let sub = |side: usize| {
        units[0].variants[side].segment.codes()[0].subs[0]
            .segment
            .text()
            .to_owned()
    };
    assert_eq!((sub(0).as_str(), sub(1).as_str()), ("c", "d"));
    assert_eq!(warned(&said), [DiagnosticCode::ReferenceBroken]);
}

#[test]
fn units_that_wait_for_one_that_never_comes_are_let_go() {
    let waiting = "<trans-unit id='w'><source>a<x id='1' xid='never'/></source></trans-unit>";
    let others = (0..super::super::waiting::LOOK_AHEAD * 2)
        .map(|number| format!("<trans-unit id='{number}'><source>a</source></trans-unit>"));
    let body: Vec<String> = std::iter::once(waiting.to_owned()).chain(others).collect();
    let body = body.concat();
    let (units, said) = read(&body);
    assert_eq!(units.len(), super::super::waiting::LOOK_AHEAD * 2 + 1);
    assert_eq!(warned(&said), [DiagnosticCode::ReferenceBroken]);
}

#[test]
fn a_unit_that_can_be_copied_has_its_markup_and_any_other_none() {
    let markup = "<trans-unit id='1' approved=\"yes\"><source>a<g id='1'>b</g></source><target state='final'>\
                  c<g id='1'>d</g></target><note>n</note></trans-unit>";
    let is_copied = |markup: &str| {
        let (units, _) = read(markup);
        units[0].raw.as_ref().is_some_and(|raw| &*raw.markup == markup)
    };
    assert!(is_copied(markup));
    for (valid, invalid) in [
        ("<g id='1'>b", "<g>b"),
        ("state='final'", "state='done'"),
        ("<note>n</note>", "<note>n</note><source/>"),
        ("<trans-unit id='1'", "<trans-unit id='1' phase-name='p'"),
        ("<trans-unit id='1'", "<trans-unit id='1' xmlns:a='b' a:c='d'"),
        ("<g id='1'>b</g>", "<bx id='1' rid='1'/>b<bx id='2' rid='1'/>"),
        ("<source>", "<source xml:lang='de'>"),
        ("<note>", "text<note>"),
        ("<source>a", "<source>a & b"),
    ] {
        assert!(!is_copied(&markup.replace(valid, invalid)), "{invalid}");
    }
}

#[test]
fn a_group_that_says_more_than_its_name_keeps_units_from_being_copied() {
    let unit = "<trans-unit id='1'><source>a</source><target>b</target></trans-unit>";
    let copied = |group: &str| read(&format!("<group {group}>{unit}</group>")).0[0].raw.is_some();
    assert!(copied("id='a'"));
    assert!(copied("id='a' restype='table'"));
    assert!(!copied("id='a' translate='no'"));
    assert!(!copied("id='a' xml:space='preserve'"));
}

#[test]
fn ids_are_unique_in_a_file_and_languages_are_those_of_each_file() {
    let second = "<file original='b' source-language='en_GB' target-language='de'><body>\
                  <trans-unit id='1'><source xml:lang='fr'>c</source><target>d</target></trans-unit></body></file>";
    let body = "<trans-unit id='1'><source>a</source></trans-unit><trans-unit id='1'><source>b</source></trans-unit>";
    let document = document("", body).replace("</xliff>", &format!("{second}</xliff>"));
    let (units, said, header) = try_read(&document).unwrap();
    let expected = [
        DiagnosticCode::IdRepeated,
        DiagnosticCode::LangUnderscore,
        DiagnosticCode::LangForm,
    ];
    assert_eq!(warned(&said), expected);
    let tags: Vec<_> = units[2].variants.iter().map(|variant| variant.lang.as_str()).collect();
    assert_eq!(tags, ["en-GB", "de"]);
    assert_eq!(units[2].variants[0].spelling.as_deref(), Some("en_GB"));
    assert_eq!(header.languages.len(), 2);
    assert_eq!(property(&units[2], "x-document"), Some("b"));
}

#[test]
fn what_is_shared_by_many_segments_has_a_bound() {
    let segments: Vec<String> = (0..500)
        .map(|number| format!("<mrk mtype='seg' mid='{number}'>a</mrk>"))
        .collect();
    let body = format!(
        "<trans-unit id='1' extradata='{}'><source>{}</source><seg-source>{}</seg-source></trans-unit>",
        "x".repeat(100_000),
        "a".repeat(500),
        segments.concat()
    );
    let (units, said) = read(&body);
    assert_eq!(units.len(), 500);
    assert!(property(&units[0], "x-extradata").is_some());
    assert!(property(&units[499], "x-extradata").is_none());
    assert!(said.iter().any(|said| said.message.contains("beyond the first ones")));
}

#[test]
fn the_name_of_a_group_of_properties_is_named() {
    let (units, said) = read(
        "<trans-unit id='1'><source>a</source><target>b</target>\
         <prop-group name='g'><prop prop-type='p'>v</prop></prop-group></trans-unit>",
    );
    assert_eq!(property(&units[0], "p"), Some("v"));
    assert_eq!(codes(&said), [DiagnosticCode::NotCarried]);
}
