//! Units made after others of their form, without parsing.
//!
//! Most units of a file differ in nothing but their ids, keys, texts and notes. Where one was read without a finding, and the format
//! says where in its element these stand, it becomes the exemplar of its form: in units that follow, what stands in the
//! gaps is looked at, and all else is taken from it.

#[cfg(test)]
pub(crate) mod alike;
#[cfg(test)]
mod tests;

use std::borrow::Cow;
use std::ops::Range;

use super::cursor::Stop;
use super::entities::resolve_plain;
use super::template::{Extent, Forms, MOST_BYTES};
use super::tree::{Element, Plain};
use crate::model::{Origin, Standing, TranslationUnit, reuse};

/// How many exemplars may be made in vain: files in which each unit has a form of its own are parsed.
const MOST_IN_VAIN: usize = 64;

/// Of how many units one is tried all the same where as many were made in vain: those behind it may have one form.
const TRIED_ONE_OF: usize = 16;

/// What stands in a place where units of one form may differ.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Gap {
    Id,
    /// The key of the unit in its context.
    Key,
    /// The text of the variant of this number.
    Text(usize),
    /// The text of the note of this number.
    Note(usize),
}

/// Where the gaps of an element are, in bytes of the markup.
pub(crate) type Gaps = Vec<(Gap, Range<usize>)>;

/// The exemplars of a document.
#[derive(Debug, Default)]
pub(super) struct Exemplars {
    forms: Forms<Exemplar>,
    /// How many were made of which no other unit was made so far, at most [`MOST_IN_VAIN`].
    in_vain: usize,
    /// How many units in a row were not taken for exemplars, since many had been in vain.
    untried: usize,
    places: Vec<Range<usize>>,
}

#[derive(Debug)]
struct Exemplar {
    gaps: Vec<Gap>,
    /// What all units of the form have in common: one without what stands in the gaps.
    common: TranslationUnit,
    is_used: bool,
}

impl Exemplars {
    /// Forgets all: what stands around units has changed.
    pub(super) fn forget(&mut self) {
        self.forms.forget();
    }

    /// Makes a unit after that of its form which `markup` begins with, in place of what is in `unit`; where it stands is not
    /// said.
    pub(super) fn make(&mut self, markup: &str, unit: &mut TranslationUnit) -> Plain<Extent> {
        let (exemplar, extent) = match self.forms.find(markup, &mut self.places) {
            Ok(found) => found,
            Err(Stop::Part) if markup.len() < MOST_BYTES => return Plain::Part,
            Err(Stop::Part | Stop::Other) => return Plain::Other,
        };
        let whole = markup.get(..extent.bytes).unwrap_or_default();
        // whether markup may be copied can depend on the spaces in it: where that of a unit of single ones is not copied, none is
        let spaces = if exemplar.common.raw.is_some() {
            Spaces::Single
        } else {
            Spaces::Any
        };
        if exemplar.fill(whole, &self.places, spaces, unit).is_none() {
            return Plain::Other;
        }
        if !std::mem::replace(&mut exemplar.is_used, true) {
            self.in_vain = self.in_vain.saturating_sub(1);
        }
        Plain::Whole(extent)
    }

    /// Takes `unit`, made of `element` without a finding, for an exemplar, if units after it would be what they are.
    pub(super) fn learn(&mut self, element: Element<'_>, unit: &TranslationUnit, mut gaps: Gaps) {
        let markup = element.markup();
        if markup.len() > MOST_BYTES || !self.is_worth_a_try() {
            return;
        }
        gaps.sort_unstable_by_key(|(_, place)| (place.start, place.end));
        let (gaps, places): (Vec<Gap>, Vec<Range<usize>>) = gaps.into_iter().unzip();
        if !is_bare(unit) {
            return;
        }
        let mut common = unit.clone();
        Own::take_out_of(&mut common);
        let exemplar = Exemplar {
            gaps,
            common,
            is_used: false,
        };
        let mut made = TranslationUnit::default();
        let is_made = exemplar.fill(markup, &places, Spaces::Single, &mut made).is_some();
        made.origin.clone_from(&unit.origin);
        if let (Some(made), Some(own)) = (&mut made.raw, &unit.raw) {
            made.piece = own.piece;
        }
        // what does not come out as it went in was not just taken over
        if is_made && made == *unit {
            self.in_vain = MOST_IN_VAIN.min(self.in_vain + 1);
            self.forms.remember(markup, places, exemplar);
        }
    }

    /// Whether the unit that comes next is to be an exemplar, if it can be one.
    fn is_worth_a_try(&mut self) -> bool {
        self.untried = (self.untried + usize::from(self.in_vain == MOST_IN_VAIN)) % TRIED_ONE_OF;
        self.untried == 0
    }
}

/// Whether a unit is no more than two texts, with what is said of them.
fn is_bare(unit: &TranslationUnit) -> bool {
    let [source, target] = unit.variants.as_slice() else {
        return false;
    };
    unit.standing == Standing::Unit
        && unit.candidates.is_empty()
        && unit.extensions.is_empty()
        && unit.ignorables.is_empty()
        && unit.bead.is_none()
        && unit.part.is_none()
        && unit.raw.as_ref().is_none_or(|raw| raw.count == 1)
        && [source, target].iter().all(|side| side.segment.codes().is_empty())
}

