//! Settles which language is the source and which the target.

use indexmap::IndexSet;

use super::{Outlet, Reason, Stage};
use crate::diag::{Diagnostic, DiagnosticCode, Fact, Severity, Sink, quoted};
use crate::error::{Error, ErrorKind, Result};
use crate::model::{Digested, LanguageTag, Standing, TranslationUnit, Variant, to_front};

/// Puts the source first, chooses the pair that was asked for, and turns units of the other direction round.
///
/// A tag picks the variant with the very same tag, else that of the only tag of the same language; of several with one tag
/// the first. The tag asked for is the one written. Where none is asked for, the first language of the first unit is the
/// source of the whole run. Remembers the languages and files it has seen.
#[derive(Debug, Clone, Default)]
pub struct Languages {
    source: Option<LanguageTag>,
    target: Option<LanguageTag>,
    /// Whether `source` was asked for, or is only the first that came.
    source_is_asked_for: bool,
    said_turned: IndexSet<String>,
    units_left_short: u64,
    missing_target: MissingTarget,
    seen: IndexSet<LanguageTag>,
    kept: IndexSet<LanguageTag>,
    /// The languages of a unit that stayed as it was, which are among those seen and kept: most units have the same.
    usual: Option<[LanguageTag; 2]>,
}

/// What becomes of a unit that has the source asked for and texts in other languages than the target.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum MissingTarget {
    /// It goes: it is translated, but not into this language.
    #[default]
    Drop,
    /// It stays, with its source alone.
    Keep,
}

impl Languages {
    /// The same, with what becomes of units that lack the target.
    #[must_use]
    pub fn with_missing_target(mut self, missing_target: MissingTarget) -> Self {
        self.missing_target = missing_target;
        self
    }

    /// Chooses by the tags asked for.
    #[must_use]
    pub fn new(source: Option<LanguageTag>, target: Option<LanguageTag>) -> Self {
        Self {
            source_is_asked_for: source.is_some(),
            source,
            target,
            ..Self::default()
        }
    }

    /// Takes the source language that the first input names, where none is asked for.
    pub fn suggest_source(&mut self, named: &LanguageTag) {
        let is_target = self.target.as_ref().is_some_and(|target| target.same_language(named));
        if self.source.is_none() && !is_target {
            self.source = Some(named.clone());
        }
    }

    /// All languages that came in, before any choice, in order of appearance.
    pub fn seen(&self) -> impl Iterator<Item = &LanguageTag> {
        self.seen.iter()
    }

    /// How many units have lost text of a language that was not asked for.
    #[must_use]
    pub fn units_left_short(&self) -> u64 {
        self.units_left_short
    }

    /// The languages of the units handed on, the source first; the target that was asked for is among them.
    pub fn kept(&self) -> impl Iterator<Item = &LanguageTag> {
        let source = self.source.as_ref().filter(|source| self.kept.contains(*source));
        let unmet = self.target.as_ref().filter(|target| !self.kept.contains(*target));
        source
            .into_iter()
            .chain(self.kept.iter().filter(move |tag| Some(*tag) != source))
            .chain(unmet)
    }

    /// Whether text of one side is of the source.
    ///
    /// Its language tells, as long as one is settled; before that, its bead does.
    #[must_use]
    pub fn is_source_side(&self, unit: &TranslationUnit) -> bool {
        let lang = unit.source().map(|variant| &variant.lang);
        match (lang, &self.source, &self.target) {
            (Some(lang), Some(source), _) if self.seen.len() > 1 || self.source_is_asked_for => {
                lang.same_language(source)
            }
            (Some(lang), _, Some(target)) => !lang.same_language(target),
            _ => unit
                .bead
                .as_ref()
                .is_none_or(|bead| bead.source_count > 0 || bead.target_count == 0),
        }
    }

    /// Names the language of text that is no unit by the tag asked for, and turns its bead to the run's direction.
    pub fn settle_leftover(&self, unit: &mut TranslationUnit) {
        let is_source = self.is_source_side(unit);
        if let Some(bead) = unit.bead.take() {
            let is_turned = if is_source {
                bead.source_count == 0
            } else {
                bead.target_count == 0
            };
            unit.bead = Some(Box::new(if is_turned { bead.turned() } else { *bead }));
        }
        let asked_for = [
            self.source.as_ref().filter(|_| self.source_is_asked_for),
            self.target.as_ref(),
        ];
        for variant in &mut unit.variants {
            if let Some(tag) = asked_for
                .into_iter()
                .flatten()
                .find(|tag| tag.same_language(&variant.lang))
            {
                variant.lang = tag.clone();
            }
        }
    }

