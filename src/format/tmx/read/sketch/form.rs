//! The forms of the units that were sketched, so that those which follow need not be gone through tag by tag.

use std::ops::Range;

use super::values::Value;
use super::{Result, Taken};
use crate::format::xml::{Extent, Forms, Stop};
use crate::model::Tongue;

/// The forms of the units that came last.
#[derive(Debug, Default)]
pub(in crate::format::tmx::read) struct SketchedForms {
    forms: Forms<Form>,
    gaps: Vec<Range<usize>>,
    /// The values of the unit that is gone through.
    pub(super) taken: Taken,
}

/// What all units of one form have in common.
#[derive(Debug)]
struct Form {
    tongue: Tongue,
    /// What stands in the gaps.
    values: Vec<Value>,
}

/// A unit whose form is known.
pub(super) struct Known<'f> {
    pub(super) tongue: &'f Tongue,
    /// Its values, with their places.
    pub(super) values: std::iter::Zip<std::slice::Iter<'f, Value>, std::slice::Iter<'f, Range<usize>>>,
    /// How far it reaches if no line ends in its values.
    pub(super) extent: Extent,
}

impl SketchedForms {
    /// The unit that `markup` begins with, if its form is known.
    ///
    /// # Errors
    ///
    /// More of the markup is needed to tell.
    pub(super) fn find(&mut self, markup: &str) -> Result<Option<Known<'_>>> {
        match self.forms.find(markup, &mut self.gaps) {
            Ok((form, extent)) => Ok(Some(Known {
                tongue: &form.tongue,
                values: form.values.iter().zip(&self.gaps),
                extent,
            })),
            Err(Stop::Other) => Ok(None),
            Err(Stop::Part) => Err(Stop::Part),
        }
    }

    /// Remembers the form of a unit, whose values were taken last.
    pub(super) fn remember(&mut self, markup: &str, tongue: &Tongue) {
        let places = self.taken.iter().map(|(_, place)| place.clone());
        let form = Form {
            tongue: tongue.clone(),
            values: self.taken.iter().map(|(value, _)| *value).collect(),
        };
        self.forms.remember(markup, places, form);
    }
}
