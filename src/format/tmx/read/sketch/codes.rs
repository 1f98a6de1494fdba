//! Codes in the text of a unit that is sketched: `bpt`, `ept`, `it` and `ph` with native code alone in them, of which each
//! pair is whole.

use std::ops::Range;

use super::Result;
use super::tags::Tags;
use super::values::{KINDS, has_edge_space};
use crate::format::tmx::read::flow::{CodeAttributes, CodeElement, Open, PairedBy, is_number, read_assoc, read_pos};
use crate::format::tmx::read::pairing::SEGMENT_SCOPE;
use crate::format::xml::{Stop, resolve_plain};
use crate::model::Segment;

/// The elements that are read here, how they begin and how they end.
const ELEMENTS: [(CodeElement, &[u8], &[u8]); 4] = [
    (CodeElement::Ph, b"<ph", b"</ph>"),
    (CodeElement::Bpt, b"<bpt", b"</bpt>"),
    (CodeElement::Ept, b"<ept", b"</ept>"),
    (CodeElement::It, b"<it", b"</it>"),
];

/// How many openings a `seg` may have to be sketched: they are compared one by one.
const MOST_OPENINGS: usize = 64;

/// The text of a `seg` under way.
#[derive(Default)]
struct Flow<'m> {
    segment: Segment,
    open: Open,
    /// The `i` of the openings that have come.
    numbers: Vec<&'m str>,
}

impl<'m> Tags<'_, 'm, '_> {
    /// Goes through the text of a `seg`, up to its end tag, which is passed over too.
    pub(super) fn coded(&mut self, number: usize) -> Result<()> {
        // the first code of such a file is said
        if self.sketcher.basis.of_omegat.is_some() {
            return Err(Stop::Other);
        }
        self.sketcher.pairing.next_variant();
        let mut flow = Flow::default();
        loop {
            let text = self.up_to_tag()?;
            self.resolve(text, |piece| flow.segment.push_str(piece))?;
            if self.cursor.begins_with(b"</seg>")? {
                break;
            }
            self.code(&mut flow)?;
        }
        let text = flow.segment.text();
        if !flow.open.is_empty() || has_edge_space(text) || self.sketcher.basis.notices_text(text) {
            return Err(Stop::Other);
        }
        self.sketcher.sketch.set_coded(number, flow.segment);
        Ok(())
    }

    fn code(&mut self, flow: &mut Flow<'m>) -> Result<()> {
        let (element, end_tag) = self.element()?;
        let (said, is_empty) = self.code_attributes(element)?;
        let mut data = String::new();
        if !is_empty {
            let text = self.up_to_tag()?;
            self.resolve(text, |piece| data.push_str(piece))?;
            self.cursor.literal(end_tag)?;
        }
        let (mut code, told_as) = said.code(element, data);
        code.id = match (element, said.i, said.pos) {
            (CodeElement::Ept, Some(i), _) => flow.open.close(PairedBy::I, i).ok_or(Stop::Other)?,
            (CodeElement::Bpt, Some(_), _) | (CodeElement::It, _, Some(_)) | (CodeElement::Ph, ..) => {
                let code_type = code.code_type.as_deref();
                self.sketcher
                    .pairing
                    .id(SEGMENT_SCOPE, told_as, said.x, code_type, &code.data)
            }
            _ => return Err(Stop::Other),
        };
        if let (CodeElement::Bpt, Some(i)) = (element, said.i) {
            if flow.numbers.len() == MOST_OPENINGS || flow.numbers.contains(&i) {
                return Err(Stop::Other);
            }
            flow.numbers.push(i);
            flow.open.push(PairedBy::I, i, code.id, &flow.segment, self.cursor.at);
        }
        flow.segment.push_code(code);
        Ok(())
    }

    /// The element whose start tag comes next, passed over up to its attributes, and its end tag.
    fn element(&mut self) -> Result<(CodeElement, &'static [u8])> {
        for (element, start, end_tag) in ELEMENTS {
            if self.cursor.begins_with(start)? {
                return Ok((element, end_tag));
            }
        }
        Err(Stop::Other)
    }

    /// What the attributes of a code say, up to the end of its tag, and whether that ends the element.
    fn code_attributes(&mut self, element: CodeElement) -> Result<(CodeAttributes<'m>, bool)> {
        let mut said = CodeAttributes::default();
        loop {
            let has_space = self.cursor.white_space();
            match self.cursor.next()? {
                b'>' => {
                    self.cursor.at += 1;
                    return Ok((said, false));
                }
                b'/' => {
                    self.cursor.literal(b"/>")?;
                    return Ok((said, true));
                }
                _ if !has_space => return Err(Stop::Other),
                _ => {}
            }
            let name = str::from_utf8(self.name()?).map_err(|_| Stop::Other)?;
            let place = self.attribute_value()?;
            let value = self.written(place);
            if !element.has(name) || KINDS.of(value.as_bytes()) != 0 {
                return Err(Stop::Other);
            }
            let has_come = match name {
                "i" if is_number(value) => said.i.replace(value).is_some(),
                "x" if is_number(value) => said.x.replace(value).is_some(),
                "type" => said.code_type.replace(value).is_some(),
                "assoc" => said.assoc.replace(read_assoc(value).ok_or(Stop::Other)?).is_some(),
                "pos" => said.pos.replace(read_pos(value).ok_or(Stop::Other)?).is_some(),
                _ => return Err(Stop::Other),
            };
            if has_come {
                return Err(Stop::Other);
            }
        }
    }

    /// Gives the text that stands at `place` piece by piece, its references resolved.
    fn resolve(&self, place: Range<usize>, take: impl FnMut(&str)) -> Result<()> {
        let written = self.written(place);
        // a line may end in CR LF, which stands for LF
        let is_usual = memchr::memchr(b'\r', written.as_bytes()).is_none() && resolve_plain(written, take);
        is_usual.then_some(()).ok_or(Stop::Other)
    }
}
