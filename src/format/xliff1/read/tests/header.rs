use super::{codes, try_read};
use crate::diag::DiagnosticCode;
use crate::model::Moment;

/// A document of one file that has `attributes`, and `header` in its header.
fn document(attributes: &str, header: &str) -> String {
    format!(
        "<xliff version=\"1.2\" xmlns=\"urn:oasis:names:tc:xliff:document:1.2\">\n\
         <file original=\"a.txt\" source-language=\"en\" target-language=\"fr\" datatype=\"plaintext\" {attributes}>\n\
         <header>{header}</header><body></body></file></xliff>"
    )
}

#[test]
fn a_date_that_is_no_moment_is_named() {
    for (written, expected) in [
        ("2026-11-28T10:00:00Z", None),
        ("2026-11-28T12:00:00+02:00", None),
        ("20261128T100000Z", Some("is read, but is not of the form")),
        ("2026-11-28", Some("is a day without time")),
        ("2020-13-45T00:00:00Z", Some("is kept as it is")),
        ("2026-11-28T10:00:00", Some("is kept as it is")),
        ("11/28/2026 10:00", Some("is kept as it is")),
        ("", Some("is no date")),
    ] {
        let (_, said, header) = try_read(&document(&format!("date=\"{written}\""), "")).unwrap();
        let changed = Some(Moment::parse(written)).filter(|_| !written.is_empty());
        assert_eq!(header.provenance.changed, changed);
        match expected {
            None => assert_eq!(codes(&said), [], "{written}"),
            Some(expected) => {
                assert_eq!(codes(&said), [DiagnosticCode::DateForm], "{written}");
                assert!(said[0].message.contains(expected), "{}", said[0].message);
            }
        }
    }
}

#[test]
fn what_is_said_of_tools_is_read_or_named() {
    let tools = "<tool tool-id='a' tool-name='A' tool-version='1' tool-company='C' build-num='7' xmlns:q='urn:q' q:x='y'/>\
                 <tool tool-id='b' tool-name='B' tool-version='2'/>";
    let (_, said, header) = try_read(&document("", tools)).unwrap();
    let provenance = &header.provenance;
    assert_eq!(
        (provenance.tool.as_deref(), provenance.tool_version.as_deref()),
        (Some("A"), Some("1"))
    );
    assert_eq!(codes(&said), [DiagnosticCode::NotCarried; 4]);
    for (said, expected) in said
        .iter()
        .zip(["`tool-company`", "`build-num`", "`q:x`", "a further tool"])
    {
        assert!(said.message.contains(expected), "{}", said.message);
    }
}

#[test]
fn phases_of_others_are_named() {
    let phases = "<phase-group><phase phase-name='tmforge' process-name='review'><note from='created'>2020-01-01</note></phase></phase-group>";
    let (_, said, header) = try_read(&document("", phases)).unwrap();
    assert_eq!(codes(&said), [DiagnosticCode::NotCarried]);
    assert_eq!(header.provenance.created, None);
}
