//! Properties that are attributes of XLIFF 1.2 itself: `x-restype` is `restype` again.

use super::placing::is_segment;
use super::schema::{attribute, resource_attribute};
use crate::model::{Property, TranslationUnit, is_illegal};

/// The state of a unit, as far as `approved` hangs on it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Approval {
    /// The state means it.
    ByState,
    /// The state does not.
    NotByState,
    /// There is no state.
    Stateless,
}

/// The target of a unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum TargetShape {
    Missing,
    /// At least one segment holds nothing.
    Empty,
    Filled,
}

/// What decides whether `approved` and `state-qualifier` can be written as they are.
#[derive(Debug, Clone, Copy)]
pub(super) struct Situation {
    pub(super) approval: Approval,
    pub(super) target: TargetShape,
}

/// The attributes of a unit that its first properties say.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Native<'u> {
    properties: &'u [Property],
}

impl<'u> Native<'u> {
    /// Of all segments of a unit: those that begin the properties of each, in the same order. Reading gives the
    /// attributes first, so only the first properties can come back in their order.
    pub(super) fn of(parts: &'u [TranslationUnit], situation: Situation) -> Self {
        let mut segments = parts.iter().filter(|unit| is_segment(unit));
        let Some(first) = segments.next() else {
            return Self::default();
        };
        let mut count = 0;
        let mut is_last = false;
        for property in &first.properties {
            let before = first.properties.get(..count).unwrap_or_default();
            let is_new = before.iter().all(|known| known.name != property.name);
            if is_last || !is_new || !can_be_attribute(property, situation, parts.len() == 1) {
                break;
            }
            is_last = property.name == "x-state-qualifier";
            count += 1;
        }
        for unit in segments {
            let same = first
                .properties
                .iter()
                .zip(&unit.properties)
                .take(count)
                .take_while(|(a, b)| a == b);
            count = same.count();
        }
        Self {
            properties: first.properties.get(..count).unwrap_or_default(),
        }
    }

    /// How many of the first properties of each segment it says.
    pub(super) fn count(self) -> usize {
        self.properties.len()
    }

    /// Whether `approved` is among them.
    pub(super) fn has_approved(self) -> bool {
        self.properties.iter().any(|property| property.name == "x-approved")
    }

    /// The attributes of `trans-unit`, by name and value.
    pub(super) fn of_unit(self) -> impl Iterator<Item = (&'u str, &'u str)> {
        self.all().filter(|(name, _)| *name != "state-qualifier")
    }

    /// `state-qualifier` of the target.
    pub(super) fn state_qualifier(self) -> Option<&'u str> {
        self.all()
            .find(|(name, _)| *name == "state-qualifier")
            .map(|(_, value)| value)
    }

    fn all(self) -> impl Iterator<Item = (&'u str, &'u str)> {
        let bare = |property: &'u Property| Some((property.name.strip_prefix("x-")?, property.value.as_str()));
        self.properties.iter().filter_map(bare)
    }
}

fn can_be_attribute(property: &Property, situation: Situation, is_alone: bool) -> bool {
    let Some(name) = property.name.strip_prefix("x-") else {
        return false;
    };
    let value = property.value.as_str();
    if property.lang.is_some() || value.contains(is_illegal) {
        return false;
    }
    match name {
        "approved" if !is_alone => false,
        // `approved` goes with the states that mean it, and wants a translation
        "approved" => match value {
            "yes" => match situation.approval {
                Approval::ByState => true,
                Approval::NotByState => false,
                Approval::Stateless => situation.target == TargetShape::Filled,
            },
            "no" => situation.approval != Approval::ByState,
            _ => false,
        },
        "state-qualifier" => {
            situation.target != TargetShape::Missing
                && attribute("target", name).is_some_and(|value_type| value_type.takes(value))
        }
        // a unit that is not to be translated and has no target is structure to readers
        "translate" if value == "no" && situation.target == TargetShape::Missing => false,
        _ => resource_attribute(name).is_some_and(|value_type| value_type.takes(value)),
    }
}
