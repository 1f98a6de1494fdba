//! Sketching units on other threads, by what the parser has found out of the file so far.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::{Parser, Sketches};
use crate::format::tmx::read::Basis;
use crate::format::xml::{Extent, Plain, Scout, Scouts};
use crate::model::Sketch;

impl Parser {
    /// The scouts of this parser.
    pub(in crate::format::tmx::read) fn send_scouts(&mut self) -> Arc<UnitScouts> {
        Arc::clone(self.scouts.get_or_insert_default())
    }

    /// Tells the scouts what is known by now, once there is enough to sketch units by.
    pub(super) fn tell_scouts(&self) {
        let Some(scouts) = &self.scouts else { return };
        let mut known = scouts.known();
        if known
            .as_ref()
            .is_none_or(|known| known.extent() != self.file.basis.extent())
        {
            *known = Some(Arc::new(self.file.basis.clone()));
        }
    }
}

impl Basis {
    /// How much is known.
    fn extent(&self) -> (usize, usize, bool) {
        (self.tags.len(), self.said.len(), self.of_omegat.is_none())
    }
}

/// Scouts of one parser, and what they know: nothing before the first unit was sketched.
#[derive(Debug, Default)]
pub(in crate::format::tmx::read) struct UnitScouts(Mutex<Option<Arc<Basis>>>);

impl UnitScouts {
    fn known(&self) -> MutexGuard<'_, Option<Arc<Basis>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Scouts for UnitScouts {
    fn scout(self: Arc<Self>) -> Box<dyn Scout> {
        Box::new(UnitScout {
            scouts: self,
            known: None,
            sketches: Sketches::default(),
        })
    }
}

struct UnitScout {
    scouts: Arc<UnitScouts>,
    known: Option<Arc<Basis>>,
    sketches: Sketches,
}

impl Scout for UnitScout {
    fn is_to_go(&mut self) -> bool {
        self.known.clone_from(&self.scouts.known());
        self.known.is_some()
    }

    fn sketch(&mut self, markup: &str, sketch: &mut Sketch) -> Plain<Extent> {
        match &self.known {
            Some(basis) if markup.starts_with("<tu") => self.sketches.sketch(markup, basis, sketch),
            _ => Plain::Other,
        }
    }
}
