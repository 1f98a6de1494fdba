//! Reading and writing whole documents.

mod copying;
mod dialects;
mod repairs;
mod scouts;
mod sketches;

use crate::diag::{Diagnostic, DiagnosticCode, Severity};
use crate::format::{Format, ReadOptions, WriteOptions};
use crate::io::{Decoded, Input, OnBadBytes};
use crate::model::{Header, LanguageTag, Segment, TranslationUnit};

const HEADER: &str = "<header creationtool=\"t\" creationtoolversion=\"1\" segtype=\"sentence\" o-tmf=\"t\" \
                      adminlang=\"en\" srclang=\"en\" datatype=\"plaintext\"/>";

/// What a document gave.
struct Read {
    header: Header,
    units: Vec<TranslationUnit>,
    said: Vec<Diagnostic>,
    error: Option<String>,
}

impl Read {
    /// The words of what was said, notes aside.
    fn warned(&self) -> Vec<String> {
        let loud = self.said.iter().filter(|said| said.severity > Severity::Note);
        loud.map(|said| format!("{} {}:{}", said.code, said.line, said.column))
            .collect()
    }

    fn has_said(&self, code: DiagnosticCode) -> bool {
        self.said.iter().any(|said| said.code == code)
    }

    fn texts(&self) -> Vec<Vec<(&str, &str)>> {
        self.units
            .iter()
            .map(|unit| {
                unit.variants
                    .iter()
                    .map(|v| (v.lang.as_str(), v.segment.text()))
                    .collect()
            })
            .collect()
    }
}

fn read_with(text: &str, options: &ReadOptions) -> Read {
    let mut said = Vec::new();
    let bytes = std::io::Cursor::new(text.as_bytes().to_vec());
    let input = Input::new("a.tmx", Box::new(bytes)).unwrap();
    let decoded = Decoded::new_xml(input, None, OnBadBytes::Refuse, &mut said);
    let mut reader = super::reader(decoded, options, &mut said);
    let header = reader.header().clone();
    let mut units = Vec::new();
    let mut unit = TranslationUnit::default();
    let error = loop {
        match reader.read_unit(&mut unit, &mut said) {
            Ok(true) => units.push(unit.clone()),
            Ok(false) => break None,
            Err(error) => break Some(error.to_string()),
        }
    };
    Read {
        header,
        units,
        said,
        error,
    }
}

fn read(text: &str) -> Read {
    read_with(text, &ReadOptions::default())
}

/// A document of TMX 1.4 around units.
fn document(units: &str) -> String {
    format!("<tmx version=\"1.4\">{HEADER}<body>\n{units}\n</body></tmx>")
}

/// A unit of two languages around the content of two `seg`.
fn tu(source: &str, target: &str) -> String {
    format!("<tu><tuv xml:lang=\"en\"><seg>{source}</seg></tuv><tuv xml:lang=\"de\"><seg>{target}</seg></tuv></tu>")
}

/// What is written of units under a header, from English.
fn written(header: &Header, units: &[TranslationUnit]) -> (String, Vec<Diagnostic>) {
    use std::cell::RefCell;
    use std::io::Write;
    use std::rc::Rc;

    #[derive(Clone, Default)]
    struct Shared(Rc<RefCell<Vec<u8>>>);
    impl Write for Shared {
        fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
            self.0.borrow_mut().write(bytes)
        }
        fn flush(&mut self) -> std::io::Result<()> {
            Ok(())
        }
    }

    let bytes = Shared::default();
    let options = WriteOptions {
        languages: ["en", "de"]
            .iter()
            .filter_map(|tag| LanguageTag::parse(tag).ok())
            .collect(),
        header: Header {
            source_language: None,
            ..header.clone()
        },
        ..WriteOptions::default()
    };
    let mut said = Vec::new();
    let mut writer = Format::Tmx.writer(Box::new(bytes.clone()), &options).unwrap();
    for unit in units {
        writer.write_unit(unit, &mut said).unwrap();
    }
    writer.finish(&mut said).unwrap();
    let written = bytes.0.borrow().clone();
    (String::from_utf8(written).unwrap(), said)
}

/// A segment with its codes drawn into the text: role, id, data; `!` where isolated.
fn drawn(segment: &Segment) -> String {
    use crate::model::{CodeKind, Piece, Role};
    let piece = |piece: Piece<'_>| match piece {
        Piece::Text(text) => text.to_owned(),
        Piece::Code(_, code) => {
            let role = match (code.kind, code.role) {
                (CodeKind::Mark, Role::Close) => "/hi",
                (CodeKind::Mark, _) => "hi",
                (_, Role::Open) => "+",
                (_, Role::Close) => "-",
                (_, Role::Alone) => "",
            };
            let lonely = if code.isolated { "!" } else { "" };
            format!("[{role}{}{lonely}{}]", code.id, code.data)
        }
    };
    segment.pieces().map(piece).collect()
}

