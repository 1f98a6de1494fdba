//! Looking into markup that is copied, without parsing it.

/// The value of the attribute `wanted` in the rest of a start tag, behind the element's name, in the markup as it stands.
pub(crate) fn written_attribute<'m>(mut rest: &'m str, wanted: &str) -> Option<&'m str> {
    loop {
        let (name, behind) = rest.trim_start().split_once('=')?;
        if name.contains('>') {
            return None;
        }
        let behind = behind.trim_start();
        let quote = behind.chars().next().filter(|quote| matches!(quote, '"' | '\''))?;
        let (value, next) = behind.get(1..)?.split_once(quote)?;
        if name.trim_end() == wanted {
            return Some(value);
        }
        rest = next;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_attribute_is_found_by_its_whole_name_in_the_start_tag_alone() {
        for (rest, expected) in [
            (" id=\"a\">", Some("a")),
            ("\n name=' id=\"b\"' xml:id='c' id = 'd' >", Some("d")),
            (" name=\"x\"><segment id=\"s\">", None),
            ("/>", None),
        ] {
            assert_eq!(written_attribute(rest, "id"), expected, "{rest}");
        }
    }
}
