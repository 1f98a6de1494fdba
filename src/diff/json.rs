//! Draws a difference, or the sum of all, as one line of JSON.

use serde::Serialize;
use serde_json::Value;

use super::{Change, Comparison, Difference, Field, Place, Run, RunSide, SideReport, Whole};
use crate::error::{ErrorKind, Result};
use crate::format::jsonl;

#[derive(Serialize, Default)]
struct Drawn<'d> {
    difference: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    matched_by: Option<&'static str>,
    #[serde(skip_serializing_if = "is_false")]
    moved: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    a: Option<DrawnWhole<'d>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    b: Option<DrawnWhole<'d>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    changes: Vec<DrawnChange<'d>>,
}

#[derive(Serialize)]
struct DrawnWhole<'d> {
    file: &'d str,
    #[serde(skip_serializing_if = "is_zero")]
    line: u64,
    #[serde(skip_serializing_if = "is_zero")]
    column: u64,
    number: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<&'d str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    unit: Option<Value>,
}

#[derive(Serialize)]
struct DrawnChange<'d> {
    what: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<&'d str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    code: Option<&'d str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    lang: Option<&'d str>,
    a: Option<&'d str>,
    b: Option<&'d str>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    runs: Vec<DrawnRun<'d>>,
}

#[derive(Serialize)]
struct DrawnRun<'d> {
    #[serde(rename = "in")]
    side: &'static str,
    text: &'d str,
    #[serde(skip_serializing_if = "is_false")]
    code: bool,
}

#[derive(Serialize)]
struct DrawnSummary<'d> {
    summary: DrawnSum<'d>,
}

#[derive(Serialize)]
struct DrawnSum<'d> {
    a: DrawnSide<'d>,
    b: DrawnSide<'d>,
    equal: u64,
    changed: u64,
    added: u64,
    removed: u64,
    moved: u64,
}

#[derive(Serialize)]
struct DrawnSide<'d> {
    file: &'d str,
    #[serde(skip_serializing_if = "Option::is_none")]
    format: Option<&'static str>,
    units: u64,
    languages: Vec<&'d str>,
    #[serde(skip_serializing_if = "is_zero")]
    left_out: u64,
    #[serde(skip_serializing_if = "is_zero")]
    not_units: u64,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde passes fields by reference")]
fn is_false(flag: &bool) -> bool {
    !*flag
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde passes fields by reference")]
fn is_zero(number: &u64) -> bool {
    *number == 0
}

/// One JSON object, without the line end.
///
/// `difference` is `added`, `removed`, `changed` or `moved`. `a` and `b` say where the unit stands on each side: `file`,
/// `line` and `column` where known, `number` among the units of the file, `id`; where only one side has the unit, or
/// both have the same, `unit` is all of it, as a JSONL file has it. Of a changed unit, `matched_by` is `id`, `source` or
/// `target`, `moved` is `true` if it stands elsewhere too, and `changes` has an object for each fact that differs:
/// `what`, its `name` (of a property, or of the fact of a `code`), `lang` of the variant, what `a` and `b` have (`null`
/// for nothing), and for a text `runs`: `in` is `both`, `a` or `b`, `text` the words, `code` whether it is a code.
///
/// # Errors
///
/// Fails if a unit can't be put into JSON, which no unit is known to do.
pub fn draw_json(difference: &Difference) -> Result<String> {
    let drawn = match difference {
        Difference::Added(whole) => Drawn {
            difference: "added",
            b: Some(side(whole, With::Unit)?),
            ..Drawn::default()
        },
        Difference::Removed(whole) => Drawn {
            difference: "removed",
            a: Some(side(whole, With::Unit)?),
            ..Drawn::default()
        },
        Difference::Moved(a, b) => Drawn {
            difference: "moved",
            a: Some(side(a, With::Unit)?),
            b: Some(placed(b)),
            ..Drawn::default()
        },
        Difference::Changed(unit) => Drawn {
            difference: "changed",
            matched_by: Some(unit.matched_by.as_str()),
            moved: unit.is_moved,
            a: Some(side(&unit.a, With::Place)?),
            b: Some(side(&unit.b, With::Place)?),
            changes: unit.changes.iter().map(change).collect(),
        },
    };
    to_line(&drawn)
}

/// The sum of a comparison as one JSON object with the member `summary`: `a` and `b` with `file`, `format`, `units`,
/// `languages`, and where there are any `left_out` and `not_units`; and how many units are `equal`, `changed`, `added`,
/// `removed` and `moved`.
///
/// # Errors
///
/// Fails as [`draw_json`] does.
pub fn draw_json_summary(comparison: &Comparison) -> Result<String> {
    let summary = DrawnSum {
        a: summed(&comparison.a),
        b: summed(&comparison.b),
        equal: comparison.equal,
        changed: comparison.changed,
        added: comparison.added,
        removed: comparison.removed,
        moved: comparison.moved,
    };
    to_line(&DrawnSummary { summary })
}

fn to_line(value: &impl Serialize) -> Result<String> {
    serde_json::to_string(value).map_err(|error| ErrorKind::Write(error.into()).into())
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum With {
    Unit,
    Place,
}

fn placed(place: &Place) -> DrawnWhole<'_> {
    DrawnWhole {
        file: &place.file,
        line: place.line,
        column: place.column,
        number: place.number,
        id: None,
        unit: None,
    }
}

fn side(whole: &Whole, with: With) -> Result<DrawnWhole<'_>> {
    let unit = if with == With::Unit {
        let mut row = String::new();
        jsonl::write_row(&mut row, &whole.unit, None)?;
        Some(serde_json::from_str(&row).map_err(|error| ErrorKind::Write(error.into()))?)
    } else {
        None
    };
    Ok(DrawnWhole {
        id: whole.unit.id.as_deref(),
        unit,
        ..placed(&whole.place)
    })
}

fn change(change: &Change) -> DrawnChange<'_> {
    let (name, code) = match &change.field {
        Field::Property(name) => (Some(name.as_str()), None),
        Field::Code(code, name) => (Some(*name), Some(code.as_str())),
        _ => (None, None),
    };
    DrawnChange {
        what: change.field.as_str(),
        name,
        code,
        lang: change.lang.as_ref().map(crate::model::LanguageTag::as_str),
        a: change.a.as_deref(),
        b: change.b.as_deref(),
        runs: change.runs.iter().map(run).collect(),
    }
}

fn run(run: &Run) -> DrawnRun<'_> {
    DrawnRun {
        side: match run.side {
            RunSide::Both => "both",
            RunSide::A => "a",
            RunSide::B => "b",
        },
        text: &run.text,
        code: run.is_code,
    }
}

fn summed(side: &SideReport) -> DrawnSide<'_> {
    DrawnSide {
        file: &side.file,
        format: side.format.map(crate::format::Format::name),
        units: side.units,
        languages: side.languages.iter().map(crate::model::LanguageTag::as_str).collect(),
        left_out: side.left_out,
        not_units: side.not_units,
    }
}
