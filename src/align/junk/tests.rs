use super::*;

fn reasons(lines: &[&str]) -> Vec<Option<JunkReason>> {
    let of = |text: &&str| super::super::script::Letters::of(text).main() != Some(super::super::script::Script::Han);
    let candidates: Vec<Candidate<'_>> = lines
        .iter()
        .map(|text| Candidate {
            text,
            side: usize::from(of(text)),
        })
        .collect();
    by_wording(&candidates, &Furniture::default())
}

fn is(text: &str, reason: JunkReason) {
    assert_eq!(reasons(&[text]), [Some(reason)], "{text}");
}

#[test]
fn pages_are_known_by_their_wording() {
    is("首页 > 新闻动态 > 正文", JunkReason::Navigation);
    is("Home >> News >> Top News", JunkReason::Navigation);
    is("您所在的位置：首页 / 要闻", JunkReason::Navigation);
    is("投资者关系 | 公司公告 | 股价信息", JunkReason::Navigation);
    is("【字体：大 中 小】 打印", JunkReason::PageTools);
    is("Print | Close", JunkReason::PageTools);
    is(
        "来源：新闻办公室　发布时间：2023-07-20 15:27　浏览次数：3,518",
        JunkReason::PageRecord,
    );
    is("责任编辑：高原", JunkReason::PageRecord);
    is("上一篇：全市夏粮收购工作启动", JunkReason::PreviousNext);
    is("版权所有 © 临江博物馆", JunkReason::Copyright);
    is("【广告】火爆热销中", JunkReason::Advertisement);
    is("附件下载：线路图.pdf", JunkReason::Attachment);
    is("*******************", JunkReason::Decoration);
}

#[test]
fn documents_are_not_taken_for_pages() {
    let lines = [
        "云川地铁6号线6月1日起试运营",
        "发布日期：2023年3月8日",
        "Date of Issue: 8 March 2023",
        "（全场起立鼓掌）",
        "联系人：马俊；电话：010-5000 1195",
        "媒体联系",
        "Media Contact",
        "Notes to Editors",
        "附件：表决情况",
        "完",
        "Ends",
        "消费者可以登录网站，点击“打印”，关闭窗口。",
        "Customers may print the form and close the window.",
        "韩东：",
        "营业收入	48.6亿元，同比增长11%",
        "Revenue | Profit",
    ];
    assert_eq!(reasons(&lines), vec![None; lines.len()]);
}

#[test]
fn links_below_a_heading_are_junk_in_both_languages_and_the_next_title_is_not() {
    let found = reasons(&[
        "相关阅读",
        "Related Reading",
        "地铁8号线开工建设",
        "Construction of Metro Line 8 Starts",
        "Phase I of Metro Line 6 to Begin Trial Operation",
        "Phase I of Metro Line 6 will begin trial operation on June 1.",
    ]);
    let (heading, link) = (Some(JunkReason::RelatedHeading), Some(JunkReason::RelatedLink));
    assert_eq!(found, [heading, heading, link, link, None, None]);
}

#[test]
fn words_of_a_menu_are_junk_only_beside_junk() {
    let nav = Some(JunkReason::Navigation);
    assert_eq!(reasons(&["要闻", "服务", "您的位置：首页 / 要闻"]), [nav, nav, nav]);
    assert_eq!(reasons(&["服务", "本市提供多项服务。"]), [None, None]);
}

#[test]
fn pages_of_other_languages_are_known_by_their_wording() {
    is("Наверх", JunkReason::PageTools);
    is("Drucken | Teilen", JunkReason::PageTools);
    is("กลับสู่ด้านบน", JunkReason::PageTools);
    is("مشاركة", JunkReason::PageTools);
    is("Read more »", JunkReason::PageTools);
    is("Tengdar fréttir:", JunkReason::RelatedHeading);
    is("입력 2024.05.20 09:30 조회수 1,542", JunkReason::PageRecord);
    is("點閱數：12", JunkReason::PageRecord);
    is("今天是2024年5月20日 星期一", JunkReason::PageRecord);
    is("Copyright 2024 Linjiang Museum", JunkReason::Copyright);
    is("Copyright Reuters 2024", JunkReason::Copyright);
    is("Advertisement - continue reading below", JunkReason::Advertisement);
    is("You are here", JunkReason::Navigation);
    is("未经授权，不得转载本站内容。", JunkReason::Copyright);
}

#[test]
fn sentences_about_rights_and_advertisements_are_none_of_the_page() {
    let lines = [
        "The court found that the copyright of the software belongs to its author.",
        "New Copyright Rules Take Effect Today",
        "Copyright Rules Take Effect Today",
        "公司发言人表示，未经授权的访问已被阻止。",
        "“版权所有”四个字印在每一本书的最后一页。",
        "The words \"All rights reserved\" are printed on the last page.",
        "Advertisement Spending Grows by 12 Percent",
        "今天是学校成立一百周年的日子，校友们从各地赶来",
        "You are here to stay",
        "Back to School in September",
    ];
    for line in lines {
        assert_eq!(reasons(&[line]), [None], "{line}");
    }
}

#[test]
fn the_head_of_the_second_text_is_no_link_of_the_first() {
    let lines = [
        "部长出席会议。",
        "相关新闻",
        "另一则新闻",
        "Minister Attends Meeting",
        "Beijing, 3 May",
        "The minister attended.",
    ];
    let found = reasons(&lines);
    assert_eq!(
        found[1..3],
        [Some(JunkReason::RelatedHeading), Some(JunkReason::RelatedLink)]
    );
    assert_eq!(found[3..], [None; 3]);
}

