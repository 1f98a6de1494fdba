use super::*;
use crate::align::Segmentation;
use crate::align::lines::lines;

#[test]
fn short_lines_of_chinese_alone_are_one_language() {
    let text = "这是第一句话。\n这是第二句话。\n";
    let lines = lines(text, Segmentation::Sentence);
    let error = of_bilingual(&lines, [None, None]).unwrap_err().to_string();
    assert!(error.contains("one language only"), "{error}");
}

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

/// The sides of the lines that are written, 0 for that of `first`.
fn sides_from(text: &str, hints: [Option<&str>; 2], first: &str) -> Vec<usize> {
    let (found, _, sides) = of(text, hints).unwrap();
    let turned = usize::from(found != first);
    sides.into_iter().flatten().map(|side| side ^ turned).collect()
}

#[test]
fn a_language_that_stands_in_one_place_has_the_short_lines_there() {
    let text = "COMMUNIQUÉ DE PRESSE\n\nGand, le 3 mai 2024\n\nÀ partir du lundi 6 mai, la piscine de la rue Haute sera ouverte jusqu’à \
                vingt-deux heures tous les jours de la semaine.\n\nLes habitants du quartier le demandaient depuis plusieurs années, et la commune a \
                enfin trouvé assez de personnel.\n\nContact : Jan Peeters\n\n\n\
                PERSBERICHT\n\nGent, 3 mei 2024\n\nVanaf maandag 6 mei is het zwembad in de Hoogstraat alle dagen van de week tot tien uur ’s \
                avonds open.\n\nDe bewoners van de wijk vroegen daar al jaren om, en de gemeente heeft eindelijk genoeg \
                personeel gevonden.\n\nContact: Jan Peeters\n";
    assert_eq!(sides_from(text, [None, None], "fr"), [0, 0, 0, 0, 0, 1, 1, 1, 1, 1]);
}

#[test]
fn short_lines_are_weighed_with_their_paragraph() {
    let text = "FEES OF THE HARBOUR OFFICE 2024\n\nTASAS DE LA OFICINA DEL PUERTO 2024\n\n1. Scope\n1.1 These fees apply from May to the \
                end of April.\n\n1. Ámbito\n1.1 Estas tasas rigen desde mayo hasta el final de abril.\n\n2. Fees\na) Basic fee: $15.20\n\
                b) Crane: $1,250.00\n\n2. Tasas\na) Cuota fija: 15,20 $\nb) Grúa: 1.250,00 $\n\nBoats of the rescue service pay only \
                half of these fees.\n\nLas barcas del servicio de rescate pagan solo la mitad de estas tasas.\n";
    assert_eq!(
        sides_from(text, [None, None], "en"),
        [0, 1, 0, 0, 1, 1, 0, 0, 0, 1, 1, 1, 0, 1]
    );
}

#[test]
fn two_lines_with_the_same_numbers_are_one_in_both_languages() {
    let text = "Calendario previsto:\nCalendário previsto:\n\na) mayo de 2024: inicio de las obras;\na) maio de 2024: início das obras;\n\n\
                b) enero de 2025: montaje de los hornos;\nb) janeiro de 2025: montagem dos fornos;\n\nEl proyecto cuenta con una ayuda \
                de tres millones y queda pendiente la autorización de la ciudad.\n\nO projeto conta com um apoio de três milhões e falta \
                ainda a licença da cidade.\n";
    assert_eq!(sides_from(text, [None, None], "es"), [0, 1, 0, 1, 0, 1, 0, 1]);
}

#[test]
fn what_stands_twice_word_for_word_is_in_neither_language() {
    let quoted = "« La mer ne doit rien à personne, elle vient le soir et elle emporte les barques et les chansons. »";
    let text = format!(
        "The library in Lakeville, which opens on Saturday, will bear the name of the writer Hélène Courtois.\n\n{quoted}\n\n\
         {ENGLISH}\n\n\nDie Bibliothek in Seestadt, die am Samstag eröffnet wird, trägt den Namen der Schriftstellerin Hélène \
         Courtois.\n\n{quoted}\n\n{GERMAN}\n"
    );
    assert_eq!(sides_from(&text, [None, None], "en"), [0, 0, 0, 1, 1, 1]);
}

