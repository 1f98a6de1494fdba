use super::*;
use crate::align::Segmentation;
use crate::model::{Bead, LanguageTag};

fn options() -> AlignOptions {
    AlignOptions::default()
}

fn shapes(alignment: &Alignment) -> Vec<String> {
    alignment.beads.iter().map(Bead::shape).collect()
}

#[test]
fn the_source_is_what_comes_first_whatever_the_layout() {
    let zh = ["会议于9月22日召开。", "共有35个国家参加。", "声明获得通过。"];
    let en = [
        "The meeting was held on September 22.",
        "A total of 35 countries took part.",
        "The statement was adopted.",
    ];
    let blocks = |first: [&str; 3], second: [&str; 3]| format!("{}\n\n{}\n", first.join("\n"), second.join("\n"));
    let turns = zh
        .iter()
        .zip(en)
        .flat_map(|(zh, en)| [zh, "\n", en, "\n"])
        .collect::<String>();
    for (text, source) in [(blocks(zh, en), "zh-CN"), (blocks(en, zh), "en"), (turns, "zh-CN")] {
        let alignment = align_text(&text, &options()).unwrap();
        assert_eq!(alignment.source.lang.as_str(), source);
        assert_eq!(shapes(&alignment), ["1-1"; 3]);
    }
}

#[test]
fn a_lead_in_with_its_first_item_may_be_two_sentences_in_english() {
    let text = "部长提出4点建议:一是加强团结合作。二是共享9月信息。\n\nThe minister made four proposals. First, strengthen unity and cooperation. Second, share information of September.\n";
    assert_eq!(shapes(&align_text(text, &options()).unwrap()), ["1-2", "1-1"]);
}

#[test]
fn chinese_without_marks_is_aligned_line_by_line() {
    let text = "云川市政府\n联系电话5000\n云川市民中心\n\nYunchuan Municipal Government\nTelephone 5000\nYunchuan Civic Centre\n";
    assert_eq!(shapes(&align_text(text, &options()).unwrap()), ["1-1"; 3]);
}

#[test]
fn one_line_with_both_languages_is_a_bead() {
    let alignment = align_text("王小洪 Wang Xiaohong", &options()).unwrap();
    assert_eq!(alignment.source.text_of(&[1]), "王小洪");
    assert_eq!(alignment.target.text_of(&[1]), "Wang Xiaohong");
}

#[test]
fn junk_stays_where_it_is_asked_for() {
    let text = "首页 > 新闻\n会议于9月22日召开。\n\nHome > News\nThe meeting was held on September 22.\n";
    let alignment = align_text(text, &options()).unwrap();
    assert_eq!((alignment.beads.len(), alignment.junk.len()), (1, 2));
    let kept = align_text(
        text,
        &AlignOptions {
            keep_junk: true,
            ..options()
        },
    )
    .unwrap();
    assert_eq!((kept.beads.len(), kept.junk.len()), (2, 0));
}

#[test]
fn paragraphs_and_lines_may_be_segments() {
    let text = "甲方签字。乙方签字。\n\n\n第2条完成。\n\nA signed. B signed.\n\n\nArticle 2 done.\n";
    let of = |segmentation| {
        align_text(
            text,
            &AlignOptions {
                segmentation,
                ..options()
            },
        )
        .unwrap()
    };
    assert_eq!(of(Segmentation::Sentence).source.segments.len(), 3);
    assert_eq!(of(Segmentation::Paragraph).source.segments.len(), 2);
    let lines = of(Segmentation::Line);
    assert_eq!(lines.beads[1].source, [4]);
    assert_eq!(lines.source.text_of(&[4]), "第2条完成。");
}

#[test]
fn two_varieties_of_one_language_need_both_names() {
    let (a, b) = ("The colour of the lorry is grey.", "The color of the truck is gray.");
    let error = align_pair(a, b, &options()).unwrap_err();
    assert_eq!(error.error.message(), "is in `en`, like the other file of its pair");
    let tag = |tag| Some(LanguageTag::parse(tag).unwrap());
    let named = AlignOptions {
        source_lang: tag("en-GB"),
        target_lang: tag("en-US"),
        ..options()
    };
    let alignment = align_pair(a, b, &named).unwrap();
    assert_eq!((alignment.source.lang.as_str(), alignment.beads.len()), ("en-GB", 1));
}

