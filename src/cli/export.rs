//! `tmforge export`.

use tmforge::diag::{Severity, counted};
use tmforge::io::OutputTarget;
use tmforge::{InputReport, Report, Result};

use super::args::{ExportArgs, OutputArgs};
use super::progress::Shown;
use super::say::{Noted, Printer};
use super::settings;
use super::stop::Stop;

/// Runs `export` and sums up what it did.
pub(crate) fn run(
    args: &ExportArgs,
    output: &OutputArgs,
    printer: &mut Printer,
    stop: &mut Stop,
) -> Result<Option<Severity>> {
    let mut noted = Noted::new(printer);
    let options = settings::of_export(args, &mut noted)?;
    let worst = noted.worst();
    let outputs = options.outputs.iter().chain(&options.removed);
    let targets: Vec<&OutputTarget> = outputs.map(|spec| &spec.target).chain(&options.report).collect();
    stop.watch(&targets, Printer::new(output).with_bar(printer.bar()));
    let shown = Shown::new(output, printer.bar());
    let result = tmforge::export(&options, printer, &mut |progress| {
        shown.show(progress);
        stop.check()
    });
    shown.close(&result);
    let report = result?;
    printer.close();
    sum_up(&report, printer);
    Ok(report.worst.max(worst))
}

fn sum_up(report: &Report, printer: &mut Printer) {
    for input in &report.inputs {
        printer.say(&describe_input(input));
    }
    printer.say(&format!(
        "{} read, {} kept, {} removed, {} dropped, {}",
        counted(report.units_read, "unit"),
        report.units_kept,
        counted(report.duplicates_removed, "duplicate"),
        report.dropped,
        counted(report.conflicts, "conflict"),
    ));
    for output in &report.outputs {
        let mut parts = vec![
            output.format.to_owned(),
            counted(output.units_written, "unit"),
            counted(output.bytes, "byte"),
        ];
        if !output.left_out.is_empty() {
            let facts: Vec<String> = output
                .left_out
                .iter()
                .map(|(fact, count)| format!("{fact} {count}×"))
                .collect();
            parts.push(format!("without {}", facts.join(", ")));
        }
        printer.say(&format!("wrote {}: {}", output.file, parts.join(", ")));
    }
}

fn describe_input(input: &InputReport) -> String {
    let name = match &input.file_target {
        Some(target) => format!("{} and {target}", input.file),
        None => input.file.clone(),
    };
    let beads: Vec<String> = input
        .beads
        .iter()
        .map(|(shape, count)| format!("{count} {shape}"))
        .collect();
    let shapes = if beads.is_empty() {
        String::new()
    } else {
        format!(" ({})", beads.join(", "))
    };
    let mut parts = vec![
        input.format.to_owned(),
        input.encoding.clone(),
        format!("{}{shapes}", counted(input.units_read, "unit")),
    ];
    for (count, thing, what) in [
        (input.unaligned.source, "text", "without target"),
        (input.unaligned.target, "text", "without source"),
        (input.junk_lines, "line", "of junk"),
    ] {
        if count > 0 {
            parts.push(format!("{} {what}", counted(count, thing)));
        }
    }
    let untranslated: u64 = input.left_out.values().sum();
    if untranslated > 0 {
        let reasons: Vec<String> = input
            .left_out
            .iter()
            .map(|(reason, count)| format!("{count} {reason}"))
            .collect();
        parts.push(format!(
            "{untranslated} {} out as untranslated ({})",
            if untranslated == 1 { "stays" } else { "stay" },
            reasons.join(", ")
        ));
    }
    if input.matches_left_out > 0 {
        parts.push(format!(
            "{} not included",
            counted(input.matches_left_out, "offered translation")
        ));
    }
    format!("read {name}: {}", parts.join(", "))
}
