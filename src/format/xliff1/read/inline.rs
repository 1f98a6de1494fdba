//! The content of `<source>`, `<seg-source>`, `<target>` and `<sub>` (XLIFF 1.2, 3.2.7 Inline Elements).

use std::collections::BTreeMap;

use super::code::plain_code;
use super::findings::Findings;
use super::numbers::{Class, Numbers};
use super::openings::Openings;
use super::references::Reference;
use crate::diag::DiagnosticCode;
use crate::format::xliff1::dialect::{Dialects, NamedPairs};
use crate::format::xml::{Child, Element};
use crate::model::{Code, Role, Segment};

/// A segment of a side, or what stands between two.
#[derive(Debug, Default)]
pub(super) struct Stretch<'t> {
    /// Whether it is a segment.
    pub(super) is_segment: bool,
    /// The `mid` of the segment.
    pub(super) mid: Option<&'t str>,
    /// The `comment` of the segment.
    pub(super) comment: Option<&'t str>,
    pub(super) segment: Segment,
    /// Where it begins in the markup.
    pub(super) at: usize,
}

/// What a side holds.
#[derive(Debug, Default)]
pub(super) struct Flow<'t> {
    pub(super) stretches: Vec<Stretch<'t>>,
    pub(super) references: Vec<Reference>,
}

/// Whether a side is cut at its segments.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Cutting {
    /// Each `<mrk mtype="seg">` is a stretch, and what stands between two.
    Segments,
    /// It is one stretch; the marks of segments are passed over.
    Whole,
}

/// What is the same for all content of a document.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Setting<'s> {
    /// The namespace of XLIFF in it.
    pub(super) namespace: &'s str,
    pub(super) dialects: &'s Dialects,
}

impl Setting<'_> {
    pub(super) fn is_core(&self, element: &Element<'_>) -> bool {
        element.namespace() == self.namespace
    }
}

/// Reads what stands in `element`.
pub(super) fn read_flow<'t>(
    element: Element<'t>,
    cutting: Cutting,
    setting: Setting<'_>,
    numbers: &mut Numbers,
    findings: &mut Findings<'_, '_>,
) -> Flow<'t> {
    let mut reader = FlowReader {
        setting,
        cutting,
        numbers,
        findings,
        flow: Flow::default(),
        in_segment: false,
        seen: BTreeMap::new(),
        open: Openings::default(),
        named: NamedPairs::default(),
    };
    if cutting == Cutting::Whole {
        let segment = reader.findings.reading.new_segment();
        reader.flow.stretches.push(Stretch {
            is_segment: true,
            segment,
            at: element.at(),
            ..Stretch::default()
        });
    }
    reader.read_children(element);
    reader.finish();
    reader.flow
}

/// Where a code stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Place {
    pub(super) stretch: usize,
    pub(super) code: usize,
}

/// A `bpt` or `bx` that waits for its end.
#[derive(Debug)]
pub(super) struct Opening<'t> {
    element: Element<'t>,
    number: u32,
    place: Place,
}

pub(super) struct FlowReader<'w, 't, 'a, 'r> {
    pub(super) setting: Setting<'w>,
    pub(super) cutting: Cutting,
    pub(super) numbers: &'w mut Numbers,
    pub(super) findings: &'w mut Findings<'a, 'r>,
    pub(super) flow: Flow<'t>,
    pub(super) in_segment: bool,
    /// How often an id came on this side.
    pub(super) seen: BTreeMap<(Class, &'t str), u32>,
    pub(super) open: Openings<'t, Opening<'t>>,
    pub(super) named: NamedPairs<'t>,
}

impl<'t> FlowReader<'_, 't, '_, '_> {
    pub(super) fn read_children(&mut self, element: Element<'t>) {
        for child in element.children() {
            match child {
                Child::Text(text, at) => self.push_text(text, at),
                Child::Element(element) if self.setting.is_core(&element) => self.read_element(element),
                Child::Element(element) => {
                    let message = format!(
                        "`<{}>` stands in text, and what it holds is read as text",
                        element.name()
                    );
                    self.findings.is_sound = false;
                    self.findings
                        .say_once(DiagnosticCode::ElementUnknown, element.name(), element.at(), message);
                    self.read_children(element);
                }
            }
        }
    }

