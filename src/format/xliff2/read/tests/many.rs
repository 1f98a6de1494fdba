//! Units of as many elements as a unit may have: where each were searched for among all, they would take long.

use super::{document, read, unit};

/// What `one` makes of each number below `count`.
fn many(count: usize, one: impl Fn(usize) -> String) -> String {
    (0..count).map(one).collect()
}

#[test]
fn each_of_many_candidates_is_for_its_segment() {
    const COUNT: usize = 6000;
    let read = unit(&format!(
        "<mtc:matches>{}{}</mtc:matches>{}",
        many(COUNT, |number| {
            let to = COUNT - 1 - number;
            format!("<mtc:match ref=\"#m{to}\"><target>inside {to}</target></mtc:match>")
        }),
        many(COUNT, |number| format!(
            "<mtc:match ref=\"#{number}\"><target>whole {number}</target></mtc:match>"
        )),
        many(COUNT, |number| format!(
            "<segment id=\"{number}\"><source><mrk id=\"m{number}\" type=\"term\">a</mrk></source></segment>"
        )),
    ));
    assert_eq!(read.units.len(), COUNT);
    for (number, unit) in read.units.iter().enumerate() {
        let targets: Vec<&str> = unit.candidates.iter().map(|one| one.target.text()).collect();
        assert_eq!(targets, [format!("inside {number}"), format!("whole {number}")]);
    }
}

#[test]
fn an_id_names_the_first_segment_that_has_it_and_else_the_first_that_it_stands_in() {
    let read = unit(
        "<mtc:matches><mtc:match ref=\"#b\"><target>1</target></mtc:match><mtc:match ref=\"#c\"><target>2</target>\
         </mtc:match></mtc:matches><segment id=\"a\"><source><ph id=\"b\"/></source></segment><segment id=\"b\"><source>\
         <pc id=\"x\"><ph id=\"c\"/></pc></source></segment><segment id=\"b\"><source><ph id=\"c\"/></source></segment>",
    );
    let counts: Vec<usize> = read.units.iter().map(|unit| unit.candidates.len()).collect();
    assert_eq!(counts, [0, 2, 0]);
}

#[test]
fn each_of_many_comments_finds_its_note() {
    const COUNT: usize = 14_000;
    let read = unit(&format!(
        "<notes>{}<note id=\"7\">second</note></notes><segment><source>{}</source></segment>",
        many(COUNT, |number| format!("<note id=\"{number}\">text {number}</note>")),
        many(COUNT, |number| format!(
            "<mrk id=\"m{number}\" type=\"comment\" ref=\"#n={}\"/>",
            COUNT - 1 - number
        )),
    ));
    let codes = read.units[0].variants[0].segment.codes().iter().step_by(2);
    for (number, code) in codes.enumerate() {
        let expected = format!("text {}", COUNT - 1 - number);
        assert_eq!(code.mark.comment.as_deref(), Some(expected.as_str()));
    }
    let notes: Vec<&str> = read.units[0].notes.iter().map(|note| note.text.as_str()).collect();
    assert_eq!((notes[9], notes[10], notes[COUNT]), ("text 9", "text 10", "second"));
}

#[test]
fn each_of_many_flows_that_are_not_there_is_named_once() {
    const COUNT: usize = 50_000;
    let all = many(COUNT, |number| format!("n{number} "));
    let read = unit(&format!(
        "<segment><source><ph id=\"1\" subFlows=\"{all}\"/><ph id=\"2\" subFlows=\"{all}\"/></source></segment>"
    ));
    assert_eq!(read.units.len(), 1);
    assert_eq!(read.said.len(), COUNT);
    let last = &read.said[COUNT - 1].message;
    assert!(last.starts_with(&format!("`n{}` is named", COUNT - 1)), "{last}");
}

#[test]
fn metadata_are_of_their_segment_among_many() {
    const COUNT: usize = 8000;
    let read = unit(&format!(
        "<mda:metadata>{}</mda:metadata>{}",
        many(COUNT, |number| {
            let to = COUNT - 1 - number;
            format!(
                "<mda:metaGroup category=\"segment\"><mda:meta type=\"id\">s{to}</mda:meta><mda:meta \
                 type=\"original-id\">o{to}</mda:meta></mda:metaGroup>"
            )
        }),
        many(COUNT, |number| format!(
            "<segment id=\"s{number}\"><source>a</source></segment>"
        )),
    ));
    for (number, unit) in read.units.iter().enumerate() {
        assert_eq!(unit.id, Some(format!("o{number}")));
    }
    assert_eq!((read.units.len(), read.words().len()), (COUNT, 0));
}

#[test]
fn a_flow_is_copied_into_many_codes_only_as_far_as_it_harms_nobody() {
    const COUNT: usize = 1000;
    let long = "x".repeat(1 << 16);
    let codes = many(COUNT, |number| format!("<ph id=\"{number}\" subFlows=\"f\"/>"));
    let read = read(&document(&format!(
        "<unit id=\"u\"><segment><source>{codes}</source></segment></unit><unit id=\"f\"><segment><source>{long}</source></segment></unit>"
    )));
    assert_eq!((read.units.len(), read.said.len()), (1, 1));
    let codes = read.units[0].variants[0].segment.codes();
    let with_flow = codes.iter().filter(|code| !code.subs.is_empty()).count();
    assert_eq!(with_flow, 256);
    assert!(
        read.said[0].message.contains("more than 16 MiB; `f` stays out"),
        "{}",
        read.said[0].message
    );
}
