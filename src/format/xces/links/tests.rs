use std::fs;
use std::path::Path;

use super::*;
use crate::io::OnBadBytes;

const SOURCE: &str = "<text><s id=\"1\">Eins.</s><s id=\"2\">Zwei.</s><s id=\"3\">Drei.</s></text>";
const TARGET: &str = "<text><s id=\"x1\">One.</s><s id=\"x2\">Two.</s></text>";

fn links(content: &str) -> String {
    format!(
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<!DOCTYPE cesAlign PUBLIC \"-//CES//DTD XML cesAlign//EN\" \"\">\n<cesAlign version=\"1.0\">\n{content}</cesAlign>\n"
    )
}

fn group(content: &str) -> String {
    links(&format!(
        "<linkGrp targType=\"s\" fromDoc=\"de/a.xml.gz\" toDoc=\"en/a.xml.gz\">\n{content}</linkGrp>\n"
    ))
}

fn read_in(folder: &Path, text: &str) -> Result<Vec<TranslationUnit>> {
    let path = folder.join("de-en.xml");
    fs::write(&path, text).unwrap();
    let input = io::open(&path.to_string_lossy())?;
    let input = Decoded::new(input, None, OnBadBytes::Refuse, &mut Vec::new());
    let mut reader = XcesReader::new(input, &ReadOptions::default(), &mut Vec::new())?;
    let mut units = Vec::new();
    let mut unit = TranslationUnit::default();
    while reader.read_unit(&mut unit, &mut Vec::new())? {
        units.push(unit.clone());
    }
    Ok(units)
}

fn read(text: &str) -> Result<Vec<TranslationUnit>> {
    let folder = tempfile::tempdir().unwrap();
    for (lang, document) in [("de", SOURCE), ("en", TARGET)] {
        fs::create_dir(folder.path().join(lang)).unwrap();
        fs::write(folder.path().join(lang).join("a.xml"), document).unwrap();
    }
    read_in(folder.path(), text)
}

/// Each unit as its texts and the numbers of its sentences.
fn shown(units: &[TranslationUnit]) -> Vec<String> {
    units
        .iter()
        .map(|unit| {
            let texts: Vec<_> = unit.variants.iter().map(|variant| variant.segment.text()).collect();
            let bead = unit.bead.as_ref().unwrap();
            format!("{} {:?}{:?}", texts.join("="), bead.source, bead.target)
        })
        .collect()
}

#[test]
fn links_name_sentences_in_any_order_and_the_rest_is_unaligned() {
    let text = group(
        "<link id=\"SL0\" xtargets=\"3;x1 x2\" certainty=\"0.88\" />\n<link id=\"SL1\" xtargets=\"1;\" overlap=\"0.1\"/>\n",
    );
    let units = read(&text).unwrap();
    assert_eq!(
        shown(&units),
        ["Drei.=One. Two. [3][1, 2]", "Eins. [1][]", "Zwei. [2][]"]
    );
    assert_eq!((units[0].id.as_deref(), units[0].origin.line), (Some("SL0"), 5));
    assert_eq!(units[0].properties, [Property::new("x-certainty", "0.88")]);
    assert_eq!(units[0].bead.as_ref().unwrap().confidence, None);
    assert_eq!(units[0].variants[0].lang.as_str(), "de");
    assert_eq!(units[1].properties, [Property::new("x-overlap", "0.1")]);
    let standings: Vec<_> = units.iter().map(|unit| unit.standing.clone()).collect();
    assert_eq!(standings, [Standing::Unit, Standing::Unaligned, Standing::Unaligned]);
    assert!(units[2].origin.file.as_ref().unwrap().ends_with("a.xml"));
}

#[test]
fn what_does_not_fit_is_an_error_with_its_place() {
    let fails = |content: &str| {
        let error = read(&group(content)).unwrap_err();
        assert!(error.origin().file.as_ref().unwrap().ends_with("de-en.xml"), "{error}");
        (error.origin().line, error.message())
    };
    let (line, message) = fails("<link xtargets=\"1;x1\"/>\n<link xtargets=\"9;x2\"/>");
    assert_eq!(line, 6);
    assert!(message.contains("sentence `9`"), "{message}");
    assert_eq!(fails("<link xtargets=\"1 x1\"/>").0, 5);
    assert_eq!(fails("<link/>").0, 5);
}

#[test]
fn a_document_that_is_not_there_or_not_on_this_machine_is_an_error() {
    let missing = links("<linkGrp fromDoc=\"de/b.xml\" toDoc=\"en/a.xml\"/>");
    let error = read(&missing).unwrap_err().to_string();
    assert!(error.contains("de-en.xml:4:1") && error.contains("de/b.xml"), "{error}");
    let remote = links("<linkGrp fromDoc=\"http://a.b/de/a.xml\" toDoc=\"en/a.xml\"/>");
    let error = read(&remote).unwrap_err().to_string();
    assert!(error.contains("nothing is fetched"), "{error}");
}

#[test]
fn several_groups_are_read_one_after_the_other() {
    let one = "<linkGrp fromDoc=\"de/a.xml\" toDoc=\"en/a.xml\"><link xtargets=\"1 2 3;x1 x2\"/></linkGrp>\n";
    let units = read(&links(&one.repeat(2))).unwrap();
    assert_eq!(shown(&units), ["Eins. Zwei. Drei.=One. Two. [1, 2, 3][1, 2]"; 2]);
}

#[test]
fn a_link_file_that_is_cut_is_an_error() {
    let text = group("<link xtargets=\"1 2 3;x1 x2\"/>\n");
    let end = text.trim_end().len();
    for length in text.find("<cesAlign ").unwrap()..end {
        assert!(read(text.get(..length).unwrap()).is_err(), "cut at {length}");
    }
}
