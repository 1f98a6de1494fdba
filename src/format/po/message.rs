//! Messages put together from their lines.

use std::collections::VecDeque;

use super::line::{Keyword, Token, Wrong, tokens};
use crate::diag::{Diagnostic, DiagnosticCode, Sink};
use crate::error::{Error, ErrorKind, Result};
use crate::format::line_input::LineInput;
use crate::model::Origin;

/// How many bytes the comments and strings of one message may have, since it is held whole.
const LARGEST_MESSAGE: usize = 64 << 20;

/// A message as it stands in the file.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Message {
    /// The line of its first keyword.
    pub(super) line: u64,
    pub(super) is_obsolete: bool,
    pub(super) translator_comments: Vec<String>,
    pub(super) developer_comments: Vec<String>,
    pub(super) references: Vec<String>,
    pub(super) flags: Vec<String>,
    pub(super) previous: Texts,
    pub(super) texts: Texts,
    /// The translation, or one a plural form.
    pub(super) strings: Vec<String>,
    /// Escapes that C does not have.
    escapes: Vec<String>,
}

/// What identifies a message.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Texts {
    pub(super) context: Option<String>,
    pub(super) id: Option<String>,
    pub(super) plural: Option<String>,
}

impl Message {
    /// Whether it holds what is said of the whole catalogue.
    pub(super) fn is_header(&self) -> bool {
        !self.is_obsolete && self.texts.context.is_none() && self.texts.id.as_deref() == Some("")
    }

    pub(super) fn is_fuzzy(&self) -> bool {
        self.flags.iter().any(|flag| flag == "fuzzy")
    }

    /// Names the escapes that stayed as they stand.
    pub(super) fn say_escapes(&self, origin: &Origin, sink: &mut dyn Sink) {
        for escape in &self.escapes {
            let message = format!("`{escape}` is no escape that a catalogue can have, and stays as it stands");
            sink.take(Diagnostic::new(DiagnosticCode::Escape, message).at(origin));
        }
    }
}

/// Puts messages together. A message ends where the next begins.
#[derive(Debug, Default)]
pub(super) struct Parser {
    message: Message,
    /// The string that is being read, and whether something of it has come.
    field: Option<(Keyword, bool)>,
    /// The same of what was there before.
    previous_field: Option<(Keyword, bool)>,
    bytes: usize,
    /// Whether the last line was blank.
    is_behind_blank: bool,
}

impl Parser {
    /// Takes a line; messages that it ends go to `done`.
    pub(super) fn take_line(&mut self, lines: &LineInput, done: &mut VecDeque<Message>) -> Result<()> {
        let line = lines.text();
        let indent = line.len() - line.trim_start().len();
        let text = line.trim_start();
        let column = line.get(..indent).unwrap_or_default().chars().count() as u64 + 1;
        self.bytes += text.len();
        self.is_behind_blank = text.is_empty();
        if self.bytes > LARGEST_MESSAGE {
            let message = format!("the message has more than {} MiB", LARGEST_MESSAGE >> 20);
            return Err(lines
                .error(ErrorKind::Record(message), 0)
                .with_help("look whether the file is a catalogue"));
        }
        let taken = match text.strip_prefix('#') {
            None => self.take_content(text, column, IsObsolete::No, lines.number(), done),
            Some(comment) => match comment.strip_prefix('~') {
                Some(rest) if rest.starts_with('|') => {
                    self.end_message(done);
                    self.take_previous(rest.get(1..).unwrap_or_default(), column + 3)
                }
                Some(rest) => self.take_content(rest, column + 2, IsObsolete::Yes, lines.number(), done),
                None => self.take_comment(comment, column, done),
            },
        };
        taken.map_err(|wrong| {
            lines
                .error(ErrorKind::Record(wrong.what), wrong.column)
                .with_help("mend the line; `msgfmt -c` of gettext shows what else is wrong")
        })
    }

