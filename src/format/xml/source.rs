//! Where a reader's pieces come from: cut and parsed as they are asked for, or ahead of that on a thread of their own.

use std::sync::mpsc::{Receiver, Sender, SyncSender, channel, sync_channel};
use std::thread;

use super::document::{Cut, Document, Made, PieceKind};
use super::names::Namespaces;
use super::place::Place;
use super::text::IllFormed;
use super::tree::{Settings, Tree};
use crate::diag::Diagnostic;
use crate::error::{Error, ErrorKind, Result};
use crate::format::{CopyPlan, InputFacts};
use crate::io::Decoded;
use crate::model::IllegalCharacters;

/// How many pieces go from one thread to the other at once, at most.
const BATCH_PIECES: usize = 128;

/// How much markup goes from one thread to the other at once: no piece is added beyond it.
const BATCH_BYTES: usize = 1 << 16;

/// How many batches may wait.
const BATCHES_AHEAD: usize = 8;

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
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    Cutting,
    /// The place was left where markup is not well-formed: reading goes on at the next unit.
    Torn,
    Ended,
}

impl Source {
    pub(super) fn new(input: Decoded, rules: Rules) -> Self {
        Self {
            document: Document::new(input, rules.illegal_characters),
            rules,
            state: State::Cutting,
        }
    }

    pub(super) fn facts(&self) -> InputFacts {
        InputFacts {
            encoding: self.document.input().encoding().to_owned(),
            bad_bytes: self.document.input().bad_bytes(),
        }
    }

    fn follow(&mut self, plan: CopyPlan) {
        self.document.plan = Some(plan);
    }

    pub(super) fn input(&self) -> &Decoded {
        self.document.input()
    }

