use std::io::Cursor;

use super::*;
use crate::diag::{Diagnostic, DiagnosticCode};
use crate::error::Result;
use crate::format::{ReadOptions, UnitReader};
use crate::io::{Decoded, Input, OnBadBytes};
use crate::model::{Standing, TranslationUnit};

fn read(text: &str) -> Result<(Vec<TranslationUnit>, Vec<Diagnostic>)> {
    let mut said = Vec::new();
    let input = Input::new("x.jsonl", Box::new(Cursor::new(text.as_bytes().to_vec())))?;
    let decoded = Decoded::new(input, None, OnBadBytes::Refuse, &mut said);
    let mut reader = JsonlReader::new(decoded, &ReadOptions::default());
    let mut units = Vec::new();
    let mut unit = TranslationUnit::default();
    while reader.read_unit(&mut unit, &mut said)? {
        units.push(unit.clone());
    }
    Ok((units, said))
}

fn written(units: &[TranslationUnit]) -> String {
    let mut out = String::new();
    for unit in units {
        write_row(&mut out, unit, None).unwrap();
    }
    out
}

const FULL: &str = concat!(
    r#"{"id":"k","source_lang":"zh-CN","target_lang":"en","source":"打开𠮷","target":"Open it","source_codes":["#,
    r#"{"at":2,"role":"open","id":1,"kind":"code","type":"bold","data":"<b>","canCopy":"no"},"#,
    r#"{"at":3,"role":"close","id":1,"kind":"code","data":"</b>"},"#,
    r#"{"at":3,"role":"alone","id":2,"kind":"code","data":"é{}","subs":[{"at":2,"text":"x𠮷y","codes":[{"at":2,"role":"alone","id":1,"kind":"code"}],"datatype":"html"}]}],"#,
    r#""bead":"1-2","confidence":0.97,"segments":{"source":[4],"target":[5,6]},"origin":{"file":"a.txt","line":3},"#,
    r#""context":{"previous":"p","next":"n"},"state":"final","created":"2026-01-02T03:04:05Z","created_by":"me","usage_count":3,"#,
    r#""notes":["n",{"text":"m","lang":"en","priority":2}],"properties":{"x-p":["a","b"],"x-q":{"value":"c","lang":"fr"}},"#,
    r#""target_facts":{"changed":"2026-02-03","notes":["t"]},"candidates":[{"target":"Open","similarity":85.5,"type":"tm"}],"#,
    r#""part":{"of":"u1","kind":"segment"},"ignorables":[{"place":"after","source":" ","target":"+","order":2}]}"#,
    "\n",
);

#[test]
fn all_that_a_row_holds_is_written_as_it_was_read() {
    let (units, said) = read(FULL).unwrap();
    assert_eq!(written(&units), FULL);
    assert!(said.is_empty(), "{said:?}");
    assert_eq!(units[0].variants[0].segment.codes()[1].at, "打开𠮷".len());
}