    /// The last message, at the end of the input.
    pub(super) fn finish(&mut self, lines: &LineInput, sink: &mut dyn Sink) -> Result<Option<Message>> {
        self.check_whole(lines)?;
        let has_comments = self.message != Message::default();
        if !self.message.strings.is_empty() {
            return Ok(Some(self.take_message()));
        }
        if has_comments {
            let message = "comments behind the last message belong to none and are left out";
            sink.take(Diagnostic::new(DiagnosticCode::Retired, message).at(&lines.origin()));
            self.message = Message::default();
        }
        Ok(None)
    }

    /// Hands on the message before a place where the file can't be read on, if a blank line says that it is whole.
    pub(super) fn break_off(&mut self, done: &mut VecDeque<Message>) {
        if self.is_behind_blank {
            self.end_whole(done);
        }
    }

    /// Hands on the message if its last field has a string.
    fn end_whole(&mut self, done: &mut VecDeque<Message>) {
        if matches!(self.field, Some((_, true))) {
            self.end_message(done);
        }
    }

    fn check_whole(&self, lines: &LineInput) -> Result<()> {
        let error = |what: String| {
            Err(Error::from(ErrorKind::Record(what))
                .in_file(lines.name())
                .at(self.message.line, 0)
                .with_help("the file may be cut short: get it again"))
        };
        match self.field {
            Some((keyword, false)) => error(format!("the message ends behind `{}`", keyword.as_str())),
            Some(_) if self.message.strings.is_empty() => error("the message has no `msgstr`".to_owned()),
            _ => Ok(()),
        }
    }

    fn take_message(&mut self) -> Message {
        self.field = None;
        self.previous_field = None;
        self.bytes = 0;
        std::mem::take(&mut self.message)
    }

    /// Hands on the message if it is whole, as something of the next has come.
    fn end_message(&mut self, done: &mut VecDeque<Message>) {
        if !self.message.strings.is_empty() {
            let message = self.take_message();
            done.push_back(message);
        }
    }

    fn take_comment(&mut self, comment: &str, column: u64, done: &mut VecDeque<Message>) -> Result<(), Wrong> {
        if let Some((keyword, false)) = self.field {
            return Err(Wrong {
                what: format!("a comment stands where the string of `{}` should", keyword.as_str()),
                column,
            });
        }
        self.end_message(done);
        if self.field.is_some() {
            return Err(Wrong {
                what: "a comment stands inside a message".to_owned(),
                column,
            });
        }
        let message = &mut self.message;
        let text = |rest: &str| rest.trim_end().strip_prefix(' ').unwrap_or(rest.trim_end()).to_owned();
        let mut letters = comment.chars();
        match letters.next() {
            Some('.') => message.developer_comments.push(text(letters.as_str())),
            Some(':') => message.references.push(letters.as_str().trim().to_owned()),
            Some(',' | '=') => {
                let flags = letters.as_str().split(',').map(str::trim);
                message
                    .flags
                    .extend(flags.filter(|flag| !flag.is_empty()).map(str::to_owned));
            }
            Some('|') => return self.take_previous(letters.as_str(), column + 2),
            _ => message.translator_comments.push(text(comment)),
        }
        Ok(())
    }

    fn take_previous(&mut self, content: &str, column: u64) -> Result<(), Wrong> {
        for (token, column) in tokens(content, column, &mut self.message.escapes)? {
            let wrong = |what: &str| Wrong {
                what: what.to_owned(),
                column,
            };
            match (token, &mut self.previous_field) {
                (Token::Keyword(Keyword::String) | Token::Form(_), _) => {
                    return Err(wrong("a translation stands where only a source can"));
                }
                (Token::Keyword(keyword), field) => *field = Some((keyword, false)),
                (Token::Text(text), Some((keyword, has_text))) => {
                    *has_text = true;
                    if let Some(place) = self.message.previous.place(*keyword) {
                        place.get_or_insert_default().push_str(&text);
                    }
                }
                (Token::Text(_), None) => return Err(wrong("the string has no keyword before it")),
            }
        }
        Ok(())
    }

