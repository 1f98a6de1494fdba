//! Where a unit stands: in the `<file>` of its document, in its groups. Reading gives that as the last properties of a
//! unit, `x-group` and `x-document`, so they need not be written where the unit stands in such a place. Others may have
//! come behind them since, of a duplicate for instance.

use crate::model::{PartKind, Property, TranslationUnit, is_illegal};

/// Readers bound the names of groups.
const LONGEST_GROUP: usize = 1 << 12;

/// The property that names the document of a unit.
const DOCUMENT: &str = "x-document";

/// The property that names the groups of a unit.
const GROUP: &str = "x-group";

/// A place in the output.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Position {
    /// The `original` of the file, if its units are of a document.
    pub(super) document: Option<String>,
    /// The name of the group.
    pub(super) group: Option<String>,
}

/// What the properties of a unit say of its place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct OwnPlace<'u> {
    pub(super) document: Option<&'u str>,
    pub(super) group: Option<&'u str>,
}

impl<'u> OwnPlace<'u> {
    /// Of the segments of a unit, if they agree.
    pub(super) fn of(parts: &'u [TranslationUnit]) -> Self {
        let mut segments = parts.iter().filter(|unit| is_segment(unit));
        let Some(first) = segments.next() else {
            return Self::default();
        };
        let place = Self::of_properties(&first.properties);
        if segments.all(|unit| Self::of_properties(&unit.properties) == place) {
            place
        } else {
            Self::default()
        }
    }

    fn of_properties(properties: &'u [Property]) -> Self {
        let document = only(properties, DOCUMENT).filter(|name| !name.is_empty());
        // what the unit has to say of its document stands before what the place says, but belongs behind the group
        let is_said = document.is_none() && properties.iter().any(|property| property.name == DOCUMENT);
        let fits = |name: &&str| !is_said && (1..=LONGEST_GROUP).contains(&name.len());
        Self {
            document,
            group: only(properties, GROUP).filter(fits),
        }
    }
}

/// The value of the property of this name, if there is just one, and an attribute can say it.
fn only<'u>(properties: &'u [Property], name: &str) -> Option<&'u str> {
    let mut named = properties.iter().filter(|property| property.name == name);
    let only = named.next()?;
    let fits = only.lang.is_none() && !only.value.contains(is_illegal) && named.next().is_none();
    fits.then_some(&*only.value)
}

/// How a unit that is rendered is placed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Placing<'u> {
    pub(super) document: Option<&'u str>,
    pub(super) group: Option<&'u str>,
    /// Whether the file says what the property of each segment does.
    says_document: bool,
    /// The same of the group.
    says_group: bool,
}

impl<'u> Placing<'u> {
    /// In a file of the document `current`, or before the first file.
    pub(super) fn of(parts: &'u [TranslationUnit], current: Option<&'u Position>) -> Self {
        let own = OwnPlace::of(parts);
        let document = current.map_or(own.document, |position| position.document.as_deref());
        let is_there = document == own.document;
        // as above: the unit has to say its document
        let group = own.group.filter(|_| is_there || own.document.is_none());
        Self {
            document,
            group,
            says_document: is_there && document.is_some(),
            says_group: group.is_some(),
        }
    }

    /// Whether the place says what `property` of a segment does.
    pub(super) fn says(self, property: &Property) -> bool {
        match &*property.name {
            DOCUMENT => self.says_document,
            GROUP => self.says_group,
            _ => false,
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
    fn properties_say_where_a_unit_stands_wherever_they_are() {
        let said = |names: &[&str]| {
            let units = [unit(names)];
            let place = OwnPlace::of(&units);
            (place.group.is_some(), place.document.is_some())
        };
        assert_eq!(said(&["x-a", "x-group", "x-document"]), (true, true));
        assert_eq!(said(&["x-document", "x-group"]), (true, true));
        assert_eq!(said(&["x-group", "x-document", "x-a"]), (true, true));
        assert_eq!(said(&["x-document", "x-document"]), (false, false));
        assert_eq!(said(&["x-group", "x-group", "x-document"]), (false, true));
        let mut nameless = unit(&["x-group", "x-document"]);
        nameless.properties[1].value.clear();
        assert_eq!(OwnPlace::of(&[nameless]), OwnPlace::default());
        let differing = [unit(&["x-group"]), unit(&["x-document"])];
        assert_eq!(OwnPlace::of(&differing), OwnPlace::default());
    }

    #[test]
    fn a_rendered_unit_opens_no_file_of_its_own() {
        let elsewhere = Position {
            document: Some("other".into()),
            group: None,
        };
        let units = [unit(&["x-a", "x-group", "x-document"])];
        let unsaid = |placing: Placing<'_>| {
            let properties = units[0].properties.iter();
            properties.filter(|property| !placing.says(property)).count()
        };
        assert_eq!(unsaid(Placing::of(&units, None)), 1);
        let placing = Placing::of(&units, Some(&elsewhere));
        assert_eq!((placing.document, placing.group), (Some("other"), None));
        assert_eq!(unsaid(placing), 3);
    }
}
