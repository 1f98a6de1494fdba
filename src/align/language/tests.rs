use super::*;

#[test]
fn short_lines_of_chinese_alone_are_one_language() {
    let text = "这是第一句话。\n这是第二句话。\n";
    let lines = crate::align::lines::lines(text, crate::align::Segmentation::Sentence);
    let error = of_bilingual(&lines, [None, None]).unwrap_err().to_string();
    assert!(error.contains("one language only"), "{error}");
}
use crate::align::Segmentation;
use crate::align::lines::lines;

fn of(text: &str, hints: [Option<&str>; 2]) -> Result<(String, String, Vec<Option<usize>>)> {
    let hints = hints.map(|hint| hint.map(|tag| LanguageTag::parse(tag).unwrap()));
    let lines = lines(text, Segmentation::Sentence);
    let found = of_bilingual(&lines, [hints[0].as_ref(), hints[1].as_ref()])?;
    Ok((found.tags[0].to_string(), found.tags[1].to_string(), found.sides))
}

const GERMAN: &str =
    "Der Bundestag hat am Donnerstag ein neues Gesetz beschlossen, das die Kosten deutlich senken soll.";
const ENGLISH: &str = "On Thursday the Bundestag passed a new law which is meant to bring down costs considerably.";

#[test]
fn chinese_and_english_are_told_by_script() {
    let (first, second, sides) = of("部长出席会议\n\nThe minister attends\n", [None, None]).unwrap();
    assert_eq!((first.as_str(), second.as_str()), ("en", "zh-CN"));
    assert_eq!(sides, [Some(1), None, Some(0)]);
    assert_eq!(
        of("政府統籌應對颱風\nGovernment responds\n", [None, None]).unwrap().0,
        "zh-TW"
    );
}

#[test]
fn two_languages_of_one_script_are_told_by_their_text() {
    let (first, second, sides) = of(&format!("{GERMAN}\n\n{ENGLISH}\n"), [None, None]).unwrap();
    assert_eq!([first.as_str(), second.as_str()], ["de", "en"]);
    assert_eq!(sides, [Some(0), None, Some(1)]);
}

#[test]
fn hints_help_where_a_text_is_short() {
    let text = "Guten Morgen, wie geht es dir?\nGood morning, how are you?\n";
    let (first, second, sides) = of(text, [Some("de"), Some("en")]).unwrap();
    assert_eq!([first.as_str(), second.as_str()], ["de", "en"]);
    assert_eq!(sides, [Some(0), Some(1)]);
}

#[test]
fn one_language_is_an_error_that_names_it() {
    for (text, tag) in [
        (ENGLISH, "`en`"),
        (
            "会议于今日在京召开，各方代表出席会议，并先后发言，会议取得了圆满成功。各方都很满意。\nOK",
            "`zh-CN`",
        ),
        ("会議が開催されました。", "`ja`"),
    ] {
        let error = of(&text.repeat(3), [None, None]).unwrap_err();
        assert!(error.to_string().contains(tag), "{error}");
    }
    assert!(
        of("\u{3000}\n", [None, None])
            .unwrap_err()
            .to_string()
            .starts_with("holds no text")
    );
    assert!(
        of("12\n***\n", [None, None])
            .unwrap_err()
            .to_string()
            .starts_with("has no letters")
    );
}

#[test]
fn lines_without_letters_follow_their_neighbours_or_take_turns() {
    let (.., sides) = of("会议记录如下\n2023\n\nMinutes of the meeting\n", [None, None]).unwrap();
    assert_eq!(sides[1], sides[0]);
    let (.., sides) = of(
        "会议记录\nMinutes\n日期：\nDate:\n2023\n2023\n完毕\nEnds\n",
        [None, None],
    )
    .unwrap();
    assert_eq!([sides[4], sides[5]], [sides[0], sides[1]]);
}

const ICELANDIC: &str = "Ný hitaveita var tekin í notkun á Patreksfirði í gær að viðstöddum um tvö hundruð gestum.\n\
                         Vatnið er heitt og kemur úr djúpri borholu, þar sem það áður var kynt með olíu og rafmagni.";

#[test]
fn two_languages_that_are_named_are_believed_also_where_one_cannot_be_guessed() {
    for text in [format!("{ICELANDIC}\n{ENGLISH}\n"), format!("{ENGLISH}\n{ICELANDIC}\n")] {
        let (first, second, sides) = of(&text, [Some("is"), Some("en")]).unwrap();
        assert_eq!([first.as_str(), second.as_str()], ["is", "en"]);
        let english = text.lines().position(|line| line == ENGLISH).unwrap();
        let icelandic = (0..3).filter(|&line| line != english);
        assert!(
            icelandic.map(|line| sides[line]).all(|side| side == Some(0)),
            "{sides:?}"
        );
        assert_eq!(sides[english], Some(1));
    }
    // but not where the text is surely in two others
    let (first, second, _) = of(&format!("{GERMAN}\n{ENGLISH}\n"), [Some("fr"), Some("es")]).unwrap();
    assert_eq!([first.as_str(), second.as_str()], ["de", "en"]);
}