    fn take_content(
        &mut self,
        content: &str,
        column: u64,
        obsolete: IsObsolete,
        line: u64,
        done: &mut VecDeque<Message>,
    ) -> Result<(), Wrong> {
        let mut escapes = Vec::new();
        let tokens = tokens(content, column, &mut escapes).inspect_err(|_| {
            // what is broken itself does not break the message before it
            if !content.trim_start().starts_with('"') && !content.trim_start().starts_with(Keyword::String.as_str()) {
                self.end_whole(done);
            }
        })?;
        for (token, column) in tokens {
            let took = match token {
                Token::Keyword(keyword) => self.take_keyword(keyword, obsolete, line, done),
                Token::Form(number) => self.take_form(number),
                Token::Text(text) => self.take_text(&text),
            };
            took.map_err(|what| Wrong { what, column })?;
        }
        self.message.escapes.append(&mut escapes);
        Ok(())
    }

    fn take_keyword(
        &mut self,
        keyword: Keyword,
        obsolete: IsObsolete,
        line: u64,
        done: &mut VecDeque<Message>,
    ) -> Result<(), String> {
        if let Some((before, false)) = self.field {
            return Err(format!(
                "`{}` follows `{}`, which has no string",
                keyword.as_str(),
                before.as_str()
            ));
        }
        if keyword <= Keyword::Id {
            self.end_message(done);
        }
        let texts = &self.message.texts;
        let fits = match keyword {
            Keyword::Context => self.field.is_none(),
            Keyword::Id => texts.id.is_none(),
            Keyword::Plural => texts.id.is_some() && texts.plural.is_none() && self.message.strings.is_empty(),
            Keyword::String => texts.id.is_some(),
        };
        if !fits {
            return Err(match (keyword, &self.message.texts.id) {
                (Keyword::Context | Keyword::Id, Some(_)) => "the message before has no `msgstr`".to_owned(),
                _ => format!("`{}` stands where it can't", keyword.as_str()),
            });
        }
        if self.field.is_none() {
            self.message.line = line;
            self.message.is_obsolete = obsolete == IsObsolete::Yes;
        }
        self.field = Some((keyword, false));
        if keyword == Keyword::String {
            // the number of the form, if one follows, must be that of this string
            self.message.strings.push(String::new());
            let has_forms = self.message.texts.plural.is_some();
            if !has_forms && self.message.strings.len() > 1 {
                return Err("the message has a second `msgstr`".to_owned());
            }
        }
        Ok(())
    }

    fn take_form(&mut self, number: usize) -> Result<(), String> {
        let expected = self.message.strings.len().checked_sub(1);
        match self.field {
            Some((Keyword::String, false)) if self.message.texts.plural.is_none() => {
                Err("a plural form stands in a message without `msgid_plural`".to_owned())
            }
            Some((Keyword::String, false)) if Some(number) == expected => Ok(()),
            Some((Keyword::String, false)) => Err(format!(
                "plural form {number} stands where form {} should",
                expected.unwrap_or_default()
            )),
            _ => Err("a number in brackets stands where it can't".to_owned()),
        }
    }

    fn take_text(&mut self, text: &str) -> Result<(), String> {
        let Some((keyword, has_text)) = &mut self.field else {
            return Err("the string has no keyword before it".to_owned());
        };
        *has_text = true;
        let place = match keyword {
            Keyword::String => self.message.strings.last_mut(),
            keyword => self.message.texts.place(*keyword).map(Option::get_or_insert_default),
        };
        if let Some(place) = place {
            place.push_str(text);
        }
        Ok(())
    }
}

impl Texts {
    fn place(&mut self, keyword: Keyword) -> Option<&mut Option<String>> {
        match keyword {
            Keyword::Context => Some(&mut self.context),
            Keyword::Id => Some(&mut self.id),
            Keyword::Plural => Some(&mut self.plural),
            Keyword::String => None,
        }
    }
}

/// Whether a line is one that gettext keeps of a message that the program no longer has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum IsObsolete {
    Yes,
    No,
}
