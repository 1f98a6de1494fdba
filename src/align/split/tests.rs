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
    assert_eq!(
        cut(
            "“We want trust,” said Liang of Foo Co., Ltd. “Three years on, more.”",
            "en"
        )
        .len(),
        2
    );
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

#[test]
fn quotations_are_cut_as_each_language_writes_them() {
    for (lang, text, count) in [
        (
            "de",
            "Er lobte es. „Wir haben 102 Schulen gebaut. Das ist viel.“ Danach ging er.",
            4,
        ),
        ("de", "»Das ist gut.« Dann ging er.", 2),
        ("de", "Er sagte: „Das ist ‚Stufe 2‘.“ Dann ging er.", 2),
        ("cs", "Přišel sám. „To stačí.“ Pak šel dál.", 3),
        ("sv", "Han kom. ”Det är bra.” Sedan gick han.", 3),
        ("pl", "„To dobrze.” Potem wyszedł.", 2),
        ("fr", "Il vint. « C'est fini. » Puis il partit.", 3),
        ("fr", "« Sommes-nous prêts ? » demanda-t-elle.", 1),
        ("en", "He came. “It is over.” Then he left.", 3),
        ("ko", "'좋다!' 하고 외쳤다. 끝났다.", 2),
        ("ja", "「本がある！」。それは多い。", 2),
    ] {
        assert_eq!(cut(text, lang).len(), count, "{:?}", cut(text, lang));
    }
    for (lang, text, first) in [
        ("de", "»Das ist gut.« Dann ging er.", "»Das ist gut.«"),
        ("de", "Das ist gut.“ Danach ging er.", "Das ist gut.“"),
        ("fr", "C'est fini. » Puis il partit.", "C'est fini. »"),
        ("en", "\"It is a 15\" screen.\" He said so.", "\"It is a 15\" screen.\""),
        ("en", "The car was John's. 20 people saw it.", "The car was John's."),
        ("zh", "他说好。“好的。”他走了。", "他说好。"),
    ] {
        assert_eq!(cut(text, lang).first(), Some(&first));
    }
    assert_eq!(cut("He left.  ", "en"), ["He left."]);
}

#[test]
fn abbreviations_of_many_languages_end_no_sentence() {
    for (lang, text) in [
        ("el", "Ο κ. Παπάς και ο δρ. Ράλλης είδαν τη σελ. 15."),
        ("uk", "На вул. Городоцькій у м. Львів є сквер ім. Шевченка."),
        ("pl", "Przy ul. Długiej mieszka inż. Kowal, m.in. Ewa."),
        ("hu", "Pl. Kovács úr és ifj. Nagy János."),
        ("is", "Hann kom þ.e. Jón, sbr. 3. gr. laga."),
        ("ar", "وقال م. سامي إن د. أحمد حضر."),
        ("es", "EE. UU. compró barcos."),
        ("fr", "J.-C. Blanc cite l'art. 5 à la p. 105."),
        ("sv", "T.ex. Anna såg bl.a. Kalle."),
        ("ko", "2024. 5. 20. 서울에서 모였다."),
        ("th", "เวลา 05.30 น. ดร. สมชาย กล่าว"),
    ] {
        stays_whole(text, lang);
    }
    assert_eq!(cut("Он видел парки и т. д. Самый старый закрыт.", "ru").len(), 2);
    assert_eq!(cut("Compró pan, queso, etc. Después cantaron.", "es").len(), 2);
    assert_eq!(cut("Es gab Brot, Käse usw. Danach sangen sie.", "de").len(), 2);
    stays_whole("Brot, Käse usw. Waren sind da.", "de");
    assert_eq!(cut("총액은 500. 2024년에 올랐다.", "ko").len(), 2);
    assert_eq!(cut("Pomogliśmy im. Teraz są szczęśliwi.", "pl").len(), 2);
    assert_eq!(cut("Vive en EE. UU. Luego vino.", "es").len(), 2);
    assert_eq!(cut("값이 올랐다. (사)한국협회가 샀다. ㈜한빛은 냈다.", "ko").len(), 3);
    assert_eq!(cut("довжиною 100 м. Потім він пішов.", "uk").len(), 2);
}

#[test]
fn thai_is_cut_at_spaces_behind_long_clauses() {
    let text = "การรถไฟภาคเหนือเปิดเดินรถสายใหม่ระหว่างเชียงดาวกับลำปาง ชาวบ้านไม่ต้องใช้เวลาเดินทางโดยรถโดยสารอีกต่อไป";
    assert_eq!(cut(text, "th").len(), 2);
    stays_whole("นายสมชาย ใจดี ผู้ว่าการ กล่าวว่า ดีมาก", "th");
}

#[test]
fn marks_alone_stay_with_the_sentence_before_them() {
    assert_eq!(cut("都完了。＊＊＊", "zh"), ["都完了。＊＊＊"]);
    assert_eq!(cut("***", "en"), ["***"]);
}
