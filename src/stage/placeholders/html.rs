//! HTML tags as placeholders. Entities are none: `&nbsp;` is a character, however it is written.

use std::ops::Range;

use super::pattern::{Argument, Found};
use crate::model::Role;

/// A start tag, an end tag or a comment (HTML Living Standard, 13.1.2). Values may hold `>` in quotation marks.
pub(super) const TAG: &str = r#"(?x) </ [A-Za-z][A-Za-z0-9.\-]* \s* >
    | < [A-Za-z][A-Za-z0-9.\-]* (?: \s+ [^\s"'<>/=]+ (?: \s*=\s* (?: "[^"]*" | '[^']*' | [^\s"'=<>`]+ ) )? )* \s* /? >
    | <!-- (?s:.*?) -->"#;

/// Elements without end tag (13.1.2, void elements, and those that once were).
const VOID: &str = "area base basefont bgsound br col embed frame hr img input keygen link meta param source track wbr";

/// Elements that have, or once had, both tags. Others are no HTML: `x<y and z>x`, `<name>`.
const PAIRED: &str = "a abbr acronym address applet article aside audio b bdi bdo big blink blockquote body button canvas caption \
    center cite code colgroup data datalist dd del details dfn dialog dir div dl dt em fieldset figcaption \
    figure font footer form frameset h1 h2 h3 h4 h5 h6 head header hgroup html i iframe ins kbd label legend li \
    main map mark marquee menu meter nav nobr noscript object ol optgroup option output p picture pre progress q \
    rp rt ruby s samp script search section select slot small span strike strong style sub summary sup svg table \
    tbody td template textarea tfoot th thead time title tr tt u ul var video";

/// What a tag is; `None` if it is not one of HTML. An element of one's own has a hyphen in its name.
pub(super) fn found(tag: &str, range: Range<usize>) -> Option<Found> {
    let alone = |code_type| Found {
        range: range.clone(),
        role: Role::Alone,
        code_type,
        element: None,
        argument: Argument::Unknown,
    };
    if tag.starts_with("<!--") {
        return Some(alone(None));
    }
    let is_end = tag.starts_with("</");
    let name: String = tag
        .trim_start_matches(['<', '/'])
        .chars()
        .take_while(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '.'))
        .collect();
    let name = name.to_ascii_lowercase();
    let is_one_of = |names: &str| names.split_ascii_whitespace().any(|known| known == name);
    let is_void = is_one_of(VOID);
    if !is_void && !is_one_of(PAIRED) && !name.contains('-') {
        return None;
    }
    if is_void || (!is_end && tag.ends_with("/>")) {
        return Some(alone(code_type(&name)));
    }
    Some(Found {
        range,
        role: if is_end { Role::Close } else { Role::Open },
        code_type: code_type(&name),
        element: Some(name),
        argument: Argument::Unknown,
    })
}

fn code_type(name: &str) -> Option<&'static str> {
    Some(match name {
        "b" | "strong" => "bold",
        "i" | "em" => "italic",
        "u" => "underlined",
        "a" => "link",
        "br" => "lb",
        "img" => "image",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::super::Pattern;
    use crate::model::Role;

    fn tags(text: &str) -> Vec<(&str, Role)> {
        let found = "html".parse::<Pattern>().unwrap().find(text);
        found
            .into_iter()
            .map(|found| (text.get(found.range).unwrap(), found.role))
            .collect()
    }

    #[test]
    fn tags_are_told_by_their_names_and_hold_any_value() {
        assert_eq!(
            tags("a <a href='x?a>b' title=\"1 < 2\" hidden>b</a ><br><BR/>&nbsp;<my-tag/><!-- > -->"),
            [
                ("<a href='x?a>b' title=\"1 < 2\" hidden>", Role::Open),
                ("</a >", Role::Close),
                ("<br>", Role::Alone),
                ("<BR/>", Role::Alone),
                ("<my-tag/>", Role::Alone),
                ("<!-- > -->", Role::Alone),
            ]
        );
    }

    #[test]
    fn what_only_looks_like_a_tag_is_text() {
        for text in [
            "x<y and z>x",
            "<name>",
            "a < b > c",
            "<john@example.com>",
            "1<2",
            "<>",
            "</>",
            "<b",
            "&lt;b&gt;",
        ] {
            assert!(tags(text).is_empty(), "{text}");
        }
    }
}
