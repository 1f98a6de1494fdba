//! Writing `seg` and what stands in it: `bpt ept it ph hi sub`.

use std::collections::{HashMap, HashSet};

use crate::diag::Fact;
use crate::format::xml::Escaper;
use crate::format::{Losses, MARK_TYPES};
use crate::model::{Assoc, Code, CodeKind, Nesting, Piece, Role, Segment, SubFlow, TranslationUnit};

/// Values of `type` on codes that TMX 1.4b lists; all others are written with `x-`.
const TYPES: &[&str] = &[
    "bold", "color", "dulined", "font", "italic", "link", "scap", "struct", "index", "date", "time", "fnote", "enote",
    "alt", "image", "pb", "lb", "cb", "inset",
];

/// The element that a code becomes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Element {
    Bpt,
    Ept,
    It,
    Ph,
    Hi,
    /// The end of a `hi`.
    HiEnd,
    /// A mark that can't be written.
    Dropped,
}

/// One code as it will be written: codes are planned and written in the same order, those of sub-flows after the code
/// that holds them.
#[derive(Debug)]
struct Planned {
    element: Element,
    /// `i` of `bpt` and `ept`: unique in the `seg`.
    i: u32,
    /// `x`, which says which codes of the variants are the same.
    x: Option<u32>,
    key: Key,
}

/// What makes codes of two variants the same. Sub-flows have a scope of their own, named by the path to them.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
struct Key {
    path: String,
    element: Element,
    role: Role,
    id: u32,
    repeat: u32,
}

/// The elements that bear `x`.
const MATCHED: &[Element] = &[Element::Bpt, Element::It, Element::Ph, Element::Hi];

/// How the codes of a unit will be written, variant by variant.
#[derive(Debug, Default)]
pub(super) struct Plan {
    variants: std::vec::IntoIter<Vec<Planned>>,
}

impl Plan {
    /// The plan of the next variant.
    pub(super) fn next_variant(&mut self) -> VariantPlan {
        VariantPlan(self.variants.next().unwrap_or_default().into_iter())
    }
}

/// How the codes of one variant will be written.
#[derive(Debug, Default)]
pub(super) struct VariantPlan(std::vec::IntoIter<Planned>);

/// Decides on elements, `i` and `x` of all codes of `unit`, and says what TMX can't hold of them.
pub(super) fn plan_unit(unit: &TranslationUnit, losses: &mut Losses) -> Plan {
    if unit.variants.iter().all(|variant| variant.segment.codes().is_empty()) {
        return Plan::default();
    }
    let mut variants: Vec<Vec<Planned>> = unit
        .variants
        .iter()
        .map(|variant| {
            let mut planner = Planner {
                codes: Vec::new(),
                last_i: 0,
                losses,
            };
            planner.plan_segment(&variant.segment, "");
            planner.codes
        })
        .collect();
    say_split_codes(&variants, losses);
    number_x(unit, &mut variants);
    Plan {
        variants: variants.into_iter(),
    }
}

struct Planner<'p, 'l> {
    codes: Vec<Planned>,
    last_i: u32,
    losses: &'p mut Losses<'l>,
}

impl Planner<'_, '_> {
    fn plan_segment(&mut self, segment: &Segment, path: &str) {
        let partners = segment.partners();
        let nests = segment.nesting_marks(&partners, Nesting::AmongMarksAndPairs);
        let mut numbers: HashMap<usize, u32> = HashMap::new();
        let mut repeats: HashMap<(Element, Role, u32), u32> = HashMap::new();
        for (number, code) in segment.codes().iter().enumerate() {
            let partner = partners.get(number).copied().flatten();
            let element = match (code.kind, code.role, partner) {
                (CodeKind::Mark, Role::Open, _) if nests.get(number) == Some(&true) => Element::Hi,
                (CodeKind::Mark, Role::Close, _) if nests.get(number) == Some(&true) => Element::HiEnd,
                (CodeKind::Mark, ..) => Element::Dropped,
                (CodeKind::Code, Role::Alone, _) => Element::Ph,
                (CodeKind::Code, _, None) => Element::It,
                (CodeKind::Code, Role::Open, Some(_)) => Element::Bpt,
                (CodeKind::Code, Role::Close, Some(_)) => Element::Ept,
            };
            let i = match (element, partner) {
                (Element::Bpt, _) => {
                    self.last_i += 1;
                    numbers.insert(number, self.last_i);
                    self.last_i
                }
                (Element::Ept, Some(opening)) => numbers.get(&opening).copied().unwrap_or_default(),
                _ => 0,
            };
            let repeat = repeats
                .entry((element, code.role, code.id))
                .and_modify(|count| *count += 1)
                .or_insert(0);
            let key = Key {
                path: path.to_owned(),
                element,
                role: code.role,
                id: code.id,
                repeat: *repeat,
            };
            self.say_losses(code, element);
            self.codes.push(Planned {
                element,
                i,
                x: None,
                key,
            });
            if matches!(element, Element::Bpt | Element::Ept | Element::It | Element::Ph) {
                for (sub_number, sub) in code.subs.iter().enumerate() {
                    let path = format!("{path}{element:?}{}.{sub_number}/", code.id);
                    self.plan_segment(&sub.segment, &path);
                }
            }
        }
    }

