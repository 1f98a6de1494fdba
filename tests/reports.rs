//! The sums of the report hold, and running twice gives the same.
#![allow(clippy::expect_used, clippy::panic, reason = "a test that fails may panic")]

use serde_json::Value;

mod common;

fn count(value: &Value) -> u64 {
    value.as_u64().expect("a count")
}

#[test]
fn every_unit_that_was_read_is_kept_removed_or_dropped() {
    for sample in common::samples() {
        let report = common::export(&sample).report;
        let sum = count(&report["units_kept"]) + count(&report["duplicates_removed"]) + count(&report["dropped"]);
        assert_eq!(count(&report["units_read"]), sum, "{}", sample.name);
        let inputs = report["inputs"].as_array().expect("inputs");
        let read: u64 = inputs.iter().map(|input| count(&input["units_read"])).sum();
        assert_eq!(count(&report["units_read"]), read, "{}", sample.name);
        for output in report["outputs"].as_array().expect("outputs") {
            let left_out = output
                .get("left_out")
                .and_then(|facts| facts.get("unit"))
                .map_or(0, count);
            let sum = count(&output["units_written"]) + left_out;
            assert_eq!(
                sum,
                count(&report["units_kept"]),
                "{} {}",
                sample.name,
                output["format"]
            );
        }
    }
}

#[test]
fn every_removed_row_has_a_reason_and_all_are_counted() {
    for sample in common::samples() {
        let exported = common::export(&sample);
        let rows = common::rows(&exported.removed);
        for row in &rows {
            assert!(row["reason"].is_string(), "{}: {row}", sample.name);
        }
        let inputs = exported.report["inputs"].as_array().expect("inputs");
        let one_sided: u64 = inputs
            .iter()
            .map(|input| {
                count(&input["junk_lines"])
                    + count(&input["unaligned"]["source"])
                    + count(&input["unaligned"]["target"])
            })
            .sum();
        let removed = count(&exported.report["duplicates_removed"]) + count(&exported.report["dropped"]);
        assert_eq!(rows.len() as u64, one_sided + removed, "{}", sample.name);
    }
}

#[test]
fn the_same_inputs_give_the_same_bytes() {
    for sample in common::samples() {
        let (first, second) = (common::export(&sample), common::export(&sample));
        assert_eq!(first.outputs, second.outputs, "{}", sample.name);
        assert_eq!(first.report, second.report, "{}", sample.name);
    }
}

#[test]
fn the_output_is_the_same_however_little_memory_there_is() {
    for sample in common::samples() {
        let mut frugal = sample.clone();
        frugal.options.extend(["--memory".to_owned(), "1".to_owned()]);
        let (first, second) = (common::export(&sample), common::export(&frugal));
        assert_eq!(first.outputs, second.outputs, "{}", sample.name);
        assert_eq!(first.removed, second.removed, "{}", sample.name);
        assert_eq!(first.said, second.said, "{}", sample.name);
        assert_eq!(first.report, second.report, "{}", sample.name);
    }
}
