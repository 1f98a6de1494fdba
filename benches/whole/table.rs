//! What was measured, as a table.

use std::time::Duration;

use crate::goal::{Goal, Group, Work};
use crate::measure::Measured;

/// How many columns the table has.
const COLUMNS: usize = 7;

/// One line of the table.
pub(crate) type Row = [String; COLUMNS];

/// A cell of which nothing is to be said.
const NOTHING: &str = "–";

/// The lines of a group: one for each work, and one more for each further goal of it.
pub(crate) fn rows(group: &Group, measured: &[Measured]) -> Vec<Row> {
    let mut rows = Vec::new();
    for (work, own) in group.works.iter().zip(measured) {
        let mut compared: Vec<[String; 3]> = Vec::new();
        for goal in &work.goals {
            compared.push(compare(*goal, own, group, measured));
        }
        if compared.is_empty() {
            compared.push([NOTHING; 3].map(str::to_owned));
        }
        let [peak, most] = memory(work, own);
        let mut first = [work.name.clone(), wall(median(&own.wall)), peak, most];
        for [beside, ratio, goal] in compared {
            let [name, wall, peak, most] = std::mem::take(&mut first);
            rows.push([name, wall, beside, ratio, goal, peak, most]);
        }
    }
    rows
}

/// What a work is measured by, how it compares, and the goal.
fn compare(goal: Goal, own: &Measured, group: &Group, measured: &[Measured]) -> [String; 3] {
    let other = |number: usize| measured.get(number).map_or(&[][..], |other| &other.wall);
    let (beside, ratio, asked) = match goal {
        Goal::Beside(beside) => (beside, ratio(&own.wall, other(beside)), NOTHING.to_owned()),
        Goal::AtMost { beside, times } => {
            let ratio = ratio(&own.wall, other(beside));
            (beside, ratio, judged(format!("≤ {times:.1} ×"), ratio <= times))
        }
        Goal::Faster { beside, times } => {
            let ratio = ratio(other(beside), &own.wall);
            (beside, ratio, judged(format!("≥ {times:.1} × faster"), ratio >= times))
        }
        Goal::Within(most) => {
            let asked = judged(format!("≤ {} ms", most.as_millis()), median(&own.wall) <= most);
            return [NOTHING.to_owned(), NOTHING.to_owned(), asked];
        }
    };
    let name = group.works.get(beside).map_or(NOTHING, |work| &work.name);
    [name.to_owned(), format!("{ratio:.2}"), asked]
}

fn memory(work: &Work, own: &Measured) -> [String; 2] {
    let most = work.memory.bytes(own.kept);
    let asked = most.map_or(NOTHING.to_owned(), |most| {
        judged(
            format!("≤ {} MB", megabytes(most)),
            own.peak.is_none_or(|peak| peak <= most),
        )
    });
    let peak = own.peak.map(|peak| format!("{} MB", megabytes(peak)));
    [peak.unwrap_or(NOTHING.to_owned()), asked]
}

fn judged(goal: String, is_met: bool) -> String {
    if is_met { goal } else { goal + ", missed" }
}

/// The median of the ratios of runs that followed each other.
fn ratio(own: &[Duration], other: &[Duration]) -> f64 {
    let pairs = own.iter().zip(other);
    let mut ratios: Vec<f64> = pairs.map(|(a, b)| a.as_secs_f64() / b.as_secs_f64()).collect();
    ratios.sort_by(f64::total_cmp);
    ratios.get(ratios.len() / 2).copied().unwrap_or(f64::NAN)
}

fn median(times: &[Duration]) -> Duration {
    let mut times = times.to_owned();
    times.sort();
    times.get(times.len() / 2).copied().unwrap_or_default()
}

fn wall(time: Duration) -> String {
    let seconds = time.as_secs_f64();
    if seconds < 0.1 {
        format!("{:.1} ms", seconds * 1000.0)
    } else {
        format!("{seconds:.2} s")
    }
}

/// With one decimal.
fn megabytes(bytes: u64) -> String {
    let tenths = bytes.div_ceil(100_000);
    format!("{}.{}", tenths / 10, tenths % 10)
}

/// Draws the table as Markdown that can be read as it is.
pub(crate) fn draw(rows: &[Row]) -> String {
    let head = ["work", "wall", "beside", "ratio", "goal", "peak memory", "goal"].map(str::to_owned);
    let width = |column: usize| {
        let cells = rows.iter().chain([&head]).map(|row| row[column].chars().count());
        cells.max().unwrap_or_default()
    };
    let widths: [usize; COLUMNS] = std::array::from_fn(width);
    let line = |row: &Row| {
        let cells: Vec<String> = row
            .iter()
            .zip(widths)
            .map(|(cell, width)| format!("{cell:width$}"))
            .collect();
        format!("| {} |\n", cells.join(" | "))
    };
    let rule: Vec<String> = widths.iter().map(|width| "-".repeat(*width)).collect();
    let rule = format!("| {} |\n", rule.join(" | "));
    let body: String = rows.iter().map(line).collect();
    line(&head) + &rule + &body
}
