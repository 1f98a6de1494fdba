//! The sentences of a document.

use std::collections::HashMap;
use std::sync::Arc;

use super::xml::{Element, Node, XmlInput};
use crate::align::joint;
use crate::error::{Error, ErrorKind, Result};
use crate::model::LanguageTag;

/// How many bytes of sentences a document may have, since it is held.
const LARGEST_DOCUMENT: usize = 512 << 20;

/// A document, by its sentences.
pub(super) struct Document {
    pub(super) file: Arc<str>,
    pub(super) sentences: Vec<Sentence>,
    places: HashMap<String, u32>,
}

pub(super) struct Sentence {
    pub(super) text: String,
    pub(super) line: u64,
    pub(super) column: u64,
}

impl Document {
    /// Reads all sentences.
    ///
    /// # Errors
    ///
    /// Fails if the document can't be read, is not well-formed or too large, or names two sentences alike.
    pub(super) fn read(xml: &mut XmlInput, lang: &LanguageTag) -> Result<Self> {
        let mut document = Self {
            file: Arc::clone(xml.file()),
            sentences: Vec::new(),
            places: HashMap::new(),
        };
        let mut bytes = 0;
        while let Some(node) = xml.next()? {
            let Node::Start(start) = node else { continue };
            if start.name != "s" {
                continue;
            }
            let text = read_sentence(xml, lang)?;
            bytes += text.len();
            let refuse = |what: String, help: &str| {
                Err(Error::from(ErrorKind::Xml(what))
                    .in_file(xml.file())
                    .at(start.line, start.column)
                    .with_help(help.to_owned()))
            };
            if bytes > LARGEST_DOCUMENT {
                let message = format!("the document has more than {} MiB of sentences", LARGEST_DOCUMENT >> 20);
                return refuse(message, "cut it and its links into parts");
            }
            let Ok(place) = u32::try_from(document.sentences.len()) else {
                return refuse(
                    "there are more sentences than can be numbered".into(),
                    "cut the document into parts",
                );
            };
            if let Some(id) = start.attribute("id")
                && document.places.insert(id.to_owned(), place).is_some()
            {
                return refuse(format!("`{id}` is the id of two sentences"), "give each its own");
            }
            document.sentences.push(Sentence {
                text,
                line: start.line,
                column: start.column,
            });
        }
        Ok(document)
    }

    /// The number of the sentence of this id, from 0.
    pub(super) fn place(&self, id: &str) -> Option<u32> {
        self.places.get(id).copied()
    }
}

/// Reads up to the end of the element `s` whose start was read.
fn read_sentence(xml: &mut XmlInput, lang: &LanguageTag) -> Result<String> {
    let mut sentence = Words::new(lang);
    let mut depth = 1;
    while depth > 0 {
        match xml.next()? {
            Some(Node::Start(element)) => {
                depth += 1;
                if element.name == "w" {
                    sentence.begin_word(&element);
                }
            }
            Some(Node::End(name)) => {
                depth -= 1;
                if name == "w" {
                    sentence.end_word();
                }
            }
            Some(Node::Text(text)) => sentence.push(&text),
            None => break,
        }
    }
    Ok(sentence.into_text())
}

/// A sentence on its way from words, or from text.
struct Words {
    joint: &'static str,
    /// The words so far, joined.
    joined: String,
    is_tokenised: bool,
    /// The word that is open, and whether the next follows it without space.
    word: Option<String>,
    is_glued: bool,
    next_is_glued: bool,
    /// Text outside words: the sentence, where it has none.
    loose: String,
}

impl Words {
    fn new(lang: &LanguageTag) -> Self {
        Self {
            joint: joint(lang),
            joined: String::new(),
            is_tokenised: false,
            word: None,
            is_glued: false,
            next_is_glued: false,
            loose: String::new(),
        }
    }

    fn begin_word(&mut self, element: &Element) {
        self.end_word();
        let has_no_space = element
            .attribute("misc")
            .is_some_and(|misc| misc.split('|').any(|fact| fact == "SpaceAfter=No"));
        self.word = Some(String::new());
        self.next_is_glued = has_no_space;
    }

    fn push(&mut self, text: &str) {
        match &mut self.word {
            Some(word) => word.push_str(text),
            None => self.loose.push_str(text),
        }
    }

    fn end_word(&mut self) {
        let Some(word) = self.word.take() else { return };
        self.is_tokenised = true;
        let word = collapsed(&word);
        if word.is_empty() {
            return;
        }
        if !self.joined.is_empty() && !self.is_glued {
            let is_latin = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
            let meets_latin = is_latin(self.joined.chars().next_back()) && is_latin(word.chars().next());
            self.joined.push_str(if meets_latin { " " } else { self.joint });
        }
        self.joined.push_str(&word);
        self.is_glued = self.next_is_glued;
    }

    fn into_text(mut self) -> String {
        self.end_word();
        if self.is_tokenised {
            self.joined
        } else {
            collapsed(&self.loose)
        }
    }
}

/// Text without white space at its edges, and a space for each stretch of white space inside.
fn collapsed(text: &str) -> String {
    let words: Vec<&str> = text
        .split(|c: char| c.is_ascii_whitespace())
        .filter(|word| !word.is_empty())
        .collect();
    words.join(" ")
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use super::*;
    use crate::io::{Decoded, Input, OnBadBytes};

    fn read(text: &str, lang: &str) -> Result<Document> {
        let input = Input::new("x", Box::new(Cursor::new(text.as_bytes().to_vec())))?;
        let mut xml = XmlInput::new(Decoded::new(input, None, OnBadBytes::Refuse, &mut Vec::new()));
        Document::read(&mut xml, &LanguageTag::parse(lang)?)
    }

    fn sentence(content: &str, lang: &str) -> String {
        let document = read(&format!("<text><p><s id=\"1\">{content}</s></p></text>"), lang).unwrap();
        document.sentences[0].text.clone()
    }

    #[test]
    fn words_are_joined_and_other_text_is_collapsed() {
        let words = "<chunk><w>Good</w>\n<w misc=\"a|SpaceAfter=No\">day</w> <w>!</w></chunk><time value=\"1\"/>";
        assert_eq!(sentence(words, "en"), "Good day!");
        assert_eq!(
            sentence("\n  Good\n  day &amp; night\u{A0}! ", "en"),
            "Good day & night\u{A0}!"
        );
    }

    #[test]
    fn chinese_words_are_joined_by_nothing_but_latin_ones_stay_apart() {
        let words = "<w>我们</w> <w>用</w> <w>Rust</w> <w>2024</w> <w>。</w>";
        assert_eq!(sentence(words, "zh-CN"), "我们用Rust 2024。");
    }

    #[test]
    fn two_sentences_of_one_id_are_an_error() {
        let error = read("<text>\n<s id=\"1\">a</s>\n<s id=\"1\">b</s></text>", "en")
            .err()
            .unwrap();
        assert_eq!(error.origin().line, 3);
    }
}