#[test]
fn every_character_of_the_text_is_in_a_segment_or_in_junk() {
    let text = "首页 > 要闻\n标题一\n\n“甲说。”他说，“乙。”（注：略。）另外……还有\n杂志订阅\n\nTitle One\n\n“A,” he said. “B.” (Note: none.) And ... more\n©\n";
    let alignment = align_text(text, &options()).unwrap();
    let flat = |text: &str| text.chars().filter(|c| !c.is_whitespace()).collect::<String>();
    let mut parts: Vec<(u64, String)> = Vec::new();
    for segment in alignment.source.segments.iter().chain(&alignment.target.segments) {
        parts.push((segment.line, flat(&segment.text)));
    }
    parts.extend(alignment.junk.iter().map(|junk| (junk.line, flat(&junk.text))));
    parts.sort_by_key(|(line, _)| *line);
    assert_eq!(parts.into_iter().map(|(_, text)| text).collect::<String>(), flat(text));
}

#[test]
fn a_long_text_is_aligned_through_insertions() {
    let weight = |number: i32| number * 37 % 1000 + 1000;
    let mut zh: Vec<String> = (0..1500)
        .map(|number| format!("第{number}批货物重{}公斤，已经运到港口。", weight(number)))
        .collect();
    let en: Vec<String> = (0..1500)
        .map(|number| {
            format!(
                "Lot {number} of the goods weighs {} kilograms and has reached the port.",
                weight(number)
            )
        })
        .collect();
    zh.splice(700..700, vec!["这一段没有译文，只有中文。".to_owned(); 60]);
    let alignment = align_pair(&zh.join("\n"), &en.join("\n"), &options()).unwrap();
    let right = alignment
        .beads
        .iter()
        .filter(|bead| bead.source_count == 1 && bead.target_count == 1)
        .count();
    assert!(right >= 1495, "{right}");
    assert_eq!(
        alignment.source.text_of(&alignment.beads.last().unwrap().source),
        "第1499批货物重1463公斤，已经运到港口。"
    );
}

#[test]
fn a_short_text_beside_one_in_the_usual_language_is_in_another() {
    let german = "Wichtige Termine\n\n12.04. Hauptversammlung | 30.08. Hafenfest\n";
    let english = "Important dates\n\n12 April, general meeting | 30 August, festival of the harbour\n";
    let alignment = align_pair(german, english, &options()).unwrap();
    assert_eq!(
        [alignment.source.lang.as_str(), alignment.target.lang.as_str()],
        ["de", "en"]
    );
    assert!(align_pair(english, english, &options()).is_err());
}

#[test]
fn a_third_language_is_set_aside_and_said() {
    let text = "会议昨天在京召开，三十五个国家的代表出席了会议。\n各方通过了声明，并且同意明年再次开会。\n\n\
                The meeting was held in Beijing yesterday, and thirty-five countries took part.\nThe statement was adopted, and all agreed to meet again.\n\n\
                Заседание состоялось вчера в Пекине, и в нём приняли участие представители тридцати пяти стран.\nСтороны приняли заявление и договорились \
                встретиться в следующем году.\n";
    let alignment = align_text(text, &options()).unwrap();
    assert_eq!(shapes(&alignment), ["1-1", "1-1"]);
    let others: Vec<(u64, &str, JunkReason)> = alignment
        .junk
        .iter()
        .map(|junk| (junk.line, junk.lang.as_str(), junk.reason))
        .collect();
    assert_eq!(others, [7, 8].map(|line| (line, "ru", JunkReason::OtherLanguage)));
}

mod any_text {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, cases: 64, ..ProptestConfig::default() })]

        #[test]
        fn no_text_is_a_fault(text in "([a-zA-Z中文会议。，“”‘’《》（）().!?:; \t\n\r0-9一二十万第月\u{3000}éאعя|>©-]|[^\\x00]){0,300}") {
            for segmentation in [Segmentation::Sentence, Segmentation::Line, Segmentation::Paragraph] {
                let told = AlignOptions { segmentation, ..AlignOptions::default() };
                if let Ok(alignment) = align_text(&text, &told) {
                    let used: usize = alignment.beads.iter().map(|bead| bead.source.len()).sum();
                    prop_assert_eq!(used, alignment.source.segments.len());
                }
            }
        }
    }
}
