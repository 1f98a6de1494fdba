//! Markup that is copied as it is.

use crate::model::has_illegal;

/// Whether the markup of a valid element may be copied into a document of ours: it has no character that XML forbids,
/// no reference to an entity that only its own file declares, and no processing instruction.
pub(super) fn may_be_copied(markup: &str) -> bool {
    let bytes = markup.as_bytes();
    let before = |at: usize| at.checked_sub(1).and_then(|at| bytes.get(at));
    if memchr::memchr_iter(b'?', bytes).any(|at| before(at) == Some(&b'<')) {
        return false;
    }
    if has_illegal(markup) {
        return false;
    }
    if has_known_references(markup) {
        return true;
    }
    let mut rest = markup;
    while let Some(at) = rest.find(['&', '<']) {
        let from = rest.get(at..).unwrap_or_default();
        let end = if from.starts_with("<![CDATA[") {
            from.find("]]>")
        } else if from.starts_with("<!--") {
            from.find("-->")
        } else if from.starts_with('<') || is_known_reference(from) {
            Some(1)
        } else {
            None
        };
        let Some(end) = end else { return false };
        rest = from.get(end.max(1)..).unwrap_or_default();
    }
    true
}

/// Whether each `&` begins a reference that is known without a DTD.
pub(super) fn has_known_references(markup: &str) -> bool {
    let mut references = memchr::memchr_iter(b'&', markup.as_bytes());
    references.all(|at| markup.get(at..).is_some_and(is_known_reference))
}

fn is_known_reference(text: &str) -> bool {
    ["&amp;", "&lt;", "&gt;", "&quot;", "&apos;", "&#"]
        .iter()
        .any(|known| text.starts_with(known))
}

/// Gives `header` with other values for some of its attributes; each must be there.
pub(super) fn with_attributes(header: &str, values: &[(&str, &str)]) -> String {
    let mut written = String::with_capacity(header.len());
    let mut rest = header;
    while let Some(at) = rest.find(['"', '\'', '>']) {
        let (before, from) = rest.split_at(at);
        let quote = from.chars().next().unwrap_or('>');
        if quote == '>' {
            break;
        }
        let inside = from.get(1..).unwrap_or_default();
        let Some(length) = inside.find(quote) else { break };
        let name = before.trim_end().trim_end_matches('=').trim_end();
        let name = name.rsplit([' ', '\t', '\r', '\n']).next().unwrap_or_default();
        let (value, after) = inside.split_at(length);
        written.push_str(before);
        written.push(quote);
        match values.iter().find(|(known, _)| *known == name) {
            Some((_, other)) => {
                written.push_str(&other.replace('&', "&amp;").replace('<', "&lt;").replace('"', "&quot;"));
            }
            None => written.push_str(value),
        }
        written.push(quote);
        rest = after.get(1..).unwrap_or_default();
    }
    written.push_str(rest);
    written
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markup_is_copied_unless_another_document_would_mean_or_forbid_something_else() {
        for good in [
            "<tu a='&#10;'>&amp;&lt;</tu>",
            "<tu><![CDATA[a & b <]]><!-- & --></tu>",
            "<tu>\u{FEFF}\t\r\n\u{85}字</tu>",
        ] {
            assert!(may_be_copied(good), "{good}");
        }
        for bad in [
            "<tu>&own;</tu>",
            "<tu><!--\u{1}--></tu>",
            "<tu><?x y?></tu>",
            "<tu>\u{FFFE}</tu>",
            "<tu>&</tu>",
        ] {
            assert!(!may_be_copied(bad), "{bad}");
        }
    }

    #[test]
    fn attributes_of_a_header_are_replaced_where_they_stand() {
        let header =
            "<header a = 'x>y'\n\tsrclang=\"en\" o-tmf='\"'><prop type=\"srclang\">srclang=\"en\"</prop></header>";
        assert_eq!(
            with_attributes(header, &[("srclang", "de"), ("a", "b")]),
            "<header a = 'b'\n\tsrclang=\"de\" o-tmf='\"'><prop type=\"srclang\">srclang=\"en\"</prop></header>"
        );
    }
}
