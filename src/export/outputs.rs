//! The end of a run: outputs, the file of removed units, the report.

use std::collections::BTreeMap;
use std::io::Write;
use std::path::Path;

use super::losses::{LossSink, Refusal};
use super::removed::RemovedWriter;
use super::{ExportOptions, InputSpec};
use crate::diag::{Diagnostic, Fact, Severity, Sink};
use crate::error::{Error, ErrorKind, Result};
use crate::format::{Format, UnitWriter, WriteOptions};
use crate::io::Output;
use crate::model::{Header, LanguageTag, TranslationUnit};
use crate::report::{OutputReport, Report};
use crate::stage::{Outlet, Reason};

/// All that a run writes. Nothing can be seen of it before [`Outputs::commit`].
pub(super) struct Outputs<'o> {
    options: &'o ExportOptions,
    open: Vec<OpenOutput>,
    removed: Option<(Output, RemovedWriter)>,
    report: Option<Output>,
    write: WriteOptions,
    counts: Counts,
}

#[derive(Default)]
struct Counts {
    kept: u64,
    duplicates: u64,
    dropped: u64,
    /// In order of appearance.
    languages: indexmap::IndexMap<LanguageTag, u64>,
}

impl Counts {
    /// Counts the languages that each of so many units has.
    fn add_languages<'l>(&mut self, languages: impl IntoIterator<Item = &'l LanguageTag>, units: u64) {
        const FEW: usize = 4;
        for lang in languages {
            // mostly there are two, found sooner by looking than by hashing
            if let Some((_, count)) = self.languages.iter_mut().take(FEW).find(|(own, _)| *own == lang) {
                *count += units;
            } else {
                *self.languages.entry(lang.clone()).or_default() += units;
            }
        }
    }
}

struct OpenOutput {
    output: Output,
    format: Format,
    /// Made for the first unit: only then all languages are known.
    writer: Option<Box<dyn UnitWriter>>,
    /// How many units it was given.
    given: u64,
    left_out: BTreeMap<&'static str, u64>,
    /// Whoever read it went away, which is no error; the other outputs go on.
    is_closed: bool,
}

impl<'o> Outputs<'o> {
    /// Opens everything, so that a path which can't be written ends the run before it begins.
    pub(super) fn create(options: &'o ExportOptions, sink: &mut dyn Sink) -> Result<Self> {
        let mut open = Vec::new();
        for spec in &options.outputs {
            let output = Output::create(&spec.target, sink)?.behind(options.threads.are_several());
            open.push(OpenOutput {
                output,
                format: spec.format,
                writer: None,
                given: 0,
                left_out: BTreeMap::new(),
                is_closed: false,
            });
        }
        let removed = options.removed.as_ref().map(|spec| {
            let output = Output::create(&spec.target, sink)?;
            let writer = RemovedWriter::new(output.writer()?, spec.format)?;
            Ok::<_, Error>((output, writer))
        });
        let report = options.report.as_ref().map(|target| Output::create(target, sink));
        let write = WriteOptions {
            illegal_characters: options.illegal_characters,
            inline: options.inline,
            original: original(options),
            ..WriteOptions::default()
        };
        Ok(Self {
            options,
            open,
            removed: removed.transpose()?,
            report: report.transpose()?,
            write,
            counts: Counts::default(),
        })
    }

    /// Says what is known of all units, before the first of them is kept.
    pub(super) fn prepare(&mut self, header: Header, languages: Vec<LanguageTag>) {
        // an input that was converted before names what it was made from
        if let [InputSpec::File(file)] = self.options.inputs.as_slice()
            && let Some(original) = &header.original
            && !original.is_empty()
            && original != file
        {
            self.write.original.clone_from(original);
        }
        self.write.header = header;
        self.write.languages = languages;
    }

    /// How many duplicates have gone.
    pub(super) fn duplicates(&self) -> u64 {
        self.counts.duplicates
    }

