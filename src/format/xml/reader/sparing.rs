//! What the reader gives in place of whole units.

use std::sync::Arc;

use super::{DocumentParser, Made, Place, Plain, Shortened, XmlReader};
use crate::error::{Error, ErrorKind, Result};
use crate::format::{CopyPlan, SparingReader};
use crate::model::{Account, Digest, Digests, Sketch};

/// That what a scout has found is not there any more.
fn reads_differently() -> Error {
    ErrorKind::Read(std::io::Error::other("a unit reads differently the second time")).into()
}

impl<P: DocumentParser> SparingReader for XmlReader<P> {
    fn follow(&mut self, plan: CopyPlan) {
        let plan = Arc::new(plan);
        self.source.follow(Arc::clone(&plan));
        self.plan = Some(plan);
    }

    fn give_digests(&mut self, digests: Arc<dyn Digests>) {
        self.digester = Some(digests.digester());
    }

    fn scout(&mut self, digests: Arc<dyn Digests>) {
        self.source.give_digests(digests);
    }

    fn has_scouts(&self) -> bool {
        self.source.has_scouts()
    }

    fn is_quick(&self) -> bool {
        self.plan.as_ref().is_some_and(|plan| plan.knows_most)
    }

    fn coming(&mut self) -> &[Digest] {
        self.source.coming()
    }

    fn sketch(&mut self) -> Result<&Sketch> {
        if let (Shortened::Found, Some(piece)) = (self.shortened, &self.piece)
            && let Made::Sketched(number) = piece.made
        {
            let sketched = self.parser.sketch_again(self.source.last_markup(), &mut self.sketch);
            if !matches!(sketched, Plain::Whole(_)) {
                return Err(reads_differently());
            }
            let Place { line, column } = piece.start;
            self.sketch.set_place(&self.file, line, column, number);
            self.facts.clear();
            self.sketch.put_facts(&mut self.facts);
            self.shortened = Shortened::Sketched;
        }
        Ok(&self.sketch)
    }

    fn account(&mut self) -> Result<Account<'_>> {
        if self.shortened != Shortened::Found {
            return Ok(self.sketch.account(&self.facts));
        }
        let (source, facts) = self.source.account().ok_or_else(reads_differently)?;
        let Place { line, column } = self.piece.as_ref().map_or(Place::START, |piece| piece.start);
        Ok(Account {
            source,
            facts,
            file: Some(&self.file),
            line,
            column,
        })
    }
}
