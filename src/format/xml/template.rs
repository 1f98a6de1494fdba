//! Units of one form: the same tags and attributes, spelt the same way, with other texts and values in them.
//!
//! Most files are written by one tool, and most of their units have one of a few forms. What stands in the gaps of a
//! form is found by comparing what stands between them, without going through tags.

use std::ops::Range;

use super::cursor::{Cursor, Stop};

/// The markup of a unit, with gaps where other units of its form have other texts and values.
#[derive(Debug)]
pub(crate) struct Template {
    /// What stands before, between and behind the gaps.
    fixed: String,
    gaps: Vec<Gap>,
}

#[derive(Debug, Clone, Copy)]
struct Gap {
    /// Up to where in `fixed` stands what comes before the gap.
    fixed_end: usize,
    /// The byte that ends the gap, and never stands in it: the quote of a value, or the `<` behind a text.
    end: u8,
}

impl Template {
    /// The form of `markup`, a whole element, with these gaps in it; `None` if one of them is neither the whole value of an
    /// attribute nor all the text between two tags.
    pub(crate) fn of(markup: &str, gaps: impl IntoIterator<Item = Range<usize>>) -> Option<Self> {
        let mut template = Self {
            fixed: String::new(),
            gaps: Vec::new(),
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
            template.gaps.push(Gap {
                fixed_end: template.fixed.len(),
                end,
            });
            at = gap.end;
        }
        template.fixed.push_str(markup.get(at..)?);
        Some(template)
    }

    /// Finds the gaps in the unit that `markup` begins with; gives how long the unit is.
    ///
    /// # Errors
    ///
    /// The unit is of another form, or it can't be told yet.
    pub(crate) fn find(&self, markup: &str, gaps: &mut Vec<Range<usize>>) -> Result<usize, Stop> {
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
        Ok(cursor.at)
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
        let length = template().find(markup, &mut gaps)?;
        Ok((gaps.into_iter().map(|gap| markup.get(gap).unwrap()).collect(), length))
    }

    #[test]
    fn gaps_are_found_in_units_of_the_same_form() {
        assert_eq!(found(UNIT), Ok((vec!["a", "b"], UNIT.len())));
        let other = "<tu id='\"字'>\n<seg></seg></tu>";
        assert_eq!(found(&format!("{other}<tu")), Ok((vec!["\"字", ""], other.len())));
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
}