    /// Keeps so many units of which only the markup is known, to be copied, and the languages that each has. `units` has
    /// the markup of all.
    pub(super) fn copy(
        &mut self,
        units: &TranslationUnit,
        count: u64,
        languages: &[LanguageTag],
        sink: &mut dyn Sink,
    ) -> Result<()> {
        if count == 0 {
            return Ok(());
        }
        self.counts.kept += count;
        self.counts.add_languages(languages, count);
        for open in &mut self.open {
            open.write(units, count, &self.write, self.options.refusal(), sink)?;
        }
        Ok(())
    }

    /// Counts, as left out of each output, what a kept unit has lost before it was written.
    pub(super) fn note_lost(&mut self, fact: Fact) {
        for open in &mut self.open {
            *open.left_out.entry(fact.as_str()).or_default() += 1;
        }
    }

    /// Closes all documents.
    pub(super) fn finish(&mut self, sink: &mut dyn Sink) -> Result<Report> {
        let mut report = Report::of_this_tool();
        for open in &mut self.open {
            open.finish(self.options.refusal(), sink)?;
            report.outputs.push(open.report());
        }
        if let Some((output, writer)) = &mut self.removed {
            unless_closed(writer.finish(sink)).map_err(|error| error.in_file(output.name()))?;
        }
        report.units_kept = self.counts.kept;
        report.duplicates_removed = self.counts.duplicates;
        report.dropped = self.counts.dropped;
        report.languages = self
            .counts
            .languages
            .iter()
            .map(|(tag, count)| (tag.to_string(), (*count).into()))
            .collect();
        Ok(report)
    }

    /// Gives every output its name, and what the texts have taught; without a unit only the report and the file of removed
    /// units.
    pub(super) fn commit(self, report: &mut Report, learnt: Option<Output>) -> Result<()> {
        let mut ready: Vec<Output> = Vec::new();
        if report.units_kept == 0 {
            report.outputs.clear();
        } else {
            ready.extend(self.open.into_iter().map(|open| open.output));
            ready.extend(learnt);
        }
        ready.extend(self.removed.map(|(output, _)| output));
        if let Some(output) = self.report {
            unless_closed(write_report(&output, report)).map_err(|error| error.in_file(output.name()))?;
            ready.push(output);
        }
        for output in &ready {
            output.sync()?;
        }
        Output::commit(ready)
    }
}

impl Outlet for Outputs<'_> {
    fn keep(&mut self, unit: &mut TranslationUnit, sink: &mut dyn Sink) -> Result<()> {
        let count = u64::from(!unit.is_ignorable());
        self.counts.kept += count;
        self.counts
            .add_languages(unit.variants.iter().map(|variant| &variant.lang), 1);
        for open in &mut self.open {
            open.write(unit, count, &self.write, self.options.refusal(), sink)?;
        }
        Ok(())
    }

    fn remove(&mut self, unit: &TranslationUnit, reason: Reason, sink: &mut dyn Sink) -> Result<()> {
        match reason {
            _ if unit.is_ignorable() => {}
            Reason::Duplicate => self.counts.duplicates += 1,
            Reason::Junk | Reason::Unaligned => {}
            _ => self.counts.dropped += 1,
        }
        if let Some((output, writer)) = &mut self.removed {
            unless_closed(writer.write(unit, reason, sink)).map_err(|error| error.in_file(output.name()))?;
        }
        Ok(())
    }
}

impl OpenOutput {
    /// Writes what counts as so many units.
    fn write(
        &mut self,
        unit: &TranslationUnit,
        count: u64,
        options: &WriteOptions,
        refusal: Refusal,
        sink: &mut dyn Sink,
    ) -> Result<()> {
        if self.is_closed {
            return Ok(());
        }
        let result = self.try_write(unit, count, options, refusal, sink);
        self.unless_closed(result)
    }

