//! Whether a unit can be copied byte for byte into a document of ours: it is valid by the schemas and by what they can't
//! express, it needs nothing from around it, and it means the same there.
//!
//! Where the rules ask for more than is worth checking, a unit is rendered anew instead: copies of codes, codes that may
//! not be reordered, flows inside codes, and attributes or elements of modules other than candidates and metadata.

mod inline;
mod modules;

use std::collections::BTreeSet;

use self::inline::{Inline, Where};
use super::super::{ids, types};
use super::findings::Findings;
use super::foreign::{self, SCHEMA_INSTANCE};
use super::level::{Dir, Inherited};
use super::{Document, matches, metadata};
use crate::format::xml::{Attribute, Child, Element};
use crate::model::{LanguageTag, Raw, RawDialect};

/// The markup of a unit that can be copied.
#[derive(Debug)]
pub(super) struct Copied<'t> {
    dialect: RawDialect,
    markup: &'t str,
    source: LanguageTag,
}

impl Copied<'_> {
    /// What the segment `number`, from 1, of `count` bears.
    pub(super) fn part(&self, number: u32, count: u32) -> Raw {
        Raw {
            inherited_source: Some(self.source.clone()),
            ..Raw::new(self.dialect, self.markup, number, count)
        }
    }
}

/// The markup of a unit of some `parts`, if it can be copied. `around` is what it takes over from its file and groups.
pub(super) fn raw<'t>(
    unit: Element<'t>,
    parts: usize,
    around: &Inherited,
    document: &Document,
    findings: &Findings<'_, '_>,
) -> Option<Copied<'t>> {
    let dialect = document.dialect?;
    // several parts know each other by it
    if parts == 1 && !document.copied.has(dialect) {
        return None;
    }
    let takes_nothing_over = around.is_translated
        && !around.is_kept_whole
        && around.source_dir == Dir::Auto
        && around.target_dir == Dir::Auto;
    let is_self_contained = || {
        foreign::borrowed_prefixes(unit)
            .iter()
            .all(|(prefix, namespace)| match *prefix {
                "" => *namespace == document.core,
                "mtc" => *namespace == matches::NAMESPACE,
                "mda" => *namespace == metadata::NAMESPACE,
                _ => false,
            })
    };
    let mended = document.source.is_mended || document.target.as_ref().is_some_and(|target| target.is_mended);
    let can_be_copied = takes_nothing_over
        && !mended
        && findings.reading.is_plain()
        && is_self_contained()
        && !foreign::has_own_entities(unit.markup())
        && Check {
            document,
            dialect,
            keeps_space_as_copied: is_preserve(unit, true),
        }
        .unit(unit, around.keeps_space);
    can_be_copied.then(|| Copied {
        dialect,
        markup: unit.markup(),
        source: document.source.tag.clone(),
    })
}

/// The rules, with what they need to know of the document.
struct Check<'d> {
    document: &'d Document,
    dialect: RawDialect,
    /// Whether the unit keeps white space in our documents, where all around it does.
    keeps_space_as_copied: bool,
}

fn is_yes_no(value: &str) -> bool {
    matches!(value, "yes" | "no")
}

/// Whether a name is none of the standard, so that a schema lets it pass.
fn is_foreign(namespace: &str) -> bool {
    !namespace.is_empty()
        && namespace != foreign::XML
        && namespace != SCHEMA_INSTANCE
        && !foreign::is_of_standard(namespace)
}

/// Whether an element needs nothing from around it, and neither it nor anything inside of it is of the standard.
pub(in super::super) fn stands_alone(element: Element<'_>) -> bool {
    foreign::borrowed_prefixes(element).is_empty() && modules::is_foreign_throughout(element)
}

/// Whether each attribute passes: declarations do, those of other namespaces if `foreign` says so, and the rest by `own`.
fn attributes_pass(element: Element<'_>, foreign: bool, own: impl Fn(&Attribute<'_>) -> bool) -> bool {
    element.attributes().all(|attribute| {
        if let Some(prefix) = attribute.declared_prefix() {
            foreign::is_declaration(prefix, attribute.value)
        } else if attribute.namespace.is_empty() || attribute.namespace == foreign::XML {
            own(&attribute)
        } else {
            foreign && is_foreign(attribute.namespace)
        }
    }) && are_distinct(element)
}

