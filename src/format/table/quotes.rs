//! Whether cells of a TSV file are quoted, as spreadsheets do, though TSV has no quoting.

/// What quotation marks around cells are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Quotes {
    /// Text.
    Text,
    /// Around all cells, and perhaps no text.
    Unsure,
    /// No text: marks inside are doubled, or the header is quoted too.
    Undone,
}

/// How many rows are looked at.
const ROWS: usize = 50;

/// Looks for quoted cells in a file that begins with `peek`. The files that we write, whose header ends with a tab, have
/// none.
pub(super) fn look(peek: &str) -> Quotes {
    let end = peek.rfind('\n').map_or(peek.len(), |end| end + 1);
    let lines = || {
        peek.get(..end)
            .unwrap_or(peek)
            .lines()
            .filter(|line| !line.trim().is_empty())
    };
    if lines().next().is_none_or(|header| header.ends_with('\t')) {
        return Quotes::Text;
    }
    let (mut is_doubled, mut is_header_bare) = (false, false);
    let (mut quoted, mut bare) = (0, 0);
    for (number, line) in lines().take(ROWS).enumerate() {
        for cell in line.split('\t').filter(|cell| !cell.is_empty()) {
            match inside(cell) {
                None if cell.starts_with('"') => return Quotes::Text,
                None if number == 0 => is_header_bare = true,
                None => bare += 1,
                Some(text) => {
                    is_doubled |= text.contains('"');
                    quoted += usize::from(number > 0);
                }
            }
        }
    }
    match (is_doubled, quoted > 0 && bare == 0, is_header_bare) {
        (true, ..) | (_, true, false) => Quotes::Undone,
        (_, true, true) => Quotes::Unsure,
        _ => Quotes::Text,
    }
}

/// What stands between the marks of a cell that is quoted, those inside being doubled.
fn inside(cell: &str) -> Option<&str> {
    let inside = cell.strip_prefix('"')?.strip_suffix('"')?;
    let mut bytes = inside.bytes();
    while let Some(byte) = bytes.next() {
        if byte == b'"' && bytes.next() != Some(b'"') {
            return None;
        }
    }
    Some(inside)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn doubled_marks_or_a_quoted_header_tell_that_cells_are_quoted() {
        for (text, expected) in [
            (
                "en\tde\n\"He said \"\"hi\"\"\"\t\"Er sagte \"\"hallo\"\"\"\n\"a, b\"\tc\n",
                Quotes::Undone,
            ),
            ("\"en\"\t\"de\"\n\"a\"\t\"b\"\n", Quotes::Undone),
            ("en\tde\n\"a\"\t\"b\"\n\"c\"\t\n", Quotes::Unsure),
            ("en\tde\n\"a\"\tb\n", Quotes::Text),
            ("en\tde\n\"Go\" and \"\"\t\"b\"\n", Quotes::Text),
            ("en\tde\na 19\" x\t\"b\n", Quotes::Text),
            ("en\tde\t\n\"He said \"\"hi\"\"\"\tb\n", Quotes::Text),
            ("en\tde\n", Quotes::Text),
            ("", Quotes::Text),
        ] {
            assert_eq!(look(text), expected, "{text}");
        }
    }
}