    fn try_write(
        &mut self,
        unit: &TranslationUnit,
        count: u64,
        options: &WriteOptions,
        refusal: Refusal,
        sink: &mut dyn Sink,
    ) -> Result<()> {
        // what the header and the first unit lose is said before either is refused
        let mut losses = LossSink::new(sink, &mut self.left_out, refusal);
        let writer = if let Some(writer) = &mut self.writer {
            writer
        } else {
            self.format.check_languages(&options.languages)?;
            say_lost_header(self.format, &options.header, &mut losses);
            self.writer.insert(self.format.writer(self.output.writer()?, options)?)
        };
        writer.write_unit(unit, &mut losses)?;
        self.given += count;
        losses.refuse()
    }

    fn finish(&mut self, refusal: Refusal, sink: &mut dyn Sink) -> Result<()> {
        let Some(writer) = self.writer.take() else {
            return Ok(());
        };
        let mut losses = LossSink::new(sink, &mut self.left_out, refusal);
        let result = writer.finish(&mut losses).and_then(|()| losses.refuse());
        self.unless_closed(result)
    }

    /// An error names the output, but that a pipe was closed is none.
    fn unless_closed(&mut self, result: Result<()>) -> Result<()> {
        match result {
            Err(error) if error.is_closed_pipe() => {
                self.is_closed = true;
                self.writer = None;
                Ok(())
            }
            result => result.map_err(|error| error.in_file(self.output.name())),
        }
    }

    fn report(&self) -> OutputReport {
        let left_out = self.left_out.get(Fact::Unit.as_str()).copied().unwrap_or_default();
        OutputReport {
            file: self.output.name().to_owned(),
            format: self.format.name(),
            units_written: self.given.saturating_sub(left_out),
            bytes: self.output.bytes(),
            left_out: self.left_out.clone(),
        }
    }
}

/// That whoever read a side output went away is no error: the outputs themselves go on.
fn unless_closed(result: Result<()>) -> Result<()> {
    match result {
        Err(error) if error.is_closed_pipe() => Ok(()),
        result => result,
    }
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

/// Says what is said of all units and an output that has rows alone can't hold.
fn say_lost_header(format: Format, header: &Header, sink: &mut dyn Sink) {
    if !matches!(format, Format::Jsonl | Format::Tsv | Format::Csv) {
        return;
    }
    for (has_any, fact, what) in [
        (!header.notes.is_empty(), Fact::Note, "notes"),
        (!header.properties.is_empty(), Fact::Property, "properties"),
    ] {
        if has_any {
            let message = format!(
                "{} has no place for the {what} of a whole file: left out",
                format.name().to_uppercase()
            );
            let mut said = Diagnostic::loss(fact, message);
            // nobody who asks for rows expects them there
            said.severity = Severity::Note;
            sink.take(said);
        }
    }
}

fn write_report(output: &Output, report: &Report) -> Result<()> {
    let mut writer = output.writer()?;
    serde_json::to_writer_pretty(&mut writer, report).map_err(|error| ErrorKind::Write(error.into()))?;
    writer
        .write_all(b"\n")
        .and_then(|()| writer.flush())
        .map_err(ErrorKind::Write)?;
    Ok(())
}

/// The name of the original document: that of the input, without its folder; of several, the first few.
fn original(options: &ExportOptions) -> String {
    const MAX_NAMES: usize = 3;
    let names: Vec<&str> = options.inputs.iter().flat_map(InputSpec::names).collect();
    let short = |name: &&str| match *name {
        "-" => "stdin".to_owned(),
        path => Path::new(path)
            .file_name()
            .map_or_else(|| path.to_owned(), |name| name.to_string_lossy().into_owned()),
    };
    let mut original = names.iter().take(MAX_NAMES).map(short).collect::<Vec<_>>().join(", ");
    if names.len() > MAX_NAMES {
        original.push_str(", …");
    }
    original
}
