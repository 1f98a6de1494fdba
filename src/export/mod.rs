//! The main job: reads any inputs, aligns what is raw, merges, cleans, dedupes, and writes every output in one pass
//! over the inputs.

mod check;
mod options;
mod outputs;
mod removed;

use std::time::Instant;

pub use options::{ExportOptions, InPlace, InputSpec, OnLoss, OutputSpec};

use self::outputs::Outputs;
use crate::diag::{Fact, Sink};
use crate::error::{Error, ErrorKind, Result};
use crate::format::jsonl::JsonlWriter;
use crate::format::{Format, UnitReader, UnitWriter};
use crate::io::{Output, OutputTarget};
use crate::model::{Header, LanguageTag, SourceLanguage, Standing, TranslationUnit};
use crate::report::{Counting, InputReport, Report};
use crate::stage::{
    Chain, Clean, Dated, Dedupe, Identify, Languages, MinConfidence, MissingTarget, OfferedTranslations, Outlet,
    Placeholders, Reason, Stage, States, WantedStates, units_offered,
};

/// Told how many units have been read so far.
pub type OnProgress<'p> = &'p mut dyn FnMut(u64);

/// Runs the main job.
///
/// Findings go to `sink` as they arise. Outputs appear only when all is written, the report and the file of removed
/// units among them.
///
/// # Errors
///
/// Fails if an option, an input or an output can't be used, if something was found that was to be refused, or if there
/// is no unit to write. Older outputs are then as they were; only where no unit was left, the report and the file of
/// removed units say why.
pub fn export(options: &ExportOptions, sink: &mut dyn Sink, on_progress: OnProgress) -> Result<Report> {
    let start = Instant::now();
    check::paths(options)?;
    let mut sink = Counting::new(sink);
    let mut run = Run::new(options)?;
    let mut outputs = Outputs::create(options)?;
    for input in &options.inputs {
        run.read_input(input, &mut outputs, &mut sink, on_progress)?;
    }
    run.flush(&mut outputs, &mut sink)?;
    let mut report = outputs.finish(&mut sink)?;
    report.inputs = run.inputs;
    if run.languages.units_left_short() > 0 {
        for output in &mut report.outputs {
            output
                .left_out
                .insert(Fact::Variant.as_str(), run.languages.units_left_short());
        }
    }
    report.conflicts = run.dedupe.conflicts();
    report.units_read = report.inputs.iter().map(|input| input.units_read).sum();
    report.findings = sink.findings;
    report.worst = sink.worst;
    let asked: Vec<&LanguageTag> = options
        .read
        .source_lang
        .iter()
        .chain(&options.read.target_lang)
        .collect();
    let nothing = (report.units_kept == 0).then(|| no_units(&report, &run.languages, &asked));
    report.error = nothing.as_ref().map(ToString::to_string);
    report.elapsed_ms = u64::try_from(start.elapsed().as_millis()).unwrap_or(u64::MAX);
    outputs.commit(&mut report)?;
    match nothing {
        Some(error) => Err(error),
        None => Ok(report),
    }
}

/// Runs alignment alone: the beads of all inputs, with what has no counterpart and junk, as JSONL.
///
/// # Errors
///
/// Fails as [`export`] does.
pub fn align(options: &ExportOptions, target: &OutputTarget, sink: &mut dyn Sink) -> Result<Report> {
    check::paths(options)?;
    let mut sink = Counting::new(sink);
    let mut run = Run::new(options)?;
    let output = Output::create(target)?;
    let mut rows = Rows {
        writer: Box::new(JsonlWriter::new(output.writer()?)),
        identify: Identify::default(),
    };
    for input in &options.inputs {
        run.align_input(input, &mut rows, &mut sink)?;
    }
    rows.writer
        .finish(&mut sink)
        .map_err(|error| error.in_file(output.name()))?;
    output.sync()?;
    output.commit()?;
    let units_read = run.inputs.iter().map(|input| input.units_read).sum();
    Ok(Report {
        inputs: run.inputs,
        units_read,
        units_kept: units_read,
        findings: sink.findings,
        worst: sink.worst,
        ..Report::of_this_tool()
    })
}

/// The readers and stages of a run.
struct Run<'o> {
    options: &'o ExportOptions,
    clean: Clean,
    languages: Languages,
    states: States,
    placeholders: Placeholders,
    filter: MinConfidence,
    dedupe: Dedupe,
    dated: Dated,
    identify: Identify,
    inputs: Vec<InputReport>,
    header: Option<Header>,
    units: u64,
}

