//! Dates units that bring no date of their own.

use super::{Outlet, Stage};
use crate::diag::Sink;
use crate::error::Result;
use crate::model::{Moment, TranslationUnit};

/// Sets the creation date of units that have none, when a date was given. The clock is never asked.
#[derive(Debug, Clone)]
pub struct Dated {
    date: Option<Moment>,
}

impl Dated {
    /// Dates undated units `date`; without one, the stage does nothing.
    #[must_use]
    pub fn new(date: Option<Moment>) -> Self {
        Self { date }
    }
}

impl Stage for Dated {
    fn take(&mut self, unit: &mut TranslationUnit, outlet: &mut dyn Outlet, sink: &mut dyn Sink) -> Result<()> {
        if let Some(date) = &self.date {
            let of_variants = unit.variants.iter().filter_map(|variant| variant.provenance.as_deref());
            let dated = of_variants
                .chain(unit.provenance.as_deref())
                .any(|p| p.created.is_some() || p.changed.is_some());
            if !dated {
                unit.touch();
                unit.provenance_mut().created = Some(date.clone());
            }
        }
        outlet.keep(unit, sink)
    }
}
