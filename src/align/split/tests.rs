use super::*;

fn cut<'a>(text: &'a str, lang: &str) -> Vec<&'a str> {
    let lang = LanguageTag::parse(lang).unwrap();
    sentences(text, &lang)
        .into_iter()
        .map(|range| text.get(range).unwrap())
        .collect()
}

fn stays_whole(text: &str, lang: &str) {
    assert_eq!(cut(text, lang), [text]);
}

#[test]
fn chinese_is_cut_at_its_final_marks_also_before_digits() {
    assert_eq!(
        cut("发布会召开。18时结束!谁来了?", "zh"),
        ["发布会召开。", "18时结束!", "谁来了?"]
    );
    assert_eq!(cut("会议召开.各方发言.", "zh"), ["会议召开.", "各方发言."]);
}

#[test]
fn titles_parentheses_ellipses_and_semicolons_do_not_end_a_sentence() {
    stays_whole("会议发表了《第9届会议！暨〈宣言。〉发表声明》。", "zh");
    stays_whole("增长18.4%（其中一项为2.5%。另一项略）；下降3%……仍在继续。", "zh");
    stays_whole("We still have much to do ... including this.", "en");
}

#[test]
fn abbreviations_initials_and_numbers_do_not_end_a_sentence() {
    stays_whole(
        "Wang, Minister of Public Security, P. R. China met Dr. Susan K. Lee of Foo Co., Ltd. in No. 5, Art. 49.",
        "en",
    );
    stays_whole("1. Before vaccination, tell the doctor.", "en");
    stays_whole("I. Who Can Be Vaccinated", "en");
    stays_whole(
        "The train leaves at 5:30 a.m. Beijing time with 2.5 million tonnes, e.g. PM2.5.",
        "en",
    );
    stays_whole("Es tritt am 3. Oktober in Kraft, z. B. in Bonn.", "de");
    assert_eq!(
        cut("It leaves at 5 p.m. The next is full.", "en"),
        ["It leaves at 5 p.m.", "The next is full."]
    );
    assert_eq!(cut("No cases of influenza B. In other words, none.", "en").len(), 2);
    assert_eq!(cut("Revenue rose in 2023. It fell in 2024.", "en").len(), 2);
}

#[test]
fn a_quotation_is_cut_at_each_sentence_and_keeps_its_speaker() {
    assert_eq!(
        cut("何志强说:“手法在变。拿不准的，请拨打96110。”会后他离开。", "zh"),
        ["何志强说:“手法在变。", "拿不准的，请拨打96110。”", "会后他离开。"]
    );
    stays_whole("“不想做教科书。”顾念慈说，“想让观众看风景。”", "zh");
    assert_eq!(
        cut("“Stop! Ask first,” he said. “Call us.”", "en"),
        ["“Stop!", "Ask first,” he said.", "“Call us.”"]
    );
    stays_whole("“Who is there?” Mr Li asked.", "en");
    assert_eq!(cut("It “affects families.” He added that it would not.", "en").len(), 2);
}

#[test]
fn a_parenthesis_of_its_own_is_a_sentence_and_others_are_not() {
    assert_eq!(
        cut("It cost $5. (Note: $ is the dollar.) It rose.", "en"),
        ["It cost $5.", "(Note: $ is the dollar.)", "It rose."]
    );
    stays_whole("The book Our Home! (Grade 3, Vol. 2), a textbook, is out.", "en");
    assert_eq!(cut("It is free. (10) Schools teach it.", "en").len(), 2);
}

#[test]
fn other_languages_are_cut_by_their_marks() {
    assert_eq!(cut("هل سيكتمل في موعده؟ نعم.", "ar").len(), 2);
    assert_eq!(cut("정부는 발표했다. 시행은 내년이다.", "ko").len(), 2);
    stays_whole("大臣は「取り組みます。」と述べました。", "ja");
    assert_eq!(cut("Πού είναι; Εδώ είναι.", "el"), ["Πού είναι;", "Εδώ είναι."]);
    assert_eq!(cut("Где он? Он здесь.", "ru").len(), 2);
    stays_whole("Where is it; here.", "en");
    assert_eq!(cut("यह पहला वाक्य है। यह दूसरा है।", "hi").len(), 2);
    assert_eq!(cut("Il viendra. « Nous sommes prêts », dit-il.", "fr").len(), 2);
}

#[test]
fn marks_without_end_are_cut_in_time_and_without_a_fault() {
    for text in [
        "a. “", "“", "(", "）", "《", "。", ". ", "a. (A ", "\"", "1.", "一", "…”",
    ] {
        let long = text.repeat(3000);
        for lang in ["zh", "en"] {
            let found = cut(&long, lang);
            assert!(found.iter().map(|text| text.len()).sum::<usize>() <= long.len());
        }
    }
}
