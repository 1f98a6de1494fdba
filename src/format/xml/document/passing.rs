//! Passing over what is no piece, however long it is: skipped elements, text between tags, what stands behind an error.

use super::{CDATA, Document, STRAY_SHOWN};
use crate::error::Result;
use crate::format::xml::place::Place;
use crate::format::xml::scan::Token;
use crate::format::xml::text::is_white;

impl Document {
    /// Passes over what stands in the element that was opened last, and closes it.
    pub(super) fn skip(&mut self) -> Result<()> {
        let depth = self.open.len();
        while self.open.len() >= depth {
            self.let_go();
            let at = self.at;
            if self.is_at_end(at)? {
                let name = self.open.last().map_or("", String::as_str);
                return Err(self.cut_short(&format!("`{name}`"), at));
            }
            if !self.begins_with('<') {
                self.pass_text()?;
                continue;
            }
            if self.pass_section()? {
                continue;
            }
            let (kind, end) = self.token(at, at)?;
            match kind {
                Token::Start => {
                    let name = self.name(at + 1, end);
                    self.open.push(name);
                    self.check_depth(self.open.len(), at)?;
                }
                Token::End => {
                    let found = self.name(at + 2, end);
                    let expected = self.open.pop().unwrap_or_default();
                    if expected != found {
                        return Err(self.mismatched(&found, &expected, at));
                    }
                }
                Token::Doctype => return Err(self.ill_formed("a DOCTYPE stands inside an element", at)),
                Token::Text | Token::Empty | Token::Comment | Token::Instruction | Token::Cdata => {}
            }
            self.advance(end);
        }
        Ok(())
    }

    /// Passes over a comment or a CDATA section, however long it is; `false` if none begins here.
    fn pass_section(&mut self) -> Result<bool> {
        while self.buffer.len() < self.at + CDATA.len() && self.fill()? {}
        let rest = self.buffer.get(self.at..).unwrap_or_default();
        let (begin, end, name) = if rest.starts_with(CDATA) {
            (CDATA, "]]>", "a CDATA section")
        } else if rest.starts_with("<!--") {
            ("<!--", "-->", "a comment")
        } else {
            return Ok(false);
        };
        self.advance(self.at + begin.len());
        loop {
            let rest = self.buffer.get(self.at..).unwrap_or_default();
            if let Some(found) = rest.find(end) {
                self.advance(self.at + found + end.len());
                return Ok(true);
            }
            let keep = self.tail_of(end.len());
            self.advance(keep.max(self.at));
            self.let_go();
            if !self.fill()? {
                return Err(self.cut_short(name, self.at));
            }
        }
    }

    /// Passes over text up to the next `<`, however long it is. Gives the place of the first character that is no white
    /// space, and keeps the beginning of the text from there.
    pub(super) fn pass_text(&mut self) -> Result<Option<Place>> {
        let mut first = None;
        self.stray.clear();
        loop {
            let rest = self.buffer.as_bytes().get(self.at..).unwrap_or_default();
            let white = rest.iter().position(|byte| !is_white(*byte)).unwrap_or(rest.len());
            let behind = rest.get(white..).unwrap_or_default();
            let length = white + memchr::memchr(b'<', behind).unwrap_or(behind.len());
            let text = self.buffer.get(self.at..self.at + length).unwrap_or_default();
            let end = self.at + length;
            if white < text.len() && first.is_none() {
                self.stray
                    .extend(text.get(white..).unwrap_or_default().chars().take(STRAY_SHOWN));
                self.advance(self.at + white);
                first = Some(self.place());
            }
            self.advance(end);
            if end < self.buffer.len() {
                return Ok(first);
            }
            self.let_go();
            if !self.fill()? {
                return Ok(first);
            }
        }
    }

    /// Goes on behind an error: at the next start tag of one of `names`, all elements inside of open ones forgotten.
    /// `false` if there is none.
    pub(crate) fn recover(&mut self, names: &[&str]) -> bool {
        /// The longest name may be cut at the end of what is there.
        const OVERLAP: usize = 64;
        self.ends_at_once = false;
        let mut from = self.at + 1;
        loop {
            let bytes = self.buffer.as_bytes();
            let found = memchr::memchr_iter(b'<', bytes.get(from..).unwrap_or_default()).find_map(|at| {
                let rest = bytes.get(from + at + 1..)?;
                let is_start = |name: &&str| {
                    rest.starts_with(name.as_bytes())
                        && rest.get(name.len()).is_some_and(|next| b" \t\r\n>/".contains(next))
                };
                names.iter().any(is_start).then_some(from + at)
            });
            if let Some(found) = found {
                self.advance(found);
                return true;
            }
            let keep = self.tail_of(OVERLAP);
            self.advance(keep.max(self.at));
            self.let_go();
            from = self.at;
            if !matches!(self.fill(), Ok(true)) {
                return false;
            }
        }
    }
}
