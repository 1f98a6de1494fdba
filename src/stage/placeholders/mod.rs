//! Turns placeholders in plain text into inline codes.

mod html;
mod pairing;
mod pattern;

#[cfg(test)]
mod tests;

pub use pattern::Pattern;

use std::collections::HashMap;

use self::pairing::pair_languages;
use self::pattern::{Argument, Found};
use super::{Outlet, Stage};
use crate::diag::{Diagnostic, DiagnosticCode, Sink};
use crate::error::Result;
use crate::model::{Code, CodeKind, LanguageTag, Piece, Role, Segment, TranslationUnit};

/// Makes codes of what the patterns find, by one rule in all languages of a unit.
///
/// Codes that are there already stay, and patterns look at the text between them alone. Where two patterns find
/// overlapping stretches, the one that begins first counts, and of two that begin together the pattern named first. A
/// code of another language is paired with the next one of the source that has the same data, else, of `printf`, with
/// the one that stands for the same argument (`%s %d` and `%2$d %1$s`); those that find no partner are reported.
#[derive(Debug, Clone, Default)]
pub struct Placeholders {
    patterns: Vec<Pattern>,
}

impl Placeholders {
    /// Looks for `patterns`; without any, units pass as they are.
    #[must_use]
    pub fn new(patterns: Vec<Pattern>) -> Self {
        Self { patterns }
    }

    /// Makes codes of the placeholders of a unit, and reports those without partner.
    fn convert(&self, unit: &mut TranslationUnit, sink: &mut dyn Sink) {
        let stretches: Vec<Stretches> = unit
            .variants
            .iter()
            .map(|variant| self.stretches(&variant.segment))
            .collect();
        if stretches.iter().flatten().all(Vec::is_empty) {
            return;
        }
        let mut texts: Vec<Text> = unit
            .variants
            .iter()
            .zip(stretches)
            .map(|(variant, stretches)| Text::new(&variant.segment, stretches))
            .collect();
        pair_languages(&mut texts, next_id(unit));
        let langs: Vec<LanguageTag> = unit.variants.iter().map(|variant| variant.lang.clone()).collect();
        let is_translated = unit.variants.iter().all(|variant| !variant.segment.is_empty());
        if let Some(message) = lonely(&texts, &langs).filter(|_| is_translated) {
            sink.take(
                Diagnostic::new(DiagnosticCode::CodeUnmatched, message)
                    .at(&unit.origin)
                    .of_unit(unit.id.as_deref())
                    .with_help("see whether the translation has lost or changed one"),
            );
        }
        let mut is_changed = false;
        for (variant, text) in unit.variants.iter_mut().zip(texts) {
            if let Some(segment) = text.into_segment(&variant.segment) {
                variant.segment = segment;
                is_changed = true;
            }
        }
        if is_changed {
            unit.touch();
        }
    }

    fn stretches(&self, segment: &Segment) -> Stretches {
        segment
            .pieces()
            .filter_map(|piece| match piece {
                Piece::Text(text) => Some(self.find(text)),
                Piece::Code(..) => None,
            })
            .collect()
    }

    fn find(&self, text: &str) -> Vec<Found> {
        let mut all: Vec<Found> = self.patterns.iter().flat_map(|pattern| pattern.find(text)).collect();
        // the sort is stable: of two that begin together, that of the pattern named first stays first
        all.sort_by_key(|found| found.range.start);
        let mut end = 0;
        all.retain(|found| {
            let is_free = found.range.start >= end;
            if is_free {
                end = found.range.end;
            }
            is_free
        });
        all
    }
}

impl Stage for Placeholders {
    fn take(&mut self, unit: &mut TranslationUnit, outlet: &mut dyn Outlet, sink: &mut dyn Sink) -> Result<()> {
        if !self.patterns.is_empty() {
            self.convert(unit, sink);
        }
        outlet.keep(unit, sink)
    }
}

/// What is found in each stretch of text between the codes of a segment.
type Stretches = Vec<Vec<Found>>;

/// A placeholder of a text, or both ends of a pair: what gets one id.
#[derive(Debug)]
struct Placeholder {
    /// Its native code, of a pair both.
    data: Vec<String>,
    /// The number of the argument that it stands for, and how it is converted.
    argument: Option<(u32, String)>,
    role: Role,
    id: Option<u32>,
    /// Whether the other languages have it too, as far as they were looked at.
    is_matched: bool,
    /// Whether it was a code before.
    is_old: bool,
}

/// The placeholders of one text.
#[derive(Debug, Default)]
struct Text {
    stretches: Stretches,
    placeholders: Vec<Placeholder>,
    /// For each placeholder found, in order, the number of the one that it is, or is an end of, and its role there;
    /// an end alone is isolated.
    ends: Vec<(usize, Isolated)>,
    /// How many arguments were taken in turn.
    arguments: u32,
}

/// The numbers of the start tags that are still open, by their element.
type Open<'f> = HashMap<&'f str, Vec<usize>>;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Isolated {
    Yes,
    No,
}

