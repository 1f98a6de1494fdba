//! The text of a variant, with its inline codes standing off.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use super::{Code, CodeKind, Openings, Role, reuse};

/// Text and the codes in it.
///
/// Stand-off markup rather than a tree, because pairs may overlap (XLIFF 1.2 `bx`/`ex`, XLIFF 2 `sc`/`ec`); a plain
/// segment is one string. Codes are in file order, so their places never fall.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Segment {
    text: String,
    codes: Vec<Code>,
}

/// Why [`Segment::new`] refused: a code lies before its predecessor, outside the text, or inside a character.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("code {number} stands at byte {at}, which is no place in the text or lies before the code in front of it")]
pub struct InvalidSegment {
    /// Which code, from 1.
    pub number: usize,
    /// Its place, in bytes.
    pub at: usize,
}

/// A stretch of a segment: text without codes, or one code.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Piece<'a> {
    /// Text up to the next code, never empty.
    Text(&'a str),
    /// A code, and its number in [`Segment::codes`], from 0.
    Code(usize, &'a Code),
}

impl Segment {
    /// Puts text and codes together.
    ///
    /// # Errors
    ///
    /// Fails if a code's place is not one of the text, or lies before that of the code in front of it.
    pub fn new(text: impl Into<String>, codes: Vec<Code>) -> Result<Self, InvalidSegment> {
        let text = text.into();
        let mut least = 0;
        for (index, code) in codes.iter().enumerate() {
            if code.at < least || !text.is_char_boundary(code.at) {
                return Err(InvalidSegment {
                    number: index + 1,
                    at: code.at,
                });
            }
            least = code.at;
        }
        Ok(Self { text, codes })
    }

    /// Text without codes.
    #[must_use]
    pub fn plain(text: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            codes: Vec::new(),
        }
    }

    /// The text, without codes.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The codes, in file order.
    #[must_use]
    pub fn codes(&self) -> &[Code] {
        &self.codes
    }

    /// The codes, to change their facts. Their number and places stay: see [`Segment::edit_text`].
    pub fn codes_mut(&mut self) -> impl Iterator<Item = &mut Code> {
        self.codes.iter_mut()
    }

    /// Whether there is neither text nor code.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.text.is_empty() && self.codes.is_empty()
    }

    /// Removes text and codes and keeps their memory.
    pub fn clear(&mut self) {
        self.text.clear();
        self.codes.clear();
    }

    /// The same for a unit that goes round, which keeps as much memory as most need.
    pub(crate) fn clear_to_reuse(&mut self) {
        reuse::clear(&mut self.text);
        reuse::truncate(&mut self.codes, 0);
    }

    /// How much memory its text and codes take, in bytes: about that much.
    pub(crate) fn bytes(&self) -> usize {
        let of_code = |code: &Code| size_of::<Code>() + code.data.len();
        self.text.len() + self.codes.iter().map(of_code).sum::<usize>()
    }

    /// Adds text at the end.
    pub fn push_str(&mut self, text: &str) {
        self.text.push_str(text);
    }

    /// Adds a code at the end; its place is set.
    pub fn push_code(&mut self, mut code: Code) {
        code.at = self.text.len();
        self.codes.push(code);
    }

    /// Text and codes in file order.
    pub fn pieces(&self) -> impl Iterator<Item = Piece<'_>> {
        let mut from = 0;
        let mut next = 0;
        std::iter::from_fn(move || {
            let until = self.codes.get(next).map_or(self.text.len(), |code| code.at);
            if from < until {
                let text = self.text.get(from..until)?;
                from = until;
                return Some(Piece::Text(text));
            }
            let code = self.codes.get(next)?;
            next += 1;
            Some(Piece::Code(next - 1, code))
        })
    }

    /// Changes each stretch of text between codes by `edit`; the codes keep their places among them.
    ///
    /// Stretches are changed each for itself, so that nothing joins across a code. Gives whether anything changed.
    pub fn edit_text(&mut self, mut edit: impl FnMut(&str) -> Option<String>) -> bool {
        if self.codes.is_empty() {
            return edit(&self.text).map(|text| self.text = text).is_some();
        }
        let mut changed = false;
        let mut text = String::with_capacity(self.text.len());
        let mut places = Vec::with_capacity(self.codes.len());
        for piece in self.pieces() {
            match piece {
                Piece::Text(stretch) => {
                    let edited = edit(stretch).map_or(Cow::Borrowed(stretch), Cow::Owned);
                    changed |= matches!(edited, Cow::Owned(_));
                    text.push_str(&edited);
                }
                Piece::Code(..) => places.push(text.len()),
            }
        }
        if changed {
            for (code, place) in self.codes.iter_mut().zip(places) {
                code.at = place;
            }
            self.text = text;
        }
        changed
    }

    /// Removes `white`-space characters at both ends of the text. Gives whether any was.
    ///
    /// White space beside a code is no edge: the code may stand for text.
    pub fn trim_matches(&mut self, white: impl Fn(char) -> bool) -> bool {
        let first_code = self.codes.first().map_or(self.text.len(), |code| code.at);
        let last_code = self.codes.last().map_or(0, |code| code.at);
        let kept = self.text.trim_start_matches(&white);
        let start = (self.text.len() - kept.len()).min(first_code);
        let end = self.text.trim_end_matches(&white).len().max(last_code).max(start);
        if start == 0 && end == self.text.len() {
            return false;
        }
        self.text.truncate(end);
        self.text.drain(..start);
        for code in &mut self.codes {
            code.at = code.at.clamp(start, end) - start;
        }
        true
    }

    /// For each code, the number of its partner: the other end of its pair within this segment.
    ///
    /// A pair is an opening and the next closing of the same kind and id after it. Codes alone, isolated ones, and
    /// ends whose other end is missing have none: the writers treat such an end as isolated.
    #[must_use]
    pub fn partners(&self) -> Vec<Option<usize>> {
        let mut partners = vec![None; self.codes.len()];
        let mut open: Openings<(CodeKind, u32), usize> = Openings::default();
        for (number, code) in self.codes.iter().enumerate() {
            match code.role {
                _ if code.isolated => {}
                Role::Alone => {}
                Role::Open => open.open((code.kind, code.id), number),
                Role::Close => {
                    if let Some(opening) = open.close(&(code.kind, code.id)) {
                        partners[opening] = Some(number);
                        partners[number] = Some(opening);
                    }
                }
            }
        }
        partners
    }
}

