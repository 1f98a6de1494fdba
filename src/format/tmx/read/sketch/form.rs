//! The forms of the units that were sketched, so that those which follow need not be gone through tag by tag.

use std::ops::Range;

use super::values::Value;
use super::{Result, Taken};
use crate::format::xml::{Stop, Template};
use crate::model::LanguageTag;

/// How many forms are remembered: tools leave out what a unit does not have, and that is seldom much.
const MOST_FORMS: usize = 8;

/// The forms of the units that came last.
#[derive(Debug, Default)]
pub(in crate::format::tmx::read) struct Forms {
    all: Vec<Form>,
    /// The one that the last unit had.
    last: usize,
    /// The one that makes way next.
    oldest: usize,
    gaps: Vec<Range<usize>>,
    /// The values of the unit that is gone through, or those of one whose form is known.
    pub(super) taken: Taken,
}

/// What all units of one form have in common.
#[derive(Debug)]
struct Form {
    template: Template,
    languages: [LanguageTag; 2],
    /// What stands in the gaps.
    values: Vec<Value>,
}

/// A unit whose form is known.
pub(super) struct Known<'f> {
    pub(super) languages: &'f [LanguageTag; 2],
    /// Its values, with their places.
    pub(super) values: std::iter::Zip<std::slice::Iter<'f, Value>, std::slice::Iter<'f, Range<usize>>>,
    /// How long it is, in bytes.
    pub(super) length: usize,
}

impl Forms {
    /// The form of the unit that `markup` begins with, if it is known.
    ///
    /// # Errors
    ///
    /// More of the markup is needed to tell.
    pub(super) fn find(&mut self, markup: &str) -> Result<Option<Known<'_>>> {
        let count = self.all.len();
        for number in (self.last..count).chain(0..self.last) {
            let Some(form) = self.all.get(number) else { break };
            match form.template.find(markup, &mut self.gaps) {
                Ok(length) => {
                    self.last = number;
                    let form = self.all.get(number);
                    return Ok(form.map(|form| Known {
                        languages: &form.languages,
                        values: form.values.iter().zip(&self.gaps),
                        length,
                    }));
                }
                Err(Stop::Part) => return Err(Stop::Part),
                Err(Stop::Other) => {}
            }
        }
        Ok(None)
    }

    /// Remembers the form of a unit, whose values were taken last.
    pub(super) fn remember(&mut self, markup: &str, languages: [&LanguageTag; 2]) {
        let places = self.taken.iter().map(|(_, place)| place.clone());
        let Some(template) = Template::of(markup, places) else {
            return;
        };
        let form = Form {
            template,
            languages: languages.map(Clone::clone),
            values: self.taken.iter().map(|(value, _)| *value).collect(),
        };
        if self.all.len() < MOST_FORMS {
            self.last = self.all.len();
            self.all.push(form);
        } else if let Some(place) = self.all.get_mut(self.oldest) {
            *place = form;
            self.last = self.oldest;
            self.oldest = (self.oldest + 1) % MOST_FORMS;
        }
    }
}