impl Text {
    fn new(segment: &Segment, stretches: Stretches) -> Self {
        let mut text = Self::default();
        let mut open = Open::new();
        let mut next = stretches.iter();
        for piece in segment.pieces() {
            match piece {
                Piece::Text(piece) => {
                    for found in next.next().into_iter().flatten() {
                        let data = piece.get(found.range.clone()).unwrap_or_default();
                        text.add(found, data, &mut open);
                    }
                }
                Piece::Code(_, code) => text.add_old(code),
            }
        }
        text.stretches = stretches;
        text.isolate();
        text
    }

    /// Adds a placeholder; an end tag closes the last start tag of its element that is still open.
    fn add<'f>(&mut self, found: &'f Found, data: &str, open: &mut Open<'f>) {
        let of_element = open.entry(found.element.as_deref().unwrap_or_default()).or_default();
        if found.role == Role::Close
            && let Some(number) = of_element.pop()
        {
            if let Some(pair) = self.placeholders.get_mut(number) {
                pair.data.push(data.to_owned());
            }
            self.ends.push((number, Isolated::No));
            return;
        }
        let number = self.placeholders.len();
        if found.role == Role::Open {
            of_element.push(number);
        }
        self.ends.push((number, Isolated::No));
        let argument = match &found.argument {
            Argument::Unknown => None,
            Argument::At(place, conversion) => Some((*place, conversion.clone())),
            Argument::Next(conversion) => {
                self.arguments += 1;
                Some((self.arguments, conversion.clone()))
            }
        };
        self.placeholders.push(Placeholder {
            data: vec![data.to_owned()],
            argument,
            role: found.role,
            id: None,
            is_matched: false,
            is_old: false,
        });
    }

    /// Adds a code that stands alone and has data, for a new one of another language may be its partner.
    fn add_old(&mut self, code: &Code) {
        if code.kind == CodeKind::Code && code.role == Role::Alone && !code.data.is_empty() {
            self.placeholders.push(Placeholder {
                data: vec![code.data.clone()],
                argument: None,
                role: code.role,
                id: Some(code.id),
                is_matched: false,
                is_old: true,
            });
        }
    }

    /// Marks ends whose other end is not there.
    fn isolate(&mut self) {
        for (number, isolated) in &mut self.ends {
            let is_lonely = self
                .placeholders
                .get(*number)
                .is_some_and(|one| one.role != Role::Alone && one.data.len() == 1);
            *isolated = if is_lonely { Isolated::Yes } else { Isolated::No };
        }
    }

    /// The segment with a code for each placeholder; `None` if there is none.
    fn into_segment(self, old: &Segment) -> Option<Segment> {
        if self.ends.is_empty() {
            return None;
        }
        let mut ends = self.ends.iter();
        let mut stretches = self.stretches.into_iter();
        let mut segment = Segment::default();
        for piece in old.pieces() {
            match piece {
                Piece::Code(_, code) => segment.push_code(code.clone()),
                Piece::Text(text) => {
                    let mut from = 0;
                    for found in stretches.next()? {
                        let (number, isolated) = ends.next()?;
                        segment.push_str(text.get(from..found.range.start)?);
                        let mut code = Code::new(found.role, self.placeholders.get(*number)?.id?);
                        code.data.push_str(text.get(found.range.clone())?);
                        // facts of a pair stand at its opening
                        if found.role != Role::Close || *isolated == Isolated::Yes {
                            code.code_type = found.code_type.map(str::to_owned);
                        }
                        code.isolated = *isolated == Isolated::Yes;
                        segment.push_code(code);
                        from = found.range.end;
                    }
                    segment.push_str(text.get(from..)?);
                }
            }
        }
        Some(segment)
    }
}

/// The first id that no code of the unit has.
fn next_id(unit: &TranslationUnit) -> u32 {
    let codes = unit.variants.iter().flat_map(|variant| variant.segment.codes());
    codes.map(|code| code.id).max().map_or(1, |id| id.saturating_add(1))
}

/// Which new placeholders are not in every language, by language; `None` if all are.
fn lonely(texts: &[Text], langs: &[LanguageTag]) -> Option<String> {
    let in_words = |(text, lang): (&Text, &LanguageTag)| {
        let lonely: Vec<String> = text
            .placeholders
            .iter()
            .filter(|one| !one.is_matched && !one.is_old)
            .map(|one| format!("`{}`", one.data.join("…")))
            .collect();
        (!lonely.is_empty()).then(|| format!("{} in `{lang}`", lonely.join(" ")))
    };
    let sides: Vec<String> = texts.iter().zip(langs).filter_map(in_words).collect();
    let is_bilingual_at_least = texts.len() > 1;
    (is_bilingual_at_least && !sides.is_empty()).then(|| {
        format!(
            "placeholders without their like in the other language: {}",
            sides.join(", ")
        )
    })
}
