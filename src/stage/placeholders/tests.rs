//! Placeholders of whole units.

use proptest::prelude::*;

use super::super::tests_support::{Collected, unit};
use super::*;

/// The unit after the stage, and what was said.
fn converted(patterns: &[&str], mut unit: TranslationUnit) -> (TranslationUnit, Vec<String>) {
    let patterns = patterns.iter().map(|pattern| pattern.parse().unwrap()).collect();
    let mut end = Collected::default();
    let mut said = Vec::new();
    Placeholders::new(patterns)
        .take(&mut unit, &mut end, &mut said)
        .unwrap();
    let said = said
        .into_iter()
        .map(|said: Diagnostic| format!("{}: {}", said.code, said.message));
    (end.kept.remove(0), said.collect())
}

/// The codes of a text: role, id, data, type.
fn codes(unit: &TranslationUnit, variant: usize) -> Vec<String> {
    let codes = unit.variants[variant].segment.codes().iter();
    codes
        .map(|code| {
            let role = match code.role {
                Role::Open => "(",
                Role::Close => ")",
                Role::Alone => "",
            };
            let isolated = if code.isolated { "!" } else { "" };
            let code_type = code.code_type.as_deref().unwrap_or("-");
            format!("{role}{}{isolated} {} {code_type}", code.id, code.data)
        })
        .collect()
}

#[test]
fn source_and_target_share_ids_by_equal_data_and_order() {
    let (unit, said) = converted(&["printf"], unit("%s has %d of %d", "%d von %d hat %s"));
    assert_eq!(unit.variants[0].segment.text(), " has  of ");
    assert_eq!(codes(&unit, 0), ["1 %s var", "2 %d var", "3 %d var"]);
    assert_eq!(codes(&unit, 1), ["2 %d var", "3 %d var", "1 %s var"]);
    assert_eq!(said, [""; 0]);
}

#[test]
fn arguments_that_the_translation_numbers_are_the_same_arguments() {
    let (new, said) = converted(&["printf"], unit("%s has %5d%%", "%2$5d%% hat %1$s"));
    assert_eq!(codes(&new, 0), ["1 %s var", "2 %5d var"]);
    assert_eq!(codes(&new, 1), ["2 %2$5d var", "1 %1$s var"]);
    assert_eq!(said, [""; 0]);
    let (_, said) = converted(&["printf"], unit("%s has %d", "%1$d hat %2$s"));
    assert_eq!(said.len(), 1);
}

#[test]
fn tags_become_pairs_even_where_they_overlap_and_lonely_ends_are_isolated() {
    let (unit, said) = converted(
        &["html"],
        unit("<b>a<i>b</b>c</i><br>&nbsp;</u>", "<B>a</B> <strong>b<br/>"),
    );
    assert_eq!(unit.variants[0].segment.text(), "abc&nbsp;");
    assert_eq!(
        codes(&unit, 0),
        [
            "(1 <b> bold",
            "(2 <i> italic",
            ")1 </b> -",
            ")2 </i> -",
            "3 <br> lb",
            ")4! </u> underlined"
        ]
    );
    assert_eq!(
        codes(&unit, 1),
        ["(5 <B> bold", ")5 </B> -", "(6! <strong> bold", "7 <br/> lb"]
    );
    assert_eq!(
        said,
        [
            "code-unmatched: placeholders without their like in the other language: `<b>…</b>` `<i>…</i>` `<br>` `</u>` in \
          `en`, `<B>…</B>` `<strong>` `<br/>` in `de`"
        ]
    );
}

#[test]
fn the_pattern_that_begins_first_counts_then_the_one_named_first() {
    let text = "<a href=\"{0}\">{0}</a>";
    let (unit, said) = converted(&["braces", "html"], unit(text, text));
    assert_eq!(codes(&unit, 1), ["(1 <a href=\"{0}\"> link", "2 {0} var", ")1 </a> -"]);
    assert_eq!(said, [""; 0]);
    let (unit, _) = converted(
        &["braces", "printf"],
        super::super::tests_support::unit("%{n}d", "%{n}d"),
    );
    assert_eq!(codes(&unit, 0), ["1 %{n} var"]);
}

#[test]
fn codes_that_are_there_stay_and_can_be_partners() {
    let with_code = |id| {
        let mut segment = Segment::plain("a ");
        segment.push_code(Code::new(Role::Alone, id).with_data("%s"));
        segment.push_str(" %d");
        segment
    };
    let mut old = unit("%s %d", "");
    old.variants[1].segment = with_code(7);
    let (new, said) = converted(&["printf"], old);
    assert_eq!(codes(&new, 0), ["7 %s var", "8 %d var"]);
    assert_eq!(codes(&new, 1), ["7 %s -", "8 %d var"]);
    assert_eq!(said, [""; 0]);
    let mut old = unit("", "%d: %s");
    old.variants[0].segment = with_code(2);
    let (new, said) = converted(&["printf"], old);
    assert_eq!(codes(&new, 1), ["3 %d var", "2 %s var"]);
    assert_eq!(said, [""; 0]);
}

#[test]
fn a_placeholder_that_one_side_lacks_is_reported_but_not_where_nothing_is_translated() {
    let (_, said) = converted(&["braces"], unit("{0} of {1}", "{0} von {2}"));
    assert_eq!(
        said,
        ["code-unmatched: placeholders without their like in the other language: `{1}` in `en`, `{2}` in `de`"]
    );
    assert_eq!(converted(&["braces"], unit("{0}", "")).1, [""; 0]);
}

#[test]
fn a_unit_may_have_any_number_of_placeholders() {
    const COUNT: usize = 100_000;
    // searched for among all, they would take minutes
    for target in ["</b>", "<i>", "<b>"] {
        let (new, said) = converted(&["html"], unit(&"<b>".repeat(COUNT), &target.repeat(COUNT)));
        assert!(
            new.variants
                .iter()
                .all(|variant| variant.segment.codes().len() == COUNT)
        );
        assert_eq!(said.is_empty(), target == "<b>");
    }
    let nested = format!("{}{}", "<b>".repeat(COUNT), "</i>".repeat(COUNT));
    let (new, _) = converted(&["html"], unit(&nested, ""));
    assert_eq!(new.variants[0].segment.codes().len(), 2 * COUNT);
}

proptest! {
    /// Text and codes together are the text as it was, whatever is found in it.
    #[test]
    fn no_character_is_lost(
        source in "(%s|%1\\$d|100%|%%|\\{0\\}|\\{\\{|\\}|<b>|</b>|<br/>|<|é|字|👩| ){0,12}",
        target in "(%s|%d|\\{|0\\}|<i>|</i>|</b>|&nbsp;|\u{301}| ){0,12}",
    ) {
        let (unit, _) = converted(&["printf", "braces", "html", "\\d+"], unit(&source, &target));
        for (variant, text) in unit.variants.iter().zip([source, target]) {
            let whole: String = variant
                .segment
                .pieces()
                .map(|piece| match piece {
                    Piece::Text(text) => text,
                    Piece::Code(_, code) => code.data.as_str(),
                })
                .collect();
            prop_assert_eq!(whole, text);
            let partners = variant.segment.partners();
            for (code, partner) in variant.segment.codes().iter().zip(partners) {
                prop_assert_eq!(code.isolated, code.role != Role::Alone && partner.is_none());
            }
        }
    }
}