/// What a unit has of its own, beside its texts and those of its notes.
struct Own {
    id: Option<String>,
    key: Option<String>,
    origin: Origin,
}

impl Own {
    /// Takes out of a unit what it has of its own. What is empty afterwards keeps its memory (see [`reuse`]).
    fn take_out_of(unit: &mut TranslationUnit) -> Self {
        for variant in &mut unit.variants {
            variant.segment.clear_to_reuse();
        }
        for note in &mut unit.notes {
            reuse::clear(&mut note.text);
        }
        if let Some(raw) = &mut unit.raw {
            reuse::clear(&mut raw.markup);
            raw.piece = None;
        }
        Self {
            id: unit.id.take(),
            key: unit.context.as_mut().and_then(|context| context.key.take()),
            origin: std::mem::take(&mut unit.origin),
        }
    }
}

impl Exemplar {
    /// Makes the unit whose element is `whole`, with its gaps in these places; `None` if something else stands in them than
    /// plain text. Where `unit` is one of the same form, only what stands in the gaps is changed.
    fn fill(&self, whole: &str, places: &[Range<usize>], spaces: Spaces, unit: &mut TranslationUnit) -> Option<()> {
        let Own {
            mut id,
            mut key,
            origin,
        } = Own::take_out_of(unit);
        if *unit != self.common {
            unit.become_like(&self.common);
        }
        unit.origin = origin;
        for (gap, place) in self.gaps.iter().zip(places) {
            let written = whole.get(place.clone())?;
            match gap {
                Gap::Id => {
                    unit.id = id.take();
                    reuse::refill_or_new(&mut unit.id, plain_id(written)?);
                }
                Gap::Key => {
                    let own = &mut unit.context.as_mut()?.key;
                    *own = key.take();
                    reuse::refill_or_new(own, &value(written)?);
                }
                Gap::Text(number) => unit
                    .variants
                    .get_mut(*number)?
                    .segment
                    .push_str(&text(written, spaces)?),
                Gap::Note(number) => {
                    let text = text(written, Spaces::Single)?;
                    unit.notes.get_mut(*number)?.text.push_str(&text);
                }
            }
        }
        // a target that is the source again, or the source behind some mark, means something to some tools, as does a source
        // that is a key
        if let [source, target] = unit.variants.as_slice() {
            let key = unit.context.as_deref().and_then(|context| context.key.as_deref());
            let source = source.segment.text();
            if target.segment.text().ends_with(source) || key == Some(source) {
                return None;
            }
        }
        if let Some(raw) = &mut unit.raw {
            raw.markup.push_str(whole);
        }
        Some(())
    }
}

/// An id that nothing is to be said about.
fn plain_id(written: &str) -> Option<&str> {
    let is_plain = |byte: u8| byte.is_ascii_graphic() && !matches!(byte, b'&' | b'<');
    (!written.is_empty() && written.bytes().all(is_plain)).then_some(written)
}

/// The value of an attribute, as [`text`] is one; a `<` may stand in none.
fn value(written: &str) -> Option<Cow<'_, str>> {
    text(written, Spaces::Single).filter(|_| memchr::memchr(b'<', written.as_bytes()).is_none())
}

/// The spaces that a text may have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Spaces {
    /// As many as there are, at its edges too.
    Any,
    /// One between two words: the text is the same whatever is made of white space.
    Single,
}

/// A text without tabs and line ends, and with such spaces; `None` of another, and of one that has unusual references.
fn text(written: &str, spaces: Spaces) -> Option<Cow<'_, str>> {
    if !has_reference(written, spaces)? {
        return Some(Cow::Borrowed(written));
    }
    let mut text = String::with_capacity(written.len());
    let is_resolved = resolve_plain(written, |piece| text.push_str(piece));
    // white space may be written by number too
    (is_resolved && has_reference(&text, spaces).is_some()).then_some(Cow::Owned(text))
}

/// Whether something in a text may begin a reference; `None` where it has tabs, line ends or other spaces, or nothing else.
fn has_reference(written: &str, spaces: Spaces) -> Option<bool> {
    const BREAK: u8 = 1;
    const SPACES: u8 = 2;
    const REFERENCE: u8 = 4;
    let bytes = written.as_bytes();
    // without a branch, so that a processor looks at many places at once
    let look = |found: u8, (one, next): (&u8, &u8)| {
        let is_break = u8::from(*one == b'\t') | u8::from(*one == b'\n') | u8::from(*one == b'\r');
        let are_spaces = u8::from(*one == b' ') & u8::from(*next == b' ');
        found | (BREAK * is_break) | (SPACES * are_spaces) | (REFERENCE * u8::from(*one == b'&'))
    };
    // the last byte is looked at as the first of a pair too
    let last = bytes.last().map_or(0, |last| look(0, (last, &b'.')));
    let found = bytes.iter().zip(bytes.get(1..).unwrap_or_default()).fold(last, look);
    let has_edge_space = || written.starts_with(char::is_whitespace) || written.ends_with(char::is_whitespace);
    let is_odd = match spaces {
        Spaces::Any => found & BREAK != 0 || (has_edge_space() && written.trim().is_empty()),
        Spaces::Single => found & (BREAK | SPACES) != 0 || has_edge_space(),
    };
    (!is_odd && !written.is_empty()).then_some(found & REFERENCE != 0)
}
