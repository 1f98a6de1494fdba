//! The text of `source` and `target`, with its codes and marks.
//!
//! All flows of one `unit`, or of one `mtc:match`, are read together: ids have one scope there, a pair may begin in one
//! segment and end in another, and a code of the target is the code of the source that has its id.

use std::collections::{BTreeMap, BTreeSet};

use super::code::{self, End};
use super::findings::Findings;
use super::notes::ReadNote;
use crate::diag::DiagnosticCode;
use crate::format::xml::{Child, Element};
use crate::model::{AppliesTo, Code, CodeKind, Origin, Role, Segment, is_illegal};

/// Native code by its id.
pub(super) type Data<'t> = BTreeMap<&'t str, String>;

/// A unit that a code names as a flow inside of it.
#[derive(Debug, Clone)]
pub(super) struct SubFlowRef {
    /// The number of the segment that the code stands in.
    pub(super) part: usize,
    pub(super) side: AppliesTo,
    /// The number of the code in its segment.
    pub(super) code: usize,
    /// The id of the unit.
    pub(super) unit: String,
    pub(super) origin: Origin,
}

/// What reads the flows of a unit or a match.
pub(super) struct Flows<'t, 'd> {
    pub(super) core: &'d str,
    pub(super) data: &'d Data<'t>,
    pub(super) notes: &'d [ReadNote<'t>],
    /// Whether native code may be meant where it is not named: the id of a code is that of its data then.
    pub(super) data_by_id: bool,
    numbers: BTreeMap<&'t str, (u32, CodeKind, Role)>,
    last: u32,
    copies: Vec<CopyRef<'t>>,
    /// The units that codes name.
    pub(super) named_units: Vec<SubFlowRef>,
}

struct CopyRef<'t> {
    side: AppliesTo,
    part: usize,
    code: usize,
    original: &'t str,
    at: usize,
}

/// The flows of one side while they are read.
struct SideState<'t> {
    side: AppliesTo,
    part: usize,
    done: Vec<Option<Segment>>,
    used: BTreeSet<&'t str>,
    open: Vec<Opening<'t>>,
}

/// An `sc` or `sm` that was not closed yet.
struct Opening<'t> {
    id: &'t str,
    kind: CodeKind,
    part: usize,
    code: usize,
    number: u32,
    is_isolated: bool,
    at: usize,
}

