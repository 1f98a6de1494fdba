//! Units of as many elements as a unit may have: where each were searched for among all, they would take long.

use super::unit;

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
