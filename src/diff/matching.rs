//! Units that differ: which of them are one unit that was changed.

use std::collections::{HashMap, VecDeque};

use super::difference::{MatchedBy, Whole};
use super::meaning::Meaning;
use crate::model::{Piece, Segment};

/// A unit that has no equal on the other side.
pub(super) struct Leftover {
    pub(super) whole: Whole,
    /// The number of its source among its variants.
    pub(super) source: usize,
    /// Its number among the units of its side that are compared, from 0.
    pub(super) position: usize,
}

/// What units are matched by.
#[derive(Debug, Clone, Copy)]
struct Step {
    by: MatchedBy,
    form: Form,
    too: Too,
}

/// In which form texts have to be the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Form {
    /// As they are compared.
    Exact,
    /// Without codes.
    Plain,
    /// With the native data of codes as text, as where placeholders are no codes on one side.
    Flat,
}

/// What has to be the same besides.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Too {
    Source,
    Texts,
    Context,
    Nothing,
}

/// The steps of matching, the surest first: by id, which may repeat, then by source, then by target; of several
/// candidates the one of the same text or context.
const STEPS: &[Step] = {
    use MatchedBy::{Id, Source, Target};
    const fn step(by: MatchedBy, form: Form, too: Too) -> Step {
        Step { by, form, too }
    }
    &[
        step(Id, Form::Exact, Too::Texts),
        step(Id, Form::Exact, Too::Source),
        step(Id, Form::Exact, Too::Nothing),
        step(Source, Form::Exact, Too::Texts),
        step(Source, Form::Exact, Too::Context),
        step(Source, Form::Exact, Too::Nothing),
        step(Source, Form::Plain, Too::Nothing),
        step(Source, Form::Flat, Too::Nothing),
        step(Target, Form::Exact, Too::Context),
        step(Target, Form::Exact, Too::Nothing),
        step(Target, Form::Plain, Too::Nothing),
        step(Target, Form::Flat, Too::Nothing),
    ]
};

/// For each unit of `a`, the number of the one of `b` that it became, if any.
pub(super) fn matched(a: &[Leftover], b: &[Leftover], meaning: Meaning) -> Vec<Option<(usize, MatchedBy)>> {
    let (a_keys, b_keys) = (keys(a, meaning), keys(b, meaning));
    let mut matches = vec![None; a.len()];
    let mut is_taken = vec![false; b.len()];
    for step in STEPS {
        let mut waiting: HashMap<Vec<&str>, VecDeque<usize>> = HashMap::new();
        for (place, keys) in b_keys.iter().enumerate() {
            if let (Some(false), Some(key)) = (is_taken.get(place), keys.of(*step)) {
                waiting.entry(key).or_default().push_back(place);
            }
        }
        for (found, keys) in matches.iter_mut().zip(&a_keys) {
            if found.is_some() {
                continue;
            }
            let first = keys
                .of(*step)
                .and_then(|key| waiting.get_mut(&key))
                .and_then(VecDeque::pop_front);
            if let Some(place) = first {
                *found = Some((place, step.by));
                if let Some(taken) = is_taken.get_mut(place) {
                    *taken = true;
                }
            }
        }
    }
    matches
}

/// What one unit can be matched by.
struct Keys {
    id: Option<String>,
    exact: Texts,
    plain: Texts,
    flat: Texts,
    context: Vec<String>,
}

/// The texts of a unit in one form.
#[derive(Default)]
struct Texts {
    source: String,
    targets: Vec<String>,
}

fn keys(units: &[Leftover], meaning: Meaning) -> Vec<Keys> {
    units.iter().map(|leftover| Keys::new(leftover, meaning)).collect()
}

impl Keys {
    fn new(leftover: &Leftover, meaning: Meaning) -> Self {
        let unit = &leftover.whole.unit;
        let context = unit.context.as_deref().map_or_else(Vec::new, |context| {
            [&context.key, &context.previous, &context.next]
                .into_iter()
                .map(|text| text.clone().unwrap_or_default())
                .collect()
        });
        Self {
            id: unit.id.clone(),
            exact: Texts::new(leftover, |segment| meaning.text(segment)),
            plain: Texts::new(leftover, |segment| segment.text().to_owned()),
            flat: Texts::new(leftover, flat),
            context,
        }
    }

    /// The key of a step; `None` where the unit has nothing to be matched by.
    fn of(&self, step: Step) -> Option<Vec<&str>> {
        let texts = match step.form {
            Form::Exact => &self.exact,
            Form::Plain => &self.plain,
            Form::Flat => &self.flat,
        };
        let mut key = Vec::new();
        match step.by {
            MatchedBy::Id => key.push(self.id.as_deref()?),
            MatchedBy::Source if texts.source.is_empty() => return None,
            MatchedBy::Source => key.push(texts.source.as_str()),
            MatchedBy::Target if texts.targets.is_empty() => return None,
            MatchedBy::Target => key.extend(texts.targets.iter().map(String::as_str)),
        }
        match step.too {
            Too::Nothing => {}
            Too::Source => key.push(&texts.source),
            Too::Texts => {
                key.push(&texts.source);
                key.extend(texts.targets.iter().map(String::as_str));
            }
            Too::Context if self.context.is_empty() => return None,
            Too::Context => key.extend(self.context.iter().map(String::as_str)),
        }
        Some(key)
    }
}

impl Texts {
    fn new(leftover: &Leftover, form: impl Fn(&Segment) -> String) -> Self {
        let mut texts = Self::default();
        for (place, variant) in leftover.whole.unit.variants.iter().enumerate() {
            let text = form(&variant.segment);
            if place == leftover.source {
                texts.source = text;
            } else if !text.is_empty() {
                // regions are no part of it, so that `en` may have become `en-US`
                texts.targets.push(format!("{} {text}", variant.lang.language()));
            }
        }
        texts.targets.sort_unstable();
        texts
    }
}

/// The text with the native data of its codes.
fn flat(segment: &Segment) -> String {
    let pieces = segment.pieces().map(|piece| match piece {
        Piece::Text(text) => text,
        Piece::Code(_, code) => code.data.as_str(),
    });
    pieces.collect()
}
