//! Looking into markup that is copied.

use super::read::is_own_group;
use crate::format::xml::written_attribute;

/// The names of groups in an element that is copied, which must differ within a file.
pub(super) fn group_names(markup: &str) -> impl Iterator<Item = &str> {
    let starts = ["<context-group", "<count-group"];
    starts.into_iter().flat_map(move |start| {
        let found = markup.match_indices(start);
        found.filter_map(move |(at, _)| written_attribute(markup.get(at + start.len()..)?, "name"))
    })
}

/// Whether the `id` of an element that is copied is `id`, as far as that is seen without replacing references.
pub(super) fn has_id(markup: &str, id: &str) -> bool {
    written_id(markup).is_some_and(|written| written == id || written.contains(['&', '\n', '\r', '\t']))
}

/// The `id` of a `<trans-unit>`, its references not replaced.
fn written_id(markup: &str) -> Option<&str> {
    written_attribute(markup.strip_prefix("<trans-unit")?, "id")
}

/// Whether a unit that is copied says itself what its place would say of it: the property, or, in a unit of our
/// own writing, that it has none.
pub(super) fn says_itself(markup: &str, property: &str) -> bool {
    const START: &str = "<context";
    let id = written_id(markup).unwrap_or_default();
    let mut group = "";
    markup.match_indices(START).any(|(at, _)| {
        let rest = markup.get(at + START.len()..).unwrap_or_default();
        if let Some(start) = rest.strip_prefix("-group") {
            group = written_attribute(start, "name").unwrap_or_default();
            return false;
        }
        let context_type = written_attribute(rest, "context-type").unwrap_or_default();
        let named = if !is_own_group(group, id) || group.starts_with("unit") {
            Some(context_type)
        } else if group.starts_with("properties") {
            context_type.strip_prefix("x-")
        } else {
            None
        };
        named == Some(property)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_unit_says_of_its_place_is_said_of_the_unit_and_in_no_text() {
        let said = |group: &str, context_type: &str| {
            let markup = format!(
                "<trans-unit id='1'><source>\"x-x-group\"</source><context-group name='{group}'><context context-type='{context_type}'>a</context>"
            );
            says_itself(&markup, "x-group")
        };
        assert!(said("properties:1", "x-x-group") && said("properties-2:1", "x-x-group"));
        assert!(said("unit:1", "x-group") && said("a", "x-group"));
        assert!(!said("source-properties:1", "x-x-group") && !said("properties:1", "x-group"));
        assert!(!said("a", "x-a"));
    }

    #[test]
    fn names_of_groups_are_found() {
        let markup = "<context-group purpose='match' name = 'a>b'><context-group><count-group name=\"c\">";
        assert_eq!(group_names(markup).collect::<Vec<_>>(), ["a>b", "c"]);
    }
}
