//! Cleans text: characters that XML forbids, white space at edges, Unicode normalization.

use std::fmt;

use unicode_normalization::{UnicodeNormalization, is_nfc};

use super::{Outlet, Reason, Stage};
use crate::diag::{Diagnostic, DiagnosticCode, Sink};
use crate::error::Result;
use crate::format::{Format, refused};
use crate::model::{IllegalCharacters, LanguageTag, TranslationUnit, clean, has_illegal, is_separator};

/// Whether white space at the edges of segments goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Trim {
    /// In raw text and tables it goes; memories and XLIFF keep it, with a note.
    #[default]
    Auto,
    /// It goes everywhere.
    On,
    /// It stays everywhere.
    Off,
}

/// The Unicode normalization of the text that is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Normalization {
    /// None.
    #[default]
    Off,
    /// Form C. Nothing joins across a code.
    Nfc,
}

/// Cleans the units of one input after the other.
#[derive(Debug, Clone)]
pub struct Clean {
    illegal_characters: IllegalCharacters,
    trim: Trim,
    normalization: Normalization,
    format: Format,
    /// Whether anything was changed in the units of this input.
    has_changed: bool,
    /// Whether it is known of the next units that XML forbids none of their characters.
    are_legal: bool,
}

impl Clean {
    /// Cleans as told; the first input is a raw text until [`Clean::set_input`] says otherwise.
    #[must_use]
    pub fn new(illegal_characters: IllegalCharacters, trim: Trim, normalization: Normalization) -> Self {
        Self {
            illegal_characters,
            trim,
            normalization,
            format: Format::Text,
            has_changed: false,
            are_legal: false,
        }
    }

    /// Says which format the next units come from: it decides on [`Trim::Auto`], and on whether a character that XML
    /// forbids was meant (JSONL and XLIFF 2 have ways to write it; those outputs that can't hold it clean it later).
    pub fn set_input(&mut self, format: Format) {
        (self.format, self.has_changed, self.are_legal) = (format, false, false);
    }

    /// Says of the next units whether it was seen that XML forbids none of their characters: then these are not looked at.
    pub fn set_legal(&mut self, are_legal: bool) {
        self.are_legal = are_legal;
    }

    /// Whether anything was changed in the units of this input.
    #[must_use]
    pub fn has_changed(&self) -> bool {
        self.has_changed
    }

    /// Cleans a unit in place; also those that are not units, so that the file of removed text is valid too.
    ///
    /// # Errors
    ///
    /// Fails at a character that was to be refused.
    pub fn clean(&mut self, unit: &mut TranslationUnit, sink: &mut dyn Sink) -> Result<()> {
        let mut is_changed = false;
        // the readers of these formats treat what XML forbids where they find it
        if !self.are_legal && !self.format.holds_any_character() && !self.format.is_xml() {
            is_changed |= self.clean_characters(unit, sink)?;
        }
        is_changed |= self.clean_edges(unit, sink);
        if self.normalization == Normalization::Nfc {
            for variant in &mut unit.variants {
                is_changed |= variant
                    .segment
                    .edit_text(|text| (!is_nfc(text)).then(|| text.nfc().collect()));
            }
        }
        if is_changed {
            self.has_changed = true;
            unit.touch();
        }
        Ok(())
    }

    /// Gives whether anything was changed.
    fn clean_characters(&self, unit: &mut TranslationUnit, sink: &mut dyn Sink) -> Result<bool> {
        let policy = self.illegal_characters;
        let mut found: Vec<(char, String)> = Vec::new();
        for variant in &mut unit.variants {
            let place = Place::Text(&variant.lang);
            variant
                .segment
                .edit_text(|text| cleaned(text, policy, place, &mut found));
            let own = variant.notes.iter_mut().map(|note| &mut note.text);
            for text in own.chain(variant.properties.iter_mut().map(|property| &mut property.value)) {
                clean_in_place(text, policy, Place::Remark, &mut found);
            }
        }
        let notes = unit.notes.iter_mut().map(|note| &mut note.text);
        for text in notes.chain(unit.properties.iter_mut().map(|property| &mut property.value)) {
            clean_in_place(text, policy, Place::Remark, &mut found);
        }
        if let Some(context) = &mut unit.context {
            for text in [&mut context.previous, &mut context.next, &mut context.key]
                .into_iter()
                .flatten()
            {
                clean_in_place(text, policy, Place::Context, &mut found);
            }
        }
        if let Some(id) = &mut unit.id {
            clean_in_place(id, policy, Place::Id, &mut found);
        }
        if let (IllegalCharacters::Refuse, Some(&(c, _))) = (policy, found.first()) {
            return Err(refused(unit, c));
        }
        let is_changed = !found.is_empty();
        for (c, place) in found {
            let becomes = if policy == IllegalCharacters::Space || is_separator(c) {
                "became a space"
            } else {
                "was taken out"
            };
            let message = format!("U+{:04X} in {place} {becomes}, since XML 1.0 forbids it", u32::from(c));
            sink.take(
                Diagnostic::new(DiagnosticCode::IllegalCharacter, message)
                    .at(&unit.origin)
                    .of_unit(unit.id.as_deref()),
            );
        }
        Ok(is_changed)
    }

