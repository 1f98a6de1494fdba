//! What a unit is written to: its markup, and what was lost on the way.

use crate::diag::{Diagnostic, DiagnosticCode, Fact, Sink};
use crate::error::{Error, Result};
use crate::format::Losses;
use crate::format::xml::Escaper;
use crate::model::{IllegalCharacters, TranslationUnit, is_illegal};

/// The markup of one `<trans-unit>` while it grows, and all that is to be said about it.
///
/// A fact is lost to the part that [`Page::turn_to`] named last.
pub(super) struct Page<'o> {
    out: &'o mut String,
    escaper: Escaper,
    policy: IllegalCharacters,
    part: usize,
    lost: Vec<(usize, Fact, &'static str)>,
    /// The characters that were cleaned away, each with its part.
    cleaned: Vec<(usize, char)>,
    said: Vec<(usize, DiagnosticCode, String)>,
    refused: Option<(usize, char)>,
}

impl<'o> Page<'o> {
    pub(super) fn new(out: &'o mut String, policy: IllegalCharacters) -> Self {
        Self {
            out,
            escaper: Escaper::new(policy),
            policy,
            part: 0,
            lost: Vec::new(),
            cleaned: Vec::new(),
            said: Vec::new(),
            refused: None,
        }
    }

    /// Names the part, from 0, that the next findings belong to.
    pub(super) fn turn_to(&mut self, part: usize) {
        self.part = part;
    }

    /// The part that was named last.
    pub(super) fn part(&self) -> usize {
        self.part
    }

    /// Appends markup as it is.
    pub(super) fn markup(&mut self, markup: &str) {
        self.out.push_str(markup);
    }

    /// Appends element content.
    pub(super) fn text(&mut self, text: &str) {
        let found = self.escaper.text(self.out, text);
        self.found(found, text);
    }

    /// Appends ` name="value"`.
    pub(super) fn attribute(&mut self, name: &str, value: &str) {
        self.attribute_of(name, &[value]);
    }

    /// Appends ` name="value"` for a value in pieces.
    pub(super) fn attribute_of(&mut self, name: &str, pieces: &[&str]) {
        self.out.push(' ');
        self.out.push_str(name);
        self.out.push_str("=\"");
        for piece in pieces {
            let found = self.escaper.attribute_value(self.out, piece);
            self.found(found, piece);
        }
        self.out.push('"');
    }

    /// Appends ` name="value"` if there is a value.
    pub(super) fn attribute_if(&mut self, name: &str, value: Option<&str>) {
        if let Some(value) = value {
            self.attribute(name, value);
        }
    }

    fn found(&mut self, count: usize, written: &str) {
        if count == 0 {
            return;
        }
        let illegal = written.chars().filter(|&c| is_illegal(c));
        self.cleaned.extend(illegal.map(|c| (self.part, c)));
        if self.policy == IllegalCharacters::Refuse && self.refused.is_none() {
            self.refused = self.cleaned.first().copied();
        }
        self.lose(Fact::Character, "characters that XML 1.0 forbids");
    }

    /// Notes that `what` of the part is lost.
    pub(super) fn lose(&mut self, fact: Fact, what: &'static str) {
        let known = |&(part, lost, _): &(usize, Fact, &str)| part == self.part && lost == fact;
        if !self.lost.iter().any(known) {
            self.lost.push((self.part, fact, what));
        }
    }

    /// Notes that `what` of the part is lost if `held`.
    pub(super) fn lose_if(&mut self, held: bool, fact: Fact, what: &'static str) {
        if held {
            self.lose(fact, what);
        }
    }

    /// Notes something else about the part.
    pub(super) fn say(&mut self, code: DiagnosticCode, message: String) {
        self.said.push((self.part, code, message));
    }

    /// Hands on what was found, each at the unit that it is about.
    ///
    /// # Errors
    ///
    /// Fails if characters that XML 1.0 forbids are to be refused, and one was there.
    pub(super) fn finish(self, parts: &[TranslationUnit], sink: &mut dyn Sink) -> Result<()> {
        if let Some((part, c)) = self.refused {
            return Err(refused(c, parts.get(part)));
        }
        for (number, unit) in parts.iter().enumerate() {
            for (_, code, message) in self.said.iter().filter(|(part, ..)| *part == number) {
                sink.take(
                    Diagnostic::new(*code, message.as_str())
                        .at(&unit.origin)
                        .of_unit(unit.id.as_deref()),
                );
            }
            let mut lost = self.lost.iter().filter(|(part, ..)| *part == number).peekable();
            if lost.peek().is_some() {
                let mut losses = Losses::new(unit, "XLIFF 1.2", sink);
                let cleaned = self.cleaned.iter().filter(|(part, _)| *part == number);
                let cleaned: Vec<char> = cleaned.map(|&(_, c)| c).collect();
                lost.for_each(|&(_, fact, what)| match fact {
                    Fact::Character => losses.lose_these_characters(cleaned.clone(), ""),
                    _ => losses.lose(fact, what),
                });
            }
        }
        Ok(())
    }
}

fn refused(c: char, unit: Option<&TranslationUnit>) -> Error {
    crate::format::refused(unit.unwrap_or(&TranslationUnit::default()), c)
}
