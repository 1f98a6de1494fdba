//! Looking into markup that is copied.

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
    let written = markup
        .strip_prefix("<trans-unit")
        .and_then(|rest| written_attribute(rest, "id"));
    written.is_some_and(|written| written == id || written.contains(['&', '\n', '\r', '\t']))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_groups_are_found() {
        let markup = "<context-group purpose='match' name = 'a>b'><context-group><count-group name=\"c\">";
        assert_eq!(group_names(markup).collect::<Vec<_>>(), ["a>b", "c"]);
    }
}
