//! What the attributes of inline elements say.

use super::findings::Findings;
use crate::format::xliff1::dialect::Dialects;
use crate::format::xliff1::schema::is_known;
use crate::format::xml::Element;
use crate::model::{Assoc, Code, Role, Segment, SubFlow, YesNo};

/// A type without the prefix of those that the schema does not list.
pub(super) fn type_without_prefix(written: &str) -> &str {
    written
        .strip_prefix("x-")
        .filter(|rest| !rest.is_empty())
        .unwrap_or(written)
}

/// The code of `element` without its data.
pub(super) fn plain_code(element: Element<'_>, role: Role, number: u32, findings: &mut Findings<'_, '_>) -> Code {
    let mut code = Code::new(role, number);
    for attribute in element.attributes() {
        let value = || Some(attribute.value.to_owned());
        match attribute.name {
            "id" | "rid" | "pos" | "xid" => {}
            "ctype" => code.code_type = Some(type_without_prefix(attribute.value).to_owned()),
            "equiv-text" => code.equiv = value(),
            "ts" => code.ts = value(),
            "crc" => code.crc = value(),
            "clone" => match YesNo::parse(attribute.value) {
                Some(YesNo::No) => code.hints.can_copy = Some(YesNo::No),
                Some(YesNo::Yes) => {}
                None => findings.unknown_attribute(element.local(), "clone", attribute.at),
            },
            "assoc" => match attribute.value {
                "preceding" | "p" => code.assoc = Some(Assoc::Preceding),
                "following" | "f" => code.assoc = Some(Assoc::Following),
                "both" | "b" => code.assoc = Some(Assoc::Both),
                _ => findings.unknown_attribute(element.local(), "assoc", attribute.at),
            },
            _ => unread(element, attribute.name, attribute.namespace, attribute.at, findings),
        }
    }
    code
}

/// Says what of the attributes of a mark is not read.
pub(super) fn say_unread(element: Element<'_>, dialects: &Dialects, findings: &mut Findings<'_, '_>) {
    for attribute in element.attributes() {
        let is_read = matches!(attribute.name, "mtype" | "mid" | "comment" | "ts");
        if !is_read && !dialects.reads_of_mark(&attribute) {
            unread(element, attribute.name, attribute.namespace, attribute.at, findings);
        }
    }
}

fn unread(element: Element<'_>, name: &str, namespace: &str, at: usize, findings: &mut Findings<'_, '_>) {
    if name.starts_with("xmlns") {
        findings.is_sound = false;
    } else if namespace.is_empty() && !is_known(element.local(), name) {
        findings.unknown_attribute(element.local(), name, at);
    } else {
        findings.is_sound = false;
        findings.not_carried(&format!("the attribute `{name}` of `<{}>`", element.local()), at);
    }
}

/// The flow of a `<sub>` that stands at `at` in the native code.
pub(super) fn sub_flow(element: Element<'_>, at: usize, segment: Segment) -> SubFlow {
    let word = |name| {
        element
            .attribute(name)
            .map(|written| type_without_prefix(written).to_owned())
    };
    SubFlow {
        at: Some(at),
        segment,
        sub_type: word("ctype"),
        datatype: word("datatype"),
    }
}
