//! Units of one form: the same tags and attributes, spelt the same way, with other texts and values in them.
//!
//! Most files are written by one tool, and most of their units have one of a few forms. What stands in the gaps of a
//! form is found by comparing what stands between them, without going through tags.

use std::ops::Range;

use super::cursor::{Cursor, Stop};
use super::place::Place;

/// The markup of a unit, with gaps where other units of its form have other texts and values.
#[derive(Debug)]
pub(super) struct Template {
    /// What stands before, between and behind the gaps.
    fixed: String,
    gaps: Vec<Joint>,
    /// Where a unit ends, from the place where it begins, if no line ends in its gaps; not known where the last line does not
    /// begin behind them.
    end: Option<Place>,
}

/// How far a unit reaches from where it begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Extent {
    pub(crate) bytes: usize,
    /// The place where it ends, if that need not be counted.
    pub(crate) end: Option<Place>,
}

impl Extent {
    /// So many bytes, in which nobody has counted lines.
    pub(crate) fn of(bytes: usize) -> Self {
        Self { bytes, end: None }
    }

    /// The same, with so many more line breaks in its gaps.
    pub(crate) fn with_breaks(self, breaks: u64) -> Self {
        let end = self.end.map(|end| Place {
            line: end.line + breaks,
            ..end
        });
        Self { end, ..self }
    }
}

/// Where a gap joins what is fixed.
#[derive(Debug, Clone, Copy)]
struct Joint {
    /// Up to where in `fixed` stands what comes before the gap.
    fixed_end: usize,
    /// The byte that ends the gap, and never stands in it: the quote of a value, or the `<` behind a text.
    end: u8,
}

impl Template {
    /// The form of `markup`, a whole element, with these gaps in it; `None` if one of them is neither the whole value of an
    /// attribute nor all the text between two tags.
    pub(super) fn of(markup: &str, gaps: impl IntoIterator<Item = Range<usize>>) -> Option<Self> {
        let mut template = Self {
            fixed: String::new(),
            gaps: Vec::new(),
            end: None,
        };
        let mut at = 0;
        for gap in gaps {
            let bytes = markup.as_bytes();
            let (before, end) = (*bytes.get(gap.start.checked_sub(1)?)?, *bytes.get(gap.end)?);
            let is_bounded = matches!((before, end), (b'"', b'"') | (b'\'', b'\'') | (b'>', b'<'));
            if !is_bounded || memchr::memchr(end, bytes.get(gap.clone())?).is_some() {
                return None;
            }
            template.fixed.push_str(markup.get(at..gap.start)?);
            template.gaps.push(Joint {
                fixed_end: template.fixed.len(),
                end,
            });
            at = gap.end;
        }
        let behind = markup.get(at..)?;
        template.fixed.push_str(behind);
        template.end = behind
            .contains(['\n', '\r'])
            .then(|| Place::START.after(&template.fixed));
        Some(template)
    }

    /// Finds the gaps in the unit that `markup` begins with; gives how far the unit reaches if no line ends in them.
    ///
    /// # Errors
    ///
    /// The unit is of another form, or it can't be told yet.
    pub(super) fn find(&self, markup: &str, gaps: &mut Vec<Range<usize>>) -> Result<Extent, Stop> {
        gaps.clear();
        let mut cursor = Cursor::new(markup);
        let mut fixed = self.fixed.as_bytes();
        let mut passed = 0;
        for gap in &self.gaps {
            let (before, behind) = fixed.split_at_checked(gap.fixed_end - passed).ok_or(Stop::Other)?;
            cursor.literal(before)?;
            let length = memchr::memchr(gap.end, cursor.rest()).ok_or(Stop::Part)?;
            gaps.push(cursor.at..cursor.at + length);
            cursor.at += length;
            (fixed, passed) = (behind, gap.fixed_end);
        }
        cursor.literal(fixed)?;
        Ok(Extent {
            bytes: cursor.at,
            end: self.end,
        })
    }
}

/// How much markup is looked at for a form: what is larger seldom has one of others.
pub(crate) const MOST_BYTES: usize = 1 << 14;

/// How many forms are remembered: tools leave out what a unit does not have, and that is seldom much.
const MOST_FORMS: usize = 8;

/// The forms of the units that came last, each with what is known of all its units.
#[derive(Debug)]
pub(crate) struct Forms<T> {
    all: Vec<(Template, T)>,
    /// The one that the last unit had.
    last: usize,
    /// The one that makes way next.
    oldest: usize,
}

impl<T> Default for Forms<T> {
    fn default() -> Self {
        Self {
            all: Vec::new(),
            last: 0,
            oldest: 0,
        }
    }
}

impl<T> Forms<T> {
    /// What is known of the form of the unit that `markup` begins with, and how far the unit reaches if no line ends in its
    /// gaps, which go to `gaps`.
    ///
    /// # Errors
    ///
    /// The unit has no form that is known, or it can't be told yet.
    pub(crate) fn find(&mut self, markup: &str, gaps: &mut Vec<Range<usize>>) -> Result<(&mut T, Extent), Stop> {
        let count = self.all.len();
        for number in (self.last..count).chain(0..self.last.min(count)) {
            let found = self.all.get(number).map(|(template, _)| template.find(markup, gaps));
            match found {
                Some(Ok(extent)) => {
                    self.last = number;
                    let known = self.all.get_mut(number);
                    return known.map(|(_, known)| (known, extent)).ok_or(Stop::Other);
                }
                Some(Err(Stop::Part)) => return Err(Stop::Part),
                Some(Err(Stop::Other)) | None => {}
            }
        }
        Err(Stop::Other)
    }

