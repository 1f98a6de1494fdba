//! Cuts a document into pieces that can be parsed each for itself: start and end tags of what holds units, and units
//! and all else as whole elements.
//!
//! An element that is written plainly is parsed at once, and ends where its tree does; a unit of the common form ends where
//! its sketch does. Where the document was read before, an element may be known well enough to be found by its end tag alone.
//!
//! The cutter sees to it that tags nest, that there is one root, and that the document ends where it should, so that
//! nothing is cut short in silence. It holds one piece.

mod buffer;
mod element;
mod failures;
mod known;
mod passing;
mod plain;

use std::ops::Range;
use std::sync::Arc;

pub(super) use failures::MEND;

use super::entities::Entities;
use super::limits::MAX_PIECE_BYTES;
use super::names::Namespaces;
use super::place::{Place, Spot};
use super::scan::{Found, Progress, Token, token};
use super::scouts::{Find, Scouted};
use super::specials::Specials;
use super::template::Extent;
use super::tree::{Plain, Tree};
use crate::error::{Error, ErrorKind, Result};
use crate::format::{CopyPlan, KnownUnits};
use crate::io::Decoded;
use crate::model::IllegalCharacters;

/// How an element is cut.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Cut {
    /// It holds units: its tags are pieces, and what stands in it is cut in turn.
    Open,
    /// It is one piece.
    Whole,
    /// It is passed over, however large it is.
    Skip,
}

/// A piece of a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum PieceKind {
    /// The start tag of an open element.
    Start,
    /// An element that was passed over: only its place is known.
    Skipped,
    /// The end tag of an open element; where that was one empty tag, nothing is in the markup.
    End,
    /// A whole element.
    Whole,
    /// Text in an open element that is more than white space; only its beginning if it is long.
    Text,
    /// A DOCTYPE.
    Doctype,
}

/// A piece of the document, until the next is cut.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Piece {
    pub(crate) kind: PieceKind,
    pub(crate) made: Made,
    start: usize,
    end: usize,
    /// Where it begins; of one that was known before, the place that was counted last, at or before it.
    pub(super) place: Place,
}

/// How much is known of a piece.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Made {
    /// Where it begins and ends.
    Cut,
    /// Its tree too, since it is an element that is written plainly: the one of this number among the whole ones.
    Parsed(u64),
    /// It is whole elements that a plan knows.
    Known(KnownUnits),
    /// It is the whole element of this number, and a unit that was sketched, or made after another.
    Sketched(u64),
}

/// Sketches units. It is told which namespaces are declared around them.
pub(super) trait SketchUnit {
    /// Sketches the unit that `markup` begins with, or makes it after another, if it can.
    fn sketch(&mut self, markup: &str, namespaces: &Namespaces) -> Plain<Extent>;

    /// Takes a unit that a scout has sketched; `false` if it is not to be taken.
    fn take(&mut self, find: &Find<'_>, namespaces: &Namespaces) -> bool;
}

/// A document under way.
pub(crate) struct Document {
    pub(super) input: Scouted,
    /// What is decoded and not yet done with.
    buffer: String,
    /// How many bytes of text were let go of before the buffer.
    let_go_bytes: u64,
    /// Where in the buffer the next piece begins.
    at: usize,
    /// The last place that was counted.
    counted: Place,
    /// Where in the buffer that is, not behind `at`.
    counted_at: usize,
    input_ended: bool,
    /// The names of the open elements.
    open: Vec<String>,
    root_seen: bool,
    /// An open element was one empty tag, whose end is the next piece.
    ends_at_once: bool,
    /// Where the names of the elements inside a whole one stand in the buffer.
    inside: Vec<Range<usize>>,
    illegal_characters: IllegalCharacters,
    /// What has come of the document into the buffer.
    pub(super) specials: Specials,
    /// How many whole elements have come.
    whole_elements: u64,
    /// What is known of those that are written plainly, where the document was read before.
    pub(super) plan: Option<Arc<CopyPlan>>,
    /// The markup of those that came last of which the plan wants it.
    pub(super) copied: String,
    /// The beginning of text that stands where none may stand.
    stray: String,
    pub(crate) entities: Entities,
    pub(crate) namespaces: Namespaces,
}

/// How many characters of text that stands where none may stand are shown.
const STRAY_SHOWN: usize = 60;

const CDATA: &str = "<![CDATA[";

impl Document {
    pub(super) fn new(input: Scouted, illegal_characters: IllegalCharacters) -> Self {
        Self {
            input,
            illegal_characters,
            specials: Specials::default(),
            whole_elements: 0,
            plan: None,
            copied: String::new(),
            buffer: String::new(),
            let_go_bytes: 0,
            at: 0,
            counted: Place::START,
            counted_at: 0,
            input_ended: false,
            open: Vec::new(),
            root_seen: false,
            ends_at_once: false,
            inside: Vec::new(),
            stray: String::new(),
            entities: Entities::default(),
            namespaces: Namespaces::default(),
        }
    }

