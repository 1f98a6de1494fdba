//! Leaves out beads that are not sure enough.

use super::{Outlet, Reason, Stage};
use crate::diag::Sink;
use crate::error::Result;
use crate::model::{Confidence, TranslationUnit};

/// Removes units whose bead has a confidence below a floor; units without a bead pass.
#[derive(Debug, Clone, Copy)]
pub struct MinConfidence {
    floor: Option<Confidence>,
}

impl MinConfidence {
    /// Removes what is below `floor`; nothing without one.
    #[must_use]
    pub fn new(floor: Option<Confidence>) -> Self {
        Self { floor }
    }
}

impl Stage for MinConfidence {
    fn take(&mut self, unit: &mut TranslationUnit, outlet: &mut dyn Outlet, sink: &mut dyn Sink) -> Result<()> {
        let confidence = unit.bead.as_ref().and_then(|bead| bead.confidence);
        if let (Some(confidence), Some(floor)) = (confidence, self.floor)
            && confidence < floor
        {
            return outlet.remove(unit, Reason::LowConfidence, sink);
        }
        outlet.keep(unit, sink)
    }
}
