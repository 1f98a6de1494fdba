//! What single tools make of XLIFF 1, each in a room of its own: read in addition to the standard, on what the generic
//! reading gives.

mod across;
mod angular;
mod gettext;
mod memoq;
mod phrase;
mod symfony;
mod trados;
mod wordfast;
mod xcode;
mod xtm;

use super::read::{Draft, Findings};
use crate::format::xml::{Attribute, Cut, Element};
use crate::model::{Code, Property, TranslationUnit};

pub(super) use angular::NamedPairs;

/// What a mark says of the text in it, where it belongs to a history of changes rather than to the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Change {
    /// The text is gone.
    Deleted,
    /// The text has come.
    Added,
    /// There is only a place.
    Place,
}

/// The tools that a document was written by, as far as its namespaces say so, and what they say outside of units.
#[derive(Debug, Default)]
pub(super) struct Dialects {
    trados: Option<trados::Trados>,
}

impl Dialects {
    /// How an element is cut that stands outside of units.
    pub(super) fn cut(local: &str) -> Cut {
        match local {
            // of Trados: comments stand in them
            "doc-info" | "cmt-defs" => Cut::Open,
            // of Trados and Phrase: large, and nothing of it is carried
            "rep-defs" | "rev-defs" | "tag-defs" | "in-ctx-preview-skel" => Cut::Skip,
            _ => Cut::Whole,
        }
    }

    /// Takes note of a namespace that an open element declares.
    pub(super) fn declare(&mut self, namespace: &str) {
        if namespace == trados::NAMESPACE {
            self.trados.get_or_insert_default();
        }
    }

    /// Reads what a tool says outside of units; whether anything was read.
    pub(super) fn read_outside(&mut self, element: Element<'_>) -> bool {
        self.trados.as_mut().is_some_and(|trados| trados.read_outside(element))
    }

    /// Whether `xid` refers to something else than a unit.
    pub(super) fn has_own_references(&self) -> bool {
        self.trados.is_some()
    }

    /// What a mark of this `mtype` says, if it belongs to a history.
    #[expect(clippy::unused_self, reason = "all questions are asked of the document's tools")]
    pub(super) fn change(&self, mtype: &str) -> Option<Change> {
        trados::change(mtype)
    }

    /// Whether an attribute of a mark is read by [`Dialects::mark`].
    pub(super) fn reads_of_mark(&self, attribute: &Attribute<'_>) -> bool {
        self.trados
            .as_ref()
            .is_some_and(|trados| trados.reads_of_mark(attribute))
    }

    /// Adds to a mark what a tool says of it.
    pub(super) fn mark(&self, element: Element<'_>, mark: &mut Code) {
        if let Some(trados) = &self.trados {
            trados.mark(element, mark);
        }
    }

    /// Whether a foreign element of a unit is wholly read by [`Dialects::adjust`].
    #[expect(clippy::unused_self, reason = "all questions are asked of the document's tools")]
    pub(super) fn absorbs(&self, element: &Element<'_>) -> bool {
        trados::absorbs(element) || memoq::absorbs(element) || phrase::absorbs(element) || across::absorbs(element)
    }

    /// Whether a translation offered is none, though it looks like one.
    #[expect(clippy::unused_self, reason = "all questions are asked of the document's tools")]
    pub(super) fn is_no_candidate(&self, alt_trans: Element<'_>, target: &str) -> bool {
        xtm::is_no_candidate(alt_trans, target)
    }

    /// How like the sources are, by a tool that counts otherwise.
    #[expect(clippy::unused_self, reason = "all questions are asked of the document's tools")]
    pub(super) fn similarity(&self, unit: Element<'_>, written: f64) -> f64 {
        if phrase::is_unit(unit) {
            phrase::similarity(written)
        } else {
            written
        }
    }

    /// Adds to the drafts of `unit` what tools say of it in their own ways.
    pub(super) fn adjust(&self, unit: Element<'_>, drafts: &mut [Draft], findings: &mut Findings<'_, '_>) {
        if self.trados.is_some() {
            trados::adjust(unit, drafts, findings);
        }
        memoq::adjust(unit, drafts, findings);
        phrase::adjust(unit, drafts, findings);
        wordfast::adjust(unit, drafts, findings);
        across::adjust(unit, drafts);
        gettext::adjust(unit, drafts, findings);
        symfony::adjust(unit, drafts, findings);
        xcode::adjust(unit, findings);
    }

    /// Whether a tool says something about a unit by an id like this.
    pub(super) fn says_something_by_id(id: &str) -> bool {
        xcode::is_of_format_key(id)
    }

    /// Whether a unit is no text, so that nobody expects it to be translated.
    #[expect(clippy::unused_self, reason = "all questions are asked of the document's tools")]
    pub(super) fn is_no_text(&self, unit: Element<'_>) -> bool {
        xcode::is_format_key(unit)
    }

    /// Whether a tool has a state for each unit, so that one without is not translated.
    pub(super) fn needs_state(&self) -> bool {
        self.trados.is_some()
    }
}

/// Adds a property.
fn add_property(unit: &mut TranslationUnit, name: &str, value: &str) {
    unit.properties.push(Property::new(name, value));
}
