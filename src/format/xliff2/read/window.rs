//! Units on their way out, held for a while: a code may name a unit before or behind its own as a flow inside of it
//! (XLIFF 2, Sub-Flows), and such a unit is none of a memory. Holds [`WINDOW`] units.

use std::collections::{HashMap, VecDeque};

use indexmap::IndexMap;

use super::flow::SubFlowRef;
use crate::diag::{Diagnostic, DiagnosticCode, Fact};
use crate::format::xml::MAX_PIECE_BYTES;
use crate::model::{AppliesTo, Code, CodeKind, Segment, SubFlow, TranslationUnit};

/// How many units a unit and the flows inside its codes may lie apart.
pub(super) const WINDOW: usize = 64;

/// What is not a fact of a flow, but of where it stood, or a name that tools need.
const PLACE: [&str; 4] = ["x-type", "x-name", "x-group", "x-document"];

/// Units on their way.
pub(super) type Units = Vec<Box<TranslationUnit>>;

/// A `unit`, with its segments.
#[derive(Debug, Default)]
pub(super) struct Held {
    /// Its segments and what stands between them.
    pub(super) parts: Units,
    pub(super) id: Option<String>,
    /// The file that it stands in, by number.
    pub(super) file: u32,
    /// The `type` that it has.
    pub(super) unit_type: Option<String>,
    pub(super) sub_flows: Vec<SubFlowRef>,
    /// The units that came before and belong inside, or inside of those.
    pub(super) gathered: Vec<Held>,
    /// How deep those stand in each other.
    pub(super) depth: usize,
}

impl Held {
    fn names(&self, id: &str) -> bool {
        let units = std::iter::once(self).chain(&self.gathered);
        units
            .flat_map(|unit| &unit.sub_flows)
            .any(|reference| reference.unit == id)
    }
}

/// Units in file order, and what was found while they were put together.
#[derive(Debug, Default)]
pub(super) struct Window {
    held: VecDeque<Held>,
    /// How many of those held name units.
    naming: usize,
    said: Vec<Diagnostic>,
}

impl Window {
    /// Takes a unit; gives those that are held long enough.
    pub(super) fn push(&mut self, unit: Held) -> Units {
        let mut ready = Vec::new();
        // ids are those of one file
        while self.held.front().is_some_and(|first| first.file != unit.file) {
            self.pop(&mut ready);
        }
        self.naming += usize::from(!unit.sub_flows.is_empty());
        self.held.push_back(unit);
        while self.held.len() > WINDOW {
            self.pop(&mut ready);
        }
        ready
    }

    /// Gives all units that are held.
    pub(super) fn release(&mut self) -> Units {
        let mut ready = Vec::new();
        while !self.held.is_empty() {
            self.pop(&mut ready);
        }
        ready
    }

    /// The last unit, if it is one alone, and names no other.
    pub(super) fn last(&self) -> Option<&TranslationUnit> {
        let last = self
            .held
            .back()
            .filter(|last| last.sub_flows.is_empty() && last.gathered.is_empty())?;
        match last.parts.as_slice() {
            [unit] => Some(unit),
            _ => None,
        }
    }

    /// What was found since the last call.
    pub(super) fn take_said(&mut self) -> Vec<Diagnostic> {
        std::mem::take(&mut self.said)
    }

    /// Takes the first unit out: to the others that are ready, or into a later unit that names it.
    fn pop(&mut self, ready: &mut Units) {
        let Some(first) = self.held.pop_front() else { return };
        self.naming -= usize::from(!first.sub_flows.is_empty());
        if self.naming > 0
            && let Some(id) = &first.id
            && first.depth < WINDOW
            && let Some(owner) = self.held.iter_mut().find(|later| later.names(id))
        {
            owner.depth = owner.depth.max(first.depth + 1);
            let mut first = first;
            owner.gathered.append(&mut first.gathered);
            owner.gathered.push(first);
            return;
        }
        let mut first = first;
        let mut gathered = std::mem::take(&mut first.gathered);
        ready.extend(self.resolve(first, &mut gathered).parts);
        // units that waited in vain are units of their own again
        while let Some(left) = gathered.pop() {
            ready.extend(self.resolve(left, &mut gathered).parts);
        }
    }