    fn read_element(&mut self, element: Element<'t>) {
        match element.local() {
            "g" => self.read_g(element),
            "x" | "ph" => self.read_alone(element),
            "bpt" | "bx" => self.read_opening(element),
            "ept" | "ex" => self.read_closing(element),
            "it" => self.read_isolated(element),
            "mrk" => self.read_mrk(element),
            _ => self.read_unknown(element),
        }
    }

    /// Begins what stands between two segments, if it does not go on here.
    fn go_on(&mut self, at: usize) {
        let goes_on = self
            .flow
            .stretches
            .last()
            .is_some_and(|last| self.cutting == Cutting::Whole || last.is_segment == self.in_segment);
        if !goes_on {
            let segment = self.findings.reading.new_segment();
            self.flow.stretches.push(Stretch {
                is_segment: self.in_segment,
                mid: None,
                comment: None,
                segment,
                at,
            });
        }
    }

    fn push_text(&mut self, text: &str, at: usize) {
        self.go_on(at);
        if let Some(last) = self.flow.stretches.last_mut() {
            last.segment.push_str(text);
        }
    }

    pub(super) fn push(&mut self, code: Code, at: usize) -> Place {
        self.go_on(at);
        let stretch = self.flow.stretches.len().saturating_sub(1);
        let mut place = Place { stretch, code: 0 };
        if let Some(last) = self.flow.stretches.last_mut() {
            place.code = last.segment.codes().len();
            last.segment.push_code(code);
        }
        place
    }

    pub(super) fn code_at(&mut self, place: Place) -> Option<&mut Code> {
        self.flow
            .stretches
            .get_mut(place.stretch)?
            .segment
            .codes_mut()
            .nth(place.code)
    }

