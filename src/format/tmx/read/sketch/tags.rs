//! Going through a unit that is sketched tag by tag.

use std::ops::Range;

use super::values::{Use, Value, said_in};
use super::{Result, Sketcher, Taken};
use crate::diag::DiagnosticCode;
use crate::format::tmx::own;
use crate::format::tmx::read::languages::is_any;
use crate::format::tmx::read::tuv::OLD_LANG;
use crate::format::xml::{Cursor, Language, Stop};
use crate::model::Of;

/// How many attributes a tag may have, and how many notes and properties an element: each is compared with all before it.
const MOST_ALIKE: usize = 16;

/// How long the name of an attribute may be, with its `=`: `creationtoolversion=`.
const LONGEST_NAME: usize = 20;

impl Sketcher<'_, '_> {
    /// Goes through the unit, whose values also go to `taken`; gives its length.
    pub(super) fn unit(&mut self, taken: &mut Taken) -> Result<usize> {
        let mut tags = Tags {
            cursor: Cursor::new(self.markup),
            sketcher: self,
            taken,
        };
        tags.unit()?;
        Ok(tags.cursor.at)
    }
}

pub(super) struct Tags<'t, 'm, 's> {
    pub(super) cursor: Cursor<'m>,
    pub(super) sketcher: &'t mut Sketcher<'m, 's>,
    taken: &'t mut Taken,
}