const TRAINS: [&str; 4] = [
    "Lakeside Rail orders battery trains\n\nLakeside Rail has ordered fourteen battery trains from Kestner for CHF 186 million.\n\n\
     They will replace the diesel units on the lake line.\n\nEnquiries: media@lake.example\n\nwww.lake.example\n\n\n",
    "Seebahn bestellt Batteriezüge\n\nDie Seebahn hat bei Kestner vierzehn Batteriezüge für 186 Mio. Franken bestellt.\n\n\
     Sie ersetzen die Dieseltriebwagen auf der Linie am See.\n\nAuskünfte: medien@lake.example\n\nwww.lake.example\n\n\n",
    "La Ferrovia del lago ordina treni a batteria\n\nLa Ferrovia del lago ha ordinato alla Kestner quattordici treni a batteria \
     per 186 milioni di franchi.\n\nI treni sostituiranno le automotrici diesel sulla linea del lago.\n\n\
     Informazioni: media@lake.example\n\nwww.lake.example\n\n\n",
    "湖滨铁路订购电池列车\n\n湖滨铁路公司向凯斯特纳公司订购十四列电池列车，总额一点八六亿瑞士法郎，这是公司历史上最大的订单。\n\n\
     新列车将取代湖滨线上的内燃动车组，每列设一百六十八个座位。\n\n联系方式：media@lake.example\n\nwww.lake.example\n\n\n",
];

#[test]
fn a_third_language_is_on_neither_side() {
    let third = |parts: &[usize], hints: [Option<&str>; 2]| {
        let text: String = parts.iter().map(|&part| TRAINS[part]).collect();
        let lines = lines(&text, Segmentation::Sentence);
        let hints = hints.map(|hint| hint.map(|tag| LanguageTag::parse(tag).unwrap()));
        let found = of_bilingual(&lines, hints.each_ref().map(Option::as_ref)).unwrap();
        let mut tags = found.tags.map(|tag| tag.to_string());
        tags.sort_unstable();
        let of_others: Vec<(usize, &str)> = found.others.iter().map(|(at, tag)| (*at, tag.as_str())).collect();
        (
            tags.join(" "),
            of_others.iter().map(|of| of.0).collect::<Vec<_>>(),
            of_others
                .iter()
                .all(|of| of.1 == of_others[0].1)
                .then_some(of_others[0].1.to_owned()),
        )
    };
    let block = |number: usize| (0..5).map(|line| number * 11 + line * 2).collect::<Vec<_>>();
    let of = |tag: &str| Some(tag.to_owned());
    assert_eq!(
        third(&[0, 1, 2], [None, None]),
        ("de en".to_owned(), block(2), of("it"))
    );
    assert_eq!(
        third(&[0, 1, 2], [Some("en"), Some("it")]),
        ("en it".to_owned(), block(1), of("de"))
    );
    assert_eq!(
        third(&[3, 0, 1], [None, None]),
        ("en zh-CN".to_owned(), block(2), of("de"))
    );
    assert_eq!(
        third(&[3, 0, 1], [Some("de"), Some("zh-CN")]),
        ("de zh-CN".to_owned(), block(1), of("en"))
    );
    assert_eq!(
        third(&[3, 0, 1], [Some("en"), Some("de")]),
        ("de en".to_owned(), block(0), of("zh-CN"))
    );
}

#[test]
fn of_two_chinese_scripts_one_is_aligned() {
    let simplified = "设计周明天在湾仔开幕\n今年共有来自十七个国家和地区的二百三十个品牌参展。\n开幕式由策展人麦女士主持，入场费为港币六十元，学生半价。\n\n";
    let traditional = "設計週明天在灣仔開幕\n今年共有來自十七個國家和地區的二百三十個品牌參展。\n開幕式由策展人麥女士主持，入場費為港幣六十元，學生半價。\n\n";
    let english =
        "Design Week Opens in Wan Chai Tomorrow\nThis year 230 brands from 17 countries and regions will take part.\n";
    let text = format!("{traditional}{simplified}{english}");
    for (hints, tag, aside) in [
        ([None, None], "zh-TW", 4..7),
        ([Some("zh-HK"), Some("en")], "zh-TW", 4..7),
        ([Some("zh-CN"), Some("en")], "zh-CN", 0..3),
    ] {
        let (first, second, sides) = of(&text, hints).unwrap();
        assert!([first, second].contains(&tag.to_owned()), "{tag}");
        let without: Vec<usize> = (0..9)
            .filter(|&at| sides[at].is_none() && !matches!(at, 3 | 7))
            .collect();
        assert_eq!(without, aside.collect::<Vec<_>>(), "{tag}");
    }
}
