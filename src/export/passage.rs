//! One passage over the inputs.

mod header;

use std::io;
use std::sync::Arc;

use super::once::ReadOnce;
use super::receiver::{More, Receiver, Wanted};
use super::{ExportOptions, InputSpec, lexicon};
use crate::diag::{Diagnostic, DiagnosticCode, Sink};
use crate::error::{Error, ErrorKind, Result};
use crate::format::{
    CopiedDialects, CopyPlan, Format, Given, Incoming, ReadAhead, ReadOptions, SparingReader, UnitReader,
};
use crate::io::{ByteCount, Output};
use crate::model::{Header, LanguageTag, SourceLanguage, Standing, TranslationUnit};
use crate::report::InputReport;
use crate::stage::{
    Chain, Clean, DropUntranslated, Languages, MinConfidence, MissingTarget, Normalization, OfferedTranslations,
    Placeholders, Reason, Stage, States, UntranslatedUnits, WantedStates, units_offered,
};

/// Told of each unit that is read; an error ends the run.
pub(super) type OnUnit<'u> = &'u mut dyn FnMut() -> Result<()>;

/// What is known of an input that was read.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Known {
    /// Whether it is plain XML, as a [`CopyPlan`] has it.
    pub(super) is_plain: bool,
    /// Whether nothing in it was to be cleaned. One that somebody rewrites meanwhile is not looked at again.
    pub(super) is_clean: bool,
}

/// How an input is read again; by default, as if for the first time.
#[derive(Default)]
pub(super) struct Again {
    /// Which of its units need not be parsed.
    pub(super) plan: Option<CopyPlan>,
    pub(super) known: Known,
}

/// The readers of a run, and the stages that look at one unit by itself.
pub(super) struct Passage<'o> {
    options: &'o ExportOptions,
    read: ReadOptions,
    pub(super) clean: Clean,
    /// Whether nothing is to be cleaned in the input under way.
    is_clean: bool,
    pub(super) languages: Languages,
    pub(super) states: States,
    untranslated: DropUntranslated,
    placeholders: Placeholders,
    filter: MinConfidence,
    pub(super) inputs: Vec<InputReport>,
    /// What is known of each input that was read.
    known: Vec<Known>,
    header: Option<Header>,
    once: ReadOnce,
    /// What the texts have taught, to appear with the outputs.
    pub(super) learnt: Option<Output>,
}

impl<'o> Passage<'o> {
    pub(super) fn new(options: &'o ExportOptions, sink: &mut dyn Sink) -> Result<Self> {
        let ask = &options.read;
        if let (Some(source), Some(target)) = (&ask.source_lang, &ask.target_lang)
            && source == target
        {
            return Err(
                Error::from(ErrorKind::Usage(format!("source and target are both `{source}`")))
                    .with_help("give two languages"),
            );
        }
        let languages = Languages::new(ask.source_lang.clone(), ask.target_lang.clone())
            .with_missing_target(missing_target(options));
        let mut read = options.read.clone();
        read.bytes_read = ByteCount::default();
        read.threads = options.threads;
        let outputs = options.outputs.iter().chain(&options.removed);
        read.copied = CopiedDialects::of(outputs.map(|output| output.format));
        if let Some(name) = &options.srx {
            read.srx = Some(Arc::new(lexicon::rules(name, sink)?));
        }
        let mut once = ReadOnce::new(options.room());
        let (lexicon, furniture) = lexicon::learn(options, &read, &mut once, lexicon::load(options, sink)?)?;
        let learnt = options
            .lexicon_out
            .as_ref()
            .map(|target| lexicon::save(&lexicon, target, sink));
        let learnt = learnt.transpose()?;
        read.lexicon = Arc::new(lexicon);
        read.furniture = Arc::new(furniture);
        Ok(Self {
            learnt,
            ..Self::with(options, read, languages, None, once)
        })
    }

    /// Another passage over the same inputs, in which all goes as it did in this one.
    pub(super) fn again(&self) -> Self {
        Self::with(
            self.options,
            self.read.clone(),
            self.languages.clone(),
            self.header.clone(),
            self.once.clone(),
        )
    }

