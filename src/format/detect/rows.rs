//! Tables that are called `.txt`, as spreadsheets call those of "Unicode text" and "text (tab delimited)".

use super::{LINES, whole_lines};
use crate::align::Script;
use crate::format::table::names_languages;

/// Whether a text of that beginning is a table: the first row names languages between tabs, or, where the languages are known
/// (`are_known`), all lines are rows of as many cells, of which the first two can be a text and its translation.
///
/// A raw text may have tabs too: behind numbers, names of speakers and items, before paragraphs, and between a sentence and
/// its translation in another script, which alignment cuts better than a table.
pub(in crate::format) fn are_rows(start: &str, are_known: bool) -> bool {
    let lines = || whole_lines(start).filter(|line| !line.trim().is_empty()).take(LINES);
    let tabs = |line: &str| line.matches('\t').count();
    let Some(first) = lines().next().filter(|first| tabs(first) > 0) else {
        return false;
    };
    let count = lines().count();
    let alike = lines().filter(|line| tabs(line) == tabs(first)).count();
    if names_languages(first.split('\t')) {
        // a row may lack its last cells
        return count > 1 && alike * 10 >= count * 8;
    }
    are_known && count > 1 && alike == count && are_translations(&lines().collect::<Vec<_>>())
}

/// Whether the first two cells of each line can be a text and its translation in the same script.
fn are_translations(lines: &[&str]) -> bool {
    /// A translation is seldom that many times as long as its text.
    const LONGEST: usize = 4;
    const SHORT: usize = 12;
    let cells = |line: &&str| {
        let mut cells = line.split('\t').map(str::trim);
        Some([cells.next()?.to_owned(), cells.next()?.to_owned()])
    };
    let pairs: Vec<[String; 2]> = lines.iter().filter_map(cells).collect();
    let sources = || pairs.iter().map(|[source, _]| source);
    let is_like = |[source, target]: &[String; 2]| {
        let [script, other] = [source, target].map(|cell| cell.chars().find_map(Script::of));
        let [one, two] = [source, target].map(|cell| cell.chars().count().max(SHORT));
        script.is_some() && script == other && one <= two * LONGEST && two <= one * LONGEST
    };
    // who speaks comes again and again
    let repeats = sources()
        .enumerate()
        .filter(|(place, source)| sources().take(*place).any(|before| before == *source))
        .count();
    repeats * 5 <= pairs.len() && pairs.iter().all(is_like)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_header_between_tabs_makes_a_table() {
        for (start, expected) in [
            ("en\tde\nThe gate is open.\tDas Tor ist offen.\n", true),
            ("English\tGerman\tFile\nOne\tEins\tx\n", true),
            ("Source\tTarget\nOne\tEins\n", true),
            ("en\tde\n", false),
            ("en\tde\nOne sentence.\nAnother one.\nA third.\n", false),
            ("Name\tRank\nOne\tEins\n", false),
            ("It is open.\tEn route.\nOne\tEins\n", false),
            ("plain\n", false),
            ("", false),
        ] {
            assert_eq!(are_rows(start, false), expected, "{start}");
        }
    }

    #[test]
    fn without_a_header_all_lines_are_rows_and_the_languages_known() {
        let rows = "The gate is open.\tDas Tor ist offen.\tf\nRain fell.\tEs regnete.\tf\n";
        assert!(are_rows(rows, true));
        assert!(!are_rows(rows, false));
        for text in [
            "The gate is open.\tDas Tor ist offen.\nA line without.\n",
            "\tThe gate is open.\n\tDas Tor ist offen.\n",
            "1.\tThe gate is open.\n2.\tDas Tor ist offen.\n",
            "ANNA:\tThe gate is open, and nobody has seen who did it, they say, but the miller.\nBERTA:\tWho knows?\n",
            "ANNA:\tYes.\nBERTA:\tNo.\nANNA:\tYes.\nBERTA:\tNo.\n",
            "会议召开。\tThe meeting was held.\n各方发言。\tAll parties spoke.\n",
        ] {
            assert!(!are_rows(text, true), "{text}");
        }
    }
}