    /// The `id` of a code; without one, codes are told apart by their order.
    fn id_of(&mut self, element: Element<'t>) -> &'t str {
        element.attribute("id").unwrap_or_else(|| {
            let message = format!("`<{}>` has no `id` and is known by its place", element.local());
            self.findings.is_sound = false;
            self.findings
                .say(DiagnosticCode::AttributeMissing, element.at(), message);
            ""
        })
    }

    /// The number of a code; several of one id on a side are codes of their own.
    pub(super) fn number(&mut self, class: Class, id: &'t str, at: usize) -> u32 {
        let seen = self.seen.entry((class, id)).or_default();
        let nth = *seen;
        *seen += 1;
        if nth > 0 && class != Class::Mark && !id.is_empty() && !NamedPairs::is_name(id) {
            let message = format!("the code `{id}` stands here once more and is read as a code of its own");
            self.findings.repaired(at, message);
        }
        self.numbers.of(class, id, nth)
    }

    /// A code with what the attributes of `element` say, and its data and sub-flows.
    fn code(&mut self, element: Element<'t>, role: Role, number: u32) -> Code {
        let mut code = plain_code(element, role, number, self.findings);
        if element.local() != "g" {
            self.read_data(element, &mut code);
        }
        code
    }

    fn read_data(&mut self, element: Element<'t>, code: &mut Code) {
        for child in element.children() {
            match child {
                Child::Text(text, at) => {
                    if matches!(element.local(), "x" | "bx" | "ex") {
                        let message = format!("`<{}>` holds text, which is read as native code", element.local());
                        self.findings.repaired(at, message);
                    }
                    code.data.push_str(text);
                }
                Child::Element(sub) if self.setting.is_core(&sub) && sub.local() == "sub" => {
                    let place = code.subs.len();
                    let numbers = self.numbers.of_sub(code.id, code.role == Role::Close, place);
                    let flow = read_flow(sub, Cutting::Whole, self.setting, numbers, self.findings);
                    if sub.attribute("xid").is_some() || !flow.references.is_empty() {
                        self.findings.not_carried("the `xid` of a flow inside a code", sub.at());
                    }
                    let segment = flow
                        .stretches
                        .into_iter()
                        .next()
                        .map(|stretch| stretch.segment)
                        .unwrap_or_default();
                    code.subs.push(super::code::sub_flow(sub, code.data.len(), segment));
                }
                Child::Element(other) => {
                    let message = format!("`<{}>` stands in native code and is read as part of it", other.name());
                    self.findings.repaired(other.at(), message);
                    code.data.push_str(other.markup());
                }
            }
        }
    }

    fn read_alone(&mut self, element: Element<'t>) {
        let id = self.id_of(element);
        let number = self.number(Class::Alone, id, element.at());
        let code = self.code(element, Role::Alone, number);
        let place = self.push(code, element.at());
        self.refer(element, place);
        if element.local() == "x"
            && let Some(opening) = self.named.meet(id, (place.stretch, place.code))
        {
            let opening = Place {
                stretch: opening.0,
                code: opening.1,
            };
            self.join_named(opening, place, element.at());
        }
    }

    /// Makes a pair of two codes whose names say that they are one.
    fn join_named(&mut self, opening: Place, closing: Place, at: usize) {
        let Some(open) = self.code_at(opening) else { return };
        open.role = Role::Open;
        let (number, code_type) = (open.id, open.code_type.clone());
        if let Some(close) = self.code_at(closing) {
            close.role = Role::Close;
            close.id = number;
            // what a pair is stands at its opening
            if close.code_type == code_type {
                close.code_type = None;
            }
        }
        let message = "placeholders named `START_…` and `CLOSE_…` are read as pairs; this is said once for the file";
        self.findings
            .say_once(DiagnosticCode::ToolHabit, "pairs by name", at, message);
    }

    fn read_g(&mut self, element: Element<'t>) {
        let id = self.id_of(element);
        let number = self.number(Class::Pair, id, element.at());
        let code = self.code(element, Role::Open, number);
        let opening = self.push(code, element.at());
        self.refer(element, opening);
        self.read_children(element);
        let closing = self.push(Code::new(Role::Close, number), element.at());
        self.note_span(opening, closing);
    }

    /// Two ends of one pair in different segments are isolated there.
    pub(super) fn note_span(&mut self, opening: Place, closing: Place) {
        if opening.stretch == closing.stretch {
            return;
        }
        for place in [opening, closing] {
            if let Some(code) = self.code_at(place) {
                (code.isolated, code.span) = (true, true);
            }
        }
    }

    fn read_opening(&mut self, element: Element<'t>) {
        let id = self.id_of(element);
        let number = self.number(Class::Pair, id, element.at());
        let code = self.code(element, Role::Open, number);
        let place = self.push(code, element.at());
        self.refer(element, place);
        let opening = Opening { element, number, place };
        self.open.push(element.local(), id, element.attribute("rid"), opening);
    }

    fn read_closing(&mut self, element: Element<'t>) {
        let opener = if element.local() == "ept" { "bpt" } else { "bx" };
        let opening = self
            .open
            .close(opener, element.attribute("id"), element.attribute("rid"));
        let Some(opening) = opening else {
            let id = self.id_of(element);
            let number = self.number(Class::Close, id, element.at());
            let mut code = self.code(element, Role::Close, number);
            code.isolated = true;
            let place = self.push(code, element.at());
            self.refer(element, place);
            if opener == "bpt" || element.attribute("rid").is_some() {
                let message = format!("`<{}>` closes nothing and is read as isolated", element.local());
                self.findings.repaired(element.at(), message);
            }
            return;
        };
        let code = self.code(element, Role::Close, opening.number);
        let place = self.push(code, element.at());
        self.refer(element, place);
        self.note_span(opening.place, place);
    }

    fn read_isolated(&mut self, element: Element<'t>) {
        let (role, class) = match element.attribute("pos") {
            Some("close" | "end") => (Role::Close, Class::Close),
            Some("open" | "begin") => (Role::Open, Class::Pair),
            other => {
                let found = other.map_or("no `pos`".to_owned(), |pos| format!("the `pos` `{pos}`"));
                self.findings
                    .repaired(element.at(), format!("`<it>` has {found} and is read as an opening"));
                (Role::Open, Class::Pair)
            }
        };
        let id = self.id_of(element);
        let number = self.number(class, id, element.at());
        let mut code = self.code(element, role, number);
        code.isolated = true;
        if element.attribute("rid").is_some() {
            self.findings.not_carried("the `rid` of an isolated code", element.at());
        }
        let place = self.push(code, element.at());
        self.refer(element, place);
    }

    /// What is still open is isolated.
    fn finish(&mut self) {
        for opening in std::mem::take(&mut self.open).into_open() {
            if let Some(code) = self.code_at(opening.place) {
                code.isolated = true;
            }
            if opening.element.local() == "bpt" {
                let message = "`<bpt>` is never closed and is read as isolated";
                self.findings.repaired(opening.element.at(), message);
            }
        }
    }
}