#[test]
fn what_buttons_say_is_no_junk_in_a_list_of_it() {
    let lines = [
        "Start", "Open", "Back", "Close", "Save as", "Print", "Share", "Cancel", "Zoom in", "Help",
    ];
    assert_eq!(reasons(&lines), [None; 10]);
}

/// Sentences of both languages.
const SENTENCES: [&str; 6] = [
    "市长出席了昨天开幕的会议。",
    "会议在本市持续两天时间。",
    "代表们随后参观市博物馆。",
    "The mayor attended the opening of the meeting.",
    "The meeting in the city lasted two days.",
    "The delegates then visited the museum.",
];

/// Why a line is junk behind the last sentence, and between sentences.
fn outside_and_inside(text: &str) -> [Option<JunkReason>; 2] {
    let outside = [&SENTENCES[..], &[text]].concat();
    let inside = [&SENTENCES[..], &[text], &SENTENCES[..]].concat();
    [outside, inside].map(|lines| reasons(&lines)[SENTENCES.len()])
}

#[test]
fn in_the_margins_more_is_known_for_the_page() {
    for (text, reason) in [
        ("Newsroom > Press Releases > Products", JunkReason::Navigation),
        ("投资者关系 ▸ 公告及通函 ▸ 2025财年", JunkReason::Navigation),
        (
            "HOME   WHITE PAPERS   PRESS ROOM   IN-DEPTH   VIDEO",
            JunkReason::Navigation,
        ),
        ("新聞資料庫　昨日新聞公報", JunkReason::Navigation),
        ("Stories of ours →", JunkReason::Navigation),
        ("下载高清图片（12张，48.6 MB）", JunkReason::Attachment),
        ("Reading time: 3 min (611 words)", JunkReason::PageRecord),
        ("编辑：罗小禾　审核：谢宏", JunkReason::PageRecord),
        ("2026-01-09 21:40　浏览 18,205　评论 312", JunkReason::PageRecord),
        ("股价 6.42港元 ▲0.11 (1.74%)", JunkReason::PageRecord),
        ("SOURCE Kevanda Biopharma, Inc.", JunkReason::PageRecord),
        ("更多精彩内容，请下载“云岭通”客户端", JunkReason::Advertisement),
        (
            "Get the Yunlu app and take RMB 80 off your first booking",
            JunkReason::Advertisement,
        ),
        ("New home kit out now! Shop here", JunkReason::Advertisement),
        ("每月捐30元，支持一间社区维修站　[立即月捐]", JunkReason::Advertisement),
        (
            "Join 48,000 people.   Your email: [            ]   Sign up",
            JunkReason::PageTools,
        ),
        ("听全文 ▶ 00:00 / 02:47", JunkReason::PageTools),
        ("【扫一扫，在手机上继续阅读】", JunkReason::PageTools),
        ("We use cookies to improve your experience.", JunkReason::PageTools),
        ("延伸阅读：图解白皮书丨数说乡村公路", JunkReason::RelatedLink),
    ] {
        let anywhere = [JunkReason::Attachment, JunkReason::PageTools].contains(&reason) && !text.contains("cookies");
        assert_eq!(
            outside_and_inside(text),
            [Some(reason), Some(reason).filter(|_| anywhere)],
            "{text}"
        );
    }
}

#[test]
fn lines_of_documents_are_of_no_page_even_in_the_margins() {
    for text in [
        "Роман «Война и мир»",
        "— Oui ! »",
        "Der »Berg« und der »See« und der »Wald«",
        "北京→上海→广州",
        "▲3月8日，工人在车间作业",
        "▶ 시간: 09:00 ~ 18:00",
        "▶ 9:00 - 10:30 Opening ceremony",
        "项目　本期　上期",
        "活动　时间　地点",
        "Products   Unit   Price",
        "第三章　服务",
        "Chapter 3   Services",
        "Part II   Products",
        "English   Fluent",
        "招聘公告",
        "Products & Services",
        "新闻丨市政府公布新的水资源管理办法",
        "<b>Open</b> now",
        "Memory (16 GB)",
        "存储容量（256GB）",
        "SOURCE LANGUAGE",
        "Admin read-only access",
        "青少年阅读时长调查",
        "经常利润 ▲3.2%",
        "李白　[唐]",
        "Buy now, pay later: a new trend in retail",
        "Teach less, learn more",
        "欢迎访问我校",
        "Open the App Store",
        "（扫描件须加盖公章）",
        "[ ] Yes   [ ] No",
        "监制：张一　导演：李二",
        "主办：云川市政府　承办：云川博物馆",
        "People who read more learn more",
        "（全场关闭灯光）",
        "相关信息：办公时间为九时至十七时",
        "@param name: the name",
        "Email: press@remend.example",
    ] {
        assert_eq!(outside_and_inside(text), [None, None], "{text}");
    }
}

#[test]
fn behind_the_last_sentence_what_stands_between_lines_of_the_page_is_of_the_page() {
    let tail = [
        "Contact: Li Jing, +86 10 5555 0192",
        "Show More +",
        "BLOG: When Villages Learn",
        "© 2022 Foo",
    ];
    let found = reasons(&[&SENTENCES[..], &tail].concat());
    assert_eq!(found[SENTENCES.len()], None);
    assert_eq!(found[SENTENCES.len() + 2], Some(JunkReason::EdgeLine));
    let inside = reasons(&[&SENTENCES[..], &tail, &SENTENCES[..]].concat());
    assert_eq!(inside[SENTENCES.len() + 2], None);
}