    /// Remembers the form of `markup`, a whole element, with these gaps in it, in place of the oldest form where there are
    /// enough; not where it is large, or has no form (see [`Template::of`]).
    pub(crate) fn remember(&mut self, markup: &str, gaps: impl IntoIterator<Item = Range<usize>>, known: T) {
        let template = Template::of(markup, gaps).filter(|_| markup.len() <= MOST_BYTES);
        let Some(template) = template else { return };
        if self.all.len() < MOST_FORMS {
            self.last = self.all.len();
            self.all.push((template, known));
        } else if let Some(place) = self.all.get_mut(self.oldest) {
            *place = (template, known);
            self.last = self.oldest;
            self.oldest = (self.oldest + 1) % MOST_FORMS;
        }
    }

    /// Forgets all.
    pub(crate) fn forget(&mut self) {
        self.all.clear();
        (self.last, self.oldest) = (0, 0);
    }

    /// How many are remembered.
    #[cfg(test)]
    pub(crate) fn len(&self) -> usize {
        self.all.len()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const UNIT: &str = "<tu id='a'>\n<seg>b</seg></tu>";

    fn template() -> Template {
        Template::of(UNIT, [8..9, 17..18]).unwrap()
    }

    /// What stands in the gaps.
    fn found(markup: &str) -> Result<(Vec<&str>, usize), Stop> {
        let mut gaps = Vec::new();
        let extent = template().find(markup, &mut gaps)?;
        let found = gaps.into_iter().map(|gap| markup.get(gap).unwrap()).collect();
        Ok((found, extent.bytes))
    }

    #[test]
    fn gaps_are_found_in_units_of_the_same_form() {
        assert_eq!(found(UNIT), Ok((vec!["a", "b"], UNIT.len())));
        let other = "<tu id='\"字'>\n<seg></seg></tu>";
        assert_eq!(found(&format!("{other}<tu")), Ok((vec!["\"字", ""], other.len())));
    }

    #[test]
    fn where_a_unit_ends_is_known_if_a_line_ends_behind_its_last_gap() {
        let end_of = |unit: &str, gaps: &[Range<usize>]| {
            let template = Template::of(unit, gaps.iter().cloned()).unwrap();
            template.find(unit, &mut Vec::new()).unwrap()
        };
        assert_eq!(end_of(UNIT, &[8..9, 17..18]), Extent::of(UNIT.len()));
        let broken = "<u i='a'>\n<s>b</s>\n 字</u>";
        let extent = end_of(broken, &[6..7, 13..14]);
        assert_eq!(extent.end, Some(Place::START.after(broken)));
        assert_eq!(extent.with_breaks(2).end, Some(Place { line: 5, column: 7 }));
        assert_eq!(Extent::of(1).with_breaks(2), Extent::of(1));
    }

    #[test]
    fn units_of_another_form_are_told_from_those_that_break_off() {
        for other in [
            "<tu id=\"a\">\n<seg>b</seg></tu>",
            "<tu id='a'> <seg>b</seg></tu>",
            "<tu id='a'>\n<seg><ph/>b</seg></tu>",
            "<tu id='a'>\n<seg>b<!-- --></seg></tu>",
            "<tu id='a' x='>\n<seg>b</seg></tu>",
        ] {
            assert_eq!(found(other), Err(Stop::Other), "{other}");
        }
        for (length, _) in UNIT.char_indices() {
            assert_eq!(found(UNIT.get(..length).unwrap()), Err(Stop::Part), "{length}");
        }
    }

    #[test]
    fn a_gap_is_a_whole_value_or_all_the_text_between_two_tags() {
        for gap in [7..9, 8..10, 16..18, 17..19, 0..1, UNIT.len()..UNIT.len()] {
            assert!(Template::of(UNIT, [gap.clone()]).is_none(), "{gap:?}");
        }
        assert!(Template::of("<a b='c' d='e'/>", std::iter::once(6..13)).is_none());
        assert!(Template::of("<a>b<c/>d</a>", std::iter::once(3..9)).is_none());
    }

    #[test]
    fn the_oldest_form_makes_way() {
        let mut forms = Forms::default();
        let unit = |number: usize| format!("<u{number}>x</u{number}>");
        for number in 0..=MOST_FORMS {
            forms.remember(&unit(number), std::iter::once(4..5), number);
        }
        let mut gaps = Vec::new();
        let mut known = |number| forms.find(&unit(number), &mut gaps).map(|(known, _)| *known);
        assert_eq!(known(0), Err(Stop::Other));
        for number in (1..=MOST_FORMS).rev() {
            assert_eq!(known(number), Ok(number));
        }
        let large = format!("<u>{}</u>", "x".repeat(MOST_BYTES));
        forms.remember(&large, std::iter::once(3..3 + MOST_BYTES), 99);
        assert_eq!(forms.find(&large, &mut gaps), Err(Stop::Other));
        forms.forget();
        assert_eq!(forms.find(&unit(1), &mut gaps), Err(Stop::Other));
    }
}
