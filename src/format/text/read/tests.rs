use super::*;
use crate::error::ErrorKind;
use crate::format::units;

const RELEASE: &str = "首页 > 新闻\n\n\
    部长出席第9届会议\n\n\
    9月22日,部长出席第9届会议并发言。他提出4点建议:一是加强合作。会议通过了联合声明。\n\n\
    Minister Attends the Ninth Meeting\n\n\
    On September 22, the minister attended the ninth meeting and made a speech. He made four proposals. First, cooperation should be strengthened. The joint statement was adopted at the meeting.\n\n\
    杂志订阅\n";

fn utf_8() -> InputFacts {
    InputFacts {
        encoding: "UTF-8".to_owned(),
        bad_bytes: 0,
        is_plain: false,
    }
}

fn read(mut reader: TextReader) -> (Vec<TranslationUnit>, Vec<Diagnostic>) {
    let mut said = Vec::new();
    let found = units(&mut reader, &mut said).collect::<Result<Vec<_>>>().unwrap();
    (found, said)
}

fn of(text: &str, options: &ReadOptions) -> Result<TextReader> {
    TextReader::new(text.to_owned(), "a.txt".into(), utf_8(), options)
}

fn texts(unit: &TranslationUnit) -> Vec<&str> {
    unit.variants.iter().map(|variant| variant.segment.text()).collect()
}

#[test]
fn beads_become_units_and_junk_says_why() {
    let reader = of(RELEASE, &ReadOptions::default()).unwrap();
    let tags: Vec<&str> = reader.header().languages.iter().map(LanguageTag::as_str).collect();
    assert_eq!(tags, ["zh-CN", "en"]);
    assert_eq!(reader.facts().encoding, "UTF-8");
    let (units, said) = read(reader);
    assert_eq!(units[0].standing, Standing::Junk("navigation".to_owned()));
    assert_eq!(texts(&units[0]), ["首页 > 新闻"]);
    assert_eq!(
        texts(&units[1]),
        ["部长出席第9届会议", "Minister Attends the Ninth Meeting"]
    );
    assert_eq!(
        texts(&units[3]),
        [
            "他提出4点建议:一是加强合作。",
            "He made four proposals. First, cooperation should be strengthened."
        ]
    );
    let bead = units[3].bead.as_deref().unwrap();
    assert_eq!(
        (bead.shape().as_str(), bead.source.as_slice(), bead.target.as_slice()),
        ("1-2", [3].as_slice(), [3, 4].as_slice())
    );
    assert!(bead.confidence.is_some());
    assert_eq!((units[3].origin.line, units[3].origin.column), (5, 1));
    assert_eq!(texts(&units[5]), ["杂志订阅"]);
    assert_eq!(units[5].standing, Standing::Junk("edge-line".to_owned()));
    assert_eq!(units.len(), 6);
    let codes: Vec<DiagnosticCode> = said.iter().map(|diagnostic| diagnostic.code).collect();
    assert_eq!(
        codes,
        [DiagnosticCode::LangDetected, DiagnosticCode::Junk, DiagnosticCode::Junk]
    );
    assert_eq!(said[2].line, 11);
}

#[test]
fn text_without_counterpart_is_a_unit_of_one_variant() {
    let text = "会议于9月22日召开。\n（全场起立鼓掌）\n会议通过了3项声明。\n\nThe meeting was held on September 22.\nThe meeting adopted 3 statements.\n";
    let (units, said) = read(of(text, &ReadOptions::default()).unwrap());
    assert_eq!(units[1].standing, Standing::Unaligned);
    assert_eq!(texts(&units[1]), ["（全场起立鼓掌）"]);
    assert_eq!(units[1].bead.as_deref().map(Bead::shape).as_deref(), Some("1-0"));
    assert_eq!((said[1].code, said[1].line), (DiagnosticCode::Unaligned, 2));
}

#[test]
fn context_is_the_source_before_and_after() {
    let mut options = ReadOptions::default();
    assert!(read(of(RELEASE, &options).unwrap()).0[1].context.is_none());
    options.with_context = true;
    let (units, _) = read(of(RELEASE, &options).unwrap());
    let context = units[2].context.as_deref().unwrap();
    assert_eq!(context.previous.as_deref(), Some("部长出席第9届会议"));
    assert_eq!(context.next.as_deref(), Some("他提出4点建议:一是加强合作。"));
}

#[test]
fn a_pair_keeps_its_order_and_its_files() {
    let english = "The meeting opened on May 5.\r\nIt was attended by 300 guests.\r\n";
    let chinese = "会议于5月5日开幕。\r\n300名嘉宾出席。\r\n";
    let options = ReadOptions::default();
    let pair = TextReader::pair(
        (english.into(), "a.en".into()),
        (chinese.into(), "a.zh".into()),
        utf_8(),
        &options,
    )
    .unwrap();
    let (units, _) = read(pair);
    assert_eq!(units.len(), 2);
    assert_eq!(units[1].variants[0].lang.as_str(), "en");
    assert_eq!(texts(&units[1]), ["It was attended by 300 guests.", "300名嘉宾出席。"]);
    assert_eq!(units[1].origin.file.as_deref(), Some("a.en"));
}

#[test]
fn lines_as_segments_are_numbered_by_line() {
    let options = ReadOptions {
        segmentation: Segmentation::Line,
        ..ReadOptions::default()
    };
    let pair = TextReader::pair(
        ("One thing. Another thing.\n\nThe third is 33.\n".into(), "a.en".into()),
        ("一件事。另一件事。\n\n第三件是33。\n".into(), "a.zh".into()),
        utf_8(),
        &options,
    );
    let (units, _) = read(pair.unwrap());
    let numbers: Vec<&[u32]> = units
        .iter()
        .map(|unit| unit.bead.as_deref().unwrap().source.as_slice())
        .collect();
    assert_eq!(numbers, [[1].as_slice(), [3].as_slice()]);
}

#[test]
fn what_can_not_be_aligned_is_an_error_with_the_file() {
    let options = ReadOptions::default();
    let blank = of(" \n\u{3000}\n", &options).unwrap_err();
    assert!(matches!(blank.kind(), ErrorKind::Text(_)), "{blank}");
    let one = of("会议于9月22日召开。各方发言。\n", &options).unwrap_err();
    assert!(matches!(one.kind(), ErrorKind::Language(_)));
    assert!(
        one.to_string()
            .starts_with("a.txt: holds one language only, `zh-CN`; give the other"),
        "{one}"
    );
    let same = TextReader::pair(
        ("会议。".into(), "a".into()),
        ("另一个会议。".into(), "b".into()),
        utf_8(),
        &options,
    );
    assert!(same.unwrap_err().to_string().starts_with("b: is in `zh-CN`"));
}
