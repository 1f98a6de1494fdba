//! Lines that hold both languages side by side: a sentence, a tab or space, and its translation.

use super::lines::{Line, is_space};
use super::script::{Letters, Script};

/// The share of a text's lines that must be so for each of them to be cut in two.
const LEAST_SHARE: f64 = 0.6;

/// How pure each part of such a line is.
const PURITY: f64 = 0.85;

/// The least that each part says, in Latin letters.
const LEAST_WEIGHT: f64 = 4.0;

/// Cuts lines that hold both languages in two of the same number, if most lines of the text do.
///
/// Where lines are not all of one order, or only some hold both, each line stays whole.
pub(super) fn cut<'a>(lines: Vec<Line<'a>>) -> Vec<Line<'a>> {
    let written = lines.iter().filter(|line| !line.is_blank()).count();
    let parts: Vec<Option<Parts<'a>>> = lines.iter().map(|line| parts(line.text)).collect();
    let orders = parts.iter().flatten().map(|parts| parts.scripts);
    let Some(usual) = orders.clone().next() else {
        return lines;
    };
    let alike = orders.filter(|&scripts| scripts == usual).count();
    if super::real(alike) < LEAST_SHARE * super::real(written) {
        return lines;
    }
    let mut found = Vec::with_capacity(lines.len() + alike);
    for (line, parts) in lines.into_iter().zip(parts) {
        match parts.filter(|parts| parts.scripts == usual) {
            Some(parts) => found.extend(parts.texts.map(|text| Line {
                text,
                number: line.number,
            })),
            None => found.push(line),
        }
    }
    found
}

/// A line cut in two.
struct Parts<'a> {
    texts: [&'a str; 2],
    scripts: [Script; 2],
}

/// Cuts a line at a tab or where, between two words or after a final mark, its script changes for good.
fn parts(line: &str) -> Option<Parts<'_>> {
    /// Longer lines are paragraphs; to look at each of their places would take long.
    const LONGEST: usize = 4000;
    if line.len() > LONGEST {
        return None;
    }
    let of = |at: usize| {
        let (first, second) = line.split_at_checked(at)?;
        let letters = [Letters::of(first), Letters::of(second)];
        let scripts = [letters[0].main()?, letters[1].main()?];
        let pure = scripts[0] != scripts[1]
            && letters.iter().zip(scripts).all(|(letters, script)| {
                letters.weight(script) >= LEAST_WEIGHT && letters.weight(script) >= PURITY * letters.total()
            });
        pure.then_some(Parts {
            texts: [first, second],
            scripts,
        })
    };
    if let Some(tab) = line.trim_end().rfind('\t')
        && let Some(parts) = of(tab)
    {
        return Some(parts);
    }
    let mut before = None;
    let mut last = None;
    for (at, c) in line.char_indices() {
        let script = Script::of(c);
        if let (Some((end, script_before, spaced)), Some(script)) = (before, script)
            && script != script_before
            && spaced
        {
            // the first place where the rest is pure is the right one: `会议 in Beijing 召开 The meeting`
            if let Some(parts) = of(end) {
                last = Some(parts);
                break;
            }
        }
        before = match (script, before) {
            (Some(script), _) => Some((at + c.len_utf8(), script, false)),
            (None, Some((_, script, _))) if is_space(c) || matches!(c, '。' | '！' | '？' | '/' | '|') => {
                Some((at + c.len_utf8(), script, true))
            }
            (None, before) => before,
        };
    }
    last
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cut_all(text: &str) -> Vec<&str> {
        cut(super::super::lines::lines(text, crate::align::Segmentation::Sentence))
            .into_iter()
            .map(|line| super::super::lines::trim(line.text))
            .collect()
    }

    #[test]
    fn lines_with_both_languages_are_cut_in_two() {
        let text = "会议于9月22日召开。\tThe meeting was held on September 22.\n各方发言。 All parties spoke.\n";
        assert_eq!(
            cut_all(text),
            [
                "会议于9月22日召开。",
                "The meeting was held on September 22.",
                "各方发言。",
                "All parties spoke."
            ]
        );
    }

    #[test]
    fn a_name_in_both_languages_stays_one_line_among_others() {
        let text = "王小洪 Wang Xiaohong\n\n部长出席会议。\n\nThe minister attended the meeting.\n";
        assert_eq!(cut_all(text).len(), 5);
    }
}