#[test]
fn header_attributes_and_remarks_fill_the_header() {
    let text = "<tmx version=\"1.4\"><header creationtool=\"T\" creationtoolversion=\"2\" segtype=\"block\" o-tmf=\"o\" \
                adminlang=\"fr\" srclang=\"en-us\" datatype=\"html\" o-encoding=\"x\" creationdate=\"20260101T000000Z\" \
                creationid=\"me\"><note xml:lang=\"de\">n</note><prop type=\"x-p\">v</prop></header><body/></tmx>";
    let read = read(text);
    let header = &read.header;
    assert!(read.warned().is_empty(), "{:?}", read.warned());
    assert_eq!(header.provenance.tool.as_deref(), Some("T"));
    assert_eq!(header.provenance.created_by.as_deref(), Some("me"));
    assert_eq!(header.datatype.as_deref(), Some("html"));
    assert_eq!(header.languages[0].as_str(), "en-US");
    assert_eq!(header.admin_language.as_ref().unwrap().as_str(), "fr");
    assert_eq!(header.notes[0].lang.as_ref().unwrap().as_str(), "de");
    let names: Vec<&str> = header
        .properties
        .iter()
        .map(|property| property.name.as_str())
        .collect();
    assert_eq!(names, ["x-o-encoding", "x-p"]);
    assert!(header.raw.is_some());
}

#[test]
fn the_source_stands_first_whatever_the_order_of_the_file() {
    let units = "<tu><tuv xml:lang=\"de\"><seg>A</seg></tuv><tuv xml:lang=\"EN\"><seg>B</seg></tuv></tu>\
                 <tu srclang=\"de\"><tuv xml:lang=\"en\"><seg>C</seg></tuv><tuv xml:lang=\"de\"><seg>D</seg></tuv></tu>\
                 <tu><tuv xml:lang=\"fr\"><seg>E</seg></tuv><tuv xml:lang=\"en-US\"><seg>F</seg></tuv></tu>\
                 <tu srclang=\"*all*\"><tuv xml:lang=\"fr\"><seg>G</seg></tuv><tuv xml:lang=\"en\"><seg>H</seg></tuv></tu>";
    let read = read(&document(units));
    assert_eq!(
        read.texts(),
        [
            [("en", "B"), ("de", "A")],
            [("de", "D"), ("en", "C")],
            [("en-US", "F"), ("fr", "E")],
            [("fr", "G"), ("en", "H")],
        ]
    );
    assert_eq!(read.units[0].variants[0].spelling.as_deref(), Some("EN"));
    assert!(read.warned().is_empty(), "{:?}", read.warned());
}

#[test]
fn codes_pair_by_i_in_their_flow_and_across_variants_by_x_or_their_looks() {
    let source = "<bpt i=\"7\" x=\"4\">b</bpt><bpt i=\"3\">c</bpt>a<ept i=\"7\"/><ept i=\"3\"/><ph>%s</ph><ph>%s</ph><ph x=\"4\"/>";
    let target =
        "<ph x=\"04\"/><ph>%s</ph><bpt i=\"1\">c</bpt><bpt i=\"2\" x=\"4\">z</bpt><ept i=\"2\"/><ept i=\"1\"/>";
    let read = read(&document(&tu(source, target)));
    let [source, target] = &read.units[0].variants[..] else {
        panic!()
    };
    assert_eq!(drawn(&source.segment), "[+1b][+2c]a[-1][-2][3%s][4%s][5]");
    assert_eq!(drawn(&target.segment), "[5][3%s][+2c][+1z][-1][-2]");
    assert!(read.warned().is_empty(), "{:?}", read.warned());
}

#[test]
fn a_sub_flow_has_ids_of_its_own_that_match_across_variants() {
    let seg = "<ph type=\"image\">a=\"<sub type=\"x-t\" datatype=\"html\"><ph>%d</ph>x</sub>\"</ph>";
    let read = read(&document(&tu(&format!("<ph/>{seg}"), seg)));
    for variant in &read.units[0].variants {
        let code = variant.segment.codes().last().unwrap();
        assert_eq!((code.id, code.data.as_str()), (2, "a=\"\""));
        let sub = &code.subs[0];
        assert_eq!((sub.at, drawn(&sub.segment).as_str()), (Some(3), "[1%d]x"));
        assert_eq!(
            (sub.sub_type.as_deref(), sub.datatype.as_deref()),
            (Some("t"), Some("html"))
        );
    }
}

