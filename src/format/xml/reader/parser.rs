//! What a format makes of the pieces of its documents.

use std::sync::Arc;

use crate::diag::Sink;
use crate::error::Result;
use crate::format::xml::document::Cut;
use crate::format::xml::exemplars::Gaps;
use crate::format::xml::reading::Reading;
use crate::format::xml::scouts::Scouts;
use crate::format::xml::template::Extent;
use crate::format::xml::tree::{Element, Plain};
use crate::model::{Header, Sketch, TranslationUnit};

/// What a format makes of the pieces of its documents.
///
/// Its methods fail only where nothing behind the piece can be trusted; all else is said.
pub(crate) trait DocumentParser: Send {
    /// The elements that units are read from, by their names without prefix: reading errors is resumed at them.
    const UNITS: &'static [&'static str];

    /// The end tag of the units that scouts sketch.
    const UNIT_END: &'static str = "";

    /// How the element `local` is cut that stands in `depth` open elements.
    fn cut(local: &str, depth: usize) -> Cut;

    /// What the document says about all its units, as far as it is read.
    fn header(&self) -> &Header;

    /// Sketches the unit that is the whole element which `markup` begins with, if [`DocumentParser::whole`] would read it
    /// without a word; more may follow it, or be cut off. There are no characters in it that XML forbids, and no `]]>`.
    fn sketch(&mut self, markup: &str, sketch: &mut Sketch) -> Plain<Extent> {
        let _ = (markup, sketch);
        Plain::Other
    }

    /// Takes note of a unit that a scout has sketched, as if it had been sketched here; `false`, and nothing is noted, if it is
    /// not to be.
    fn admit_find(&mut self, id: Option<&str>) -> bool {
        let _ = id;
        false
    }

    /// Whether the document says which language is the source of its units.
    fn names_source(&self) -> bool {
        false
    }

    /// Sketches a unit once more that was sketched, whatever was noted of it.
    fn sketch_again(&mut self, markup: &str, sketch: &mut Sketch) -> Plain<Extent> {
        let _ = (markup, sketch);
        Plain::Other
    }

    /// What sketches units on other threads, ahead of this parser.
    fn scouts(&mut self) -> Option<Arc<dyn Scouts>> {
        None
    }

    /// The unit that was made last, of `element` and without a word, and where other units of its form differ from it; `None` if
    /// more may follow from what differs.
    ///
    /// [`DocumentParser::whole`] would make the same of another element that differs in nothing but these gaps, as long as
    /// plain text stands in them, and the source is neither the key nor at the end of the target. The unit is the one `pushed`, or still held.
    fn exemplar<'u>(
        &'u self,
        element: Element<'_>,
        pushed: Option<&'u TranslationUnit>,
    ) -> Option<(&'u TranslationUnit, Gaps)> {
        let _ = (element, pushed);
        None
    }

    /// Takes note of a unit that was made after another, as if it had been read; `false`, and nothing is noted, if it is to be
    /// read.
    fn admit(&mut self, unit: &TranslationUnit) -> bool {
        let _ = unit;
        false
    }

    /// Hands on a unit that was admitted.
    fn hand_on(&mut self, unit: Box<TranslationUnit>, reading: &mut Reading<'_>) {
        reading.push(unit);
    }

    /// Takes the start tag of an open element.
    fn start(&mut self, element: Element<'_>, reading: &mut Reading<'_>) -> Result<()>;

    /// Takes the end of the open element whose start came last.
    fn end(&mut self);

    /// Takes a whole element, and pushes the units in it.
    fn whole(&mut self, element: Element<'_>, reading: &mut Reading<'_>) -> Result<()>;

    /// Takes note of an element that was passed over.
    fn skipped(&mut self, reading: &mut Reading<'_>);

    /// Gives up waiting for what was to come: hands out the units that were held back for it, at the end of the document
    /// or before a break in it.
    fn release(&mut self, sink: &mut dyn Sink) -> Vec<TranslationUnit> {
        let _ = sink;
        Vec::new()
    }
}
