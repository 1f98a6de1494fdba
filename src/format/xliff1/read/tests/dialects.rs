use super::{document, property, text, try_read, warned};
use crate::diag::DiagnosticCode;
use crate::model::{Moment, Role, State, TranslationUnit, Untranslated};

fn read(attributes: &str, body: &str) -> (Vec<TranslationUnit>, Vec<crate::diag::Diagnostic>) {
    let (units, said, _) = try_read(&document(attributes, body)).unwrap();
    (units, said)
}

#[test]
fn trados_says_of_each_segment_how_far_it_is() {
    let (units, said) = read(
        "xmlns:sdl='http://sdl.com/FileTypes/SdlXliff/1.0'",
        "<trans-unit id='u'><source>A. B. C.</source><seg-source><mrk mtype='seg' mid='1'>A.</mrk> \
         <mrk mtype='seg' mid='2'>B.</mrk> <mrk mtype='seg' mid='3'>C.</mrk></seg-source>\
         <target><mrk mtype='seg' mid='1'>a<mrk mtype='x-sdl-deleted'>gone</mrk><mrk mtype='x-sdl-added'>!</mrk></mrk> \
         <mrk mtype='seg' mid='2'>b</mrk> <mrk mtype='seg' mid='3'>c</mrk></target>\
         <sdl:seg-defs><sdl:seg id='1' conf='ApprovedSignOff' locked='true'>\
         <sdl:value key='created_on'>02/03/2025 08:22:11</sdl:value></sdl:seg>\
         <sdl:seg id='2' conf='RejectedTranslation'/><sdl:seg id='3'/></sdl:seg-defs></trans-unit>",
    );
    let segments: Vec<_> = units
        .iter()
        .filter(|unit| unit.id.as_ref().is_some_and(|id| !id.contains('~')))
        .collect();
    assert_eq!(text(segments[0], 1), Some("a!"));
    assert_eq!(segments[0].state, Some(State::Other("ApprovedSignOff".into())));
    assert_eq!(property(segments[0], "sdl:locked"), Some("true"));
    let created = segments[0]
        .provenance
        .as_ref()
        .and_then(|provenance| provenance.created.clone());
    assert_eq!(created, Some(Moment::parse("2025-02-03T08:22:11Z")));
    let why: Vec<_> = segments.iter().map(|unit| unit.untranslated).collect();
    assert_eq!(why, [None, Some(Untranslated::Rejected), Some(Untranslated::State)]);
    assert!(segments.iter().all(|unit| unit.extensions.is_empty()));
    assert!(warned(&said).is_empty());
}

#[test]
fn comments_of_trados_are_the_comments_of_marks() {
    let document = document(
        "xmlns:sdl='http://sdl.com/FileTypes/SdlXliff/1.0'",
        "<trans-unit id='u'><source>a <mrk mtype='x-sdl-comment' sdl:cid='c1'>b</mrk></source></trans-unit>",
    );
    let comments = "<sdl:doc-info><sdl:cmt-defs><sdl:cmt-def id='c1'><Comments xmlns=''><Comment>Agreed</Comment></Comments>\
                    </sdl:cmt-def></sdl:cmt-defs></sdl:doc-info><file";
    let (units, _, _) = try_read(&document.replace("<file", comments)).unwrap();
    let mark = &units[0].variants[0].segment.codes()[0];
    assert_eq!(mark.mark.comment.as_deref(), Some("Agreed"));
}

#[test]
fn memoq_has_states_keys_and_comments_and_earlier_versions_are_no_units() {
    let (units, said) = read(
        "xmlns:mq='MQXliff'",
        "<trans-unit id='1' mq:status='ManuallyConfirmed' mq:lastchanginguser='u'><source>a</source><target>b</target>\
         <context-group><context context-type='x-mmq-context'>key</context></context-group>\
         <mq:comments><mq:comment>note</mq:comment><mq:comment deleted='true'>old</mq:comment></mq:comments>\
         <mq:minorversions><mq:historical-unit><source>x</source><target>y</target></mq:historical-unit></mq:minorversions>\
         <mq:insertedmatch source='z'/></trans-unit>",
    );
    let [unit] = units.as_slice() else { panic!("one unit") };
    assert_eq!(unit.untranslated, None);
    assert_eq!(unit.context.as_ref().unwrap().key.as_deref(), Some("key"));
    assert_eq!(unit.notes.len(), 1);
    assert_eq!(
        unit.extensions[0].markup,
        "<mq:insertedmatch xmlns:mq=\"MQXliff\" source='z'/>"
    );
    assert_eq!(property(unit, "mq:lastchanginguser"), Some("u"));
    assert!(warned(&said).is_empty());
}

#[test]
fn phrase_has_codes_in_braces_and_counts_steps() {
    let (units, _) = read(
        "xmlns:m='http://www.memsource.com/mxlf/2.0'",
        "<trans-unit id='1' m:confirmed='1' m:created-at='1757503800000'><source>{1&gt;a&lt;1}{x}</source>\
         <target>{1&gt;b&lt;1}{x}</target>\
         <alt-trans match-quality='1.01'><target>{1&gt;c&lt;1}</target></alt-trans>\
         <m:tunit-metadata><m:mark id='1'><m:type>b</m:type><m:content>&lt;b&gt;</m:content></m:mark>\
         <m:mark id='9'><m:content>unused</m:content></m:mark></m:tunit-metadata></trans-unit>",
    );
    let unit = &units[0];
    assert_eq!((text(unit, 0), text(unit, 1)), (Some("a{x}"), Some("b{x}")));
    let source = unit.variants[0].segment.codes();
    assert_eq!(
        (source[0].role, source[0].data.as_str(), source[0].code_type.as_deref()),
        (Role::Open, "<b>", Some("bold"))
    );
    assert_eq!(source[0].id, unit.variants[1].segment.codes()[0].id);
    assert_eq!(unit.state, Some(State::Other("m:confirmed=1".into())));
    assert_eq!(unit.candidates[0].similarity, Some(100.0));
    assert_eq!(unit.candidates[0].target.text(), "c");
    assert_eq!(property(unit, "m:mark-9"), Some("unused"));
}

#[test]
fn angular_names_its_pairs() {
    let (units, _) = read(
        "",
        "<trans-unit id='1'><source><x id='START_LINK' ctype='x-a'/>a<x id='CLOSE_LINK' ctype='x-a'/><x id='ICU'/></source>\
         <target><x id='START_LINK' ctype='x-a'/>b<x id='CLOSE_LINK' ctype='x-a'/><x id='ICU'/></target></trans-unit>",
    );
    for variant in &units[0].variants {
        let roles: Vec<_> = variant.segment.codes().iter().map(|code| code.role).collect();
        assert_eq!(roles, [Role::Open, Role::Close, Role::Alone]);
        assert_eq!(variant.segment.partners()[0], Some(1));
    }
}

#[test]
fn a_key_for_a_source_and_a_copied_source_are_told() {
    let (_, said) = read(
        "",
        "<trans-unit id='1' resname='cart.title'><source>cart.title</source><target>b</target></trans-unit>\
         <trans-unit id='2'><source>Pay</source><target>__Pay</target></trans-unit>\
         <trans-unit id='3'><source>Map</source><target>Map</target></trans-unit>",
    );
    let expected = [
        DiagnosticCode::ToolHabit,
        DiagnosticCode::ToolHabit,
        DiagnosticCode::TargetCopied,
    ];
    assert_eq!(warned(&said), expected);
}
