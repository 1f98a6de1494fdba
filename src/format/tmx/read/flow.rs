//! Reading `seg` and what stands in it: text, `bpt ept it ph hi sub ut`, and what other formats' tools left there.

use super::braces::{self, Stretch};
use super::findings::Findings;
use super::tu::TuReader;
use crate::diag::DiagnosticCode;
use crate::format::xml::{Attribute, Child, Element};
use crate::model::{Assoc, Code, Openings, Role, Segment, SubFlow};

/// The element of a code, as far as it tells codes apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum CodeElement {
    Bpt,
    Ept,
    It,
    /// An `it` that closes, where no `x` tells more.
    ItEnd,
    Ph,
    Ut,
    Hi,
    /// A `sub` straight in a `seg` (TMX 1.1).
    Sub,
    /// A code that is written into the text.
    Brace,
    /// An element of another format.
    Foreign,
}

impl CodeElement {
    fn name(self) -> &'static str {
        match self {
            Self::Bpt => "bpt",
            Self::Ept => "ept",
            Self::It | Self::ItEnd => "it",
            Self::Ph => "ph",
            Self::Ut => "ut",
            Self::Hi => "hi",
            Self::Sub => "sub",
            Self::Brace | Self::Foreign => "",
        }
    }

    /// Whether it has this attribute.
    pub(super) fn has(self, attribute: &str) -> bool {
        match attribute {
            "i" => matches!(self, Self::Bpt | Self::Ept),
            "x" => !matches!(self, Self::Ept),
            "type" => !matches!(self, Self::Ept | Self::Ut),
            "assoc" => self == Self::Ph,
            "pos" => self == Self::It,
            _ => false,
        }
    }
}

/// The openings of a flow that wait for their closing.
#[derive(Debug, Default)]
pub(super) struct Open(Openings<(PairedBy, String), Opening>);

/// What tells which closing an opening belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum PairedBy {
    /// `i` of `bpt` and `ept`.
    I,
    /// The number or letter in a code that is written into the text.
    Brace,
    /// `rid` or `id` of XLIFF's `bx` and `ex`.
    Rid,
}

#[derive(Debug)]
struct Opening {
    by: PairedBy,
    id: u32,
    /// Its number among the codes of the segment.
    number: usize,
    at: usize,
}

impl Open {
    /// Keeps an opening with the id of its code, which comes next in `segment`.
    pub(super) fn push(&mut self, by: PairedBy, value: &str, id: u32, segment: &Segment, at: usize) {
        let number = segment.codes().len();
        self.0.open((by, value.to_owned()), Opening { by, id, number, at });
    }

    /// Whether none waits.
    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The id of the opening that is closed here, the innermost of several.
    pub(super) fn close(&mut self, by: PairedBy, value: &str) -> Option<u32> {
        self.0.close(&(by, value.to_owned())).map(|opening| opening.id)
    }
}

/// What the attributes of a code say.
#[derive(Debug, Default)]
pub(super) struct CodeAttributes<'t> {
    pub(super) i: Option<&'t str>,
    pub(super) x: Option<&'t str>,
    pub(super) code_type: Option<&'t str>,
    pub(super) assoc: Option<Assoc>,
    pub(super) pos: Option<Role>,
}

impl CodeAttributes<'_> {
    /// The code that `element` is, with this native code, and as what it is told from others; its id is yet to be given.
    pub(super) fn code(&self, element: CodeElement, data: String) -> (Code, CodeElement) {
        let role = match element {
            CodeElement::Bpt => Role::Open,
            CodeElement::Ept => Role::Close,
            CodeElement::It => self.pos.unwrap_or(Role::Alone),
            _ => Role::Alone,
        };
        let mut code = Code::new(role, 0).with_data(data);
        code.assoc = self.assoc;
        code.isolated = element == CodeElement::It && role != Role::Alone;
        code.code_type = self.code_type.and_then(read_type);
        let is_end_alone = element == CodeElement::It && role == Role::Close && self.x.is_none();
        (code, if is_end_alone { CodeElement::ItEnd } else { element })
    }
}

/// Which neighbour an `assoc` names.
pub(super) fn read_assoc(written: &str) -> Option<Assoc> {
    match written {
        "p" => Some(Assoc::Preceding),
        "f" => Some(Assoc::Following),
        "b" => Some(Assoc::Both),
        _ => None,
    }
}

/// Which end a `pos` names.
pub(super) fn read_pos(written: &str) -> Option<Role> {
    match written {
        "begin" => Some(Role::Open),
        "end" => Some(Role::Close),
        _ => None,
    }
}

/// Whether `i` and `x` may be written so.
pub(super) fn is_number(written: &str) -> bool {
    !written.is_empty() && written.bytes().all(|byte| byte.is_ascii_digit())
}

impl TuReader<'_, '_> {
    /// Reads what stands in `element`: a `seg`, `sub`, or a `tuv` without `seg`. Pairs are closed within it.
    pub(super) fn read_flow(&mut self, element: Element<'_>, segment: &mut Segment, scope: u32) {
        let mut open = Open::default();
        self.walk(element, segment, scope, &mut open);
        self.end_flow(open, segment);
    }

