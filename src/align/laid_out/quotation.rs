//! Mail that was quoted: `>` or `|` at the head of each line.

use super::super::lines::{Line, is_space};
use super::TakenFor;

/// How many lines must be quoted at least.
const FEWEST: usize = 3;

/// Takes the marks away, if most lines begin with one.
pub(super) fn take_away(lines: &mut [Line<'_>]) -> Option<(u64, TakenFor)> {
    let written = lines.iter().filter(|line| !line.is_blank()).count();
    // a bar is also that of a table, which ends with one as well
    let has_bars = lines
        .iter()
        .filter(|line| line.text.trim_end().ends_with('|'))
        .filter(|line| line.text.trim().len() > 1);
    let has_bars = has_bars.count() * 10 > written;
    for mark in ['>', '|'] {
        if mark == '|' && has_bars {
            return None;
        }
        let marked = |line: &&Line<'_>| unquoted(line.text, mark).is_some();
        let count = lines.iter().filter(marked).count();
        if count < FEWEST || count * 5 < written * 3 {
            continue;
        }
        let first = lines.iter().find(marked).map(|line| line.number);
        for line in lines.iter_mut() {
            line.text = unquoted(line.text, mark).unwrap_or(line.text);
        }
        return first.map(|first| (first, TakenFor::Quotation(mark, count)));
    }
    None
}

/// A line without the marks at its head; `None` if there are none.
fn unquoted(line: &str, mark: char) -> Option<&str> {
    let mut rest = line.trim_start_matches(is_space).strip_prefix(mark)?;
    while let Some(deeper) = rest.trim_start_matches(is_space).strip_prefix(mark) {
        rest = deeper;
    }
    Some(rest.strip_prefix(is_space).unwrap_or(rest))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::align::Segmentation;
    use crate::align::lines::lines;

    #[test]
    fn marks_of_quoted_mail_are_left_out_and_said() {
        let mut quoted = lines(
            "Bo wrote:\n> The bridge\n>\n> > is open\n>> again.\n>   - lamps\n",
            Segmentation::Sentence,
        );
        assert_eq!(take_away(&mut quoted), Some((2, TakenFor::Quotation('>', 5))));
        let texts: Vec<&str> = quoted.iter().map(|line| line.text).collect();
        assert_eq!(texts, ["Bo wrote:", "The bridge", "", "is open", "again.", "  - lamps"]);
    }

    #[test]
    fn a_table_and_a_single_sign_are_no_quotation() {
        let mut table = lines("| a | b |\n| c | d |\n| e | f |\n", Segmentation::Sentence);
        assert_eq!(take_away(&mut table), None);
        let mut text = lines("More:\n> map\nThe bridge is open.\nIt is.\n", Segmentation::Sentence);
        assert_eq!(take_away(&mut text), None);
    }
}