impl<'o> Run<'o> {
    fn new(options: &'o ExportOptions) -> Result<Self> {
        let ask = &options.read;
        if let (Some(source), Some(target)) = (&ask.source_lang, &ask.target_lang)
            && source == target
        {
            return Err(
                Error::from(ErrorKind::Usage(format!("source and target are both `{source}`")))
                    .with_help("give two languages"),
            );
        }
        Ok(Self {
            options,
            clean: Clean::new(options.illegal_characters, options.trim, options.normalization),
            languages: Languages::new(ask.source_lang.clone(), ask.target_lang.clone())
                .with_missing_target(missing_target(options)),
            states: States::new(options.states.clone(), options.untranslated),
            placeholders: Placeholders::new(options.codes.clone()),
            filter: MinConfidence::new(options.min_confidence),
            dedupe: Dedupe::new(options.dedupe.clone()),
            dated: Dated::new(options.date.clone()),
            identify: Identify::default(),
            inputs: Vec::new(),
            header: None,
            units: 0,
        })
    }

    /// Opens an input and prepares the stages for it.
    fn open(&mut self, input: &InputSpec, sink: &mut dyn Sink) -> Result<(Box<dyn UnitReader>, InputReport)> {
        let (from, read) = (self.options.from, &self.options.read);
        let (reader, format) = match input {
            InputSpec::File(file) => crate::format::open(file, from, read, sink)?,
            InputSpec::Pair(source, target) => crate::format::open_pair(source, target, from, read, sink)?,
            InputSpec::Aligned(source, target, alignment) => {
                crate::format::open_aligned(source, target, alignment, from, read, sink)?
            }
        };
        self.clean.set_input(format);
        self.states.set_input(format);
        if let (None, Some(SourceLanguage::Tag(named))) = (&self.header, &reader.header().source_language) {
            self.languages.suggest_source(named);
        }
        let header = self.header.get_or_insert_with(|| reader.header().clone());
        if self.options.inputs.len() > 1 {
            // what one of several inputs says of itself is not true of all
            header.raw = None;
        }
        let mut names = input.names().into_iter().map(str::to_owned);
        let report = InputReport {
            file: names.next().unwrap_or_default(),
            file_target: names.next(),
            file_alignment: names.next(),
            format: format.name(),
            ..InputReport::default()
        };
        Ok((reader, report))
    }

    fn read_input(
        &mut self,
        input: &InputSpec,
        outputs: &mut Outputs,
        sink: &mut dyn Sink,
        on_progress: OnProgress,
    ) -> Result<()> {
        let (mut reader, mut report) = self.open(input, sink)?;
        let mut unit = TranslationUnit::default();
        let target_lang = reader.header().languages.get(1).cloned();
        while reader.read_unit(&mut unit, sink)? {
            if unit.standing == Standing::Unit {
                let offered = match self.options.offered {
                    OfferedTranslations::Include => units_offered(&unit, target_lang.as_ref()),
                    OfferedTranslations::Leave => {
                        report.matches_left_out += unit.candidates.len() as u64;
                        Vec::new()
                    }
                };
                self.take_unit(&mut unit, &mut report, outputs, sink, on_progress)?;
                for mut unit in offered {
                    self.take_unit(&mut unit, &mut report, outputs, sink, on_progress)?;
                }
            } else {
                self.count(&unit, &mut report);
                self.clean.clean(&mut unit, sink)?;
                self.languages.settle_leftover(&mut unit);
                let reason = if unit.standing == Standing::Unaligned {
                    Reason::Unaligned
                } else {
                    Reason::Junk
                };
                outputs.remove(&unit, reason, sink)?;
            }
        }
        report.left_out = self.states.take_left_out();
        self.close(reader.as_ref(), report);
        Ok(())
    }

    /// Counts a unit and passes it through the stages.
    fn take_unit(
        &mut self,
        unit: &mut TranslationUnit,
        report: &mut InputReport,
        outputs: &mut Outputs,
        sink: &mut dyn Sink,
        on_progress: OnProgress,
    ) -> Result<()> {
        self.count(unit, report);
        self.units += 1;
        on_progress(self.units);
        if unit.variants.is_empty() {
            return outputs.remove(unit, Reason::Empty, sink);
        }
        let stages: Vec<&mut dyn Stage> = vec![
            &mut self.clean,
            &mut self.states,
            &mut self.languages,
            &mut self.filter,
            &mut self.placeholders,
            &mut self.dedupe,
        ];
        Chain::new(stages).take(unit, outputs, sink)
    }

