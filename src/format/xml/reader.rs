//! The reader that all XML formats share: cuts a document, parses the pieces, and lets the format make units of them.

mod breaks;
mod parser;
mod sketching;
mod sparing;

pub(crate) use parser::DocumentParser;

use std::sync::Arc;

use self::sketching::{Shortened, Sketching};
use super::document::{Made, PieceKind};
use super::exemplars::Exemplars;
use super::place::{Place, Spot};
use super::queue::UnitQueue;
use super::reading::Reading;
use super::scouts::Scouted;
use super::source::{Parsed, Rules, Source};
use super::template::MOST_BYTES;
use super::tree::Plain;
use crate::diag::{Diagnostic, DiagnosticCode, Sink};
use crate::error::{Error, ErrorKind, Result};
use crate::format::{
    CopiedDialects, CopyPlan, Given, Incoming, InputFacts, KnownUnits, OnBreak, ReadOptions, SparingReader, UnitReader,
};
use crate::io::Decoded;
use crate::model::{Digested, Digester, Header, IllegalCharacters, Raw, Sketch, TranslationUnit};

/// Reads the units of an XML document.
pub(crate) struct XmlReader<P> {
    file: Arc<str>,
    source: Source,
    /// The piece that came last, for its memory; elsewhere only while one is taken.
    piece: Option<Box<Parsed>>,
    parser: P,
    queue: UnitQueue,
    illegal_characters: IllegalCharacters,
    on_break: OnBreak,
    phase: Phase,
    units: u64,
    /// What a plan says of the elements that are taken in passing.
    plan: Option<Arc<CopyPlan>>,
    /// What was taken in passing, and is to be given next.
    known: Option<Known>,
    /// The dialects whose markup is written.
    copied: CopiedDialects,
    /// What copied markup comes in, for its memory.
    spent: Option<Box<Raw>>,
    /// The unit that was sketched last.
    sketch: Sketch,
    /// What makes digests of sketches, which are given then; else units are made of them.
    digester: Option<Digester>,
    /// What is said of the unit that was sketched last, beside its texts.
    facts: Vec<u8>,
    /// What is noted of the unit of which there was a digest last.
    digested: Digested,
    exemplars: Exemplars,
    /// The unit that was made after another.
    made: Box<TranslationUnit>,
    shortened: Shortened,
}

/// What was not parsed.
enum Known {
    /// A unit of which there is a digest.
    Digest,
    /// Units that a plan knows. Those that are copied are in the piece that came last.
    Units(KnownUnits),
}

/// Hears whether anything is said.
struct Listening<'s> {
    sink: &'s mut dyn Sink,
    has_heard: bool,
}

impl Sink for Listening<'_> {
    fn take(&mut self, diagnostic: Diagnostic) {
        self.has_heard = true;
        self.sink.take(diagnostic);
    }
}

#[cfg(test)]
thread_local! {
    /// How many units a test has seen made after others.
    pub(crate) static UNITS_MADE: std::cell::Cell<usize> = const { std::cell::Cell::new(0) };
    /// How many it has seen that scouts have found, or their ends.
    pub(crate) static UNITS_FOUND: std::cell::Cell<usize> = const { std::cell::Cell::new(0) };
}

enum Phase {
    Reading,
    /// The error that comes after the units that are ready.
    Broken(Error),
    Ended,
}

impl<P: DocumentParser> XmlReader<P> {
    /// Reads from `input`, up to its first unit, so that what stands before it is known.
    pub(crate) fn new(input: Decoded, mut parser: P, options: &ReadOptions, sink: &mut dyn Sink) -> Self {
        let rules = Rules {
            cut: P::cut,
            units: P::UNITS,
            illegal_characters: options.illegal_characters,
        };
        let file = Arc::clone(input.name());
        let scouts = if input.comes_in_blocks() { parser.scouts() } else { None };
        let input = Scouted::new(input, scouts, P::UNIT_END, options.threads);
        let mut reader = Self {
            file,
            source: Source::new(input, rules),
            piece: Some(Box::default()),
            parser,
            queue: UnitQueue::default(),
            illegal_characters: options.illegal_characters,
            on_break: options.on_break,
            phase: Phase::Reading,
            units: 0,
            plan: None,
            copied: options.copied.clone(),
            known: None,
            spent: None,
            sketch: Sketch::default(),
            digester: None,
            facts: Vec::new(),
            digested: Digested::default(),
            exemplars: Exemplars::default(),
            made: Box::default(),
            shortened: Shortened::Sketched,
        };
        reader.read_on(sink);
        reader
    }

