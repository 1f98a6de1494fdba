//! Sketching a `tu` of the forms that most have: `note` and `prop`, then two `tuv` of one `seg` with text, or text and
//! codes ([`codes`]).
//!
//! What is sketched, [`TuReader`] would read without a word, since there is nothing to say, or it was said of a unit before.
//! Whatever it says anything about, or mends elsewhere than in the names of languages, is left to it.
//!
//! The first unit of a form is gone through tag by tag ([`tags`]), and the form is remembered ([`form`]). In those that
//! follow, just the values are looked at ([`values`]). Those with codes, which seldom have the form of others, are each gone
//! through tag by tag. Scouts sketch units ahead of the parser, mostly on other threads ([`scout`]).
//!
//! [`TuReader`]: super::tu::TuReader

mod codes;
mod dates;
mod form;
mod scout;
mod tags;
mod values;

use std::ops::Range;

use self::dates::Dates;
use self::form::SketchedForms;
pub(super) use self::scout::UnitScouts;
use self::values::Value;
use super::pairing::Pairing;
use super::{Basis, Parser};
use crate::format::xml::{Extent, MOST_BYTES, Plain, Stop};
use crate::model::{LanguageTag, RawDialect, Sketch};

type Result<T> = std::result::Result<T, Stop>;

impl Parser {
    /// Sketches the `tu` that `markup` begins with, in which XML forbids no character.
    pub(super) fn sketch_unit(&mut self, markup: &str, sketch: &mut Sketch) -> Plain<Extent> {
        if !self.may_sketch() {
            return Plain::Other;
        }
        let sketched = self.sketches.sketch(markup, &self.file.basis, sketch);
        match sketched {
            Plain::Whole(_) if self.is_repeated(sketch.id()) => Plain::Other,
            Plain::Whole(_) => {
                self.tell_scouts();
                sketched
            }
            Plain::Part | Plain::Other => sketched,
        }
    }

    /// Whether units may be sketched here.
    pub(super) fn may_sketch(&self) -> bool {
        let stands_in_body = self.has_header && self.body_depth == Some(self.depth);
        stands_in_body && self.file.namespace.is_empty()
    }

    /// Whether the id of a unit has come before; it is taken note of.
    pub(super) fn is_repeated(&mut self, id: Option<&str>) -> bool {
        id.is_some_and(|id| self.file.ids.is_repeated(id))
    }
}

/// Sketches units, and knows the forms of those that it has sketched.
#[derive(Debug, Default)]
pub(super) struct Sketches {
    forms: SketchedForms,
    dates: Dates,
    pairing: Pairing,
}

impl Sketches {
    /// Sketches the unit that `markup` begins with, by what is known of its file. Its id may be a repeated one.
    pub(super) fn sketch(&mut self, markup: &str, basis: &Basis, sketch: &mut Sketch) -> Plain<Extent> {
        match self.sketch_by_form(markup, basis, sketch) {
            Ok(extent) => Plain::Whole(extent),
            Err(Stop::Part) if markup.len() < MOST_BYTES => Plain::Part,
            Err(Stop::Part | Stop::Other) => Plain::Other,
        }
    }

    /// Sketches a unit by its form, if that is known, else tag by tag; gives how far it reaches.
    fn sketch_by_form(&mut self, markup: &str, basis: &Basis, sketch: &mut Sketch) -> Result<Extent> {
        sketch.clear();
        let Self { forms, dates, pairing } = self;
        let mut sketcher = Sketcher {
            basis,
            dates,
            pairing,
            markup,
            sketch,
            breaks: 0,
        };
        if let Some(known) = forms.find(markup)? {
            sketcher.sketch.set_tongue(known.tongue);
            for (value, place) in known.values {
                sketcher.take(*value, place.clone())?;
            }
            sketcher.end(known.extent.bytes);
            return Ok(known.extent.with_breaks(sketcher.breaks));
        }
        forms.taken.clear();
        sketcher.pairing.clear();
        sketcher.sketch.begin_tongue();
        let length = sketcher.unit(&mut forms.taken)?;
        sketcher.check_languages()?;
        sketcher.end(length);
        if !sketch.is_coded() {
            forms.remember(markup.get(..length).unwrap_or_default(), sketch.tongue());
        }
        Ok(Extent::of(length))
    }
}

/// Sketches one unit.
struct Sketcher<'m, 's> {
    basis: &'s Basis,
    dates: &'s mut Dates,
    pairing: &'s mut Pairing,
    markup: &'m str,
    sketch: &'s mut Sketch,
    /// How many line breaks stand in its values.
    breaks: u64,
}

/// The values of a unit, in order, each with its place in the markup, in bytes.
type Taken = Vec<(Value, Range<usize>)>;

impl Sketcher<'_, '_> {
    /// Sees to it that the source comes first, which the unit names, or its file, or nobody, and that the languages are those that
    /// were asked for. Where it is so in one unit, it is in all of its form.
    fn check_languages(&self) -> Result<()> {
        let [first, second] = self.sketch.languages();
        let is_asked_for = |asked: &Option<LanguageTag>, own| asked.as_ref().is_none_or(|asked| asked == own);
        let (asked_source, asked_target) = &self.basis.asked;
        let has_source = self.sketch.names_source() || self.basis.source.as_ref().is_none_or(|source| source == first);
        let is_usual = has_source
            && is_asked_for(asked_source, first)
            && is_asked_for(asked_target, second)
            && !first.same_language(second);
        is_usual.then_some(()).ok_or(Stop::Other)
    }

    /// Ends the unit, which is `length` bytes long.
    fn end(&mut self, length: usize) {
        let whole = self.markup.get(..length).unwrap_or_default();
        self.sketch
            .set_markup(whole, RawDialect::Tmx14, self.basis.source.as_ref());
    }
}
