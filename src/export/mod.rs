//! The main job: reads any inputs, aligns what is raw, merges, cleans, dedupes, and writes every output.
//!
//! Units pass up to three times, always in the order of the inputs, and are not held in between but where they are few:
//!
//! 1. a [`Passage`] reads the inputs, and the stages that look at one unit by itself clean it or leave it out; what makes
//!    units the same is noted ([`Survey`]), and what is odd is said;
//! 2. units that go hand on what is said of them to those that stay, if there are any such ([`Decisions`]);
//! 3. units that stay get their ids and are written.
//!
//! The second and third time, [`Recall`] gives the same units again: from memory, or from the inputs; of units that are
//! written as they were read, only the markup, and of those that go nothing ([`Shortcut`]). Where several raw texts come,
//! each is aligned once before all this, so that they teach each other ([`lexicon`]).
//!
//! [`Decisions`]: crate::stage::Decisions
//! [`Recall`]: recall::Recall
//! [`Shortcut`]: shortcut::Shortcut

mod align;
mod check;
mod ids;
mod lexicon;
mod losses;
mod once;
mod options;
mod outputs;
mod passage;
mod places;
mod progress;
mod recall;
mod receiver;
mod removed;
mod shortcut;
mod survey;

use std::collections::BTreeMap;
use std::time::Instant;

pub use align::{AlignForm, align};
pub use options::{ExportOptions, InPlace, InputSpec, OnLoss, OutputSpec, Threads};
pub use progress::{OnProgress, Progress, Step};

use self::losses::LossSink;
use self::outputs::Outputs;
use self::passage::{Again, Passage};
use self::progress::Meter;
use self::survey::Survey;
use crate::diag::{Fact, Sink};
use crate::error::{Error, ErrorKind, Result};
use crate::format::KnownUnits;
use crate::model::LanguageTag;
use crate::report::{Counting, Report};
use crate::stage::{Chain, Dated, Identify, Languages, Outlet};

