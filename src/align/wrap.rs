//! Lines that were broken at a fixed width, put together again.

mod items;
mod join;
mod width;

use self::join::Joiner;
pub(super) use self::join::Unhyphenated;
use super::lines::trim;
use super::script::{is_han, is_kana};
use crate::model::LanguageTag;

/// A line of one side.
#[derive(Debug, Clone, Copy)]
pub(super) struct SideLine<'a> {
    pub(super) text: &'a str,
    pub(super) number: u64,
    /// Whether it follows the line before it directly.
    pub(super) follows: bool,
    /// Whether a page ends between it and the line before it.
    pub(super) next_page: bool,
    pub(super) after_blank: bool,
    pub(super) group: usize,
}

/// A paragraph: one line, or several that were broken at a width.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Paragraph {
    pub(super) text: String,
    /// At which byte of the text each line starts, and its number.
    pub(super) lines: Vec<(usize, u64)>,
    /// Whether a blank line stands before it.
    pub(super) after_blank: bool,
    pub(super) group: usize,
}

impl Paragraph {
    /// The number of the line in which a byte of the text stands.
    pub(super) fn line_at(&self, byte: usize) -> u64 {
        let after = self.lines.partition_point(|&(start, _)| start <= byte);
        self.lines.get(after.saturating_sub(1)).map_or(0, |&(_, number)| number)
    }
}

