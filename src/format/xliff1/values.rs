//! Values that the schema lists, and how all others are spelt.

use std::borrow::Cow;

use crate::model::is_illegal;

/// `context-type`.
pub(super) const CONTEXT_TYPES: &[&str] = &[
    "database",
    "element",
    "elementtitle",
    "linenumber",
    "numparams",
    "paramnotes",
    "record",
    "recordtitle",
    "sourcefile",
];

/// `datatype`.
pub(super) const DATATYPES: &[&str] = &[
    "asp",
    "c",
    "cdf",
    "cfm",
    "cpp",
    "csharp",
    "cstring",
    "csv",
    "database",
    "documentfooter",
    "documentheader",
    "filedialog",
    "form",
    "html",
    "htmlbody",
    "ini",
    "interleaf",
    "javaclass",
    "javapropertyresourcebundle",
    "javalistresourcebundle",
    "javascript",
    "jscript",
    "layout",
    "lisp",
    "margin",
    "menufile",
    "messagefile",
    "mif",
    "mimetype",
    "mo",
    "msglib",
    "pagefooter",
    "pageheader",
    "parameters",
    "pascal",
    "php",
    "plaintext",
    "po",
    "report",
    "resources",
    "resx",
    "rtf",
    "sgml",
    "sgmldtd",
    "svg",
    "vbscript",
    "warning",
    "winres",
    "xhtml",
    "xml",
    "xmldtd",
    "xsl",
    "xul",
];

/// `ctype` of what comes in pairs: `bpt`, `it`, `bx`; also of `sub`.
pub(super) const DELIMITERS: &[&str] = &["bold", "italic", "underlined", "link"];

/// `ctype` of what stands alone: `ph`, `x`.
pub(super) const PLACEHOLDERS: &[&str] = &["image", "pb", "lb"];

/// `alttranstype`.
pub(super) const ALT_TRANS_TYPES: &[&str] = &["proposal", "previous-version", "rejected", "reference", "accepted"];

/// `value` as the schema wants it: bare if it is `listed`, else `x-…` without white space. Gives also whether a reader
/// gets `value` back.
pub(super) fn listed_or_x<'v>(value: &'v str, listed: &[&str]) -> (Cow<'v, str>, bool) {
    if listed.contains(&value) {
        return (Cow::Borrowed(value), true);
    }
    if value.is_empty() {
        return (Cow::Borrowed("x-unnamed"), false);
    }
    let unfit = |c: char| matches!(c, ' ' | '\t' | '\n' | '\r') || is_illegal(c);
    let mut spelt = String::with_capacity(value.len() + 2);
    spelt.push_str("x-");
    spelt.extend(value.chars().map(|c| if unfit(c) { '-' } else { c }));
    (Cow::Owned(spelt), !value.contains(unfit))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::format::MARK_TYPES;

    #[test]
    fn what_is_not_listed_gets_a_prefix_and_loses_its_white_space() {
        assert_eq!(listed_or_x("bold", DELIMITERS), ("bold".into(), true));
        assert_eq!(listed_or_x("bold", PLACEHOLDERS), ("x-bold".into(), true));
        assert_eq!(listed_or_x("x-a", DELIMITERS), ("x-x-a".into(), true));
        assert_eq!(listed_or_x("my type\u{1}", DELIMITERS), ("x-my-type-".into(), false));
        assert_eq!(listed_or_x("", DELIMITERS), ("x-unnamed".into(), false));
        assert_eq!(listed_or_x("seg", MARK_TYPES), ("x-seg".into(), true));
    }
}