#[test]
fn a_member_that_stands_twice_is_said() {
    let many: Vec<String> = (0..40).map(|number| format!(r#""m{number}":"","#)).collect();
    for others in ["", &many.concat()] {
        let line = format!(
            r#"{{"source":"FIRST",{others}"source":"SECOND","target":"b","source_lang":"en","target_lang":"de"}}"#
        );
        let (units, said) = read(&line).unwrap();
        assert_eq!(units[0].variants[0].segment.text(), "SECOND");
        let codes: Vec<_> = said.iter().map(|finding| finding.code).collect();
        assert_eq!(codes, [DiagnosticCode::Member]);
        assert!(
            said[0].message.contains("`source` stands more than once"),
            "{}",
            said[0].message
        );
    }
}

#[test]
fn a_member_that_stands_twice_in_an_object_inside_the_row_is_said_with_its_path() {
    let line = concat!(
        r#"{"source":"a","target":"b","source_lang":"en","target_lang":"de","context":{"key":"x","key":"k"},"#,
        r#""notes":["n",{"text":"x","text":"m"}],"other":[{"deep":{"d":1,"e":true,"d":[null,-2,0.5]}},{"d":1}]}"#,
    );
    let (units, said) = read(line).unwrap();
    let said: Vec<&str> = said.iter().map(|said| said.message.as_str()).collect();
    let expected = ["context.key", "notes.text", "other.deep.d"];
    let expected = expected.map(|path| format!("`{path}` stands more than once in the row; the last value is read"));
    assert_eq!(said, expected);
    assert_eq!(units[0].notes[1].text, "m");
    assert_eq!(units[0].context.as_ref().unwrap().key.as_deref(), Some("k"));
    let other = r#"[{"deep":{"d":[null,-2,0.5],"e":true}},{"d":1}]"#;
    assert_eq!(units[0].properties[0].value, other);
}

#[test]
fn of_many_members_that_repeat_few_are_named_and_each_is_held_once() {
    let once: Vec<String> = (0..50).map(|number| format!(r#""m{number}":1,"#)).collect();
    let many = once.concat().repeat(100);
    let line = format!(r#"{{{many}"source":"a","target":"b","source_lang":"en","target_lang":"de"}}"#);
    let (units, said) = read(&line).unwrap();
    assert_eq!((units[0].properties.len(), said.len()), (50, 9));
    assert_eq!(
        said[8].message,
        "42 more members stand more than once in the row; the last value of each is read"
    );
}

#[test]
fn unknown_members_are_kept_as_properties() {
    let line = r#"{"source":"a","target":"b","source_lang":"en","target_lang":"de","project":"p","n":[1]}"#;
    let (units, _) = read(line).unwrap();
    let names: Vec<_> = units[0]
        .properties
        .iter()
        .map(|p| (p.name.as_str(), p.value.as_str()))
        .collect();
    assert_eq!(names, [("project", "p"), ("n", "[1]")]);
}

#[test]
fn a_row_of_one_side_is_unaligned_and_a_junk_row_is_junk() {
    let lines = concat!(
        r#"{"source":"","target":"b","source_lang":"en","target_lang":"de"}"#,
        "\n\n",
        r#"{"source":"x","source_lang":"en","junk":"navigation"}"#,
    );
    let (units, said) = read(lines).unwrap();
    assert_eq!(units[0].standing, Standing::Unaligned);
    assert_eq!(units[0].variants[0].lang.as_str(), "de");
    assert_eq!(units[1].standing, Standing::Junk("navigation".into()));
    assert_eq!((said[0].code, said[0].line), (DiagnosticCode::Unaligned, 1));
}

#[test]
fn text_of_the_target_alone_is_no_source() {
    let lines = concat!(
        r#"{"source":"","target":"b","source_lang":"en","target_lang":"de","junk":"page"}"#,
        "\n",
        r#"{"target":"b","target_lang":"de","junk":"page"}"#,
        "\n",
        r#"{"target":"b","target_lang":"de"}"#,
        "\n",
        r#"{"source":"a","source_lang":"en","junk":"page"}"#,
    );
    let (units, _) = read(lines).unwrap();
    let written = |unit| serde_json::to_value(super::row::Row::new(unit, None)).unwrap();
    let sides = |unit| {
        let row = written(unit);
        [row.get("source").is_some(), row.get("target").is_some()]
    };
    let found: Vec<[bool; 2]> = units.iter().map(sides).collect();
    assert_eq!(found, [[false, true], [false, true], [false, true], [true, false]]);
}

#[test]
fn texts_by_language_are_read() {
    let (units, said) = read(r#"{"translation":{"en_US":"a","fr":"b"}}"#).unwrap();
    let texts: Vec<_> = units[0]
        .variants
        .iter()
        .map(|v| (v.lang.as_str(), v.segment.text()))
        .collect();
    assert_eq!(texts, [("en-US", "a"), ("fr", "b")]);
    assert_eq!(said[0].code, DiagnosticCode::LangUnderscore);
}

#[test]
fn what_makes_no_sense_is_an_error_with_its_place() {
    let languages = r#""source_lang":"en","target_lang":"de""#;
    for (line, place, what) in [
        ("{\"source\":\"é\",}".to_owned(), "x.jsonl:1:15", "not valid JSON"),
        ("{\"source\":\"a\"".to_owned(), "x.jsonl:1", "cut short"),
        ("[1]".to_owned(), "x.jsonl:1:1", "no JSON object"),
        ("{}".to_owned(), "x.jsonl:1:1", "neither `source` nor `target`"),
        (r#"{"source":"a","target":"b"}"#.to_owned(), "x.jsonl:1:1", "-s and -t"),
        (
            format!(r#"{{"source":1,"target":"b",{languages}}}"#),
            "x.jsonl:1:1",
            "`source` is not a string",
        ),
        (
            format!(r#"{{"source":"a","target":"b",{languages},"source_codes":[{{"at":2,"role":"alone","id":1}}]}}"#),
            "x.jsonl:1:1",
            "lies in the text",
        ),
        (
            format!(r#"{{"source":"a","target":"b",{languages},"bead":"x"}}"#),
            "x.jsonl:1:1",
            "`bead`",
        ),
        (
            r#"{"source":"a","target":"b","source_lang":"the English"}"#.to_owned(),
            "x.jsonl:1:1",
            "`the English` is not a language tag",
        ),
    ] {
        let error = read(&line).map(|_| ()).unwrap_err().to_string();
        assert!(error.starts_with(place) && error.contains(what), "{line}: {error}");
    }
}

#[test]
fn a_well_formed_tag_of_an_unknown_language_stays() {
    let (units, said) = read(r#"{"source":"a","target":"b","source_lang":"xx","target_lang":"wk_PT"}"#).unwrap();
    let tags: Vec<_> = units[0].variants.iter().map(|variant| variant.lang.as_str()).collect();
    assert_eq!(tags, ["xx", "wk-PT"]);
    assert_eq!(said[0].code, DiagnosticCode::LangUnderscore);
}

#[test]
fn ends_without_their_other_end_become_isolated_and_that_is_said() {
    let line = r#"{"source":"a","target":"b","source_lang":"en","target_lang":"de","source_codes":[{"at":0,"role":"open","id":1}]}"#;
    let (units, said) = read(line).unwrap();
    assert!(units[0].variants[0].segment.codes()[0].isolated);
    assert_eq!(said[0].code, DiagnosticCode::CodeRepaired);
}

#[test]
fn a_file_cut_anywhere_reads_alike_up_to_the_cut_or_is_an_error() {
    let whole = read(&FULL.repeat(2)).unwrap().0;
    let text = FULL.repeat(2);
    for length in (1..text.len()).filter(|length| text.is_char_boundary(*length)) {
        let (cut, _) = text.split_at(length);
        let Ok((units, _)) = read(cut) else { continue };
        assert_eq!(units, whole[..units.len()], "cut at {length}");
        assert!(
            cut.trim_end().len() == units.len() * FULL.trim_end().len() + (units.len() - 1),
            "cut at {length}"
        );
    }
}

#[test]
fn of_members_of_one_name_the_last_counts_however_many_there_are() {
    for count in [0, 1, 30, 31, 32, 33, 40, 100] {
        let many: Vec<String> = (0..count).map(|n| format!("\"p{n}\":\"{n}\",")).collect();
        let many = many.concat();
        let row = format!(
            r#"{{"p0":"first",{many}"source":"a","target":"b","source_lang":"en","target_lang":"de","p0":"last","source":"c"}}"#
        );
        let (units, _) = read(&row).unwrap();
        assert_eq!(units[0].variants[0].segment.text(), "c", "{count}");
        let properties: Vec<&str> = units[0].properties.iter().map(|p| p.name.as_str()).collect();
        let wanted: Vec<String> = (0..count.max(1)).map(|n| format!("p{n}")).collect();
        assert_eq!(properties, wanted, "{count}");
        assert_eq!(units[0].properties[0].value, "last", "{count}");
    }
}

#[test]
fn tags_are_read_in_each_row_however_many_there_are() {
    let tags: Vec<String> = (0..40).map(|n| format!("de-x-{n:02}")).collect();
    let row = |tag: &String| {
        format!("{{\"source\":\"a\",\"target\":\"b\",\"source_lang\":\"en\",\"target_lang\":\"{tag}\"}}\r\n \n")
    };
    let rows: String = tags.iter().chain(&tags).map(row).collect();
    let (units, said) = read(&rows).unwrap();
    assert!(said.is_empty());
    let read: Vec<&str> = units.iter().map(|unit| unit.variants[1].lang.as_str()).collect();
    let wanted: Vec<&str> = tags.iter().chain(&tags).map(String::as_str).collect();
    assert_eq!(read, wanted);
}

#[test]
fn what_is_no_object_or_is_cut_short_is_said_with_its_column() {
    for (row, wanted) in [
        ("[1,2", "x.jsonl:1:1: the line is no JSON object"),
        ("5", "x.jsonl:1:1: the line is no JSON object"),
        (
            "{\"source\":\"字\n",
            "x.jsonl:1:13: the line is not valid JSON: eof while parsing a string",
        ),
        (
            "{\"source\":\"a\"} x",
            "x.jsonl:1:16: the line is not valid JSON: trailing characters",
        ),
    ] {
        let error = read(row).unwrap_err().to_string();
        assert!(error.starts_with(wanted), "{error}");
    }
}