    fn with(
        options: &'o ExportOptions,
        read: ReadOptions,
        languages: Languages,
        header: Option<Header>,
        once: ReadOnce,
    ) -> Self {
        Self {
            options,
            read,
            clean: Clean::new(options.illegal_characters, options.trim, options.normalization),
            is_clean: false,
            languages,
            states: States::new(options.states.clone()),
            untranslated: DropUntranslated::new(options.untranslated),
            placeholders: Placeholders::new(options.codes.clone()),
            filter: MinConfidence::new(options.min_confidence),
            inputs: Vec::new(),
            known: Vec::new(),
            header,
            once,
            learnt: None,
        }
    }

    pub(super) fn options(&self) -> &'o ExportOptions {
        self.options
    }

    /// Counts the bytes that are read, in this passage and in those after it.
    pub(super) fn bytes_read(&self) -> &ByteCount {
        &self.read.bytes_read
    }

    /// Opens an input and prepares the stages for it.
    pub(super) fn open(
        &mut self,
        input: &InputSpec,
        sink: &mut dyn Sink,
    ) -> Result<(Box<dyn UnitReader>, InputReport)> {
        let (from, read) = (self.options.from, &self.read);
        let (reader, format) = match input {
            InputSpec::File(file) => {
                crate::format::open_input(self.once.open(file, &read.bytes_read)?, from, read, sink)?
            }
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
        if let Some(first) = &self.header {
            let name = input.names().first().copied().unwrap_or_default();
            header::say_not_carried(first, reader.header(), name, sink);
        }
        let is_all_copied = self.options.inputs.len() == 1
            && self.options.date.is_none()
            && self.options.outputs.iter().all(|output| output.format == Format::Tmx);
        let raw = reader.header().raw.as_deref().unwrap_or_default();
        if !is_all_copied && raw.contains("<ude") {
            let message =
                "user-defined characters (`ude`) stay only in a header that is copied to a TMX, and are not carried on";
            let name = input.names().first().copied().unwrap_or_default();
            sink.take(Diagnostic::new(DiagnosticCode::NotCarried, message).in_file(&name.into()));
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

    /// Reads an input, by what is known of it if it was read before, and passes what comes through to `outlet`.
    pub(super) fn read(
        &mut self,
        input: &InputSpec,
        again: Again,
        outlet: &mut dyn Receiver,
        sink: &mut dyn Sink,
        on_unit: OnUnit,
    ) -> Result<()> {
        let (mut reader, mut report) = self.open(input, sink)?;
        let mut incoming = Incoming::default();
        let target_lang = reader.header().languages.get(1).cloned();
        self.is_clean = again.known.is_clean;
        if let Some(mut plan) = again.plan {
            plan.is_plain = again.known.is_plain;
            if let Some(sparing) = reader.sparing() {
                sparing.follow(plan);
            }
        }
        let wants_threads = self.options.wants_threads_for(input);
        if !self.ask_for_digests(reader.as_mut(), outlet, wants_threads) && wants_threads {
            reader = ReadAhead::of(reader);
        }
        loop {
            let known = reader.read_next(&mut incoming, sink)?;
            let Incoming {
                unit,
                digested,
                is_legal,
            } = &mut incoming;
            self.clean.set_legal(*is_legal);
            match known {
                Given::Unit => {}
                Given::End => break,
                Given::Digest if self.languages.leave_as_it_is(digested) => {
                    report.units_read += 1;
                    on_unit()?;
                    let sparing = sparing(reader.as_mut())?;
                    outlet.foresee(sparing.coming());
                    let more = match outlet.wanted_of(digested) {
                        Wanted::Digest => More::Nothing,
                        Wanted::Account => More::Account(sparing.account()?),
                        Wanted::Sketch => More::Sketch(sparing.sketch()?),
                    };
                    outlet.take_digest(digested, more)?;
                    continue;
                }
                Given::Digest => sparing(reader.as_mut())?.sketch()?.fill(unit),
                Given::Known(known) => {
                    outlet.take_known(unit, known)?;
                    continue;
                }
            }
            if unit.standing == Standing::Unit {
                let offered = match self.options.offered {
                    OfferedTranslations::Include => units_offered(unit, target_lang.as_ref()),
                    OfferedTranslations::Leave => {
                        report.matches_left_out += unit.candidates.len() as u64;
                        Vec::new()
                    }
                };
                self.take_unit(unit, &mut report, outlet, sink, on_unit)?;
                for mut unit in offered {
                    self.take_unit(&mut unit, &mut report, outlet, sink, on_unit)?;
                }
            } else {
                self.count(unit, &mut report);
                if !self.is_clean {
                    self.clean.clean(unit, sink)?;
                }
                self.languages.settle_leftover(unit);
                let reason = if unit.standing == Standing::Unaligned {
                    Reason::Unaligned
                } else {
                    Reason::Junk
                };
                outlet.remove(unit, reason, sink)?;
            }
        }
        report.left_out = self.states.take_left_out();
        for (reason, count) in self.untranslated.take_left_out() {
            *report.left_out.entry(reason).or_default() += count;
        }
        self.close(reader.as_ref(), report);
        Ok(())
    }

    /// Asks for digests in place of units, where they will do and the reader has them without another thread; whether it did.
    fn ask_for_digests(&self, reader: &mut dyn UnitReader, outlet: &dyn Receiver, wants_threads: bool) -> bool {
        let digests = outlet.digests().filter(|_| self.may_pass_whole());
        let (Some(digests), Some(sparing)) = (digests, reader.sparing()) else {
            return false;
        };
        if wants_threads && !sparing.has_scouts() {
            return false;
        }
        sparing.give_digests(Arc::clone(&digests));
        if wants_threads || !outlet.holds_units() {
            sparing.scout(digests);
        }
        true
    }

    /// Whether all stages but the one for languages leave a sketched unit as it is: it has no state that they ask for, no bead, and
    /// no white space at its edges, and codes are touched only where placeholders are to become some.
    fn may_pass_whole(&self) -> bool {
        self.options.normalization == Normalization::Off
            && self.options.untranslated == UntranslatedUnits::Keep
            && self.options.codes.is_empty()
            && !self.states.are_tracked()
    }

    /// Counts a unit and passes it through the stages.
    fn take_unit(
        &mut self,
        unit: &mut TranslationUnit,
        report: &mut InputReport,
        outlet: &mut dyn Receiver,
        sink: &mut dyn Sink,
        on_unit: OnUnit,
    ) -> Result<()> {
        self.count(unit, report);
        on_unit()?;
        let short = self.languages.units_left_short();
        if unit.variants.is_empty() {
            return outlet.remove(unit, Reason::Empty, sink);
        }
        let stages: &mut [&mut dyn Stage] = &mut [
            &mut self.clean,
            &mut self.states,
            &mut self.languages,
            &mut self.untranslated,
            &mut self.filter,
            &mut self.placeholders,
        ];
        // the first of them cleans
        let wanted = stages.get_mut(usize::from(self.is_clean)..).unwrap_or_default();
        Chain::new(wanted).take(unit, outlet, sink)?;
        if self.languages.units_left_short() > short {
            outlet.note_short();
        }
        Ok(())
    }

    pub(super) fn close(&mut self, reader: &dyn UnitReader, mut report: InputReport) {
        let facts = reader.facts();
        report.encoding = facts.encoding;
        report.bad_bytes = facts.bad_bytes;
        self.known.push(Known {
            is_plain: facts.is_plain,
            is_clean: !self.clean.has_changed(),
        });
        self.inputs.push(report);
    }

    /// What is known of the input of this number, which was read.
    pub(super) fn known(&self, number: usize) -> Known {
        self.known.get(number).copied().unwrap_or_default()
    }

    /// Counts a unit for the report of its input.
    pub(super) fn count(&self, unit: &TranslationUnit, report: &mut InputReport) {
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

    /// What is known of all units, now that all have passed: what is said of them, and their languages.
    pub(super) fn facts(&self) -> (Header, Vec<LanguageTag>) {
        let mut header = self.header.clone().unwrap_or_default();
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
        (header, languages)
    }
}

/// A reader that has given a digest, and so may say more of the unit.
fn sparing(reader: &mut dyn UnitReader) -> Result<&mut dyn SparingReader> {
    reader.sparing().ok_or_else(|| {
        let message = "the reader gave a digest of a unit, and has no more of it";
        ErrorKind::Read(io::Error::other(message)).into()
    })
}

/// Units without the target asked for stay where units of every state do.
fn missing_target(options: &ExportOptions) -> MissingTarget {
    match options.states {
        WantedStates::All => MissingTarget::Keep,
        _ => MissingTarget::Drop,
    }
}