    /// Reads what stands in `element` into a flow that is begun.
    pub(super) fn walk(&mut self, element: Element<'_>, segment: &mut Segment, scope: u32, open: &mut Open) {
        for child in element.children() {
            match child {
                Child::Text(text, at) if self.file.basis.habits.has_braces => {
                    self.push_with_braces(text, at, segment, scope, open);
                }
                Child::Text(text, _) => segment.push_str(text),
                Child::Element(child) => self.read_inline(child, segment, scope, open),
            }
        }
    }

    /// What is still open is isolated.
    fn end_flow(&mut self, open: Open, segment: &mut Segment) {
        for Opening { by, number, at, .. } in open.0.left() {
            // braces are text to TMX, so that none of them breaks a rule of it
            if by != PairedBy::Brace {
                self.repair(at, "a code opens here and nothing closes it: it is read as isolated");
            }
            if let Some(code) = segment.codes_mut().nth(number) {
                code.isolated = true;
            }
        }
    }

    fn read_inline(&mut self, element: Element<'_>, segment: &mut Segment, scope: u32, open: &mut Open) {
        if element.has_prefix() {
            self.is_valid = false;
        }
        let local = if self.is_own(element) { element.local() } else { "" };
        self.say_codes_of_omegat();
        let kind = match local {
            "bpt" => CodeElement::Bpt,
            "ept" => CodeElement::Ept,
            "it" => CodeElement::It,
            "ph" => CodeElement::Ph,
            "ut" => CodeElement::Ut,
            "hi" => return self.read_hi(element, segment, scope),
            "sub" => return self.read_straight_sub(element, segment, scope),
            // the text of a `tuv` without `seg` stands beside its notes
            "note" | "prop" if !self.is_in_seg => return,
            _ => return self.read_foreign(element, segment, scope, open),
        };
        if kind == CodeElement::Ut {
            self.is_valid = false;
            self.say_once(
                DiagnosticCode::MarkupKept,
                "ut",
                element.at(),
                "`ut` is deprecated since TMX 1.4 and is read as a code that stands alone",
            );
        }
        self.read_code(element, kind, segment, scope, open);
    }

    fn read_code(
        &mut self,
        element: Element<'_>,
        kind: CodeElement,
        segment: &mut Segment,
        scope: u32,
        open: &mut Open,
    ) {
        let said = self.code_attributes(element, kind);
        let (data, subs) = self.read_data(element);
        let (mut code, kind) = said.code(kind, data);
        let i = said.i.unwrap_or_default();
        let opened = (kind == CodeElement::Ept).then(|| open.close(PairedBy::I, i)).flatten();
        code.id = opened.unwrap_or_else(|| {
            let code_type = code.code_type.as_deref();
            self.file.pairing.id(scope, kind, said.x, code_type, &code.data)
        });
        self.read_subs(&mut code, subs, scope);
        if kind == CodeElement::Bpt {
            if self.has_come(i) {
                let message =
                    format!("`i=\"{i}\"` stands on two `bpt` of one `seg`; each closes at the next `ept` of it");
                self.repair(element.at(), message);
            }
            open.push(PairedBy::I, i, code.id, segment, element.at());
        } else if kind == CodeElement::Ept && opened.is_none() {
            self.repair(
                element.at(),
                "a code closes here that nothing opens: it is read as isolated",
            );
            code.isolated = true;
        }
        segment.push_code(code);
    }

    /// Whether a `bpt` of this `seg` bore `i` before (TMX 1.4b, `i`).
    fn has_come(&mut self, i: &str) -> bool {
        !self.numbers.insert(i.to_owned())
    }

