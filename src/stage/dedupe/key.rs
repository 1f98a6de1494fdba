//! What two units are compared by.

use std::collections::HashMap;

use super::merge::LegacyMark;
use super::normalize::Normalizer;
use super::{DedupeBy, DedupeOptions, Keep};
use crate::key_set::lower_half;
use crate::model::{
    Code, CodeKind, Context, Digest, LanguageTag, Piece, Role, Segment, Sketch, SketchedText, TranslationUnit, Variant,
    put_text, sort_by_language,
};

/// 128 bits of a hash over all that is compared (XXH3), so that equal keys mean equal units.
pub(super) type Key = u128;

/// A difference that does not make two units different.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Ignore {
    /// Upper and lower case.
    Case,
    /// How much white space, and which.
    Space,
    /// Full and half width of letters, digits, kana and punctuation.
    Width,
    /// Punctuation marks.
    Punctuation,
    /// Inline codes.
    Tags,
    /// Which number stands in a place.
    Numbers,
}

impl Ignore {
    /// All of them.
    pub const ALL: &[Self] = &[
        Self::Case,
        Self::Space,
        Self::Width,
        Self::Punctuation,
        Self::Tags,
        Self::Numbers,
    ];

    /// The word on the command line.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Case => "case",
            Self::Space => "space",
            Self::Width => "width",
            Self::Punctuation => "punctuation",
            Self::Tags => "tags",
            Self::Numbers => "numbers",
        }
    }
}

/// The keys of one unit.
pub(super) struct Found {
    /// What makes it the same as another.
    pub(super) key: Key,
    /// What makes its source the same as another's.
    pub(super) source: Key,
    /// Its exact form, as far as forms are told apart.
    pub(super) exact: u64,
}

impl Found {
    /// The digest of the unit that hands on so much and was changed then.
    pub(super) fn digest(self, legacy: LegacyMark, date: Option<i64>) -> Digest {
        Digest {
            source: self.source,
            key: self.key,
            exact: self.exact,
            legacy: legacy.0,
            date: date.into(),
            content: 0,
        }
    }
}

/// Makes keys by one policy.
#[derive(Debug)]
pub(super) struct Keys {
    /// What takes differences out that are ignored, if any are.
    normalizer: Option<Normalizer>,
    source_alone: bool,
    with_context: bool,
    /// Whether units that are the same may have different forms.
    has_forms: bool,
    /// What is compared of a unit beside its texts.
    head: Compared,
    compared: Compared,
}

impl Keys {
    pub(super) fn new(options: &DedupeOptions) -> Self {
        let normalizer = match &options.by {
            DedupeBy::Normalized(ignored) => Some(Normalizer::new(ignored)),
            _ => None,
        };
        Self {
            source_alone: options.by == DedupeBy::Source,
            with_context: options.with_context,
            has_forms: options.keep == Keep::Frequent,
            normalizer,
            head: Compared::default(),
            compared: Compared::default(),
        }
    }

    pub(super) fn find(&mut self, unit: &TranslationUnit) -> Found {
        let ordered: Vec<&Variant> = ordered(unit);
        let languages = ordered.iter().map(|variant| &variant.lang);
        let segments = ordered.iter().map(|variant| Text::Segment(&variant.segment));
        self.find_in(languages, unit.context.as_deref(), segments)
    }

    /// The same for a unit of which there is a sketch.
    pub(super) fn find_sketch(&mut self, sketch: &Sketch) -> Found {
        let variants = sketch.variants();
        let languages = variants.iter().map(|(language, _)| *language);
        let texts = variants.iter().map(|(_, text)| match *text {
            SketchedText::Plain(text) => Text::Plain(text),
            SketchedText::Coded(text) => Text::Segment(text),
        });
        self.find_in(languages, None, texts)
    }

    fn find_in<'u>(
        &mut self,
        languages: impl Iterator<Item = &'u LanguageTag>,
        context: Option<&Context>,
        texts: impl Iterator<Item = Text<'u>> + Clone,
    ) -> Found {
        self.head.bytes.clear();
        for language in languages {
            self.head.text(language.as_str());
        }
        if let (true, Some(context)) = (self.with_context, context) {
            for text in [&context.previous, &context.next, &context.key] {
                self.head.text(if text.is_some() { "some" } else { "none" });
                self.head.text(text.as_deref().unwrap_or_default());
            }
        }
        let (source, whole) = keys(&self.head, texts.clone(), self.normalizer.as_ref(), &mut self.compared);
        let exact = if self.has_forms {
            let (_, exact) = keys(&self.head, texts, None, &mut self.compared);
            lower_half(exact)
        } else {
            0
        };
        Found {
            key: if self.source_alone { source } else { whole },
            source,
            exact,
        }
    }
}