/// Whether no attribute stands twice under two prefixes of one namespace.
fn are_distinct(element: Element<'_>) -> bool {
    let names = || element.attributes().filter(|attribute| !attribute.namespace.is_empty());
    names().enumerate().all(|(number, one)| {
        let mut before = names().take(number);
        !before.any(|other| (other.namespace, other.local()) == (one.namespace, one.local()))
    })
}

/// Whether nothing but elements and white space stands in an element.
fn has_elements_only(element: Element<'_>) -> bool {
    foreign::stray_text(element).is_none()
}

/// Whether nothing but text stands in an element.
fn has_text_only(element: Element<'_>) -> bool {
    element.children().all(|child| matches!(child, Child::Text(..)))
}

fn is_preserve(element: Element<'_>, around: bool) -> bool {
    match element.attribute("xml:space") {
        Some(word) => word == "preserve",
        None => around,
    }
}

/// Whether `word` is a number as schemas want it, from 1.
fn is_positive(word: &str) -> bool {
    !word.is_empty() && !word.starts_with('0') && word.bytes().all(|byte| byte.is_ascii_digit())
}

impl Check<'_> {
    fn is_core(&self, element: Element<'_>, local: &str) -> bool {
        element.namespace() == self.document.core && element.local() == local
    }

    fn unit(&self, unit: Element<'_>, around: bool) -> bool {
        let id = unit.attribute("id").unwrap_or_default();
        let attributes = attributes_pass(unit, true, |attribute| match attribute.name {
            "id" | "name" => true,
            "canResegment" | "translate" => is_yes_no(attribute.value),
            "srcDir" | "trgDir" => Dir::parse(attribute.value).is_some(),
            "xml:space" => matches!(attribute.value, "default" | "preserve"),
            "type" => types::is_user_defined(attribute.value),
            _ => false,
        });
        ids::of_unit(id) == id && attributes && has_elements_only(unit) && self.content(unit, is_preserve(unit, around))
    }

    fn content(&self, unit: Element<'_>, keeps_space: bool) -> bool {
        let mut rank = 0;
        let mut notes: Option<Element<'_>> = None;
        let mut data: Option<Element<'_>> = None;
        let (mut metadata, mut matches) = (None, None);
        let mut pieces = Vec::new();
        for element in unit.elements() {
            let (this, place) = match (element.namespace(), element.local()) {
                (metadata::NAMESPACE, "metadata") => (0, Some(&mut metadata)),
                (matches::NAMESPACE, "matches") => (0, Some(&mut matches)),
                (namespace, "notes") if namespace == self.document.core => (1, Some(&mut notes)),
                (namespace, "originalData") if namespace == self.document.core => (2, Some(&mut data)),
                (namespace, "segment" | "ignorable") if namespace == self.document.core => {
                    pieces.push(element);
                    (3, None)
                }
                (namespace, _) if is_foreign(namespace) && modules::is_foreign_throughout(element) => (0, None),
                _ => return false,
            };
            if this < rank || place.is_some_and(|place| place.replace(element).is_some()) {
                return false;
            }
            rank = this;
        }
        if !pieces.iter().any(|piece| piece.local() == "segment") {
            return false;
        }
        let Some(data_ids) = self.data(data) else { return false };
        let mut inline = Inline::new(self, data_ids);
        for piece in &pieces {
            if !piece.attribute("id").is_none_or(|id| inline.add_segment(id)) {
                return false;
            }
        }
        notes.is_none_or(|notes| self.notes(notes, &mut inline))
            && pieces
                .iter()
                .enumerate()
                .all(|(number, piece)| self.piece(*piece, number, keeps_space, &mut inline))
            && inline.is_closed()
            && orders_pass(&pieces)
            && metadata.is_none_or(modules::metadata)
            && matches.is_none_or(|matches| modules::matches(matches, self, keeps_space, &inline))
    }

    /// The ids of the native code; `None` where it is not valid.
    fn data<'t>(&self, original_data: Option<Element<'t>>) -> Option<BTreeSet<&'t str>> {
        let mut found = BTreeSet::new();
        let Some(original_data) = original_data else {
            return Some(found);
        };
        let has_no_attributes = attributes_pass(original_data, false, |_| false);
        for data in original_data.elements() {
            let id = data.attribute("id").filter(|id| ids::is_token(id))?;
            let attributes = attributes_pass(data, false, |attribute| match attribute.name {
                "id" => true,
                "dir" => Dir::parse(attribute.value).is_some(),
                "xml:space" => attribute.value == "preserve",
                _ => false,
            });
            let content = data
                .elements()
                .all(|element| self.is_core(element, "cp") && inline::is_cp(element));
            if !(self.is_core(data, "data") && attributes && content && found.insert(id)) {
                return None;
            }
        }
        (has_no_attributes && has_elements_only(original_data) && !found.is_empty()).then_some(found)
    }

    fn notes<'t>(&self, notes: Element<'t>, inline: &mut Inline<'t, '_>) -> bool {
        let mut count = 0;
        for note in notes.elements() {
            count += 1;
            let attributes = attributes_pass(note, true, |attribute| match attribute.name {
                "id" => ids::is_token(attribute.value),
                "appliesTo" => matches!(attribute.value, "source" | "target"),
                "category" => true,
                "priority" => {
                    is_positive(attribute.value) && attribute.value.parse().is_ok_and(|number: u8| number <= 10)
                }
                "ref" => self.dialect == RawDialect::Xliff22 && inline.is_segment_reference(attribute.value),
                _ => false,
            });
            let is_new = note.attribute("id").is_none_or(|id| inline.add_note(id));
            if !(self.is_core(note, "note") && attributes && is_new && has_text_only(note)) {
                return false;
            }
        }
        count > 0 && attributes_pass(notes, false, |_| false) && has_elements_only(notes)
    }

    fn piece<'t>(&self, piece: Element<'t>, number: usize, keeps_space: bool, inline: &mut Inline<'t, '_>) -> bool {
        let is_segment = piece.local() == "segment";
        let attributes = attributes_pass(piece, false, |attribute| match attribute.name {
            "id" => ids::is_token(attribute.value),
            "canResegment" => is_segment && is_yes_no(attribute.value),
            "state" => is_segment && matches!(attribute.value, "initial" | "translated" | "reviewed" | "final"),
            "subState" => is_segment && types::is_user_defined(attribute.value) && piece.attribute("state").is_some(),
            _ => false,
        });
        let mut flows = piece.elements();
        let (source, target) = (flows.next(), flows.next());
        let Some(source) = source.filter(|source| self.is_core(*source, "source")) else {
            return false;
        };
        let state = piece.attribute("state").unwrap_or("initial");
        let is_complete = match target {
            Some(target) => self.is_core(target, "target"),
            None => state == "initial",
        };
        let at = Where {
            piece: number,
            is_target: false,
            is_final: state == "final",
        };
        attributes
            && is_complete
            && flows.next().is_none()
            && has_elements_only(piece)
            && self.flow(source, keeps_space, at, inline)
            && target.is_none_or(|target| {
                let at = Where { is_target: true, ..at };
                let agree = |around| is_preserve(target, around) == is_preserve(source, around);
                agree(keeps_space) && agree(self.keeps_space_as_copied) && self.flow(target, keeps_space, at, inline)
            })
    }

    /// `source` or `target`.
    fn flow<'t>(&self, flow: Element<'t>, keeps_space: bool, at: Where, inline: &mut Inline<'t, '_>) -> bool {
        let language = if at.is_target {
            self.document.target.as_ref()
        } else {
            Some(&self.document.source)
        };
        let Some(language) = language else { return false };
        let attributes = attributes_pass(flow, false, |attribute| match attribute.name {
            "xml:lang" => attribute.value.eq_ignore_ascii_case(language.tag.as_str()),
            "xml:space" => matches!(attribute.value, "default" | "preserve"),
            "order" => at.is_target && is_positive(attribute.value),
            _ => false,
        });
        // where nothing says so, readers may fold white space; in our documents they may not
        let means_the_same = flow.attribute("xml:space").is_some() || keeps_space || !is_foldable(&flow.text());
        attributes && means_the_same && inline.flow(flow, at)
    }
}

/// Whether text changes where runs of white space become one space (XLIFF 2, Content Comparison).
fn is_foldable(text: &str) -> bool {
    text.contains(['\t', '\n', '\r']) || text.contains("  ")
}

/// Whether each place is taken once: by the target that asks for it, or by the one that stands there (XLIFF 2, `order`).
fn orders_pass(pieces: &[Element<'_>]) -> bool {
    let mut taken = BTreeSet::new();
    pieces.iter().enumerate().all(|(number, piece)| {
        let order = piece.first("target").and_then(|target| target.attribute("order"));
        let place = order.map_or(Some(number + 1), |order| order.parse().ok());
        place.is_some_and(|place| place <= pieces.len() && taken.insert(place))
    })
}
