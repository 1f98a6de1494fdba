//! Reading ahead of whoever takes the units, on a thread of its own.

use super::{Given, Incoming, InputFacts, UnitReader};
use crate::diag::{Diagnostic, Sink};
use crate::error::{ErrorKind, Result};
use crate::io::{Ahead, Maker};
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
    units: 256,
    bytes: 1 << 17,
};

/// How many batches may wait.
const BATCHES_AHEAD: usize = 3;

/// A reader whose work is done on another thread, where that is faster than whoever takes the units. It gives the same units and findings in the same order.
pub(crate) struct ReadAhead {
    header: Header,
    facts: InputFacts,
    batches: Ahead<Batches>,
    batch: Batch,
    /// How many units of the batch were given out.
    given: usize,
}

/// Reads batch by batch.
struct Batches {
    reader: Box<dyn UnitReader>,
    size: BatchSize,
}

/// Units that go from one thread to the other, and what comes behind them.
#[derive(Default)]
struct Batch {
    /// The units, and behind them memory for more.
    units: Vec<Taken>,
    count: usize,
    end: Option<End>,
}

/// A unit, and what was said before it.
#[derive(Default)]
struct Taken {
    said: Vec<Diagnostic>,
    incoming: Incoming,
    known: Given,
}

/// How reading ended.
struct End {
    said: Vec<Diagnostic>,
    result: Result<()>,
    facts: InputFacts,
}

impl ReadAhead {
    /// A reader of the same units, ahead where that pays.
    pub(crate) fn of(mut reader: Box<dyn UnitReader>) -> Box<dyn UnitReader> {
        if reader.sparing().is_some_and(|sparing| sparing.is_quick()) {
            reader
        } else {
            Box::new(Self::in_batches(reader, BATCH_SIZE))
        }
    }

    fn in_batches(reader: Box<dyn UnitReader>, size: BatchSize) -> Self {
        Self {
            header: reader.header().clone(),
            facts: reader.facts(),
            batches: Ahead::new(Batches { reader, size }, BATCHES_AHEAD),
            batch: Batch::default(),
            given: 0,
        }
    }
}

impl UnitReader for ReadAhead {
    fn header(&self) -> &Header {
        &self.header
    }

    fn read_unit(&mut self, unit: &mut TranslationUnit, sink: &mut dyn Sink) -> Result<bool> {
        let mut next = Incoming::default();
        std::mem::swap(unit, &mut next.unit);
        let known = loop {
            match self.read_next(&mut next, sink)? {
                // whoever wants whole units has no use for one that a plan lets pass
                Given::Known(_) => {}
                known => break known,
            }
        };
        *unit = *next.unit;
        Ok(known != Given::End)
    }

    fn read_next(&mut self, next: &mut Incoming, sink: &mut dyn Sink) -> Result<Given> {
        while self.given == self.batch.count {
            if let Some(end) = self.batch.end.take() {
                for said in end.said {
                    sink.take(said);
                }
                self.facts = end.facts;
                return end.result.map(|()| Given::End);
            }
            if !self.batches.next(&mut self.batch).map_err(ErrorKind::Read)? {
                return Ok(Given::End);
            }
            self.given = 0;
        }
        let Some(taken) = self.batch.units.get_mut(self.given) else {
            return Ok(Given::End);
        };
        self.given += 1;
        for said in taken.said.drain(..) {
            sink.take(said);
        }
        // what the caller is done with goes back for its memory; readers that give digests are not read ahead
        std::mem::swap(&mut next.unit, &mut taken.incoming.unit);
        next.is_legal = taken.incoming.is_legal;
        Ok(taken.known)
    }

    fn facts(&self) -> InputFacts {
        self.facts.clone()
    }
}

impl Maker for Batches {
    type Made = Batch;

    fn make(&mut self, batch: &mut Batch) -> bool {
        batch.count = 0;
        let mut bytes = 0;
        while batch.count < self.size.units && bytes <= self.size.bytes {
            if batch.units.len() == batch.count {
                batch.units.push(Taken::default());
            }
            let Some(taken) = batch.units.get_mut(batch.count) else {
                break;
            };
            let result = match self.reader.read_next(&mut taken.incoming, &mut taken.said) {
                Ok(Given::End) => Ok(()),
                Ok(known) => {
                    taken.known = known;
                    bytes += taken.incoming.unit.bytes();
                    batch.count += 1;
                    continue;
                }
                Err(error) => Err(error),
            };
            batch.end = Some(End {
                said: std::mem::take(&mut taken.said),
                result,
                facts: self.reader.facts(),
            });
            return false;
        }
        true
    }
}

#[cfg(test)]
mod tests {
    use std::fmt::Write as _;

    use super::*;
    use crate::format::tmx::{BETWEEN_UNITS, UNIT_END};
    use crate::format::{CopyPlan, Format, ReadOptions, open_input};
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
        let mut plan = CopyPlan::new(RawDialect::Tmx14, UNIT_END, BETWEEN_UNITS, None);
        let mut every_seventh = Marks::default();
        (10..280).step_by(7).for_each(|number| every_seventh.add(number));
        plan.passed_over = every_seventh;
        (8..280).step_by(7).for_each(|number| plan.copied.add(number));
        reader.sparing().unwrap().follow(plan);
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
                Ok(Given::End) => break,
                Ok(Given::Known(known)) => {
                    let raw = next.unit.raw.take();
                    // there is nothing else in it
                    assert_eq!(*next.unit, TranslationUnit::default());
                    told.push(format!("{known:?} {raw:?}"));
                }
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
            assert!(straight.iter().any(|told| told.contains("passed_over: 1")));
            assert!(straight.iter().any(|told| told.contains("copied: 1")));
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
