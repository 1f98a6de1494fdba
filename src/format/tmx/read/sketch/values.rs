//! What stands in the texts and attributes of a unit that is sketched.

use std::ops::Range;

use super::{Result, Sketcher};
use crate::diag::DiagnosticCode;
use crate::format::tmx::read::remarks::BLANK_PROPERTY;
use crate::format::tmx::read::unusual;
use crate::format::tmx::{habits, own};
use crate::format::xml::{Stop, resolve_plain};
use crate::model::{ByteKinds, Neighbour, Of, Said, SegmentType, Span};

/// A value of a unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Value {
    Id,
    /// An attribute that says something.
    Attribute(Of, Said),
    Note(Of),
    Property {
        of: Of,
        /// How many bytes before the value its name begins.
        before: usize,
        /// How long the name is, in bytes.
        length: usize,
        use_of: Use,
    },
    /// The text of the variant of this number.
    Text(usize),
}

/// What is made of a property, by its name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Use {
    /// It is just that.
    Property,
    /// The model has a field too for what it says.
    Field,
    /// So it may be, and something may be noted about its value.
    Noted,
    /// It may be ours, and the text of a neighbour.
    Neighbour(Neighbour),
}

impl Use {
    pub(super) fn by_name(name: &str, of: Of) -> Self {
        match own::neighbour(name) {
            Some(neighbour) if of == Of::Source => Self::Neighbour(neighbour),
            _ if of == Of::Unit && unusual::may_notice(name) => Self::Noted,
            _ if habits::is_known(name) => Self::Field,
            _ => Self::Property,
        }
    }
}

/// Which bytes of the value of an attribute do not stand for themselves.
pub(super) static KINDS: ByteKinds = ByteKinds::NONE
    .and(REFERENCE, b'&', b'&')
    .and(ODD, b'<', b'<')
    // white space in values stands for spaces
    .and(ODD, 0, b' ' - 1);

const REFERENCE: u8 = 1;

/// What is not read here.
const ODD: u8 = 2;

/// What an attribute of this name says of a `tu` or `tuv`; nothing if it is none of theirs.
pub(super) fn said_in(name: &[u8], of: Of) -> Option<Said> {
    Some(match name {
        b"creationdate" => Said::Created,
        b"changedate" => Said::Changed,
        b"lastusagedate" => Said::LastUsed,
        b"creationid" => Said::CreatedBy,
        b"changeid" => Said::ChangedBy,
        b"creationtool" => Said::Tool,
        b"creationtoolversion" => Said::ToolVersion,
        b"usagecount" => Said::UsageCount,
        b"datatype" => Said::Named(own::DATATYPE),
        b"o-tmf" => Said::Named(own::ORIGINAL_FORMAT),
        b"o-encoding" => Said::Named(own::ORIGINAL_ENCODING),
        b"segtype" if of == Of::Unit => Said::Named(own::SEGTYPE),
        _ => return None,
    })
}

/// Whether white space stands at the edges of a text, which is said.
pub(super) fn has_edge_space(text: &str) -> bool {
    text.starts_with(char::is_whitespace) || text.ends_with(char::is_whitespace)
}

impl Sketcher<'_, '_> {
    /// Takes the value that stands at `place`.
    pub(super) fn take(&mut self, value: Value, place: Range<usize>) -> Result<()> {
        match value {
            Value::Id => {
                let id = self.attribute_value(place)?;
                self.id(id)
            }
            Value::Attribute(of, said) => {
                let span = self.attribute_value(place)?;
                self.attribute(of, said, span)
            }
            Value::Note(of) => {
                let span = self.text(place)?;
                self.sketch.say(of, Said::Note, span);
                Ok(())
            }
            Value::Property {
                of,
                before,
                length,
                use_of,
            } => {
                let name = place.start.saturating_sub(before);
                let span = self.text(place)?;
                self.property(of, Span::written(name, name + length), span, use_of)
            }
            Value::Text(number) => {
                let span = self.text(place)?;
                self.segment(number, span)
            }
        }
    }