/// A text that is compared.
#[derive(Clone, Copy)]
enum Text<'u> {
    Segment(&'u Segment),
    Plain(&'u str),
}

/// The keys over the source and over all texts of a unit; what stands in `head`, the languages of all and its context, is
/// part of both.
fn keys<'u>(
    head: &Compared,
    texts: impl Iterator<Item = Text<'u>>,
    normalizer: Option<&Normalizer>,
    compared: &mut Compared,
) -> (Key, Key) {
    compared.bytes.clone_from(&head.bytes);
    let mut ids = Ids::new();
    let mut source = None;
    for text in texts {
        match text {
            Text::Segment(segment) => add_segment(compared, segment, normalizer, &mut ids),
            Text::Plain(text) => add_plain(compared, text, normalizer),
        }
        source.get_or_insert_with(|| compared.key());
    }
    let whole = compared.key();
    (source.unwrap_or(whole), whole)
}

/// The variants, the third and further ones by their tags.
fn ordered(unit: &TranslationUnit) -> Vec<&Variant> {
    let mut variants: Vec<&Variant> = unit.variants.iter().collect();
    if variants.len() > 2
        && let Some(others) = variants.get_mut(1..)
    {
        sort_by_language(others);
    }
    variants
}

/// What is compared of one unit. Each text follows its length, so that no two sequences of texts look the same.
#[derive(Debug, Default)]
struct Compared {
    bytes: Vec<u8>,
    /// The text that was normalized last.
    normalized: String,
}

impl Compared {
    fn text(&mut self, text: &str) {
        put_text(&mut self.bytes, text);
    }

    fn text_by(&mut self, normalizer: Option<&Normalizer>, text: &str) {
        let Some(normalizer) = normalizer else {
            return self.text(text);
        };
        let mut made = std::mem::take(&mut self.normalized);
        made.clear();
        normalizer.add(text, &mut made);
        self.text(&made);
        self.normalized = made;
    }

    fn key(&self) -> Key {
        twox_hash::XxHash3_128::oneshot(&self.bytes)
    }
}

/// The upper half of a key.
pub(super) fn upper_half(key: Key) -> u64 {
    lower_half(key >> u64::BITS)
}

/// Code ids by the order in which they appear.
type Ids = HashMap<(CodeKind, u32), usize>;

/// Adds text and codes. Code ids count by the order in which they appear in the unit, whatever their numbers.
fn add_segment(compared: &mut Compared, segment: &Segment, normalizer: Option<&Normalizer>, ids: &mut Ids) {
    if segment.codes().is_empty() || normalizer.is_some_and(Normalizer::ignores_tags) {
        add_plain(compared, segment.text(), normalizer);
        return;
    }
    // each piece says what it is, and the segment where it ends, so that no two segments feed the same
    for piece in segment.pieces() {
        match piece {
            Piece::Text(text) => {
                compared.text("text");
                compared.text_by(normalizer, text);
            }
            Piece::Code(_, code) => add_code(compared, code, ids),
        }
    }
    compared.text("end");
}

/// Adds a text without codes.
fn add_plain(compared: &mut Compared, text: &str, normalizer: Option<&Normalizer>) {
    compared.text("plain");
    compared.text_by(normalizer, text);
}

fn add_code(compared: &mut Compared, code: &Code, ids: &mut Ids) {
    let next = ids.len();
    let number = *ids.entry((code.kind, code.id)).or_insert(next);
    let role = match code.role {
        Role::Open => "open",
        Role::Close => "close",
        Role::Alone => "alone",
    };
    let kind = if code.kind == CodeKind::Mark { "mark" } else { "code" };
    for text in [
        role,
        kind,
        &number.to_string(),
        code.code_type.as_deref().unwrap_or_default(),
        &code.data,
    ] {
        compared.text(text);
    }
    for sub in &code.subs {
        add_segment(compared, &sub.segment, None, &mut Ids::new());
    }
    compared.text("end");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn where_a_code_stands_and_edge_space_make_units_different() {
        let segment = |pieces: &[&str]| {
            let mut segment = Segment::default();
            for piece in pieces {
                match *piece {
                    "{0}" => segment.push_code(Code::new(Role::Alone, 1).with_data("{0}")),
                    text => segment.push_str(text),
                }
            }
            segment
        };
        let key = |source: &[&str], target: &[&str], by| {
            let mut unit = crate::stage::tests_support::unit("", "");
            unit.variants[0].segment = segment(source);
            unit.variants[1].segment = segment(target);
            Keys::new(&DedupeOptions {
                by,
                ..DedupeOptions::default()
            })
            .find(&unit)
            .key
        };
        assert_ne!(
            key(&["{0}", "Name"], &["{0}"], DedupeBy::Exact),
            key(&["{0}"], &["Name", "{0}"], DedupeBy::Exact)
        );
        let case = || DedupeBy::Normalized(vec![Ignore::Case]);
        assert_ne!(key(&[" a"], &["b"], case()), key(&["a"], &["b"], case()));
        assert_eq!(key(&["A"], &["b"], case()), key(&["a"], &["b"], case()));
    }
}