    pub(crate) fn input(&self) -> &Decoded {
        self.input.decoded()
    }

    /// The markup of a piece, and where it stands.
    pub(crate) fn spot(&self, piece: &Piece) -> Spot<'_> {
        let markup = match piece.kind {
            PieceKind::Text => &self.stray,
            _ => self.buffer.get(piece.start..piece.end).unwrap_or_default(),
        };
        Spot::new(self.input().name(), piece.place, markup)
    }

    /// The next piece; `None` at the true end. `cut` says how an element is cut, by its name without prefix; only what
    /// stands directly in open elements is asked for. A whole element that is written plainly is cut by sketching it, or
    /// by parsing it, and then stands in `tree`.
    ///
    /// # Errors
    ///
    /// Fails where the input can't be read or decoded, ends too early, is not well-formed, or meets a limit.
    pub(crate) fn next(
        &mut self,
        cut: impl Fn(&str, usize) -> Cut,
        tree: &mut Tree,
        sketch: &mut dyn SketchUnit,
    ) -> Result<Option<Piece>> {
        if std::mem::take(&mut self.ends_at_once) {
            return Ok(Some(self.close(self.at, self.at)));
        }
        loop {
            self.let_go();
            let start = self.at;
            if self.is_at_end(start)? {
                return self.end().map(|()| None);
            }
            if !self.begins_with('<') {
                match self.pass_text()? {
                    Some(place) if self.open.is_empty() => {
                        let error = Error::from(ErrorKind::Xml("text stands outside of the root".into()));
                        return Err(error
                            .at(place.line, place.column)
                            .in_file(self.input().name())
                            .with_help(MEND));
                    }
                    Some(place) => {
                        return Ok(Some(Piece {
                            kind: PieceKind::Text,
                            made: Made::Cut,
                            start: 0,
                            end: 0,
                            place,
                        }));
                    }
                    None => continue,
                }
            }
            if let Some((extent, made)) = self.plain_element(start, &cut, tree, sketch)? {
                return Ok(Some(self.piece_made(PieceKind::Whole, made, start, extent)));
            }
            let (kind, end) = self.token(start, start)?;
            match kind {
                // XML 1.0, 2.5: what was torn open may reach over the units up to the next comment
                Token::Comment if self.is_torn_comment(start, end) => {
                    return Err(self.ill_formed("`--` stands inside a comment", start));
                }
                Token::Comment | Token::Instruction | Token::Text => self.advance(end),
                Token::Cdata if self.open.is_empty() => {
                    return Err(self.ill_formed("text stands outside of the root", start));
                }
                Token::Cdata => {
                    let inside = self.buffer.get(start + "<![CDATA[".len()..end).unwrap_or_default();
                    self.stray = inside.chars().take(STRAY_SHOWN).collect();
                    return Ok(Some(self.piece(PieceKind::Text, start, end)));
                }
                Token::Doctype => {
                    if self.root_seen {
                        return Err(self.ill_formed("a DOCTYPE stands behind the root", start));
                    }
                    self.entities = Entities::parse(self.buffer.get(start..end).unwrap_or_default());
                    return Ok(Some(self.piece(PieceKind::Doctype, start, end)));
                }
                Token::End => {
                    let found = self.name(start + 2, end);
                    match self.open.last() {
                        Some(expected) if *expected == found => return Ok(Some(self.close(start, end))),
                        Some(expected) => return Err(self.mismatched(&found, expected, start)),
                        None => return Err(self.ill_formed(format!("`</{found}>` closes nothing"), start)),
                    }
                }
                Token::Start | Token::Empty => {
                    if let Some(piece) = self.element(kind, start, end, &cut)? {
                        return Ok(Some(piece));
                    }
                }
            }
        }
    }