impl<'m, 's> Tags<'_, 'm, 's> {
    fn unit(&mut self) -> Result<()> {
        self.cursor.literal(b"<tu")?;
        let own_source = self.attributes(Of::Unit)?;
        self.remarks(Of::Unit)?;
        self.variant(0)?;
        self.cursor.white_space();
        self.variant(1)?;
        self.cursor.white_space();
        self.cursor.literal(b"</tu>")?;
        match own_source {
            Some(written) => self.own_source(written),
            None => Ok(()),
        }
    }

    fn variant(&mut self, number: usize) -> Result<()> {
        let of = if number == 0 { Of::Source } else { Of::Target };
        self.cursor.literal(b"<tuv")?;
        let lang = self.attributes(of)?.ok_or(Stop::Other)?;
        self.language(number, lang)?;
        self.remarks(of)?;
        self.cursor.literal(b"<seg>")?;
        let start = self.cursor.at;
        let text = self.up_to_tag()?;
        if self.cursor.begins_with(b"</seg>")? {
            self.take(Value::Text(number), text)?;
        } else {
            self.cursor.at = start;
            self.coded(number)?;
        }
        self.cursor.white_space();
        self.cursor.literal(b"</tuv>")
    }

    fn take(&mut self, value: Value, place: Range<usize>) -> Result<()> {
        self.taken.push((value, place.clone()));
        self.sketcher.take(value, place)
    }

    /// The attributes of a `tu` or `tuv`, up to the end of its tag; gives where the language stands that they name.
    fn attributes(&mut self, of: Of) -> Result<Option<Range<usize>>> {
        let mut names: [&'m [u8]; MOST_ALIKE] = [&[]; MOST_ALIKE];
        let mut count = 0;
        let mut lang = None;
        loop {
            let has_space = self.cursor.white_space();
            if self.cursor.next()? == b'>' {
                self.cursor.at += 1;
                return Ok(lang);
            }
            if !has_space {
                return Err(Stop::Other);
            }
            let name = self.name()?;
            let value = self.attribute_value()?;
            let has_come = names.iter().take(count).any(|other| *other == name);
            match names.get_mut(count) {
                Some(place) if !has_come => *place = name,
                _ => return Err(Stop::Other),
            }
            count += 1;
            match (name, of) {
                (b"tuid", Of::Unit) => self.take(Value::Id, value)?,
                (b"srclang", Of::Unit) => lang = Some(value),
                (b"xml:lang", Of::Source | Of::Target) if lang.is_none() => lang = Some(value),
                (_, Of::Source | Of::Target) if lang.is_none() && name == OLD_LANG.as_bytes() => {
                    self.old_lang()?;
                    lang = Some(value);
                }
                _ => {
                    let said = said_in(name, of).ok_or(Stop::Other)?;
                    self.take(Value::Attribute(of, said), value)?;
                }
            }
        }
    }

    /// The language that is written there, which has come before: what is odd about it was said.
    fn known_language(&mut self, written: Range<usize>) -> Result<&'s Language> {
        let basis = self.sketcher.basis;
        let known = basis.tags.known(self.written(written)).ok_or(Stop::Other)?;
        if known.is_mended {
            self.sketcher.sketch.set_mended();
        }
        Ok(known)
    }

    /// Takes the language of a variant. Spelt otherwise than those that were asked for, it would be renamed.
    fn language(&mut self, number: usize, written: Range<usize>) -> Result<()> {
        let known = self.known_language(written)?;
        let spelling = known.spelling.as_deref();
        let (source, target) = &self.sketcher.basis.asked;
        let is_asked_for = if number == 0 { source } else { target }.is_some();
        if spelling.is_some() && is_asked_for {
            return Err(Stop::Other);
        }
        self.sketcher.sketch.set_language(number, &known.tag, spelling);
        Ok(())
    }

    /// Takes the language that the unit itself says is that of its source: that of its first text.
    fn own_source(&mut self, written: Range<usize>) -> Result<()> {
        let known = self.known_language(written.clone())?;
        let [first, _] = self.sketcher.sketch.languages();
        // such a word is known where it is the language of a variant
        let written = self.written(written);
        let is_odd = is_any(written) || written.trim().is_empty();
        if known.tag != *first || self.sketcher.basis.source.is_none() || is_odd {
            return Err(Stop::Other);
        }
        self.sketcher.sketch.set_names_source();
        Ok(())
    }

    /// Passes `lang`, which is what `xml:lang` was in TMX 1.1 and 1.2, once that was said.
    fn old_lang(&mut self) -> Result<()> {
        let basis = self.sketcher.basis;
        if basis.wants_xml_lang && !basis.said.has(DiagnosticCode::AttributeMissing, OLD_LANG) {
            return Err(Stop::Other);
        }
        self.sketcher.sketch.set_mended();
        Ok(())
    }

    /// The notes and properties before the first element of another name.
    fn remarks(&mut self, of: Of) -> Result<()> {
        let mut names: [&'m str; MOST_ALIKE] = [""; MOST_ALIKE];
        for count in 0..MOST_ALIKE {
            self.cursor.white_space();
            if self.cursor.begins_with(b"<note>")? {
                let value = self.text("</note>")?;
                self.take(Value::Note(of), value)?;
            } else if self.cursor.begins_with(b"<prop type=")? {
                self.cursor.at -= "=".len();
                let place = self.attribute_value()?;
                self.cursor.literal(b">")?;
                let value = self.text("</prop>")?;
                let name = self.written(place.clone());
                self.check_property(of, name, &names)?;
                let property = Value::Property {
                    of,
                    before: value.start - place.start,
                    length: place.len(),
                    use_of: Use::by_name(name, of),
                };
                self.take(property, value)?;
                if let Some(place) = names.get_mut(count) {
                    *place = name;
                }
            } else {
                return Ok(());
            }
        }
        Err(Stop::Other)
    }

    /// Sees to it that a property of this name, behind `others`, is just that, or what another tool's habit makes of it.
    fn check_property(&self, of: Of, name: &str, others: &[&str]) -> Result<()> {
        let has_come = || others.contains(&name) || self.is_said_by_attribute(name);
        let is_own = match of {
            Of::Unit => own::is_of_unit(name),
            Of::Source | Of::Target if own::neighbour(name).is_some() => of == Of::Source && others.contains(&name),
            Of::Source | Of::Target => own::is_of_variant(name),
        };
        let said = &self.sketcher.basis.said;
        let is_repeated = of == Of::Unit && has_come() && !said.has(DiagnosticCode::MarkupKept, name);
        // a reference in a name, or white space that stands for a space, is not resolved
        let is_odd = name.is_empty() || name.bytes().any(|byte| byte < b' ' || matches!(byte, b'<' | b'&'));
        if is_own || is_odd || is_repeated {
            return Err(Stop::Other);
        }
        Ok(())
    }

    /// Whether an attribute of the unit says what a property of this name would.
    fn is_said_by_attribute(&self, name: &str) -> bool {
        self.taken
            .iter()
            .any(|(value, _)| matches!(value, Value::Attribute(Of::Unit, said) if said.name() == Some(name)))
    }

    /// The text up to an end tag, which is passed over too.
    fn text(&mut self, end_tag: &str) -> Result<Range<usize>> {
        let text = self.up_to_tag()?;
        self.cursor.literal(end_tag.as_bytes())?;
        Ok(text)
    }

    /// The text up to the next tag.
    pub(super) fn up_to_tag(&mut self) -> Result<Range<usize>> {
        let start = self.cursor.at;
        self.cursor.at += memchr::memchr(b'<', self.cursor.rest()).ok_or(Stop::Part)?;
        Ok(start..self.cursor.at)
    }

    /// What stands in quotes behind `=`.
    pub(super) fn attribute_value(&mut self) -> Result<Range<usize>> {
        self.cursor.expect(b'=')?;
        self.cursor.quoted()
    }

    pub(super) fn written(&self, place: Range<usize>) -> &'m str {
        self.sketcher.markup.get(place).unwrap_or_default()
    }

    /// The name of an attribute: all up to the next `=`, which is looked up among those that are known.
    pub(super) fn name(&mut self) -> Result<&'m [u8]> {
        let rest = self.cursor.rest();
        let longest = rest.get(..LONGEST_NAME).unwrap_or(rest);
        let Some(length) = longest.iter().position(|byte| *byte == b'=') else {
            return Err(if longest.len() < LONGEST_NAME {
                Stop::Part
            } else {
                Stop::Other
            });
        };
        self.cursor.at += length;
        Ok(rest.get(..length).unwrap_or_default())
    }
}
