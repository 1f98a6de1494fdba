//! The end of the first passage: takes note of the units, and holds them while they are few.
//!
//! Of a long run, another thread does so, in the same order.

use std::fs;
use std::sync::mpsc::{self, Sender, SyncSender, channel, sync_channel};
use std::thread::{self, JoinHandle};

use super::outputs::Outputs;
use super::passage::Receiver;
use super::recall::{Recall, bytes_of};
use super::shortcut::Shortcut;
use super::{ExportOptions, InputSpec};
use crate::diag::Sink;
use crate::error::{Error, ErrorKind, Result};
use crate::format::Threads;
use crate::model::TranslationUnit;
use crate::stage::{Dedupe, Outlet, Reason};

/// For how many bytes of an input another thread pays.
const LONG_INPUT: u64 = 1 << 20;

/// How many units go from one thread to the other at once, at most.
const BATCH_UNITS: usize = 128;

/// How much memory units may take that go from one thread to the other at once: none is added beyond it.
const BATCH_BYTES: usize = 1 << 17;

/// How many batches may wait.
const BATCHES_AHEAD: usize = 4;

/// What was noted of the units of a run.
pub(super) struct Notes {
    pub(super) dedupe: Dedupe,
    pub(super) shortcut: Shortcut,
    pub(super) recall: Recall,
}

impl Notes {
    fn begin(&mut self, input: &InputSpec) {
        self.recall.begin(input);
        self.shortcut.begin();
    }

    fn take(&mut self, unit: &mut TranslationUnit) -> Result<()> {
        let order = self.dedupe.survey(unit)?;
        self.shortcut.note(order, unit);
        self.recall.hold(unit);
        Ok(())
    }
}

/// Where the units of the first passage go: those that stay so far to the notes, the others to the outputs.
pub(super) struct Survey<'s, 'o> {
    outputs: &'s mut Outputs<'o>,
    noting: Noting,
}

enum Noting {
    Here(Box<Notes>),
    Apart(Apart),
}

impl<'s, 'o> Survey<'s, 'o> {
    pub(super) fn new(options: &ExportOptions, outputs: &'s mut Outputs<'o>) -> Self {
        let room = options.room();
        let notes = Notes {
            recall: Recall::new(room.bytes),
            shortcut: Shortcut::new(options),
            dedupe: Dedupe::new(options.dedupe.clone(), room),
        };
        let pays = options.read.threads == Threads::Several && has_cores() && options.inputs.iter().any(is_long);
        let noting = if pays {
            Noting::Apart(Apart::start(notes))
        } else {
            Noting::Here(Box::new(notes))
        };
        Self { outputs, noting }
    }

    /// The units that come next are those of `input`.
    pub(super) fn begin(&mut self, input: &InputSpec) -> Result<()> {
        match &mut self.noting {
            Noting::Here(notes) => {
                notes.begin(input);
                Ok(())
            }
            Noting::Apart(apart) => apart.begin(input),
        }
    }

    /// All that was noted.
    ///
    /// # Errors
    ///
    /// Fails if a temporary file could not be written.
    pub(super) fn finish(self) -> Result<Notes> {
        match self.noting {
            Noting::Here(notes) => Ok(*notes),
            Noting::Apart(apart) => apart.finish(),
        }
    }
}

impl Outlet for Survey<'_, '_> {
    fn keep(&mut self, unit: &mut TranslationUnit, _sink: &mut dyn Sink) -> Result<()> {
        match &mut self.noting {
            Noting::Here(notes) => notes.take(unit),
            Noting::Apart(apart) => apart.take(unit),
        }
    }

    fn remove(&mut self, unit: &TranslationUnit, reason: Reason, sink: &mut dyn Sink) -> Result<()> {
        self.outputs.remove(unit, reason, sink)
    }
}

impl Receiver for Survey<'_, '_> {}

/// Whether an input may be long; one that is no file may.
fn is_long(input: &InputSpec) -> bool {
    let is_short = |name: &&str| fs::metadata(name).is_ok_and(|file| file.is_file() && file.len() <= LONG_INPUT);
    !input.names().iter().all(is_short)
}

fn has_cores() -> bool {
    thread::available_parallelism().is_ok_and(|cores| cores.get() > 1)
}

/// What goes to the thread that takes notes.
enum Message {
    Begin(InputSpec),
    Units(Vec<TranslationUnit>),
}

/// Notes that another thread takes.
struct Apart {
    batch: Vec<TranslationUnit>,
    batch_bytes: usize,
    /// Units that are done with, for their memory.
    spare: Vec<TranslationUnit>,
    spent: mpsc::Receiver<Vec<TranslationUnit>>,
    to: SyncSender<Message>,
    /// The thread itself, until it is waited for.
    thread: Option<JoinHandle<Result<Notes>>>,
}

impl Apart {
    fn start(notes: Notes) -> Self {
        let (to, messages) = sync_channel(BATCHES_AHEAD);
        let (done, spent) = channel();
        Self {
            batch: Vec::new(),
            batch_bytes: 0,
            spare: Vec::new(),
            spent,
            to,
            thread: Some(thread::spawn(move || take_notes(notes, &messages, &done))),
        }
    }

    fn begin(&mut self, input: &InputSpec) -> Result<()> {
        self.flush()?;
        self.send(Message::Begin(input.clone()))
    }

    fn take(&mut self, unit: &mut TranslationUnit) -> Result<()> {
        self.batch_bytes += bytes_of(unit);
        let spare = self.spare.pop().unwrap_or_default();
        self.batch.push(std::mem::replace(unit, spare));
        if self.batch.len() >= BATCH_UNITS || self.batch_bytes > BATCH_BYTES {
            self.flush()?;
        }
        Ok(())
    }

    fn flush(&mut self) -> Result<()> {
        let mut next = self.spent.try_recv().unwrap_or_default();
        self.spare.append(&mut next);
        self.batch_bytes = 0;
        let batch = std::mem::replace(&mut self.batch, next);
        self.send(Message::Units(batch))
    }

    fn send(&mut self, message: Message) -> Result<()> {
        match self.to.send(message) {
            Ok(()) => Ok(()),
            // nobody listens any more: whatever stopped the thread is what went wrong
            Err(_) => self.wait().and_then(|_| Err(stopped())),
        }
    }

    fn wait(&mut self) -> Result<Notes> {
        let ended = self.thread.take().map(JoinHandle::join);
        ended
            .and_then(std::result::Result::ok)
            .unwrap_or_else(|| Err(stopped()))
    }

    fn finish(mut self) -> Result<Notes> {
        self.flush()?;
        // the end of the messages
        let (to, _) = sync_channel(0);
        self.to = to;
        self.wait()
    }
}

fn stopped() -> Error {
    let stopped = std::io::Error::other("the thread that compares the units has stopped");
    Error::from(ErrorKind::Read(stopped))
}

fn take_notes(
    mut notes: Notes,
    messages: &mpsc::Receiver<Message>,
    done: &Sender<Vec<TranslationUnit>>,
) -> Result<Notes> {
    for message in messages {
        match message {
            Message::Begin(input) => notes.begin(&input),
            Message::Units(mut units) => {
                for unit in &mut units {
                    notes.take(unit)?;
                }
                // whoever reads may be done, and needs no memory any more
                let _ = done.send(units);
            }
        }
    }
    Ok(notes)
}
