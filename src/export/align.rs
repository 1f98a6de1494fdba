//! Alignment alone, for review.

use std::path::Path;

use super::passage::{OnUnit, Passage};
use super::progress::Meter;
use super::{ExportOptions, InputSpec, OnProgress, check};
use crate::diag::Sink;
use crate::error::Result;
use crate::format::jsonl::JsonlWriter;
use crate::format::review::ReviewWriter;
use crate::format::{ReadAhead, UnitWriter};
use crate::io::{Output, OutputTarget};
use crate::model::{Standing, TranslationUnit};
use crate::report::{Counting, Report};
use crate::stage::{Chain, Identify, Outlet, Reason, Stage};

/// What `align` writes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum AlignForm {
    /// JSONL, a row a line.
    #[default]
    Jsonl,
    /// A page on which a person looks over the same rows.
    Review,
}

/// Runs alignment alone: the beads of all inputs, with what has no counterpart and junk.
///
/// # Errors
///
/// Fails as [`export`](super::export()) does.
pub fn align(
    options: &ExportOptions,
    target: &OutputTarget,
    form: AlignForm,
    sink: &mut dyn Sink,
    on_progress: OnProgress,
) -> Result<Report> {
    check::paths(options)?;
    let mut sink = Counting::new(sink);
    let mut passage = Passage::new(options, &mut sink)?;
    let output = Output::create(target, &mut sink)?;
    let writer = output.writer()?;
    let mut rows = Rows {
        writer: match form {
            AlignForm::Jsonl => Box::new(JsonlWriter::new(writer)),
            AlignForm::Review => Box::new(ReviewWriter::new(writer, &title(&options.inputs))?),
        },
        identify: Identify::default(),
    };
    let mut meter = Meter::new(&options.inputs, passage.bytes_read().clone(), on_progress);
    meter.tell()?;
    for input in &options.inputs {
        passage.align(input, &mut rows, &mut sink, &mut || meter.units(1))?;
    }
    rows.writer
        .finish(&mut sink)
        .map_err(|error| error.in_file(output.name()))?;
    meter.tell()?;
    output.sync()?;
    Output::commit(passage.learnt.take().into_iter().chain([output]).collect())?;
    let units_read = passage.inputs.iter().map(|input| input.units_read).sum();
    Ok(Report {
        inputs: passage.inputs,
        units_read,
        units_kept: units_read,
        findings: sink.findings(),
        worst: sink.worst,
        ..Report::of_this_tool()
    })
}

/// The names of the files, without their folders.
fn title(inputs: &[InputSpec]) -> String {
    let paths = inputs.iter().flat_map(InputSpec::names).map(Path::new);
    let names = paths.map(|path| path.file_name().unwrap_or(path.as_os_str()).to_string_lossy());
    names.collect::<Vec<_>>().join(", ")
}

/// Where `align` puts its rows.
struct Rows {
    writer: Box<dyn UnitWriter>,
    identify: Identify,
}

/// The end of a chain that writes every unit.
struct Written<'w>(&'w mut dyn UnitWriter);

impl Outlet for Written<'_> {
    fn keep(&mut self, unit: &mut TranslationUnit, sink: &mut dyn Sink) -> Result<()> {
        self.0.write_unit(unit, sink)
    }

    fn remove(&mut self, _unit: &TranslationUnit, _reason: Reason, _sink: &mut dyn Sink) -> Result<()> {
        Ok(())
    }
}

impl Passage<'_> {
    fn align(&mut self, input: &InputSpec, rows: &mut Rows, sink: &mut dyn Sink, on_unit: OnUnit) -> Result<()> {
        let (mut reader, mut report) = self.open(input, sink)?;
        if self.options().wants_threads_for(input) {
            reader = ReadAhead::of(reader);
        }
        let mut unit = TranslationUnit::default();
        while reader.read_unit(&mut unit, sink)? {
            self.count(&unit, &mut report);
            on_unit()?;
            if unit.standing == Standing::Unit {
                let stages: &mut [&mut dyn Stage] = &mut [&mut self.clean, &mut self.languages, &mut rows.identify];
                Chain::new(stages).take(&mut unit, &mut Written(rows.writer.as_mut()), sink)?;
            } else {
                self.clean.clean(&mut unit, sink)?;
                self.languages.settle_leftover(&mut unit);
                rows.writer.write_unit(&unit, sink)?;
            }
        }
        self.close(reader.as_ref(), report);
        Ok(())
    }
}