    /// The same.
    fn clean_edges(&self, unit: &mut TranslationUnit, sink: &mut dyn Sink) -> bool {
        let trims = match self.trim {
            Trim::On => true,
            Trim::Off => false,
            Trim::Auto => self.format.is_raw(),
        };
        let mut is_changed = false;
        for variant in &mut unit.variants {
            let text = variant.segment.text();
            if !text.starts_with(char::is_whitespace) && !text.ends_with(char::is_whitespace) {
                continue;
            }
            let done = if trims {
                is_changed |= variant.segment.trim_matches(char::is_whitespace);
                "is taken off"
            } else {
                "stays"
            };
            let message = format!("white space at the edge of the text in `{}` {done}", variant.lang);
            let mut said = Diagnostic::new(DiagnosticCode::EdgeSpace, message)
                .at(&unit.origin)
                .of_unit(unit.id.as_deref());
            if !trims {
                said = said.with_help("some tools never match such a segment; `--trim on` takes it off");
            }
            sink.take(said);
        }
        is_changed
    }
}

impl Stage for Clean {
    fn take(&mut self, unit: &mut TranslationUnit, outlet: &mut dyn Outlet, sink: &mut dyn Sink) -> Result<()> {
        // those that were empty before; there are seldom any
        let places = unit.variants.iter().enumerate();
        let empty = places.filter(|(_, variant)| variant.segment.is_empty());
        let empty: Vec<usize> = empty.map(|(place, _)| place).collect();
        let mut empty = empty.into_iter().peekable();
        self.clean(unit, sink)?;
        let count = unit.variants.len();
        let mut places = 0..count;
        unit.variants.retain(|variant| {
            let was_empty = places.next().is_some_and(|place| empty.next_if_eq(&place).is_some());
            was_empty || !variant.segment.is_empty()
        });
        if unit.variants.len() < count {
            unit.touch();
            let message = "nothing is left of a text after cleaning, and it is left out";
            sink.take(
                Diagnostic::new(DiagnosticCode::EmptySegment, message)
                    .at(&unit.origin)
                    .of_unit(unit.id.as_deref()),
            );
            if unit.variants.len() < 2 {
                return outlet.remove(unit, Reason::Empty, sink);
            }
        }
        outlet.keep(unit, sink)
    }
}

/// Where in a unit a text stands.
#[derive(Clone, Copy)]
enum Place<'u> {
    Text(&'u LanguageTag),
    Remark,
    Context,
    Id,
}

impl fmt::Display for Place<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Text(lang) => write!(f, "the text in `{lang}`"),
            Self::Remark => f.write_str("a note or property"),
            Self::Context => f.write_str("the context"),
            Self::Id => f.write_str("the id"),
        }
    }
}

/// The text without illegal characters, if it has any; they go to `found` with their place.
fn cleaned(text: &str, policy: IllegalCharacters, place: Place<'_>, found: &mut Vec<(char, String)>) -> Option<String> {
    if !has_illegal(text) {
        return None;
    }
    let (text, characters) = clean(text, policy);
    found.extend(characters.into_iter().map(|c| (c, place.to_string())));
    Some(text.into_owned())
}

