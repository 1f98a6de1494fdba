use super::*;

fn numbers(text: &str, lang: &str) -> Vec<String> {
    let lang = LanguageTag::parse(lang).unwrap();
    tokens(text, &lang, &Reading::default())
        .into_iter()
        .filter(|token| token.kind == Kind::Number)
        .map(|token| token.key)
        .collect()
}

fn alike(chinese: &str, english: &str) {
    let found = numbers(chinese, "zh");
    assert!(!found.is_empty(), "{chinese}");
    assert_eq!(found, numbers(english, "en"), "{chinese} / {english}");
}

#[test]
fn numbers_have_one_key_in_every_notation() {
    alike("1.27万起", "12,700 cases");
    alike("3.5亿元", "RMB350 million");
    alike("48.6亿元", "4.86 billion yuan");
    alike("8万平方米", "80,000 square meters");
    alike("第9届", "the Ninth");
    alike("第300次", "the 300th");
    alike("20年", "two decades");
    alike("五千多", "5,000");
    alike("二十一", "twenty-one");
    alike("三分之二", "two thirds");
    alike("五分之一", "one fifth");
    alike("近四成", "nearly 40 percent");
    alike("两个月", "two months");
    alike("1200年前", "Twelve hundred years ago");
    alike("首次", "for the first time");
    alike("20余万公里", "200,000 kilometers");
    alike("二〇二三年", "2023");
}

#[test]
fn months_days_and_list_numbers_are_read() {
    alike("9月22日", "September 22");
    alike("九月一日", "Sept. 1");
    alike("星期五", "Friday");
    alike("（一）落实", "(1) Take");
    alike("二、排查", "II. Identify");
    alike("一是构建", "First, build");
    assert_eq!(numbers("You may go", "en"), Vec::<String>::new());
    assert_eq!(numbers("统一安排，万一发生，一起", "zh").len(), 1);
}

#[test]
fn decimals_are_read_as_the_language_writes_them() {
    assert_eq!(numbers("1.234,5", "de"), numbers("1,234.5", "en"));
    assert_eq!(numbers("1,5 Milliarden", "de"), numbers("1.5 billion", "en"));
    assert_eq!(numbers("10 000", "fr"), numbers("10,000", "en"));
    assert_eq!(numbers("3万", "ja"), numbers("30,000", "en"));
}

#[test]
fn labels_and_names_are_words() {
    let lang = LanguageTag::parse("zh").unwrap();
    let words: Vec<String> = tokens(
        "eVTOL飞行器和2022YFC0076号，PM2.5，recall@a.example",
        &lang,
        &Reading::default(),
    )
    .into_iter()
    .filter(|token| token.kind == Kind::Word)
    .map(|token| token.key)
    .collect();
    assert_eq!(words, ["evtol", "2022yfc0076", "pm2.5", "recall@a.example"]);
}

#[test]
fn numbers_without_end_are_read_without_a_fault() {
    for text in ["9", "一", "万", "two ", "1,000", "第", "a1", "(", "．", "百分之"] {
        for lang in ["zh", "en", "de"] {
            let _ = numbers(&text.repeat(2000), lang);
        }
    }
}
