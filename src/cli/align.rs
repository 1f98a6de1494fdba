//! `tmforge align`.

use tmforge::Result;
use tmforge::diag::Severity;

use super::args::AlignArgs;
use super::say::{Noted, Printer};
use super::settings;

/// Runs `align`.
pub(crate) fn run(args: &AlignArgs, printer: &mut Printer) -> Result<Option<Severity>> {
    let mut noted = Noted::new(printer);
    let (options, target) = settings::of_align(args, &mut noted)?;
    let worst = noted.worst();
    let report = tmforge::align(&options, &target, printer)?;
    Ok(report.worst.max(worst))
}
