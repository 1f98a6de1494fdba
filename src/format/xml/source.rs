//! Where a reader's pieces come from: cut and parsed as they are asked for.

use std::sync::Arc;

use super::document::{Cut, Document, Made, Piece, PieceKind, SketchUnit};
use super::names::Namespaces;
use super::place::Place;
use super::scouts::Scouted;
use super::text::IllFormed;
use super::tree::{Settings, Tree};
use crate::diag::Sink;
use crate::error::{ErrorKind, Result};
use crate::format::{CopyPlan, InputFacts};
use crate::model::{Digest, Digests, IllegalCharacters};

/// A piece of a document, parsed.
#[derive(Debug)]
pub(super) struct Parsed {
    pub(super) kind: PieceKind,
    pub(super) made: Made,
    /// Where it begins.
    pub(super) start: Place,
    pub(super) markup: String,
    /// What stands in it, where it is an element or a start tag.
    pub(super) tree: Tree,
    /// Why there is no tree.
    pub(super) failed: Option<IllFormed>,
    /// The namespaces that are declared around it.
    pub(super) namespaces: Namespaces,
}

impl Default for Parsed {
    fn default() -> Self {
        Self {
            kind: PieceKind::End,
            made: Made::Cut,
            start: Place::START,
            markup: String::new(),
            tree: Tree::default(),
            failed: None,
            namespaces: Namespaces::default(),
        }
    }
}

/// How a document is cut and parsed.
#[derive(Debug, Clone, Copy)]
pub(super) struct Rules {
    /// How an element is cut, by its name without prefix and its depth.
    pub(super) cut: fn(&str, usize) -> Cut,
    /// The elements at which reading goes on behind an error.
    pub(super) units: &'static [&'static str],
    pub(super) illegal_characters: IllegalCharacters,
}

/// Cuts a document and parses its pieces.
pub(super) struct Source {
    document: Document,
    rules: Rules,
    state: State,
    /// The piece that was cut last.
    last: Option<Piece>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    Cutting,
    /// The place was left where markup is not well-formed: reading goes on at the next unit.
    Torn,
    Ended,
}

impl Source {
    pub(super) fn new(input: Scouted, rules: Rules) -> Self {
        Self {
            document: Document::new(input, rules.illegal_characters),
            rules,
            state: State::Cutting,
            last: None,
        }
    }

    pub(super) fn facts(&self) -> InputFacts {
        InputFacts {
            is_plain: !self.document.specials.are_any(),
            ..InputFacts::of(self.document.input())
        }
    }

    /// The markup of the piece that was cut last.
    pub(super) fn last_markup(&self) -> &str {
        self.last.map_or("", |piece| self.document.spot(&piece).markup)
    }

    /// The text of the source of the unit that a scout has found and that was cut last, and what is said of it.
    pub(super) fn account(&self) -> Option<(&str, &[u8])> {
        self.document.input.account(self.last_markup())
    }

    /// Takes the elements in passing that `plan` knows.
    pub(super) fn follow(&mut self, plan: Arc<CopyPlan>) {
        if plan.knows_most {
            self.document.input.find_ends();
        }
        self.document.plan = Some(plan);
    }

    /// Has scouts make digests, if there are any.
    pub(super) fn give_digests(&self, digests: Arc<dyn Digests>) {
        self.document.input.give_digests(digests);
    }

    /// The digests of units that come next; each is given once.
    pub(super) fn coming(&mut self) -> &[Digest] {
        self.document.input.coming()
    }

    /// Whether there are scouts.
    pub(super) fn has_scouts(&self) -> bool {
        self.document.input.has_scouts()
    }

    /// Says what is to be said of the whole input, at its end.
    pub(super) fn say_at_end(&self, sink: &mut dyn Sink) {
        self.document.input().say_bad_bytes(sink);
    }

    /// Puts the next piece into `parsed`, whose memory is used again; `false` if there is none. Behind an error, further
    /// pieces may come. Of a unit that `sketch` sketches, only the place is given.
    ///
    /// # Errors
    ///
    /// Fails where the document can't be cut.
    pub(super) fn next(&mut self, parsed: &mut Parsed, sketch: &mut dyn SketchUnit) -> Result<bool> {
        if self.state == State::Torn {
            let goes_on = self.document.recover(self.rules.units);
            self.state = if goes_on { State::Cutting } else { State::Ended };
        }
        if self.state == State::Ended {
            return Ok(false);
        }
        let piece = match self.document.next(self.rules.cut, &mut parsed.tree, sketch) {
            Ok(Some(piece)) => piece,
            Ok(None) => {
                self.state = State::Ended;
                return Ok(false);
            }
            Err(error) => {
                let is_torn = matches!(error.kind(), ErrorKind::Xml(_));
                self.state = if is_torn { State::Torn } else { State::Ended };
                return Err(error);
            }
        };
        self.last = Some(piece);
        let spot = self.document.spot(&piece);
        parsed.kind = piece.kind;
        parsed.made = piece.made;
        parsed.start = piece.place;
        match piece.made {
            Made::Sketched(_) => return Ok(true),
            Made::Known(_) => {
                std::mem::swap(&mut parsed.markup, &mut self.document.copied);
                return Ok(true);
            }
            Made::Cut | Made::Parsed(_) => {}
        }
        parsed.markup.clear();
        parsed.markup.push_str(spot.markup);
        parsed.namespaces.clone_from(&self.document.namespaces);
        parsed.failed = None;
        if matches!(piece.kind, PieceKind::Start | PieceKind::Whole) && piece.made == Made::Cut {
            let settings = Settings {
                entities: &self.document.entities,
                namespaces: &parsed.namespaces,
                illegal_characters: self.rules.illegal_characters,
                specials: self.document.specials,
            };
            parsed.failed = parsed.tree.parse(&parsed.markup, settings).err();
        }
        if let (PieceKind::Start, None, Some(element)) = (piece.kind, &parsed.failed, parsed.tree.root(&parsed.markup))
        {
            for attribute in element.attributes() {
                if let Some(prefix) = attribute.declared_prefix() {
                    self.document.namespaces.declare(prefix, attribute.value);
                }
            }
        }
        Ok(true)
    }
}