    /// Puts the next piece into `parsed`, whose memory is used again; `false` if there is none. Behind an error, further
    /// pieces may come.
    ///
    /// # Errors
    ///
    /// Fails where the document can't be cut.
    fn next(&mut self, parsed: &mut Parsed) -> Result<bool> {
        if self.state == State::Torn {
            let goes_on = self.document.recover(self.rules.units);
            self.state = if goes_on { State::Cutting } else { State::Ended };
        }
        if self.state == State::Ended {
            return Ok(false);
        }
        let piece = match self.document.next(self.rules.cut, &mut parsed.tree) {
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
        let spot = self.document.spot(&piece);
        parsed.kind = piece.kind;
        parsed.made = piece.made;
        parsed.start = spot.place(0);
        parsed.markup.clear();
        parsed.markup.push_str(spot.markup);
        parsed.namespaces.clone_from(&self.document.namespaces);
        parsed.failed = None;
        if matches!(piece.kind, PieceKind::Start | PieceKind::Whole) && piece.made == Made::Cut {
            let settings = Settings {
                entities: &self.document.entities,
                namespaces: &parsed.namespaces,
                illegal_characters: self.rules.illegal_characters,
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

/// Pieces that go from one thread to the other, and what comes behind them.
struct Batch {
    pieces: Vec<Parsed>,
    then: Then,
}

enum Then {
    More,
    Failed(Error, InputFacts),
    Ended(Vec<Diagnostic>, InputFacts),
}

/// The pieces of a document, in order.
pub(super) struct Pieces {
    from: From,
    /// The piece that came last, where pieces are made here.
    last: Parsed,
    facts: InputFacts,
}

enum From {
    Here(Box<Source>),
    Ahead(Ahead),
}

/// What comes from a thread that reads ahead.
struct Ahead {
    batches: Receiver<Batch>,
    /// Where pieces go that are done with, for their memory.
    spent: Sender<Vec<Parsed>>,
    batch: Batch,
    /// How many pieces of the batch are done with.
    used: usize,
}

impl Pieces {
    pub(super) fn new(source: Source) -> Self {
        Self {
            facts: source.facts(),
            from: From::Here(Box::new(source)),
            last: Parsed::default(),
        }
    }

    /// Takes the elements in passing that `plan` knows, if pieces are not made ahead yet.
    pub(super) fn follow(&mut self, plan: CopyPlan) {
        if let From::Here(source) = &mut self.from {
            source.follow(plan);
        }
    }

    /// What was found about the input; final once no further piece comes.
    pub(super) fn facts(&self) -> InputFacts {
        match &self.from {
            From::Here(source) => source.facts(),
            From::Ahead(_) => self.facts.clone(),
        }
    }

    /// From now on makes the pieces on another thread, if there are enough of them to pay for it.
    pub(super) fn run_ahead_if_long(self) -> Self {
        let source = match self.from {
            From::Here(source) if !source.input().is_short() && has_cores() => source,
            from => return Self { from, ..self },
        };
        let (batches, coming) = sync_channel(BATCHES_AHEAD);
        let (spent, used_up) = channel();
        thread::spawn(move || cut_ahead(*source, &batches, &used_up));
        Self {
            from: From::Ahead(Ahead {
                batches: coming,
                spent,
                batch: Batch {
                    pieces: Vec::new(),
                    then: Then::More,
                },
                used: 0,
            }),
            ..self
        }
    }

    /// The next piece; `None` at the end, where `said` gets what is to be said of the whole input. Behind an error,
    /// further pieces may come.
    ///
    /// # Errors
    ///
    /// Fails where the document can't be cut.
    pub(super) fn next(&mut self, said: &mut Vec<Diagnostic>) -> Result<Option<&mut Parsed>> {
        let ahead = match &mut self.from {
            From::Here(source) => {
                if source.next(&mut self.last)? {
                    return Ok(Some(&mut self.last));
                }
                source.input().say_bad_bytes(said);
                return Ok(None);
            }
            From::Ahead(ahead) => ahead,
        };
        while ahead.used == ahead.batch.pieces.len() {
            match std::mem::replace(&mut ahead.batch.then, Then::More) {
                Then::Failed(error, facts) => {
                    self.facts = facts;
                    return Err(error);
                }
                Then::Ended(findings, facts) => {
                    said.extend(findings);
                    self.facts = facts.clone();
                    ahead.batch.then = Then::Ended(Vec::new(), facts);
                    return Ok(None);
                }
                Then::More => {}
            }
            // whoever cuts may be gone already, and needs no memory any more
            let _ = ahead.spent.send(std::mem::take(&mut ahead.batch.pieces));
            ahead.used = 0;
            ahead.batch = ahead.batches.recv().map_err(|_| {
                let stopped = std::io::Error::other("the thread that reads it has stopped");
                Error::from(ErrorKind::Read(stopped))
            })?;
        }
        ahead.used += 1;
        Ok(ahead.batch.pieces.get_mut(ahead.used - 1))
    }
}

fn has_cores() -> bool {
    thread::available_parallelism().is_ok_and(|cores| cores.get() > 1)
}

/// Cuts and parses a document until it ends, or nobody wants more.
fn cut_ahead(mut source: Source, batches: &SyncSender<Batch>, used_up: &Receiver<Vec<Parsed>>) {
    let mut spare: Vec<Parsed> = Vec::new();
    loop {
        let mut pieces = Vec::with_capacity(BATCH_PIECES);
        let mut bytes = 0;
        let then = loop {
            if pieces.len() == BATCH_PIECES || bytes > BATCH_BYTES {
                break Then::More;
            }
            if spare.is_empty() {
                spare.extend(used_up.try_iter().flatten());
            }
            let mut parsed = spare.pop().unwrap_or_default();
            match source.next(&mut parsed) {
                Ok(true) => {
                    bytes += parsed.markup.len();
                    pieces.push(parsed);
                }
                Ok(false) => {
                    let mut said = Vec::new();
                    source.input().say_bad_bytes(&mut said);
                    break Then::Ended(said, source.facts());
                }
                Err(error) => break Then::Failed(error, source.facts()),
            }
        };
        let is_last = matches!(then, Then::Ended(..));
        if batches.send(Batch { pieces, then }).is_err() || is_last {
            return;
        }
    }
}
