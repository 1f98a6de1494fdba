//! Cutting elements by their tags: open ones, those that are passed over, and whole ones, in which all tags must nest.

use std::ops::Range;

use super::{Cut, Document, Piece, PieceKind};
use crate::error::Result;
use crate::format::xml::scan::Token;

impl Document {
    pub(super) fn element(
        &mut self,
        kind: Token,
        start: usize,
        end: usize,
        cut: impl Fn(&str, usize) -> Cut,
    ) -> Result<Option<Piece>> {
        if self.open.is_empty() && self.root_seen {
            return Err(self.ill_formed("a second root element begins", start));
        }
        let name = self.name(start + 1, end);
        let local = name.rsplit(':').next().unwrap_or(&name);
        match cut(local, self.open.len()) {
            Cut::Open => {
                self.root_seen = true;
                self.check_depth(self.open.len(), start)?;
                self.namespaces.enter();
                self.open.push(name);
                self.ends_at_once = kind == Token::Empty;
                Ok(Some(self.piece(PieceKind::Start, start, end)))
            }
            Cut::Whole | Cut::Skip if self.open.is_empty() => {
                Err(self.ill_formed(format!("`{name}` is no root of such a document"), start))
            }
            Cut::Whole => {
                let end = if kind == Token::Start {
                    self.whole_element(start, end, start + 1..start + 1 + name.len())?
                } else {
                    end
                };
                Ok(Some(self.piece(PieceKind::Whole, start, end)))
            }
            Cut::Skip => {
                let piece = self.piece(PieceKind::Skipped, start, end);
                if kind == Token::Start {
                    let depth = self.open.len();
                    self.open.push(name);
                    let skipped = self.skip();
                    self.open.truncate(depth);
                    skipped?;
                }
                Ok(Some(Piece {
                    start: 0,
                    end: 0,
                    ..piece
                }))
            }
        }
    }

    /// Where the element ends whose name is `name`; the tags inside must nest.
    pub(super) fn whole_element(&mut self, start: usize, mut at: usize, name: Range<usize>) -> Result<usize> {
        let mut inside = std::mem::take(&mut self.inside);
        inside.clear();
        inside.push(name);
        while let Some(innermost) = inside.last() {
            if self.is_at_end(at)? {
                let name = self.buffer.get(innermost.clone()).unwrap_or_default();
                return Err(self.cut_short(&format!("`{name}`"), at));
            }
            let (kind, end) = self.token(at, start)?;
            match kind {
                Token::Start => {
                    self.check_depth(self.open.len() + inside.len(), at)?;
                    inside.push(self.name_range(at + 1, end));
                }
                Token::End => {
                    let found = self.buffer.get(self.name_range(at + 2, end)).unwrap_or_default();
                    let expected = inside.pop().and_then(|name| self.buffer.get(name)).unwrap_or_default();
                    if expected != found {
                        return Err(self.mismatched(found, expected, at));
                    }
                }
                Token::Doctype => return Err(self.ill_formed("a DOCTYPE stands inside an element", at)),
                Token::Text | Token::Empty | Token::Comment | Token::Instruction | Token::Cdata => {}
            }
            at = end;
        }
        self.inside = inside;
        Ok(at)
    }
}
