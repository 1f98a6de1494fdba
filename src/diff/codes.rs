//! Inline codes as they are compared: all their facts, their ids only as far as they tell which ones belong together.

use std::collections::HashMap;
use std::fmt::Write;

use crate::model::{Assoc, Code, CodeKind, Direction, Piece, Reorder, Role, Segment, YesNo};

/// Longer native data is not shown in a text, but a token.
const MAX_SHOWN_DATA: usize = 24;

/// Numbers of codes by the order in which they appear, whatever their ids: from 1.
#[derive(Debug, Clone, Default)]
pub(super) struct Numbers {
    by_id: HashMap<(CodeKind, u32), usize>,
    last: usize,
}

impl Numbers {
    /// The number of the codes of `id`, the next one if it is new.
    pub(super) fn of(&mut self, kind: CodeKind, id: u32) -> usize {
        *self.by_id.entry((kind, id)).or_insert_with(|| {
            self.last += 1;
            self.last
        })
    }

    /// Gives the codes of `id` that number, unless they have one.
    pub(super) fn set(&mut self, kind: CodeKind, id: u32, number: usize) {
        self.by_id.entry((kind, id)).or_insert(number);
        self.last = self.last.max(number);
    }
}

/// A fact of a code, by its name.
pub(super) type Fact = (&'static str, String);

/// All facts of a code but its ids. Facts of a pair stand at its opening, but for what each end has of its own.
pub(super) fn facts(code: &Code, has_partner: bool) -> Vec<Fact> {
    let mut facts = Facts(Vec::new());
    facts.add("role", role(code.role));
    if code.kind == CodeKind::Mark {
        facts.add("kind", "mark");
    }
    if code.role != Role::Alone && !has_partner {
        facts.add("isolated", "yes");
    }
    facts.add("data", &code.data);
    facts.add_some("equiv", code.equiv.as_deref());
    facts.add_some("disp", code.disp.as_deref());
    for sub in &code.subs {
        facts.add("sub", &exact(&sub.segment, &mut Numbers::default()));
        facts.add("sub-place", &sub.at.map_or(String::new(), |at| at.to_string()));
        facts.add_some("sub-type", sub.sub_type.as_deref());
        facts.add_some("sub-datatype", sub.datatype.as_deref());
    }
    if code.role != Role::Close || !has_partner {
        add_facts_of_pair(&mut facts, code);
    }
    facts.0
}

fn add_facts_of_pair(facts: &mut Facts, code: &Code) {
    let no = |hint: Option<YesNo>| hint.filter(|hint| *hint == YesNo::No).map(YesNo::as_str);
    if code.span {
        facts.add("span", "yes");
    }
    facts.add_some("type", code.code_type.as_deref());
    facts.add_some("assoc", code.assoc.map(assoc));
    facts.add_some("canCopy", no(code.hints.can_copy));
    facts.add_some("canDelete", no(code.hints.can_delete));
    facts.add_some("canReorder", code.hints.can_reorder.map(reorder));
    facts.add_some("canOverlap", code.hints.can_overlap.map(YesNo::as_str));
    facts.add_some("copyOf", code.hints.copy_of.map(|_| "yes"));
    facts.add_some("dir", code.hints.dir.map(dir));
    facts.add_some("translate", code.mark.translate.map(YesNo::as_str));
    facts.add_some("comment", code.mark.comment.as_deref());
    facts.add_some("value", code.mark.value.as_deref());
    facts.add_some("ref", code.mark.reference.as_deref());
    facts.add_some("ts", code.ts.as_deref());
    facts.add_some("crc", code.crc.as_deref());
}

struct Facts(Vec<Fact>);

impl Facts {
    /// Adds a fact; nothing said is no fact.
    fn add(&mut self, name: &'static str, value: &str) {
        if !value.is_empty() {
            self.0.push((name, value.to_owned()));
        }
    }

    /// Adds what is said, also where that is nothing.
    fn add_some(&mut self, name: &'static str, value: Option<&str>) {
        if let Some(value) = value {
            self.0.push((name, value.to_owned()));
        }
    }
}

/// A segment in a form that no other segment has, but one that differs in code ids only.
pub(super) fn exact(segment: &Segment, numbers: &mut Numbers) -> String {
    let partners = segment.partners();
    let mut out = String::with_capacity(segment.text().len() + 8);
    for piece in segment.pieces() {
        match piece {
            Piece::Text(text) => add_part(&mut out, 't', text),
            Piece::Code(place, code) => {
                let has_partner = partners.get(place).copied().flatten().is_some();
                add_part(&mut out, 'c', &exact_facts(&facts(code, has_partner)));
                for number in numbers_of(code, has_partner, numbers) {
                    add_part(&mut out, 'n', &number.to_string());
                }
            }
        }
    }
    out
}

/// The numbers that a code bears: its own, and that of the code it copies.
pub(super) fn numbers_of(code: &Code, has_partner: bool, numbers: &mut Numbers) -> Vec<usize> {
    let copied = code.hints.copy_of.filter(|_| code.role != Role::Close || !has_partner);
    std::iter::once(code.id)
        .chain(copied)
        .map(|id| numbers.of(code.kind, id))
        .collect()
}

/// Facts in a form that no others have.
pub(super) fn exact_facts(facts: &[Fact]) -> String {
    let mut out = String::new();
    for (name, value) in facts {
        add_part(&mut out, 'f', name);
        add_part(&mut out, 'v', value);
    }
    out
}

/// Adds a text with its kind and length, so that no two sequences of texts look the same.
pub(super) fn add_part(out: &mut String, kind: char, text: &str) {
    // writing to a string can't fail
    let _ = write!(out, "{kind}{}:{text}", text.len());
}

/// A code as it is shown in a text: short native data, else `<1>`, `</1>`, `<2/>`; for marks `<m1>`.
pub(super) fn token(code: &Code, number: usize) -> String {
    let is_short = code.data.chars().count() <= MAX_SHOWN_DATA && !code.data.contains(char::is_control);
    if !code.data.is_empty() && is_short {
        return code.data.clone();
    }
    numbered(code, number)
}

/// A code as `<1>`, `</1>` or `<2/>`, whatever its data.
pub(super) fn numbered(code: &Code, number: usize) -> String {
    let mark = if code.kind == CodeKind::Mark { "m" } else { "" };
    match code.role {
        Role::Open => format!("<{mark}{number}>"),
        Role::Close => format!("</{mark}{number}>"),
        Role::Alone => format!("<{mark}{number}/>"),
    }
}

fn role(role: Role) -> &'static str {
    match role {
        Role::Open => "open",
        Role::Close => "close",
        Role::Alone => "alone",
    }
}

fn assoc(assoc: Assoc) -> &'static str {
    match assoc {
        Assoc::Preceding => "preceding",
        Assoc::Following => "following",
        Assoc::Both => "both",
    }
}

fn reorder(reorder: Reorder) -> &'static str {
    match reorder {
        Reorder::No => "no",
        Reorder::FirstNo => "firstNo",
    }
}

fn dir(dir: Direction) -> &'static str {
    match dir {
        Direction::Ltr => "ltr",
        Direction::Rtl => "rtl",
        Direction::Auto => "auto",
    }
}