/// What a mark must not cross to be written as an element.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Nesting {
    /// Other marks (XLIFF 1.2 `mrk`).
    AmongMarks,
    /// Other marks and pairs of codes (TMX `hi`).
    AmongMarksAndPairs,
}

impl Segment {
    /// For each code, whether it is the end of a mark that can be written as an element around its text.
    ///
    /// A mark without its other end can't. Of two marks that cross, the one opened first stays. `partners` comes from
    /// [`Segment::partners`].
    #[must_use]
    pub fn nesting_marks(&self, partners: &[Option<usize>], nesting: Nesting) -> Vec<bool> {
        let pairs = |kind: CodeKind| {
            self.codes.iter().enumerate().filter_map(move |(opening, code)| {
                let closing = partners.get(opening).copied().flatten()?;
                (code.kind == kind && code.role == Role::Open).then_some((opening, closing))
            })
        };
        // the other end of each end that must not be crossed
        let mut kept: Vec<Option<usize>> = vec![None; self.codes.len()];
        if nesting == Nesting::AmongMarksAndPairs {
            for (opening, closing) in pairs(CodeKind::Code) {
                kept[opening] = Some(closing);
                kept[closing] = Some(opening);
            }
        }
        let mut nests = vec![false; self.codes.len()];
        for (opening, closing) in pairs(CodeKind::Mark) {
            let around = opening..=closing;
            let inside = kept.get(opening + 1..closing).unwrap_or_default();
            if inside.iter().flatten().all(|other| around.contains(other)) {
                kept[opening] = Some(closing);
                kept[closing] = Some(opening);
                nests[opening] = true;
                nests[closing] = true;
            }
        }
        nests
    }
}