    fn id(&mut self, span: Span) -> Result<()> {
        let id = self.sketch.text_in(self.markup, span);
        if id.is_empty() || !id.bytes().all(|byte| byte.is_ascii_graphic()) {
            return Err(Stop::Other);
        }
        self.sketch.set_id(span);
        Ok(())
    }

    /// What an attribute says, where nothing is to be said about it.
    fn attribute(&mut self, of: Of, said: Said, span: Span) -> Result<()> {
        let written = self.sketch.text_in(self.markup, span);
        let mut seconds = None;
        let is_usual = match said {
            Said::Created | Said::Changed | Said::LastUsed => {
                seconds = self.dates.seconds(written);
                seconds.is_some()
            }
            Said::CreatedBy => of == Of::Unit || !self.basis.notices_author(written),
            Said::UsageCount => written.bytes().all(|byte| byte.is_ascii_digit()) && written.parse::<u64>().is_ok(),
            Said::Named(own::SEGTYPE) => SegmentType::parse(written).is_some_and(|known| known.as_str() == written),
            _ => true,
        };
        if !is_usual {
            return Err(Stop::Other);
        }
        self.sketch.say(of, said, span);
        if let Some(seconds) = seconds {
            self.sketch.date(of, said, seconds);
        }
        Ok(())
    }

    fn property(&mut self, of: Of, name: Span, span: Span, use_of: Use) -> Result<()> {
        let value = self.sketch.text_in(self.markup, span);
        match use_of {
            Use::Neighbour(neighbour) => {
                if let Some(text) = own::own_seg(value) {
                    let mut span = self.sketch.resolved();
                    self.sketch.resolve(&mut span, &text);
                    self.sketch.set_neighbour(neighbour, span);
                    return Ok(());
                }
            }
            Use::Noted => {
                let name = self.sketch.text_in(self.markup, name);
                if self.basis.notices_property(name, value) {
                    return Err(Stop::Other);
                }
            }
            Use::Property | Use::Field => {}
        }
        let is_blank = value.starts_with(char::is_whitespace) && value.trim().is_empty();
        if is_blank && !self.basis.said.has(DiagnosticCode::MarkupKept, BLANK_PROPERTY) {
            return Err(Stop::Other);
        }
        if use_of != Use::Property {
            self.sketch.complete_by(self.basis.habits.filler());
        }
        self.sketch.say(of, Said::Property(name), span);
        Ok(())
    }

    fn segment(&mut self, number: usize, span: Span) -> Result<()> {
        let written = self.sketch.text_in(self.markup, span);
        // an empty text is said
        if written.is_empty() || has_edge_space(written) || self.basis.notices_text(written) {
            return Err(Stop::Other);
        }
        self.sketch.set_text(number, span);
        Ok(())
    }

    fn text(&mut self, place: Range<usize>) -> Result<Span> {
        let written = self.markup.get(place.clone()).unwrap_or_default().as_bytes();
        let Some(rest) = memchr::memchr3(b'&', b'\r', b'\n', written).and_then(|at| written.get(at..)) else {
            return Ok(Span::written(place.start, place.end));
        };
        // a line may end in CR LF, which stands for LF
        if memchr::memchr(b'\r', rest).is_some() {
            return Err(Stop::Other);
        }
        self.breaks += memchr::memchr_iter(b'\n', rest).count() as u64;
        match memchr::memchr(b'&', rest) {
            None => Ok(Span::written(place.start, place.end)),
            Some(_) => self.resolved(place),
        }
    }

    fn attribute_value(&mut self, place: Range<usize>) -> Result<Span> {
        let written = self.markup.get(place.clone()).unwrap_or_default();
        match KINDS.of(written.as_bytes()) {
            0 => Ok(Span::written(place.start, place.end)),
            REFERENCE => self.resolved(place),
            _ => Err(Stop::Other),
        }
    }

    /// A stretch of the markup, its references resolved.
    fn resolved(&mut self, place: Range<usize>) -> Result<Span> {
        let rest = self.markup.get(place).unwrap_or_default();
        let mut span = self.sketch.resolved();
        let is_usual = resolve_plain(rest, |piece| self.sketch.resolve(&mut span, piece));
        is_usual.then_some(span).ok_or(Stop::Other)
    }
}
