//! What the strict schema of XLIFF 1.2 says of attributes.

use super::values::{
    ALT_TRANS_TYPES, CONTEXT_TYPES, COUNT_TYPES, DATATYPES, DELIMITERS, PLACEHOLDERS, PURPOSES, REFORMATS, RESTYPES,
    SIZE_UNITS, STATE_QUALIFIERS, STATES, UNITS,
};
use crate::format::MARK_TYPES;
use crate::format::xml::is_nmtoken;

/// What the value of an attribute may be.
#[derive(Debug, Clone, Copy)]
pub(super) enum ValueType {
    Text,
    Token,
    YesNo,
    /// One of these, or `x-…` without white space.
    Open(&'static [&'static str]),
    /// One of these.
    Closed(&'static [&'static str]),
    /// A list of these, or of `x-…`.
    OpenList(&'static [&'static str]),
    CountType,
    Coordinates,
    Reformat,
    Mark,
    Priority,
    Language,
}

impl ValueType {
    /// Whether the schema takes `value`.
    pub(super) fn takes(self, value: &str) -> bool {
        let open = |listed: &[&str]| listed.contains(&value) || is_extended(value);
        match self {
            Self::Text => true,
            Self::Token => is_nmtoken(value),
            Self::YesNo => matches!(value, "yes" | "no"),
            Self::Open(listed) => open(listed),
            Self::Closed(listed) => listed.contains(&value),
            Self::OpenList(listed) => is_list(value, listed),
            Self::CountType => {
                [COUNT_TYPES, RESTYPES, DATATYPES, STATES, STATE_QUALIFIERS]
                    .iter()
                    .any(|listed| listed.contains(&value))
                    || is_extended(value)
            }
            Self::Coordinates => are_coordinates(value),
            Self::Reformat => matches!(value, "yes" | "no") || is_list(value, REFORMATS),
            Self::Mark => value == "seg" || open(MARK_TYPES),
            Self::Priority => value.parse::<u8>().is_ok_and(|number| (1..=10).contains(&number)),
            Self::Language => value.is_empty() || is_language(value),
        }
    }
}

fn is_white(c: char) -> bool {
    matches!(c, ' ' | '\t' | '\n' | '\r')
}

/// `x-` and something without white space.
pub(super) fn is_extended(value: &str) -> bool {
    value
        .strip_prefix("x-")
        .is_some_and(|rest| !rest.is_empty() && !rest.contains(is_white))
}

fn is_list(value: &str, listed: &[&str]) -> bool {
    value
        .split(is_white)
        .filter(|word| !word.is_empty())
        .all(|word| listed.contains(&word) || is_extended(word))
}

/// `xs:language`.
fn is_language(value: &str) -> bool {
    const LONGEST_SUBTAG: usize = 8;
    let fits = |subtag: &str| (1..=LONGEST_SUBTAG).contains(&subtag.len());
    let mut subtags = value.split('-');
    subtags
        .next()
        .is_some_and(|first| fits(first) && first.bytes().all(|byte| byte.is_ascii_alphabetic()))
        && subtags.all(|subtag| fits(subtag) && subtag.bytes().all(|byte| byte.is_ascii_alphanumeric()))
}

/// Four numbers, each of which may be `#`.
fn are_coordinates(value: &str) -> bool {
    let is_number = |number: &str| {
        let digits = number.strip_prefix('-').unwrap_or(number);
        number == "#" || (!digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit()))
    };
    value.split(';').count() == 4 && value.split(';').all(is_number)
}

const SPACES: &[&str] = &["default", "preserve"];

/// The attributes of `trans-unit` that are told of the text and its place, each with its type: all but those of its id,
/// its key, its state, and what refers to the header.
const OF_THE_RESOURCE: &[(&str, ValueType)] = &[
    ("translate", ValueType::YesNo),
    ("reformat", ValueType::Reformat),
    ("datatype", ValueType::Open(DATATYPES)),
    ("restype", ValueType::Open(RESTYPES)),
    ("extradata", ValueType::Text),
    ("extype", ValueType::Text),
    ("help-id", ValueType::Token),
    ("menu", ValueType::Text),
    ("menu-option", ValueType::Text),
    ("menu-name", ValueType::Text),
    ("coord", ValueType::Coordinates),
    ("font", ValueType::Text),
    ("css-style", ValueType::Text),
    ("style", ValueType::Token),
    ("exstyle", ValueType::Token),
    ("size-unit", ValueType::Open(SIZE_UNITS)),
    ("maxwidth", ValueType::Token),
    ("minwidth", ValueType::Token),
    ("maxheight", ValueType::Token),
    ("minheight", ValueType::Token),
    ("maxbytes", ValueType::Token),
    ("minbytes", ValueType::Token),
    ("charclass", ValueType::Text),
    ("merged-trans", ValueType::YesNo),
];

