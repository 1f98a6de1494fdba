//! Sketching a `tu` of the form that nearly all have: `note` and `prop`, then two `tuv` of one `seg` with text alone.
//!
//! What is sketched, [`TuReader`] would read without a word, and keep the markup of. Whatever it says anything about, or
//! reads as something else than stands there, is left to it.
//!
//! [`TuReader`]: super::tu::TuReader

use super::Parser;
use super::findings::compact_moment;
use super::remarks::BLANK_PROPERTY;
use super::unusual;
use crate::diag::DiagnosticCode;
use crate::format::tmx::{habits, own};
use crate::format::xml::{Cursor, Plain, Stop, predefined};
use crate::model::{LanguageTag, Of, RawDialect, Said, SegmentType, Sketch, Span};

/// How much markup is sketched: what is larger is seldom so plain.
const MOST_BYTES: usize = 1 << 14;

/// How many attributes a tag may have, and how many notes and properties an element: each is compared with all before it.
const MOST_ALIKE: usize = 16;

/// How long the name of an attribute may be, with its `=`: `creationtoolversion=`.
const LONGEST_NAME: usize = 20;

type Result<T> = std::result::Result<T, Stop>;

impl Parser {
    /// Sketches the `tu` that `markup` begins with, in which XML forbids no character.
    pub(super) fn sketch_unit(&mut self, markup: &str, sketch: &mut Sketch) -> Plain {
        if !self.may_sketch() {
            return Plain::Other;
        }
        sketch.clear();
        let mut sketcher = Sketcher {
            parser: self,
            cursor: Cursor::new(markup),
            sketch,
        };
        match sketcher.unit() {
            Ok(()) => Plain::Whole(sketcher.cursor.at),
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
}

struct Sketcher<'m, 's> {
    parser: &'s mut Parser,
    cursor: Cursor<'m>,
    sketch: &'s mut Sketch,
}

impl<'m> Sketcher<'m, '_> {
    fn unit(&mut self) -> Result<()> {
        self.cursor.literal(b"<tu")?;
        self.attributes(Of::Unit)?;
        self.remarks(Of::Unit)?;
        self.variant(0)?;
        self.cursor.white_space();
        self.variant(1)?;
        self.cursor.white_space();
        self.cursor.literal(b"</tu>")?;
        let whole = self.cursor.markup.get(..self.cursor.at).unwrap_or_default();
        let file = &mut self.parser.file;
        let [first, second] = self.sketch.languages();
        let is_asked_for = |asked: &Option<LanguageTag>, own| asked.as_ref().is_none_or(|asked| asked == own);
        let source = file.source.as_ref().filter(|source| *source == first);
        let (Some(source), true, true, false) = (
            source,
            is_asked_for(&file.asked.0, first),
            is_asked_for(&file.asked.1, second),
            first.same_language(second),
        ) else {
            return Err(Stop::Other);
        };
        // last of all, since it is taken note of an id
        if let Some(id) = self.sketch.id_in(whole)
            && file.ids.is_repeated(id)
        {
            return Err(Stop::Other);
        }
        self.sketch.set_markup(whole, RawDialect::Tmx14, source);
        Ok(())
    }

    fn variant(&mut self, number: usize) -> Result<()> {
        let of = Of::Variant(number);
        self.cursor.literal(b"<tuv")?;
        let lang = self.attributes(of)?.ok_or(Stop::Other)?;
        self.language(number, lang)?;
        self.remarks(of)?;
        self.cursor.literal(b"<seg>")?;
        let text = self.text("</seg>")?;
        let written = self.sketch.text_in(self.cursor.markup, text);
        // an empty text, or white space at its edges, is said
        if written.is_empty() || written.starts_with(char::is_whitespace) || written.ends_with(char::is_whitespace) {
            return Err(Stop::Other);
        }
        self.sketch.set_text(number, text);
        self.cursor.white_space();
        self.cursor.literal(b"</tuv>")
    }

    /// The attributes of a `tu` or `tuv`, up to the end of its tag; gives the language that they name, as written.
    fn attributes(&mut self, of: Of) -> Result<Option<Span>> {
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
                (b"tuid", Of::Unit) => self.id(value)?,
                (b"xml:lang", Of::Variant(_)) => lang = Some(value),
                _ => {
                    let (said, seconds) = self.said(name, of, value)?;
                    self.sketch.say(of, said, value);
                    if let Some(seconds) = seconds {
                        self.sketch.date(of, said, seconds);
                    }
                }
            }
        }
    }

    fn id(&mut self, value: Span) -> Result<()> {
        let id = self.sketch.text_in(self.cursor.markup, value);
        if id.is_empty() || !id.bytes().all(|byte| byte.is_ascii_graphic()) {
            return Err(Stop::Other);
        }
        self.sketch.set_id(value);
        Ok(())
    }

    /// Takes the language of a variant, which has come before and is spelt as it should be.
    fn language(&mut self, number: usize, written: Span) -> Result<()> {
        let written = self.sketch.text_in(self.cursor.markup, written);
        // mostly it is that of the unit before
        let is_the_last = self
            .sketch
            .languages()
            .get(number)
            .is_some_and(|last| last.as_str() == written);
        if is_the_last {
            return Ok(());
        }
        let known = self.parser.file.tags.known(written);
        let known = known.filter(|known| known.spelling.is_none() && !known.is_mended);
        self.sketch.set_language(number, &known.ok_or(Stop::Other)?.tag);
        Ok(())
    }

    /// What an attribute says, where nothing is to be said about it; of a date also the seconds since 1970.
    fn said(&self, name: &[u8], of: Of, value: Span) -> Result<(Said, Option<i64>)> {
        let written = self.sketch.text_in(self.cursor.markup, value);
        let dated = |said| {
            let moment = compact_moment(written).ok_or(Stop::Other)?;
            Ok((said, moment.to_seconds()))
        };
        let (said, is_usual) = match name {
            b"creationdate" => return dated(Said::Created),
            b"changedate" => return dated(Said::Changed),
            b"lastusagedate" => return dated(Said::LastUsed),
            b"creationid" => (Said::CreatedBy, written != unusual::MACHINE),
            b"changeid" => (Said::ChangedBy, true),
            b"creationtool" => (Said::Tool, true),
            b"creationtoolversion" => (Said::ToolVersion, true),
            b"usagecount" => {
                let is_number = written.bytes().all(|byte| byte.is_ascii_digit()) && written.parse::<u64>().is_ok();
                (Said::UsageCount, is_number)
            }
            b"datatype" => (Said::Named(own::DATATYPE), true),
            b"o-tmf" => (Said::Named(own::ORIGINAL_FORMAT), true),
            b"o-encoding" => (Said::Named(own::ORIGINAL_ENCODING), true),
            b"segtype" if of == Of::Unit => {
                let is_known = SegmentType::parse(written).is_some_and(|known| known.as_str() == written);
                (Said::Named(own::SEGTYPE), is_known)
            }
            _ => return Err(Stop::Other),
        };
        is_usual.then_some((said, None)).ok_or(Stop::Other)
    }

    /// The notes and properties before the first element of another name.
    fn remarks(&mut self, of: Of) -> Result<()> {
        for _ in 0..MOST_ALIKE {
            self.cursor.white_space();
            if self.cursor.begins_with(b"<note>")? {
                let value = self.text("</note>")?;
                self.sketch.say(of, Said::Note, value);
            } else if self.cursor.begins_with(b"<prop type=")? {
                self.cursor.at -= "=".len();
                let name = self.attribute_value()?;
                self.cursor.literal(b">")?;
                let value = self.text("</prop>")?;
                self.check_property(of, name, value)?;
                self.sketch.say(of, Said::Property(name), value);
            } else {
                return Ok(());
            }
        }
        Err(Stop::Other)
    }

    /// Sees to it that a property is just that, or what another tool's habit makes of it, and nothing unusual.
    fn check_property(&mut self, of: Of, name: Span, value: Span) -> Result<()> {
        let (sketch, said) = (&self.sketch, &self.parser.file.said);
        let (name, value) = (
            sketch.text_in(self.cursor.markup, name),
            sketch.text_in(self.cursor.markup, value),
        );
        let is_own = match of {
            Of::Unit => own::is_of_unit(name),
            Of::Variant(_) => own::is_of_variant(name),
        };
        let is_blank = !value.is_empty() && value.trim().is_empty();
        let is_repeated = of == Of::Unit && sketch.unit_properties(self.cursor.markup).any(|other| other == name);
        if is_own
            || unusual::may_notice(name)
            || (is_blank && !said.has(DiagnosticCode::MarkupKept, BLANK_PROPERTY))
            || (is_repeated && !said.has(DiagnosticCode::MarkupKept, name))
        {
            return Err(Stop::Other);
        }
        if habits::is_known(name) {
            let completes = self.parser.file.habits.filler();
            self.sketch.complete_by(completes);
        }
        Ok(())
    }

    /// The text up to an end tag, which is passed over too.
    fn text(&mut self, end_tag: &str) -> Result<Span> {
        let start = self.cursor.at;
        let end = start + memchr::memchr(b'<', self.cursor.rest()).ok_or(Stop::Part)?;
        self.cursor.at = end;
        self.cursor.literal(end_tag.as_bytes())?;
        // a line may end in CR LF, which stands for LF
        self.span(start, end, |byte| byte == b'\r')
    }

    /// `=` and what stands in quotes behind it.
    fn attribute_value(&mut self) -> Result<Span> {
        self.cursor.expect(b'=')?;
        let value = self.cursor.quoted()?;
        // white space in values stands for spaces
        self.span(value.start, value.end, |byte| byte < b' ' || byte == b'<')
    }

    /// A stretch of the markup, its references resolved; none of its bytes may be `odd`.
    fn span(&mut self, start: usize, end: usize, odd: impl Fn(u8) -> bool) -> Result<Span> {
        let written = self.cursor.markup.as_bytes().get(start..end).unwrap_or_default();
        let (mut is_odd, mut has_reference) = (false, false);
        for byte in written {
            is_odd |= odd(*byte);
            has_reference |= *byte == b'&';
        }
        if is_odd {
            return Err(Stop::Other);
        }
        if !has_reference {
            return Ok(Span::written(start, end));
        }
        let mut rest = self.cursor.markup.get(start..end).unwrap_or_default();
        let mut span = self.sketch.resolved();
        while let Some((before, from)) = rest.split_once('&') {
            // by number, it may stand for a control character
            let (name, after) = from.split_once(';').ok_or(Stop::Other)?;
            let meant = predefined(name).ok_or(Stop::Other)?;
            self.sketch.resolve(&mut span, before);
            self.sketch.resolve(&mut span, meant.encode_utf8(&mut [0; 4]));
            rest = after;
        }
        self.sketch.resolve(&mut span, rest);
        Ok(span)
    }

    /// The name of an attribute: all up to the next `=`, which is looked up among those that are known.
    fn name(&mut self) -> Result<&'m [u8]> {
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