impl From<&str> for Segment {
    fn from(text: &str) -> Self {
        Self::plain(text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn overlapping() -> Segment {
        let mut segment = Segment::default();
        segment.push_str(" a");
        segment.push_code(Code::new(Role::Open, 1));
        segment.push_str("é");
        segment.push_code(Code::new(Role::Open, 2));
        segment.push_str("b");
        segment.push_code(Code::new(Role::Close, 1));
        segment.push_code(Code::new(Role::Close, 2));
        segment.push_str(" ");
        segment
    }

    #[test]
    fn pieces_are_text_and_codes_in_file_order() {
        let segment = overlapping();
        let seen: Vec<String> = segment
            .pieces()
            .map(|piece| match piece {
                Piece::Text(text) => text.to_owned(),
                Piece::Code(number, _) => format!("<{number}>"),
            })
            .collect();
        assert_eq!(seen, [" a", "<0>", "é", "<1>", "b", "<2>", "<3>", " "]);
    }

    #[test]
    fn pairs_that_overlap_find_their_partners() {
        assert_eq!(overlapping().partners(), [Some(2), Some(3), Some(0), Some(1)]);
    }

    #[test]
    fn an_edit_moves_the_codes_with_the_text() {
        let mut segment = overlapping();
        assert!(segment.edit_text(|text| text.contains('a').then(|| text.replace('a', "aaa"))));
        assert_eq!(segment.text(), " aaaéb ");
        assert_eq!(
            segment.codes().iter().map(|code| code.at).collect::<Vec<_>>(),
            [4, 6, 7, 7]
        );
    }

    #[test]
    fn white_space_beside_a_code_is_no_edge() {
        let mut segment = Segment::default();
        segment.push_code(Code::new(Role::Alone, 1));
        segment.push_str(" to ");
        segment.push_code(Code::new(Role::Alone, 2));
        assert!(!segment.trim_matches(char::is_whitespace));
        segment.push_str("  ");
        assert!(segment.trim_matches(char::is_whitespace));
        assert_eq!(segment.text(), " to ");
    }

    #[test]
    fn trimming_keeps_codes_at_the_ends() {
        let mut segment = overlapping();
        assert!(segment.trim_matches(char::is_whitespace));
        assert_eq!(segment.text(), "aéb");
        assert_eq!(
            segment.codes().iter().map(|code| code.at).collect::<Vec<_>>(),
            [1, 3, 4, 4]
        );
        assert!(!segment.trim_matches(char::is_whitespace));
    }

    #[test]
    fn a_code_inside_a_character_is_refused() {
        let mut code = Code::new(Role::Alone, 1);
        code.at = 1;
        assert_eq!(Segment::new("é", vec![code]), Err(InvalidSegment { number: 1, at: 1 }));
    }

    /// Looks at each mark beside each pair that is kept.
    fn nesting_by_pairs(segment: &Segment, partners: &[Option<usize>], nesting: Nesting) -> Vec<bool> {
        let pairs = |kind| {
            let ends = segment.codes.iter().zip(partners).enumerate();
            let openings = ends.filter(move |(_, (code, _))| code.kind == kind && code.role == Role::Open);
            openings.filter_map(|(opening, (_, closing))| Some((opening, (*closing)?)))
        };
        let mut kept: Vec<(usize, usize)> = pairs(CodeKind::Code).collect();
        if nesting == Nesting::AmongMarks {
            kept.clear();
        }
        let mut nests = vec![false; segment.codes.len()];
        for (opening, closing) in pairs(CodeKind::Mark) {
            let is_inside = |at: usize| opening < at && at < closing;
            if kept.iter().all(|&(o, c)| is_inside(o) == is_inside(c)) {
                kept.push((opening, closing));
                nests[opening] = true;
                nests[closing] = true;
            }
        }
        nests
    }

    #[test]
    fn marks_nest_if_they_cross_no_pair_that_is_kept() {
        let mut state = 1_u32;
        let mut random = |below: u32| {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (state >> 16) % below
        };
        for _ in 0..2000 {
            let mut segment = Segment::default();
            for _ in 0..random(14) {
                let role = [Role::Open, Role::Close, Role::Alone][random(3) as usize];
                let mut code = Code::new(role, random(4));
                code.kind = [CodeKind::Code, CodeKind::Mark][random(2) as usize];
                segment.push_code(code);
            }
            let partners = segment.partners();
            for nesting in [Nesting::AmongMarks, Nesting::AmongMarksAndPairs] {
                let wanted = nesting_by_pairs(&segment, &partners, nesting);
                assert_eq!(segment.nesting_marks(&partners, nesting), wanted, "{segment:?}");
            }
        }
    }
}