    fn say_losses(&mut self, code: &Code, element: Element) {
        let lost = &mut *self.losses;
        if element == Element::Dropped {
            lost.lose(
                Fact::Mark,
                "a mark that crosses another, a pair of codes or a segment's end",
            );
            return;
        }
        let hints = &code.hints;
        lost.lose_if(code.equiv.is_some(), Fact::Equiv, "the equivalent text of a code");
        lost.lose_if(code.disp.is_some(), Fact::Disp, "the display text of a code");
        lost.lose_if(hints.can_copy.is_some(), Fact::CanCopy, "that a code may not be copied");
        lost.lose_if(
            hints.can_delete.is_some(),
            Fact::CanDelete,
            "that a code may not be deleted",
        );
        lost.lose_if(
            hints.can_reorder.is_some(),
            Fact::CanReorder,
            "that a code may not be moved",
        );
        lost.lose_if(
            hints.can_overlap.is_some(),
            Fact::CanOverlap,
            "whether a pair may overlap another",
        );
        lost.lose_if(hints.copy_of.is_some(), Fact::CopyOf, "which code another is a copy of");
        lost.lose_if(hints.dir.is_some(), Fact::Dir, "the direction of a code");
        lost.lose_if(code.span, Fact::Span, "that a pair goes on in another segment");
        lost.lose_if(code.mark.comment.is_some(), Fact::Comment, "the comment of a mark");
        lost.lose_if(
            code.mark.translate.is_some(),
            Fact::Translate,
            "whether marked text is translated",
        );
        lost.lose_if(code.mark.value.is_some(), Fact::Value, "the value of a mark");
        lost.lose_if(code.mark.reference.is_some(), Fact::Ref, "what a mark refers to");
        lost.lose_if(code.ts.is_some(), Fact::Ts, "tool data of a code");
        lost.lose_if(code.crc.is_some(), Fact::Crc, "the check value of a code");
        let is_mark = code.kind == CodeKind::Mark;
        lost.lose_if(is_mark && !code.data.is_empty(), Fact::Data, "native code of a mark");
        lost.lose_if(
            is_mark && !code.subs.is_empty(),
            Fact::Sub,
            "a flow of text inside a mark",
        );
        lost.lose_if(
            element != Element::Ph && code.assoc.is_some(),
            Fact::Assoc,
            "the neighbour of a paired code",
        );
    }
}

/// Says which codes of one id do not stay one: `x` tells within one kind of element, once in a variant (as
/// `TMXValidator` checks it), so that a pair that is whole in one language and cut in another becomes two codes, and so
/// does a code that a text has twice. Of marks it is no news: other formats match them by order as well.
fn say_split_codes(variants: &[Vec<Planned>], losses: &mut Losses) {
    let mut ids: HashMap<(&str, u32), &Key> = HashMap::new();
    let mut split = HashSet::new();
    for Planned { key, .. } in variants.iter().flatten() {
        if key.element == Element::Hi || !MATCHED.contains(&key.element) {
            continue;
        }
        let one = (key.path.as_str(), key.id);
        if *ids.entry(one).or_insert(key) != key && split.insert(one) {
            losses.lose(Fact::CodeMatch, "that two codes are the same one");
        }
    }
}

/// Gives the same `x` to codes that several variants have.
///
/// A code of one variant alone gets none, unless readers that pair codes without `x` by equality would pair it with
/// such a code of another variant: then it gets an `x` of its own.
fn number_x(unit: &TranslationUnit, variants: &mut [Vec<Planned>]) {
    let bears_x = |element| MATCHED.contains(&element);
    let mut holders: HashMap<&Key, u32> = HashMap::new();
    for planned in variants.iter().flatten().filter(|planned| bears_x(planned.element)) {
        *holders.entry(&planned.key).or_default() += 1;
    }
    let looks: Vec<Vec<Look>> = unit.variants.iter().map(|variant| looks(&variant.segment)).collect();
    // the first variant that has such a code, and whether another has too
    let mut lonely: HashMap<(Element, &Look), (usize, bool)> = HashMap::new();
    for (number, (codes, looks)) in variants.iter().zip(&looks).enumerate() {
        for (planned, look) in codes.iter().zip(looks) {
            if holders.get(&planned.key) == Some(&1) {
                let (first, others_have) = lonely.entry((planned.element, look)).or_insert((number, false));
                *others_have |= number != *first;
            }
        }
    }
    let mut numbers: HashMap<Key, u32> = HashMap::new();
    let mut assigned = Vec::new();
    for (codes, looks) in variants.iter().zip(&looks) {
        for (planned, look) in codes.iter().zip(looks) {
            let count = holders.get(&planned.key).copied().unwrap_or_default();
            let alike = || {
                lonely
                    .get(&(planned.element, look))
                    .is_some_and(|(_, others_have)| *others_have)
            };
            let wanted = bears_x(planned.element) && (count > 1 || alike());
            assigned.push(wanted.then(|| {
                let next = u32::try_from(numbers.len() + 1).unwrap_or(u32::MAX);
                *numbers.entry(planned.key.clone()).or_insert(next)
            }));
        }
    }
    for (planned, x) in variants.iter_mut().flatten().zip(assigned) {
        planned.x = x;
    }
}