impl<'t, 'd> Flows<'t, 'd> {
    pub(super) fn new(core: &'d str, data: &'d Data<'t>, notes: &'d [ReadNote<'t>]) -> Self {
        Self {
            core,
            data,
            notes,
            data_by_id: false,
            numbers: BTreeMap::new(),
            last: 0,
            copies: Vec::new(),
            named_units: Vec::new(),
        }
    }

    /// Reads the flows of one side, the source first: one for each segment, if there is one.
    pub(super) fn read_side(
        &mut self,
        side: AppliesTo,
        flows: impl Iterator<Item = Option<Element<'t>>>,
        findings: &mut Findings<'_, '_>,
    ) -> Vec<Option<Segment>> {
        let mut state = SideState {
            side,
            part: 0,
            done: Vec::new(),
            used: BTreeSet::new(),
            open: Vec::new(),
        };
        for flow in flows {
            let segment = flow.map(|flow| {
                let mut segment = findings.reading.new_segment();
                self.walk(flow, &mut segment, &mut state, findings);
                segment
            });
            state.done.push(segment);
            state.part += 1;
        }
        for opening in state.open {
            isolate(&mut state.done, &opening, false);
            if !opening.is_isolated {
                let message = format!("`{}` is opened and never closed; it is read as isolated", opening.id);
                findings.say(DiagnosticCode::MarkupRepaired, opening.at, message);
            }
        }
        state.done
    }

    /// Settles what codes say of codes that came later.
    pub(super) fn settle(
        &mut self,
        sources: &mut [Option<Segment>],
        targets: &mut [Option<Segment>],
        findings: &mut Findings<'_, '_>,
    ) {
        for copy in std::mem::take(&mut self.copies) {
            let Some((number, ..)) = self.numbers.get(copy.original) else {
                let message = format!("`copyOf` names `{}`, which is no code of the unit", copy.original);
                findings.say(DiagnosticCode::ReferenceBroken, copy.at, message);
                continue;
            };
            let segments = match copy.side {
                AppliesTo::Source => &mut *sources,
                AppliesTo::Target => &mut *targets,
            };
            let segment = segments.get_mut(copy.part).and_then(Option::as_mut);
            if let Some(code) = segment.and_then(|segment| segment.codes_mut().nth(copy.code)) {
                code.hints.copy_of = Some(*number);
            }
        }
    }

    fn walk(
        &mut self,
        parent: Element<'t>,
        segment: &mut Segment,
        state: &mut SideState<'t>,
        findings: &mut Findings<'_, '_>,
    ) {
        for child in parent.children() {
            let element = match child {
                Child::Text(text, _) => {
                    segment.push_str(text);
                    continue;
                }
                Child::Element(element) => element,
            };
            let local = if element.namespace() == self.core {
                element.local()
            } else {
                ""
            };
            match local {
                "cp" => segment.push_str(&character(element, findings)),
                "ph" => {
                    let code = self.code(element, Role::Alone, End::Only, segment, state, findings);
                    segment.push_code(code);
                }
                "pc" => {
                    let opening = self.code(element, Role::Open, End::Start, segment, state, findings);
                    let number = opening.id;
                    segment.push_code(opening);
                    self.walk(element, segment, state, findings);
                    let mut closing = Code::new(Role::Close, number);
                    self.end(element, &mut closing, End::Close, segment, state, findings);
                    segment.push_code(closing);
                }
                "mrk" | "sm" => {
                    let mut opening = code::mark(element, self.notes, findings);
                    opening.id = self.number(element, element.attribute("id"), &opening, state, findings);
                    let number = opening.id;
                    if local == "sm" {
                        Self::open(element, &opening, segment, state);
                    }
                    segment.push_code(opening);
                    self.walk(element, segment, state, findings);
                    if local == "mrk" {
                        segment.push_code(Code::new_mark(Role::Close, number));
                    }
                }
                "sc" => {
                    let opening = self.code(element, Role::Open, End::Only, segment, state, findings);
                    Self::open(element, &opening, segment, state);
                    segment.push_code(opening);
                    self.walk(element, segment, state, findings);
                }
                "ec" | "em" => {
                    self.close(element, segment, state, findings);
                    self.walk(element, segment, state, findings);
                }
                _ => self.unknown(element, segment, state, findings),
            }
        }
    }

    /// Remembers a start that waits for its end.
    fn open(element: Element<'t>, opening: &Code, segment: &Segment, state: &mut SideState<'t>) {
        state.open.push(Opening {
            id: element.attribute("id").unwrap_or_default(),
            kind: opening.kind,
            part: state.part,
            code: segment.codes().len(),
            number: opening.id,
            is_isolated: opening.kind == CodeKind::Code && element.attribute("isolated") == Some("yes"),
            at: element.at(),
        });
    }

    /// `ec` and `em`.
    fn close(
        &mut self,
        element: Element<'t>,
        segment: &mut Segment,
        state: &mut SideState<'t>,
        findings: &mut Findings<'_, '_>,
    ) {
        let kind = if element.local() == "em" {
            CodeKind::Mark
        } else {
            CodeKind::Code
        };
        let start = element.attribute("startRef");
        let place = start.and_then(|start| {
            let is_it = |opening: &Opening<'_>| opening.id == start && opening.kind == kind;
            state.open.iter().rposition(is_it)
        });
        if let Some(place) = place {
            let opening = state.open.remove(place);
            let mut closing = Code::new(Role::Close, opening.number);
            closing.kind = kind;
            if opening.is_isolated {
                let message = format!("`{}` is isolated and closed; it is read as a pair", opening.id);
                findings.say(DiagnosticCode::MarkupRepaired, element.at(), message);
            }
            self.end(element, &mut closing, End::Only, segment, state, findings);
            if opening.part == state.part {
                // it stands in this segment, which is not among those that are done
                if opening.is_isolated
                    && let Some(code) = segment.codes_mut().nth(opening.code)
                {
                    code.isolated = false;
                }
            } else {
                isolate(&mut state.done, &opening, true);
                closing.isolated = true;
                closing.span = true;
            }
            if kind == CodeKind::Code {
                code::check_end(
                    element,
                    opening_of(&state.done, segment, state.part, &opening),
                    findings,
                );
            }
            segment.push_code(closing);
            return;
        }
        if kind == CodeKind::Code && (start.is_none() || element.attribute("isolated") == Some("yes")) {
            let mut closing = self.code(element, Role::Close, End::Only, segment, state, findings);
            closing.isolated = true;
            segment.push_code(closing);
            if element.attribute("isolated") != Some("yes") {
                let message = "`ec` names no `startRef` and is read as isolated";
                findings.say(DiagnosticCode::MarkupRepaired, element.at(), message);
            }
            return;
        }
        let message = format!(
            "`{}` closes `{}`, which is not open; it is read as isolated",
            element.local(),
            start.unwrap_or_default()
        );
        findings.say(DiagnosticCode::MarkupRepaired, element.at(), message);
        let mut closing = Code::new(Role::Close, self.next());
        closing.kind = kind;
        closing.isolated = true;
        self.end(element, &mut closing, End::Only, segment, state, findings);
        segment.push_code(closing);
    }

    /// A code with all that its element says.
    fn code(
        &mut self,
        element: Element<'t>,
        role: Role,
        end: End,
        segment: &Segment,
        state: &mut SideState<'t>,
        findings: &mut Findings<'_, '_>,
    ) -> Code {
        let mut code = code::code(element, role, findings);
        code.id = self.number(element, element.attribute("id"), &code, state, findings);
        code.isolated = role == Role::Open && element.attribute("isolated") == Some("yes");
        if let Some(original) = element.attribute("copyOf") {
            self.copies.push(CopyRef {
                side: state.side,
                part: state.part,
                code: segment.codes().len(),
                original,
                at: element.at(),
            });
        }
        self.end(element, &mut code, end, segment, state, findings);
        code
    }

    /// What each end of a code says for itself.
    fn end(
        &mut self,
        element: Element<'t>,
        code: &mut Code,
        end: End,
        segment: &Segment,
        state: &SideState<'t>,
        findings: &mut Findings<'_, '_>,
    ) {
        if code.kind == CodeKind::Mark {
            return;
        }
        let names = end.names();
        code.equiv = element.attribute(names.equiv).map(str::to_owned);
        code.disp = element.attribute(names.disp).map(str::to_owned);
        if let Some(name) = element.attribute(names.data_ref) {
            if let Some(data) = self.data.get(name) {
                code.data.clone_from(data);
            } else {
                let message = format!(
                    "`{}` names `{name}`, which is no native code of the unit",
                    names.data_ref
                );
                findings.say(DiagnosticCode::ReferenceBroken, element.at(), message);
            }
        } else if self.data_by_id
            && end == End::Only
            && let Some(data) = element.attribute("id").and_then(|id| self.data.get(id))
        {
            code.data.clone_from(data);
            let message = "codes name no native code; the one that has the id of the code is taken";
            findings.say_once(DiagnosticCode::ToolHabit, "data", element.at(), message);
        }
        for unit in element
            .attribute(names.sub_flows)
            .unwrap_or_default()
            .split_ascii_whitespace()
        {
            self.named_units.push(SubFlowRef {
                part: state.part,
                side: state.side,
                code: segment.codes().len(),
                unit: unit.to_owned(),
                origin: findings.reading.origin(element.at()),
            });
        }
    }

    /// What the format does not have is a code that holds its markup: nothing of it may become text.
    fn unknown(
        &mut self,
        element: Element<'t>,
        segment: &mut Segment,
        state: &mut SideState<'t>,
        findings: &mut Findings<'_, '_>,
    ) {
        let message = format!("`{}` may not stand in text; it is read as a code", element.name());
        findings.say(DiagnosticCode::MarkupRepaired, element.at(), message);
        let (start, end) = tags(element);
        let number = self.next();
        if end.is_empty() {
            segment.push_code(Code::new(Role::Alone, number).with_data(start));
            return;
        }
        segment.push_code(Code::new(Role::Open, number).with_data(start));
        self.walk(element, segment, state, findings);
        segment.push_code(Code::new(Role::Close, number).with_data(end));
    }

    fn next(&mut self) -> u32 {
        self.last += 1;
        self.last
    }

    /// The number of a code: that of the code of the source with the same id, if it is one and the same.
    fn number(
        &mut self,
        element: Element<'t>,
        id: Option<&'t str>,
        code: &Code,
        state: &mut SideState<'t>,
        findings: &mut Findings<'_, '_>,
    ) -> u32 {
        let Some(id) = id else {
            let message = format!("`{}` has no `id`", element.local());
            findings.say(DiagnosticCode::AttributeMissing, element.at(), message);
            return self.next();
        };
        if !state.used.insert(id) {
            let message = format!("id `{id}` stands twice in the unit; each is read as a code of its own");
            findings.say(DiagnosticCode::MarkupRepaired, element.at(), message);
            return self.next();
        }
        match self.numbers.get(id) {
            Some((number, kind, role)) if (*kind, *role) == (code.kind, code.role) => *number,
            Some(_) => {
                let message = format!("id `{id}` is another code in the source; they are read as two codes");
                findings.say(DiagnosticCode::MarkupRepaired, element.at(), message);
                self.next()
            }
            None => {
                let number = self.next();
                self.numbers.insert(id, (number, code.kind, code.role));
                number
            }
        }
    }
}

/// Says of a start in a segment that is done that its end is not in that segment.
fn isolate(done: &mut [Option<Segment>], opening: &Opening<'_>, span: bool) {
    let segment = done.get_mut(opening.part).and_then(Option::as_mut);
    if let Some(code) = segment.and_then(|segment| segment.codes_mut().nth(opening.code)) {
        code.isolated = true;
        code.span = span;
    }
}

fn opening_of<'s>(
    done: &'s [Option<Segment>],
    current: &'s Segment,
    part: usize,
    opening: &Opening<'_>,
) -> Option<&'s Code> {
    let segment = if opening.part == part {
        Some(current)
    } else {
        done.get(opening.part).and_then(Option::as_ref)
    };
    segment?.codes().get(opening.code)
}

/// The start tag and the end tag of an element; an empty tag has no end.
fn tags(element: Element<'_>) -> (&str, &str) {
    let (whole, inner) = (element.markup(), element.inner_markup());
    // both are slices of the same markup
    let from = inner.as_ptr().addr().saturating_sub(whole.as_ptr().addr());
    let start = whole.get(..from).unwrap_or(whole);
    let end = whole.get(from + inner.len()..).unwrap_or_default();
    (start, end)
}

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
pub(super) fn data<'t>(original_data: Option<Element<'t>>, core: &str, findings: &mut Findings<'_, '_>) -> Data<'t> {
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
            found.insert(id, text);
        }
    }
    found
}