    /// The number of the variant that is to be the source; `None` where the unit has none, or none for sure.
    fn source_place(&self, unit: &TranslationUnit) -> Result<Option<usize>> {
        let Some(source) = &self.source else {
            // nothing or only -t is given: the source is what the target is not
            let target = self.target.as_ref();
            let is_target = |variant: &Variant| target.is_some_and(|target| variant.lang.same_language(target));
            let source = unit.variants.iter().position(|variant| !is_target(variant));
            return Ok(Some(source.unwrap_or_default()));
        };
        match pick(&unit.variants, source) {
            // a source that nobody asked for decides nothing where it is not plain
            Err(_) if !self.source_is_asked_for => Ok(None),
            picked => picked,
        }
    }

    /// Whether this stage will turn a unit of two languages round.
    #[must_use]
    pub fn turns_round(&self, unit: &TranslationUnit) -> bool {
        unit.variants.len() == 2 && matches!(self.source_place(unit), Ok(Some(1)))
    }

    /// Whether this stage has nothing to do with a unit but to take note of its languages, which it does then.
    pub fn leave_as_it_is(&mut self, digested: &Digested) -> bool {
        self.are_usual(digested.languages.each_ref())
    }

    /// Whether that is so of a unit of two texts in these languages.
    fn are_usual(&mut self, languages: [&LanguageTag; 2]) -> bool {
        if self.usual.as_ref().is_some_and(|usual| usual.each_ref() == languages) {
            return true;
        }
        let [source, target] = languages;
        let is_usual = self.source.as_ref() == Some(source) && self.target.as_ref().is_none_or(|asked| asked == target);
        if is_usual {
            for language in languages {
                note(&mut self.seen, language);
                note(&mut self.kept, language);
            }
            self.usual = Some(languages.map(LanguageTag::clone));
        }
        is_usual
    }

    /// Makes a variant the source.
    fn move_to_front(unit: &mut TranslationUnit, picked: usize, sink: &mut dyn Sink) {
        let has_lost_neighbours = if picked == 1 && unit.variants.len() == 2 {
            unit.turn_round()
        } else {
            unit.make_source(picked)
        };
        if has_lost_neighbours {
            let message = "the neighbours of a unit that is turned round are known in the other language only";
            sink.take(
                Diagnostic::loss(Fact::Context, message)
                    .at(&unit.origin)
                    .of_unit(unit.id.as_deref()),
            );
        }
    }

    /// Puts the variant that `tag` picks among those after the source right behind it; gives whether there is one.
    fn place_target(unit: &mut TranslationUnit, tag: &LanguageTag) -> Result<bool> {
        let Some(candidates) = unit.variants.get(1..) else {
            return Ok(false);
        };
        let Some(picked) = pick(candidates, tag).map_err(|error| placed(error, unit))? else {
            return Ok(false);
        };
        if let Some((_, others)) = unit.variants.split_first_mut() {
            to_front(others, picked);
        }
        Ok(true)
    }

    /// Moves the source to the front; gives whether the unit has it.
    fn settle_source(&mut self, unit: &mut TranslationUnit, sink: &mut dyn Sink) -> Result<bool> {
        let first = unit.source().map(|source| source.lang.clone());
        let Some(picked) = self.source_place(unit).map_err(|error| placed(error, unit))? else {
            return Ok(!self.source_is_asked_for && self.target.is_none());
        };
        Self::move_to_front(unit, picked, sink);
        let Some(source) = &self.source else {
            self.source = unit.source().map(|source| source.lang.clone());
            return Ok(self.source.is_some());
        };
        if let (Some(before), Some(source_variant)) = (first, unit.variants.first_mut()) {
            if before != source_variant.lang {
                let file = unit.origin.file.as_deref().unwrap_or_default();
                if !self.source_is_asked_for && self.said_turned.insert(file.to_owned()) {
                    let message =
                        format!("units from `{before}` are turned round, since the source of this run is `{source}`");
                    sink.take(
                        Diagnostic::new(DiagnosticCode::DirectionTurned, message)
                            .at(&unit.origin)
                            .with_help("choose the direction with -s and -t"),
                    );
                }
            }
            if self.source_is_asked_for && rename(source_variant, source) {
                unit.touch();
            }
        }
        Ok(true)
    }

    /// Whether a unit without the target asked for stays; if so, with its source alone.
    fn settle_missing_target(&mut self, unit: &mut TranslationUnit, sink: &mut dyn Sink) -> bool {
        let (Some(target), [source, others @ ..]) = (&self.target, unit.variants.as_slice()) else {
            return false;
        };
        if unit.standing != Standing::Unit || source.lang.same_language(target) {
            return false;
        }
        // a unit that nobody has translated into anything is no unit of another pair
        if others.is_empty() {
            return true;
        }
        if self.missing_target == MissingTarget::Drop {
            return false;
        }
        let has: Vec<String> = others.iter().map(|other| format!("`{}`", other.lang)).collect();
        let message = format!(
            "the unit has no `{target}`, only {}, and stays without a target",
            has.join(", ")
        );
        sink.take(
            Diagnostic::new(DiagnosticCode::LangMissing, message)
                .at(&unit.origin)
                .of_unit(unit.id.as_deref()),
        );
        unit.variants.truncate(1);
        unit.touch();
        self.units_left_short += 1;
        true
    }

