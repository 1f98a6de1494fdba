//! Turns placeholders in plain text into inline codes.

mod html;
mod pattern;

#[cfg(test)]
mod tests;

pub use pattern::Pattern;

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
        let stretches: Vec<Vec<Stretch>> = unit
            .variants
            .iter()
            .map(|variant| self.stretches(&variant.segment))
            .collect();
        if stretches.iter().flatten().all(|stretch| stretch.found.is_empty()) {
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

    /// The stretches of text between the codes of a segment, with what is found in them.
    fn stretches(&self, segment: &Segment) -> Vec<Stretch> {
        segment
            .pieces()
            .filter_map(|piece| match piece {
                Piece::Text(text) => Some(Stretch { found: self.find(text) }),
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

/// A stretch of text without codes, and the placeholders in it.
#[derive(Debug)]
struct Stretch {
    found: Vec<Found>,
}

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
#[derive(Debug)]
struct Text {
    stretches: Vec<Stretch>,
    placeholders: Vec<Placeholder>,
    /// For each placeholder found, in order, the number of the one that it is, or is an end of, and its role there;
    /// an end alone is isolated.
    ends: Vec<(usize, Isolated)>,
    /// How many arguments were taken in turn.
    arguments: u32,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Isolated {
    Yes,
    No,
}

impl Text {
    fn new(segment: &Segment, stretches: Vec<Stretch>) -> Self {
        let mut text = Self {
            stretches,
            placeholders: Vec::new(),
            ends: Vec::new(),
            arguments: 0,
        };
        let mut open: Vec<(String, usize)> = Vec::new();
        let mut stretch = 0;
        for piece in segment.pieces() {
            match piece {
                Piece::Text(piece) => {
                    let found = text
                        .stretches
                        .get(stretch)
                        .map_or_else(Vec::new, |stretch| stretch.found.clone());
                    stretch += 1;
                    for found in found {
                        let data = piece.get(found.range.clone()).unwrap_or_default();
                        text.add(&found, data, &mut open);
                    }
                }
                Piece::Code(_, code) => text.add_old(code),
            }
        }
        text.isolate();
        text
    }

    /// Adds a placeholder; an end tag closes the last start tag of its element that is still open.
    fn add(&mut self, found: &Found, data: &str, open: &mut Vec<(String, usize)>) {
        let element = found.element.as_deref().unwrap_or_default();
        if found.role == Role::Close
            && let Some(place) = open.iter().rposition(|(name, _)| name == element)
        {
            let (_, number) = open.remove(place);
            if let Some(pair) = self.placeholders.get_mut(number) {
                pair.data.push(data.to_owned());
            }
            self.ends.push((number, Isolated::No));
            return;
        }
        let number = self.placeholders.len();
        if found.role == Role::Open {
            open.push((element.to_owned(), number));
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
                    for found in stretches.next()?.found {
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

/// Gives each new placeholder its id: that of the same placeholder of the source, else a new one.
fn pair_languages(texts: &mut [Text], mut next: u32) {
    let Some((source, others)) = texts.split_first_mut() else {
        return;
    };
    let mut take_next = || {
        let id = next;
        next = next.saturating_add(1);
        id
    };
    // a new one of the source may be the partner of a code that another language has already
    let old_ids: Vec<u32> = source.placeholders.iter().filter_map(|one| one.id).collect();
    let mut left: Vec<(Vec<String>, u32)> = others
        .iter()
        .flat_map(|text| &text.placeholders)
        .filter_map(|one| Some((one.data.clone(), one.id?)))
        .filter(|(_, id)| !old_ids.contains(id))
        .collect();
    for one in source.placeholders.iter_mut().filter(|one| one.id.is_none()) {
        let partner = left.iter().position(|(data, _)| *data == one.data);
        let id = partner.map(|place| left.remove(place).1);
        left.retain(|(_, other)| Some(*other) != id);
        one.id = Some(id.unwrap_or_else(&mut take_next));
    }
    let mut times_matched = vec![0; source.placeholders.len()];
    for text in &mut *others {
        let own: Vec<u32> = text.placeholders.iter().filter_map(|one| one.id).collect();
        let mut is_taken: Vec<bool> = source
            .placeholders
            .iter()
            .map(|one| one.id.is_some_and(|id| own.contains(&id)))
            .collect();
        for is_same in [same_data, same_argument] {
            for one in text.placeholders.iter_mut().filter(|one| one.id.is_none()) {
                let partner = source
                    .placeholders
                    .iter()
                    .zip(&mut is_taken)
                    .find(|(other, is_taken)| !**is_taken && is_same(one, other));
                if let Some((other, is_taken)) = partner {
                    one.id = other.id;
                    one.is_matched = true;
                    *is_taken = true;
                }
            }
        }
        for one in text.placeholders.iter_mut().filter(|one| one.id.is_none()) {
            one.id = Some(take_next());
        }
        for (times, taken) in times_matched.iter_mut().zip(is_taken) {
            *times += usize::from(taken);
        }
    }
    for (one, times) in source.placeholders.iter_mut().zip(times_matched) {
        one.is_matched = times == others.len();
    }
}

fn same_data(one: &Placeholder, other: &Placeholder) -> bool {
    one.role == other.role && one.data == other.data
}

fn same_argument(one: &Placeholder, other: &Placeholder) -> bool {
    one.argument.is_some() && one.argument == other.argument
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