const OF_A_TARGET: &[(&str, ValueType)] = &[
    ("state", ValueType::Open(STATES)),
    ("state-qualifier", ValueType::Open(STATE_QUALIFIERS)),
    ("resname", ValueType::Text),
    ("coord", ValueType::Coordinates),
    ("font", ValueType::Text),
    ("css-style", ValueType::Text),
    ("style", ValueType::Token),
    ("exstyle", ValueType::Token),
    ("equiv-trans", ValueType::YesNo),
];

const OF_A_CANDIDATE: &[(&str, ValueType)] = &[
    ("match-quality", ValueType::Text),
    ("crc", ValueType::Token),
    ("xml:lang", ValueType::Language),
    ("origin", ValueType::Text),
    ("datatype", ValueType::Open(DATATYPES)),
    ("xml:space", ValueType::Closed(SPACES)),
    ("restype", ValueType::Open(RESTYPES)),
    ("resname", ValueType::Text),
    ("extradata", ValueType::Text),
    ("extype", ValueType::Text),
    ("help-id", ValueType::Token),
    ("menu", ValueType::Text),
    ("menu-option", ValueType::Text),
    ("menu-name", ValueType::Text),
    ("mid", ValueType::Token),
    ("coord", ValueType::Coordinates),
    ("font", ValueType::Text),
    ("css-style", ValueType::Text),
    ("style", ValueType::Token),
    ("exstyle", ValueType::Token),
    ("alttranstype", ValueType::Open(ALT_TRANS_TYPES)),
];

const OF_A_CODE: &[(&str, ValueType)] = &[("id", ValueType::Text), ("equiv-text", ValueType::Text)];

fn find(listed: &[(&str, ValueType)], name: &str) -> Option<ValueType> {
    listed
        .iter()
        .find(|(known, _)| *known == name)
        .map(|(_, value_type)| *value_type)
}

/// The type of an attribute that says something of the text and its place in the document.
pub(super) fn resource_attribute(name: &str) -> Option<ValueType> {
    find(OF_THE_RESOURCE, name)
}

