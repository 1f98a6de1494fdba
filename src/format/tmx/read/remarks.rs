//! Reading `note` and `prop`.

use super::findings::Findings;
use crate::diag::DiagnosticCode;
use crate::format::tmx::own;
use crate::format::xml::{Child, Element};
use crate::model::{LanguageTag, Note, Property};

/// What is remembered of having said that a property is blank.
pub(super) const BLANK_PROPERTY: &str = "blank property";

/// The notes and properties of an element.
#[derive(Debug, Default)]
pub(super) struct Remarks {
    pub(super) notes: Vec<Note>,
    pub(super) properties: Vec<Property>,
}

/// Reads the remarks of a file.
pub(super) trait ReadRemarks<'r>: Findings<'r> {
    /// Reads a `note` or a `prop`.
    fn read_remark(&mut self, element: Element<'_>, remarks: &mut Remarks) {
        let mut property_type = None;
        let mut lang: Option<LanguageTag> = None;
        for attribute in element.attributes() {
            match attribute.name {
                "type" if element.local() == "prop" => property_type = Some(attribute.value),
                "xml:lang" => lang = Some(self.tag(attribute)),
                "lang" if element.attribute("xml:lang").is_none() => lang = Some(self.tag(attribute)),
                "lang" => {}
                "o-encoding" => {
                    let message = format!(
                        "the `o-encoding` of a `{}` stays only in a unit that is copied",
                        element.local()
                    );
                    self.say_once(DiagnosticCode::NotCarried, "o-encoding", attribute.at, message);
                }
                _ => {
                    self.unknown_attribute(element.local(), attribute);
                }
            }
        }
        let text = self.remark_text(element);
        if element.local() == "note" {
            remarks.notes.push(Note {
                lang,
                ..Note::new(text)
            });
            return;
        }
        let name = property_type.map_or_else(
            || {
                self.missing(element, "type");
                own::UNTYPED.to_owned()
            },
            str::to_owned,
        );
        if !text.is_empty() && text.trim().is_empty() {
            let message = format!("the property `{name}` holds only white space, which stands for no value");
            self.say_once(DiagnosticCode::MarkupKept, BLANK_PROPERTY, element.at(), message);
        }
        remarks.properties.push(Property {
            name,
            value: text,
            lang,
        });
    }

    /// The text of a remark; where elements stand in it, its markup, as other tools write segments into properties.
    fn remark_text(&mut self, element: Element<'_>) -> String {
        let mut elements = element.elements();
        let Some(first) = elements.next() else {
            let mut text = String::new();
            for child in element.children() {
                if let Child::Text(part, _) = child {
                    text.push_str(part);
                }
            }
            return text;
        };
        let message = format!(
            "`{}` stands in a `{}`, whose markup is kept as text",
            first.name(),
            element.local()
        );
        self.repair(element.at(), message);
        element.inner_markup().to_owned()
    }
}

impl<'r, T: Findings<'r>> ReadRemarks<'r> for T {}
