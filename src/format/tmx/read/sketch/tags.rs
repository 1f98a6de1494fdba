//! Going through a unit that is sketched tag by tag.

use std::ops::Range;

use super::values::{Value, said_in};
use super::{Result, Sketcher, Taken};
use crate::diag::DiagnosticCode;
use crate::format::tmx::read::unusual;
use crate::format::tmx::{habits, own};
use crate::format::xml::{Cursor, Stop};
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

impl<'m> Tags<'_, 'm, '_> {
    fn unit(&mut self) -> Result<()> {
        self.cursor.literal(b"<tu")?;
        self.attributes(Of::Unit)?;
        self.remarks(Of::Unit)?;
        self.variant(0)?;
        self.cursor.white_space();
        self.variant(1)?;
        self.cursor.white_space();
        self.cursor.literal(b"</tu>")
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
                (b"xml:lang", Of::Source | Of::Target) => lang = Some(value),
                _ => {
                    let said = said_in(name, of).ok_or(Stop::Other)?;
                    self.take(Value::Attribute(of, said), value)?;
                }
            }
        }
    }

    /// Takes the language of a variant, which has come before and is spelt as it should be.
    fn language(&mut self, number: usize, written: Range<usize>) -> Result<()> {
        let written = self.written(written);
        let known = self.sketcher.basis.tags.known(written);
        let known = known.filter(|known| known.spelling.is_none() && !known.is_mended);
        self.sketcher
            .sketch
            .set_language(number, &known.ok_or(Stop::Other)?.tag);
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
                    completes: habits::is_known(name),
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

    /// Sees to it that a property of this name, behind `others`, is just that, or what another tool's habit makes of it, and
    /// nothing unusual.
    fn check_property(&self, of: Of, name: &str, others: &[&str]) -> Result<()> {
        let is_own = match of {
            Of::Unit => own::is_of_unit(name),
            Of::Source | Of::Target => own::is_of_variant(name),
        };
        let has_come = || others.contains(&name) || self.is_said_by_attribute(name);
        let said = &self.sketcher.basis.said;
        let is_repeated = of == Of::Unit && has_come() && !said.has(DiagnosticCode::MarkupKept, name);
        // a reference in a name, or white space that stands for a space, is not resolved
        let is_odd = name.is_empty() || name.bytes().any(|byte| byte < b' ' || matches!(byte, b'<' | b'&'));
        if is_own || is_odd || unusual::may_notice(name) || is_repeated {
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