/// The type of an attribute of an element inside a `trans-unit`, as far as the strict schema has it and it refers to
/// nothing outside of the `trans-unit`.
pub(super) fn attribute(element: &str, name: &str) -> Option<ValueType> {
    let ctype = |listed| (name == "ctype").then_some(ValueType::Open(listed));
    let clone = || (name == "clone").then_some(ValueType::YesNo);
    let rid = || (name == "rid").then_some(ValueType::Token);
    let crc = || (name == "crc").then_some(ValueType::Text);
    let code = || find(OF_A_CODE, name);
    match element {
        "trans-unit" => find(OF_THE_RESOURCE, name).or(match name {
            "id" | "resname" => Some(ValueType::Text),
            "approved" => Some(ValueType::YesNo),
            "xml:space" => Some(ValueType::Closed(SPACES)),
            _ => None,
        }),
        "source" | "seg-source" => (name == "xml:lang").then_some(ValueType::Language),
        "target" => (name == "xml:lang")
            .then_some(ValueType::Language)
            .or_else(|| find(OF_A_TARGET, name)),
        "alt-trans" => find(OF_A_CANDIDATE, name),
        "note" => match name {
            "xml:lang" => Some(ValueType::Language),
            "priority" => Some(ValueType::Priority),
            "from" => Some(ValueType::Text),
            "annotates" => Some(ValueType::Closed(&["source", "target", "general"])),
            _ => None,
        },
        "context-group" => match name {
            "name" => Some(ValueType::Text),
            "crc" => Some(ValueType::Token),
            "purpose" => Some(ValueType::OpenList(PURPOSES)),
            _ => None,
        },
        "context" => match name {
            "context-type" => Some(ValueType::Open(CONTEXT_TYPES)),
            "match-mandatory" => Some(ValueType::YesNo),
            "crc" => Some(ValueType::Token),
            _ => None,
        },
        "count-group" => (name == "name").then_some(ValueType::Text),
        "count" => match name {
            "count-type" => Some(ValueType::CountType),
            "unit" => Some(ValueType::Open(UNITS)),
            _ => None,
        },
        "g" => code().or_else(|| ctype(DELIMITERS)).or_else(clone),
        "x" => code().or_else(|| ctype(PLACEHOLDERS)).or_else(clone),
        "bx" => code().or_else(|| ctype(DELIMITERS)).or_else(clone).or_else(rid),
        "ex" => code().or_else(rid),
        "ph" => code().or_else(|| ctype(PLACEHOLDERS)).or_else(crc).or(match name {
            "assoc" => Some(ValueType::Closed(&["preceding", "following", "both"])),
            _ => None,
        }),
        "bpt" => code().or_else(|| ctype(DELIMITERS)).or_else(rid).or_else(crc),
        "ept" => code().or_else(rid).or_else(crc),
        "it" => code()
            .or_else(|| ctype(DELIMITERS))
            .or_else(rid)
            .or_else(crc)
            .or(match name {
                "pos" => Some(ValueType::Closed(&["open", "close"])),
                _ => None,
            }),
        "sub" => ctype(DELIMITERS).or((name == "datatype").then_some(ValueType::Open(DATATYPES))),
        "mrk" => match name {
            "mtype" => Some(ValueType::Mark),
            "mid" => Some(ValueType::Token),
            "comment" => Some(ValueType::Text),
            _ => None,
        },
        _ => None,
    }
}

/// The attributes that an element inside a `trans-unit` must have.
pub(super) fn required(element: &str) -> &'static [&'static str] {
    match element {
        "trans-unit" | "g" | "x" | "bx" | "ex" | "ph" | "bpt" | "ept" => &["id"],
        "it" => &["id", "pos"],
        "mrk" => &["mtype"],
        "context" => &["context-type"],
        "count-group" => &["name"],
        _ => &[],
    }
}

/// Whether an element had the attribute in any version of XLIFF 1, in its transitional form.
pub(super) fn is_known(element: &str, name: &str) -> bool {
    if matches!(name, "xml:space" | "xml:lang" | "ts") || attribute(element, name).is_some() {
        return true;
    }
    match element {
        "file" => matches!(
            name,
            "original"
                | "source-language"
                | "target-language"
                | "datatype"
                | "tool"
                | "tool-id"
                | "date"
                | "category"
                | "product-name"
                | "product-version"
                | "build-num"
        ),
        "group" => matches!(name, "id" | "resname") || resource_attribute(name).is_some(),
        "trans-unit" | "count" => name == "phase-name",
        "target" => matches!(name, "phase-name" | "restype"),
        "alt-trans" => matches!(name, "tool-id" | "tool" | "phase-name"),
        "g" | "x" | "bx" | "ex" | "ph" | "bpt" | "ept" | "it" | "sub" => name == "xid",
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_those_of_the_schema() {
        let takes = |element, name, value| attribute(element, name).is_some_and(|value_type| value_type.takes(value));
        assert!(takes("target", "state", "x-reviewed") && !takes("target", "state", "reviewed"));
        assert!(takes("x", "ctype", "lb") && !takes("x", "ctype", "bold") && !takes("x", "ctype", "x-a b"));
        assert!(takes("trans-unit", "coord", "#;-1;2;3") && !takes("trans-unit", "coord", "1;2;3"));
        assert!(takes("trans-unit", "reformat", "coord font") && !takes("trans-unit", "reformat", "maybe"));
        assert!(takes("note", "priority", "10") && !takes("note", "priority", "0"));
        assert!(takes("source", "xml:lang", "zh-Hant-TW") && !takes("source", "xml:lang", "zh_TW"));
        assert!(takes("count", "count-type", "x-a") && takes("count", "count-type", "total"));
        assert!(attribute("x", "xid").is_none() && is_known("x", "xid"));
        assert!(attribute("trans-unit", "phase-name").is_none());
    }
}
