//! The content of `<source>`, `<seg-source>`, `<target>` and `<sub>` (XLIFF 1.2, 3.2.7 Inline Elements).

use std::collections::BTreeMap;

use super::ids::{Ids, SPAN_SCOPE};
use super::marks::WrittenMark;
use super::page::Page;
use super::pairs::{Place, Shape, shapes};
use super::values::{DATATYPES, DELIMITERS, PLACEHOLDERS, listed_or_x};
use crate::diag::Fact;
use crate::format::MARK_TYPES;
use crate::model::{Assoc, Code, Piece, Role, Segment, SubFlow, YesNo};

/// Sub-flows within sub-flows beyond this depth are lost; readers bound the depth of elements.
const MAX_DEPTH: u32 = 32;

/// A segment in a run of text, or what stands between two.
#[derive(Debug, Clone, Copy)]
pub(super) struct Stretch<'a> {
    pub(super) segment: &'a Segment,
    /// Where its codes have their ids from.
    pub(super) scope: u32,
    /// The part of the unit that it is, from 0.
    pub(super) part: usize,
    /// The `mid` of the `mrk` around it, if there is to be one.
    pub(super) mid: Option<&'a str>,
}

/// Writes one element's content; gives the marks in it.
pub(super) fn write_content(page: &mut Page<'_>, ids: &mut Ids, stretches: &[Stretch<'_>]) -> Vec<WrittenMark> {
    let mut writer = Writer {
        page,
        ids,
        seen: BTreeMap::new(),
        marks: Vec::new(),
    };
    writer.write_flow(stretches, 0, 0);
    writer.marks
}

struct Writer<'p, 'o> {
    page: &'p mut Page<'o>,
    ids: &'p mut Ids,
    /// How many codes of one scope and [`Code::id`] were written.
    seen: BTreeMap<(u32, u32, bool), u32>,
    marks: Vec<WrittenMark>,
}

/// The elements of a pair, or of an end of one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Holds {
    /// `bpt`, `ept`, `it`, `ph`: native data.
    Data,
    /// `bx`, `ex`, `x`: nothing, but `clone`.
    Clone,
}

