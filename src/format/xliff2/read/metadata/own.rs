//! Metadata that our own writer gives to units and files.

use super::{Facts, OfVariant};
use crate::model::{
    AppliesTo, Bead, Confidence, Header, LanguageTag, Moment, Provenance, Repaired, SegmentType, SourceLanguage,
};

/// Reads a value of a group that we write; `false` if it is none.
pub(super) fn read_own(category: &str, name: &str, value: &str, side: Option<AppliesTo>, facts: &mut Facts) -> bool {
    match category {
        "provenance" => read_provenance(name, value, &mut facts.of(side).provenance),
        "context" if side.is_none() => {
            let place = match name {
                "previous" => &mut facts.context.previous,
                "next" => &mut facts.context.next,
                "key" => &mut facts.context.key,
                _ => return false,
            };
            *place = Some(value.to_owned());
            true
        }
        "alignment" if side.is_none() => read_bead(name, value, &mut facts.bead),
        "language" if name == "source-language" && side.is_none() => {
            let language = match value {
                "*all*" => Some(SourceLanguage::Any),
                tag => well_formed(tag).map(SourceLanguage::Tag),
            };
            facts.language = language.or(facts.language.take());
            facts.language.is_some()
        }
        "translation" if name == "untranslated" && side.is_none() => {
            facts.standing = crate::model::Untranslated::parse(value);
            facts.standing.is_some()
        }
        "notes" => {
            let Some(side) = side else { return false };
            let has_side = match name {
                "note" => false,
                "note-with-side" => true,
                _ => return false,
            };
            facts.notes_of_variants.push(OfVariant {
                note: value.to_owned(),
                side,
                has_side,
            });
            true
        }
        "header" if side.is_none() && facts.is_of_header => read_header(name, value, &mut facts.header),
        _ => false,
    }
}

pub(super) fn read_provenance(name: &str, value: &str, provenance: &mut Provenance) -> bool {
    let text = || Some(value.to_owned());
    match name {
        "created" => provenance.created = Some(Moment::parse(value)),
        "created-by" => provenance.created_by = text(),
        "changed" => provenance.changed = Some(Moment::parse(value)),
        "changed-by" => provenance.changed_by = text(),
        "last-used" => provenance.last_used = Some(Moment::parse(value)),
        "usage-count" => match value.parse() {
            Ok(count) => provenance.usage_count = Some(count),
            Err(_) => return false,
        },
        "tool" => provenance.tool = text(),
        "tool-version" => provenance.tool_version = text(),
        _ => return false,
    }
    true
}

pub(super) fn read_bead(name: &str, value: &str, bead: &mut Option<Bead>) -> bool {
    let numbers = || -> Option<Vec<u32>> {
        value
            .split_ascii_whitespace()
            .map(|number| number.parse().ok())
            .collect()
    };
    match name {
        "bead" => {
            let Some(shape) = Bead::parse_shape(value) else {
                return false;
            };
            let bead = bead.get_or_insert_default();
            bead.source_count = shape.source_count;
            bead.target_count = shape.target_count;
        }
        "source-segments" => {
            let Some(numbers) = numbers() else { return false };
            bead.get_or_insert_default().source = numbers;
        }
        "target-segments" => {
            let Some(numbers) = numbers() else { return false };
            bead.get_or_insert_default().target = numbers;
        }
        "confidence" => {
            let Some(share) = value.parse().ok().filter(|share| (0.0..=1.0).contains(share)) else {
                return false;
            };
            bead.get_or_insert_default().confidence = Some(Confidence::told(share));
        }
        _ => return false,
    }
    true
}

/// A tag of our own writing, even if nobody knows its language.
pub(super) fn well_formed(tag: &str) -> Option<LanguageTag> {
    match LanguageTag::read(tag) {
        (tag, Repaired::No) => Some(tag),
        _ => None,
    }
}

pub(super) fn read_header(name: &str, value: &str, header: &mut Header) -> bool {
    match name {
        "segment-type" => {
            let read = SegmentType::parse(value);
            header.segment_type = read.or(header.segment_type);
            return read.is_some();
        }
        "datatype" => header.datatype = Some(value.to_owned()),
        "original-format" => header.original_format = Some(value.to_owned()),
        "admin-language" => header.admin_language = well_formed(value),
        _ => return false,
    }
    true
}
