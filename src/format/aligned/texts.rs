//! A text whose lines are sentences.

use std::sync::Arc;

use crate::align::joint;
use crate::error::{Error, ErrorKind, Result};
use crate::format::Format;
use crate::io::Decoded;
use crate::model::{LanguageTag, Origin};

/// What hunalign takes for the mark of a paragraph.
const PARAGRAPH: &str = "<p>";

/// The sentences of one side.
pub(super) struct SideText {
    file: Arc<str>,
    text: String,
    sentences: Vec<Sentence>,
    /// How many blank lines were not counted.
    pub(super) blank_lines: usize,
}

struct Sentence {
    /// Where it stands in the text.
    range: std::ops::Range<usize>,
    line: u64,
}

impl SideText {
    /// Cuts `input` into lines; those that are blank are counted unless `format` is one that does not.
    pub(super) fn read(input: &mut Decoded, format: Format) -> Result<Self> {
        let text = input.read_to_text()?;
        let mut side = Self {
            file: Arc::clone(input.name()),
            sentences: Vec::new(),
            text: String::new(),
            blank_lines: 0,
        };
        let mut start = 0;
        for (number, line) in text.split_inclusive('\n').enumerate() {
            let bare = line
                .strip_suffix('\n')
                .map_or(line, |line| line.strip_suffix('\r').unwrap_or(line));
            if format == Format::Bertalign && bare.trim().is_empty() {
                side.blank_lines += 1;
            } else {
                side.sentences.push(Sentence {
                    range: start..start + bare.len(),
                    line: number as u64 + 1,
                });
            }
            start += line.len();
        }
        side.text = text;
        if u32::try_from(side.sentences.len()).is_err() {
            let message = format!("the text has {} lines, more than can be numbered", side.sentences.len());
            return Err(Error::from(ErrorKind::Alignment(message))
                .in_file(&side.file)
                .with_help("cut text and alignment into parts"));
        }
        Ok(side)
    }

    pub(super) fn file(&self) -> &Arc<str> {
        &self.file
    }

    pub(super) fn text(&self) -> &str {
        &self.text
    }

    /// How many sentences there are.
    pub(super) fn count(&self) -> u32 {
        u32::try_from(self.sentences.len()).unwrap_or(u32::MAX)
    }

    /// A sentence by its number from 0; `None` where the line is no text.
    pub(super) fn sentence(&self, number: u32) -> Option<&str> {
        let sentence = self.sentences.get(number as usize)?;
        let text = self.text.get(sentence.range.clone())?;
        (!text.trim().is_empty() && text.trim() != PARAGRAPH).then_some(text)
    }

    /// Several sentences, joined.
    pub(super) fn join(&self, numbers: &[u32], lang: &LanguageTag) -> String {
        let texts: Vec<&str> = numbers.iter().filter_map(|number| self.sentence(*number)).collect();
        texts.join(joint(lang))
    }

    /// Where a sentence stands.
    pub(super) fn origin(&self, number: u32) -> Origin {
        Origin {
            file: Some(Arc::clone(&self.file)),
            line: self.sentences.get(number as usize).map_or(0, |sentence| sentence.line),
            column: 1,
        }
    }
}
