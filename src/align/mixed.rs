//! Lines that hold both languages side by side: a sentence, a tab or space, and its translation.

use super::lines::{Line, is_space, trim};
use super::script::{Letters, Script};

/// The share of a text's lines that must be so for each of them to be cut in two.
const LEAST_SHARE: f64 = 0.6;

/// How pure each part of such a line is.
const PURITY: f64 = 0.85;

/// The least that each part says, in Latin letters.
const LEAST_WEIGHT: f64 = 4.0;

/// The share that must be so, where nearly all lines have one tab, for each to be cut there.
const LEAST_AT_TABS: f64 = 0.5;

/// The share of lines that must have one tab then.
const NEARLY_ALL: f64 = 0.9;

/// Cuts lines that hold both languages in two of the same number, if most lines of the text do.
///
/// Where lines are not all of one order, or only some hold both, each line stays whole. Where they are cut at their only tab,
/// those are too of which one part says nothing of its language.
pub(super) fn cut<'a>(lines: Vec<Line<'a>>) -> Vec<Line<'a>> {
    let written = lines.iter().filter(|line| !line.is_blank()).count();
    if let Some(cut) = cut_at_tabs(&lines, written) {
        return cut;
    }
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

/// The lines cut at their only tab, if nearly all have one, and most have one language before and another behind it.
fn cut_at_tabs<'a>(lines: &[Line<'a>], written: usize) -> Option<Vec<Line<'a>>> {
    let at_tab = |line: &Line<'a>| {
        let (first, second) = trim(line.text).split_once('\t')?;
        (!second.contains('\t') && !trim(second).is_empty()).then_some([first, second])
    };
    let with_tab = lines.iter().filter(|line| at_tab(line).is_some()).count();
    if super::real(with_tab) < NEARLY_ALL * super::real(written) {
        return None;
    }
    let mut orders = lines
        .iter()
        .filter_map(|line| of_parts(at_tab(line)?))
        .map(|parts| parts.scripts);
    let usual = orders.next()?;
    let alike = 1 + orders.filter(|&scripts| scripts == usual).count();
    if super::real(alike) < LEAST_AT_TABS * super::real(written) {
        return None;
    }
    let mut found = Vec::with_capacity(lines.len() + with_tab);
    for line in lines {
        let number = line.number;
        match at_tab(line) {
            Some(parts) => found.extend(parts.map(|text| Line { text, number })),
            None => found.push(*line),
        }
    }
    Some(found)
}

/// Two parts of a line, if each is purely in a script of its own.
fn of_parts(texts: [&str; 2]) -> Option<Parts<'_>> {
    let letters = texts.map(Letters::of);
    let scripts = [letters[0].main()?, letters[1].main()?];
    let pure = scripts[0] != scripts[1]
        && letters.iter().zip(scripts).all(|(letters, script)| {
            letters.weight(script) >= LEAST_WEIGHT && letters.weight(script) >= PURITY * letters.total()
        });
    pure.then_some(Parts { texts, scripts })
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
    let of = |at: usize| of_parts(line.split_at_checked(at)?.into());
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
    fn a_line_of_a_table_is_cut_at_its_tab_like_the_others() {
        let text = "产品将于第四季度量产。\tProduction starts in the fourth quarter.\nQX-5K：人民币4,980元\tQX-5K: RMB 4,980\n\
                    QX-8K\tQX-8K\n公司上半年收入增长。\tRevenue grew in the first half.\n";
        let cut = cut_all(text);
        assert_eq!(cut.len(), 8);
        assert_eq!(
            cut[2..6],
            ["QX-5K：人民币4,980元", "QX-5K: RMB 4,980", "QX-8K", "QX-8K"]
        );
    }

    #[test]
    fn a_name_in_both_languages_stays_one_line_among_others() {
        let text = "王小洪 Wang Xiaohong\n\n部长出席会议。\n\nThe minister attended the meeting.\n";
        assert_eq!(cut_all(text).len(), 5);
    }
}
