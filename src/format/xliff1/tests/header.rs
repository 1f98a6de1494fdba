use std::io::Write;

use super::{lang, options, try_write};
use crate::diag::{DiagnosticCode, Fact};
use crate::format::{Format, ReadOptions, WriteOptions, open};
use crate::model::{Header, Moment, Provenance, SegmentType};

/// What a document of no units says of a memory, what comes back of that, and what was lost.
fn written_and_read(header: Header) -> (String, Header, Vec<DiagnosticCode>) {
    let options = WriteOptions { header, ..options() };
    let (written, said) = try_write(&[], &options).unwrap();
    let mut file = tempfile::NamedTempFile::with_suffix(".xlf").unwrap();
    file.write_all(written.as_bytes()).unwrap();
    let mut found = Vec::new();
    let name = file.path().to_string_lossy();
    let (reader, _) = open(&name, Some(Format::Xliff12), &ReadOptions::default(), &mut found).unwrap();
    assert_eq!(found, []);
    let back = reader.header().clone();
    (written, back, said.into_iter().map(|said| said.code).collect())
}

#[test]
fn what_a_memory_says_of_itself_comes_back() {
    let header = Header {
        segment_type: Some(SegmentType::Paragraph),
        datatype: Some("unknown".into()),
        original_format: Some("TM".into()),
        admin_language: Some(lang("de")),
        provenance: Provenance {
            tool: Some("T".into()),
            tool_version: Some("1".into()),
            created: Some(Moment::parse("2020-01-01")),
            created_by: Some("Anna".into()),
            changed: Some(Moment::parse("11/28/2026")),
            changed_by: Some("Ben".into()),
            ..Provenance::default()
        },
        ..Header::default()
    };
    let (written, back, said) = written_and_read(header.clone());
    assert_eq!(said, []);
    let expected = r#"
    <header>
      <phase-group>
        <phase phase-name="tmforge" process-name="memory">
          <note from="created">2020-01-01</note>
          <note from="created-by">Anna</note>
          <note from="changed">11/28/2026</note>
          <note from="changed-by">Ben</note>
          <note from="segment-type">paragraph</note>
          <note from="datatype">unknown</note>
          <note from="original-format">TM</note>
          <note from="admin-language">de</note>
        </phase>
      </phase-group>
"#;
    assert!(written.contains(expected), "{written}");
    assert!(written.contains(r#"<tool tool-id="maker" tool-name="T" tool-version="1"/>"#));
    let expected = Header {
        source_language: back.source_language.clone(),
        languages: back.languages.clone(),
        original: back.original.clone(),
        ..header
    };
    assert_eq!(back, expected);
}

#[test]
fn the_date_of_a_file_is_told_from_that_of_its_making() {
    let moments = [
        None,
        Some("2020-01-01T00:00:00Z"),
        Some("2021-01-01T00:00:00Z"),
        Some("odd"),
    ];
    for created in moments {
        for changed in moments {
            let provenance = Provenance {
                created: created.map(Moment::parse),
                changed: changed.map(Moment::parse),
                ..Provenance::default()
            };
            let header = Header {
                provenance: provenance.clone(),
                ..Header::default()
            };
            let (written, back, _) = written_and_read(header);
            assert_eq!(back.provenance, provenance, "{written}");
        }
    }
}

#[test]
fn the_version_of_a_nameless_tool_is_lost() {
    let header = Header {
        provenance: Provenance {
            tool_version: Some("1".into()),
            ..Provenance::default()
        },
        ..Header::default()
    };
    let (_, _, said) = written_and_read(header);
    assert_eq!(said, [DiagnosticCode::Loss(Fact::Provenance)]);
}