    /// Takes pieces until a unit is ready, or nothing more comes.
    fn read_on(&mut self, sink: &mut dyn Sink) {
        while self.queue.is_empty() && self.known.is_none() && matches!(self.phase, Phase::Reading) {
            match self.take_piece(sink) {
                Ok(true) => {}
                Ok(false) => {
                    self.release(sink);
                    self.source.say_at_end(sink);
                    self.phase = Phase::Ended;
                }
                Err(failure) => {
                    self.release(sink);
                    self.phase = Phase::Broken(failure);
                }
            }
        }
    }

    fn release(&mut self, sink: &mut dyn Sink) {
        for unit in self.parser.release(sink) {
            self.queue.push(unit.into());
        }
    }

    fn take_piece(&mut self, sink: &mut dyn Sink) -> Result<bool> {
        let mut piece = self.piece.take().unwrap_or_default();
        let mut sketching = Sketching {
            parser: &mut self.parser,
            sketch: &mut self.sketch,
            exemplars: &mut self.exemplars,
            made: &mut self.made,
            digested: &mut self.digested,
            shortened: &mut self.shortened,
        };
        let taken = match self.source.next(&mut piece, &mut sketching) {
            Ok(true) => self.take(&mut piece, sink).map(|()| true),
            Ok(false) => Ok(false),
            Err(error) => Err(error),
        };
        self.piece = Some(piece);
        taken
    }

    fn take(&mut self, piece: &mut Parsed, sink: &mut dyn Sink) -> Result<()> {
        match piece.made {
            Made::Known(known) => {
                self.known = Some(Known::Units(known));
                return Ok(());
            }
            Made::Sketched(number) => {
                match self.shortened {
                    Shortened::Made => self.take_made(piece.start, number, &piece.namespaces, sink),
                    Shortened::Sketched => self.take_sketch(piece.start, number),
                    Shortened::Found => self.take_digest(number),
                }
                return Ok(());
            }
            Made::Cut | Made::Parsed(_) => {}
        }
        let failed = piece.failed.take();
        let mut sink = Listening { sink, has_heard: false };
        let markup = piece.markup.as_str();
        let spot = Spot::new(&self.file, piece.start, markup);
        if let Some(failed) = failed {
            let help = match failed.kind {
                ErrorKind::Limit(_) => "such a file is not read",
                _ => super::document::MEND,
            };
            return Err(spot.error(failed.kind, failed.offset).with_help(help));
        }
        let has_tree = matches!(piece.kind, PieceKind::Start | PieceKind::Whole);
        let mut reading = Reading {
            spot,
            namespaces: &piece.namespaces,
            oddities: if has_tree { piece.tree.oddities() } else { &[] },
            is_written_plainly: matches!(piece.made, Made::Parsed(_)),
            illegal_characters: self.illegal_characters,
            queue: &mut self.queue,
            sink: &mut sink,
        };
        let element = piece.tree.root(markup);
        let before = reading.queue.len();
        let origin = reading.origin(0);
        let is_unit =
            piece.kind == PieceKind::Whole && element.is_some_and(|element| P::UNITS.contains(&element.local()));
        if !is_unit {
            self.exemplars.forget();
        }
        match (piece.kind, element) {
            (PieceKind::Start, Some(element)) => self.parser.start(element, &mut reading)?,
            (PieceKind::Whole, Some(element)) => self.parser.whole(element, &mut reading)?,
            (PieceKind::End, _) => self.parser.end(),
            (PieceKind::Skipped, _) => self.parser.skipped(&mut reading),
            (PieceKind::Text, _) => {
                let shown = markup.trim().to_owned();
                let message = format!("`{shown}` stands where no text may stand, and is not read");
                reading.say(DiagnosticCode::TextStray, 0, None, message);
            }
            (PieceKind::Doctype | PieceKind::Start | PieceKind::Whole, _) => {}
        }
        if let Made::Parsed(number) = piece.made {
            self.queue.number(before, number, &origin);
        }
        if let (Made::Parsed(_), true, false, Some(element)) = (piece.made, is_unit, sink.has_heard, element) {
            let pushed = self.queue.last().filter(|_| self.queue.len() - before == 1);
            if let Some((unit, gaps)) = self.parser.exemplar(element, pushed)
                && unit.origin == origin
            {
                self.exemplars.learn(element, unit, gaps);
            }
        }
        Ok(())
    }

