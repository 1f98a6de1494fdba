//! The content of `<source>`, `<seg-source>`, `<target>` and `<sub>` (XLIFF 1.2, 3.2.7 Inline Elements).

use std::collections::BTreeMap;

use super::code::{plain_code, type_without_prefix};
use super::findings::Findings;
use super::numbers::{Class, Numbers};
use super::openings::Openings;
use crate::diag::{Diagnostic, DiagnosticCode};
use crate::format::xliff1::dialect::{Change, Dialects, NamedPairs};
use crate::format::xml::{Child, Element};
use crate::model::{Code, Role, Segment};

/// A segment of a side, or what stands between two.
#[derive(Debug, Default)]
pub(super) struct Stretch<'t> {
    /// Whether it is a segment.
    pub(super) is_segment: bool,
    /// The `mid` of the segment.
    pub(super) mid: Option<&'t str>,
    pub(super) segment: Segment,
    /// Where it begins in the markup.
    pub(super) at: usize,
}

/// A code that names a `trans-unit` as its sub-flow (`xid`).
#[derive(Debug)]
pub(crate) struct Reference {
    /// The id of the `trans-unit`.
    pub(super) xid: String,
    pub(super) stretch: usize,
    pub(super) code: usize,
    /// What is said if it never comes.
    pub(super) broken: Diagnostic,
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
struct Place {
    stretch: usize,
    code: usize,
}

/// A `bpt` or `bx` that waits for its end.
#[derive(Debug)]
struct Opening<'t> {
    element: Element<'t>,
    number: u32,
    place: Place,
}

struct FlowReader<'w, 't, 'a, 'r> {
    setting: Setting<'w>,
    cutting: Cutting,
    numbers: &'w mut Numbers,
    findings: &'w mut Findings<'a, 'r>,
    flow: Flow<'t>,
    in_segment: bool,
    /// How often an id came on this side.
    seen: BTreeMap<(Class, &'t str), u32>,
    open: Openings<'t, Opening<'t>>,
    named: NamedPairs<'t>,
}

impl<'t> FlowReader<'_, 't, '_, '_> {
    fn read_children(&mut self, element: Element<'t>) {
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

    fn push(&mut self, code: Code, at: usize) -> Place {
        self.go_on(at);
        let stretch = self.flow.stretches.len().saturating_sub(1);
        let mut place = Place { stretch, code: 0 };
        if let Some(last) = self.flow.stretches.last_mut() {
            place.code = last.segment.codes().len();
            last.segment.push_code(code);
        }
        place
    }

    fn code_at(&mut self, place: Place) -> Option<&mut Code> {
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
    fn number(&mut self, class: Class, id: &'t str, at: usize) -> u32 {
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

    /// Notes that a code names its sub-flow.
    fn refer(&mut self, element: Element<'t>, place: Place) {
        let Some(xid) = element.attribute("xid") else { return };
        self.findings.is_sound = false;
        if self.setting.dialects.has_own_references() {
            self.findings
                .never_carried("what a tag refers to by `xid`", element.at());
            return;
        }
        let message = format!("`xid` names `{xid}`, which is no unit that follows soon; the code has no flow of text");
        let broken = self
            .findings
            .finding(DiagnosticCode::ReferenceBroken, element.at(), message);
        self.flow.references.push(Reference {
            xid: xid.to_owned(),
            stretch: place.stretch,
            code: place.code,
            broken,
        });
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
    fn note_span(&mut self, opening: Place, closing: Place) {
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

    fn read_mrk(&mut self, element: Element<'t>) {
        let written = element.attribute("mtype").unwrap_or_else(|| {
            self.findings
                .repaired(element.at(), "`<mrk>` has no `mtype` and is read as a highlight");
            "x-hi"
        });
        if written == "seg" {
            self.read_segment(element);
            return;
        }
        match self.setting.dialects.change(written) {
            Some(change) => {
                self.read_change(element, change);
                return;
            }
            None => {}
        }
        let mtype = match written {
            "x-hi" => None,
            other => Some(type_without_prefix(other)),
        };
        // only `mid` tells marks of one type apart by more than their order
        let number = match element.attribute("mid") {
            Some(mid) => self.number(Class::Mark, mid, element.at()),
            None => {
                let key = (Class::Mark, mtype.unwrap_or_default());
                let seen = self.seen.entry(key).or_default();
                *seen += 1;
                let nth = *seen;
                self.numbers
                    .of(Class::Mark, &format!("type {}", mtype.unwrap_or_default()), nth)
            }
        };
        let mut mark = Code::new_mark(Role::Open, number);
        mark.code_type = mtype.map(str::to_owned);
        mark.ts = element.attribute("ts").map(str::to_owned);
        mark.mark.comment = element.attribute("comment").map(str::to_owned);
        self.setting.dialects.mark(element, &mut mark);
        super::code::say_unread(element, self.setting.dialects, self.findings);
        let opening = self.push(mark, element.at());
        self.read_children(element);
        let closing = self.push(Code::new_mark(Role::Close, number), element.at());
        self.note_span(opening, closing);
    }

    fn read_change(&mut self, element: Element<'t>, change: Change) {
        self.findings.is_sound = false;
        match change {
            Change::Deleted => {
                let message = "text that a tracked change deletes is left out";
                self.findings
                    .say_once(DiagnosticCode::ToolHabit, "deleted text", element.at(), message);
            }
            Change::Added => {
                let message = "text that a tracked change adds is read as text; that it was added is not carried";
                self.findings
                    .say_once(DiagnosticCode::ToolHabit, "added text", element.at(), message);
                self.read_children(element);
            }
            Change::Place => {
                self.findings.never_carried("the place of a sub-segment", element.at());
                self.read_children(element);
            }
        }
    }

    fn read_segment(&mut self, element: Element<'t>) {
        if self.cutting == Cutting::Whole || self.in_segment {
            self.read_children(element);
            return;
        }
        let segment = self.findings.reading.new_segment();
        self.flow.stretches.push(Stretch {
            is_segment: true,
            mid: element.attribute("mid"),
            segment,
            at: element.at(),
        });
        super::code::say_unread(element, self.setting.dialects, self.findings);
        self.in_segment = true;
        self.read_children(element);
        self.in_segment = false;
    }

    /// An element that XLIFF does not have is read as the native code that it looks like.
    fn read_unknown(&mut self, element: Element<'t>) {
        let name = element.name();
        let message = format!("XLIFF 1 has no `<{name}>` in text; it is read as a code");
        self.findings.is_sound = false;
        self.findings.say(DiagnosticCode::ElementUnknown, element.at(), message);
        let markup = element.markup();
        let inside = element.inner_markup();
        if inside.is_empty() {
            let number = self.number(Class::Alone, name, element.at());
            self.push(Code::new(Role::Alone, number).with_data(markup), element.at());
            return;
        }
        let number = self.number(Class::Pair, name, element.at());
        let start = markup.find(inside).and_then(|at| markup.get(..at)).unwrap_or_default();
        let opening = self.push(Code::new(Role::Open, number).with_data(start), element.at());
        self.read_children(element);
        let end = format!("</{name}>");
        let closing = self.push(Code::new(Role::Close, number).with_data(end), element.at());
        self.note_span(opening, closing);
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