fn clean_in_place(text: &mut String, policy: IllegalCharacters, place: Place<'_>, found: &mut Vec<(char, String)>) {
    if let Some(clean) = cleaned(text, policy, place, found) {
        *text = clean;
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests_support::{Collected, unit};
    use super::*;
    use crate::model::Variant;

    fn run(stage: &mut Clean, mut unit: TranslationUnit) -> (Collected, Vec<Diagnostic>) {
        let (mut end, mut said) = (Collected::default(), Vec::new());
        stage.take(&mut unit, &mut end, &mut said).unwrap();
        (end, said)
    }

    fn default_stage(format: Format) -> Clean {
        let mut stage = Clean::new(IllegalCharacters::Clean, Trim::Auto, Normalization::Off);
        stage.set_input(format);
        stage
    }

    #[test]
    fn each_illegal_character_is_named() {
        let (end, said) = run(&mut default_stage(Format::Tsv), unit("a\u{B}b\u{1}", "c"));
        assert_eq!(end.kept[0].variants[0].segment.text(), "a b");
        let messages: Vec<_> = said.iter().map(|d| d.message.as_str()).collect();
        assert!(
            messages[0].starts_with("U+000B in the text in `en` became a space"),
            "{messages:?}"
        );
        assert!(
            messages[1].starts_with("U+0001 in the text in `en` was taken out"),
            "{messages:?}"
        );
    }

    #[test]
    fn characters_are_not_looked_for_where_they_are_known_to_be_legal() {
        let mut stage = default_stage(Format::Tsv);
        for (are_legal, text) in [(true, "a\u{1}"), (false, "a")] {
            stage.set_legal(are_legal);
            // edges are looked at all the same
            let (end, _) = run(&mut stage, unit(" a\u{1}", "c"));
            assert_eq!(end.kept[0].variants[0].segment.text(), text);
        }
        stage.set_legal(true);
        stage.set_input(Format::Tsv);
        assert_eq!(run(&mut stage, unit("a\u{1}", "c")).1.len(), 1);
    }

    #[test]
    fn jsonl_keeps_what_it_can_write() {
        let (end, said) = run(&mut default_stage(Format::Jsonl), unit(" a\u{1}", "c"));
        assert_eq!(end.kept[0].variants[0].segment.text(), " a\u{1}");
        assert_eq!(
            said.iter().map(|d| d.code).collect::<Vec<_>>(),
            [DiagnosticCode::EdgeSpace]
        );
    }

    #[test]
    fn tables_are_trimmed_of_every_white_space() {
        let (end, _) = run(&mut default_stage(Format::Csv), unit("\u{3000}a b\u{A0}", "c"));
        assert_eq!(end.kept[0].variants[0].segment.text(), "a b");
    }

    #[test]
    fn it_is_known_whether_anything_was_changed() {
        for (format, text, changes) in [
            (Format::Tsv, "a", false),
            (Format::Tsv, " a", true),
            (Format::Tsv, "a\u{1}", true),
            (Format::Tmx, " a", false),
        ] {
            let mut stage = default_stage(format);
            let (end, _) = run(&mut stage, unit(text, "c"));
            assert_eq!(stage.has_changed(), changes, "{text:?}");
            assert_eq!(end.kept[0].variants[0].segment.text() != text, changes, "{text:?}");
            stage.set_input(format);
            assert!(!stage.has_changed());
        }
    }

    #[test]
    fn a_text_of_illegal_characters_alone_leaves_no_unit() {
        let (end, said) = run(&mut default_stage(Format::Csv), unit("\u{1}", "c"));
        assert_eq!((end.kept.len(), end.removed[0].1), (0, Reason::Empty));
        assert_eq!(said.last().unwrap().code, DiagnosticCode::EmptySegment);
    }

    #[test]
    fn a_text_that_was_empty_stays_where_another_goes() {
        let mut three = unit("a", "");
        three
            .variants
            .insert(1, Variant::new(LanguageTag::parse("fr").unwrap(), "\u{1}"));
        let (end, said) = run(&mut default_stage(Format::Csv), three);
        let texts: Vec<&str> = end.kept[0]
            .variants
            .iter()
            .map(|variant| variant.segment.text())
            .collect();
        assert_eq!(texts, ["a", ""]);
        assert_eq!(said.last().unwrap().code, DiagnosticCode::EmptySegment);
    }

    #[test]
    fn refused_characters_end_the_run_with_their_place() {
        let mut stage = Clean::new(IllegalCharacters::Refuse, Trim::Auto, Normalization::Off);
        let error = stage
            .take(&mut unit("\u{FFFE}", "c"), &mut Collected::default(), &mut Vec::new())
            .unwrap_err();
        assert!(error.to_string().contains("U+FFFE"), "{error}");
    }

    #[test]
    fn normalization_joins_nothing_across_a_code() {
        use crate::model::{Code, Role, Segment};
        let mut segment = Segment::plain("e");
        segment.push_code(Code::new(Role::Alone, 1));
        segment.push_str("\u{301}e\u{301}");
        let mut unit = unit("", "c");
        unit.variants[0].segment = segment;
        let mut stage = Clean::new(IllegalCharacters::Clean, Trim::Off, Normalization::Nfc);
        let (end, _) = run(&mut stage, unit);
        assert_eq!(end.kept[0].variants[0].segment.text(), "e\u{301}é");
    }
}
