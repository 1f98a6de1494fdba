//! The trait that every writer of a format has.

use crate::diag::Sink;
use crate::error::Result;
use crate::model::TranslationUnit;

/// Takes translation units, in order, and writes them to one output.
pub trait UnitWriter {
    /// Writes `unit`; each fact the format can't hold goes to `sink`.
    ///
    /// # Errors
    ///
    /// Fails if the output can't be written, or the unit is none that the format could hold at all.
    fn write_unit(&mut self, unit: &TranslationUnit, sink: &mut dyn Sink) -> Result<()>;

    /// Closes the document and flushes it. Without this call the output is cut short on purpose.
    ///
    /// Findings on units that waited for their last part go to `sink`.
    ///
    /// # Errors
    ///
    /// Fails if the output can't be written.
    fn finish(self: Box<Self>, sink: &mut dyn Sink) -> Result<()>;
}