    /// Puts the units that the codes of a unit name inside of these codes: those `gathered`, and those held.
    fn resolve(&mut self, mut unit: Held, gathered: &mut Vec<Held>) -> Held {
        let mut by_name: IndexMap<&str, Vec<&SubFlowRef>> = IndexMap::new();
        for reference in &unit.sub_flows {
            by_name.entry(&reference.unit).or_default().push(reference);
        }
        let mut bytes = 0;
        for (name, references) in by_name {
            let Some(found) = self.take(name, unit.file, gathered) else {
                let message = format!("`{name}` is named as a flow inside a code, and no such unit stands near");
                let mut said = Diagnostic::new(DiagnosticCode::ReferenceBroken, message).of_unit(unit.id.as_deref());
                if let Some(reference) = references.first() {
                    said = said.at(&reference.origin);
                }
                self.said.push(said);
                continue;
            };
            let found = self.resolve(found, gathered);
            self.say_losses(&found);
            let sub_type = found.unit_type.as_deref();
            let sub_type = sub_type.map(|word| word.strip_prefix("x:").unwrap_or(word).to_owned());
            for reference in references {
                let Some(segment) = joined(&found.parts, reference.side) else {
                    continue;
                };
                bytes += bytes_of(&segment);
                if bytes > MAX_PIECE_BYTES {
                    let message = format!(
                        "the flows inside the codes of a unit have more than {} MiB; `{name}` stays out of this code and of \
                         those behind it",
                        MAX_PIECE_BYTES >> 20
                    );
                    let said = Diagnostic::loss(Fact::Sub, message).of_unit(unit.id.as_deref());
                    self.said.push(said.at(&reference.origin));
                    break;
                }
                let number = usize::from(reference.side == AppliesTo::Target);
                let variant = unit
                    .parts
                    .get_mut(reference.part)
                    .and_then(|part| part.variants.get_mut(number));
                let code = variant.and_then(|variant| variant.segment.codes_mut().nth(reference.code));
                if let Some(code) = code {
                    code.subs.push(SubFlow {
                        at: None,
                        segment,
                        sub_type: sub_type.clone(),
                        datatype: None,
                    });
                }
            }
        }
        unit
    }

    /// Takes the unit of this id out of those gathered or held.
    fn take(&mut self, id: &str, file: u32, gathered: &mut Vec<Held>) -> Option<Held> {
        let is_it = |held: &Held| held.file == file && held.id.as_deref() == Some(id);
        if let Some(place) = gathered.iter().position(is_it) {
            return Some(gathered.swap_remove(place));
        }
        let place = self.held.iter().position(is_it)?;
        let mut found = self.held.remove(place)?;
        self.naming -= usize::from(!found.sub_flows.is_empty());
        gathered.append(&mut found.gathered);
        Some(found)
    }

    /// Says what a unit says of itself beyond its text, which a flow inside a code has no place for.
    fn say_losses(&mut self, unit: &Held) {
        let Some(first) = unit.parts.first() else { return };
        let any = |has: fn(&TranslationUnit) -> bool| unit.parts.iter().any(|part| has(part));
        let has_property = |unit: &TranslationUnit| {
            unit.properties.iter().any(|of| !PLACE.contains(&of.name.as_str()))
                || unit.variants.iter().any(|variant| !variant.properties.is_empty())
        };
        let lost = [
            ("notes", any(|unit| !unit.notes.is_empty())),
            ("properties", any(has_property)),
            ("state", any(|unit| unit.state.is_some())),
            ("candidates", any(|unit| !unit.candidates.is_empty())),
            ("foreign elements", any(|unit| !unit.extensions.is_empty())),
        ];
        let lost: Vec<&str> = lost.iter().filter(|(_, held)| *held).map(|(name, _)| *name).collect();
        if lost.is_empty() {
            return;
        }
        let message = format!(
            "a flow inside a code has no place for {} of its unit, which are not carried on",
            lost.join(", ")
        );
        let said = Diagnostic::new(DiagnosticCode::NotCarried, message);
        self.said.push(said.at(&first.origin).of_unit(unit.id.as_deref()));
    }
}

/// How many bytes a segment has, with the flows inside its codes.
fn bytes_of(segment: &Segment) -> usize {
    let of_code = |code: &Code| code.data.len() + code.subs.iter().map(|sub| bytes_of(&sub.segment)).sum::<usize>();
    segment.text().len() + segment.codes().iter().map(of_code).sum::<usize>()
}

/// The text of one side, of all segments of a unit; `None` if none has that side.
fn joined(parts: &[Box<TranslationUnit>], side: AppliesTo) -> Option<Segment> {
    let number = usize::from(side == AppliesTo::Target);
    let mut segments = parts.iter().filter_map(|part| part.variants.get(number));
    let mut whole = segments.next()?.segment.clone();
    let mut is_joined = false;
    for variant in segments {
        is_joined = true;
        let mut at = 0;
        let text = variant.segment.text();
        for code in variant.segment.codes() {
            whole.push_str(text.get(at..code.at).unwrap_or_default());
            whole.push_code(code.clone());
            at = code.at;
        }
        whole.push_str(text.get(at..).unwrap_or_default());
    }
    if is_joined {
        let mut ends: HashMap<(CodeKind, u32), u32> = HashMap::new();
        for code in whole.codes().iter().filter(|code| code.span) {
            *ends.entry((code.kind, code.id)).or_default() += 1;
        }
        for code in whole.codes_mut() {
            if ends.get(&(code.kind, code.id)).is_some_and(|ends| *ends > 1) {
                code.isolated = false;
                code.span = false;
            }
        }
    }
    Some(whole)
}
