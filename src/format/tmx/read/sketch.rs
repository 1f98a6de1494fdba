//! Sketching a `tu` of the form that nearly all have: `note` and `prop`, then two `tuv` of one `seg` with text alone.
//!
//! What is sketched, [`TuReader`] would read without a word, and keep the markup of. Whatever it says anything about, or
//! reads as something else than stands there, is left to it.
//!
//! The first unit of a form is gone through tag by tag ([`tags`]), and the form is remembered ([`form`]). In those that
//! follow, just the values are looked at ([`values`]).
//!
//! [`TuReader`]: super::tu::TuReader

mod dates;
mod form;
mod tags;
mod values;

use std::ops::Range;

pub(super) use self::dates::Dates;
pub(super) use self::form::SketchedForms;
use self::values::Value;
use super::{FileFacts, Parser};
use crate::format::xml::{MOST_BYTES, Plain, Stop};
use crate::model::{LanguageTag, RawDialect, Sketch};

type Result<T> = std::result::Result<T, Stop>;

impl Parser {
    /// Sketches the `tu` that `markup` begins with, in which XML forbids no character.
    pub(super) fn sketch_unit(&mut self, markup: &str, sketch: &mut Sketch) -> Plain {
        if !self.may_sketch() {
            return Plain::Other;
        }
        match self.sketch_by_form(markup, sketch) {
            Ok(length) => Plain::Whole(length),
            Err(Stop::Part) if markup.len() < MOST_BYTES => Plain::Part,
            Err(Stop::Part | Stop::Other) => Plain::Other,
        }
    }

    /// Whether units may be sketched here.
    fn may_sketch(&self) -> bool {
        let file = &self.file;
        let stands_in_body = self.has_header && self.body_depth == Some(self.depth);
        let is_usual = file.namespace.is_empty() && !file.is_1_1;
        let has_codes_in_text = file.habits.has_braces || file.habits.has_placeables;
        stands_in_body && is_usual && !has_codes_in_text
    }

    /// Sketches a unit by its form, if that is known, else tag by tag; gives its length.
    fn sketch_by_form(&mut self, markup: &str, sketch: &mut Sketch) -> Result<usize> {
        sketch.clear();
        let forms = &mut self.forms;
        let mut sketcher = Sketcher {
            file: &mut self.file,
            dates: &mut self.dates,
            markup,
            sketch,
        };
        if let Some(known) = forms.find(markup)? {
            for (number, language) in known.languages.iter().enumerate() {
                sketcher.sketch.set_language(number, language);
            }
            for (value, place) in known.values {
                sketcher.take(*value, place.clone())?;
            }
            sketcher.end(known.length)?;
            return Ok(known.length);
        }
        forms.taken.clear();
        let length = sketcher.unit(&mut forms.taken)?;
        sketcher.check_languages()?;
        sketcher.end(length)?;
        let [source, target] = sketch.languages();
        forms.remember(markup.get(..length).unwrap_or_default(), [source, target]);
        Ok(length)
    }
}

/// Sketches one unit.
struct Sketcher<'m, 's> {
    file: &'s mut FileFacts,
    dates: &'s mut Dates,
    markup: &'m str,
    sketch: &'s mut Sketch,
}

/// The values of a unit, in order, each with its place in the markup, in bytes.
type Taken = Vec<(Value, Range<usize>)>;

impl Sketcher<'_, '_> {
    /// Sees to it that the languages are those of the file, in its order, and those that were asked for. Where they were so in
    /// one unit, they are in all of its form.
    fn check_languages(&self) -> Result<()> {
        let [first, second] = self.sketch.languages();
        let is_asked_for = |asked: &Option<LanguageTag>, own| asked.as_ref().is_none_or(|asked| asked == own);
        let is_usual = self.file.source.as_ref() == Some(first)
            && is_asked_for(&self.file.asked.0, first)
            && is_asked_for(&self.file.asked.1, second)
            && !first.same_language(second);
        is_usual.then_some(()).ok_or(Stop::Other)
    }

    /// Ends the unit, which is `length` bytes long.
    fn end(&mut self, length: usize) -> Result<()> {
        let whole = self.markup.get(..length).unwrap_or_default();
        let file = &mut *self.file;
        let source = file.source.as_ref().ok_or(Stop::Other)?;
        // last of all, since it is taken note of an id
        if let Some(id) = self.sketch.id_in(whole)
            && file.ids.is_repeated(id)
        {
            return Err(Stop::Other);
        }
        self.sketch.set_markup(whole, RawDialect::Tmx14, source);
        Ok(())
    }
}