/// Makes paragraphs of the lines of one side, and tells of the hyphens that are left out where lines are joined.
pub(super) fn paragraphs(lines: &[SideLine<'_>], lang: &LanguageTag) -> (Vec<Paragraph>, Option<Unhyphenated>) {
    let mut joiner = Joiner::new(lines, lang);
    let measured = width::measure(lines);
    let width = width::broken_at(&measured);
    let mut found: Vec<Paragraph> = Vec::new();
    for (at, line) in lines.iter().enumerate() {
        let text = trim(line.text);
        let before = at.checked_sub(1).and_then(|at| measured.get(at));
        let joins = before.zip(measured.get(at)).is_some_and(|(before, line)| {
            line.goes_on_over_page() || width.is_some_and(|width| before.breaks_before(line, width))
        });
        match found.last_mut() {
            Some(paragraph) if joins => {
                let last_line = paragraph.lines.last().map_or(0, |&(_, number)| number);
                joiner.join(&mut paragraph.text, text, last_line);
                let start = paragraph.text.len() - text.len();
                paragraph.lines.push((start, line.number));
            }
            _ => found.push(Paragraph {
                text: text.to_owned(),
                lines: vec![(0, line.number)],
                after_blank: line.after_blank,
                group: line.group,
            }),
        }
    }
    (found, joiner.left_out)
}

/// How many columns a character takes: two if it is wide.
pub(super) fn column(c: char) -> usize {
    let wide = is_han(c)
        || is_kana(c)
        || matches!(c, '\u{3000}'..='\u{303F}' | '\u{FF01}'..='\u{FF60}' | '\u{AC00}'..='\u{D7AF}');
    if wide { 2 } else { 1 }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str) -> Vec<String> {
        of_lang(text, "en").0
    }

    fn of_lang(text: &str, lang: &str) -> (Vec<String>, Option<Unhyphenated>) {
        let mut blank = true;
        let mut lines = Vec::new();
        for (number, text) in (1..).zip(text.lines()) {
            if !text.trim().is_empty() {
                lines.push(SideLine {
                    text,
                    number,
                    follows: !blank,
                    next_page: false,
                    after_blank: blank,
                    group: 0,
                });
            }
            blank = text.trim().is_empty();
        }
        let (found, left_out) = paragraphs(&lines, &LanguageTag::parse(lang).unwrap());
        (found.into_iter().map(|paragraph| paragraph.text).collect(), left_out)
    }

    #[test]
    fn lines_broken_at_a_width_are_joined() {
        let text = "Note\n\nBailu Lake was added to the list of\nwetlands today, and it is the fifth\none. Other lakes may follow in a\nyear.\n\nEnd of the note\n";
        assert_eq!(
            of(text),
            [
                "Note",
                "Bailu Lake was added to the list of wetlands today, and it is the fifth one. Other lakes may follow in a year.",
                "End of the note"
            ]
        );
    }

    #[test]
    fn two_breaks_are_enough_if_each_is_within_a_sentence() {
        let text = "The bridge was closed for eleven weeks because\nthe bearings had to be replaced. It opens again\non Monday.\n";
        assert_eq!(of(text).len(), 1);
        let text = "Opening hours of the museum at the bridge are\nMonday to Friday from nine to five, and on any\nHoliday from ten\n";
        assert_eq!(of(text).len(), 3);
    }

    #[test]
    fn lines_that_begin_with_capitals_are_broken_if_sentences_end_within_them() {
        let text = "Die Brücke ist seit heute früh für alle\nAutos wieder befahrbar. Die Stadt hat die\nLager erneuert und über den Fluss viele\nLampen gehängt.\n";
        assert_eq!(of(text).len(), 1);
        let text = "Sperrung der Brücke seit heute früh für\nAutos der Stadt und des Landkreises, auch\nLager und Läden über dem Fluss nebenan\nLampen und Licht\n";
        assert_eq!(of(text).len(), 4);
    }

    #[test]
    fn a_list_behind_broken_lines_does_not_hide_that_they_are() {
        let text = "The bridge was closed for eleven weeks because\nthe bearings had to be replaced, and it opens\nagain on Monday for all traffic, as the\ncouncil said.\n\nStill closed:\n- north ramp\n- footpath\n- stairs\n- lift\n- car park\n- quay\n";
        let found = of(text);
        assert_eq!(found.len(), 8, "{found:?}");
        assert!(found[0].ends_with("as the council said."));
    }

    #[test]
    fn an_address_that_is_wider_than_the_text_does_not_hide_that_it_is_broken() {
        let text = "The bridge was closed for eleven weeks because\nthe bearings had to be replaced, and it opens\nagain on Monday for all traffic, as the\ncouncil said.\n\nhttps://www.bridge.example/press/2024/the-bridge-is-open-again-after-eleven-weeks\n";
        let found = of(text);
        assert_eq!(found.len(), 2, "{found:?}");
    }

    #[test]
    fn a_line_under_the_text_of_an_item_goes_on_with_it() {
        let text = "What is new:\n- The bearings of both piers were replaced by\n  ones of steel, which last for forty years or\n  more.\n- The footpath has a new surface of stone, and\n  lamps.\n    Photo: Bo\n";
        let found = of(text);
        assert_eq!(found.len(), 4, "{found:?}");
        assert!(found[1].ends_with("forty years or more."));
        assert!(found[2].ends_with("of stone, and lamps."));
    }

    #[test]
    fn items_that_fill_the_width_stay_apart() {
        let text = "It was said on the day of the opening that the\nbridge will be closed again in the autumn, for\na week in which these things have to be done as\nsoon as may be:\n1. paint on the rails of both sides of the way\n2. new signs\n";
        assert_eq!(of(text).len(), 3);
        let text = "It was said on the day of the opening on the\n2. of May that the bridge will be closed in the\nautumn, for a week in which these things have\nto be done.\n";
        assert_eq!(of(text).len(), 1);
    }

    #[test]
    fn lines_of_a_list_without_marks_stay_apart() {
        let text = "The bridge will be closed again in the autumn, for another week or so.\n\nOpen are\nthe footpath on the north side\nthe stairs on the south side\nthe lift beside the old tower\nthe car park under the quay\n";
        assert_eq!(of(text).len(), 6);
        let text = "Open are\nthe footpath on the north side\nthe stairs on the south side\nthe lift beside the old tower\nthe car park under the quay\n";
        assert_eq!(of(text).len(), 5);
    }

    #[test]
    fn a_mark_that_hangs_over_the_edge_makes_the_width_no_larger() {
        let text = "北橋の通行止めは四月三日から\n六月二十日までの十一週間で、\n支承の取り替えが終わりました。\n歩道も新しい石で舗装され照明\nが付きました。\n";
        assert_eq!(of(text).len(), 1);
    }

    #[test]
    fn addresses_and_lists_stay_lines() {
        let text = "Contact\nTel: 010-5000 0202\nE-mail: a@b.example\nRoom 207, No. 3 Building, 88 Xuefu Road\n";
        assert_eq!(of(text).len(), 4);
    }

    #[test]
    fn chinese_is_joined_without_space() {
        let text = "白鹭湖位于候鸟迁徙路线上，\n每年有三十多万只水鸟在此越\n冬或停歇。湖里还有鱼类九十\n六种。";
        assert_eq!(
            of(text),
            ["白鹭湖位于候鸟迁徙路线上，每年有三十多万只水鸟在此越冬或停歇。湖里还有鱼类九十六种。"]
        );
    }

    #[test]
    fn no_space_comes_between_han_and_digits() {
        let text = "新桥于四月三日通车，全长1280米，工期\n11周，比计划早了两周，总投资为4200万\n元。通车首日车流量达到预计的百分之\n130%。\n";
        assert_eq!(
            of_lang(text, "zh-CN").0,
            [
                "新桥于四月三日通车，全长1280米，工期11周，比计划早了两周，总投资为4200万元。通车首日车流量达到预计的百分之130%。"
            ]
        );
        // unless the text writes one everywhere
        let text =
            "新桥于 4 月 3 日通车，工期只有\n11 周，总投资为 4200 万元人民\n币。通车首日共有车辆约 130 万\n辆。\n";
        assert_eq!(
            of_lang(text, "zh-CN").0,
            ["新桥于 4 月 3 日通车，工期只有 11 周，总投资为 4200 万元人民币。通车首日共有车辆约 130 万辆。"]
        );
        let text = "다리는 지난 주에 다시 열렸다 시장은\n11주 만에 공사를 마쳤다고 밝혔으며\n130억 원이 들었다고 시청의 담당자가\n오늘 말했다.\n";
        assert!(of_lang(text, "ko").0[0].contains("시장은 11주"));
    }

    #[test]
    fn a_hyphen_at_the_end_of_a_line_is_left_out() {
        let text = "Die Brücke war elf Wochen lang gesperrt, weil die Fahrbahn-\nlager zu erneuern waren. Nun ist sie wieder befahrbar, teil-\nte die Stadt mit. Wind- und Wetterschutz sowie die Lärm-\nund Abgaswerte wurden besser, und die deutsch-französische\nGesellschaft freut sich darüber sehr; denn das deutsch-\nfranzösische Fest ist im Mai, diesmal am Fluss in Nord-\nRhein.\n";
        let (found, left_out) = of_lang(text, "de");
        assert_eq!(
            found,
            [
                "Die Brücke war elf Wochen lang gesperrt, weil die Fahrbahnlager zu erneuern waren. Nun ist sie wieder befahrbar, teilte die Stadt mit. Wind- und Wetterschutz sowie die Lärm- und Abgaswerte wurden besser, und die deutsch-französische Gesellschaft freut sich darüber sehr; denn das deutsch-französische Fest ist im Mai, diesmal am Fluss in Nord-Rhein."
            ]
        );
        let expected = Unhyphenated {
            line: 1,
            word: "Fahrbahnlager".to_owned(),
            count: 2,
        };
        assert_eq!(left_out, Some(expected));
    }

    #[test]
    fn an_english_hyphen_stays_unless_the_text_shows_the_word() {
        let text = "The bridge was closed for eleven weeks, for low-\ncost bearings had to be replaced by rein-\nforced ones. These reinforced bearings last for\nforty years.\n";
        assert_eq!(
            of(text),
            [
                "The bridge was closed for eleven weeks, for low-cost bearings had to be replaced by reinforced ones. These reinforced bearings last for forty years."
            ]
        );
    }
}
