//! What two units are compared by.

use std::collections::HashMap;

use super::{DedupeBy, DedupeOptions, Keep};
use crate::model::{Code, CodeKind, Context, LanguageTag, Piece, Role, Segment, Sketch, TranslationUnit, Variant};

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

/// Makes keys by one policy.
#[derive(Debug)]
pub(super) struct Keys {
    ignored: Vec<Ignore>,
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
        let ignored = match &options.by {
            DedupeBy::Normalized(ignored) => ignored.clone(),
            _ => Vec::new(),
        };
        Self {
            source_alone: options.by == DedupeBy::Source,
            with_context: options.with_context,
            has_forms: options.keep == Keep::Frequent,
            ignored,
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
        let texts = variants.iter().map(|(_, text)| Text::Plain(text));
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
        let (source, whole) = keys(&self.head, texts.clone(), &self.ignored, &mut self.compared);
        let exact = if self.has_forms {
            let (_, exact) = keys(&self.head, texts, &[], &mut self.compared);
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
    ignored: &[Ignore],
    compared: &mut Compared,
) -> (Key, Key) {
    compared.bytes.clone_from(&head.bytes);
    let mut ids = Ids::new();
    let mut source = None;
    for text in texts {
        match text {
            Text::Segment(segment) => add_segment(compared, segment, ignored, &mut ids),
            Text::Plain(text) => add_plain(compared, text, ignored),
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
        others.sort_by(|a, b| a.lang.cmp(&b.lang));
    }
    variants
}

/// What is compared of one unit. Each text follows its length, so that no two sequences of texts look the same.
#[derive(Debug, Default)]
struct Compared {
    bytes: Vec<u8>,
}

impl Compared {
    fn text(&mut self, text: &str) {
        self.bytes.extend_from_slice(&(text.len() as u64).to_le_bytes());
        self.bytes.extend_from_slice(text.as_bytes());
    }

    fn key(&self) -> Key {
        twox_hash::XxHash3_128::oneshot(&self.bytes)
    }
}

/// The lower half of a key.
pub(super) fn lower_half(key: Key) -> u64 {
    let [low @ .., _, _, _, _, _, _, _, _] = key.to_le_bytes();
    u64::from_le_bytes(low)
}

/// Code ids by the order in which they appear.
type Ids = HashMap<(CodeKind, u32), usize>;

/// Adds text and codes. Code ids count by the order in which they appear in the unit, whatever their numbers.
fn add_segment(compared: &mut Compared, segment: &Segment, ignored: &[Ignore], ids: &mut Ids) {
    if segment.codes().is_empty() || ignored.contains(&Ignore::Tags) {
        add_plain(compared, segment.text(), ignored);
        return;
    }
    // each piece says what it is, and the segment where it ends, so that no two segments feed the same
    for piece in segment.pieces() {
        match piece {
            Piece::Text(text) => {
                compared.text("text");
                compared.text(normalized(text, ignored).as_deref().unwrap_or(text));
            }
            Piece::Code(_, code) => add_code(compared, code, ids),
        }
    }
    compared.text("end");
}

/// Adds a text without codes.
fn add_plain(compared: &mut Compared, text: &str, ignored: &[Ignore]) {
    compared.text("plain");
    compared.text(normalized(text, ignored).as_deref().unwrap_or(text));
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
        add_segment(compared, &sub.segment, &[], &mut Ids::new());
    }
    compared.text("end");
}

/// The text without the differences that are ignored; `None` if none are.
fn normalized(text: &str, ignored: &[Ignore]) -> Option<String> {
    if ignored.iter().all(|ignore| *ignore == Ignore::Tags) {
        return None;
    }
    let has = |ignore| ignored.contains(&ignore);
    let mut out = String::with_capacity(text.len());
    let mut in_number = false;
    for c in text.chars() {
        let c = if has(Ignore::Width) { narrowed(c) } else { c };
        if has(Ignore::Punctuation) && is_punctuation(c) {
            continue;
        }
        if has(Ignore::Numbers) && c.is_numeric() {
            if !in_number {
                out.push('0');
            }
            in_number = true;
            continue;
        }
        in_number = false;
        if has(Ignore::Space) && c.is_whitespace() {
            if !out.is_empty() && !out.ends_with(' ') {
                out.push(' ');
            }
        } else if has(Ignore::Case) {
            out.extend(c.to_lowercase());
        } else {
            out.push(c);
        }
    }
    if has(Ignore::Width) && out.contains(['\u{3099}', '\u{309A}']) {
        use unicode_normalization::UnicodeNormalization;
        // the marks of half-width kana stand by themselves
        out = out.nfc().collect();
    }
    if has(Ignore::Space) {
        out.truncate(out.trim_end().len());
    }
    Some(out)
}

/// The usual width of a full-width letter, digit or mark, or of half-width kana.
fn narrowed(c: char) -> char {
    use unicode_normalization::UnicodeNormalization;
    match c {
        '\u{3000}' => ' ',
        '\u{FF01}'..='\u{FFEE}' => std::iter::once(c).nfkc().next().unwrap_or(c),
        '。' => '.',
        '、' => ',',
        _ => c,
    }
}

/// Punctuation of the scripts that memories are written in. Signs with a value of their own (`+ < = > $ %`) are none.
fn is_punctuation(c: char) -> bool {
    matches!(c,
        '!' | '"' | '#' | '&' | '\'' | '(' | ')' | '*' | ',' | '-' | '.' | '/' | ':' | ';' | '?' | '@' | '[' | '\\' | ']' | '_'
        | '{' | '}' | '¡' | '§' | '«' | '¶' | '·' | '»' | '¿' | '\u{2010}'..='\u{2027}' | '\u{2030}'..='\u{205E}'
        | '\u{3001}'..='\u{3003}' | '\u{3008}'..='\u{3011}' | '\u{3014}'..='\u{301F}' | '\u{30FB}'
        | '\u{FE10}'..='\u{FE19}' | '\u{FE30}'..='\u{FE6B}' | '\u{FF01}'..='\u{FF0F}' | '\u{FF1A}' | '\u{FF1B}' | '\u{FF1F}'
        | '\u{FF20}' | '\u{FF3B}'..='\u{FF3D}' | '\u{FF5B}' | '\u{FF5D}' | '\u{FF5F}'..='\u{FF65}'
        | '\u{60C}' | '\u{61B}' | '\u{61F}' | '\u{6D4}' | '\u{5BE}' | '\u{5C3}' | '\u{5F3}' | '\u{5F4}'
        | '\u{964}' | '\u{965}' | '\u{E5A}' | '\u{E5B}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn same(a: &str, b: &str, ignored: &[Ignore]) -> bool {
        normalized(a, ignored) == normalized(b, ignored)
    }

    #[test]
    fn each_difference_is_ignored_by_its_own_word() {
        for (a, b, ignore) in [
            ("Open File", "open file", Ignore::Case),
            ("a  b\u{A0}c ", "a b c", Ignore::Space),
            ("ＡＢ１２，ｶﾞﾊﾟ", "AB12,ガパ", Ignore::Width),
            ("Stop!", "Stop", Ignore::Punctuation),
            ("page 12 of 300", "page 7 of 9", Ignore::Numbers),
        ] {
            assert!(same(a, b, &[ignore]), "{ignore:?}");
            let others: Vec<_> = Ignore::ALL.iter().copied().filter(|other| *other != ignore).collect();
            assert!(!same(a, b, &others), "{ignore:?}");
        }
    }

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

    #[test]
    fn signs_with_a_value_are_no_punctuation() {
        assert!(!same("a + b", "a  b", &[Ignore::Punctuation, Ignore::Space]));
    }
}
