//! The text of `source` and `target`, with its codes and marks.
//!
//! All flows of one `unit`, or of one `mtc:match`, are read together: ids have one scope there, a pair may begin in one
//! segment and end in another, and a code of the target is the code of the source that has its id.

use std::cell::OnceCell;
use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::super::fragment::Home;
use super::code::{self, End};
use super::data::{Data, character};
use super::findings::Findings;
use super::notes::ReadNote;
use super::pairs::{Opening, isolate};
use super::references::{MarkRef, Segments};
use crate::diag::DiagnosticCode;
use crate::format::xml::{Child, Element};
use crate::model::{AppliesTo, Code, CodeKind, Openings, Origin, Role, Segment};

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
    notes: &'d [ReadNote<'t>],
    /// The texts of the notes by their ids, once one is looked for.
    texts_of_notes: OnceCell<HashMap<&'t str, &'d str>>,
    /// What references to the unit itself call it.
    pub(super) home: Home<'d>,
    /// Whether native code may be meant where it is not named: the id of a code is that of its data then.
    pub(super) data_by_id: bool,
    /// The ids of the native code that codes have.
    used: BTreeSet<&'t str>,
    pub(super) numbers: BTreeMap<&'t str, (u32, CodeKind, Role)>,
    last: u32,
    copies: Vec<CopyRef<'t>>,
    pub(super) references: Vec<MarkRef<'t>>,
    /// The segments of the unit; none in a match, where nothing of the unit can be referred to.
    pub(super) segments: Option<Segments<'t, 'd>>,
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
pub(super) struct SideState<'t> {
    pub(super) side: AppliesTo,
    pub(super) part: usize,
    pub(super) done: Vec<Option<Segment>>,
    used: BTreeSet<&'t str>,
    pub(super) open: Openings<(CodeKind, &'t str), Opening<'t>>,
}

impl<'t, 'd> Flows<'t, 'd> {
    pub(super) fn new(core: &'d str, data: &'d Data<'t>, notes: &'d [ReadNote<'t>], home: Home<'d>) -> Self {
        Self {
            core,
            data,
            notes,
            texts_of_notes: OnceCell::new(),
            home,
            data_by_id: false,
            used: BTreeSet::new(),
            numbers: BTreeMap::new(),
            last: 0,
            copies: Vec::new(),
            references: Vec::new(),
            segments: None,
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
            open: Openings::default(),
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
        for opening in state.open.left() {
            isolate(&mut state.done, &opening, false);
            if !opening.is_isolated {
                let message = format!("`{}` is opened and never closed; it is read as isolated", opening.id);
                findings.say(DiagnosticCode::MarkupRepaired, opening.at, message);
            }
        }
        state.done
    }

    /// The text of the note of an id; of several of one id, of the first.
    pub(super) fn text_of_note(&self, id: &str) -> Option<&'d str> {
        let texts = self.texts_of_notes.get_or_init(|| {
            let mut texts = HashMap::new();
            for note in self.notes {
                if let Some(id) = note.id {
                    texts.entry(id).or_insert(note.note.text.as_str());
                }
            }
            texts
        });
        texts.get(id).copied()
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
        self.settle_references(sources, targets, findings);
        if let Some((_, left)) = self.data.iter().find(|(id, _)| !self.used.contains(*id)) {
            findings.not_carried("native code that belongs to no code", left.at);
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
                    let mut opening = code::mark(element, self, findings);
                    opening.id = self.number(element, element.attribute("id"), &opening, state, findings);
                    let number = opening.id;
                    self.refer(element, segment, state);
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

    /// A code with all that its element says.
    pub(super) fn code(
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
    pub(super) fn end(
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
                code.data.clone_from(&data.text);
                self.used.insert(name);
            } else {
                let message = format!(
                    "`{}` names `{name}`, which is no native code of the unit",
                    names.data_ref
                );
                findings.say(DiagnosticCode::ReferenceBroken, element.at(), message);
            }
        } else if self.data_by_id
            && end == End::Only
            && let Some((id, data)) = element.attribute("id").and_then(|id| self.data.get_key_value(id))
        {
            code.data.clone_from(&data.text);
            self.used.insert(id);
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

    pub(super) fn next(&mut self) -> u32 {
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

/// The start tag and the end tag of an element; an empty tag has no end.
fn tags(element: Element<'_>) -> (&str, &str) {
    let (whole, inner) = (element.markup(), element.inner_markup());
    // both are slices of the same markup
    let from = inner.as_ptr().addr().saturating_sub(whole.as_ptr().addr());
    let start = whole.get(..from).unwrap_or(whole);
    let end = whole.get(from + inner.len()..).unwrap_or_default();
    (start, end)
}