    /// Moves the target to the second place and drops other languages, if a target was asked for, or a source in a
    /// unit of two languages.
    fn settle_target(&mut self, unit: &mut TranslationUnit, sink: &mut dyn Sink) -> Result<bool> {
        let Some(target) = &self.target else { return Ok(true) };
        if !Self::place_target(unit, target)? {
            return Ok(self.settle_missing_target(unit, sink));
        }
        if unit.variants.get_mut(1).is_some_and(|variant| rename(variant, target)) {
            unit.touch();
        }
        let others: Vec<String> = unit
            .variants
            .drain(2..)
            .map(|other| format!("`{}`", other.lang))
            .collect();
        if !others.is_empty() {
            unit.touch();
            self.units_left_short += 1;
            let message = format!(
                "text in {} is left out, since another pair was asked for",
                others.join(", ")
            );
            sink.take(
                Diagnostic::loss(Fact::Variant, message)
                    .at(&unit.origin)
                    .of_unit(unit.id.as_deref()),
            );
        }
        Ok(true)
    }
}

impl Stage for Languages {
    fn take(&mut self, unit: &mut TranslationUnit, outlet: &mut dyn Outlet, sink: &mut dyn Sink) -> Result<()> {
        // a tag that is spelt otherwise is renamed
        if let [source, target] = unit.variants.as_slice()
            && source.spelling.is_none()
            && target.spelling.is_none()
            && self.are_usual([&source.lang, &target.lang])
        {
            return outlet.keep(unit, sink);
        }
        for variant in &unit.variants {
            note(&mut self.seen, &variant.lang);
        }
        if self.settle_source(unit, sink)? && self.settle_target(unit, sink)? {
            for variant in &unit.variants {
                note(&mut self.kept, &variant.lang);
            }
            return outlet.keep(unit, sink);
        }
        let has: Vec<String> = unit
            .variants
            .iter()
            .map(|variant| format!("`{}`", variant.lang))
            .collect();
        let text = unit.variants.first().map_or("", |variant| variant.segment.text());
        let message = format!("`{}` has only {} and is left out", quoted(text), has.join(", "));
        let mut said = Diagnostic::new(DiagnosticCode::LangMissing, message)
            .at(&unit.origin)
            .of_unit(unit.id.as_deref());
        if unit.variants.len() < 2 {
            // a unit that is yet to be translated is nothing unusual
            said.severity = Severity::Note;
        }
        sink.take(said);
        outlet.remove(unit, Reason::Language, sink)
    }
}

/// Adds a language to those that have come. Runs have two, mostly, which are found sooner by looking than by hashing.
fn note(languages: &mut IndexSet<LanguageTag>, lang: &LanguageTag) {
    const FEW: usize = 4;
    if !languages.iter().take(FEW).any(|known| known == lang) && !languages.contains(lang) {
        languages.insert(lang.clone());
    }
}

/// Gives a variant the tag that was asked for; `false` if it is written so already.
fn rename(variant: &mut Variant, tag: &LanguageTag) -> bool {
    if variant.lang == *tag && variant.spelling.is_none() {
        return false;
    }
    variant.lang = tag.clone();
    variant.spelling = None;
    true
}

/// The number of the variant that `tag` picks.
fn pick(variants: &[Variant], tag: &LanguageTag) -> Result<Option<usize>> {
    if let Some(same) = variants.iter().position(|variant| variant.lang == *tag) {
        return Ok(Some(same));
    }
    let mut alike = variants
        .iter()
        .enumerate()
        .filter(|(_, variant)| variant.lang.same_language(tag));
    let Some((number, first)) = alike.next() else {
        return Ok(None);
    };
    // several texts of one tag are no choice between tags: as where that very tag is asked for, the first is picked
    let tags: IndexSet<&LanguageTag> = [first]
        .into_iter()
        .chain(alike.map(|(_, other)| other))
        .map(|v| &v.lang)
        .collect();
    if tags.len() == 1 {
        return Ok(Some(number));
    }
    let tags: Vec<String> = tags.into_iter().map(|tag| format!("`{tag}`")).collect();
    let message = format!("`{tag}` may mean {}", tags.join(" or "));
    Err(Error::from(ErrorKind::Language(message)).with_help("name one of them with -s or -t"))
}

fn placed(error: Error, unit: &TranslationUnit) -> Error {
    error.at_origin(&unit.origin).of_unit(unit.id.as_deref())
}

#[cfg(test)]
mod tests;
