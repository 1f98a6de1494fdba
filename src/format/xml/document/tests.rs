use super::*;
use crate::format::xml::template::Extent;
use crate::format::xml::tree::Plain;
use crate::io::Threads;
use crate::io::{Input, OnBadBytes};

/// Sketches nothing.
struct Nothing;

impl SketchUnit for Nothing {
    fn sketch(&mut self, _: &str, _: &Namespaces) -> Plain<Extent> {
        Plain::Other
    }

    fn take(&mut self, _: &Find<'_>, _: &Namespaces) -> bool {
        false
    }
}

fn document(text: &str) -> Document {
    let bytes = std::io::Cursor::new(text.as_bytes().to_vec());
    let input = Input::new("a.tmx", Box::new(bytes)).unwrap();
    let decoded = Decoded::new_xml(input, None, OnBadBytes::Refuse, &mut Vec::new());
    Document::new(Scouted::new(decoded, None, "", Threads::One), IllegalCharacters::Clean)
}

fn cut(local: &str, _depth: usize) -> Cut {
    match local {
        "tmx" | "body" => Cut::Open,
        "skl" => Cut::Skip,
        _ => Cut::Whole,
    }
}

/// The pieces, each with its place, and the error at the end.
fn pieces(text: &str) -> (Vec<String>, Option<String>) {
    let mut document = document(text);
    let mut pieces = Vec::new();
    loop {
        match document.next(cut, &mut Tree::default(), &mut Nothing) {
            Ok(Some(piece)) => {
                let spot = document.spot(&piece);
                let place = format!("{}:{}", spot.place(0).line, spot.place(0).column);
                pieces.push(format!("{:?} {place} {}", piece.kind, spot.markup));
            }
            Ok(None) => return (pieces, None),
            Err(error) => return (pieces, Some(error.to_string())),
        }
    }
}

#[test]
fn a_document_is_cut_at_the_elements_that_are_open() {
    let text = "<?xml version='1.0'?>\n<!DOCTYPE tmx>\n<!-- <tu/> -->\n<tmx v='>'>\n <header/><body>\n  <tu><seg>é</seg></tu>\n\
                <skl><a>x<![CDATA[</skl>]]></a></skl> stray <tu a='</tu>'/><!-- c --></body>\n</tmx>\n";
    let (pieces, error) = pieces(text);
    assert_eq!(error, None);
    assert_eq!(
        pieces,
        [
            "Doctype 2:1 <!DOCTYPE tmx>",
            "Start 4:1 <tmx v='>'>",
            "Whole 5:2 <header/>",
            "Start 5:11 <body>",
            "Whole 6:3 <tu><seg>é</seg></tu>",
            "Skipped 7:1 ",
            "Text 7:39 stray ",
            "Whole 7:45 <tu a='</tu>'/>",
            "End 7:70 </body>",
            "End 8:1 </tmx>",
        ]
    );
}

#[test]
fn an_empty_open_element_is_closed_at_once() {
    assert_eq!(pieces("<tmx/>").0, ["Start 1:1 <tmx/>", "End 1:7 "]);
}

#[test]
fn a_document_cut_anywhere_is_an_error() {
    let text = "<?xml version='1.0'?><!-- c --><tmx><body><tu><seg>é &amp; b</seg></tu><skl>x</skl></body></tmx>";
    for length in (1..text.len()).filter(|length| text.is_char_boundary(*length)) {
        assert!(pieces(text.get(..length).unwrap()).1.is_some(), "cut at {length}");
    }
    assert_eq!(pieces(text).1, None);
}

#[test]
fn what_does_not_nest_is_an_error_with_its_place() {
    for (text, said) in [
        (
            "<tmx><body>\n<tu><a></tu></body></tmx>",
            "a.tmx:2:8: `</tu>` stands where `a` is to be closed",
        ),
        (
            "<tmx></body></tmx>",
            "a.tmx:1:6: `</body>` stands where `tmx` is to be closed",
        ),
        ("<tmx/>\n<tmx/>", "a.tmx:2:1: a second root element begins"),
        ("<tmx/> x", "a.tmx:1:8: text stands outside of the root"),
        ("x", "a.tmx:1:1: text stands outside of the root"),
        ("<!-- -->", "a.tmx:1:9: there is no element in the document"),
        ("<tmx><tu>", "a.tmx:1:10: the file ends inside `tu`: it is cut short"),
        ("<tmx><tu", "a.tmx:1:6: the file ends inside a tag: it is cut short"),
        (
            "<tmx><!-- a -- <tu/> --></tmx>",
            "a.tmx:1:6: `--` stands inside a comment",
        ),
        ("<tmx><!ELEMENT></tmx>", "a.tmx:1:6: `<!` begins nothing that XML knows"),
    ] {
        let error = pieces(text).1.unwrap_or_default();
        assert!(error.starts_with(said), "{text}: {error}");
    }
}

#[test]
fn reading_is_resumed_at_the_next_unit() {
    let mut document = document("<tmx><body><tu><a></tu>\n<tux/><tu>b</tu></body></tmx>");
    let next = |document: &mut Document| {
        document
            .next(cut, &mut Tree::default(), &mut Nothing)
            .map(|piece| piece.map(|piece| piece.kind))
    };
    assert_eq!(next(&mut document).unwrap(), Some(PieceKind::Start));
    assert_eq!(next(&mut document).unwrap(), Some(PieceKind::Start));
    let error = next(&mut document).unwrap_err().to_string();
    assert!(error.contains("`</tu>` stands where `a` is to be closed"), "{error}");
    assert!(document.recover(&["tu"]));
    let piece = document.next(cut, &mut Tree::default(), &mut Nothing).unwrap().unwrap();
    assert_eq!(document.spot(&piece).markup, "<tu>b</tu>");
    assert!(!document.recover(&["tu"]));
}

#[test]
fn what_is_too_large_or_too_deep_is_refused() {
    let deep = format!("<tmx><body><tu>{}", "<a>".repeat(100_000));
    let wide = format!(
        "<tmx><body><tu a='{}",
        "x".repeat(2 * crate::format::xml::limits::MAX_TAG_BYTES)
    );
    let large = format!("<tmx><body><tu>{}", "x".repeat(MAX_PIECE_BYTES + 1));
    for text in [deep, wide, large] {
        let error = document_error(&text);
        assert!(matches!(error.kind(), ErrorKind::Limit(_)), "{error}");
    }
    let skipped = format!("<tmx><body><skl>{}</skl></body></tmx>", "x".repeat(MAX_PIECE_BYTES + 1));
    assert_eq!(pieces(&skipped).1, None);
}

fn document_error(text: &str) -> Error {
    let mut document = document(text);
    loop {
        match document.next(cut, &mut Tree::default(), &mut Nothing) {
            Ok(Some(_)) => {}
            Ok(None) => panic!("no error"),
            Err(error) => return error,
        }
    }
}

#[test]
fn a_name_is_whole_wherever_the_input_is_cut() {
    let before = "<tmx><!--";
    for shift in 0..12 {
        // what is read at once ends in the tag
        let padding = "x".repeat((1 << 16) - before.len() - "-->".len() - shift);
        let text = format!("{before}{padding}--><body><tu/></body></tmx>");
        let kinds: Vec<String> = pieces(&text)
            .0
            .iter()
            .map(|piece| piece.split(' ').next().unwrap().to_owned())
            .collect();
        assert_eq!(kinds, ["Start", "Start", "Whole", "End", "End"], "{shift}");
    }
}
