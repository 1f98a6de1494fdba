//! Units of one form and of many.

use super::*;
use crate::format::xml::Tree;
use crate::model::{LanguageTag, Note, Raw, RawDialect, Variant};

const UNIT: &str = "<u i='1'><s>a &amp; b</s><t>c</t><n>d</n></u>";

fn unit(id: &str, source: &str, target: &str, note: &str) -> TranslationUnit {
    let variant = |lang: &str, text: &str| Variant::new(LanguageTag::parse(lang).unwrap(), text);
    TranslationUnit {
        id: Some(id.to_owned()),
        notes: vec![Note::new(note)],
        ..TranslationUnit::bilingual(variant("en", source), variant("fr", target))
    }
}

/// Exemplars that have learned from [`UNIT`], as if it were `unit`, after some that were of no use.
fn learned(unit: &TranslationUnit, in_vain: usize) -> Exemplars {
    learned_from(UNIT, unit, in_vain)
}

/// The same of markup whose gaps are where those of [`UNIT`] are.
fn learned_from(markup: &str, unit: &TranslationUnit, in_vain: usize) -> Exemplars {
    let tree = Tree::of_fragment(markup).unwrap();
    let mut exemplars = Exemplars {
        in_vain,
        ..Exemplars::default()
    };
    exemplars.learn(tree.root(markup).unwrap(), unit, gaps());
    exemplars
}

/// Where the gaps of [`UNIT`] are.
fn gaps() -> Gaps {
    vec![
        (Gap::Note(0), 36..37),
        (Gap::Id, 6..7),
        (Gap::Text(0), 12..21),
        (Gap::Text(1), 28..29),
    ]
}

#[test]
fn a_unit_of_the_form_differs_in_its_gaps_alone() {
    let mut exemplars = learned(&unit("1", "a & b", "c", "d"), 0);
    let mut made = unit("9", "z", "y", "x");
    made.properties.push(crate::model::Property::new("p", "v"));
    let other = "<u i='22'><s>字</s><t>&lt;</t><n>e f</n></u>";
    assert_eq!(
        exemplars.make(&format!("{other}<u"), &mut made),
        Plain::Whole(Extent::of(other.len()))
    );
    assert_eq!(made, unit("22", "字", "<", "e f"));
    // a unit of the form is filled anew, and one that was changed is made anew
    let change: [fn(&mut TranslationUnit); 5] = [
        |_| {},
        |unit| unit.id = None,
        |unit| unit.variants.truncate(1),
        |unit| unit.notes.push(Note::new("more")),
        |unit| unit.properties.push(crate::model::Property::new("p", "v")),
    ];
    for change in change {
        change(&mut made);
        assert_eq!(exemplars.make(UNIT, &mut made), Plain::Whole(Extent::of(UNIT.len())));
        assert_eq!(made, unit("1", "a & b", "c", "d"));
    }
    for odd in [
        "<u i='2' ><s>a</s><t>c</t><n>d</n></u>",
        "<u i='2'><s>a</s><t>c</t><n> d</n></u>",
        "<u i='2'><s>a</s><t>c</t><n></n></u>",
        "<u i='2'><s>a</s><t>a</t><n>d</n></u>",
        "<u i='2'><s>a</s><t>b a</t><n>d</n></u>",
        "<u i='2'><s>a&#13;b</s><t>c</t><n>d</n></u>",
        "<u i='2'><s>a&b;</s><t>c</t><n>d</n></u>",
        "<u i='&amp;'><s>a</s><t>c</t><n>d</n></u>",
    ] {
        assert_eq!(exemplars.make(odd, &mut made), Plain::Other, "{odd}");
    }
    assert_eq!(exemplars.make("<u i='2'><s>a", &mut made), Plain::Part);
    exemplars.forget();
    assert_eq!(exemplars.make(other, &mut made), Plain::Other);
}

#[test]
fn a_text_may_have_any_spaces_where_its_markup_is_not_copied() {
    let spaced = "<u i='2'><s> a  b </s><t>c&#32;</t><n>d</n></u>";
    let whole = Plain::Whole(Extent::of(spaced.len()));
    let plain = unit("1", "a & b", "c", "d");
    let copied = TranslationUnit {
        raw: Some(Box::new(Raw::new(RawDialect::Xliff12, UNIT, 1, 1))),
        ..plain.clone()
    };
    for (read, made) in [(&plain, whole), (&copied, Plain::Other)] {
        let mut of_text = TranslationUnit::default();
        assert_eq!(learned(read, 0).make(spaced, &mut of_text), made);
        if made == whole {
            assert_eq!(of_text, unit("2", " a  b ", "c ", "d"));
        }
    }
    for odd in [" ", "\u{3000}", "a\tb", "a\nb", "a&#10;b", "&#32;"] {
        let odd = spaced.replace("c&#32;", odd);
        let mut of_text = TranslationUnit::default();
        assert_eq!(learned(&plain, 0).make(&odd, &mut of_text), Plain::Other, "{odd}");
    }
}

#[test]
fn a_unit_of_odd_spaces_is_no_exemplar() {
    let spaced = UNIT.replace("a &amp; b", "a  &lt; b");
    let read = unit("1", "a  < b", "c", "d");
    let made = learned_from(&spaced, &read, 0).make(UNIT, &mut TranslationUnit::default());
    assert_eq!(made, Plain::Other);
}

#[test]
fn a_unit_is_no_exemplar_whose_texts_are_not_those_that_are_written() {
    for read in [
        unit("2", "a & b", "c", "d"),
        unit("1", "a &amp; b", "c", "d"),
        unit("1", "a & b", "c", "D"),
    ] {
        assert_eq!(
            learned(&read, 0).make(UNIT, &mut TranslationUnit::default()),
            Plain::Other
        );
    }
}

#[test]
fn a_file_without_forms_is_parsed() {
    for (in_vain, is_learned) in [(MOST_IN_VAIN - 1, true), (MOST_IN_VAIN, false)] {
        let exemplars = learned(&unit("1", "a & b", "c", "d"), in_vain);
        assert_eq!(exemplars.forms.len(), usize::from(is_learned));
    }
}

#[test]
fn a_form_that_comes_late_is_learned_all_the_same() {
    let tree = Tree::of_fragment(UNIT).unwrap();
    let read = unit("1", "a & b", "c", "d");
    let mut exemplars = Exemplars::default();
    let mut learn_some = |count: usize| {
        let learned = (0..count).filter(|_| {
            // as at the end of a group
            exemplars.forget();
            exemplars.learn(tree.root(UNIT).unwrap(), &read, gaps());
            exemplars.forms.len() == 1
        });
        learned.count()
    };
    assert_eq!(learn_some(MOST_IN_VAIN), MOST_IN_VAIN);
    assert_eq!(learn_some(1000 * TRIED_ONE_OF), 1000);
    // the one that was tried last
    let mut made = TranslationUnit::default();
    assert_eq!(exemplars.make(UNIT, &mut made), Plain::Whole(Extent::of(UNIT.len())));
    assert!(exemplars.is_worth_a_try() && exemplars.is_worth_a_try());
}