#[test]
fn a_language_that_is_named_labels_no_text_that_is_surely_in_another() {
    let tag = |text: &str, hints: [&str; 2]| {
        let lines = lines(text, Segmentation::Sentence);
        let hints = hints.map(|tag| LanguageTag::parse(tag).unwrap());
        of_monolingual(&lines, [Some(&hints[0]), Some(&hints[1])])
            .unwrap()
            .to_string()
    };
    for hints in [["fr", "es"], ["fr", "en"], ["zh", "en"]] {
        assert_eq!(tag(GERMAN, hints), "de");
    }
    assert_eq!(tag(GERMAN, ["en", "de"]), "de");
    assert_eq!(tag(ICELANDIC, ["is", "en"]), "is");
    let (first, second, _) = of(&format!("{GERMAN}\n{ENGLISH}\n"), [Some("de"), Some("fr")]).unwrap();
    assert_eq!([first.as_str(), second.as_str()], ["de", "en"]);
}

#[test]
fn letters_give_a_language_away_that_cannot_be_guessed() {
    let (first, second, _) = of(
        &format!("{ICELANDIC}\n会议于今日在京召开，各方代表出席会议。\n"),
        [None, None],
    )
    .unwrap();
    assert!([first, second].contains(&"is".to_owned()));
}

#[test]
fn short_lines_follow_the_turns_that_long_ones_take() {
    let text = format!(
        "2. Mai\n2 May\n{GERMAN}\n{ENGLISH}\nDie Abgeordneten stimmten am Ende mit großer Mehrheit dafür.\nIn the end the members voted for \
         it by a large majority.\nZürich, Mai\nZurich, May\n"
    );
    let (.., sides) = of(&text, [None, None]).unwrap();
    assert_eq!(
        sides.iter().flatten().copied().collect::<Vec<_>>(),
        [0, 1, 0, 1, 0, 1, 0, 1]
    );
}

#[test]
fn what_both_blocks_have_in_latin_letters_is_in_both() {
    let text = "云帆公司昨天在杭州发布了两款新产品。\nTonino X2 Duo\n价格为八百九十九元，十一月开始销售。\n联系人：陈小姐\n\
                Tel: 0571-5555 0133\nYoyo Chan <yoyo@yunfan.example>\n\nThe company launched two new products in Hangzhou yesterday.\n\
                TONINO X2 Duo\nThe price is 899 yuan, and sales begin in November.\nContact: Ms Chan\nPhone +86 571 5555-0133\n\
                Chan, Yoyo: yoyo@yunfan.example\n";
    let (first, second, sides) = of(text, [None, None]).unwrap();
    assert_eq!([first.as_str(), second.as_str()], ["en", "zh-CN"]);
    assert_eq!(
        sides.into_iter().flatten().collect::<Vec<_>>(),
        [1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 0, 0]
    );
}

#[test]
fn a_name_is_in_the_paragraph_in_which_it_stands_where_paragraphs_take_turns() {
    let text = "今天发布的产品：\nTonino X2\n\nProducts launched today:\nTonino X2\n\n明天没有产品发布。\n\nThere will be none tomorrow.\n";
    let (_, second, sides) = of(text, [None, None]).unwrap();
    let chinese = usize::from(second == "zh-CN");
    assert_eq!(sides[..2], [Some(chinese); 2]);
    assert_eq!(sides[3..5], [Some(1 - chinese); 2]);
    // but where they take turns by line it translates the line above it
    let text = "托尼诺二代\nTonino X2\n今天发布。\nIt is launched today.\n\n再说一遍：\nOnce more:\nTonino X2\n";
    let (_, second, sides) = of(text, [None, None]).unwrap();
    let english = usize::from(second != "zh-CN");
    assert_eq!([sides[1], sides[7]], [Some(english); 2]);
}

#[test]
fn a_title_in_the_other_language_stays_in_it() {
    let text = "部长昨天出席会议\nThe Minister Attended the Meeting\n\n部长昨天出席了在杭州举行的会议，并且就三个问题发表了讲话。他还会见了各方代表。\n\n\
                The minister attended the meeting in Hangzhou yesterday and spoke about three questions. He also met all delegates.\n";
    let (_, second, sides) = of(text, [None, None]).unwrap();
    assert_eq!(sides[1], Some(usize::from(second != "zh-CN")));
}