    fn align_input(&mut self, input: &InputSpec, rows: &mut Rows, sink: &mut dyn Sink) -> Result<()> {
        let (mut reader, mut report) = self.open(input, sink)?;
        let mut unit = TranslationUnit::default();
        while reader.read_unit(&mut unit, sink)? {
            self.count(&unit, &mut report);
            if unit.standing == Standing::Unit {
                let stages: Vec<&mut dyn Stage> = vec![&mut self.clean, &mut self.languages, &mut rows.identify];
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

    fn close(&mut self, reader: &dyn UnitReader, mut report: InputReport) {
        let facts = reader.facts();
        report.encoding = facts.encoding;
        report.bad_bytes = facts.bad_bytes;
        self.inputs.push(report);
    }

    /// Counts a unit for the report of its input.
    fn count(&self, unit: &TranslationUnit, report: &mut InputReport) {
        match &unit.standing {
            // what stands between segments is no unit
            Standing::Unit if unit.is_ignorable() => {}
            Standing::Unit => {
                report.units_read += 1;
                if let Some(bead) = unit
                    .bead
                    .as_deref()
                    .filter(|bead| bead.source_count > 0 && bead.target_count > 0)
                {
                    // beads are counted in the run's direction, which the unit is yet to be turned to
                    let shape = if self.languages.turns_round(unit) {
                        bead.clone().turned().shape()
                    } else {
                        bead.shape()
                    };
                    *report.beads.entry(shape).or_default() += 1;
                }
            }
            Standing::Junk(_) => report.junk_lines += 1,
            Standing::Unaligned if self.languages.is_source_side(unit) => report.unaligned.source += 1,
            Standing::Unaligned => report.unaligned.target += 1,
        }
    }

    /// Lets the stages hand on what they hold, now that all languages are known.
    fn flush(&mut self, outputs: &mut Outputs, sink: &mut dyn Sink) -> Result<()> {
        let mut header = self.header.take().unwrap_or_default();
        if self.options.read.source_lang.is_some() || header.source_language != Some(SourceLanguage::Any) {
            header.source_language = None;
        }
        if self.options.date.is_some() {
            header.raw = None;
            header.provenance.created.clone_from(&self.options.date);
        }
        let mut languages: Vec<LanguageTag> = self.languages.kept().cloned().collect();
        if let ([source], Some(target)) = (languages.as_slice(), header.languages.get(1))
            && source != target
        {
            // units that are yet to be translated name no target, but their file does
            languages.push(target.clone());
        }
        outputs.prepare(header, languages);
        let stages: Vec<&mut dyn Stage> = vec![&mut self.dedupe, &mut self.dated, &mut self.identify];
        Chain::new(stages).flush(outputs, sink)
    }
}

/// Units without the target asked for stay where units of every state do.
fn missing_target(options: &ExportOptions) -> MissingTarget {
    match options.states {
        WantedStates::All => MissingTarget::Keep,
        _ => MissingTarget::Drop,
    }
}

/// Where `align` puts its rows.
struct Rows {
    writer: Box<JsonlWriter>,
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

/// Why there is no unit to write.
fn no_units(report: &Report, languages: &Languages, languages_asked: &[&LanguageTag]) -> Error {
    let languages: Vec<String> = languages.seen().map(|tag: &LanguageTag| format!("`{tag}`")).collect();
    let missing = report.findings.get("lang-missing").copied().unwrap_or_default();
    if report.units_read == 0 {
        return Error::from(ErrorKind::NoUnits("no unit to write: the inputs hold none".into()))
            .with_help("look at the findings above");
    }
    if missing == report.units_read {
        let asked: Vec<String> = languages_asked.iter().map(|tag| format!("`{tag}`")).collect();
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

impl Format {
    /// Whether an output of this format must have exactly `languages`; an error says what is missing.
    fn check_languages(self, languages: &[LanguageTag]) -> Result<()> {
        if !self.is_bilingual() || languages.len() == 2 {
            return Ok(());
        }
        let tags: Vec<String> = languages.iter().map(|tag| format!("`{tag}`")).collect();
        let message = format!(
            "{} holds one source and one target language, but the units are in {}",
            self.name(),
            tags.join(", ")
        );
        Err(Error::from(ErrorKind::Language(message)).with_help("choose a pair with -s and -t"))
    }
}