impl Writer<'_, '_> {
    /// `flow` is 0 for the text itself, else the scope of the sub-flow.
    fn write_flow(&mut self, stretches: &[Stretch<'_>], flow: u32, depth: u32) {
        let plain = stretches.iter().all(|stretch| stretch.segment.codes().is_empty());
        let shapes = if plain { Vec::new() } else { shapes(stretches) };
        let mut openings: Vec<Vec<u32>> = shapes.iter().map(|row| vec![0; row.len()]).collect();
        for (number, stretch) in stretches.iter().enumerate() {
            self.page.turn_to(stretch.part);
            if let Some(mid) = stretch.mid {
                self.page.markup("<mrk mtype=\"seg\"");
                self.page.attribute("mid", mid);
                self.page.markup(">");
            }
            for piece in stretch.segment.pieces() {
                let (index, code) = match piece {
                    Piece::Text(text) => {
                        self.page.text(text);
                        continue;
                    }
                    Piece::Code(index, code) => (index, code),
                };
                let at = |place: Place| {
                    let stretch = stretches.get(place.stretch)?;
                    stretch.segment.codes().get(place.code)
                };
                let scope = if code.span && depth == 0 {
                    SPAN_SCOPE
                } else {
                    stretch.scope
                };
                match shapes.get(number).and_then(|row| row.get(index)).copied() {
                    Some(Shape::Alone) => {
                        let id = self.id(scope, code);
                        self.write_alone(code, id, depth);
                    }
                    Some(Shape::Isolated) => {
                        let id = self.id(scope, code);
                        self.write_isolated(code, id, depth);
                    }
                    Some(Shape::Opening(closing)) => {
                        let id = self.id(scope, code);
                        if let Some(kept) = openings.get_mut(number).and_then(|row| row.get_mut(index)) {
                            *kept = id;
                        }
                        self.write_opening(code, at(closing).unwrap_or(code), id, depth);
                    }
                    Some(Shape::Closing(opening)) => {
                        let id = openings.get(opening.stretch).and_then(|row| row.get(opening.code));
                        let id = id.copied().unwrap_or_default();
                        self.write_closing(at(opening).unwrap_or(code), code, id, depth);
                    }
                    Some(Shape::MarkStart) => {
                        let mtype = self.write_mark_start(code);
                        self.marks.push(WrittenMark {
                            flow,
                            mtype,
                            id: (scope, code.id),
                            part: stretch.part,
                        });
                    }
                    Some(Shape::MarkEnd) => self.page.markup("</mrk>"),
                    Some(Shape::Gone) | None => self
                        .page
                        .lose(Fact::Mark, "a mark that crosses another or goes on in another segment"),
                }
            }
            if stretch.mid.is_some() {
                self.page.markup("</mrk>");
            }
        }
    }

    fn id(&mut self, scope: u32, code: &Code) -> u32 {
        // a pair and what stands alone are two codes, even of one id
        let is_alone = code.role == Role::Alone;
        let seen = self.seen.entry((scope, code.id, is_alone)).or_default();
        let nth = *seen;
        *seen += 1;
        self.ids.code((scope, code.id, is_alone), nth)
    }

    fn write_alone(&mut self, code: &Code, id: u32, depth: u32) {
        let holds = if is_bare(code) && code.assoc.is_none() && may_not_copy(code) {
            Holds::Clone
        } else {
            Holds::Data
        };
        let name = if holds == Holds::Clone { "x" } else { "ph" };
        self.start(name, id);
        self.write_ctype(code, PLACEHOLDERS);
        self.write_hints(code, holds);
        let assoc = code.assoc.map(|assoc| match assoc {
            Assoc::Preceding => "preceding",
            Assoc::Following => "following",
            Assoc::Both => "both",
        });
        self.page.attribute_if("assoc", assoc);
        self.write_rest(name, code, id, depth);
    }

    fn write_isolated(&mut self, code: &Code, id: u32, depth: u32) {
        self.page
            .lose_if(code.span, Fact::Span, "the link to a pair's other end");
        let holds = if code.role == Role::Open && is_bare(code) && may_not_copy(code) {
            Holds::Clone
        } else {
            Holds::Data
        };
        let name = if holds == Holds::Clone { "bx" } else { "it" };
        self.start(name, id);
        if holds == Holds::Data {
            self.page
                .attribute("pos", if code.role == Role::Close { "close" } else { "open" });
        }
        self.write_ctype(code, DELIMITERS);
        self.write_hints(code, holds);
        self.lose_assoc(code);
        self.write_rest(name, code, id, depth);
    }

    fn write_opening(&mut self, code: &Code, closing: &Code, id: u32, depth: u32) {
        let holds = pair_holds(code, closing);
        let name = if holds == Holds::Clone { "bx" } else { "bpt" };
        self.start(name, id);
        self.page.attribute("rid", &id.to_string());
        self.write_ctype(code, DELIMITERS);
        self.write_hints(code, holds);
        self.lose_assoc(code);
        self.write_rest(name, code, id, depth);
    }

    /// What a pair says of itself stands at its opening: its end has neither type nor hints.
    fn write_closing(&mut self, opening: &Code, code: &Code, rid: u32, depth: u32) {
        let name = match pair_holds(opening, code) {
            Holds::Clone => "ex",
            Holds::Data => "ept",
        };
        let id = self.ids.end(rid);
        self.start(name, id);
        self.page.attribute("rid", &rid.to_string());
        self.write_rest(name, code, id, depth);
    }

    fn start(&mut self, name: &str, id: u32) {
        self.page.markup("<");
        self.page.markup(name);
        self.page.attribute("id", &id.to_string());
    }

    /// What every inline element has, and its content.
    fn write_rest(&mut self, name: &str, code: &Code, id: u32, depth: u32) {
        self.page.attribute_if("equiv-text", code.equiv.as_deref());
        self.page.attribute_if("crc", code.crc.as_deref());
        self.page
            .lose_if(code.disp.is_some(), Fact::Disp, "the display text of a code");
        self.lose_ts(code);
        if code.data.is_empty() && code.subs.is_empty() {
            self.page.markup("/>");
            return;
        }
        self.page.markup(">");
        self.write_data(code, id, depth);
        self.page.markup("</");
        self.page.markup(name);
        self.page.markup(">");
    }

    /// Native data with the sub-flows at their places; one whose place is not known, or none of the data, comes last.
    fn write_data(&mut self, code: &Code, id: u32, depth: u32) {
        let place = |sub: &SubFlow| sub.at.filter(|&at| code.data.is_char_boundary(at));
        let places = code.subs.iter().map(|sub| place(sub).unwrap_or(usize::MAX));
        let mut places: Vec<(usize, usize)> = places.zip(0..).collect();
        places.sort_unstable();
        let mut from = 0;
        for (number, (place, sub)) in places.into_iter().enumerate() {
            let until = place.min(code.data.len());
            self.page.text(code.data.get(from..until).unwrap_or_default());
            from = until;
            if let Some(sub) = code.subs.get(sub) {
                self.write_sub(sub, id, number, depth);
            }
        }
        self.page.text(code.data.get(from..).unwrap_or_default());
    }

    fn write_sub(&mut self, sub: &SubFlow, code: u32, number: usize, depth: u32) {
        if depth >= MAX_DEPTH {
            self.page.lose(Fact::Sub, "a flow of text so deep inside codes");
            return;
        }
        self.page.markup("<sub");
        if let Some(datatype) = &sub.datatype {
            let (spelt, exact) = listed_or_x(datatype, DATATYPES);
            self.page.attribute("datatype", &spelt);
            self.page
                .lose_if(!exact, Fact::SubDatatype, "the exact data type of a flow inside a code");
        }
        if let Some(sub_type) = &sub.sub_type {
            let (spelt, exact) = listed_or_x(sub_type, DELIMITERS);
            self.page.attribute("ctype", &spelt);
            self.page
                .lose_if(!exact, Fact::SubType, "the exact type of a flow inside a code");
        }
        self.page.markup(">");
        let scope = self.ids.sub_scope(code, number);
        let part = self.page.part();
        let stretch = Stretch {
            segment: &sub.segment,
            scope,
            part,
            mid: None,
        };
        self.write_flow(&[stretch], scope, depth + 1);
        self.page.markup("</sub>");
    }

    fn write_ctype(&mut self, code: &Code, listed: &[&str]) {
        if let Some(code_type) = &code.code_type {
            let (spelt, exact) = listed_or_x(code_type, listed);
            self.page.attribute("ctype", &spelt);
            self.page
                .lose_if(!exact, Fact::Type, "the exact spelling of a code's type");
        }
    }

    fn write_hints(&mut self, code: &Code, holds: Holds) {
        let hints = &code.hints;
        if holds == Holds::Clone {
            self.page.attribute("clone", "no");
        } else {
            self.page
                .lose_if(may_not_copy(code), Fact::CanCopy, "that a code may not be copied");
        }
        let fixed = hints.can_delete == Some(YesNo::No);
        self.page
            .lose_if(fixed, Fact::CanDelete, "that a code may not be deleted");
        self.page.lose_if(
            hints.can_reorder.is_some(),
            Fact::CanReorder,
            "that a code may not be moved",
        );
        self.page.lose_if(
            hints.can_overlap.is_some(),
            Fact::CanOverlap,
            "whether a pair may overlap another",
        );
        self.page.lose_if(
            hints.copy_of.is_some(),
            Fact::CopyOf,
            "that a code is a copy of another",
        );
        self.page
            .lose_if(hints.dir.is_some(), Fact::Dir, "the direction of a code's text");
    }

    fn lose_assoc(&mut self, code: &Code) {
        self.page.lose_if(
            code.assoc.is_some(),
            Fact::Assoc,
            "the neighbour of a code that opens or closes",
        );
    }

    fn lose_ts(&mut self, code: &Code) {
        self.page
            .lose_if(code.ts.is_some(), Fact::Ts, "tool data in `ts` in its strict form");
    }

    /// Gives the `mtype` written.
    fn write_mark_start(&mut self, code: &Code) -> String {
        let (mtype, exact) = match (&code.code_type, code.mark.translate) {
            (Some(mark_type), translate) => {
                self.page.lose_if(
                    translate.is_some(),
                    Fact::Translate,
                    "whether marked text is translated",
                );
                listed_or_x(mark_type, MARK_TYPES)
            }
            (None, Some(YesNo::No)) => ("protected".into(), true),
            (None, Some(YesNo::Yes)) => ("x-its-translate-yes".into(), true),
            (None, None) => ("x-hi".into(), true),
        };
        self.page.markup("<mrk");
        self.page.attribute("mtype", &mtype);
        self.page.attribute_if("comment", code.mark.comment.as_deref());
        self.page.markup(">");
        self.page
            .lose_if(!exact, Fact::Type, "the exact spelling of a mark's type");
        self.page
            .lose_if(code.mark.value.is_some(), Fact::Value, "the value of a mark");
        self.page
            .lose_if(code.mark.reference.is_some(), Fact::Ref, "what a mark refers to");
        self.page
            .lose_if(!code.data.is_empty(), Fact::Data, "native code of a mark");
        self.page
            .lose_if(!code.subs.is_empty(), Fact::Sub, "a flow of text inside a mark");
        self.lose_ts(code);
        mtype.into_owned()
    }
}

fn may_not_copy(code: &Code) -> bool {
    code.hints.can_copy == Some(YesNo::No)
}

/// Whether an element that holds no data could hold the code.
fn is_bare(code: &Code) -> bool {
    code.data.is_empty() && code.subs.is_empty() && code.crc.is_none()
}

fn pair_holds(opening: &Code, closing: &Code) -> Holds {
    if may_not_copy(opening) && is_bare(opening) && is_bare(closing) {
        Holds::Clone
    } else {
        Holds::Data
    }
}
