//! Every sample in every output format, as recorded in `snapshots/`.
#![allow(clippy::expect_used, clippy::panic, reason = "a test that fails may panic")]

mod common;

#[test]
fn each_sample_is_written_as_recorded() {
    for sample in common::samples() {
        let exported = common::export(&sample);
        let mut settings = insta::Settings::clone_current();
        settings.set_snapshot_path(format!("../snapshots/{}", sample.name));
        settings.set_prepend_module_to_snapshot(false);
        settings.set_omit_expression(true);
        settings.bind(|| {
            for (format, text) in &exported.outputs {
                insta::assert_snapshot!(*format, text);
            }
            let report = serde_json::to_string_pretty(&exported.report).expect("a report is JSON");
            insta::assert_snapshot!("report", report);
            insta::assert_snapshot!("removed", exported.removed);
            insta::assert_snapshot!("said", exported.said);
        });
    }
}
