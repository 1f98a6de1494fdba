//! What tools leave in a `seg` that TMX has no element for: XLIFF's `g x bx ex mrk`, HTML. Codes, not text.

use super::findings::Findings;
use super::flow::{CodeElement, Open, PairedBy, read_type};
use super::tu::TuReader;
use crate::diag::DiagnosticCode;
use crate::format::xml::Element;
use crate::model::{Code, Role, Segment};

impl TuReader<'_, '_> {
    /// Reads an element that TMX does not have: its tags are native code, and what stands in it is text.
    pub(super) fn read_foreign(&mut self, element: Element<'_>, segment: &mut Segment, scope: u32, open: &mut Open) {
        let name = element.name();
        self.is_valid = false;
        if self.foreign.insert(name.to_owned()) {
            let what = if element.local() == "mrk" { "mark" } else { "code" };
            let message = format!("`{name}` is no element of TMX and is read as a {what}");
            self.say(DiagnosticCode::ElementUnknown, element.at(), message);
        }
        let is_pair = element.children().next().is_some() || matches!(element.local(), "g" | "pc");
        match element.local() {
            "mrk" => self.read_mrk(element, segment, scope),
            "bx" | "ex" => self.read_half(element, segment, scope, open),
            _ if is_pair => {
                let (start, end) = tags(element.markup());
                let mut code = self.foreign_code(Role::Open, start, element, scope);
                let id = code.id;
                code.isolated = false;
                segment.push_code(code);
                self.read_flow(element, segment, scope);
                segment.push_code(Code::new(Role::Close, id).with_data(end));
            }
            _ => {
                let code = self.foreign_code(Role::Alone, element.markup(), element, scope);
                segment.push_code(code);
            }
        }
    }

    fn foreign_code(&mut self, role: Role, data: &str, element: Element<'_>, scope: u32) -> Code {
        let mut code = Code::new(role, 0).with_data(data);
        code.code_type = element.attribute("ctype").and_then(read_type);
        code.equiv = element.attribute("equiv-text").map(str::to_owned);
        let code_type = code.code_type.as_deref();
        code.id = self.file.pairing.id(scope, CodeElement::Foreign, None, code_type, data);
        code
    }

    /// One end of a pair that may overlap others.
    fn read_half(&mut self, element: Element<'_>, segment: &mut Segment, scope: u32, open: &mut Open) {
        let rid = element.attribute("rid").or_else(|| element.attribute("id"));
        let rid = rid.unwrap_or_default();
        let role = if element.local() == "bx" {
            Role::Open
        } else {
            Role::Close
        };
        let mut code = self.foreign_code(role, element.markup(), element, scope);
        if role == Role::Open {
            open.push(PairedBy::Rid, rid, code.id, segment, element.at());
        } else if let Some(id) = open.close(PairedBy::Rid, rid) {
            code.id = id;
        } else {
            code.isolated = true;
        }
        segment.push_code(code);
    }

    fn read_mrk(&mut self, element: Element<'_>, segment: &mut Segment, scope: u32) {
        let code_type = element.attribute("mtype").and_then(read_type);
        let id = self
            .file
            .pairing
            .id(scope, CodeElement::Hi, None, code_type.as_deref(), "");
        let mut mark = Code::new_mark(Role::Open, id);
        mark.code_type = code_type;
        mark.mark.comment = element.attribute("comment").map(str::to_owned);
        segment.push_code(mark);
        self.read_flow(element, segment, scope);
        segment.push_code(Code::new_mark(Role::Close, id));
    }
}

/// The start tag and the end tag of an element's markup; the latter is empty where the element is one tag.
fn tags(markup: &str) -> (&str, &str) {
    let mut quote = None;
    let end = markup.find(|c: char| match (quote, c) {
        (None, '"' | '\'') => {
            quote = Some(c);
            false
        }
        (Some(open), c) if open == c => {
            quote = None;
            false
        }
        (None, '>') => true,
        _ => false,
    });
    let (start, rest) = end
        .and_then(|end| markup.split_at_checked(end + 1))
        .unwrap_or((markup, ""));
    let end = rest.rfind("</").and_then(|at| rest.get(at..));
    (start, end.unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_element_is_cut_into_its_tags() {
        assert_eq!(tags("<g a='>'>x<b></b></g >"), ("<g a='>'>", "</g >"));
        assert_eq!(tags("<g/>"), ("<g/>", ""));
    }
}
