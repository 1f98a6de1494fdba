//! Where a unit stands: in the `<file>` of its document, in its groups. Reading gives that as the last properties of a
//! unit, `x-group` and `x-document`, so they need not be written where the unit stands in such a place.

use crate::model::{PartKind, Property, TranslationUnit, is_illegal};

/// Readers bound the names of groups.
const LONGEST_GROUP: usize = 1 << 12;

/// A place in the output.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Position {
    /// The `original` of the file, if its units are of a document.
    pub(super) document: Option<String>,
    /// The name of the group.
    pub(super) group: Option<String>,
}

/// What the last properties of a unit say of its place, and how many there are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Trailing<'u> {
    pub(super) document: Option<&'u str>,
    pub(super) group: Option<&'u str>,
    pub(super) count: usize,
}

impl<'u> Trailing<'u> {
    /// Of the segments of a unit, if they agree.
    pub(super) fn of(parts: &'u [TranslationUnit]) -> Self {
        let mut segments = parts.iter().filter(|unit| is_segment(unit));
        let Some(first) = segments.next() else {
            return Self::default();
        };
        let trailing = Self::of_properties(&first.properties);
        if segments.all(|unit| Self::of_properties(&unit.properties) == trailing) {
            trailing
        } else {
            Self::default()
        }
    }

    fn of_properties(properties: &'u [Property]) -> Self {
        let mut trailing = Self::default();
        let mut rest = properties;
        let named = |property: &Property, name: &str| {
            property.name == name && property.lang.is_none() && !property.value.contains(is_illegal)
        };
        if let Some((last, before)) = rest.split_last()
            && named(last, "x-document")
            && !last.value.is_empty()
        {
            if before.iter().any(|property| property.name == "x-document") {
                return trailing;
            }
            trailing.document = Some(&last.value);
            rest = before;
        }
        if let Some((last, before)) = rest.split_last()
            && named(last, "x-group")
            && (1..=LONGEST_GROUP).contains(&last.value.len())
            && before.iter().all(|property| property.name != "x-group")
        {
            trailing.group = Some(&last.value);
            rest = before;
        }
        trailing.count = properties.len() - rest.len();
        trailing
    }
}

/// How a unit that is rendered is placed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Placing<'u> {
    pub(super) document: Option<&'u str>,
    pub(super) group: Option<&'u str>,
    /// How many of the last properties of each segment the place says.
    pub(super) implied: usize,
}

impl<'u> Placing<'u> {
    /// In a file of the document `current`, or before the first file.
    pub(super) fn of(parts: &'u [TranslationUnit], current: Option<&'u Position>) -> Self {
        let trailing = Trailing::of(parts);
        let document = current.map_or(trailing.document, |position| position.document.as_deref());
        if document == trailing.document {
            return Self {
                document,
                group: trailing.group,
                implied: trailing.count,
            };
        }
        // the group is said by the place only where nothing that stands behind it is said otherwise
        let is_last = trailing.document.is_none();
        Self {
            document,
            group: trailing.group.filter(|_| is_last),
            implied: if is_last { trailing.count } else { 0 },
        }
    }
}

/// Whether a unit is a segment rather than what stands between two.
pub(super) fn is_segment(unit: &TranslationUnit) -> bool {
    unit.part.as_ref().is_none_or(|part| part.kind == PartKind::Segment)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn unit(names: &[&str]) -> TranslationUnit {
        TranslationUnit {
            properties: names
                .iter()
                .map(|name| Property::new(*name, format!("of {name}")))
                .collect(),
            ..TranslationUnit::default()
        }
    }

    #[test]
    fn only_the_last_properties_say_where_a_unit_stands() {
        let count = |names: &[&str]| Trailing::of(&[unit(names)]).count;
        assert_eq!(count(&["x-a", "x-group", "x-document"]), 2);
        assert_eq!(count(&["x-document", "x-group"]), 1);
        assert_eq!(count(&["x-group", "x-document", "x-a"]), 0);
        assert_eq!(count(&["x-document", "x-document"]), 0);
        assert_eq!(count(&["x-group", "x-group", "x-document"]), 1);
        let mut nameless = unit(&["x-group", "x-document"]);
        nameless.properties[1].value.clear();
        assert_eq!(Trailing::of(&[nameless]).count, 0);
        let differing = [unit(&["x-group"]), unit(&["x-document"])];
        assert_eq!(Trailing::of(&differing), Trailing::default());
    }

    #[test]
    fn a_rendered_unit_opens_no_file_of_its_own() {
        let elsewhere = Position {
            document: Some("other".into()),
            group: None,
        };
        let units = [unit(&["x-a", "x-group", "x-document"])];
        assert_eq!(Placing::of(&units, None).implied, 2);
        let placing = Placing::of(&units, Some(&elsewhere));
        assert_eq!(
            (placing.document, placing.group, placing.implied),
            (Some("other"), None, 0)
        );
    }
}