    /// The name of the tag whose name begins at `start`.
    fn name(&self, start: usize, end: usize) -> String {
        self.buffer
            .get(self.name_range(start, end))
            .unwrap_or_default()
            .to_owned()
    }

    fn name_range(&self, start: usize, end: usize) -> Range<usize> {
        let tag = self.buffer.as_bytes().get(start..end).unwrap_or_default();
        let length = tag
            .iter()
            .position(|byte| b" \t\r\n/>".contains(byte))
            .unwrap_or(tag.len());
        start..start + length
    }

    fn begins_with(&self, c: char) -> bool {
        self.buffer.get(self.at..).is_some_and(|rest| rest.starts_with(c))
    }

    fn piece(&mut self, kind: PieceKind, start: usize, end: usize) -> Piece {
        self.piece_made(kind, Made::Cut, start, Extent::of(end - start))
    }

    fn piece_made(&mut self, kind: PieceKind, made: Made, start: usize, extent: Extent) -> Piece {
        // nobody asks where an element stands that is known
        let place = match made {
            Made::Known(_) => self.counted,
            _ => self.place(),
        };
        let end = start + extent.bytes;
        self.advance(end);
        if let Some(within) = extent.end {
            (self.counted, self.counted_at) = (place.and(within), end);
        }
        Piece {
            kind,
            made,
            start,
            end,
            place,
        }
    }

    fn close(&mut self, start: usize, end: usize) -> Piece {
        self.open.pop();
        self.namespaces.leave();
        self.piece(PieceKind::End, start, end)
    }

    /// The token that begins at `at`, wholly in the buffer, in the piece that begins at `piece`.
    fn token(&mut self, at: usize, piece: usize) -> Result<(Token, usize)> {
        let mut progress = Progress::default();
        loop {
            let bytes = self.buffer.as_bytes().get(at..).unwrap_or_default();
            let (kind, length, is_whole) = match token(bytes, progress, self.input_ended) {
                Found::Whole(kind, length) => (kind, length, true),
                Found::Part(kind, further) => {
                    progress = further;
                    (kind, bytes.len(), false)
                }
                Found::Nothing => return Err(self.ill_formed("`<!` begins nothing that XML knows", at)),
            };
            if length > kind.limit() {
                let message = format!("{} is larger than {} bytes", kind.name(), kind.limit());
                return Err(self.limit(message, at));
            }
            if at + length - piece > MAX_PIECE_BYTES {
                return Err(self.limit(format!("an element is larger than {MAX_PIECE_BYTES} bytes"), piece));
            }
            if is_whole {
                return Ok((kind, at + length));
            }
            if self.input_ended {
                return Err(self.cut_short(kind.name(), at));
            }
            self.fill()?;
        }
    }

    /// Whether nothing follows at `at`.
    fn is_at_end(&mut self, at: usize) -> Result<bool> {
        while self.buffer.len() <= at {
            if !self.fill()? {
                return Ok(true);
            }
        }
        Ok(false)
    }

    fn end(&mut self) -> Result<()> {
        if let Some(name) = self.open.last() {
            return Err(self.cut_short(&format!("`{name}`"), self.at));
        }
        if !self.root_seen {
            return Err(self.ill_formed("there is no element in the document", self.at));
        }
        Ok(())
    }

    /// Whether `--` stands inside a comment, or a third hyphen before its end.
    fn is_torn_comment(&self, start: usize, end: usize) -> bool {
        let inside = self.buffer.get(start + "<!--".len()..end.saturating_sub("-->".len()));
        inside.is_some_and(|inside| inside.contains("--") || inside.ends_with('-'))
    }
}

#[cfg(test)]
mod tests;
