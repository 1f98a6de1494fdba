//! Tables as Markdown draws them.

use super::super::junk::JunkReason;
use super::super::lines::{Line, trim};
use super::super::script::Letters;

/// Cuts the rows of tables into cells, each a line of the number of its row; `None` where there is no table.
pub(super) fn cut<'a>(lines: &[Line<'a>]) -> Option<Table<'a>> {
    if !lines.iter().any(|line| is_rule(line.text)) {
        return None;
    }
    let mut table = Table::default();
    let mut within = false;
    for (at, line) in lines.iter().enumerate() {
        let is_head = !within && line.text.contains('|') && lines.get(at + 1).is_some_and(|next| is_rule(next.text));
        if is_rule(line.text) && within {
            table.aside.push((*line, JunkReason::Decoration));
            continue;
        }
        within = is_head || within && line.text.contains('|');
        if is_head {
            table.heads.push(line.number);
            if cells(line.text).filter(|cell| is_language(cell)).count() >= 2 {
                table.aside.push((*line, JunkReason::Navigation));
                continue;
            }
        }
        if !within {
            table.lines.push(*line);
            table.columns.push(0);
            continue;
        }
        for (column, cell) in (1..=u8::MAX).zip(cells(line.text)) {
            if !cell.is_empty() {
                table.lines.push(Line {
                    text: cell,
                    number: line.number,
                });
                table.columns.push(column);
            }
        }
    }
    (!table.heads.is_empty()).then_some(table)
}

/// A text whose tables are cut.
#[derive(Debug, Default)]
pub(super) struct Table<'a> {
    pub(super) lines: Vec<Line<'a>>,
    /// For each line the column in which it stands, from 1; 0 outside of tables.
    columns: Vec<u8>,
    /// What draws the tables and names their columns.
    pub(super) aside: Vec<(Line<'a>, JunkReason)>,
    /// The lines in which the tables begin.
    pub(super) heads: Vec<u64>,
}

impl Table<'_> {
    /// Gives each cell the language of its column; `false` where the columns are not in two languages.
    pub(super) fn side_by_column(&self, sides: &mut [Option<usize>]) -> bool {
        /// Which share of a column must be in its language.
        const LEAST: f64 = 0.7;
        let weight = |column: u8, of: usize| -> f64 {
            let cells = self.lines.iter().zip(&self.columns).zip(sides.iter());
            cells
                .filter(|&((_, &on), &side)| on == column && side == Some(of))
                .map(|((line, _), _)| Letters::of(line.text).total())
                .sum()
        };
        let usual = |column: u8| {
            let [first, second] = [0, 1].map(|of| weight(column, of));
            (first.max(second) >= LEAST * (first + second) && first + second > 0.0)
                .then_some(usize::from(second > first))
        };
        let last = self.columns.iter().copied().max().unwrap_or(0);
        let usual: Vec<Option<usize>> = (1..=last).map(usual).collect();
        if [0, 1].iter().any(|side| !usual.contains(&Some(*side))) {
            return false;
        }
        for (side, &column) in sides.iter_mut().zip(&self.columns) {
            let at = usize::from(column).checked_sub(1);
            let of_column = at.and_then(|at| usual.get(at).copied().flatten());
            *side = of_column.filter(|_| side.is_some()).or(*side);
        }
        true
    }
}

/// Whether a line draws the rule under the head of a table.
fn is_rule(line: &str) -> bool {
    let line = trim(line);
    line.contains("--") && line.contains('|') && line.chars().all(|c| matches!(c, '|' | '-' | ':' | ' ' | '\t'))
}

/// What stands between the bars of a row. A bar behind a backslash is one of the cell.
fn cells(row: &str) -> impl Iterator<Item = &str> {
    let row = trim(row);
    let row = row.strip_prefix('|').unwrap_or(row);
    let row = row.strip_suffix('|').filter(|row| !row.ends_with('\\')).unwrap_or(row);
    let mut escaped = false;
    let cells = row.split(move |c: char| {
        let is_bar = c == '|' && !escaped;
        escaped = c == '\\' && !escaped;
        is_bar
    });
    cells.map(trim)
}

/// Whether a cell names a language, in that language or in another.
fn is_language(cell: &str) -> bool {
    const NAMES: &[&str] = &[
        "english",
        "englisch",
        "anglais",
        "inglés",
        "inglese",
        "inglês",
        "engels",
        "engelska",
        "englanti",
        "angličtina",
        "angielski",
        "английский",
        "англійська",
        "英文",
        "英语",
        "英語",
        "영어",
        "中文",
        "汉语",
        "简体中文",
        "繁體中文",
        "繁体中文",
        "chinese",
        "chinesisch",
        "chinois",
        "deutsch",
        "german",
        "allemand",
        "alemán",
        "tedesco",
        "niemiecki",
        "němčina",
        "français",
        "french",
        "französisch",
        "español",
        "spanish",
        "spanisch",
        "italiano",
        "italian",
        "português",
        "portuguese",
        "nederlands",
        "dutch",
        "svenska",
        "swedish",
        "suomi",
        "finnish",
        "norsk",
        "norwegian",
        "dansk",
        "danish",
        "polski",
        "polish",
        "čeština",
        "czech",
        "slovenčina",
        "magyar",
        "hungarian",
        "русский",
        "russian",
        "українська",
        "ukrainian",
        "日本語",
        "日文",
        "日语",
        "japanese",
        "한국어",
        "korean",
        "ελληνικά",
        "greek",
        "türkçe",
        "turkish",
        "العربية",
        "arabic",
        "עברית",
        "hebrew",
    ];
    let plain = cell.to_lowercase();
    NAMES.contains(&plain.trim_matches('*'))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::align::Segmentation;
    use crate::align::lines::lines;

    #[test]
    fn rows_are_cut_into_cells() {
        let text = lines(
            "The bridge\n\n| Čeština | English |\n|:--|--:|\n| Most je otevřen. | The bridge is open. |\n| a \\| b | |\n\nEnd | of it\n",
            Segmentation::Sentence,
        );
        let table = cut(&text).unwrap();
        let lines: Vec<(&str, u64)> = table.lines.iter().map(|line| (line.text, line.number)).collect();
        assert_eq!(
            lines,
            [
                ("The bridge", 1),
                ("", 2),
                ("Most je otevřen.", 5),
                ("The bridge is open.", 5),
                ("a \\| b", 6),
                ("", 7),
                ("End | of it", 8)
            ]
        );
        assert_eq!(table.columns, [0, 0, 1, 2, 1, 0, 0]);
        assert_eq!(table.aside.len(), 2);
        assert_eq!(table.heads, [3]);
        let mut sides = [Some(1), None, Some(0), Some(0), Some(1), None, Some(1)];
        assert!(!table.side_by_column(&mut sides));
        let mut sides = [Some(1), None, Some(0), Some(1), Some(1), None, Some(1)];
        assert!(table.side_by_column(&mut sides));
        assert_eq!(sides[4], Some(0));
    }
}
