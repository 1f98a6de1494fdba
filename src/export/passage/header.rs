//! What an input says of all its units, where another input has spoken for the whole run before.

use crate::diag::{Diagnostic, DiagnosticCode, Sink};
use crate::model::{Header, Moment};

/// Says what is not carried on of `header`, that of the input `name`, since the output has that of the first input.
///
/// Units inherit from it what they don't say themselves (TMX 1.4b, `tu`). To write that on each of them would change units that
/// are copied.
pub(super) fn say_not_carried(first: &Header, header: &Header, name: &str, sink: &mut dyn Sink) {
    let facts = differing(first, header);
    if facts.is_empty() {
        return;
    }
    let message = format!(
        "what is said of a whole file is carried on from the first input alone, not the {} of this one",
        facts.join(", ")
    );
    sink.take(Diagnostic::new(DiagnosticCode::NotCarried, message).in_file(&name.into()));
}

/// What `header` says, as words and value, that `first` does not.
///
/// The name of the original document is not among it: units that have one say so themselves.
fn differing(first: &Header, header: &Header) -> Vec<String> {
    let values = |header: &Header| {
        let made = &header.provenance;
        let date = |moment: &Option<Moment>| moment.as_ref().map(Moment::to_extended);
        [
            ("segment type", header.segment_type.map(|kind| kind.as_str().to_owned())),
            ("data type", header.datatype.clone()),
            ("original format", header.original_format.clone()),
            (
                "language of notes",
                header.admin_language.as_ref().map(ToString::to_string),
            ),
            ("tool", made.tool.clone()),
            ("version of the tool", made.tool_version.clone()),
            ("date of creation", date(&made.created)),
            ("author", made.created_by.clone()),
            ("date of change", date(&made.changed)),
            ("author of the change", made.changed_by.clone()),
        ]
    };
    let pairs = values(first).into_iter().zip(values(header));
    let mut facts: Vec<String> = pairs
        .filter(|((_, known), (_, own))| own.is_some() && own != known)
        .filter_map(|(_, (name, value))| Some(format!("{name} `{}`", value?)))
        .collect();
    if header.notes != first.notes && !header.notes.is_empty() {
        facts.push("notes".to_owned());
    }
    if header.properties != first.properties && !header.properties.is_empty() {
        facts.push("properties".to_owned());
    }
    facts
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Note, SegmentType};

    fn said(first: &Header, header: &Header) -> Vec<Diagnostic> {
        let mut said = Vec::new();
        say_not_carried(first, header, "b.tmx", &mut said);
        said
    }

    #[test]
    fn what_a_later_header_says_otherwise_is_named_in_one_finding() {
        let mut first = Header {
            segment_type: Some(SegmentType::Sentence),
            datatype: Some("html".to_owned()),
            ..Header::default()
        };
        first.provenance.tool = Some("a".to_owned());
        let mut later = Header {
            segment_type: Some(SegmentType::Paragraph),
            notes: vec![Note::new("for all")],
            ..first.clone()
        };
        later.provenance.changed = Some(Moment::parse("20210101T000000Z"));
        let said = said(&first, &later);
        assert_eq!(said.len(), 1);
        assert_eq!(said[0].file.as_deref(), Some("b.tmx"));
        assert!(
            said[0].message.ends_with(
                "not the segment type `paragraph`, date of change `2021-01-01T00:00:00Z`, notes of this one"
            ),
            "{}",
            said[0].message
        );
    }

    #[test]
    fn nothing_is_said_of_a_header_that_says_the_same_or_less() {
        let first = Header {
            datatype: Some("html".to_owned()),
            notes: vec![Note::new("for all")],
            ..Header::default()
        };
        assert!(said(&first, &first).is_empty());
        assert!(said(&first, &Header::default()).is_empty());
    }
}
