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

/// `count-type`, beside which it takes those of `restype`, `datatype`, `state` and `state-qualifier`.
pub(super) const COUNT_TYPES: &[&str] = &["num-usages", "repetition", "total"];

/// `restype`.
pub(super) const RESTYPES: &[&str] = &[
    "auto3state",
    "autocheckbox",
    "autoradiobutton",
    "bedit",
    "bitmap",
    "button",
    "caption",
    "cell",
    "checkbox",
    "checkboxmenuitem",
    "checkedlistbox",
    "colorchooser",
    "combobox",
    "comboboxexitem",
    "comboboxitem",
    "component",
    "contextmenu",
    "ctext",
    "cursor",
    "datetimepicker",
    "defpushbutton",
    "dialog",
    "dlginit",
    "edit",
    "file",
    "filechooser",
    "fn",
    "font",
    "footer",
    "frame",
    "grid",
    "groupbox",
    "header",
    "heading",
    "hedit",
    "hscrollbar",
    "icon",
    "iedit",
    "keywords",
    "label",
    "linklabel",
    "list",
    "listbox",
    "listitem",
    "ltext",
    "menu",
    "menubar",
    "menuitem",
    "menuseparator",
    "message",
    "monthcalendar",
    "numericupdown",
    "panel",
    "popupmenu",
    "pushbox",
    "pushbutton",
    "radio",
    "radiobuttonmenuitem",
    "rcdata",
    "row",
    "rtext",
    "scrollpane",
    "separator",
    "shortcut",
    "spinner",
    "splitter",
    "state3",
    "statusbar",
    "string",
    "tabcontrol",
    "table",
    "textbox",
    "togglebutton",
    "toolbar",
    "tooltip",
    "trackbar",
    "tree",
    "uri",
    "userbutton",
    "usercontrol",
    "var",
    "versioninfo",
    "vscrollbar",
    "window",
];

/// `size-unit`.
pub(super) const SIZE_UNITS: &[&str] = &[
    "byte", "char", "col", "cm", "dlgunit", "em", "ex", "glyph", "in", "mm", "percent", "pixel", "point", "row",
];

/// `state`.
pub(super) const STATES: &[&str] = &[
    "final",
    "needs-adaptation",
    "needs-l10n",
    "needs-review-adaptation",
    "needs-review-l10n",
    "needs-review-translation",
    "needs-translation",
    "new",
    "signed-off",
    "translated",
];

/// `state-qualifier`.
pub(super) const STATE_QUALIFIERS: &[&str] = &[
    "exact-match",
    "fuzzy-match",
    "id-match",
    "leveraged-glossary",
    "leveraged-inherited",
    "leveraged-mt",
    "leveraged-repository",
    "leveraged-tm",
    "mt-suggestion",
    "rejected-grammar",
    "rejected-inaccurate",
    "rejected-length",
    "rejected-spelling",
    "tm-suggestion",
];

/// `unit` of a `count`.
pub(super) const UNITS: &[&str] = &[
    "word",
    "page",
    "trans-unit",
    "bin-unit",
    "glyph",
    "item",
    "instance",
    "character",
    "line",
    "sentence",
    "paragraph",
    "segment",
    "placeable",
];

/// What `reformat` lists, beside `yes` and `no`.
pub(super) const REFORMATS: &[&str] = &[
    "coord",
    "coord-x",
    "coord-y",
    "coord-cx",
    "coord-cy",
    "font",
    "font-name",
    "font-size",
    "font-weight",
    "css-style",
    "style",
    "ex-style",
];

/// What `purpose` lists.
pub(super) const PURPOSES: &[&str] = &["information", "location", "match"];

/// `value` as the schema wants it: bare if it is `listed`, else `x-…` without white space. Gives also whether a reader
/// gets `value` back.
pub(super) fn listed_or_x<'v>(value: &'v str, listed: &[&str]) -> (Cow<'v, str>, bool) {
    match listed_or_prefixed(value, listed) {
        (("", word), exact) => (word, exact),
        ((prefix, word), exact) => (Cow::Owned([prefix, &word].concat()), exact),
    }
}

/// The same in two pieces, the first of which is `x-` or nothing.
pub(super) fn listed_or_prefixed<'v>(value: &'v str, listed: &[&str]) -> ((&'static str, Cow<'v, str>), bool) {
    if listed.contains(&value) {
        return (("", Cow::Borrowed(value)), true);
    }
    if value.is_empty() {
        return (("x-", Cow::Borrowed("unnamed")), false);
    }
    if value.bytes().all(|byte| byte.is_ascii_graphic()) {
        return (("x-", Cow::Borrowed(value)), true);
    }
    let unfit = |c: char| matches!(c, ' ' | '\t' | '\n' | '\r') || is_illegal(c);
    let spelt = value.chars().map(|c| if unfit(c) { '-' } else { c }).collect();
    (("x-", Cow::Owned(spelt)), !value.contains(unfit))
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
