//! Reading on a thread of its own, ahead of whoever takes the units.

use std::sync::mpsc::{Receiver, Sender, SyncSender, channel, sync_channel};
use std::thread;

use super::{Again, CopyPlan, Incoming, InputFacts, UnitReader};
use crate::diag::{Diagnostic, Sink};
use crate::error::{Error, ErrorKind, Result};
use crate::model::{Header, TranslationUnit};

/// How many units go from one thread to the other at once, at most.
const BATCH_UNITS: usize = 128;

/// How much memory units may take that go from one thread to the other at once, in bytes: none is added beyond it.
const BATCH_BYTES: usize = 1 << 17;

/// How many batches may wait.
const BATCHES_AHEAD: usize = 3;

/// A reader whose work is done on another thread. It gives the same units and findings in the same order.
pub(crate) struct ReadAhead {
    header: Header,
    facts: InputFacts,
    state: State,
}

enum State {
    /// Nothing was read yet.
    Waiting(Box<dyn UnitReader>),
    Running(Running),
    Ended,
}

struct Running {
    batches: Receiver<Batch>,
    /// Where units go that are done with, for their memory.
    spent: Sender<Vec<Taken>>,
    batch: Batch,
    /// How many units of the batch were given out.
    given: usize,
}

/// Units that go from one thread to the other, and what comes behind them.
struct Batch {
    units: Vec<Taken>,
    then: Then,
}

/// A unit, and what was said before it.
#[derive(Default)]
struct Taken {
    said: Vec<Diagnostic>,
    incoming: Incoming,
    known: Again,
}

enum Then {
    More,
    Ended(Vec<Diagnostic>, Result<()>, InputFacts),
}

impl ReadAhead {
    pub(crate) fn new(reader: Box<dyn UnitReader>) -> Self {
        Self {
            header: reader.header().clone(),
            facts: reader.facts(),
            state: State::Waiting(reader),
        }
    }
}

impl UnitReader for ReadAhead {
    fn header(&self) -> &Header {
        &self.header
    }

    fn read_unit(&mut self, unit: &mut TranslationUnit, sink: &mut dyn Sink) -> Result<bool> {
        // without a plan, and unless sketches were asked for, every unit is given whole
        let mut next = Incoming {
            unit: std::mem::take(unit),
            ..Incoming::default()
        };
        let known = self.read_next(&mut next, sink)?;
        *unit = next.unit;
        Ok(known != Again::End)
    }

    fn give_sketches(&mut self) {
        if let State::Waiting(reader) = &mut self.state {
            reader.give_sketches();
        }
    }

    fn follow(&mut self, plan: CopyPlan) {
        if let State::Waiting(reader) = &mut self.state {
            reader.follow(plan);
        }
    }

    fn read_next(&mut self, next: &mut Incoming, sink: &mut dyn Sink) -> Result<Again> {
        let mut running = match std::mem::replace(&mut self.state, State::Ended) {
            State::Waiting(reader) => Running::start(reader),
            State::Running(running) => running,
            State::Ended => return Ok(Again::End),
        };
        while running.given == running.batch.units.len() {
            if let Then::Ended(said, result, facts) = std::mem::replace(&mut running.batch.then, Then::More) {
                for said in said {
                    sink.take(said);
                }
                self.facts = facts;
                return result.map(|()| Again::End);
            }
            running.next_batch()?;
        }
        let Some(taken) = running.batch.units.get_mut(running.given) else {
            return Ok(Again::End);
        };
        running.given += 1;
        for said in taken.said.drain(..) {
            sink.take(said);
        }
        // what the caller is done with goes back for its memory
        std::mem::swap(next, &mut taken.incoming);
        let known = taken.known;
        self.state = State::Running(running);
        Ok(known)
    }

    fn facts(&self) -> InputFacts {
        self.facts.clone()
    }
}

impl Running {
    fn start(reader: Box<dyn UnitReader>) -> Self {
        let (to, batches) = sync_channel(BATCHES_AHEAD);
        let (spent, used_up) = channel();
        thread::spawn(move || read_ahead(reader, &to, &used_up));
        Self {
            batches,
            spent,
            batch: Batch {
                units: Vec::new(),
                then: Then::More,
            },
            given: 0,
        }
    }

    fn next_batch(&mut self) -> Result<()> {
        // whoever reads may be done already, and needs no memory any more
        let _ = self.spent.send(std::mem::take(&mut self.batch.units));
        self.given = 0;
        self.batch = self.batches.recv().map_err(|_| {
            let stopped = std::io::Error::other("the thread that reads it has stopped");
            Error::from(ErrorKind::Read(stopped))
        })?;
        Ok(())
    }
}

/// Reads until the end, or until nobody wants more.
fn read_ahead(mut reader: Box<dyn UnitReader>, batches: &SyncSender<Batch>, used_up: &Receiver<Vec<Taken>>) {
    let mut spare: Vec<Taken> = Vec::new();
    loop {
        let mut units = spare;
        spare = used_up.try_recv().unwrap_or_default();
        let mut count = 0;
        let mut bytes = 0;
        let then = loop {
            if count == BATCH_UNITS || bytes > BATCH_BYTES {
                break Then::More;
            }
            if units.len() == count {
                units.push(Taken::default());
            }
            let Some(taken) = units.get_mut(count) else {
                break Then::More;
            };
            let end = match reader.read_next(&mut taken.incoming, &mut taken.said) {
                Ok(Again::End) => Ok(()),
                Ok(known) => {
                    taken.known = known;
                    bytes += match known {
                        Again::Sketch => taken.incoming.sketch.markup().len(),
                        _ => taken.incoming.unit.bytes(),
                    };
                    count += 1;
                    continue;
                }
                Err(error) => Err(error),
            };
            break Then::Ended(std::mem::take(&mut taken.said), end, reader.facts());
        };
        spare.extend(units.drain(count..));
        let is_last = matches!(then, Then::Ended(..));
        if batches.send(Batch { units, then }).is_err() || is_last {
            return;
        }
    }
}
