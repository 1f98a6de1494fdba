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
