//! Lines of an alignment file: rungs and lists of numbers.

use crate::format::Format;

/// A bead as it is written: sentences of each side, from 0, and the figure that the aligner gives it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct WrittenBead {
    pub(super) sides: [Vec<u32>; 2],
    pub(super) figure: Option<String>,
}

/// Two boundaries of sentences that belong together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Rung {
    pub(super) sides: [u32; 2],
    pub(super) score: String,
}

/// A rung of a ladder; `None` if the line is none.
pub(super) fn rung(line: &str) -> Option<Rung> {
    // between tabs, as hunalign writes it; its own scripts cut at any white space
    let mut cells = line.split_ascii_whitespace();
    let sides = [number(cells.next()?)?, number(cells.next()?)?];
    let score = cells.next()?;
    let is_whole = figure(score).is_some() && cells.next().is_none();
    is_whole.then(|| Rung {
        sides,
        score: score.to_owned(),
    })
}

/// A line of lists in one of the forms; `None` if it has none of them, or another than `format` has.
pub(super) fn lists(line: &str, format: Format) -> Option<WrittenBead> {
    match format {
        Format::Vecalign | Format::Bertalign => in_brackets(line.trim()),
        Format::Champollion => with_arrow(line.trim()),
        _ => None,
    }
}

/// `[0]:[1, 2]:0.5`, `[0]:[1]` and `([0], [1])`.
fn in_brackets(line: &str) -> Option<WrittenBead> {
    let inner = line.strip_prefix('(').map(|rest| rest.strip_suffix(')'));
    let (line, separator) = match inner {
        Some(inner) => (inner?, ','),
        None => (line, ':'),
    };
    let (source, rest) = list(line)?;
    let (target, rest) = list(rest.trim_start().strip_prefix(separator)?.trim_start())?;
    let cost = match rest.trim() {
        "" => None,
        rest if separator == ':' => Some(figure(rest.strip_prefix(':')?)?.to_owned()),
        _ => return None,
    };
    Some(WrittenBead {
        sides: [source, target],
        figure: cost,
    })
}

/// The numbers of a list in brackets, and what stands behind it.
fn list(text: &str) -> Option<(Vec<u32>, &str)> {
    let (inner, rest) = text.strip_prefix('[')?.split_once(']')?;
    Some((numbers(inner)?, rest))
}

/// `6,7 <=> 5,6`, with `omitted` for none; numbers count from 1.
fn with_arrow(line: &str) -> Option<WrittenBead> {
    let (source, target) = line.split_once("<=>")?;
    let side = |text: &str| match text.trim() {
        "omitted" => Some(Vec::new()),
        "" => None,
        text => numbers(text)?.into_iter().map(|number| number.checked_sub(1)).collect(),
    };
    Some(WrittenBead {
        sides: [side(source)?, side(target)?],
        figure: None,
    })
}

fn numbers(text: &str) -> Option<Vec<u32>> {
    if text.trim().is_empty() {
        return Some(Vec::new());
    }
    text.split(',').map(number).collect()
}

fn number(text: &str) -> Option<u32> {
    text.trim().parse().ok()
}

/// A figure, without white space around it.
fn figure(text: &str) -> Option<&str> {
    let text = text.trim();
    text.parse::<f64>().is_ok_and(f64::is_finite).then_some(text)
}

/// Whether a file that begins with `lines`, which are whole, is a ladder: rungs from the first sentences on.
pub(in crate::format) fn looks_like_ladder<'l>(mut lines: impl Iterator<Item = &'l str>) -> bool {
    let first = lines.next().and_then(rung);
    first.is_some_and(|first| first.sides == [0, 0]) && lines.all(|line| rung(line).is_some())
}

/// Which of the forms a file that begins with `lines`, which are whole, has.
///
/// A list with a cost is vecalign's; without one, it is how people print what Bertalign gives.
pub(in crate::format) fn looks_like_lists<'l>(lines: impl Iterator<Item = &'l str>) -> Option<Format> {
    let mut found = None;
    for line in lines {
        let format = match (in_brackets(line.trim()), with_arrow(line.trim())) {
            (Some(bead), _) if bead.figure.is_some() => Format::Vecalign,
            (Some(_), _) => Format::Bertalign,
            (None, Some(_)) => Format::Champollion,
            (None, None) => return None,
        };
        if *found.get_or_insert(format) != format {
            return None;
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bead(source: &[u32], target: &[u32], figure: Option<&str>) -> WrittenBead {
        WrittenBead {
            sides: [source.to_vec(), target.to_vec()],
            figure: figure.map(str::to_owned),
        }
    }

    #[test]
    fn each_form_of_lists_is_read() {
        assert_eq!(
            in_brackets("[6]:[6, 7, 8]:0.507"),
            Some(bead(&[6], &[6, 7, 8], Some("0.507")))
        );
        assert_eq!(
            in_brackets("[]:[22]:0.000000"),
            Some(bead(&[], &[22], Some("0.000000")))
        );
        assert_eq!(in_brackets("([0, 1], [2])"), Some(bead(&[0, 1], &[2], None)));
        assert_eq!(in_brackets("[0]:[1]"), Some(bead(&[0], &[1], None)));
        assert_eq!(with_arrow("6,7 <=> 5,6"), Some(bead(&[5, 6], &[4, 5], None)));
        assert_eq!(with_arrow("omitted <=> 5"), Some(bead(&[], &[4], None)));
    }

    #[test]
    fn what_is_no_list_is_none() {
        for line in [
            "[0]",
            "[0]:[1",
            "[a]:[1]",
            "[0]:[1]:x",
            "[0]:[1]:NaN",
            "([0], [1]):1",
            "([0], [1]",
            "[-1]:[0]",
        ] {
            assert_eq!(in_brackets(line), None, "{line}");
        }
        for line in ["0 <=> 1", " <=> 1", "1 => 2", "a <=> 1"] {
            assert_eq!(with_arrow(line), None, "{line}");
        }
        assert_eq!(rung("0\t0"), None);
        assert_eq!(rung("0\t0\t1\t2"), None);
    }

    #[test]
    fn forms_are_told_by_every_line() {
        let form = |text: &str| looks_like_lists(text.lines());
        assert_eq!(form("[0]:[0]:0.1\n[1]:[]:0\n"), Some(Format::Vecalign));
        assert_eq!(form("([0], [0])\n"), Some(Format::Bertalign));
        assert_eq!(form("1 <=> 1\n2 <=> omitted\n"), Some(Format::Champollion));
        assert_eq!(form("[0]:[0]:0.1\nplain\n"), None);
        assert!(looks_like_ladder("0\t0\t0.3\n1\t2\t0.5\n".lines()));
        assert!(!looks_like_ladder("1\t2\t3\n4\t5\t6\n".lines()));
    }
}
