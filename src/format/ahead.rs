//! Reading on a thread of its own, ahead of whoever takes the units.

use std::sync::mpsc::{Receiver, Sender, SyncSender, channel, sync_channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;

use super::{CopyPlan, Given, Incoming, InputFacts, UnitReader};
use crate::diag::{Diagnostic, Sink};
use crate::error::{Error, ErrorKind, Result};
use crate::model::{Header, TranslationUnit};

/// How much goes from one thread to the other at once.
#[derive(Debug, Clone, Copy)]
struct BatchSize {
    /// How many units, at most.
    units: usize,
    /// How much memory they may take, in bytes: none is added beyond it.
    bytes: usize,
}

const BATCH_SIZE: BatchSize = BatchSize {
    units: 128,
    bytes: 1 << 17,
};

/// How many batches may wait.
const BATCHES_AHEAD: usize = 3;

/// A reader whose work is done on another thread. It gives the same units and findings in the same order.
pub(crate) struct ReadAhead {
    header: Header,
    facts: InputFacts,
    size: BatchSize,
    state: State,
}

enum State {
    /// Nothing was read yet.
    Waiting(Box<dyn UnitReader>),
    Running(Running),
    /// No thread was to be had: each unit is read when it is asked for.
    Straight(Box<dyn UnitReader>),
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
    known: Given,
}

enum Then {
    More,
    Ended(Vec<Diagnostic>, Result<()>, InputFacts),
}

impl ReadAhead {
    pub(crate) fn new(reader: Box<dyn UnitReader>) -> Self {
        Self::in_batches(reader, BATCH_SIZE)
    }

    fn in_batches(reader: Box<dyn UnitReader>, size: BatchSize) -> Self {
        Self {
            header: reader.header().clone(),
            facts: reader.facts(),
            size,
            state: State::Waiting(reader),
        }
    }

    /// Lets the reader run ahead.
    fn start(&mut self) {
        let State::Waiting(reader) = std::mem::replace(&mut self.state, State::Ended) else {
            return;
        };
        let (to, batches) = sync_channel(BATCHES_AHEAD);
        let (spent, used_up) = channel();
        // the thread takes it: where none is to be had, it is still here
        let handed = Arc::new(Mutex::new(Some(reader)));
        let take = |handed: &Mutex<Option<_>>| handed.lock().unwrap_or_else(PoisonError::into_inner).take();
        let (size, for_thread) = (self.size, Arc::clone(&handed));
        let spawned = thread::Builder::new().spawn(move || {
            if let Some(reader) = take(&for_thread) {
                read_ahead(reader, size, &to, &used_up);
            }
        });
        self.state = match spawned {
            Ok(_) => State::Running(Running {
                batches,
                spent,
                batch: Batch {
                    units: Vec::new(),
                    then: Then::More,
                },
                given: 0,
            }),
            Err(_) => take(&handed).map_or(State::Ended, State::Straight),
        };
    }
}

impl UnitReader for ReadAhead {
    fn header(&self) -> &Header {
        &self.header
    }

    fn read_unit(&mut self, unit: &mut TranslationUnit, sink: &mut dyn Sink) -> Result<bool> {
        let mut next = Incoming {
            unit: std::mem::take(unit),
            ..Incoming::default()
        };
        let known = loop {
            match self.read_next(&mut next, sink)? {
                // whoever wants whole units has no use for one that a plan lets pass
                Given::Markup | Given::PassedOver => {}
                known => break known,
            }
        };
        if known == Given::Sketch {
            next.sketch.fill(&mut next.unit);
        }
        *unit = next.unit;
        Ok(known != Given::End)
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

    fn read_next(&mut self, next: &mut Incoming, sink: &mut dyn Sink) -> Result<Given> {
        if matches!(self.state, State::Waiting(_)) {
            self.start();
        }
        let mut running = match std::mem::replace(&mut self.state, State::Ended) {
            State::Running(running) => running,
            State::Straight(mut reader) => {
                let known = reader.read_next(next, sink);
                self.facts = reader.facts();
                if matches!(known, Ok(known) if known != Given::End) {
                    self.state = State::Straight(reader);
                }
                return known;
            }
            State::Waiting(_) | State::Ended => return Ok(Given::End),
        };
        while running.given == running.batch.units.len() {
            if let Then::Ended(said, result, facts) = std::mem::replace(&mut running.batch.then, Then::More) {
                for said in said {
                    sink.take(said);
                }
                self.facts = facts;
                return result.map(|()| Given::End);
            }
            running.next_batch()?;
        }
        let Some(taken) = running.batch.units.get_mut(running.given) else {
            return Ok(Given::End);
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
fn read_ahead(
    mut reader: Box<dyn UnitReader>,
    size: BatchSize,
    batches: &SyncSender<Batch>,
    used_up: &Receiver<Vec<Taken>>,
) {
    let mut spare: Vec<Taken> = Vec::new();
    loop {
        let mut units = spare;
        spare = used_up.try_recv().unwrap_or_default();
        let mut count = 0;
        let mut bytes = 0;
        let then = loop {
            if count == size.units || bytes > size.bytes {
                break Then::More;
            }
            if units.len() == count {
                units.push(Taken::default());
            }
            let Some(taken) = units.get_mut(count) else {
                break Then::More;
            };
            let end = match reader.read_next(&mut taken.incoming, &mut taken.said) {
                Ok(Given::End) => Ok(()),
                Ok(known) => {
                    taken.known = known;
                    bytes += match known {
                        Given::Sketch => taken.incoming.sketch.markup().len(),
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

#[cfg(test)]
mod tests {
    use std::fmt::Write as _;

    use super::*;
    use crate::format::{Format, ReadOptions, open_input};
    use crate::io::Input;
    use crate::marks::Marks;
    use crate::model::RawDialect;

    /// A memory with units of the common form, with others, with findings, and one that breaks off.
    fn memories() -> [String; 2] {
        let mut memory = "<tmx version=\"1.4\"><header creationtool=\"t\" creationtoolversion=\"1\" segtype=\"sentence\" o-tmf=\"t\" \
                          adminlang=\"en\" srclang=\"en\" datatype=\"plaintext\"/><body>\n"
            .to_owned();
        for number in 0..300 {
            let target = ["b", "<ph/>b", " b", "", "b &amp; c"][number % 5];
            // a long unit among short ones
            let target = if number % 50 == 8 { &"b".repeat(40_000) } else { target };
            let tuv = format!(
                "<tuv xml:lang=\"en\"><seg>a {number}</seg></tuv><tuv xml:lang=\"de\"><seg>{target}</seg></tuv>"
            );
            writeln!(memory, "<tu tuid=\"{}\">{tuv}</tu>", number % 290).unwrap();
        }
        let torn = format!("{memory}<tu>");
        memory.push_str("</body></tmx>");
        [memory, torn]
    }

    fn reader(text: &str, said: &mut Vec<Diagnostic>) -> Box<dyn UnitReader> {
        let input = Input::new("a.tmx", Box::new(std::io::Cursor::new(text.as_bytes().to_vec()))).unwrap();
        let (mut reader, _) = open_input(input, Some(Format::Tmx), &ReadOptions::default(), said).unwrap();
        reader.give_sketches();
        let mut plan = CopyPlan::new(RawDialect::Tmx14, "</tu>", None);
        let mut every_seventh = Marks::default();
        (10..280).step_by(7).for_each(|number| every_seventh.add(number));
        plan.passed_over = every_seventh;
        (8..280).step_by(7).for_each(|number| plan.copied.add(number));
        reader.follow(plan);
        reader
    }

    /// All that comes of a reader, in words.
    fn told(mut reader: Box<dyn UnitReader>, mut said: Vec<Diagnostic>) -> Vec<String> {
        let mut told = Vec::new();
        let mut next = Incoming::default();
        loop {
            let known = reader.read_next(&mut next, &mut said);
            told.extend(said.drain(..).map(|said| format!("{said:?}")));
            match known {
                Ok(Given::Unit) => told.push(format!("{:?}", next.unit)),
                Ok(Given::Sketch) => told.push(next.sketch.markup().to_owned()),
                Ok(Given::End) => break,
                Ok(Given::Markup) => told.push(format!("{:?}", next.unit.raw)),
                Ok(known) => told.push(format!("{known:?}")),
                Err(error) => told.push(error.to_string()),
            }
        }
        told.push(format!("{:?}", reader.facts()));
        told
    }

    #[test]
    fn batches_of_any_size_give_the_same_down_to_one_unit() {
        for memory in memories() {
            let mut said = Vec::new();
            let straight = told(reader(&memory, &mut said), said);
            assert!(straight.iter().any(|told| told == "PassedOver"));
            assert!(straight.iter().any(|told| told.starts_with("Some(Raw")));
            assert!(straight.iter().any(|told| told.starts_with("<tu")));
            assert!(straight.len() > 340, "{}", straight.len());
            for (units, bytes) in [
                (1, 1 << 17),
                (2, 1 << 17),
                (7, 1 << 17),
                (128, 1),
                (128, 3000),
                (1000, 1 << 20),
            ] {
                let mut said = Vec::new();
                let reader = reader(&memory, &mut said);
                let ahead = Box::new(ReadAhead::in_batches(reader, BatchSize { units, bytes }));
                assert_eq!(told(ahead, said), straight, "{units} units, {bytes} bytes");
            }
        }
    }
}