/// Runs the main job.
///
/// Findings go to `sink` as they arise. Outputs appear only when all is written, the report and the file of removed
/// units among them.
///
/// # Example
///
/// ```
/// use tmforge::format::Format;
/// use tmforge::io::OutputTarget;
/// use tmforge::{ExportOptions, InputSpec, OutputSpec, export};
///
/// let out = std::env::temp_dir().join("tmforge-example.tmx");
/// let mut options = ExportOptions::default();
/// options.inputs = vec![InputSpec::File("samples/tsv/duplicates.tsv".into())];
/// options.outputs = vec![OutputSpec { target: OutputTarget::Path(out.clone()), format: Format::Tmx }];
/// let report = export(&options, &mut Vec::new(), &mut |_| Ok(()))?;
/// assert!(report.outputs[0].units_written < report.inputs[0].units_read);
/// # std::fs::remove_file(out)?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
///
/// Fails if an option, an input or an output can't be used, if something was found that was to be refused, if
/// `on_progress` does, or if there is no unit to write. Older outputs are then as they were; only where no unit was
/// left, the report and the file of removed units say why.
pub fn export(options: &ExportOptions, sink: &mut dyn Sink, on_progress: OnProgress) -> Result<Report> {
    let start = Instant::now();
    check::paths(options)?;
    let mut sink = Counting::new(sink);
    let mut passage = Passage::new(options, &mut sink)?;
    let mut outputs = Outputs::create(options, &mut sink)?;
    let mut survey = Survey::new(options, &mut outputs);
    let mut meter = Meter::new(&options.inputs, passage.bytes_read().clone(), on_progress);
    meter.tell()?;
    let mut lost = BTreeMap::new();
    for input in &options.inputs {
        survey.begin(input);
        let mut losses = LossSink::new(&mut sink, &mut lost, options.refusal());
        passage.read(input, Again::default(), &mut survey, &mut losses, &mut || {
            meter.units(1)
        })?;
        losses.refuse()?;
        survey.end(input, &mut sink);
    }
    passage.states.say_unmet(&mut sink);
    let Survey {
        dedupe,
        shortcut,
        mut recall,
        ids,
        short,
        ..
    } = survey;
    let mut decisions = dedupe.decide()?;
    let search = ids.search(decisions.gone());
    decisions.run_known_errands(&mut sink)?;
    if decisions.has_errands() {
        meter.begin(Step::Merging, recall.units(), &recall.read_again(&options.inputs))?;
        let plans = shortcut.errand_plans(&decisions);
        recall.again(&passage, plans, &mut |order, unit, known| {
            meter.units(known.map_or(1, KnownUnits::count))?;
            match known {
                None => decisions.run_errand(order, unit, &mut sink),
                Some(_) => Ok(()),
            }
        })?;
    }
    let (header, languages) = passage.facts();
    let repeats = search.repeats()?;
    let way = shortcut.way(&decisions, repeats.are_none(), &header, &languages);
    outputs.prepare(header, languages);
    let (mut dated, mut identify) = (Dated::new(options.date.clone()), Identify::knowing(repeats));
    meter.begin(Step::Writing, recall.units(), &recall.read_again(&options.inputs))?;
    recall.again(&passage, way.plans, &mut |order, unit, known| {
        meter.duplicates(outputs.duplicates());
        meter.units(known.map_or(1, KnownUnits::count))?;
        let Some(known) = known else {
            if let Some(reason) = decisions.settle(order, unit)?.reason() {
                return outputs.remove(unit, reason, &mut sink);
            }
            if short.has(order) {
                outputs.note_lost(Fact::Variant);
            }
            return Chain::new(&mut [&mut dated, &mut identify]).take(unit, &mut outputs, &mut sink);
        };
        let mut staying = 0;
        for order in order..order + known.count() {
            match decisions.verdict(order).reason() {
                None => staying += 1,
                Some(reason) => outputs.remove(unit, reason, &mut sink)?,
            }
        }
        if staying != known.copied {
            // what was planned for other units
            return Err(recall::changed());
        }
        outputs.copy(unit, staying, &way.languages, &mut sink)
    })?;
    meter.duplicates(outputs.duplicates());
    let mut report = outputs.finish(&mut sink)?;
    report.conflicts = decisions.conflicts();
    report.findings = sink.findings();
    report.worst = sink.worst;
    add_inputs(&mut report, &mut passage);
    let nothing = (report.units_kept == 0).then(|| no_units(&report, &passage.languages, options));
    report.error = nothing.as_ref().map(ToString::to_string);
    report.elapsed_ms = u64::try_from(start.elapsed().as_millis()).unwrap_or(u64::MAX);
    // the last moment at which the run may be ended with nothing written
    meter.tell()?;
    outputs.commit(&mut report, passage.learnt.take())?;
    match nothing {
        Some(error) => Err(error),
        None => Ok(report),
    }
}

/// Adds what is known of the inputs to the report.
fn add_inputs(report: &mut Report, passage: &mut Passage<'_>) {
    report.inputs = std::mem::take(&mut passage.inputs);
    report.units_read = report.inputs.iter().map(|input| input.units_read).sum();
}

/// Why there is no unit to write.
fn no_units(report: &Report, languages: &Languages, options: &ExportOptions) -> Error {
    let languages: Vec<String> = languages.seen().map(|tag: &LanguageTag| format!("`{tag}`")).collect();
    let missing = report.findings.get("lang-missing").copied().unwrap_or_default();
    if report.units_read == 0 {
        return Error::from(ErrorKind::NoUnits("no unit to write: the inputs hold none".into()))
            .with_help("look at the findings above");
    }
    if missing == report.units_read {
        let ask = [&options.read.source_lang, &options.read.target_lang];
        let asked: Vec<String> = ask.into_iter().flatten().map(|tag| format!("`{tag}`")).collect();
        let found = format!(
            "no unit to write: none has {}, the inputs have {}",
            asked.join(" and "),
            languages.join(", ")
        );
        return Error::from(ErrorKind::NoUnits(found)).with_help("change -s and -t");
    }
    let message = format!(
        "no unit to write: all {} that were read are left out",
        report.units_read
    );
    Error::from(ErrorKind::NoUnits(message)).with_help("look at the findings above")
}