    fn code_attributes<'t>(&mut self, element: Element<'t>, kind: CodeElement) -> CodeAttributes<'t> {
        let mut said = CodeAttributes::default();
        for attribute in element.attributes() {
            if !kind.has(attribute.name) {
                self.unknown_attribute(kind.name(), attribute);
                continue;
            }
            let value = attribute.value;
            match attribute.name {
                "i" => said.i = Some(self.number(attribute, kind)),
                "x" => said.x = Some(self.number(attribute, kind)),
                "type" => said.code_type = Some(value),
                "assoc" => {
                    said.assoc = read_assoc(value);
                    if said.assoc.is_none() {
                        self.odd_value(attribute, "`p`, `f` or `b`");
                    }
                }
                _ => {
                    said.pos = read_pos(value);
                    if said.pos.is_none() {
                        self.odd_value(attribute, "`begin` or `end`");
                        said.pos = match value {
                            "open" => Some(Role::Open),
                            "close" => Some(Role::Close),
                            _ => None,
                        };
                    }
                }
            }
        }
        if kind.has("i") && said.i.is_none() {
            self.missing(element, "i");
        }
        if kind == CodeElement::It && element.attribute("pos").is_none() {
            self.missing(element, "pos");
        }
        said
    }

    /// A number as it is written; one that is none still tells codes apart.
    fn number<'t>(&mut self, attribute: Attribute<'t>, kind: CodeElement) -> &'t str {
        let value = attribute.value;
        if !is_number(value) {
            self.is_valid = false;
            let what = format!("{}/@{}", kind.name(), attribute.name);
            let message = format!("`{}=\"{value}\"` is no number and is replaced by one", attribute.name);
            self.say_once(DiagnosticCode::AttributeValue, &what, attribute.at, message);
        }
        value
    }

    /// The native code in a code's element, and its sub-flows, each with its place in it.
    pub(super) fn read_data<'t>(&mut self, element: Element<'t>) -> (String, Vec<(usize, Element<'t>)>) {
        let mut data = String::new();
        let mut subs = Vec::new();
        for child in element.children() {
            match child {
                Child::Text(text, _) => data.push_str(text),
                Child::Element(sub) if sub.local() == "sub" && self.is_own(sub) => subs.push((data.len(), sub)),
                Child::Element(other) => {
                    let message = format!("`{}` stands inside native code and is read as part of it", other.name());
                    self.repair(other.at(), message);
                    data.push_str(other.markup());
                }
            }
        }
        (data, subs)
    }

    pub(super) fn read_subs(&mut self, code: &mut Code, subs: Vec<(usize, Element<'_>)>, scope: u32) {
        for (number, (at, element)) in subs.into_iter().enumerate() {
            let mut sub = SubFlow {
                // where there is no data, there is no place in it
                at: (!code.data.is_empty()).then_some(at),
                ..SubFlow::default()
            };
            for attribute in element.attributes() {
                match attribute.name {
                    "datatype" => sub.datatype = Some(attribute.value.to_owned()),
                    "type" => sub.sub_type = read_type(attribute.value),
                    _ => {
                        self.unknown_attribute("sub", attribute);
                    }
                }
            }
            let scope = self.file.pairing.sub_scope(scope, code.id, code.role, number);
            self.read_flow(element, &mut sub.segment, scope);
            code.subs.push(sub);
        }
    }

    fn read_hi(&mut self, element: Element<'_>, segment: &mut Segment, scope: u32) {
        let said = self.code_attributes(element, CodeElement::Hi);
        let code_type = said.code_type.and_then(read_type);
        let id = self
            .file
            .pairing
            .id(scope, CodeElement::Hi, said.x, code_type.as_deref(), "");
        let mut mark = Code::new_mark(Role::Open, id);
        mark.code_type = code_type;
        segment.push_code(mark);
        self.read_flow(element, segment, scope);
        segment.push_code(Code::new_mark(Role::Close, id));
    }

    /// TMX 1.1 allows a `sub` without a code around it, so it is one.
    fn read_straight_sub(&mut self, element: Element<'_>, segment: &mut Segment, scope: u32) {
        let message = "a `sub` without a code around it is read as a code that stands alone";
        if self.file.is_1_1 {
            self.is_valid = false;
            self.say_once(DiagnosticCode::MarkupKept, "sub", element.at(), message);
        } else {
            self.repair(element.at(), message);
        }
        let id = self.file.pairing.id(scope, CodeElement::Sub, None, None, "");
        let mut code = Code::new(Role::Alone, id);
        self.read_subs(&mut code, vec![(0, element)], scope);
        segment.push_code(code);
    }

    fn push_with_braces(&mut self, text: &str, at: usize, segment: &mut Segment, scope: u32, open: &mut Open) {
        for stretch in braces::stretches(text) {
            let (role, name, data) = match stretch {
                Stretch::Text(text) => {
                    segment.push_str(text);
                    continue;
                }
                Stretch::Brace(role, name, data) => (role, name, data),
            };
            self.say_once(
                DiagnosticCode::ToolHabit,
                "braces",
                at,
                format!("`{data}` and the like in the text are codes, as Phrase TMS writes them"),
            );
            let mut code = Code::new(role, 0).with_data(data);
            code.code_type = braces::code_type(name).map(str::to_owned);
            let opened = (role == Role::Close)
                .then(|| open.close(PairedBy::Brace, name))
                .flatten();
            code.id = opened.unwrap_or_else(|| {
                let code_type = code.code_type.as_deref();
                self.file.pairing.id(scope, CodeElement::Brace, None, code_type, data)
            });
            match role {
                Role::Open => open.push(PairedBy::Brace, name, code.id, segment, at),
                Role::Close => {
                    code.isolated = opened.is_none();
                    code.code_type = None;
                }
                Role::Alone => {}
            }
            segment.push_code(code);
        }
    }
}

/// A type as a file writes it: a leading `x-` is no part of it.
pub(super) fn read_type(written: &str) -> Option<String> {
    let bare = match written {
        "ulined" => "underlined",
        other => other.strip_prefix("x-").unwrap_or(other),
    };
    (!bare.is_empty()).then(|| bare.to_owned())
}
