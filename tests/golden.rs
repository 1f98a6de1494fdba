//! Every sample in every output format, as recorded in `snapshots/`: XLIFF 2.1 and 2.2 by how they differ from 2.0.
#![allow(clippy::expect_used, clippy::panic, reason = "a test that fails may panic")]

mod common;

use std::borrow::Cow;
use std::collections::BTreeMap;

use similar::TextDiff;

const FIRST: &str = "xliff-2.0";
const OTHERS: [&str; 2] = ["xliff-2.1", "xliff-2.2"];

/// What is recorded of an output. With the first version of XLIFF 2, the difference tells each byte of the others.
fn recorded<'o>(format: &str, outputs: &'o BTreeMap<&str, String>) -> Cow<'o, str> {
    let text = outputs[format].as_str();
    match outputs.get(FIRST) {
        Some(first) if OTHERS.contains(&format) => {
            let difference = TextDiff::from_lines(first.as_str(), text);
            let mut lines = difference.unified_diff();
            Cow::Owned(lines.context_radius(0).header(FIRST, format).to_string())
        }
        _ => Cow::Borrowed(text),
    }
}

#[test]
fn each_sample_is_written_as_recorded() {
    for sample in common::samples() {
        let exported = common::export(&sample);
        let mut settings = insta::Settings::clone_current();
        settings.set_snapshot_path(format!("../snapshots/{}", sample.name));
        settings.set_prepend_module_to_snapshot(false);
        settings.set_omit_expression(true);
        settings.bind(|| {
            for format in exported.outputs.keys() {
                insta::assert_snapshot!(*format, recorded(format, &exported.outputs));
            }
            let report = serde_json::to_string_pretty(&exported.report).expect("a report is JSON");
            insta::assert_snapshot!("report", report);
            insta::assert_snapshot!("removed", exported.removed);
            insta::assert_snapshot!("said", exported.said);
        });
    }
}