    /// The markup of the piece that came last: units that are copied.
    fn raw(&mut self) -> Option<Box<Raw>> {
        let (plan, markup) = (self.plan.as_ref()?, &mut self.piece.as_mut()?.markup);
        let spent = self.spent.take().filter(|raw| raw.markup.capacity() <= MOST_BYTES);
        let mut raw = spent.unwrap_or_else(|| Box::new(Raw::new(plan.dialect, "", 1, 1)));
        // a short unit must not take the memory of a long one with it
        if markup.capacity() <= MOST_BYTES.max(2 * markup.len()) {
            std::mem::swap(&mut raw.markup, markup);
        } else {
            raw.markup.clone_from(markup);
        }
        (raw.dialect, raw.number, raw.count, raw.piece) = (plan.dialect, 1, 1, None);
        // tags are counted references, and many threads counting are slower than one comparing
        if raw.inherited_source != plan.inherited_source {
            raw.inherited_source.clone_from(&plan.inherited_source);
        }
        Some(raw)
    }

    /// Goes on to the next unit; gives it if it was parsed.
    fn next_unit(&mut self, sink: &mut dyn Sink) -> Option<Box<TranslationUnit>> {
        self.read_on(sink);
        let next = self.queue.pop();
        self.units += u64::from(next.is_some());
        next
    }

    /// Goes on past what was not parsed; gives it, if it is what comes next.
    fn take_known(&mut self) -> Option<Known> {
        let known = self.known.take();
        self.units += match known {
            Some(Known::Digest) => 1,
            Some(Known::Units(known)) => known.count(),
            None => 0,
        };
        known
    }

    fn end(&mut self, sink: &mut dyn Sink) -> Result<bool> {
        match std::mem::replace(&mut self.phase, Phase::Ended) {
            Phase::Broken(failure) => self.break_off(failure, sink),
            Phase::Reading | Phase::Ended => Ok(false),
        }
    }
}

impl<P: DocumentParser> UnitReader for XmlReader<P> {
    fn header(&self) -> &Header {
        self.parser.header()
    }

    fn read_unit(&mut self, unit: &mut TranslationUnit, sink: &mut dyn Sink) -> Result<bool> {
        loop {
            if let Some(mut next) = self.next_unit(sink) {
                std::mem::swap(unit, &mut next);
                self.queue.take_back(next);
                return Ok(true);
            }
            match self.take_known() {
                Some(Known::Digest) => {
                    self.sketch()?.fill(unit);
                    return Ok(true);
                }
                // whoever wants whole units has no use for one that a plan lets pass
                Some(Known::Units(_)) => {}
                None => return self.end(sink),
            }
        }
    }

    fn read_next(&mut self, next: &mut Incoming, sink: &mut dyn Sink) -> Result<Given> {
        next.is_legal = false;
        if self.plan.is_some() {
            self.spent = next.unit.raw.take().or(self.spent.take());
        }
        if let Some(unit) = self.next_unit(sink) {
            let spent = std::mem::replace(&mut next.unit, unit);
            self.queue.take_back(spent);
            return Ok(Given::Unit);
        }
        match self.take_known() {
            Some(Known::Digest) => {
                std::mem::swap(&mut self.digested, &mut next.digested);
                Ok(Given::Digest)
            }
            Some(Known::Units(known)) => {
                next.unit.clear();
                if known.copied > 0 {
                    next.unit.raw = self.raw();
                }
                Ok(Given::Known(known))
            }
            None if self.end(sink)? => Ok(Given::Unit),
            None => Ok(Given::End),
        }
    }

    fn sparing(&mut self) -> Option<&mut dyn SparingReader> {
        Some(self)
    }

    fn facts(&self) -> InputFacts {
        self.source.facts()
    }
}