#[test]
fn a_unit_without_text_on_one_side_is_kept_and_says_why_it_is_none() {
    use crate::model::Untranslated;
    let units = [
        tu("", "A"),
        tu("A", ""),
        tu("A", "B"),
        "<tu><tuv xml:lang=\"en\"><seg>A</seg></tuv></tu>".to_owned(),
        tu("A", "<ph/>"),
    ];
    let read = read(&document(&units.concat()));
    let why: Vec<Option<Untranslated>> = read.units.iter().map(|unit| unit.untranslated).collect();
    assert_eq!(
        why,
        [
            Some(Untranslated::EmptySource),
            Some(Untranslated::EmptyTarget),
            None,
            Some(Untranslated::NoTarget),
            None
        ]
    );
    let asked = ReadOptions {
        target_lang: LanguageTag::parse("fr").ok(),
        ..ReadOptions::default()
    };
    let read = read_with(&document(&tu("A", "B")), &asked);
    assert_eq!(read.units[0].untranslated, Some(Untranslated::NoTarget));
}

#[test]
fn a_date_that_is_not_compact_is_said_once_a_form_and_kept() {
    let with_date = |date: &str| tu("a", "b").replacen("<tu>", &format!("<tu creationdate=\"{date}\">"), 1);
    let units: String = [
        "20260101T000000Z",
        "20260102",
        "20260103",
        "some day",
        "2026-01-04T00:00:00Z",
        "",
    ]
    .map(with_date)
    .concat();
    let read = read(&document(&units));
    let dates: Vec<Option<String>> = read
        .units
        .iter()
        .map(|unit| Some(unit.provenance.as_ref()?.created.as_ref()?.to_string()))
        .collect();
    let dates: Vec<&str> = dates.iter().map(|date| date.as_deref().unwrap_or("none")).collect();
    assert_eq!(
        dates,
        [
            "2026-01-01T00:00:00Z",
            "2026-01-02",
            "2026-01-03",
            "some day",
            "2026-01-04T00:00:00Z",
            "none"
        ]
    );
    assert_eq!(read.warned().len(), 4, "{:?}", read.warned());
}

#[test]
fn attributes_without_a_field_become_properties_and_attributes_again() {
    let unit = "<tu tuid=\"1\" datatype=\"html\" segtype=\"phrase\" o-tmf=\"f\"><tuv xml:lang=\"en\" o-encoding=\"e\"><seg>a</seg></tuv>\
                <tuv xml:lang=\"de\"><seg>b</seg></tuv></tu>";
    let mut read = read(&document(unit));
    let names: Vec<String> = read.units[0]
        .properties
        .iter()
        .map(|p| format!("{}={}", p.name, p.value))
        .collect();
    assert_eq!(names, ["x-datatype=html", "x-segtype=phrase", "x-o-tmf=f"]);
    read.units[0].touch();
    let (text, _) = written(&Header::default(), &read.units);
    assert!(
        text.contains("<tu tuid=\"1\" datatype=\"html\" segtype=\"phrase\" o-tmf=\"f\">"),
        "{text}"
    );
    assert!(text.contains("<tuv xml:lang=\"en\" o-encoding=\"e\">"), "{text}");
}

#[test]
fn a_document_cut_anywhere_is_an_error() {
    let document = document(&tu("a<bpt i=\"1\">&lt;</bpt>é<ept i=\"1\"/>", "b"));
    for length in 1..document.len() - 1 {
        if document.is_char_boundary(length) {
            let read = read(document.get(..length).unwrap_or_default());
            assert!(read.error.is_some(), "cut at {length}");
        }
    }
    assert!(read(&document).error.is_none());
}

#[test]
fn a_document_with_any_byte_damaged_is_read_or_refused() {
    let document = document(&tu("a<bpt i=\"1\">&lt;</bpt><hi>b</hi><ept i=\"1\"/>", "c"));
    for at in 0..document.len() {
        for damage in ["<", "&", "\0", "\"", ">"] {
            let mut damaged = document.clone();
            damaged.replace_range(at..=at, damage);
            let read = read(&damaged);
            assert!(read.error.is_some() || read.units.len() <= 1, "{damaged}");
        }
    }
}