/// What a reader compares where there is no `x`: whether it opens, type and data.
type Look = (Role, Option<String>, String);

/// The looks of a segment's codes, those of sub-flows after the code that holds them, as [`Planner`] lists them.
fn looks(segment: &Segment) -> Vec<Look> {
    let mut list = Vec::new();
    for code in segment.codes() {
        // a `hi` holds no native code
        let data = if code.kind == CodeKind::Code {
            code.data.as_str()
        } else {
            ""
        };
        list.push((code.role, code.code_type.clone(), data.to_owned()));
        if code.kind == CodeKind::Code {
            list.extend(code.subs.iter().flat_map(|sub| looks(&sub.segment)));
        }
    }
    list
}

/// Writes one `seg`.
pub(super) struct SegWriter<'a> {
    pub(super) out: &'a mut String,
    pub(super) escaper: Escaper,
    pub(super) plan: VariantPlan,
    /// How many characters that XML forbids were treated.
    pub(super) forbidden: usize,
}

impl SegWriter<'_> {
    /// Writes `<seg>…</seg>`.
    pub(super) fn write_seg(&mut self, segment: &Segment) {
        self.out.push_str("<seg>");
        self.write_flow(segment);
        self.out.push_str("</seg>");
    }

    fn write_flow(&mut self, segment: &Segment) {
        for piece in segment.pieces() {
            match piece {
                Piece::Text(text) => self.forbidden += self.escaper.text(self.out, text),
                Piece::Code(_, code) => self.write_code(code),
            }
        }
    }

    fn write_code(&mut self, code: &Code) {
        let Some(Planned { element, i, x, .. }) = self.plan.0.next() else {
            return;
        };
        let name = match element {
            Element::Bpt => "bpt",
            Element::Ept => "ept",
            Element::It => "it",
            Element::Ph => "ph",
            Element::Hi => "hi",
            Element::HiEnd => return self.out.push_str("</hi>"),
            Element::Dropped => return,
        };
        self.out.push('<');
        self.out.push_str(name);
        if matches!(element, Element::Bpt | Element::Ept) {
            self.attribute("i", &i.to_string());
        }
        if element == Element::It {
            self.attribute("pos", if code.role == Role::Open { "begin" } else { "end" });
        }
        if let Some(x) = x {
            self.attribute("x", &x.to_string());
        }
        if element != Element::Ept
            && let Some(code_type) = &code.code_type
        {
            let list = if element == Element::Hi { MARK_TYPES } else { TYPES };
            self.attribute("type", &written_type(code_type, list));
        }
        if element == Element::Ph
            && let Some(assoc) = code.assoc
        {
            self.attribute("assoc", written_assoc(assoc));
        }
        self.out.push('>');
        if element == Element::Hi {
            return;
        }
        self.write_data(&code.data, &code.subs);
        self.out.push_str("</");
        self.out.push_str(name);
        self.out.push('>');
    }

    /// Native code, with each sub-flow at its place.
    fn write_data(&mut self, data: &str, subs: &[SubFlow]) {
        let mut from = 0;
        for sub in subs {
            let at = sub
                .at
                .filter(|&at| at >= from && data.is_char_boundary(at))
                .unwrap_or(data.len());
            self.forbidden += self.escaper.text(self.out, data.get(from..at).unwrap_or_default());
            from = at;
            self.out.push_str("<sub");
            if let Some(datatype) = &sub.datatype {
                self.attribute("datatype", datatype);
            }
            if let Some(sub_type) = &sub.sub_type {
                self.attribute("type", &written_type(sub_type, TYPES));
            }
            self.out.push('>');
            self.write_flow(&sub.segment);
            self.out.push_str("</sub>");
        }
        self.forbidden += self.escaper.text(self.out, data.get(from..).unwrap_or_default());
    }

    fn attribute(&mut self, name: &str, value: &str) {
        self.forbidden += self.escaper.attribute(self.out, name, value);
    }
}

/// A type of the list as it is, `underlined` as TMX spells it, all else with `x-`.
fn written_type(code_type: &str, list: &[&str]) -> String {
    if code_type == "underlined" {
        return "ulined".to_owned();
    }
    if list.contains(&code_type) {
        code_type.to_owned()
    } else {
        format!("x-{code_type}")
    }
}

fn written_assoc(assoc: Assoc) -> &'static str {
    match assoc {
        Assoc::Preceding => "p",
        Assoc::Following => "f",
        Assoc::Both => "b",
    }
}

#[cfg(test)]
mod tests;
