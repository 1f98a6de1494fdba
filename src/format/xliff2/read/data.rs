//! `originalData`, and the characters that XML can't hold.

use std::collections::BTreeMap;

use super::findings::Findings;
use crate::diag::DiagnosticCode;
use crate::format::xml::{Child, Element};
use crate::model::is_illegal;

/// Native code as it stands in the file.
#[derive(Debug)]
pub(super) struct Native {
    pub(super) text: String,
    pub(super) at: usize,
}

/// Native code by its id.
pub(super) type Data<'t> = BTreeMap<&'t str, Native>;

/// The character that a `cp` stands for.
pub(super) fn character(element: Element<'_>, findings: &mut Findings<'_, '_>) -> String {
    let hex = element.attribute("hex").unwrap_or_default();
    let number = u32::from_str_radix(hex, 16).ok();
    let Some(number) = number.filter(|number| *number <= 0x10_FFFF) else {
        findings.odd_value("hex", hex, element.at(), "the character is left out");
        return String::new();
    };
    let Some(character) = char::from_u32(number) else {
        findings.odd_value("hex", hex, element.at(), "half of a surrogate pair is read as U+FFFD");
        return char::REPLACEMENT_CHARACTER.to_string();
    };
    if is_illegal(character) {
        let message = format!("U+{number:04X}, which XML 1.0 forbids, stands as `cp`; only some outputs can hold it");
        findings.say_once(DiagnosticCode::IllegalCharacter, "cp", element.at(), message);
    } else {
        findings.odd_value("hex", hex, element.at(), "XML allows the character, and it is read");
    }
    character.to_string()
}

/// The native code of a unit or a match.
pub(super) fn read<'t>(original_data: Option<Element<'t>>, core: &str, findings: &mut Findings<'_, '_>) -> Data<'t> {
    let mut found = Data::new();
    for data in original_data.into_iter().flat_map(|element| element.elements()) {
        if data.namespace() != core || data.local() != "data" {
            let message = format!("`{}` may not stand in `originalData` and is not read", data.name());
            findings.say(DiagnosticCode::ElementUnknown, data.at(), message);
            continue;
        }
        let Some(id) = data.attribute("id") else {
            findings.say(
                DiagnosticCode::AttributeMissing,
                data.at(),
                "`data` has no `id` and is not read",
            );
            continue;
        };
        if data.attribute("dir").is_some_and(|dir| dir != "auto") {
            findings.not_carried("the direction of native code", data.at());
        }
        let mut text = String::new();
        for child in data.children() {
            match child {
                Child::Text(piece, _) => text.push_str(piece),
                Child::Element(element) if element.namespace() == core && element.local() == "cp" => {
                    text.push_str(&character(element, findings));
                }
                Child::Element(element) => {
                    let message = format!(
                        "`{}` may not stand in `data`; its markup is native code",
                        element.name()
                    );
                    findings.say(DiagnosticCode::MarkupRepaired, element.at(), message);
                    text.push_str(element.markup());
                }
            }
        }
        if found.contains_key(id) {
            let message = format!("native code `{id}` stands twice in the unit; the first is read");
            findings.say(DiagnosticCode::IdRepeated, data.at(), message);
        } else {
            found.insert(id, Native { text, at: data.at() });
        }
    }
    found
}
