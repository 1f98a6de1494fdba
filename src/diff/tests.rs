//! Comparing whole inputs.

use std::fs;

use super::*;

/// The differences between two tables, each as a line.
fn told(a: &str, b: &str, options: &CompareOptions) -> (Vec<String>, Comparison) {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str, text: &str| {
        let path = folder.path().join(name);
        fs::write(&path, text).unwrap();
        path.to_string_lossy().into_owned()
    };
    let (a, b) = (path("a.tsv", a), path("b.tsv", b));
    let mut lines = Vec::new();
    let line = |whole: &Whole| whole.place.line;
    let compared = compare(&a, &b, options, &mut Vec::new(), &mut |difference| {
        lines.push(match difference {
            Difference::Added(whole) => format!("+{}", line(whole)),
            Difference::Removed(whole) => format!("-{}", line(whole)),
            Difference::Moved(a, b) => format!("{}>{}", line(a), b.line),
            Difference::Changed(unit) => {
                let moved = if unit.is_moved { " moved" } else { "" };
                format!(
                    "{}~{} {}{moved}",
                    line(&unit.a),
                    line(&unit.b),
                    unit.matched_by.as_str()
                )
            }
        });
        Ok(())
    });
    (lines, compared.unwrap())
}

const IDS: &str = "id\ten\tde\n";
const PLAIN: &str = "en\tde\n";

#[test]
fn a_retranslation_is_a_change_and_order_is_none() {
    let a = format!("{PLAIN}one\teins\ntwo\tzwei\nthree\tdrei\nfour\tvier\n");
    let b = format!("{PLAIN}four\tvier\ntwo\tzwo\nfive\tfünf\none\teins\n");
    let (lines, compared) = told(&a, &b, &CompareOptions::default());
    assert_eq!(lines, ["3~3 source", "-4", "+4"]);
    let counts = (compared.equal, compared.changed, compared.added, compared.removed);
    assert_eq!(counts, (2, 1, 1, 1));
    assert!(!compared.is_equal());
}

#[test]
fn an_id_matches_before_a_source_and_a_source_before_a_target() {
    let a = format!("{IDS}k\tOpen\tÖffnen\nm\tClose\tZu\nn\tQuit\tEnde\n");
    let b = format!("{IDS}k\tShut\tZumachen\n\tClose\tSchließen\n\tQuit it\tEnde\n");
    let (lines, _) = told(&a, &b, &CompareOptions::default());
    assert_eq!(lines, ["2~2 id", "3~3 source", "4~4 target"]);
}

#[test]
fn ids_count_only_where_asked_for() {
    let (a, b) = (format!("{IDS}k\tOpen\tAuf\n"), format!("{PLAIN}Open\tAuf\n"));
    assert!(told(&a, &b, &CompareOptions::default()).1.is_equal());
    let mut options = CompareOptions::default();
    options.aspects.push(Aspect::Ids);
    assert_eq!(told(&a, &b, &options).0, ["2~2 source"]);
}

#[test]
fn units_are_a_multiset() {
    let (a, b) = (format!("{PLAIN}a\tb\na\tb\na\tb\n"), format!("{PLAIN}a\tb\n"));
    assert_eq!(told(&a, &b, &CompareOptions::default()).0, ["-3", "-4"]);
    assert_eq!(told(&b, &a, &CompareOptions::default()).0, ["+3", "+4"]);
}

#[test]
fn where_order_is_compared_the_fewest_units_have_moved() {
    let a = format!("{PLAIN}1\te\n2\tz\n3\td\n4\tv\n");
    let b = format!("{PLAIN}2\tz\n3\tD\n4\tv\n1\te\n");
    let options = CompareOptions {
        order: Order::Compare,
        ..CompareOptions::default()
    };
    let (lines, compared) = told(&a, &b, &options);
    assert_eq!(lines, ["2>5", "4~3 source"]);
    assert_eq!((compared.moved, compared.equal), (1, 3));
    let b = format!("{PLAIN}3\tD\n1\te\n2\tz\n4\tv\n");
    assert_eq!(told(&a, &b, &options).0, ["4~2 source moved"]);
}

#[test]
fn a_pair_asked_for_leaves_out_other_languages_and_other_units() {
    let a = "en-US\tde\tfr\none\teins\tun\ntwo\t\tdeux\n";
    let b = format!("{PLAIN}one\teins\n");
    let options = CompareOptions {
        source_lang: LanguageTag::parse("en").ok(),
        target_lang: LanguageTag::parse("de").ok(),
        ..CompareOptions::default()
    };
    let (lines, compared) = told(a, &b, &options);
    assert_eq!((lines.len(), compared.a.left_out + compared.a.not_units), (0, 1));
}

#[test]
fn where_no_unit_has_the_languages_asked_for_nothing_is_compared() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.tsv").to_string_lossy().into_owned();
    fs::write(&path, format!("{PLAIN}one\teins\n")).unwrap();
    let options = CompareOptions {
        source_lang: LanguageTag::parse("fr").ok(),
        target_lang: LanguageTag::parse("it").ok(),
        ..CompareOptions::default()
    };
    let error = compare(&path, &path, &options, &mut Vec::new(), &mut |_| Ok(())).unwrap_err();
    assert_eq!(
        error.to_string(),
        "no unit to compare: none has `fr` and `it`, the inputs have `en`, `de`; change -s and -t"
    );
}
