//! `tmforge align`.

use tmforge::Result;
use tmforge::diag::Severity;

use super::args::{AlignArgs, OutputArgs};
use super::progress::Shown;
use super::say::{Noted, Printer};
use super::settings;
use super::stop::Stop;

/// Runs `align`.
pub(crate) fn run(
    args: &AlignArgs,
    output: &OutputArgs,
    printer: &mut Printer,
    stop: &mut Stop,
) -> Result<Option<Severity>> {
    let mut noted = Noted::new(printer);
    let (options, target, form) = settings::of_align(args, &mut noted)?;
    let worst = noted.worst();
    stop.watch(&[&target], Printer::new(output).with_bar(printer.bar()));
    let shown = Shown::new(output, printer.bar());
    let result = tmforge::align(&options, &target, form, printer, &mut |progress| {
        shown.show(progress);
        stop.check()
    });
    shown.close(&result);
    Ok(result?.worst.max(worst))
}
